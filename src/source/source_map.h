// The texts that an isolate has read, and the way from a byte offset to a line and column.
//
// One SourceMap an isolate; it has no lock and no global state.  Files are never removed: spans point at them for as
// long as the isolate lives.  It does not know what the text means and does not open files.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace tiercel {

// Both count from 1; columns count characters.  {0, 0}: unknown.
struct SourcePosition {
  uint32_t line = 0;
  uint32_t column = 0;
};

class SourceMap {
 public:
  // Keeps a text under the name that diagnostics show.  At most 4 GiB; the bytes need not be valid UTF-8.
  FileId add(std::string_view name, std::string text);

  size_t count() const { return files_.size(); }  // the newest file has this number
  std::string_view name(FileId file) const;
  std::string_view text(FileId file) const;

  SourcePosition position(FileId file, uint32_t offset) const;
  SourcePosition position(Span span) const { return position(span.file, span.begin); }

  // A line without its line ending, and the offset of its first byte.  Lines count from 1.
  std::string_view line_text(FileId file, uint32_t line) const;
  uint32_t line_begin(FileId file, uint32_t line) const;

  // "file:line:column", or "file" if the span is not known.
  std::string describe(Span span) const;

 private:
  struct File {
    std::string name;
    std::string text;
    mutable std::vector<uint32_t> line_starts;  // made at the first question
  };
  const File* find(FileId file) const;
  static const std::vector<uint32_t>& lines_of(const File& file);

  std::vector<std::unique_ptr<File>> files_;  // index FileId - 1
};

}  // namespace tiercel
