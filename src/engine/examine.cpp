// Bidirectional controls: "Trojan Source", Boucher and Anderson 2021.  All of them are U+2028 to U+206F, which UTF-8
// begins with the bytes E2 80 or E2 81, so nothing needs to be decoded to find them.
#include "engine/examine.h"

#include "base/utf8.h"

namespace tiercel {
namespace {

bool changes_direction(uint32_t scalar) {
  return (scalar >= 0x202A && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069);
}

std::string hexadecimal(uint32_t scalar) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 12; shift >= 0; shift -= 4) text += digits[scalar >> shift & 15];
  return text;
}

}  // namespace

bool examine_text(std::string_view text, FileId file, DiagnosticList& diagnostics) {
  size_t at = text.find('\0');
  if (at == std::string_view::npos) return true;
  auto begin = static_cast<uint32_t>(at);
  (void)diagnostics.error(ErrorCode::T1017, {file, begin, begin + 1}, error_message(ErrorCode::T1017));
  return false;
}

void examine_directions(std::string_view text, FileId file, DiagnosticList& diagnostics) {
  constexpr size_t warnings_max = 10;
  size_t warnings = 0;
  for (size_t at = text.find('\xE2'); at != std::string_view::npos && warnings < warnings_max;) {
    DecodedScalar next = decode_utf8(text, at);
    size_t after = at + next.length;
    if (changes_direction(next.scalar)) {
      Span span{file, static_cast<uint32_t>(at), static_cast<uint32_t>(after)};
      diagnostics.warning(ErrorCode::T1018, span, error_message(ErrorCode::T1018, {hexadecimal(next.scalar)}));
      warnings++;
      after = text.find('\n', after);
    }
    at = after == std::string_view::npos ? after : text.find('\xE2', after);
  }
}

}  // namespace tiercel
