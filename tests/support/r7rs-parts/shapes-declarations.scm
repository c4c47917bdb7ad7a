;;; Declarations included by shapes.sld.
(export declared)
(import (scheme cxr))
(begin (define (four-of l) (cadddr l)) (define declared 'declared))
