#include "source/explain.h"

#include <algorithm>

#include "base/similar_names.h"
#include "gen/errors.h"

namespace tiercel {
namespace {

constexpr size_t line_width = 78;

const char* stage_phrase(ErrorStage stage) {
  switch (stage) {
    case ErrorStage::read: return "found while reading a text";
    case ErrorStage::expand: return "found while expanding a program, before it runs";
    case ErrorStage::compile: return "found while compiling a program, before it runs";
    case ErrorStage::run: return "raised while a program runs";
    case ErrorStage::system: return "raised when a limit or the operating system refuses";
  }
  return "";
}

// The words of `text` in lines of two spaces' indent.
std::string wrapped(std::string_view text) {
  std::string out = " ";
  size_t column = 1;
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column + 1 + word.size() > line_width) {
      out += "\n ";
      column = 1;
    }
    out += " " + std::string(word);
    column += 1 + word.size();
  }
  return out + "\n";
}

// Line by line, since an example may be a program.
std::string indented(std::string_view text) {
  std::string out = "  ";
  for (char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out + "\n";
}

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out[0] == 'T' ? out : "T" + out;
}

const ErrorInfo* find_row(std::string_view word) {
  if (word.empty()) return nullptr;
  if (const ErrorInfo* row = find_error(upper(word))) return row;
  for (int i = 0; i < error_count; i++) {
    if (error_table[i].name == word) return &error_table[i];
  }
  return nullptr;
}

}  // namespace

std::string explain_error(std::string_view word) {
  const ErrorInfo* row = find_row(word);
  if (!row) return "";
  std::string out = std::string(row->code_text) + " " + row->name + ", " + stage_phrase(row->stage) + "\n\n";
  out += wrapped(row->explanation);
  out += "\nThe message:\n" + indented(row->message_template);
  if (row->example) out += "\nExample:\n" + indented(row->example);
  else out += "\nA case:\n" + wrapped(row->situation);
  return out;
}

std::string list_errors() {
  constexpr size_t name_width = 26;
  std::string out;
  for (int i = 0; i < error_count; i++) {
    const ErrorInfo& row = error_table[i];
    std::string name = row.name;
    name.resize(std::max(name.size(), name_width), ' ');
    out += std::string(row.code_text) + "  " + name + "  " + row.message_template + "\n";
  }
  return out;
}

std::string suggest_error(std::string_view word) {
  if (word.empty()) return "";
  SimilarNames codes(upper(word)), names(word);
  for (int i = 0; i < error_count; i++) {
    codes.consider(error_table[i].code_text);
    names.consider(error_table[i].name);
  }
  std::string suggestion = did_you_mean(names.take());
  return suggestion.empty() ? did_you_mean(codes.take()) : suggestion;
}

}  // namespace tiercel
