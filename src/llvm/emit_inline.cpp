// Primitives without an opcode of their own whose common case is a few instructions: predicates, characters, numbers,
// elements of strings, bytevectors and f64vectors, and what allocates a few words.  Everything else of theirs, errors
// included, is the checked function that tier 1 calls.
#include <llvm/IR/Intrinsics.h>

#include "gen/primitives.h"
#include "llvm/operands.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel::native {

using core::Prim;

namespace {

constexpr size_t allocated_words_max = 16;  // beyond that a call costs little

// A sum of squares, as far as it shows; or NaN.
bool is_never_negative(const llvm::Value* number, int depth = 4) {
  auto* operation = llvm::dyn_cast<llvm::BinaryOperator>(number);
  if (!operation || depth == 0) return false;
  const llvm::Value *x = operation->getOperand(0), *y = operation->getOperand(1);
  if (operation->getOpcode() == llvm::Instruction::FMul) return x == y;
  return operation->getOpcode() == llvm::Instruction::FAdd && is_never_negative(x, depth - 1) &&
         is_never_negative(y, depth - 1);
}

}  // namespace

// --- Parts ----------------------------------------------------------------------------------------------------------

// The way to the checked function where that can only raise.  Where rare values go on in another function it is taken there.
void FunctionEmitter::cold_error(llvm::BasicBlock* slow, const Instruction& instruction) {
  if (outlines_generic_ && m.uses_floats) return go_slow(slow);
  cold(slow, [&] {
    llvm::Value* raised = call_primitive(instruction, true);
    if (llvm::isa<llvm::CallInst>(raised)) fail(raised);
    else b.CreateUnreachable();
  });
}

// Whether the next instruction is a jump that alone wants the test whose result goes to `dst`.
bool FunctionEmitter::is_jump_on(uint16_t dst) const {
  const Instruction& next = code_.instructions[pc_ + 1];
  auto opcode = static_cast<Opcode>(next.op);
  auto target = static_cast<uint32_t>(int64_t{pc_} + 1 + next.wide());
  return (opcode == Opcode::jump_if_false || opcode == Opcode::jump_if_true) && next.a == dst &&
         !analysis_.is_leader(pc_ + 1) && !analysis_.is_alive(pc_ + 2, dst) && !analysis_.is_alive(target, dst);
}

// A test is the result, or decides at once.
void FunctionEmitter::set_test(uint16_t dst, llvm::Value* condition) {
  if (!is_jump_on(dst)) return set(dst, condition, Kind::boolean);
  const Instruction& next = code_.instructions[pc_ + 1];
  auto target = static_cast<uint32_t>(int64_t{pc_} + 1 + next.wide());
  if (static_cast<Opcode>(next.op) == Opcode::jump_if_false) branch(condition, pc_ + 2, target);
  else branch(condition, target, pc_ + 2);
}

// The same for a kind of objects, which is known where the answer is yes.
void FunctionEmitter::test_kind(uint16_t dst, uint16_t reg, ObjectKind kind) {
  if (slots_[reg].kind != Kind::tagged || !is_jump_on(dst)) return set_test(dst, has_kind(reg, kind));
  const Instruction& next = code_.instructions[pc_ + 1];
  auto target = static_cast<uint32_t>(int64_t{pc_} + 1 + next.wide());
  bool on_false = static_cast<Opcode>(next.op) == Opcode::jump_if_false;
  uint32_t if_true = on_false ? pc_ + 2 : target, if_false = on_false ? target : pc_ + 2;
  llvm::Value* value = tagged(reg);
  leave_unless(has_tag(value, tag_object), if_false);
  llvm::Value* header = field(value, in_object(0));
  leave_unless(b.CreateICmpEQ(b.CreateAnd(header, word(0xFF)), word(static_cast<uint64_t>(kind))), if_false);
  if (Kind known = kind_of_object(kind); known != Kind::tagged) know(value, known, header);
  edge(if_true);
}

