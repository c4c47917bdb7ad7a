// Where elements of vectors lie, and that they are there.
#include "gen/primitives.h"
#include "llvm/emitter.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel::native {

using core::Prim;

// An index as an integer that is below the limit; else to `slow`.  A negative one becomes too large.
llvm::Value* FunctionEmitter::position_below(llvm::Value* limit, uint16_t index, llvm::BasicBlock* slow) {
  llvm::Value* position = b.CreateLShr(fixnum_in(index, slow), word(3));
  if (!is_proven()) guard(b.CreateICmpULT(position, limit), slow);
  return position;
}

// The place of an element of one word in a vector.  The word of index i is 8 i + 1, so it is compared and added as it is.
// What comes to `slow` is an error.
llvm::Value* FunctionEmitter::word_element(uint16_t object, ObjectKind kind, uint16_t index, bool stores,
                                           llvm::BasicBlock* slow) {
  static_assert(offsetof(Vector, elements) == offsetof(F64vector, elements) && tag_fixnum == 1);
  llvm::Value *value = tagged(object), *place = fixnum_in(index, slow);
  auto* constant = llvm::dyn_cast<llvm::ConstantInt>(place);
  llvm::Value* header = constant ? guard_for_block(object, kind, slow) : guard_kind(object, kind, slow);
  if (constant && guard_constant_index(object, header, constant->getZExtValue() >> 3, stores, slow)) {
    // It is there.
  } else if (!is_proven()) {
    llvm::Value* limit = stores ? writable_length_in(header) : length_in(header);
    guard(b.CreateICmpULT(place, b.CreateShl(limit, word(3))), slow);
  }
  constexpr int64_t start = in_object(offsetof(Vector, elements)) - 1;
  if (!constant || kind != ObjectKind::f64vector) return field_address(b.CreateAdd(value, place), start);
  // LLVM sees which ones lie side by side if they have one base.
  if (stores) into_->addFnAttr(pairs_floats);
  auto distance = static_cast<uint64_t>(constant->getSExtValue() + start);
  return b.CreatePtrAdd(b.CreateIntToPtr(value, m.pointer), word(distance));
}

// Where the rest of the block stores into the object, one test tells its kind and that it may.  If it may not, the generic
// version goes on to where that is an error.
llvm::Value* FunctionEmitter::guard_for_block(uint16_t object, ObjectKind kind, llvm::BasicBlock* slow) {
  bool is_known = slots_[object].kind == kind_of_object(kind);
  if (generic_ || leaf_rest_ || is_known || !highest_indices(object, kind).stores)
    return guard_kind(object, kind, slow);
  llvm::Value* value = tagged(object);
  guard(has_tag(value, tag_object), slow);
  llvm::Value* header = field(value, in_object(0));
  llvm::Value* kind_and_flags = b.CreateAnd(header, word(0xFFFF));
  llvm::BasicBlock* otherwise = new_block("otherwise");
  guard(b.CreateICmpEQ(kind_and_flags, word(static_cast<uint64_t>(kind))), otherwise);
  go_slow(otherwise);
  know(value, kind_of_object(kind), header);
  reach_[header].is_mutable = true;
  return header;
}

// Of the elements with constant indices that are wanted from here to the end of the block the highest one tells of all.  If
// it is not there, the generic version finds out which is the first that is missing.
bool FunctionEmitter::guard_constant_index(uint16_t object, llvm::Value* header, uint64_t index, bool stores,
                                           llvm::BasicBlock* slow) {
  constexpr uint64_t index_max = 1 << 16;  // a negative one is above
  if (generic_ || leaf_rest_ || index > index_max) return false;
  Reach& known = reach_[header];
  stores = stores && !known.is_mutable;
  if (index < (stores ? known.writable : known.readable)) return true;
  Reach wanted = highest_indices(object, object_of_kind(slots_[object].kind));
  uint64_t highest = std::max(index, (stores ? wanted.writable : wanted.readable) - 1);
  llvm::BasicBlock* missing = highest == index ? slow : new_block("missing");
  bool only_flag = stores && highest < known.readable;
  llvm::Value* limit = stores && !only_flag ? writable_length_in(header) : length_in(header);
  guard(only_flag ? b.CreateICmpEQ(b.CreateAnd(header, word(vector_flag_immutable)), word(0))
                  : b.CreateICmpULT(word(highest), limit),
        missing);
  if (missing != slow) go_slow(missing);
  known.readable = std::max(known.readable, highest + 1);
  if (stores) known.writable = highest + 1;
  return true;
}

// One more than the highest constant index that the rest of the block reads or writes, and writes.
FunctionEmitter::Reach FunctionEmitter::highest_indices(uint16_t object, ObjectKind kind) const {
  constexpr uint32_t instructions_max = 200;
  std::map<uint16_t, uint64_t> constants;
  std::set<uint16_t> same;
  for (uint16_t reg = 0; reg < slots_.size(); reg++) {
    if (slots_[reg].kind == Kind::fixnum && slots_[reg].value)
      if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(slots_[reg].value))
        constants[reg] = constant->getZExtValue() >> 3;
    if (slots_[reg].value == slots_[object].value) same.insert(reg);
  }
  bool floats = kind == ObjectKind::f64vector;
  Reach reach{1, 1};
  auto access = [&](uint16_t vector, uint16_t index, bool stores) {
    auto number = constants.find(index);
    constexpr uint64_t index_max = 1 << 16;
    if (!same.contains(vector) || number == constants.end() || number->second > index_max) return;
    reach.readable = std::max(reach.readable, number->second + 1);
    if (!stores) return;
    reach.stores = true;
    reach.writable = std::max(reach.writable, number->second + 1);
  };
  for (uint32_t pc = pc_; pc < code_.instructions.size() && pc < pc_ + instructions_max; pc++) {
    const Instruction& instruction = code_.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    Control control = opcode_info(opcode).control;
    if ((pc != pc_ && analysis_.is_leader(pc)) || (control != Control::next && control != Control::call)) break;
    auto primitive = static_cast<Prim>(primitive_of(instruction));
    if (!floats && opcode == Opcode::vector_ref) access(instruction.b, instruction.c, false);
    if (!floats && opcode == Opcode::vector_set) access(instruction.a, instruction.b, true);
    if (floats && opcode == Opcode::prim_2 && primitive == Prim::f64vector_ref)
      access(instruction.b, instruction.c, false);
    if (floats && opcode == Opcode::prim_3 && primitive == Prim::f64vector_set)
      access(instruction.b, static_cast<uint16_t>(instruction.b + 1), true);
    bool moves_same = opcode == Opcode::move && same.contains(instruction.b);
    auto moved = opcode == Opcode::move ? constants.find(instruction.b) : constants.end();
    std::pair<bool, uint64_t> number{moved != constants.end(), moved != constants.end() ? moved->second : 0};
    if (opcode == Opcode::load_fixnum && instruction.wide() >= 0) number = {true, instruction.wide()};
    for (uint16_t reg : registers_of(m.request, instruction).writes) {
      same.erase(reg);
      constants.erase(reg);
    }
    if (moves_same) same.insert(instruction.a);
    if (number.first) constants[instruction.a] = number.second;
  }
  return reach;
}

}  // namespace tiercel::native
