// Entries, calls, returns, jumps, polls, and what happens when something cannot go the fast way.
#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel::native {

namespace {

constexpr int64_t all_direct = register_arguments + argument_slots;

}  // namespace

// --- The slow ways --------------------------------------------------------------------------------------------------

llvm::Value* FunctionEmitter::call_runtime(const char* name, Words arguments, llvm::Type* result) {
  std::vector<llvm::Type*> types;
  for (llvm::Value* argument : arguments) types.push_back(argument->getType());
  llvm::FunctionCallee callee = m.runtime(name, result ? result : m.word, types);
  llvm::CallInst* call = b.CreateCall(callee, arguments);
  call->setCallingConv(llvm::cast<llvm::Function>(callee.getCallee())->getCallingConv());
  return call;
}

// Calls `raise` with the pending condition; what a handler gives back, if `raise` allows that, is the result.  The frame
// stays, for it is where the error happened.
llvm::Value* FunctionEmitter::raise_pending() {
  llvm::Value* none = llvm::PoisonValue::get(m.word);  // it reads the context only
  auto callee = m.module->getOrInsertFunction("tc_raise", m.code_type);
  llvm::CallInst* call = b.CreateCall(callee, {context_, llvm::PoisonValue::get(m.pointer), none, none, none, none});
  call->setTailCallKind(llvm::CallInst::TCK_NoTail);
  return call;
}

// What a checked function of a primitive answered; all else that may raise does so itself.
llvm::Value* FunctionEmitter::raise_if_pending(llvm::Value* result) {
  llvm::BasicBlock *pending = new_block("pending"), *done = new_block("result"), *here = b.GetInsertBlock();
  b.CreateCondBr(b.CreateICmpNE(result, word(v_pending.bits)), done, pending, likely_);
  b.SetInsertPoint(pending);
  llvm::Value* raised = raise_pending();
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* value = b.CreatePHI(m.word, 2);
  value->addIncoming(result, here);
  value->addIncoming(raised, pending);
  return value;
}

void FunctionEmitter::fail(llvm::Value* call) {
  llvm::cast<llvm::CallInst>(call)->setDoesNotReturn();
  b.CreateUnreachable();
}

// The load is a plain one, so that it becomes part of the comparison: as a turn of a loop may call tc_poll, which may
// write anything, it stays in the loop.
void FunctionEmitter::poll() {
  llvm::Value* limit = b.CreateLoad(m.word, context_address(offsetof(Context, stack_limit)));
  llvm::Value* frame = b.CreateIntrinsic(llvm::Intrinsic::frameaddress, {m.pointer}, {b.getInt32(0)});
  llvm::BasicBlock *go_on = new_block("go_on"), *slow = new_block("poll");
  b.CreateCondBr(b.CreateICmpUGT(b.CreatePtrToInt(frame, m.word), limit), go_on, slow, likely_);
  b.SetInsertPoint(slow);
  call_runtime("tc_poll", {context_}, b.getVoidTy());
  b.CreateBr(go_on);
  b.SetInsertPoint(go_on);
}

// --- Entries --------------------------------------------------------------------------------------------------------

// The list of the arguments from `first` on.
llvm::Value* FunctionEmitter::rest_list(uint16_t first, llvm::Function* into) {
  llvm::BasicBlock *here = b.GetInsertBlock(), *some = new_block("some"), *done = new_block("rest_list");
  b.CreateCondBr(b.CreateICmpEQ(into->getArg(2), word(first)), done, some);
  b.SetInsertPoint(some);
  llvm::Value* list = call_runtime(
      "tc_rest_arguments", {context_, into->getArg(2), word(first), into->getArg(3), into->getArg(4), into->getArg(5)});
  some = b.GetInsertBlock();
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(m.word, 2);
  result->addIncoming(word(v_empty.bits), here);
  result->addIncoming(list, some);
  return result;
}

