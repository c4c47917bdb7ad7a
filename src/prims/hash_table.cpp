// The machinery of hash tables, apart from the primitives over them.
#include "prims/hash_table.h"

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "prims/equivalence.h"
#include "prims/fast.h"

namespace tiercel {

namespace {

constexpr int32_t slot_free = -1;
constexpr int64_t capacity_min = 8;
constexpr int64_t capacity_max = int64_t{1} << 30;  // positions are int32

HashTableKind kind_of(const HashTable* table) { return static_cast<HashTableKind>(fixnum_value(table->kind)); }
int64_t capacity_of(const HashTable* table) { return vector_length(as_vector(table->entries)) / 2; }
int32_t* slots_of(const HashTable* table) { return reinterpret_cast<int32_t*>(as_bytevector(table->index)->bytes); }
uint64_t slot_mask(const HashTable* table) {
  return static_cast<uint64_t>(bytevector_length(as_bytevector(table->index))) / 4 - 1;
}

Hash hash_key(HashTableKind kind, Value key) {
  switch (kind) {
    case HashTableKind::eq: return hash_by_identity(key);
    case HashTableKind::eqv: return hash_for_eqv(key);
    case HashTableKind::equal: return hash_for_equal(key);
    case HashTableKind::string:
      return is_string(key) ? Hash{hash_string(as_string(key)), false} : hash_by_identity(key);
  }
  __builtin_unreachable();
}

bool keys_match(HashTableKind kind, Value x, Value y) {
  if (x == y) return true;
  switch (kind) {
    case HashTableKind::eq: return false;
    case HashTableKind::eqv: return values_are_eqv(x, y);
    case HashTableKind::equal: return values_are_equal(x, y);
    case HashTableKind::string: return is_string(x) && is_string(y) && strings_equal(as_string(x), as_string(y));
  }
  __builtin_unreachable();
}

// Puts the positions of all entries into `slots`, all free before.
void fill_index(Context* ctx, HashTable* table) {
  uint64_t mask = slot_mask(table);
  int32_t* slots = slots_of(table);
  std::memset(slots, 0xFF, (mask + 1) * sizeof(int32_t));
  table->header &= ~hash_table_flag_address_hashed;
  for (int64_t position = 0; position < table->used; position++) {
    Value key = hash_table_key(table, position);
    if (key == v_deleted) continue;
    Hash hash = hash_key(kind_of(table), key);
    if (hash.by_address) table->header |= hash_table_flag_address_hashed;
    uint64_t slot = hash.bits & mask;
    while (slots[slot] != slot_free) slot = (slot + 1) & mask;
    slots[slot] = static_cast<int32_t>(position);
  }
  table->epoch = heap_epoch(ctx);
}

// New storage for `capacity` entries, removed ones left behind.
bool rebuild(Context* ctx, HashTable* table, int64_t capacity) {
  if (capacity > capacity_max) {
    (void)raise_out_of_memory(ctx);
    return false;
  }
  Value entries = make_vector(ctx, capacity * 2, v_deleted);
  if (entries == v_pending) return false;
  Value index = make_bytevector(ctx, capacity * 2 * static_cast<int64_t>(sizeof(int32_t)));
  if (index == v_pending) return false;
  int64_t used = 0;
  for (int64_t position = hash_table_next(table, 0); position >= 0; position = hash_table_next(table, position + 1)) {
    as_vector(entries)->elements[2 * used] = hash_table_key(table, position);
    as_vector(entries)->elements[2 * used + 1] = hash_table_value(table, position);
    used++;
  }
  store_field(table, &table->entries, entries);
  store_field(table, &table->index, index);
  table->used = used;
  fill_index(ctx, table);
  return true;
}

// The slot that holds the position of `key`, or the free slot where the search ended.
struct Found {
  uint64_t slot;
  int32_t position;  // slot_free if the key is not there
  bool by_address;
};
Found find(Context* ctx, HashTable* table, Value key) {
  if ((table->header & hash_table_flag_address_hashed) && table->epoch != heap_epoch(ctx)) fill_index(ctx, table);
  HashTableKind kind = kind_of(table);
  Hash hash = hash_key(kind, key);
  uint64_t mask = slot_mask(table);
  const int32_t* slots = slots_of(table);
  for (uint64_t slot = hash.bits & mask;; slot = (slot + 1) & mask) {
    int32_t position = slots[slot];
    if (position == slot_free || keys_match(kind, hash_table_key(table, position), key))
      return {slot, position, hash.by_address};
  }
}

}  // namespace

Value make_hash_table(Context* ctx, HashTableKind kind, int64_t capacity) {
  int64_t rounded = capacity_min;
  while (rounded < capacity && rounded < capacity_max) rounded *= 2;
  auto* table = static_cast<HashTable*>(allocate(ctx, sizeof(HashTable)));
  table->header = make_header(ObjectKind::hash_table);
  table->kind = make_fixnum(static_cast<int64_t>(kind));
  table->equality = table->hash = v_false;
  table->entries = table->index = v_false;
  table->count = table->used = 0;
  table->epoch = heap_epoch(ctx);
  return rebuild(ctx, table, rounded) ? value_of(table) : v_pending;
}

Value hash_table_ref(Context* ctx, HashTable* table, Value key, Value missing) {
  Found found = find(ctx, table, key);
  return found.position == slot_free ? missing : hash_table_value(table, found.position);
}

bool hash_table_set(Context* ctx, HashTable* table, Value key, Value value) {
  Found found = find(ctx, table, key);
  Vector* entries = as_vector(table->entries);
  if (found.position != slot_free) {
    store_field(entries, &entries->elements[2 * found.position + 1], value);
    return true;
  }
  if (table->used == capacity_of(table)) {
    // Mostly removed entries are swept out, otherwise the table doubles.
    int64_t capacity = table->count * 2 > table->used ? capacity_of(table) * 2 : capacity_of(table);
    if (!rebuild(ctx, table, capacity)) return false;
    found = find(ctx, table, key);
    entries = as_vector(table->entries);
  }
  int64_t position = table->used++;
  store_field(entries, &entries->elements[2 * position], key);
  store_field(entries, &entries->elements[2 * position + 1], value);
  slots_of(table)[found.slot] = static_cast<int32_t>(position);
  if (found.by_address) {
    table->header |= hash_table_flag_address_hashed;
    table->epoch = heap_epoch(ctx);
  }
  table->count++;
  return true;
}

// The slot goes on pointing at the removed entry: a probe that passes it compares with v_deleted, which is no key.
bool hash_table_delete(Context* ctx, HashTable* table, Value key) {
  Found found = find(ctx, table, key);
  if (found.position == slot_free) return false;
  Value* entry = &as_vector(table->entries)->elements[2 * found.position];
  entry[0] = entry[1] = v_deleted;
  table->count--;
  return true;
}

int64_t hash_table_next(const HashTable* table, int64_t position) {
  for (; position < table->used; position++)
    if (hash_table_key(table, position) != v_deleted) return position;
  return -1;
}

}  // namespace tiercel
