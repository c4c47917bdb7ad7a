// Writing and reading the boot image.
//
// Layout, all numbers little-endian 64-bit: magic, table hash, cell count, library count, a hash of the bytes behind the
// directory, offset and length of the names of the cells (each ends with a newline); then the directory, for each library,
// sorted by key: offset and length of its key, interface and unit; then the bytes these name.
#include "engine/image.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>

#include "base/hash.h"
#include "base/read_file.h"
#include "bytecode/serialize.h"
#include "engine/cached_form.h"
#include "engine/library_sources.h"
#include "engine/parts.h"
#include "gen/objects.h"
#include "gen/primitives.h"
#include "lower/lower.h"
#include "syntax/interface.h"
#include "syntax/macro_file.h"

extern "C" const unsigned char tiercel_boot_image[];
extern "C" const uint64_t tiercel_boot_image_size;

namespace tiercel {
namespace {

constexpr uint64_t image_magic = 0x33676D4963726954;  // "TircImg3"
constexpr size_t header_words = 7, entry_words = 6;

// --- Writing --------------------------------------------------------------------------------------------------------

struct StoredLibrary {
  std::string key;
  std::vector<uint8_t> interface;
  std::vector<uint8_t> unit;
};

class FileNames final : public bytecode::FileNamer {
 public:
  FileNames(const SourceMap& sources, std::string folder) : sources_(sources), folder_(std::move(folder)) {}
  // Relative to the library folder, so that the image does not depend on where the tree lies.
  std::string_view file_name(FileId file) override {
    std::string_view name = sources_.name(file);
    if (name.substr(0, folder_.size()) == folder_) name.remove_prefix(folder_.size());
    while (!name.empty() && name[0] == '/') name.remove_prefix(1);
    return name;
  }

 private:
  const SourceMap& sources_;
  std::string folder_;
};

void append_word(std::string& bytes, uint64_t word) { bytes.append(reinterpret_cast<const char*>(&word), sizeof word); }

std::string lay_out(std::vector<StoredLibrary>& libraries, uint64_t cell_count, const std::string& cell_names) {
  std::sort(libraries.begin(), libraries.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  std::string head, body;
  size_t head_bytes = (header_words + entry_words * libraries.size()) * sizeof(uint64_t);
  auto place = [&](const void* data, size_t size) {
    append_word(head, head_bytes + body.size());
    append_word(head, size);
    body.append(static_cast<const char*>(data), size);
    body.resize((body.size() + 7) & ~size_t{7});
  };
  place(cell_names.data(), cell_names.size());
  for (const StoredLibrary& library : libraries) {
    place(library.key.data(), library.key.size());
    place(library.interface.data(), library.interface.size());
    place(library.unit.data(), library.unit.size());
  }
  std::string start;
  for (uint64_t word : {image_magic, table_hash(), cell_count, uint64_t{libraries.size()}, hash_bytes(body)})
    append_word(start, word);
  return start + head + body;
}

}  // namespace

bool write_if_changed(const std::string& path, const std::string& bytes) {
  std::string present;
  if (read_regular_file(path, &present) && present == bytes) return true;
  FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && good;
}

// Has the engine compile all libraries of a folder; a friend of nothing, it only uses the Parts.
class ImageMaker {
 public:
  ImageMaker(Engine::Parts& parts, std::string folder) : parts_(parts), names_(parts.sources, std::move(folder)) {}

  bool add(const std::vector<std::string>& name) {
    Compilation work;
    syntax::Environment scratch(parts_.system, nullptr);
    syntax::Expander expander(parts_.system, scratch.space(), work.arena, work.diagnostics, {});
    syntax::Library* library = expander.load_library(name, {});
    if (!library) {
      std::fputs(render(parts_.sources, work.diagnostics).c_str(), stderr);
      return false;
    }
    Outcome outcome;
    if (!parts_.instantiate(library, &outcome)) {
      std::fprintf(stderr, "%s: the body failed:\n%s", library->key.c_str(), outcome.text.c_str());
      return false;
    }
    return true;
  }

  // The unit's Core is spent by lowering, so bytes are taken when it is compiled, not later.
  void keep(syntax::Library* library, const bytecode::Unit* unit) {
    StoredLibrary stored;
    stored.key = library->key;
    if (unit) stored.unit = bytecode::serialize(*unit, names_);
    stored_.push_back(std::move(stored));
  }

  std::string finish() {
    for (StoredLibrary& stored : stored_) {
      syntax::Library* library = parts_.system.known_library(stored.key);
      stored.interface = syntax::write_interface(parts_.system, library, names_);
    }
    return lay_out(stored_, static_cast<uint64_t>(parts_.isolate.cells_used), cell_names_);
  }

  // All library files that were read, in the order of their names.
  std::string sources() {
    std::map<std::string_view, std::string_view> texts;
    for (FileId file = 1; file <= parts_.sources.count(); file++)
      texts[names_.file_name(file)] = parts_.sources.text(file);
    std::string result;
    for (auto [name, text] : texts) append_library_source(result, name, text);
    return result;
  }

  // Cells are reserved, and so named, in the order of their numbers.
  void name_cell(std::string_view name) { cell_names_.append(name).push_back('\n'); }

