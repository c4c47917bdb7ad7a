// How lowering writes bytecode: typed operands, labels that are patched when they are bound, constants without
// duplicates, spans that follow the instructions.
//
//   UnitBuilder unit("file.scm");
//   FunctionBuilder f = unit.begin_function(name);
//   Label done = f.make_label();
//   f.emit(Opcode::jump_if_false, reg(0), label(done));
//   f.emit(Opcode::load_fixnum, reg(0), s32(1));
//   f.bind(done);
//   f.emit(Opcode::return_, reg(0));
//   unit.finish_function(std::move(f));
//
// Operands are asserted against the row in tables/opcodes.scm.  The builder does not check what the validator checks:
// registers inside the frame, jumps inside the function.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bytecode/unit.h"
#include "gen/opcodes.h"

namespace tiercel::bytecode {

struct Label {
  uint32_t number;
};

// What an emitted operand is; the table decides which opcode takes which.
enum class OperandRole : uint8_t { reg, u16, s16, s32, constant, global, function, primitive, label };

struct Operand {
  OperandRole role;
  int64_t value;
};

constexpr Operand reg(uint32_t number) { return {OperandRole::reg, number}; }  // dst, reg and base alike
constexpr Operand u16(uint32_t value) { return {OperandRole::u16, value}; }
constexpr Operand s16(int32_t value) { return {OperandRole::s16, value}; }
constexpr Operand s32(int64_t value) { return {OperandRole::s32, value}; }
constexpr Operand constant(uint32_t index) { return {OperandRole::constant, index}; }
constexpr Operand global(uint64_t index) { return {OperandRole::global, static_cast<int64_t>(index)}; }
constexpr Operand function(uint32_t index) { return {OperandRole::function, index}; }
constexpr Operand primitive(uint32_t number) { return {OperandRole::primitive, number}; }
constexpr Operand label(Label l) { return {OperandRole::label, l.number}; }

class FunctionBuilder {
 public:
  FunctionBuilder(uint32_t index, Name name);

  uint32_t index() const { return index_; }  // its number in the unit, for make-closure and closure constants
  FunctionCode& code() { return code_; }     // name, documentation, captures, frame size: set them directly
  uint32_t here() const { return static_cast<uint32_t>(code_.instructions.size()); }

  // The next instruction is the first of a clause.
  void begin_clause(uint16_t required, bool rest);

  // Instructions from here on come from `span`, inside the inlined call `inlined` (as in SpanEntry).
  void set_span(Span span, uint32_t inlined = 0) {
    span_ = span;
    inlined_ = inlined;
  }

  Label make_label();
  void bind(Label);  // at the next instruction; exactly once

  template <class... Operands>
  void emit(Opcode opcode, Operands... operands) {
    emit_operands(opcode, std::array<Operand, sizeof...(operands)>{operands...}.data(), sizeof...(operands));
  }
  void emit_operands(Opcode opcode, const Operand* operands, size_t count);

 private:
  friend class UnitBuilder;
  void place(Instruction& instruction, Opcode opcode, size_t position, Operand operand);
  void patch_labels();

  struct Patch {
    uint32_t instruction;
    uint32_t label;
  };
  static constexpr uint32_t unbound = ~uint32_t{0};

  uint32_t index_;
  FunctionCode code_;
  Span span_;
  uint32_t inlined_ = 0;
  std::vector<uint32_t> labels_;  // instruction index by label number, or `unbound`
  std::vector<Patch> patches_;
};

class UnitBuilder {
 public:
  explicit UnitBuilder(std::string_view name);

  // Reserves the next function number; the first one runs the unit.  Several functions may be under construction.
  FunctionBuilder begin_function(Name name);
  void finish_function(FunctionBuilder&&);  // patches its labels

  // Each returns an index for `constant(...)`.
  uint32_t add_datum(const Datum*);  // equal fixnums, characters and symbols share one; the rest shares by identity
  uint32_t add_cell(uint64_t handle, Name name);
  uint32_t add_primitive(uint16_t number);
  uint32_t add_closure(uint32_t function);

  Unit finish();  // every begun function is finished

 private:
  struct Key {
    uint8_t kind;
    uint64_t payload;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const { return (key.payload * 0x9E3779B97F4A7C15u) ^ key.kind; }
  };
  uint32_t add(Key, Constant);

  Unit unit_;
  std::unordered_map<Key, uint32_t, KeyHash> indices_;
};

}  // namespace tiercel::bytecode
