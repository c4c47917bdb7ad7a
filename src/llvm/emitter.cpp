// Modules, blocks and their versions, and how values are held.
#include "llvm/emitter.h"

#include <algorithm>
#include <bit>

#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/Support/ModRef.h>

#include "gen/primitives.h"
#include "heap/block.h"
#include "llvm/versions.h"
#include "native/floats.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel::native {

namespace {

constexpr size_t versions_max = 3;  // versions of one block for kinds that are not all tagged
constexpr size_t versions_max_fast = 1;

}  // namespace

// --- Modules --------------------------------------------------------------------------------------------------------

ModuleEmitter::ModuleEmitter(llvm::LLVMContext& context_, const Request& request_)
    : context(context_),
      request(request_),
      module(std::make_unique<llvm::Module>(request_.unit, context_)),
      word(llvm::Type::getInt64Ty(context_)),
      pointer(llvm::PointerType::get(context_, 0)),
      code_type(llvm::FunctionType::get(word, {pointer, pointer, word, word, word, word}, false)),
      debug(*module),
      entries(request_.functions.size()),
      known(request_.functions.size()),
      bodies(request_.functions.size()),
      generics(2 * request_.functions.size()),
      uses_floats(native::uses_floats(request_)),
      analyses_(request_.functions.size()),
      loops_(request_.functions.size()) {
  std::string serial = std::to_string(request.serial);
  auto table = [&](const std::string& name) {
    auto* variable =
        new llvm::GlobalVariable(*module, pointer, false, llvm::GlobalValue::ExternalLinkage,
                                 llvm::ConstantPointerNull::get(llvm::PointerType::get(context, 0)), name + serial);
    variable->setVisibility(llvm::GlobalValue::HiddenVisibility);
    return variable;
  };
  if (request.library < 0) {
    constants = table("tiercel_constants_");
    functions = table("tiercel_functions_");
  }
  if (!request.here.empty()) here_.resize(request.functions.size());
  for (uint32_t f : request.here) here_[f] = true;
  module->addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  file = debug.createFile(request.unit.empty() ? "unit" : request.unit, "");
  debug.createCompileUnit(language_argument(), file, "tiercel", true, "", 0, {}, llvm::DICompileUnit::LineTablesOnly);
}

llvm::Function* ModuleEmitter::declare(const std::string& name, llvm::FunctionType* type, bool exported) {
  auto linkage = exported ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage;
  llvm::Function* function = llvm::Function::Create(type, linkage, name, *module);
  function->setDSOLocal(true);
  function->addFnAttr("frame-pointer", "all");
  function->addFnAttr(llvm::Attribute::NoUnwind);
  if (request.unwind_tables) function->setUWTableKind(llvm::UWTableKind::Async);
  return function;
}

std::string ModuleEmitter::name_of(uint32_t f) const {
  const bytecode::FunctionCode& code = request.functions[f];
  return (code.name ? std::string(code.name->text) : "lambda") + "_" + std::to_string(request.serial) + "_" +
         std::to_string(f);
}

// Hidden symbols are those of other objects of the program (is_elsewhere); those of the runtime are not.
llvm::Function* ModuleEmitter::declare_elsewhere(const std::string& name) {
  llvm::Function* function = declare(name, code_type, true);
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  return function;
}

llvm::Function* ModuleEmitter::declare_part(const std::string& name, uint32_t function, bool entry, bool exported) {
  if (!is_here(function) && exported) return declare_elsewhere(name);
  llvm::Function* code = declare(name, code_type, exported);
  parts.push_back({code, code->getName().str(), function, entry});
  return code;
}

// The entry is the same function a few bytes earlier: what LLVM would make of a function that compares and jumps, without
// its hundred passes, and without the jump.
//     cmp rdx, count;  jne tc_wrong_arity;  [mov rdx, fourth argument];  nop
void ModuleEmitter::add_prefix(uint32_t function) {
  int64_t count = request.functions[function].clauses[0].required;
  std::string before{'\x48', '\x83', '\xFA', static_cast<char>(count), '\x0F', '\x85'}, after;
  constexpr size_t displacement = 4;
  if (count > register_arguments) {
    after = {'\x48', '\x8B', '\x97'};
    constexpr auto place = static_cast<uint32_t>(offsetof(Context, args));
    for (size_t i = 0; i < displacement; i++) after.push_back(static_cast<char>(place >> (8 * i)));
  }
  const std::string nop{'\x66', '\x0F', '\x1F', '\x44', '\x00', '\x00'};
  size_t length = before.size() + displacement + after.size(), bytes = (length + 15) & ~size_t{15};
  for (size_t room = bytes - length; room > 0; room = bytes - length) {
    std::string filling = room >= nop.size() ? nop : "\x90";
    after += filling;
    length += filling.size();
  }
  llvm::Function* code = known[function];
  auto address = [&](llvm::Constant* of) { return llvm::ConstantExpr::getPtrToInt(of, word); };
  llvm::Type* half = llvm::Type::getInt32Ty(context);
  // The linker may put a jump between, as for a call.
  auto* wrong_arity = llvm::cast<llvm::Function>(module->getOrInsertFunction("tc_wrong_arity", code_type).getCallee());
  llvm::Constant* target = address(llvm::DSOLocalEquivalent::get(wrong_arity));
  llvm::Constant* distance = llvm::ConstantExpr::getTrunc(llvm::ConstantExpr::getSub(target, address(code)), half);
  // It counts from the end of the jump.
  distance = llvm::ConstantExpr::getAdd(distance, llvm::ConstantInt::get(half, bytes - before.size() - displacement));
  auto text = [&](const std::string& each) { return llvm::ConstantDataArray::getString(context, each, false); };
  code->setPrefixData(llvm::ConstantStruct::getAnon({text(before), distance, text(after)}, true));
  llvm::Type* byte = llvm::Type::getInt8Ty(context);
  auto* start = llvm::ConstantExpr::getGetElementPtr(byte, code,
                                                     llvm::ConstantInt::getSigned(word, -static_cast<int64_t>(bytes)));
  std::string name = "entry_" + name_of(function);
  auto* entry = llvm::GlobalAlias::create(byte, 0, llvm::GlobalValue::ExternalLinkage, name, start, module.get());
  entries[function] = entry;
  parts.push_back({code, entry->getName().str(), function, true, static_cast<uint32_t>(bytes)});
}

