;;; (nil? '()) and (eq nil '()) in the consair dialect.
;; proves: C6
;; options: --dialect=consair
(println (nil? '()))              ;; => #t
(println (eq nil '()))            ;; => #t
(println (atom nil))              ;; => #t
(println (atom '()))              ;; => #t
(println (if '() 1 2))            ;; => 2
(println '())                     ;; => nil
