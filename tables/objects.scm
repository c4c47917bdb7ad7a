;;; Heap object kinds.  Each row gives the layout after the header word; the generator writes C++ structs, kind numbers,
;;; size and trace functions, and offsets for native code.
;;;
;;; Header word: bits 0-7 kind, bits 8-15 flags, bits 16-63 length (elements of the tail, or as the row says).
;;;   (define-object NAME (tag object|procedure|pair) (field NAME value|raw TYPE) ... (tail value|byte|word|none))
;;;   `value` fields are traced Values; `raw TYPE` fields are plain C++ of 8 bytes.
;;;   (flags NAME ...) name header flags from bit 8 up.
;;;   (mutable yes|no): may a program change it after it is made?  The boot image holds only `no` kinds and literals.
;;; Kind numbers 0-8 are fixed by requirement C2 for the C interface (kind_of), not here.

(define-object pair        (tag pair) (field car value) (field cdr value) (tail none) (mutable yes)
  (doc "Two words without a header, in blocks of their own."))
(define-object flonum      (tag object) (field number raw double) (tail none) (mutable no)
  (doc "A float whose magnitude does not fit the self-tagged word."))
(define-object bignum      (tag object) (flags negative) (tail word) (mutable no)
  (doc "Magnitude in 64-bit limbs, least significant first; normalised; never in fixnum range."))
(define-object ratnum      (tag object) (field numerator value) (field denominator value) (tail none) (mutable no)
  (doc "Exact ratio in lowest terms, denominator > 1.  Arithmetic arrives with the numeric tower."))
(define-object compnum     (tag object) (field real value) (field imaginary value) (tail none) (mutable no)
  (doc "Rectangular complex number.  Arithmetic arrives with the numeric tower."))
(define-object string      (tag object) (flags wide immutable) (field data value) (tail none) (mutable yes)
  (doc "Length in the header counts characters; `data` is a bytevector of 1-byte (Latin-1) or, if wide, 4-byte units."))
(define-object symbol      (tag object) (flags uninterned) (field name value) (field hash raw uint64_t) (tail none) (mutable no)
  (doc "Interned per isolate unless flagged.  `name` is an immutable string."))
(define-object vector      (tag object) (flags immutable) (tail value) (mutable yes))
(define-object bytevector  (tag object) (flags immutable) (tail byte) (mutable yes))
(define-object box         (tag object) (field content value) (tail none) (mutable yes)
  (doc "An assigned variable that is captured."))
(define-object cell        (tag object) (flags constant) (field content value) (field name value) (tail none) (mutable yes)
  (doc "A global variable of user code.  Image libraries use the isolate's cell table instead."))
(define-object procedure   (tag procedure) (field entry raw Code) (field function value) (tail value) (mutable no)
  (doc "A closure: entry, its Function, captured values in fixed order.  Primitives have a Function too."))
(define-object function    (tag object)
  (field entry raw Code)               ; what new closures copy; promotion stores here (release)
  (field code raw Instruction*)        ; threaded instructions inside `code_block`; null for primitives
  (field code_block value)             ; CodeBlock that owns the instructions, does not move
  (field constants value)              ; vector
  (field name value)                   ; symbol or #f
  (field unit value)                   ; code-unit: spans, file names, documentation
  (field native_entry raw Code)        ; null in tier 1
  (field trigger raw uint64_t)         ; number of calls at which the entry asks for native code
  (field loop_trigger raw uint64_t)    ; the same for loops
  (field calls raw uint64_t)           ; promotion counter: calls
  (field loops raw uint64_t)           ; promotion counter: loop back-edges
  (field arity raw int64_t)            ; required count << 1 | has_rest; -1: case-lambda, see `clauses`
  (field frame_size raw int64_t)       ; registers
  (field clauses value)                ; #f, or vector of fixnum triples (required, rest?, first instruction)
  (field captures raw int64_t)         ; number of captured values
  (field primitive raw int64_t)        ; primitive number, or -1
  (field tier raw int64_t)             ; 1 interpreter, 2 native
  (field index raw int64_t)            ; position of this function in its unit
  (tail none) (mutable yes)
  (doc "One per lambda: the function slot.  Never moves."))
(define-object code_block  (tag object) (tail byte) (mutable no)
  (doc "Instructions of one unit, threaded.  Never moves."))
(define-object code_unit   (tag object) (field functions value) (field name value) (field source value) (field spans value)
  (field documentation value) (field capture_names value) (tail none) (mutable no)
  (doc "What one compilation made: functions (vector), file name (string), source text or #f, spans (bytevector, bytecode/span_table.h); by function number, vectors or #f: documentation (string or #f), names of captures (vector of symbols or #f)."))