const Analysis& ModuleEmitter::analysis_of(uint32_t function) {
  std::unique_ptr<Analysis>& analysis = analyses_[function];
  if (!analysis) analysis = std::make_unique<Analysis>(request, request.functions[function]);
  return *analysis;
}

const CountedLoops& ModuleEmitter::loops_of(uint32_t function) {
  std::unique_ptr<CountedLoops>& loops = loops_[function];
  if (!loops) loops = std::make_unique<CountedLoops>(request, request.functions[function]);
  return *loops;
}

bool ModuleEmitter::is_selected(uint32_t function) const { return entries[function] != nullptr; }

llvm::Function* ModuleEmitter::known_entry_of(uint32_t function) { return known[function]; }

// A function of the runtime that saves registers, also those that are the caller's to save in C++, keeps the caller from
// doing so where it is not called: that is the usual way.  Fast code generation knows no such convention, but what is
// called may save more than its caller relies on.
llvm::FunctionCallee ModuleEmitter::runtime(const char* name, llvm::Type* result,
                                            llvm::ArrayRef<llvm::Type*> parameters) {
  auto callee = module->getOrInsertFunction(name, llvm::FunctionType::get(result, parameters, false));
  auto* function = llvm::cast<llvm::Function>(callee.getCallee());
  // A loop keeps its floats in registers across polls.
  if (request.optimize > 0 && keeps_registers(name))
    function->setCallingConv(keeps_all_registers(name) ? llvm::CallingConv::PreserveAll
                                                       : llvm::CallingConv::PreserveMost);
  return callee;
}

bool ModuleEmitter::emit() {
  for (uint32_t f : request.selected) {
    if (request.loop >= 0) break;  // only the loop: everything else is reached through closures
    const bytecode::FunctionCode& code = request.functions[f];
    bool exact = !is_fast() && code.clauses.size() == 1 && takes_exactly(f, code.clauses[0].required);
    bool leaf = exact && FunctionEmitter(*this, f).wants_leaf();
    bool shared = !request.here.empty(), prefixed = exact && is_here(f) && has_prefixes();
    llvm::Function* entry = prefixed ? nullptr : declare_part("entry_" + name_of(f), f, true, true);
    known[f] = exact ? declare_part(name_of(f), f, leaf, shared) : entry;
    entries[f] = entry;
    if (prefixed) add_prefix(f);
    bodies[f] = leaf ? declare_part(name_of(f) + "_body", f, false, shared) : known[f];
  }
  are_declared_ = true;
  for (uint32_t f : request.selected) {
    if (request.loop >= 0) break;
    if (!is_here(f)) continue;
    FunctionEmitter emitter(*this, f);
    if (!emitter.emit_entry()) return false;
  }
  if (request.loop >= 0) {
    uint32_t f = request.selected[0];
    auto* type = llvm::FunctionType::get(word, {pointer, pointer, pointer}, false);
    loop_entry = declare("loop_" + std::to_string(request.serial) + "_" + std::to_string(request.loop), type, true);
    parts.push_back({loop_entry, loop_entry->getName().str(), f, false});
    FunctionEmitter emitter(*this, f);
    if (!emitter.emit_loop_entry(static_cast<uint32_t>(request.loop))) return false;
  }
  // Each may ask for more of both; what is generic asks for nothing.
  for (size_t rest = 0, version = 0; rest < rests.size() || version < float_versions.size();) {
    bool is_rest = rest < rests.size();
    FunctionEmitter emitter(*this, is_rest ? rests[rest].function : float_versions[version].function);
    bool done = is_rest ? emitter.emit_rest(rests[rest++]) : emitter.emit_float_version(float_versions[version++]);
    if (!done) return false;
  }
  for (uint32_t f : request.selected)
    for (bool returns_float : {false, true}) {
      Generic& generic = generic_of(f, returns_float);
      if (generic.code && !FunctionEmitter(*this, f).emit_generic(generic, returns_float)) return false;
    }
  if (table_finder.code) FunctionEmitter(*this, table_finder.function).emit_table_finder();
  debug.finalize();
  for (llvm::Function& function : llvm::make_early_inc_range(*module))
    if (is_elsewhere(function) && function.use_empty()) function.eraseFromParent();
  return true;
}

// --- Functions ------------------------------------------------------------------------------------------------------

namespace {

bool is_loop_head(const Instruction& instruction) { return instruction.op == static_cast<uint64_t>(Opcode::loop_head); }

}  // namespace

