// Bodies of the primitives on syntax objects.  The work is the expander's (SyntaxServices); these only carry data over.
#include "engine/convert.h"
#include "engine/parts.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/types.h"

namespace tiercel {

Value make_syntax_value(Context* ctx, const syntax::Syntax* syntax) {
  auto* opaque = static_cast<Opaque*>(allocate(ctx, sizeof(Opaque)));
  opaque->header = make_header(ObjectKind::opaque);
  opaque->handle = syntax::syntax_handle(syntax);
  opaque->kind = v_false;
  opaque->keep = v_false;
  opaque->kind = intern(ctx, "syntax");
  return value_of(opaque);
}

namespace {

bool is_syntax(Value v) { return type_is_opaque(v) && syntax::is_syntax_handle(as_opaque(v)->handle); }
syntax::Syntax* syntax_of(Value v) { return syntax::syntax_of_handle(as_opaque(v)->handle); }

syntax::SyntaxServices* services_of(Context* ctx) { return parts_of(ctx).evaluator.services(); }

Value not_expanding(Context* ctx) { return raise_error(ctx, ErrorCode::T3090, {}); }

}  // namespace

Value prim_is_identifier(Context* ctx, Value object) {
  syntax::SyntaxServices* services = services_of(ctx);
  return boolean(services && is_syntax(object) && services->is_identifier(syntax_of(object)));
}

Value prim_syntax_to_datum(Context* ctx, Value syntax) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return is_syntax(syntax) ? value_of_datum(ctx, services->strip(syntax_of(syntax))) : syntax;
}

Value prim_datum_to_syntax(Context* ctx, Value context, Value datum) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  if (!is_syntax(context)) return raise_wrong_type(ctx, "datum->syntax", "an identifier", 0, context);
  Engine::Parts& parts = parts_of(ctx);
  const Datum* converted = datum_of_value(ctx, datum, *parts.evaluator.arena(), parts.names);
  return make_syntax_value(ctx, services->from_datum(syntax_of(context), converted));
}

Value prim_syntax_open(Context* ctx, Value syntax) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return is_syntax(syntax) ? value_of_datum(ctx, services->open(syntax_of(syntax))) : syntax;
}

Value prim_free_identifier_equal(Context* ctx, Value a, Value b) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  Engine::Parts& parts = parts_of(ctx);
  Arena& arena = *parts.evaluator.arena();
  return boolean(services->same_binding(datum_of_value(ctx, a, arena, parts.names), datum_of_value(ctx, b, arena, parts.names)));
}

Value prim_bound_identifier_equal(Context* ctx, Value a, Value b) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  if (!is_syntax(a)) return raise_wrong_type(ctx, "bound-identifier=?", "an identifier", 0, a);
  if (!is_syntax(b)) return raise_wrong_type(ctx, "bound-identifier=?", "an identifier", 1, b);
  return boolean(services->same_identifier(syntax_of(a), syntax_of(b)));
}

Value prim_renaming_form(Context* ctx, Value form) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return is_syntax(form) ? value_of_datum(ctx, services->renaming_form(syntax_of(form))) : form;
}

Value prim_rename(Context* ctx, Value name) {
  syntax::SyntaxServices* services = services_of(ctx);
  if (!services) return not_expanding(ctx);
  return make_syntax_value(ctx, services->rename(parts_of(ctx).names.intern(symbol_utf8(name))));
}

}  // namespace tiercel
