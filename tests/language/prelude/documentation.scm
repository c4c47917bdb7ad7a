;;; doc shows what def, defn and fn were told.
(def answer "The answer to everything." 42)
(doc answer)
;; => answer is 42
;; =>   The answer to everything.
(defn area (w h) "The area of a rectangle." (* w h))
(doc area)
;; => area is a procedure
;; =>   The area of a rectangle.
(defn pick "One of one or two." ((a) a) ((a b) b))
(doc pick)
;; => pick is a procedure
;; =>   One of one or two.
(def square (fn (x) "A number times itself." (* x x)))
(doc square)
;; => square is a procedure
;; =>   A number times itself.
(define plain 5)
(doc plain)                                                 ;; => plain is 5
;; a string that is the whole body is no documentation
(defn greeting () "hello")
(println (greeting))                                        ;; => hello
(doc greeting)                                              ;; => greeting is a procedure
(doc nothing-of-that-name)                                  ;; => nothing is known about nothing-of-that-name
