// Loops that count: which of their indices stay within their objects, and which of their sums are fixnums, if a few tests
// hold where the loop is entered.
//
// A loop counts if it goes on as long as one register, which each turn changes by the same number, is on one side of a limit
// that stays.  What its instructions compute is written down as terms over what the registers hold where a turn
// begins: then it is known of each term whether it only grows or only shrinks from turn to turn, so that its first and its
// last value tell all.  The emitter tests those two (emit_counted.cpp) and makes a version of the loop without the others.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "llvm/analysis.h"
#include "llvm/kinds.h"

namespace tiercel::native {

// From turn to turn.
enum class Trend : uint8_t { still, rising, falling, mixed };

struct Term {
  enum Operation : uint8_t {
    unknown,
    constant,  // x
    held,      // what register x holds where the turn begins
    loaded,  // what the instruction x loads, from the box that term y is, which stays between polls; if turns are brief
    length,  // of the object of kind y that term x is
    sum,     // of the terms x and y, and so on
    difference,
    product,
    quotient,   // by a positive constant
    remainder,  // of what is not negative
  };
  Operation operation = unknown;
  int64_t x = 0, y = 0;
  // Where it lies, if what registers hold where the loop is entered lies in 0 .. held_max.
  int64_t low = 0, high = 0;
  Trend trend = Trend::mixed;
};

constexpr int64_t held_max = (int64_t{1} << 28) - 1;

// What an instruction need not test.
struct Fact {
  uint32_t pc;
  // A term: the index, if there is an object.  Else what the instruction computes, which is a fixnum; what it divides, which
  // is not negative; or what `/` divides by, which is not zero.
  int32_t number;
  int32_t object = -1;  // a term, held or loaded
  Kind kind = Kind::tagged;
  bool stores = false;      // the object must not be immutable
  bool is_worth_it = true;  // else it is the counter's own step, which costs nothing
};

// What each turn adds to a register: a constant, or the number that another one holds, which stays; or its negative.
struct Step {
  int64_t constant = 0;  // 0: the register stays; of a number that is held 1 or -1
  int32_t reg = -1;      // that holds it
  bool operator==(const Step&) const = default;
  bool is_one() const { return reg < 0 && (constant == 1 || constant == -1); }
};

struct CountedLoop {
  enum Relation : uint8_t { less, less_equal, greater, greater_equal, unequal };
  uint32_t head = 0;
  std::vector<bool> body;   // by instruction
  std::vector<Term> terms;  // the first one is unknown
  std::vector<Step> steps;  // by register
  uint16_t counter = 0;
  Relation relation = unequal;  // of the counter to the limit, as long as the loop goes on
  int32_t limit = 0;
  uint32_t test = 0, after_test = 0;                     // the comparison, and where control goes on in the loop
  int32_t limit_register = -1;                           // at the test; negative: a constant
  std::map<uint32_t, int32_t> loads;                     // terms, by instruction that loads
  std::vector<uint16_t> set_before_test, still_at_test;  // registers; the second ones are the same in all turns
  bool is_brief = false;  // a thousand turns take no time that somebody would notice (Reader::is_brief)
  size_t size = 0;        // instructions of a turn
  std::vector<Fact> facts;

  const Term& term(int32_t number) const { return terms[static_cast<size_t>(number)]; }
};

class CountedLoops {
 public:
  CountedLoops(const Request& request, const bytecode::FunctionCode& code);
  // Null if that loop does not count, or has others inside, or nothing in it is worth a version.
  const CountedLoop* at(uint32_t head) const;

 private:
  std::map<uint32_t, CountedLoop> loops_;
};

}  // namespace tiercel::native
