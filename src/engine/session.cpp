// What a prompt needs of an engine besides evaluation: showing values, remembering them, reading lines, counting costs.
#include "engine/parts.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "port/port.h"
#include "port/standard.h"
#include "prims/registry.h"

namespace tiercel {
namespace {

constexpr const char* session_definitions = "(define *1 #f) (define *2 #f) (define *3 #f) (define *e #f)";

}  // namespace

void Engine::begin_session() { evaluate(interaction(), session_definitions, "<session>"); }

// --- Showing --------------------------------------------------------------------------------------------------------

// Through the port and on the Scheme stack, so that Ctrl-C ends the printing of a large value.
Outcome Engine::show(Value value) {
  Context* ctx = context();
  Isolate* isolate = &parts_->isolate;
  std::vector<uint32_t> shown;
  if (value == v_multiple) {
    for (int64_t i = 0; i < ctx->nvalues && i < argument_slots; i++)
      shown.push_back(make_handle(isolate, ctx->values[i]));
    for (Value rest = ctx->nvalues > argument_slots ? ctx->more_values : v_empty; is_pair(rest);
         rest = as_pair(rest)->cdr)
      shown.push_back(make_handle(isolate, as_pair(rest)->car));
  } else if (value != v_unspecified) {
    shown.push_back(make_handle(isolate, value));
  }
  Outcome outcome;
  for (uint32_t handle : shown) {
    Value argument[] = {handle_value(isolate, handle)};
    if (outcome.status == Status::ok)
      outcome = parts_->run(ctx, isolate->primitives[static_cast<size_t>(core::Prim::write)], argument);
    if (outcome.status == Status::ok)
      outcome = parts_->run(ctx, isolate->primitives[static_cast<size_t>(core::Prim::newline)]);
  }
  for (uint32_t handle : shown) release_handle(isolate, handle);
  return outcome;
}

// --- Remembering ----------------------------------------------------------------------------------------------------

// The cell of a variable that was defined there; null if the name is something else by now.
Cell* Engine::Parts::own_cell(TopLevel* top_level, std::string_view name) {
  syntax::Namespace& space = top_level->environment.space();
  syntax::Binding* binding = space.find_own(names.intern(name), space.scopes());
  bool variable = binding && binding->kind == syntax::BindingKind::global && !binding->global->immutable &&
                  binding->global->storage == core::Global::Storage::cell;
  return variable ? as_cell(handle_value(&isolate, static_cast<uint32_t>(binding->global->handle))) : nullptr;
}

void Engine::remember(Value value) {
  if (value == v_multiple) value = context()->nvalues > 0 ? context()->values[0] : v_unspecified;
  if (value == v_unspecified) return;
  for (const char* name : {"*1", "*2", "*3"}) {
    Cell* cell = parts_->own_cell(parts_->interaction, name);
    if (!cell) continue;
    Value older = cell->content;
    store_field(cell, &cell->content, value);
    value = older;
  }
}

Outcome Engine::define(TopLevel* top_level, std::string_view name, Value value) {
  uint32_t kept = make_handle(&parts_->isolate, value);
  Outcome outcome = evaluate(top_level, "(define " + print(intern(context(), name)) + " #f)", "<definition>");
  if (outcome.status == Status::ok) {
    Cell* cell = parts_->own_cell(top_level, name);
    store_field(cell, &cell->content, handle_value(&parts_->isolate, kept));
  }
  release_handle(&parts_->isolate, kept);
  return outcome;
}

void Engine::remember_condition(Value object) {
  if (Cell* cell = parts_->own_cell(parts_->interaction, "*e")) store_field(cell, &cell->content, object);
}

Outcome Engine::dump_at_prompt(Stage stage, std::string_view text) {
  interaction();
  parts_->top_levels.push_back(std::make_unique<TopLevel>(parts_->system, &parts_->interaction->environment));
  TopLevel* passing = parts_->top_levels.back().get();
  Outcome outcome = dump_forms(stage, passing, text, "<repl>", false);
  drop_top_level(passing);
  return outcome;
}

// --- Input ----------------------------------------------------------------------------------------------------------

InputStatus Engine::read_line(std::string* line) {
  Context* ctx = context();
  Value value = current_port(ctx, StandardPort::input);
  line->clear();
  if (!is_kind(value, ObjectKind::port) || !port_is_open(as_port(value))) return InputStatus::end;
  std::string_view bytes;
  switch (tiercel::read_line(ctx, as_port(value), &bytes)) {
    case PortStatus::ok: break;
    case PortStatus::interrupted: return InputStatus::interrupted;
    case PortStatus::end:
    case PortStatus::failed: return InputStatus::end;
  }
  line->assign(bytes);
  *line += '\n';
  return InputStatus::line;
}

void Engine::forget_interrupt() { context()->requests.fetch_and(~uint32_t{request_interrupt}); }

// --- Costs ----------------------------------------------------------------------------------------------------------

Usage Engine::usage() {
  const HeapStatistics& heap = parts_->isolate.heap.statistics();
  Value bytes = call_primitive(context(), core::Prim::bytes_allocated, {});
  return {is_fixnum(bytes) ? fixnum_value(bytes) : 0, heap.young_collections, heap.full_collections,
          static_cast<double>(heap.cpu_ns_total) / 1e9};
}

}  // namespace tiercel
