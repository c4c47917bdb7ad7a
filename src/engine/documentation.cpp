// Searching and showing the embedded documentation.
#include "engine/documentation.h"

#include <cstdint>

extern "C" const unsigned char tiercel_documentation[];
extern "C" const uint64_t tiercel_documentation_size;

namespace tiercel {
namespace {

constexpr char entry_mark = '\x01', between_parts = '\x02', line_inside = '\x03';
constexpr size_t columns_max = 80;
constexpr std::string_view indentation = "  ";

std::string_view all_documentation() {
  return {reinterpret_cast<const char*>(tiercel_documentation), tiercel_documentation_size};
}

DocumentedExample::Kind kind_of(char letter) {
  return letter == 'V'   ? DocumentedExample::Kind::value
         : letter == 'P' ? DocumentedExample::Kind::prints
                         : DocumentedExample::Kind::error;
}

std::string with_lines(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c == line_inside) c = '\n';
  }
  return result;
}

// One line of an entry: a letter and its content.
void add_line(std::string_view line, Documentation* documentation) {
  std::string_view content = line.substr(1);
  switch (line[0]) {
    case 'S': documentation->signatures.emplace_back(content); return;
    case 'T': documentation->text = content; return;
    default: break;
  }
  size_t middle = content.find(between_parts);
  if (middle == std::string_view::npos) return;
  documentation->examples.push_back(
      {kind_of(line[0]), with_lines(content.substr(0, middle)), std::string(content.substr(middle + 1))});
}

// Appends the words of `text`, broken between words.
void append_wrapped(std::string& out, std::string_view text) {
  size_t column = 0;
  while (!text.empty()) {
    size_t space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    if (word.empty()) continue;  // sentences may be two spaces apart
    if (column > 0 && column + 1 + word.size() > columns_max) {
      out += '\n';
      column = 0;
    }
    out += column == 0 ? indentation : std::string_view(" ");
    column += word.size() + (column == 0 ? indentation.size() : 1);
    out += word;
  }
  out += '\n';
}

void append_example(std::string& out, const DocumentedExample& example) {
  out += indentation;
  for (char c : example.expression) {
    out += c;
    if (c == '\n') out += indentation;
  }
  switch (example.kind) {
    case DocumentedExample::Kind::value: out += "  ⇒ "; break;
    case DocumentedExample::Kind::prints: out += "  prints "; break;
    case DocumentedExample::Kind::error: out += "  is error "; break;
  }
  out += example.expected + "\n";
}

}  // namespace

bool find_documentation(std::string_view home, std::string_view name, Documentation* documentation) {
  std::string wanted;
  wanted += entry_mark;
  wanted += home;
  wanted += ' ';
  wanted += name;
  wanted += '\n';
  std::string_view all = all_documentation();
  size_t begin = all.find(wanted);
  if (begin == std::string_view::npos) return false;
  begin += wanted.size();
  while (begin < all.size() && all[begin] != entry_mark) {
    size_t end = all.find('\n', begin);
    if (end == std::string_view::npos) return false;
    if (end > begin) add_line(all.substr(begin, end - begin), documentation);
    begin = end + 1;
  }
  return true;
}

std::string render_documentation(const Documentation& documentation, std::string_view library) {
  std::string out;
  for (const std::string& signature : documentation.signatures) out += signature + "\n";
  if (!documentation.text.empty()) append_wrapped(out, documentation.text);
  for (const DocumentedExample& example : documentation.examples) append_example(out, example);
  if (!library.empty()) out += std::string(indentation) + "in " + std::string(library) + "\n";
  return out;
}

}  // namespace tiercel
