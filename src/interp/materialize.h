// Quoted data: from Datums to immutable heap values, sharing and cycles included, without recursion.
#pragma once

#include <vector>

#include "interp/load.h"
#include "object/value.h"
#include "reader/datum.h"

namespace tiercel {

// Values by Datum: open addressing, because a literal may have millions of parts.
class DatumValues {
 public:
  // The place of the datum's value, valid until the next call; `*is_new` tells whether it has to be filled.
  Value* place(const Datum* datum, bool* is_new);

 private:
  struct Slot {
    const Datum* datum = nullptr;
    Value value{};
  };
  static size_t hash(const Datum* datum) {
    return (reinterpret_cast<uintptr_t>(datum) >> 3) * 0x9E3779B97F4A7C15 >> 20;
  }
  Slot& slot_of(const Datum* datum);
  void grow();

  std::vector<Slot> slots_;
  size_t used_ = 0;
};

// One for each unit, so that what its constants share is one object.  Holds values in plain memory: no collection may
// happen during its life.
class Materializer {
 public:
  Materializer(Context* ctx, CellResolver& resolver) : ctx_(ctx), resolver_(resolver) {}

  // Allocates, never collects.  v_pending, with T4002 pending, if there was no room for a part of this or of a datum before.
  Value value(const Datum* datum);

 private:
  struct Unfilled {
    const Datum* datum;
    Value value;
  };
  Value shell(const Datum* datum);
  Value shell_or_fail(const Datum* datum);
  Value part(const Datum* datum);
  Value symbol(Name name);
  Value unfilled(const Datum* datum, Value value);
  void fill(Unfilled shell);

  Context* ctx_;
  CellResolver& resolver_;
  DatumValues values_;
  std::vector<Unfilled> unfilled_;  // shells whose parts are still to be made
  Name name_ = nullptr;             // the last symbol, for data that name one again and again
  Value symbol_ = v_false;
  bool failed_ = false;
};

}  // namespace tiercel
