// Floats across direct calls.
//
// A call whose arguments are known to be floats enters a version of the procedure that takes them as doubles: the bits
// travel in the registers of the words, so that the prototype, tail calls and what a frame looks like are the same for
// all.  A procedure that answers floats only (FloatResults) gives the bits back likewise.  No root ever holds them: the
// context, which the collector reads word by word, gets words, and stacks and registers are scanned conservatively.
#include <algorithm>

#include "llvm/emitter.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel::native {

namespace {

constexpr size_t versions_max = 2;                        // of a procedure, and as many that answer floats
constexpr size_t instructions_max = 300;                  // of one that gets any: a call costs a larger one little
constexpr size_t registers_max = register_arguments + 1;  // what else a call gives is in the context

bool has_float(const std::vector<Kind>& kinds) { return std::ranges::find(kinds, Kind::flonum) != kinds.end(); }

// Fixnums are words anyway: versions for them are made only where they decide what comes back.
std::vector<Kind> floats_of(std::vector<Kind> kinds) {
  std::ranges::replace(kinds, Kind::fixnum, Kind::tagged);
  return kinds;
}

// How much a version keeps of what a call knows; -1 if it cannot be entered.
int knowledge(const std::vector<Kind>& wanted, const std::vector<Kind>& kinds) {
  int kept = 0;
  for (size_t i = 0; i < kinds.size(); i++) {
    if (wanted[i] == Kind::tagged) continue;
    if (wanted[i] != kinds[i]) return -1;
    kept += wanted[i] == Kind::flonum ? 2 : 1;
  }
  return kept;
}

}  // namespace

const FloatVersion* ModuleEmitter::float_version_for(uint32_t function, const std::vector<Kind>& kinds,
                                                     bool returns_float) {
  if (request.functions[function].instructions.size() > instructions_max) return nullptr;
  if (!has_float(kinds) && !returns_float) return nullptr;
  size_t count = 0, of_this_form = 0;
  const FloatVersion* nearest = nullptr;
  int most = -1;
  for (const FloatVersion& version : float_versions) {
    if (version.function != function) continue;
    count++;
    if (version.returns_float != returns_float) continue;
    of_this_form++;
    int kept = knowledge(version.kinds, kinds);
    if (version.kinds == kinds) return &version;
    if (kept <= most) continue;
    most = kept;
    nearest = &version;
  }
  if (of_this_form >= versions_max) return nearest;
  std::string name = name_of(function) + "_float_" + std::to_string(count);
  bool has_leaf = known[function] != bodies[function];
  llvm::Function* code = declare_part(name, function, has_leaf);
  llvm::Function* body = has_leaf ? declare_part(name + "_body", function, false) : code;
  float_versions.push_back({function, kinds, returns_float, code, body});
  return &float_versions.back();
}

namespace {

// Whether a register is an operand of what gives floats as well as fixnums, and never of what wants a fixnum.
bool may_be_meant_for_float(const bytecode::FunctionCode& code, uint16_t reg) {
  bool found = false;
  for (const Instruction& instruction : code.instructions) {
    auto opcode = static_cast<Opcode>(instruction.op);
    bool is_second = instruction.b == reg, is_third = instruction.c == reg;
    bool is_comparison =
        opcode >= Opcode::jump_unless_equal_immediate && opcode <= Opcode::jump_unless_greater_equal_immediate;
    switch (opcode) {
      case Opcode::add:
      case Opcode::subtract:
      case Opcode::multiply: found = found || is_second || is_third; break;
      case Opcode::quotient:
      case Opcode::remainder:
      case Opcode::vector_ref:
        if (is_second || is_third) return false;
        break;
      case Opcode::add_immediate:
        if (is_second) return false;
        break;
      default:
        if (is_comparison && instruction.a == reg) return false;
    }
  }
  return found;
}

}  // namespace

