// See passes.h.  A pass that does nothing costs little, but what it wants to know costs: dominators, frequencies of blocks,
// definitions that reach.  LLVM computes that again for whoever asks after something was changed.  A third of its hundred
// passes serve other languages or processors, or guard against attacks; without them the same code takes 5 % less time.
#include "jit/passes.h"

#include <algorithm>
#include <utility>

#include <llvm/ADT/StringRef.h>
#include <llvm/Pass.h>
#include <llvm/PassInfo.h>
#include <llvm/PassRegistry.h>

namespace tiercel::native {

namespace {

// By LLVM's names.  Those that are not known to it are not added by it either.
constexpr llvm::StringRef unwanted[] = {
    // What no front of ours emits: vectors, masks, exceptions, comparisons of memory, tables of a collector, coroutines.
    "mergeicmps", "expand-memcmp", "gc-lowering", "shadow-stack-gc-lowering", "replace-with-veclib",
    "partially-inline-libcalls", "post-inline-ee-instrument", "scalarize-masked-mem-intrin", "expand-reductions",
    "interleaved-access", "x86-partial-reduction", "indirectbr-expand", "dwarf-eh-prepare", "objc-arc-contract",
    "callbrprepare", "safe-stack", "x86-lower-amx-intrinsics", "x86-lower-amx-type", "x86-lower-tile-copy",
    "tilepreconfig", "x86-tile-config", "gc-analysis", "funclet-layout", "remove-loads-into-fake-uses",
    "stackmap-liveness", "fixup-statepoint-caller-saved", "init-undef", "x86argumentstackrebase",
    // x87, and a model of instructions that nobody has asked for.
    "x86-fp-stackifier", "x86-suppress-apx-for-relocation", "x86-compress-evex",
    // Against attacks by speculation, and what instruments code.
    "x86-slh", "x86-lvi-load", "x86-lvi-ret", "x86-seses", "x86-return-thunks", "kcfi", "fentry-insert",
    "xray-instrumentation", "patchable-function", "machine-sanmd", "pseudo-probe-inserter", "stack-frame-layout",
    "removeredundantdebugvalues",
    // Slots of variables with lifetimes: every slot of ours lives as long as its frame.
    "stack-coloring",
    // Off for every processor that we run on, or without anything left to find.
    "early-ifcvt", "post-RA-sched", "x86-optimize-leas", "lrshrink"};

// They untangle registers of vectors, and of halves of words beside them.
constexpr llvm::StringRef for_floats[] = {
    "x86-fixup-bw-insts",       "machine-combiner", "x86-domain-reassignment", "reaching-defs-analysis",
    "x86-execution-domain-fix", "break-false-deps", "x86-fixup-inst-tuning",   "x86-fixup-vector-constants"};

// Where each register is used last: it looks at every register that a call may change, too, which is 7 % of the time.  The
// passes that read it do without, and code for words and pointers gets no longer by that; a loop of floats gets slower.
constexpr llvm::StringRef live_variables = "livevars";

llvm::StringRef name_of(const llvm::Pass* pass) {
  const llvm::PassInfo* info = llvm::PassRegistry::getPassRegistry()->getPassInfo(pass->getPassID());
  return info ? info->getPassArgument() : "";
}

}  // namespace

ChosenPasses::~ChosenPasses() {
  if (waiting_) into_.add(waiting_);
}

void ChosenPasses::add(llvm::Pass* pass) {
  llvm::StringRef name = name_of(pass);
  // Registers are allocated to matrices first, before everything else has its turn: of the two passes only one is ours.
  if (waiting_ && name == "x86-tile-config") delete waiting_;
  else if (waiting_) into_.add(waiting_);
  waiting_ = nullptr;
  bool is_wanted = std::ranges::find(unwanted, name) == std::end(unwanted) &&
                   (needs_.floats || std::ranges::find(for_floats, name) == std::end(for_floats)) &&
                   (needs_.loops || needs_.floats || name != "consthoist") &&
                   (needs_.unwind_tables || name != "cfi-instr-inserter") && (needs_.floats || name != live_variables);
  // Both look at every register that a call may change, for each call.  What is dead goes once, after the passes that leave
  // it behind; what is copied is followed once, as soon as there are registers.
  if (name == "dead-mi-elimination") is_wanted = std::exchange(sweeps_, true);
  if (name == "machine-cp") is_wanted = !std::exchange(has_propagated_, true);
  if (!is_wanted) delete pass;
  else if (name == "greedy") waiting_ = pass;
  else into_.add(pass);
}

}  // namespace tiercel::native
