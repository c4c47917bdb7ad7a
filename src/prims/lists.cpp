// Lists.  nil ends a list as '() does; whoever walks a list that the program gives also notices that it never ends.
#include "control/list_walk.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "prims/arguments.h"
#include "prims/equivalence.h"
#include "prims/fast.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

Value prim_is_list(Context* ctx, Value object) { return boolean(list_length(ctx, object) >= 0); }

Value prim_list(Context* ctx, int64_t argc, const Value* argv) {
  Value list = v_empty;
  for (int64_t i = argc; i-- > 0;) list = cons(ctx, argv[i], list);
  return list;
}

Value prim_cons_star(Context* ctx, int64_t argc, const Value* argv) {
  Value list = argv[argc - 1];
  for (int64_t i = argc - 1; i-- > 0;) list = cons(ctx, argv[i], list);
  return list;
}

constexpr int64_t list_length_max = int64_t{1} << 48;

Value prim_make_list(Context* ctx, Value length, Value fill) {
  int64_t count = fixnum_value(length);
  // Pairs come one by one, so the limit is asked for the whole before the first.
  if (count > list_length_max || !has_room(ctx, static_cast<size_t>(count) * sizeof(Pair)))
    return raise_out_of_memory(ctx);
  Value item = fill == v_default ? v_unspecified : fill;
  Value list = v_empty;
  for (int64_t i = 0; i < count; i++) {
    if (i % elements_between_polls == elements_between_polls - 1) (void)poll_if_requested(ctx);
    list = cons(ctx, item, list);
  }
  return list;
}

Value prim_length(Context* ctx, Value list) {
  int64_t length = list_length(ctx, list);
  return length < 0 ? raise_not_a_list(ctx, Prim::length, 0, list) : make_fixnum(length);
}

Value prim_append(Context* ctx, int64_t argc, const Value* argv) {
  if (argc == 0) return v_empty;
  Value result = argv[argc - 1];
  for (int64_t i = argc - 1; i-- > 0;) {
    ListBuilder copy(ctx);
    ListWalk walk(ctx);
    Value at = argv[i];
    for (; is_pair(at); at = as_pair(at)->cdr) {
      if (walk.has_come_round(at, [&] { copy.note_poll(); })) break;
      copy.add(as_pair(at)->car);
    }
    if (!is_null(at)) return raise_not_a_list(ctx, Prim::append, 0, argv[i]);
    result = copy.finish(result);
  }
  return result;
}

namespace {

// The elements of `list` in reverse before `tail`; v_pending if `list` is no list.
Value reverse_onto(Context* ctx, Prim prim, Value list, Value tail) {
  Value result = tail, at = list;
  ListWalk walk(ctx);
  for (; is_pair(at); at = as_pair(at)->cdr) {
    if (walk.has_come_round(at)) break;
    result = cons(ctx, as_pair(at)->car, result);
  }
  return is_null(at) ? result : raise_not_a_list(ctx, prim, 0, list);
}

// The place of `list` after `k` pairs; false with an error pending.
bool skip_pairs(Context* ctx, Prim prim, Value list, Value k, Value* result) {
  Value at = list;
  for (int64_t i = 0; i < fixnum_value(k); i++) {
    if (i % elements_between_polls == elements_between_polls - 1) (void)poll_if_requested(ctx);
    if (!is_pair(at)) {
      (void)raise_index_error(ctx, prim, k, i);
      return false;
    }
    at = as_pair(at)->cdr;
  }
  *result = at;
  return true;
}

// The first tail of `list`, which may be circular, whose car is `same` as the object.
template <class Same>
Value find_member(Context* ctx, Prim prim, Value list, Same same) {
  Value at = list;
  ListWalk walk(ctx);
  for (; is_pair(at); at = as_pair(at)->cdr) {
    if (same(as_pair(at)->car)) return at;
    if (walk.has_come_round(at)) break;
  }
  return is_null(at) ? v_false : raise_not_a_list(ctx, prim, 1, list);
}

template <class Same>
Value find_association(Context* ctx, Prim prim, Value alist, Same same) {
  Value at = alist;
  ListWalk walk(ctx);
  for (; is_pair(at); at = as_pair(at)->cdr) {
    Value entry = as_pair(at)->car;
    if (!is_pair(entry)) break;
    if (same(as_pair(entry)->car)) return entry;
    if (walk.has_come_round(at)) break;
  }
  return is_null(at) ? v_false : raise_not_a_list(ctx, prim, 1, alist);
}

// Gives `find` the cheapest test that says what equal? says of this object.
template <class Find>
Value with_test_for(Value object, Find find) {
  if (is_equal_to_itself_only(object)) return find([=](Value item) { return item == object; });
  if (!is_string(object)) return find([=](Value item) { return values_are_equal(item, object); });
  return find(
      [string = as_string(object)](Value item) { return is_string(item) && strings_equal(as_string(item), string); });
}

}  // namespace

