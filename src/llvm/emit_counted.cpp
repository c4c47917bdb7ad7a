// Entries into loops that count: tests of the first and the last turn, after which the turns need none of their own.
#include <algorithm>

#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/value.h"

namespace tiercel::native {

namespace {

constexpr size_t unrolled_size_max = 24;  // instructions of a turn

}  // namespace

// What is computed before a loop is entered.  By term: its value in the first turn and in the last one, as integers.
struct FunctionEmitter::Turns {
  const CountedLoop& loop;
  std::vector<llvm::Value*> first, last;
  std::vector<llvm::Value*> conditions = {};
};

// Enters the version of a loop that relies on its facts, if they hold; else the usual one.  A turn's end goes on as it is.
void FunctionEmitter::edge_with_proof(uint32_t pc) {
  const CountedLoop* loop = m.is_fast() ? nullptr : m.loops_of(function_).at(pc);
  bool is_turn = loop && loop->body[pc_] && !versions_.empty();
  if (!loop || is_turn) return edge_to_version(pc);
  std::vector<Slot> saved = slots_;
  llvm::BasicBlock* otherwise = new_block("unproven");
  const Proof* outer = proof_;
  if ((proof_ = prove(*loop, otherwise))) {
    edge_to_version(pc);
    if (otherwise->use_empty()) {
      proof_ = outer;
      return void(otherwise->eraseFromParent());
    }
    b.SetInsertPoint(otherwise);
  } else {
    otherwise->eraseFromParent();
  }
  proof_ = outer;
  slots_ = std::move(saved);
  edge_to_version(pc);
}

// The facts that can be tested here, after the tests; null if there are none, or what they say is known to be false.
const FunctionEmitter::Proof* FunctionEmitter::prove(const CountedLoop& loop, llvm::BasicBlock* otherwise) {
  const Term& limit = loop.term(loop.limit);
  if (!is_told(loop, loop.counter)) return nullptr;
  auto limit_register = static_cast<uint16_t>(limit.x);
  llvm::Value* limit_word = nullptr;
  std::vector<Slot> saved = slots_;
  // What is compared with a fixnum will be one.
  if (limit.operation == Term::held && slots_[limit_register].kind == Kind::tagged) {
    limit_word = tagged(limit_register);
    know(limit_word, Kind::fixnum);
  }
  std::vector<bool> told = told_terms(loop);
  std::vector<const Fact*> facts;
  Proof proof{.loop = &loop, .facts = std::vector<bool>(loop.body.size())};
  for (const Fact& fact : loop.facts) {
    if (!told[static_cast<size_t>(fact.number)]) continue;
    if (fact.object >= 0 && slots_[static_cast<size_t>(fact.object)].kind != fact.kind) continue;
    facts.push_back(&fact);
    proof.facts[fact.pc] = true;
  }
  Turns turns{loop, std::vector<llvm::Value*>(loop.terms.size()), std::vector<llvm::Value*>(loop.terms.size())};
  if (limit_word) turns.conditions.push_back(has_tag(limit_word, tag_fixnum));
  bool worth_it = told[static_cast<size_t>(loop.limit)] &&
                  std::ranges::any_of(facts, [](const Fact* fact) { return fact->is_worth_it; });
  if (worth_it) find_conditions(turns, facts);
  for (llvm::Value* condition : turns.conditions) {
    auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition);
    worth_it = worth_it && !(constant && constant->isZero());
  }
  if (!worth_it) {
    slots_ = std::move(saved);
    return nullptr;
  }
  for (llvm::Value* condition : turns.conditions)
    if (!llvm::isa<llvm::ConstantInt>(condition)) guard(condition, otherwise);
  for (const Proof& known : proofs_)
    if (!known.whole && known.loop == proof.loop && known.facts == proof.facts) return &known;
  proofs_.push_back(std::move(proof));
  return &proofs_.back();
}

