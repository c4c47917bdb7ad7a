;;; Every import modifier, hidden names, one instance per library, macros from libraries.
;; options: -I tests/language/libraries/support
(import (scheme base) (scheme write)
        (prefix (only (shapes square) area side define-square) sq:)
        (rename (shapes square) (bump! step!) (area square-area))
        (except (shapes all) area))
(define (show x) (write x) (newline))
(show (list (sq:area 5) (square-area 6) (sq:side 2) (side 3)))   ;; => (25 36 (side 2) (side 3))
(sq:define-square nine 3)
(show nine)                                                ;; => 9
(step!)
(step!)
(show (counter))                                           ;; => 2
(show (list (included 1) which))                           ;; => ((included 1) first)
(define helper 'mine)
(define-square sixteen 4)
(show (list helper sixteen))                               ;; => (mine 16)
(cond-expand (r7rs (show 'r7rs)) (else (show 'other)))     ;; => r7rs
(cond-expand ((or no-such-feature full-unicode) (show 'unicode)) (else (show 'none)))   ;; => unicode
(cond-expand ((library (shapes nothing)) (show 'there)) (else (show 'absent)))   ;; => absent
(show (and (memq 'r7rs (features)) #t))                    ;; => #t
