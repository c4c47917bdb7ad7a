// What the files behind include/tiercel/tiercel.h share: what its opaque types are, and how outcomes become results.
#pragma once

#include <memory>
#include <string>

#include "engine/current.h"
#include "engine/engine.h"
#include "tiercel/tiercel.h"

struct tc_isolate {
  std::unique_ptr<tiercel::Engine> engine;
  bool ready;
};

struct tc_environment {
  tc_isolate* isolate;
  tiercel::TopLevel* top_level;
};

struct tc_handle {
  tc_isolate* isolate;
  uint32_t handle;
};

namespace tiercel {

tc_status status_of(Status status);
tc_result make_result(tc_status status, int code, const std::string& text);
inline tc_result failure(tc_status status) { return {status, 0, nullptr, 0}; }
// A zero-terminated copy for tc_free; null when memory is short.
char* copy_text(const std::string& text);

// Makes the isolate the thread's current one for the length of an evaluation (E18).
class Entered {
 public:
  explicit Entered(tc_isolate* isolate) : previous_(exchange_current_isolate(isolate)) {}
  ~Entered() { exchange_current_isolate(previous_); }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  void* previous_;
};

}  // namespace tiercel
