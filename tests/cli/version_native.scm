;; proves: C1
;; requires: native
;; command: --version
;; The sanitized builds name themselves.
;; skip: asan asan-gc-stress
;; skip: tsan
;; => tiercel 0.1.0 (release)
;; => features: interpreter native
