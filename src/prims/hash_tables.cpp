// The primitives over hash tables.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "prims/arguments.h"
#include "prims/hash_table.h"

namespace tiercel {

using core::Prim;

Value prim_make_hash_table(Context* ctx, Value kind, Value capacity) {
  if (fixnum_value(kind) >= hash_table_kinds)
    return raise_index_error(ctx, Prim::make_hash_table, kind, hash_table_kinds);
  return make_hash_table(ctx, static_cast<HashTableKind>(fixnum_value(kind)),
                         capacity == v_default ? 0 : fixnum_value(capacity));
}

Value prim_is_hash_table(Context*, Value object) { return boolean(is_hash_table(object)); }

Value prim_hash_table_ref_default(Context* ctx, Value table, Value key, Value missing) {
  return hash_table_ref(ctx, as_hash_table(table), key, missing);
}

Value prim_hash_table_set(Context* ctx, Value table, Value key, Value value) {
  return hash_table_set(ctx, as_hash_table(table), key, value) ? v_unspecified : v_pending;
}

Value prim_hash_table_delete(Context* ctx, Value table, Value key) {
  return boolean(hash_table_delete(ctx, as_hash_table(table), key));
}

Value prim_hash_table_contains(Context* ctx, Value table, Value key) {
  return boolean(hash_table_ref(ctx, as_hash_table(table), key, v_deleted) != v_deleted);
}
Value prim_hash_table_exists(Context* ctx, Value table, Value key) { return prim_hash_table_contains(ctx, table, key); }

Value prim_hash_table_size(Context*, Value table) { return make_fixnum(as_hash_table(table)->count); }
Value prim_hash_table_count(Context*, Value table) { return make_fixnum(as_hash_table(table)->count); }

namespace {

template <class ItemAt>
Value list_entries(Context* ctx, Value table, ItemAt item_at) {
  const HashTable* t = as_hash_table(table);
  ListBuilder items(ctx);
  for (int64_t at = hash_table_next(t, 0); at >= 0; at = hash_table_next(t, at + 1)) items.add(item_at(t, at));
  return items.finish();
}

// Whether `position` holds an entry; else T3005 is pending.
bool check_position(Context* ctx, Prim prim, Value table, Value position) {
  const HashTable* t = as_hash_table(table);
  if (fixnum_value(position) < t->used && hash_table_next(t, fixnum_value(position)) == fixnum_value(position))
    return true;
  (void)raise_index_error(ctx, prim, position, t->used);
  return false;
}

}  // namespace

Value prim_hash_table_keys(Context* ctx, Value table) { return list_entries(ctx, table, hash_table_key); }
Value prim_hash_table_values(Context* ctx, Value table) { return list_entries(ctx, table, hash_table_value); }
Value prim_hash_table_to_alist(Context* ctx, Value table) {
  return list_entries(ctx, table, [ctx](const HashTable* t, int64_t at) {
    return cons(ctx, hash_table_key(t, at), hash_table_value(t, at));
  });
}

Value prim_hash_table_copy(Context* ctx, Value table, Value) {
  const HashTable* from = as_hash_table(table);
  Value copy = make_hash_table(ctx, static_cast<HashTableKind>(fixnum_value(from->kind)), from->count);
  if (copy == v_pending) return copy;
  for (int64_t at = hash_table_next(from, 0); at >= 0; at = hash_table_next(from, at + 1))
    if (!hash_table_set(ctx, as_hash_table(copy), hash_table_key(from, at), hash_table_value(from, at)))
      return v_pending;
  return copy;
}

Value prim_hash_table_clear(Context* ctx, Value table) {
  HashTable* t = as_hash_table(table);
  Value empty = make_hash_table(ctx, static_cast<HashTableKind>(fixnum_value(t->kind)), 0);
  if (empty == v_pending) return empty;
  store_field(t, &t->entries, as_hash_table(empty)->entries);
  store_field(t, &t->index, as_hash_table(empty)->index);
  t->count = t->used = 0;
  return v_unspecified;
}

Value prim_hash_table_kind(Context*, Value table) { return as_hash_table(table)->kind; }

Value prim_hash_table_next(Context*, Value table, Value position) {
  int64_t next = hash_table_next(as_hash_table(table), fixnum_value(position));
  return next < 0 ? v_false : make_fixnum(next);
}

Value prim_hash_table_key_at(Context* ctx, Value table, Value position) {
  if (!check_position(ctx, Prim::hash_table_key_at, table, position)) return v_pending;
  return hash_table_key(as_hash_table(table), fixnum_value(position));
}

Value prim_hash_table_value_at(Context* ctx, Value table, Value position) {
  if (!check_position(ctx, Prim::hash_table_value_at, table, position)) return v_pending;
  return hash_table_value(as_hash_table(table), fixnum_value(position));
}

Value prim_raise_key_error(Context* ctx, Value procedure, Value key) {
  return raise_error(ctx, ErrorCode::T3015, {procedure, key});
}

}  // namespace tiercel
