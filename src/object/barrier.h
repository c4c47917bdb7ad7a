// The write barrier.  Every store of a Value into a heap object that may be old goes through store_field.
#pragma once

#include "heap/block.h"
#include "object/value.h"

namespace tiercel {

// Stores `v` at `field` inside `holder` (its untagged address).  The store is a release store, so that another thread
// that follows the reference sees the object behind it.
inline void store_field(void* holder, Value* field, Value v) {
  __atomic_store_n(&field->bits, v.bits, __ATOMIC_RELEASE);
  mark_card(holder, field);
}

}  // namespace tiercel
