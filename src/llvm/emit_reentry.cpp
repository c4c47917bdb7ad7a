// The ways into versions of loops from memory: from generic versions, and from frames of the interpreter.
//
// There all registers are words that lie one behind the other, and one call tells whether they are what a version takes:
// a test of each, inline, would be a tenth of a function's blocks for what is rarely run.
#include <algorithm>

#include <llvm/IR/InlineAsm.h>

#include "llvm/emitter.h"
#include "native/held.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel::native {

namespace {

Held held_as(Kind kind) {
  switch (kind) {
    case Kind::fixnum: return Held::fixnum;
    case Kind::pair: return Held::pair;
    case Kind::vector: return Held::vector;
    case Kind::f64vector: return Held::f64vector;
    case Kind::bytevector: return Held::bytevector;
    case Kind::string: return Held::string;
    case Kind::record: return Held::record;
    case Kind::flonum: return Held::flonum;
    default: return Held::anything;
  }
}

size_t knowledge(const std::vector<Kind>& kinds) {
  return kinds.size() - static_cast<size_t>(std::ranges::count(kinds, Kind::tagged));
}

}  // namespace

// Whether the registers, of which `first` is the first, hold that; null if nothing is asked.
llvm::Value* FunctionEmitter::hold(llvm::Value* first, const std::map<uint16_t, Held>& wanted) {
  std::map<uint16_t, uint64_t> words;  // by the first of so many registers
  for (auto [reg, held] : wanted) {
    auto place = static_cast<uint16_t>(reg % held_registers);
    words[static_cast<uint16_t>(reg - place)] |= static_cast<uint64_t>(held) << (place * held_bits);
  }
  llvm::Value* all = nullptr;
  for (auto [reg, kinds] : words) {
    if (kinds == 0) continue;
    llvm::Value* places = b.CreateConstInBoundsGEP1_64(m.word, first, reg);
    llvm::Value* these = call_runtime("tc_hold", {places, word(kinds)}, b.getInt1Ty());
    all = all ? b.CreateAnd(all, these) : these;
  }
  return all;
}

// The register is known to hold that.
void FunctionEmitter::assume(uint16_t reg, Held held) {
  llvm::Value* value = tagged(reg);
  slots_[reg] = {Kind::tagged, value};
  switch (held) {
    case Held::anything: return;
    case Held::fixnum: return know(value, Kind::fixnum);
    case Held::pair: return know(value, Kind::pair);
    case Held::string: return know(value, Kind::string);
    case Held::flonum: return know(value, Kind::flonum, nullptr, float_of_word(value));
    case Held::record: return know(value, Kind::record, field(value, in_object(offsetof(Record, type))));
    case Held::vector: return know(value, Kind::vector, field(value, in_object(0)));
    case Held::f64vector: return know(value, Kind::f64vector, field(value, in_object(0)));
    case Held::bytevector: return know(value, Kind::bytevector, field(value, in_object(0)));
    case Held::index: break;
  }
  // LLVM has to see the range, or what it proves of the loop's own way in would not hold.  The mask changes nothing; through
  // the empty assembly LLVM does not see that and keeps it.
  auto* same = llvm::InlineAsm::get(llvm::FunctionType::get(m.word, {m.word}, false), "", "=r,0", false);
  llvm::Value* hidden = b.CreateCall(same, {value});
  know(value, Kind::fixnum, nullptr, b.CreateOr(b.CreateAnd(hidden, word(index_bits)), word(tag_fixnum)));
}

// What the version takes, and what its loop wants of indices.
std::map<uint16_t, Held> FunctionEmitter::taken_by(const Version& version) {
  const std::vector<uint16_t>& carried = carried_to(version.pc);
  std::map<uint16_t, Held> taken;
  for (size_t i = 0; i < carried.size(); i++) taken[carried[i]] = held_as(version.kinds[i]);
  for (auto [reg, kind] : wants_.at(version.pc))
    if (auto found = taken.find(reg); kind == Kind::fixnum && found != taken.end())
      if (found->second == Held::anything || found->second == Held::fixnum) found->second = Held::index;
  return taken;
}

// The generic version of a loop head goes on in one that knows more, if the registers hold what that takes: versions made
// for what comes from here would be as many as there are ways to get here.  Else control goes on here.
void FunctionEmitter::leave_generic(uint32_t pc) {
  constexpr size_t tried_max = 2;
  std::vector<Version*> versions;
  for (Version* version : versions_at_[pc])
    if (!version->generic && !version->proof) versions.push_back(version);
  std::stable_sort(versions.begin(), versions.end(),
                   [&](const Version* x, const Version* y) { return knowledge(x->kinds) > knowledge(y->kinds); });
  if (versions.size() > tried_max) versions.resize(tried_max);
  for (Version* version : versions) {
    std::vector<Slot> saved = slots_;
    std::map<uint16_t, Held> taken = taken_by(*version);
    llvm::BasicBlock* otherwise = new_block("other_kinds");
    if (llvm::Value* fits = hold(generic_place(0), taken)) {
      llvm::BasicBlock* enters = new_block("");
      b.CreateCondBr(fits, enters, otherwise);
      b.SetInsertPoint(enters);
    }
    for (auto [reg, held] : taken) assume(reg, held);
    enter(version);
    if (otherwise->use_empty()) return void(otherwise->eraseFromParent());
    slots_ = std::move(saved);
    b.SetInsertPoint(otherwise);
  }
}

// A running loop comes here at its next iteration, with the interpreter's registers: into the loop with the kinds that they
// held when code was asked for and those that the loop wants; with any others the generic version begins.
bool FunctionEmitter::emit_loop_entry(uint32_t loop) {
  begin(m.loop_entry);
  llvm::Value* places = m.loop_entry->getArg(2);
  auto place_of = [&](uint16_t reg) { return b.CreateConstInBoundsGEP1_64(m.word, places, reg); };
  std::map<uint16_t, Held> expected;
  for (auto [reg, kind] : wants_.at(loop))
    if (kind != Kind::flonum && analysis_.is_alive(loop, reg)) expected[reg] = held_as(kind);
  for (uint16_t reg : analysis_.live_before(loop)) {
    SeenKind seen = reg < m.request.seen.size() ? m.request.seen[reg] : SeenKind::other;
    if (seen != SeenKind::other) expected[reg] = seen == SeenKind::fixnum ? Held::fixnum : Held::flonum;
  }
  llvm::Value* fits = hold(places, expected);
  for (uint16_t reg : analysis_.live_before(loop)) set(reg, b.CreateLoad(m.word, place_of(reg)));
  // The interpreter's frame stays, and must keep nothing alive, what the last iteration left in passing included.
  for (uint16_t reg = 0; reg < code_.frame_size; reg++) b.CreateStore(word(v_unspecified.bits), place_of(reg));
  if (!fits) {
    edge(loop);
    return finish();
  }
  std::vector<Slot> saved = slots_;
  llvm::BasicBlock *as_expected = new_block(""), *otherwise = new_block("not_as_seen");
  b.CreateCondBr(fits, as_expected, otherwise, likely_);
  b.SetInsertPoint(as_expected);
  for (auto [reg, held] : expected) assume(reg, held);
  edge(loop);
  slots_ = std::move(saved);
  b.SetInsertPoint(otherwise);
  edge_to_generic(loop);
  return finish();
}

}  // namespace tiercel::native
