;;; Each misuse is told in the terms of the form that was misused.
(define (told form)
  (guard (e (#t (display (error-object-message e)) (newline)))
    (eval form (interaction-environment))))
(told '(defn))                    ;; => defn: expected (defn name (parameter ...) [documentation] body ...)
(told '(->))                      ;; => ->: expected (-> value form ...)
(told '(try))                     ;; => try: expected (try body ... (catch name handler ...) (finally cleanup ...))
(told '(try (catch e 1)))         ;; => try: expected a body before the catch clause
(told '(try 1 (finally 2) (catch e 3)))   ;; => try: the finally clause must be the last
(told '(try 1 (catch)))           ;; => try: expected (catch name handler ...)
(told '(try 1 (catch e)))         ;; => try: expected (catch name handler ...)
(told '(try 1 (catch) (finally 2)))   ;; => try: expected (catch name handler ...)
(told '(try 1 (finally)))         ;; => try: expected (finally cleanup ...)
(told '(protect))                 ;; => protect: expected (protect body ...)
(told '(let () (defer) 1))        ;; => defer: expected (defer cleanup ...)
(told '(with (x 1 list)))         ;; => with: expected (with (name acquire release) body ...)
(told '(with (x 1) 2))            ;; => with: expected (with (name acquire release) body ...)
(told '(each x))                  ;; => each: expected (each name sequence body ...) or (each (key value) table body ...)
(told '(each (a b c) d e))        ;; => each: expected (each name sequence body ...) or (each (key value) table body ...)
(told '(while))                   ;; => while: expected (while test body ...), found (while)
(told '(for (i 0) 1))             ;; => for: expected (for (name from to [step]) body ...)
(told '(for (i 0 9 0) 1))         ;; => for: expected a step other than 0
(told '(break))                   ;; => break has no loop around it
(told '(while #t (break 1 2)))    ;; => break: expected (break) or (break value), found (break 1 2)
(told '(while (continue) 1))      ;; => continue has no meaning in a loop's test
(told '(match 1))                 ;; => match: expected (match expression (pattern [(when guard)] body ...) ...), found (match 1)
(told '(match 1 (2)))             ;; => match: expected a clause (pattern [(when guard)] body ...)
(told '(match 1 ((... x) 1)))     ;; => match: an ellipsis must follow a pattern
(told '(match 1 ((x ... y ...) 1)))   ;; => match: a list pattern can have only one ellipsis
(told '(match 1 ((or x (y)) 1)))  ;; => match: the alternatives of `or` must bind the same names
(told '(match 1 ((not x) 1)))     ;; => match: a pattern inside `not` cannot bind names; use _
(told '(match 1 ((= car) 1)))     ;; => match: expected the pattern (= accessor pattern)
(told '(match 1 (`(a ,@b) 1)))    ;; => match: ,@ has no meaning in a pattern
(told '(match 1 (($ 5 x) 1)))     ;; => match: expected the name of a record type