 private:
  Engine::Parts& parts_;
  FileNames names_;
  std::vector<StoredLibrary> stored_;
  std::string cell_names_;
};

void keep_for_image(ImageMaker* maker, syntax::Library* library, const bytecode::Unit* unit) {
  maker->keep(library, unit);
}

void name_cell_of_image(ImageMaker* maker, std::string_view name) { maker->name_cell(name); }

// E4: the macro prelude holds macro definitions only.
static bool check_macro_prelude(Engine::Parts& parts, const std::string& folder) {
  std::string path = folder + "/tiercel/prelude-macros.scm", problem;
  std::vector<const Datum*> forms;
  DiagnosticList diagnostics;
  if (!parts.finder.include(path[0] == '/' ? path : "./" + path, 0, false, &forms, diagnostics, &problem)) {
    std::fprintf(stderr, "%s%s\n", render(parts.sources, diagnostics).c_str(), problem.c_str());
    return false;
  }
  if (syntax::check_macro_definitions(forms, path, diagnostics)) return true;
  std::fputs(render(parts.sources, diagnostics).c_str(), stderr);
  return false;
}

int make_image(const std::string& folder, const std::string& output) {
  EngineOptions options;
  options.without_primitives = true;
  options.without_image = true;
  options.include_directories = {folder};
  auto parts = std::make_unique<Engine::Parts>(options);
  ImageMaker maker(*parts, folder);
  parts->image_maker = &maker;
  if (!parts->start() || !parts->register_primitives()) return 1;
  if (!check_macro_prelude(*parts, folder)) return 1;
  for (const auto& name : find_libraries(folder)) {
    if (!maker.add(name)) return 1;
  }
  std::string bytes = maker.finish();
  Image check;
  bool good = check.open({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  if (!good || !write_if_changed(output, bytes) || !write_if_changed(output + ".sources", maker.sources())) {
    std::fprintf(stderr, "tiercel: cannot write the image `%s`\n", output.c_str());
    return 1;
  }
  return 0;
}

// --- Reading --------------------------------------------------------------------------------------------------------

namespace {

uint64_t word_at(std::span<const uint8_t> bytes, size_t index) {
  uint64_t word;
  std::memcpy(&word, bytes.data() + index * sizeof word, sizeof word);
  return word;
}

bool slice(std::span<const uint8_t> bytes, uint64_t offset, uint64_t length, std::span<const uint8_t>* result) {
  if (offset > bytes.size() || length > bytes.size() - offset) return false;
  *result = bytes.subspan(offset, length);
  return true;
}

}  // namespace

bool Image::open(std::span<const uint8_t> bytes) {
  libraries_.clear();
  if (bytes.size() < header_words * 8 || word_at(bytes, 0) != image_magic || word_at(bytes, 1) != table_hash())
    return false;
  cell_count_ = word_at(bytes, 2);
  identity_ = word_at(bytes, 4);
  if (!slice(bytes, word_at(bytes, 5), word_at(bytes, 6), &cell_names_)) return false;
  uint64_t count = word_at(bytes, 3);
  if (count > bytes.size() / (entry_words * 8) || header_words * 8 + count * entry_words * 8 > bytes.size())
    return false;
  libraries_.reserve(count);
  for (uint64_t i = 0; i < count; i++) {
    size_t at = header_words + i * entry_words;
    std::span<const uint8_t> key;
    ImageLibrary library;
    if (!slice(bytes, word_at(bytes, at), word_at(bytes, at + 1), &key) ||
        !slice(bytes, word_at(bytes, at + 2), word_at(bytes, at + 3), &library.interface) ||
        !slice(bytes, word_at(bytes, at + 4), word_at(bytes, at + 5), &library.unit)) {
      libraries_.clear();
      return false;
    }
    library.key = {reinterpret_cast<const char*>(key.data()), key.size()};
    libraries_.push_back(library);
  }
  return true;
}

const ImageLibrary* Image::find(std::string_view key) const {
  auto found = std::lower_bound(libraries_.begin(), libraries_.end(), key,
                                [](const ImageLibrary& library, std::string_view k) { return library.key < k; });
  return found != libraries_.end() && found->key == key ? &*found : nullptr;
}

std::string_view Image::cell_name(uint32_t cell) const {
  std::string_view names(reinterpret_cast<const char*>(cell_names_.data()), cell_names_.size());
  for (; cell > 0 && !names.empty(); cell--) names.remove_prefix(std::min(names.find('\n'), names.size() - 1) + 1);
  return names.substr(0, names.find('\n'));
}

std::span<const uint8_t> embedded_image() { return {tiercel_boot_image, tiercel_boot_image_size}; }

// Names, arities and order of all rows that stored bytecode and interfaces refer to by number.
uint64_t table_hash() {
  uint64_t hash = bytecode::table_version();
  for (int i = 0; i < primitive_count; i++) {
    const PrimitiveInfo& info = primitive_table[i];
    hash = combine_hash(hash, hash_bytes(info.name));
    hash =
        combine_hash(hash, static_cast<uint64_t>(info.min_arguments) << 32 | static_cast<uint16_t>(info.max_arguments));
    hash = combine_hash(hash, info.effects);
  }
  for (const ObjectLayout& layout : object_layouts)
    hash = combine_hash(hash, layout.traced_mask << 8 | layout.fixed_words);
  return combine_hash(hash, syntax::interface_version());
}

uint64_t image_version(const Image& image) {
  return combine_hash(combine_hash(image.identity(), table_hash()), compiled_form_version);
}

}  // namespace tiercel
