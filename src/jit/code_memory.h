// Memory for machine code and for what belongs to it.  Nothing in it is ever writable and executable at once.
//
// One range of addresses is reserved, without pages.  Its first part holds code, in whole pages: writable while the linker
// fills them, then executable and no longer writable, without pages or rights again after the code has died.  The other part
// holds the data of code (tables of addresses, the pointers that the loader sets), always writable, never executable.
// Neighbouring pages with equal rights are one mapping for the kernel, however many pieces of code there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>

namespace tiercel::native {

// Which stretches of a range of addresses are free.  First fit; neighbours are joined.
class FreeStretches {
 public:
  void start(uintptr_t begin, size_t bytes) { free_[begin] = bytes; }
  // 0 if there is no room.  `bytes` is not 0.
  uintptr_t take(size_t bytes);
  void give_back(uintptr_t begin, size_t bytes);

 private:
  std::map<uintptr_t, size_t> free_;  // bytes by address
};

// Lives as long as the process.
class CodeMemory final : public llvm::jitlink::JITLinkMemoryManager {
 public:
  // Reserves the addresses.  False if the system gives none.
  [[nodiscard]] bool reserve();

  using JITLinkMemoryManager::allocate;
  using JITLinkMemoryManager::deallocate;
  void allocate(const llvm::jitlink::JITLinkDylib* library, llvm::jitlink::LinkGraph& graph,
                OnAllocatedFunction done) override;
  void deallocate(std::vector<FinalizedAlloc> pieces, OnDeallocatedFunction done) override;

 private:
  // One piece of code with its data.
  struct Piece {
    uintptr_t code = 0, data = 0;
    size_t code_bytes = 0, data_bytes = 0;
  };
  class Unfinished;

  llvm::Error take(Piece* piece);
  llvm::Error seal(const Piece& piece);
  uintptr_t keep(const Piece& piece);
  void give_back(const Piece& piece);

  std::mutex mutex_;
  FreeStretches code_, data_;
  std::unordered_map<uintptr_t, Piece> pieces_;  // by the address that their FinalizedAlloc tells
};

}  // namespace tiercel::native
