;; command: -e '(if #f #f)'
;; => nil
