// Symbols.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "prims/arguments.h"
#include "text/string.h"

namespace tiercel {

Value prim_is_symbol(Context*, Value object) { return boolean(is_symbol(object)); }

Value prim_symbol_equal(Context*, int64_t argc, const Value* argv) {
  for (int64_t i = 1; i < argc; i++)
    if (argv[i] != argv[0]) return v_false;
  return v_true;
}

Value prim_symbol_to_string(Context*, Value symbol) { return as_symbol(symbol)->name; }

Value prim_string_to_symbol(Context* ctx, Value name) {
  const String* string = as_string(name);
  std::optional<std::string_view> ascii = ascii_characters(string, 0, string_length(string));
  return ascii ? intern(ctx, *ascii) : intern(ctx, string_to_utf8(string));
}

Value prim_uninterned_symbol(Context* ctx, Value name) {
  return make_uninterned_symbol(ctx, string_to_utf8(as_string(name)));
}

Value prim_gensym(Context* ctx, Value prefix) {
  std::string name = "g";
  if (is_string(prefix)) {
    name = string_to_utf8(as_string(prefix));
  } else if (is_symbol(prefix)) {
    name = symbol_utf8(prefix);
  } else if (prefix != v_default) {
    return raise_type_error(ctx, core::Prim::gensym, 0, prefix);
  }
  return make_uninterned_symbol(ctx, name + std::to_string(++ctx->isolate->gensym_counter));
}

Value prim_symbol_append(Context* ctx, int64_t argc, const Value* argv) {
  std::string name;
  for (int64_t i = 0; i < argc; i++) name += symbol_utf8(argv[i]);
  return intern(ctx, name);
}

}  // namespace tiercel
