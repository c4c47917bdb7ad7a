#include "prims/registry.h"

#include "gen/primitive_checks.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"

namespace tiercel {

namespace {

// A program that is linked with tables of its own has entries for what it uses only.
Value make_primitive(Context* ctx, int number) {
  if (!tiercel_primitive_entries[number]) return v_false;
  const PrimitiveInfo& info = primitive_table[number];
  auto* function = static_cast<Function*>(allocate_nonmoving(ctx, sizeof(Function)));
  function->header = make_header(ObjectKind::function);
  function->entry = tiercel_primitive_entries[number];
  for (Value* field : {&function->code_block, &function->constants, &function->unit, &function->clauses})
    *field = v_false;
  function->name = v_false;
  function->arity = int64_t{info.min_arguments} << 1 | (info.max_arguments != info.min_arguments);
  function->primitive = number;
  function->tier = 2;  // it is machine code
  function->name = intern(ctx, info.name);
  auto* procedure = static_cast<Procedure*>(allocate_nonmoving(ctx, sizeof(Procedure)));
  procedure->header = make_header(ObjectKind::procedure);
  procedure->entry = function->entry;
  procedure->function = value_of(function);
  return value_of(procedure);
}

}  // namespace

void register_primitives(Context* ctx) {
  std::vector<Value>& primitives = ctx->isolate->primitives;
  if (!primitives.empty()) return;
  ctx->isolate->count(Stat::metadata_builds);
  primitives.reserve(primitive_count);
  for (int i = 0; i < primitive_count; i++) primitives.push_back(make_primitive(ctx, i));
}

Value call_primitive(Context* ctx, core::Prim prim, std::span<const Value> arguments) {
  auto number = static_cast<size_t>(prim);
  auto argument = [&](size_t i) { return i < arguments.size() ? arguments[i] : v_default; };
  switch (primitive_table[number].shape) {
    case 0: return tiercel_checked_0[number](ctx);
    case 1: return tiercel_checked_1[number](ctx, argument(0));
    case 2: return tiercel_checked_2[number](ctx, argument(0), argument(1));
    case 3: return tiercel_checked_3[number](ctx, argument(0), argument(1), argument(2));
    default: return tiercel_checked_n[number](ctx, static_cast<int64_t>(arguments.size()), arguments.data());
  }
}

}  // namespace tiercel
