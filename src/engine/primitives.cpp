// Bodies of the primitives in tables/primitives/engine.scm: compiling from Scheme, environments, statistics, what is
// known about procedures, and syntax objects inside macro bodies.
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "base/read_file.h"
#include "bytecode/serialize.h"
#include "engine/convert.h"
#include "engine/parts.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/outside.h"
#include "object/types.h"

namespace tiercel {
namespace {

TopLevel* top_level_of(Value environment) { return reinterpret_cast<TopLevel*>(as_environment(environment)->handle); }

Value make_environment_value(Context* ctx, TopLevel* top_level) {
  auto* environment = static_cast<Environment*>(allocate(ctx, sizeof(Environment)));
  environment->header = make_header(ObjectKind::environment);
  environment->handle = reinterpret_cast<uint64_t>(top_level);
  environment->isolate = ctx->isolate;
  return value_of(environment);
}

// A front-end failure as a pending condition with the code and message of the first error, and its place if it is in a file:
// the place of the condition is that of the call, of `load` for example.
Value raise_diagnostics(Context* ctx, const Compilation& work) {
  const Diagnostic& first = work.diagnostics.first_error();
  std::string place = first.span.known() ? parts_of(ctx).sources.describe(first.span) + ": " : "";
  return raise_message(ctx, first.code, place + first.message);
}

// How many of a file's forms end before the place of a mistake in it.
size_t forms_before(Span mistake, std::span<const Datum* const> forms) {
  size_t count = 0;
  while (count < forms.size() && forms[count]->span.file == mistake.file && forms[count]->span.end <= mistake.begin)
    count++;
  return count;
}

// The thunk that runs the forms.
Value compile_forms(Context* ctx, Compilation& work, TopLevel* top_level, std::span<const Datum* const> forms,
                    std::string_view name, bool in_tail_position) {
  Engine::Parts& parts = parts_of(ctx);
  TopLevel* outer = std::exchange(parts.compiling, top_level);
  bool expanded = parts.expand(work, top_level->environment.space(), forms, name, false);
  parts.compiling = outer;
  bytecode::Unit code;
  if (!expanded) return raise_diagnostics(ctx, work);
  Outcome outcome;
  if (!parts.instantiate(work.expansion.libraries, &outcome)) {
    if (outcome.status == Status::condition && outcome.value != v_unspecified) {
      ctx->pending = outcome.value;
      return v_pending;
    }
    std::string text = outcome.text.empty() ? "the body of an imported library did not come to its end" : outcome.text;
    return raise_message(ctx, ErrorCode::T2902, text);
  }
  work.expansion.unit->tail_of_caller = in_tail_position;
  if (!parts.to_bytecode(work, work.expansion.unit, &code)) return raise_diagnostics(ctx, work);
  return parts.load(code);
}

}  // namespace

Value prim_compile_datum(Context* ctx, Value datum, Value environment) {
  Engine::Parts& parts = parts_of(ctx);
  Compilation work;
  const Datum* form = datum_of_value(ctx, datum, work.arena, parts.names);
  return compile_forms(ctx, work, top_level_of(environment), {&form, 1}, "<eval>", true);
}

Value prim_refuse_to_compile(Context* ctx, Value object) { return raise_error(ctx, ErrorCode::T3016, {object}); }

Value prim_compile_file(Context* ctx, Value path, Value environment) {
  Engine::Parts& parts = parts_of(ctx);
  Compilation work;
  std::vector<const Datum*> forms;
  std::string name = string_utf8(path), text;
  if (!read_file_or_stream(name, &text))
    return raise_error(ctx, ErrorCode::T4004, {intern(ctx, "load"), path, intern(ctx, std::strerror(errno))});
  note_outside(ctx->isolate, Outside::files);
  bool readable = parts.read_forms(work, text, name, &forms);
  if (!readable) (void)raise_diagnostics(ctx, work);
  else parts.watch_loaded(name, top_level_of(environment));
  if (readable && forms.empty()) return prim_compile_datum(ctx, v_unspecified, environment);
  Value thunk = readable ? compile_forms(ctx, work, top_level_of(environment), forms, name, false) : v_pending;
  if (thunk != v_pending) return thunk;
  // What stands before the mistake is evaluated all the same.
  Value mistake = ctx->pending;
  const DiagnosticList* said = &work.diagnostics;
  std::vector<std::unique_ptr<Compilation>> attempts;
  for (;;) {
    size_t good = said->error_count() ? forms_before(said->first_error().span, forms) : 0;
    if (good == 0) return v_pending;
    forms.resize(good);
    attempts.push_back(std::make_unique<Compilation>());
    thunk = compile_forms(ctx, *attempts.back(), top_level_of(environment), forms, name, false);
    if (thunk != v_pending) break;
    mistake = ctx->pending;
    said = &attempts.back()->diagnostics;
  }
  ctx->pending = v_false;
  return cons(ctx, thunk, mistake);
}

Value prim_make_environment(Context* ctx, Value import_sets) {
  Engine::Parts& parts = parts_of(ctx);
  TopLevel* top_level = parts.new_top_level(TopLevelKind::empty);
  note_outside(ctx->isolate, Outside::libraries);
  Value form = cons(ctx, intern(ctx, "import"), import_sets);
  Compilation work;
  const Datum* datum = datum_of_value(ctx, form, work.arena, parts.names);
  Value thunk = compile_forms(ctx, work, top_level, {&datum, 1}, "<environment>", false);
  return thunk == v_pending ? thunk : make_environment_value(ctx, top_level);
}

Value prim_interaction_environment(Context* ctx) {
  Engine::Parts& parts = parts_of(ctx);
  note_outside(ctx->isolate, Outside::libraries);
  if (!parts.interaction) parts.interaction = parts.new_top_level(TopLevelKind::full);
  return make_environment_value(ctx, parts.interaction);
}

}  // namespace tiercel
