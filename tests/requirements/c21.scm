;;; print, println, slurp, spit, now, gensym.
;; proves: C21
(define (show x) (write x) (newline))
(println 42)                                                ;; => 42
(show (println 42))
;; => 42
;; => nil
(show (begin (print "a" 1 'b) (newline) 'printed))
;; => a 1 b
;; => printed
(print)
(println)                                                   ;; => 
(println "two" "words" #\c 2.5 '(1 "x"))                    ;; => two words c 2.5 (1 x)
(show (spit "build/requirement-c21.txt" "first line\nλ second\n")) ;; => nil
(show (slurp "build/requirement-c21.txt"))                  ;; => "first line\nλ second\n"
(spit "build/requirement-c21.txt" "shorter")
(show (slurp "build/requirement-c21.txt"))                  ;; => "shorter"
(show (let ((text (make-string 100000 #\é))) (spit "build/requirement-c21.txt" text) (string=? text (slurp "build/requirement-c21.txt")))) ;; => #t
(show (let ((n (now))) (and (number? n) (inexact? n) (> n 1700000000.0) (<= n (now))))) ;; => #t
(show (eq? (gensym) (gensym)))                              ;; => #f
(show (eq (gensym) (gensym)))                               ;; => #f
(show (let ((g (gensym))) (list (symbol? g) (eq? g g) (eq? g (string->symbol (symbol->string g)))))) ;; => (#t #t #f)
(show (guard (e ((file-error? e) 'no-file)) (slurp "build/no/such/file"))) ;; => no-file
(show (guard (e ((file-error? e) 'no-folder)) (spit "build/no/such/file" "x"))) ;; => no-folder
