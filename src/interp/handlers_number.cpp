// Arithmetic and comparison.
//
// Three steps, each a handler: two fixnums; two immediate floats; everything else, which number/ decides.  The first
// two need no stack frame.
#include "interp/handlers.h"
#include "interp/raise.h"
#include "number/arithmetic.h"

namespace tiercel {

namespace {

// Both are fixnums: x - tag and y - tag have no low bits.
inline bool are_fixnums(Value x, Value y) { return (((x.bits - tag_fixnum) | (y.bits - tag_fixnum)) & tag_mask) == 0; }
inline bool are_immediate_floats(Value x, Value y) { return is_immediate_float(x) && is_immediate_float(y); }

// The fixnum results as words; false if it does not fit.
inline bool add_fixnums(Value x, Value y, Value& sum) {
  int64_t result;
  bool overflow =
      __builtin_add_overflow(static_cast<int64_t>(x.bits - tag_fixnum), static_cast<int64_t>(y.bits), &result);
  sum = {static_cast<uint64_t>(result)};
  return !overflow;
}
inline bool subtract_fixnums(Value x, Value y, Value& difference) {
  int64_t result;
  bool overflow =
      __builtin_sub_overflow(static_cast<int64_t>(x.bits), static_cast<int64_t>(y.bits - tag_fixnum), &result);
  difference = {static_cast<uint64_t>(result)};
  return !overflow;
}
inline bool multiply_fixnums(Value x, Value y, Value& product) {
  int64_t result;
  bool overflow = __builtin_mul_overflow(fixnum_value(x), static_cast<int64_t>(y.bits - tag_fixnum), &result);
  product = {static_cast<uint64_t>(result) + tag_fixnum};
  return !overflow;
}

}  // namespace

// --- Arithmetic -----------------------------------------------------------------------------------------------------

#define ARITHMETIC(opcode, fixnum_operation, float_operator, general)                             \
  COLD_HANDLER(opcode##_general) {                                                                \
    store_pc(pc, registers);                                                                      \
    Value result = general(ctx, registers[pc->b], registers[pc->c]);                              \
    if (result == v_pending) [[unlikely]]                                                         \
      TIERCEL_CONTINUE(raise_into_a);                                                             \
    registers[pc->a] = result;                                                                    \
    TIERCEL_NEXT;                                                                                 \
  }                                                                                               \
  __attribute__((noinline)) HANDLER(opcode##_floats) {                                            \
    Value x = registers[pc->b], y = registers[pc->c];                                             \
    if (!are_immediate_floats(x, y)) TIERCEL_CONTINUE(opcode##_general);                          \
    Value result{rotate_float(immediate_float_value(x) float_operator immediate_float_value(y))}; \
    if (!is_immediate_float(result)) [[unlikely]]                                                 \
      TIERCEL_CONTINUE(opcode##_general);                                                         \
    registers[pc->a] = result;                                                                    \
    TIERCEL_NEXT;                                                                                 \
  }                                                                                               \
  HANDLER(handle_##opcode) {                                                                      \
    Value x = registers[pc->b], y = registers[pc->c], result;                                     \
    if (!are_fixnums(x, y) || !fixnum_operation(x, y, result)) [[unlikely]]                       \
      TIERCEL_CONTINUE(opcode##_floats);                                                          \
    registers[pc->a] = result;                                                                    \
    TIERCEL_NEXT;                                                                                 \
  }

ARITHMETIC(add, add_fixnums, +, number_add_slow)
ARITHMETIC(subtract, subtract_fixnums, -, number_subtract_slow)
ARITHMETIC(multiply, multiply_fixnums, *, number_multiply_slow)
#undef ARITHMETIC

namespace {

inline Value immediate_operand(uint16_t field) { return make_fixnum(static_cast<int16_t>(field)); }

// x + n as the program wrote it (field d), which an error message must show.
COLD_HANDLER(add_immediate_general) {
  store_pc(pc, registers);
  Value x = registers[pc->b], n = immediate_operand(pc->c);
  Value result = pc->d == 0   ? number_add_slow(ctx, x, n)
                 : pc->d == 1 ? number_add_slow(ctx, n, x)
                              : number_subtract_slow(ctx, x, make_fixnum(-fixnum_value(n)));
  if (result == v_pending) [[unlikely]]
    TIERCEL_CONTINUE(raise_into_a);
  registers[pc->a] = result;
  TIERCEL_NEXT;
}

}  // namespace

HANDLER(handle_add_immediate) {
  Value x = registers[pc->b], result;
  if (!is_fixnum(x) || !add_fixnums(x, immediate_operand(pc->c), result)) [[unlikely]]
    TIERCEL_CONTINUE(add_immediate_general);
  registers[pc->a] = result;
  TIERCEL_NEXT;
}

// Division of fixnums overflows only for a divisor of -1; that and 0 are left to number/.
#define DIVISION(opcode, operator_, general)                                            \
  COLD_HANDLER(opcode##_general) {                                                      \
    store_pc(pc, registers);                                                            \
    Value result = general(ctx, registers[pc->b], registers[pc->c]);                    \
    if (result == v_pending) [[unlikely]]                                               \
      TIERCEL_CONTINUE(raise_into_a);                                                   \
    registers[pc->a] = result;                                                          \
    TIERCEL_NEXT;                                                                       \
  }                                                                                     \
  HANDLER(handle_##opcode) {                                                            \
    Value x = registers[pc->b], y = registers[pc->c];                                   \
    if (!are_fixnums(x, y) || y == make_fixnum(0) || y == make_fixnum(-1)) [[unlikely]] \
      TIERCEL_CONTINUE(opcode##_general);                                               \
    registers[pc->a] = make_fixnum(fixnum_value(x) operator_ fixnum_value(y));          \
    TIERCEL_NEXT;                                                                       \
  }

DIVISION(quotient, /, number_quotient_slow)
DIVISION(remainder, %, number_remainder_slow)
#undef DIVISION

// --- Comparison -----------------------------------------------------------------------------------------------------

// For each relation: the value, the branch, and the branch against a small fixnum.  A branch that must ask number/
// takes the answer, or what a handler of the error gave instead, as a truth value.
#define COMPARISON(relation, operator_, general)                                                                  \
  COLD_HANDLER(num_##relation##_general) {                                                                        \
    store_pc(pc, registers);                                                                                      \
    Value result = general(ctx, registers[pc->b], registers[pc->c]);                                              \
    if (result == v_pending) [[unlikely]]                                                                         \
      TIERCEL_CONTINUE(raise_into_a);                                                                             \
    registers[pc->a] = result;                                                                                    \
    TIERCEL_NEXT;                                                                                                 \
  }                                                                                                               \
  __attribute__((noinline)) HANDLER(num_##relation##_floats) {                                                    \
    Value x = registers[pc->b], y = registers[pc->c];                                                             \
    if (!are_immediate_floats(x, y)) TIERCEL_CONTINUE(num_##relation##_general);                                  \
    registers[pc->a] = boolean(immediate_float_value(x) operator_ immediate_float_value(y));                      \
    TIERCEL_NEXT;                                                                                                 \
  }                                                                                                               \
  HANDLER(handle_num_##relation) {                                                                                \
    Value x = registers[pc->b], y = registers[pc->c];                                                             \
    if (!are_fixnums(x, y)) [[unlikely]]                                                                          \
      TIERCEL_CONTINUE(num_##relation##_floats);                                                                  \
    registers[pc->a] = boolean(static_cast<int64_t>(x.bits) operator_ static_cast<int64_t>(y.bits));              \
    TIERCEL_NEXT;                                                                                                 \
  }                                                                                                               \
  COLD_HANDLER(jump_unless_##relation##_general) {                                                                \
    store_pc(pc, registers);                                                                                      \
    Value result = general(ctx, registers[pc->a], registers[pc->b]);                                              \
    if (result == v_pending) [[unlikely]]                                                                         \
      result = raise_pending_scheme(ctx);                                                                         \
    TIERCEL_GO_TO(is_truthy(result) ? pc + 1 : jump_target(pc));                                                  \
  }                                                                                                               \
  __attribute__((noinline)) HANDLER(jump_unless_##relation##_floats) {                                            \
    Value x = registers[pc->a], y = registers[pc->b];                                                             \
    if (!are_immediate_floats(x, y)) TIERCEL_CONTINUE(jump_unless_##relation##_general);                          \
    if (immediate_float_value(x) operator_ immediate_float_value(y)) TIERCEL_NEXT;                                \
    TIERCEL_GO_TO(jump_target(pc));                                                                               \
  }                                                                                                               \
  HANDLER(handle_jump_unless_##relation) {                                                                        \
    Value x = registers[pc->a], y = registers[pc->b];                                                             \
    if (!are_fixnums(x, y)) [[unlikely]]                                                                          \
      TIERCEL_CONTINUE(jump_unless_##relation##_floats);                                                          \
    if (static_cast<int64_t>(x.bits) operator_ static_cast<int64_t>(y.bits)) TIERCEL_NEXT;                        \
    TIERCEL_GO_TO(jump_target(pc));                                                                               \
  }                                                                                                               \
  COLD_HANDLER(jump_unless_##relation##_immediate_general) {                                                      \
    store_pc(pc, registers);                                                                                      \
    Value result = general(ctx, registers[pc->a], immediate_operand(pc->b));                                      \
    if (result == v_pending) [[unlikely]]                                                                         \
      result = raise_pending_scheme(ctx);                                                                         \
    TIERCEL_GO_TO(is_truthy(result) ? pc + 1 : jump_target(pc));                                                  \
  }                                                                                                               \
  HANDLER(handle_jump_unless_##relation##_immediate) {                                                            \
    Value x = registers[pc->a];                                                                                   \
    if (!is_fixnum(x)) [[unlikely]]                                                                               \
      TIERCEL_CONTINUE(jump_unless_##relation##_immediate_general);                                               \
    if (static_cast<int64_t>(x.bits) operator_ static_cast<int64_t>(immediate_operand(pc->b).bits)) TIERCEL_NEXT; \
    TIERCEL_GO_TO(jump_target(pc));                                                                               \
  }

COMPARISON(equal, ==, number_equal_slow)
COMPARISON(less, <, number_less_slow)
COMPARISON(greater, >, number_greater_slow)
COMPARISON(less_equal, <=, number_less_equal_slow)
COMPARISON(greater_equal, >=, number_greater_equal_slow)
#undef COMPARISON

}  // namespace tiercel
