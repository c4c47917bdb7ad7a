;;; A library with nothing.
(define-library (r7rs-parts empty))