// What its instructions want, or what makes all its results floats.
const std::vector<Kind>& ModuleEmitter::wanted_floats(uint32_t function) {
  auto [found, is_new] = wanted_floats_.try_emplace(function);
  if (!is_new) return found->second;
  const bytecode::FunctionCode& code = request.functions[function];
  std::vector<Kind> kinds(code.clauses[0].required, Kind::tagged);
  size_t count = std::min(kinds.size(), registers_max);
  if (code.instructions.size() > instructions_max) return found->second = kinds;
  Wants wants(request, code, analysis_of(function), wanted_by_callees(function));
  for (auto [reg, kind] : wants.at(0))
    if (kind == Kind::flonum && reg < count) kinds[reg] = kind;
  std::vector<Kind> more = kinds;
  for (uint16_t reg = 0; reg < count; reg++)
    if (may_be_meant_for_float(code, reg)) more[reg] = Kind::flonum;
  bool helps = more != kinds && float_results.returns_float(function, more);
  return found->second = helps && !float_results.returns_float(function, kinds) ? more : kinds;
}

Wants::OfCalls ModuleEmitter::wanted_by_callees(uint32_t function) {
  Wants::OfCalls wanted;
  if (!uses_floats || is_fast() || !are_declared_) return wanted;
  const bytecode::FunctionCode& code = request.functions[function];
  for (uint32_t pc = 0; pc < code.instructions.size(); pc++) {
    const Instruction& instruction = code.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    bool is_tail = opcode == Opcode::tail_call || opcode == Opcode::tail_call_known;
    if (!is_tail && opcode != Opcode::call && opcode != Opcode::call_known) continue;
    int64_t callee = float_results.callee_at(function, pc, is_tail ? instruction.a : instruction.b,
                                             is_tail ? instruction.b : instruction.c);
    if (callee < 0 || callee == function) continue;
    const std::vector<Kind>& kinds = wanted_floats(static_cast<uint32_t>(callee));
    if (has_float(kinds)) wanted[pc] = kinds;
  }
  return wanted;
}

bool FunctionEmitter::emit_float_version(const FloatVersion& version) {
  returns_float_ = version.returns_float;
  received_ = &version.kinds;
  if (version.known != version.body) emit_leaf(version.known, version.body);
  begin(version.body);
  receive(code_.clauses[0], version.body, true);
  if (needs_poll()) poll();
  bool is_told = std::ranges::find(version.kinds, Kind::tagged) == version.kinds.end();
  if (version.known != version.body && !restarts_ && is_told) edge(0, true);  // the short ways go on by themselves
  else emit_from(0, !analysis_.is_leader(0));
  return finish();
}

// --- At the call ----------------------------------------------------------------------------------------------------

std::vector<Kind> FunctionEmitter::kinds_of_arguments(uint16_t base, int64_t argc) const {
  std::vector<Kind> kinds;
  for (size_t i = 0; i < static_cast<size_t>(argc); i++) {
    Kind kind = slots_[base + 1 + i].kind;
    bool is_told = kind == Kind::fixnum || (kind == Kind::flonum && i < registers_max);
    kinds.push_back(is_told ? kind : Kind::tagged);
  }
  return kinds;
}

// Null if words are what the call should give and get.
const FloatVersion* FunctionEmitter::version_for_call(uint32_t function, uint16_t base, int64_t argc) {
  if (generic_ || !m.uses_floats || m.known[function] == m.entries[function]) return nullptr;
  std::vector<Kind> kinds = kinds_of_arguments(base, argc), floats = floats_of(kinds);
  if (knowledge(m.wanted_floats(function), kinds) < 0) return nullptr;
  if (m.float_results.returns_float(function, floats)) return m.float_version_for(function, floats, true);
  bool with_fixnums = kinds != floats && m.float_results.returns_float(function, kinds);
  return m.float_version_for(function, with_fixnums ? kinds : floats, with_fixnums);
}

