// Which of LLVM's passes of code generation run: all but those that find nothing to do in what the emitter makes.
#pragma once

#include <llvm/IR/LegacyPassManager.h>

namespace tiercel::native {

// What a module needs that most modules do not.
struct PassNeeds {
  bool floats = false;         // passes for the registers of floats
  bool loops = false;          // passes that take what is constant out of them
  bool unwind_tables = false;  // passes that complete them
};

// Stands before a pass manager and passes on what is wanted.
class ChosenPasses final : public llvm::legacy::PassManagerBase {
 public:
  ChosenPasses(llvm::legacy::PassManagerBase& into, PassNeeds needs) : into_(into), needs_(needs) {}
  ~ChosenPasses() override;

  void add(llvm::Pass* pass) override;

 private:
  llvm::legacy::PassManagerBase& into_;
  PassNeeds needs_;
  bool sweeps_ = false, has_propagated_ = false;  // whether the first of two passes that are alike has been there
  llvm::Pass* waiting_ = nullptr;  // an allocator of registers: whether it is wanted is told by what follows
};

}  // namespace tiercel::native