llvm::Value* FunctionEmitter::has_kind(uint16_t reg, ObjectKind kind) {
  if (slots_[reg].kind != Kind::tagged) return b.getInt1(slots_[reg].kind == kind_of_object(kind));
  llvm::Value* value = tagged(reg);
  llvm::BasicBlock *object = new_block("object"), *done = new_block("has_kind"), *here = b.GetInsertBlock();
  b.CreateCondBr(has_tag(value, tag_object), object, done);
  b.SetInsertPoint(object);
  llvm::Value* header = field(value, in_object(0));
  llvm::Value* same = b.CreateICmpEQ(b.CreateAnd(header, word(0xFF)), word(static_cast<uint64_t>(kind)));
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getInt1Ty(), 2);
  result->addIncoming(b.getFalse(), here);
  result->addIncoming(same, object);
  return result;
}

// One number: a fixnum, a float, or whatever else by the checked function.
template <class OnFixnum, class OnFloat>
void FunctionEmitter::with_number(uint16_t reg, OnFixnum on_fixnum, OnFloat on_float) {
  Operands operands{operand(reg), {Kind::fixnum, word(make_fixnum(0).bits), -1}, reg, -1};
  with_operands(
      operands, [&](llvm::Value* x, llvm::Value*, llvm::BasicBlock* others) { on_fixnum(x, others); },
      [&](llvm::Value* x, llvm::Value*) { on_float(x); }, [] {});
}

// --- Numbers --------------------------------------------------------------------------------------------------------

void FunctionEmitter::inline_number_test(Prim primitive, uint16_t x, const Instruction& instruction) {
  llvm::Value* zero = word(make_fixnum(0).bits);
  auto by = [&](llvm::CmpInst::Predicate fixnums, llvm::CmpInst::Predicate floats) {
    with_number(
        x, [&](llvm::Value* n, llvm::BasicBlock*) { set_test(instruction.a, b.CreateICmp(fixnums, n, zero)); },
        [&](llvm::Value* n) {
          set_test(instruction.a, b.CreateFCmp(floats, n, llvm::ConstantFP::get(b.getDoubleTy(), 0)));
        });
  };
  if (primitive == Prim::is_zero) return by(llvm::CmpInst::ICMP_EQ, llvm::CmpInst::FCMP_OEQ);
  if (primitive == Prim::is_positive) return by(llvm::CmpInst::ICMP_SGT, llvm::CmpInst::FCMP_OGT);
  if (primitive == Prim::is_negative) return by(llvm::CmpInst::ICMP_SLT, llvm::CmpInst::FCMP_OLT);
  llvm::BasicBlock* slow = new_block("parity");
  llvm::Value* n = fixnum_in(x, slow);
  go_slow(slow);
  llvm::Value* odd = b.CreateICmpNE(b.CreateAnd(n, word(8)), word(0));
  set_test(instruction.a, primitive == Prim::is_odd ? odd : b.CreateNot(odd));
}

// The fixnum in a register, known as one from here on; else to `slow`.
llvm::Value* FunctionEmitter::fixnum_in(uint16_t reg, llvm::BasicBlock* slow) {
  llvm::Value* value = tagged(reg);
  if (slots_[reg].kind == Kind::fixnum) return value;
  guard(has_tag(value, tag_fixnum), slow);
  know(value, Kind::fixnum);
  return value;
}

void FunctionEmitter::inline_number_unary(Prim primitive, uint16_t x, const Instruction& instruction) {
  uint16_t dst = instruction.a;
  with_number(
      x,
      [&](llvm::Value* n, llvm::BasicBlock* others) {
        if (primitive == Prim::sqrt) {
          b.CreateBr(others);
          return;
        }
        if (primitive == Prim::exact_to_inexact || primitive == Prim::inexact)
          return set(dst, b.CreateSIToFP(b.CreateAShr(n, word(3)), b.getDoubleTy()), Kind::flonum);
        // abs: the least fixnum has no counterpart
        guard(b.CreateICmpNE(n, word(make_fixnum(fixnum_min).bits)), others);
        llvm::Value* negated = b.CreateSub(word(2 * tag_fixnum), n);
        set(dst, b.CreateSelect(b.CreateICmpSLT(n, word(0)), negated, n), Kind::fixnum);
      },
      [&](llvm::Value* n) {
        if (primitive == Prim::sqrt && !is_never_negative(n)) {
          llvm::BasicBlock* slow = new_block("sqrt");
          guard(b.CreateFCmpOGE(n, llvm::ConstantFP::get(b.getDoubleTy(), 0)), slow);
          go_slow(slow);
        }
        if (primitive == Prim::sqrt) n = b.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, n);
        if (primitive == Prim::abs) n = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, n);
        set(dst, n, Kind::flonum);
      });
}

