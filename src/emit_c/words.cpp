// Nothing here depends on the machine, so the same program is the same text everywhere.
#include "emit_c/words.h"

#include <cctype>
#include <charconv>
#include <cstdio>

namespace tiercel::emit_c {

namespace {

constexpr size_t literal_line_max = 100, comment_max = 90;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A byte as literals have it.  `?` is told by its number, so that there are no trigraphs.
std::string escaped(char byte) {
  auto c = static_cast<unsigned char>(byte);
  char buffer[8] = {byte};
  if (c == '\n') std::snprintf(buffer, sizeof buffer, "\\n");
  else if (c == '"' || c == '\\') std::snprintf(buffer, sizeof buffer, "\\%c", c);
  else if (c == '?' || c < ' ' || c >= 0x7F) std::snprintf(buffer, sizeof buffer, "\\%03o", c);
  return buffer;
}

std::string hexadecimal(uint64_t bits) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "0x%llXu", static_cast<unsigned long long>(bits));
  return buffer;
}

}  // namespace

std::string identifier(std::string_view name) {
  std::string result;
  for (size_t i = 0; i < name.size(); i++) {
    if (is_letter_or_digit(name[i])) result += name[i];
    else if (name.substr(i, 2) == "->") result += i++ == 0 ? "to_" : "_to_";
    else if (name[i] == '?' && i + 1 == name.size()) result += "_p";
    else if (name[i] == '=') result += "_equal";
    else if (name[i] == '<') result += "_less";
    else if (name[i] == '>') result += "_greater";
    else if (!result.empty() && result.back() != '_') result += '_';
  }
  while (!result.empty() && result.back() == '_') result.pop_back();
  if (result.starts_with('_')) result.erase(0, 1);
  if (result.empty() || !std::isalpha(static_cast<unsigned char>(result[0]))) result.insert(0, "f");
  return result;
}

std::string comment(std::string_view text) {
  std::string result = "/* ";
  for (size_t i = 0; i < text.size(); i++) {
    if (result.size() > comment_max && (text[i] & 0xC0) != 0x80) {
      result += "...";
      break;
    }
    char c = text[i] == '\n' || text[i] == '\t' || text[i] == '\r' ? ' ' : text[i];
    if ((c == '/' && result.back() == '*') || (c == '*' && result.back() == '/')) result += ' ';
    if (c == '\\' && i + 1 == text.size()) result += "\\ ";
    else result += c;
  }
  return result + " */";
}

std::string literal_on_one_line(std::string_view bytes) {
  std::string result = "\"";
  for (char byte : bytes) result += escaped(byte);
  return result + "\"";
}

std::string string_literal(std::string_view bytes) {
  std::string result = "\"";
  size_t line = 0;
  for (size_t i = 0; i < bytes.size(); i++) {
    std::string written = escaped(bytes[i]);
    result += written;
    line += written.size();
    if (i + 1 == bytes.size() || (bytes[i] != '\n' && line < literal_line_max)) continue;
    result += "\"\n    \"";
    line = 0;
  }
  return result + "\"";
}

std::string immediate(Value value) {
  static constexpr struct {
    Value value;
    const char* name;
  } names[] = {{v_false, "V_FALSE"},     {v_true, "V_TRUE"},       {v_nil, "V_NIL"},
               {v_empty, "V_EMPTY"},     {v_eof, "V_EOF"},         {v_unspecified, "V_UNSPECIFIED"},
               {v_default, "V_DEFAULT"}, {v_unbound, "V_UNBOUND"}, {v_undefined, "V_UNDEFINED"}};
  for (const auto& each : names)
    if (each.value == value) return each.name;
  if (is_fixnum(value)) return "FIXNUM(" + std::to_string(fixnum_value(value)) + ")";
  if (is_char(value)) {
    uint32_t scalar = char_scalar(value);
    bool plain = scalar > ' ' && scalar < 0x7F && scalar != '\'' && scalar != '\\';
    return "CHARACTER(" + (plain ? std::string("'") + static_cast<char>(scalar) + "'" : hexadecimal(scalar)) + ")";
  }
  if (!is_immediate_float(value)) return hexadecimal(value.bits);
  char buffer[40];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, immediate_float_value(value)).ptr;
  return hexadecimal(value.bits) + " " + comment({buffer, end});
}

}  // namespace tiercel::emit_c
