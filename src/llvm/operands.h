// The scheme of operations on numbers: what is known of the operands decides which of three ways are emitted, two
// fixnums, floats, and everything else.
#pragma once

#include "llvm/emitter.h"

namespace tiercel::native {

// Two operands, each in a register or a small fixnum, and what is known of them.
struct FunctionEmitter::Operands {
  Slot x, y;
  int64_t x_register, y_register;  // -1: a constant
  bool exact = false;              // a fixnum beside a float counts for what it is, not for the nearest float
  bool wants_float = false;        // what comes of it is going to be used as a float
};

inline bool may_be_fixnum(const Slot& slot) { return slot.kind == Kind::fixnum || slot.kind == Kind::tagged; }
inline bool may_be_float(const Slot& slot) { return slot.kind == Kind::flonum || slot.kind == Kind::tagged; }

// A fixnum that is a float too, whatever it is compared with.
inline bool is_small_constant(const llvm::Value* fixnum) {
  auto* constant = llvm::dyn_cast<llvm::ConstantInt>(fixnum);
  return constant && constant->getValue().isSignedIntN(48);
}

// The scheme of every operation with two operands.  In generic versions there is `on_others` only.  `on_fixnums` and `on_floats` emit the operation with registers known
// to hold such numbers and end in a terminator or leave the block open to go on with the next instruction.
template <class OnFixnums, class OnFloats, class OnOthers>
void FunctionEmitter::with_operands(Operands operands, OnFixnums on_fixnums, OnFloats on_floats, OnOthers on_others) {
  if ((generic_ || is_rare()) && !leaf_rest_) return on_others();
  Slot x = operands.x, y = operands.y;
  bool fixnums = may_be_fixnum(x) && may_be_fixnum(y), floats = may_be_float(x) || may_be_float(y);
  floats = floats && (may_be_float(x) || x.kind == Kind::fixnum) && (may_be_float(y) || y.kind == Kind::fixnum);
  bool known_fixnums = x.kind == Kind::fixnum && y.kind == Kind::fixnum;
  if (known_fixnums) floats = false;
  // What is compared with a fixnum will be one: a counter has a limit.
  if (operands.exact && (x.kind == Kind::fixnum || y.kind == Kind::fixnum) && fixnums) floats = false;
  if (operands.wants_float && floats) fixnums = false;
  if (x.kind == Kind::flonum || y.kind == Kind::flonum) fixnums = false;
  if ((leaf_rest_ || !m.uses_floats) && fixnums) floats = false;
  llvm::BasicBlock* others = new_block("others");
  std::vector<Slot> saved = slots_;
  auto emit_others = [&] {
    std::vector<Slot> result = std::move(slots_);
    slots_ = saved;
    go_slow(others);
    slots_ = std::move(result);
  };
  if (!fixnums) {
    emit_float_operation(operands, others, on_floats);
    return emit_others();
  }
  llvm::BasicBlock* not_fixnums = floats ? new_block("not_fixnums") : others;
  if (!known_fixnums) {
    llvm::Value* test;
    if (x.kind == Kind::fixnum) test = has_tag(y.value, tag_fixnum);
    else if (y.kind == Kind::fixnum) test = has_tag(x.value, tag_fixnum);
    else
      test = b.CreateICmpEQ(
          b.CreateAnd(b.CreateOr(b.CreateSub(x.value, word(tag_fixnum)), b.CreateSub(y.value, word(tag_fixnum))),
                      word(tag_mask)),
          word(0));
    guard(test, not_fixnums);
  }
  know(x.value, Kind::fixnum);
  know(y.value, Kind::fixnum);
  on_fixnums(x.value, y.value, others);
  if (floats) {
    cold(not_fixnums, [&] {
      slots_ = saved;
      emit_float_operation(operands, others, on_floats);
      if (!b.GetInsertBlock()->getTerminator()) edge(pc_ + 1);
    });
  }
  emit_others();
}

template <class OnFloats>
void FunctionEmitter::emit_float_operation(const Operands& operands, llvm::BasicBlock* others, OnFloats on_floats) {
  auto number = [&](const Slot& slot) -> llvm::Value* {
    if (slot.kind == Kind::flonum) return slot.value;
    if (slot.kind == Kind::fixnum) {
      llvm::Value* integer = b.CreateAShr(slot.value, word(3));
      llvm::Value* nearest = b.CreateSIToFP(integer, b.getDoubleTy());
      if (operands.exact && !is_small_constant(slot.value))
        guard(b.CreateICmpEQ(b.CreateFPToSI(nearest, m.word), integer), others);
      return nearest;
    }
    if (slot.kind != Kind::tagged) {
      guard(b.getFalse(), others);
      return llvm::PoisonValue::get(b.getDoubleTy());
    }
    guard(is_immediate_float_word(slot.value), others);
    llvm::Value* value = float_of_word(slot.value);
    know(slot.value, Kind::flonum, nullptr, value);
    return value;
  };
  llvm::Value *x = number(operands.x), *y = number(operands.y);
  on_floats(x, y);
}

}  // namespace tiercel::native
