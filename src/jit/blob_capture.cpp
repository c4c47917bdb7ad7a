// Every reference of the object is an edge of the link graph; those between code and data are moved to the distance that
// the two have in a blob, those to the runtime become imports.  A reference of any other kind makes the blob incomplete.
#include "jit/blob_capture.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <llvm/ExecutionEngine/JITLink/x86_64.h>

namespace tiercel::native {

namespace {

namespace jitlink = llvm::jitlink;

// One of the two parts: all sections with the same right to be executed.
struct Part {
  uint64_t low = std::numeric_limits<uint64_t>::max(), high = 0;
  std::vector<uint8_t>* bytes = nullptr;

  void grow(const jitlink::Block& block) {
    low = std::min(low, block.getAddress().getValue());
    high = std::max(high, block.getAddress().getValue() + block.getSize());
  }
  uint8_t* at(uint64_t address) { return bytes->data() + (address - low); }
};

class Capture {
 public:
  Capture(jitlink::LinkGraph& graph, Blob& blob) : graph_(graph), blob_(blob) {
    parts_[0].bytes = &blob.data;
    parts_[1].bytes = &blob.code;
  }

  BlobPlaces run() {
    each_block([this](jitlink::Block& block) { part_of(block).grow(block); });
    for (Part& part : parts_) {
      if (part.high == 0) part.low = 0;
      part.low -= part.low % 64;
      part.bytes->assign(part.high - part.low, 0);
    }
    uint64_t distance = (blob_.code.size() + Blob::unit - 1) / Blob::unit * Blob::unit;
    closer_ = distance - (parts_[0].low - parts_[1].low);
    blob_.complete = graph_.getTargetTriple().getArch() == llvm::Triple::x86_64;
    each_block([this](jitlink::Block& block) { copy(block); });
    if (blob_.complete) each_block([this](jitlink::Block& block) { adjust(block); });
    return {parts_[1].low, parts_[0].low};
  }

 private:
  template <class Visit>
  void each_block(Visit visit) {
    for (jitlink::Section& section : graph_.sections()) {
      if (section.getMemLifetime() == llvm::orc::MemLifetime::NoAlloc) continue;
      for (jitlink::Block* block : section.blocks()) visit(*block);
    }
  }

  static bool is_code(const jitlink::Block& block) {
    auto rights = static_cast<unsigned>(block.getSection().getMemProt());
    return (rights & static_cast<unsigned>(llvm::orc::MemProt::Exec)) != 0;
  }
  Part& part_of(const jitlink::Block& block) { return parts_[is_code(block)]; }

  void copy(jitlink::Block& block) {
    if (block.isZeroFill()) return;
    llvm::ArrayRef<char> content = block.getContent();
    std::memcpy(part_of(block).at(block.getAddress().getValue()), content.data(), content.size());
  }

  void adjust(jitlink::Block& block) {
    bool from_code = is_code(block);
    for (jitlink::Edge& edge : block.edges()) {
      if (!edge.isRelocation()) continue;
      jitlink::Symbol& target = edge.getTarget();
      uint64_t place = block.getAddress().getValue() + edge.getOffset();
      bool to_code = target.isDefined() && is_code(target.getBlock());
      if (edge.getKind() == jitlink::x86_64::Pointer64) {
        pointer(from_code, place, target, edge.getAddend(), to_code);
        continue;
      }
      int bytes = 0;
      bool negative = false;
      if (!target.isDefined() || !is_relative(edge.getKind(), &bytes, &negative)) {
        blob_.complete = false;
        return;
      }
      if (from_code == to_code) continue;
      uint64_t move = from_code != negative ? closer_ : 0 - closer_;
      add(part_of(block).at(place), bytes, move);
    }
  }

  void pointer(bool from_code, uint64_t place, jitlink::Symbol& target, int64_t addend, bool to_code) {
    auto offset = static_cast<uint32_t>(place - parts_[0].low);
    if (from_code || (!target.isDefined() && addend != 0)) {
      blob_.complete = false;
    } else if (target.isDefined()) {
      uint64_t address = target.getAddress().getValue() + static_cast<uint64_t>(addend);
      blob_.pointers.push_back({offset, to_code, address - parts_[to_code].low});
    } else {
#if LLVM_VERSION_MAJOR >= 20
      blob_.imports.push_back({offset, (*target.getName()).str()});
#else
      blob_.imports.push_back({offset, target.getName().str()});
#endif
    }
  }

  static bool is_relative(jitlink::Edge::Kind kind, int* bytes, bool* negative) {
    using namespace jitlink::x86_64;
    *bytes = kind == Delta64 || kind == NegDelta64 ? 8 : 4;
    *negative = kind == NegDelta64 || kind == NegDelta32;
    switch (kind) {
      case Delta64:
      case NegDelta64:
      case Delta32:
      case NegDelta32:
      case PCRel32:
      case BranchPCRel32:
      case BranchPCRel32ToPtrJumpStub:
      case BranchPCRel32ToPtrJumpStubBypassable:
      case PCRel32GOTLoadRelaxable:
      case PCRel32GOTLoadREXRelaxable: return true;
      default: return false;
    }
  }

  static void add(uint8_t* field, int bytes, uint64_t move) {
    uint64_t value = 0;
    std::memcpy(&value, field, static_cast<size_t>(bytes));
    value += move;
    std::memcpy(field, &value, static_cast<size_t>(bytes));
  }

  jitlink::LinkGraph& graph_;
  Blob& blob_;
  Part parts_[2];        // data, code
  uint64_t closer_ = 0;  // how much farther from the code the data is in the blob
};

}  // namespace

BlobPlaces capture_blob(jitlink::LinkGraph& graph, Blob* blob) { return Capture(graph, *blob).run(); }

}  // namespace tiercel::native
