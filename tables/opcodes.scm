;;; The bytecode: the waist between the compiler and every back end.
;;;
;;; An instruction is 16 bytes: eight for the handler (the opcode number in the stored form, the handler's address in
;;; the loaded form), then four 16-bit operands a b c d.  32-bit operands occupy c and d.
;;;   (define-opcode NAME (operands (OPERAND TYPE)...) (control next|branch|jump|call|tail|return) (effects ...) (doc ...))
;;; Operand types, in the order of the fields they take:
;;;   dst, reg   register number, 16 bits          u16, s16   small integer        prim16  primitive number
;;;   label      32-bit signed distance in instructions from this instruction     s32, const, global, function: 32 bits
;;;   base       first of a run of consecutive registers
;;; 32-bit operands always take c and d together.
;;; Registers 0.. hold the parameters in order (a rest list last); the frame size is in the function.

;; --- Moving values
(define-opcode move            (operands (dst dst) (src reg)) (doc "dst = src"))
(define-opcode load-const      (operands (dst dst) (k const)) (doc "dst = constants[k]"))
(define-opcode load-fixnum     (operands (dst dst) (n s32)) (doc "dst = the fixnum n"))
(define-opcode load-constant   (operands (dst dst) (bits s32)) (doc "dst = the immediate whose word is bits: booleans, nil, (), characters, unspecified, ..."))
(define-opcode capture-ref     (operands (dst dst) (i u16)) (doc "dst = i-th captured value of this closure"))
(define-opcode load-self       (operands (dst dst)) (doc "dst = this closure"))
(define-opcode make-box        (operands (dst dst) (src reg)) (effects allocates) (doc "dst = a new box holding src"))
(define-opcode box-ref         (operands (dst dst) (box reg) (name const)) (effects reads raises) (doc "dst = content of box; if that is the undefined marker (letrec) an error that names the symbol constants[name]"))
(define-opcode box-set         (operands (box reg) (src reg)) (effects writes))

;; --- Globals
(define-opcode cell-ref        (operands (dst dst) (k const)) (effects reads raises) (doc "dst = content of the Cell constants[k]; error if unbound"))
(define-opcode cell-set        (operands (src reg) (k const)) (effects writes raises) (doc "Assign; error if unbound"))
(define-opcode cell-define     (operands (src reg) (k const)) (effects writes))
(define-opcode global-ref      (operands (dst dst) (g global)) (effects reads raises) (doc "dst = ctx->cells[g]; error if unbound"))
(define-opcode global-set      (operands (src reg) (g global)) (effects writes raises))
(define-opcode global-define   (operands (src reg) (g global)) (effects writes))

;; --- Control inside a function
(define-opcode jump            (operands (to label)) (control jump))
(define-opcode jump-if-false   (operands (test reg) (to label)) (control branch) (doc "#f and nil are false"))
(define-opcode jump-if-true    (operands (test reg) (to label)) (control branch))
(define-opcode jump-unless-null (operands (test reg) (to label)) (control branch))
(define-opcode jump-unless-pair (operands (test reg) (to label)) (control branch))
(define-opcode jump-unless-eq  (operands (x reg) (y reg) (to label)) (control branch))
(define-opcode jump-unless-=   (operands (x reg) (y reg) (to label)) (control branch) (effects raises))
(define-opcode jump-unless-<   (operands (x reg) (y reg) (to label)) (control branch) (effects raises))
(define-opcode jump-unless->   (operands (x reg) (y reg) (to label)) (control branch) (effects raises))
(define-opcode jump-unless-<=  (operands (x reg) (y reg) (to label)) (control branch) (effects raises))
(define-opcode jump-unless->=  (operands (x reg) (y reg) (to label)) (control branch) (effects raises))
(define-opcode jump-unless-=i  (operands (x reg) (n s16) (to label)) (control branch) (effects raises) (doc "The right operand is the fixnum n"))
(define-opcode jump-unless-<i  (operands (x reg) (n s16) (to label)) (control branch) (effects raises))
(define-opcode jump-unless->i  (operands (x reg) (n s16) (to label)) (control branch) (effects raises))
(define-opcode jump-unless-<=i (operands (x reg) (n s16) (to label)) (control branch) (effects raises))
(define-opcode jump-unless->=i (operands (x reg) (n s16) (to label)) (control branch) (effects raises))
(define-opcode loop-head       (operands) (effects polls) (doc "First instruction of a loop: counts the iteration, polls"))
(define-opcode fuel            (operands (n s32)) (effects polls) (doc "ctx->fuel -= n; below zero the limited evaluation ends.  Placed before inlining."))

