/* What the C code of `tiercel emit prog.scm -o prog.c` is written in: one macro for each instruction of Tiercel's bytecode.
 *
 * This is no public interface: it belongs to one version of Tiercel, and a text emitted by another is refused.  It needs
 * GCC or Clang for x86-64 or aarch64.  Link with libtiercel_rt.a, which has `main` and finds the program by its name.
 *
 * Each procedure of the program is a C function whose registers are local variables.  A value is a machine word, tagged in
 * its low three bits.  The common case of an instruction stands here; everything else is the affair of the runtime, which
 * raises errors itself.  The first argument of a macro that may call the runtime is the number of the instruction: it stands
 * beside the return address in a table, from which messages tell where in the source that is.
 *
 * Three things are asked of the C compiler, and forced where it has a choice:
 *   - Tail calls are jumps.  Clang and GCC from 15 on have an attribute for that.  Older GCCs do so whenever the callee
 *     has the prototype of the caller and no address of a local variable is alive, which is the case at every tail call.
 *   - Every frame has a frame pointer, by which the runtime walks the stack.
 *   - What a variable holds can be found on the stack while something is called.  Strength reduction of loops could keep
 *     a pointer outside the object instead, so it is off in GCC, and cannot see through KEEP in Clang. */
#ifndef TIERCEL_EMIT_H
#define TIERCEL_EMIT_H

#include <stdint.h>

#define TIERCEL_EMIT_VERSION 2

#if !defined(__GNUC__) || !defined(__ELF__) || !(defined(__x86_64__) || defined(__aarch64__))
#error "C code emitted by Tiercel needs GCC or Clang, and Linux on x86-64 or aarch64"
#endif

/* A program is one unit, or, if it can reach `eval`, several: each has tables in the context, by its number, and sections of its
 * own.  Texts with several units define both words anew before each. */
#define TC_UNIT 0
#define TC_UNIT_SUFFIX ""

/* A program may do all this. */
#pragma GCC diagnostic ignored "-Wunused"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-label"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wreturn-type"
#if defined(__clang__)
#pragma GCC diagnostic ignored "-Winfinite-recursion"
#define TC_SYMBOL(name) __asm__("tiercel_native." name) __attribute__((visibility("hidden")))
#define TC_PROCEDURE __attribute__((noinline, section("tiercel_code" TC_UNIT_SUFFIX)))
#define FRAME __asm__ volatile("" : : "r"(__builtin_frame_address(0)))
#define KEEP(r) __asm__("" : "+r"(r))
#define TC_SPARING __attribute__((preserve_most))
#else
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Winfinite-recursion"
#ifndef __OPTIMIZE__
#pragma GCC optimize("O1")
#endif
#pragma GCC optimize("optimize-sibling-calls", "no-omit-frame-pointer", "no-ivopts", "no-tree-slsr", "no-ipa-ra", \
                     "no-ipa-pure-const", "no-math-errno", "no-strict-aliasing", "wrapv")
#define TC_SYMBOL(name) __asm__("\"tiercel_native." name "\"") __attribute__((visibility("hidden")))
#define TC_PROCEDURE __attribute__((noipa, section("tiercel_code" TC_UNIT_SUFFIX)))
#define FRAME ((void)0)
#define KEEP(r) ((void)0)
#define TC_SPARING
#endif

#if defined(__has_attribute) && __has_attribute(musttail)
#define TAIL __attribute__((musttail)) return
#else
#define TAIL return
#endif

#define TC_LIKELY(x) __builtin_expect(!!(x), 1)
#define TC_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define TC_INLINE static inline __attribute__((always_inline, unused))

/* --- Values -------------------------------------------------------------------------------------------------------- */

typedef uint64_t tc_value;
typedef uint64_t __attribute__((may_alias)) tc_word;

#define CONSTANT_WORD(number) (((tc_value)(number) << 8) | 0x05)
#define V_FALSE CONSTANT_WORD(0)
#define V_NIL CONSTANT_WORD(1)
#define V_EMPTY CONSTANT_WORD(3)
#define V_TRUE CONSTANT_WORD(4)
#define V_EOF CONSTANT_WORD(5)
#define V_UNSPECIFIED CONSTANT_WORD(6)
#define V_DEFAULT CONSTANT_WORD(7)
#define V_UNBOUND CONSTANT_WORD(8)
#define V_UNDEFINED CONSTANT_WORD(9)
#define V_MULTIPLE CONSTANT_WORD(10)
#define V_PENDING CONSTANT_WORD(11)
#define FIXNUM(n) (((tc_value)(int64_t)(n) << 3) | 1)
#define CHARACTER(scalar) (((tc_value)(scalar) << 8) | 0x0D)
#define BOOLEAN(condition) ((condition) ? V_TRUE : V_FALSE)

enum { tc_tag_object = 2, tc_tag_pair = 6, tc_tag_procedure = 7, tc_falsity_bit = 0x100, tc_emptiness_bit = 0x200 };

#define TC_IS_OBJECT(v) (((v) & 7) == tc_tag_object)
#define TC_IS_PAIR(v) (((v) & 7) == tc_tag_pair)
#define TC_IS_PROCEDURE(v) (((v) & 7) == tc_tag_procedure)
#define TC_IS_NULL(v) (((v) & ~(tc_value)tc_emptiness_bit) == V_NIL)
#ifdef TIERCEL_EMPTY_IS_FALSE
#define TC_IS_FALSE(v) (((v) & ~(tc_value)(tc_falsity_bit | tc_emptiness_bit)) == V_FALSE)
#else
#define TC_IS_FALSE(v) (((v) & ~(tc_value)tc_falsity_bit) == V_FALSE)
#endif
#define TC_BOTH_FIXNUMS(x, y) ((((x) - 1) | ((y) - 1)) << 61 == 0)

/* --- Memory -------------------------------------------------------------------------------------------------------- */

typedef struct tc_context tc_context;
typedef struct tc_procedure tc_procedure;
typedef tc_value (*tc_code)(tc_context* ctx, tc_procedure* self, int64_t argc, tc_value a0, tc_value a1, tc_value a2);

typedef struct {
  uint64_t next, limit;
} tc_range;

typedef struct {
  const tc_word* constants;
  const tc_word* functions;
} tc_tables;

struct tc_context { /* the beginning of it */
  uint64_t stack_limit;
  tc_range objects, pairs;
  int64_t fuel;
  tc_word* cells;
  int64_t nvalues;
  tc_value more;
  tc_value args[64];
  tc_value values[64];
  tc_value more_values;
};

