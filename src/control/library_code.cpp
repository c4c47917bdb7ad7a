// Tables that the linker put together.
#include "control/library_code.h"

#include <algorithm>
#include <vector>

#include "object/isolate.h"

namespace tiercel {

namespace {

uintptr_t begin_of(size_t library) { return reinterpret_cast<uintptr_t>(tiercel_library_code[library].code); }

// The libraries with code, by address; made when the first backtrace asks.
const std::vector<size_t>& by_address() {
  static const std::vector<size_t> sorted = [] {
    std::vector<size_t> numbers;
    if (!tiercel_library_code) return numbers;
    for (size_t i = 0; i < tiercel_library_code_count; i++)
      if (tiercel_library_code[i].code) numbers.push_back(i);
    std::sort(numbers.begin(), numbers.end(), [](size_t x, size_t y) { return begin_of(x) < begin_of(y); });
    return numbers;
  }();
  return sorted;
}

}  // namespace

bool has_library_code(uint64_t image_identity, uint64_t library_count) {
  return tiercel_library_code && tiercel_library_code_image == image_identity &&
         tiercel_library_code_count == library_count;
}

Code library_entry(size_t library, uint32_t function) {
  const LibraryCode& table = tiercel_library_code[library];
  if (function >= table.entry_count || table.entries[function] == 0) return nullptr;
  return reinterpret_cast<Code>(const_cast<char*>(table.code) + (table.entries[function] - 1));
}

bool find_in_library_code(const Context* ctx, uintptr_t return_address, LiveFrame* live) {
  const std::vector<size_t>& libraries = by_address();
  auto after = std::lower_bound(libraries.begin(), libraries.end(), return_address,
                                [](size_t library, uintptr_t address) { return begin_of(library) < address; });
  if (after == libraries.begin()) return false;
  size_t library = *std::prev(after);
  const LibraryCode& table = tiercel_library_code[library];
  if (return_address > begin_of(library) + table.code_bytes) return false;
  const NativeSite* site = site_of({table.sites, table.site_count}, return_address - begin_of(library));
  const Value* functions = ctx->isolate->libraries.empty() ? nullptr : ctx->isolate->libraries[library].functions;
  if (!site || !functions) return false;
  live->function = as_function(functions[site->function]);
  live->instruction = site->instruction;
  return true;
}

}  // namespace tiercel
