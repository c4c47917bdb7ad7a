;;; Included by shapes.sld.
(define-record-type <point> (point x y) point? (x point-x set-point-x!) (y point-y))
(define from-include 'Included)