FunctionEmitter::FunctionEmitter(ModuleEmitter& module, uint32_t function)
    : m(module),
      function_(function),
      code_(module.request.functions[function]),
      analysis_(module.analysis_of(function)),
      wants_(module.request, code_, analysis_, module.wanted_by_callees(function)),
      b(module.context),
      likely_(llvm::MDBuilder(module.context).createBranchWeights(2000, 1)),
      invariant_(llvm::MDNode::get(module.context, {})),
      outlines_generic_(!module.is_fast() && std::ranges::none_of(code_.instructions, is_loop_head)),
      slots_(code_.frame_size) {}

// Line numbers are instruction numbers + 1: they lead from return addresses to instructions.
void FunctionEmitter::begin(llvm::Function* into) {
  into_ = into;
  generic_frame_ = nullptr;
  found_.assign(code_.frame_size, nullptr);
  scratch_ = nullptr;
  scratch_words_ = 0;
  auto* type = m.debug.createSubroutineType(m.debug.getOrCreateTypeArray({}));
  subprogram_ =
      m.debug.createFunction(m.file, into->getName(), into->getName(), m.file, 1, type, 1, llvm::DINode::FlagZero,
                             llvm::DISubprogram::SPFlagDefinition | llvm::DISubprogram::SPFlagOptimized);
  into->setSubprogram(subprogram_);
  entry_block_ = new_block("entry");
  b.SetInsertPoint(entry_block_);
  locate(0);
  context_ = into->getArg(0);
  self_ = into->getArg(1);
}

// What is emitted now stands for this instruction.  In another function it stands for the call.
void FunctionEmitter::locate(uint32_t pc) {
  pc_ = pc;
  if (!inlined_ || inlined_->unrolled)
    b.SetCurrentDebugLocation(llvm::DILocation::get(m.context, pc + 1, 0, subprogram_));
}

bool calls_nothing(const llvm::Function& function) {
  for (const llvm::BasicBlock& block : function)
    for (const llvm::Instruction& instruction : block)
      if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction);
          call && !llvm::isa<llvm::IntrinsicInst>(call) && !call->isMustTailCall())
        return false;
  return true;
}

// Emits the versions that are waited for, and those that they want.
bool FunctionEmitter::finish() {
  while (!waiting_.empty() && !refused_) {
    // What is hot comes first, so that versions are made for what happens there.
    auto next = std::find_if(waiting_.rbegin(), waiting_.rend(), [](const Version* each) { return !each->generic; });
    if (next == waiting_.rend()) next = waiting_.rbegin();
    Version* version = *next;
    waiting_.erase(std::next(next).base());
    b.SetInsertPoint(version->block);
    generic_ = version->generic;
    proof_ = version->proof;
    reach_.clear();
    slots_.assign(code_.frame_size, Slot{});
    found_.assign(code_.frame_size, nullptr);
    const std::vector<uint16_t>& carried = carried_to(version->pc);
    for (size_t i = 0; i < carried.size(); i++)
      slots_[carried[i]] =
          generic_ ? Slot{Kind::tagged, found_[carried[i]] = b.CreateLoad(m.word, generic_place(carried[i]))}
                   : Slot{version->kinds[i], version->phis[i], -1, version->companions[i]};
    restore_constants(version->pc);
    if (generic_ && is_loop_head(code_.instructions[version->pc])) leave_generic(version->pc);
    if (!b.GetInsertBlock()->getTerminator()) emit_from(version->pc, true);
  }
  if (!refused_ && calls_nothing(*into_)) into_->addFnAttr("frame-pointer", "none");
  return !refused_;
}

void FunctionEmitter::emit_from(uint32_t pc, bool at_start) {
  for (;; pc++, at_start = false) {
    // Where other versions of the rest begin, this one may be one of them: code stays within a few copies.
    if (!at_start && (analysis_.is_leader(pc) || has_version(pc))) return edge(pc);
    locate(pc);
    emit(code_.instructions[pc]);
    if (refused_ || b.GetInsertBlock()->getTerminator()) return;
  }
}

bool FunctionEmitter::has_version(uint32_t pc) const {
  auto found = versions_at_.find(pc);
  if (found == versions_at_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const Version* version) { return version->generic == generic_; });
}

bool FunctionEmitter::has_version_to_leave_for(uint32_t pc) const {
  auto found = versions_at_.find(pc);
  return found != versions_at_.end() && std::ranges::any_of(found->second, [](const Version* version) {
           return !version->generic && !version->proof;
         });
}

void FunctionEmitter::emit(const Instruction& instruction) {
  auto opcode = static_cast<Opcode>(instruction.op);
  if (m.request.refuse == opcode_info(opcode).name) return refuse(pc_, m.request.refuse);
  if (use_loaded(instruction) || emit_move(opcode, instruction) || emit_variable(opcode, instruction) ||
      emit_data(opcode, instruction) || emit_number(opcode, instruction) || emit_control(opcode, instruction) ||
      emit_primitive(instruction))
    return;
  refuse(pc_, opcode_info(opcode).name);
}

void FunctionEmitter::refuse(uint32_t pc, const std::string& what) {
  refused_ = true;
  m.refusal = what;
  m.refused_function = function_;
  m.refused_instruction = pc;
  if (!b.GetInsertBlock()->getTerminator()) b.CreateUnreachable();
}

llvm::BasicBlock* FunctionEmitter::new_block(const char* name) {
  return llvm::BasicBlock::Create(m.context, name, into_);
}

void FunctionEmitter::guard(llvm::Value* condition, llvm::BasicBlock* slow) {
  llvm::BasicBlock* fast = new_block("");
  b.CreateCondBr(condition, fast, slow, likely_);
  b.SetInsertPoint(fast);
}

// --- Versions -------------------------------------------------------------------------------------------------------

