// Hash tables: a key that is in the table, or is not, found in place.
//
// A fixnum, another immediate or a symbol has one hash in tables of every built-in equivalence, which depends on no address,
// and is equal to nothing but itself (prims/hash_table.cpp, `find`).  So its way through the slots is the same before and
// after a collection, whatever else is in the table.  Weak tables, those with an equivalence of the program's own, other keys,
// and keys to be added are the primitive's.
#include <algorithm>

#include "base/hash.h"
#include "gen/primitives.h"
#include "llvm/emitter.h"
#include "object/context.h"
#include "object/layouts.h"
#include "prims/hash_table.h"

namespace tiercel::native {

using core::Prim;

namespace {

// What the function that looks keys up answers besides places.
constexpr uint64_t finder_missing = 0, finder_not_plain = 1;

}  // namespace

// base/hash.h, in IR.
llvm::Value* FunctionEmitter::fold_hash(llvm::Value* hash, llvm::Value* data) {
  llvm::Type* wide = b.getInt128Ty();
  llvm::Value* product =
      b.CreateMul(b.CreateZExt(b.CreateXor(hash, data), wide), llvm::ConstantInt::get(wide, golden_factor));
  return b.CreateXor(b.CreateTrunc(product, m.word), b.CreateTrunc(b.CreateLShr(product, 64), m.word));
}

// hash_by_identity, of what depends on no address; else to `slow`.
llvm::Value* FunctionEmitter::hash_of_key(uint16_t key, llvm::BasicBlock* slow) {
  llvm::Value *value = tagged(key), *seed = context_field(offsetof(Context, hash_seed));
  auto of_fixnum = [&] { return b.CreateXor(b.CreateLShr(value, word(3)), seed); };
  if (slots_[key].kind == Kind::fixnum) return of_fixnum();
  llvm::BasicBlock *fixnum = new_block("fixnum"), *other = new_block("other"), *object = new_block("object"),
                   *plain = new_block("plain"), *fold = new_block("fold"), *done = new_block("hash");
  b.CreateCondBr(has_tag(value, tag_fixnum), fixnum, other);
  b.SetInsertPoint(fixnum);
  llvm::Value* of_integer = of_fixnum();
  b.CreateBr(done);
  b.SetInsertPoint(other);
  b.CreateCondBr(has_tag(value, tag_object), object, plain);
  b.SetInsertPoint(plain);
  // Pairs and procedures have the two upper bits of the tag, which no immediate has.
  guard(b.CreateICmpNE(b.CreateAnd(value, word(tag_pair)), word(tag_pair)), slow);
  llvm::BasicBlock* from_plain = b.GetInsertBlock();
  b.CreateBr(fold);
  b.SetInsertPoint(object);
  llvm::Value* header = field(value, in_object(0));
  guard(b.CreateICmpEQ(b.CreateAnd(header, word(0xFF)), word(static_cast<uint64_t>(ObjectKind::symbol))), slow);
  llvm::Value* of_symbol = field(value, in_object(offsetof(Symbol, hash)));
  llvm::BasicBlock* from_symbol = b.GetInsertBlock();
  b.CreateBr(fold);
  b.SetInsertPoint(fold);
  llvm::PHINode* data = b.CreatePHI(m.word, 2);
  data->addIncoming(value, from_plain);
  data->addIncoming(of_symbol, from_symbol);
  llvm::Value* folded = fold_hash(seed, data);
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* hash = b.CreatePHI(m.word, 2);
  hash->addIncoming(of_integer, fixnum);
  hash->addIncoming(folded, fold);
  return hash;
}

// Goes from slot to slot as Probing does: on, with the entry, where one has the key; to `missing` where the key is not in
// the table.
FunctionEmitter::TableEntry FunctionEmitter::find_in_table(uint16_t table, uint16_t key, llvm::BasicBlock* missing,
                                                           llvm::BasicBlock* slow) {
  constexpr uint64_t in_header = 0xFF | hash_table_flag_weak_keys | hash_table_flag_weak_values;
  llvm::Value *object = tagged(table), *wanted = tagged(key);
  guard(has_tag(object, tag_object), slow);
  llvm::Value* header = b.CreateAnd(field(object, in_object(0)), word(in_header));
  guard(b.CreateICmpEQ(header, word(static_cast<uint64_t>(ObjectKind::hash_table))), slow);
  llvm::Value* kind = field(object, in_object(offsetof(HashTable, kind)));
  guard(b.CreateICmpNE(kind, word(make_fixnum(static_cast<int64_t>(HashTableKind::custom)).bits)), slow);
  llvm::Value* hash = hash_of_key(key, slow);
  llvm::Value *entries = field(object, in_object(offsetof(HashTable, entries))),
              *index = field(object, in_object(offsetof(HashTable, index)));
  llvm::Value* mask = b.CreateSub(length_in(field(entries, in_object(0))), word(1));
  llvm::Value* positions = field_address(index, in_object(offsetof(Bytevector, bytes)));
  llvm::Value* elements = field_address(entries, in_object(offsetof(Vector, elements)));
  llvm::Value* first = b.CreateAnd(hash, mask);
  llvm::BasicBlock *before = b.GetInsertBlock(), *probe = new_block("probe"), *taken = new_block("taken"),
                   *next = new_block("next"), *found = new_block("found");
  b.CreateBr(probe);
  b.SetInsertPoint(probe);
  llvm::PHINode *slot = b.CreatePHI(m.word, 2), *rest = b.CreatePHI(m.word, 2);
  llvm::Value* position = b.CreateLoad(b.getInt32Ty(), b.CreateGEP(b.getInt32Ty(), positions, slot));
  b.CreateCondBr(b.CreateICmpSLT(position, b.getInt32(0)), missing, taken);
  b.SetInsertPoint(taken);
  llvm::Value* entry = b.CreateGEP(m.word, elements, b.CreateShl(b.CreateZExt(position, m.word), word(1)));
  b.CreateCondBr(b.CreateICmpEQ(b.CreateLoad(m.word, entry), wanted), found, next, likely_);
  b.SetInsertPoint(next);
  llvm::Value* shifted = b.CreateLShr(rest, word(probing_shift));
  llvm::Value* following = b.CreateAdd(b.CreateAdd(b.CreateMul(slot, word(probing_factor)), shifted), word(1));
  slot->addIncoming(first, before);
  slot->addIncoming(b.CreateAnd(following, mask), next);
  rest->addIncoming(hash, before);
  rest->addIncoming(shifted, next);
  b.CreateBr(probe);
  b.SetInsertPoint(found);
  return {entries, b.CreateConstInBoundsGEP1_64(m.word, entry, 1)};
}

// Of a key that may be anything the way there is long.  It is emitted once, as a function of its own, which answers the
// place of the value, or one of two small numbers.
FunctionEmitter::TableEntry FunctionEmitter::call_table_finder(uint16_t table, uint16_t key, llvm::BasicBlock* missing,
                                                               llvm::BasicBlock* slow) {
  if (!m.table_finder.code)
    m.table_finder = {function_, m.declare_part("find_in_table_" + std::to_string(m.request.serial), function_, false)};
  llvm::Value *none = llvm::PoisonValue::get(m.word), *object = tagged(table),
              *nobody = llvm::PoisonValue::get(m.pointer);
  llvm::Value* answer = b.CreateCall(m.table_finder.code, {context_, nobody, object, tagged(key), none, none});
  llvm::BasicBlock *absent = missing == slow ? slow : new_block("absent"), *found = new_block("found");
  b.CreateCondBr(b.CreateICmpUGT(answer, word(finder_not_plain)), found, absent, likely_);
  if (absent != slow) {
    b.SetInsertPoint(absent);
    b.CreateCondBr(b.CreateICmpEQ(answer, word(finder_not_plain)), slow, missing);
  }
  b.SetInsertPoint(found);
  return {field(object, in_object(offsetof(HashTable, entries))), b.CreateIntToPtr(answer, m.pointer)};
}

void FunctionEmitter::emit_table_finder() {
  begin(m.table_finder.code);
  into_->addFnAttr("frame-pointer", "none");  // it calls nothing
  set(0, into_->getArg(2));
  set(1, into_->getArg(3));
  llvm::BasicBlock *missing = new_block("missing"), *slow = new_block("not_plain");
  TableEntry entry = find_in_table(0, 1, missing, slow);
  b.CreateRet(b.CreatePtrToInt(entry.value, m.word));
  b.SetInsertPoint(missing);
  b.CreateRet(word(finder_missing));
  b.SetInsertPoint(slow);
  b.CreateRet(word(finder_not_plain));
}

// The table, the key and, for all but `contains?`, a default or a new value, in registers in a row.
bool FunctionEmitter::inline_table(Prim primitive, uint16_t table, uint16_t key, const Instruction& instruction) {
  bool may_be_plain = slots_[key].kind == Kind::tagged || slots_[key].kind == Kind::fixnum;
  if (m.is_fast() || !may_be_plain) return false;
  bool is_ref = primitive == Prim::hash_table_ref_default, is_set = primitive == Prim::hash_table_set;
  auto third = static_cast<uint16_t>(table + 2);
  llvm::BasicBlock *slow = new_block("table"), *missing = is_set ? slow : new_block("missing"),
                   *done = new_block("table_done");
  std::vector<std::pair<llvm::Value*, llvm::BasicBlock*>> results;
  auto give = [&](llvm::Value* result) {
    results.push_back({result, b.GetInsertBlock()});
    b.CreateBr(done);
  };
  std::vector<Slot> saved = slots_;
  llvm::Value* otherwise = is_ref ? tagged(third) : word(v_false.bits);
  TableEntry entry = slots_[key].kind == Kind::fixnum ? find_in_table(table, key, missing, slow)
                                                      : call_table_finder(table, key, missing, slow);
  if (is_set) store_field(entry.entries, entry.value, third);
  give(is_set ? word(v_unspecified.bits) : is_ref ? b.CreateLoad(m.word, entry.value) : word(v_true.bits));
  if (!is_set) {
    b.SetInsertPoint(missing);
    give(otherwise);
  }
  b.SetInsertPoint(slow);
  slots_ = std::move(saved);
  give(call_primitive(instruction, true));
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(m.word, static_cast<unsigned>(results.size()));
  for (auto [value, block] : results) result->addIncoming(value, block);
  set(instruction.a, result);
  return true;
}

}  // namespace tiercel::native
