// Interned names for the compiler: one NameTable an isolate, pointers compare by identity and never move.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "base/arena.h"

namespace tiercel {

struct NameData {
  std::string_view text;  // UTF-8
  uint32_t id;            // order of interning
};
using Name = const NameData*;

class NameTable {
 public:
  Name intern(std::string_view text) {
    auto found = names_.find(text);
    if (found != names_.end()) return found->second;
    std::string_view kept = arena_.copy(text);
    Name name = arena_.make<NameData>(kept, static_cast<uint32_t>(names_.size()));
    names_.emplace(kept, name);
    return name;
  }

 private:
  Arena arena_;
  std::unordered_map<std::string_view, Name> names_;
};

}  // namespace tiercel
