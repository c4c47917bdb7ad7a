#include "engine/library_sources.h"

#include <charconv>
#include <cstdint>

extern "C" const char tiercel_library_sources[] __attribute__((weak));
extern "C" const uint64_t tiercel_library_sources_size __attribute__((weak));

namespace tiercel {

namespace {

// Visits (path, text) until `visit` answers true.
template <class Visit>
void each_source(Visit visit) {
  if (!tiercel_library_sources) return;
  std::string_view rest(tiercel_library_sources, tiercel_library_sources_size);
  while (!rest.empty()) {
    size_t space = rest.find(' '), end = rest.find('\n');
    uint64_t size = 0;
    std::from_chars(rest.data() + space + 1, rest.data() + end, size);
    if (visit(rest.substr(0, space), rest.substr(end + 1, size))) return;
    rest.remove_prefix(end + 1 + size);
  }
}

}  // namespace

std::optional<std::string_view> library_source(std::string_view path) {
  std::optional<std::string_view> found;
  each_source([&](std::string_view each, std::string_view text) {
    if (each == path) found = text;
    return found.has_value();
  });
  return found;
}

std::vector<std::string_view> library_source_paths() {
  std::vector<std::string_view> paths;
  each_source([&](std::string_view path, std::string_view) {
    paths.push_back(path);
    return false;
  });
  return paths;
}

void append_library_source(std::string& sources, std::string_view path, std::string_view text) {
  sources.append(path).append(" ").append(std::to_string(text.size())).append("\n").append(text);
}

}  // namespace tiercel
