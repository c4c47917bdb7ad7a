// Constant folding: calls a primitive's own body on constant arguments, so that folding and running cannot differ.
#include "engine/convert.h"
#include "engine/parts.h"
#include "gen/primitives.h"
#include "prims/registry.h"
#include "object/types.h"

namespace tiercel {
namespace {

constexpr size_t arguments_max = 8;
constexpr uint64_t limbs_max = 16;  // a folded integer stays below 1,024 bits

// Only constants that are compared by value: a folded pair or string would be shared by all evaluations.  What nil and
// the empty list give may depend on the dialect.
bool is_plain(DatumKind kind) {
  switch (kind) {
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::fixnum:
    case DatumKind::flonum:
    case DatumKind::character:
    case DatumKind::symbol: return true;
    default: return false;
  }
}

bool is_worth_keeping(const Datum* datum) {
  if (datum->kind == DatumKind::bignum) return datum->limbs.size <= limbs_max;
  return is_plain(datum->kind) || datum->kind == DatumKind::ratio;
}

// `expt` and shifts can make numbers of any size out of small ones.
bool may_explode(std::string_view name) { return name == "expt" || name == "arithmetic-shift" || name == "exact"; }

}  // namespace

const Datum* ConstantFolder::fold(core::Prim prim, std::span<const Datum* const> arguments, Arena& arena) {
  const PrimitiveInfo& info = primitive_info(prim);
  if (!parts_.ready || !(info.effects & effect_foldable) || arguments.size() > arguments_max ||
      may_explode(info.name)) {
    return nullptr;
  }
  Context* ctx = &parts_.isolate.main;
  Value values[arguments_max] = {};
  for (size_t i = 0; i < arguments.size(); i++) {
    if (!is_plain(arguments[i]->kind)) return nullptr;
    values[i] = value_of_datum(ctx, arguments[i]);
    if (values[i] == v_pending) {
      ctx->pending = v_false;
      return nullptr;
    }
  }
  Value result = call_primitive(ctx, prim, {values, arguments.size()});
  if (result == v_pending) {
    ctx->pending = v_false;
    return nullptr;
  }
  if (is_procedure(result) || is_pair(result) ||
      (is_object(result) && !type_is_number(result) && !type_is_symbol(result))) {
    return nullptr;
  }
  const Datum* datum = datum_of_value(ctx, result, arena, parts_.names);
  return is_worth_keeping(datum) ? datum : nullptr;
}

}  // namespace tiercel
