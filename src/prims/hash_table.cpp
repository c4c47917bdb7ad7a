// The machinery of hash tables, apart from the primitives over them.
#include "prims/hash_table.h"

#include <algorithm>

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "prims/equivalence.h"
#include "prims/fast.h"
#include "text/string.h"

namespace tiercel {

namespace {

constexpr int32_t slot_free = -1;
constexpr int64_t capacity_min = 8;
constexpr int64_t capacity_max = int64_t{1} << 30;  // positions are int32

int64_t capacity_of(const HashTable* table) { return vector_length(as_vector(table->entries)) / 2; }
int32_t* slots_of(const HashTable* table) { return reinterpret_cast<int32_t*>(as_bytevector(table->index)->bytes); }
uint64_t slot_mask(const HashTable* table) { return static_cast<uint64_t>(capacity_of(table)) * 2 - 1; }
// Of a custom table: the hashes of the entries, which stand behind the slots.
uint32_t* hashes_of(const HashTable* table) {
  return reinterpret_cast<uint32_t*>(slots_of(table)) + capacity_of(table) * 2;
}
uint32_t stored_hash(uint64_t hash) { return static_cast<uint32_t>(hash >> 16); }

bool is_weak(const HashTable* table) {
  return table->header & (hash_table_flag_weak_keys | hash_table_flag_weak_values);
}

// Keys that a stranger may choose are hashed with the isolate's seed.
Hash hash_key(Context* ctx, HashTableKind kind, Value key) {
  switch (kind) {
    case HashTableKind::eq: return hash_by_identity(key, ctx->isolate->hash_seed);
    case HashTableKind::eqv: return hash_for_eqv(key, ctx->isolate->hash_seed);
    case HashTableKind::equal:
    case HashTableKind::string: return hash_for_equal(key, ctx->isolate->hash_seed);
    case HashTableKind::custom: break;
  }
  __builtin_unreachable();
}

bool keys_match(HashTableKind kind, Value x, Value y) {
  if (x == y) return true;
  switch (kind) {
    case HashTableKind::eq: return false;
    case HashTableKind::eqv: return values_are_eqv(x, y);
    case HashTableKind::equal:
    case HashTableKind::string: return values_are_equal(x, y);
    case HashTableKind::custom: break;
  }
  __builtin_unreachable();
}

// The slot for a new entry: the first free one.
uint64_t free_slot(const int32_t* slots, uint64_t mask, HashTableKind kind, uint64_t hash) {
  Probing probing(hash, mask);
  while (slots[probing.slot] != slot_free) {
    if (kind == HashTableKind::custom) probing.slot = (probing.slot + 1) & mask;
    else probing.next();
  }
  return probing.slot;
}

// Puts the positions of all entries into the slots, all free before.
void fill_index(Context* ctx, HashTable* table) {
  uint64_t mask = slot_mask(table);
  int32_t* slots = slots_of(table);
  HashTableKind kind = hash_table_kind(table);
  std::memset(slots, 0xFF, (mask + 1) * sizeof(int32_t));
  table->header &= ~hash_table_flag_address_hashed;
  for (int64_t position = 0; position < table->used; position++) {
    Value key = hash_table_key(table, position);
    if (key == v_deleted) continue;
    Hash hash = kind == HashTableKind::custom ? Hash{hashes_of(table)[position], false} : hash_key(ctx, kind, key);
    if (hash.by_address) table->header |= hash_table_flag_address_hashed;
    slots[free_slot(slots, mask, kind, hash.bits)] = static_cast<int32_t>(position);
  }
  table->epoch = heap_epoch(ctx);
}

// The bytes of the index of a table with this capacity: two slots an entry, and the hash if the table keeps it.
int64_t index_size(HashTableKind kind, int64_t capacity) {
  return capacity * (kind == HashTableKind::custom ? 3 : 2) * static_cast<int64_t>(sizeof(int32_t));
}

// New storage for `capacity` entries, removed ones left behind.
bool rebuild(Context* ctx, HashTable* table, int64_t capacity) {
  if (capacity > capacity_max) {
    (void)raise_out_of_memory(ctx);
    return false;
  }
  bool custom = hash_table_kind(table) == HashTableKind::custom;
  Value entries = make_vector(ctx, capacity * 2, v_deleted);
  if (entries == v_pending) return false;
  Value index = make_bytevector(ctx, index_size(hash_table_kind(table), capacity));
  if (index == v_pending) return false;
  auto* hashes = reinterpret_cast<uint32_t*>(as_bytevector(index)->bytes) + capacity * 2;
  int64_t used = 0;
  for (int64_t position = hash_table_next(table, 0); position >= 0; position = hash_table_next(table, position + 1)) {
    const Value* entry = &as_vector(table->entries)->elements[2 * position];
    as_vector(entries)->elements[2 * used] = entry[0];
    as_vector(entries)->elements[2 * used + 1] = entry[1];
    if (custom) hashes[used] = hashes_of(table)[position];
    used++;
  }
  store_field(table, &table->entries, entries);
  store_field(table, &table->index, index);
  table->used = table->count = used;
  table->first = 0;
  fill_index(ctx, table);
  return true;
}

// Room for one more entry: mostly removed entries are swept out, otherwise the table doubles.  *rebuilt tells whether
// positions and slots are new.
bool make_room(Context* ctx, HashTable* table, bool* rebuilt) {
  *rebuilt = table->used == capacity_of(table);
  if (!*rebuilt) return true;
  int64_t capacity = hash_table_count(table) * 2 > table->used ? capacity_of(table) * 2 : capacity_of(table);
  return rebuild(ctx, table, capacity);
}

// Writes the entry at the next position and lets `slot` point at it.
void append_entry(Context* ctx, HashTable* table, uint64_t slot, Value key, Value value) {
  Vector* entries = as_vector(table->entries);
  int64_t position = table->used++;
  Value first = key, second = value;
  if (hash_table_weakness(table) == HashTableWeakness::keys) first = make_ephemeron(ctx, key, value);
  if (hash_table_weakness(table) == HashTableWeakness::values) first = make_weak_pair(ctx, value, key);
  if (is_weak(table)) second = v_false;
  store_field(entries, &entries->elements[2 * position], first);
  store_field(entries, &entries->elements[2 * position + 1], second);
  slots_of(table)[slot] = static_cast<int32_t>(position);
  table->count++;
}

// The slot that holds the position of `key`, or the free slot where the search ended.
struct Found {
  uint64_t slot;
  int32_t position;  // slot_free if the key is not there
  bool by_address;
};

// Goes from slot to slot until `match` accepts a key.  Not weak: the table's keys are in its entries.
template <class Match>
Found probe(const HashTable* table, Hash hash, Match match) {
  uint64_t mask = slot_mask(table);
  const int32_t* slots = slots_of(table);
  const Value* entries = as_vector(table->entries)->elements;
  for (Probing probing(hash.bits, mask);; probing.next()) {
    int32_t position = slots[probing.slot];
    if (position == slot_free || match(entries[2 * int64_t{position}], position))
      return {probing.slot, position, hash.by_address};
  }
}

Found find(Context* ctx, HashTable* table, Value key) {
  if ((table->header & hash_table_flag_address_hashed) && table->epoch != heap_epoch(ctx)) fill_index(ctx, table);
  HashTableKind kind = hash_table_kind(table);
  // What no equivalence looks into has one hash for all.
  Hash hash = is_heap_pointer(key) ? hash_key(ctx, kind, key) : hash_by_identity(key, ctx->isolate->hash_seed);
  if (is_weak(table)) {
    return probe(table, hash,
                 [=](Value, int32_t position) { return keys_match(kind, hash_table_key(table, position), key); });
  }
  if (kind == HashTableKind::eq || is_equal_to_itself_only(key))
    return probe(table, hash, [=](Value at, int32_t) { return at == key; });
  if (kind != HashTableKind::eqv && is_string(key)) {
    return probe(table, hash, [=, string = as_string(key)](Value at, int32_t) {
      return at == key || (is_string(at) && strings_equal(as_string(at), string));
    });
  }
  return probe(table, hash, [=](Value at, int32_t) { return keys_match(kind, at, key); });
}

}  // namespace

HashTableWeakness hash_table_weakness(const HashTable* table) {
  if (table->header & hash_table_flag_weak_keys) return HashTableWeakness::keys;
  return table->header & hash_table_flag_weak_values ? HashTableWeakness::values : HashTableWeakness::none;
}

Value make_hash_table(Context* ctx, HashTableKind kind, int64_t capacity, HashTableWeakness weakness) {
  int64_t rounded = capacity_min;
  while (rounded < capacity && rounded < capacity_max) rounded *= 2;
  auto* table = static_cast<HashTable*>(allocate(ctx, sizeof(HashTable)));
  table->header = make_header(ObjectKind::hash_table);
  if (weakness == HashTableWeakness::keys) table->header |= hash_table_flag_weak_keys;
  if (weakness == HashTableWeakness::values) table->header |= hash_table_flag_weak_values;
  table->kind = make_fixnum(static_cast<int64_t>(kind));
  table->equality = table->hash = v_false;
  table->entries = table->index = v_false;
  table->count = table->used = table->first = 0;
  table->epoch = heap_epoch(ctx);
  return rebuild(ctx, table, rounded) ? value_of(table) : v_pending;
}

Value hash_table_ref(Context* ctx, HashTable* table, Value key, Value missing) {
  Found found = find(ctx, table, key);
  return found.position == slot_free ? missing : hash_table_value(table, found.position);
}

bool hash_table_set(Context* ctx, HashTable* table, Value key, Value value) {
  Found found = find(ctx, table, key);
  if (found.position != slot_free) {
    hash_table_set_at(ctx, table, found.position, value);
    return true;
  }
  bool rebuilt;
  if (!make_room(ctx, table, &rebuilt)) return false;
  if (rebuilt) found = find(ctx, table, key);
  append_entry(ctx, table, found.slot, key, value);
  if (found.by_address) {
    table->header |= hash_table_flag_address_hashed;
    table->epoch = heap_epoch(ctx);
  }
  return true;
}

bool hash_table_delete(Context* ctx, HashTable* table, Value key) {
  Found found = find(ctx, table, key);
  if (found.position == slot_free) return false;
  hash_table_delete_at(table, found.position);
  return true;
}

int64_t hash_table_candidate(const HashTable* table, uint64_t hash, int64_t after) {
  uint64_t mask = slot_mask(table);
  const int32_t* slots = slots_of(table);
  bool passed = after < 0;
  for (uint64_t slot = stored_hash(hash) & mask; slots[slot] != slot_free; slot = (slot + 1) & mask) {
    int32_t position = slots[slot];
    if (passed && hashes_of(table)[position] == stored_hash(hash) && hash_table_key(table, position) != v_deleted)
      return position;
    passed = passed || position == after;
  }
  return -1;
}

namespace {

// hash_table_insert by what is stored of the hash.
bool insert_stored(Context* ctx, HashTable* table, Value key, Value value, uint32_t hash) {
  bool rebuilt;
  if (!make_room(ctx, table, &rebuilt)) return false;
  uint64_t slot = free_slot(slots_of(table), slot_mask(table), HashTableKind::custom, hash);
  hashes_of(table)[table->used] = hash;
  append_entry(ctx, table, slot, key, value);
  return true;
}

}  // namespace

bool hash_table_insert(Context* ctx, HashTable* table, Value key, Value value, uint64_t hash) {
  return insert_stored(ctx, table, key, value, stored_hash(hash));
}

bool hash_table_add_from(Context* ctx, HashTable* table, const HashTable* from, int64_t position) {
  Value key = hash_table_key(from, position), value = hash_table_value(from, position);
  if (hash_table_kind(from) != HashTableKind::custom) return hash_table_set(ctx, table, key, value);
  return insert_stored(ctx, table, key, value, hashes_of(from)[position]);
}

int64_t hash_table_next(const HashTable* table, int64_t position) {
  for (position = std::max(position, table->first); position < table->used; position++)
    if (hash_table_key(table, position) != v_deleted) return position;
  return -1;
}

Value hash_table_key(const HashTable* table, int64_t position) {
  Value first = as_vector(table->entries)->elements[2 * position];
  if (first == v_deleted || !is_weak(table)) [[likely]]
    return first;
  if (table->header & hash_table_flag_weak_keys) {
    Value key = as_ephemeron(first)->key;
    return key == v_broken_weak ? v_deleted : key;
  }
  return as_weak_pair(first)->key == v_broken_weak ? v_deleted : as_weak_pair(first)->content;
}

Value hash_table_value(const HashTable* table, int64_t position) {
  const Value* entry = &as_vector(table->entries)->elements[2 * position];
  switch (hash_table_weakness(table)) {
    case HashTableWeakness::none: return entry[1];
    case HashTableWeakness::keys: return as_ephemeron(entry[0])->content;
    case HashTableWeakness::values: return as_weak_pair(entry[0])->key;
  }
  __builtin_unreachable();
}

void hash_table_set_at(Context* ctx, HashTable* table, int64_t position, Value value) {
  Vector* entries = as_vector(table->entries);
  Value key = hash_table_key(table, position);
  switch (hash_table_weakness(table)) {
    case HashTableWeakness::none: store_field(entries, &entries->elements[2 * position + 1], value); return;
    case HashTableWeakness::keys:
      store_field(entries, &entries->elements[2 * position], make_ephemeron(ctx, key, value));
      return;
    case HashTableWeakness::values:
      store_field(entries, &entries->elements[2 * position], make_weak_pair(ctx, value, key));
      return;
  }
}

// The slot goes on pointing at the removed entry: a probe that passes it compares with v_deleted, which is no key.
void hash_table_delete_at(HashTable* table, int64_t position) {
  Value* entry = &as_vector(table->entries)->elements[2 * position];
  entry[0] = entry[1] = v_deleted;
  table->count--;
  const Value* entries = as_vector(table->entries)->elements;
  while (table->first < table->used && entries[2 * table->first] == v_deleted) table->first++;
}

int64_t hash_table_count(HashTable* table) {
  if (!is_weak(table)) return table->count;
  const Vector* entries = as_vector(table->entries);
  for (int64_t position = 0; position < table->used; position++)
    if (entries->elements[2 * position] != v_deleted && hash_table_key(table, position) == v_deleted)
      hash_table_delete_at(table, position);
  return table->count;
}

}  // namespace tiercel