// NaN wins; an exact number beside a float becomes inexact.
void FunctionEmitter::inline_extremum(Prim primitive, uint16_t x, uint16_t y, uint16_t dst) {
  bool least = primitive == Prim::min;
  with_operands(
      {operand(x), operand(y), x, y, true},
      [&](llvm::Value* a, llvm::Value* c, llvm::BasicBlock*) {
        set(dst, b.CreateSelect(least ? b.CreateICmpSLT(c, a) : b.CreateICmpSGT(c, a), c, a), Kind::fixnum);
      },
      [&](llvm::Value* a, llvm::Value* c) {
        llvm::Value* second = least ? b.CreateFCmpULT(c, a) : b.CreateFCmpUGT(c, a);
        set(dst, b.CreateSelect(b.CreateFCmpUNO(a, a), a, b.CreateSelect(second, c, a)), Kind::flonum);
      },
      [] {});
}

void FunctionEmitter::inline_negate(uint16_t x, uint16_t dst) {
  with_number(
      x,
      [&](llvm::Value* n, llvm::BasicBlock* others) {
        guard(b.CreateICmpNE(n, word(make_fixnum(fixnum_min).bits)), others);
        set(dst, b.CreateSub(word(2 * tag_fixnum), n), Kind::fixnum);
      },
      [&](llvm::Value* n) { set(dst, b.CreateFNeg(n), Kind::flonum); });
}

void FunctionEmitter::inline_rounding(Prim primitive, uint16_t x, uint16_t dst) {
  llvm::Intrinsic::ID id = primitive == Prim::floor     ? llvm::Intrinsic::floor
                           : primitive == Prim::ceiling ? llvm::Intrinsic::ceil
                           : primitive == Prim::round   ? llvm::Intrinsic::nearbyint
                                                        : llvm::Intrinsic::trunc;
  with_number(
      x, [&](llvm::Value* n, llvm::BasicBlock*) { set(dst, n, Kind::fixnum); },
      [&](llvm::Value* n) { set(dst, b.CreateUnaryIntrinsic(id, n), Kind::flonum); });
}

// An integral float of the range of fixnums.
void FunctionEmitter::inline_exact(uint16_t x, uint16_t dst) {
  with_number(
      x, [&](llvm::Value* n, llvm::BasicBlock*) { set(dst, n, Kind::fixnum); },
      [&](llvm::Value* n) {
        llvm::BasicBlock* slow = new_block("exact");
        llvm::Value* size = b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, n);
        guard(b.CreateFCmpOLT(size, llvm::ConstantFP::get(b.getDoubleTy(), static_cast<double>(fixnum_max))), slow);
        llvm::Value* integer = b.CreateFPToSI(n, m.word);
        guard(b.CreateFCmpOEQ(b.CreateSIToFP(integer, b.getDoubleTy()), n), slow);
        go_slow(slow);
        set(dst, b.CreateOr(b.CreateShl(integer, word(3)), word(tag_fixnum)), Kind::fixnum);
      });
}

// The function of C that is what the primitive does with floats; null if there is none.
const char* FunctionEmitter::function_on_floats(Prim primitive) {
  switch (primitive) {
    case Prim::exp: return "tc_exp";
    case Prim::log: return "tc_log";
    case Prim::sin: return "tc_sin";
    case Prim::cos: return "tc_cos";
    case Prim::tan: return "tc_tan";
    case Prim::atan: return "tc_atan";
    default: return nullptr;
  }
}

// Exact arguments may have exact results, logarithms of negative numbers are complex.
void FunctionEmitter::inline_transcendental(Prim primitive, uint16_t x, uint16_t dst) {
  llvm::BasicBlock* slow = new_block("transcendental");
  Slot slot = operand(x);
  llvm::Value* number = slot.value;
  if (slot.kind == Kind::tagged) {
    guard(is_immediate_float_word(slot.value), slow);
    number = float_of_word(slot.value);
  } else if (slot.kind != Kind::flonum) {
    guard(b.getFalse(), slow);
    number = llvm::PoisonValue::get(b.getDoubleTy());
  }
  if (primitive == Prim::log) guard(b.CreateFCmpOGT(number, llvm::ConstantFP::get(b.getDoubleTy(), 0)), slow);
  go_slow(slow);
  if (slot.kind == Kind::tagged) know(slot.value, Kind::flonum, nullptr, number);  // not on the slow way
  set(dst, call_runtime(function_on_floats(primitive), {number}, b.getDoubleTy()), Kind::flonum);
}

