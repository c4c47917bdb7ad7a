// The compiler behind native/request.h: emits, verifies, optimises, generates code, links it into this process, and reads
// back from the line table which instruction each piece of code stands for.
#include <algorithm>
#include <mutex>

#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/CodeGen/MachineModuleInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Linker/Linker.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/ObjCopy/CommonConfig.h>
#include <llvm/ObjCopy/ConfigManager.h>
#include <llvm/ObjCopy/ObjCopy.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/IndVarSimplify.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopUnrollPass.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Vectorize/SLPVectorizer.h>

#include "jit/data.h"
#include "jit/linker.h"
#include "jit/passes.h"
#include "llvm/emitter.h"
#include "llvm/versions.h"
#include "native/symbol.h"

namespace tiercel::native {

namespace {

// Of the architectures that LLVM knows, those that the runtime is meant for: the others are not linked.
void initialise_other_architectures() {
  LLVMInitializeAArch64TargetInfo();
  LLVMInitializeAArch64Target();
  LLVMInitializeAArch64TargetMC();
  LLVMInitializeAArch64AsmPrinter();
}

// The functions that keep all registers (keeps_all_registers) are built for any processor of the architecture: they keep
// sixteen registers of 128 bits.  A caller built for a processor with more or wider ones would rely on those too.
constexpr const char* narrow_vectors = "-avx512f,+prefer-128-bit,-allow-light-256-bit";

// LLVM itself tells of a processor that it does not know while it generates code, and then ends the process.
bool knows_processor(const llvm::Target& target, const llvm::Triple& triple, const std::string& cpu) {
  std::unique_ptr<llvm::MCSubtargetInfo> any(target.createMCSubtargetInfo(triple_argument(triple), "", ""));
  return any && any->isCPUStringValid(cpu);
}

// Null, with `problem`, if LLVM was built without that architecture or does not know the processor.  "native" is the one that
// we run on.
std::unique_ptr<llvm::TargetMachine> make_machine(const ObjectTarget& wanted, bool fast, std::string* problem) {
  static std::once_flag other_architectures;
  if (!wanted.triple.empty()) std::call_once(other_architectures, initialise_other_architectures);
  llvm::Triple triple(wanted.triple.empty() ? llvm::sys::getProcessTriple() : llvm::Triple::normalize(wanted.triple));
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple_argument(triple), *problem);
  if (!target) return nullptr;
  bool native = wanted.cpu == "native";
  if (!native && !knows_processor(*target, triple, wanted.cpu)) {
    *problem = "LLVM knows no processor " + wanted.cpu + " of " + triple.getArchName().str();
    return nullptr;
  }
  std::string features;
  if (native)
    for (const auto& [name, on] : llvm::sys::getHostCPUFeatures())
      features += std::string(on ? "+" : "-") + name.str() + ",";
  if (triple.isX86()) features += narrow_vectors;
  llvm::TargetOptions options;
  options.EnableFastISel = fast;
  return std::unique_ptr<llvm::TargetMachine>(target->createTargetMachine(
      triple_argument(triple), native ? llvm::sys::getHostCPUName() : llvm::StringRef(wanted.cpu), features, options,
      llvm::Reloc::PIC_, llvm::CodeModel::Small, fast ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default,
      true));
}

// Of the loops that are meant to be, several turns one behind the other, and what they have in common done once.
struct UnrollPass : llvm::PassInfoMixin<UnrollPass> {
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
    if (!function.hasFnAttribute(unrolls_loops)) return llvm::PreservedAnalyses::all();
    // The jump back may have become that of the loop around, whose poll begins the next strip.
    for (llvm::Loop* loop : analyses.getResult<llvm::LoopAnalysis>(function).getLoopsInPreorder())
      if (!loop->isInnermost() && loop->getLoopID()) loop->setLoopID(nullptr);
    llvm::FunctionPassManager passes;
    passes.addPass(llvm::LoopUnrollPass(llvm::LoopUnrollOptions(2, true)));
    passes.addPass(llvm::EarlyCSEPass());
    passes.addPass(llvm::InstCombinePass());
    return passes.run(function, analyses);
  }
};

// Whether a loop tests for overflow, or was made for indices that need no test.
bool has_counting_loop(const llvm::Function& function, const llvm::LoopInfo& loops) {
  if (function.hasFnAttribute(unrolls_loops)) return true;
  for (const llvm::BasicBlock& block : function) {
    if (!loops.getLoopFor(&block)) continue;
    for (const llvm::Instruction& instruction : block)
      if (llvm::isa<llvm::WithOverflowInst>(&instruction)) return true;
  }
  return false;
}

