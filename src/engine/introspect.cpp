// Bodies of the primitives that say what is known about procedures and about the machine: (tiercel introspect).
#include "bytecode/disassemble.h"
#include "engine/parts.h"
#include "gen/primitive_bodies.h"
#include "engine/report.h"
#include "interp/inspect.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/types.h"

namespace tiercel {
namespace {

Function* function_in(Value procedure) { return function_of(as_procedure(procedure)); }

Value arity_pair(Context* ctx, int64_t required, bool more, int64_t maximum) {
  return cons(ctx, make_fixnum(required), more ? v_false : make_fixnum(maximum));
}

}  // namespace

Value prim_current_tier(Context*, Value procedure) { return make_fixnum(function_in(procedure)->tier); }
Value prim_call_count(Context*, Value procedure) {
  return make_fixnum(static_cast<int64_t>(function_in(procedure)->calls));
}
Value prim_loop_count(Context*, Value procedure) {
  return make_fixnum(static_cast<int64_t>(function_in(procedure)->loops));
}
Value prim_procedure_name(Context*, Value procedure) { return function_in(procedure)->name; }

Value prim_procedure_arity(Context* ctx, Value procedure) {
  Function* function = function_in(procedure);
  if (function->primitive >= 0) {
    const PrimitiveInfo& info = primitive_table[function->primitive];
    return cons(ctx, arity_pair(ctx, info.min_arguments, info.max_arguments < 0, info.max_arguments), v_empty);
  }
  if (!type_is_vector(function->clauses)) {
    int64_t required = function->arity >> 1;
    return cons(ctx, arity_pair(ctx, required, function->arity & 1, required), v_empty);
  }
  const Vector* clauses = as_vector(function->clauses);
  Value list = v_empty;
  for (int64_t i = vector_length(clauses) - 3; i >= 0; i -= 3) {
    int64_t required = fixnum_value(clauses->elements[i]);
    list = cons(ctx, arity_pair(ctx, required, is_truthy(clauses->elements[i + 1]) && clauses->elements[i + 1] != make_fixnum(0), required), list);
  }
  return list;
}

Value prim_procedure_source(Context* ctx, Value procedure) {
  Engine::Parts& parts = parts_of(ctx);
  Span span = instruction_span(function_in(procedure), 0);
  if (!span.known()) return v_false;
  SourcePosition position = parts.sources.position(span);
  Value file = make_string_utf8(ctx, parts.sources.name(span.file));
  if (file == v_pending) return file;
  return cons(ctx, file, cons(ctx, make_fixnum(position.line), cons(ctx, make_fixnum(position.column), v_empty)));
}

Value prim_fn_captures(Context* ctx, Value procedure) {
  const Procedure* p = as_procedure(procedure);
  Value list = v_empty;
  for (int64_t i = capture_count(p); i-- > 0;) {
    Value v = p->elements[i];
    list = cons(ctx, type_is_box(v) ? as_box(v)->content : v, list);
  }
  return list;
}

Value prim_procedure_bytecode(Context* ctx, Value procedure) {
  Function* function = function_in(procedure);
  return function->primitive >= 0 ? v_false : make_string_utf8(ctx, function_bytecode(function));
}

Value prim_stack_depth(Context* ctx) {
  return make_fixnum(static_cast<int64_t>(ctx->stack_base - reinterpret_cast<uintptr_t>(__builtin_frame_address(0))));
}

Value prim_handler_depth(Context* ctx) {
  int64_t depth = 0;
  for (Value list = ctx->handlers; is_pair(list); list = as_pair(list)->cdr) depth++;
  return make_fixnum(depth);
}

Value prim_bytes_allocated(Context* ctx) { return make_fixnum(static_cast<int64_t>(ctx->heap->bytes_allocated())); }

Value prim_documentation(Context* ctx, Value procedure) {
  Function* function = function_in(procedure);
  if (function->primitive >= 0) return make_string_utf8(ctx, primitive_table[function->primitive].documentation);
  std::string text = function_documentation(function);
  return text.empty() ? v_false : make_string_utf8(ctx, text);
}

}  // namespace tiercel
