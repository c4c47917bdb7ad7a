// The libraries of the boot image as machine code for the linker (docs/decisions/0303-native-libraries.md).
//
// A step of the build: stage 0 loads each library's bytecode as a program would, hands all its functions to the compiler of
// the native tier, and writes what comes back beside a table that says where everything is.  Only the function that runs a
// library's body is left out: it runs once.
#include <algorithm>
#include <cstdio>
#include <iterator>

#include "base/digest.h"
#include "base/read_file.h"
#include "engine/image.h"
#include "engine/parts.h"
#include "interp/snapshot.h"
#include "prims/registry.h"
#include "tier/library.h"

namespace tiercel {

namespace {

// A name as the assembler reads it.
std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

std::string number(uint64_t n) { return std::to_string(n); }

class ObjectMaker {
 public:
  ObjectMaker(Engine::Parts& parts, native::Compiler& compiler, std::string folder)
      : parts_(parts), compiler_(compiler), folder_(std::move(folder)) {}

  bool add(const ImageLibrary& library) {
    native::ObjectCode code;
    size_t function_count = 0;
    if (!library.unit.empty() && !compile(library, &code, &function_count)) return false;
    if (code.entries.empty()) {
      rows_ += "  .quad 0, 0, 0, 0, 0, 0, 0, 0\n";
      return true;
    }
    std::string id = number(parts_.image.number_of(&library));
    std::string path = folder_ + "/" + id + ".o";
    if (!write_if_changed(path, code.file)) return complain(library, "cannot write " + path);
    files_ += path + "\n";
    rows_ += "  .quad " + quoted(code.code_symbol) + ", " + number(code.code_bytes) + ", entries_" + id + ", " +
             number(function_count) + ", sites_" + id + ", " + number(code.sites.size()) + ", 0, 0  # " +
             std::string(library.key) + "\n";
    std::vector<uint64_t> entries(function_count);
    for (auto [function, offset] : code.entries) entries[function] = offset + 1;
    arrays_ += "entries_" + id + ":\n";
    for (uint64_t entry : entries) arrays_ += "  .long " + number(entry) + "\n";
    arrays_ += "sites_" + id + ":\n";
    for (const native::ReturnSite& site : code.sites)
      arrays_ +=
          "  .long " + number(site.offset) + ", " + number(site.function) + ", " + number(site.instruction) + "\n";
    return true;
  }

  bool finish() {
    std::string count = number(parts_.image.libraries().size()), identity = number(parts_.image.identity());
    std::string text =
        "# Layout: control/library_code.h\n  .section .data.rel.ro.tiercel_library_code,\"aw\",@progbits\n  .balign 8\n";
    text += "  .globl tiercel_library_code, tiercel_library_code_count, tiercel_library_code_image\n";
    text += "tiercel_library_code:\n" + rows_ + "tiercel_library_code_count:\n  .quad " + count + "\n";
    text += "tiercel_library_code_image:\n  .quad " + identity + "\n" + arrays_;
    // Nobody reads this: it makes a new compiler a new build of the executable, whose number is in the keys of cached code.
    std::string compiler;
    if (!read_regular_file(native_library_path(), &compiler)) return false;
    text += "  .ascii \"" + hex(digest_of(std::string_view(compiler))) + "\"\n";
    text += "  .section .note.GNU-stack,\"\",@progbits\n";
    return write_if_changed(folder_ + "/table.s", text) && write_if_changed(folder_ + "/files", files_);
  }

 private:
  bool complain(const ImageLibrary& library, const std::string& problem) {
    std::fprintf(stderr, "tiercel: %s: %s\n", std::string(library.key).c_str(), problem.c_str());
    return false;
  }

  bool compile(const ImageLibrary& library, native::ObjectCode* code, size_t* function_count) {
    Outcome outcome;
    std::unique_ptr<bytecode::Unit> unit = parts_.unit_of(library, &outcome);
    if (!unit) return complain(library, outcome.text);
    Value body = parts_.load(*unit);
    if (body == v_pending) return complain(library, "out of memory");
    native::Request request;
    shape_snapshot(function_of(as_procedure(body)), &request);
    request.functions = std::move(unit->functions);
    request.unit = unit->name;
    request.library = static_cast<int64_t>(parts_.image.number_of(&library));
    request.serial = parts_.image.number_of(&library);
    *function_count = request.functions.size();
    for (uint32_t i = 1; i < request.functions.size(); i++) request.selected.push_back(i);
    while (!request.selected.empty()) {
      *code = compiler_.object(request);
      if (code->refusal.empty()) return true;
      // What is refused stays in tier 1.
      if (std::erase(request.selected, code->refused_function) == 0) return complain(library, code->refusal);
    }
    return true;
  }

  Engine::Parts& parts_;
  native::Compiler& compiler_;
  std::string folder_, rows_, arrays_, files_;
};

}  // namespace

int make_library_objects(const std::string& image, const std::string& folder) {
  std::string bytes;
  EngineOptions options;
  options.without_image = true;
  Engine::Parts parts(options);
  std::string problem;
  native::Compiler* compiler = open_native_compiler(&problem);
  if (!compiler) {
    std::fprintf(stderr, "tiercel: %s\n", problem.c_str());
    return 1;
  }
  if (!read_regular_file(image, &bytes) || !parts.start() ||
      !parts.image.open({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()})) {
    std::fprintf(stderr, "tiercel: cannot read the image `%s`\n", image.c_str());
    return 1;
  }
  register_primitives(&parts.isolate.main);
  if (reserve_cells(&parts.isolate, static_cast<int64_t>(parts.image.cell_count())) != 0) return 1;
  ObjectMaker maker(parts, *compiler, folder);
  for (const ImageLibrary& library : parts.image.libraries()) {
    if (!maker.add(library)) return 1;
  }
  if (maker.finish()) return 0;
  std::fprintf(stderr, "tiercel: cannot write into `%s`\n", folder.c_str());
  return 1;
}

}  // namespace tiercel
