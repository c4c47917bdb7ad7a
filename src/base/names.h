// Interned names for the compiler: one NameTable an isolate, pointers compare by identity and never move.
#pragma once

#include <cstdint>
#include <string>
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

  // A name that no text interns to, for symbols without a home; its text is unique all the same.
  Name fresh(std::string_view stem) {
    std::string text(stem);
    text += '.';
    text += std::to_string(++fresh_);
    return arena_.make<NameData>(arena_.copy(text), ~fresh_);
  }

 private:
  uint32_t fresh_ = 0;
  Arena arena_;
  std::unordered_map<std::string_view, Name> names_;
};

}  // namespace tiercel
