// The thread that looks at files.
#include <chrono>

#include "base/read_file.h"
#include "engine/services.h"
#include "engine/watch.h"

namespace tiercel {
namespace {

constexpr int look_every_ms = 100;

bool same(const struct stat& a, const struct stat& b) {
  return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

FileWatcher::FileWatcher(std::function<void()> changed, std::function<void()> taken)
    : changed_(std::move(changed)), taken_(std::move(taken)), thread_([this] { watch(); }) {}

FileWatcher::~FileWatcher() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  condition_.notify_all();
  thread_.join();
}

void FileWatcher::add(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto [place, fresh] = files_.try_emplace(path);
  if (fresh) (void)read_regular_file(path, &place->second.contents);
}

// Editors write a file anew or put another in its place; a text is taken when it has not changed between two looks.
bool FileWatcher::has_changed(const std::string& path, File& file) {
  struct stat now = {};
  if (::stat(path.c_str(), &now) != 0 || same(now, file.taken)) return false;
  bool settled = same(now, file.last);
  file.last = now;
  std::string text;
  if (!settled || !read_regular_file(path, &text)) return false;
  file.taken = now;
  if (text == file.contents) return false;
  file.contents = std::move(text);
  return true;
}

void FileWatcher::watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!condition_.wait_for(lock, std::chrono::milliseconds(look_every_ms), [this] { return stop_; })) {
    bool any = false;
    for (auto& [path, file] : files_) {
      if (!has_changed(path, file)) continue;
      fresh_.insert(path);
      any = true;
    }
    if (!any) continue;
    condition_.notify_all();
    changed_();
  }
}

bool FileWatcher::wait(int wait_ms) {
  std::unique_lock<std::mutex> lock(mutex_);
  return condition_.wait_for(lock, std::chrono::milliseconds(wait_ms), [this] { return !fresh_.empty(); });
}

std::set<std::string> FileWatcher::take() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!fresh_.empty()) taken_();
  return std::exchange(fresh_, {});
}

bool FileWatcher::be_silent() {
  std::lock_guard<std::mutex> lock(mutex_);
  changed_ = taken_ = [] {};
  return !fresh_.empty();
}

}  // namespace tiercel
