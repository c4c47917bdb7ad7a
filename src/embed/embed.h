// What the files behind include/tiercel/tiercel.h share: what its opaque types are, and how outcomes become results.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "embed/current.h"
#include "engine/engine.h"
#include "object/isolate.h"
#include "tiercel/tiercel.h"

namespace tiercel {

// Foreign objects with something to be released; they never move.
class ForeignTable final : public WeakTable {
 public:
  void add(Value foreign) { objects_.push_back(foreign); }
  void forget(const std::function<bool(Value)>& is_dead) override;

 private:
  std::vector<Value> objects_;
};

}  // namespace tiercel

struct tc_isolate {
  tc_isolate(std::unique_ptr<tiercel::Engine> made, bool is_ready);
  ~tc_isolate();
  tc_isolate(const tc_isolate&) = delete;
  tc_isolate& operator=(const tc_isolate&) = delete;

  tiercel::Context* context() const { return engine->context(); }

  tiercel::ForeignTable foreign;  // goes after the engine, whose collector asks it
  std::unique_ptr<tiercel::Engine> engine;
  bool ready;
  std::atomic<const void*> thread{nullptr};  // which is inside; null: none
  int depth = 0;                             // how often
  tc_frame* frame = nullptr;                 // of the innermost C function that Scheme called
  uint32_t condition;                        // handles: of what was raised last;
  uint32_t values;                           // of the last values: a vector, or the only one
  size_t value_count = 0;
};

struct tc_environment {
  tc_isolate* isolate;
  tiercel::TopLevel* top_level;
};

struct tc_handle {
  tc_isolate* isolate;
  uint32_t handle;
};

// One call of a C function.  It lies on a stack, where the collector sees what it holds.
struct tc_frame {
  // What is to be done when the function has returned, in place of returning its value.
  enum class Action : uint8_t { none, raise, values, tail_call, pass };

  tc_isolate* isolate;
  tc_frame* outer;
  tiercel::Value procedure;
  const tiercel::Value* given;  // the arguments
  size_t given_count;
  tc_status last = TC_OK;                 // how the last call of Scheme in it ended
  int exit_code = 0;                      // for TC_EXITED
  tiercel::Value taken = tiercel::v_nil;  // what was raised there, or what the escape takes along
  Action action = Action::none;
  tiercel::Value object = tiercel::v_nil;  // what to raise; list of values; procedure to call
  tiercel::Value arguments[3] = {};
  size_t argument_count = 0;
};

namespace tiercel {

static_assert(sizeof(tc_value) == sizeof(Value));
inline Value inside(tc_value value) { return {value.bits}; }
inline tc_value outside(Value value) { return {value.bits}; }

inline std::string_view text_of(const char* text, size_t length) {
  return length == TC_ZERO_TERMINATED ? std::string_view(text) : std::string_view(text, length);
}

tc_status status_of(Status status);
tc_result make_result(tc_status status, int code, const std::string& text);
inline tc_result failure(tc_status status) { return {status, 0, nullptr, 0}; }
// A zero-terminated copy for tc_free; null when memory is short.
char* copy_text(const std::string& text);

// Whether the status ends what a C function may do: it has to return.
inline bool ends_function(tc_status status) {
  return status == TC_ESCAPED || status == TC_EXITED || status == TC_INTERRUPTED || status == TC_OUT_OF_FUEL;
}

// Makes the isolate the thread's current one for the length of an evaluation.  If status() is not TC_OK, nothing may run:
// another thread is inside, the thread has no stack left, or the C function that is running has to return.
class Entered {
 public:
  explicit Entered(tc_isolate* isolate);
  ~Entered();
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
  tc_status status() const { return status_; }

 private:
  tc_isolate* isolate_;
  tc_status status_ = TC_OK;
  void* previous_ = nullptr;
};

// Notes how an evaluation ended, for tc_condition, tc_value_at and tc_pass; its status.
tc_status note_outcome(tc_isolate* isolate, const Outcome& outcome);

}  // namespace tiercel
