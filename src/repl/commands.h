// The prompt's commands.  A word that begins with a colon and is not in this table is an expression: a keyword.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "repl/session.h"

namespace tiercel {

struct CommandRow {
  std::string_view word, arguments, help;
  bool takes_expression;  // so that the entry goes on until the expression is complete
  Verdict (*run)(Session&, const std::string& argument);
};

// The command that an entry is, or null.
const CommandRow* find_command(std::string_view entry);
// What follows the command's word, without blanks around it.
std::string command_argument(std::string_view entry);
// Whether nothing more is needed: a command with its argument, or data that the reader calls complete.
bool is_entry_complete(std::string_view entry, Dialect dialect);

std::vector<std::string> command_words();
// What may follow a command, if it is one of few words.
std::vector<std::string> argument_words(std::string_view command);

}  // namespace tiercel
