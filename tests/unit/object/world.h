// A world for collector tests: an isolate whose running stack is the test's own, and ways to hold objects in it
// precisely (handles) or not at all (hidden addresses).
#pragma once

#include <gtest/gtest.h>
#include <pthread.h>

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel::test {

inline uintptr_t thread_stack_base() {
  pthread_attr_t attributes;
  void* low = nullptr;
  size_t bytes = 0;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &low, &bytes);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(low) + bytes;
}

struct World {
  explicit World(const HeapOptions& heap = {.limit = size_t{256} << 20, .verify = true, .poison = true})
      : isolate({.heap = heap}), ctx(&isolate.main) {
    ctx->stack_base = thread_stack_base();
  }

  // Collects with the stack of the caller cleared of what earlier calls left there.
  [[gnu::noinline]] void collect(bool full) {
    wipe_stack();
    collect_gc(ctx, full);
  }

  [[gnu::noinline]] static void wipe_stack() {
    volatile uint64_t words[2048];
    for (auto& word : words) word = 0;
  }

  uint32_t keep(Value v) { return make_handle(&isolate, v); }
  Value kept(uint32_t handle) { return handle_value(&isolate, handle); }
  void put(uint32_t handle, Value v) { isolate.handles[handle] = v; }
  void drop(uint32_t handle) { release_handle(&isolate, handle); }
  const HeapStatistics& statistics() { return isolate.heap.statistics(); }

  Isolate isolate;
  Context* ctx;
};

// An address that a conservative scan does not recognise.
struct Hidden {
  explicit Hidden(Value v) : bits(~v.bits) {}
  bool is(Value v) const { return ~v.bits == bits; }
  uint64_t bits;
};

}  // namespace tiercel::test
