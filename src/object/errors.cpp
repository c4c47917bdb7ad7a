#include "object/errors.h"

#include "gen/types.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

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
  return value_of(condition);
}

Value make_condition(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants) {
  return make_condition_list(ctx, code, make_list(ctx, {irritants.begin(), irritants.size()}));
}

Value raise_condition(Context* ctx, Value condition) {
  ctx->pending = condition;
  return v_pending;
}

Value raise_error(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants) {
  return raise_condition(ctx, make_condition(ctx, code, irritants));
}

Value raise_type_error(Context* ctx, core::Prim prim, int argument, Value found) {
  const PrimitiveInfo& info = primitive_info(prim);
  int last = info.parameter_count - 1;
  const PrimitiveParameter& parameter = info.parameters[argument < last ? argument : last];
  return raise_error(ctx, ErrorCode::T3001,
                     {intern(ctx, info.name), intern(ctx, parameter.name), intern(ctx, type_phrase(parameter.type)), found});
}

Value raise_wrong_type(Context* ctx, const char* who, const char* expected, Value found) {
  return raise_error(ctx, ErrorCode::T3001, {intern(ctx, who), v_false, intern(ctx, expected), found});
}

Value raise_arity_error(Context* ctx, Value procedure, int64_t argc) {
  return raise_error(ctx, ErrorCode::T3004, {procedure, make_fixnum(argc)});
}

}  // namespace tiercel
