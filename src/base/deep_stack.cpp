#include "base/deep_stack.h"

#include <sys/mman.h>

#include <cstdlib>

extern "C" void tiercel_call_on_stack(void* top, void (*function)(void*), void* data);

// Calls function(data) with the stack pointer at `top` and comes back.  The frame pointer chain stays whole, so
// backtraces walk through.
#if defined(__x86_64__)
asm(R"(
  .text
  .globl tiercel_call_on_stack
  .type tiercel_call_on_stack, @function
tiercel_call_on_stack:
  pushq %rbp
  movq %rsp, %rbp
  movq %rdi, %rsp
  movq %rdx, %rdi
  callq *%rsi
  movq %rbp, %rsp
  popq %rbp
  retq
  .size tiercel_call_on_stack, . - tiercel_call_on_stack
)");
#elif defined(__aarch64__)
asm(R"(
  .text
  .globl tiercel_call_on_stack
  .type tiercel_call_on_stack, %function
tiercel_call_on_stack:
  stp x29, x30, [sp, #-16]!
  mov x29, sp
  mov sp, x0
  mov x0, x2
  blr x1
  mov sp, x29
  ldp x29, x30, [sp], #16
  ret
  .size tiercel_call_on_stack, . - tiercel_call_on_stack
)");
#else
extern "C" void tiercel_call_on_stack(void*, void (*function)(void*), void* data) { function(data); }
#endif

namespace tiercel {

namespace {

constexpr size_t stretch_bytes = size_t{2} << 20;
constexpr size_t reserve_bytes = size_t{64} << 10;  // for leaf calls after the last check
constexpr size_t red_zone_bytes = 256;

void* frame() { return __builtin_frame_address(0); }

}  // namespace

DeepStack::DeepStack(size_t budget_bytes) : floor_(reinterpret_cast<uintptr_t>(frame()) - budget_bytes) {}

__attribute__((noinline)) void DeepStack::call_on_new(void (*function)(void*), void* data) {
  void* memory =
      mmap(nullptr, stretch_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  uintptr_t old_floor = floor_;
  void* old_base = base_;
  if (!base_) base_ = static_cast<char*>(__builtin_alloca(16)) - red_zone_bytes;
  base_ = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(base_) & ~uintptr_t{15});
  floor_ = reinterpret_cast<uintptr_t>(memory) + reserve_bytes;
  tiercel_call_on_stack(static_cast<char*>(memory) + stretch_bytes, function, data);
  floor_ = old_floor;
  base_ = old_base;
  munmap(memory, stretch_bytes);
}

__attribute__((noinline)) void DeepStack::call_on_old(void (*function)(void*), void* data) {
  uintptr_t old_floor = floor_;
  void* old_base = base_;
  base_ = nullptr;
  floor_ = reinterpret_cast<uintptr_t>(old_base) - (size_t{128} << 10);
  tiercel_call_on_stack(old_base, function, data);
  floor_ = old_floor;
  base_ = old_base;
}

}  // namespace tiercel
