// Tables that the linker put together.
#include "control/library_code.h"

#include "object/isolate.h"

namespace tiercel {

bool has_library_code(uint64_t image_identity, uint64_t library_count) {
  return tiercel_library_code && tiercel_library_code_image == image_identity &&
         tiercel_library_code_count == library_count;
}

Code linked_entry(const LibraryCode& code, uint32_t function) {
  for (const LibraryCode* part = &code; part; part = part->further) {
    uint64_t index = function - part->first_function;
    if (function < part->first_function || index >= part->entry_count || part->entries[index] == 0) continue;
    return reinterpret_cast<Code>(const_cast<char*>(part->code) + (part->entries[index] - 1));
  }
  return nullptr;
}

// There are few, and only backtraces ask.
bool find_in_library_code(const Context* ctx, uintptr_t return_address, LiveFrame* live) {
  const Isolate& isolate = *ctx->isolate;
  for (size_t i = 0; i < isolate.library_code.size(); i++) {
    for (const LibraryCode* table = isolate.library_code[i]; table; table = table->further) {
      uintptr_t offset = return_address - reinterpret_cast<uintptr_t>(table->code);
      if (!table->code || offset == 0 || offset > table->code_bytes) continue;
      const NativeSite* site = site_of({table->sites, table->site_count}, offset);
      if (!site) return false;
      live->function = as_function(isolate.libraries[i].functions[site->function]);
      live->instruction = site->instruction;
      return true;
    }
  }
  return false;
}

}  // namespace tiercel
