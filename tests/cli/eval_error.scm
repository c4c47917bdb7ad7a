;; command: -e '(car 5)'
;; error T3001
