// A plain REPL on libedit.  An entry may span several lines: the reader decides whether it is complete.
#include "repl/repl.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <editline/readline.h>

#include "gen/version.h"
#include "reader/reader.h"

namespace tiercel {
namespace {

constexpr const char* prompt_first = "tiercel> ";
constexpr const char* prompt_more = "       > ";
constexpr int exit_internal = 70;

class LineSource {
 public:
  explicit LineSource(bool terminal) : terminal_(terminal) {}

  // One line with its newline; false at the end of input.
  bool next(bool first, std::string* line) {
    if (!terminal_) return next_plain(line);
    char* text = readline(first ? prompt_first : prompt_more);
    if (!text) return false;
    *line = std::string(text) + "\n";
    std::free(text);
    return true;
  }

 private:
  bool next_plain(std::string* line) {
    char* buffer = nullptr;
    size_t capacity = 0;
    ssize_t count = getline(&buffer, &capacity, stdin);
    if (count > 0) line->assign(buffer, static_cast<size_t>(count));
    std::free(buffer);
    return count > 0;
  }

  bool terminal_;
};

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

// Collects lines until the reader finds no open list, string or comment.  False at the end of input.
bool read_entry(LineSource& source, Dialect dialect, std::string* entry) {
  entry->clear();
  std::string line;
  while (source.next(entry->empty(), &line)) {
    *entry += line;
    if (is_blank(*entry)) {
      entry->clear();
      continue;
    }
    if (!is_incomplete(*entry, dialect)) return true;
  }
  return !is_blank(*entry);
}

void remember(const std::string& entry) {
  std::string text = entry.substr(0, entry.find_last_not_of("\n") + 1);
  add_history(text.c_str());
}

}  // namespace

int run_repl(Engine& engine, bool terminal) {
  if (terminal) std::printf("Tiercel %s. End with (exit) or Ctrl-D.\n", version_text);
  LineSource source(terminal);
  std::string entry;
  while (read_entry(source, engine.dialect(), &entry)) {
    if (terminal) remember(entry);
    Outcome outcome = engine.evaluate(engine.interaction(), entry, "<repl>");
    switch (outcome.status) {
      case Status::ok: {
        std::string printed = engine.print(outcome.value);
        if (!printed.empty()) std::printf("%s\n", printed.c_str());
        break;
      }
      case Status::exited: return outcome.exit_code;
      case Status::interrupted: std::fputs("interrupted\n", stderr); break;
      case Status::out_of_fuel: std::fputs("fuel exhausted\n", stderr); break;
      case Status::not_ready: return exit_internal;
      case Status::condition:
      case Status::syntax: std::fputs(outcome.text.c_str(), stderr); break;
    }
    std::fflush(stdout);
  }
  if (terminal) std::printf("\n");
  return 0;
}

}  // namespace tiercel