bool FunctionEmitter::is_told(const CountedLoop& loop, uint16_t reg) const {
  const Step& step = loop.steps[reg];
  return slots_[reg].kind == Kind::fixnum &&
         (step.reg < 0 || slots_[static_cast<size_t>(step.reg)].kind == Kind::fixnum);
}

// By term: whether what it depends on is held as it must be, numbers as fixnums and objects as their kind.
std::vector<bool> FunctionEmitter::told_terms(const CountedLoop& loop) const {
  std::vector<bool> told(loop.terms.size());
  for (size_t i = 0; i < told.size(); i++) {
    const Term& term = loop.terms[i];
    auto x = static_cast<size_t>(term.x), y = static_cast<size_t>(term.y);
    switch (term.operation) {
      case Term::unknown: break;
      case Term::constant: told[i] = true; break;
      case Term::held: told[i] = is_told(loop, static_cast<uint16_t>(x)); break;
      case Term::length: told[i] = slots_[x].kind == static_cast<Kind>(term.y); break;
      default: told[i] = told[x] && told[y];
    }
  }
  return told;
}

// Operands have smaller numbers than what is made of them.
void FunctionEmitter::find_conditions(Turns& turns, const std::vector<const Fact*>& facts) {
  const CountedLoop& loop = turns.loop;
  std::vector<bool> wanted(loop.terms.size()), has_value(loop.terms.size());
  wanted[static_cast<size_t>(loop.limit)] = has_value[static_cast<size_t>(loop.limit)] = true;
  for (const Fact* fact : facts) {
    wanted[static_cast<size_t>(fact->number)] = true;
    if (fact->object >= 0) has_value[static_cast<size_t>(fact->number)] = true;
  }
  for (size_t i = loop.terms.size(); i-- > 0;) {
    const Term& term = loop.terms[i];
    if (term.operation < Term::sum) continue;
    for (int64_t operand : {term.x, term.y}) {
      wanted[static_cast<size_t>(operand)] = wanted[static_cast<size_t>(operand)] || wanted[i];
      has_value[static_cast<size_t>(operand)] = has_value[static_cast<size_t>(operand)] || has_value[i];
    }
  }
  auto test_held = [&](uint16_t reg) {
    turns.conditions.push_back(b.CreateICmpULE(slots_[reg].value, word(make_fixnum(held_max).bits)));
    if (int32_t step = loop.steps[reg].reg; step >= 0)
      turns.conditions.push_back(
          b.CreateICmpULE(slots_[static_cast<size_t>(step)].value, word(make_fixnum(held_max).bits)));
  };
  test_held(loop.counter);
  if (int32_t step = loop.steps[loop.counter].reg; step >= 0)  // else it never arrives, and all the others go on
    turns.conditions.push_back(b.CreateICmpNE(slots_[static_cast<size_t>(step)].value, word(make_fixnum(0).bits)));
  for (size_t i = 0; i < loop.terms.size(); i++) {
    const Term& term = loop.terms[i];
    auto reg = static_cast<uint16_t>(term.x);
    if (wanted[i] && term.operation == Term::held && reg != loop.counter) test_held(reg);
    if (wanted[i] && term.operation == Term::length)
      turns.conditions.push_back(b.CreateICmpULE(length_in(slots_[reg].companion), word(held_max)));
  }
  find_values(turns, loop.limit);
  if (loop.relation == CountedLoop::unequal) {
    llvm::Value* start = b.CreateAShr(slots_[loop.counter].value, word(3));
    llvm::Value* limit = turns.first[static_cast<size_t>(loop.limit)];
    turns.conditions.push_back(loop.steps[loop.counter].constant > 0 ? b.CreateICmpSLE(start, limit)
                                                                     : b.CreateICmpSGE(start, limit));
  }
  for (size_t i = 0; i < loop.terms.size(); i++)
    if (has_value[i]) find_values(turns, static_cast<int32_t>(i));
  for (const Fact* fact : facts)
    if (fact->object >= 0) find_index_conditions(turns, *fact);
}

