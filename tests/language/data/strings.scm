;;; Strings, characters, symbols.
(import (scheme base) (scheme char) (scheme write))
(define (show x) (write x) (newline))
(show (list (string #\a #\b) (string-length "hello") (string-ref "hello" 1) (substring "hello" 1 3) (string-append "a" "" "bc") (string-append)))
;; => ("ab" 5 #\e "el" "abc" "")
(show (list (make-string 3 #\x) (string-copy "hello" 2) (string->list "abc" 1) (list->string '(#\x #\y)) (string->symbol "a b") (symbol->string 'abc)))
;; => ("xxx" "llo" (#\b #\c) "xy" |a b| "abc")
(define s (make-string 3 #\-))
(string-set! s 1 #\λ)
(show s)                                                   ;; => "-λ-"
(string-set! s 2 #\x1F600)
(show (list s (string-length s) (char->integer (string-ref s 2))))   ;; => ("-λ😀" 3 128512)
(string-fill! s #\z 1)
(show s)                                                   ;; => "-zz"
(define t (string-copy "abcde"))
(string-copy! t 1 "XYZ" 0 2)
(show t)                                                   ;; => "aXYde"
(string-copy! t 1 t 0 4)
(show t)                                                   ;; => "aaXYd"
(show (list (string=? "a" "a" "a") (string<? "a" "b" "c") (string<? "a" "a") (string>? "b" "a") (string<=? "a" "a") (string-ci=? "AbC" "aBc")))
;; => (#t #t #f #t #t #t)
(show (list (string-upcase "straße λ") (string-downcase "ÀΛ") (string-foldcase "ΑΣ")))   ;; => ("STRASSE Λ" "àλ" "ασ")
(show (list (string->number "12") (string->number "ff" 16) (string->number "abc") (number->string 255 16) (string->number "1e3") (string->number "-1.5")))
;; => (12 255 #f "ff" 1000.0 -1.5)
(show (list (char-upcase #\a) (char-downcase #\Λ) (char-alphabetic? #\λ) (char-numeric? #\5) (char-whitespace? #\space) (digit-value #\7) (digit-value #\a)))
;; => (#\A #\λ #t #t #t 7 #f)
(show (list (char->integer #\A) (integer->char 955) (char<? #\a #\b #\c) (char-ci=? #\a #\A)))   ;; => (65 #\λ #t #t)
(show '(#\space #\newline #\tab #\nul #\delete #\escape #\alarm #\backspace #\return #\( #\x))
;; => (#\space #\newline #\tab #\null #\delete #\escape #\alarm #\backspace #\return #\( #\x)
(show "tab\tnewline\nquote\"backslash\\bell\a")            ;; => "tab\tnewline\nquote\"backslash\\bell\a"
(show "line one \
       continued")                                         ;; => "line one continued"
(show "\x41;\x3bb;")                                       ;; => "Aλ"
(display "plain \"text\" λ")                               ;; => plain "text" λ
(newline)
(show (list 'FooBar '|hello world| '|| (string->symbol "A") 'a.b '... '+ '-> '|1| '|a\x41;|))   ;; => (FooBar |hello world| || A a.b ... + -> |1| aA)
(show (list (symbol=? 'a 'a 'a) (symbol? 'a) (symbol? "a") (eq? (string->symbol "x") 'x)))   ;; => (#t #t #f #t)
(show (list (string-map char-upcase "abc") (string-map (lambda (a b) (if (char<? a b) a b)) "adc" "bbbzz")))   ;; => ("ABC" "abb")
(define seen '())
(string-for-each (lambda (c d) (set! seen (cons (list c d) seen))) "abc" "xy")
(show seen)                                                ;; => ((#\b #\y) (#\a #\x))
(show (list (string? "a") (char? #\a) (string->vector "ab") (string->list "")))   ;; => (#t #t #(#\a #\b) ())
(show (let loop ((i 0) (s "")) (if (= i 1000) (string-length s) (loop (+ i 1) (string-append s "λ")))))   ;; => 1000
(show (list (guard (e (#t 'caught)) (string-ref "abc" 3)) (guard (e (#t 'caught)) (substring "abc" 2 1)) (guard (e (#t 'caught)) (string-append "a" 'b)) (guard (e (#t 'caught)) (integer->char #xD800))))
;; => (caught caught caught caught)
(show (equal? "abc" (string #\a #\b #\c)))                 ;; => #t
(show (string<? "abc" "abcd"))                             ;; => #t
(show (list (boolean=? #t #t) (boolean? #f) (boolean? 0)))   ;; => (#t #t #f)
