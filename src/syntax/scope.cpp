#include "syntax/scope.h"

namespace tiercel::syntax {

namespace {

// The tail of `set` that has `size` members.
Scopes tail_of_size(Scopes set, uint32_t size) {
  while (set->size > size) set = scope_count(set->jump) >= size ? set->jump : set->rest;
  return set;
}

// The first tail whose newest scope is `scope` or older.
Scopes tail_at(Scopes set, Scope scope) {
  while (set && set->newest > scope) set = set->jump && set->jump->newest >= scope ? set->jump : set->rest;
  return set;
}

uint64_t hash(Scope scope, Scopes rest) {
  uint64_t mixed = (scope ^ reinterpret_cast<uint64_t>(rest) >> 4) * 0x9E3779B97F4A7C15u;
  return mixed ^ mixed >> 29;
}

}  // namespace

bool contains_scope(Scopes set, Scope scope) {
  Scopes tail = tail_at(set, scope);
  return tail && tail->newest == scope;
}

bool is_subset(Scopes part, Scopes whole) {
  if (scope_count(part) > scope_count(whole)) return false;
  while (part) {
    if (whole->size >= part->size && tail_of_size(whole, part->size) == part) return true;
    whole = tail_at(whole, part->newest);
    if (!whole || whole->newest != part->newest) return false;
    part = part->rest;
    whole = whole->rest;
    if (scope_count(part) > scope_count(whole)) return false;
  }
  return true;
}

void ScopeTable::grow() {
  auto old = slots_;
  slots_ = arena_.array<Scopes>(old.empty() ? 64 : old.size() * 2);
  for (Scopes set : old) {
    if (!set) continue;
    size_t index = hash(set->newest, set->rest) & (slots_.size() - 1);
    while (slots_[index]) index = (index + 1) & (slots_.size() - 1);
    slots_[index] = set;
  }
}

Scopes ScopeTable::cons(Scope scope, Scopes rest) {
  if ((used_ + 1) * 4 >= slots_.size() * 3) grow();
  size_t index = hash(scope, rest) & (slots_.size() - 1);
  for (; slots_[index]; index = (index + 1) & (slots_.size() - 1)) {
    if (slots_[index]->newest == scope && slots_[index]->rest == rest) return slots_[index];
  }
  auto* set = arena_.make<ScopeSet>(scope, rest, rest, nullptr, scope_count(rest) + 1);
  if (rest && rest->jump && rest->size - rest->jump->size == rest->jump->size - scope_count(rest->jump->jump)) {
    set->jump = rest->jump->jump;
  }
  set->home = scope_number(scope) == 0 ? set : (rest ? rest->home : nullptr);
  slots_[index] = set;
  used_++;
  return set;
}

Scopes ScopeTable::with(Scopes set, Scope scope) {
  if (!set || set->newest < scope) return cons(scope, set);
  if (set->newest == scope) return set;
  Insertion& known = insertions_[hash(scope, set) % insertion_count];
  if (known.set == set && known.scope == scope) return known.result;
  Scopes rest = with(set->rest, scope);
  Scopes result = rest == set->rest ? set : cons(set->newest, rest);
  known = {set, scope, result};
  return result;
}

Scopes ScopeTable::without(Scopes set, Scope scope) {
  if (!set || set->newest < scope) return set;
  if (set->newest == scope) return set->rest;
  Scopes rest = without(set->rest, scope);
  return rest == set->rest ? set : cons(set->newest, rest);
}

Scopes ScopeTable::united(Scopes a, Scopes b) {
  if (scope_count(a) < scope_count(b)) std::swap(a, b);
  for (; b; b = b->rest) a = with(a, b->newest);
  return a;
}

Scopes ScopeTable::difference(Scopes a, Scopes b) {
  for (; b && a; b = b->rest) a = without(a, b->newest);
  return a;
}

Scopes ScopeTable::symmetric_difference(Scopes a, Scopes b) {
  if (scope_count(a) < scope_count(b)) std::swap(a, b);
  for (; b; b = b->rest) a = flip(a, b->newest);
  return a;
}

Shift ScopeTable::compose(Shift first, Shift second) {
  if (!first) return second;
  if (!second) return first;
  return arena_.make<ScopeShift>(united(first->added, second->added),
                                 symmetric_difference(difference(first->flipped, second->added), second->flipped));
}

Scopes ScopeTable::apply(Shift shift, Scopes set) {
  return shift ? symmetric_difference(united(set, shift->added), shift->flipped) : set;
}

}  // namespace tiercel::syntax