bool has_floats(const llvm::Function& function) {
  auto is_float = [](const llvm::Type* type) { return type->isFPOrFPVectorTy(); };
  for (const llvm::BasicBlock& block : function)
    for (const llvm::Instruction& instruction : block)
      if (is_float(instruction.getType()) ||
          std::ranges::any_of(instruction.operand_values(),
                              [&](const llvm::Value* each) { return is_float(each->getType()); }))
        return true;
  return false;
}

// Floats that lie side by side are computed two at once.  What calls nothing meets no collector, which would not look for words
// in registers for floats.
struct PairPass : llvm::PassInfoMixin<PairPass> {
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
    if (!function.hasFnAttribute(pairs_floats) || !calls_nothing(function)) return llvm::PreservedAnalyses::all();
    return llvm::SLPVectorizerPass().run(function, analyses);
  }
};

// Code for words and pointers is as good as it gets without most of LLVM's passes over it: what they find there, within a
// third of a percent of the bytes, is a tenth of the time to compile.  Where loops count, or anything computes with floats,
// they pay.
struct ComputingPass : llvm::PassInfoMixin<ComputingPass> {
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
    llvm::FunctionPassManager passes;
    if (!has_floats(function) && !has_counting_loop(function, analyses.getResult<llvm::LoopAnalysis>(function))) {
      passes.addPass(llvm::EarlyCSEPass());
      return passes.run(function, analyses);
    }
    passes.addPass(llvm::EarlyCSEPass(true));
    // Functions with such loops have it done once, behind them.
    if (!function.hasFnAttribute(unrolls_loops)) passes.addPass(llvm::InstCombinePass());
    // Only for what it proves: that an index which a loop counts up does not overflow.
    passes.addPass(llvm::createFunctionToLoopPassAdaptor(llvm::IndVarSimplifyPass()));
    passes.addPass(UnrollPass());
    passes.addPass(llvm::SimplifyCFGPass());
    passes.addPass(PairPass());
    return passes.run(function, analyses);
  }
};

// What native code wants beyond what the code generator does itself.
void optimise(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(ComputingPass());
  llvm::ModulePassManager all;
  all.addPass(llvm::GlobalDCEPass());
  all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
  all.run(module, modules);
}

// Two calls of one runtime function from two instructions must stay two calls: each says where it is.
void keep_calls_apart(llvm::Module& module) {
  for (llvm::Function& function : module)
    for (llvm::BasicBlock& block : function)
      for (llvm::Instruction& instruction : block)
        if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction); call && !llvm::isa<llvm::IntrinsicInst>(call))
          call->addFnAttr(llvm::Attribute::NoMerge);
}

// What addPassesToEmitFile does, but for a pass that moves places of variables, of which there are none: a tenth of the time;
// and, where nothing computes with floats, for the scheduler of machine instructions: words and pointers gain nothing by it
// (ten programs of bench/, within one percent of each other), and it is 4 to 10 % of the time.
llvm::SmallVector<char, 0> generate(llvm::Module& module, llvm::TargetMachine& target, llvm::CodeGenFileType type,
                                    PassNeeds needs) {
  auto& machine = static_cast<CodeGeneratingMachine&>(target);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  ChosenPasses chosen(passes, needs);
  llvm::TargetPassConfig* config = machine.createPassConfig(chosen);
  config->setDisableVerify(true);
  config->disablePass(&llvm::LiveDebugValuesID);
  if (!needs.floats) config->disablePass(&llvm::MachineSchedulerID);
  passes.add(config);
  auto* functions = new llvm::MachineModuleInfoWrapperPass(&machine);
  passes.add(functions);
  if (config->addISelPasses()) return {};
  config->addMachinePasses();
  config->setInitialized();
  if (machine.addAsmPrinter(passes, stream, nullptr, type, functions->getMMI().getContext())) return {};
  passes.add(llvm::createFreeMachineFunctionPass());
  passes.run(module);
  return bytes;
}

// The numbers of instructions have been read; for debuggers they would be wrong lines.
std::string without_lines(llvm::object::ObjectFile& file) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::objcopy::ConfigManager config;
  config.Common.StripDebug = true;
  llvm::cantFail(llvm::objcopy::executeObjcopyOnBinary(config, file, stream));
  return {bytes.data(), bytes.size()};
}

