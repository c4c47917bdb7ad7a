// Entries into loops that count: tests of the first and the last turn, after which the turns need none of their own.
#include <algorithm>
#include <map>

#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel::native {

namespace {

constexpr size_t unrolled_size_max = 24;  // instructions of a turn

}  // namespace

// What is computed before turns are entered.  By term: its value in the first turn and in the last one, as integers.
struct FunctionEmitter::Turns {
  const CountedLoop& loop;
  llvm::BasicBlock* otherwise;  // where control goes if nothing can be said
  std::map<int32_t, Slot> loaded = {};
  std::vector<llvm::Value*> first = std::vector<llvm::Value*>(loop.terms.size()), last = first;
  llvm::Value* limit = nullptr;  // of the counter
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
  if ((proof_ = loop->is_brief ? attempt(*loop, otherwise) : prove(*loop, otherwise))) {
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

// What is compared with a fixnum will be one.  The word that has to be tested for that, or null.
llvm::Value* FunctionEmitter::know_limit(const CountedLoop& loop) {
  const Term& limit = loop.term(loop.limit);
  if (limit.operation != Term::held || slots_[static_cast<size_t>(limit.x)].kind != Kind::tagged) return nullptr;
  llvm::Value* word = tagged(static_cast<uint16_t>(limit.x));
  know(word, Kind::fixnum);
  return word;
}

// The facts that can be tested here.
std::vector<const Fact*> FunctionEmitter::choose_facts(const CountedLoop& loop, Proof* proof) const {
  std::vector<bool> told = told_terms(loop);
  std::vector<const Fact*> facts;
  proof->facts.assign(loop.body.size(), false);
  if (!loop.is_brief && !told[static_cast<size_t>(loop.limit)]) return facts;
  for (const Fact& fact : loop.facts) {
    if (!told[static_cast<size_t>(fact.number)]) continue;
    if (fact.object >= 0 && !may_hold(loop, fact.object, fact.kind)) continue;
    facts.push_back(&fact);
    proof->facts[fact.pc] = true;
  }
  if (std::ranges::none_of(facts, [](const Fact* fact) { return fact->is_worth_it; })) facts.clear();
  return facts;
}

// The facts that hold after the tests; null if there are none, or what they say is known to be false.
const FunctionEmitter::Proof* FunctionEmitter::prove(const CountedLoop& loop, llvm::BasicBlock* otherwise) {
  if (!is_told(loop, loop.counter)) return nullptr;
  std::vector<Slot> saved = slots_;
  llvm::Value* limit_word = know_limit(loop);
  Proof proof{.loop = &loop, .facts = {}};
  std::vector<const Fact*> facts = choose_facts(loop, &proof);
  Turns turns{loop, otherwise};
  if (limit_word) turns.conditions.push_back(has_tag(limit_word, tag_fixnum));
  if (!facts.empty()) find_conditions(turns, facts);
  if (facts.empty() || !test_conditions(turns)) {
    slots_ = std::move(saved);
    return nullptr;
  }
  for (const Proof& known : proofs_)
    if (!known.whole && known.loop == proof.loop && known.facts == proof.facts) return &known;
  proofs_.push_back(std::move(proof));
  return &proofs_.back();
}

// Goes on where all hold; false, and nothing is emitted, if one is known not to.
bool FunctionEmitter::test_conditions(const Turns& turns) {
  auto is_false = [](llvm::Value* condition) {
    auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition);
    return constant && constant->isZero();
  };
  if (std::ranges::any_of(turns.conditions, is_false)) return false;
  for (llvm::Value* condition : turns.conditions)
    if (!llvm::isa<llvm::ConstantInt>(condition)) guard(condition, turns.otherwise);
  return true;
}

bool FunctionEmitter::is_told(const CountedLoop& loop, uint16_t reg) const {
  const Step& step = loop.steps[reg];
  return slots_[reg].kind == Kind::fixnum &&
         (step.reg < 0 || slots_[static_cast<size_t>(step.reg)].kind == Kind::fixnum);
}

// Whether what the term says holds an object of that kind; of one that is loaded that can be tested.
bool FunctionEmitter::may_hold(const CountedLoop& loop, int64_t holder, Kind kind) const {
  const Term& term = loop.term(static_cast<int32_t>(holder));
  if (term.operation == Term::loaded) return true;
  const Slot& slot = slots_[static_cast<size_t>(term.x)];
  return slot.kind == kind && slot.companion;
}

// By term: whether what it depends on is held as it must be, numbers as fixnums and objects as their kind.
std::vector<bool> FunctionEmitter::told_terms(const CountedLoop& loop) const {
  std::vector<bool> told(loop.terms.size());
  for (size_t i = 0; i < told.size(); i++) {
    const Term& term = loop.terms[i];
    auto x = static_cast<size_t>(term.x), y = static_cast<size_t>(term.y);
    switch (term.operation) {
      case Term::unknown: break;
      case Term::loaded:
      case Term::constant: told[i] = true; break;
      case Term::held: told[i] = is_told(loop, static_cast<uint16_t>(x)); break;
      case Term::length: told[i] = may_hold(loop, term.x, static_cast<Kind>(term.y)); break;
      default: told[i] = told[x] && told[y];
    }
  }
  return told;
}

// --- What is loaded -------------------------------------------------------------------------------------------------

const Slot& FunctionEmitter::slot_of(const Turns& turns, int64_t holder) const {
  auto loaded = turns.loaded.find(static_cast<int32_t>(holder));
  return loaded != turns.loaded.end() ? loaded->second
                                      : slots_[static_cast<size_t>(turns.loop.term(static_cast<int32_t>(holder)).x)];
}

// Loads what a term stands for, which must be of that kind; a second kind for the same is nothing that ever holds.
void FunctionEmitter::load_term(Turns& turns, int64_t number, Kind kind) {
  const Term& term = turns.loop.term(static_cast<int32_t>(number));
  if (term.operation != Term::loaded) return;
  if (auto known = turns.loaded.find(static_cast<int32_t>(number)); known != turns.loaded.end()) {
    if (known->second.kind != kind) turns.conditions.push_back(b.getFalse());
    return;
  }
  llvm::Value* word = load_early(turns.loop, term);
  Slot slot{kind, word};
  if (kind == Kind::fixnum) guard(has_tag(word, tag_fixnum), turns.otherwise);
  else slot.companion = guard_header(word, object_of_kind(kind), turns.otherwise);
  turns.loaded[static_cast<int32_t>(number)] = slot;
}

// What an instruction of the loop is going to load.  Where that is missing it is no object and no fixnum.
llvm::Value* FunctionEmitter::load_early(const CountedLoop& loop, const Term& term) {
  const Instruction& instruction = code_.instructions[static_cast<size_t>(term.x)];
  auto wide = static_cast<uint32_t>(instruction.wide());
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::cell_ref: return field(constant_at(wide), in_object(offsetof(Cell, content)));
    case Opcode::global_ref: return b.CreateLoad(m.word, address_of_global(wide));
    case Opcode::capture_ref: return b.CreateLoad(m.word, address_of_capture(instruction.b));
    case Opcode::box_ref: {
      const Term& box = loop.term(static_cast<int32_t>(term.y));
      llvm::Value* holder = box.operation == Term::held ? tagged(static_cast<uint16_t>(box.x)) : load_early(loop, box);
      return field(holder, in_object(offsetof(Box, content)));
    }
    default: return constant_at(wide);
  }
}

