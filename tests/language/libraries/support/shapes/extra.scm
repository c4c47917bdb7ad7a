;;; Included by shapes/all.sld.
(define (included x) (list 'included x))
