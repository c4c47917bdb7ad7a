// Making objects.  Nothing here collects: when a range is used up the heap gives another one and requests a collection,
// which happens at the next poll.  So C++ may hold raw pointers across any of these.
//
// A fresh object needs no write barrier until the next poll.
#pragma once

#include <cassert>
#include <span>
#include <string>
#include <string_view>

#include "heap/block.h"
#include "heap/heap.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// `bytes` of uninitialised memory for an object with a header, in whole granules.  The caller writes the header at once.
// For sizes that a program chooses freely use try_allocate_large.
[[gnu::always_inline]] inline void* allocate(Context* ctx, size_t bytes) {
  bytes = round_to_granules(bytes);
  uintptr_t start = ctx->objects.next;
  if (ctx->objects.limit - start < bytes) [[unlikely]]
    return ctx->heap->allocate_slow(&ctx->objects, bytes);
  ctx->objects.next = start + bytes;
  return reinterpret_cast<void*>(start);
}

// The same for objects whose size the program chooses: null if it does not fit under the limit (raise T4002).
void* try_allocate_large(Context* ctx, size_t bytes);

[[gnu::always_inline]] inline Value cons(Context* ctx, Value car, Value cdr) {
  uintptr_t start = ctx->pairs.next;
  Pair* pair;
  if (ctx->pairs.limit - start < sizeof(Pair)) [[unlikely]] {
    pair = static_cast<Pair*>(ctx->heap->allocate_slow(&ctx->pairs, sizeof(Pair)));
  } else {
    pair = reinterpret_cast<Pair*>(start);
    ctx->pairs.next = start + sizeof(Pair);
  }
  assert(car != v_multiple && cdr != v_multiple);  // control/values.h
  pair->car = car;
  pair->cdr = cdr;
  return {reinterpret_cast<uint64_t>(pair) | tag_pair};
}

// Room for `count` pairs one behind the other, for the caller to fill before the next poll; null if there are not so many
// in the range at hand.
inline Pair* take_pairs(Context* ctx, size_t count) {
  uintptr_t start = ctx->pairs.next;
  if (ctx->pairs.limit - start < count * sizeof(Pair)) return nullptr;
  ctx->pairs.next = start + count * sizeof(Pair);
  return reinterpret_cast<Pair*>(start);
}

// A pair of a literal: never moves, and set-car! and set-cdr! refuse it.
Value constant_cons(Context* ctx, Value car, Value cdr);
inline bool is_constant_pair(Value pair) { return block_of(untagged(pair))->constant; }

inline Value make_flonum(Context* ctx, double number) {
  uint64_t word = rotate_float(number);
  if (is_immediate_float({word})) return {word};
  auto* boxed = static_cast<Flonum*>(allocate(ctx, sizeof(Flonum)));
  boxed->header = make_header(ObjectKind::flonum);
  boxed->number = number;
  return value_of(boxed);
}

inline Value make_box(Context* ctx, Value content) {
  auto* box = static_cast<Box*>(allocate(ctx, sizeof(Box)));
  box->header = make_header(ObjectKind::box);
  box->content = content;
  return value_of(box);
}

// A closure of `function` with room for `captures` values, which the caller fills.
inline Procedure* make_closure(Context* ctx, Function* function, int64_t captures) {
  auto* closure =
      static_cast<Procedure*>(allocate(ctx, sizeof(Procedure) + static_cast<size_t>(captures) * sizeof(Value)));
  closure->header = make_header(ObjectKind::procedure, static_cast<uint64_t>(captures));
  closure->entry = function->entry;
  closure->function = value_of(function);
  return closure;
}

inline Value make_weak_pair(Context* ctx, Value key, Value content) {
  auto* pair = static_cast<WeakPair*>(allocate(ctx, sizeof(WeakPair)));
  *pair = {make_header(ObjectKind::weak_pair), key, content};
  return value_of(pair);
}

inline Value make_ephemeron(Context* ctx, Value key, Value content) {
  auto* pair = static_cast<Ephemeron*>(allocate(ctx, sizeof(Ephemeron)));
  *pair = {make_header(ObjectKind::ephemeron), key, content};
  return value_of(pair);
}

// Sizes below are chosen by programs: each returns v_pending with T4002 pending if the object does not fit, and sizes
// that cannot exist are refused before any arithmetic overflows.
[[nodiscard]] Value make_vector(Context* ctx, int64_t length, Value fill);
[[nodiscard]] Value make_bytevector(Context* ctx, int64_t length);  // contents are undefined
[[nodiscard]] Value make_string(Context* ctx, int64_t length, uint32_t fill);
[[nodiscard]] Value make_string_utf8(Context* ctx, std::string_view utf8);  // invalid bytes become U+FFFD
[[nodiscard]] Value make_immutable_string(Context* ctx, std::string_view utf8);
// A string over `data`, a bytevector of 1-byte or 4-byte units.
Value make_string_over(Context* ctx, Value data, int64_t length, bool wide);
// Magnitude with its highest limb nonzero, outside the fixnum range.
[[nodiscard]] Value make_bignum(Context* ctx, std::span<const uint64_t> limbs, bool negative);
Value make_record(Context* ctx, Value type, std::span<const Value> fields);
Value make_list(Context* ctx, std::span<const Value> items);

// The text of a string as UTF-8.
std::string string_utf8(Value string);

// An object that never moves and is old from the start; its words start as zero, which is the float 0.0.  Null only if
// it is large and does not fit.
void* allocate_nonmoving(Context* ctx, size_t bytes);
// A Function with a harmless value in every field; entry and code are null.
Function* make_function(Context* ctx);

// Copied stack bytes, for the caller to fill before the next poll.  What they refer to is known only when they are
// reached, so the next young collection moves nothing.  Null if they do not fit.
[[nodiscard]] StackCopy* make_stack_copy(Context* ctx, size_t bytes);

// --- Guardians ------------------------------------------------------------------------------------------------------
Value make_guardian(Context* ctx);
// Puts `v` under guard: when nothing else refers to it, a collection moves it to the guardian's ready list.
void guard_value(Context* ctx, Value guardian, Value v);
// Takes a value that has become unreachable, or answers v_false if there is none.
Value take_guarded(Context* ctx, Value guardian);

// --- Collecting -----------------------------------------------------------------------------------------------------
// Collects now: young objects, and everything if `full` or if the heap finds it due.  Only at polls and in primitives
// whose row says `collects`, because young objects that no stack word points to move.
void collect_gc(Context* ctx, bool full);
// Before an allocation of `bytes` in a collecting primitive: collects if it would not fit otherwise.  False if it does
// not fit even so; the caller raises T4002.
[[nodiscard]] bool make_room_gc(Context* ctx, size_t bytes);
inline bool has_room(const Context* ctx, size_t bytes) { return ctx->heap->has_room(bytes); }

// Grows with each collection that moved objects: a table that hashes addresses rehashes when it has changed.
inline uint64_t heap_epoch(const Context* ctx) { return ctx->heap->epoch(); }
// Whether a value's address may still change.  Once false it stays false.
inline bool may_move(Value v) { return is_heap_pointer(v) && is_young_object(untagged(v)); }

}  // namespace tiercel
