;;; Endless recursion through every kind of frame that control/ knows is a condition, many times in a row, and leaves
;;; nothing behind.
;; proves: R12
;; options: --stack-limit=2M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (a scan of 10^4 frames at every poll: more than ten minutes there)
(import (scheme base) (scheme write))
(define (show x . more) (write x) (for-each (lambda (x) (display " ") (write x)) more) (newline))
(define (endless n) (+ 1 (endless (+ n 1))))
(define (endless-map x) (+ 1 (car (map endless-map (list x)))))
(define (endless-apply . xs) (+ 1 (apply endless-apply xs)))
(define (endless-wind) (+ 1 (dynamic-wind (lambda () #f) endless-wind (lambda () #f))))
(define (endless-guard) (+ 1 (guard (e ((string? e) 0)) (endless-guard))))
(define (endless-reraise) (+ 1 (guard (e (#t (raise e))) (endless-reraise))))
(define (endless-capture) (+ 1 (call/cc (lambda (k) (endless-capture)))))
(define (endless-values) (call-with-values (lambda () (endless-values)) (lambda (x) (+ x 1))))
(define (endless-parameter p) (+ 1 (parameterize ((p 1)) (endless-parameter p))))
(define (caught thunk) (guard (e ((error-object? e) 'overflow)) (thunk)))
(define (times n thunk) (let loop ((i 0) (result #f)) (if (< i n) (loop (+ i 1) (thunk)) result)))

(show 'plain (times 50 (lambda () (caught (lambda () (endless 0))))))                       ;; => plain overflow
(show 'map (times 20 (lambda () (caught (lambda () (endless-map 0))))))                     ;; => map overflow
(show 'apply (times 20 (lambda () (caught (lambda () (endless-apply 0 1 2 3 4 5))))))       ;; => apply overflow
(show 'values (times 20 (lambda () (caught endless-values))))                               ;; => values overflow
(show 'parameter (times 5 (lambda () (caught (lambda () (endless-parameter (make-parameter 1)))))))   ;; => parameter overflow
(show 'capture (times 5 (lambda () (caught endless-capture))))                              ;; => capture overflow
(show 'wind (times 5 (lambda () (caught endless-wind))))                                    ;; => wind overflow
(show 'reraise (times 2 (lambda () (caught endless-reraise))))                              ;; => reraise overflow
(show 'guard (times 2 (lambda () (caught endless-guard))))                                  ;; => guard overflow
(show 'escape (times 20 (lambda () (call/cc (lambda (k) (with-exception-handler (lambda (e) (k 'escaped)) (lambda () (endless 0))))))))
;; => escape escaped
(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1)))))
(show (times 20 (lambda () (list (caught (lambda () (endless 0))) (deep 5000)))))           ;; => (overflow 5000)
