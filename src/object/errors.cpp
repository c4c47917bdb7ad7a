// Making conditions; see errors.h.
#include "object/errors.h"

#include <cstdio>

#include "gen/types.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

// "2 arguments", "at least 1 argument", "2 to 3 arguments"; at_most < 0: any number.
Value arity_phrase(Context* ctx, int64_t at_least, int64_t at_most) {
  char text[80];
  const char* plural = (at_most < 0 ? at_least : at_most) == 1 ? "" : "s";
  if (at_most < 0) {
    std::snprintf(text, sizeof text, "at least %lld argument%s", static_cast<long long>(at_least), plural);
  } else if (at_least == at_most) {
    std::snprintf(text, sizeof text, "%lld argument%s", static_cast<long long>(at_least), plural);
  } else {
    std::snprintf(text, sizeof text, "%lld to %lld argument%s", static_cast<long long>(at_least),
                  static_cast<long long>(at_most), plural);
  }
  return intern(ctx, text);
}

Value prim_name(Context* ctx, core::Prim prim) { return intern(ctx, primitive_info(prim).name); }

Value procedure_name(Context* ctx, const Function* function) {
  return is_false(function->name) ? intern(ctx, "procedure") : function->name;
}

// What a procedure with several clauses accepts, as "1, 2 or at least 4 arguments".
Value clauses_phrase(Context* ctx, const Vector* clauses) {
  std::string text;
  size_t count = header_length(clauses->header) / 3;
  for (size_t i = 0; i < count; i++) {
    if (i) text += i + 1 == count ? " or " : ", ";
    if (is_truthy(clauses->elements[3 * i + 1]) && clauses->elements[3 * i + 1] != make_fixnum(0)) text += "at least ";
    text += std::to_string(fixnum_value(clauses->elements[3 * i]));
  }
  return intern(ctx, text + " arguments");
}

}  // namespace

Value make_condition_list(Context* ctx, ErrorCode code, Value irritants) {
  const ErrorInfo& info = error_info(code);
  auto* condition = static_cast<Condition*>(allocate(ctx, sizeof(Condition)));
  condition->header = make_header(ObjectKind::condition);
  condition->code = make_fixnum(static_cast<int64_t>(code));
  condition->kind = v_false;
  condition->message = v_false;
  condition->irritants = irritants;
  condition->location = v_false;
  condition->backtrace = v_false;
  condition->payload = v_false;
  condition->kind = intern(ctx, info.name);
  if (ctx->isolate->describe_condition) ctx->isolate->describe_condition(ctx, condition);
  return value_of(condition);
}

Value make_condition(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants) {
  return make_condition_list(ctx, code, make_list(ctx, {irritants.begin(), irritants.size()}));
}

Value raise_condition(Context* ctx, Value condition) {
  ctx->pending = condition;
  return v_pending;
}

Value raise_message(Context* ctx, ErrorCode code, std::string_view text) {
  Value message = make_string_utf8(ctx, text);
  if (message == v_pending) return message;
  Value condition = make_condition(ctx, code, {});
  as_condition(condition)->message = message;
  return raise_condition(ctx, condition);
}

Value raise_error(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants) {
  return raise_condition(ctx, make_condition(ctx, code, irritants));
}

Value raise_wrong_type(Context* ctx, const char* who, const char* expected, int argument, Value found) {
  return raise_error(ctx, ErrorCode::T3001,
                     {intern(ctx, who), intern(ctx, expected), make_fixnum(argument + 1), found});
}

Value raise_type_error(Context* ctx, core::Prim prim, int argument, Value found) {
  const PrimitiveInfo& info = primitive_info(prim);
  int last = info.parameter_count - 1;  // a rest parameter's type stands for all further arguments
  const PrimitiveParameter& parameter = info.parameters[argument < last ? argument : last];
  return raise_wrong_type(ctx, info.name, type_phrase(parameter.type), argument, found);
}

Value raise_arity_error(Context* ctx, core::Prim prim, int64_t argc) {
  const PrimitiveInfo& info = primitive_info(prim);
  Value expected = arity_phrase(ctx, info.min_arguments, info.max_arguments);
  return raise_error(ctx, ErrorCode::T3004, {prim_name(ctx, prim), expected, make_fixnum(argc)});
}

Value raise_arity_error(Context* ctx, Value procedure, int64_t argc) {
  const Function* function = as_function(as_procedure(procedure)->function);
  if (function->primitive >= 0) return raise_arity_error(ctx, static_cast<core::Prim>(function->primitive), argc);
  int64_t required = function->arity >> 1;
  Value expected = is_vector(function->clauses) ? clauses_phrase(ctx, as_vector(function->clauses))
                                                : arity_phrase(ctx, required, function->arity & 1 ? -1 : required);
  return raise_error(ctx, ErrorCode::T3004, {procedure_name(ctx, function), expected, make_fixnum(argc)});
}

Value raise_index_error(Context* ctx, core::Prim prim, Value index, int64_t length) {
  return raise_error(ctx, ErrorCode::T3005, {prim_name(ctx, prim), index, make_fixnum(length)});
}

Value raise_out_of_memory(Context* ctx) {
  return raise_error(ctx, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx->heap->limit()))});
}

}  // namespace tiercel
