// Which procedures of the unit answer a float whenever they answer, told by what their arguments are.
//
// A pass forward over the bytecode of a procedure and of those that it calls directly.  It begins with the assumption that
// all of them do and takes that back where a `return` might give something else, until nothing changes: what is left
// holds for every call that comes back, since a call that comes back has only called what came back before it.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "llvm/analysis.h"
#include "llvm/kinds.h"

namespace tiercel::native {

struct ModuleEmitter;

class FloatResults {
 public:
  explicit FloatResults(ModuleEmitter& module) : m_(module) {}

  // `kinds` of the parameters: tagged, fixnum or flonum.
  bool returns_float(uint32_t function, const std::vector<Kind>& kinds);
  // The procedure that a call enters directly, known however control got there; -1 if there is none.
  int64_t callee_at(uint32_t function, uint32_t pc, uint16_t base, int64_t argc) const;

 private:
  // What a register holds there: nothing that control has brought yet, a fixnum, a float, or anything.
  enum class Content : uint8_t { nothing, fixnum, flonum, other };
  using Row = std::vector<Content>;
  struct Question {
    uint32_t function;
    std::vector<Kind> kinds;
    bool answer;   // yes until the contrary is found
    bool settled;  // will not change any more
  };
  // The registers at the leaders that control reaches, and those that have changed since they were looked at.
  struct Flow {
    std::map<uint32_t, Row> rows;
    std::vector<uint32_t> waiting;
    void reach(uint32_t pc, const Row& row);
  };

  size_t ask(uint32_t function, const std::vector<Kind>& kinds);
  bool may_return_float(uint32_t function) const;
  bool is_confirmed(size_t question);
  bool follow_block(const Question& question, uint32_t pc, Flow& flow);
  void step(const Question& question, uint32_t pc, Row& row);
  Content result_of_primitive(const Instruction& instruction, const Row& row) const;
  Content result_of_call(const Question& question, uint32_t pc, const Row& row);
  bool is_turn_of_loop(const Question& question, uint32_t pc) const;

  ModuleEmitter& m_;
  std::vector<Question> questions_;
};

}  // namespace tiercel::native