// Puts the arguments of one clause into registers.
void FunctionEmitter::receive(const bytecode::Clause& clause, llvm::Function* into, bool known) {
  slots_.assign(code_.frame_size, Slot{});
  llvm::Value* count = into->getArg(2);
  llvm::Value* rest = nullptr;
  if (clause.rest) rest = rest_list(clause.required, into);
  for (uint16_t i = 0; i < clause.required; i++) {
    if (i < register_arguments) set(i, into->getArg(3 + i));
    else if (known && i == register_arguments) set(i, count);
    else if (i < all_direct) set(i, context_field(offsetof(Context, args) + (i - register_arguments) * sizeof(Value)));
    else set(i, call_runtime("tc_far_argument", {context_, word(i)}));
  }
  if (rest) set(clause.required, rest);
  if (received_) receive_kinds(*received_);
}

bool FunctionEmitter::emit_entry() {
  llvm::GlobalValue* entry = m.entries[function_];
  llvm::Function *known = m.known_entry_of(function_), *body = m.bodies[function_];
  if (auto* code = llvm::dyn_cast<llvm::Function>(entry); code && code != known) emit_right_count(code, known);
  if (known != body) emit_leaf(known, body);
  begin(body);
  if (function_ == 0 && outlines_generic_) select_fast();  // a top level without loops
  if (entry != known) {
    receive(code_.clauses[0], body, true);
    dispatch_floats();
    if (needs_poll()) poll();
    // Where short ways go on by themselves, only rare values come here.
    bool is_rare = known != body && !restarts_ && !m.uses_floats;
    if (is_rare) edge(0, true);
    else emit_from(0, !analysis_.is_leader(0));
    return finish();
  }
  emit_prologue(known);
  return finish();
}

// Checks the number of arguments, then is the function that direct calls enter.
void FunctionEmitter::emit_right_count(llvm::Function* entry, llvm::Function* known) {
  begin(entry);
  entry->addFnAttr("frame-pointer", "none");  // it calls nothing
  llvm::BasicBlock *right = new_block("right"), *wrong = new_block("wrong");
  b.CreateCondBr(b.CreateICmpEQ(entry->getArg(2), word(code_.clauses[0].required)), right, wrong, likely_);
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : entry->args()) arguments.push_back(&argument);
  b.SetInsertPoint(wrong);
  tail_call(m.code_type, m.module->getOrInsertFunction("tc_wrong_arity", m.code_type).getCallee(), arguments);
  b.SetInsertPoint(right);
  arguments[2] = code_.clauses[0].required > register_arguments ? context_field(offsetof(Context, args))
                                                                : llvm::PoisonValue::get(m.word);
  tail_call(m.code_type, known, arguments);
}

// Several clauses, a rest list, very many parameters: the first clause that fits.
void FunctionEmitter::emit_prologue(llvm::Function* into) {
  for (const bytecode::Clause& clause : code_.clauses) {
    llvm::BasicBlock *fits = new_block("fits"), *next = new_block("next");
    llvm::Value *count = into->getArg(2), *required = word(clause.required);
    b.CreateCondBr(clause.rest ? b.CreateICmpSGE(count, required) : b.CreateICmpEQ(count, required), fits, next);
    b.SetInsertPoint(fits);
    receive(clause, into, false);
    poll();
    edge(clause.first);
    b.SetInsertPoint(next);
  }
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : into->args()) arguments.push_back(&argument);
  tail_call(m.code_type, m.module->getOrInsertFunction("tc_wrong_arity", m.code_type).getCallee(), arguments);
}

// --- Calls ----------------------------------------------------------------------------------------------------------

// The first three arguments; those from `direct` on go to the context.
void FunctionEmitter::place_arguments(uint16_t first, int64_t argc, llvm::Value* (&registers)[3], int64_t direct) {
  if (argc > all_direct) {
    call_runtime("tc_place_arguments", {context_, word(static_cast<uint64_t>(argc)), array_of(first, argc)},
                 b.getVoidTy());
  } else {
    for (int64_t i = direct; i < argc; i++)
      b.CreateStore(
          tagged(static_cast<uint16_t>(first + i)),
          context_address(offsetof(Context, args) + static_cast<size_t>(i - register_arguments) * sizeof(Value)));
  }
  for (int i = 0; i < 3; i++) registers[i] = i < argc ? tagged(static_cast<uint16_t>(first + i)) : word(v_default.bits);
}

// The function of this module that a call enters directly; -1 if that is not known.
int64_t FunctionEmitter::known_target(uint16_t base, int64_t argc) const {
  int64_t target = slots_[base].closure;
  if (target < 0 || !m.is_selected(static_cast<uint32_t>(target)) ||
      !m.takes_exactly(static_cast<uint32_t>(target), argc))
    return -1;
  return target;
}