// A number as a double: a float, or a fixnum that is converted.
llvm::Value* FunctionEmitter::double_in(uint16_t reg, llvm::BasicBlock* slow) {
  Slot slot = operand(reg);
  auto of_fixnum = [&](llvm::Value* n) { return b.CreateSIToFP(b.CreateAShr(n, word(3)), b.getDoubleTy()); };
  if (slot.kind == Kind::flonum) return slot.value;
  if (slot.kind == Kind::fixnum) return of_fixnum(slot.value);
  llvm::BasicBlock *real = new_block("real"), *other = new_block("exact"), *done = new_block("double");
  b.CreateCondBr(is_immediate_float_word(slot.value), real, other, likely_);
  b.SetInsertPoint(other);
  guard(has_tag(slot.value, tag_fixnum), slow);
  llvm::Value* converted = of_fixnum(slot.value);
  other = b.GetInsertBlock();
  b.CreateBr(done);
  b.SetInsertPoint(real);
  llvm::Value* direct = float_of_word(slot.value);
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getDoubleTy(), 2);
  result->addIncoming(direct, real);
  result->addIncoming(converted, other);
  return result;
}

// Division with a float among the operands.
bool FunctionEmitter::inline_divide(uint16_t x, uint16_t y, const Instruction& instruction) {
  Slot left = operand(x), right = operand(y);
  if (left.kind == Kind::fixnum && right.kind == Kind::fixnum) return false;
  llvm::BasicBlock* slow = new_block("divide");
  if (left.kind != Kind::flonum && right.kind != Kind::flonum) {
    auto either_float = [&](const Slot& slot) {
      return slot.kind == Kind::fixnum ? static_cast<llvm::Value*>(b.getFalse()) : is_immediate_float_word(slot.value);
    };
    guard(b.CreateOr(either_float(left), either_float(right)), slow);
  }
  bool may_be_zero = right.kind != Kind::flonum && !is_proven();
  if (may_be_zero) guard(b.CreateICmpNE(right.value, word(make_fixnum(0).bits)), slow);
  llvm::Value *a = double_in(x, slow), *c = double_in(y, slow);
  go_slow(slow);
  set(instruction.a, b.CreateFDiv(a, c), Kind::flonum);
  return true;
}

void FunctionEmitter::inline_modulo(uint16_t x, uint16_t y, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("modulo");
  llvm::Value *a = fixnum_in(x, slow), *c = fixnum_in(y, slow);
  guard(b.CreateICmpSGT(c, word(make_fixnum(0).bits)), slow);
  go_slow(slow);
  llvm::Value *n = b.CreateAShr(a, word(3)), *d = b.CreateAShr(c, word(3));
  llvm::Value* rest = b.CreateSRem(n, d);
  rest = b.CreateSelect(b.CreateICmpSLT(rest, word(0)), b.CreateAdd(rest, d), rest);
  set(instruction.a, b.CreateOr(b.CreateShl(rest, word(3)), word(tag_fixnum)), Kind::fixnum);
}

void FunctionEmitter::inline_bits(Prim primitive, uint16_t x, uint16_t y, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("bits");
  llvm::Value *a = fixnum_in(x, slow), *c = fixnum_in(y, slow);
  go_slow(slow);
  llvm::Value* result = primitive == Prim::bitwise_and   ? b.CreateAnd(a, c)
                        : primitive == Prim::bitwise_ior ? b.CreateOr(a, c)
                                                         : b.CreateOr(b.CreateXor(a, c), word(tag_fixnum));
  set(instruction.a, result, Kind::fixnum);
}

// --- Characters -----------------------------------------------------------------------------------------------------

llvm::Value* FunctionEmitter::is_character(llvm::Value* value) {
  return b.CreateICmpEQ(b.CreateAnd(value, word(0xFF)), word(0x0D));
}

void FunctionEmitter::inline_character_test(llvm::CmpInst::Predicate predicate, uint16_t x, uint16_t y,
                                            const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("characters");
  llvm::Value *a = tagged(x), *c = tagged(y);
  guard(is_character(a), slow);
  guard(is_character(c), slow);
  cold_error(slow, instruction);
  set_test(instruction.a, b.CreateICmp(predicate, a, c));
}