void FunctionEmitter::find_values(Turns& turns, int32_t number) {
  auto i = static_cast<size_t>(number);
  if (turns.first[i]) return;
  const Term& term = turns.loop.term(number);
  auto x = static_cast<size_t>(term.x), y = static_cast<size_t>(term.y);
  auto in_turn = [&](const std::vector<llvm::Value*>& of) -> llvm::Value* {
    switch (term.operation) {
      case Term::constant: return word(static_cast<uint64_t>(term.x));
      case Term::held: return b.CreateAShr(slots_[x].value, word(3));
      case Term::length: return length_in(slots_[x].companion);
      case Term::sum: return b.CreateAdd(of[x], of[y]);
      case Term::difference: return b.CreateSub(of[x], of[y]);
      case Term::product: return b.CreateMul(of[x], of[y]);
      case Term::quotient: return b.CreateUDiv(of[x], of[y]);
      default: return b.CreateURem(of[x], of[y]);
    }
  };
  turns.first[i] = in_turn(turns.first);
  bool counts = term.operation == Term::held && turns.loop.steps[x].constant != 0;
  turns.last[i] = counts                       ? held_in_last_turn(turns, static_cast<uint16_t>(x))
                  : term.trend == Trend::still ? turns.first[i]
                                               : in_turn(turns.last);
}

// The counter is one step before the limit, or where that allows it on it; or at least not beyond.
llvm::Value* FunctionEmitter::held_in_last_turn(Turns& turns, uint16_t reg) {
  const CountedLoop& loop = turns.loop;
  bool up = loop.steps[loop.counter].constant > 0;
  bool reaches = loop.relation == CountedLoop::less_equal || loop.relation == CountedLoop::greater_equal;
  llvm::Value* limit = turns.first[static_cast<size_t>(loop.limit)];
  llvm::Value* last = b.CreateAdd(limit, word(reaches ? 0 : up ? ~uint64_t{0} : 1));
  if (reg == loop.counter) return last;
  llvm::Value* start = b.CreateAShr(slots_[loop.counter].value, word(3));
  llvm::Value* turns_before = up ? b.CreateSub(last, start) : b.CreateSub(start, last);
  llvm::Value* way = b.CreateMul(turns_before, word(static_cast<uint64_t>(loop.steps[reg].constant)));
  return b.CreateAdd(b.CreateAShr(slots_[reg].value, word(3)), way);
}

void FunctionEmitter::find_index_conditions(Turns& turns, const Fact& fact) {
  const Term& term = turns.loop.term(fact.number);
  auto i = static_cast<size_t>(fact.number);
  llvm::Value* header = slots_[static_cast<size_t>(fact.object)].companion;
  llvm::Value* limit = fact.stores ? writable_length_in(header) : length_in(header);
  auto is_below = [&](llvm::Value* index) { turns.conditions.push_back(b.CreateICmpULT(index, limit)); };
  if (term.trend == Trend::mixed) return is_below(word(static_cast<uint64_t>(term.high)));
  bool falls = term.trend == Trend::falling;
  is_below(falls ? turns.first[i] : turns.last[i]);
  if (term.low < 0 && term.trend != Trend::still) is_below(falls ? turns.last[i] : turns.first[i]);
}

// --- Strips: the head polls once for so many turns, and these are a loop of their own with nothing but their work

// Whether what follows the test, behind a head that polls, begins a strip.  A turn's end then goes on behind the test with
// what the head gets, so the test must have left that as it was.
bool FunctionEmitter::begins_strip(uint32_t pc) {
  if (!proof_ || proof_->whole || !proof_->loop->is_brief) return false;
  const CountedLoop& loop = *proof_->loop;
  if (pc != loop.after_test || pc_ != loop.test || slots_[loop.counter].kind != Kind::fixnum) return false;
  const Term& limit = loop.term(loop.limit);
  if (limit.operation == Term::length && !slots_[static_cast<size_t>(limit.x)].companion) return false;
  for (uint32_t before = loop.head; before < loop.test; before++)
    for (uint16_t reg : registers_of(m.request, code_.instructions[before]).writes)
      if (std::ranges::binary_search(carried_to(pc), reg) || reg == loop.counter ||
          (limit.operation != Term::constant && reg == limit.x))
        return false;
  return true;
}

