// See watchers.h; gdb's interface is described in its manual under "JIT Interface".
#include "tier/watchers.h"

#include <mutex>

#include "control/backtrace.h"
#include "object/isolate.h"
#include "tier/code_description.h"

// --- gdb's interface: these names and layouts are prescribed ----------------------------------------------------------

extern "C" {

struct jit_code_entry {
  jit_code_entry* next_entry;
  jit_code_entry* prev_entry;
  const char* symfile_addr;
  uint64_t symfile_size;
};

struct jit_descriptor {
  uint32_t version;
  uint32_t action_flag;  // 0: nothing, 1: registered, 2: unregistered
  jit_code_entry* relevant_entry;
  jit_code_entry* first_entry;
};

// gdb stops here.
__attribute__((noinline, used, visibility("default"))) void __jit_debug_register_code() {
  asm volatile("" ::: "memory");
}

__attribute__((used, visibility("default"))) jit_descriptor __jit_debug_descriptor = {1, 0, nullptr, nullptr};

}  // extern "C"

namespace tiercel {

namespace {

std::mutex descriptor_mutex;  // the descriptor is of the process

void tell_gdb(jit_code_entry* entry, uint32_t action) {
  __jit_debug_descriptor.relevant_entry = entry;
  __jit_debug_descriptor.action_flag = action;
  __jit_debug_register_code();
  __jit_debug_descriptor.action_flag = 0;
}

class Describer {
 public:
  Describer(const SourceMap& sources, const NativeRange& range, const native::Result& result)
      : sources_(sources), range_(range), result_(result) {}

  CodeDescription describe() {
    code_.begin = range_.begin;
    code_.bytes = range_.end - range_.begin;
    code_.unwind = {static_cast<const char*>(result_.unwind), result_.unwind_bytes};
    for (const native::CodePart& part : result_.parts) {
      const Function* function = range_.functions[part.function];
      const char* unnamed = part.function == 0 ? "top-level" : "lambda";
      std::string name = is_symbol(function->name) ? symbol_utf8(function->name) : unnamed;
      SourceRow at = place(part.function, 0);
      code_.symbols.push_back({part.begin, part.end, name + (part.entry ? "#entry" : ""), at.file, at.line});
    }
    for (const NativeSite& site : range_.sites) {
      SourceRow at = place(site.function, site.instruction);
      if (at.line != 0) code_.rows.push_back({site.offset, at.file, at.line, at.column});
    }
    return std::move(code_);
  }

 private:
  struct SourceRow {
    uint32_t file = 0, line = 0, column = 0;
  };

  SourceRow place(uint32_t function, uint32_t instruction) {
    Span span = span_of({range_.functions[function], instruction});
    if (!span.known()) return {};
    SourcePosition position = sources_.position(span);
    auto [found, added] = numbers_.try_emplace(span.file, static_cast<uint32_t>(code_.files.size()));
    if (added) code_.files.emplace_back(sources_.name(span.file));
    return {found->second, position.line, position.column};
  }

  const SourceMap& sources_;
  const NativeRange& range_;
  const native::Result& result_;
  CodeDescription code_;
  std::unordered_map<FileId, uint32_t> numbers_;
};

}  // namespace

struct CodeWatchers::Registered {
  std::string file;
  jit_code_entry entry;
};

CodeWatchers::CodeWatchers(const SourceMap& sources, bool gdb, bool perf)
    : sources_(sources), gdb_(gdb), perf_(perf ? std::make_unique<PerfFiles>() : nullptr) {}

CodeWatchers::~CodeWatchers() = default;

void CodeWatchers::add(const NativeRange& range, const native::Result& result) {
  CodeDescription code = Describer(sources_, range, result).describe();
  if (perf_) perf_->add(code);
  if (!gdb_) return;
  auto registered = std::make_unique<Registered>();
  registered->file = debug_file(code);
  std::lock_guard<std::mutex> lock(descriptor_mutex);
  jit_code_entry* first = __jit_debug_descriptor.first_entry;
  registered->entry = {first, nullptr, registered->file.data(), registered->file.size()};
  if (first) first->prev_entry = &registered->entry;
  __jit_debug_descriptor.first_entry = &registered->entry;
  tell_gdb(&registered->entry, 1);
  registered_[range.begin] = std::move(registered);
}

void CodeWatchers::remove(const NativeRange& range) {
  auto found = registered_.find(range.begin);
  if (found == registered_.end()) return;
  std::lock_guard<std::mutex> lock(descriptor_mutex);
  jit_code_entry& entry = found->second->entry;
  if (entry.prev_entry) entry.prev_entry->next_entry = entry.next_entry;
  else __jit_debug_descriptor.first_entry = entry.next_entry;
  if (entry.next_entry) entry.next_entry->prev_entry = entry.prev_entry;
  tell_gdb(&entry, 2);
  registered_.erase(found);
}

}  // namespace tiercel