// `version`: where floats go as they are, else null.
std::vector<llvm::Value*> FunctionEmitter::known_arguments(uint32_t function, uint16_t base, int64_t argc,
                                                           const FloatVersion* version) {
  llvm::Value* arguments[3];
  std::vector<Slot> saved = slots_;
  for (size_t i = 0; version && i < version->kinds.size(); i++) {
    Slot& slot = slots_[base + 1 + i];
    if (version->kinds[i] == Kind::flonum) slot = {Kind::tagged, bits_of(slot)};
  }
  bool is_counted = m.known[function] == m.entries[function];
  place_arguments(static_cast<uint16_t>(base + 1), argc, arguments, register_arguments + (is_counted ? 0 : 1));
  llvm::Value* none = llvm::PoisonValue::get(m.word);
  llvm::Value* self = m.uses_self(function) ? field_address(tagged(base), -static_cast<int64_t>(tag_procedure))
                                            : llvm::PoisonValue::get(m.pointer);
  llvm::Value* fourth = is_counted                  ? word(static_cast<uint64_t>(argc))
                        : argc > register_arguments ? tagged(static_cast<uint16_t>(base + 4))
                                                    : none;
  slots_ = std::move(saved);
  return {context_,
          self,
          fourth,
          argc > 0 ? arguments[0] : none,
          argc > 1 ? arguments[1] : none,
          argc > 2 ? arguments[2] : none};
}

void FunctionEmitter::emit_call(const Instruction& instruction) {
  uint16_t base = instruction.b;
  int64_t argc = instruction.c;
  llvm::Value* arguments[3];
  forget_before_call(instruction.a);
  if (int64_t target = known_target(base, argc); target >= 0) {
    auto function = static_cast<uint32_t>(target);
    const FloatVersion* version = version_for_call(function, base, argc);
    if (!leaf_rest_ && !generic_ && !is_rare() && m.bodies[function] != m.known_entry_of(function) &&
        FunctionEmitter(m, function).is_tiny_leaf())
      return call_inlining_leaf(function, base, instruction, version);
    llvm::Value* result = b.CreateCall(version ? version->known : m.known_entry_of(function),
                                       known_arguments(function, base, argc, version));
    slots_[instruction.a] = slot_of_result(result, version && version->returns_float);
    return;
  }
  llvm::Value* callee = tagged(base);
  if (static_cast<Opcode>(instruction.op) == Opcode::call) {
    llvm::BasicBlock* slow = new_block("no_procedure");
    guard(has_tag(callee, tag_procedure), slow);
    cold(slow, [&] { fail(call_runtime("tc_no_procedure", {context_, callee})); });
  }
  place_arguments(static_cast<uint16_t>(base + 1), argc, arguments);
  llvm::Value* self = field_address(callee, -static_cast<int64_t>(tag_procedure));
  llvm::Value* entry =
      field(callee, static_cast<int64_t>(offsetof(Procedure, entry)) - static_cast<int64_t>(tag_procedure), m.pointer);
  set(instruction.a,
      b.CreateCall(m.code_type, entry,
                   {context_, self, word(static_cast<uint64_t>(argc)), arguments[0], arguments[1], arguments[2]}));
}

void FunctionEmitter::tail_call(llvm::FunctionType* type, llvm::Value* callee, Words arguments, bool float_result) {
  llvm::CallInst* call = b.CreateCall(type, callee, arguments);
  if (inlined_ || float_result != returns_float_) return emit_return(slot_of_result(call, float_result));
  call->setTailCallKind(llvm::CallInst::TCK_MustTail);
  b.CreateRet(call);
}

void FunctionEmitter::emit_return(const Slot& slot) {
  llvm::Value* result = returns_float_ ? double_of(slot) : tagged(slot);
  if (!inlined_) return void(b.CreateRet(returns_float_ ? b.CreateBitCast(result, m.word) : result));
  inlined_->results.push_back({{returns_float_ ? Kind::flonum : slot.kind, result, -1}, b.GetInsertBlock()});
  b.CreateBr(inlined_->join);
}

