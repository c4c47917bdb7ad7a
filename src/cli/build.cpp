#include "cli/build.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include "aot/link.h"
#include "cli/input.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "program/report.h"
#include "tier/library.h"

namespace tiercel {

namespace {

// What `emit` makes: the word of --stage, the extension that means it, and the engine's name for it.
struct EmitForm {
  std::string_view word, extension;
  BuildStage stage;
};
constexpr EmitForm emit_forms[] = {
    {"c", ".c", BuildStage::c},
    {"llvm", ".ll", BuildStage::llvm},
    {"asm", ".s", BuildStage::assembly},
    {"object", ".o", BuildStage::object},
    {"bytecode", ".tcb", BuildStage::bytecode},
};

// Null, with a message for a person, if neither --stage nor the name of the output tells.
const EmitForm* emit_form(const CommandLine& line, std::string* why) {
  for (const EmitForm& form : emit_forms)
    if (line.stage.empty() ? line.output.ends_with(form.extension) : line.stage == form.word) return &form;
  if (!line.stage.empty()) *why = "unknown stage `" + line.stage + "`; expected " + emit_list();
  else
    *why =
        "emit needs an output whose name tells what it is to be (.c .ll .s .o .tcb), or --stage=STAGE: " + emit_list();
  return nullptr;
}

// The name of the program's file with another ending.
std::string output_beside(const CommandLine& line, std::string_view ending) {
  std::string name = line.file.substr(line.file.rfind('/') + 1);
  size_t dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0) name.resize(dot);
  name += ending;
  return name == line.file.substr(line.file.rfind('/') + 1) ? "a.out" : name;
}

std::string output_of(const CommandLine& line) {
  if (!line.output.empty()) return line.output;
  if (line.build_kind == BuildKind::object) return output_beside(line, ".o");
  if (line.build_kind == BuildKind::shared) return "lib" + output_beside(line, ".so");
  return output_beside(line, "");
}

// libtiercel_rt.a lies where the native compiler does, or, where that has a folder of its own, beside the folder.
std::string runtime_archive() {
  constexpr const char* name = "libtiercel_rt.a";
  std::string compiler = native_library_path();
  std::string folder = compiler.substr(0, compiler.rfind('/') + 1);
  std::string installed = folder + "../" + name;
  return ::access(installed.c_str(), R_OK) == 0 && ::access((folder + name).c_str(), R_OK) != 0 ? installed
                                                                                                : folder + name;
}

std::string size_of(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return "";
  char text[32];
  bool large = status.st_size >= 100000;
  std::snprintf(text, sizeof text, "%.1f %s", static_cast<double>(status.st_size) / (large ? 1e6 : 1e3),
                large ? "MB" : "kB");
  return text;
}

// A stream takes text that is written to it; a file is replaced when its successor is whole.
bool write_output(const std::string& path, const std::string& bytes, std::string* why) {
  struct stat status;
  bool to_stream = path == "-" || (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode));
  if (!to_stream) return write_text(bytes, path, why);
  FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  bool good = file && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  if (file && (file == stdout ? std::fflush(file) : std::fclose(file)) != 0) good = false;
  if (!good) *why = "cannot write " + path + ": " + std::strerror(errno);
  return good;
}

// Whether `path` may be replaced by what is made of the program; a linker replaces files only.
bool is_fit_for_output(const CommandLine& line, const std::string& path, bool text, std::string* why) {
  struct stat source, present;
  if (path == "-" && !text) return *why = "machine code is not written to standard output; -o says where", false;
  if (::stat(path.c_str(), &present) != 0) {
    size_t folder = path.rfind('/') + 1;
    if (::access(folder ? path.substr(0, folder).c_str() : ".", W_OK) == 0 || path == "-") return true;
    return *why = "cannot write " + path + ": " + std::strerror(errno), false;
  }
  bool is_source = ::stat(line.file.c_str(), &source) == 0 && source.st_dev == present.st_dev &&
                   source.st_ino == present.st_ino && S_ISREG(present.st_mode);
  if (is_source) *why = "it would be written over its own source, " + path + "; -o says another name";
  else if (S_ISDIR(present.st_mode)) *why = path + " is a folder";
  else if (!text && !S_ISREG(present.st_mode)) *why = path + " is no file";
  return why->empty();
}

