// One function for each command, and the table that names them.
#include "repl/commands.h"

#include <chrono>
#include <cstdio>
#include <ctime>

#include "reader/reader.h"

namespace tiercel {
namespace {

constexpr std::string_view blanks = " \t\r\n";

double processor_time_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

Verdict show_help(Session& session, const std::string&);

Verdict show_documentation(Session& session, const std::string& name) {
  if (name.empty()) {
    session.complain("usage: :doc NAME, or :doc (LIBRARY NAME)");
    return {};
  }
  std::string text = session.engine().documentation(session.engine().interaction(), name);
  session.say(text.empty() ? "nothing is known about " + name + "\n" : text);
  return {};
}

Verdict measure(Session& session, const std::string& expression) {
  Engine& engine = session.engine();
  Usage before = engine.usage();
  double processor = processor_time_s();
  auto begin = std::chrono::steady_clock::now();
  Outcome outcome = engine.evaluate(engine.interaction(), expression, "<repl>");
  double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  processor = processor_time_s() - processor;
  Usage after = engine.usage();
  Verdict verdict = session.report(outcome);
  char line[200];
  std::snprintf(line, sizeof line,
                "%.6f s elapsed, %.6f s processor, %.6f s of it collecting\n"
                "%lld bytes allocated, %llu young and %llu full collections\n",
                elapsed, processor, after.collector_s - before.collector_s,
                static_cast<long long>(after.bytes_allocated - before.bytes_allocated),
                static_cast<unsigned long long>(after.young_collections - before.young_collections),
                static_cast<unsigned long long>(after.full_collections - before.full_collections));
  if (!verdict.ended) session.say(line);
  return verdict;
}

Verdict show_stage(Session& session, Stage stage, std::string_view text) {
  Outcome outcome = session.engine().dump_at_prompt(stage, text);
  if (outcome.status != Status::ok) return session.report(outcome);
  session.say(outcome.text);
  return {};
}

Verdict expand(Session& session, const std::string& expression) { return show_stage(session, Stage::core, expression); }

Verdict dump(Session& session, const std::string& argument) {
  size_t end = std::min(argument.find_first_of(blanks), argument.size());
  Stage stage;
  if (!parse_stage(std::string_view(argument).substr(0, end), &stage)) {
    session.complain("usage: :dump STAGE EXPR, where STAGE is " + stage_list());
    return {};
  }
  return show_stage(session, stage, std::string_view(argument).substr(end));
}

Verdict dump_native(Session& session, const std::string& expression) {
  if (expression.empty()) {
    session.complain("usage: :dump-ir EXPR");
    return {};
  }
  return show_stage(session, Stage::llvm, expression);
}

Verdict native_tier(Session& session, const std::string& argument) {
  Engine& engine = session.engine();
  if (argument == "on") engine.set_native_mode(NativeMode::on);
  else if (argument == "off") engine.set_native_mode(NativeMode::off);
  else if (argument == "auto") engine.set_native_mode(NativeMode::automatic);
  else if (argument.empty()) session.say(engine.native_report());
  else session.complain("usage: :jit [on|off|auto]");
  return {};
}

Verdict quit(Session&, const std::string&) { return {true, 0}; }

constexpr CommandRow commands[] = {
    {":help", "", "show this", false, show_help},
    {":doc", "NAME", "what is known about a name; :doc (srfi 1) lists a library", false, show_documentation},
    {":time", "EXPR", "evaluate, and tell how long it took and what it allocated", true, measure},
    {":expand", "EXPR", "show what the expander makes of an expression", true, expand},
    {":dump", "STAGE EXPR", "show a stage: tokens, syntax, core, optimize, bytecode, llvm or asm", true, dump},
    {":dump-ir", "EXPR", "show the LLVM IR of an expression, as :dump llvm does", true, dump_native},
    {":jit", "[on|off|auto]", "when procedures become machine code: at once, never, by count; alone, tell", false,
     native_tier},
    {":quit", "", "end the session, as (exit) and Ctrl-D do", false, quit},
};

constexpr const char* help_end =
    "Everything else is an expression; one that is not complete goes on in the next line.\n"
    "*1 *2 *3 are the last values, *e is the last condition; (doc NAME) is :doc NAME.\n"
    "Keys: Tab completes or indents; Alt-Enter begins a line; Up, Down, Ctrl-R look into earlier entries;\n"
    "Ctrl-C drops the entry or stops the evaluation; Ctrl-Alt-F and Ctrl-Alt-B move over data; Ctrl-_ undoes.\n";

Verdict show_help(Session& session, const std::string&) {
  std::string text;
  for (const CommandRow& row : commands) {
    std::string usage = std::string(row.word) + " " + std::string(row.arguments);
    usage.resize(std::max<size_t>(usage.size(), 22), ' ');
    text += usage + std::string(row.help) + "\n";
  }
  session.say(text + help_end);
  return {};
}

std::string_view first_word(std::string_view entry) {
  size_t begin = entry.find_first_not_of(blanks);
  if (begin == std::string_view::npos || entry[begin] != ':') return {};
  size_t end = entry.find_first_of(" \t\r\n()\"';", begin);
  return entry.substr(begin, end == std::string_view::npos ? end : end - begin);
}

}  // namespace

const CommandRow* find_command(std::string_view entry) {
  std::string_view word = first_word(entry);
  for (const CommandRow& row : commands) {
    if (row.word == word) return &row;
  }
  return nullptr;
}

std::string command_argument(std::string_view entry) {
  std::string_view word = first_word(entry);
  entry.remove_prefix(static_cast<size_t>(word.data() - entry.data()) + word.size());
  size_t begin = entry.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return std::string(entry.substr(begin, entry.find_last_not_of(blanks) - begin + 1));
}

bool is_entry_complete(std::string_view entry, Dialect dialect) {
  const CommandRow* command = find_command(entry);
  if (command && !command->takes_expression) return true;
  return !is_incomplete(entry, dialect);
}

std::vector<std::string> command_words() {
  std::vector<std::string> words;
  for (const CommandRow& row : commands) words.emplace_back(row.word);
  return words;
}

std::vector<std::string> argument_words(std::string_view command) {
  if (command == ":dump") return {stage_words().begin(), stage_words().end()};
  if (command == ":jit") return {"auto", "off", "on"};
  return {};
}

}  // namespace tiercel
