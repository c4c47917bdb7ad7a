// The primitives over hash tables.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"
#include "prims/arguments.h"
#include "prims/equivalence.h"
#include "prims/hash_table.h"

namespace tiercel {

using core::Prim;

namespace {

// Asks Scheme to do `operation` on a custom table: instead of a condition the vector #(procedure table key extra) is
// pending, and the kernel's `raise-pending` calls the procedure in the place of the primitive.
enum Operation { operation_ref, operation_set, operation_delete, operation_contains };
Value call_custom(Context* ctx, Operation operation, Value table, Value key, Value extra) {
  const Vector* operations = as_vector(ctx->isolate->root(Root::hash_table_operations));
  Value request = make_vector(ctx, 4, extra);
  if (request == v_pending) return request;
  Value* parts = as_vector(request)->elements;
  parts[0] = operations->elements[operation];
  parts[1] = table;
  parts[2] = key;
  ctx->pending = request;
  return v_pending;
}

bool is_custom(Value table) { return hash_table_kind(as_hash_table(table)) == HashTableKind::custom; }

uint64_t hash_bits(Value hash) { return mix_hash(hash_for_eqv(hash).bits); }

}  // namespace

// kind, capacity, weakness, equality, hash
Value prim_make_hash_table(Context* ctx, int64_t argc, const Value* argv) {
  int64_t kind = fixnum_value(argv[0]);
  if (kind >= hash_table_kinds) return raise_index_error(ctx, Prim::make_hash_table, argv[0], hash_table_kinds);
  Value capacity = argument_or_default(argc, argv, 1), weakness = argument_or_default(argc, argv, 2);
  if (weakness == v_default) weakness = make_fixnum(0);
  if (fixnum_value(weakness) >= hash_table_weaknesses)
    return raise_index_error(ctx, Prim::make_hash_table, weakness, hash_table_weaknesses);
  Value made =
      make_hash_table(ctx, static_cast<HashTableKind>(kind), capacity == v_default ? 0 : fixnum_value(capacity),
                      static_cast<HashTableWeakness>(fixnum_value(weakness)));
  if (made == v_pending || argc < 5) return made;
  as_hash_table(made)->equality = argv[3];
  as_hash_table(made)->hash = argv[4];
  return made;
}

Value prim_is_hash_table(Context*, Value object) { return boolean(is_hash_table(object)); }

Value prim_hash_table_ref_default(Context* ctx, Value table, Value key, Value missing) {
  if (is_custom(table)) [[unlikely]]
    return call_custom(ctx, operation_ref, table, key, missing);
  return hash_table_ref(ctx, as_hash_table(table), key, missing);
}

Value prim_hash_table_set(Context* ctx, Value table, Value key, Value value) {
  if (is_custom(table)) [[unlikely]]
    return call_custom(ctx, operation_set, table, key, value);
  return hash_table_set(ctx, as_hash_table(table), key, value) ? v_unspecified : v_pending;
}

Value prim_hash_table_delete(Context* ctx, Value table, Value key) {
  if (is_custom(table)) [[unlikely]]
    return call_custom(ctx, operation_delete, table, key, v_false);
  return boolean(hash_table_delete(ctx, as_hash_table(table), key));
}

Value prim_hash_table_contains(Context* ctx, Value table, Value key) {
  if (is_custom(table)) [[unlikely]]
    return call_custom(ctx, operation_contains, table, key, v_false);
  return boolean(hash_table_ref(ctx, as_hash_table(table), key, v_deleted) != v_deleted);
}
Value prim_hash_table_exists(Context* ctx, Value table, Value key) { return prim_hash_table_contains(ctx, table, key); }

Value prim_hash_table_size(Context*, Value table) { return make_fixnum(hash_table_count(as_hash_table(table))); }

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

namespace {

// An empty table with the properties of another.
Value make_empty_copy(Context* ctx, const HashTable* from, int64_t capacity) {
  Value made = make_hash_table(ctx, hash_table_kind(from), capacity, hash_table_weakness(from));
  if (made == v_pending) return made;
  as_hash_table(made)->equality = from->equality;
  as_hash_table(made)->hash = from->hash;
  return made;
}

}  // namespace

Value prim_hash_table_copy(Context* ctx, Value table, Value) {
  HashTable* from = as_hash_table(table);
  Value copy = make_empty_copy(ctx, from, hash_table_count(from));
  if (copy == v_pending) return copy;
  for (int64_t at = hash_table_next(from, 0); at >= 0; at = hash_table_next(from, at + 1)) {
    if (!hash_table_add_from(ctx, as_hash_table(copy), from, at)) return v_pending;
  }
  return copy;
}

Value prim_hash_table_empty_copy(Context* ctx, Value table) { return make_empty_copy(ctx, as_hash_table(table), 0); }

Value prim_hash_table_clear(Context* ctx, Value table) {
  HashTable* t = as_hash_table(table);
  Value empty = make_empty_copy(ctx, t, 0);
  if (empty == v_pending) return empty;
  store_field(t, &t->entries, as_hash_table(empty)->entries);
  store_field(t, &t->index, as_hash_table(empty)->index);
  t->count = t->used = t->first = 0;
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

Value prim_hash_table_equality(Context*, Value table) { return as_hash_table(table)->equality; }
Value prim_hash_table_hash(Context*, Value table) { return as_hash_table(table)->hash; }
Value prim_hash_table_weakness(Context*, Value table) {
  return make_fixnum(static_cast<int64_t>(hash_table_weakness(as_hash_table(table))));
}

Value prim_hash_table_candidate(Context* ctx, Value table, Value hash, Value after) {
  if (!is_custom(table)) return raise_type_error(ctx, Prim::hash_table_candidate, 0, table);
  int64_t found =
      hash_table_candidate(as_hash_table(table), hash_bits(hash), is_fixnum(after) ? fixnum_value(after) : -1);
  return found < 0 ? v_false : make_fixnum(found);
}

Value prim_hash_table_insert(Context* ctx, int64_t, const Value* argv) {
  if (!is_custom(argv[0])) return raise_type_error(ctx, Prim::hash_table_insert, 0, argv[0]);
  return hash_table_insert(ctx, as_hash_table(argv[0]), argv[1], argv[2], hash_bits(argv[3])) ? v_unspecified
                                                                                              : v_pending;
}

Value prim_hash_table_set_at(Context* ctx, Value table, Value position, Value value) {
  if (!check_position(ctx, Prim::hash_table_set_at, table, position)) return v_pending;
  hash_table_set_at(ctx, as_hash_table(table), fixnum_value(position), value);
  return v_unspecified;
}

Value prim_hash_table_delete_at(Context* ctx, Value table, Value position) {
  if (!check_position(ctx, Prim::hash_table_delete_at, table, position)) return v_pending;
  hash_table_delete_at(as_hash_table(table), fixnum_value(position));
  return v_unspecified;
}

Value prim_hash_table_pop(Context* ctx, Value table) {
  HashTable* t = as_hash_table(table);
  int64_t position = hash_table_next(t, 0);
  if (position < 0) return v_false;
  Value entry = cons(ctx, hash_table_key(t, position), hash_table_value(t, position));
  hash_table_delete_at(t, position);
  return entry;
}

Value prim_raise_key_error(Context* ctx, Value procedure, Value key) {
  return raise_error(ctx, ErrorCode::T3015, {procedure, key});
}

}  // namespace tiercel
