// Arithmetic and comparison: two fixnums, two floats, or the general functions of number/.
#include <llvm/IR/Intrinsics.h>

#include "llvm/operands.h"

namespace tiercel::native {

namespace {

// The C++ twin of each operation.
const char* general_name(Opcode opcode) {
  switch (opcode) {
    case Opcode::add:
    case Opcode::add_immediate: return "tc_add";
    case Opcode::subtract: return "tc_subtract";
    case Opcode::multiply: return "tc_multiply";
    case Opcode::quotient: return "tc_quotient";
    case Opcode::remainder: return "tc_remainder";
    case Opcode::num_equal:
    case Opcode::jump_unless_equal:
    case Opcode::jump_unless_equal_immediate: return "tc_equal";
    case Opcode::num_less:
    case Opcode::jump_unless_less:
    case Opcode::jump_unless_less_immediate: return "tc_less";
    case Opcode::num_greater:
    case Opcode::jump_unless_greater:
    case Opcode::jump_unless_greater_immediate: return "tc_greater";
    case Opcode::num_less_equal:
    case Opcode::jump_unless_less_equal:
    case Opcode::jump_unless_less_equal_immediate: return "tc_less_equal";
    default: return "tc_greater_equal";
  }
}

llvm::CmpInst::Predicate integer_predicate(std::string_view general) {
  if (general == "tc_equal") return llvm::CmpInst::ICMP_EQ;
  if (general == "tc_less") return llvm::CmpInst::ICMP_SLT;
  if (general == "tc_greater") return llvm::CmpInst::ICMP_SGT;
  if (general == "tc_less_equal") return llvm::CmpInst::ICMP_SLE;
  return llvm::CmpInst::ICMP_SGE;
}

llvm::CmpInst::Predicate float_predicate(const std::string& general) {
  if (general == "tc_equal") return llvm::CmpInst::FCMP_OEQ;
  if (general == "tc_less") return llvm::CmpInst::FCMP_OLT;
  if (general == "tc_greater") return llvm::CmpInst::FCMP_OGT;
  if (general == "tc_less_equal") return llvm::CmpInst::FCMP_OLE;
  return llvm::CmpInst::FCMP_OGE;
}

}  // namespace

llvm::CmpInst::Predicate fixnum_predicate(Opcode opcode) { return integer_predicate(general_name(opcode)); }

// In a generic version: fixnums are worth a test, because a loop whose sum has become a bignum stays there; the rest is
// the general function's.  `on_fixnums` gives the result, and in its second argument whether it is none.
template <class OnFixnums>
llvm::Value* FunctionEmitter::fixnums_or_call(llvm::Value* x, llvm::Value* y, const char* general,
                                              OnFixnums on_fixnums) {
  if (generic_ || is_rare()) return call_runtime(general, {context_, x, y});
  llvm::BasicBlock *fixnums = new_block("fixnums"), *general_block = new_block("general"), *done = new_block("number");
  llvm::Value* tags = b.CreateOr(b.CreateSub(x, word(tag_fixnum)), b.CreateSub(y, word(tag_fixnum)));
  b.CreateCondBr(b.CreateICmpEQ(b.CreateAnd(tags, word(tag_mask)), word(0)), fixnums, general_block);
  b.SetInsertPoint(fixnums);
  llvm::Value* none = b.getFalse();
  llvm::Value* fast = on_fixnums(&none);
  b.CreateCondBr(none, general_block, done);
  b.SetInsertPoint(general_block);
  llvm::Value* slow = call_runtime(general, {context_, x, y});
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(m.word, 2);
  result->addIncoming(fast, fixnums);
  result->addIncoming(slow, general_block);
  return result;
}

llvm::Value* FunctionEmitter::general_sum(llvm::Value* x, llvm::Value* y, bool subtract) {
  return fixnums_or_call(x, y, subtract ? "tc_subtract" : "tc_add", [&](llvm::Value** overflow) {
    llvm::Intrinsic::ID id = subtract ? llvm::Intrinsic::ssub_with_overflow : llvm::Intrinsic::sadd_with_overflow;
    llvm::Value *one = word(tag_fixnum), *left = subtract ? x : b.CreateSub(x, one),
                *right = subtract ? b.CreateSub(y, one) : y;
    llvm::Value* both = b.CreateIntrinsic(id, {m.word}, {left, right});
    *overflow = b.CreateExtractValue(both, 1);
    return b.CreateExtractValue(both, 0);
  });
}

llvm::Value* FunctionEmitter::general_comparison(llvm::Value* x, llvm::Value* y, const char* general) {
  return fixnums_or_call(x, y, general, [&](llvm::Value**) {
    return b.CreateSelect(b.CreateICmp(integer_predicate(general), x, y), word(v_true.bits), word(v_false.bits));
  });
}

void FunctionEmitter::emit_arithmetic(Opcode opcode, const Instruction& instruction) {
  uint16_t dst = instruction.a;
  Operands operands{operand(instruction.b), operand(instruction.c), instruction.b, instruction.c};
  operands.wants_float = wants_.float_result(pc_);
  with_operands(
      operands,
      [&](llvm::Value* x, llvm::Value* y, llvm::BasicBlock* others) {
        llvm::Intrinsic::ID id = opcode == Opcode::add        ? llvm::Intrinsic::sadd_with_overflow
                                 : opcode == Opcode::subtract ? llvm::Intrinsic::ssub_with_overflow
                                                              : llvm::Intrinsic::smul_with_overflow;
        llvm::Value *left = x, *right = y;
        if (opcode == Opcode::add) left = b.CreateSub(x, word(tag_fixnum));
        if (opcode == Opcode::subtract) right = b.CreateSub(y, word(tag_fixnum));
        if (opcode == Opcode::multiply) {
          // A constant loses its tag and the other operand keeps its scale, which LLVM's ranges of loops understand.
          if (llvm::isa<llvm::ConstantInt>(y)) std::swap(left, right);
          left = b.CreateAShr(left, word(3));
          right = b.CreateSub(right, word(tag_fixnum));
        }
        if (is_proven()) {
          llvm::Value* result = opcode == Opcode::add        ? b.CreateNSWAdd(left, right)
                                : opcode == Opcode::subtract ? b.CreateNSWSub(left, right)
                                                             : b.CreateNSWMul(left, right);
          if (opcode == Opcode::multiply) result = b.CreateNSWAdd(result, word(tag_fixnum));
          return set(dst, result, Kind::fixnum);
        }
        llvm::Value* both = b.CreateIntrinsic(id, {m.word}, {left, right});
        guard(b.CreateNot(b.CreateExtractValue(both, 1)), others);
        llvm::Value* result = b.CreateExtractValue(both, 0);
        if (opcode == Opcode::multiply) result = b.CreateAdd(result, word(tag_fixnum));
        set(dst, result, Kind::fixnum);
      },
      [&](llvm::Value* x, llvm::Value* y) {
        set(dst,
            opcode == Opcode::add        ? b.CreateFAdd(x, y)
            : opcode == Opcode::subtract ? b.CreateFSub(x, y)
                                         : b.CreateFMul(x, y),
            Kind::flonum);
      },
      [&] {
        llvm::Value *x = tagged(instruction.b), *y = tagged(instruction.c);
        set(dst, opcode == Opcode::multiply ? call_runtime("tc_multiply", {context_, x, y})
                                            : general_sum(x, y, opcode == Opcode::subtract));
      });
}

Slot FunctionEmitter::operand(uint16_t reg) {
  Slot slot = slots_[reg];
  bool may_be_number = slot.kind == Kind::tagged || slot.kind == Kind::fixnum || slot.kind == Kind::flonum;
  return may_be_number && slot.value ? slot : Slot{Kind::pair, tagged(reg), -1};
}

void FunctionEmitter::emit_add_immediate(const Instruction& instruction) {
  uint16_t dst = instruction.a, x_register = instruction.b;
  Value n = make_fixnum(static_cast<int16_t>(instruction.c));
  llvm::Value* negated = llvm::ConstantFP::get(b.getDoubleTy(), static_cast<double>(-fixnum_value(n)));
  Operands operands{operand(x_register), {Kind::fixnum, word(n.bits), -1}, x_register, -1};
  operands.wants_float = wants_.float_result(pc_);
  with_operands(
      operands,
      [&](llvm::Value* x, llvm::Value*, llvm::BasicBlock* others) {
        if (is_proven()) return set(dst, b.CreateNSWAdd(x, word(n.bits - tag_fixnum)), Kind::fixnum);
        llvm::Value* both =
            b.CreateIntrinsic(llvm::Intrinsic::sadd_with_overflow, {m.word}, {x, word(n.bits - tag_fixnum)});
        guard(b.CreateNot(b.CreateExtractValue(both, 1)), others);
        set(dst, b.CreateExtractValue(both, 0), Kind::fixnum);
      },
      // (- x 0) is no addition: it keeps -0.0.
      [&](llvm::Value* x, llvm::Value* y) {
        set(dst, instruction.d == 2 ? b.CreateFSub(x, negated) : b.CreateFAdd(x, y), Kind::flonum);
      },
      [&] {
        llvm::Value* x = tagged(x_register);
        set(dst, instruction.d == 0   ? general_sum(x, word(n.bits), false)
                 : instruction.d == 1 ? general_sum(word(n.bits), x, false)
                                      : general_sum(x, word(make_fixnum(-fixnum_value(n)).bits), true));
      });
}

// Fixnums with a divisor other than 0 and -1; everything else is number/'s.
void FunctionEmitter::emit_division(Opcode opcode, const Instruction& instruction) {
  Slot x = operand(instruction.b), y = operand(instruction.c);
  llvm::Value *x_word = tagged(instruction.b), *y_word = tagged(instruction.c);
  if (generic_ || is_rare()) return set(instruction.a, call_runtime(general_name(opcode), {context_, x_word, y_word}));
  llvm::BasicBlock* slow = new_block("division");
  if (x.kind != Kind::fixnum) guard(has_tag(x_word, tag_fixnum), slow);
  if (y.kind != Kind::fixnum) guard(has_tag(y_word, tag_fixnum), slow);
  guard(b.CreateICmpNE(y_word, word(make_fixnum(0).bits)), slow);
  guard(b.CreateICmpNE(y_word, word(make_fixnum(-1).bits)), slow);
  go_slow(slow);
  llvm::Value *n = b.CreateAShr(x_word, word(3)), *d = b.CreateAShr(y_word, word(3));
  bool quotient = opcode == Opcode::quotient;
  llvm::Value* result = is_proven() ? (quotient ? b.CreateUDiv(n, d) : b.CreateURem(n, d))
                                    : (quotient ? b.CreateSDiv(n, d) : b.CreateSRem(n, d));
  know(x_word, Kind::fixnum);
  know(y_word, Kind::fixnum);
  set(instruction.a, b.CreateOr(b.CreateShl(result, word(3)), word(tag_fixnum)), Kind::fixnum);
}

void FunctionEmitter::emit_comparison(Opcode opcode, const Instruction& instruction) {
  bool value = opcode >= Opcode::num_equal && opcode <= Opcode::num_greater_equal;
  bool immediate =
      opcode >= Opcode::jump_unless_equal_immediate && opcode <= Opcode::jump_unless_greater_equal_immediate;
  uint16_t x_register = value ? instruction.b : instruction.a, y_register = value ? instruction.c : instruction.b;
  auto target = static_cast<uint32_t>(int64_t{pc_} + instruction.wide());
  Value n = make_fixnum(static_cast<int16_t>(instruction.b));
  std::string general = general_name(opcode);
  Operands operands{operand(x_register), immediate ? Slot{Kind::fixnum, word(n.bits), -1} : operand(y_register),
                    x_register, immediate ? int64_t{-1} : int64_t{y_register}, true};
  auto decide = [&](llvm::Value* condition) {
    if (value) set(instruction.a, condition, Kind::boolean);
    else branch(condition, pc_ + 1, target);
  };
  with_operands(
      operands,
      [&](llvm::Value* x, llvm::Value* y, llvm::BasicBlock*) {
        decide(b.CreateICmp(integer_predicate(general), x, y));
      },
      [&](llvm::Value* x, llvm::Value* y) { decide(b.CreateFCmp(float_predicate(general), x, y)); },
      [&] {
        llvm::Value* result =
            general_comparison(tagged(x_register), immediate ? word(n.bits) : tagged(y_register), general.c_str());
        if (value) return set(instruction.a, result);
        llvm::Value* truthy = b.CreateICmpNE(b.CreateAnd(result, word(~falsity_bit)), word(v_false.bits));
        llvm::BasicBlock *yes = new_block("yes"), *no = new_block("no");
        b.CreateCondBr(truthy, yes, no);
        b.SetInsertPoint(no);
        edge(target);
        b.SetInsertPoint(yes);
        edge(pc_ + 1);
      });
}

bool FunctionEmitter::emit_number(Opcode opcode, const Instruction& instruction) {
  switch (opcode) {
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::multiply: emit_arithmetic(opcode, instruction); return true;
    case Opcode::add_immediate: emit_add_immediate(instruction); return true;
    case Opcode::quotient:
    case Opcode::remainder: emit_division(opcode, instruction); return true;
    default: break;
  }
  bool value = opcode >= Opcode::num_equal && opcode <= Opcode::num_greater_equal;
  bool jump = opcode >= Opcode::jump_unless_equal && opcode <= Opcode::jump_unless_greater_equal_immediate;
  if (!value && !jump) return false;
  emit_comparison(opcode, instruction);
  return true;
}

}  // namespace tiercel::native
