// The short ways through a function: a few tests, then a return.
//
// A function that begins so is entered by a small function of its own without a stack frame, which makes the tests
// again at most, never calls, never polls and never raises: whatever is not as simple as that goes on in the body, with
// the arguments as they came.  Recursive procedures spend half of their calls there.
#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/layouts.h"

namespace tiercel::native {

namespace {

bool is_comparison(Opcode opcode) {
  return opcode >= Opcode::jump_unless_equal && opcode <= Opcode::jump_unless_greater_equal_immediate;
}

bool is_test(Opcode opcode) {
  switch (opcode) {
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_null:
    case Opcode::jump_unless_pair:
    case Opcode::jump_unless_eq: return true;
    default: return is_comparison(opcode);
  }
}

bool is_simple(Opcode opcode) {
  switch (opcode) {
    case Opcode::move:
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant:
    case Opcode::add_immediate:
    case Opcode::car:
    case Opcode::cdr: return true;
    default: return false;
  }
}

}  // namespace

// Whether a return can be reached so.
bool FunctionEmitter::has_leaf(uint32_t pc, int steps) const {
  for (; steps > 0; steps--, pc++) {
    const Instruction& instruction = code_.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    if (opcode == Opcode::return_) return true;
    int64_t target = jump_target_of(instruction, pc);
    if (opcode == Opcode::jump) return has_leaf(static_cast<uint32_t>(target), steps - 1);
    if (is_test(opcode)) return has_leaf(static_cast<uint32_t>(target), steps - 1) || has_leaf(pc + 1, steps - 1);
    if (!is_simple(opcode)) return false;
  }
  return false;
}

void FunctionEmitter::emit_leaf(llvm::Function* into, llvm::Function* body) {
  begin(into);
  into->addFnAttr("frame-pointer", "none");  // it calls nothing
  receive(code_.clauses[0], into, true);
  llvm::BasicBlock *start = b.GetInsertBlock(), *rest = new_block("rest");
  b.SetInsertPoint(rest);
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : into->args()) arguments.push_back(&argument);
  tail_call(m.code_type, body, arguments);
  b.SetInsertPoint(start);
  emit_leaf_from(code_.clauses[0].first, leaf_steps_max, rest);
}

// The fixnum in a register, or the way to the body.
llvm::Value* FunctionEmitter::leaf_fixnum(uint16_t reg, llvm::BasicBlock* rest) {
  llvm::Value* value = tagged(reg);
  if (slots_[reg].kind != Kind::fixnum) guard(has_tag(value, tag_fixnum), rest);
  set(reg, value, Kind::fixnum);
  return value;
}

llvm::Value* FunctionEmitter::leaf_condition(const Instruction& instruction, llvm::BasicBlock* rest) {
  auto opcode = static_cast<Opcode>(instruction.op);
  uint16_t a = instruction.a;
  switch (opcode) {
    case Opcode::jump_if_false: return truth(a);
    case Opcode::jump_if_true: return b.CreateNot(truth(a));
    case Opcode::jump_unless_null:
      return b.CreateICmpEQ(b.CreateAnd(tagged(a), word(~emptiness_bit)), word(v_nil.bits));
    case Opcode::jump_unless_pair: return has_tag(tagged(a), tag_pair);
    case Opcode::jump_unless_eq: return b.CreateICmpEQ(tagged(a), tagged(instruction.b));
    default: break;
  }
  bool immediate = opcode >= Opcode::jump_unless_equal_immediate;
  llvm::Value* x = leaf_fixnum(a, rest);
  llvm::Value* y =
      immediate ? word(make_fixnum(static_cast<int16_t>(instruction.b)).bits) : leaf_fixnum(instruction.b, rest);
  return b.CreateICmp(fixnum_predicate(opcode), x, y);
}

void FunctionEmitter::emit_leaf_step(const Instruction& instruction, llvm::BasicBlock* rest) {
  auto opcode = static_cast<Opcode>(instruction.op);
  if (emit_move(opcode, instruction)) return;
  uint16_t x = instruction.b;
  if (opcode == Opcode::add_immediate) {
    llvm::Value* number = leaf_fixnum(x, rest);
    uint64_t n = make_fixnum(static_cast<int16_t>(instruction.c)).bits - tag_fixnum;
    llvm::Value* both = b.CreateIntrinsic(llvm::Intrinsic::sadd_with_overflow, {m.word}, {number, word(n)});
    guard(b.CreateNot(b.CreateExtractValue(both, 1)), rest);
    return set(instruction.a, b.CreateExtractValue(both, 0), Kind::fixnum);
  }
  llvm::Value* pair = tagged(x);
  if (slots_[x].kind != Kind::pair) guard(has_tag(pair, tag_pair), rest);
  slots_[x] = {Kind::pair, pair, -1};
  size_t offset = opcode == Opcode::car ? offsetof(Pair, car) : offsetof(Pair, cdr);
  set(instruction.a, field(pair, static_cast<int64_t>(offset) - static_cast<int64_t>(tag_pair)));
}

void FunctionEmitter::emit_leaf_from(uint32_t pc, int steps, llvm::BasicBlock* rest) {
  for (; has_leaf(pc, steps); steps--, pc++) {
    const Instruction& instruction = code_.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    int64_t target = jump_target_of(instruction, pc);
    b.SetCurrentDebugLocation(llvm::DILocation::get(m.context, pc + 1, 0, subprogram_));
    if (opcode == Opcode::return_) {
      if (slots_[instruction.a].kind == Kind::flonum) break;
      b.CreateRet(tagged(instruction.a));
      return;
    }
    if (opcode == Opcode::jump) return emit_leaf_from(static_cast<uint32_t>(target), steps - 1, rest);
    if (!is_test(opcode)) {
      emit_leaf_step(instruction, rest);
      continue;
    }
    llvm::BasicBlock *yes = new_block("yes"), *no = new_block("no");
    b.CreateCondBr(leaf_condition(instruction, rest), yes, no);
    std::vector<Slot> saved = slots_;
    b.SetInsertPoint(no);
    emit_leaf_from(static_cast<uint32_t>(target), steps - 1, rest);
    slots_ = std::move(saved);
    b.SetInsertPoint(yes);
  }
  b.CreateBr(rest);
}

}  // namespace tiercel::native
