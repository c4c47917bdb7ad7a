;; error T3010
;; error-text: no such account: 42
(error "no such account:" 42)
