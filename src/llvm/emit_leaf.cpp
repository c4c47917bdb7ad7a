// The short ways through a function: tests and simple operations, then a return or a tail call.
//
// A function that begins so is entered by a small function of its own without a stack frame, which never calls, raises,
// polls or stores into anything but fresh memory: whatever is not as simple as that goes on in the body, which begins
// anew with the arguments as they came.  Recursive procedures spend half of their calls there, and continuation-passing
// ones most of them.  Where the short ways end and nothing rare has happened, a function of its own goes on at just that
// instruction (Rest), with what the tests have told.  A tiny short way is emitted into the callers themselves.
#include <algorithm>
#include <utility>

#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/context.h"

namespace tiercel::native {

namespace {

constexpr int64_t parameters_max = register_arguments + 1;
constexpr size_t code_arguments = 6;  // of Code

// Where the i-th of at most parameters_max registers travels: the fourth in place of the number of arguments.
unsigned argument_position(size_t i) { return i < register_arguments ? static_cast<unsigned>(3 + i) : 2; }

bool is_test(Opcode opcode) {
  switch (opcode) {
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_null:
    case Opcode::jump_unless_pair:
    case Opcode::jump_unless_eq: return true;
    default: return opcode >= Opcode::jump_unless_equal && opcode <= Opcode::jump_unless_greater_equal_immediate;
  }
}

bool is_simple(Opcode opcode) {
  switch (opcode) {
    case Opcode::move:
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant:
    case Opcode::load_self:
    case Opcode::capture_ref:
    case Opcode::box_ref:
    case Opcode::make_box:
    case Opcode::make_closure:
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::multiply:
    case Opcode::add_immediate:
    case Opcode::cons:
    case Opcode::car:
    case Opcode::cdr:
    case Opcode::cadr:
    case Opcode::cddr:
    case Opcode::is_eq:
    case Opcode::is_pair:
    case Opcode::is_null:
    case Opcode::not_:
    case Opcode::vector_ref:
    case Opcode::vector_length:
    case Opcode::string_length:
    case Opcode::record_ref: return true;
    default: return opcode >= Opcode::num_equal && opcode <= Opcode::num_greater_equal;
  }
}

bool is_tail_call(Opcode opcode) { return opcode == Opcode::tail_call || opcode == Opcode::tail_call_known; }

}  // namespace

// A return, or a tail call with its arguments in registers that is not a turn of a loop.
bool FunctionEmitter::ends_leaf(uint32_t pc) const {
  const Instruction& instruction = code_.instructions[pc];
  auto opcode = static_cast<Opcode>(instruction.op);
  if (!is_tail_call(opcode)) return opcode == Opcode::return_;
  if (instruction.b > register_arguments + (opcode == Opcode::tail_call_known ? 1 : 0)) return false;
  int32_t origin = analysis_.origins_before(pc)[instruction.a];
  if (origin < 0) return instruction.b <= register_arguments;
  const Instruction& maker = code_.instructions[static_cast<size_t>(origin)];
  if (maker.op == static_cast<uint64_t>(Opcode::load_self)) return false;
  if (maker.op != static_cast<uint64_t>(Opcode::load_const)) return instruction.b <= register_arguments;
  const ConstantFact& fact = m.request.constants[static_cast<size_t>(maker.wide())];
  if (fact.kind != ConstantFact::closure) return instruction.b <= register_arguments;
  if (fact.number == function_) return false;
  auto function = static_cast<uint32_t>(fact.number);
  return instruction.b <= register_arguments || (m.is_selected(function) && m.takes_exactly(function, instruction.b));
}

// Whether such an end can be reached.
bool FunctionEmitter::has_leaf(uint32_t pc, int steps) const {
  for (; steps > 0; steps--, pc++) {
    const Instruction& instruction = code_.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    if (ends_leaf(pc)) return true;
    auto target = static_cast<uint32_t>(jump_target_of(instruction, pc));
    if (opcode == Opcode::jump) return has_leaf(target, steps - 1);
    if (is_test(opcode)) return has_leaf(target, steps - 1) || has_leaf(pc + 1, steps - 1);
    if (!is_simple(opcode)) return false;
  }
  return false;
}

bool FunctionEmitter::wants_leaf() const {
  return function_ != 0 && code_.clauses[0].required <= parameters_max &&
         has_leaf(code_.clauses[0].first, leaf_steps_max);
}

// Few tests and a return: a direct call makes them itself.
bool FunctionEmitter::is_tiny_leaf() const {
  constexpr uint32_t tiny = 4;
  for (uint32_t i = 0; i < tiny; i++) {
    uint32_t pc = code_.clauses[0].first + i;
    auto opcode = static_cast<Opcode>(code_.instructions[pc].op);
    if (opcode == Opcode::return_) return true;
    if (is_tail_call(opcode) || opcode == Opcode::make_closure) return false;
    if (!is_test(opcode) && !is_simple(opcode)) return i > 1;
  }
  return false;
}

void FunctionEmitter::emit_leaf(llvm::Function* into, llvm::Function* body) {
  begin(into);
  into->addFnAttr("frame-pointer", "none");  // it calls nothing
  receive(code_.clauses[0], into, true);
  llvm::BasicBlock *start = b.GetInsertBlock(), *rest = new_block("rest");
  b.SetInsertPoint(rest);
  // No register is kept for what the body does not read.
  size_t required = code_.clauses[0].required;
  std::vector<llvm::Value*> arguments(code_arguments, llvm::PoisonValue::get(m.word));
  arguments[0] = context_;
  arguments[1] = m.uses_self(function_) ? self_ : llvm::PoisonValue::get(m.pointer);
  for (size_t i = 0; i < required; i++) arguments[argument_position(i)] = into->getArg(argument_position(i));
  tail_call(m.code_type, body, arguments, returns_float_);
  b.SetInsertPoint(start);
  leaf_rest_ = rest;
  emit_leaf_from(code_.clauses[0].first, leaf_steps_max);
  leaf_rest_ = nullptr;
}

void FunctionEmitter::emit_leaf_from(uint32_t pc, int steps) {
  uint32_t saved = pc_;
  for (;; steps--, pc++) {
    if (!has_leaf(pc, steps)) {
      leave_leaf(pc);
      break;
    }
    leaf_steps_ = steps - 1;
    locate(pc);
    emit(code_.instructions[pc]);
    if (refused_ || b.GetInsertBlock()->getTerminator()) break;
  }
  pc_ = saved;
}

// --- What comes after the short ways --------------------------------------------------------------------------------

// Goes on in a function for the rest, if that is small and what it needs fits into the arguments; else in the body.
void FunctionEmitter::leave_leaf(uint32_t pc) {
  if (inlined_ && inlined_->unrolled) {
    llvm::BasicBlock* rest = std::exchange(leaf_rest_, nullptr);
    edge(pc);
    leaf_rest_ = rest;
    return;
  }
  constexpr size_t instructions_max = 100;
  const std::vector<uint16_t>& carried = carried_to(pc);
  if (carried.size() > parameters_max || code_.instructions.size() > instructions_max) {
    restarts_ = true;
    return void(b.CreateBr(leaf_rest_));
  }
  std::vector<Kind> kinds;
  for (uint16_t reg : carried) {
    Kind kind = slots_[reg].kind;
    bool is_carried = kind == Kind::fixnum || kind == Kind::pair || kind == Kind::string || kind == Kind::flonum;
    kinds.push_back(is_carried ? kind : Kind::tagged);
  }
  const Rest& rest = rest_for(pc, kinds);
  std::vector<llvm::Value*> arguments(code_arguments, llvm::PoisonValue::get(m.word));
  arguments[0] = context_;
  arguments[1] = m.uses_self(function_) ? self_ : llvm::PoisonValue::get(m.pointer);
  for (size_t i = 0; i < carried.size(); i++) {
    const Slot& slot = slots_[carried[i]];
    arguments[argument_position(i)] = rest.kinds[i] == Kind::flonum ? bits_of(slot) : tagged(slot);
  }
  tail_call(m.code_type, rest.code, arguments, returns_float_);
}

const Rest& FunctionEmitter::rest_for(uint32_t pc, const std::vector<Kind>& kinds) {
  constexpr int rests_max = 2;
  int found = 0, most = -1;
  const Rest* nearest = nullptr;
  for (const Rest& rest : m.rests) {
    if (rest.function != function_ || rest.pc != pc || rest.returns_float != returns_float_) continue;
    if (rest.kinds == kinds) return rest;
    found++;
    int kept = knowledge_kept(rest.kinds, kinds);
    if (kept <= most) continue;
    most = kept;
    nearest = &rest;
  }
  if (found >= rests_max && nearest) return *nearest;
  std::string name = m.bodies[function_]->getName().str() + (returns_float_ ? "_float_" : "_") + std::to_string(pc) +
                     "_" + std::to_string(found);
  bool make_general = found >= rests_max;
  m.rests.push_back({function_, pc, make_general ? std::vector<Kind>(kinds.size(), Kind::tagged) : kinds,
                     returns_float_, m.declare_part(name, function_, false)});
  return m.rests.back();
}

bool FunctionEmitter::emit_rest(const Rest& rest) {
  begin(rest.code);
  slots_.assign(code_.frame_size, Slot{});
  const std::vector<uint16_t>& carried = carried_to(rest.pc);
  returns_float_ = rest.returns_float;
  for (size_t i = 0; i < carried.size(); i++) {
    llvm::Value* argument = rest.code->getArg(argument_position(i));
    bool is_float = rest.kinds[i] == Kind::flonum;
    set(carried[i], is_float ? b.CreateBitCast(argument, b.getDoubleTy()) : argument, rest.kinds[i]);
  }
  locate(rest.pc);
  if (needs_poll()) poll();
  edge(rest.pc);
  return finish();
}

// Whether a call of itself is worth a second copy of the function: a frame then serves two levels of the recursion.  It
// is where there is little else in it (fib: 0.7 of the time) and not where the copies are large (nqueens: 1.3).
bool FunctionEmitter::is_worth_unrolling() const {
  constexpr size_t instructions_max = 16;
  constexpr int calls_wanted = 2;
  if (code_.instructions.size() > instructions_max) return false;
  int calls = 0, turns = 0;
  for (uint32_t pc = 0; pc < code_.instructions.size(); pc++) {
    const Instruction& instruction = code_.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    bool is_turn = is_tail_call(opcode);
    if (!is_turn && opcode != Opcode::call && opcode != Opcode::call_known) continue;
    int32_t origin = analysis_.origins_before(pc)[is_turn ? instruction.a : instruction.b];
    if (origin < 0 || !is_closure_of(code_.instructions[static_cast<size_t>(origin)], function_)) return false;
    (is_turn ? turns : calls)++;
  }
  return turns == 0 ? calls == calls_wanted : calls == 1;
}

bool FunctionEmitter::is_closure_of(const Instruction& instruction, uint32_t function) const {
  if (instruction.op == static_cast<uint64_t>(Opcode::load_self)) return function == function_;
  if (instruction.op != static_cast<uint64_t>(Opcode::load_const)) return false;
  const ConstantFact& fact = m.request.constants[static_cast<size_t>(instruction.wide())];
  return fact.kind == ConstantFact::closure && fact.number == function;
}

// A call whose short ways are emitted here: what the callee's tests are made on may be known already.
void FunctionEmitter::call_inlining_leaf(uint32_t function, uint16_t base, const Instruction& instruction,
                                         const FloatVersion* version) {
  std::vector<Slot> given(slots_.begin() + base + 1, slots_.begin() + base + 1 + instruction.c);
  std::vector<llvm::Value*> arguments = known_arguments(function, base, instruction.c, version);
  Inlined results{new_block("returned"),
                  function == function_ && !inlined_ && is_worth_unrolling(),
                  b.getCurrentDebugLocation(),
                  {}};
  FunctionEmitter callee(m, function);
  callee.into_ = into_;
  callee.entry_block_ = entry_block_;
  callee.subprogram_ = subprogram_;
  callee.context_ = context_;
  callee.found_.assign(callee.code_.frame_size, nullptr);
  callee.self_ = arguments[1];
  callee.inlined_ = &results;
  callee.returns_float_ = version && version->returns_float;
  callee.b.SetCurrentDebugLocation(b.getCurrentDebugLocation());
  for (uint16_t i = 0; i < instruction.c; i++) {
    callee.slots_[i] = given[i];
    callee.slots_[i].closure = -1;
    if (!given[i].value) callee.set(i, tagged(given[i]));
  }
  llvm::BasicBlock* rest = new_block("rest");
  callee.leaf_rest_ = rest;
  callee.b.SetInsertPoint(b.GetInsertBlock());
  callee.emit_leaf_from(callee.code_.clauses[0].first, leaf_steps_max);
  callee.leaf_rest_ = nullptr;
  callee.finish();
  if (rest->use_empty()) {
    rest->eraseFromParent();
  } else {
    callee.b.SetInsertPoint(rest);
    callee.tail_call(m.code_type, version ? version->body : m.bodies[function], arguments, callee.returns_float_);
  }
  bool fixnums = std::ranges::all_of(results.results, [](const auto& each) { return each.first.kind == Kind::fixnum; });
  llvm::IRBuilder<> join(results.join);
  join.SetCurrentDebugLocation(b.getCurrentDebugLocation());
  llvm::PHINode* result = join.CreatePHI(callee.returns_float_ ? join.getDoubleTy() : m.word,
                                         static_cast<unsigned>(results.results.size()));
  for (const auto& [slot, block] : results.results) result->addIncoming(slot.value, block);
  b.SetInsertPoint(results.join);
  set(instruction.a, result, callee.returns_float_ ? Kind::flonum : fixnums ? Kind::fixnum : Kind::tagged);
}

// Before a tail call: without a frame the stack pointer itself is compared.
void FunctionEmitter::leaf_poll() {
  if (inlined_) return;  // there it is no tail call
  llvm::LoadInst* limit = b.CreateLoad(m.word, context_address(offsetof(Context, stack_limit)));
  limit->setAlignment(llvm::Align(8));
  limit->setAtomic(llvm::AtomicOrdering::Monotonic);
  const char* name = llvm::Triple(m.module->getTargetTriple()).isX86() ? "rsp" : "sp";
  auto* reg = llvm::MDNode::get(m.context, llvm::MDString::get(m.context, name));
  llvm::Value* top =
      b.CreateIntrinsic(llvm::Intrinsic::read_register, {m.word}, {llvm::MetadataAsValue::get(m.context, reg)});
  guard(b.CreateICmpUGT(top, limit), leaf_rest_);
}

}  // namespace tiercel::native