// Where the counter is when so many turns from here on are over, or the loop is.  Steps are below 2^28.
llvm::Value* FunctionEmitter::end_of_strip() {
  constexpr int64_t turns = 1023;
  const CountedLoop& loop = *proof_->loop;
  const Term& limit = loop.term(loop.limit);
  const Step& step = loop.steps[loop.counter];
  llvm::Value* way = word(static_cast<uint64_t>(8 * turns * step.constant));
  if (step.reg >= 0) {
    llvm::Value* number = b.CreateSub(slots_[static_cast<size_t>(step.reg)].value, word(tag_fixnum));
    way = b.CreateMul(number, word(static_cast<uint64_t>(turns * step.constant)));
  }
  llvm::Value* end = b.CreateNSWAdd(slots_[loop.counter].value, way);
  auto reg = static_cast<size_t>(limit.x);
  llvm::Value* last = limit.operation == Term::constant ? word(make_fixnum(limit.x).bits)
                      : limit.operation == Term::held
                          ? slots_[reg].value
                          : b.CreateOr(b.CreateShl(length_in(slots_[reg].companion), word(3)), word(tag_fixnum));
  return b.CreateBinaryIntrinsic(step.constant > 0 ? llvm::Intrinsic::smin : llvm::Intrinsic::smax, end, last);
}

void FunctionEmitter::edge_to_strip(uint32_t pc) {
  Proof strip = *proof_;
  strip.whole = proof_;
  strip.end = end_of_strip();
  proofs_.push_back(std::move(strip));
  proofs_.back().start = make_version(pc, false, kinds_carried_to(pc), &proofs_.back());
  enter(proofs_.back().start);
}

// The end of a turn within a strip: goes on where the strip does, and is left where it does not.
void FunctionEmitter::edge_within_strip() {
  Version* start = proof_->start;
  const CountedLoop& loop = *proof_->loop;
  if (kinds_carried_to(start->pc) != start->kinds || slots_[loop.counter].kind != Kind::fixnum) return;
  bool up = loop.steps[loop.counter].constant > 0;
  bool reaches = loop.relation == CountedLoop::less_equal || loop.relation == CountedLoop::greater_equal;
  llvm::CmpInst::Predicate within = up ? (reaches ? llvm::CmpInst::ICMP_SLE : llvm::CmpInst::ICMP_SLT)
                                       : (reaches ? llvm::CmpInst::ICMP_SGE : llvm::CmpInst::ICMP_SGT);
  give(start, values_for(*start));
  llvm::BasicBlock* over = new_block("strip_over");
  llvm::Instruction* jump =
      b.CreateCondBr(b.CreateICmp(within, slots_[loop.counter].value, proof_->end), start->block, over, likely_);
  if (loop.size <= unrolled_size_max) unroll(jump);
  b.SetInsertPoint(over);
}

// Has LLVM put several turns of the loop one behind the other.
void FunctionEmitter::unroll(llvm::Instruction* jump_back) {
  auto* times = llvm::MDNode::get(m.context, {llvm::MDString::get(m.context, "llvm.loop.unroll.count"),
                                              llvm::ConstantAsMetadata::get(b.getInt32(4))});
  auto* loop = llvm::MDNode::getDistinct(m.context, {nullptr, times});
  loop->replaceOperandWith(0, loop);
  jump_back->setMetadata(llvm::LLVMContext::MD_loop, loop);
  into_->addFnAttr(unrolls_loops);
}

}  // namespace tiercel::native
