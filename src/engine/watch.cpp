// See watch.h.  The running thread is asked through the poll that Ctrl-C uses; Ctrl-C itself still ends the program.
#include "engine/watch.h"

#include <chrono>
#include <sys/stat.h>

#include "control/continuation.h"
#include "control/poll.h"
#include "engine/parts.h"
#include "object/allocate.h"
#include "reader/datum_writer.h"

namespace tiercel {
namespace {

constexpr int look_every_ms = 100;

// A new definition that fails is told and leaves the program as it was.
constexpr const char* run_safely_text =
    "(lambda (thunk) (guard (condition (#t (let ((port (current-error-port)))"
    "  (write-string \"tiercel: the change did not take effect: \" port)"
    "  (write-string (if (error-object? condition) (error-object-message condition) \"an object was raised\") port)"
    "  (newline port) (flush-output-port port)))) (thunk)))";

bool same(const struct stat& a, const struct stat& b) {
  return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

// What may be run in the middle of the program: it changes names and does nothing else.
bool is_definition(const Datum* form) {
  if (form->kind != DatumKind::pair || form->pair.first->kind != DatumKind::symbol) return false;
  std::string_view head = form->pair.first->symbol->text;
  return head.starts_with("def") || head == "import";
}

}  // namespace

// --- The file -------------------------------------------------------------------------------------------------------

FileWatcher::FileWatcher(std::string path, std::string contents, std::function<void()> changed,
                         std::function<void()> taken)
    : path_(std::move(path)),
      changed_(std::move(changed)),
      taken_(std::move(taken)),
      contents_(std::move(contents)),
      thread_([this] { watch(); }) {}

FileWatcher::~FileWatcher() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  condition_.notify_all();
  thread_.join();
}

// Editors write a file anew or put another in its place; a text is taken when it has not changed between two looks.
void FileWatcher::watch() {
  struct stat taken = {}, last = {};
  std::unique_lock<std::mutex> lock(mutex_);
  while (!condition_.wait_for(lock, std::chrono::milliseconds(look_every_ms), [this] { return stop_; })) {
    struct stat now = {};
    if (::stat(path_.c_str(), &now) != 0 || same(now, taken)) continue;
    bool settled = same(now, last);
    last = now;
    std::string text;
    if (!settled || !read_source_file(path_, &text)) continue;
    taken = now;
    if (text == contents_) continue;
    contents_ = std::move(text);
    fresh_ = true;
    condition_.notify_all();
    changed_();
  }
}

bool FileWatcher::wait(int wait_ms) {
  std::unique_lock<std::mutex> lock(mutex_);
  return condition_.wait_for(lock, std::chrono::milliseconds(wait_ms), [this] { return fresh_; });
}

bool FileWatcher::take(std::string* contents) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!std::exchange(fresh_, false)) return false;
  *contents = contents_;
  taken_();
  return true;
}

void FileWatcher::be_silent() {
  std::lock_guard<std::mutex> lock(mutex_);
  changed_ = taken_ = [] {};
}

std::vector<size_t> ProgramVersion::replace(const std::vector<std::string>& forms) {
  std::vector<size_t> fresh;
  std::map<std::string, size_t> now;
  for (size_t i = 0; i < forms.size(); i++) {
    size_t& count = now[forms[i]];
    auto before = forms_.find(forms[i]);
    if (++count > (before == forms_.end() ? 0 : before->second)) fresh.push_back(i);
  }
  forms_ = std::move(now);
  return fresh;
}

// --- The program ----------------------------------------------------------------------------------------------------

struct Engine::Watch {
  Watch(Parts& parts, std::string path, TopLevel* top_level)
      : parts(parts), path(std::move(path)), top_level(top_level) {}

  // A thunk that runs what is new of the text, or false.  What does not compile is told.
  Value compile_changes(const std::string& text, bool definitions_only, size_t* count) {
    Compilation work;
    std::vector<const Datum*> forms, fresh;
    *count = 0;
    if (!parts.read_forms(work, text, path, &forms)) return tell(work);
    std::vector<std::string> texts;
    for (const Datum* form : forms) texts.push_back(write_datum(*form));
    for (size_t index : version.replace(texts))
      if (!definitions_only || is_definition(forms[index])) fresh.push_back(forms[index]);
    if (fresh.empty()) return v_false;
    TopLevel* outer = std::exchange(parts.compiling, top_level);
    bool expanded = parts.expand(work, top_level->environment.space(), fresh, path, false);
    parts.compiling = outer;
    bytecode::Unit code;
    if (!expanded || !parts.to_bytecode(work, work.expansion.unit, &code)) return tell(work);
    Outcome outcome;
    if (!parts.instantiate(work.expansion.libraries, &outcome)) {
      std::fputs(outcome.text.c_str(), stderr);
      return v_false;
    }
    *count = fresh.size();
    Value thunk = parts.load(code);
    if (thunk == v_pending) parts.isolate.main.pending = v_false;
    return thunk == v_pending ? v_false : thunk;
  }

