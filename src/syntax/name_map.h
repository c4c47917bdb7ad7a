// A small hash map from names to values, in an arena, whose slots never move.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "base/names.h"

namespace tiercel::syntax {

template <class T>
class NameMap {
 public:
  explicit NameMap(Arena& arena) : arena_(arena) {}

  // Null if the name never had a slot.
  T* find(Name name) {
    if (slots_.empty()) return nullptr;
    Slot* slot = *place(name);
    return slot ? &slot->value : nullptr;
  }

  // The slot of the name, made with an empty value if it is new.
  T& slot(Name name) {
    if ((used_ + 1) * 4 > slots_.size() * 3) grow();
    Slot** where = place(name);
    if (!*where) {
      *where = arena_.make<Slot>(name, T{});
      used_++;
    }
    return (*where)->value;
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Slot* slot : slots_) {
      if (slot) visit(slot->name, slot->value);
    }
  }

 private:
  struct Slot {
    Name name;
    T value;
  };

  Slot** place(Name name) {
    size_t index = name->id * 0x9E3779B1u;
    for (;; index++) {
      Slot*& slot = slots_[index & (slots_.size() - 1)];
      if (!slot || slot->name == name) return &slot;
    }
  }

  void grow() {
    auto old = slots_;
    slots_ = arena_.array<Slot*>(old.empty() ? 16 : old.size() * 2);
    for (Slot* slot : old) {
      if (slot) *place(slot->name) = slot;
    }
  }

  Arena& arena_;
  std::span<Slot*> slots_;
  size_t used_ = 0;
};

}  // namespace tiercel::syntax
