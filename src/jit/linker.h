// Links one generated object into this process, and takes it out again.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include "jit/blob_capture.h"
#include "jit/code_memory.h"

namespace tiercel::native {

// Code in place.  The symbols are those that the object defines and exports.
struct LinkedCode {
  std::string problem;  // empty, or why there is no code
  std::unordered_map<std::string, void*> symbols;
  const void* unwind = nullptr;  // its .eh_frame
  size_t unwind_bytes = 0;
  llvm::jitlink::JITLinkMemoryManager::FinalizedAlloc memory;
  BlobPlaces places;  // if a blob was asked for

  void* address_of(const std::string& name) const {
    auto found = symbols.find(name);
    return found == symbols.end() ? nullptr : found->second;
  }
};

// Each object has its own names and its own memory: nothing of it remains when it has been taken out.
class Linker {
 public:
  // False if there is no memory for code.
  [[nodiscard]] bool open() { return memory_.reserve(); }
  void define(const std::string& name, void* address) { runtime_[name] = address; }

  // A copy that can be put in place again goes to `blob`, unless that is null.
  std::unique_ptr<LinkedCode> link(llvm::MemoryBufferRef object, Blob* blob);
  // No frame returns into the code and nobody will call it.
  void take_out(std::unique_ptr<LinkedCode> code);

 private:
  CodeMemory memory_;
  std::unordered_map<std::string, void*> runtime_;
};

}  // namespace tiercel::native
