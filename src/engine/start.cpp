// Starting: the isolate, its stack, its primitives, and the environments that programs see.
#include "control/continuation.h"
#include "control/library_code.h"
#include "control/poll.h"
#include "control/state.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "object/allocate.h"
#include "prims/registry.h"
#include "port/standard.h"

namespace tiercel {
namespace {

// What a script without imports, `-e` and the REPL see.
const char* const prelude_libraries[] = {"scheme base",
                                         "scheme case-lambda",
                                         "scheme char",
                                         "scheme cxr",
                                         "scheme eval",
                                         "scheme file",
                                         "scheme inexact",
                                         "scheme lazy",
                                         "scheme load",
                                         "scheme process-context",
                                         "scheme read",
                                         "scheme repl",
                                         "scheme time",
                                         "scheme write",
                                         "tiercel prelude",
                                         "tiercel syntax",
                                         nullptr};
// E3: macros, primitives and the hidden kernel, but no library procedure written in Scheme.
const char* const bare_libraries[] = {"tiercel core", "tiercel primitives", "tiercel macros", nullptr};
// Of the kernel, what counts as primitive because control forms need it.
const char* const bare_kernel_names[] = {"dynamic-wind", "with-exception-handler", "raise", "raise-continuable",
                                         "error",        "make-parameter",         "force", "make-promise",
                                         "exit",         "er-macro-transformer",   nullptr};

HeapOptions heap_options(const EngineOptions& options) {
  HeapOptions heap;
  heap.stress = options.gc_stress;
  heap.verify = options.gc_stress;
  heap.poison = options.gc_stress;
  heap.fail_allocation = options.fail_allocation;
  return heap;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    size_t space = text.find(' ');
    words.emplace_back(text.substr(0, space));
    text = space == std::string_view::npos ? "" : text.substr(space + 1);
  }
  return words;
}

void pause_progress(Isolate* isolate) { parts_of(&isolate->main).tell_pause(); }

Value ignore_interrupt(Context*, Procedure*, int64_t, Value, Value, Value) { return v_unspecified; }

// Test mode: every poll is an interrupt, whose handler does nothing.  Needs the kernel library.
void interrupt_and_go_on(Context* ctx) {
  Function* handler = make_native_function(ctx, "ignore-interrupt", 0, ignore_interrupt);
  ctx->isolate->set_root(Root::interrupt_handler, value_of(make_closure(ctx, handler, 0)));
  set_interrupt_every_poll(ctx, true);
}

}  // namespace

const char* activity_name(Activity activity) {
  switch (activity) {
    case Activity::start: return "start";
    case Activity::cache: return "cache";
    case Activity::reader: return "reader";
    case Activity::syntax: return "syntax";
    case Activity::optimize: return "optimize";
    case Activity::lower: return "lower";
    case Activity::load: return "load";
    case Activity::run: return "run";
    case Activity::count_: break;
  }
  return "";
}

Engine::Parts& parts_of(Context* ctx) { return *static_cast<Engine::Parts*>(ctx->isolate->hooks[hook_engine]); }

static Value name_of_image_cell(Context* ctx, uint32_t cell) {
  if (const auto& maker = parts_of(ctx).program_maker) return intern(ctx, maker->cell_name(cell));
  return intern(ctx, parts_of(ctx).image.cell_name(cell));
}

Engine::Parts::Parts(const EngineOptions& given)
    : options(given),
      isolate(IsolateOptions{given.heap_limit_bytes, heap_options(given)}),
      globals(*this),
      finder(*this),
      compiled_files(*this, given.cache),
      evaluator(*this),
      folder(*this),
      interpreter_hooks{name_of_image_cell},
      system(names, globals, &finder, &evaluator) {
  isolate.hooks[hook_engine] = this;
  isolate.dialect = options.dialect;
  system.empty_is_nil = options.dialect == Dialect::consair;
  system.limits.bytes = std::min(system.limits.bytes, isolate.heap.limit());
  set_interpreter_hooks(&isolate, &interpreter_hooks);
  if (!options.interpreter_only && !options.building) begin_native_tier();
  if (options.building) program_maker = std::make_unique<ProgramMaker>(*this);
}

