// The machine code of a program: objects with a part of its functions each, made by as many threads as there are
// processors, and what debuggers are to know of them.
//
// What is in which part depends on the program only, so that the same program gives the same bytes on every machine.
#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_map>

#include "engine/program.h"
#include "tier/code_description.h"

namespace tiercel {

namespace {

// Large enough that procedures which call each other are mostly in one part, and that few parts repeat what is small and
// inlined; small enough that two processors are both busy until nearly the end.
constexpr size_t part_instructions = 3'000;

// A top level that is longer is made fast rather than good, and alone: it runs once, and LLVM takes more than twice as long
// for a line of a function that long (docs/decisions/1402-parts-of-programs.md).
constexpr size_t top_level_instructions = 2'000;

struct Part {
  std::vector<uint32_t> functions;
  bool fast = false;
};

// Neighbours are together, because what stands together calls each other.
std::vector<Part> parts_of(const native::Request& request) {
  size_t total = 0, done = 0;
  std::vector<uint32_t> others;
  std::vector<Part> parts;
  for (uint32_t f : request.selected) {
    size_t size = request.functions[f].instructions.size();
    if (f == 0 && size > top_level_instructions && request.selected.size() > 1) {
      parts.push_back({.functions = {f}, .fast = true});
      continue;
    }
    others.push_back(f);
    total += size;
  }
  size_t count = std::max<size_t>(1, total / part_instructions), first = parts.size();
  parts.resize(first + count);
  for (uint32_t f : others) {
    parts[first + std::min(count - 1, done * count / std::max<size_t>(total, 1))].functions.push_back(f);
    done += request.functions[f].instructions.size();
  }
  std::erase_if(parts, [](const Part& part) { return part.functions.empty(); });
  return parts;
}

std::vector<native::ObjectCode> compile_parts(native::Compiler& compiler, const native::Request& request,
                                              CompileProgress* progress) {
  std::vector<Part> parts = parts_of(request);
  std::vector<native::ObjectCode> objects(parts.size());
  std::atomic<size_t> next = 0, done = 0;
  auto tell = [&](size_t count) {
    if (progress) progress->step({.parts_done = count, .parts = parts.size()});
  };
  tell(0);
  auto work = [&] {
    native::Request mine = request;
    for (size_t i; (i = next.fetch_add(1)) < parts.size();) {
      if (parts.size() > 1) mine.here = parts[i].functions;
      mine.optimize = parts[i].fast ? 0 : request.optimize;
      objects[i] = compiler.object(mine);
      tell(++done);
    }
  };
  std::vector<std::thread> helpers;
  size_t threads = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, parts.size());
  while (helpers.size() + 1 < threads) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
  return objects;
}

}  // namespace

bool compile_program(native::Compiler& compiler, native::Request& request, std::vector<native::ObjectCode>* objects,
                     ProgramObjects* program, CompileProgress* progress) {
  while (!request.selected.empty()) {
    *objects = compile_parts(compiler, request, progress);
    auto refused =
        std::ranges::find_if(*objects, [](const native::ObjectCode& object) { return !object.refusal.empty(); });
    if (refused == objects->end()) return true;
    program->problem = refused->refusal;
    if (std::erase(request.selected, refused->refused_function) == 0) return false;
    program->problem.clear();
    program->interpreted++;
  }
  objects->clear();
  return true;
}

std::string program_lines(const bytecode::Unit& unit, const SourceMap& sources, const native::ObjectCode& object) {
  constexpr size_t machine_offset = 18;  // in an ELF header
  CodeDescription description;
  std::unordered_map<FileId, uint32_t> files;
  auto place = [&](uint32_t function, uint32_t instruction) {
    Span span = bytecode::span_at(unit.functions[function], instruction);
    if (!span.known()) return CodeRow{};
    SourcePosition position = sources.position(span);
    auto [found, added] = files.try_emplace(span.file, static_cast<uint32_t>(description.files.size()));
    if (added) description.files.emplace_back(sources.name(span.file));
    return CodeRow{0, found->second, position.line, position.column};
  };
  description.symbol = object.code_symbol;
  description.bytes = object.code_bytes;
  description.machine = static_cast<uint16_t>(static_cast<uint8_t>(object.file[machine_offset]) |
                                              static_cast<uint8_t>(object.file[machine_offset + 1]) << 8);
  for (const native::CodePart& part : object.parts) {
    Name name = unit.functions[part.function].name;
    std::string text(name ? name->text : part.function == 0 ? "top-level" : "lambda");
    CodeRow at = place(part.function, 0);
    description.symbols.push_back({part.begin, part.end, text + (part.entry ? "#entry" : ""), at.file, at.line});
  }
  for (const native::ReturnSite& site : object.sites) {
    CodeRow at = place(site.function, site.instruction);
    if (at.line != 0) description.rows.push_back({site.offset, at.file, at.line, at.column});
  }
  return debug_file(description);
}

}  // namespace tiercel
