// The write barrier.  Every store of a Value into a heap object that may be old goes through store_field.
//
// Exempt are only stores that fill an object before the next poll: a fresh object is young, or (allocate_nonmoving) has
// its cards marked already.  The roots of the isolate, its cells and the fields of a Context are no heap objects and
// need no barrier; every collection reads them all.
#pragma once

#include <cassert>

#include "heap/block.h"
#include "object/value.h"

namespace tiercel {

// Stores `v` at `field` inside `holder` (its untagged address).  The store is a release store, so that another thread
// that follows the reference sees the object behind it.
inline void store_field(void* holder, Value* field, Value v) {
  assert(v != v_multiple && "several values are in the context; their word is no object (control/values.h)");
  __atomic_store_n(&field->bits, v.bits, __ATOMIC_RELEASE);
  // Bit 1 is set in every heap reference and in no fixnum: most other stores skip the card.
  if (v.bits & 2) mark_card(holder, field);
}

// After `count` references were written without store_field: marks their cards.
inline void mark_fields(void* holder, const Value* fields, size_t count) {
  if (count == 0) return;
  auto* first = reinterpret_cast<const uint8_t*>(fields);
  for (size_t offset = 0; offset < count * sizeof(Value); offset += card_size) mark_card(holder, first + offset);
  mark_card(holder, fields + count - 1);
}

}  // namespace tiercel
