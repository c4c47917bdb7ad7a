;;; Control characters and overlong lines of data and program do not reach the terminal as they are.
;; error T3010
(import (scheme base) (scheme write))
(define (complain what) (error (string-append "bad input \x1b;[31m" what "\x7;") (make-string 500 #\x202E) (list what 'é '漢字)))
(define	tabs	(list	'a	"漢字 and a long line that goes on and on, so that it must be cut somewhere before its end"	(complain "a\nb")	"and then there is more of it that nobody needs to see at all"))
