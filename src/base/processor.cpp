// By the cpuid instruction (Intel SDM volume 2, CPUID); leaf 1's EBX is left out, it differs from core to core.
#include "base/processor.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace tiercel {

Digest processor_identity() {
  Hasher hasher;
#if defined(__x86_64__)
  hasher.text("x86-64");
  auto leaf = [&](unsigned number, unsigned sub, bool with_b) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(number, sub, &a, &b, &c, &d)) return;
    constexpr unsigned has_saved_state = 1u << 27;  // leaf 1, ECX: set by the system
    for (unsigned word : {a, with_b ? b : 0, number == 1 ? c | has_saved_state : c, d}) hasher.number(word);
  };
  leaf(0, 0, true);
  leaf(1, 0, false);
  leaf(7, 0, true);
  leaf(7, 1, true);
  leaf(0x80000001, 0, true);
#elif defined(__aarch64__)
  hasher.text("aarch64");
#endif
  return hasher.finish();
}

}  // namespace tiercel