struct tc_procedure {
  uint64_t header;
  tc_code entry;
  tc_value function;
  tc_value elements[];
};

enum {
  tc_context_libraries = 1272, /* where in the context the tables of the program are */
  tc_length_shift = 16,        /* in a header, above kind and flags */
  tc_immutable = 0x100,
  tc_string_wide = 0x100,
  tc_string_immutable = 0x200,
  tc_elements = 8, /* of vectors and bytevectors of every type; a string's units are those of its data */
  tc_record_elements = 16,
  tc_captures = 24,
  tc_function_entry = 8,
  tc_function_arity = 96,
  tc_function_primitive = 128,
  tc_record_type_parent = 16,
  tc_block_dirty = 1,
  tc_block_constant = 5,
  tc_block_cards = 32,
  tc_card_shift = 9,
  tc_kind_string = 5,
  tc_kind_symbol = 6,
  tc_kind_vector = 7,
  tc_kind_bytevector = 8,
  tc_kind_box = 9,
  tc_kind_procedure = 11,
  tc_kind_record = 16,
  tc_kind_f64vector = 39
};
#define TC_BLOCK(v) ((v) & ~(tc_value)0xFFFF)

#define WORD(v, tag, offset) (*(tc_word*)((v) - (tag) + (offset)))
#define OBJECT_WORD(v, offset) WORD(v, tc_tag_object, offset)
#define PAIR_CAR(v) WORD(v, tc_tag_pair, 0)
#define PAIR_CDR(v) WORD(v, tc_tag_pair, 8)
#define PROCEDURE(v) ((tc_procedure*)((v) - tc_tag_procedure))
#define PROCEDURE_WORD(p) ((tc_value)(p) + tc_tag_procedure)
#define TC_IS_KIND(v, kind) (TC_IS_OBJECT(v) && (OBJECT_WORD(v, 0) & 0xFF) == (kind))
#define LENGTH(v) (OBJECT_WORD(v, 0) >> tc_length_shift)
#define TC_IS_IMMUTABLE(v) (OBJECT_WORD(v, 0) & tc_immutable)

/* Constants and functions of the unit, as this isolate has them. */
#define TC_TABLES (*(tc_tables**)((char*)ctx + tc_context_libraries))
#define CONSTANT(k) (TC_TABLES[TC_UNIT].constants[k])
#define FUNCTION(f) (TC_TABLES[TC_UNIT].functions[f])

/* A store into an object that may be old: another thread that sees the reference sees what it refers to, and the collector
 * finds it by the mark of its card. */
TC_INLINE void tc_store(tc_value holder, tc_word* field, tc_value value) {
  __atomic_store_n(field, value, __ATOMIC_RELEASE);
  if (value & 2) {
    tc_value block = TC_BLOCK(holder);
    uint8_t* cards = *(uint8_t**)(block + tc_block_cards);
    cards[((tc_value)field - block) >> tc_card_shift] = 1;
    *(uint8_t*)(block + tc_block_dirty) = 1;
  }
}

/* --- The runtime --------------------------------------------------------------------------------------------------- */

/* These functions spare every general register.  Who knows that keeps registers free for the usual way.  A function of this
 * kind must not be defined here: Clang restores its arguments' registers after setting those of a tail call. */

tc_value tc_raise(tc_context*, tc_procedure*, int64_t, tc_value, tc_value, tc_value) TC_SYMBOL("tc_raise");
tc_value tc_wrong_arity(tc_context*, tc_procedure*, int64_t, tc_value, tc_value, tc_value) TC_SYMBOL("tc_wrong_arity");
TC_SPARING void tc_poll(tc_context*) TC_SYMBOL("tc_poll");
TC_SPARING void tc_out_of_fuel(tc_context*) TC_SYMBOL("tc_out_of_fuel");
TC_SPARING tc_value tc_no_procedure(tc_context*, tc_value callee) TC_SYMBOL("tc_no_procedure");
TC_SPARING tc_value tc_unusual_tail_call(tc_context*, tc_value callee, int64_t argc) TC_SYMBOL("tc_unusual_tail_call");
TC_SPARING tc_value tc_undefined(tc_context*, tc_value name) TC_SYMBOL("tc_undefined");
TC_SPARING tc_value tc_unbound_cell(tc_context*, tc_value cell) TC_SYMBOL("tc_unbound_cell");
TC_SPARING tc_value tc_unbound_global(tc_context*, int64_t index) TC_SYMBOL("tc_unbound_global");
TC_SPARING tc_value tc_rest_arguments(tc_context*, int64_t argc, int64_t first, tc_value, tc_value, tc_value)
    TC_SYMBOL("tc_rest_arguments");
TC_SPARING tc_value tc_far_argument(tc_context*, int64_t index) TC_SYMBOL("tc_far_argument");
TC_SPARING void tc_place_arguments(tc_context*, int64_t argc, const tc_value*) TC_SYMBOL("tc_place_arguments");
TC_SPARING tc_value tc_return_values(tc_context*, int64_t count, const tc_value*) TC_SYMBOL("tc_return_values");
TC_SPARING tc_value tc_bind_values(tc_context*, tc_value, int64_t count, int64_t rest, tc_value* out)
    TC_SYMBOL("tc_bind_values");
