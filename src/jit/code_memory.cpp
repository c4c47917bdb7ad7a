// See code_memory.h.
#include "jit/code_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace tiercel::native {

namespace {

constexpr size_t reserved_bytes = size_t{256} << 20;     // within reach of relative jumps
constexpr size_t reserved_bytes_min = size_t{16} << 20;  // where the process may not have more addresses
constexpr size_t data_unit = 64;                         // a cache line

size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }
size_t page_bytes() { return static_cast<size_t>(::sysconf(_SC_PAGESIZE)); }

bool protect(uintptr_t begin, size_t bytes, int rights) {
  return bytes == 0 || ::mprotect(reinterpret_cast<void*>(begin), bytes, rights) == 0;
}

llvm::Error failure(const char* what) { return llvm::createStringError(llvm::inconvertibleErrorCode(), what); }

bool is_executable(llvm::orc::MemProt rights) {
  return (static_cast<unsigned>(rights) & static_cast<unsigned>(llvm::orc::MemProt::Exec)) != 0;
}

}  // namespace

// --- Free stretches -------------------------------------------------------------------------------------------------

uintptr_t FreeStretches::take(size_t bytes) {
  for (auto at = free_.begin(); at != free_.end(); ++at) {
    auto [begin, size] = *at;
    if (size < bytes) continue;
    free_.erase(at);
    if (size > bytes) free_[begin + bytes] = size - bytes;
    return begin;
  }
  return 0;
}

void FreeStretches::give_back(uintptr_t begin, size_t bytes) {
  if (bytes == 0) return;
  auto next = free_.upper_bound(begin);
  if (next != free_.end() && begin + bytes == next->first) {
    bytes += next->second;
    next = free_.erase(next);
  }
  if (next != free_.begin()) {
    auto before = std::prev(next);
    if (before->first + before->second == begin) {
      before->second += bytes;
      return;
    }
  }
  free_[begin] = bytes;
}

// --- Reserving ------------------------------------------------------------------------------------------------------

bool CodeMemory::reserve() {
  for (size_t bytes = reserved_bytes; bytes >= reserved_bytes_min; bytes /= 2) {
    void* range = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) continue;
    auto begin = reinterpret_cast<uintptr_t>(range);
    size_t code_bytes = bytes / 4 * 3;
    if (!protect(begin + code_bytes, bytes - code_bytes, PROT_READ | PROT_WRITE)) return false;
    code_.start(begin, code_bytes);
    data_.start(begin + code_bytes, bytes - code_bytes);
    return true;
  }
  return false;
}

// --- One piece of code ----------------------------------------------------------------------------------------------

// What has been taken and can still be written.
class CodeMemory::Unfinished final : public InFlightAlloc {
 public:
  Unfinished(CodeMemory& memory, Piece piece) : memory_(memory), piece_(piece) {}

  void finalize(OnFinalizedFunction done) override {
    if (llvm::Error error = memory_.seal(piece_)) {
      memory_.give_back(piece_);
      return done(std::move(error));
    }
    done(FinalizedAlloc(llvm::orc::ExecutorAddr(memory_.keep(piece_))));
  }

  void abandon(OnAbandonedFunction done) override {
    memory_.give_back(piece_);
    done(llvm::Error::success());
  }

 private:
  CodeMemory& memory_;
  Piece piece_;
};

llvm::Error CodeMemory::take(Piece* piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  piece->code_bytes = round_up(piece->code_bytes, page_bytes());
  piece->data_bytes = round_up(piece->data_bytes, data_unit);
  if (piece->code_bytes != 0) piece->code = code_.take(piece->code_bytes);
  if (piece->data_bytes != 0) piece->data = data_.take(piece->data_bytes);
  bool complete = (piece->code_bytes == 0 || piece->code != 0) && (piece->data_bytes == 0 || piece->data != 0);
  if (complete && protect(piece->code, piece->code_bytes, PROT_READ | PROT_WRITE)) return llvm::Error::success();
  if (piece->code != 0) code_.give_back(piece->code, piece->code_bytes);
  if (piece->data != 0) data_.give_back(piece->data, piece->data_bytes);
  return failure("the memory for machine code is used up");
}

llvm::Error CodeMemory::seal(const Piece& piece) {
  if (!protect(piece.code, piece.code_bytes, PROT_READ | PROT_EXEC)) return failure("code cannot be made executable");
  __builtin___clear_cache(reinterpret_cast<char*>(piece.code), reinterpret_cast<char*>(piece.code + piece.code_bytes));
  return llvm::Error::success();
}

uintptr_t CodeMemory::keep(const Piece& piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  uintptr_t address = piece.code != 0 ? piece.code : piece.data;
  pieces_[address] = piece;
  return address;
}

// A jump to code that has died must not find something else: the pages lose their rights until they are taken again.
void CodeMemory::give_back(const Piece& piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (piece.code_bytes != 0) {
    protect(piece.code, piece.code_bytes, PROT_NONE);
    ::madvise(reinterpret_cast<void*>(piece.code), piece.code_bytes, MADV_DONTNEED);
  }
  code_.give_back(piece.code, piece.code_bytes);
  data_.give_back(piece.data, piece.data_bytes);
}

void CodeMemory::allocate(const llvm::jitlink::JITLinkDylib*, llvm::jitlink::LinkGraph& graph,
                          OnAllocatedFunction done) {
  llvm::jitlink::BasicLayout layout(graph);
  Piece piece;
  size_t limit = page_bytes();
  for (auto& [group, segment] : layout.segments()) {
    if (segment.Alignment.value() > limit) return done(failure("a section wants a larger alignment than a page"));
    size_t& size = is_executable(group.getMemProt()) ? piece.code_bytes : piece.data_bytes;
    size = round_up(size, data_unit) + segment.ContentSize + segment.ZeroFillSize;
    if (segment.Alignment.value() > data_unit) size += segment.Alignment.value();  // room to move up
  }
  if (llvm::Error error = take(&piece)) return done(std::move(error));
  uintptr_t next_code = piece.code, next_data = piece.data;
  for (auto& [group, segment] : layout.segments()) {
    uintptr_t& next = is_executable(group.getMemProt()) ? next_code : next_data;
    next = round_up(next, std::max<size_t>(data_unit, segment.Alignment.value()));
    segment.Addr = llvm::orc::ExecutorAddr(next);
    segment.WorkingMem = reinterpret_cast<char*>(next);
    std::fill_n(segment.WorkingMem + segment.ContentSize, segment.ZeroFillSize, '\0');
    next += segment.ContentSize + segment.ZeroFillSize;
  }
  if (llvm::Error error = layout.apply()) {
    give_back(piece);
    return done(std::move(error));
  }
  done(std::make_unique<Unfinished>(*this, piece));
}

void CodeMemory::deallocate(std::vector<FinalizedAlloc> pieces, OnDeallocatedFunction done) {
  for (FinalizedAlloc& each : pieces) {
    uintptr_t address = each.release().getValue();
    std::unique_lock<std::mutex> lock(mutex_);
    Piece piece = pieces_.extract(address).mapped();
    lock.unlock();
    give_back(piece);
  }
  done(llvm::Error::success());
}

}  // namespace tiercel::native
