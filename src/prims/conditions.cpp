// What programs ask of conditions.
#include "gen/errors.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/message.h"

namespace tiercel {

namespace {

bool has_code(Value object, ErrorCode code) {
  return type_is_condition(object) && as_condition(object)->code == make_fixnum(static_cast<int64_t>(code));
}

}  // namespace

Value prim_is_error_object(Context*, Value object) { return boolean(type_is_condition(object)); }

Value prim_error_object_message(Context* ctx, Value condition) {
  const Condition* c = as_condition(condition);
  if (irritants_follow_message(c)) return c->message;
  return make_string_utf8(ctx, condition_message(c, ctx->isolate->dialect));
}

Value prim_error_object_irritants(Context*, Value condition) {
  const Condition* c = as_condition(condition);
  return irritants_follow_message(c) ? c->irritants : v_empty;
}

// The codes of the reader are T1xxx.
Value prim_is_read_error(Context*, Value object) {
  if (!type_is_condition(object) || !is_fixnum(as_condition(object)->code)) return v_false;
  return boolean(error_info(static_cast<ErrorCode>(fixnum_value(as_condition(object)->code))).stage ==
                 ErrorStage::read);
}

Value prim_is_file_error(Context*, Value object) { return boolean(has_code(object, ErrorCode::T4004)); }

Value prim_condition_code(Context* ctx, Value condition) {
  Value code = as_condition(condition)->code;
  return is_fixnum(code) ? intern(ctx, error_info(static_cast<ErrorCode>(fixnum_value(code))).code_text) : v_false;
}

Value prim_condition_kind(Context*, Value condition) { return as_condition(condition)->kind; }
Value prim_condition_details(Context*, Value condition) { return as_condition(condition)->irritants; }
Value prim_condition_to_string(Context* ctx, Value object) {
  return make_string_utf8(ctx, describe_raised(object, ctx->isolate->dialect));
}

}  // namespace tiercel