TC_SPARING tc_value tc_make_closure(tc_context*, tc_value function, int64_t captures) TC_SYMBOL("tc_make_closure");
TC_SPARING tc_value tc_make_box(tc_context*, tc_value) TC_SYMBOL("tc_make_box");
TC_SPARING tc_value tc_cons(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_cons");
TC_SPARING uint8_t tc_is_eqv(tc_value, tc_value) TC_SYMBOL("tc_is_eqv");
TC_SPARING tc_value tc_is_record(tc_value, tc_value type) TC_SYMBOL("tc_is_record");
TC_SPARING tc_value tc_car(tc_context*, tc_value) TC_SYMBOL("tc_car");
TC_SPARING tc_value tc_cdr(tc_context*, tc_value) TC_SYMBOL("tc_cdr");
TC_SPARING tc_value tc_cadr(tc_context*, tc_value) TC_SYMBOL("tc_cadr");
TC_SPARING tc_value tc_cddr(tc_context*, tc_value) TC_SYMBOL("tc_cddr");
TC_SPARING tc_value tc_set_car(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_set_car");
TC_SPARING tc_value tc_set_cdr(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_set_cdr");
TC_SPARING tc_value tc_vector_ref(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_vector_ref");
TC_SPARING tc_value tc_vector_set(tc_context*, tc_value, tc_value, tc_value) TC_SYMBOL("tc_vector_set");
TC_SPARING tc_value tc_vector_length(tc_context*, tc_value) TC_SYMBOL("tc_vector_length");
TC_SPARING tc_value tc_string_ref(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_string_ref");
TC_SPARING tc_value tc_string_length(tc_context*, tc_value) TC_SYMBOL("tc_string_length");
TC_SPARING tc_value tc_bytevector_u8_ref(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_bytevector_u8_ref");
TC_SPARING tc_value tc_record_ref(tc_context*, tc_value, tc_value type, int64_t) TC_SYMBOL("tc_record_ref");
TC_SPARING tc_value tc_record_set(tc_context*, tc_value, tc_value type, int64_t, tc_value) TC_SYMBOL("tc_record_set");
TC_SPARING tc_value tc_add(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_add");
TC_SPARING tc_value tc_subtract(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_subtract");
TC_SPARING tc_value tc_multiply(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_multiply");
TC_SPARING tc_value tc_quotient(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_quotient");
TC_SPARING tc_value tc_remainder(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_remainder");
TC_SPARING tc_value tc_equal(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_equal");
TC_SPARING tc_value tc_less(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_less");
TC_SPARING tc_value tc_greater(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_greater");
TC_SPARING tc_value tc_less_equal(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_less_equal");
TC_SPARING tc_value tc_greater_equal(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_greater_equal");

/* Primitives of the library, each under a name of the text that uses it. */
#define PRIMITIVE_0(f, name) tc_value f(tc_context*) TC_SYMBOL("tc_primitive " name)
#define PRIMITIVE_1(f, name) tc_value f(tc_context*, tc_value) TC_SYMBOL("tc_primitive " name)
#define PRIMITIVE_2(f, name) tc_value f(tc_context*, tc_value, tc_value) TC_SYMBOL("tc_primitive " name)
#define PRIMITIVE_3(f, name) tc_value f(tc_context*, tc_value, tc_value, tc_value) TC_SYMBOL("tc_primitive " name)
#define PRIMITIVE_N(f, name) tc_value f(tc_context*, int64_t, const tc_value*) TC_SYMBOL("tc_primitive " name)

/* --- Places -------------------------------------------------------------------------------------------------------- */

/* A row for the call just before, whose result is `result`: the place behind it, the number of the procedure, which
 * `here` is, and that of the instruction. */
#define TC_SITE_ROW(procedure, pc)                                                                         \
  "1:\n\t.pushsection tiercel_sites" TC_UNIT_SUFFIX ",\"aR\"\n\t.balign 4\n\t.long 1b-.," procedure "," pc \
  "\n\t.popsection"
#define AT(pc, result) __asm__ volatile(TC_SITE_ROW("%c1", "%c2") : "+r"(result) : "i"(here), "i"(pc) : "memory")
#define AT_CALL(pc) __asm__ volatile(TC_SITE_ROW("%c0", "%c1") : : "i"(here), "i"(pc) : "memory")

/* --- Procedures ---------------------------------------------------------------------------------------------------- */

#define CODE(name, x, y, z)                                                                                    \
  static TC_PROCEDURE tc_value name(tc_context* ctx, tc_procedure* self, int64_t argc, tc_value x, tc_value y, \
                                    tc_value z)
/* What calls of a known procedure enter: the fourth argument stands in the place of the number of arguments. */
#define KNOWN(name, x, y, z)                                                                                     \
  static TC_PROCEDURE tc_value name(tc_context* ctx, tc_procedure* self, int64_t fourth, tc_value x, tc_value y, \
                                    tc_value z)
/* What all other calls enter: goes on in `known` if the number of arguments is right. */
#define ENTRY(name, known, count)                                                       \
  CODE(name, a0, a1, a2) {                                                              \
    if (TC_UNLIKELY(argc != (count))) TAIL tc_wrong_arity(ctx, self, argc, a0, a1, a2); \
    TAIL known(ctx, self, (count) > 3 ? (int64_t)ctx->args[0] : 0, a0, a1, a2);         \
  }

/* The one comparison is stack check, safepoint and interrupt at once. */
#define POLL(pc)                                                                                                     \
  do {                                                                                                               \
    if (TC_UNLIKELY((uint64_t)__builtin_frame_address(0) <= __atomic_load_n(&ctx->stack_limit, __ATOMIC_RELAXED))) { \
      tc_poll(ctx);                                                                                                  \
      AT_CALL(pc);                                                                                                   \
    }                                                                                                                \
  } while (0)
#define LOOP_HEAD(pc) POLL(pc)
#define FUEL(pc, n)                            \
  do {                                         \
    if (TC_UNLIKELY((ctx->fuel -= (n)) < 0)) { \
      tc_out_of_fuel(ctx);                     \
      AT_CALL(pc);                             \
    }                                          \
  } while (0)

/* --- Calls --------------------------------------------------------------------------------------------------------- */

#define CALL_KNOWN(pc, dst, callee, argc, x, y, z)         \
  do {                                                     \
    tc_procedure* tc_callee = PROCEDURE(callee);           \
    dst = tc_callee->entry(ctx, tc_callee, argc, x, y, z); \
    AT(pc, dst);                                           \
  } while (0)
#define CALL(pc, dst, callee, argc, x, y, z)      \
  do {                                            \
    if (TC_UNLIKELY(!TC_IS_PROCEDURE(callee))) {  \
      dst = tc_no_procedure(ctx, callee);         \
      AT(pc, dst);                                \
    } else {                                      \
      CALL_KNOWN(pc, dst, callee, argc, x, y, z); \
    }                                             \
  } while (0)
#define CALL_DIRECT(pc, dst, procedure, self, w, x, y, z) \
  do {                                                    \
    dst = procedure(ctx, self, (int64_t)(w), x, y, z);    \
    AT(pc, dst);                                          \
  } while (0)
#define TAIL_CALL_DIRECT(procedure, self, w, x, y, z) TAIL procedure(ctx, self, (int64_t)(w), x, y, z)
#define TAIL_CALL_KNOWN(callee, argc, x, y, z) TAIL PROCEDURE(callee) -> entry(ctx, PROCEDURE(callee), argc, x, y, z)
/* Anything but a procedure with exactly so many parameters is looked at by the runtime, while this frame is still there. */
#define TAIL_CALL(pc, callee, argc, x, y, z)                                              \
  do {                                                                                    \
    if (TC_UNLIKELY(!TC_IS_PROCEDURE(callee))) {                                          \
      tc_value tc_result = tc_no_procedure(ctx, callee);                                  \
      AT(pc, tc_result);                                                                  \
      return tc_result;                                                                   \
    }                                                                                     \
    tc_value tc_function = PROCEDURE(callee)->function;                                   \
    if (TC_UNLIKELY(OBJECT_WORD(tc_function, tc_function_arity) != (argc) << 1 ||         \
                    OBJECT_WORD(tc_function, tc_function_primitive) != (tc_value) - 1)) { \
      tc_value tc_result = tc_unusual_tail_call(ctx, callee, argc);                       \
      if (tc_result == V_FALSE) {                                                         \
        CALL_KNOWN(pc, tc_result, callee, argc, x, y, z);                                 \
        return tc_result;                                                                 \
      }                                                                                   \
      if (tc_result != V_TRUE) {                                                          \
        tc_result = tc_raise(ctx, 0, 0, 0, 0, 0);                                         \
        AT(pc, tc_result);                                                                \
        return tc_result;                                                                 \
      }                                                                                   \
    }                                                                                     \
    TAIL_CALL_KNOWN(callee, argc, x, y, z);                                               \
  } while (0)
#define RETURN(v) return (v)

/* A primitive has returned: what it could not do is raised. */
#define RAISE_IF_PENDING(pc, dst)         \
  do {                                    \
    AT(pc, dst);                          \
    if (TC_UNLIKELY(dst == V_PENDING)) {  \
      dst = tc_raise(ctx, 0, 0, 0, 0, 0); \
      AT(pc, dst);                        \
    }                                     \
  } while (0)

/* What is usual, or what a function of the runtime answers. */
#define TC_FAST_OR(condition, fast, pc, dst, slow) \
  do {                                             \
    if (TC_LIKELY(condition)) {                    \
      dst = (fast);                                \
    } else {                                       \
      dst = (slow);                                \
      AT(pc, dst);                                 \
    }                                              \
  } while (0)

#define RETURN_MULTIPLE(count)  \
  do {                          \
    ctx->more_values = V_EMPTY; \
    ctx->nvalues = (count);     \
    return V_MULTIPLE;          \
  } while (0)
#define HAS_VALUES(v, count) ((count) == 1 ? (v) != V_MULTIPLE : (v) == V_MULTIPLE && ctx->nvalues == (count))
#define BIND_VALUES(pc, v, count, rest, out)                       \
  do {                                                             \
    tc_value tc_result = tc_bind_values(ctx, v, count, rest, out); \
    AT(pc, tc_result);                                             \
  } while (0)

/* --- Variables ----------------------------------------------------------------------------------------------------- */

#define CAPTURE_REF(dst, i) dst = self->elements[i]
#define LOAD_SELF(dst) dst = PROCEDURE_WORD(self)
#define MAKE_BOX(dst, x) dst = tc_new_box(ctx, x)
#define BOX_REF(pc, dst, box, name)                                                                \
  do {                                                                                             \
    tc_value tc_content = OBJECT_WORD(box, 8);                                                     \
    TC_FAST_OR(tc_content != V_UNDEFINED, tc_content, pc, dst, tc_undefined(ctx, CONSTANT(name))); \
  } while (0)
#define BOX_SET(box, x) tc_store(box, &OBJECT_WORD(box, 8), x)
#define CELL_REF(pc, dst, k)                                                                 \
  do {                                                                                       \
    tc_value tc_cell = CONSTANT(k), tc_content = OBJECT_WORD(tc_cell, 8);                    \
    TC_FAST_OR(tc_content != V_UNBOUND, tc_content, pc, dst, tc_unbound_cell(ctx, tc_cell)); \
  } while (0)
#define CELL_SET(pc, x, k)                                   \
  do {                                                       \
    tc_value tc_cell = CONSTANT(k);                          \
    if (TC_UNLIKELY(OBJECT_WORD(tc_cell, 8) == V_UNBOUND)) { \
      tc_value tc_result = tc_unbound_cell(ctx, tc_cell);    \
      AT(pc, tc_result);                                     \
    }                                                        \
    tc_store(tc_cell, &OBJECT_WORD(tc_cell, 8), x);          \
  } while (0)
#define CELL_DEFINE(x, k)                           \
  do {                                              \
    tc_value tc_cell = CONSTANT(k);                 \
    tc_store(tc_cell, &OBJECT_WORD(tc_cell, 8), x); \
  } while (0)
#define GLOBAL_REF(pc, dst, g)                                                           \
  do {                                                                                   \
    tc_value tc_content = ctx->cells[g];                                                 \
    TC_FAST_OR(tc_content != V_UNBOUND, tc_content, pc, dst, tc_unbound_global(ctx, g)); \
  } while (0)
#define GLOBAL_SET(pc, x, g)                          \
  do {                                                \
    if (TC_UNLIKELY(ctx->cells[g] == V_UNBOUND)) {    \
      tc_value tc_result = tc_unbound_global(ctx, g); \
      AT(pc, tc_result);                              \
    }                                                 \
    ctx->cells[g] = (x);                              \
  } while (0)
#define GLOBAL_DEFINE(x, g) ctx->cells[g] = (x)

/* --- New objects --------------------------------------------------------------------------------------------------- */

/* Memory is taken from ranges of the context; when one is used up, the runtime finds more.  Nothing is collected here. */
#define TC_TAKE(range, bytes, address) \
  (TC_LIKELY(ctx->range.limit - (address = ctx->range.next) >= (bytes)) ? (ctx->range.next = address + (bytes), 1) : 0)

TC_INLINE tc_value tc_new_pair(tc_context* ctx, tc_value first, tc_value second) {
  tc_value start;
  if (!TC_TAKE(pairs, 16, start)) return tc_cons(ctx, first, second);
  ((tc_word*)start)[0] = first;
  ((tc_word*)start)[1] = second;
  return start + tc_tag_pair;
}

TC_INLINE tc_value tc_new_box(tc_context* ctx, tc_value content) {
  tc_value start;
  if (!TC_TAKE(objects, 16, start)) return tc_make_box(ctx, content);
  ((tc_word*)start)[0] = tc_kind_box;
  ((tc_word*)start)[1] = content;
  return start + tc_tag_object;
}

TC_INLINE tc_value tc_new_closure(tc_context* ctx, tc_value function, uint64_t captures) {
  tc_value start, bytes = (tc_captures + captures * 8 + 15) & ~(tc_value)15;
  if (!TC_TAKE(objects, bytes, start)) return tc_make_closure(ctx, function, (int64_t)captures);
  ((tc_word*)start)[0] = tc_kind_procedure | captures << tc_length_shift;
  ((tc_word*)start)[1] = OBJECT_WORD(function, tc_function_entry);
  ((tc_word*)start)[2] = function;
  return start + tc_tag_procedure;
}

/* What closes over so many values, which are put into it by CAPTURE right after. */
#define MAKE_CLOSURE(dst, f, captures) dst = tc_new_closure(ctx, FUNCTION(f), captures)
#define CAPTURE(closure, i, x) WORD(closure, tc_tag_procedure, tc_captures + (i) * 8) = (x)
#define CLOSURE_PATCH(closure, i, x) tc_store(closure, &WORD(closure, tc_tag_procedure, tc_captures + (i) * 8), x)
#define CONS(dst, x, y) dst = tc_new_pair(ctx, x, y)

/* --- Jumps --------------------------------------------------------------------------------------------------------- */

#define JUMP(to) goto to
#define JUMP_IF_FALSE(x, to) \
  if (TC_IS_FALSE(x)) goto to
#define JUMP_IF_TRUE(x, to) \
  if (!TC_IS_FALSE(x)) goto to
#define JUMP_UNLESS_NULL(x, to) \
  if (!TC_IS_NULL(x)) goto to
#define JUMP_UNLESS_PAIR(x, to) \
  if (!TC_IS_PAIR(x)) goto to
#define JUMP_UNLESS_EQ(x, y, to) \
  if ((x) != (y)) goto to

/* --- Numbers ------------------------------------------------------------------------------------------------------- */

/* Floats whose magnitude is usual are words, too: the bits of the number turned, if they end in one of these. */
enum { tc_float_endings = 0x19191919, tc_float_rotation = 4 };
#define TC_IS_FLOAT_WORD(v) ((uint32_t)tc_float_endings >> ((v) & 31) & 1)
TC_INLINE double tc_float(tc_value v) {
  union {
    tc_value bits;
    double number;
  } word = {v >> tc_float_rotation | v << (64 - tc_float_rotation)};
  return word.number;
}
TC_INLINE tc_value tc_float_word(double number) {
  union {
    double number;
    tc_value bits;
  } word = {number};
  return word.bits << tc_float_rotation | word.bits >> (64 - tc_float_rotation);
}

/* A program that computes with floats has their case in the text, too. */
#ifdef TIERCEL_USES_FLOATS
#define TC_FLOATS_OR(dst, x, y, operator, otherwise)                                              \
  {                                                                                               \
    tc_value tc_x = (x), tc_y = (y), tc_f;                                                        \
    if (TC_IS_FLOAT_WORD(tc_x) && TC_IS_FLOAT_WORD(tc_y) &&                                       \
        (tc_f = tc_float_word(tc_float(tc_x) operator tc_float(tc_y)), TC_IS_FLOAT_WORD(tc_f))) { \
      dst = tc_f;                                                                                 \
    } else otherwise                                                                              \
  }
#define TC_BOTH_FLOATS(x, y) (TC_IS_FLOAT_WORD(x) && TC_IS_FLOAT_WORD(y))
#else
#define TC_FLOATS_OR(dst, x, y, operator, otherwise) otherwise
#define TC_BOTH_FLOATS(x, y) 0
#endif

/* Two fixnums whose result is one, two floats, or what the runtime answers. */
#define TC_ARITHMETIC(pc, dst, is_fixnum, builtin, a, b, correction, x, y, operator, slow) \
  do {                                                                                     \
    int64_t tc_number;                                                                     \
    if (TC_LIKELY((is_fixnum) && !builtin((int64_t)(a), (int64_t)(b), &tc_number))) {      \
      dst = (tc_value)tc_number + (correction);                                            \
    } else                                                                                 \
      TC_FLOATS_OR(dst, x, y, operator, {                                                  \
        dst = (slow);                                                                      \
        AT(pc, dst);                                                                       \
      })                                                                                   \
  } while (0)
#define ADD(pc, dst, x, y) \
  TC_ARITHMETIC(pc, dst, TC_BOTH_FIXNUMS(x, y), __builtin_add_overflow, (x) - 1, y, 0, x, y, +, tc_add(ctx, x, y))
#define SUBTRACT(pc, dst, x, y) \
  TC_ARITHMETIC(pc, dst, TC_BOTH_FIXNUMS(x, y), __builtin_sub_overflow, x, (y) - 1, 0, x, y, -, tc_subtract(ctx, x, y))
#define MULTIPLY(pc, dst, x, y)                                                                                 \
  TC_ARITHMETIC(pc, dst, TC_BOTH_FIXNUMS(x, y), __builtin_mul_overflow, (int64_t)(x) >> 3, (y) - 1, 1, x, y, *, \
                tc_multiply(ctx, x, y))
/* The form is how the sum was written, which messages show: x + n, n + x, x - -n. */
#define ADD_IMMEDIATE(pc, dst, x, n, form)                                                                          \
  do {                                                                                                              \
    int64_t tc_number;                                                                                              \
    if (TC_LIKELY(((x) & 7) == 1 && !__builtin_add_overflow((int64_t)(x), (int64_t)(FIXNUM(n) - 1), &tc_number))) { \
      dst = (tc_value)tc_number;                                                                                    \
    } else {                                                                                                        \
      dst = (form) == 0   ? tc_add(ctx, x, FIXNUM(n))                                                               \
            : (form) == 1 ? tc_add(ctx, FIXNUM(n), x)                                                               \
                          : tc_subtract(ctx, x, FIXNUM(-(n)));                                                      \
      AT(pc, dst);                                                                                                  \
    }                                                                                                               \
  } while (0)
#define TC_DIVIDE(pc, dst, x, y, operator, slow)                             \
  TC_FAST_OR(TC_BOTH_FIXNUMS(x, y) && (y) != FIXNUM(0) && (y) != FIXNUM(-1), \
             FIXNUM(((int64_t)(x) >> 3) operator((int64_t)(y) >> 3)), pc, dst, slow)
#define QUOTIENT(pc, dst, x, y) TC_DIVIDE(pc, dst, x, y, /, tc_quotient(ctx, x, y))
#define REMAINDER(pc, dst, x, y) TC_DIVIDE(pc, dst, x, y, %, tc_remainder(ctx, x, y))

#define TC_COMPARE(pc, dst, x, y, operator, name)       \
  do {                                                  \
    if (TC_LIKELY(TC_BOTH_FIXNUMS(x, y))) {             \
      dst = BOOLEAN((int64_t)(x) operator(int64_t)(y)); \
    } else if (TC_BOTH_FLOATS(x, y)) {                  \
      dst = BOOLEAN(tc_float(x) operator tc_float(y));  \
    } else {                                            \
      dst = name(ctx, x, y);                            \
      AT(pc, dst);                                      \
    }                                                   \
  } while (0)
#define NUM_EQUAL(pc, dst, x, y) TC_COMPARE(pc, dst, x, y, ==, tc_equal)
#define NUM_LESS(pc, dst, x, y) TC_COMPARE(pc, dst, x, y, <, tc_less)
#define NUM_GREATER(pc, dst, x, y) TC_COMPARE(pc, dst, x, y, >, tc_greater)
#define NUM_LESS_EQUAL(pc, dst, x, y) TC_COMPARE(pc, dst, x, y, <=, tc_less_equal)
#define NUM_GREATER_EQUAL(pc, dst, x, y) TC_COMPARE(pc, dst, x, y, >=, tc_greater_equal)

#define TC_JUMP_UNLESS(pc, x, y, is_fixnum, operator, name, to) \
  do {                                                          \
    if (TC_LIKELY(is_fixnum)) {                                 \
      if (!((int64_t)(x) operator(int64_t)(y))) goto to;        \
    } else if (TC_BOTH_FLOATS(x, y)) {                          \
      if (!(tc_float(x) operator tc_float(y))) goto to;         \
    } else {                                                    \
      tc_value tc_result = name(ctx, x, y);                     \
      AT(pc, tc_result);                                        \
      if (TC_IS_FALSE(tc_result)) goto to;                      \
    }                                                           \
  } while (0)
#define TC_JUMP_UNLESS_TWO(pc, x, y, operator, name, to) \
  TC_JUMP_UNLESS(pc, x, y, TC_BOTH_FIXNUMS(x, y), operator, name, to)
#define TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, operator, name, to) \
  TC_JUMP_UNLESS(pc, x, FIXNUM(n), ((x) & 7) == 1, operator, name, to)
#define JUMP_UNLESS_EQUAL(pc, x, y, to) TC_JUMP_UNLESS_TWO(pc, x, y, ==, tc_equal, to)
#define JUMP_UNLESS_LESS(pc, x, y, to) TC_JUMP_UNLESS_TWO(pc, x, y, <, tc_less, to)
#define JUMP_UNLESS_GREATER(pc, x, y, to) TC_JUMP_UNLESS_TWO(pc, x, y, >, tc_greater, to)
#define JUMP_UNLESS_LESS_EQUAL(pc, x, y, to) TC_JUMP_UNLESS_TWO(pc, x, y, <=, tc_less_equal, to)
#define JUMP_UNLESS_GREATER_EQUAL(pc, x, y, to) TC_JUMP_UNLESS_TWO(pc, x, y, >=, tc_greater_equal, to)
#define JUMP_UNLESS_EQUAL_IMMEDIATE(pc, x, n, to) TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, ==, tc_equal, to)
#define JUMP_UNLESS_LESS_IMMEDIATE(pc, x, n, to) TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, <, tc_less, to)
#define JUMP_UNLESS_GREATER_IMMEDIATE(pc, x, n, to) TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, >, tc_greater, to)
#define JUMP_UNLESS_LESS_EQUAL_IMMEDIATE(pc, x, n, to) TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, <=, tc_less_equal, to)
#define JUMP_UNLESS_GREATER_EQUAL_IMMEDIATE(pc, x, n, to) TC_JUMP_UNLESS_IMMEDIATE(pc, x, n, >=, tc_greater_equal, to)

/* --- Data ---------------------------------------------------------------------------------------------------------- */

#define CAR(pc, dst, x) TC_FAST_OR(TC_IS_PAIR(x), PAIR_CAR(x), pc, dst, tc_car(ctx, x))
#define CDR(pc, dst, x) TC_FAST_OR(TC_IS_PAIR(x), PAIR_CDR(x), pc, dst, tc_cdr(ctx, x))
#define CADR(pc, dst, x) \
  TC_FAST_OR(TC_IS_PAIR(x) && TC_IS_PAIR(PAIR_CDR(x)), PAIR_CAR(PAIR_CDR(x)), pc, dst, tc_cadr(ctx, x))
#define CDDR(pc, dst, x) \
  TC_FAST_OR(TC_IS_PAIR(x) && TC_IS_PAIR(PAIR_CDR(x)), PAIR_CDR(PAIR_CDR(x)), pc, dst, tc_cddr(ctx, x))
/* The block of a literal pair has a mark. */
#define TC_SET_FIELD_OF_PAIR(pc, x, field, y, slow)                                  \
  do {                                                                               \
    if (TC_LIKELY(TC_IS_PAIR(x) && !*(uint8_t*)(TC_BLOCK(x) + tc_block_constant))) { \
      tc_store(x, &field(x), y);                                                     \
    } else {                                                                         \
      tc_value tc_result = slow(ctx, x, y);                                          \
      AT(pc, tc_result);                                                             \
    }                                                                                \
  } while (0)
#define SET_CAR(pc, x, y) TC_SET_FIELD_OF_PAIR(pc, x, PAIR_CAR, y, tc_set_car)
#define SET_CDR(pc, x, y) TC_SET_FIELD_OF_PAIR(pc, x, PAIR_CDR, y, tc_set_cdr)

#define IS_EQ(dst, x, y) dst = BOOLEAN((x) == (y))
#define IS_EQV(dst, x, y) dst = BOOLEAN((x) == (y) || (TC_IS_OBJECT(x) && TC_IS_OBJECT(y) && tc_is_eqv(x, y)))
#define IS_PAIR(dst, x) dst = BOOLEAN(TC_IS_PAIR(x))
#define IS_NULL(dst, x) dst = BOOLEAN(TC_IS_NULL(x))
#define NOT(dst, x) dst = BOOLEAN(TC_IS_FALSE(x))

/* An index is below a length: both as words, so that negative ones and what is no fixnum are not. */
#define TC_IS_INDEX(i, length) (((i) & 7) == 1 && (i) >> 3 < (length))
#define VECTOR_WORD(v, i) WORD(v, tc_tag_object, tc_elements + (i) - 1)
#define VECTOR_REF(pc, dst, v, i)                                                                    \
  TC_FAST_OR(TC_IS_KIND(v, tc_kind_vector) && TC_IS_INDEX(i, LENGTH(v)), VECTOR_WORD(v, i), pc, dst, \
             tc_vector_ref(ctx, v, i))
#define VECTOR_SET(pc, v, i, x)                                                                         \
  do {                                                                                                  \
    if (TC_LIKELY(TC_IS_KIND(v, tc_kind_vector) && TC_IS_INDEX(i, LENGTH(v)) && !TC_IS_IMMUTABLE(v))) { \
      tc_store(v, &VECTOR_WORD(v, i), x);                                                               \
    } else {                                                                                            \
      tc_value tc_result = tc_vector_set(ctx, v, i, x);                                                 \
      AT(pc, tc_result);                                                                                \
    }                                                                                                   \
  } while (0)
#define VECTOR_LENGTH(pc, dst, v) \
  TC_FAST_OR(TC_IS_KIND(v, tc_kind_vector), FIXNUM(LENGTH(v)), pc, dst, tc_vector_length(ctx, v))
#define STRING_LENGTH(pc, dst, s) \
  TC_FAST_OR(TC_IS_KIND(s, tc_kind_string), FIXNUM(LENGTH(s)), pc, dst, tc_string_length(ctx, s))
TC_INLINE tc_value tc_character_of(tc_value string, tc_value index) {
  tc_value data = OBJECT_WORD(string, 8), i = index >> 3;
  const uint8_t* units = (const uint8_t*)(data - tc_tag_object + tc_elements);
  return CHARACTER(OBJECT_WORD(string, 0) & tc_string_wide ? *(const uint32_t*)(units + 4 * i) : units[i]);
}
#define STRING_REF(pc, dst, s, i)                                                                        \
  TC_FAST_OR(TC_IS_KIND(s, tc_kind_string) && TC_IS_INDEX(i, LENGTH(s)), tc_character_of(s, i), pc, dst, \
             tc_string_ref(ctx, s, i))
#define BYTEVECTOR_U8_REF(pc, dst, v, i)                                                         \
  TC_FAST_OR(TC_IS_KIND(v, tc_kind_bytevector) && TC_IS_INDEX(i, LENGTH(v)),                     \
             FIXNUM(*(const uint8_t*)((v) - tc_tag_object + tc_elements + ((i) >> 3))), pc, dst, \
             tc_bytevector_u8_ref(ctx, v, i))

#define TC_IS_RECORD(r, type) (TC_IS_KIND(r, tc_kind_record) && OBJECT_WORD(r, 8) == (type))
#define RECORD_WORD(r, i) OBJECT_WORD(r, tc_record_elements + (i) * 8)
#define RECORD_REF(pc, dst, r, type, i) \
  TC_FAST_OR(TC_IS_RECORD(r, type), RECORD_WORD(r, i), pc, dst, tc_record_ref(ctx, r, type, i))
#define RECORD_SET(pc, r, type, i, x)                         \
  do {                                                        \
    if (TC_LIKELY(TC_IS_RECORD(r, type))) {                   \
      tc_store(r, &RECORD_WORD(r, i), x);                     \
    } else {                                                  \
      tc_value tc_result = tc_record_set(ctx, r, type, i, x); \
      AT(pc, tc_result);                                      \
    }                                                         \
  } while (0)
/* A record of another type may be of one that descends from this; nearly no type has a parent. */
#define IS_RECORD(dst, r, type)                                                                                      \
  dst = BOOLEAN(TC_IS_KIND(r, tc_kind_record) &&                                                                     \
                (OBJECT_WORD(r, 8) == (type) || (OBJECT_WORD(OBJECT_WORD(r, 8), tc_record_type_parent) != V_FALSE && \
                                                 tc_is_record(r, type) == V_TRUE)))

/* --- Primitives without an opcode ---------------------------------------------------------------------------------- */

/* The usual case of a primitive; behind it stands what calls the primitive otherwise. */
#define TC_USUALLY(condition, dst, value) \
  if (TC_LIKELY(condition)) dst = (value)

#define TC_IS_FIXNUM(x) (((x) & 7) == 1)
#define TC_IS_CHARACTER(x) (((x) & 0xFF) == 0x0D)
#define TC_FIXNUM_VALUE(x) ((int64_t)(x) >> 3)

#define USUAL_IS_ZERO(dst, x) TC_USUALLY(TC_IS_FIXNUM(x), dst, BOOLEAN((x) == FIXNUM(0)))
#define USUAL_IS_POSITIVE(dst, x) TC_USUALLY(TC_IS_FIXNUM(x), dst, BOOLEAN((int64_t)(x) > 1))
#define USUAL_IS_NEGATIVE(dst, x) TC_USUALLY(TC_IS_FIXNUM(x), dst, BOOLEAN((int64_t)(x) < 0))
#define USUAL_IS_ODD(dst, x) TC_USUALLY(TC_IS_FIXNUM(x), dst, BOOLEAN((x) & 8))
#define USUAL_IS_EVEN(dst, x) TC_USUALLY(TC_IS_FIXNUM(x), dst, BOOLEAN(!((x) & 8)))
#define USUAL_BITWISE_AND(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y), dst, (x) & (y))
#define USUAL_BITWISE_IOR(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y), dst, (x) | (y))
#define USUAL_BITWISE_XOR(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y), dst, ((x) ^ (y)) | 1)
#define USUAL_MIN(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y), dst, (int64_t)(x) < (int64_t)(y) ? (x) : (y))
#define USUAL_MAX(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y), dst, (int64_t)(x) > (int64_t)(y) ? (x) : (y))
TC_INLINE tc_value tc_modulo(tc_value x, tc_value y) {
  int64_t divisor = TC_FIXNUM_VALUE(y), rest = TC_FIXNUM_VALUE(x) % divisor;
  return FIXNUM(rest < 0 ? rest + divisor : rest);
}
#define USUAL_MODULO(dst, x, y) TC_USUALLY(TC_BOTH_FIXNUMS(x, y) && (int64_t)(y) > 1, dst, tc_modulo(x, y))

#define TC_CHARACTERS(dst, x, y, operator) \
  TC_USUALLY(TC_IS_CHARACTER(x) && TC_IS_CHARACTER(y), dst, BOOLEAN((x) operator(y)))
#define USUAL_CHAR_EQUAL(dst, x, y) TC_CHARACTERS(dst, x, y, ==)
#define USUAL_CHAR_LESS(dst, x, y) TC_CHARACTERS(dst, x, y, <)
#define USUAL_CHAR_GREATER(dst, x, y) TC_CHARACTERS(dst, x, y, >)
#define USUAL_CHAR_LESS_EQUAL(dst, x, y) TC_CHARACTERS(dst, x, y, <=)
#define USUAL_CHAR_GREATER_EQUAL(dst, x, y) TC_CHARACTERS(dst, x, y, >=)
#define USUAL_CHAR_TO_INTEGER(dst, x) TC_USUALLY(TC_IS_CHARACTER(x), dst, FIXNUM((x) >> 8))
#define USUAL_INTEGER_TO_CHAR(dst, x) TC_USUALLY(TC_IS_FIXNUM(x) && (x) < FIXNUM(0xD800), dst, CHARACTER((x) >> 3))

#define TC_TEST(dst, condition) TC_USUALLY(1, dst, BOOLEAN(condition))
#define USUAL_IS_CHAR(dst, x) TC_TEST(dst, TC_IS_CHARACTER(x))
#define USUAL_IS_PROCEDURE(dst, x) TC_TEST(dst, TC_IS_PROCEDURE(x))
#define USUAL_IS_EOF_OBJECT(dst, x) TC_TEST(dst, (x) == V_EOF)
#define USUAL_IS_VECTOR(dst, x) TC_TEST(dst, TC_IS_KIND(x, tc_kind_vector))
#define USUAL_IS_STRING(dst, x) TC_TEST(dst, TC_IS_KIND(x, tc_kind_string))
#define USUAL_IS_SYMBOL(dst, x) TC_TEST(dst, TC_IS_KIND(x, tc_kind_symbol))
#define USUAL_IS_BYTEVECTOR(dst, x) TC_TEST(dst, TC_IS_KIND(x, tc_kind_bytevector))

#define USUAL_BYTEVECTOR_LENGTH(dst, v) TC_USUALLY(TC_IS_KIND(v, tc_kind_bytevector), dst, FIXNUM(LENGTH(v)))
#define TC_IS_WRITABLE_AT(v, kind, i) (TC_IS_KIND(v, kind) && TC_IS_INDEX(i, LENGTH(v)) && !TC_IS_IMMUTABLE(v))
#define USUAL_BYTEVECTOR_U8_SET(dst, v, i, x)                                                          \
  TC_USUALLY(TC_IS_WRITABLE_AT(v, tc_kind_bytevector, i) && TC_IS_FIXNUM(x) && (x) < FIXNUM(256), dst, \
             (*(uint8_t*)((v) - tc_tag_object + tc_elements + ((i) >> 3)) = (uint8_t)((x) >> 3), V_UNSPECIFIED))
/* A narrow string that may be changed, and a character that fits it. */
#define USUAL_STRING_SET(dst, s, i, x)                                                                         \
  TC_USUALLY(TC_IS_KIND(s, tc_kind_string) && !(OBJECT_WORD(s, 0) & (tc_string_wide | tc_string_immutable)) && \
                 TC_IS_INDEX(i, LENGTH(s)) && ((x) & ~(tc_value)0xFF00) == 0x0D,                               \
             dst,                                                                                              \
             (*(uint8_t*)(OBJECT_WORD(s, 8) - tc_tag_object + tc_elements + ((i) >> 3)) = (uint8_t)((x) >> 8), \
              V_UNSPECIFIED))

#define TC_FLOAT_AT(v, i) (*(double __attribute__((may_alias))*)((v) - tc_tag_object + tc_elements + (i) - 1))
#define USUAL_F64VECTOR_LENGTH(dst, v) TC_USUALLY(TC_IS_KIND(v, tc_kind_f64vector), dst, FIXNUM(LENGTH(v)))
/* A float that is a word; the braces around the macro and what follows it are those of tc_result. */
#define TC_USUALLY_FLOAT(condition, dst, number) \
  tc_value tc_result;                            \
  if ((condition) && (tc_result = tc_float_word(number), TC_IS_FLOAT_WORD(tc_result))) dst = tc_result
#define USUAL_F64VECTOR_REF(dst, v, i) \
  TC_USUALLY_FLOAT(TC_IS_KIND(v, tc_kind_f64vector) && TC_IS_INDEX(i, LENGTH(v)), dst, TC_FLOAT_AT(v, i))
#define USUAL_F64VECTOR_SET(dst, v, i, x)                                            \
  TC_USUALLY(TC_IS_WRITABLE_AT(v, tc_kind_f64vector, i) && TC_IS_FLOAT_WORD(x), dst, \
             (TC_FLOAT_AT(v, i) = tc_float(x), V_UNSPECIFIED))
#define USUAL_DIVIDE(dst, x, y) \
  TC_USUALLY_FLOAT(TC_IS_FLOAT_WORD(x) && TC_IS_FLOAT_WORD(y), dst, tc_float(x) / tc_float(y))
#define USUAL_SQRT(dst, x) TC_USUALLY_FLOAT(TC_IS_FLOAT_WORD(x) && tc_float(x) >= 0, dst, __builtin_sqrt(tc_float(x)))

/* --- The program --------------------------------------------------------------------------------------------------- */

typedef struct {
  int32_t to_place; /* from this very member */
  uint32_t procedure, instruction;
} tc_site;

/* The sections of a unit. */
#define UNIT_SECTIONS(suffix)                                                                       \
  extern const char __start_tiercel_code##suffix[] __attribute__((visibility("hidden")));           \
  extern const char __stop_tiercel_code##suffix[] __attribute__((visibility("hidden")));            \
  extern const tc_site __start_tiercel_sites##suffix[] __attribute__((visibility("hidden"), weak)); \
  extern const tc_site __stop_tiercel_sites##suffix[] __attribute__((visibility("hidden"), weak))

#endif /* TIERCEL_EMIT_H */