Value prim_reverse(Context* ctx, Value list) { return reverse_onto(ctx, Prim::reverse, list, v_empty); }
Value prim_append_reverse(Context* ctx, Value list, Value tail) {
  return reverse_onto(ctx, Prim::append_reverse, list, tail);
}

Value prim_reverse_in_place(Context* ctx, Value list) {
  int64_t length = list_length(ctx, list);
  if (length < 0) return raise_not_a_list(ctx, Prim::reverse_in_place, 0, list);
  Value at = list;
  for (int64_t i = 0; i < length && is_pair(at); i++, at = as_pair(at)->cdr) {
    if (i % elements_between_polls == elements_between_polls - 1) (void)poll_if_requested(ctx);
    if (is_constant_pair(at)) return raise_immutable_error(ctx, Prim::reverse_in_place, list);
  }
  Value result = v_empty;
  for (int64_t i = 1; is_pair(list); i++) {
    if (i % elements_between_polls == 0) (void)poll_if_requested(ctx);
    Value next = as_pair(list)->cdr;
    store_field(as_pair(list), &as_pair(list)->cdr, result);
    result = list;
    list = next;
  }
  return result;
}

Value prim_list_tail(Context* ctx, Value list, Value k) {
  Value tail;
  return skip_pairs(ctx, Prim::list_tail, list, k, &tail) ? tail : v_pending;
}

Value prim_list_ref(Context* ctx, Value list, Value k) {
  Value tail;
  if (!skip_pairs(ctx, Prim::list_ref, list, k, &tail)) return v_pending;
  if (!is_pair(tail)) return raise_index_error(ctx, Prim::list_ref, k, fixnum_value(k));
  return as_pair(tail)->car;
}

Value prim_list_set(Context* ctx, Value list, Value k, Value value) {
  Value tail;
  if (!skip_pairs(ctx, Prim::list_set, list, k, &tail)) return v_pending;
  if (!is_pair(tail)) return raise_index_error(ctx, Prim::list_set, k, fixnum_value(k));
  if (is_constant_pair(tail)) return raise_immutable_error(ctx, Prim::list_set, list);
  store_field(as_pair(tail), &as_pair(tail)->car, value);
  return v_unspecified;
}

Value prim_list_copy(Context* ctx, Value object) {
  ListBuilder copy(ctx);
  ListWalk walk(ctx);
  Value at = object;
  for (; is_pair(at); at = as_pair(at)->cdr) {
    if (walk.has_come_round(at, [&] { copy.note_poll(); })) break;
    copy.add(as_pair(at)->car);
  }
  return is_pair(at) ? raise_not_a_list(ctx, Prim::list_copy, 0, object) : copy.finish(at);
}

Value prim_last_pair(Context* ctx, Value list) {
  Value last = list;
  ListWalk walk(ctx);
  for (Value at = list; is_pair(at); at = as_pair(at)->cdr) {
    if (walk.has_come_round(at)) return raise_not_a_list(ctx, Prim::last_pair, 0, list);
    last = at;
  }
  return last;
}

Value prim_memq(Context* ctx, Value object, Value list) {
  return find_member(ctx, Prim::memq, list, [=](Value item) { return item == object; });
}
Value prim_memv(Context* ctx, Value object, Value list) {
  return find_member(ctx, Prim::memv, list, [=](Value item) { return values_are_eqv(item, object); });
}
Value prim_member(Context* ctx, Value object, Value list) {
  return with_test_for(object, [=](auto same) { return find_member(ctx, Prim::member, list, same); });
}
Value prim_assq(Context* ctx, Value key, Value alist) {
  return find_association(ctx, Prim::assq, alist, [=](Value item) { return item == key; });
}
Value prim_assv(Context* ctx, Value key, Value alist) {
  return find_association(ctx, Prim::assv, alist, [=](Value item) { return values_are_eqv(item, key); });
}
Value prim_assoc(Context* ctx, Value key, Value alist) {
  return with_test_for(key, [=](auto same) { return find_association(ctx, Prim::assoc, alist, same); });
}

}  // namespace tiercel