void FunctionEmitter::inline_character_code(bool to_integer, uint16_t x, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("character");
  if (to_integer) {
    llvm::Value* c = tagged(x);
    guard(is_character(c), slow);
    cold_error(slow, instruction);
    return set(instruction.a, b.CreateOr(b.CreateShl(b.CreateLShr(c, word(8)), word(3)), word(tag_fixnum)),
               Kind::fixnum);
  }
  llvm::Value* n = fixnum_in(x, slow);
  guard(b.CreateICmpULT(n, word(make_fixnum(0xD800).bits)), slow);  // below the surrogates
  go_slow(slow);
  set(instruction.a, b.CreateOr(b.CreateShl(b.CreateLShr(n, word(3)), word(8)), word(0x0D)));
}

// --- Elements -------------------------------------------------------------------------------------------------------

void FunctionEmitter::inline_f64vector_ref(uint16_t vector, uint16_t index, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("f64vector_ref");
  llvm::Value* place = word_element(vector, ObjectKind::f64vector, index, false, slow);
  cold_error(slow, instruction);
  set(instruction.a, b.CreateLoad(b.getDoubleTy(), place), Kind::flonum);
}

void FunctionEmitter::inline_f64vector_set(uint16_t vector, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("f64vector_set");
  llvm::Value* place = word_element(vector, ObjectKind::f64vector, static_cast<uint16_t>(vector + 1), true, slow);
  cold_error(slow, instruction);
  llvm::BasicBlock* other_number = new_block("other_number");
  llvm::Value* number = double_in(static_cast<uint16_t>(vector + 2), other_number);
  go_slow(other_number);
  b.CreateStore(number, place);
  set(instruction.a, word(v_unspecified.bits));
}

void FunctionEmitter::inline_bytevector_set(uint16_t vector, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("bytevector_set");
  llvm::Value* object = tagged(vector);
  llvm::Value* limit = writable_length_in(guard_kind(vector, ObjectKind::bytevector, slow));
  llvm::Value* position = position_below(limit, static_cast<uint16_t>(vector + 1), slow);
  llvm::Value* byte = b.CreateLShr(fixnum_in(static_cast<uint16_t>(vector + 2), slow), word(3));
  guard(b.CreateICmpULT(byte, word(256)), slow);
  cold_error(slow, instruction);
  llvm::Value* bytes = field_address(object, in_object(offsetof(Bytevector, bytes)));
  b.CreateStore(b.CreateTrunc(byte, b.getInt8Ty()), b.CreateGEP(b.getInt8Ty(), bytes, position));
  set(instruction.a, word(v_unspecified.bits));
}

// A character that fits the units of a narrow string.
void FunctionEmitter::inline_string_set(uint16_t string, const Instruction& instruction) {
  llvm::BasicBlock* slow = new_block("string_set");
  llvm::Value* object = tagged(string);
  llvm::Value* header = guard_kind(string, ObjectKind::string, slow);
  guard(b.CreateICmpEQ(b.CreateAnd(header, word(string_flag_immutable | string_flag_wide)), word(0)), slow);
  llvm::Value* position = position_below(length_in(header), static_cast<uint16_t>(string + 1), slow);
  llvm::Value* character = tagged(static_cast<uint16_t>(string + 2));
  guard(b.CreateICmpEQ(b.CreateAnd(character, word(~uint64_t{0xFF00})), word(0x0D)), slow);
  go_slow(slow);
  llvm::Value* data = field(object, in_object(offsetof(String, data)));
  llvm::Value* units = field_address(data, in_object(offsetof(Bytevector, bytes)));
  b.CreateStore(b.CreateTrunc(b.CreateLShr(character, word(8)), b.getInt8Ty()),
                b.CreateGEP(b.getInt8Ty(), units, position));
  set(instruction.a, word(v_unspecified.bits));
}

// --- Allocation -----------------------------------------------------------------------------------------------------