// Whether the register holds the very closure that is running.
bool FunctionEmitter::is_own_closure(uint16_t base) const {
  if (code_.captures == 0) return true;
  int32_t origin = analysis_.origins_before(pc_)[base];
  return origin >= 0 && code_.instructions[static_cast<size_t>(origin)].op == static_cast<uint64_t>(Opcode::load_self);
}

// A loop: the facts about the arguments go round with them.
void FunctionEmitter::emit_self_tail_call(uint16_t base, int64_t argc) {
  std::vector<Slot> arguments(slots_.begin() + base + 1, slots_.begin() + base + 1 + argc);
  slots_.assign(code_.frame_size, Slot{});
  for (size_t i = 0; i < arguments.size(); i++) {
    slots_[i] = arguments[i];
    slots_[i].closure = -1;
  }
  if (generic_ && !is_generic_part_) {
    clear_generic_frame(b);
    found_.assign(code_.frame_size, nullptr);
  }
  poll();
  if (is_generic_part_) return edge_to_generic(code_.clauses[0].first);
  generic_ = false;
  proof_ = nullptr;
  edge(code_.clauses[0].first);
}

// In a copy of the function inside itself, where a call needs the frame anyway.  It is no loop there: what is constant in
// both levels stays so, and the frame keeps it once.
void FunctionEmitter::emit_turn_of_copy(const Instruction& instruction) {
  Instruction call = instruction;
  call.op = static_cast<uint64_t>(Opcode::call_known);
  call.b = call.a;
  call.c = instruction.b;
  b.SetCurrentDebugLocation(inlined_->location);
  emit_call(call);
  emit_return(slots_[call.a]);
}

// Goes on where the callee is a procedure of one arity, but no primitive, and gets a right number of arguments.  Anything
// else is looked at by C++.
void FunctionEmitter::check_tail_callee(llvm::Value* callee, int64_t argc, llvm::Value* (&arguments)[3]) {
  constexpr int64_t to_function =
      static_cast<int64_t>(offsetof(Procedure, function)) - static_cast<int64_t>(tag_procedure);
  constexpr auto object = static_cast<int64_t>(tag_object);
  llvm::Value* function = field(callee, to_function);
  llvm::Value* arity = field(function, static_cast<int64_t>(offsetof(Function, arity)) - object);
  llvm::Value* primitive = field(function, static_cast<int64_t>(offsetof(Function, primitive)) - object);
  llvm::Value* difference =
      b.CreateOr(b.CreateXor(arity, word(static_cast<uint64_t>(argc) << 1)), b.CreateNot(primitive));
  llvm::BasicBlock *usual = new_block("usual"), *other = new_block("other_arity"),
                   *unusual = leaf_rest_ ? leaf_rest_ : new_block("unusual");
  b.CreateCondBr(b.CreateICmpEQ(difference, word(0)), usual, other, likely_);
  b.SetInsertPoint(other);  // continuations are such: any number of arguments.  Several clauses are a negative arity.
  llvm::Value* least = b.CreateLShr(arity, word(1));
  llvm::Value* has_rest = b.CreateAnd(b.CreateICmpNE(b.CreateAnd(arity, word(1)), word(0)),
                                      b.CreateICmpULE(least, word(static_cast<uint64_t>(argc))));
  b.CreateCondBr(b.CreateAnd(has_rest, b.CreateICmpEQ(primitive, word(~uint64_t{0}))), usual, unusual);
  b.SetInsertPoint(usual);
  if (leaf_rest_) return;
  llvm::BasicBlock* direct = new_block("direct");
  b.SetInsertPoint(unusual);
  llvm::Value* answer = call_runtime("tc_unusual_tail_call", {context_, callee, word(static_cast<uint64_t>(argc))});
  b.CreateCondBr(b.CreateICmpEQ(answer, word(v_true.bits)), usual, direct);
  b.SetInsertPoint(direct);
  llvm::Value* self = field_address(callee, -static_cast<int64_t>(tag_procedure));
  llvm::Value* entry =
      field(callee, static_cast<int64_t>(offsetof(Procedure, entry)) - static_cast<int64_t>(tag_procedure), m.pointer);
  llvm::CallInst* result =
      b.CreateCall(m.code_type, entry,
                   {context_, self, word(static_cast<uint64_t>(argc)), arguments[0], arguments[1], arguments[2]});
  result->setTailCallKind(llvm::CallInst::TCK_NoTail);  // what it raises is raised here
  emit_return({Kind::tagged, result, -1});
  b.SetInsertPoint(usual);
}

