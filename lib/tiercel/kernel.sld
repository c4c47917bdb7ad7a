;;; (tiercel kernel): the procedures that core forms expand to, and every standard procedure that calls procedures.
;;;
;;; They are Scheme because no C++ frame may lie between two Scheme frames: a continuation captured inside `map` must
;;; be re-entrant.  call/cc, values, call-with-values and apply are primitives with the effect `control`.  The dynamic
;;; state is three lists in the context (winders, handlers, parameters); the primitives %winders, %set-winders!, ... read
;;; and write them, a continuation keeps all three.
(define-library (tiercel kernel)
  (import (tiercel core) (tiercel primitives))
  (export
    ;; control
    dynamic-wind with-exception-handler raise raise-continuable error
    make-parameter force exit with-interrupt-handler
    ;; sequences
    map for-each vector-map vector-for-each string-map string-for-each member assoc
    ;; ports
    current-input-port current-output-port current-error-port
    call-with-port call-with-input-file call-with-output-file with-input-from-file with-output-to-file
    call-with-output-string
    ;; what the expander refers to
    %guard %parameterize %make-promise-lazy %run-deferred %each er-macro-transformer)
  (never-returns raise error)
  (include "kernel/control.scm" "kernel/conditions.scm" "kernel/parameters.scm" "kernel/sequences.scm"
           "kernel/ports.scm" "kernel/each.scm" "kernel/transformers.scm"))
