// A program that is changed while it runs: `tiercel run --watch FILE`.
//
// A thread looks at the files; when one has changed, the running program is interrupted at its next poll, what is different in
// the new text is compiled where the old text was, and the new definitions take the place of the old ones.  The variables of
// all other definitions, and everything that is on the stack, stay as they are.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "engine/engine.h"

namespace tiercel {

struct Compilation;
struct Datum;

// watch_files.cpp
class FileWatcher {
 public:
  // Calls `changed`, on a thread of its own, whenever the contents of a file are others than the last time; and `taken`
  // when somebody takes the news.  Neither happens while the other does.
  FileWatcher(std::function<void()> changed, std::function<void()> taken);
  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  // From now on this file too, if it is not watched yet.
  void add(const std::string& path);
  // Whether a file has changed since somebody took the news; waits up to `wait_ms` for that.
  bool wait(int wait_ms);
  // The files that have changed.
  std::set<std::string> take();
  // From now on nobody is called.  True if there is news that nobody has taken.
  bool be_silent();

 private:
  struct File {
    std::string contents;
    struct stat taken = {}, last = {};
  };
  void watch();
  bool has_changed(const std::string& path, File& file);

  std::function<void()> changed_, taken_;
  std::mutex mutex_;
  std::condition_variable condition_;
  std::map<std::string, File> files_;
  std::set<std::string> fresh_;
  bool stop_ = false;
  std::thread thread_;
};

// What a program consists of, as texts of whole forms.
class ProgramVersion {
 public:
  // The forms that this version does not have, by number.
  std::vector<size_t> fresh_among(const std::vector<std::string>& forms) const;
  // From now on these forms; what is not taken on stays fresh.
  void take_on(const std::vector<std::string>& forms);

 private:
  std::map<std::string, size_t> forms_;  // how often each stands in the program
};

// What is compiled in one place: the program, a file that it loads, or a library.  watch_sources.cpp
struct WatchedSource {
  std::string path;               // of its main file
  std::string library;            // its key; empty: it is no library
  TopLevel* top_level = nullptr;  // of what is no library
  std::set<std::string> files;    // that it consists of
  ProgramVersion version;
  std::string declarations;  // of a library: what a change in the middle of a run cannot do anything about
};
// A form as it stands in its file, those of included files in the place of `include`; and a text that is another if anything in
// it is, a file that it includes inside itself for example.
struct WatchedForm {
  const Datum* form;
  std::string text;
};
// watch_macros.cpp: adds to the fresh forms, by number, those procedures and macros whose text mentions a macro that is fresh
// itself, so that they are expanded anew.  Other definitions stay: they would lose what their variables hold.
void add_users_of_macros(const std::vector<WatchedForm>& forms, std::vector<size_t>* fresh);
// What may be run in the middle of the program: it changes names and does nothing else.
bool is_definition(const Datum* form);
// The word at the head of a form that is a list; empty if there is none.
std::string_view head_of(const Datum* form);
// Reads the forms of the source anew, and which files it consists of.  False, with errors in `work`: it cannot be read.
bool read_watched(Engine::Parts& parts, Compilation& work, WatchedSource& source, std::vector<WatchedForm>* forms);
// The libraries that a file defines.
std::vector<std::string> libraries_in(Engine::Parts& parts, const std::string& path);

}  // namespace tiercel
