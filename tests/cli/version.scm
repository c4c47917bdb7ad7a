;; command: --version
;; => tiercel 0.1.0 (release)
;; => features: interpreter