void FunctionEmitter::inline_list(uint16_t first, int64_t count, const Instruction& instruction) {
  std::vector<llvm::Value*> items;
  for (int64_t i = 0; i < count; i++) items.push_back(tagged(static_cast<uint16_t>(first + i)));
  if (count == 0) return set(instruction.a, word(v_empty.bits));
  size_t bytes = static_cast<size_t>(count) * sizeof(Pair);
  llvm::Value* list = allocate(
      offsetof(Context, pairs), bytes, tag_pair,
      [&](llvm::Value* start) {
        for (size_t i = 0; i < items.size(); i++) {
          llvm::Value* next =
              i + 1 < items.size() ? b.CreateAdd(start, word((i + 1) * sizeof(Pair) + tag_pair)) : word(v_empty.bits);
          b.CreateStore(items[i], address_in(start, i * sizeof(Pair)));
          b.CreateStore(next, address_in(start, i * sizeof(Pair) + offsetof(Pair, cdr)));
        }
      },
      [&] { return call_primitive(instruction); });
  set(instruction.a, list, Kind::pair);
}

void FunctionEmitter::inline_vector(uint16_t first, int64_t count, const Instruction& instruction) {
  std::vector<llvm::Value*> items;
  for (int64_t i = 0; i < count; i++) items.push_back(tagged(static_cast<uint16_t>(first + i)));
  llvm::Value* vector = allocate(
      offsetof(Context, objects), sizeof(Vector) + static_cast<size_t>(count) * sizeof(Value), tag_object,
      [&](llvm::Value* start) {
        b.CreateStore(word(make_header(ObjectKind::vector, static_cast<uint64_t>(count))), address_in(start, 0));
        for (size_t i = 0; i < items.size(); i++)
          b.CreateStore(items[i], address_in(start, offsetof(Vector, elements) + i * sizeof(Value)));
      },
      [&] { return call_primitive(instruction); });
  slots_[instruction.a] = {Kind::vector, vector, -1,
                           word(make_header(ObjectKind::vector, static_cast<uint64_t>(count)))};
}

// A record type knows how many fields it has.
void FunctionEmitter::inline_record(uint16_t first, int64_t count, const Instruction& instruction) {
  std::vector<llvm::Value*> items;
  for (int64_t i = 0; i < count; i++) items.push_back(tagged(static_cast<uint16_t>(first + i)));
  llvm::BasicBlock* slow = new_block("record");
  guard_header(items[0], ObjectKind::record_type, slow);
  llvm::Value* fields = field(items[0], in_object(offsetof(RecordType, fields)));
  llvm::Value* length = length_in(field(fields, in_object(0)));
  guard(b.CreateICmpEQ(length, word(static_cast<uint64_t>(count - 1))), slow);
  cold_error(slow, instruction);
  llvm::Value* record = allocate(
      offsetof(Context, objects), sizeof(Record) + static_cast<size_t>(count - 1) * sizeof(Value), tag_object,
      [&](llvm::Value* start) {
        b.CreateStore(word(make_header(ObjectKind::record, static_cast<uint64_t>(count - 1))), address_in(start, 0));
        b.CreateStore(items[0], address_in(start, offsetof(Record, type)));
        for (size_t i = 1; i < items.size(); i++)
          b.CreateStore(items[i], address_in(start, offsetof(Record, elements) + (i - 1) * sizeof(Value)));
      },
      [&] { return call_primitive(instruction); });
  slots_[instruction.a] = {Kind::record, record, -1, items[0]};
}

// --- Which ----------------------------------------------------------------------------------------------------------

