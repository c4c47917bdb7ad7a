;;; A definition where a value is expected.
;; error T2008
(display (define x 1))
