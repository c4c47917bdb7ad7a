;;; A regular-expression matcher: patterns are parsed into trees, compiled into closures that backtrace by continuation
;;; passing, and checked against Brzozowski derivatives, which decide the same question in a different way.
(import (scheme base) (scheme char) (scheme write))

;;; Syntax: | alternation, juxtaposition, * + ? repetition, ( ) grouping, [a-z] and [^a-z] sets, . any, \d \w \s, ^ $.
;;; Trees: (empty) (char c) (any) (set negated? range ...) (seq a b) (alt a b) (star a) (group n a) (start) (end)

(define (pattern-error message) (error message))

;; The state of the parser: the text and a mutable position.
(define-record-type parser
  (make-parser text position groups)
  parser?
  (text parser-text)
  (position parser-position set-parser-position!)
  (groups parser-groups set-parser-groups!))

(define (peek p)
  (and (< (parser-position p) (string-length (parser-text p)))
       (string-ref (parser-text p) (parser-position p))))
(define (next! p)
  (let ((c (peek p)))
    (unless c (pattern-error "pattern ends too early"))
    (set-parser-position! p (+ 1 (parser-position p)))
    c))

(define (parse-pattern text)
  (let* ((p (make-parser text 0 0))
         (tree (parse-alternation p)))
    (when (peek p) (pattern-error "unbalanced )"))
    tree))

