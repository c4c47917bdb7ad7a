// Line starts are found once a file and searched by bisection; columns decode the one line in question.
#include "source/source_map.h"

#include <algorithm>

#include "base/utf8.h"

namespace tiercel {

FileId SourceMap::add(std::string_view name, std::string text) {
  auto file = std::make_unique<File>();
  file->name = name;
  file->text = std::move(text);
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size());
}

const SourceMap::File* SourceMap::find(FileId file) const {
  return file == 0 || file > files_.size() ? nullptr : files_[file - 1].get();
}

std::string_view SourceMap::name(FileId file) const {
  const File* found = find(file);
  return found ? std::string_view(found->name) : std::string_view("<unknown>");
}

std::string_view SourceMap::text(FileId file) const {
  const File* found = find(file);
  return found ? std::string_view(found->text) : std::string_view();
}

const std::vector<uint32_t>& SourceMap::lines_of(const File& file) {
  if (file.line_starts.empty()) {
    file.line_starts.push_back(0);
    for (size_t at = file.text.find('\n'); at != std::string::npos; at = file.text.find('\n', at + 1))
      file.line_starts.push_back(static_cast<uint32_t>(at + 1));
  }
  return file.line_starts;
}

SourcePosition SourceMap::position(FileId file, uint32_t offset) const {
  const File* found = find(file);
  if (!found) return {};
  offset = std::min(offset, static_cast<uint32_t>(found->text.size()));
  const std::vector<uint32_t>& starts = lines_of(*found);
  auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  auto line = static_cast<uint32_t>(after - starts.begin());
  uint32_t begin = starts[line - 1];
  size_t characters = count_utf8(std::string_view(found->text).substr(begin, offset - begin));
  return {line, static_cast<uint32_t>(characters) + 1};
}

uint32_t SourceMap::line_begin(FileId file, uint32_t line) const {
  const File* found = find(file);
  if (!found || line == 0) return 0;
  const std::vector<uint32_t>& starts = lines_of(*found);
  return line <= starts.size() ? starts[line - 1] : static_cast<uint32_t>(found->text.size());
}

std::string_view SourceMap::line_text(FileId file, uint32_t line) const {
  const File* found = find(file);
  if (!found) return {};
  uint32_t begin = line_begin(file, line);
  std::string_view rest = std::string_view(found->text).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string SourceMap::describe(Span span) const {
  std::string out(name(span.file));
  if (!span.known()) return out;
  SourcePosition at = position(span);
  return out + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace tiercel