bool FunctionEmitter::inline_unary(Prim primitive, uint16_t x, const Instruction& instruction) {
  uint16_t dst = instruction.a;
  auto kind_test = [&](ObjectKind kind) {
    test_kind(dst, x, kind);
    return true;
  };
  switch (primitive) {
    case Prim::is_zero:
    case Prim::is_positive:
    case Prim::is_negative:
    case Prim::is_odd:
    case Prim::is_even: inline_number_test(primitive, x, instruction); return true;
    case Prim::abs:
    case Prim::sqrt:
    case Prim::inexact:
    case Prim::exact_to_inexact: inline_number_unary(primitive, x, instruction); return true;
    case Prim::subtract: inline_negate(x, dst); return true;
    case Prim::floor:
    case Prim::ceiling:
    case Prim::round:
    case Prim::truncate: inline_rounding(primitive, x, dst); return true;
    case Prim::exact:
    case Prim::inexact_to_exact: inline_exact(x, dst); return true;
    case Prim::exp:
    case Prim::log:
    case Prim::sin:
    case Prim::cos:
    case Prim::tan:
    case Prim::atan: inline_transcendental(primitive, x, dst); return true;
    case Prim::char_to_integer: inline_character_code(true, x, instruction); return true;
    case Prim::integer_to_char: inline_character_code(false, x, instruction); return true;
    case Prim::is_char: set_test(dst, is_character(tagged(x))); return true;
    case Prim::is_procedure: set_test(dst, has_tag(tagged(x), tag_procedure)); return true;
    case Prim::is_eof_object: set_test(dst, b.CreateICmpEQ(tagged(x), word(v_eof.bits))); return true;
    case Prim::is_vector: return kind_test(ObjectKind::vector);
    case Prim::is_string: return kind_test(ObjectKind::string);
    case Prim::is_symbol: return kind_test(ObjectKind::symbol);
    case Prim::is_bytevector: return kind_test(ObjectKind::bytevector);
    case Prim::is_f64vector: return kind_test(ObjectKind::f64vector);
    case Prim::f64vector_length: emit_length(instruction, ObjectKind::f64vector, nullptr); return true;
    case Prim::bytevector_length: emit_length(instruction, ObjectKind::bytevector, nullptr); return true;
    default: return false;
  }
}

bool FunctionEmitter::inline_binary(Prim primitive, uint16_t x, uint16_t y, const Instruction& instruction) {
  // The second argument of some is optional.
  if (function_on_floats(primitive) && slots_[y].value == word(v_default.bits)) {
    inline_transcendental(primitive, x, instruction.a);
    return true;
  }
  switch (primitive) {
    case Prim::char_equal: inline_character_test(llvm::CmpInst::ICMP_EQ, x, y, instruction); return true;
    case Prim::char_less: inline_character_test(llvm::CmpInst::ICMP_ULT, x, y, instruction); return true;
    case Prim::char_greater: inline_character_test(llvm::CmpInst::ICMP_UGT, x, y, instruction); return true;
    case Prim::char_less_equal: inline_character_test(llvm::CmpInst::ICMP_ULE, x, y, instruction); return true;
    case Prim::char_greater_equal: inline_character_test(llvm::CmpInst::ICMP_UGE, x, y, instruction); return true;
    case Prim::divide: return inline_divide(x, y, instruction);
    case Prim::modulo:
    case Prim::floor_remainder: inline_modulo(x, y, instruction); return true;
    case Prim::min:
    case Prim::max: inline_extremum(primitive, x, y, instruction.a); return true;
    case Prim::bitwise_and:
    case Prim::bitwise_ior:
    case Prim::bitwise_xor: inline_bits(primitive, x, y, instruction); return true;
    case Prim::f64vector_ref: inline_f64vector_ref(x, y, instruction); return true;
    case Prim::hash_table_contains:
    case Prim::hash_table_exists: return inline_table(primitive, x, y, instruction);
    default: return false;
  }
}

// Emits the primitive inline if it is one of those here.
bool FunctionEmitter::emit_inline(Prim primitive, const PrimitiveArguments& arguments, const Instruction& instruction) {
  if (arguments.count == 1 && inline_unary(primitive, arguments.first, instruction)) return true;
  if (arguments.count == 2) {
    auto second = static_cast<uint16_t>(arguments.run ? arguments.first + 1 : arguments.second);
    if (inline_binary(primitive, arguments.first, second, instruction)) return true;
  }
  bool small = arguments.count <= static_cast<int64_t>(allocated_words_max);
  switch (primitive) {
    case Prim::f64vector_set: inline_f64vector_set(arguments.first, instruction); return true;
    case Prim::bytevector_u8_set: inline_bytevector_set(arguments.first, instruction); return true;
    case Prim::string_set: inline_string_set(arguments.first, instruction); return true;
    case Prim::hash_table_ref_default:
    case Prim::hash_table_set:
      return inline_table(primitive, arguments.first, static_cast<uint16_t>(arguments.first + 1), instruction);
    case Prim::list:
      if (small) inline_list(arguments.first, arguments.count, instruction);
      return small;
    case Prim::vector:
      if (small && arguments.run) inline_vector(arguments.first, arguments.count, instruction);
      return small && arguments.run;
    case Prim::record:
      if (small && arguments.count > 0) inline_record(arguments.first, arguments.count, instruction);
      return small && arguments.count > 0;
    default: return false;
  }
}

}  // namespace tiercel::native
