// The kinds of values that native code tells apart, and which of them the next use of a register wants.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "gen/objects.h"
#include "llvm/analysis.h"

namespace tiercel::native {

// How a register's content is held while a version of a block is emitted.
enum class Kind : uint8_t {
  tagged,  // any value, as its word
  fixnum,  // the word of a fixnum
  pair,    // the word of a pair
  // The word of an object whose header says so.  Kinds of objects never change, nor do the headers of vectors.
  vector,
  f64vector,
  bytevector,
  string,
  record,
  flonum,   // a double
  boolean,  // an i1; never crosses from one block version to another
};

// Of vectors the header, with the length and whether they are immutable; of a record its type.  (A string may become wide.)
inline bool has_companion(Kind kind) {
  return kind == Kind::vector || kind == Kind::f64vector || kind == Kind::bytevector || kind == Kind::record;
}

// Kind::tagged for objects that no kind stands for.
Kind kind_of_object(ObjectKind object);
ObjectKind object_of_kind(Kind kind);
// Of a primitive's result, by its row; Kind::tagged if that is nothing to know.
Kind kind_of_result(int64_t primitive);

// Which kinds registers should have at loop heads: what the next instruction that wants a kind wants.  Nobody relies on
// it.  A loop that is entered with what it wants is emitted without the test at each access; otherwise the generic version
// runs, so where uses differ, or where the program itself asks for the type, nothing is wanted.
class Wants {
 public:
  // What the callees want of their arguments, by the instruction that calls them directly.
  using OfCalls = std::map<uint32_t, std::vector<Kind>>;

  Wants(const Request& request, const bytecode::FunctionCode& code, const Analysis& analysis, OfCalls of_calls = {});
  // Also at instruction 0: what a procedure wants of its arguments.
  const std::vector<std::pair<uint16_t, Kind>>& at(uint32_t loop_head) const;
  // Whether the result of the arithmetic there is an operand of what works on floats: a square root, an operation with a
  // float constant, an element of an f64vector.
  bool float_result(uint32_t pc) const { return pc < float_results_.size() && float_results_[pc]; }

 private:
  using Row = std::vector<uint8_t>;  // by register

  void step_back_call(const Instruction& instruction, uint32_t pc, Row& row) const;
  void step_back(const Request& request, const bytecode::FunctionCode& code, uint32_t pc, Row& row);
  void step_back_number(const Request& request, const bytecode::FunctionCode& code, uint32_t pc, uint8_t result,
                        Row& row);
  std::map<uint32_t, std::vector<std::pair<uint16_t, Kind>>> at_heads_;
  std::vector<std::pair<uint16_t, Kind>> nothing_;
  std::vector<bool> float_results_;
  OfCalls of_calls_;
};

}  // namespace tiercel::native
