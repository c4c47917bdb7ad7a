// A built program from `main` to its exit status, without reader, expander and compiler.
//
// What the program does is told as `tiercel run` would tell it: the same messages, positions and exit codes.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

#include "base/names.h"
#include "control/continuation.h"
#include "control/door.h"
#include "control/poll.h"
#include "control/state.h"
#include "interp/hooks.h"
#include "object/errors.h"
#include "object/types.h"
#include "port/standard.h"
#include "prims/registry.h"
#include "program/report.h"
#include "program/start.h"

namespace tiercel {

namespace {

Isolate* signal_isolate = nullptr;  // the one thing a signal handler can reach, and a question without a context

// The nth of texts that each end with a newline.
std::string_view line_of(std::string_view lines, uint64_t n) {
  for (; n > 0 && !lines.empty(); n--) lines.remove_prefix(lines.find('\n') + 1);
  return lines.substr(0, lines.find('\n'));
}

class BuiltProgram {
 public:
  explicit BuiltProgram(const ProgramData& data)
      : data_(data), isolate_(IsolateOptions{data.heap_limit_bytes, {}}), hooks_{name_of_cell} {
    isolate_.dialect = data.consair ? Dialect::consair : Dialect::scheme;
    isolate_.hooks[hook_engine] = this;
    set_interpreter_hooks(&isolate_, &hooks_);
    style_.json = data.json != 0;
    style_.colour = wants_colour(STDERR_FILENO);
  }

  bool start(const std::vector<std::string>& words, const PrepareIsolate& prepare) {
    if (!isolate_.heap.usable() || !isolate_.cells) return false;
    if (!create_control(&isolate_.main, data_.stack_limit_bytes)) return false;
    if (data_.limit_fuel) data_.limit_fuel(&isolate_.main, data_.fuel);
    register_primitives(&isolate_.main);
    make_control_roots(&isolate_.main);
    install_standard_ports(&isolate_.main, words);
    if (data_.cell_count && reserve_cells(&isolate_, static_cast<int64_t>(data_.cell_count)) != 0) return false;
    reserve_libraries(&isolate_, 1);
    for (std::string_view rest = data_.features.view(); !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
      isolate_.features.emplace_back(rest.substr(0, rest.find('\n')));
    if (prepare) prepare(&isolate_, &hooks_);
    signal_isolate = &isolate_;
    std::signal(SIGINT, [](int) { request(&signal_isolate->main, request_interrupt); });
    std::signal(SIGPIPE, SIG_IGN);  // a closed output is a write error of the port, not the end of the process
    return true;
  }

  int run() {
    Value body = data_.load(&isolate_.main, &data_);
    if (body == v_false) {
      std::fputs("tiercel: internal error: the program's data are not sound\n", stderr);
      return exit_internal;
    }
    if (body == v_pending) return report(isolate_.main.pending);
    isolate_.hidden_functions = data_.hidden.view();
    if (data_.call_count) isolate_.called_function = called_by;
    DoorResult result = enter_session(&isolate_.main, body, {});
    int error = flush_standard_ports(&isolate_.main);  // what was written comes before what finish tells
    int code = finish(result);
    if (error == 0 || code != 0) return code;
    tell({ErrorCode::T4004, {}, std::string("output is lost: ") + std::strerror(error)});
    return exit_condition;
  }

 private:
  // What machine code calls; a process runs one program.
  static Function* called_by(const Function* caller, int64_t instruction) {
    const ProgramData& data = static_cast<BuiltProgram*>(signal_isolate->hooks[hook_engine])->data_;
    uint64_t key = static_cast<uint64_t>(caller->index) << 32 | static_cast<uint32_t>(instruction);
    auto precedes = [](const ProgramCall& call, uint64_t wanted) {
      return (uint64_t{call.function} << 32 | call.instruction) < wanted;
    };
    const ProgramCall* end = data.calls + data.call_count;
    const ProgramCall* found = std::lower_bound(data.calls, end, key, precedes);
    if (found == end || (uint64_t{found->function} << 32 | found->instruction) != key) return nullptr;
    if (!(found->callee & ProgramCall::cell_bit))
      return as_function(signal_isolate->libraries[0].functions[found->callee]);
    Value content = signal_isolate->cells[found->callee & ~ProgramCall::cell_bit];
    if (!is_procedure(content)) return nullptr;
    Function* function = function_of(as_procedure(content));
    return function->primitive < 0 ? function : nullptr;
  }

  static Value name_of_cell(Context* ctx, uint32_t cell) {
    auto* program = static_cast<BuiltProgram*>(ctx->isolate->hooks[hook_engine]);
    return intern(ctx, line_of(program->data_.cells.view(), cell));
  }

  int finish(const DoorResult& result) {
    switch (result.status) {
      case DoorStatus::value: return 0;
      case DoorStatus::exited: return exit_code_of(result.value);
      case DoorStatus::condition: return report(result.value);
      case DoorStatus::interrupted: std::fputs("interrupted\n", stderr); return exit_interrupted;
      case DoorStatus::out_of_fuel:
        tell({ErrorCode::T4005, {}, error_message(ErrorCode::T4005)});
        return exit_condition;
      case DoorStatus::escaping: break;
    }
    tell({ErrorCode::T4003, {}, error_message(ErrorCode::T4003, {"it left the evaluation that it was called in"})});
    return exit_condition;
  }

  int report(Value object) {
    SourceMap sources;
    for (uint64_t i = 0; i < data_.file_count; i++)
      sources.add(data_.files[i].name.view(), std::string(data_.files[i].text.view()));
    Diagnostic diagnostic = uncaught_diagnostic(&isolate_.main, sources, object);
    std::string name = unbound_name(object);
    for (uint64_t i = 0; i < data_.hint_count; i++)
      if (!name.empty() && data_.hints[i].name.view() == name)
        diagnostic.suggestions.emplace_back(data_.hints[i].hint.view());
    std::fputs(render(sources, diagnostic, style_).c_str(), stderr);
    return exit_condition;
  }

  void tell(const Diagnostic& diagnostic) { std::fputs(render(SourceMap(), diagnostic, style_).c_str(), stderr); }

  const ProgramData& data_;
  Isolate isolate_;
  InterpreterHooks hooks_;
  RenderStyle style_;
};

}  // namespace

int start_program(const ProgramData& data, std::vector<std::string> words, const PrepareIsolate& prepare) {
  if (data.version != program_version()) {
    std::fputs("the program and the Tiercel runtime library it was linked with are of different versions\n", stderr);
    return exit_internal;
  }
  // Never destroyed: the process ends, and its memory with it.
  auto* program = new BuiltProgram(data);
  if (!program->start(words, prepare)) {
    std::fputs("cannot reserve memory for the stack and the heap\n", stderr);
    return exit_internal;
  }
  return program->run();
}

int tiercel_start_program(const ProgramData* data, int argc, char** argv) {
  return start_program(*data, {argv, argv + argc});
}

}  // namespace tiercel
