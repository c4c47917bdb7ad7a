// What native code leaves to C++: allocation when a range is used up, errors, rare arguments, general arithmetic.
//
// A function that may raise answers v_pending and native code calls tc_raise, so that no C++ frame is on the stack while
// Scheme runs.  tc_raise and tc_wrong_arity have the calling convention of Scheme code for the same reason.
#include "tier/runtime.h"

#include <memory>
#include <string>

#include "control/poll.h"
#include "interp/arguments.h"
#include "interp/entry.h"
#include "interp/handler.h"
#include "interp/hooks.h"
#include "interp/primitive_calls.h"
#include "interp/raise.h"
#include "number/arithmetic.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "prims/fast.h"

namespace tiercel {

namespace {

// --- Errors and polls
Value raise_code(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = raise_procedure(ctx);
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

Value wrong_arity_code(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  (void)raise_arity_error(ctx, value_of(self), argc);
  [[clang::musttail]] return raise_code(ctx, self, argc, a0, a1, a2);
}

void poll(Context* ctx) { poll_from_primitive_scheme(ctx); }

void out_of_fuel(Context* ctx) {
  ctx->requests.fetch_or(request_fuel, std::memory_order_relaxed);
  poll_from_primitive_scheme(ctx);
}

Value no_procedure(Context* ctx, Value callee) { return raise_error(ctx, ErrorCode::T3003, {callee}); }
Value undefined_variable(Context* ctx, Value name) { return raise_error(ctx, ErrorCode::T3008, {name}); }
Value unbound_cell(Context* ctx, Value cell) { return raise_error(ctx, ErrorCode::T3002, {as_cell(cell)->name}); }
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

Value return_values(Context* ctx, int64_t count, const Value* values) {
  Value more = v_empty;
  for (int64_t i = count - 1; i >= argument_slots; i--) more = cons(ctx, values[i], more);
  for (int64_t i = 0; i < count && i < argument_slots; i++) ctx->values[i] = values[i];
  ctx->more_values = more;
  ctx->nvalues = count;
  return v_multiple;
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
void mark_stored(Value holder, const void* field) { mark_card(untagged(holder), field); }
Value new_closure(Context* ctx, Value function, int64_t captures) {
  return value_of(make_closure(ctx, as_function(function), captures));
}
bool is_eqv(Value x, Value y) { return x == y || (is_object(x) && is_object(y) && slow_is_eqv(x, y)); }
Value is_record_of_type(Value object, Value type) { return fast_is_record(nullptr, object, type); }

template <class Function>
void* address(Function* function) {
  return reinterpret_cast<void*>(function);
}

std::vector<native::RuntimeFunction> make_table() {
  std::vector<native::RuntimeFunction> table = {
      {"tc_raise", address(raise_code)},
      {"tc_wrong_arity", address(wrong_arity_code)},
      {"tc_poll", address(poll)},
      {"tc_out_of_fuel", address(out_of_fuel)},
      {"tc_no_procedure", address(no_procedure)},
      {"tc_unusual_tail_call", address(unusual_tail_call)},
      {"tc_undefined", address(undefined_variable)},
      {"tc_unbound_cell", address(unbound_cell)},
      {"tc_unbound_global", address(unbound_global)},
      {"tc_rest_arguments", address(rest_arguments)},
      {"tc_far_argument", address(far_argument)},
      {"tc_place_arguments", address(place_extra_arguments)},
      {"tc_return_values", address(return_values)},
      {"tc_bind_values", address(bind_values)},
      {"tc_mark_card", address(mark_stored)},
      {"tc_make_closure", address(new_closure)},
      {"tc_make_box", address(make_box)},
      {"tc_make_flonum", address(make_flonum)},
      {"tc_cons", address(cons)},
      {"tc_is_eqv", address(is_eqv)},
      {"tc_is_record", address(is_record_of_type)},
      {"tc_car", address(fast_car)},
      {"tc_cdr", address(fast_cdr)},
      {"tc_cadr", address(fast_cadr)},
      {"tc_cddr", address(fast_cddr)},
      {"tc_set_car", address(fast_set_car)},
      {"tc_set_cdr", address(fast_set_cdr)},
      {"tc_vector_ref", address(slow_vector_ref)},
      {"tc_vector_set", address(slow_vector_set)},
      {"tc_vector_length", address(slow_vector_length)},
      {"tc_string_ref", address(slow_string_ref)},
      {"tc_string_length", address(slow_string_length)},
      {"tc_bytevector_u8_ref", address(slow_bytevector_u8_ref)},
      {"tc_record_ref", address(slow_record_ref)},
      {"tc_record_set", address(slow_record_set)},
      {"tc_add", address(number_add_slow)},
      {"tc_subtract", address(number_subtract_slow)},
      {"tc_multiply", address(number_multiply_slow)},
      {"tc_quotient", address(number_quotient_slow)},
      {"tc_remainder", address(number_remainder_slow)},
      {"tc_equal", address(number_equal_slow)},
      {"tc_less", address(number_less_slow)},
      {"tc_greater", address(number_greater_slow)},
      {"tc_less_equal", address(number_less_equal_slow)},
      {"tc_greater_equal", address(number_greater_equal_slow)},
  };
  static std::vector<std::unique_ptr<std::string>> names;
  for (int i = 0; i < primitive_count; i++) {
    void* function = checked_function(static_cast<core::Prim>(i));
    if (!function) continue;
    names.push_back(std::make_unique<std::string>(std::string("tc_primitive ") + primitive_table[i].name));
    table.push_back({names.back()->c_str(), function});
  }
  return table;
}

}  // namespace

const std::vector<native::RuntimeFunction>& runtime_functions() {
  static const std::vector<native::RuntimeFunction> table = make_table();
  return table;
}

}  // namespace tiercel
