// One line on the terminal that says what is being done, gone when it is done; nothing where nobody watches.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "engine/engine.h"

namespace tiercel {

// Standard error is written by whoever has something to say, after `pause`; the line comes back with the next step.
class Progress final : public CompileProgress {
 public:
  // `subject` is what the line begins with: a file, or empty.
  explicit Progress(std::string subject);
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Work that takes long for sure: the line is there at once, and from now on for each step.
  void begin(const char* what);
  // Work that may be done in a moment: the line comes when half a second has passed since the first step.
  void step(const CompileStep& step) override;
  void pause() override;
  void end() override;
  // A last line, which stays, with the time since the beginning.
  void done(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;
  void draw_locked();
  void erase_locked();
  void wait_for_time();

  const std::string subject_;
  const bool shown_;
  const Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::string text_;            // empty: paused
  bool drawn_ = false;          // it is on the terminal
  bool working_ = false;        // between the first step and `end`
  Clock::time_point due_ = {};  // when it comes to the terminal
  std::thread waiting_;         // until then
};

}  // namespace tiercel
