#include "cli/progress.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

#include "source/diagnostics.h"

namespace tiercel {

namespace {

constexpr std::chrono::milliseconds patience(500);

size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

std::string libraries(size_t count) { return std::to_string(count) + (count == 1 ? " library" : " libraries"); }

// "compiling (graph) ... 2 of 4 libraries, 5 from the cache"
std::string text_of(const CompileStep& step) {
  if (step.parts == 1) return "making machine code ...";
  if (step.parts > 1)
    return "making machine code ... " + std::to_string(step.parts_done) + " of " + std::to_string(step.parts) +
           " parts done";
  std::string text = step.expanding ? "expanding " : "compiling ";
  if (!step.what.empty()) text += escape_for_terminal(step.what) + " ";
  text += "...";
  if (step.libraries > 0 && step.expanding) text += " " + libraries(step.done) + " done";
  else if (step.libraries > 0) text += " " + std::to_string(step.done) + " of " + libraries(step.libraries) + " done";
  if (step.fetched > 0) text += (step.libraries > 0 ? ", " : " ") + libraries(step.fetched) + " from the cache";
  return text;
}

// A line that wraps could not be erased; bytes are no fewer than columns.
std::string cut(std::string text, size_t columns) {
  if (text.size() < columns) return text;
  size_t size = columns - 1;
  while (size > 0 && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80) size--;
  text.resize(size);
  return text;
}

}  // namespace

Progress::Progress(std::string subject) : subject_(std::move(subject)), shown_(can_erase(STDERR_FILENO)) {}

Progress::~Progress() { end(); }

void Progress::begin(const char* what) {
  if (!shown_) return;
  std::lock_guard lock(mutex_);
  due_ = Clock::now();
  working_ = true;
  text_ = std::string(what) + " ...";
  draw_locked();
}

void Progress::step(const CompileStep& step) {
  if (!shown_) return;
  std::lock_guard lock(mutex_);
  text_ = text_of(step);
  if (!working_) {
    working_ = true;
    due_ = Clock::now() + patience;
    sigset_t all, before;  // signals are for the thread that can be interrupted
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    waiting_ = std::thread([this] { wait_for_time(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  } else if (Clock::now() >= due_) {
    draw_locked();
  }
}

void Progress::wait_for_time() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_until(lock, due_, [this] { return !working_; })) draw_locked();
}

void Progress::pause() {
  if (!shown_) return;
  std::lock_guard lock(mutex_);
  text_.clear();
  erase_locked();
}

void Progress::end() {
  if (!shown_) return;
  {
    std::lock_guard lock(mutex_);
    working_ = false;
    text_.clear();
    erase_locked();
  }
  changed_.notify_all();
  if (waiting_.joinable()) waiting_.join();
}

void Progress::done(const std::string& text) {
  if (!shown_) return;
  end();
  std::fprintf(stderr, "%s, %.2f s\n", text.c_str(), std::chrono::duration<double>(Clock::now() - begin_).count());
}

void Progress::draw_locked() {
  if (text_.empty()) return;
  std::string line = cut((subject_.empty() ? "" : subject_ + ": ") + text_, terminal_columns());
  std::fprintf(stderr, "\r\x1B[K%s", line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::erase_locked() {
  if (!drawn_) return;
  std::fputs("\r\x1B[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace tiercel