FunctionEmitter::Version* FunctionEmitter::make_version(uint32_t pc, bool generic, std::vector<Kind> kinds,
                                                        const Proof* proof) {
  versions_.push_back({pc, generic, proof, std::move(kinds), new_block(generic ? "generic" : "block"), {}, {}});
  Version* version = &versions_.back();
  versions_at_[pc].push_back(version);
  waiting_.push_back(version);
  llvm::IRBuilder<> at(version->block);
  at.SetCurrentDebugLocation(llvm::DILocation::get(m.context, pc + 1, 0, subprogram_));
  for (Kind kind : version->kinds) {
    version->phis.push_back(at.CreatePHI(kind == Kind::flonum ? at.getDoubleTy() : m.word, 2));
    version->companions.push_back(has_companion(kind) ? at.CreatePHI(m.word, 2) : nullptr);
  }
  return version;
}

// Whether a version for `wanted` can be entered with `kinds`, and then how many kinds it knows; else -1.
int FunctionEmitter::knowledge_kept(const std::vector<Kind>& wanted, const std::vector<Kind>& kinds) {
  int kept = 0;
  for (size_t i = 0; i < kinds.size(); i++) {
    if (wanted[i] == Kind::tagged) continue;
    if (wanted[i] != kinds[i]) return -1;
    kept++;
  }
  return kept;
}

// When there are enough versions, the one that keeps most of what is known.
FunctionEmitter::Version* FunctionEmitter::version_for(uint32_t pc, bool generic, const std::vector<Kind>& kinds,
                                                       const Proof* proof) {
  std::vector<Kind> all_tagged(kinds.size(), Kind::tagged);
  size_t specialised = 0;
  Version* nearest = nullptr;
  int most = -1;
  for (Version* version : versions_at_[pc]) {
    if (version->proof != proof) continue;
    if (version->generic == generic && version->kinds == kinds) return version;
    if (version->generic) continue;
    int kept = knowledge_kept(version->kinds, kinds);
    if (kept > most) {
      most = kept;
      nearest = version;
    }
    if (version->kinds != all_tagged) specialised++;
  }
  if (generic || kinds == all_tagged || specialised < (m.is_fast() ? versions_max_fast : versions_max))
    return make_version(pc, generic, kinds, proof);
  return nearest ? nearest : make_version(pc, false, all_tagged, proof);
}

namespace {

bool is_closure_maker(const Instruction& instruction) {
  return instruction.op == static_cast<uint64_t>(Opcode::make_closure);
}

}  // namespace

const std::vector<uint16_t>& FunctionEmitter::carried_to(uint32_t pc) {
  auto [found, is_new] = carried_.try_emplace(pc);
  if (!is_new) return found->second;
  std::vector<int32_t> origins = analysis_.origins_before(pc);
  for (uint16_t reg : analysis_.live_before(pc))
    if (origins[reg] < 0 || is_closure_maker(code_.instructions[static_cast<size_t>(origins[reg])]))
      found->second.push_back(reg);
  return found->second;
}

// The other registers alive, and what is known of the closures among those carried.
void FunctionEmitter::restore_constants(uint32_t pc) {
  std::vector<int32_t> origins = analysis_.origins_before(pc);
  for (uint16_t reg : analysis_.live_before(pc)) {
    if (origins[reg] < 0) continue;
    Instruction origin = code_.instructions[static_cast<size_t>(origins[reg])];
    if (is_closure_maker(origin)) {
      slots_[reg].closure = origin.wide();
      continue;
    }
    origin.a = reg;
    emit_move(static_cast<Opcode>(origin.op), origin);
  }
}

// Goes to the instruction with the registers as they are.
void FunctionEmitter::edge(uint32_t pc, bool generic) {
  if (leaf_rest_) return emit_leaf_from(pc, leaf_steps_);
  bool loop_head = static_cast<Opcode>(code_.instructions[pc].op) == Opcode::loop_head;
  if (!loop_head && (generic || generic_)) return edge_to_generic(pc);
  if (!loop_head) return edge_to_version(pc);
  if (generic_) return has_version_to_leave_for(pc) ? edge_to_generic(pc) : edge_to_version(pc);
  std::vector<Slot> saved = slots_;
  llvm::BasicBlock* otherwise = new_block("unwanted");
  test_wanted(pc, otherwise);
  edge_with_floats(pc);
  if (otherwise->use_empty()) return void(otherwise->eraseFromParent());
  slots_ = std::move(saved);
  b.SetInsertPoint(otherwise);
  edge_to_generic(pc);
}

// A loop begins with what its instructions want of registers, as far as tests that are made once can tell; it goes
// `otherwise` where one fails.
void FunctionEmitter::test_wanted(uint32_t pc, llvm::BasicBlock* otherwise) {
  const std::vector<uint16_t>& carried = carried_to(pc);
  for (auto [reg, kind] : wants_.at(pc)) {
    const Slot& slot = slots_[reg];
    if (kind == Kind::flonum) continue;
    if (slot.kind != Kind::tagged || !slot.value || !std::binary_search(carried.begin(), carried.end(), reg)) continue;
    guard_slot(reg, kind, otherwise);
  }
}

