// Any bytes as a number in any radix: what is read prints as a number that reads back to the same text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "number/literal.h"

using namespace tiercel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1 || size > 4000) return 0;
  int radix = 2 + data[0] % 35;
  Arena arena;
  NumberLiteral number, again;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (parse_number(text, radix, arena, &number) != NumberSyntax::number) return 0;
  std::string written, rewritten;
  append_number(written, number);
  NumberSyntax syntax = parse_number(written, 10, arena, &again);
  if (syntax == NumberSyntax::too_large) return 0;
  if (syntax != NumberSyntax::number) std::abort();
  append_number(rewritten, again);
  if (written != rewritten) std::abort();
  return 0;
}
