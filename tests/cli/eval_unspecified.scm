;;; An unspecified value prints nothing.
;; command: -e "(begin (display 1) (set-car! (list 1) 2))"
;; => 1
