// Calls, and the results of `values`.
#include "lower/function.h"

namespace tiercel::lower {

using namespace core;
using bytecode::reg;
using bytecode::u16;

// Whether `count` more registers fit; refuses the unit if not.
bool FunctionLowering::run_fits(Node* node, size_t count) {
  if (top_ + count + 1 <= register_limit) return true;
  unit_->refuse(node->span, "this expression");
  return false;
}

Register FunctionLowering::run(std::span<Node*> nodes) {
  Register base = top_;
  for (Node* node : nodes) {
    Register where = take();
    value(node, where);
  }
  return base;
}

// Calling such a procedure in tail position would gain nothing and lose the frame that a message wants to show.
static bool never_returns(Node* callee) {
  auto* reference = if_a<GlobalRef>(callee);
  return reference && reference->global->never_returns;
}

// The operator first, then the arguments from left to right: our fixed choice.
void FunctionLowering::call(Call* node, Register destination, bool is_tail) {
  Mark mark(this);
  if (!run_fits(node, node->arguments.size())) return;
  if (is_tail && (keeps_frame_ || never_returns(node->callee))) {
    destination = take();
    call(node, destination, false);
    emit(Opcode::return_, reg(destination));
    unreachable_ = true;
    return;
  }
  Register base = take();
  value(node->callee, base);
  run(node->arguments);
  finish_call(node->span, base, node->arguments.size(), node->known, destination, is_tail);
}

// A primitive that calls procedures has no body to call directly, only its procedure.
void FunctionLowering::control_call(Node* node, Prim prim, std::span<Node*> arguments, Register destination,
                                    bool is_tail) {
  Mark mark(this);
  if (!run_fits(node, arguments.size())) return;
  if (is_tail && keeps_frame_) {
    destination = take();
    control_call(node, prim, arguments, destination, false);
    emit(Opcode::return_, reg(destination));
    unreachable_ = true;
    return;
  }
  Register base = take();
  uint32_t k = unit_->builder().add_primitive(static_cast<uint16_t>(prim));
  emit(Opcode::load_const, reg(base), bytecode::constant(k));
  run(arguments);
  finish_call(node->span, base, arguments.size(), true, destination, is_tail);
}

void FunctionLowering::finish_call(Span span, Register base, size_t count, bool known, Register destination,
                                   bool is_tail) {
  uint32_t argc = static_cast<uint32_t>(count);
  if (!is_tail) {
    emit_at(span, known ? Opcode::call_known : Opcode::call, reg(destination), reg(base), u16(argc));
    return;
  }
  emit_at(span, known ? Opcode::tail_call_known : Opcode::tail_call, reg(base), u16(argc));
  unreachable_ = true;
}

void FunctionLowering::return_values(Values* node) {
  Mark mark(this);
  if (!run_fits(node, node->values.size())) return;
  Register base = run(node->values);
  if (node->values.size() == 1) emit(Opcode::return_, reg(base));
  else emit(Opcode::return_values, reg(base), u16(static_cast<uint32_t>(node->values.size())));
  unreachable_ = true;
}

// Not in tail position: the procedure `values` leaves them in the context, where bind-values finds them.
void FunctionLowering::values(Values* node, Register destination) {
  if (node->values.size() == 1) return value(node->values[0], destination);
  control_call(node, Prim::values, node->values, destination, false);
}

}  // namespace tiercel::lower