// Registers that are going to be used as floats become floats here, if all of them can.  Otherwise the loop is entered as
// it is, since exact numbers will do as well.
void FunctionEmitter::edge_with_floats(uint32_t pc) {
  std::vector<Slot> saved = slots_;
  llvm::BasicBlock* otherwise = new_block("no_floats");
  const std::vector<uint16_t>& carried = carried_to(pc);
  for (auto [reg, kind] : wants_.at(pc)) {
    const Slot& slot = slots_[reg];
    if (kind != Kind::flonum || slot.kind != Kind::tagged || !slot.value) continue;
    if (!std::binary_search(carried.begin(), carried.end(), reg)) continue;
    know(slot.value, kind, nullptr, guard_float(slot.value, otherwise));
  }
  edge_with_proof(pc);
  if (otherwise->use_empty()) return void(otherwise->eraseFromParent());
  slots_ = std::move(saved);
  b.SetInsertPoint(otherwise);
  edge_to_version(pc);
}

// Goes on where the register holds that kind, and knows it; else to `otherwise`.
void FunctionEmitter::guard_slot(uint16_t reg, Kind kind, llvm::BasicBlock* otherwise) {
  if (kind == Kind::tagged || slots_[reg].kind == kind) return;
  llvm::Value* value = tagged(reg);
  slots_[reg] = {Kind::tagged, value};
  switch (kind) {
    case Kind::fixnum:
    case Kind::pair:
      guard(has_tag(value, kind == Kind::pair ? tag_pair : tag_fixnum), otherwise);
      return know(value, kind);
    case Kind::flonum:
      guard(is_immediate_float_word(value), otherwise);
      return know(value, kind, nullptr, float_of_word(value));
    case Kind::record:
      guard_header(value, ObjectKind::record, otherwise);
      return know(value, kind, field(value, in_object(offsetof(Record, type))));
    default: guard_kind(reg, object_of_kind(kind), otherwise);
  }
}

// Where generic versions find the words of registers.
llvm::AllocaInst* FunctionEmitter::generic_frame() {
  if (generic_frame_) return generic_frame_;
  llvm::IRBuilder<> at(entry_block_, entry_block_->begin());
  generic_frame_ = at.CreateAlloca(m.word, at.getInt32(code_.frame_size));
  clear_generic_frame(at);  // of what earlier frames left there
  return generic_frame_;
}

llvm::Value* FunctionEmitter::generic_place(uint16_t reg) {
  return b.CreateConstInBoundsGEP1_64(m.word, generic_frame(), reg);
}

// Floats become words there, all at once.
void FunctionEmitter::edge_to_generic(uint32_t pc) {
  constexpr uint16_t bits = 64;
  if (outlines_generic_ && carried_to(pc).size() <= argument_slots) return leave_to_generic(pc);
  std::map<uint16_t, uint64_t> floats;  // masks by the first of 64 registers
  for (uint16_t reg : carried_to(pc)) {
    const Slot& slot = slots_[reg];
    bool is_float = slot.kind == Kind::flonum && slot.value && !llvm::isa<llvm::ConstantFP>(slot.value);
    llvm::Value* value = is_float ? slot.value : tagged(slot);
    if (value != found_[reg]) b.CreateStore(value, generic_place(reg));
    if (is_float) floats[reg / bits * bits] |= uint64_t{1} << (reg % bits);
  }
  for (auto [first, mask] : floats) box_floats(generic_place(first), word(mask));
  forget_all_but(carried_to(pc));
  b.CreateBr(version_for(pc, true, {})->block);
}

// What a generic version found in its array and nobody will read again must not stay alive for that: where another version
// takes over,
void FunctionEmitter::forget_all_but(const std::vector<uint16_t>& wanted) {
  for (uint16_t reg = 0; reg < code_.frame_size; reg++)
    if (found_[reg] && !std::binary_search(wanted.begin(), wanted.end(), reg))
      b.CreateStore(word(v_unspecified.bits), generic_place(reg));
}

// and while a call lasts.  Registers hold what was found there of the others.
void FunctionEmitter::forget_before_call(uint16_t result) {
  if (!generic_) return;
  for (uint16_t reg = 0; reg < code_.frame_size; reg++) {
    bool is_wanted = reg != result && analysis_.is_alive(pc_ + 1, reg) && slots_[reg].value == found_[reg];
    if (!found_[reg] || is_wanted) continue;
    b.CreateStore(word(v_unspecified.bits), generic_place(reg));
    found_[reg] = nullptr;
  }
}

// Volatile, for LLVM does not know that the collector reads it.
void FunctionEmitter::clear_generic_frame(llvm::IRBuilder<>& at) {
  llvm::Value* bytes = word(code_.frame_size * sizeof(Value));
  at.CreateMemSetInline(generic_frame(), llvm::MaybeAlign(8), at.getInt8(0), bytes, true);
}

// What returns to nobody in this function leaves it: the usual way, which may be deep in a recursion, has a small frame.
// The registers travel in the context, floats raw: nothing is called before they are words, so that a function which leaves
// in no other way needs no frame.
void FunctionEmitter::leave_to_generic(uint32_t pc) {
  uint64_t floats = 0;
  llvm::Value* places = context_address(offsetof(Context, args));
  const std::vector<uint16_t>& carried = carried_to(pc);
  for (size_t i = 0; i < carried.size(); i++) {
    const Slot& slot = slots_[carried[i]];
    bool is_float = slot.kind == Kind::flonum && slot.value && !llvm::isa<llvm::ConstantFP>(slot.value);
    b.CreateStore(is_float ? slot.value : tagged(slot), b.CreateConstInBoundsGEP1_64(m.word, places, i));
    if (is_float) floats |= uint64_t{1} << i;
  }
  Generic& generic = m.generic_of(function_, returns_float_);
  const char* suffix = returns_float_ ? "_generic_float" : "_generic";
  if (!generic.code) generic.code = m.declare_part(m.bodies[function_]->getName().str() + suffix, function_, false);
  generic.pcs.insert(pc);
  llvm::Value* none = llvm::PoisonValue::get(m.word);
  llvm::Value* self = m.uses_self(function_) ? self_ : llvm::PoisonValue::get(m.pointer);
  tail_call(m.code_type, generic.code, {context_, self, word(pc), word(floats), none, none}, returns_float_);
}

