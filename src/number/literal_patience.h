// What long operations look at between their steps: whether anyone still waits for the result.
#pragma once

#include <atomic>
#include <cstdint>

namespace tiercel {

// Whether the caller still wants the result.
class Patience {
 public:
  Patience() = default;  // without end
  // Ends when one of `bits` is set in `requests`.
  Patience(const std::atomic<uint32_t>& requests, uint32_t bits) : requests_(&requests), bits_(bits) {}
  bool is_over() const { return requests_ && (requests_->load(std::memory_order_relaxed) & bits_); }

 private:
  const std::atomic<uint32_t>* requests_ = nullptr;
  uint32_t bits_ = 0;
};

}  // namespace tiercel
