;; requires: !native
;; command: --version
;; The sanitized builds name themselves.
;; skip: asan
;; skip: tsan
;; => tiercel 0.1.0 (release)
;; => features: interpreter
