// Datums as records of a table: how shared and circular constants are written and read without recursion.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/names.h"
#include "bytecode/byte_stream.h"
#include "reader/datum.h"

namespace tiercel::bytecode {

// Numbers for Names, in the order of first use.
class NameNumbers {
 public:
  uint64_t number(Name name) {
    auto [found, is_new] = numbers_.try_emplace(name, names_.size());
    if (is_new) names_.push_back(name);
    return found->second;
  }
  const std::vector<Name>& names() const { return names_; }

 private:
  std::unordered_map<Name, uint64_t> numbers_;
  std::vector<Name> names_;
};

// Numbers for Datums: each root and whatever it reaches, once.
class DatumNumbers {
 public:
  uint64_t number(const Datum* root);
  const std::vector<const Datum*>& datums() const { return datums_; }
  uint64_t number_of_known(const Datum* datum) const { return numbers_.at(datum); }

 private:
  uint64_t add(const Datum* datum);
  std::unordered_map<const Datum*, uint64_t> numbers_;
  std::vector<const Datum*> datums_;
};

void write_datums(ByteWriter& writer, const DatumNumbers& datums, NameNumbers& names);

// The table's Datums, in `arena`; an empty span with reader.failed() if they are malformed.
std::span<Datum> read_datums(ByteReader& reader, Arena& arena, std::span<const Name> names);

}  // namespace tiercel::bytecode
