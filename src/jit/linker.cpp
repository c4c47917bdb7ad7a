// LLVM's JITLink without the session and the symbol tables of ORC: these would keep every name that was ever linked.
#include "jit/linker.h"

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/Orc/Shared/ExecutorSymbolDef.h>

namespace tiercel::native {

namespace {

namespace jitlink = llvm::jitlink;

// What one link asks for and tells.
class LinkContext final : public jitlink::JITLinkContext {
 public:
  LinkContext(CodeMemory& memory, const std::unordered_map<std::string, void*>& runtime, LinkedCode& code, Blob* blob)
      : JITLinkContext(nullptr), memory_(memory), runtime_(runtime), code_(code), blob_(blob) {}

  jitlink::JITLinkMemoryManager& getMemoryManager() override { return memory_; }
  void notifyFailed(llvm::Error error) override { code_.problem = llvm::toString(std::move(error)); }

  llvm::Error modifyPassConfig(jitlink::LinkGraph&, jitlink::PassConfiguration& passes) override {
    if (blob_)
      passes.PostFixupPasses.push_back([this](jitlink::LinkGraph& graph) {
        code_.places = capture_blob(graph, blob_);
        return llvm::Error::success();
      });
    return llvm::Error::success();
  }

  void lookup(const LookupMap& wanted, std::unique_ptr<jitlink::JITLinkAsyncLookupContinuation> found) override {
    jitlink::AsyncLookupResult result;
    for (const auto& [symbol, flags] : wanted) {
      auto known = runtime_.find(text(symbol));
      if (known == runtime_.end())
        return found->run(
            llvm::createStringError(llvm::inconvertibleErrorCode(), "the runtime has no " + text(symbol)));
      result[symbol] = {llvm::orc::ExecutorAddr::fromPtr(known->second), llvm::JITSymbolFlags::Exported};
    }
    found->run(std::move(result));
  }

  llvm::Error notifyResolved(jitlink::LinkGraph& graph) override {
    for (jitlink::Symbol* symbol : graph.defined_symbols())
      if (symbol->hasName() && symbol->getScope() != jitlink::Scope::Local)
        code_.symbols[text(symbol->getName())] = symbol->getAddress().toPtr<void*>();
    if (jitlink::Section* unwind = graph.findSectionByName(".eh_frame")) {
      jitlink::SectionRange range(*unwind);
      code_.unwind = range.getStart().toPtr<const void*>();
      code_.unwind_bytes = range.getSize();
    }
    return llvm::Error::success();
  }

  void notifyFinalized(jitlink::JITLinkMemoryManager::FinalizedAlloc memory) override {
    code_.memory = std::move(memory);
  }

 private:
#if LLVM_VERSION_MAJOR >= 20
  static std::string text(const llvm::orc::SymbolStringPtr& name) { return (*name).str(); }
#else
  static std::string text(llvm::StringRef name) { return name.str(); }
#endif

  CodeMemory& memory_;
  const std::unordered_map<std::string, void*>& runtime_;
  LinkedCode& code_;
  Blob* blob_;
};

}  // namespace

// The memory manager and the look-up answer at once, so the link is complete when it returns.
std::unique_ptr<LinkedCode> Linker::link(llvm::MemoryBufferRef object, Blob* blob) {
  auto code = std::make_unique<LinkedCode>();
#if LLVM_VERSION_MAJOR >= 20
  // The graph's own reference is gone before the last name is.
  auto names = std::make_shared<llvm::orc::SymbolStringPool>();
  auto graph = jitlink::createLinkGraphFromObject(object, names);
#else
  auto graph = jitlink::createLinkGraphFromObject(object);
#endif
  if (!graph) code->problem = llvm::toString(graph.takeError());
  else jitlink::link(std::move(*graph), std::make_unique<LinkContext>(memory_, runtime_, *code, blob));
  return code;
}

void Linker::take_out(std::unique_ptr<LinkedCode> code) {
  if (code->memory) llvm::consumeError(memory_.deallocate(std::move(code->memory)));
}

}  // namespace tiercel::native
