(match '(1 2) ((a a) 1))
;; error T2007
;; error-text: tests/errors/match_pattern.scm:1:19
;; error-text: 'a' is bound twice in the same pattern
