// Hash tables: insertion-ordered open addressing.
//
// `entries` is a vector of keys and values in the order of insertion, `index` a bytevector of int32 positions in it,
// at most half of it taken.  A removed entry keeps its place, marked v_deleted, until the table is rebuilt, so an iteration by
// position survives deletions.  Keys hashed by address are found again after the collector has moved them because the
// table keeps the collection's number (`epoch`) and rebuilds its index when that has changed.
//
// A custom table has an equivalence and a hash of the program's own.  Scheme calls these and passes the hash in; here
// it is kept beside the index (32 bits an entry), so that a table of this kind grows without calling anything.  In a
// weak table the place of a key holds an ephemeron (weak keys: key, value) or a weak pair (weak values: value, key),
// and an entry whose reference is broken counts as removed from then on.
#pragma once

#include "object/layouts.h"

namespace tiercel {

enum class HashTableKind : int64_t { eq = 0, eqv = 1, equal = 2, string = 3, custom = 4 };
constexpr int64_t hash_table_kinds = 5;
enum class HashTableWeakness : int64_t { none = 0, keys = 1, values = 2 };
constexpr int64_t hash_table_weaknesses = 3;

// The slots where a hash is looked for, one after the other.  The first is its low bits; the rest of it, some bits a step,
// scatters what meets there, and when that is used up every slot has its turn (the order of probing of CPython's dict).
// It may pass a slot twice, so custom tables, whose candidates are told one by one, take the slots in a row.
//
// Native code goes the same way for some keys (llvm/emit_tables.cpp).
constexpr int probing_shift = 5;
constexpr uint64_t probing_factor = 5;

class Probing {
 public:
  Probing(uint64_t hash, uint64_t mask) : slot(hash & mask), rest_(hash), mask_(mask) {}
  void next() {
    rest_ >>= probing_shift;
    slot = (slot * probing_factor + rest_ + 1) & mask_;
  }
  uint64_t slot;

 private:
  uint64_t rest_, mask_;
};

inline HashTableKind hash_table_kind(const HashTable* table) {
  return static_cast<HashTableKind>(fixnum_value(table->kind));
}
HashTableWeakness hash_table_weakness(const HashTable* table);

// All that give a Value or bool may fail with T4002 pending (v_pending, false) where they allocate.
[[nodiscard]] Value make_hash_table(Context* ctx, HashTableKind kind, int64_t capacity,
                                    HashTableWeakness weakness = HashTableWeakness::none);

// Of tables that are not custom:
// The value of `key`, or `missing`.
Value hash_table_ref(Context* ctx, HashTable* table, Value key, Value missing);
[[nodiscard]] bool hash_table_set(Context* ctx, HashTable* table, Value key, Value value);
// Whether the key was there.
bool hash_table_delete(Context* ctx, HashTable* table, Value key);

// Of custom tables: the position of the next entry with this hash in the order of probing, after the entry at `after`
// or from the beginning if that is -1; -1 if there is none.
int64_t hash_table_candidate(const HashTable* table, uint64_t hash, int64_t after);
// Adds an entry without looking for the key.
[[nodiscard]] bool hash_table_insert(Context* ctx, HashTable* table, Value key, Value value, uint64_t hash);

// Adds the entry at `position` of a table of the same kind that does not have its key.
[[nodiscard]] bool hash_table_add_from(Context* ctx, HashTable* table, const HashTable* from, int64_t position);

// Positions: the first one at or after `position` that holds an entry, or -1.
int64_t hash_table_next(const HashTable* table, int64_t position);
Value hash_table_key(const HashTable* table, int64_t position);  // v_deleted if there is no entry
Value hash_table_value(const HashTable* table, int64_t position);
void hash_table_set_at(Context* ctx, HashTable* table, int64_t position, Value value);
void hash_table_delete_at(HashTable* table, int64_t position);

// The number of entries.  In a weak table those whose reference is broken are removed first.
int64_t hash_table_count(HashTable* table);

}  // namespace tiercel
