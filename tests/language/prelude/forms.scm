;;; The forms of the prelude, seen by a program that begins without import.
;; proves: C6 C21 E4
(define (show x) (write x) (newline))
(def answer 42)
(show answer)                                              ;; => 42
(def documented "The documentation." 43)
(show documented)                                          ;; => 43
(defn area (w h) "The area of a rectangle." (* w h))
(show (area 3 4))                                          ;; => 12
(defn sum-all (a . rest) (apply + a rest))
(show (sum-all 1 2 3))                                     ;; => 6
(defn arity ((a) (list 'one a)) ((a b) (list 'two a b)))
(show (list (arity 1) (arity 1 2)))                        ;; => ((one 1) (two 1 2))
(show ((fn (x) (* x x)) 5))                                ;; => 25
(show (-> '(1 2 3) (append '(4)) length))                  ;; => 4
(show (->> '(1 2 3) (map (fn (x) (* x x))) (apply +)))     ;; => 14
(show (-> 5 (- 3)))                                        ;; => 2
(show (->> 5 (- 3)))                                       ;; => -2
(show (try (car 5) (catch e 'caught)))                     ;; => caught
(show (try 1 (catch e 'caught) (finally (display "finally "))))   ;; => finally 1
(show (try (try (raise 'x) (finally (display "inner "))) (catch e e)))   ;; => inner x
(show (protect (+ 1 2)))                                   ;; => (#t 3)
(show (car (protect (raise 'boom))))                       ;; => #f
(defn with-defer () (defer (display "one ")) (defer (display "two ")) (display "body ") 'result)
(show (with-defer))                                        ;; => body two one result
(show (with (r 10 (fn (x) (display "released "))) (+ r 1)))   ;; => released 11
(show (protect (with (r 10 (fn (x) (display "released "))) (raise 'out))))   ;; => released (#f out)
(each x '(1 2 3) (display x))
(newline)                                                  ;; => 123
(each x (vector 4 5) (display x))
(newline)                                                  ;; => 45
(each c "ab" (write c))
(newline)                                                  ;; => #\a#\b
(show (when #f 1))                                         ;; => nil
(show (unless #t 1))                                       ;; => nil
(show (list (when 1 2 3) (unless #f 4)))                   ;; => (3 4)
(show (cond ((= 1 2) 'a)))                                 ;; => nil
(show (if #f #f))                                          ;; => nil
(label double (lambda (x) (+ x x)))
(show (double 21))                                         ;; => 42
(label y 42)
(show y)                                                   ;; => 42
(label self (lambda (n) (if (= n 0) 'end (self (- n 1)))))
(show (self 10))                                           ;; => end
(println 42)                                               ;; => 42
(println "a" 'b 3)                                         ;; => a b 3
(print "no newline")
(newline)                                                  ;; => no newline
(show (println 'x))
;; => x
;; => nil
(show (eq? (gensym) (gensym)))                             ;; => #f
(show (symbol? (gensym)))                                  ;; => #t
(show (> (now) 1.6e9))                                     ;; => #t
(defmacro my-unless (c . body) `(if ,c nil (begin ,@body)))
(show (list (my-unless #f 1 2) (my-unless #t 1)))          ;; => (2 nil)
(defmacro swap (a b) (let ((t (gensym))) `(let ((,t ,a)) (set! ,a ,b) (set! ,b ,t))))
(show (let ((t 1) (u 2)) (swap t u) (list t u)))           ;; => (2 1)
(spit "build/prelude-test.txt" "line one\nline two λ\n")
(show (slurp "build/prelude-test.txt"))                    ;; => "line one\nline two λ\n"
