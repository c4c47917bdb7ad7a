;;; The primitives that open, make and remove files, whose rows have no examples: in procedures that are native.
;; proves: L9
;; requires: native
;; options: --jit-threshold=0
;; skip: interp
(import (scheme base) (scheme file) (scheme write) (scheme process-context) (tiercel prelude) (tiercel introspect))
(define path (string-append "/tmp/tiercel-test-primitives-on-files-" (number->string (exact (floor (* 1000000 (now)))))))
(define procedures '())
(define-syntax define-tested
  (syntax-rules () ((_ name procedure) (define name (let ((p procedure)) (set! procedures (cons p procedures)) p)))))
(define-tested write-text (lambda (text) (let ((port (open-output-file path))) (write-string text port) (close-port port))))
(define-tested append-text (lambda (text) (let ((port (open-append-file path))) (write-string text port) (close-port port))))
(define-tested read-text (lambda () (let* ((port (open-input-file path)) (text (read-line port))) (close-port port) text)))
(define-tested write-bytes (lambda (bytes) (let ((port (open-binary-output-file path))) (write-bytevector bytes port) (close-port port))))
(define-tested read-bytes (lambda () (let* ((port (open-binary-input-file path)) (bytes (read-bytevector 9 port))) (close-port port) bytes)))
(define-tested spit-and-slurp (lambda (text) (spit path text) (slurp path)))
(define-tested remove (lambda () (delete-file path) (file-exists? path)))
(define-tested fails (lambda (open) (guard (e ((file-error? e) 'file-error)) (open path))))
(write-text "one")
(append-text " two")
(println (read-text))                                  ;; => one two
(write-bytes #u8(1 2 255))
(println (read-bytes))                                 ;; => #u8(1 2 255)
(println (spit-and-slurp "λ three"))                   ;; => λ three
(println (remove))                                     ;; => #f
(println (map fails (list open-input-file open-binary-input-file delete-file slurp)))   ;; => (file-error file-error file-error file-error)
(println (map current-tier procedures) (jit/rejections))     ;; => (2 2 2 2 2 2 2 2) ()
