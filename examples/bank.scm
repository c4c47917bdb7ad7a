;;; A bank whose clerks are generators made with call/cc: each clerk works on its own list of orders and gives up the
;;; counter after every order; a scheduler takes them in turn.  Errors in one order do not stop the bank.
(import (scheme base) (scheme write))

;;; Accounts

(define-record-type account
  (make-account owner balance history)
  account?
  (owner account-owner)
  (balance account-balance set-account-balance!)
  (history account-history set-account-history!))

(define accounts '())

(define (open-account! owner deposit)
  (set! accounts (cons (cons owner (make-account owner deposit '())) accounts)))

(define (find-account owner)
  (let ((entry (assq owner accounts)))
    (if entry (cdr entry) (error "no such account" owner))))

(define (record! account what amount)
  (set-account-history! account (cons (list what amount) (account-history account))))

(define (deposit! account amount)
  (unless (positive? amount) (error "amount must be positive" amount))
  (set-account-balance! account (+ (account-balance account) amount))
  (record! account 'deposit amount))

(define (withdraw! account amount)
  (unless (positive? amount) (error "amount must be positive" amount))
  (when (> amount (account-balance account))
    (raise (list 'insufficient-funds (account-owner account) amount)))
  (set-account-balance! account (- (account-balance account) amount))
  (record! account 'withdrawal amount))

;; Both halves happen or neither does: the after thunk restores both balances when the body is left early.
(define (transfer! from to amount)
  (let ((from-before (account-balance from))
        (to-before (account-balance to))
        (finished #f))
    (dynamic-wind
     (lambda () #f)
     (lambda ()
       (deposit! to amount)
       (withdraw! from amount)
       (set! finished #t))
     (lambda ()
       (unless finished
         (set-account-balance! from from-before)
         (set-account-balance! to to-before))))))

;;; Generators

;; (make-generator producer) calls (producer yield) in a coroutine; each call of the generator continues it up to the
;; next yield and returns the value, or the symbol `done` for ever after.
(define (make-generator producer)
  (define resume #f)
  (define return #f)
  (define (yield value)
    (call/cc
     (lambda (continue)
       (set! resume continue)
       (return value))))
  (define (start ignored)
    (producer yield)
    (set! resume (lambda (ignored) (return 'done)))
    (return 'done))
  (set! resume start)
  (lambda ()
    (call/cc
     (lambda (k)
       (set! return k)
       (resume #f)))))

;;; Clerks and the scheduler

(define bank-fee (make-parameter 0))

(define (execute order)
  (let ((verb (car order)) (arguments (cdr order)))
    (case verb
      ((deposit) (deposit! (find-account (car arguments)) (cadr arguments)))
      ((withdraw) (withdraw! (find-account (car arguments)) (+ (bank-fee) (cadr arguments))))
      ((transfer)
       (transfer! (find-account (car arguments)) (find-account (cadr arguments)) (caddr* arguments)))
      (else (error "unknown order" verb)))))

(define (caddr* items) (list-ref items 2))

(define (attempt order)
  (guard (problem
          ((error-object? problem)
           (list 'refused (error-object-message problem) (error-object-irritants problem)))
          ((and (pair? problem) (eq? (car problem) 'insufficient-funds))
           (list 'insufficient (cadr problem) (list-ref problem 2))))
    (execute order)
    (list 'done (car order))))

(define (make-clerk name fee orders)
  (make-generator
   (lambda (yield)
     (for-each
      (lambda (order)
        (yield (cons name (parameterize ((bank-fee fee)) (attempt order)))))
      orders))))

;; Takes the clerks in turn until all of them are done; returns the reports in order.
(define (run-bank clerks)
  (let loop ((waiting clerks) (reports '()))
    (if (null? waiting)
        (reverse reports)
        (let ((report ((car waiting))))
          (if (eq? report 'done)
              (loop (cdr waiting) reports)
              (loop (append (cdr waiting) (list (car waiting))) (cons report reports)))))))

;;; A day at the bank

(open-account! 'ada 100)
(open-account! 'ben 50)
(open-account! 'cay 0)

(define reports
  (run-bank
   (list (make-clerk 'xavier 0 '((deposit ada 20) (withdraw ben 80) (transfer ada cay 70)))
         (make-clerk 'yvonne 1 '((withdraw ada 10) (transfer cay dan 5)))
         (make-clerk 'zoe 2 '((deposit ben -5) (withdraw ben 10) (transfer ben cay 1000) (audit everything))))))

(for-each (lambda (report) (write report) (newline)) reports)
;; => (xavier done deposit)
;; => (yvonne done withdraw)
;; => (zoe refused "amount must be positive" (-5))
;; => (xavier insufficient ben 80)
;; => (yvonne refused "no such account" (dan))
;; => (zoe done withdraw)
;; => (xavier done transfer)
;; => (zoe insufficient ben 1000)
;; => (zoe refused "unknown order" (audit))

(for-each
 (lambda (entry)
   (let ((account (cdr entry)))
     (write (account-owner account))
     (display ": ")
     (write (account-balance account))
     (display " ")
     (write (reverse (account-history account)))
     (newline)))
 (reverse accounts))
;; => ada: 39 ((deposit 20) (withdrawal 11) (withdrawal 70))
;; => ben: 38 ((withdrawal 12))
;; => cay: 70 ((deposit 70) (deposit 1000))
