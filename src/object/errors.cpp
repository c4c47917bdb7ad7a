// Making conditions; see errors.h.
#include "object/errors.h"

#include <algorithm>

#include "gen/types.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

Value prim_name(Context* ctx, core::Prim prim) { return intern(ctx, primitive_info(prim).name); }

Value procedure_name(Context* ctx, const Function* function) {
  return is_false(function->name) ? intern(ctx, "an anonymous procedure") : function->name;
}

}  // namespace

std::string arity_text(int64_t at_least, int64_t at_most) {
  std::string plural = (at_most < 0 ? at_least : at_most) == 1 ? " argument" : " arguments";
  if (at_most < 0) return "at least " + std::to_string(at_least) + plural;
  if (at_least == at_most) return std::to_string(at_least) + plural;
  return std::to_string(at_least) + " to " + std::to_string(at_most) + plural;
}

std::string arity_text(const std::vector<ClauseArity>& clauses) {
  if (clauses.empty()) return "no call at all";
  if (clauses.size() == 1) return arity_text(clauses[0].required, clauses[0].rest ? -1 : clauses[0].required);
  int64_t rest_from = INT64_MAX;  // clauses that a rest parameter makes superfluous are not told
  for (const ClauseArity& clause : clauses) {
    if (clause.rest) rest_from = std::min(rest_from, clause.required);
  }
  std::vector<ClauseArity> told;
  for (const ClauseArity& clause : clauses) {
    if (clause.required < rest_from) told.push_back(clause);
  }
  if (rest_from != INT64_MAX) told.push_back({rest_from, true});
  if (told.size() < clauses.size()) return arity_text(told);
  std::string text;
  for (size_t i = 0; i < clauses.size(); i++) {
    if (i) text += i + 1 == clauses.size() ? " or " : ", ";
    if (clauses[i].rest) text += "at least ";
    text += std::to_string(clauses[i].required);
  }
  return text + " arguments";
}

std::vector<ClauseArity> arity_of(const Function* function) {
  if (!is_vector(function->clauses)) return {{function->arity >> 1, (function->arity & 1) != 0}};
  const Vector* triples = as_vector(function->clauses);
  std::vector<ClauseArity> clauses;
  for (size_t i = 0; i + 2 < header_length(triples->header); i += 3)
    clauses.push_back({fixnum_value(triples->elements[i]), triples->elements[i + 1] != make_fixnum(0)});
  return clauses;
}

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
  Value expected = intern(ctx, arity_text(info.min_arguments, info.max_arguments));
  return raise_error(ctx, ErrorCode::T3004, {prim_name(ctx, prim), expected, make_fixnum(argc)});
}

Value raise_arity_error(Context* ctx, Value procedure, int64_t argc) {
  const Function* function = as_function(as_procedure(procedure)->function);
  if (function->primitive >= 0) return raise_arity_error(ctx, static_cast<core::Prim>(function->primitive), argc);
  Value expected = intern(ctx, arity_text(arity_of(function)));
  return raise_error(ctx, ErrorCode::T3004, {procedure_name(ctx, function), expected, make_fixnum(argc)});
}

Value raise_values_error(Context* ctx, int64_t expected, bool at_least, int64_t found) {
  std::string text = (at_least ? "at least " : "") + std::to_string(expected) + (expected == 1 ? " value" : " values");
  return raise_error(ctx, ErrorCode::T3009, {intern(ctx, text), make_fixnum(found)});
}

Value raise_index_error(Context* ctx, core::Prim prim, Value index, int64_t length) {
  return raise_error(ctx, ErrorCode::T3005, {prim_name(ctx, prim), index, make_fixnum(length)});
}

Value raise_out_of_memory(Context* ctx) {
  return raise_error(ctx, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx->heap->limit()))});
}

}  // namespace tiercel
