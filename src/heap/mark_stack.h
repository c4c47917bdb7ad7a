// The collector's work list: addresses of objects that are marked but whose references have not been followed.
//
// It replaces recursion on the C stack, so the depth of a data structure does not matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace tiercel {

class MarkStack {
 public:
  MarkStack() = default;
  MarkStack(const MarkStack&) = delete;
  MarkStack& operator=(const MarkStack&) = delete;
  ~MarkStack() { std::free(words_); }

  bool empty() const { return count_ == 0; }
  uintptr_t pop() { return words_[--count_]; }

  void push(uintptr_t word) {
    if (count_ == capacity_) [[unlikely]]
      grow();
    words_[count_++] = word;
  }

 private:
  // A collection cannot be given up half-way; without memory for its work list the process ends.
  [[gnu::noinline]] void grow() {
    capacity_ = capacity_ ? capacity_ * 2 : size_t{4096};
    words_ = static_cast<uintptr_t*>(std::realloc(words_, capacity_ * sizeof(uintptr_t)));
    if (!words_) std::abort();
  }

  uintptr_t* words_ = nullptr;
  size_t count_ = 0;
  size_t capacity_ = 0;
};

}  // namespace tiercel
