// Calls of primitives: opcodes where the table gives one, arithmetic in binary steps, direct C++ calls for the rest.
#include "lower/function.h"
#include "object/value.h"

namespace tiercel::lower {

using namespace core;
using bytecode::reg;
using bytecode::u16;

namespace {

// (+ a b c ...) beyond this many arguments is one call of the primitive.
constexpr size_t fold_limit = 8;

}  // namespace

bool is_small_fixnum(Node* node, int64_t* value) {
  auto* constant = if_a<Constant>(node);
  if (!constant || constant->datum->kind != DatumKind::fixnum) return false;
  *value = constant->datum->fixnum;
  return *value >= INT16_MIN && *value <= INT16_MAX;
}

void FunctionLowering::primitive(PrimCall* node, Register destination, bool wanted) {
  if (!is_direct(node->prim)) return control_call(node, node->prim, node->arguments, destination, false);
  Mark mark(this);
  if (record_access(node, destination, wanted)) return;
  int32_t number = primitive_info(node->prim).opcode;
  if (number >= 0) {
    auto opcode = static_cast<Opcode>(number);
    if (immediate_arithmetic(node, opcode, destination) || arithmetic(node, opcode, destination) ||
        primitive_opcode(node, opcode, destination, wanted))
      return;
  }
  primitive_call(node, destination);
}

// (+ x n), (+ n x) and (- x n) with a small n.  Not with 0: -0.0 must come out as the generic operation makes it.
bool FunctionLowering::immediate_arithmetic(PrimCall* node, Opcode opcode, Register destination) {
  if (node->arguments.size() != 2) return false;
  int64_t small;
  Node* left = node->arguments[0];
  Node* right = node->arguments[1];
  bool add = opcode == Opcode::add;
  if (!add && opcode != Opcode::subtract) return false;
  Node* other;
  uint32_t form;
  if (is_small_fixnum(right, &small)) {
    if (!add) small = -small;
    other = left;
    form = add ? 0 : 2;
  } else if (add && is_small_fixnum(left, &small)) {
    other = right;
    form = 1;
  } else {
    return false;
  }
  if (small == 0 || small > INT16_MAX) return false;
  Register x = operand(other);
  emit_at(node->span, Opcode::add_immediate, reg(destination), reg(x), bytecode::s16(static_cast<int32_t>(small)),
          u16(form));
  return true;
}

// All operands first, then the steps, so that an operand's effect comes before an earlier operand's type error.
bool FunctionLowering::arithmetic(PrimCall* node, Opcode opcode, Register destination) {
  size_t count = node->arguments.size();
  if (opcode != Opcode::add && opcode != Opcode::subtract && opcode != Opcode::multiply) return false;
  if (count < 3 || count > fold_limit) return false;
  Register operands[fold_limit];
  for (size_t i = 0; i < count; i++) operands[i] = operand(node->arguments[i], node->arguments.subspan(i + 1));
  Register partial = operands[0];
  for (size_t i = 1; i < count; i++) {
    Register target = i + 1 == count ? destination : i == 1 ? take() : partial;
    emit_at(node->span, opcode, reg(target), reg(partial), reg(operands[i]));
    partial = target;
  }
  return true;
}

bool FunctionLowering::primitive_opcode(PrimCall* node, Opcode opcode, Register destination, bool wanted) {
  const OpcodeInfo& info = opcode_info(opcode);
  bool has_destination = info.operand_count > 0 && info.operands[0].type == OperandType::dst;
  size_t count = node->arguments.size();
  if (count + (has_destination ? 1 : 0) != info.operand_count) return false;
  bytecode::Operand operands[4];
  size_t next = 0;
  if (has_destination) operands[next++] = reg(destination);
  for (size_t i = 0; i < count; i++)
    operands[next++] = reg(operand(node->arguments[i], node->arguments.subspan(i + 1)));
  if (unreachable_) return true;
  set_span(node->span);
  code_->emit_operands(opcode, operands, next);
  if (!has_destination && wanted) undefined_value(destination);
  return true;
}

// Record accesses with a constant field number, which is how define-record-type makes them.
bool FunctionLowering::record_access(PrimCall* node, Register destination, bool wanted) {
  std::span<Node*> arguments = node->arguments;
  auto field = [&](int64_t* k) { return is_small_fixnum(arguments[2], k) && *k >= 0; };
  int64_t k;
  if (node->prim == Prim::record_ref && field(&k)) {
    Register record = operand(arguments[0], arguments.subspan(1)), type = operand(arguments[1]);
    emit_at(node->span, Opcode::record_ref, reg(destination), reg(record), reg(type), u16(static_cast<uint32_t>(k)));
    return true;
  }
  if (node->prim == Prim::record_set && field(&k)) {
    Register record = operand(arguments[0], arguments.subspan(1)), type = operand(arguments[1], arguments.subspan(2));
    Register value = operand(arguments[3]);
    emit_at(node->span, Opcode::record_set, reg(record), reg(type), u16(static_cast<uint32_t>(k)), reg(value));
    if (wanted) undefined_value(destination);
    return true;
  }
  if (node->prim == Prim::is_record && arguments.size() == 2) {
    Register record = operand(arguments[0], arguments.subspan(1)), type = operand(arguments[1]);
    emit_at(node->span, Opcode::is_record, reg(destination), reg(record), reg(type));
    return true;
  }
  return false;
}

void FunctionLowering::primitive_call(PrimCall* node, Register destination) {
  const PrimitiveInfo& info = primitive_info(node->prim);
  size_t count = node->arguments.size();
  if (!run_fits(node, count + 3)) return;
  bytecode::Operand id = bytecode::primitive(static_cast<uint32_t>(node->prim));
  if (info.shape == 1 && count == 1) {
    Register x = operand(node->arguments[0]);
    return emit_at(node->span, Opcode::prim_1, reg(destination), reg(x), id);
  }
  if (info.shape == 2 && count == 2) {
    Register x = operand(node->arguments[0], node->arguments.subspan(1)), y = operand(node->arguments[1]);
    return emit_at(node->span, Opcode::prim_2, reg(destination), reg(x), reg(y), id);
  }
  Register base = run(node->arguments);
  if (info.shape < 0)
    return emit_at(node->span, Opcode::prim_n, reg(destination), reg(base), u16(static_cast<uint32_t>(count)), id);
  for (size_t i = count; i < static_cast<size_t>(info.shape); i++)  // optional arguments that were not given
    emit(Opcode::load_constant, reg(take()), bytecode::s32(static_cast<int64_t>(v_default.bits)));
  switch (info.shape) {
    case 0: return emit_at(node->span, Opcode::prim_0, reg(destination), id);
    case 1: return emit_at(node->span, Opcode::prim_1, reg(destination), reg(base), id);
    case 2: return emit_at(node->span, Opcode::prim_2, reg(destination), reg(base), reg(base + 1), id);
    default: return emit_at(node->span, Opcode::prim_3, reg(destination), reg(base), id);
  }
}

}  // namespace tiercel::lower