Engine::Parts::~Parts() {
  if (compile_time) {
    destroy_control(compile_time.get());
    detach_context(&isolate, compile_time.get());
  }
  if (isolate.main.control) destroy_control(&isolate.main);
}

bool Engine::Parts::start() {
  Stopwatch watch(&time(Activity::start));
  if (!isolate.heap.usable() || !isolate.cells) return false;
  if (!create_control(&isolate.main, options.stack_limit_bytes)) return false;
  isolate.count(Stat::vms);
  if (options.progress) isolate.before_output = pause_progress;
  return true;
}

// Machine code of libraries has Scheme's truth in it; the consair dialect has another one.
void Engine::Parts::use_library_code() {
  native_libraries = !options.interpreter_only && isolate.dialect == Dialect::scheme &&
                     has_library_code(image.identity(), image.libraries().size());
  reserve_libraries(&isolate, image.libraries().size() + options.supplied_units.size());
}

bool Engine::Parts::register_primitives() {
  if (ready) return true;
  Stopwatch watch(&time(Activity::start));
  isolate.count(Stat::registrations);
  tiercel::register_primitives(&isolate.main);
  make_control_roots(&isolate.main);
  install_standard_ports(&isolate.main, options.command_line);
  if (!options.without_image && !program_maker) {
    if (!image.open(embedded_image())) return false;
    use_library_code();
    if (image.cell_count() && reserve_cells(&isolate, static_cast<int64_t>(image.cell_count())) != 0) return false;
  }
  find_features();
  ready = true;
  // The kernel comes first: primitives that fail call its `raise`.
  Compilation work;
  syntax::Environment scratch(system, nullptr);
  syntax::Expander expander(system, scratch.space(), work.arena, work.diagnostics, {});
  std::vector<std::string> kernel = {"tiercel", "kernel"};
  syntax::Library* library = expander.load_library(kernel, {});
  Outcome outcome;
  if (library && instantiate(library, &outcome)) {
    if (options.interrupt_stress) interrupt_and_go_on(&isolate.main);
    return true;
  }
  if (!library) outcome.text = render(sources, work.diagnostics);
  std::fprintf(stderr, "tiercel: internal error: cannot load the kernel library\n%s", outcome.text.c_str());
  return ready = false;
}

bool Engine::Parts::import_into(syntax::Namespace& space, const char* const* libraries) {
  for (; *libraries; libraries++) {
    Compilation work;
    syntax::Expander expander(system, space, work.arena, work.diagnostics, {});
    std::vector<std::string> words = split_words(*libraries);
    syntax::Library* library = expander.load_library(words, {});
    Outcome outcome;
    if (!library || !instantiate(library, &outcome)) {
      std::fprintf(stderr, "tiercel: internal error: cannot load (%s): %s\n", *libraries,
                   library ? outcome.text.c_str() : render(sources, work.diagnostics).c_str());
      return false;
    }
    syntax::ImportSet set;
    set.library = library;
    space.import(std::move(set));
  }
  return true;
}

syntax::Environment* Engine::Parts::base_environment(TopLevelKind kind) {
  auto& base = bases[static_cast<int>(kind)];
  if (base || kind == TopLevelKind::empty) return base.get();
  isolate.count(Stat::prelude_loads);
  auto made = std::make_unique<syntax::Environment>(system, nullptr);
  bool bare = kind == TopLevelKind::bare;
  if (!import_into(made->space(), bare ? bare_libraries : prelude_libraries)) return nullptr;
  if (bare) {
    syntax::ImportSet set;
    set.library = system.known_library("(tiercel kernel)");
    set.modifiers.emplace_back();
    set.modifiers[0].kind = syntax::ImportModifier::Kind::only;
    for (const char* const* name = bare_kernel_names; *name; name++)
      set.modifiers[0].names.push_back(names.intern(*name));
    made->space().import(std::move(set));
  }
  base = std::move(made);
  return base.get();
}

TopLevel* Engine::Parts::new_top_level(TopLevelKind kind) {
  syntax::Environment* base = base_environment(kind);
  if (!base && kind != TopLevelKind::empty) return nullptr;
  top_levels.push_back(std::make_unique<TopLevel>(system, base));
  return top_levels.back().get();
}

}  // namespace tiercel
