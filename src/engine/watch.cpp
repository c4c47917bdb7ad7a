// See watch.h.  The running thread is asked through the poll that Ctrl-C uses; Ctrl-C itself still ends the program.
#include "engine/watch.h"

#include <algorithm>
#include <list>

#include "base/read_file.h"
#include "control/continuation.h"
#include "control/poll.h"
#include "engine/parts.h"
#include "object/allocate.h"

namespace tiercel {
namespace {

constexpr int look_every_ms = 100;

// A new definition that fails is told and leaves the program as it was.
constexpr const char* run_safely_text =
    "(lambda (thunk) (guard (condition (#t (let ((port (current-error-port)))"
    "  (write-string \"tiercel: the change did not take effect: \" port)"
    "  (write-string (if (error-object? condition) (error-object-message condition) \"an object was raised\") port)"
    "  (newline port) (flush-output-port port)))) (thunk)))";

}  // namespace

std::vector<size_t> ProgramVersion::fresh_among(const std::vector<std::string>& forms) const {
  std::vector<size_t> fresh;
  std::map<std::string_view, size_t> seen;
  for (size_t i = 0; i < forms.size(); i++) {
    auto known = forms_.find(forms[i]);
    if (++seen[forms[i]] > (known == forms_.end() ? 0 : known->second)) fresh.push_back(i);
  }
  return fresh;
}

void ProgramVersion::take_on(const std::vector<std::string>& forms) {
  forms_.clear();
  for (const std::string& form : forms) forms_[form]++;
}

// --- The program ----------------------------------------------------------------------------------------------------

struct Engine::Watch {
  explicit Watch(Parts& parts) : parts(parts) {}

  // From now on.  What was known of the same place is forgotten.
  void add(WatchedSource source) {
    Compilation work;
    std::vector<WatchedForm> forms;
    (void)read_watched(parts, work, source, &forms);  // whoever compiles it tells what is wrong
    source.version.take_on(texts_of(forms));
    for (const std::string& path : source.files) files->add(path);
    auto is_replaced = [&source](const WatchedSource& other) {
      return other.path == source.path && other.library == source.library && other.top_level == source.top_level;
    };
    std::erase_if(waiting, [&](const Changed& each) { return is_replaced(*each.source); });
    std::erase_if(sources, is_replaced);
    sources.push_back(std::move(source));
  }

  static std::vector<std::string> texts_of(const std::vector<WatchedForm>& forms) {
    std::vector<std::string> texts;
    for (const WatchedForm& form : forms) texts.push_back(form.text);
    return texts;
  }

  // A source that has changed since it was compiled, or null.
  WatchedSource* next_changed() {
    std::set<std::string> paths = files->take();
    for (WatchedSource& source : sources) {
      auto path = std::ranges::find_if(paths, [&source](const auto& each) { return source.files.contains(each); });
      if (path != paths.end()) waiting.push_back({&source, *path});
    }
    if (waiting.empty()) return nullptr;
    changed_path = waiting.front().path;
    WatchedSource* result = waiting.front().source;
    waiting.pop_front();
    return result;
  }
  bool has_more() const { return !waiting.empty(); }

  // A thunk that runs what is new of the source, or false.  What does not compile is told, and is new the next time as well,
  // as are forms that have to wait for the end of the program.
  Value compile_changes(WatchedSource& source, bool definitions_only) {
    Compilation work;
    std::vector<WatchedForm> forms;
    std::string declarations = source.declarations;
    if (!read_watched(parts, work, source, &forms)) return tell(work);
    for (const std::string& path : source.files) files->add(path);
    if (declarations != source.declarations) tell_declarations(source);
    std::vector<std::string> texts = texts_of(forms);
    std::vector<size_t> fresh = source.version.fresh_among(texts);
    add_users_of_macros(forms, &fresh);
    std::vector<const Datum*> now;
    for (size_t index : fresh) {
      if (!definitions_only || is_definition(forms[index].form)) now.push_back(forms[index].form);
      else texts[index].clear();
    }
    if (source.library.empty() || !now.empty()) tell_count(now.size());
    Value thunk = now.empty() ? v_false : compile(work, source, now);
    if (now.empty() || thunk != v_false) source.version.take_on(texts);
    return thunk;
  }

  Value compile(Compilation& work, WatchedSource& source, const std::vector<const Datum*>& forms) {
    syntax::Namespace* space = space_of(source);
    if (!space) return v_false;
    TopLevel* outer = std::exchange(parts.compiling, source.top_level);
    bool expanded = parts.expand(work, *space, forms, source.path, false);
    parts.compiling = outer;
    bytecode::Unit code;
    if (!expanded || !parts.to_bytecode(work, work.expansion.unit, &code)) return tell(work);
    Outcome outcome;
    if (!parts.instantiate(work.expansion.libraries, &outcome)) {
      std::fputs(outcome.text.c_str(), stderr);
      return v_false;
    }
    Value thunk = parts.load(code);
    if (thunk == v_pending) parts.isolate.main.pending = v_false;
    return thunk == v_pending ? v_false : thunk;
  }

  // Where it was compiled; null for a library that nobody imports.
  syntax::Namespace* space_of(const WatchedSource& source) const {
    if (source.library.empty()) return &source.top_level->environment.space();
    syntax::Library* library = parts.system.known_library(source.library);
    return library ? library->body.get() : nullptr;
  }

  Value tell(const Compilation& work) const {
    std::fputs(render(parts.sources, work.diagnostics, parts.options.diagnostics).c_str(), stderr);
    return v_false;
  }

  void tell_count(size_t count) const {
    std::fprintf(stderr, "tiercel: %s has changed: %zu %s\n", changed_path.c_str(), count,
                 count == 1 ? "form" : "forms");
  }