// What is rarely run is not worth LLVM's passes: its instructions are selected fast, which takes half the time.
void FunctionEmitter::select_fast() {
  if (!m.is_for_x86()) return;
  into_->addFnAttr(llvm::Attribute::OptimizeNone);
  into_->addFnAttr(llvm::Attribute::NoInline);
}

bool FunctionEmitter::emit_generic(const Generic& generic, bool returns_float) {
  begin(generic.code);
  select_fast();
  outlines_generic_ = false;
  is_generic_part_ = true;
  returns_float_ = returns_float;
  std::vector<std::pair<uint32_t, llvm::BasicBlock*>> entries;
  for (uint32_t pc : generic.pcs) {
    entries.push_back({pc, new_block("from")});
    b.SetInsertPoint(entries.back().second);
    const std::vector<uint16_t>& carried = carried_to(pc);
    for (size_t i = 0; i < carried.size(); i++)
      b.CreateStore(context_field(offsetof(Context, args) + i * sizeof(Value)), generic_place(carried[i]));
    b.CreateBr(version_for(pc, true, {})->block);
  }
  b.SetInsertPoint(entry_block_);
  llvm::BasicBlock *box = new_block("box"), *words = new_block("words");
  llvm::Value* floats = generic.code->getArg(3);
  b.CreateCondBr(b.CreateICmpEQ(floats, word(0)), words, box);
  b.SetInsertPoint(box);
  box_floats(context_address(offsetof(Context, args)), floats);
  b.CreateBr(words);
  b.SetInsertPoint(words);
  llvm::SwitchInst* dispatch = b.CreateSwitch(generic.code->getArg(2), entries.back().second);
  for (auto [pc, block] : entries)
    if (block != entries.back().second) dispatch->addCase(b.getInt64(pc), block);
  return finish();
}

std::vector<Kind> FunctionEmitter::kinds_carried_to(uint32_t pc) {
  std::vector<Kind> kinds;
  for (uint16_t reg : carried_to(pc)) {
    Kind kind = slots_[reg].kind;
    kinds.push_back(kind == Kind::boolean ? Kind::tagged : kind);
  }
  return kinds;
}

void FunctionEmitter::edge_to_version(uint32_t pc) {
  if (begins_strip(pc)) return edge_to_strip(pc);
  const Proof* proof = proof_ && proof_->loop->body[pc] ? proof_ : nullptr;
  if (proof && proof->whole && pc == proof->loop->head) {
    edge_within_strip();
    proof = proof->whole;
  }
  enter(version_for(pc, false, kinds_carried_to(pc), proof));
}

// From a generic version control comes here at a loop head: what its frame holds must not stay alive for that.
void FunctionEmitter::enter(Version* version) {
  if (generic_) clear_generic_frame(b);
  give(version, values_for(*version));
  b.CreateBr(version->block);
}

std::vector<llvm::Value*> FunctionEmitter::values_for(const Version& version) {
  const std::vector<uint16_t>& live = carried_to(version.pc);
  std::vector<llvm::Value*> values;
  for (size_t i = 0; i < live.size(); i++) {
    const Slot& slot = slots_[live[i]];
    values.push_back(slot.value && slot.kind == version.kinds[i] ? slot.value : tagged(slot));
  }
  return values;
}

// What the version finds in its registers where control comes from here.
void FunctionEmitter::give(Version* version, Words values) {
  const std::vector<uint16_t>& live = carried_to(version->pc);
  for (size_t i = 0; i < live.size(); i++) {
    version->phis[i]->addIncoming(values[i], b.GetInsertBlock());
    if (version->companions[i]) version->companions[i]->addIncoming(slots_[live[i]].companion, b.GetInsertBlock());
  }
}

// --- Values ---------------------------------------------------------------------------------------------------------

llvm::Value* FunctionEmitter::tagged(uint16_t reg) {
  Slot& slot = slots_[reg];
  if (slot.kind != Kind::flonum && slot.kind != Kind::boolean)
    return slot.value ? slot.value : word(v_unspecified.bits);
  return tagged(slot);
}

llvm::Value* FunctionEmitter::tagged(const Slot& slot) {
  if (!slot.value) return word(v_unspecified.bits);
  if (slot.kind == Kind::flonum) return box_float(slot.value);
  if (slot.kind == Kind::boolean) return b.CreateSelect(slot.value, word(v_true.bits), word(v_false.bits));
  return slot.value;
}

llvm::Value* FunctionEmitter::box_float(llvm::Value* number) {
  if (auto* constant = llvm::dyn_cast<llvm::ConstantFP>(number)) {
    uint64_t raw = constant->getValueAPF().bitcastToAPInt().getZExtValue();
    Value rotated{std::rotl(raw, float_rotation)};
    if (is_immediate_float(rotated)) return word(rotated.bits);
    for (uint32_t i = 0; const ConstantFact& fact : m.request.constants) {
      if (fact.kind == ConstantFact::real && fact.number == raw) return word_of_unit(false, i);
      i++;
    }
  }
  llvm::Value* bits = b.CreateBitCast(number, m.word);
  llvm::Value* rotated = b.CreateIntrinsic(llvm::Intrinsic::fshl, {m.word}, {bits, bits, word(float_rotation)});
  if (leaf_rest_) {
    guard(is_immediate_float_word(rotated), leaf_rest_);
    return rotated;
  }
  llvm::BasicBlock *large = new_block("box"), *done = new_block("boxed"), *here = b.GetInsertBlock();
  b.CreateCondBr(is_immediate_float_word(rotated), done, large, likely_);
  b.SetInsertPoint(large);
  llvm::Value* boxed = boxed_float(number);
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(m.word, 2);
  result->addIncoming(rotated, here);
  result->addIncoming(boxed, large);
  return result;
}

