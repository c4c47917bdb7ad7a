// Room for deep recursion: a recursive walk continues on a fresh stretch of stack when its own runs low.
//
// A tree walk of the compiler counts its depth and refuses what is too deep by its own limit; this class makes sure
// that the C stack it happens to run on (perhaps a small thread's) is not what gives out first.  Code that must see
// the caller's own stack, such as calls into the running program, goes back to it with `call_on_base`.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tiercel {

class DeepStack {
 public:
  // `budget_bytes` may be used of the stack that we are on now.
  explicit DeepStack(size_t budget_bytes = size_t{256} << 10);

  bool low() const { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < floor_; }

  // Runs `work()` here or, if the stack is low, on a fresh stretch that is given back afterwards.
  template <class Work>
  void call(Work work) {
    if (!low()) return work();
    call_on_new(&invoke<Work>, &work);
  }
  // Runs `work()` on the stack on which this object was made, below everything that waits there.
  template <class Work>
  void call_on_base(Work work) {
    if (!base_) return work();
    call_on_old(&invoke<Work>, &work);
  }

 private:
  template <class Work>
  static void invoke(void* work) {
    (*static_cast<Work*>(work))();
  }
  void call_on_new(void (*function)(void*), void* data);
  void call_on_old(void (*function)(void*), void* data);

  uintptr_t floor_;
  void* base_ = nullptr;  // where the first stack was left; null while still on it
};

}  // namespace tiercel
