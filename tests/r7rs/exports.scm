;;; R7RS appendix A: every identifier is exported by exactly the libraries named there, and means the same in each.
;; assertions
(import (scheme base) (scheme eval) (scheme write) (tiercel-test assert))

(define base-names '(
  * + - ... / < <= = => > >= _ abs and append apply assoc assq assv begin binary-port? boolean=? boolean? bytevector
  bytevector-append bytevector-copy bytevector-copy! bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector?
  caar cadr call-with-current-continuation call-with-port call-with-values call/cc car case cdar cddr cdr ceiling
  char->integer char-ready? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port close-port
  complex? cond cond-expand cons current-error-port current-input-port current-output-port define define-record-type
  define-syntax define-values denominator do dynamic-wind else eof-object eof-object? eq? equal? eqv? error
  error-object-irritants error-object-message error-object? even? exact exact-integer-sqrt exact-integer? exact? expt
  features file-error? floor floor-quotient floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector
  get-output-string guard if include include-ci inexact inexact? input-port-open? input-port? integer->char integer?
  lambda lcm length let let* let*-values let-syntax let-values letrec letrec* letrec-syntax list list->string
  list->vector list-copy list-ref list-set! list-tail list? make-bytevector make-list make-parameter make-string
  make-vector map max member memq memv min modulo negative? newline not null? number->string number? numerator odd?
  open-input-bytevector open-input-string open-output-bytevector open-output-string or output-port-open? output-port?
  pair? parameterize peek-char peek-u8 port? positive? procedure? quasiquote quote quotient raise raise-continuable rational?
  rationalize read-bytevector read-bytevector! read-char read-error? read-line read-string read-u8 real? remainder
  reverse round set! set-car! set-cdr! square string string->list string->number string->symbol string->utf8
  string->vector string-append string-copy string-copy! string-fill! string-for-each string-length string-map string-ref
  string-set! string<=? string<? string=? string>=? string>? string? substring symbol->string symbol=? symbol?
  syntax-error syntax-rules textual-port? truncate truncate-quotient truncate-remainder truncate/ u8-ready? unless
  unquote unquote-splicing utf8->string values vector vector->list vector->string vector-append vector-copy vector-copy!
  vector-fill! vector-for-each vector-length vector-map vector-ref vector-set! vector? when with-exception-handler
  write-bytevector write-char write-string write-u8 zero?))
(define cxr-names '(
  caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar cdaadr cdaar cdadar cdaddr
  cdadr cddaar cddadr cddar cdddar cddddr cdddr))
(define char-names '(
  char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-foldcase char-lower-case?
  char-numeric? char-upcase char-upper-case? char-whitespace? digit-value string-ci<=? string-ci<? string-ci=?
  string-ci>=? string-ci>? string-downcase string-foldcase string-upcase))
(define r5rs-names '(
  * + - / < <= = > >= abs acos and angle append apply asin assoc assq assv atan begin boolean? caaaar caaadr caaar
  caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr call-with-current-continuation
  call-with-input-file call-with-output-file call-with-values car case cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar
  cddaar cddadr cddar cdddar cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? char-ci<=? char-ci<?
  char-ci=? char-ci>=? char-ci>? char-downcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case?
  char-whitespace? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port complex? cond cons cos
  current-input-port current-output-port define define-syntax delay denominator display do dynamic-wind eof-object? eq?
  equal? eqv? eval even? exact->inexact exact? exp expt floor for-each force gcd if imag-part inexact->exact inexact?
  input-port? integer->char integer? interaction-environment lambda lcm length let let* let-syntax letrec letrec-syntax
  list list->string list->vector list-ref list-tail list? load log magnitude make-polar make-rectangular make-string
  make-vector map max member memq memv min modulo negative? newline not null-environment null? number->string number?
  numerator odd? open-input-file open-output-file or output-port? pair? peek-char positive? procedure? quasiquote quote
  quotient rational? rationalize read read-char real-part real? remainder reverse round scheme-report-environment set!
  set-car! set-cdr! sin sqrt string string->list string->number string->symbol string-append string-ci<=? string-ci<?
  string-ci=? string-ci>=? string-ci>? string-copy string-fill! string-length string-ref string-set! string<=? string<?
  string=? string>=? string>? string? substring symbol->string symbol? tan truncate values vector vector->list
  vector-fill! vector-length vector-ref vector-set! vector? with-input-from-file with-output-to-file write write-char
  zero?))
