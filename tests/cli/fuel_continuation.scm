;; A loop that consists of entering a continuation uses up fuel like any other, and can be interrupted like any other.
;; Found by fuzz/compare_levels.py.
;; options: --fuel=10000
;; error-text: T4005
;; exit: 1
(define k (call/cc (lambda (c) c)))
(k k)