// A function with more instructions than that before it is optimised is made fast: LLVM's time for it grows faster than it
// does, to seconds in which all other code waits.  The largest of bench/ and of the examples have 3,000; 40,000 take a second.
constexpr unsigned optimised_instructions_max = 40'000;

// GNU's assembler knows no quoted names, no distance to a procedure linkage table, and no folder beside a file.
void make_plain(llvm::Module& module) {
  for (llvm::GlobalValue& value : module.global_values()) {
    std::string name = value.getName().str();
    for (char& c : name)
      if (!llvm::isAlnum(c) && c != '.') c = '_';
    if (name != value.getName()) value.setName(name);
  }
  for (llvm::Function& function : module)
    if (function.isDeclaration() && !function.isIntrinsic())
      llvm::DSOLocalEquivalent::get(&function)->replaceAllUsesWith(&function);
}

class NativeCompiler final : public Compiler {
 public:
  bool open(const RuntimeFunction* functions, size_t count) {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    // See DESIGN.md: with it only a pointer outside an object may be left alive across a call.
    const char* arguments[] = {"tiercel", "-disable-lsr"};
    llvm::cl::ParseCommandLineOptions(2, arguments);
    std::string problem;
    machine_ = make_machine({.triple = "", .cpu = "native"}, false, &problem);
    fast_machine_ = make_machine({.triple = "", .cpu = "native"}, true, &problem);
    if (!machine_ || !fast_machine_) return false;
    for (size_t i = 0; i < count; i++) {
      linker_.define(functions[i].name, functions[i].address);
      signatures_[functions[i].name] = functions[i].signature;
    }
    return linker_.open();
  }

  Result compile(const Request& request) override {
    std::lock_guard<std::mutex> lock(mutex_);
    Result result;
    bool too_large = false;
    compile_locked(request, &result, request.optimize > 0 ? &too_large : nullptr);
    if (!too_large) return result;
    Request fast = request;
    fast.optimize = 0;
    compile_locked(fast, &result, nullptr);
    return result;
  }

  void release(void* memory) override {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = linked_.find(memory);
    if (found == linked_.end()) return;
    linker_.take_out(std::move(found->second));
    linked_.erase(found);
  }

