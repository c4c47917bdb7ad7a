// Promotion: which functions get native code, when, and how the running program changes over to it.
//
// A function asks when it has been called, or has looped, as often as its trigger says.  The running thread makes a
// snapshot of it and of the functions of its unit that it calls directly, a thread of its own compiles, and what it made
// is published by storing the function's entry: new closures copy that, old ones forward at their next call.  With
// threshold 0 the running thread waits for the compiler, so that nothing runs in tier 1 first.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "interp/hooks.h"
#include "native/request.h"
#include "object/context.h"

namespace tiercel {

struct Rejection {
  Function* function;
  int64_t instruction;
  std::string reason;
};

class Promotions final : public WeakTable {
 public:
  // `threshold` calls, or as many times `loop_factor` turns of a loop, leave a function in tier 1.
  Promotions(Isolate* isolate, int64_t threshold);
  ~Promotions() override;
  Promotions(const Promotions&) = delete;
  Promotions& operator=(const Promotions&) = delete;

  Code promote(Context* ctx, Function* function);
  LoopCode promote_loop(Context* ctx, Function* function, int64_t instruction);

  // Compiles now, in this call.  Whether the function has native code afterwards.
  bool promote_now(Context* ctx, Function* function);
  std::string native_text(Function* function, bool assembly);

  // Code, and what is known of functions, dies with their units.
  void forget(const std::function<bool(Value)>& is_dead) override;

  int64_t threshold() const { return threshold_; }
  int64_t promoted() const { return promoted_; }
  const std::vector<Rejection>& rejections() const { return rejections_; }

 private:
  static constexpr uint64_t loop_factor = 20;

  struct Job {
    native::Request request;
    native::Result result;
    std::vector<Function*> functions;  // of the unit
    std::vector<Procedure*> closures;  // static ones of the selected functions
    void* constants = nullptr;
    void* function_table = nullptr;
    Value unit = v_false;
    uint32_t unit_handle = 0;  // what the snapshot's pointers lead to lives until the result is published
    bool done = false;
  };

  bool is_rejected(Function* function) const;
  std::unique_ptr<Job> make_job(Context* ctx, Function* function, int64_t loop);
  Job* submit(std::unique_ptr<Job> job);
  size_t jobs_waiting();
  void wait(Job* job);
  void publish_finished(Context* ctx);
  void publish(Context* ctx, Job& job);
  void compile_in_background();
  void release_dead_code(std::unique_lock<std::mutex>& lock);
  native::Compiler* open_compiler();

  Isolate* isolate_;
  int64_t threshold_;
  int64_t promoted_ = 0;
  std::vector<Rejection> rejections_;
  std::unordered_set<Function*> asked_, rejected_;
  std::map<std::pair<Function*, int64_t>, LoopCode> loops_;  // null: asked for

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job*> queue_;
  std::vector<std::unique_ptr<Job>> jobs_;
  std::vector<void*> dead_code_;  // Result::memory
  native::Compiler* compiler_ = nullptr;
  std::thread thread_;
  bool stop_ = false;
};

}  // namespace tiercel
