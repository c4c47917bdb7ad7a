// What native code leaves to C++: allocation when a range is used up, errors, rare arguments, general arithmetic.
//
// What may raise does so by a tail call once its own work is done (Raising); a primitive answers v_pending and native
// code calls tc_raise.  So no C++ frame is on the stack while Scheme runs; tc_raise and tc_wrong_arity have the calling
// convention of Scheme code for the same reason.
#include "tier/runtime.h"

#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "control/assembly.h"
#include "control/poll.h"
#include "gen/primitive_checks.h"
#include "interp/arguments.h"
#include "interp/entry.h"
#include "interp/handler.h"
#include "interp/hooks.h"
#include "interp/primitive_calls.h"
#include "interp/raise.h"
#include "native/held.h"
#include "native/symbol.h"
#include "number/arithmetic.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/types.h"
#include "prims/fast.h"

namespace tiercel {

namespace {

// --- Errors and polls
// Machine code has no mark of its type before its entry, where -fsanitize=function would look for one.
[[clang::no_sanitize("function")]] Value raise_code(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = raise_procedure(ctx);
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

// Calls the primitive in r10 with the arguments as they are, and raises what is pending then by a tail call.  Its frame is of
// the ordinary form, so that who looks for the instruction that called finds the return address above it.
#if !defined(__x86_64__)
#error "tier/runtime.cpp has no implementation for this processor yet"
#endif
[[gnu::naked]] void call_primitive() {
  asm volatile(
      "push %%rbp\n\t"
      "mov %%rsp, %%rbp\n\t"
      "push %%rdi\n\t"
      "push %%rdi\n\t"
      "call *%%r10\n\t"
      "pop %%rdi\n\t"
      "pop %%rdi\n\t"
      "pop %%rbp\n\t"
      "cmp %[pending], %%rax\n\t"
      "je %P[raise]\n\t"
      "ret" ::[pending] "i"(v_pending.bits),
      [raise] "i"(raise_code));
}

Value wrong_arity_code(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  (void)raise_arity_error(ctx, value_of(self), argc);
  [[clang::musttail]] return raise_code(ctx, self, argc, a0, a1, a2);
}

// Native code calls it with everything in registers; what they hold is on the stack while it runs, where the collector
// sees it.
[[clang::preserve_all]] void poll_with_registers(Context* ctx) { poll_from_primitive_scheme(ctx); }

// Clears afterwards what it used of the stack, with all the registers that were saved there.
[[gnu::naked, clang::preserve_all]] void poll(Context*) {
  asm volatile(
      "push %%rbp\n\t"
      "mov %%rsp, %%rbp\n\t"
      "call %P[poll]\n\t" TIERCEL_CLEAR_BELOW("%%rbp")
      "pop %%rbp\n\t"
      "ret" ::[poll] "i"(poll_with_registers));
}

// Those of 64 places whose bit is in `mask` hold floats, which become words.  Native code keeps everything in registers
// meanwhile.
[[clang::preserve_all]] void box_floats(Context* ctx, uint64_t* places, uint64_t mask) {
  for (; mask != 0; mask &= mask - 1) {
    uint64_t& place = places[std::countr_zero(mask)];
    place = make_flonum(ctx, std::bit_cast<double>(place)).bits;
  }
}

bool holds(Value value, native::Held held) {
  switch (held) {
    case native::Held::anything: return true;
    case native::Held::fixnum: return is_fixnum(value);
    case native::Held::index: return (value.bits & ~native::index_bits) == tag_fixnum;
    case native::Held::pair: return is_pair(value);
    case native::Held::vector: return is_kind(value, ObjectKind::vector);
    case native::Held::f64vector: return is_kind(value, ObjectKind::f64vector);
    case native::Held::bytevector: return is_kind(value, ObjectKind::bytevector);
    case native::Held::string: return is_kind(value, ObjectKind::string);
    case native::Held::record: return is_kind(value, ObjectKind::record);
    case native::Held::flonum: return is_immediate_float(value);
  }
  return false;
}

// Whether that many registers hold what is asked of each (native/held.h).
bool hold(const Value* registers, uint64_t kinds) {
  constexpr uint64_t one = (1 << native::held_bits) - 1;
  for (; kinds != 0; kinds >>= native::held_bits, registers++)
    if (!holds(*registers, static_cast<native::Held>(kinds & one))) return false;
  return true;
}

// Floats for which the primitive of that name has no other answer.
double float_exp(double x) { return std::exp(x); }
double float_log(double x) { return std::log(x); }
double float_sin(double x) { return std::sin(x); }
double float_cos(double x) { return std::cos(x); }
double float_tan(double x) { return std::tan(x); }
double float_atan(double x) { return std::atan(x); }

void out_of_fuel(Context* ctx) {
  ctx->requests.fetch_or(request_fuel, std::memory_order_relaxed);
  poll_from_primitive_scheme(ctx);
}

Value no_procedure(Context* ctx, Value callee) { return raise_error(ctx, ErrorCode::T3003, {callee}); }
Value undefined_variable(Context* ctx, Value name) { return raise_error(ctx, ErrorCode::T3008, {name}); }
Value unbound_cell(Context* ctx, Value cell) { return raise_error(ctx, ErrorCode::T3002, {as_cell(cell)->name}); }
Value cell_content(Context* ctx, Value cell) {
  Value content = as_cell(cell)->content;
  return content == v_unbound ? unbound_cell(ctx, cell) : content;
}
Value unbound_global(Context* ctx, int64_t index) {
  return raise_error(ctx, ErrorCode::T3002, {global_name(ctx, static_cast<uint32_t>(index))});
}

// A tail call of something that is not a procedure with exactly `argc` parameters.  v_true: make it; v_false: call and
// return, since a primitive that calls nothing gains nothing from a tail call and its message wants to show the frame.
// A wrong number of arguments is raised where the call is and not by a callee that has taken over the frame.
Value unusual_tail_call(Context* ctx, Value callee, int64_t argc) {
  const Function* function = function_of(as_procedure(callee));
  if (function->primitive >= 0) return boolean(!is_direct(static_cast<core::Prim>(function->primitive)));
  if (!accepts(function, argc)) return raise_arity_error(ctx, callee, argc);
  return v_true;
}

// --- Arguments and values
Value rest_arguments(Context* ctx, int64_t argc, int64_t first, Value a0, Value a1, Value a2) {
  return IncomingArguments{ctx, argc, {a0, a1, a2}}.list_from(first);
}

Value far_argument(Context* ctx, int64_t index) {
  Value more = ctx->more;
  for (int64_t i = register_arguments + argument_slots; i < index; i++) more = as_pair(more)->cdr;
  return as_pair(more)->car;
}

Value wrong_number_of_values(Context* ctx, Value source, int64_t count, int64_t rest, Value* out) {
  int64_t found = source == v_multiple ? ctx->nvalues : 1;
  for (int64_t i = 0; i < count; i++) out[i] = v_unspecified;
  if (rest) out[count] = v_empty;
  return raise_values_error(ctx, count, rest != 0, found);
}

// The values of a result, spread over out[0..count), the others as a list into out[count] if `rest`.
Value bind_values(Context* ctx, Value source, int64_t count, int64_t rest, Value* out) {
  int64_t found = source == v_multiple ? ctx->nvalues : 1;
  if (rest ? found < count : found != count) return wrong_number_of_values(ctx, source, count, rest, out);
  Value list = v_empty, more = source == v_multiple ? ctx->more_values : v_empty;
  for (int64_t i = 0; i < count || (rest && i < found); i++) {
    Value value = source;
    if (source == v_multiple && i < argument_slots) {
      value = ctx->values[i];
    } else if (source == v_multiple) {
      value = as_pair(more)->car;
      more = as_pair(more)->cdr;
    }
    if (i < count) out[i] = value;
    else list = cons(ctx, value, list);
  }
  if (!rest) return v_unspecified;
  Value forward = v_empty;
  for (; is_pair(list); list = as_pair(list)->cdr) forward = cons(ctx, as_pair(list)->car, forward);
  out[count] = forward;
  return v_unspecified;
}

// --- Objects
void store(Value holder, Value* field, Value value) { store_field(untagged(holder), field, value); }
Value new_closure(Context* ctx, Value function, int64_t captures) {
  return value_of(make_closure(ctx, as_function(function), captures));
}
bool is_eqv(Value x, Value y) { return x == y || (is_object(x) && is_object(y) && slow_is_eqv(x, y)); }
Value is_record_of_type(Value object, Value type) { return fast_is_record(nullptr, object, type); }

// How a function is called, so that the compiler can see that its code calls it so: what it answers, then the parameters.
template <class T>
constexpr char letter_of() {
  if constexpr (std::is_void_v<T>) return native::nothing_letter;
  else if constexpr (std::is_pointer_v<T>) return native::pointer_letter;
  else if constexpr (std::is_same_v<T, double>) return native::float_letter;
  else if constexpr (std::is_same_v<T, bool>) return native::truth_letter;
  else return native::word_letter;
}

template <class Result, class... Parameters>
std::string signature_of() {
  return {letter_of<Result>(), letter_of<Parameters>()...};
}

// `function`, which may answer v_pending, with the calling convention of Scheme code: what is pending is raised by a
// tail call, so native code needs no test and no C++ frame is on the stack meanwhile.  The arguments are the first ones.
template <auto function>
struct Raising;

template <class... Parameters, Value (*function)(Context*, Parameters...)>
struct Raising<function> {
  static std::string signature() { return signature_of<Value, Context*, Parameters...>(); }
  static Value code(Context* ctx, Procedure* a, int64_t b, Value c, Value d, Value e) {
    const uint64_t words[] = {reinterpret_cast<uint64_t>(a), static_cast<uint64_t>(b), c.bits, d.bits, e.bits};
    Value result = call(ctx, words, std::index_sequence_for<Parameters...>());
    if (result == v_pending) [[unlikely]]
      [[clang::musttail]] return raise_code(ctx, a, b, c, d, e);
    return result;
  }

 private:
  template <size_t... positions>
  [[gnu::always_inline]] static Value call(Context* ctx, const uint64_t* words, std::index_sequence<positions...>) {
    return function(ctx, std::bit_cast<Parameters>(words[positions])...);
  }
};

// Which registers native code may rely on after the call.
enum class Keeps : uint8_t { nothing, general, all };

template <auto function>
struct Plain;

template <class Result, class... Parameters, Result (*function)(Parameters...)>
struct Plain<function> {
  static constexpr auto code = function;
  static constexpr Keeps keeps = Keeps::nothing;
  static std::string signature() { return signature_of<Result, Parameters...>(); }
};

template <class Result, class... Parameters, __attribute__((preserve_all)) Result (*function)(Parameters...)>
struct Plain<function> {
  static constexpr auto code = function;
  static constexpr Keeps keeps = Keeps::all;
  static std::string signature() { return signature_of<Result, Parameters...>(); }
};

// A function as native code calls what is rare: every general register keeps what it holds, so that the way that is not
// rare needs no registers that survive calls.  Its frame is all that lies between native code and what it calls.  Where
// an error is raised nothing returns to it, so it must not be a frame that AddressSanitizer waits for.
template <class Callee, class Function = decltype(+Callee::code)>
struct Kept;

template <class Callee, class Result, class... Parameters>
struct Kept<Callee, Result (*)(Parameters...)> {
  static constexpr Keeps keeps = Keeps::general;
  [[clang::preserve_most, clang::no_sanitize("address")]] static Result code(Parameters... parameters) {
    return Callee::code(parameters...);
  }
  static std::string signature() { return Callee::signature(); }
};

// What calls primitives of one type, which come after their arguments.
template <class Primitive>
struct Calling;

template <class... Parameters>
struct Calling<Value (*)(Parameters...)> {
  static constexpr auto code = call_primitive;
  static constexpr Keeps keeps = Keeps::nothing;
  static std::string signature() { return signature_of<Value, Parameters..., const void*>(); }
};

template <class Function>
void* address(Function* function) {
  return reinterpret_cast<void*>(function);
}

// X(name, function): every function that native code calls, but the primitives.  Which registers they keep, the emitter knows
// by name (native::keeps_registers, native::keeps_all_registers).
#define TC_RUNTIME_FUNCTIONS(X)                                  \
  X(tc_raise, Plain<raise_code>)                                 \
  X(tc_wrong_arity, Plain<wrong_arity_code>)                     \
  X(tc_call_n, Calling<CheckedN>)                                \
  X(tc_poll, Plain<poll>)                                        \
  X(tc_out_of_fuel, Kept<Plain<out_of_fuel>>)                    \
  X(tc_no_procedure, Kept<Raising<no_procedure>>)                \
  X(tc_unusual_tail_call, Kept<Raising<unusual_tail_call>>)      \
  X(tc_undefined, Kept<Raising<undefined_variable>>)             \
  X(tc_unbound_cell, Kept<Raising<unbound_cell>>)                \
  X(tc_cell_ref, Kept<Raising<cell_content>>)                    \
  X(tc_unbound_global, Kept<Raising<unbound_global>>)            \
  X(tc_rest_arguments, Kept<Plain<rest_arguments>>)              \
  X(tc_far_argument, Kept<Plain<far_argument>>)                  \
  X(tc_place_arguments, Kept<Plain<place_extra_arguments>>)      \
  X(tc_return_values, Kept<Plain<return_values>>)                \
  X(tc_bind_values, Kept<Raising<bind_values>>)                  \
  X(tc_store_field, Kept<Plain<store>>)                          \
  X(tc_make_closure, Kept<Plain<new_closure>>)                   \
  X(tc_make_box, Kept<Plain<make_box>>)                          \
  X(tc_box_floats, Plain<box_floats>)                            \
  X(tc_hold, Kept<Plain<hold>>)                                  \
  X(tc_exp, Kept<Plain<float_exp>>)                              \
  X(tc_log, Kept<Plain<float_log>>)                              \
  X(tc_sin, Kept<Plain<float_sin>>)                              \
  X(tc_cos, Kept<Plain<float_cos>>)                              \
  X(tc_tan, Kept<Plain<float_tan>>)                              \
  X(tc_atan, Kept<Plain<float_atan>>)                            \
  X(tc_cons, Kept<Plain<cons>>)                                  \
  X(tc_is_eqv, Kept<Plain<is_eqv>>)                              \
  X(tc_is_record, Kept<Plain<is_record_of_type>>)                \
  X(tc_car, Kept<Raising<fast_car>>)                             \
  X(tc_cdr, Kept<Raising<fast_cdr>>)                             \
  X(tc_cadr, Kept<Raising<fast_cadr>>)                           \
  X(tc_cddr, Kept<Raising<fast_cddr>>)                           \
  X(tc_set_car, Kept<Raising<fast_set_car>>)                     \
  X(tc_set_cdr, Kept<Raising<fast_set_cdr>>)                     \
  X(tc_vector_ref, Kept<Raising<slow_vector_ref>>)               \
  X(tc_vector_set, Kept<Raising<slow_vector_set>>)               \
  X(tc_vector_length, Kept<Raising<slow_vector_length>>)         \
  X(tc_string_ref, Kept<Raising<slow_string_ref>>)               \
  X(tc_string_length, Kept<Raising<slow_string_length>>)         \
  X(tc_bytevector_u8_ref, Kept<Raising<slow_bytevector_u8_ref>>) \
  X(tc_record_ref, Kept<Raising<slow_record_ref>>)               \
  X(tc_record_set, Kept<Raising<slow_record_set>>)               \
  X(tc_add, Kept<Raising<number_add_slow>>)                      \
  X(tc_subtract, Kept<Raising<number_subtract_slow>>)            \
  X(tc_multiply, Kept<Raising<number_multiply_slow>>)            \
  X(tc_quotient, Kept<Raising<number_quotient_slow>>)            \
  X(tc_remainder, Kept<Raising<number_remainder_slow>>)          \
  X(tc_equal, Kept<Raising<number_equal_slow>>)                  \
  X(tc_less, Kept<Raising<number_less_slow>>)                    \
  X(tc_greater, Kept<Raising<number_greater_slow>>)              \
  X(tc_less_equal, Kept<Raising<number_less_equal_slow>>)        \
  X(tc_greater_equal, Kept<Raising<number_greater_equal_slow>>)

std::vector<native::RuntimeFunction> make_table() {
#define TIERCEL_ROW(name, function) {#name, address(function::code), function::signature()},
  std::vector<native::RuntimeFunction> table = {TC_RUNTIME_FUNCTIONS(TIERCEL_ROW)};
#undef TIERCEL_ROW
  const std::string signature_of_code = signature_of<Value, Context*, Procedure*, int64_t, Value, Value, Value>();
  for (int i = 0; i < primitive_count; i++) {
    void* function = checked_function(static_cast<core::Prim>(i));
    if (!function) continue;
    std::string signature = signature_of<Value, Context*, int64_t, const Value*>();
    if (tiercel_checked_0[i]) signature = signature_of<Value, Context*>();
    if (tiercel_checked_1[i]) signature = signature_of<Value, Context*, Value>();
    if (tiercel_checked_2[i]) signature = signature_of<Value, Context*, Value, Value>();
    if (tiercel_checked_3[i]) signature = signature_of<Value, Context*, Value, Value, Value>();
    table.push_back({std::string("tc_primitive ") + primitive_table[i].name, function, signature});
    if (Code entry = tiercel_primitive_entries[i])
      table.push_back({std::string("entry ") + primitive_table[i].name, address(entry), signature_of_code});
  }
  return table;
}

}  // namespace

#define TIERCEL_FUNCTION(name, function) TIERCEL_DEFINE_SYMBOL(name, #name, function::code)
TC_RUNTIME_FUNCTIONS(TIERCEL_FUNCTION)
#undef TIERCEL_FUNCTION

// What the emitter takes for granted of a name is so.
#define TIERCEL_CHECK(name, function)                                                   \
  static_assert(native::keeps_registers(#name) == (function::keeps != Keeps::nothing)); \
  static_assert(native::keeps_all_registers(#name) == (function::keeps == Keeps::all));
TC_RUNTIME_FUNCTIONS(TIERCEL_CHECK)
#undef TIERCEL_CHECK

const std::vector<native::RuntimeFunction>& runtime_functions() {
  static const std::vector<native::RuntimeFunction> table = make_table();
  return table;
}

}  // namespace tiercel
