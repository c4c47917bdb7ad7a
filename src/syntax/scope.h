// Scopes and immutable sets of scopes (Flatt, "Binding as Sets of Scopes", POPL 2016).
//
// A set is a hash-consed list sorted from the newest scope to the oldest, so sets share their tails, adding the newest
// scope costs one node, and "is this binding's set part of that reference's set" is usually one pointer compare after
// a logarithmic walk (the jump pointers are those of Myers, "An applicative random-access stack", 1983).
// Knows nothing of names, bindings or syntax.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"

namespace tiercel::syntax {

// Who made the scope in the upper half (a library's number, or `environment_owner`), its number there in the lower.
// Number 0 is the scope of the library or environment itself: everything read for it carries that scope.
using Scope = uint64_t;
constexpr uint32_t environment_owner = 0xFFFF'FFFF;
constexpr Scope make_scope(uint32_t owner, uint32_t number) { return Scope{owner} << 32 | number; }
constexpr uint32_t scope_owner(Scope scope) { return static_cast<uint32_t>(scope >> 32); }
constexpr uint32_t scope_number(Scope scope) { return static_cast<uint32_t>(scope); }

// The empty set is the null pointer.
struct ScopeSet {
  Scope newest;
  const ScopeSet* rest;
  const ScopeSet* jump;  // some older tail, never null unless `rest` is
  const ScopeSet* home;  // the nearest tail (or this) whose newest scope has number 0; may be null
  uint32_t size;
};
using Scopes = const ScopeSet*;

constexpr uint32_t scope_count(Scopes set) { return set ? set->size : 0; }
bool contains_scope(Scopes set, Scope scope);
bool is_subset(Scopes part, Scopes whole);
inline bool same_scopes(Scopes a, Scopes b) { return a == b || (scope_count(a) == scope_count(b) && is_subset(a, b)); }

// What has still to be done to every identifier of a tree: unite with `added`, then take the symmetric difference with
// `flipped`.  A scope in both is removed.  Null means nothing.
struct ScopeShift {
  Scopes added;
  Scopes flipped;
};
using Shift = const ScopeShift*;

// Interns sets.  One table an expansion; sets that outlive it are copied with `keep`.
class ScopeTable {
 public:
  explicit ScopeTable(Arena& arena) : arena_(arena) {}

  Scopes with(Scopes set, Scope scope);
  Scopes without(Scopes set, Scope scope);
  Scopes flip(Scopes set, Scope scope) { return contains_scope(set, scope) ? without(set, scope) : with(set, scope); }
  Scopes united(Scopes a, Scopes b);
  Scopes difference(Scopes a, Scopes b);  // a without the members of b
  Scopes symmetric_difference(Scopes a, Scopes b);

  Shift add(Scope scope) { return arena_.make<ScopeShift>(with(nullptr, scope), nullptr); }
  Shift flip(Scope scope) { return arena_.make<ScopeShift>(nullptr, with(nullptr, scope)); }
  Shift compose(Shift first, Shift second);
  Scopes apply(Shift shift, Scopes set);

 private:
  // What adding an old scope to a set gave.  Each level of nested bindings adds the same scopes to a set that is one
  // newer scope longer, so without this a `let*` of n variables would take n*n steps.
  struct Insertion {
    Scopes set = nullptr;
    Scope scope = 0;
    Scopes result = nullptr;
  };
  static constexpr size_t insertion_count = 256;

  Scopes cons(Scope scope, Scopes rest);
  void grow();

  Arena& arena_;
  std::span<Scopes> slots_;  // open addressing, a power of two; null is free
  uint32_t used_ = 0;
  Insertion insertions_[insertion_count];  // the latest, by hash
};

}  // namespace tiercel::syntax
