;;; Only two dialects exist.
;; command: --dialect=lisp -e 1
;; exit: 2
;; error-text: --dialect