llvm::Value* FunctionEmitter::boxed_float(llvm::Value* number) {
  llvm::Value* place = scratch_array(1);
  b.CreateStore(number, place);
  box_floats(place, word(1));
  return b.CreateLoad(m.word, place);
}

// By one call of C++, across which everything stays in registers.
void FunctionEmitter::box_floats(llvm::Value* places, llvm::Value* mask) {
  call_runtime("tc_box_floats", {context_, places, mask}, b.getVoidTy());
}

llvm::Value* FunctionEmitter::is_immediate_float_word(llvm::Value* value) {
  llvm::Value* shift = b.CreateAnd(b.CreateTrunc(value, b.getInt32Ty()), b.getInt32(31));
  return b.CreateTrunc(b.CreateLShr(b.getInt32(float_endings), shift), b.getInt1Ty());
}

llvm::Value* FunctionEmitter::float_of_word(llvm::Value* value) {
  return b.CreateBitCast(b.CreateIntrinsic(llvm::Intrinsic::fshr, {m.word}, {value, value, word(float_rotation)}),
                         b.getDoubleTy());
}

llvm::Value* FunctionEmitter::truth(uint16_t reg) {
  const Slot& slot = slots_[reg];
  if (slot.kind == Kind::boolean) return slot.value;
  if (slot.kind != Kind::tagged) return b.getTrue();
  return is_true(tagged(reg));
}

// By the rule of the dialect: #f and nil are false, in the consair dialect the empty list too.
llvm::Value* FunctionEmitter::is_true(llvm::Value* value) {
  uint64_t ignored = m.request.empty_is_false ? falsity_bit | emptiness_bit : falsity_bit;
  return b.CreateICmpNE(b.CreateAnd(value, word(~ignored)), word(v_false.bits));
}

llvm::Value* FunctionEmitter::has_tag(llvm::Value* value, uint64_t tag) {
  return b.CreateICmpEQ(b.CreateAnd(value, word(tag_mask)), word(tag));
}

// The offset includes what takes the tag off.
llvm::Value* FunctionEmitter::field_address(llvm::Value* tagged_object, int64_t offset) {
  return b.CreateIntToPtr(b.CreateAdd(tagged_object, word(static_cast<uint64_t>(offset))), m.pointer);
}

llvm::Value* FunctionEmitter::field(llvm::Value* tagged_object, int64_t offset, llvm::Type* type) {
  return b.CreateLoad(type ? type : m.word, field_address(tagged_object, offset));
}

llvm::Value* FunctionEmitter::context_address(size_t offset) {
  return b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), context_, offset);
}

llvm::Value* FunctionEmitter::context_field(size_t offset, llvm::Type* type) {
  return b.CreateLoad(type ? type : m.word, context_address(offset));
}

llvm::Value* FunctionEmitter::invariant_load(llvm::Type* type, llvm::Value* address) {
  llvm::LoadInst* load = b.CreateLoad(type, address);
  load->setMetadata(llvm::LLVMContext::MD_invariant_load, invariant_);
  return load;
}

// A constant of the unit, or one of its Function objects.
llvm::Value* FunctionEmitter::word_of_unit(bool function, uint32_t index) {
  llvm::Value* address = function ? m.functions : m.constants;
  if (m.request.library >= 0) {
    size_t offset = static_cast<size_t>(m.request.library) * sizeof(LibraryTables) +
                    (function ? offsetof(LibraryTables, functions) : offsetof(LibraryTables, constants));
    llvm::Value* libraries = invariant_load(m.pointer, context_address(offsetof(Context, libraries)));
    address = b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), libraries, offset);
  }
  return b.CreateLoad(m.word, b.CreateConstInBoundsGEP1_64(m.word, invariant_load(m.pointer, address), index));
}

llvm::Value* FunctionEmitter::constant_at(uint32_t index) {
  const ConstantFact& fact = m.request.constants[index];
  if (fact.kind == ConstantFact::word) return word(fact.number);
  return word_of_unit(false, index);
}

void FunctionEmitter::know(llvm::Value* word, Kind kind, llvm::Value* companion, llvm::Value* as) {
  for (Slot& slot : slots_)
    if (slot.value == word && slot.kind == Kind::tagged) slot = {kind, as ? as : word, slot.closure, companion};
}

llvm::Value* FunctionEmitter::guard_header(llvm::Value* value, ObjectKind kind, llvm::BasicBlock* slow) {
  guard(has_tag(value, tag_object), slow);
  llvm::Value* header = field(value, in_object(0));
  guard(b.CreateICmpEQ(b.CreateAnd(header, word(0xFF)), word(static_cast<uint64_t>(kind))), slow);
  return header;
}

llvm::Value* FunctionEmitter::guard_kind(uint16_t reg, ObjectKind object, llvm::BasicBlock* slow) {
  Kind kind = kind_of_object(object);
  llvm::Value* value = tagged(reg);
  if (slots_[reg].kind == kind) return has_companion(kind) ? slots_[reg].companion : field(value, in_object(0));
  llvm::Value* header = guard_header(value, object, slow);
  know(value, kind, header);
  return header;
}

