// The C door (include/tiercel/tiercel.h) over Engine.  It only translates: statuses, texts, ownership.
#include "engine/embed.h"

#include <cstdlib>
#include <cstring>
#include <new>

using namespace tiercel;

namespace tiercel {

tc_status status_of(Status status) {
  switch (status) {
    case Status::ok: return TC_OK;
    case Status::condition: return TC_CONDITION;
    case Status::syntax: return TC_SYNTAX;
    case Status::interrupted: return TC_INTERRUPTED;
    case Status::out_of_fuel: return TC_OUT_OF_FUEL;
    case Status::exited: return TC_EXITED;
    case Status::not_ready: return TC_NOT_READY;
  }
  return TC_MISUSE;
}

char* copy_text(const std::string& text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

tc_result make_result(tc_status status, int code, const std::string& text) {
  return {status, code, copy_text(text), text.size()};
}

}  // namespace tiercel

namespace {

// What every entry point checks first.
tc_status usable(tc_environment* environment, const char* text, const char* name) {
  if (!environment || !text || !name) return TC_MISUSE;
  return environment->isolate->ready ? TC_OK : TC_NOT_READY;
}

tc_result evaluate(tc_environment* environment, const char* text, size_t length, const char* name) {
  if (tc_status status = usable(environment, text, name); status != TC_OK) return failure(status);
  Entered entered(environment->isolate);
  Engine& engine = *environment->isolate->engine;
  Outcome outcome = engine.evaluate(environment->top_level, {text, length}, name);
  return make_result(status_of(outcome.status), outcome.exit_code,
                     outcome.status == Status::ok ? engine.print(outcome.value) : outcome.text);
}

tc_result dump(tc_environment* environment, const char* text, size_t length, const char* name, Stage stage, bool one) {
  if (tc_status status = usable(environment, text, name); status != TC_OK) return failure(status);
  Entered entered(environment->isolate);
  Outcome outcome = environment->isolate->engine->dump_forms(stage, environment->top_level, {text, length}, name, one);
  return make_result(status_of(outcome.status), outcome.exit_code, outcome.text);
}

}  // namespace

tc_isolate* tc_isolate_create(const tc_options* options) {
  EngineOptions engine_options;
  tc_options given = {};
  given.optimize = -1;
  if (options) std::memcpy(&given, options, options->struct_size < sizeof given ? options->struct_size : sizeof given);
  engine_options.stack_limit_bytes = given.stack_limit;
  engine_options.heap_limit_bytes = given.heap_limit;
  if (given.optimize >= 0) engine_options.optimize = given.optimize;
  engine_options.without_primitives = given.without_primitives != 0;
  std::unique_ptr<Engine> engine = Engine::create(engine_options);
  if (!engine) return nullptr;
  auto* isolate = new (std::nothrow) tc_isolate{std::move(engine), given.without_primitives == 0};
  return isolate;
}

tc_status tc_register_primitives(tc_isolate* isolate) {
  if (!isolate) return TC_MISUSE;
  Entered entered(isolate);
  isolate->ready = isolate->engine->register_primitives();
  return isolate->ready ? TC_OK : TC_NOT_READY;
}

void tc_isolate_destroy(tc_isolate* isolate) { delete isolate; }

tc_environment* tc_environment_create(tc_isolate* isolate, tc_environment_kind kind) {
  if (!isolate || !isolate->ready) return nullptr;
  Entered entered(isolate);
  TopLevel* top_level = isolate->engine->make_top_level(kind == TC_BARE ? TopLevelKind::bare : TopLevelKind::full);
  return top_level ? new (std::nothrow) tc_environment{isolate, top_level} : nullptr;
}

void tc_environment_destroy(tc_environment* environment) {
  if (!environment) return;
  environment->isolate->engine->drop_top_level(environment->top_level);
  delete environment;
}

tc_result tc_evaluate(tc_environment* environment, const char* text, size_t length, const char* name) {
  return evaluate(environment, text, length, name);
}
tc_result tc_eval(tc_environment* environment, const char* text, size_t length, const char* name) {
  return evaluate(environment, text, length, name);
}
tc_result tc_analyze(tc_environment* environment, const char* text, size_t length, const char* name) {
  return dump(environment, text, length, name, Stage::optimize, true);
}
tc_result tc_analyze_all(tc_environment* environment, const char* text, size_t length, const char* name) {
  return dump(environment, text, length, name, Stage::optimize, false);
}
tc_result tc_compile(tc_environment* environment, const char* text, size_t length, const char* name) {
  return dump(environment, text, length, name, Stage::bytecode, true);
}
tc_result tc_compile_all(tc_environment* environment, const char* text, size_t length, const char* name) {
  return dump(environment, text, length, name, Stage::bytecode, false);
}

void tc_free(char* text) { std::free(text); }

tc_status tc_set_fuel(tc_isolate* isolate, int64_t fuel) {
  if (!isolate) return TC_MISUSE;
  isolate->engine->set_fuel(fuel);
  return TC_OK;
}

void tc_interrupt(tc_isolate* isolate) {
  if (isolate) isolate->engine->interrupt();
}

tc_isolate* tc_current_isolate(void) { return static_cast<tc_isolate*>(current_isolate()); }

int64_t tc_counter(tc_isolate* isolate, const char* name) {
  return isolate && name ? isolate->engine->counter(name) : -1;
}
