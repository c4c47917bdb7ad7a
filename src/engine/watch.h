// A program that is changed while it runs: `tiercel run --watch FILE`.
//
// A thread looks at the file; when it has changed, the running program is interrupted at its next poll, what is different in
// the new text is compiled in the program's environment, and the new definitions take the place of the old ones.  The
// variables of all other definitions, and everything that is on the stack, stay as they are.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "engine/engine.h"

namespace tiercel {

class FileWatcher {
 public:
  // Calls `changed`, on a thread of its own, whenever the contents of the file are others than the last time; and `taken`
  // when somebody takes them.  Neither happens while the other does.
  FileWatcher(std::string path, std::string contents, std::function<void()> changed, std::function<void()> taken);
  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  // Whether there are contents that were not taken yet; waits up to `wait_ms` for them.
  bool wait(int wait_ms);
  // The newest contents; false if they were taken before.
  bool take(std::string* contents);
  // From now on nobody is called.
  void be_silent();

 private:
  void watch();

  std::string path_;
  std::function<void()> changed_, taken_;
  std::mutex mutex_;
  std::condition_variable condition_;
  std::string contents_;
  bool fresh_ = false, stop_ = false;
  std::thread thread_;
};

// What is different between two texts of a program, as texts of whole forms.
class ProgramVersion {
 public:
  // The forms of the next text that the last one did not have, by number.
  std::vector<size_t> replace(const std::vector<std::string>& forms);

 private:
  std::map<std::string, size_t> forms_;  // how often each stands in the program
};

}  // namespace tiercel
