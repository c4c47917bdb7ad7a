// Writes instructions into the fields that the table gives them, and patches jumps when a function is finished.
#include "bytecode/builder.h"

#include <bit>
#include <cassert>
#include <utility>

namespace tiercel::bytecode {

namespace {

[[maybe_unused]] bool accepts_role(OperandType type, OperandRole role) {
  switch (type) {
    case OperandType::dst:
    case OperandType::reg:
    case OperandType::base: return role == OperandRole::reg;
    case OperandType::u16: return role == OperandRole::u16;
    case OperandType::s16: return role == OperandRole::s16;
    case OperandType::prim16: return role == OperandRole::primitive;
    case OperandType::label: return role == OperandRole::label;
    case OperandType::s32: return role == OperandRole::s32;
    case OperandType::const_: return role == OperandRole::constant;
    case OperandType::global: return role == OperandRole::global;
    case OperandType::function: return role == OperandRole::function;
  }
  return false;
}

[[maybe_unused]] bool fits(OperandType type, int64_t value) {
  if (is_wide(type)) return value >= INT32_MIN && value <= INT32_MAX;
  if (type == OperandType::s16) return value >= INT16_MIN && value <= INT16_MAX;
  return value >= 0 && value <= UINT16_MAX;
}

}  // namespace

FunctionBuilder::FunctionBuilder(uint32_t index, Name name) : index_(index) { code_.name = name; }

void FunctionBuilder::begin_clause(uint16_t required, bool rest) { code_.clauses.push_back({required, rest, here()}); }

Label FunctionBuilder::make_label() {
  labels_.push_back(unbound);
  return {static_cast<uint32_t>(labels_.size() - 1)};
}

void FunctionBuilder::bind(Label l) {
  assert(labels_[l.number] == unbound && "a label is bound once");
  labels_[l.number] = here();
}

void FunctionBuilder::place(Instruction& instruction, Opcode opcode, size_t position, Operand operand) {
  const tiercel::Operand& slot = opcode_info(opcode).operands[position];
  assert(accepts_role(slot.type, operand.role) && "the opcode's row wants another operand here");
  if (operand.role == OperandRole::label) {
    patches_.push_back({here(), static_cast<uint32_t>(operand.value)});
    return;
  }
  assert(fits(slot.type, operand.value) && "the operand does not fit its field");
  if (is_wide(slot.type)) return instruction.set_wide(static_cast<int32_t>(operand.value));
  auto narrow = static_cast<uint16_t>(operand.value);
  switch (slot.field) {
    case 0: instruction.a = narrow; break;
    case 1: instruction.b = narrow; break;
    case 2: instruction.c = narrow; break;
    default: instruction.d = narrow; break;
  }
}

void FunctionBuilder::emit_operands(Opcode opcode, const Operand* operands, [[maybe_unused]] size_t count) {
  const OpcodeInfo& info = opcode_info(opcode);
  assert(count == info.operand_count && "the opcode's row wants another number of operands");
  Instruction instruction{{static_cast<uint64_t>(opcode)}, 0, 0, 0, 0};
  for (size_t i = 0; i < info.operand_count; i++) place(instruction, opcode, i, operands[i]);
  bool changed =
      code_.spans.empty() ? span_.known() : code_.spans.back().span != span_ || code_.spans.back().inlined != inlined_;
  if (changed) code_.spans.push_back({here(), span_, inlined_});
  code_.instructions.push_back(instruction);
}

void FunctionBuilder::patch_labels() {
  for (Patch patch : patches_) {
    uint32_t target = labels_[patch.label];
    assert(target != unbound && "a label that is jumped to is bound");
    code_.instructions[patch.instruction].set_wide(static_cast<int32_t>(target) -
                                                   static_cast<int32_t>(patch.instruction));
  }
  patches_.clear();
}

UnitBuilder::UnitBuilder(std::string_view name) { unit_.name = name; }

FunctionBuilder UnitBuilder::begin_function(Name name) {
  unit_.functions.emplace_back();
  return {static_cast<uint32_t>(unit_.functions.size() - 1), name};
}

void UnitBuilder::finish_function(FunctionBuilder&& builder) {
  builder.patch_labels();
  unit_.functions[builder.index_] = std::move(builder.code_);
}

uint32_t UnitBuilder::add(Key key, Constant constant) {
  auto [found, is_new] = indices_.try_emplace(key, static_cast<uint32_t>(unit_.constants.size()));
  if (is_new) unit_.constants.push_back(constant);
  return found->second;
}

uint32_t UnitBuilder::add_datum(const Datum* datum) {
  Constant constant{ConstantKind::datum, {.datum = datum}, nullptr};
  constexpr uint8_t by_identity = 0xFF;
  switch (datum->kind) {
    case DatumKind::fixnum:
      return add({static_cast<uint8_t>(datum->kind), static_cast<uint64_t>(datum->fixnum)}, constant);
    case DatumKind::character: return add({static_cast<uint8_t>(datum->kind), datum->scalar}, constant);
    case DatumKind::symbol:
      return add({static_cast<uint8_t>(datum->kind), reinterpret_cast<uint64_t>(datum->symbol)}, constant);
    case DatumKind::flonum:
      return add({static_cast<uint8_t>(datum->kind), std::bit_cast<uint64_t>(datum->flonum)}, constant);
    default: return add({by_identity, reinterpret_cast<uint64_t>(datum)}, constant);
  }
}

namespace {
constexpr uint8_t cell_key = 0xF0, primitive_key = 0xF1, closure_key = 0xF2;  // beyond every DatumKind
}

uint32_t UnitBuilder::add_cell(uint64_t handle, Name name) {
  return add({cell_key, handle}, {ConstantKind::cell, {.handle = handle}, name});
}

uint32_t UnitBuilder::add_primitive(uint16_t number) {
  return add({primitive_key, number}, {ConstantKind::primitive, {.primitive = number}, nullptr});
}

uint32_t UnitBuilder::add_closure(uint32_t function) {
  return add({closure_key, function}, {ConstantKind::closure, {.function = function}, nullptr});
}

Unit UnitBuilder::finish() {
  indices_.clear();
  return std::move(unit_);
}

}  // namespace tiercel::bytecode
