// Marking memory that nobody may touch: AddressSanitizer's manual poisoning where it is on, a fill pattern in the
// stress modes.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef TIERCEL_ADDRESS_SANITIZER  // by the build, in every room: those that are not instrumented leave marked frames
#include <sanitizer/asan_interface.h>
#endif

namespace tiercel {

// Tagged as an object at an address that no process has: following it faults at once.
constexpr uint64_t poison_pattern = 0xF4F4F4F4F4F4F4F2;

#ifdef TIERCEL_ADDRESS_SANITIZER
inline void poison_range(uintptr_t begin, size_t bytes) {
  __asan_poison_memory_region(reinterpret_cast<void*>(begin), bytes);
}
inline void unpoison_range(uintptr_t begin, size_t bytes) {
  __asan_unpoison_memory_region(reinterpret_cast<void*>(begin), bytes);
}
#else
inline void poison_range(uintptr_t, size_t) {}
inline void unpoison_range(uintptr_t, size_t) {}
#endif

// Free memory may be poisoned for the sanitizer at the same time.
__attribute__((no_sanitize("address"))) inline void fill_poison(uintptr_t begin, size_t bytes, uint64_t pattern) {
  auto* words = reinterpret_cast<volatile uint64_t*>(begin);
  for (size_t i = 0; i < bytes / sizeof(uint64_t); i++) words[i] = pattern;
}

}  // namespace tiercel
