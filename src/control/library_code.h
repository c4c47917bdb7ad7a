// Machine code that was linked into the executable: of the boot image's libraries, and of a program that was built.
//
// All of it is read-only data, so nothing is built of it at start, and every isolate runs the same code.  What an isolate
// has of a library, its constants and its Function objects, the code reaches through Context::libraries.
#pragma once

#include <cstdint>

#include "control/backtrace.h"
#include "control/native_code.h"

namespace tiercel {

struct LibraryCode {
  const char* code;  // the first byte; null if nothing of the library was compiled
  uint64_t code_bytes;
  const uint32_t* entries;  // by function: 1 + the offset of its entry, or 0 if it has none
  uint64_t entry_count;
  const NativeSite* sites;  // ascending by offset
  uint64_t site_count;
  uint64_t first_function;     // the one that the first entry is for
  const LibraryCode* further;  // code of other functions of the same unit, or null
};

// What `tiercel make-objects` writes; absent where nothing was compiled ahead of time.
extern "C" {
extern const LibraryCode tiercel_library_code[] __attribute__((weak));  // by number of the library in the image
extern const uint64_t tiercel_library_code_count __attribute__((weak));
extern const uint64_t tiercel_library_code_image
    __attribute__((weak));  // Image::identity of the bytecode it was made of
}

// Whether this executable has code for the libraries of that image.
bool has_library_code(uint64_t image_identity, uint64_t library_count);

// The native entry of a function of the unit, or null.
Code linked_entry(const LibraryCode& code, uint32_t function);

// Whether `return_address` lies in code of this kind that the isolate has loaded (Isolate::library_code); then what runs
// there.
bool find_in_library_code(const Context* ctx, uintptr_t return_address, LiveFrame* live);

}  // namespace tiercel
