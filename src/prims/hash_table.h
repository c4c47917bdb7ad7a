// Hash tables: insertion-ordered open addressing.
//
// `entries` is a vector of keys and values in the order of insertion, `index` a bytevector of int32 positions in it,
// probed linearly.  A removed entry keeps its place, marked v_deleted, until the table is rebuilt, so an iteration by
// position survives deletions.  Keys hashed by address are found again after the collector has moved them because the
// table keeps the collection's number (`epoch`) and rebuilds its index when that has changed.
#pragma once

#include "object/layouts.h"

namespace tiercel {

enum class HashTableKind : int64_t { eq = 0, eqv = 1, equal = 2, string = 3 };
constexpr int64_t hash_table_kinds = 4;

// All that give a Value or bool may fail with T4002 pending (v_pending, false) where they allocate.
[[nodiscard]] Value make_hash_table(Context* ctx, HashTableKind kind, int64_t capacity);
// The value of `key`, or `missing`.
Value hash_table_ref(Context* ctx, HashTable* table, Value key, Value missing);
[[nodiscard]] bool hash_table_set(Context* ctx, HashTable* table, Value key, Value value);
// Whether the key was there.
bool hash_table_delete(Context* ctx, HashTable* table, Value key);

// Positions: the first one at or after `position` that holds an entry, or -1.
int64_t hash_table_next(const HashTable* table, int64_t position);
inline Value hash_table_key(const HashTable* table, int64_t position) {
  return as_vector(table->entries)->elements[2 * position];
}
inline Value hash_table_value(const HashTable* table, int64_t position) {
  return as_vector(table->entries)->elements[2 * position + 1];
}

}  // namespace tiercel