  ObjectCode object(const Request& request) override {
    ObjectCode code;
    std::unique_ptr<llvm::TargetMachine> machine = make_machine(request.target, request.optimize == 0, &code.refusal);
    if (!machine) return code;
    Result result;
    llvm::LLVMContext context;
    ModuleEmitter emitter(context, request);
    if (!prepare(emitter, request, *machine, &result)) {
      code.refusal = result.refusal;
      code.refused_function = result.refused_function;
      code.refused_instruction = result.refused_instruction;
      return code;
    }
    for (llvm::Function& function : *emitter.module)
      if (function.isDeclaration() && !function.isIntrinsic() && !is_elsewhere(function))
        function.setName(TIERCEL_SYMBOL_PREFIX + function.getName());
    llvm::SmallVector<char, 0> bytes =
        generate(*emitter.module, *machine, llvm::CodeGenFileType::ObjectFile, needs_of(emitter, request));
    code.file.assign(bytes.data(), bytes.size());
    auto file = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(code.file, "object"));
    if (!file) {
      llvm::consumeError(file.takeError());
      code.refusal = "the generated object is not valid";
      return code;
    }
    std::vector<CodePart> ranges = function_ranges(**file, emitter);
    read_sites(**file, ranges, &result);
    code.sites = std::move(result.sites);
    for (const CodePart& range : ranges) code.code_bytes = std::max<size_t>(code.code_bytes, range.end);
    for (uint32_t f : request.here.empty() ? request.selected : request.here) {
      std::string name = emitter.entries[f]->getName().str();
      uint64_t offset = offset_of(**file, name);
      if (offset == 0) code.code_symbol = name;
      code.entries.push_back({f, offset});
    }
    code.parts = std::move(ranges);
    code.file = without_lines(**file);
    return code;
  }

  std::string data(const std::vector<DataPiece>& pieces, const ObjectTarget& target, std::string* problem) override {
    std::unique_ptr<llvm::TargetMachine> machine = make_machine(target, false, problem);
    if (!machine) return "";
    llvm::LLVMContext context;
    llvm::Module module("data", context);
    module.setTargetTriple(triple_argument(machine->getTargetTriple()));
    module.setDataLayout(machine->createDataLayout());
    emit_data(module, pieces);
    llvm::SmallVector<char, 0> bytes = generate(module, *machine, llvm::CodeGenFileType::ObjectFile, {});
    return {bytes.data(), bytes.size()};
  }

  std::string text(std::span<const Request> requests, bool assembly, std::string* problem) override {
    std::unique_ptr<llvm::TargetMachine> machine = make_machine(requests[0].target, false, problem);
    if (!machine) return "";
    llvm::LLVMContext context;
    std::unique_ptr<llvm::Module> whole;
    PassNeeds needs;
    for (const Request& request : requests) {
      Result result;
      ModuleEmitter emitter(context, request);
      if (!prepare(emitter, request, *machine, &result)) {
        *problem = result.refusal;
        return "";
      }
      PassNeeds more = needs_of(emitter, request);
      needs = {.floats = needs.floats || more.floats,
               .loops = needs.loops || more.loops,
               .unwind_tables = needs.unwind_tables || more.unwind_tables};
      if (!whole) whole = std::move(emitter.module);
      else if (llvm::Linker::linkModules(*whole, std::move(emitter.module))) {
        *problem = "the modules of its units do not fit together";
        return "";
      }
    }
    if (assembly) {
      make_plain(*whole);
      machine->Options.MCOptions.MCUseDwarfDirectory = llvm::MCTargetOptions::DisableDwarfDirectory;
      llvm::SmallVector<char, 0> bytes = generate(*whole, *machine, llvm::CodeGenFileType::AssemblyFile, needs);
      return {bytes.data(), bytes.size()};
    }
    std::string out;
    llvm::raw_string_ostream stream(out);
    whole->print(stream, nullptr);
    return out;
  }

 private:
  // With `too_large` a module with a function that is too large to be optimised is given up.
  void compile_locked(const Request& request, Result* result, bool* too_large) {
    llvm::LLVMContext context;
    ModuleEmitter emitter(context, request);
    llvm::TargetMachine& machine = request.optimize == 0 ? *fast_machine_ : *machine_;
    if (!prepare(emitter, request, machine, result, too_large)) return;
    llvm::SmallVector<char, 0> object =
        generate(*emitter.module, machine, llvm::CodeGenFileType::ObjectFile, needs_of(emitter, request));
    link(request, emitter, object, result);
  }

  static bool is_too_large(const llvm::Module& module) {
    return std::ranges::any_of(module, [](const llvm::Function& function) {
      return !function.hasOptNone() && function.getInstructionCount() > optimised_instructions_max;
    });
  }

  // Emits, verifies and optimises.
  bool prepare(ModuleEmitter& emitter, const Request& request, llvm::TargetMachine& machine, Result* result,
               bool* too_large = nullptr) {
    emitter.module->setTargetTriple(triple_argument(machine.getTargetTriple()));
    emitter.module->setDataLayout(machine.createDataLayout());
    if (!emitter.emit()) {
      result->refusal = "JIT does not yet support " + emitter.refusal;
      result->refused_function = emitter.refused_function;
      result->refused_instruction = emitter.refused_instruction;
      return false;
    }
    if (too_large && (*too_large = is_too_large(*emitter.module))) return false;
    if (request.refuse == "module") spoil(emitter, request);
    if (!verify(emitter, request, result) || !check_runtime(emitter, request, result)) return false;
    keep_calls_apart(*emitter.module);
    if (request.optimize > 0) optimise(*emitter.module, machine);
    return true;
  }

  // Takes away the end of the wanted function.
  static void spoil(ModuleEmitter& emitter, const Request& request) {
    llvm::Function* wanted = emitter.loop_entry ? emitter.loop_entry : emitter.bodies[request.selected[0]];
    wanted->back().getTerminator()->eraseFromParent();
  }

  // Nothing that is not valid is compiled, let alone run: the function that is to blame is refused.
  static bool verify(ModuleEmitter& emitter, const Request& request, Result* result) {
    std::string problem;
    llvm::raw_string_ostream stream(problem);
    if (!llvm::verifyModule(*emitter.module, &stream)) return true;
    problem.clear();
    result->refused_function = request.selected[0];
    result->refusal = "what the compiler made of its unit is not valid";
    for (const EmittedPart& part : emitter.parts) {
      if (!llvm::verifyFunction(*part.code, &stream)) continue;
      result->refused_function = part.function;
      result->refusal = "what the compiler made of it is not valid";
      break;
    }
    result->refusal += " (" + problem.substr(0, problem.find('\n')) + ")";
    return false;
  }

  // Every function of the runtime that the module calls exists, and is called as it was declared.
  bool check_runtime(ModuleEmitter& emitter, const Request& request, Result* result) const {
    for (const llvm::Function& callee : *emitter.module) {
      if (!callee.isDeclaration() || callee.isIntrinsic() || is_elsewhere(callee)) continue;
      std::string name = callee.getName().str();
      auto known = signatures_.find(name);
      bool exists = known != signatures_.end() && name != request.refuse;
      std::string declared = exists ? known->second : "";
      if (request.refuse == name + "()") declared.resize(1);  // for a test: as if it took nothing
      if (exists && declared == signature_of(*callee.getFunctionType())) continue;
      result->refused_function = caller_of(emitter, request, callee);
      result->refusal = exists
                            ? "what the compiler made of it calls " + name + " in another way than the runtime has it"
                            : "JIT does not yet support it: the runtime has no " + name;
      return false;
    }
    return true;
  }

  static PassNeeds needs_of(const ModuleEmitter& emitter, const Request& request) {
    bool loops = std::ranges::any_of(request.selected, [&](uint32_t f) {
      return std::ranges::any_of(request.functions[f].instructions, [](const Instruction& instruction) {
        return instruction.op == static_cast<uint64_t>(Opcode::loop_head);
      });
    });
    // Generic versions are selected fast and have floats only to move them.
    bool floats = std::ranges::any_of(*emitter.module, [](const llvm::Function& function) {
      return !function.hasFnAttribute(llvm::Attribute::OptimizeNone) && has_floats(function);
    });
    return {.floats = floats, .loops = loops, .unwind_tables = request.unwind_tables};
  }

  static std::string signature_of(const llvm::FunctionType& type) {
    std::string letters;
    for (const llvm::Type* part : type.subtypes())
      letters += part->isVoidTy()        ? nothing_letter
                 : part->isPointerTy()   ? pointer_letter
                 : part->isDoubleTy()    ? float_letter
                 : part->isIntegerTy(1)  ? truth_letter
                 : part->isIntegerTy(64) ? word_letter
                                         : '?';
    return letters;
  }

  // The function of the unit whose code calls `callee`.
  static uint32_t caller_of(const ModuleEmitter& emitter, const Request& request, const llvm::Function& callee) {
    for (const llvm::User* user : callee.users()) {
      const auto* call = llvm::dyn_cast<llvm::Instruction>(user);
      for (const EmittedPart& part : emitter.parts)
        if (call && call->getFunction() == part.code) return part.function;
    }
    return request.selected[0];
  }

  void link(const Request& request, ModuleEmitter& emitter, llvm::SmallVector<char, 0>& object, Result* result) {
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(object.data(), object.size()), "unit");
    auto file = llvm::object::ObjectFile::createObjectFile(buffer->getMemBufferRef());
    if (!file) {
      llvm::consumeError(file.takeError());
      result->refusal = "the generated object is not valid";
      return;
    }
    bool loop_only = emitter.loop_entry != nullptr;
    std::string loop = loop_only ? emitter.loop_entry->getName().str() : "";
    std::string first_name = loop_only ? loop : emitter.entries[request.selected[0]]->getName().str();
    std::vector<CodePart> ranges = function_ranges(**file, emitter);
    uint64_t first_offset = offset_of(**file, first_name);
    read_sites(**file, ranges, result);
    // The generated module was consumed by the code generator; names are copied before.
    std::vector<std::pair<uint32_t, std::string>> names;
    if (!loop_only)
      for (uint32_t f : request.selected) names.push_back({f, emitter.entries[f]->getName().str()});
    std::unique_ptr<LinkedCode> code =
        linker_.link(buffer->getMemBufferRef(), request.keep_blob ? &result->blob : nullptr);
    if (!code->problem.empty()) {
      result->refusal = code->problem;
      return;
    }
    for (auto& [function, name] : names) result->functions.push_back({function, code->address_of(name)});
    if (loop_only) result->loop_entry = code->address_of(loop);
    std::string serial = std::to_string(request.serial);
    result->constants_slot = static_cast<void**>(code->address_of("tiercel_constants_" + serial));
    result->functions_slot = static_cast<void**>(code->address_of("tiercel_functions_" + serial));
    result->code = static_cast<char*>(code->address_of(first_name)) - first_offset;
    result->unwind = code->unwind;
    result->unwind_bytes = code->unwind_bytes;
    result->memory = code.get();
    linked_[code.get()] = std::move(code);
    for (const CodePart& range : ranges) result->code_bytes = std::max<size_t>(result->code_bytes, range.end);
    result->parts = std::move(ranges);
    if (request.keep_blob) place_in_blob(*result, linked_.at(result->memory)->places, &result->blob);
  }

  // Where in the blob is what the result tells by address.
  static void place_in_blob(const Result& result, BlobPlaces places, Blob* blob) {
    auto offset = [](const void* address, uint64_t begin) { return reinterpret_cast<uintptr_t>(address) - begin; };
    blob->constants_slot = offset(result.constants_slot, places.data);
    blob->functions_slot = offset(result.functions_slot, places.data);
    blob->origin = offset(result.code, places.code);
    for (const CompiledFunction& each : result.functions)
      blob->entries.emplace_back(each.function, offset(each.entry, places.code));
    if (result.loop_entry) blob->loop_entry = offset(result.loop_entry, places.code);
    if (result.unwind) blob->unwind = offset(result.unwind, places.data);
    blob->unwind_bytes = result.unwind_bytes;
  }

  static uint64_t offset_of(const llvm::object::ObjectFile& file, const std::string& name) {
    for (const llvm::object::SymbolRef& symbol : file.symbols()) {
      auto found = symbol.getName();
      if (found && *found == name) return llvm::cantFail(symbol.getAddress());
      if (!found) llvm::consumeError(found.takeError());
    }
    return 0;
  }

  static std::vector<CodePart> function_ranges(const llvm::object::ObjectFile& file, const ModuleEmitter& emitter) {
    std::unordered_map<std::string, CodePart> functions;
    for (const EmittedPart& part : emitter.parts) functions[part.name] = {0, part.bytes, part.function, part.entry};
    std::vector<CodePart> ranges;
    for (const llvm::object::ELFSymbolRef symbol : file.symbols()) {
      auto name = symbol.getName();
      if (!name) {
        llvm::consumeError(name.takeError());
        continue;
      }
      auto found = functions.find(name->str());
      if (found == functions.end()) continue;
      auto begin = static_cast<uint32_t>(llvm::cantFail(symbol.getAddress()));
      uint32_t bytes = found->second.end > 0 ? found->second.end : static_cast<uint32_t>(symbol.getSize());
      ranges.push_back({begin, begin + bytes, found->second.function, found->second.entry});
    }
    return ranges;
  }

  static void read_sites(const llvm::object::ObjectFile& file, const std::vector<CodePart>& ranges, Result* result) {
    std::vector<CodePart> sorted = ranges;  // they do not overlap
    std::sort(sorted.begin(), sorted.end(), [](const CodePart& x, const CodePart& y) { return x.begin < y.begin; });
    std::unique_ptr<llvm::DWARFContext> dwarf = llvm::DWARFContext::create(file);
    for (const auto& unit : dwarf->compile_units()) {
      const llvm::DWARFDebugLine::LineTable* table = dwarf->getLineTableForUnit(unit.get());
      if (!table) continue;
      for (const auto& row : table->Rows) {
        if (row.EndSequence || row.Line == 0) continue;
        auto after = std::upper_bound(sorted.begin(), sorted.end(), row.Address.Address,
                                      [](uint64_t address, const CodePart& part) { return address < part.begin; });
        if (after != sorted.begin() && row.Address.Address < std::prev(after)->end)
          result->sites.push_back(
              {static_cast<uint32_t>(row.Address.Address), std::prev(after)->function, row.Line - 1});
      }
    }
    std::stable_sort(result->sites.begin(), result->sites.end(),
                     [](const ReturnSite& x, const ReturnSite& y) { return x.offset < y.offset; });
  }

  std::mutex mutex_;
  std::unique_ptr<llvm::TargetMachine> machine_, fast_machine_;  // of this processor, for code in memory
  Linker linker_;
  std::unordered_map<std::string, std::string> signatures_;        // of the runtime's functions, by name
  std::unordered_map<void*, std::unique_ptr<LinkedCode>> linked_;  // by Result::memory
};

}  // namespace

}  // namespace tiercel::native

extern "C" __attribute__((visibility("default"))) tiercel::native::Compiler* tiercel_open_native(
    const tiercel::native::RuntimeFunction* functions, size_t count) {
  // Never destroyed: a thread may still be compiling when the process exits.
  static auto* compiler = new tiercel::native::NativeCompiler;
  static bool opened = compiler->open(functions, count);
  return opened ? compiler : nullptr;
}
