// Arguments and multiple values in transit: between the registers, ctx->args and ctx->more on one side, ctx->values and
// ctx->more_values on the other, and lists.
#pragma once

#include <span>

#include "object/context.h"

namespace tiercel {

// A new list of the arguments of a call.
Value arguments_list(Context* ctx, int64_t argc, Value a0, Value a1, Value a2);

// Puts `arguments` where a call has them: the first three into `registers`, the others into the context.
void place_arguments(Context* ctx, std::span<const Value> arguments, Value* registers);

// Makes the arguments of a call the values of a return.  The result is v_multiple unless there is exactly one.
Value set_values(Context* ctx, int64_t argc, Value a0, Value a1, Value a2);
Value set_values_from_list(Context* ctx, Value list);

// A new list of the values that `result` stands for; valid directly after the call that returned it.
Value values_list(Context* ctx, Value result);

// A parameter object whose value is `value` outside of all bindings, and what it is worth here and now.
Value make_parameter(Context* ctx, Value value, Value converter);
Value parameter_value(Context* ctx, const Procedure* parameter);
// Stores a value where parameter_value finds it.
void set_parameter_value(Context* ctx, Procedure* parameter, Value value);
bool is_parameter(Value v);

// The entry of parameter objects.
Value parameter_entry(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

}  // namespace tiercel
