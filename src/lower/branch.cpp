// Tests: comparisons and predicates fuse with the jump, `and`, `or` and `not` become jumps.
#include "lower/function.h"

namespace tiercel::lower {

using namespace core;
using bytecode::reg;

void FunctionLowering::jump(Label target) {
  emit(Opcode::jump, bytecode::label(target));
  unreachable_ = true;
}

void FunctionLowering::branch(Node* test, Label on_true, Label on_false, bool true_follows) {
  Mark mark(this);
  switch (test->kind) {
    case Kind::constant: {
      DatumKind kind = as<Constant>(test)->datum->kind;
      if (kind == DatumKind::empty) break;  // true or false by the dialect
      bool truth = kind != DatumKind::false_ && kind != DatumKind::nil;
      if (truth != true_follows) jump(truth ? on_true : on_false);
      return;
    }
    case Kind::lambda:
    case Kind::prim_ref:
      if (!true_follows) jump(on_true);
      return;
    case Kind::if_: return branch_if(as<If>(test), on_true, on_false, true_follows);
    case Kind::seq:
      seq_prefix(as<Seq>(test));
      return branch(as<Seq>(test)->body.back(), on_true, on_false, true_follows);
    case Kind::let:
    case Kind::fix:
    case Kind::bind_values: bind_and(test, [&](Node* body) { branch(body, on_true, on_false, true_follows); }); return;
    case Kind::prim_call:
      if (branch_primitive(as<PrimCall>(test), on_true, on_false, true_follows)) return;
      break;
    case Kind::local_ref:
    case Kind::local_set:
    case Kind::global_ref:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::call:
    case Kind::letrec:
    case Kind::values:
    case Kind::loop:
    case Kind::again:
    case Kind::fuel: break;
  }
  Register source = operand(test);
  if (true_follows) emit(Opcode::jump_if_false, reg(source), bytecode::label(on_false));
  else emit(Opcode::jump_if_true, reg(source), bytecode::label(on_true));
}

namespace {

enum class Truth : uint8_t { unknown, yes, no };

// What an arm of a test says without being run.  In (if t t e) the first arm is known to be true.
Truth truth_of(Node* arm, Node* test, bool test_held) {
  if (auto* constant = if_a<Constant>(arm)) {
    DatumKind kind = constant->datum->kind;
    if (kind == DatumKind::empty) return Truth::unknown;
    return kind == DatumKind::false_ || kind == DatumKind::nil ? Truth::no : Truth::yes;
  }
  auto* reference = if_a<LocalRef>(arm);
  auto* tested = if_a<LocalRef>(test);
  if (reference && tested && reference->variable == tested->variable && !tested->variable->boxed)
    return test_held ? Truth::yes : Truth::no;
  return Truth::unknown;
}

}  // namespace

void FunctionLowering::branch_if(If* node, Label on_true, Label on_false, bool true_follows) {
  Truth then = truth_of(node->then, node->test, true), otherwise = truth_of(node->otherwise, node->test, false);
  if (then != Truth::unknown) {  // (if a #t c) and (if a #f c)
    Label more = code_->make_label();
    branch(node->test, then == Truth::yes ? on_true : on_false, more, false);
    bind(more);
    return branch(node->otherwise, on_true, on_false, true_follows);
  }
  if (otherwise != Truth::unknown) {  // (if a b #t) and (if a b #f)
    Label more = code_->make_label();
    branch(node->test, more, otherwise == Truth::yes ? on_true : on_false, true);
    bind(more);
    return branch(node->then, on_true, on_false, true_follows);
  }
  Label first = code_->make_label(), second = code_->make_label();
  branch(node->test, first, second, true);
  bind(first);
  branch(node->then, on_true, on_false, true);
  jump(on_true);
  bind(second);
  branch(node->otherwise, on_true, on_false, true_follows);
}

bool FunctionLowering::branch_primitive(PrimCall* node, Label on_true, Label on_false, bool true_follows) {
  int32_t number = primitive_info(node->prim).opcode;
  if (number < 0) return false;
  auto opcode = static_cast<Opcode>(number);
  size_t count = node->arguments.size();
  if (opcode == Opcode::not_ && count == 1) {
    branch(node->arguments[0], on_false, on_true, !true_follows);
    return true;
  }
  if ((opcode == Opcode::is_null || opcode == Opcode::is_pair) && count == 1) {
    Register x = operand(node->arguments[0]);
    emit(opcode == Opcode::is_null ? Opcode::jump_unless_null : Opcode::jump_unless_pair, reg(x),
         bytecode::label(on_false));
  } else if (opcode == Opcode::is_eq && count == 2) {
    Register x = operand(node->arguments[0], node->arguments.subspan(1)), y = operand(node->arguments[1]);
    emit(Opcode::jump_unless_eq, reg(x), reg(y), bytecode::label(on_false));
  } else if (count != 2 || !branch_comparison(node, opcode, on_false)) {
    return false;
  }
  if (!true_follows) jump(on_true);
  return true;
}

bool FunctionLowering::branch_comparison(PrimCall* node, Opcode opcode, Label on_false) {
  struct Fused {
    Opcode plain, jump, immediate;
  };
  static constexpr Fused table[] = {
      {Opcode::num_equal, Opcode::jump_unless_equal, Opcode::jump_unless_equal_immediate},
      {Opcode::num_less, Opcode::jump_unless_less, Opcode::jump_unless_less_immediate},
      {Opcode::num_greater, Opcode::jump_unless_greater, Opcode::jump_unless_greater_immediate},
      {Opcode::num_less_equal, Opcode::jump_unless_less_equal, Opcode::jump_unless_less_equal_immediate},
      {Opcode::num_greater_equal, Opcode::jump_unless_greater_equal, Opcode::jump_unless_greater_equal_immediate},
  };
  for (const Fused& fused : table) {
    if (fused.plain != opcode) continue;
    Register x = operand(node->arguments[0], node->arguments.subspan(1));
    int64_t small;
    if (is_small_fixnum(node->arguments[1], &small)) {
      emit_at(node->span, fused.immediate, reg(x), bytecode::s16(static_cast<int32_t>(small)),
              bytecode::label(on_false));
    } else {
      Register y = operand(node->arguments[1]);
      emit_at(node->span, fused.jump, reg(x), reg(y), bytecode::label(on_false));
    }
    return true;
  }
  return false;
}

}  // namespace tiercel::lower
