;; command: -e '(string-append "a" "b")'
;; => "ab"
