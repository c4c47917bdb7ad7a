// Moving argument tails between registers, the context's slots and lists.
#include "interp/arguments.h"

#include "object/allocate.h"

namespace tiercel {

namespace {

// Copies a list.  The new pairs are younger than anything else, so their stores need no barrier.
Value copy_list(Context* ctx, Value list) {
  if (!is_pair(list)) return v_empty;
  Value first = cons(ctx, as_pair(list)->car, v_empty), last = first;
  for (list = as_pair(list)->cdr; is_pair(list); list = as_pair(list)->cdr) {
    Value next = cons(ctx, as_pair(list)->car, v_empty);
    as_pair(last)->cdr = next;
    last = next;
  }
  return first;
}

}  // namespace

void IncomingArguments::copy_first(Value* target, int64_t wanted) const {
  int64_t direct = wanted < outside_list ? wanted : outside_list;
  for (int64_t i = 0; i < direct; i++) target[i] = before_list(i);
  Value more = ctx->more;
  for (int64_t i = direct; i < wanted; i++, more = as_pair(more)->cdr) target[i] = as_pair(more)->car;
}

Value IncomingArguments::list_from(int64_t first) const {
  Value list = v_empty;
  if (count > outside_list) {
    Value more = ctx->more;
    for (int64_t i = outside_list; i < first; i++) more = as_pair(more)->cdr;
    list = copy_list(ctx, more);
  }
  int64_t direct = count < outside_list ? count : outside_list;
  if (direct <= first) return list;
  Pair* pairs = take_pairs(ctx, static_cast<size_t>(direct - first));
  if (pairs == nullptr) [[unlikely]] {
    for (int64_t i = direct - 1; i >= first; i--) list = cons(ctx, before_list(i), list);
    return list;
  }
  Pair* pair = pairs;
  for (int64_t i = first; i < direct; i++, pair++) {
    pair->car = before_list(i);
    pair->cdr = {reinterpret_cast<uint64_t>(pair + 1) | tag_pair};
  }
  pair[-1].cdr = list;
  return {reinterpret_cast<uint64_t>(pairs) | tag_pair};
}

void place_extra_arguments(Context* ctx, int64_t argc, const Value* argv) {
  constexpr int64_t outside_list = register_arguments + argument_slots;
  Value more = v_empty;
  for (int64_t i = argc - 1; i >= outside_list; i--) more = cons(ctx, argv[i], more);
  ctx->more = more;
  int64_t direct = argc < outside_list ? argc : outside_list;
  for (int64_t i = register_arguments; i < direct; i++) ctx->args[i - register_arguments] = argv[i];
}

Value return_values(Context* ctx, int64_t count, const Value* values) {
  Value more = v_empty;
  for (int64_t i = count - 1; i >= argument_slots; i--) more = cons(ctx, values[i], more);
  for (int64_t i = 0; i < count && i < argument_slots; i++) ctx->values[i] = values[i];
  ctx->more_values = more;
  ctx->nvalues = count;
  return v_multiple;
}

}  // namespace tiercel
