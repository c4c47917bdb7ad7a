// The short ways through a function: tests and simple operations, then a return or a tail call.
//
// A function that begins so is entered by a small function of its own without a stack frame, which never calls, raises,
// polls or stores into anything but fresh memory: whatever is not as simple as that goes on in the body, which begins
// anew with the arguments as they came.  Recursive procedures spend half of their calls there, and continuation-passing
// ones most of them.
#include <llvm/IR/Intrinsics.h>

#include "llvm/emitter.h"
#include "object/context.h"

namespace tiercel::native {

namespace {

constexpr int64_t parameters_max = register_arguments + 1;

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
  return code_.clauses[0].required <= parameters_max && has_leaf(code_.clauses[0].first, leaf_steps_max);
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
  if (is_tiny_leaf()) into->addFnAttr(llvm::Attribute::AlwaysInline);
  receive(code_.clauses[0], into, true);
  llvm::BasicBlock *start = b.GetInsertBlock(), *rest = new_block("rest");
  b.SetInsertPoint(rest);
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : into->args()) arguments.push_back(&argument);
  tail_call(m.code_type, body, arguments);
  b.SetInsertPoint(start);
  leaf_rest_ = rest;
  emit_leaf_from(code_.clauses[0].first, leaf_steps_max);
  leaf_rest_ = nullptr;
}

void FunctionEmitter::emit_leaf_from(uint32_t pc, int steps) {
  uint32_t saved = pc_;
  for (;; steps--, pc++) {
    if (!has_leaf(pc, steps)) {
      b.CreateBr(leaf_rest_);
      break;
    }
    pc_ = pc;
    leaf_steps_ = steps - 1;
    b.SetCurrentDebugLocation(llvm::DILocation::get(m.context, pc + 1, 0, subprogram_));
    emit(code_.instructions[pc]);
    if (refused_ || b.GetInsertBlock()->getTerminator()) break;
  }
  pc_ = saved;
}

// Before a tail call: without a frame the stack pointer itself is compared.
void FunctionEmitter::leaf_poll() {
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
