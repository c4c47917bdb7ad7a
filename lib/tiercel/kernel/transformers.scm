;;; Explicit renaming (Clinger, "Hygienic macros through explicit renaming", 1991) over syntax objects.

;; (er-macro-transformer expand) is a transformer that calls (expand form rename compare).  In the form, identifiers of
;; the macro use are symbols; identifiers that other macros introduced are syntax objects.  Symbols in the result mean
;; what they mean at the use.
;; (let-syntax ((five (er-macro-transformer (lambda (form rename same?) 5)))) (five)) => 5
(define (er-macro-transformer expand)
  (lambda (form) (expand (%renaming-form form) %rename free-identifier=?)))
