// The validator: one check per operand type, then the few opcodes whose operands depend on each other.
#include "bytecode/validate.h"

#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"

namespace tiercel::bytecode {

namespace {

// A problem's text, or null: the form in which the checks below answer.
using Problem = const char*;

struct FunctionCheck {
  const Unit& unit;
  const ValidateOptions& options;
  const FunctionCode& function;

  bool has_registers(uint64_t first, uint64_t count) const { return first + count <= function.frame_size; }

  Problem check_constant(uint64_t index, ConstantKind kind) const {
    if (index >= unit.constants.size()) return "no such constant";
    return unit.constants[index].kind == kind ? nullptr : "constant of the wrong kind";
  }

  Problem check_operand(uint32_t pc, OperandType type, int64_t value) const {
    switch (type) {
      case OperandType::dst:
      case OperandType::reg:
        return has_registers(static_cast<uint64_t>(value), 1) ? nullptr : "register outside the frame";
      case OperandType::base:  // how many follow is the opcode's affair
        return has_registers(static_cast<uint64_t>(value), 0) ? nullptr : "register outside the frame";
      case OperandType::label: {
        int64_t target = int64_t{pc} + value;
        return target >= 0 && target < static_cast<int64_t>(function.instructions.size()) ? nullptr
                                                                                          : "jump outside the function";
      }
      case OperandType::const_:
        return static_cast<uint64_t>(value) < unit.constants.size() ? nullptr : "no such constant";
      case OperandType::function:
        return static_cast<uint64_t>(value) < unit.functions.size() ? nullptr : "no such function";
      case OperandType::global: return static_cast<uint64_t>(value) < options.global_count ? nullptr : "no such global";
      case OperandType::prim16: return value < primitive_count ? nullptr : "no such primitive";
      case OperandType::u16:
      case OperandType::s16:
      case OperandType::s32: return nullptr;
    }
    return "unknown operand type";
  }

  // Exactly the immediates that a compiler may name: neither the runtime's private markers nor what is no character.
  static Problem check_immediate(uint32_t bits) {
    if ((bits & 0xFF) == 0x0D) {
      uint32_t scalar = bits >> 8;
      return scalar < 0xD800 || (scalar > 0xDFFF && scalar <= 0x10FFFF) ? nullptr : "not a character";
    }
    uint32_t number = bits >> 8;
    bool known = (bits & 0xFF) == 0x05 && number <= 9 && number != 2;  // object/value.h: up to v_undefined
    return known ? nullptr : "not an immediate";
  }

  Problem check_primitive(uint16_t id, int16_t shape) const {
    return primitive_info(static_cast<core::Prim>(id)).shape == shape ? nullptr : "primitive called in another shape";
  }