(define (parse-alternation p)
  (let ((left (parse-sequence p)))
    (cond ((eqv? (peek p) #\|)
           (next! p)
           (list 'alt left (parse-alternation p)))
          (else left))))

(define (parse-sequence p)
  (let ((c (peek p)))
    (if (or (not c) (memv c '(#\| #\))))
        '(empty)
        (let ((first (parse-repetition p)))
          (let ((rest (parse-sequence p)))
            (if (equal? rest '(empty)) first (list 'seq first rest)))))))

(define (parse-repetition p)
  (let loop ((tree (parse-atom p)))
    (case (peek p)
      ((#\*) (next! p) (loop (list 'star tree)))
      ((#\+) (next! p) (loop (list 'seq tree (list 'star tree))))
      ((#\?) (next! p) (loop (list 'alt tree '(empty))))
      (else tree))))

(define (parse-atom p)
  (let ((c (next! p)))
    (case c
      ((#\() (parse-group p))
      ((#\[) (parse-set p))
      ((#\.) '(any))
      ((#\^) '(start))
      ((#\$) '(end))
      ((#\\) (parse-escape (next! p)))
      ((#\* #\+ #\?) (pattern-error "nothing to repeat"))
      (else (list 'char c)))))

(define (parse-group p)
  (let ((number (+ 1 (parser-groups p))))
    (set-parser-groups! p number)
    (let ((tree (parse-alternation p)))
      (unless (eqv? (peek p) #\)) (pattern-error "missing )"))
      (next! p)
      (list 'group number tree))))

(define (parse-escape c)
  (case c
    ((#\d) '(set #f (#\0 . #\9)))
    ((#\w) '(set #f (#\a . #\z) (#\A . #\Z) (#\0 . #\9) (#\_ . #\_)))
    ((#\s) '(set #f (#\space . #\space) (#\tab . #\tab) (#\newline . #\newline)))
    (else (list 'char c))))

(define (parse-set p)
  (let* ((negated (and (eqv? (peek p) #\^) (next! p) #t))
         (first (next! p)))
    (let loop ((c first) (ranges '()))
      (cond ((and (char=? c #\]) (pair? ranges)) (append (list 'set negated) (reverse ranges)))
            ((eqv? (peek p) #\-)
             (next! p)
             (let ((to (next! p)))
               (loop (next! p) (cons (cons c to) ranges))))
            (else (loop (next! p) (cons (cons c c) ranges)))))))

(define (in-set? c tree)
  (let ((inside (let loop ((ranges (cddr tree)))
                  (and (pair? ranges)
                       (or (char<=? (caar ranges) c (cdar ranges)) (loop (cdr ranges)))))))
    (if (cadr tree) (not inside) inside)))

;;; The backtracking matcher.  A compiled pattern is (lambda (text index groups succeed fail) ...): it calls
;;; (succeed index groups fail) for a way to match, and whoever is dissatisfied calls that fail for the next way.

(define (compile tree)
  (case (car tree)
    ((empty) (lambda (text i groups succeed fail) (succeed i groups fail)))
    ((char) (compile-test (let ((wanted (cadr tree))) (lambda (c) (char=? c wanted)))))
    ((any) (compile-test (lambda (c) (not (char=? c #\newline)))))
    ((set) (compile-test (lambda (c) (in-set? c tree))))
    ((start) (lambda (text i groups succeed fail) (if (= i 0) (succeed i groups fail) (fail))))
    ((end) (lambda (text i groups succeed fail)
             (if (= i (string-length text)) (succeed i groups fail) (fail))))
    ((seq) (compile-sequence (compile (cadr tree)) (compile (car (cddr tree)))))
    ((alt) (compile-alternation (compile (cadr tree)) (compile (car (cddr tree)))))
    ((star) (compile-star (compile (cadr tree))))
    ((group) (compile-group (cadr tree) (compile (car (cddr tree)))))
    (else (error "not a pattern" tree))))

(define (compile-test satisfied?)
  (lambda (text i groups succeed fail)
    (if (and (< i (string-length text)) (satisfied? (string-ref text i)))
        (succeed (+ i 1) groups fail)
        (fail))))

(define (compile-sequence first second)
  (lambda (text i groups succeed fail)
    (first text i groups
           (lambda (j groups fail) (second text j groups succeed fail))
           fail)))

(define (compile-alternation first second)
  (lambda (text i groups succeed fail)
    (first text i groups succeed
           (lambda () (second text i groups succeed fail)))))

;; Greedy; a repetition that consumed nothing ends the loop.
(define (compile-star body)
  (define (match text i groups succeed fail)
    (body text i groups
          (lambda (j inner fail)
            (if (= i j) (fail) (match text j inner succeed fail)))
          (lambda () (succeed i groups fail))))
  match)

(define (compile-group number body)
  (lambda (text i groups succeed fail)
    (body text i groups
          (lambda (j groups fail) (succeed j (cons (list number i j) groups) fail))
          fail)))

;; The leftmost match as (start end (group text) ...) or #f.
(define (search pattern text)
  (let ((matcher (compile (parse-pattern pattern))))
    (let try ((start 0))
      (and (<= start (string-length text))
           (matcher text start '()
                    (lambda (end groups fail) (cons start (cons end (group-texts groups text))))
                    (lambda () (try (+ start 1))))))))

(define (group-texts groups text)
  (let loop ((groups groups) (texts '()))
    (cond ((null? groups) texts)
          ((assv (caar groups) texts) (loop (cdr groups) texts))
          (else
           (let ((g (car groups)))
             (loop (cdr groups)
                   (insert (list (car g) (substring text (cadr g) (list-ref g 2))) texts)))))))

(define (insert entry entries)
  (if (or (null? entries) (< (car entry) (caar entries)))
      (cons entry entries)
      (cons (car entries) (insert entry (cdr entries)))))

;;; Derivatives (Brzozowski, 1964): whole-string matching without backtracking.

(define (nullable? tree)
  (case (car tree)
    ((empty star) #t)
    ((never char any set) #f)
    ((seq) (and (nullable? (cadr tree)) (nullable? (car (cddr tree)))))
    ((alt) (or (nullable? (cadr tree)) (nullable? (car (cddr tree)))))
    ((group) (nullable? (car (cddr tree))))
    (else (error "no derivative" tree))))

(define (sequence a b)
  (cond ((equal? a '(never)) a)
        ((equal? a '(empty)) b)
        (else (list 'seq a b))))
(define (alternation a b)
  (cond ((equal? a '(never)) b)
        ((equal? b '(never)) a)
        ((equal? a b) a)
        (else (list 'alt a b))))

(define (derivative tree c)
  (case (car tree)
    ((empty never) '(never))
    ((char) (if (char=? c (cadr tree)) '(empty) '(never)))
    ((any) (if (char=? c #\newline) '(never) '(empty)))
    ((set) (if (in-set? c tree) '(empty) '(never)))
    ((seq)
     (let* ((a (cadr tree))
            (b (car (cddr tree)))
            (through (sequence (derivative a c) b)))
       (if (nullable? a) (alternation through (derivative b c)) through)))
    ((alt) (alternation (derivative (cadr tree) c) (derivative (car (cddr tree)) c)))
    ((star) (sequence (derivative (cadr tree) c) tree))
    ((group) (derivative (car (cddr tree)) c))
    (else (error "no derivative" tree))))

(define (matches-by-derivatives? pattern text)
  (let loop ((tree (parse-pattern pattern)) (characters (string->list text)))
    (if (null? characters)
        (nullable? tree)
        (loop (derivative tree (car characters)) (cdr characters)))))

(define (matches? pattern text)
  (and (search (string-append "^(" pattern ")$") text) #t))

;;; Use

(define (show . items)
  (for-each (lambda (item) (write item) (write-char #\space)) items)
  (newline))

(show (search "b+" "aabbbc"))
;; => (2 5) 
(show (search "(\\d+)-(\\d+)" "call 555-1234 now"))
;; => (5 13 (1 "555") (2 "1234")) 
(show (search "^[A-Z][a-z]*$" "Tiercel") (search "^[A-Z][a-z]*$" "tiercel"))
;; => (0 7) #f 
(show (search "(a|ab)(c|bcd)(d*)" "abcd"))
;; => (0 4 (1 "a") (2 "bcd") (3 "")) 
(show (search "x*" "aaa") (search "[^,]+" "one,two"))
;; => (0 0) (0 3) 
(show (search "(\\w+)@(\\w+)\\.com" "mail falcon@nest.com today"))
;; => (5 20 (1 "falcon") (2 "nest")) 

(define (agree pattern texts)
  (for-each
   (lambda (text)
     (let ((a (matches? pattern text)) (b (matches-by-derivatives? pattern text)))
       (unless (eq? a b) (show 'disagreement pattern text a b))
       (write-char (if a #\1 #\0))))
   texts)
  (newline))

(agree "(a|b)*abb" '("abb" "aabb" "babb" "ab" "abba" ""))
;; => 111000
(agree "a?a?a?aaa" '("a" "aa" "aaa" "aaaa" "aaaaaa" "aaaaaaa"))
;; => 001110
(agree "(0|1(01*0)*1)*" '("0" "11" "110" "1001" "10" "1111" "101"))
;; => 1111010

;; Multiples of three in binary, counted by the automaton above.
(define (binary n) (number->string n 2))
(show (let loop ((n 0) (count 0))
        (if (= n 64)
            count
            (loop (+ n 1) (if (matches-by-derivatives? "(0|1(01*0)*1)*" (binary n)) (+ count 1) count)))))
;; => 22 
(show (guard (e ((error-object? e) (error-object-message e))) (search "a**b(" "x")))
;; => "missing )" 
(show (guard (e ((error-object? e) (error-object-message e))) (search "+a" "x")))
;; => "nothing to repeat" 
