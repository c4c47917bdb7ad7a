// Bodies of the primitives on syntax objects.  The work is the expander's (SyntaxServices); these only carry data over.
#include "engine/convert.h"
#include "engine/parts.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/types.h"

namespace tiercel {

Value make_syntax_value(Context* ctx, uint64_t handle) {
  auto* opaque = static_cast<Opaque*>(allocate(ctx, sizeof(Opaque)));
  opaque->header = make_header(ObjectKind::opaque);
  opaque->handle = handle;
  opaque->kind = v_false;
  opaque->keep = v_false;
  opaque->kind = intern(ctx, "syntax");
  return value_of(opaque);
}

namespace {

syntax::SyntaxServices* services_of(Context* ctx) { return parts_of(ctx).evaluator.services(); }

// Null if it is no syntax object, or one whose expansion is over.
syntax::Syntax* syntax_of(Context* ctx, Value v) {
  if (!type_is_opaque(v) || !syntax::is_syntax_handle(as_opaque(v)->handle)) return nullptr;
  syntax::SyntaxServices* services = services_of(ctx);
  return services ? services->syntax_of(as_opaque(v)->handle) : nullptr;
}

Value not_expanding(Context* ctx) { return raise_error(ctx, ErrorCode::T3090, {}); }

}  // namespace

Value prim_is_identifier(Context* ctx, Value object) {
  syntax::SyntaxServices* services = services_of(ctx);
  return boolean(services && syntax_of(ctx, object) && services->is_identifier(syntax_of(ctx, object)));
}

Value prim_syntax_to_datum(Context* ctx, Value syntax) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return syntax_of(ctx, syntax) ? value_of_datum(ctx, services->strip(syntax_of(ctx, syntax))) : syntax;
}

Value prim_datum_to_syntax(Context* ctx, Value context, Value datum) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  if (!syntax_of(ctx, context)) return raise_wrong_type(ctx, "datum->syntax", "an identifier", 0, context);
  Engine::Parts& parts = parts_of(ctx);
  const Datum* converted = datum_of_value(ctx, datum, *parts.evaluator.arena(), parts.names);
  return make_syntax_value(ctx, services->handle_of(services->from_datum(syntax_of(ctx, context), converted)));
}

Value prim_syntax_open(Context* ctx, Value syntax) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return syntax_of(ctx, syntax) ? value_of_datum(ctx, services->open(syntax_of(ctx, syntax))) : syntax;
}

Value prim_free_identifier_equal(Context* ctx, Value a, Value b) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  Engine::Parts& parts = parts_of(ctx);
  Arena& arena = *parts.evaluator.arena();
  return boolean(
      services->same_binding(datum_of_value(ctx, a, arena, parts.names), datum_of_value(ctx, b, arena, parts.names)));
}

Value prim_bound_identifier_equal(Context* ctx, Value a, Value b) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  if (!syntax_of(ctx, a)) return raise_wrong_type(ctx, "bound-identifier=?", "an identifier", 0, a);
  if (!syntax_of(ctx, b)) return raise_wrong_type(ctx, "bound-identifier=?", "an identifier", 1, b);
  return boolean(services->same_identifier(syntax_of(ctx, a), syntax_of(ctx, b)));
}

Value prim_renaming_form(Context* ctx, Value form) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return syntax_of(ctx, form) ? value_of_datum(ctx, services->renaming_form(syntax_of(ctx, form))) : form;
}

Value prim_rename(Context* ctx, Value name) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return make_syntax_value(ctx, services->handle_of(services->rename(parts_of(ctx).names.intern(symbol_utf8(name)))));
}

}  // namespace tiercel