(define-object record_type (tag object) (field name value) (field parent value) (field fields value) (field uid value) (tail none) (mutable no)
  (doc "`fields` is a vector of (name . mutable?) pairs, inherited ones first."))
(define-object record      (tag object) (field type value) (tail value) (mutable yes))
(define-object condition   (tag object) (field code value) (field kind value) (field message value) (field irritants value)
  (field location value) (field backtrace value) (field payload value) (tail none) (mutable no)
  (doc "An error object.  code: fixnum row of tables/errors.scm or #f; kind: symbol; location: list of file id, first and last byte offset, or #f; backtrace: vector of function, instruction index, function, ... from the innermost frame, or #f."))
(define-object promise     (tag object) (field state value) (tail none) (mutable yes)
  (doc "`state` is a shared box of (done? . value-or-thunk), so chains of delay-force run in constant space."))
(define-object hash_table  (tag object) (flags weak_keys weak_values address_hashed) (field kind value) (field equality value) (field hash value)
  (field index value) (field entries value) (field count raw int64_t) (field used raw int64_t) (field first raw int64_t) (field epoch raw uint64_t) (tail none) (mutable yes)
  (doc "Insertion-ordered open addressing: `entries` key/value vector, `index` bytevector of int32.  kind: fixnum 0 eq 1 eqv 2 equal 3 string 4 custom.  equality, hash: what the program gave, or #f.  All positions before `first` hold removed entries."))
(define-object port        (tag object) (field name value) (field buffer value) (field descriptor raw int64_t) (field position raw int64_t)
  (field limit raw int64_t) (field flags raw uint64_t) (tail none) (mutable yes)
  (doc "`buffer` is a bytevector.  Input: bytes [position, limit) wait to be read.  Output: bytes [0, limit) wait to be written.  descriptor: file descriptor, or -1 for strings and bytevectors.  name: path, or #f."))
(define-object environment (tag object) (field handle raw uint64_t) (field isolate raw void*) (tail none) (mutable yes)
  (doc "Names an engine-side environment."))
(define-object parameter_state (tag object) (field index raw int64_t) (field converter value) (tail none) (mutable no)
  (doc "What a parameter procedure captures; its value is in the isolate's parameter table or the dynamic bindings."))
(define-object weak_pair   (tag object) (field key value) (field content value) (tail none) (mutable yes)
  (doc "`key` is weak: the collector stores the broken-weak marker when it dies.  `content` is strong."))
(define-object ephemeron   (tag object) (field key value) (field content value) (tail none) (mutable yes)
  (doc "`content` is kept only while `key` is reachable otherwise; both are broken together."))
(define-object guardian    (tag object) (field watched value) (field ready value) (tail none) (mutable yes)
  (doc "The collector moves objects that died from `watched` (list) to `ready` (list)."))
(define-object continuation (tag procedure) (field entry raw Code) (field function value)
  (field next value) (field low raw uintptr_t) (field high raw uintptr_t) (field copy value) (field older value) (field flags raw uint64_t)
  (field winders value) (field handlers value) (field parameters value) (tail none) (mutable yes)
  (doc "What call/cc makes: a procedure whose entry is the throw, and the slice that begins at the capture, with the fields of one. The number of its door is in `flags`."))
(define-object slice       (tag object) (field return_address raw uintptr_t) (field frame raw uintptr_t)
  (field next value) (field low raw uintptr_t) (field high raw uintptr_t) (field copy value) (field older value) (field flags raw uint64_t)
  (tail none) (mutable yes)
  (doc "A range of stack [low, high) of captured continuations, entered by returning to `return_address` with frame pointer `frame`. `next` is the slice or continuation above, `copy` a stack_copy or #f (not saved yet); `older` links those whose bytes are still in place."))
(define-object stack_copy  (tag object) (tail byte) (mutable no)
  (doc "Bytes of a slice; scanned conservatively: what they point at is pinned."))
(define-object opaque      (tag object) (field handle raw uint64_t) (field kind value) (field keep value) (tail none) (mutable no)
  (doc "A front-end object (syntax object, say) seen from Scheme."))
(define-object foreign     (tag object) (field type value) (field pointer raw void*) (field release raw void*) (tail none) (mutable no)
  (doc "A pointer of an embedding program.  type: a symbol; release: null, or a void (*)(void*) for the pointer.  Never moves."))
(for-each-tag (s8 u16 s16 u32 s32 u64 s64 f32 f64)
  (define-object TAGvector (tag object) (flags immutable) (tail TAG) (mutable yes)
    (doc "Number vector of SRFI 4; together in this order, see object/number_vector.h.")))
