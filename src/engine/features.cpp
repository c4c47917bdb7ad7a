// What this executable provides: the libraries of its boot image and the identifiers that cond-expand knows.  That an SRFI
// is provided means that its library is there, so the list is that of the libraries.
#include <algorithm>
#include <dirent.h>
#include <sys/stat.h>

#include "engine/library_sources.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "tier/library.h"

namespace tiercel {
namespace {

using LibraryName = std::vector<std::string>;

void find_below(const std::string& folder, LibraryName parts, std::vector<LibraryName>* found) {
  DIR* directory = opendir(folder.c_str());
  if (!directory) return;
  while (dirent* entry = readdir(directory)) {
    std::string name = entry->d_name;
    if (name[0] == '.') continue;
    std::string path = folder + "/" + name;
    struct stat status;
    if (stat(path.c_str(), &status) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      parts.push_back(name);
      find_below(path, parts, found);
      parts.pop_back();
    } else if (name.size() > 4 && name.substr(name.size() - 4) == ".sld") {
      parts.push_back(name.substr(0, name.size() - 4));
      found->push_back(parts);
      parts.pop_back();
    }
  }
  closedir(directory);
}

bool is_number(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_srfi(const LibraryName& name) { return name.size() == 2 && name[0] == "srfi" && is_number(name[1]); }

// As strings are ordered, but (srfi 9) comes before (srfi 23).
bool name_precedes(const LibraryName& a, const LibraryName& b) {
  if (is_srfi(a) && is_srfi(b) && a[1].size() != b[1].size()) return a[1].size() < b[1].size();
  return a < b;
}

// "(srfi 1)" → srfi, 1.
LibraryName words_of_key(std::string_view key) {
  LibraryName words;
  for (std::string_view rest = key.substr(1, key.size() - 2); !rest.empty();) {
    size_t space = rest.find(' ');
    words.emplace_back(rest.substr(0, space));
    rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
  }
  return words;
}

// "srfi/1" → srfi, 1.
LibraryName words_of_path(std::string_view path) {
  LibraryName words;
  for (size_t slash; (slash = path.find('/')) != std::string_view::npos; path.remove_prefix(slash + 1))
    words.emplace_back(path.substr(0, slash));
  words.emplace_back(path);
  return words;
}

}  // namespace

std::vector<LibraryName> find_libraries(const std::string& folder) {
  std::vector<LibraryName> found;
  find_below(folder, {}, &found);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<LibraryName> Engine::Parts::provided_libraries() const {
  std::vector<LibraryName> names;
  for (const ImageLibrary& library : image.libraries()) names.push_back(words_of_key(library.key));
  if (program_maker)
    for (std::string_view path : library_source_paths())
      if (path.ends_with(".sld")) names.push_back(words_of_path(path.substr(0, path.size() - 4)));
  // Stage 0 carries no image and reads the sources themselves.
  if (options.without_image) {
    for (const std::string& folder : options.include_directories)
      for (LibraryName& name : find_libraries(folder)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), name_precedes);
  return names;
}

void Engine::Parts::find_features() {
  system.features = {"r7rs",          "exact-closed", "exact-complex", "ieee-float", "ratios", "full-unicode", "x86-64",
                     "little-endian", "linux",        "gnu-linux",     "unix",       "posix",  "tiercel"};
  if (isolate.dialect == Dialect::consair) system.features.push_back("consair");
  for (const LibraryName& name : provided_libraries())
    if (is_srfi(name)) system.features.push_back("srfi-" + name[1]);
  isolate.features = system.features;
}

bool Engine::has_native_tier() { return has_native_library(); }

std::string Engine::features_report() const {
  std::string text = "Features\n";
  for (const std::string& feature : parts_->system.features) text += "  " + feature + '\n';
  struct Group {
    const char *title, *first_word;
  };
  std::vector<LibraryName> names = parts_->provided_libraries();
  for (Group group :
       {Group{"R7RS libraries", "scheme"}, Group{"SRFI libraries", "srfi"}, Group{"Tiercel libraries", "tiercel"}}) {
    text += std::string(group.title) + '\n';
    for (const LibraryName& name : names)
      if (name[0] == group.first_word) text += "  " + syntax::library_key(name) + '\n';
  }
  return text;
}

}  // namespace tiercel