void FunctionEmitter::emit_tail_call(const Instruction& instruction) {
  uint16_t base = instruction.a;
  int64_t argc = instruction.b;
  llvm::Value* arguments[3];
  llvm::Value* callee = tagged(base);
  if (leaf_rest_) leaf_poll();
  if (int64_t target = known_target(base, argc);
      target >= 0 && into_ != m.loop_entry) {  // its prototype is another one
    auto function = static_cast<uint32_t>(target);
    bool is_loop = function == function_ && is_own_closure(base) && (!is_generic_part_ || returns_float_);
    if (is_loop && inlined_) return emit_turn_of_copy(instruction);
    if (is_loop) return emit_self_tail_call(base, argc);
    const FloatVersion* version = version_for_tail_call(function, base, argc);
    return tail_call(m.code_type, version ? version->known : m.known_entry_of(function),
                     known_arguments(function, base, argc, version), version && version->returns_float);
  }
  bool checked = static_cast<Opcode>(instruction.op) == Opcode::tail_call;
  if (checked) {
    llvm::BasicBlock* slow = new_block("no_procedure");
    guard(has_tag(callee, tag_procedure), slow);
    cold(slow, [&] { fail(call_runtime("tc_no_procedure", {context_, callee})); });
  }
  place_arguments(static_cast<uint16_t>(base + 1), argc, arguments);
  if (checked) check_tail_callee(callee, argc, arguments);
  llvm::Value* self = field_address(callee, -static_cast<int64_t>(tag_procedure));
  if (into_ == m.loop_entry) {
    // The interpreter's entry makes the call when it gets the word back.
    b.CreateStore(callee, context_address(offsetof(Context, tail_procedure)));
    b.CreateStore(word(static_cast<uint64_t>(argc)), context_address(offsetof(Context, tail_argc)));
    for (size_t i = 0; i < 3; i++)
      b.CreateStore(arguments[i], context_address(offsetof(Context, tail_arguments) + i * sizeof(Value)));
    b.CreateRet(word(v_tail_call.bits));
    return;
  }
  llvm::Value* code =
      field(callee, static_cast<int64_t>(offsetof(Procedure, entry)) - static_cast<int64_t>(tag_procedure), m.pointer);
  tail_call(m.code_type, code,
            {context_, self, word(static_cast<uint64_t>(argc)), arguments[0], arguments[1], arguments[2]});
}

// --- Multiple values ------------------------------------------------------------------------------------------------

llvm::Value* FunctionEmitter::value_address(int64_t index) {
  return context_address(offsetof(Context, values) + static_cast<size_t>(index) * sizeof(Value));
}

void FunctionEmitter::emit_return_values(const Instruction& instruction) {
  int64_t count = instruction.b;
  if (count > argument_slots) {
    llvm::Value* values = array_of(instruction.a, count);
    llvm::Value* several = call_runtime("tc_return_values", {context_, word(static_cast<uint64_t>(count)), values});
    return emit_return({Kind::tagged, several, -1});
  }
  for (int64_t i = 0; i < count; i++) b.CreateStore(tagged(static_cast<uint16_t>(instruction.a + i)), value_address(i));
  b.CreateStore(word(v_empty.bits), context_address(offsetof(Context, more_values)));
  b.CreateStore(word(static_cast<uint64_t>(count)), context_address(offsetof(Context, nvalues)));
  emit_return({Kind::tagged, word(v_multiple.bits), -1});
}

