;;; Pseudo-random numbers.  The state of a generator is a bytevector of 32 bytes; (srfi 27) wraps it.

(define-primitive %random-integer (lib (tiercel primitives)) (sig ((state bytevector) (bound any)) exact-integer) (effects reads writes allocates raises) (c prim_random_integer)
  (doc "The next integer of the generator @state, from 0 up to but not including @bound, each as likely as the others.")
  (example (%random-integer (make-bytevector 32 1) 1) 0) (error (%random-integer (make-bytevector 32 1) 0) T3001) (error (%random-integer (bytevector 1) 5) T3005))
(define-primitive %random-real (lib (tiercel primitives)) (sig ((state bytevector)) real) (effects reads writes allocates raises) (c prim_random_real)
  (doc "The next float of the generator @state, greater than 0 and less than 1.") (example (< 0 (%random-real (make-bytevector 32 1)) 1) #t) (error (%random-real (bytevector 1)) T3005))
(define-primitive %random-seed! (lib (tiercel primitives)) (sig ((state bytevector) (i exact-integer) (j exact-integer)) any) (effects writes raises) (c prim_random_seed)
  (doc "Gives the generator @state the first state of the stream that @i and @j name.") (example (let ((s (make-bytevector 32))) (%random-seed! s 1 2) (< (%random-integer s 10) 10)) #t) (error (%random-seed! (bytevector 1) 1 2) T3005))
(define-primitive %random-entropy! (lib (tiercel primitives)) (sig ((state bytevector)) any) (effects writes raises) (c prim_random_entropy)
  (doc "Gives the generator @state bits that the system gathered.") (example (let ((s (make-bytevector 32))) (%random-entropy! s) (equal? s (make-bytevector 32))) #f) (error (%random-entropy! (bytevector 1)) T3005))
