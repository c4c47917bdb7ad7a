;; error T3012
;; error-text: (boom 1)
(raise (list 'boom 1))
