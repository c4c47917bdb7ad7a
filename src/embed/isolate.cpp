// The C door (include/tiercel/tiercel.h) over Engine: isolates, environments, text.  It only translates: statuses, texts,
// ownership.
#include <cstdlib>
#include <cstring>
#include <new>

#include "control/door.h"
#include "embed/embed.h"
#include "gen/version.h"
#include "object/allocate.h"

using namespace tiercel;

namespace tiercel {
namespace {

constexpr size_t least_c_stack_bytes = size_t{128} * 1024;  // for an evaluation, with macros to be expanded
thread_local char own_address;                              // tells threads apart

}  // namespace

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

Entered::Entered(tc_isolate* isolate) : isolate_(isolate) {
  const void* nobody = nullptr;
  if (isolate->thread.load(std::memory_order_acquire) != &own_address &&
      !isolate->thread.compare_exchange_strong(nobody, &own_address, std::memory_order_acq_rel)) {
    status_ = TC_BUSY;
    return;
  }
  isolate->depth++;
  previous_ = exchange_current_isolate(isolate);
  if (c_stack_room() < least_c_stack_bytes) status_ = TC_MISUSE;
  else if (isolate->frame && ends_function(isolate->frame->last)) status_ = isolate->frame->last;
}

Entered::~Entered() {
  if (status_ == TC_BUSY) return;
  exchange_current_isolate(previous_);
  if (--isolate_->depth == 0) isolate_->thread.store(nullptr, std::memory_order_release);
}

tc_status note_outcome(tc_isolate* isolate, const Outcome& outcome) {
  Context* ctx = isolate->context();
  tc_status status = outcome.escaping ? TC_ESCAPED : status_of(outcome.status);
  std::vector<Value>& handles = ctx->isolate->handles;
  handles[isolate->condition] = status == TC_CONDITION ? outcome.value : v_nil;
  if (isolate->frame) {
    isolate->frame->last = status;
    isolate->frame->taken = outcome.value;
    isolate->frame->exit_code = outcome.exit_code;
  }
  isolate->value_count = status == TC_OK ? 1 : 0;
  handles[isolate->values] = status == TC_OK ? outcome.value : v_nil;
  if (status != TC_OK || outcome.value != v_multiple) return status;
  isolate->value_count = static_cast<size_t>(ctx->nvalues);
  Value kept = make_vector(ctx, ctx->nvalues, v_nil);
  if (kept == v_pending) return TC_CONDITION;
  Value more = ctx->more_values;
  for (int64_t i = 0; i < ctx->nvalues; i++) {
    as_vector(kept)->elements[i] = i < argument_slots ? ctx->values[i] : as_pair(more)->car;
    if (i >= argument_slots) more = as_pair(more)->cdr;
  }
  handles[isolate->values] = ctx->nvalues == 1 ? as_vector(kept)->elements[0] : kept;
  return TC_OK;
}

}  // namespace tiercel

tc_isolate::tc_isolate(std::unique_ptr<Engine> made, bool is_ready) : engine(std::move(made)), ready(is_ready) {
  Isolate* isolate = context()->isolate;
  condition = make_handle(isolate, v_nil);
  values = make_handle(isolate, v_nil);
  isolate->weak_tables.push_back(&foreign);
  isolate->hooks[hook_embed] = this;
}

tc_isolate::~tc_isolate() {
  foreign.forget([](Value) { return true; });
}

namespace {

std::vector<std::string> strings_of(const char* const* texts) {
  std::vector<std::string> strings;
  for (; texts && *texts; texts++) strings.emplace_back(*texts);
  return strings;
}

NativeMode native_mode_of(tc_native_mode mode) {
  if (mode == TC_NATIVE_AUTOMATIC) return NativeMode::automatic;
  return mode == TC_NATIVE_ON ? NativeMode::on : NativeMode::off;
}

// What every entry point checks first.
tc_status usable(tc_environment* environment, const char* text, const char* name) {
  if (!environment || !text || !name) return TC_MISUSE;
  return environment->isolate->ready ? TC_OK : TC_NOT_READY;
}

tc_result evaluate(tc_environment* environment, const char* text, size_t length, const char* name) {
  if (tc_status status = usable(environment, text, name); status != TC_OK) return failure(status);
  Entered entered(environment->isolate);
  if (entered.status() != TC_OK) return failure(entered.status());
  Engine& engine = *environment->isolate->engine;
  Outcome outcome = engine.evaluate(environment->top_level, text_of(text, length), name);
  tc_status status = note_outcome(environment->isolate, outcome);
  return make_result(status, outcome.exit_code, status == TC_OK ? engine.print(outcome.value) : outcome.text);
}

tc_result dump(tc_environment* environment, const char* text, size_t length, const char* name, Stage stage, bool one) {
  if (tc_status status = usable(environment, text, name); status != TC_OK) return failure(status);
  Entered entered(environment->isolate);
  if (entered.status() != TC_OK) return failure(entered.status());
  Engine& engine = *environment->isolate->engine;
  Outcome outcome = engine.dump_forms(stage, environment->top_level, text_of(text, length), name, one);
  return make_result(status_of(outcome.status), outcome.exit_code, outcome.text);
}

}  // namespace

int tc_api_version(void) { return TIERCEL_API_VERSION; }
const char* tc_version(void) { return version_text; }

tc_isolate* tc_isolate_create(const tc_options* options) {
  tc_options given = TC_OPTIONS_DEFAULT;
  if (options) std::memcpy(&given, options, options->struct_size < sizeof given ? options->struct_size : sizeof given);
  EngineOptions engine_options;
  engine_options.stack_limit_bytes = given.stack_limit;
  engine_options.heap_limit_bytes = given.heap_limit;
  if (given.optimize >= 0) engine_options.optimize = given.optimize;
  engine_options.without_primitives = given.without_primitives != 0;
  engine_options.native_mode = native_mode_of(given.native_mode);
  engine_options.include_directories = strings_of(given.include_directories);
  engine_options.command_line = strings_of(given.command_line);
  if (given.cache_directory) engine_options.cache.folder = given.cache_directory;
  std::unique_ptr<Engine> engine = Engine::create(engine_options);
  if (!engine) return nullptr;
  return new (std::nothrow) tc_isolate(std::move(engine), given.without_primitives == 0);
}

tc_status tc_register_primitives(tc_isolate* isolate) {
  if (!isolate) return TC_MISUSE;
  Entered entered(isolate);
  if (entered.status() != TC_OK) return entered.status();
  isolate->ready = isolate->engine->register_primitives();
  return isolate->ready ? TC_OK : TC_NOT_READY;
}

void tc_isolate_destroy(tc_isolate* isolate) {
  if (isolate && isolate->thread.load() == nullptr) delete isolate;
}

tc_environment* tc_environment_create(tc_isolate* isolate, tc_environment_kind kind) {
  if (!isolate || !isolate->ready) return nullptr;
  Entered entered(isolate);
  if (entered.status() != TC_OK) return nullptr;
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
