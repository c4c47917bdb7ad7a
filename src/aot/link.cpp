// The C compiler is asked to link, because it alone knows where start files and system libraries are; lld does the work
// where it is found, since it is several times as fast.
#include "aot/link.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/read_file.h"

extern char** environ;

namespace tiercel {

namespace {

// A folder that disappears with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const char* place = std::getenv("TMPDIR");
    std::string pattern = std::string(place && *place ? place : "/tmp") + "/tiercel-XXXXXX";
    if (::mkdtemp(pattern.data())) path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    for (const std::string& file : files_) ::unlink(file.c_str());
    if (!path_.empty()) ::rmdir(path_.c_str());
  }

  bool usable() const { return !path_.empty(); }
  const std::string& path() const { return path_; }

  std::string name(const std::string& file) {
    files_.push_back(path_ + "/" + file);
    return files_.back();
  }

 private:
  std::string path_;
  std::vector<std::string> files_;
};

bool write_file(const std::string& path, std::string_view bytes) {
  FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && good;
}

// A file under a name of its own until it is whole, so that a program that runs is not written over; then it is renamed.
class Unfinished {
 public:
  explicit Unfinished(const std::string& path) : path_(path), name_(path + ".unfinished") {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { ::unlink(name_.c_str()); }

  const std::string& name() const { return name_; }

  bool finish(std::string* problem) {
    if (std::rename(name_.c_str(), path_.c_str()) == 0) return true;
    *problem = "cannot write " + path_ + ": " + std::strerror(errno);
    return false;
  }

 private:
  std::string path_, name_;
};

// The first of these programs that PATH has; empty if none.
std::string find_program(std::initializer_list<const char*> names) {
  const char* path = std::getenv("PATH");
  std::string_view all = path && *path ? path : "/usr/local/bin:/usr/bin:/bin";
  for (const char* name : names) {
    for (std::string_view rest = all;;) {
      size_t colon = rest.find(':');
      std::string candidate = std::string(rest.substr(0, colon)) + "/" + name;
      if (::access(candidate.c_str(), X_OK) == 0) return candidate;
      if (colon == std::string_view::npos) break;
      rest.remove_prefix(colon + 1);
    }
  }
  return "";
}

// Runs a program to its end; what it says goes to the file `said`.
bool run_program(std::vector<std::string> words, const std::string& said, std::string* problem) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  int error = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  while (error == 0 && ::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) error = errno;
  }
  if (error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  *problem = "linking with " + words[0] + " failed" + (error ? std::string(": ") + std::strerror(error) : "");
  std::string text;
  if (read_regular_file(said, &text) && !text.empty()) *problem += "\n" + text;
  return false;
}

struct Tools {
  std::string compiler, lld;
};

bool find_tools(Tools* tools, std::string* problem) {
  tools->compiler = find_program({"cc", "gcc", "clang", "clang-22", "clang-21", "clang-20", "clang-19"});
  tools->lld = find_program({"ld.lld", "ld.lld-22", "ld.lld-21", "ld.lld-20", "ld.lld-19"});
  if (!tools->compiler.empty()) return true;
  *problem =
      "no linker was found: a program is linked by the C compiler (cc, gcc or clang), and there is none in PATH; "
      "on Debian, install gcc and libc6-dev";
  return false;
}

// The objects as files; the words of a command that name them.
bool write_objects(TemporaryFolder& folder, const std::vector<std::string>& objects, std::vector<std::string>* words,
                   std::string* problem) {
  if (!folder.usable()) {
    *problem = std::string("cannot make a temporary folder: ") + std::strerror(errno);
    return false;
  }
  for (const std::string& object : objects) {
    std::string path = folder.name(std::to_string(words->size()) + ".o");
    if (!write_file(path, object)) {
      *problem = "cannot write " + path + ": " + std::strerror(errno);
      return false;
    }
    words->push_back(path);
  }
  return true;
}

// The C compiler finds a linker by its bare name, in a folder of our own.
void use_lld(const Tools& tools, TemporaryFolder& folder, std::vector<std::string>* words) {
  if (tools.lld.empty() || ::symlink(tools.lld.c_str(), folder.name("ld.lld").c_str()) != 0) return;
  words->insert(words->end(), {"-B" + folder.path(), "-fuse-ld=lld"});
}

}  // namespace

bool link_program(const LinkRequest& request, std::string* problem) {
  Tools tools;
  if (!find_tools(&tools, problem)) return false;
  if (::access(request.runtime.c_str(), R_OK) != 0) {
    *problem = "the runtime library is not there: " + request.runtime;
    return false;
  }
  TemporaryFolder folder;
  std::vector<std::string> words = {tools.compiler};
  if (!write_objects(folder, request.objects, &words, problem)) return false;
  use_lld(tools, folder, &words);
  Unfinished output(request.output);
  words.insert(words.end(), {"-o", output.name(),
                             request.shared         ? "-shared"
                             : request.fully_static ? "-static"
                                                    : "-no-pie",
                             request.runtime});
  if (request.fully_static) words.insert(words.end(), {"-lgmp", "-lstdc++"});
  else
    words.insert(words.end(),
                 {"-Wl,--as-needed", "-lgmp", "-static-libgcc", "-Wl,-Bstatic", "-lstdc++", "-Wl,-Bdynamic"});
  words.insert(words.end(), {"-lm", "-Wl,--gc-sections", "-Wl,-z,relro", "-Wl,-z,now", "-Wl,--build-id=none"});
  if (request.shared) words.emplace_back("-Wl,--undefined=tc_run_program");
  if (!request.with_debug) words.emplace_back("-Wl,--strip-all");
  return run_program(words, folder.name("said"), problem) && output.finish(problem);
}

// lld joins objects of every machine and needs no start files, so it is run directly where it is.
bool join_objects(const std::vector<std::string>& objects, const std::string& path, bool this_machine,
                  std::string* problem) {
  Tools tools;
  bool found = find_tools(&tools, problem);
  if (tools.lld.empty() && !this_machine) {
    *problem = "objects of another machine are joined by lld, and there is no ld.lld in PATH; on Debian, install lld";
    return false;
  }
  if (tools.lld.empty() && !found) return false;
  problem->clear();
  TemporaryFolder folder;
  std::vector<std::string> words = {tools.lld.empty() ? tools.compiler : tools.lld};
  if (!write_objects(folder, objects, &words, problem)) return false;
  if (tools.lld.empty()) words.emplace_back("-nostdlib");
  Unfinished output(path);
  words.insert(words.end(), {"-r", "-o", output.name()});
  return run_program(words, folder.name("said"), problem) && output.finish(problem);
}

bool write_text(const std::string& text, const std::string& path, std::string* problem) {
  Unfinished output(path);
  if (write_file(output.name(), text)) return output.finish(problem);
  *problem = "cannot write " + output.name() + ": " + std::strerror(errno);
  return false;
}

}  // namespace tiercel
