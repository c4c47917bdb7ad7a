// Predicates on immediates and tags, and the objects that stand for themselves.
#include "gen/primitive_bodies.h"
#include "object/isolate.h"
#include "object/layouts.h"
#include "prims/fast.h"

namespace tiercel {

Value prim_is_boolean(Context*, Value object) { return boolean(is_boolean(object)); }
Value prim_is_procedure(Context*, Value object) { return boolean(is_procedure(object)); }
Value prim_is_eof_object(Context*, Value object) { return boolean(object == v_eof); }
Value prim_eof_object(Context*) { return v_eof; }
Value prim_is_atom(Context*, Value object) { return boolean(!is_pair(object)); }
Value prim_atom(Context*, Value object) { return boolean(!is_pair(object)); }
Value prim_is_cons(Context*, Value object) { return boolean(is_pair(object)); }

// Numbers and strings by value, everything else by identity (requirement C6).
Value prim_eq(Context*, Value x, Value y) {
  bool strings = is_string(x) && is_string(y);
  return boolean(strings ? strings_equal(as_string(x), as_string(y)) : values_are_eqv(x, y));
}

Value prim_is_nil(Context* ctx, Value object) { return boolean(object == ctx->isolate->nil()); }
Value prim_unspecified(Context*) { return v_unspecified; }
Value prim_default_object(Context*) { return v_default; }
Value prim_is_default_object(Context*, Value object) { return boolean(object == v_default); }

Value prim_is_keyword(Context*, Value object) {
  if (!is_symbol(object)) return v_false;
  const String* name = as_string(as_symbol(object)->name);
  return boolean(string_length(name) > 1 && string_scalar(name, 0) == ':');
}

Value prim_boolean_equal(Context*, int64_t argc, const Value* argv) {
  for (int64_t i = 1; i < argc; i++)
    if (argv[i] != argv[0]) return v_false;
  return v_true;
}

}  // namespace tiercel
