;;; A missing parenthesis is reported at the place where it was opened.
;; error T1001
(display "never"
