// Macro bodies: evaluated and applied on the compile-time context, which is never the program's.
#include "control/door.h"
#include "engine/convert.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "object/allocate.h"
#include "object/outside.h"
#include "program/report.h"

namespace tiercel {
namespace {

constexpr size_t arguments_max = 8;

// Why a macro body gave no value.
std::string why(Context* ctx, const DoorResult& result) {
  if (result.status == DoorStatus::interrupted) return "interrupted";
  if (result.status == DoorStatus::out_of_fuel) return "it used up its fuel";
  return describe_object(ctx, result.value);
}

// Code that runs for the compiler: what it asks of the world decides what may be kept of that which is being compiled.
class CompileTime {
 public:
  explicit CompileTime(Engine::Parts& parts) : parts_(parts), watch_(&parts.isolate) { parts.compile_time_depth++; }
  ~CompileTime() {
    parts_.compile_time_depth--;
    parts_.compiled_files.note_outside(watch_.use());
  }
  CompileTime(const CompileTime&) = delete;
  CompileTime& operator=(const CompileTime&) = delete;

 private:
  Engine::Parts& parts_;
  OutsideWatch watch_;
};

uint32_t index_of(uint64_t handle) { return static_cast<uint32_t>(handle >> 1); }

}  // namespace

bool MacroEvaluator::evaluate(core::Unit* unit, std::span<syntax::Library* const> libraries, uint64_t* handle,
                              std::string* message) {
  Outcome outcome;
  bool ready = parts_.program_maker ? parts_.program_maker->run_for_macros(libraries, &outcome)
                                    : parts_.instantiate(libraries, &outcome);
  if (!ready) {
    *message = outcome.text;
    return false;
  }
  parts_.compiled_files.note_bodies(libraries);
  Compilation work;
  bytecode::Unit code;
  if (!parts_.to_bytecode(work, unit, &code)) {
    *message = render(parts_.sources, work.diagnostics);
    return false;
  }
  Value procedure = parts_.load(code);
  Context* ctx = parts_.compile_time_context();
  if (procedure == v_pending || !ctx) {
    *message = "out of memory";
    return false;
  }
  DoorResult result = [&] {
    CompileTime running(parts_);
    return enter_scheme(ctx, procedure, {});
  }();
  parts_.compiled_files.note_definitions();
  if (result.status != DoorStatus::value) {
    *message = why(ctx, result);
    return false;
  }
  *handle = uint64_t{make_handle(&parts_.isolate, result.value)} << 1 | 1;
  return true;
}

bool MacroEvaluator::is_procedure(uint64_t handle) {
  return tiercel::is_procedure(handle_value(&parts_.isolate, index_of(handle)));
}

const Datum* MacroEvaluator::apply(uint64_t procedure, std::span<const Datum* const> arguments, Arena& arena,
                                   syntax::SyntaxServices& services, std::string* message) {
  Context* ctx = parts_.compile_time_context();
  if (!ctx || arguments.size() > arguments_max) {
    *message = "out of memory";
    return nullptr;
  }
  parts_.isolate.count(Stat::macro_uses);
  Value values[arguments_max] = {};
  for (size_t i = 0; i < arguments.size(); i++) {
    values[i] = value_of_datum(ctx, arguments[i]);
    if (values[i] == v_pending) {
      *message = "out of memory";
      return nullptr;
    }
  }
  syntax::SyntaxServices* outer_services = std::exchange(services_, &services);
  Arena* outer_arena = std::exchange(arena_, &arena);
  parts_.compiled_files.watch_variables();
  DoorResult result = [&] {
    CompileTime running(parts_);
    return enter_scheme(ctx, handle_value(&parts_.isolate, index_of(procedure)), {values, arguments.size()});
  }();
  parts_.compiled_files.note_changes();
  services_ = outer_services;
  arena_ = outer_arena;
  if (result.status != DoorStatus::value) {
    *message = why(ctx, result);
    return nullptr;
  }
  return datum_of_value(ctx, result.value, arena, parts_.names);
}

}  // namespace tiercel
