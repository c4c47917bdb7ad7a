// equal? and the hashes that agree with eq?, eqv? and equal?.
#pragma once

#include "base/hash.h"
#include "object/allocate.h"

namespace tiercel {

// equal? of R7RS 6.1, extended to end on circular data.  Uses no C stack in proportion to the data.
bool values_are_equal(Value x, Value y);
// Whether only the object itself is equal? to it, so that eq? decides.
inline bool is_equal_to_itself_only(Value v) { return !is_heap_pointer(v) || is_procedure(v) || is_symbol(v); }

// A hash and whether it depends on the address of an object that may still move: then it is good only for this epoch
// of the heap.
struct Hash {
  uint64_t bits;
  bool by_address;  // of an object that may still move: void after the next collection that moves
};
// Agrees with eq?.  Integers and objects in a row have hashes in a row, so that tables of them are read in order.
inline Hash hash_by_identity(Value object, uint64_t seed = 0) {
  if (is_fixnum(object)) return {object.bits >> 3 ^ seed, false};
  if (is_symbol(object)) return {fold_hash(seed, as_symbol(object)->hash), false};
  if (is_heap_pointer(object)) return {object.bits / granule_size ^ seed, may_move(object)};
  return {fold_hash(seed, object.bits), false};
}
Hash hash_for_eqv(Value object, uint64_t seed = 0);
Hash hash_for_equal(Value object, uint64_t seed);  // looks at a bounded part of the object
// Agrees with equal? for as long as the contents stay the same: addresses play no part.
uint64_t stable_hash(Value object);

}  // namespace tiercel
