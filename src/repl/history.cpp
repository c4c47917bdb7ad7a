// The file is read once; when it has grown far beyond what is kept, it is replaced by its newest part.
#include "repl/history.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

namespace tiercel {
namespace {

constexpr size_t entries_max = 1000, entry_bytes_max = size_t{64} << 10;
constexpr off_t file_bytes_max = off_t{8} << 20;
constexpr mode_t file_mode = 0600, folder_mode = 0700;

std::string escape(const std::string& entry) {
  std::string line;
  for (char c : entry) {
    if (c == '\n') line += "\\n";
    else if (c == '\\') line += "\\\\";
    else line += c;
  }
  return line + "\n";
}

std::string unescape(std::string_view line) {
  std::string entry;
  for (size_t i = 0; i < line.size(); i++) {
    if (line[i] == '\\' && i + 1 < line.size()) entry += line[++i] == 'n' ? '\n' : line[i];
    else entry += line[i];
  }
  return entry;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    ssize_t count = write(file, text.data(), text.size());
    if (count <= 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

void make_folders(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    mkdir(path.substr(0, slash).c_str(), folder_mode);
}

// The whole file, or its end if somebody made it enormous; false if there is none that can be read.
bool read_end(const std::string& path, std::string* text) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return false;
  struct stat status{};
  bool good = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  if (good && status.st_size > file_bytes_max) lseek(file, -file_bytes_max, SEEK_END);
  char buffer[16384];
  ssize_t count;
  while (good && (count = read(file, buffer, sizeof buffer)) > 0) text->append(buffer, static_cast<size_t>(count));
  close(file);
  return good;
}

}  // namespace

std::string History::default_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && state[0] == '/') return std::string(state) + "/tiercel/history";
  const char* home = std::getenv("HOME");
  if (home && home[0] == '/') return std::string(home) + "/.local/state/tiercel/history";
  return {};
}

History::History(std::string path) : path_(std::move(path)) { load(); }

void History::load() {
  std::string text;
  if (path_.empty() || !read_end(path_, &text)) return;
  std::string_view rest = text;
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    std::string entry = unescape(rest.substr(0, end));
    if (!entry.empty() && entry.size() <= entry_bytes_max && is_valid_utf8(entry)) entries_.push_back(std::move(entry));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  bool too_long = entries_.size() > 2 * entries_max;
  if (entries_.size() > entries_max)
    entries_.erase(entries_.begin(), entries_.end() - static_cast<std::ptrdiff_t>(entries_max));
  if (too_long) rewrite();
}

// By renaming, so that a session that is killed here leaves the old file.
void History::rewrite() {
  std::string text, temporary = path_ + "." + std::to_string(getpid());
  for (const std::string& entry : entries_) text += escape(entry);
  int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, file_mode);
  if (file < 0) return;
  bool good = write_all(file, text);
  good = close(file) == 0 && good;
  if (!good || std::rename(temporary.c_str(), path_.c_str()) != 0) unlink(temporary.c_str());
}

void History::append(const std::string& entry) {
  if (path_.empty()) return;
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK;
  int file = open(path_.c_str(), flags, file_mode);
  if (file < 0) {
    make_folders(path_);
    file = open(path_.c_str(), flags, file_mode);
  }
  if (file < 0) return;
  write_all(file, escape(entry));
  close(file);
}

void History::add(const std::string& entry) {
  bool kept = !entry.empty() && entry[0] != ' ' && entry.size() <= entry_bytes_max;
  if (!kept || (!entries_.empty() && entries_.back() == entry)) return;
  if (entries_.size() == entries_max) entries_.erase(entries_.begin());
  entries_.push_back(entry);
  append(entry);
}

}  // namespace tiercel