// A record of the very type.
void FunctionEmitter::guard_record(uint16_t reg, llvm::Value* type, llvm::BasicBlock* slow) {
  llvm::Value *record = tagged(reg), *found = slots_[reg].companion;
  if (slots_[reg].kind != Kind::record) {
    guard_header(record, ObjectKind::record, slow);
    found = field(record, in_object(offsetof(Record, type)));
  }
  guard(b.CreateICmpEQ(found, type), slow);
  know(record, Kind::record, type);
}

llvm::Value* FunctionEmitter::writable_length_in(llvm::Value* header) {
  static_assert(vector_flag_immutable == 1 << 8 && f64vector_flag_immutable == 1 << 8 &&
                bytevector_flag_immutable == 1 << 8);
  llvm::Value* immutable = b.CreateAnd(b.CreateLShr(header, word(8)), word(1));
  return b.CreateAnd(length_in(header), b.CreateSub(immutable, word(1)));
}

llvm::Value* FunctionEmitter::address_in(llvm::Value* start, size_t offset) {
  return b.CreateIntToPtr(b.CreateAdd(start, word(offset)), m.pointer);
}

// The start of fresh memory of an allocation range; to `full` if it has not so much.
llvm::Value* FunctionEmitter::take(size_t range, size_t bytes, llvm::BasicBlock* full) {
  size_t next = range + offsetof(AllocationRange, next);
  llvm::Value* start = context_field(next);
  llvm::Value* room = b.CreateSub(context_field(range + offsetof(AllocationRange, limit)), start);
  guard(b.CreateICmpUGE(room, word(bytes)), full);
  b.CreateStore(b.CreateAdd(start, word(bytes)), context_address(next));
  return start;
}

// object/barrier.h, in IR.
void FunctionEmitter::store_field(llvm::Value* tagged_object, llvm::Value* address, uint16_t reg) {
  Slot slot = slots_[reg];
  if (slot.kind == Kind::flonum && !llvm::isa<llvm::ConstantFP>(slot.value) && !leaf_rest_ && !is_rare()) {
    llvm::Value* bits = b.CreateBitCast(slot.value, m.word);
    llvm::Value* rotated = b.CreateIntrinsic(llvm::Intrinsic::fshl, {m.word}, {bits, bits, word(float_rotation)});
    llvm::BasicBlock *immediate = new_block("immediate"), *large = new_block("large"), *done = new_block("stored");
    b.CreateCondBr(is_immediate_float_word(rotated), immediate, large, likely_);
    b.SetInsertPoint(immediate);
    store_word(address, rotated);
    b.CreateBr(done);
    b.SetInsertPoint(large);
    store_word(address, boxed_float(slot.value));
    mark_card(tagged_object, address);
    b.CreateBr(done);
    b.SetInsertPoint(done);
    return;
  }
  llvm::Value* value = tagged(reg);
  if (is_rare() && !leaf_rest_) {
    call_runtime("tc_store_field", {tagged_object, address, value}, b.getVoidTy());
    return;
  }
  store_word(address, value);
  if (slot.kind == Kind::fixnum || slot.kind == Kind::boolean) return;
  llvm::BasicBlock *mark = new_block("mark"), *done = new_block("stored");
  b.CreateCondBr(b.CreateICmpNE(b.CreateAnd(value, word(2)), word(0)), mark, done);
  b.SetInsertPoint(mark);
  mark_card(tagged_object, address);
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

void FunctionEmitter::store_word(llvm::Value* address, llvm::Value* value) {
  llvm::StoreInst* store = b.CreateStore(value, address);
  store->setAlignment(llvm::Align(8));
  if (m.is_fast() && m.is_for_x86()) store->setVolatile(true);  // there every store releases
  else store->setAtomic(llvm::AtomicOrdering::Release);
}

void FunctionEmitter::mark_card(llvm::Value* tagged_object, llvm::Value* address) {
  llvm::Value* block = b.CreateAnd(tagged_object, word(block_mask));
  llvm::Value* cards = b.CreateLoad(m.pointer, address_in(block, offsetof(Block, cards)));
  llvm::Value* card = b.CreateLShr(b.CreateSub(b.CreatePtrToInt(address, m.word), block), word(card_shift));
  b.CreateStore(b.getInt8(1), b.CreateGEP(b.getInt8Ty(), cards, card));
  b.CreateStore(b.getInt8(1), address_in(block, offsetof(Block, dirty)));
}

// An array on the stack with the words of a run of registers, for C++.
llvm::Value* FunctionEmitter::array_of(uint16_t first, int64_t count) {
  std::vector<llvm::Value*> words;
  for (int64_t i = 0; i < count; i++) words.push_back(tagged(static_cast<uint16_t>(first + i)));
  llvm::Value* array = scratch_array(count);
  for (size_t i = 0; i < words.size(); i++) b.CreateStore(words[i], b.CreateConstInBoundsGEP1_64(m.word, array, i));
  return array;
}

// One array serves the whole function: nothing stays in it longer than one call of C++.
llvm::Value* FunctionEmitter::scratch_array(int64_t count) {
  scratch_words_ = std::max<int64_t>({scratch_words_, count, 1});
  llvm::IRBuilder<> at(entry_block_, entry_block_->begin());
  llvm::Value* words = at.getInt32(static_cast<uint32_t>(scratch_words_));
  if (!scratch_) scratch_ = at.CreateAlloca(m.word, words);
  else scratch_->setOperand(0, words);
  return scratch_;
}

}  // namespace tiercel::native
