// What the texts of a unit's functions share: names, the primitives that they call, the sites.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bytecode/function_facts.h"
#include "core/core.h"
#include "emit_c/emit.h"

namespace tiercel::emit_c {

class UnitText {
 public:
  UnitText(const native::Request& request, const bytecode::Unit& unit, const SourceMap& sources, bool with_lines,
           std::set<std::string>* taken);

  native::ObjectCode emit();

  // The C function of a procedure, and what enters it with any number of arguments.
  const std::string& name_of(uint32_t function) const { return names_[function]; }
  std::string entry_of(uint32_t function) const;
  bool takes_exactly(uint32_t function, int64_t argc) const {
    return bytecode::takes_exactly(request.functions[function], argc);
  }
  bool uses_self(uint32_t function) const { return bytecode::uses_self(request.functions[function]); }
  // Whether there is a function for direct calls beside the entry.
  bool has_known(uint32_t function) const;
  // The C function of a primitive, which is declared by that.
  const std::string& primitive(int64_t number);
  // A constant as a reader wants it; empty if there is nothing to say.
  std::string comment_on_constant(uint32_t constant) const;
  // A call that people may be shown.
  void add_site(uint32_t function, uint32_t pc) { sites_.push_back({0, function, pc}); }

  const native::Request& request;
  const bytecode::Unit& unit;
  const SourceMap& sources;
  const bool with_lines;  // `#line` in the place of comments

 private:
  std::string unique(std::string name);

  std::vector<std::string> names_;
  std::map<int64_t, std::string> primitives_;
  std::set<std::string>* taken_;  // C names of the file
  std::vector<native::ReturnSite> sites_;
};

// The text of one function.
class FunctionText {
 public:
  FunctionText(UnitText& unit, uint32_t function);
  std::string emit();

 private:
  // A register that is known to hold a closure of a function of the unit; `own`: the one that runs.
  struct Known {
    int64_t function = -1;
    bool own = false;
  };

  void line(const std::string& text);
  void statement(const std::string& text) { line(text + ";"); }
  void emit_head();
  void emit_exact_head();
  void emit_clauses();
  void declare_registers(int64_t from);
  void receive(const bytecode::Clause& clause);
  bool needs_poll() const { return bytecode::needs_poll(code_); }
  std::string keeps(uint32_t pc) const;
  void note_source(uint32_t pc);
  void note_line(Span span, const std::string& otherwise);

  void emit_instruction(const Instruction& instruction);
  void emit_by_table(const Instruction& instruction);
  void emit_load(const Instruction& instruction);
  void emit_make_closure(const Instruction& instruction);
  void emit_primitive(const Instruction& instruction);
  void emit_call(const Instruction& instruction);
  void emit_tail_call(const Instruction& instruction);
  void emit_self_tail_call(uint16_t base, int64_t argc);
  void emit_return_values(const Instruction& instruction);
  void emit_bind_values(const Instruction& instruction);
  std::string arguments(uint16_t first, int64_t argc, int64_t in_context);
  std::string direct_arguments(uint16_t base, int64_t argc);
  bool is_direct(uint16_t base, int64_t argc) const;
  std::string array(uint16_t first, int64_t count) const;
  std::string site();
  void forget(const Instruction& instruction);

  UnitText& unit_;
  uint32_t function_;
  const bytecode::FunctionCode& code_;
  std::vector<bool> labels_;
  std::vector<uint64_t> live_;  // by instruction, a bit for each register; empty for functions with very many
  bool loops_to_start_ = false;
  std::vector<Known> known_;
  uint32_t pc_ = 0;
  std::string noted_;
  std::string text_;
};

}  // namespace tiercel::emit_c