  // What the operands must fulfil together.
  Problem check_together(Opcode opcode, const Instruction& i) const;
  Problem check_instruction(uint32_t pc) const;
  Problem check_clauses() const;
  Problem check_end() const;
};

Problem FunctionCheck::check_together(Opcode opcode, const Instruction& i) const {
  constexpr Problem frame = "registers outside the frame";
  switch (opcode) {
    case Opcode::load_constant: return check_immediate(static_cast<uint32_t>(i.wide()));
    case Opcode::load_const:
      return unit.constants[static_cast<uint32_t>(i.wide())].kind == ConstantKind::cell ? "a cell is no value"
                                                                                        : nullptr;
    case Opcode::cell_ref:
    case Opcode::cell_set:
    case Opcode::cell_define: return check_constant(static_cast<uint32_t>(i.wide()), ConstantKind::cell);
    case Opcode::box_ref: return check_constant(static_cast<uint32_t>(i.wide()), ConstantKind::datum);
    case Opcode::capture_ref: return i.b < function.captures ? nullptr : "no such capture";
    case Opcode::call:
    case Opcode::call_known: return has_registers(i.b, uint64_t{i.c} + 1) ? nullptr : frame;
    case Opcode::tail_call:
    case Opcode::tail_call_known: return has_registers(i.a, uint64_t{i.b} + 1) ? nullptr : frame;
    case Opcode::return_values:
      if (i.b == 1) return "one value is returned by `return`";
      return has_registers(i.a, i.b) ? nullptr : frame;
    case Opcode::bind_values:
      if (i.d > 1) return "the rest flag is 0 or 1";
      return has_registers(i.b, uint64_t{i.c} + i.d) ? nullptr : frame;
    case Opcode::make_closure:
      return has_registers(i.b, unit.functions[static_cast<uint32_t>(i.wide())].captures) ? nullptr : frame;
    case Opcode::prim_0: return check_primitive(i.b, 0);
    case Opcode::prim_1: return check_primitive(i.c, 1);
    case Opcode::prim_2: return check_primitive(i.d, 2);
    case Opcode::prim_3: return has_registers(i.b, 3) ? check_primitive(i.c, 3) : frame;
    case Opcode::prim_n:
      if (!accepts(static_cast<core::Prim>(i.d), i.c)) return "the primitive does not take this many arguments";
      return has_registers(i.b, i.c) ? check_primitive(i.d, -1) : frame;
    default: return nullptr;
  }
}

Problem FunctionCheck::check_instruction(uint32_t pc) const {
  const Instruction& instruction = function.instructions[pc];
  if (instruction.op >= static_cast<uint64_t>(opcode_count)) return "no such opcode";
  auto opcode = static_cast<Opcode>(instruction.op);
  const OpcodeInfo& info = opcode_info(opcode);
  for (int i = 0; i < info.operand_count; i++) {
    const tiercel::Operand& slot = info.operands[i];
    if (Problem problem = check_operand(pc, slot.type, operand_value(instruction, slot))) return problem;
  }
  return check_together(opcode, instruction);
}

Problem FunctionCheck::check_clauses() const {
  for (const Clause& clause : function.clauses) {
    if (!has_registers(0, uint64_t{clause.required} + clause.rest)) return "parameters outside the frame";
    if (clause.first >= function.instructions.size()) return "clause outside the function";
  }
  if (!function.capture_names.empty() && function.capture_names.size() != function.captures) return "captures misnamed";
  for (size_t i = 0; i < function.spans.size(); i++) {
    if (function.spans[i].span.begin > function.spans[i].span.end) return "span ends before it begins";
    if (function.spans[i].inlined > function.inlined.size()) return "no such inlined call";
    if (i > 0 && function.spans[i].pc <= function.spans[i - 1].pc) return "spans out of order";
  }
  return nullptr;
}

Problem FunctionCheck::check_end() const {
  Control last = opcode_info(static_cast<Opcode>(function.instructions.back().op)).control;
  bool ends = last == Control::jump || last == Control::tail || last == Control::return_;
  return ends ? nullptr : "the function runs off its end";
}

Problem check_constant_entry(const Unit& unit, const Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::datum: return constant.datum ? nullptr : "constant without a datum";
    case ConstantKind::cell: return constant.name ? nullptr : "cell without a name";
    case ConstantKind::primitive: return constant.primitive < primitive_count ? nullptr : "no such primitive";
    case ConstantKind::closure:
      if (constant.function >= unit.functions.size()) return "no such function";
      return unit.functions[constant.function].captures == 0 ? nullptr : "a static closure captures nothing";
  }
  return "unknown kind of constant";
}

std::optional<Fault> check_function(const Unit& unit, const ValidateOptions& options, uint32_t index) {
  FunctionCheck check{unit, options, unit.functions[index]};
  if (options.without_instructions) {
    bool bare = check.function.instructions.empty() && check.function.spans.empty();
    return bare ? std::nullopt : std::optional(Fault{index, 0, "a function without code has instructions"});
  }
  if (check.function.instructions.empty()) return Fault{index, 0, "a function has at least one instruction"};
  if (check.function.instructions.size() > INT32_MAX) return Fault{index, 0, "too many instructions"};
  if (Problem problem = check.check_clauses()) return Fault{index, 0, problem};
  auto count = static_cast<uint32_t>(check.function.instructions.size());
  for (uint32_t pc = 0; pc < count; pc++) {
    if (Problem problem = check.check_instruction(pc)) return Fault{index, pc, problem};
  }
  if (Problem problem = check.check_end()) return Fault{index, count - 1, problem};
  return std::nullopt;
}

}  // namespace

std::string Fault::text() const {
  return "function " + std::to_string(function) + ", instruction " + std::to_string(pc) + ": " + problem;
}

std::optional<Fault> validate(const Unit& unit, const ValidateOptions& options) {
  if (unit.functions.empty()) return Fault{0, 0, "a unit has at least one function"};
  for (const Constant& constant : unit.constants) {
    if (Problem problem = check_constant_entry(unit, constant)) return Fault{0, 0, problem};
  }
  for (uint32_t index = 0; index < unit.functions.size(); index++) {
    if (auto fault = check_function(unit, options, index)) return fault;
  }
  const FunctionCode& main = unit.functions[0];
  if (main.captures != 0 || main.clauses.size() != 1 || main.clauses[0].required != 0 || main.clauses[0].rest)
    return Fault{0, 0, "function 0 takes no arguments and captures nothing"};
  return std::nullopt;
}

}  // namespace tiercel::bytecode