// As many values as are wanted, if those are few, are read where they were left; the runtime does the rest.
void FunctionEmitter::emit_bind_values(const Instruction& instruction) {
  int64_t count = instruction.c, outputs = count + (instruction.d ? 1 : 0);
  auto output = [&](int64_t i) { return static_cast<uint16_t>(instruction.b + i); };
  llvm::Value* source = tagged(instruction.a);
  auto bind_any = [&] {
    llvm::Value* array = scratch_array(outputs);
    call_runtime("tc_bind_values", {context_, source, word(static_cast<uint64_t>(count)), word(instruction.d), array});
    for (int64_t i = 0; i < outputs; i++)
      set(output(i), b.CreateLoad(m.word, b.CreateConstInBoundsGEP1_64(m.word, array, static_cast<uint64_t>(i))));
  };
  if (instruction.d || count == 0 || count > argument_slots) return bind_any();
  llvm::BasicBlock* slow = new_block("other_values");
  llvm::Value* multiple = word(v_multiple.bits);
  guard(count == 1 ? b.CreateICmpNE(source, multiple) : b.CreateICmpEQ(source, multiple), slow);
  if (count > 1) {
    llvm::Value* found = context_field(offsetof(Context, nvalues));
    guard(b.CreateICmpEQ(found, word(static_cast<uint64_t>(count))), slow);
  }
  cold(slow, [&] {
    bind_any();
    edge(pc_ + 1, true);
  });
  if (count == 1) return set(output(0), source);
  for (int64_t i = 0; i < count; i++) set(output(i), b.CreateLoad(m.word, value_address(i)));
}

// --- Instructions ---------------------------------------------------------------------------------------------------

void FunctionEmitter::leave_unless(llvm::Value* condition, uint32_t if_false) {
  llvm::BasicBlock *yes = new_block("yes"), *no = new_block("no");
  b.CreateCondBr(condition, yes, no);
  b.SetInsertPoint(no);
  std::vector<Slot> saved = slots_;
  int steps = leaf_steps_;
  edge(if_false);
  slots_ = std::move(saved);
  leaf_steps_ = steps;
  b.SetInsertPoint(yes);
}

void FunctionEmitter::branch(llvm::Value* condition, uint32_t if_true, uint32_t if_false) {
  leave_unless(condition, if_false);
  edge(if_true);
}

bool FunctionEmitter::emit_control(Opcode opcode, const Instruction& instruction) {
  auto target = static_cast<uint32_t>(int64_t{pc_} + instruction.wide());
  uint16_t a = instruction.a;
  switch (opcode) {
    case Opcode::jump: edge(target); return true;
    case Opcode::jump_if_false: branch(truth(a), pc_ + 1, target); return true;
    case Opcode::jump_if_true: branch(truth(a), target, pc_ + 1); return true;
    case Opcode::jump_unless_null: {
      llvm::Value* null = b.CreateICmpEQ(b.CreateAnd(tagged(a), word(~emptiness_bit)), word(v_nil.bits));
      branch(slots_[a].kind == Kind::tagged ? null : b.getFalse(), pc_ + 1, target);
      return true;
    }
    case Opcode::jump_unless_pair: {
      if (slots_[a].kind == Kind::pair) {
        edge(pc_ + 1);
        return true;
      }
      llvm::Value* value = tagged(a);
      leave_unless(has_tag(value, tag_pair), target);
      slots_[a].kind = Kind::pair;
      slots_[a].value = value;
      edge(pc_ + 1);
      return true;
    }
    case Opcode::jump_unless_eq: branch(b.CreateICmpEQ(tagged(a), tagged(instruction.b)), pc_ + 1, target); return true;
    case Opcode::loop_head: poll(); return true;
    case Opcode::fuel: {
      llvm::Value* left =
          b.CreateSub(context_field(offsetof(Context, fuel)), word(static_cast<uint64_t>(int64_t{instruction.wide()})));
      b.CreateStore(left, context_address(offsetof(Context, fuel)));
      llvm::BasicBlock *out = new_block("out_of_fuel"), *go_on = new_block("fuelled");
      b.CreateCondBr(b.CreateICmpSGE(left, word(0)), go_on, out, likely_);
      b.SetInsertPoint(out);
      call_runtime("tc_out_of_fuel", {context_}, b.getVoidTy());
      b.CreateBr(go_on);
      b.SetInsertPoint(go_on);
      return true;
    }
    case Opcode::call:
    case Opcode::call_known: emit_call(instruction); return true;
    case Opcode::tail_call:
    case Opcode::tail_call_known: emit_tail_call(instruction); return true;
    case Opcode::return_: emit_return(slots_[a]); return true;
    case Opcode::return_values: emit_return_values(instruction); return true;
    case Opcode::bind_values: emit_bind_values(instruction); return true;
    default: return false;
  }
}

}  // namespace tiercel::native
