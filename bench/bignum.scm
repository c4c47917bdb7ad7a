;;; bignum: factorials and Fibonacci numbers with thousands of digits, and their digits.
;;; group: numbers
(import (scheme base) (scheme write))

(define (factorial n)
  (let loop ((i 1) (product 1))
    (if (> i n) product (loop (+ i 1) (* product i)))))

(define (fib n)
  (let loop ((i 0) (a 0) (b 1))
    (if (= i n) a (loop (+ i 1) b (+ a b)))))

(define (digit-sum n)
  (let loop ((n n) (sum 0))
    (if (= n 0) sum (loop (quotient n 1000000000) (+ sum (remainder n 1000000000))))))

(write (list (string-length (number->string (factorial 30000)))
             (digit-sum (fib 300000))
             (remainder (expt 7 400000) 1000003)))
(newline)
;; => (121288 3486989804733 80599)