;; --- Calls.  The callee is in `base`, its arguments in the registers after it.
(define-opcode call            (operands (dst dst) (base base) (argc u16)) (control call) (effects calls))
(define-opcode tail-call       (operands (base base) (argc u16)) (control tail) (effects calls))
(define-opcode call-known      (operands (dst dst) (base base) (argc u16)) (control call) (effects calls) (doc "As call; base holds a closure that accepts argc"))
(define-opcode tail-call-known (operands (base base) (argc u16)) (control tail) (effects calls))
(define-opcode return          (operands (src reg)) (control return))
(define-opcode return-values   (operands (base base) (count u16)) (control return) (doc "count is not 1"))
(define-opcode bind-values     (operands (src reg) (base base) (count u16) (rest u16)) (effects raises)
  (doc "src is the result of the call just before: spread one or many values over base..base+count-1, the others as a list into base+count if rest is 1; error on another number"))
(define-opcode make-closure    (operands (dst dst) (base base) (f function)) (effects allocates) (doc "Captures are in base.."))
(define-opcode closure-patch   (operands (closure reg) (i u16) (src reg)) (effects writes) (doc "Set a capture of a closure made by this fix: mutual recursion"))

;; --- Primitives without an opcode of their own: direct C++ calls, arity settled by the compiler
(define-opcode prim-0          (operands (dst dst) (id prim16)) (effects prim))
(define-opcode prim-1          (operands (dst dst) (x reg) (id prim16)) (effects prim))
(define-opcode prim-2          (operands (dst dst) (x reg) (y reg) (id prim16)) (effects prim))
(define-opcode prim-3          (operands (dst dst) (base base) (id prim16)) (effects prim) (doc "Arguments in base, base+1, base+2"))
(define-opcode prim-n          (operands (dst dst) (base base) (argc u16) (id prim16)) (effects prim))

;; --- Primitives with an opcode: the bodies are in prims/fast.h
(define-opcode add             (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive +))
(define-opcode subtract        (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive -))
(define-opcode multiply        (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive *))
(define-opcode add-i           (operands (dst dst) (x reg) (n s16) (form u16)) (effects raises)
  (doc "dst = x + n.  `form` is for the message of an error only: 0 stands for (+ x n), 1 for (+ n x), 2 for (- x -n)"))
(define-opcode num-=           (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive =))
(define-opcode num-<           (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive <))
(define-opcode num->           (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive >))
(define-opcode num-<=          (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive <=))
(define-opcode num->=          (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive >=))
(define-opcode quotient        (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive quotient))
(define-opcode remainder       (operands (dst dst) (x reg) (y reg)) (effects raises) (primitive remainder))
(define-opcode cons            (operands (dst dst) (x reg) (y reg)) (effects allocates) (primitive cons))
(define-opcode car             (operands (dst dst) (x reg)) (effects reads raises) (primitive car))
(define-opcode cdr             (operands (dst dst) (x reg)) (effects reads raises) (primitive cdr))
(define-opcode cadr            (operands (dst dst) (x reg)) (effects reads raises) (primitive cadr))
(define-opcode cddr            (operands (dst dst) (x reg)) (effects reads raises) (primitive cddr))
(define-opcode set-car         (operands (x reg) (y reg)) (effects writes raises) (primitive set-car!))
(define-opcode set-cdr         (operands (x reg) (y reg)) (effects writes raises) (primitive set-cdr!))
(define-opcode is-eq           (operands (dst dst) (x reg) (y reg)) (primitive eq?))
(define-opcode is-eqv          (operands (dst dst) (x reg) (y reg)) (primitive eqv?))
(define-opcode is-pair         (operands (dst dst) (x reg)) (primitive pair?))
(define-opcode is-null         (operands (dst dst) (x reg)) (primitive null?))
(define-opcode not             (operands (dst dst) (x reg)) (primitive not))
(define-opcode vector-ref      (operands (dst dst) (v reg) (i reg)) (effects reads raises) (primitive vector-ref))
(define-opcode vector-set      (operands (v reg) (i reg) (x reg)) (effects writes raises) (primitive vector-set!))
(define-opcode vector-length   (operands (dst dst) (v reg)) (effects reads raises) (primitive vector-length))
(define-opcode string-ref      (operands (dst dst) (s reg) (i reg)) (effects reads raises) (primitive string-ref))
(define-opcode string-length   (operands (dst dst) (s reg)) (effects reads raises) (primitive string-length))
(define-opcode bytevector-u8-ref (operands (dst dst) (v reg) (i reg)) (effects reads raises) (primitive bytevector-u8-ref))
(define-opcode record-ref      (operands (dst dst) (r reg) (type reg) (i u16)) (effects reads raises) (doc "Field i of r, which must be a record of `type` or a descendant"))
(define-opcode record-set      (operands (r reg) (type reg) (i u16) (x reg)) (effects writes raises))
(define-opcode is-record       (operands (dst dst) (r reg) (type reg)) (effects reads))
