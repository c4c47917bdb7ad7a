// Quoted data: from Datums to immutable heap values, sharing and cycles included, without recursion.
#pragma once

#include <unordered_map>
#include <vector>

#include "interp/load.h"
#include "object/value.h"
#include "reader/datum.h"

namespace tiercel {

// One for each unit, so that what its constants share is one object.  Holds values in plain memory: no collection may
// happen during its life.
class Materializer {
 public:
  Materializer(Context* ctx, CellResolver& resolver) : ctx_(ctx), resolver_(resolver) {}

  // Allocates, never collects.  v_pending, with T4002 pending, if there was no room for a part of this or of a datum before.
  Value value(const Datum* datum);

 private:
  Value shell(const Datum* datum);
  Value shell_or_fail(const Datum* datum);
  void fill(const Datum* datum);
  Value value_of_known(const Datum* datum) const { return values_.at(datum); }

  Context* ctx_;
  CellResolver& resolver_;
  std::unordered_map<const Datum*, Value> values_;
  std::vector<const Datum*> unfilled_;  // shells whose parts are still to be made
  bool failed_ = false;
};

}  // namespace tiercel
