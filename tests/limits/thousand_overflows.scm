;;; Endless recursion caught a thousand times in a row under small limits: the stack's pages go back each time.
;; assertions
;; timeout: 120
;; proves: O11 R12
;; options: --stack-limit=2M --heap-limit=64M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress interrupt-stress     (a thousand times 10^5 frames: minutes there)
(import (scheme base) (tiercel conditions) (tiercel-test assert))
(define (endless n) (+ 1 (endless (+ n 1))))
(define (endless-list) (cons 1 (endless-list)))
(test-error "T4001" (endless 0))
(test-error "T4001" (endless-list))
(test 1000 (let loop ((n 0)) (if (= n 1000) n (loop (+ n (guard (e ((eq? (condition-code e) 'T4001) 1)) (endless 0)))))))
(test 100 (let loop ((n 0)) (if (= n 100) n (loop (+ n (guard (e ((eq? (condition-code e) 'T4001) 1)) (endless-list)))))))
;; A handler has room to work on top of the full stack, and may itself overflow.
(test 5000 (with-exception-handler (lambda (e) 0) (lambda () (let count ((n 5000)) (if (= n 0) 0 (+ 1 (count (- n 1))))))))
(test 500 (guard (e (#t (let count ((n 500)) (if (= n 0) 0 (+ 1 (count (- n 1))))))) (endless 0)))
(test 100 (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (let count ((n 100)) (if (= n 0) 0 (+ 1 (count (- n 1))))))) (lambda () (endless 0))))))
(test 'nested (guard (e (#t 'nested)) (guard (e (#t (endless 0))) (endless 0))))
(test 'wound (let ((x 'no)) (guard (e (#t #f)) (dynamic-wind (lambda () #f) (lambda () (endless 0)) (lambda () (set! x 'wound)))) x))
(test-end)