// In a strip: what was loaded where it began.
bool FunctionEmitter::use_loaded(const Instruction& instruction) {
  if (!proof_ || !proof_->whole) return false;
  auto load = proof_->loop->loads.find(pc_);
  if (load == proof_->loop->loads.end()) return false;
  auto loaded = proof_->loaded.find(load->second);
  if (loaded == proof_->loaded.end()) return false;
  slots_[instruction.a] = loaded->second;
  return true;
}

// --- Conditions -----------------------------------------------------------------------------------------------------

// Operands have smaller numbers than what is made of them.
void FunctionEmitter::find_conditions(Turns& turns, const std::vector<const Fact*>& facts) {
  const CountedLoop& loop = turns.loop;
  std::vector<bool> wanted(loop.terms.size()), has_value(loop.terms.size());
  if (!turns.limit) wanted[static_cast<size_t>(loop.limit)] = has_value[static_cast<size_t>(loop.limit)] = true;
  for (const Fact* fact : facts) {
    wanted[static_cast<size_t>(fact->number)] = true;
    if (fact->object < 0) continue;
    has_value[static_cast<size_t>(fact->number)] = true;
    load_term(turns, fact->object, fact->kind);
  }
  for (size_t i = loop.terms.size(); i-- > 0;) {
    const Term& term = loop.terms[i];
    if (term.operation < Term::sum) continue;
    for (int64_t operand : {term.x, term.y}) {
      wanted[static_cast<size_t>(operand)] = wanted[static_cast<size_t>(operand)] || wanted[i];
      has_value[static_cast<size_t>(operand)] = has_value[static_cast<size_t>(operand)] || has_value[i];
    }
  }
  auto is_small = [&](llvm::Value* fixnum) {
    turns.conditions.push_back(b.CreateICmpULE(fixnum, word(make_fixnum(held_max).bits)));
  };
  auto test_held = [&](uint16_t reg) {
    is_small(slots_[reg].value);
    if (int32_t step = loop.steps[reg].reg; step >= 0) is_small(slots_[static_cast<size_t>(step)].value);
  };
  test_held(loop.counter);
  if (int32_t step = loop.steps[loop.counter].reg; step >= 0)  // else it never arrives, and all the others go on
    turns.conditions.push_back(b.CreateICmpNE(slots_[static_cast<size_t>(step)].value, word(make_fixnum(0).bits)));
  for (size_t i = 0; i < loop.terms.size(); i++) {
    const Term& term = loop.terms[i];
    auto reg = static_cast<uint16_t>(term.x);
    if (!wanted[i]) continue;
    if (term.operation == Term::held && reg != loop.counter) test_held(reg);
    if (term.operation == Term::loaded) {
      load_term(turns, static_cast<int64_t>(i), Kind::fixnum);
      is_small(slot_of(turns, static_cast<int64_t>(i)).value);
    }
    if (term.operation == Term::length) {
      load_term(turns, term.x, static_cast<Kind>(term.y));
      turns.conditions.push_back(b.CreateICmpULE(length_in(slot_of(turns, term.x).companion), word(held_max)));
    }
  }
  if (!turns.limit) {
    find_values(turns, loop.limit);
    turns.limit = turns.first[static_cast<size_t>(loop.limit)];
  }
  if (loop.relation == CountedLoop::unequal) {
    llvm::Value* start = b.CreateAShr(slots_[loop.counter].value, word(3));
    turns.conditions.push_back(loop.steps[loop.counter].constant > 0 ? b.CreateICmpSLE(start, turns.limit)
                                                                     : b.CreateICmpSGE(start, turns.limit));
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
      case Term::loaded: return b.CreateAShr(slot_of(turns, number).value, word(3));
      case Term::length: return length_in(slot_of(turns, term.x).companion);
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
  llvm::Value* last = b.CreateAdd(turns.limit, word(reaches ? 0 : up ? ~uint64_t{0} : 1));
  if (reg == loop.counter) return last;
  llvm::Value* start = b.CreateAShr(slots_[loop.counter].value, word(3));
  llvm::Value* turns_before = up ? b.CreateSub(last, start) : b.CreateSub(start, last);
  llvm::Value* way = b.CreateMul(turns_before, word(static_cast<uint64_t>(loop.steps[reg].constant)));
  return b.CreateAdd(b.CreateAShr(slots_[reg].value, word(3)), way);
}

void FunctionEmitter::find_index_conditions(Turns& turns, const Fact& fact) {
  const Term& term = turns.loop.term(fact.number);
  auto i = static_cast<size_t>(fact.number);
  llvm::Value* header = slot_of(turns, fact.object).companion;
  llvm::Value* limit = fact.stores ? writable_length_in(header) : length_in(header);
  auto is_below = [&](llvm::Value* index) { turns.conditions.push_back(b.CreateICmpULT(index, limit)); };
  if (term.trend == Trend::mixed) return is_below(word(static_cast<uint64_t>(term.high)));
  bool falls = term.trend == Trend::falling;
  is_below(falls ? turns.first[i] : turns.last[i]);
  if (term.low < 0 && term.trend != Trend::still) is_below(falls ? turns.last[i] : turns.first[i]);
}

// --- Strips: the head polls once for so many turns, and these are a loop of their own with nothing but their work

// What its strips will rely on is found out where each begins.
const FunctionEmitter::Proof* FunctionEmitter::attempt(const CountedLoop& loop, llvm::BasicBlock* otherwise) {
  if (!is_told(loop, loop.counter)) return nullptr;
  if (llvm::Value* limit = know_limit(loop)) guard(has_tag(limit, tag_fixnum), otherwise);
  for (const Proof& known : proofs_)
    if (!known.whole && known.loop == &loop) return &known;
  proofs_.push_back({.loop = &loop, .facts = std::vector<bool>(loop.body.size())});
  return &proofs_.back();
}

// Whether what follows the test, behind a head that polls, begins a strip.
bool FunctionEmitter::begins_strip(uint32_t pc) const {
  return proof_ && !proof_->whole && proof_->loop->is_brief && pc == proof_->loop->after_test &&
         pc_ == proof_->loop->test;
}

// Turns that find themselves without facts do not look for them again.
void FunctionEmitter::edge_to_strip(uint32_t pc) {
  const Proof* outer = proof_;
  std::vector<Slot> saved = slots_;
  llvm::BasicBlock* otherwise = new_block("no_strip");
  bool entered = enter_strip(pc, otherwise);
  if (entered && !otherwise->use_empty()) {
    b.SetInsertPoint(otherwise);
    entered = false;
  } else {
    otherwise->eraseFromParent();
  }
  slots_ = std::move(saved);
  proof_ = nullptr;
  if (!entered) edge_to_version(pc);
  proof_ = outer;
}

bool FunctionEmitter::enter_strip(uint32_t pc, llvm::BasicBlock* otherwise) {
  const CountedLoop& loop = *proof_->loop;
  Proof strip{.loop = &loop, .facts = {}, .whole = proof_};
  int32_t limit = loop.limit_register;
  if (limit >= 0 && slots_[static_cast<size_t>(limit)].kind != Kind::fixnum) return false;
  if (!is_told(loop, loop.counter) || !keep_for_strip(pc, &strip)) return false;
  std::vector<const Fact*> facts = choose_facts(loop, &strip);
  if (facts.empty()) return false;
  Turns turns{loop, otherwise};
  strip.end = end_of_strip();
  turns.limit = b.CreateAShr(strip.end, word(3));
  if (loop.term(loop.limit).operation != Term::constant)
    turns.conditions.push_back(b.CreateICmpULE(strip.end, word(make_fixnum(held_max).bits)));
  find_conditions(turns, facts);
  if (!test_conditions(turns)) {
    b.CreateBr(otherwise);
    return true;
  }
  strip.loaded = std::move(turns.loaded);
  proofs_.push_back(std::move(strip));
  proofs_.back().start = make_version(pc, false, kinds_carried_to(pc), &proofs_.back());
  enter(proofs_.back().start);
  return true;
}

// A turn's end goes on behind the test with what the head gets, so what was set between them must be the same in all turns.
bool FunctionEmitter::keep_for_strip(uint32_t pc, Proof* strip) {
  const CountedLoop& loop = *proof_->loop;
  for (uint16_t reg : loop.set_before_test) {
    if (reg == loop.counter) return false;
    if (!std::ranges::binary_search(carried_to(pc), reg)) continue;
    if (std::ranges::find(loop.still_at_test, reg) == loop.still_at_test.end()) return false;
    strip->kept.emplace_back(reg, slots_[reg]);
  }
  return true;
}

// Where the counter is when so many turns from here on are over, or the loop is.  Steps are below 2^28.
llvm::Value* FunctionEmitter::end_of_strip() {
  constexpr int64_t turns = 1023;
  const CountedLoop& loop = *proof_->loop;
  const Step& step = loop.steps[loop.counter];
  llvm::Value* way = word(static_cast<uint64_t>(8 * turns * step.constant));
  if (step.reg >= 0) {
    llvm::Value* number = b.CreateSub(slots_[static_cast<size_t>(step.reg)].value, word(tag_fixnum));
    way = b.CreateMul(number, word(static_cast<uint64_t>(turns * step.constant)));
  }
  llvm::Value* end = b.CreateAdd(slots_[loop.counter].value, way);
  llvm::Value* limit = loop.limit_register < 0 ? word(make_fixnum(loop.term(loop.limit).x).bits)
                                               : slots_[static_cast<size_t>(loop.limit_register)].value;
  return b.CreateBinaryIntrinsic(step.constant > 0 ? llvm::Intrinsic::smin : llvm::Intrinsic::smax, end, limit);
}

// The end of a turn within a strip: goes on where the strip does, and is left where it does not.
void FunctionEmitter::edge_within_strip() {
  Version* start = proof_->start;
  const CountedLoop& loop = *proof_->loop;
  std::vector<Slot> saved = slots_;
  for (const auto& [reg, slot] : proof_->kept) slots_[reg] = slot;
  if (kinds_carried_to(start->pc) != start->kinds || slots_[loop.counter].kind != Kind::fixnum)
    return void(slots_ = std::move(saved));
  bool up = loop.steps[loop.counter].constant > 0;
  bool reaches = loop.relation == CountedLoop::less_equal || loop.relation == CountedLoop::greater_equal;
  llvm::CmpInst::Predicate within = up ? (reaches ? llvm::CmpInst::ICMP_SLE : llvm::CmpInst::ICMP_SLT)
                                       : (reaches ? llvm::CmpInst::ICMP_SGE : llvm::CmpInst::ICMP_SGT);
  give(start, values_for(*start));
  llvm::BasicBlock* over = new_block("strip_over");
  llvm::Instruction* jump =
      b.CreateCondBr(b.CreateICmp(within, slots_[loop.counter].value, proof_->end), start->block, over, likely_);
  if (loop.size <= unrolled_size_max) unroll(jump);
  slots_ = std::move(saved);
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
