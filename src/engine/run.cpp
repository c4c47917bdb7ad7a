// Running compiled code on the Scheme stack, and the context in which macro bodies run.
#include "control/door.h"
#include "control/fuel.h"
#include "engine/parts.h"
#include "program/report.h"
#include "object/types.h"
#include "port/standard.h"

namespace tiercel {
Outcome Engine::Parts::condition_outcome(Value object) {
  Outcome outcome;
  outcome.status = Status::condition;
  outcome.value = object;
  Diagnostic diagnostic = uncaught_diagnostic(&isolate.main, sources, object);
  if (std::string name = unbound_name(object); !name.empty()) {
    auto similar = similar_names.find(name);
    static const std::vector<std::string> none;
    diagnostic.suggestions =
        suggest_for_unbound(names.intern(name), similar == similar_names.end() ? none : similar->second);
  }
  outcome.text = render(sources, diagnostic, options.diagnostics);
  return outcome;
}

Outcome Engine::Parts::run(Context* ctx, Value procedure, std::span<const Value> arguments) {
  Stopwatch watch(&time(Activity::run));
  Silence silence(*this);
  DoorResult result = enter_session(ctx, procedure, arguments);
  Outcome outcome;
  outcome.value = result.value;
  switch (result.status) {
    case DoorStatus::value: break;
    case DoorStatus::condition: outcome = condition_outcome(result.value); break;
    case DoorStatus::interrupted: outcome.status = Status::interrupted; break;
    case DoorStatus::out_of_fuel: outcome.status = Status::out_of_fuel; break;
    case DoorStatus::exited:
      outcome.status = Status::exited;
      outcome.exit_code = exit_code_of(result.value);
      break;
    case DoorStatus::escaping:
      outcome.status = Status::condition;
      outcome.escaping = true;
      outcome.text = describe_problem(
          ErrorCode::T4003, error_message(ErrorCode::T4003, {"it left the evaluation that it was called in"}));
      break;
  }
  int error = flush_standard_ports(&isolate.main);
  bool successful = outcome.status == Status::ok || (outcome.status == Status::exited && outcome.exit_code == 0);
  if (error != 0 && successful) {
    outcome.status = Status::condition;
    outcome.text = describe_problem(ErrorCode::T4004, std::string("output is lost: ") + std::strerror(error));
  }
  return outcome;
}

// E6: a macro body never sees what an earlier one left behind.
Context* Engine::Parts::compile_time_context() {
  if (!compile_time) {
    compile_time = std::make_unique<Context>();
    attach_context(&isolate, compile_time.get());
    if (!create_control(compile_time.get(), options.stack_limit_bytes)) return nullptr;
    isolate.count(Stat::vms);
  }
  Context* ctx = compile_time.get();
  if (compile_time_depth == 0) {
    ctx->winders = ctx->handlers = ctx->parameters = v_empty;
    ctx->slices = ctx->in_place = ctx->pending = ctx->tail_procedure = v_false;
    ctx->more = ctx->more_values = v_empty;
    ctx->nvalues = 0;
    limit_fuel(ctx, options.fuel);  // of each use, as for a program
    ctx->interpreted_calls = 0;
  }
  return ctx;
}

}  // namespace tiercel
