// A range of bytes of one source file.  Everything the front makes carries one.
#pragma once

#include <cstdint>

namespace tiercel {

using FileId = uint32_t;  // index into SourceMap; 0 is "no file"

struct Span {
  FileId file = 0;
  uint32_t begin = 0;  // byte offsets, begin <= end
  uint32_t end = 0;

  constexpr bool known() const { return file != 0; }
  friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace tiercel
