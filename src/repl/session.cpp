// Evaluating entries.  Nothing that happens here ends the session but `exit` and an engine that cannot go on.
#include "repl/session.h"

#include <cstdio>

#include "reader/reader.h"
#include "repl/commands.h"

namespace tiercel {
namespace {

constexpr int exit_internal = 70;
constexpr std::string_view error_colour = "\x1b[1;31m", reset = "\x1b[0m";

}  // namespace

void Session::say(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// The word `error` with its code stands out.
void Session::complain(std::string_view text) {
  std::string out(text);
  size_t begin = colours_ ? out.find("error") : std::string::npos;
  size_t end = begin == std::string::npos ? begin : out.find_first_of(":\n", begin);
  if (end != std::string::npos) {
    out.insert(end, reset);
    out.insert(begin, error_colour);
  }
  if (out.empty() || out.back() != '\n') out += '\n';
  std::fwrite(out.data(), 1, out.size(), stderr);
}

Verdict Session::report(const Outcome& outcome) {
  switch (outcome.status) {
    case Status::ok: {
      engine_.remember(outcome.value);
      Outcome shown = engine_.show(outcome.value);
      return shown.status == Status::ok ? Verdict{} : report(shown);
    }
    case Status::exited: return {true, outcome.exit_code};
    case Status::not_ready: return {true, exit_internal};
    case Status::interrupted:
      interrupted_ = true;
      complain("interrupted");
      return {};
    case Status::out_of_fuel: complain("error[T4005]: the evaluation used up its fuel"); return {};
    case Status::condition:
      engine_.remember_condition(outcome.value);
      complain(outcome.text);
      return {};
    case Status::syntax: complain(outcome.text); return {};
  }
  return {};
}

Verdict Session::run_form(std::string_view text) {
  return report(engine_.evaluate(engine_.interaction(), text, "<repl>"));
}

Verdict Session::run_entry(const std::string& entry) {
  interrupted_ = false;
  if (const CommandRow* command = find_command(entry)) return command->run(*this, command_argument(entry));
  uint32_t at = 0, end = 0;
  while (!interrupted_) {
    switch (skip_datum(entry, at, &end, engine_.dialect())) {
      case ReadStatus::end: return {};
      case ReadStatus::datum: {
        Verdict verdict = run_form(std::string_view(entry).substr(at, end - at));
        if (verdict.ended) return verdict;
        at = end;
        break;
      }
      // Evaluating what cannot be read tells what is wrong with it.
      case ReadStatus::incomplete:
      case ReadStatus::error: return run_form(std::string_view(entry).substr(at));
    }
  }
  return {};
}

}  // namespace tiercel
