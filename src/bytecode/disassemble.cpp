// Prints units: a head line per function, a line per instruction, operands as the table types them.
#include "bytecode/disassemble.h"

#include <charconv>
#include <cmath>

#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "object/value.h"
#include "reader/number_elements.h"

namespace tiercel::bytecode {

namespace {

constexpr size_t brief_text_max = 40, brief_elements_max = 8;
constexpr int brief_depth_max = 3;

std::string bounded(std::string_view text) {
  if (text.size() <= brief_text_max) return std::string(text);
  size_t end = brief_text_max;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) end--;  // not inside a UTF-8 sequence
  return std::string(text.substr(0, end)) + "...";
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : bounded(text)) {
    if (c == '\n') {
      result += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string flonum_text(double number) {
  if (std::isnan(number)) return "+nan.0";
  if (std::isinf(number)) return number < 0 ? "-inf.0" : "+inf.0";
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string character_text(uint32_t scalar) {
  if (scalar > ' ' && scalar < 0x7F) return std::string("#\\") + static_cast<char>(scalar);
  char buffer[16];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, scalar, 16).ptr;
  return "#\\x" + std::string(buffer, end);
}

std::string brief_at(const Datum* datum, int depth);

std::string brief_list(const Datum* datum, int depth) {
  if (depth == 0) return "(...)";
  std::string result = "(";
  for (size_t count = 0;; count++) {
    if (count == brief_elements_max) return result + " ...)";
    if (count > 0) result += ' ';
    result += brief_at(datum->pair.first, depth - 1);
    const Datum* rest = datum->pair.second;
    if (rest->kind == DatumKind::empty) return result + ")";
    if (rest->kind != DatumKind::pair) return result + " . " + brief_at(rest, depth - 1) + ")";
    datum = rest;
  }
}

std::string brief_vector(const Datum* datum, int depth) {
  if (depth == 0) return "#(...)";
  std::string result = "#(";
  for (size_t i = 0; i < datum->vector.size; i++) {
    if (i == brief_elements_max) return result + " ...)";
    if (i > 0) result += ' ';
    result += brief_at(datum->vector.data[i], depth - 1);
  }
  return result + ")";
}

std::string brief_numbers(const Datum* datum) {
  const ElementInfo& info = element_info(datum->element);
  std::string result = std::string("#") + info.tag + "(";
  for (size_t i = 0; i < datum->bytes.size / info.bytes; i++) {
    if (i == brief_elements_max) return result + " ...)";
    if (i > 0) result += ' ';
    append_element_text(result, datum->element, datum->bytes.data + i * info.bytes);
  }
  return result + ")";
}

// Recursion is bounded by `depth`, so circular data end too.
std::string brief_at(const Datum* datum, int depth) {
  switch (datum->kind) {
    case DatumKind::empty: return "()";
    case DatumKind::nil: return "nil";
    case DatumKind::true_: return "#t";
    case DatumKind::false_: return "#f";
    case DatumKind::eof: return "#<eof>";
    case DatumKind::unspecified: return "#<unspecified>";
    case DatumKind::default_: return "#<default>";
    case DatumKind::undefined: return "#<undefined>";
    case DatumKind::fixnum: return std::to_string(datum->fixnum);
    case DatumKind::flonum: return flonum_text(datum->flonum);
    case DatumKind::bignum:
      return std::string("#<") + (datum->negative ? "negative " : "") + "bignum of " +
             std::to_string(datum->limbs.size) + " limbs>";
    case DatumKind::ratio:
      return depth == 0 ? "#<ratio>"
                        : brief_at(datum->pair.first, depth - 1) + "/" + brief_at(datum->pair.second, depth - 1);
    case DatumKind::complex:
      return depth == 0 ? "#<complex>"
                        : "#<complex " + brief_at(datum->pair.first, depth - 1) + " " +
                              brief_at(datum->pair.second, depth - 1) + ">";
    case DatumKind::character: return character_text(datum->scalar);
    case DatumKind::string: return quoted({datum->string.data, datum->string.size});
    case DatumKind::symbol: return bounded(datum->symbol->text);
    case DatumKind::pair: return brief_list(datum, depth);
    case DatumKind::vector: return brief_vector(datum, depth);
    case DatumKind::number_vector: return brief_numbers(datum);
    case DatumKind::opaque: return "#<opaque " + std::to_string(datum->handle) + ">";
  }
  return "#<?>";
}

std::string_view name_or(Name name, std::string_view otherwise) { return name ? name->text : otherwise; }

std::string function_label(const Unit& unit, uint32_t index) {
  return "f" + std::to_string(index) + " " + std::string(name_or(unit.functions[index].name, "anonymous"));
}

std::string constant_text(const Unit& unit, const Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::datum: return "'" + brief(constant.datum);
    case ConstantKind::cell: return "cell " + std::string(name_or(constant.name, "?"));
    case ConstantKind::primitive:
      return std::string("primitive ") + primitive_info(static_cast<core::Prim>(constant.primitive)).name;
    case ConstantKind::closure: return "closure " + function_label(unit, constant.function);
  }
  return "?";
}

std::string immediate_text(uint32_t bits) {
  if ((bits & 0xFF) == 0x0D) return character_text(bits >> 8);
  struct {
    Value value;
    const char* text;
  } const known[] = {{v_false, "#f"},
                     {v_true, "#t"},
                     {v_nil, "nil"},
                     {v_empty, "()"},
                     {v_eof, "#<eof>"},
                     {v_unspecified, "#<unspecified>"},
                     {v_default, "#<default>"},
                     {v_unbound, "#<unbound>"},
                     {v_undefined, "#<undefined>"}};
  for (auto& entry : known) {
    if (entry.value.bits == bits) return entry.text;
  }
  return "#<immediate " + std::to_string(bits) + ">";
}

std::string operand_text(const Unit& unit, uint32_t pc, Opcode opcode, const tiercel::Operand& slot, int64_t value) {
  switch (slot.type) {
    case OperandType::dst:
    case OperandType::reg:
    case OperandType::base: return "r" + std::to_string(value);
    case OperandType::u16:
    case OperandType::s16: return std::to_string(value);
    case OperandType::prim16: return primitive_info(static_cast<core::Prim>(value)).name;
    case OperandType::label: return "-> " + std::to_string(pc + value);
    case OperandType::s32:
      return opcode == Opcode::load_constant ? immediate_text(static_cast<uint32_t>(value)) : std::to_string(value);
    case OperandType::const_: return constant_text(unit, unit.constants[static_cast<size_t>(value)]);
    case OperandType::global: return "g" + std::to_string(value);
    case OperandType::function: return function_label(unit, static_cast<uint32_t>(value));
  }
  return "?";
}

void append_instruction(std::string& out, const Unit& unit, const FunctionCode& function, uint32_t pc) {
  const Instruction& instruction = function.instructions[pc];
  auto opcode = static_cast<Opcode>(instruction.op);
  const OpcodeInfo& info = opcode_info(opcode);
  std::string number = std::to_string(pc);
  out.append(number.size() < 5 ? 5 - number.size() : 0, ' ').append(number).append("  ").append(info.name);
  size_t width = std::string_view(info.name).size();
  for (int i = 0; i < info.operand_count; i++) {
    const tiercel::Operand& slot = info.operands[i];
    if (i == 0) out.append(width < 16 ? 16 - width : 0, ' ');
    out += i == 0 ? " " : ", ";
    out += operand_text(unit, pc, opcode, slot, operand_value(instruction, slot));
  }
  out += '\n';
}

void append_function(std::string& out, const Unit& unit, uint32_t index) {
  const FunctionCode& function = unit.functions[index];
  out += "function " + function_label(unit, index) + ": frame " + std::to_string(function.frame_size);
  if (function.captures > 0) out += ", captures " + std::to_string(function.captures);
  for (Name name : function.capture_names) out += " " + std::string(name_or(name, "?"));
  out += '\n';
  for (uint32_t pc = 0; pc < function.instructions.size(); pc++) {
    for (const Clause& clause : function.clauses) {
      if (clause.first != pc) continue;
      out += "  (" + std::to_string(clause.required) + (clause.rest ? " or more" : "") + " arguments)\n";
    }
    append_instruction(out, unit, function, pc);
  }
}

}  // namespace

std::string brief(const Datum* datum) { return brief_at(datum, brief_depth_max); }

std::string disassemble(const Unit& unit, uint32_t function) {
  std::string out;
  append_function(out, unit, function);
  return out;
}

std::string disassemble(const Unit& unit) {
  std::string out = "unit " + unit.name + "\n";
  for (uint32_t index = 0; index < unit.functions.size(); index++) append_function(out, unit, index);
  return out;
}

}  // namespace tiercel::bytecode
