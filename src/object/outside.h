// What code asks of the world outside its process.  Of code that runs while a program is compiled it matters: another process,
// which takes what was compiled from the cache, does not ask again (docs/rooms/cache.md).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "object/isolate.h"

namespace tiercel {

enum class Outside : uint8_t { files, time, input, output, chance, arguments, environment, process, libraries, count_ };

struct OutsideUse {
  uint32_t kinds = 0;                  // a bit for each Outside
  std::vector<std::string> variables;  // of the environment, by name
  bool empty() const { return kinds == 0 && variables.empty(); }
};

// Primitives say what they do; mostly nobody wants to know.
inline void note_outside(Isolate* isolate, Outside what) {
  if (isolate->outside) isolate->outside->kinds |= 1U << static_cast<unsigned>(what);
}
inline void note_environment_variable(Isolate* isolate, const std::string& name) {
  if (isolate->outside) isolate->outside->variables.push_back(name);
}

// While one lives, somebody wants to know, and nobody further out.
class OutsideWatch {
 public:
  explicit OutsideWatch(Isolate* isolate) : isolate_(isolate), outer_(std::exchange(isolate->outside, &use_)) {}
  ~OutsideWatch() { isolate_->outside = outer_; }
  OutsideWatch(const OutsideWatch&) = delete;
  OutsideWatch& operator=(const OutsideWatch&) = delete;
  const OutsideUse& use() const { return use_; }

 private:
  Isolate* isolate_;
  OutsideUse use_;
  OutsideUse* outer_;
};

}  // namespace tiercel