int problem(const Engine& engine, const std::string& text) {
  std::fputs(engine.describe_problem(ErrorCode::T4011, error_message(ErrorCode::T4011, {text})).c_str(), stderr);
  return exit_condition;
}

// The program in the form that the options ask for; an exit code, or -1 to go on.
int compile(const CommandLine& line, const BuildOptions& options, const std::string& output,
            std::unique_ptr<Engine>* engine, Progress& progress, ProgramObjects* objects) {
  EngineOptions engine_options = line.engine;
  engine_options.building = true;
  engine_options.progress = &progress;
  engine_options.cache = {};
  *engine = Engine::create(engine_options);
  if (!*engine) return exit_internal;
  std::string why;
  bool text = options.stage != BuildStage::object;
  if (!is_fit_for_output(line, output, text, &why)) return problem(**engine, why);
  Input input(line.file);
  if (!input.problem.empty()) {
    std::string message = "cannot read `" + line.file + "`: " + input.problem;
    std::fputs((*engine)->describe_problem(ErrorCode::T4004, message).c_str(), stderr);
    return exit_condition;
  }
  progress.begin("compiling");
  Outcome outcome = (*engine)->build_program(input.text, line.file == "-" ? "<stdin>" : line.file, options, objects);
  if (outcome.status == Status::ok) return -1;
  progress.pause();
  std::fputs(outcome.text.c_str(), stderr);
  return exit_condition;
}

}  // namespace

std::string emit_list() {
  std::string list;
  for (const EmitForm& form : emit_forms) list += (list.empty() ? "" : ", ") + std::string(form.word);
  return list;
}

int build_file(const CommandLine& line) {
  Progress progress(line.file);
  std::unique_ptr<Engine> engine;
  ProgramObjects objects;
  std::string output = output_of(line), why;
  if (int code = compile(line, line.build, output, &engine, progress, &objects); code >= 0) return code;
  progress.begin("linking");
  LinkRequest link{.objects = std::move(objects.files), .runtime = runtime_archive(), .output = output};
  link.fully_static = line.fully_static;
  link.shared = line.build_kind == BuildKind::shared;
  link.with_debug = line.debug;
  bool good = line.build_kind == BuildKind::object ? join_objects(link.objects, output, line.build.target.empty(), &why)
                                                   : link_program(link, &why);
  progress.pause();
  if (!good) return problem(*engine, why);
  std::string procedures = std::to_string(objects.definitions) + " procedures";
  if (objects.interpreted) procedures += ", " + std::to_string(objects.interpreted) + " of them interpreted";
  if (!objects.compiled_later.empty()) procedures = "compiled when it starts (" + objects.compiled_later + ")";
  progress.done(output + ": " + size_of(output) + ", " + procedures);
  return 0;
}

int emit_file(const CommandLine& line) {
  std::string why;
  const EmitForm* form = emit_form(line, &why);
  if (!form) {
    std::fprintf(stderr, "tiercel: %s\n", why.c_str());
    return exit_usage;
  }
  Progress progress(line.file);
  std::unique_ptr<Engine> engine;
  ProgramObjects objects;
  BuildOptions options = line.build;
  options.stage = form->stage;
  std::string output = line.output.empty() ? output_beside(line, form->extension) : line.output;
  if (int code = compile(line, options, output, &engine, progress, &objects); code >= 0) return code;
  progress.pause();
  bool good = form->stage == BuildStage::object ? join_objects(objects.files, output, line.build.target.empty(), &why)
                                                : write_output(output, objects.files[0], &why);
  if (!good) return problem(*engine, why);
  if (line.output.empty()) progress.done(output + ": " + size_of(output));
  return 0;
}

}  // namespace tiercel