  Value tell(const Compilation& work) {
    std::fputs(render(parts.sources, work.diagnostics, parts.options.diagnostics).c_str(), stderr);
    return v_false;
  }

  void tell_count(size_t count) const {
    std::fprintf(stderr, "tiercel: %s has changed: %zu %s\n", path.c_str(), count, count == 1 ? "form" : "forms");
  }

  Parts& parts;
  std::string path;
  TopLevel* top_level;
  ProgramVersion version;
  std::unique_ptr<FileWatcher> file;
  uint32_t run_safely = 0;  // a handle
};

namespace {

// The change, if there is one, as a thunk.  Otherwise the interrupt was Ctrl-C, which is delivered again without us.
Value change_of(Context* ctx) {
  Engine::Watch& watch = *parts_of(ctx).watch;
  std::string text;
  if (!watch.file->take(&text)) {
    ctx->isolate->set_root(Root::interrupt_handler, v_false);
    request(ctx, request_interrupt);
    return v_false;
  }
  size_t count = 0;
  Value thunk = watch.compile_changes(text, true, &count);
  watch.tell_count(count);
  return thunk;
}

// What an interrupt calls.
Value take_change(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  Value thunk = change_of(ctx);
  if (thunk == v_false) return v_unspecified;
  Procedure* run_safely = as_procedure(handle_value(ctx->isolate, parts_of(ctx).watch->run_safely));
  [[clang::musttail]] return run_safely->entry(ctx, run_safely, 1, thunk, v_default, v_default);
}

}  // namespace

// The rest of the time: what is new is run as a program's forms are.
Outcome Engine::Parts::wait_for_changes() {
  Context* ctx = &isolate.main;
  std::fprintf(stderr, "tiercel: the program has ended; waiting for changes of %s\n", watch->path.c_str());
  Outcome outcome;
  while (outcome.status != Status::exited) {
    if (ctx->requests.load() & request_interrupt) break;
    std::string text;
    if (!watch->file->wait(look_every_ms) || !watch->file->take(&text)) continue;
    size_t count = 0;
    Value thunk = watch->compile_changes(text, false, &count);
    watch->tell_count(count);
    if (thunk == v_false) continue;
    outcome = run(ctx, thunk);
    if (outcome.status == Status::interrupted) break;
    std::fputs(outcome.text.c_str(), stderr);
  }
  return outcome;
}

Outcome Engine::watch_program(std::string_view text, std::string_view name) {
  Parts& parts = *parts_;
  parts.search_beside(name);
  Compilation work;
  std::vector<const Datum*> forms;
  if (!parts.read_forms(work, text, name, &forms)) return parts.syntax_outcome(work);
  TopLevel* top_level = parts.new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  if (!top_level) return {.status = Status::not_ready, .text = ""};
  parts.interaction = top_level;
  Outcome helper = evaluate(make_top_level(TopLevelKind::full), run_safely_text, "<watch>");
  if (helper.status != Status::ok) return helper;
  parts.watch = std::make_shared<Watch>(parts, std::string(name), top_level);
  Watch& watch = *parts.watch;
  watch.run_safely = make_handle(&parts.isolate, helper.value);
  std::vector<std::string> texts;
  for (const Datum* form : forms) texts.push_back(write_datum(*form));
  watch.version.replace(texts);
  Context* ctx = context();
  Function* handler = make_native_function(ctx, "take-change", 0, take_change);
  ctx->isolate->set_root(Root::interrupt_handler, value_of(make_closure(ctx, handler, 0)));
  watch.file = std::make_unique<FileWatcher>(
      std::string(name), std::string(text), [this] { interrupt(); }, [this] { forget_interrupt(); });
  Outcome outcome = parts.run_forms(work, top_level, forms, name, false);
  bool goes_on =
      outcome.status == Status::ok || outcome.status == Status::condition || outcome.status == Status::syntax;
  if (goes_on) {
    std::fputs(outcome.text.c_str(), stderr);
    watch.file->be_silent();
    forget_interrupt();
    ctx->isolate->set_root(Root::interrupt_handler, v_false);
    outcome = parts.wait_for_changes();
    if (outcome.status != Status::exited) outcome.status = Status::interrupted;
  }
  parts.watch.reset();
  return outcome;
}

}  // namespace tiercel
