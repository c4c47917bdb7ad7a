// Where entries come from: the editor on a terminal that can move its cursor, else lines of standard input.
#include "repl/repl.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include "gen/version.h"
#include "reader/reader.h"
#include "repl/commands.h"
#include "repl/completion.h"
#include "repl/editor.h"
#include "repl/session.h"

namespace tiercel {
namespace {

// The prompt says so when everything becomes machine code at once (:jit on).
struct Prompt {
  std::string_view first, more;
};
constexpr Prompt plain_prompt = {"tiercel> ", "       > "}, native_prompt = {"tiercel[jit]> ", "            > "};

const Prompt& prompt_of(const Engine& engine) {
  return engine.native_mode() == NativeMode::on ? native_prompt : plain_prompt;
}

constexpr int exit_interrupted = 130;

// --- On a terminal --------------------------------------------------------------------------------------------------

class PromptAdviser final : public EntryAdviser {
 public:
  explicit PromptAdviser(Engine& engine) : engine_(engine) {}
  bool is_complete(const std::string& entry) override { return is_entry_complete(entry, engine_.dialect()); }
  Completions complete(const std::string& text, size_t cursor) override {
    return find_completions(engine_, text, cursor);
  }

 private:
  Engine& engine_;
};

int run_on_terminal(Engine& engine, bool colours) {
  Terminal terminal(STDIN_FILENO, STDOUT_FILENO);
  Screen screen(terminal, colours);
  History history(History::default_path());
  PromptAdviser adviser(engine);
  Editor editor(terminal, screen, history, adviser);
  Session session(engine, colours && isatty(STDERR_FILENO));
  std::string entry;
  for (;;) {
    std::fflush(stdout);
    const Prompt& prompt = prompt_of(engine);
    switch (editor.read(prompt.first, prompt.more, &entry)) {
      case EntryStatus::end: return 0;
      case EntryStatus::cancelled: continue;
      case EntryStatus::entry: break;
    }
    engine.forget_interrupt();
    if (Verdict verdict = session.run_entry(entry); verdict.ended) return verdict.exit_code;
  }
}

// --- On lines -------------------------------------------------------------------------------------------------------

// Standard input as the reader wants it: further lines, for as long as a datum is not complete.
class LineSource final : public TextSource {
 public:
  LineSource(Engine& engine, bool prompts) : engine_(engine), prompts_(prompts) {}

  bool more(std::string_view* text) override {
    std::string line;
    if (prompts_) print_prompt();
    status_ = engine_.read_line(&line);
    if (status_ != InputStatus::line) return false;
    text_ += line;
    *text = text_;
    return true;
  }

  const std::string& text() const { return text_; }
  InputStatus status() const { return status_; }
  void clear() { text_.clear(); }
  // Drops what has been evaluated; a rest that is blank is no entry.
  void consume(size_t count) {
    text_.erase(0, count);
    if (text_.find_first_not_of(" \t\r\n") == std::string::npos) text_.clear();
  }

 private:
  void print_prompt() {
    std::string_view prompt = text_.empty() ? prompt_of(engine_).first : prompt_of(engine_).more;
    std::fwrite(prompt.data(), 1, prompt.size(), stdout);
    std::fflush(stdout);
  }

  Engine& engine_;
  bool prompts_;
  std::string text_;
  InputStatus status_ = InputStatus::line;
};

// A command takes its line, and further ones while its expression is not complete.
Verdict run_command_lines(Session& session, LineSource& source) {
  std::string_view text = source.text();
  while (!is_entry_complete(text, session.engine().dialect()) && source.more(&text)) continue;
  std::string entry = source.text();
  source.clear();
  return session.run_entry(entry);
}

Verdict run_next_datum(Session& session, LineSource& source) {
  uint32_t end = 0;
  ReadStatus status = skip_datum(source.text(), 0, &end, session.engine().dialect(), &source);
  if (source.status() == InputStatus::interrupted) return {};
  std::string text = source.text();
  if (status == ReadStatus::datum) {
    source.consume(end);
    text.resize(end);
    return session.run_form(text);
  }
  source.clear();
  return status == ReadStatus::end ? Verdict{} : session.run_form(text);
}

int run_on_lines(Engine& engine, bool prompts) {
  LineSource source(engine, prompts);
  Session session(engine, false);
  std::string_view text;
  for (;;) {
    Verdict verdict;
    if (!source.text().empty() || source.more(&text)) {
      engine.forget_interrupt();
      verdict = find_command(source.text()) ? run_command_lines(session, source) : run_next_datum(session, source);
    }
    if (verdict.ended) return verdict.exit_code;
    if (source.status() == InputStatus::interrupted) {
      engine.forget_interrupt();
      if (!prompts) return exit_interrupted;
      source.clear();
      std::fputs("\n", stdout);
    } else if (source.status() == InputStatus::end && source.text().empty()) {
      return 0;
    }
  }
}

bool is_smart_terminal() {
  const char* name = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && name && *name && std::strcmp(name, "dumb") != 0;
}

// https://no-color.org: any value that is not empty.
bool wants_colours() {
  const char* none = std::getenv("NO_COLOR");
  return !none || !*none;
}

}  // namespace

int run_repl(Engine& engine, bool terminal) {
  engine.begin_session();
  if (!terminal) return run_on_lines(engine, false);
  std::printf("Tiercel %s. :help lists commands; (exit) or Ctrl-D ends.\n", version_text);
  std::fflush(stdout);
  int code = is_smart_terminal() ? run_on_terminal(engine, wants_colours()) : run_on_lines(engine, true);
  return code;
}

}  // namespace tiercel