;; The report's list of (scheme r5rs) leaves out the words that its macros know by their binding; without them a program
;; that imports nothing else could not write an else clause or a macro.
(define r5rs-words '(=> ... _ else syntax-rules unquote unquote-splicing))

(define libraries
  (list
   (cons '(scheme base) base-names)
   '((scheme case-lambda) case-lambda)
   (cons '(scheme char) char-names)
   '((scheme complex) angle imag-part magnitude make-polar make-rectangular real-part)
   (cons '(scheme cxr) cxr-names)
   '((scheme eval) environment eval)
   '((scheme file) call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file
     open-binary-output-file open-input-file open-output-file with-input-from-file with-output-to-file)
   '((scheme inexact) acos asin atan cos exp finite? infinite? log nan? sin sqrt tan)
   '((scheme lazy) delay delay-force force make-promise promise?)
   '((scheme load) load)
   '((scheme process-context) command-line emergency-exit exit get-environment-variable get-environment-variables)
   '((scheme read) read)
   '((scheme repl) interaction-environment)
   '((scheme time) current-jiffy current-second jiffies-per-second)
   '((scheme write) display write write-shared write-simple)
   (cons '(scheme r5rs) (append r5rs-words r5rs-names))))

(define (exported? library name)
  (guard (e (#t #f)) (environment (list 'only library name)) #t))
(define (select keep? names)
  (let loop ((rest names) (kept '()))
    (cond ((null? rest) (reverse kept)) ((keep? (car rest)) (loop (cdr rest) (cons (car rest) kept))) (else (loop (cdr rest) kept)))))
;; Every name of the standard, and some that a careless library might let through.
(define all-names
  (append (apply append (map cdr libraries))
          '(import define-library export nil t println defn gensym filter fold append! cons* 1+ call-with-output-string
            when-not assert exact-rational? condition-code raise-pending uncaught leave rewind! shown)))

(test 16 (length libraries))
(for-each
 (lambda (entry)
   (test-section (let ((port (open-output-string))) (write (car entry) port) (get-output-string port)))
   (test '() (select (lambda (name) (not (exported? (car entry) name))) (cdr entry)))
   (test '() (select (lambda (name) (and (not (memq name (cdr entry))) (exported? (car entry) name))) all-names)))
 libraries)

(test-section "all libraries together")
;; Where two libraries export one name it is one binding: importing all of them is no conflict.
(define everything (apply environment (map car libraries)))
(test 'yes (eval '(if #t 'yes 'no) everything))
(test 15 (eval '(+ (exact (floor (sqrt 16.2))) (length (list 1 2 3)) (force (delay 8))) everything))
(test 238 (length base-names))
(test 24 (length cxr-names))
(test 22 (length char-names))
(test-section "(scheme r5rs) is enough for a program")
(define old (environment '(scheme r5rs)))
(test 'third (eval '(cond (#f 1) (#f 2) (else 'third)) old))
(test 2 (eval '(cond ((assv 'b '((a 1) (b 2))) => cadr) (else #f)) old))
(test '(1 2 3) (eval '(let ((x 2)) `(1 ,x ,@(list 3))) old))
(test '(2 1) (eval '(let-syntax ((swap (syntax-rules () ((_ a b) (list b a))))) (swap 1 2)) old))
(test '(1 2 3) (eval '(let-syntax ((all (syntax-rules () ((_ x ...) (list x ...))))) (all 1 2 3)) old))
(test 3.0 (eval '(exact->inexact 3) old))
(test 3 (eval '(inexact->exact 3.0) old))
(test-end)
