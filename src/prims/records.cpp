// Records and promises: the objects behind define-record-type, delay and delay-force.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"
#include "prims/arguments.h"
#include "prims/fast.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

bool record_type_descends(Value type, Value ancestor) {
  while (is_record_type(type)) {
    if (type == ancestor) return true;
    type = as_record_type(type)->parent;
  }
  return false;
}

namespace {

// "a point", for the type's messages.
std::string type_phrase_of(Value type) {
  std::string name = symbol_utf8(as_record_type(type)->name);
  bool vowel = !name.empty() && std::strchr("aeiou", name[0]);
  return (vowel ? "an " : "a ") + name;
}

Value field_name(Value field) { return as_pair(field)->car; }

// The accessor's own name is not known here, so the message names the field: "point-x".
Value raise_not_of_type(Context* ctx, Value record, Value type, int64_t k) {
  Value fields = as_record_type(type)->fields;
  std::string who = symbol_utf8(as_record_type(type)->name);
  if (k < vector_length(as_vector(fields))) who += "-" + symbol_utf8(field_name(as_vector(fields)->elements[k]));
  return raise_wrong_type(ctx, who.c_str(), type_phrase_of(type).c_str(), 0, record);
}

bool field_is_valid(Value field) {
  return is_symbol(field) || (is_pair(field) && is_symbol(as_pair(field)->car) && list_length(field) == 1);
}

}  // namespace

Value slow_record_ref(Context* ctx, Value record, Value type, int64_t k) {
  if (!is_record_type(type)) return raise_type_error(ctx, Prim::record_ref, 1, type);
  if (!is_record_of(record, type)) return raise_not_of_type(ctx, record, type, k);
  return as_record(record)->elements[k];
}

Value slow_record_set(Context* ctx, Value record, Value type, int64_t k, Value value) {
  if (!is_record_type(type)) return raise_type_error(ctx, Prim::record_set, 1, type);
  if (!is_record_of(record, type)) return raise_not_of_type(ctx, record, type, k);
  store_field(as_record(record), &as_record(record)->elements[k], value);
  return v_unspecified;
}

Value prim_make_record_type(Context* ctx, Value name, Value fields, Value parent) {
  int64_t own = list_length(fields);
  if (own < 0) return raise_not_a_list(ctx, Prim::make_record_type, 1, fields);
  bool has_parent = is_record_type(parent);
  if (!has_parent && parent != v_default && !is_false(parent))
    return raise_type_error(ctx, Prim::make_record_type, 2, parent);
  int64_t inherited = has_parent ? vector_length(as_vector(as_record_type(parent)->fields)) : 0;
  Value all = make_vector(ctx, inherited + own, v_false);
  if (all == v_pending) return all;
  for (int64_t i = 0; i < inherited; i++)
    as_vector(all)->elements[i] = as_vector(as_record_type(parent)->fields)->elements[i];
  int64_t i = inherited;
  for (Value at = fields; is_pair(at); at = as_pair(at)->cdr, i++) {
    Value field = as_pair(at)->car;
    if (!field_is_valid(field)) return raise_wrong_type(ctx, "make-record-type", "a field", 0, field);
    bool is_mutable = is_symbol(field);
    as_vector(all)->elements[i] = cons(ctx, is_mutable ? field : as_pair(field)->car, boolean(is_mutable));
  }
  auto* type = static_cast<RecordType*>(allocate(ctx, sizeof(RecordType)));
  type->header = make_header(ObjectKind::record_type);
  type->name = name;
  type->parent = has_parent ? parent : v_false;
  type->fields = all;
  type->uid = v_false;
  return value_of(type);
}

Value prim_is_record_type(Context*, Value object) { return boolean(is_record_type(object)); }

Value prim_record(Context* ctx, int64_t argc, const Value* argv) {
  int64_t expected = vector_length(as_vector(as_record_type(argv[0])->fields));
  if (argc - 1 != expected) return raise_arity_error(ctx, Prim::record, argc);
  return make_record(ctx, argv[0], {argv + 1, static_cast<size_t>(argc - 1)});
}

Value prim_record_ref(Context* ctx, Value record, Value type, Value k) {
  int64_t count = vector_length(as_vector(as_record_type(type)->fields));
  if (fixnum_value(k) >= count) return raise_index_error(ctx, Prim::record_ref, k, count);
  return fast_record_ref(ctx, record, type, fixnum_value(k));
}

Value prim_record_set(Context* ctx, int64_t, const Value* argv) {
  int64_t count = vector_length(as_vector(as_record_type(argv[1])->fields));
  if (fixnum_value(argv[2]) >= count) return raise_index_error(ctx, Prim::record_set, argv[2], count);
  return fast_record_set(ctx, argv[0], argv[1], fixnum_value(argv[2]), argv[3]);
}

Value prim_is_record(Context*, Value object, Value type) {
  return boolean(type == v_default ? is_record(object) : is_record_of(object, type));
}

Value prim_record_type_of(Context*, Value record) { return as_record(record)->type; }
Value prim_record_type_name(Context*, Value type) { return as_record_type(type)->name; }

Value prim_record_type_fields(Context* ctx, Value type) {
  const Vector* fields = as_vector(as_record_type(type)->fields);
  Value names = v_empty;
  for (int64_t i = vector_length(fields); i-- > 0;) names = cons(ctx, field_name(fields->elements[i]), names);
  return names;
}

namespace {

Value new_promise(Context* ctx, bool done, Value content) {
  Value state = make_box(ctx, cons(ctx, boolean(done), content));
  auto* promise = static_cast<Promise*>(allocate(ctx, sizeof(Promise)));
  promise->header = make_header(ObjectKind::promise);
  promise->state = state;
  return value_of(promise);
}

Pair* promise_state(Value promise) { return as_pair(as_box(as_promise(promise)->state)->content); }

}  // namespace

Value prim_is_promise(Context*, Value object) { return boolean(is_promise(object)); }
Value prim_make_promise(Context* ctx, Value object) {
  return is_promise(object) ? object : new_promise(ctx, true, object);
}
Value prim_new_promise(Context* ctx, Value done, Value content) { return new_promise(ctx, is_truthy(done), content); }
Value prim_is_promise_done(Context*, Value promise) { return boolean(is_truthy(promise_state(promise)->car)); }
Value prim_promise_value(Context*, Value promise) { return promise_state(promise)->cdr; }

// R7RS 7.3, promise-update!: both promises share one box afterwards, which holds the newer state.
Value prim_promise_share(Context*, Value promise, Value other) {
  Box* box = as_box(as_promise(promise)->state);
  store_field(box, &box->content, as_box(as_promise(other)->state)->content);
  store_field(as_promise(other), &as_promise(other)->state, as_promise(promise)->state);
  return v_unspecified;
}

}  // namespace tiercel
