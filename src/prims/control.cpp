// Bodies of the plain primitives of tables/primitives/control.scm: the dynamic state, parameters, roots, conditions.
// The ones with the effect `control` are in control/.
#include <string>

#include "control/continuation.h"
#include "control/state.h"
#include "control/values.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

struct NamedRoot {
  const char* name;
  Root root;
};

// What Scheme may set or ask for by name.
constexpr NamedRoot named_roots[] = {
    {"raise", Root::raise},
    {"rewind", Root::rewind},
    {"interrupt-handler", Root::interrupt_handler},
    {"interrupt", Root::interrupt},
    {"leave", Root::leave},
    {"raise-object", Root::raise_object},
    {"stack-overflow", Root::stack_overflow},
    {"out-of-memory", Root::out_of_memory},
    {"assign-parameter", Root::assign_parameter},
    {"standard-input", Root::standard_input},
    {"standard-output", Root::standard_output},
    {"standard-error", Root::standard_error},
    {"hash-table-operations", Root::hash_table_operations},
};

// The root of that name; Root::count_ if there is none.
Root find_root(Value symbol) {
  std::string name = symbol_utf8(symbol);
  for (const NamedRoot& row : named_roots)
    if (name == row.name) return row.root;
  return Root::count_;
}

Value unknown_root(Context* ctx, const char* who, Value name) {
  return raise_wrong_type(ctx, who, "the name of a root", 0, name);
}

}  // namespace

// --- The dynamic state ----------------------------------------------------------------------------------------------

Value prim_continuation_winders(Context* ctx, Value continuation) { return continuation_winders(ctx, continuation); }

Value prim_winders(Context* ctx) { return ctx->winders; }
Value prim_handlers(Context* ctx) { return ctx->handlers; }
Value prim_parameters(Context* ctx) { return ctx->parameters; }

Value prim_door_winders(Context* ctx) { return control_of(ctx).door->winders; }

Value prim_set_winders(Context* ctx, Value winders) {
  ctx->winders = winders;
  return v_unspecified;
}

Value prim_set_handlers(Context* ctx, Value handlers) {
  ctx->handlers = handlers;
  return v_unspecified;
}

Value prim_set_parameters(Context* ctx, Value parameters) {
  ctx->parameters = parameters;
  return v_unspecified;
}

// --- Parameters -----------------------------------------------------------------------------------------------------

Value prim_make_parameter(Context* ctx, Value value, Value converter) { return make_parameter(ctx, value, converter); }

Value prim_parameter_state(Context* ctx, Value parameter) {
  if (!is_parameter(parameter)) return raise_wrong_type(ctx, "parameterize", "a parameter", 0, parameter);
  return as_procedure(parameter)->elements[0];
}

Value prim_set_parameter(Context* ctx, Value parameter, Value value) {
  if (!is_parameter(parameter)) return raise_wrong_type(ctx, "%set-parameter!", "a parameter", 0, parameter);
  set_parameter_value(ctx, as_procedure(parameter), value);
  return v_unspecified;
}

Value prim_parameter_converter(Context*, Value state) { return as_parameter_state(state)->converter; }

// --- Conditions -----------------------------------------------------------------------------------------------------

Value prim_make_error(Context* ctx, Value message, Value irritants) {
  Value condition = make_condition_list(ctx, ErrorCode::T3010, irritants);
  as_condition(condition)->message = message;  // fresh: needs no barrier
  return condition;
}

Value prim_make_handler_returned(Context* ctx, Value object) { return make_condition(ctx, ErrorCode::T3011, {object}); }

Value prim_raise_type_error(Context* ctx, int64_t, const Value* argv) {
  std::string procedure = string_utf8(argv[0]), expected = string_utf8(argv[1]);
  return raise_wrong_type(ctx, procedure.c_str(), expected.c_str(), static_cast<int>(fixnum_value(argv[2])), argv[3]);
}

Value prim_check_list_end(Context* ctx, Value procedure, Value position, Value end) {
  if (is_null(end)) return v_unspecified;
  std::string name = symbol_utf8(procedure);
  return raise_wrong_type(ctx, name.c_str(), "a list", static_cast<int>(fixnum_value(position)), end);
}

// --- Roots ----------------------------------------------------------------------------------------------------------

Value prim_set_root(Context* ctx, Value name, Value procedure) {
  Root root = find_root(name);
  if (root == Root::count_) return unknown_root(ctx, "%set-root!", name);
  ctx->isolate->set_root(root, procedure);
  return v_unspecified;
}

Value prim_root(Context* ctx, Value name) {
  Root root = find_root(name);
  return root == Root::count_ ? unknown_root(ctx, "%root", name) : ctx->isolate->root(root);
}

}  // namespace tiercel
