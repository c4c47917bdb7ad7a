;;; A JSON reader and writer (RFC 8259).  Objects are association lists with string keys, arrays are vectors, null is
;;; the symbol null.  Reading goes through a port, one character at a time, and reports where it stopped.
(import (scheme base) (scheme char) (scheme write))

;;; Reading

(define-record-type json-error
  (make-json-error message position)
  json-error?
  (message json-error-message)
  (position json-error-position))

(define-record-type source
  (make-source port position)
  source?
  (port source-port)
  (position source-position set-source-position!))

(define (fail source message)
  (raise (make-json-error message (source-position source))))

(define (peek source) (peek-char (source-port source)))

(define (next! source)
  (set-source-position! source (+ 1 (source-position source)))
  (read-char (source-port source)))

(define (skip-space! source)
  (let ((c (peek source)))
    (when (and (char? c) (memv c '(#\space #\tab #\newline #\return)))
      (next! source)
      (skip-space! source))))

(define (expect! source wanted)
  (skip-space! source)
  (let ((c (peek source)))
    (unless (eqv? c wanted)
      (fail source (string-append "expected " (string wanted))))
    (next! source)))

(define (read-json source)
  (skip-space! source)
  (let ((c (peek source)))
    (cond ((eof-object? c) (fail source "unexpected end"))
          ((char=? c #\{) (next! source) (read-members source))
          ((char=? c #\[) (next! source) (read-elements source))
          ((char=? c #\") (next! source) (read-text source))
          ((or (char=? c #\-) (char-numeric? c)) (read-number source))
          ((char-alphabetic? c) (read-word source))
          (else (fail source "unexpected character")))))

;; After { : members up to the closing brace.
(define (read-members source)
  (skip-space! source)
  (if (eqv? (peek source) #\})
      (begin (next! source) '())
      (let loop ((members '()))
        (expect! source #\")
        (let ((key (read-text source)))
          (expect! source #\:)
          (let ((members (cons (cons key (read-json source)) members)))
            (skip-space! source)
            (cond ((eqv? (peek source) #\,) (next! source) (loop members))
                  (else (expect! source #\}) (reverse members))))))))

(define (read-elements source)
  (skip-space! source)
  (if (eqv? (peek source) #\])
      (begin (next! source) #())
      (let loop ((elements '()))
        (let ((elements (cons (read-json source) elements)))
          (skip-space! source)
          (cond ((eqv? (peek source) #\,) (next! source) (loop elements))
                (else (expect! source #\]) (list->vector (reverse elements))))))))

(define escapes
  '((#\" . #\") (#\\ . #\\) (#\/ . #\/) (#\b . #\x8) (#\f . #\xC) (#\n . #\newline) (#\r . #\return) (#\t . #\tab)))

;; After the opening quotation mark.
(define (read-text source)
  (let ((out (open-output-string)))
    (let loop ()
      (let ((c (next! source)))
        (cond ((eof-object? c) (fail source "unterminated string"))
              ((char=? c #\") (get-output-string out))
              ((char=? c #\\) (write-char (read-escape source) out) (loop))
              ((char<? c #\space) (fail source "control character in string"))
              (else (write-char c out) (loop)))))))

(define (read-escape source)
  (let ((c (next! source)))
    (cond ((eof-object? c) (fail source "unterminated string"))
          ((char=? c #\u) (read-unicode-escape source))
          ((assv c escapes) => cdr)
          (else (fail source "unknown escape")))))

(define (read-hex source)
  (let loop ((digits 0) (value 0))
    (if (= digits 4)
        value
        (let* ((c (next! source))
               (digit (and (char? c) (string->number (string c) 16))))
          (unless digit (fail source "expected a hexadecimal digit"))
          (loop (+ digits 1) (+ (* 16 value) digit))))))

;; Characters beyond the basic plane are written as two surrogates.
(define (read-unicode-escape source)
  (let ((high (read-hex source)))
    (if (<= #xD800 high #xDBFF)
        (begin
          (unless (and (eqv? (next! source) #\\) (eqv? (next! source) #\u))
            (fail source "expected the second surrogate"))
          (let ((low (read-hex source)))
            (unless (<= #xDC00 low #xDFFF) (fail source "expected the second surrogate"))
            (integer->char (+ #x10000 (* 1024 (- high #xD800)) (- low #xDC00)))))
        (integer->char high))))

(define (number-character? c)
  (and (char? c) (or (char-numeric? c) (memv c '(#\- #\+ #\. #\e #\E)))))

(define (read-run source wanted?)
  (let ((out (open-output-string)))
    (let loop ()
      (when (wanted? (peek source))
        (write-char (next! source) out)
        (loop)))
    (get-output-string out)))

(define (read-number source)
  (let ((number (string->number (read-run source number-character?))))
    (or number (fail source "malformed number"))))

(define (read-word source)
  (let ((word (read-run source (lambda (c) (and (char? c) (char-alphabetic? c))))))
    (cond ((string=? word "true") #t)
          ((string=? word "false") #f)
          ((string=? word "null") 'null)
          (else (fail source (string-append "unknown word " word))))))

;; The one value in `text`; anything but white space after it is an error.
(define (string->json text)
  (let* ((source (make-source (open-input-string text) 0))
         (value (read-json source)))
    (skip-space! source)
    (unless (eof-object? (peek source)) (fail source "more after the value"))
    value))

;;; Writing

(define (write-json value out)
  (cond ((eq? value #t) (write-string "true" out))
        ((eq? value #f) (write-string "false" out))
        ((eq? value 'null) (write-string "null" out))
        ((number? value) (write (if (exact-integer? value) value (inexact value)) out))
        ((string? value) (write-text value out))
        ((vector? value)
         (write-sequence "[" "]" (vector->list value) (lambda (item) (write-json item out)) out))
        ((list? value)
         (write-sequence "{" "}" value
                         (lambda (member)
                           (write-text (car member) out)
                           (write-string ":" out)
                           (write-json (cdr member) out))
                         out))
        (else (error "not representable in JSON" value))))

(define (write-sequence open close items write-item out)
  (write-string open out)
  (let loop ((items items) (first #t))
    (unless (null? items)
      (unless first (write-string "," out))
      (write-item (car items))
      (loop (cdr items) #f)))
  (write-string close out))

(define (write-text text out)
  (write-char #\" out)
  (string-for-each
   (lambda (c)
     (cond ((memv c '(#\" #\\)) (write-char #\\ out) (write-char c out))
           ((char=? c #\newline) (write-string "\\n" out))
           ((char=? c #\tab) (write-string "\\t" out))
           ((char<? c #\space)
            (let ((hex (number->string (char->integer c) 16)))
              (write-string "\\u" out)
              (write-string (make-string (- 4 (string-length hex)) #\0) out)
              (write-string hex out)))
           (else (write-char c out))))
   text)
  (write-char #\" out))

(define (json->string value)
  (let ((out (open-output-string)))
    (write-json value out)
    (get-output-string out)))

;; The value at a path of keys and indices, or #f.
(define (json-ref value . path)
  (cond ((null? path) value)
        ((and (vector? value) (integer? (car path)) (< -1 (car path) (vector-length value)))
         (apply json-ref (vector-ref value (car path)) (cdr path)))
        ((and (list? value) (string? (car path)) (assoc (car path) value))
         => (lambda (member) (apply json-ref (cdr member) (cdr path))))
        (else #f)))

;;; Use

(define document
  (string-append
   "{\"name\": \"tiercel\", \"tags\": [\"bird\", \"lisp\"], \"wings\": 2, \"mass\": 0.65,\n"
   " \"nested\": {\"empty\": {}, \"none\": null, \"list\": [1, -2, 3e2, [true, false]]},\n"
   " \"text\": \"tab\\there, \\u00e9t\\u00e9, \\ud83e\\udd85\"}"))

(define value (string->json document))
(write (json-ref value "tags" 1))
(newline)
;; => "lisp"
(write (json-ref value "nested" "list"))
(newline)
;; => #(1 -2 300.0 #(#t #f))
(write (json-ref value "text"))
(newline)
;; => "tab\there, été, 🦅"
(write-string (json->string value))
(newline)
;; => {"name":"tiercel","tags":["bird","lisp"],"wings":2,"mass":0.65,"nested":{"empty":{},"none":null,"list":[1,-2,300.0,[true,false]]},"text":"tab\there, été, 🦅"}
(write (equal? value (string->json (json->string value))))
(newline)
;; => #t

(for-each
 (lambda (text)
   (guard (e ((json-error? e)
              (write-string (json-error-message e))
              (write-string " at ")
              (write (json-error-position e))
              (newline)))
     (write (string->json text))
     (newline)))
 '("[1, 2" "{\"a\" 1}" "[tru]" "\"ab" "1 2" "\"\\q\"" "-" "[]" "   7  "))
;; => expected ] at 5
;; => expected : at 5
;; => unknown word tru at 4
;; => unterminated string at 4
;; => more after the value at 2
;; => unknown escape at 3
;; => malformed number at 1
;; => #()
;; => 7

;; A larger document, made and read back.
(define (make-tree depth)
  (if (= depth 0)
      (list (cons "leaf" (vector 1 2.5 "three" #t 'null)))
      (list (cons "left" (make-tree (- depth 1))) (cons "right" (make-tree (- depth 1))))))
(define big (json->string (make-tree 10)))
(write (string-length big))
(newline)
(write (string=? big (json->string (string->json big))))
(newline)
;; => 53230
;; => #t