  void tell_declarations(const WatchedSource& source) const {
    std::fprintf(stderr, "tiercel: what %s exports and imports counts when the program starts again\n",
                 source.library.c_str());
  }

  Parts& parts;
  std::list<WatchedSource> sources;
  std::unique_ptr<FileWatcher> files;
  struct Changed {
    WatchedSource* source;
    std::string path;
  };
  std::list<Changed> waiting;
  std::string changed_path;
  uint32_t run_safely = 0;  // a handle
};

void Engine::Parts::watch_loaded(const std::string& path, TopLevel* top_level) {
  if (watch) watch->add({.path = path, .top_level = top_level});
}

void Engine::Parts::watch_library(const std::string& path) {
  if (!watch) return;
  for (std::string& key : libraries_in(*this, path)) watch->add({.path = path, .library = std::move(key)});
}

namespace {

// The change, if there is one, as a thunk.  Otherwise the interrupt was Ctrl-C, which is delivered again without us.
Value change_of(Context* ctx) {
  Engine::Watch& watch = *parts_of(ctx).watch;
  bool goes_on = watch.has_more();  // then we have asked for this interrupt ourselves
  WatchedSource* source = watch.next_changed();
  if (!source && goes_on) return v_false;
  if (!source) {
    ctx->isolate->set_root(Root::interrupt_handler, v_false);
    request(ctx, request_interrupt);
    return v_false;
  }
  Value thunk = watch.compile_changes(*source, true);
  if (watch.has_more()) request(ctx, request_interrupt);
  return thunk;
}

// What an interrupt calls.  Machine code has no mark of its type before its entry, where -fsanitize=function would look for
// one.
[[clang::no_sanitize("function")]] Value take_change(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  Value thunk = change_of(ctx);
  if (thunk == v_false) return v_unspecified;
  Procedure* run_safely = as_procedure(handle_value(ctx->isolate, parts_of(ctx).watch->run_safely));
  [[clang::musttail]] return run_safely->entry(ctx, run_safely, 1, thunk, v_default, v_default);
}

}  // namespace

// The rest of the time: what is new is run as a program's forms are.
Outcome Engine::Parts::wait_for_changes() {
  Context* ctx = &isolate.main;
  std::fprintf(stderr, "tiercel: the program has ended; waiting for changes of %s\n",
               watch->sources.front().path.c_str());
  Outcome outcome;
  while (outcome.status != Status::exited) {
    if (ctx->requests.load() & request_interrupt) break;
    if (!watch->has_more() && !watch->files->wait(look_every_ms)) continue;
    WatchedSource* source = watch->next_changed();
    Value thunk = source ? watch->compile_changes(*source, false) : v_false;
    if (thunk == v_false) continue;
    outcome = run(ctx, thunk);
    if (outcome.status == Status::interrupted) break;
    std::fputs(outcome.text.c_str(), stderr);
  }
  return outcome;
}

// The forms of the program's file; while it cannot be read, its mistake is told and the next save is waited for.
// False after Ctrl-C.
bool Engine::Parts::wait_for_readable(Compilation& work, std::string_view name, std::string* text,
                                      std::vector<const Datum*>* forms) {
  FileWatcher saves([] {}, [] {});
  saves.add(std::string(name));
  for (;;) {
    Compilation attempt;
    std::vector<const Datum*> ignored;
    if (read_forms(attempt, *text, name, &ignored)) return read_forms(work, *text, name, forms);
    std::fputs(syntax_outcome(attempt).text.c_str(), stderr);
    while (!saves.wait(look_every_ms))
      if (isolate.main.requests.load() & request_interrupt) return false;
    (void)saves.take();
    if (!read_regular_file(std::string(name), text)) text->clear();
  }
}

Outcome Engine::watch_program(std::string_view text, std::string_view name) {
  Parts& parts = *parts_;
  parts.search_beside(name);
  parts.compiled_files.turn_off();  // what is stored was compiled for programs that do not change
  parts.system.open_libraries = true;
  Compilation work;
  std::vector<const Datum*> forms;
  std::string readable(text);
  if (!parts.wait_for_readable(work, name, &readable, &forms)) return {.status = Status::interrupted, .text = ""};
  TopLevel* top_level = parts.new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  if (!top_level) return {.status = Status::not_ready, .text = ""};
  parts.interaction = top_level;
  Outcome helper = evaluate(make_top_level(TopLevelKind::full), run_safely_text, "<watch>");
  if (helper.status != Status::ok) return helper;
  parts.watch = std::make_shared<Watch>(parts);
  Watch& watch = *parts.watch;
  watch.run_safely = make_handle(&parts.isolate, helper.value);
  Context* ctx = context();
  Function* handler = make_native_function(ctx, "take-change", 0, take_change);
  ctx->isolate->set_root(Root::interrupt_handler, value_of(make_closure(ctx, handler, 0)));
  watch.files = std::make_unique<FileWatcher>([this] { interrupt(); }, [this] { forget_interrupt(); });
  watch.add({.path = std::string(name), .top_level = top_level});
  Outcome outcome = parts.run_forms(work, top_level, forms, name, false);
  bool goes_on =
      outcome.status == Status::ok || outcome.status == Status::condition || outcome.status == Status::syntax;
  if (goes_on) {
    std::fputs(outcome.text.c_str(), stderr);
    if (watch.files->be_silent()) forget_interrupt();  // the interrupt was ours and not Ctrl-C
    ctx->isolate->set_root(Root::interrupt_handler, v_false);
    outcome = parts.wait_for_changes();
    if (outcome.status != Status::exited) outcome.status = Status::interrupted;
  }
  parts.watch.reset();
  return outcome;
}

}  // namespace tiercel