// What a tail call answers goes to the caller as it is, so it has to be in the form of this function's own results.
const FloatVersion* FunctionEmitter::version_for_tail_call(uint32_t function, uint16_t base, int64_t argc) {
  if (generic_ || returns_float_ || !m.uses_floats || m.known[function] == m.entries[function]) return nullptr;
  std::vector<Kind> kinds = floats_of(kinds_of_arguments(base, argc));
  if (knowledge(m.wanted_floats(function), kinds) < 0) return nullptr;
  return m.float_version_for(function, kinds, false);
}

// --- At the entry ---------------------------------------------------------------------------------------------------

// A procedure that is entered with words looks once whether they are the floats that it wants; a version for these goes on.
void FunctionEmitter::dispatch_floats() {
  if (!m.uses_floats) return;
  const std::vector<Kind>& kinds = m.wanted_floats(function_);
  if (!has_float(kinds)) return;
  const FloatVersion* version = m.float_version_for(function_, kinds, false);
  if (!version || version->kinds != kinds) return;
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : into_->args()) arguments.push_back(&argument);
  llvm::BasicBlock* otherwise = new_block("no_floats");
  for (size_t i = 0; i < kinds.size(); i++) {
    if (kinds[i] != Kind::flonum) continue;
    size_t place = i < register_arguments ? 3 + i : 2;
    arguments[place] = b.CreateBitCast(guard_float(slots_[i].value, otherwise), m.word);
  }
  tail_call(m.code_type, version->known, arguments);
  b.SetInsertPoint(otherwise);
}

// --- Values ---------------------------------------------------------------------------------------------------------

void FunctionEmitter::receive_kinds(const std::vector<Kind>& kinds) {
  for (size_t i = 0; i < kinds.size(); i++) {
    llvm::Value* argument = slots_[i].value;
    bool is_float = kinds[i] == Kind::flonum;
    set(static_cast<uint16_t>(i), is_float ? b.CreateBitCast(argument, b.getDoubleTy()) : argument, kinds[i]);
  }
}

Slot FunctionEmitter::slot_of_result(llvm::Value* call, bool returns_float) {
  if (!returns_float) return {Kind::tagged, call};
  return {Kind::flonum, b.CreateBitCast(call, b.getDoubleTy())};
}

llvm::Value* FunctionEmitter::bits_of(const Slot& slot) { return b.CreateBitCast(double_of(slot), m.word); }

// What is a float for certain, as a double.
llvm::Value* FunctionEmitter::double_of(const Slot& slot) {
  if (slot.kind == Kind::flonum) return slot.value;
  if (slot.kind != Kind::tagged || !slot.value) return llvm::ConstantFP::get(b.getDoubleTy(), 0);  // nothing comes here
  return guard_float(slot.value, leaf_rest_);
}

// The word as a double; goes `otherwise` if it is no float, or on the short ways if it is in a box.  Null: it is one.
llvm::Value* FunctionEmitter::guard_float(llvm::Value* value, llvm::BasicBlock* otherwise) {
  llvm::Value* is_immediate = is_immediate_float_word(value);
  if (leaf_rest_) {
    guard(is_immediate, otherwise);
    return float_of_word(value);
  }
  llvm::BasicBlock *immediate = new_block("immediate"), *large = new_block("large"), *done = new_block("double");
  b.CreateCondBr(is_immediate, immediate, large, likely_);
  b.SetInsertPoint(immediate);
  llvm::Value* direct = float_of_word(value);
  b.CreateBr(done);
  b.SetInsertPoint(large);
  if (otherwise) guard_header(value, ObjectKind::flonum, otherwise);
  llvm::Value* loaded = field(value, in_object(offsetof(Flonum, number)), b.getDoubleTy());
  large = b.GetInsertBlock();
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getDoubleTy(), 2);
  result->addIncoming(direct, immediate);
  result->addIncoming(loaded, large);
  return result;
}

}  // namespace tiercel::native
