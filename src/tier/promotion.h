// Promotion: which functions get native code, when, and how the running program changes over to it.
//
// A function asks when it has been called, or has looped, as often as its trigger says.  The running thread makes a
// snapshot of it and of the functions of its unit that it calls directly, a thread of its own compiles, and what it made
// is published by storing the function's entry: new closures copy that, old ones forward at their next call.  With
// threshold 0 the running thread waits for the compiler, so that nothing runs in tier 1 first.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "interp/hooks.h"
#include "native/request.h"
#include "object/context.h"
#include "object/isolate.h"
#include "tier/stored_code.h"
#include "tier/watchers.h"

namespace tiercel {

// What was refused, once for each function.
struct Rejection {
  Function* function;
  int64_t instruction;
  std::string reason;
};

// One answer of the compiler, told when it is published.
struct PromotionEvent {
  Function* function;   // the wanted one, or the one that is refused
  int64_t instruction;  // the head of a loop, or what is refused; -1: the whole function
  std::string refusal;  // empty: there is native code now
  size_t functions = 0, code_bytes = 0;
  double compile_ms = 0;
};

class Promotions;
// From now on the interpreter asks it for native code.
void use_promotions(Isolate* isolate, InterpreterHooks* hooks, Promotions* promotions);

class Promotions final : public WeakTable {
 public:
  // What programs get that ask for no threshold; docs/rooms/tier.md has the measurements.
  static constexpr std::optional<int64_t> threshold_default = 1000;
  // So many calls, or so many times loop_factor turns of a loop, leave a function in tier 1.
  static constexpr int64_t loop_factor = 20;
  // Nothing is compiled by count before the program has run so long, unless it was told a threshold: a short program
  // would end before the library is open.
  static constexpr double patience_ms = 40;
  // The library is opened somewhat earlier, so that the first request finds it open.
  static constexpr double patience_to_open_ms = 20;
  // What has run so many instructions in tier 1 by itself, which takes it 5 to 10 ms, asks before that, if there is another
  // processor to compile on.
  static constexpr uint64_t work_to_ask = 2'000'000;

  explicit Promotions(Isolate* isolate);
  ~Promotions() override;
  Promotions(const Promotions&) = delete;
  Promotions& operator=(const Promotions&) = delete;

  // From now on, also for functions that are loaded.  No threshold: nothing is promoted; what is native stays so.
  void set_threshold(std::optional<int64_t> threshold, bool patient);
  std::optional<int64_t> threshold() const { return threshold_; }
  // Hears of each answer, on the running thread.
  void set_observer(std::function<void(const PromotionEvent&)> observer) { observer_ = std::move(observer); }

  Code promote(Function* function);
  LoopCode promote_loop(Function* function, int64_t instruction, const Value* registers);
  // Compiles now, in this call.  Whether the function has native code afterwards.
  bool promote_now(Function* function);

  // Code, and what is known of functions, dies with their units.
  void forget(const std::function<bool(Value)>& is_dead) override;

  // What keeps everything in tier 1, or empty: promotion is off, or there is no compiler.
  std::string obstacle() const;
  // Why this function stays in tier 1, or null.
  const Rejection* rejection(const Function* function) const;
  // For tests: see Request::refuse.
  void refuse_always(std::string what) { refused_always_ = std::move(what); }
  // Whether code that was made in haste goes into archives: used from the first call, it would never be made better.
  void keep_fast_code(bool keep) { keeps_fast_code_ = keep; }
  bool keeps_fast_code() const { return keeps_fast_code_; }
  // For tests: Request::optimize, whatever is compiled.
  void optimize_always(int level) { optimize_always_ = level; }
  // For tests: the running thread waits for the compiler under every threshold, not 0 alone.
  void wait_always() { waits_always_ = true; }
  // From now on tells gdb or perf about code.
  void tell(std::unique_ptr<CodeWatchers> watchers) { watchers_ = std::move(watchers); }
  const std::vector<Rejection>& rejections() const { return rejections_; }
  // Whether the compile thread is at work, opening the library included, so that ending the thread would have to wait.
  bool is_compiling();
  // --- Code that outlives the process (archive.cpp)
  // What is known of the unit of `function` from earlier runs is used when it is asked for, and what is compiled for it is
  // added.
  void use_archive(const Function* function, std::shared_ptr<UnitArchive> archive);
  // Called on the compile thread when archives have changed and nothing was compiled for `keep_after`: a program that does not
  // come to its end leaves its code all the same.  To be set before anything runs.
  void set_keeper(std::function<void()> keeper) { keeper_ = std::move(keeper); }
  static constexpr std::chrono::milliseconds keep_after{200};
  // Publishes what is finished, so that it is in the archives.
  void settle() { publish_finished(); }

