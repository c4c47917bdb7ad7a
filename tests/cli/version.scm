;; command: --version
;; => tiercel 0.1.0
