// What bodies of primitives share: raising with the primitive's own name, ranges, and walking lists.
#pragma once

#include "gen/errors.h"
#include "gen/primitives.h"
#include "heap/block.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/layouts.h"

namespace tiercel {

// The primitive's name as a symbol, for irritants.
Value primitive_name(Context* ctx, core::Prim prim);

// All set the pending condition and give v_pending.
[[nodiscard]] Value raise_immutable_error(Context* ctx, core::Prim prim, Value object);  // T3007
// T3001 for an argument that is no list (dotted, circular, or no pair at all).
[[nodiscard]] Value raise_not_a_list(Context* ctx, core::Prim prim, int argument, Value found);

// [start, end) of something of `length` elements.
struct Range {
  int64_t start, end;
  int64_t size() const { return end - start; }
};
// Reads the optional arguments `start` and `end` (v_default if absent): false, with T3005 pending, unless
// 0 <= start <= end <= length.
[[nodiscard]] bool read_range(Context* ctx, core::Prim prim, Value start, Value end, int64_t length, Range* range);
// For a copy of `count` elements to position `at` of something of `length` elements.
[[nodiscard]] bool read_target(Context* ctx, core::Prim prim, Value at, int64_t count, int64_t length, int64_t* result);

// The argument `index` of a variadic body, or v_default.
inline Value argument_or_default(int64_t argc, const Value* argv, int64_t index) {
  return argc > index ? argv[index] : v_default;
}

// The number of elements of a list, or -1 if it is dotted or circular.
int64_t list_length(Value list);
// The same for lists as long as the program likes: polls on the way (control/list_walk.h).
int64_t list_length(Context* ctx, Value list);

// Appends at the end of a new list.
class ListBuilder {
 public:
  explicit ListBuilder(Context* ctx) : ctx_(ctx) {}
  // Its pairs are new, so stores into them need no barrier, if it is told of each poll.
  void note_poll() {
    if (is_pair(last_)) mark_card(as_pair(last_), &as_pair(last_)->cdr);
  }
  void add(Value item) {
    Value pair = cons(ctx_, item, v_empty);
    if (is_null(last_)) first_ = pair;
    else as_pair(last_)->cdr = pair;
    last_ = pair;
  }
  // The list so far, with `tail` behind it.
  Value finish(Value tail = v_empty) {
    if (is_null(last_)) return tail;
    as_pair(last_)->cdr = tail;
    return first_;
  }

 private:
  Context* ctx_;
  Value first_ = v_empty;
  Value last_ = v_empty;
};

}  // namespace tiercel