  // LLVM IR or assembly of all functions of the unit that `function` belongs to; empty, with the reason in `problem`, if
  // there is no compiler.
  std::string native_text(Function* function, bool assembly, std::string* problem);

 private:
  struct Job {
    native::Request request;
    native::Result result;
    std::vector<Function*> functions;  // of the unit
    std::vector<Procedure*> closures;  // static ones of the selected functions
    void* constants = nullptr;
    void* function_table = nullptr;
    Value unit = v_false;
    uint32_t unit_handle = 0;  // what the snapshot's pointers lead to lives until the result is published
    std::string no_compiler;   // why
    double compile_ms = 0;
    uint64_t heat = 0;  // how often its functions have asked since it waits; of what the running thread waits for, most
    bool done = false;
  };

  bool must_wait() const;
  bool is_rejected(Function* function) const { return rejected_.contains(function); }
  void arm(Function* function) const;
  Code promote_called(Function* function);
  bool is_called_often(const Function* function) const;
  Function* caller_or_itself(Function* function) const;
  std::vector<uint32_t> select(const native::Request& request, Function* wanted) const;
  std::unique_ptr<Job> make_job(Function* function, int64_t loop, const Value* registers = nullptr);
  Job* submit(std::unique_ptr<Job> job, bool is_waited_for = false);
  double age_ms();
  bool is_too_early(uint64_t work);
  void start_thread();
  void ask_again(const Function* function, int64_t loop);
  std::unique_ptr<Job> with_waiting(std::unique_ptr<Job> job);
  size_t jobs_waiting();
  bool waits_for_loop(Function* function) const;
  LoopCode loop_code(Function* function, int64_t instruction) const;
  void compile_and_wait(Function* function, int64_t loop, const Value* registers = nullptr);
  void publish_finished();
  void publish(Job& job);
  void put_in_place(Job& job);
  void fill_job(Job& job, const Function* function) const;
  UnitArchive* archive_of(const Function* function) const;
  bool use_stored(Function* function, int64_t loop);
  bool facts_hold(const StoredPiece& piece, const Function* function) const;
  void arm_stored(const Vector* functions, const UnitArchive& archive) const;
  void keep_piece(Job& job);
  void keep_archives(std::unique_lock<std::mutex>& lock);
  void drop_code(void* memory);
  void refuse(Job& job);
  void tell(const PromotionEvent& event) const;
  void compile_in_background();
  void release_dead_code(std::unique_lock<std::mutex>& lock);

  Isolate* isolate_;
  std::optional<int64_t> threshold_;
  bool patient_ = false, waits_always_ = false;
  bool has_second_processor_ = std::thread::hardware_concurrency() != 1;
  double age_ms_ = 0, looked_at_ms_;  // processor time of the threads that ran the isolate, and of the last one
  std::thread::id looked_on_ = std::this_thread::get_id();
  std::string no_compiler_;
  std::function<void(const PromotionEvent&)> observer_;
  std::vector<Rejection> rejections_;
  std::string refused_always_;
  std::optional<int> optimize_always_;
  bool keeps_fast_code_ = false;
  std::unique_ptr<CodeWatchers> watchers_;  // null: nobody watches
  std::unordered_set<Function*> asked_, rejected_;
  std::map<std::pair<Function*, int64_t>, LoopCode> loops_;              // null: asked for
  std::unordered_map<uint64_t, std::shared_ptr<UnitArchive>> archives_;  // by the unit's word
  std::unordered_set<void*> placed_;                                     // memory of stored code
  std::function<void()> keeper_;

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Job*> queue_;
  std::vector<std::unique_ptr<Job>> jobs_;
  std::vector<void*> dead_code_;  // Result::memory
  native::Compiler* compiler_ = nullptr;
  std::thread thread_;
  bool to_be_kept_ = false;  // archives have changed
  bool stop_ = false, opening_ = false;
};

}  // namespace tiercel
