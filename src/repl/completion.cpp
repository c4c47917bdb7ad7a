// Candidates are made anew each time, because any entry may have changed what is bound.
#include "repl/completion.h"

#include <algorithm>

#include "repl/commands.h"
#include "repl/structure.h"

namespace tiercel {
namespace {

constexpr std::string_view delimiters = " \t\n()\"';`,";
constexpr std::string_view import_words[] = {"import", "only", "except", "prefix", "rename"};

size_t word_start(const std::string& text, size_t cursor) {
  size_t before = cursor == 0 ? std::string::npos : text.find_last_of(delimiters, cursor - 1);
  return before == std::string::npos ? 0 : before + 1;
}

void keep_matching(const std::vector<std::string>& words, std::string_view beginning, Completions* found) {
  for (const std::string& word : words) {
    if (word.starts_with(beginning)) found->words.push_back(word);
  }
}

// A list inside (import ...) is a library's name: the whole of it is completed.
bool complete_library(Engine& engine, const std::string& text, size_t cursor, Completions* found) {
  size_t open = cursor == 0 ? std::string::npos : text.find_last_of("()", cursor - 1);
  if (open == std::string::npos || text[open] != '(') return false;
  std::string_view outer = Structure(text).head_around(open);
  if (std::find(std::begin(import_words), std::end(import_words), outer) == std::end(import_words)) return false;
  found->begin = open;
  keep_matching(engine.library_keys(), std::string_view(text).substr(open, cursor - open), found);
  return !found->words.empty();
}

}  // namespace

Completions find_completions(Engine& engine, const std::string& text, size_t cursor) {
  Completions found;
  found.begin = word_start(text, cursor);
  std::string_view word = std::string_view(text).substr(found.begin, cursor - found.begin);
  size_t first = text.find_first_not_of(" \t\n");
  if (first == found.begin && word.starts_with(':')) {
    keep_matching(command_words(), word, &found);
    return found;
  }
  size_t line = first == std::string::npos ? 0 : first;
  size_t space = text.find_first_of(" \t\n", line);
  if (space != std::string::npos && text[line] == ':') {
    std::vector<std::string> arguments = argument_words(std::string_view(text).substr(line, space - line));
    bool first_argument = text.find_first_not_of(" \t\n", space) >= found.begin;
    if (!arguments.empty() && first_argument) {
      keep_matching(arguments, word, &found);
      return found;
    }
  }
  if (Structure(text).is_in_string(cursor) || complete_library(engine, text, cursor, &found)) return found;
  keep_matching(engine.visible_names(engine.interaction()), word, &found);
  return found;
}

}  // namespace tiercel
