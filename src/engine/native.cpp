// The native tier as the engine's doors show it: its modes, what it has done, what it says, and its stages.
#include <algorithm>
#include <cstdio>

#include "engine/parts.h"
#include "gen/opcodes.h"
#include "interp/introspect.h"
#include "program/report.h"
#include "object/allocate.h"
#include "object/types.h"
#include "tier/runtime.h"

namespace tiercel {
namespace {

const char* word_of(NativeMode mode) {
  switch (mode) {
    case NativeMode::automatic: return "auto";
    case NativeMode::on: return "on";
    case NativeMode::off: return "off";
  }
  return "";
}

std::string name_of(const Function* function) {
  if (type_is_symbol(function->name)) return symbol_utf8(function->name);
  return function->index == 0 ? "the top level" : "an anonymous procedure";  // function 0 runs its unit
}

}  // namespace

void Engine::Parts::begin_native_tier() {
  promotions = std::make_unique<Promotions>(&isolate);
  promotions->set_observer([this](const PromotionEvent& event) { tell_promotion(event); });
  promotions->set_keeper([this] { compiled_files.write_machine_code(); });
  promotions->refuse_always(options.jit_refuse);
  if (options.jit_optimize >= 0) promotions->optimize_always(options.jit_optimize);
  bool at_once = options.native_mode == NativeMode::on || options.jit_threshold == 0;
  promotions->keep_fast_code(options.jit_optimize >= 0 ? options.jit_optimize == 0 : at_once);
  if (options.jit_wait) promotions->wait_always();
  if (options.jit_debug || options.jit_perf) {
    auto watchers = std::make_unique<CodeWatchers>(sources, options.jit_debug, options.jit_perf);
    if (!watchers->problem().empty()) std::fprintf(stderr, "tiercel: %s\n", watchers->problem().c_str());
    promotions->tell(std::move(watchers));
  }
  use_promotions(&isolate, &interpreter_hooks, promotions.get());
  apply_native_mode();
}

void Engine::Parts::apply_native_mode() {
  switch (options.native_mode) {
    case NativeMode::off: return promotions->set_threshold(std::nullopt, false);
    case NativeMode::on: return promotions->set_threshold(0, false);
    case NativeMode::automatic: break;
  }
  if (options.jit_threshold >= 0) promotions->set_threshold(options.jit_threshold, false);
  else promotions->set_threshold(Promotions::threshold_default, true);
}

// "file:line:column", or the unit's name where its text is not at hand.  Of an instruction that has none, that
// of the function's first instruction which has.
std::string Engine::Parts::place_of(const Function* function, int64_t instruction) const {
  Span span = place_in_program(sources, {const_cast<Function*>(function), std::max<int64_t>(instruction, 0)});
  for (int64_t i = 0; !span.known() && i < instruction_count(function); i++)
    span = place_in_program(sources, {const_cast<Function*>(function), i});
  if (span.known()) return sources.describe(span);
  Value name = as_code_unit(function->unit)->name;
  return is_string(name) ? string_utf8(name) : "";
}

// One line for each answer of the compiler.  Refusals are told to everybody who has asked for native code.
void Engine::Parts::tell_promotion(const PromotionEvent& event) const {
  std::string place = place_of(event.function, event.instruction);
  if (!event.refusal.empty()) {
    bool asked = options.jit_log || options.native_mode == NativeMode::on || options.jit_threshold >= 0;
    // What is not supported has a place; what went wrong in the compiler is the whole procedure's.
    std::string whose = event.refusal.starts_with("JIT ") ? "" : name_of(event.function) + ": ";
    if (asked)
      std::fprintf(stderr, "%s: %s%s, falling back to interpreter\n", place.c_str(), whose.c_str(),
                   event.refusal.c_str());
    return;
  }
  if (!options.jit_log) return;
  std::string what = (event.instruction >= 0 ? "a loop in " : "") + name_of(event.function);
  std::string others = event.functions > 1 ? " and " + std::to_string(event.functions - 1) + " more" : "";
  std::fprintf(stderr, "jit: %s: %s%s, %zu bytes, %.1f ms\n", place.c_str(), what.c_str(), others.c_str(),
               event.code_bytes, event.compile_ms);
}

bool Engine::is_refusable(std::string_view word) {
  if (word == "module") return true;
  for (int i = 0; i < opcode_count; i++)
    if (word == opcode_table[i].name) return true;
  if (word.ends_with("()")) word.remove_suffix(2);
  return std::ranges::any_of(runtime_functions(), [word](const auto& function) { return function.name == word; });
}

NativeMode Engine::native_mode() const { return parts_->options.native_mode; }

void Engine::set_native_mode(NativeMode mode) {
  parts_->options.native_mode = mode;
  if (parts_->promotions) parts_->apply_native_mode();
}

bool Engine::is_compiling() const { return parts_->promotions && parts_->promotions->is_compiling(); }

std::string Engine::native_report() {
  if (!parts_->promotions) return "tier 1 alone (--tier=interp): everything runs in the interpreter\n";
  const Promotions& promotions = *parts_->promotions;
  std::string text = std::string(word_of(parts_->options.native_mode)) + ": ";
  std::string obstacle = promotions.obstacle();
  if (!obstacle.empty()) text += obstacle + "\n";
  else if (promotions.threshold() == 0) text += "procedures become machine code before they run\n";
  else
    text += "a procedure becomes machine code after " + std::to_string(*promotions.threshold()) + " calls or " +
            std::to_string(*promotions.threshold() * Promotions::loop_factor) + " turns of its loops\n";
  auto figure = [this](const char* name) { return std::to_string(counter(name)); };
  return text + "compiled: " + figure("compiled-functions") + ", loops: " + figure("compiled-loops") +
         ", refused: " + figure("refused-functions") + "; " + figure("compiled-bytes") + " bytes, " +
         std::to_string(counter("compile-us") / 1000) + " ms\n";
}

// Loads the unit, which runs nothing of it, and shows what the compiler makes of all its functions.
Outcome Engine::Parts::dump_native(Stage stage, const bytecode::Unit& code) {
  Outcome outcome;
  std::string problem = "tier 1 alone was asked for";
  Value procedure = load(code);
  if (procedure == v_pending) return condition_outcome(isolate.main.pending);
  if (promotions)
    outcome.text = promotions->native_text(function_of(as_procedure(procedure)), stage == Stage::assembly, &problem);
  if (outcome.text.empty()) {
    outcome.status = Status::syntax;
    outcome.text = describe_problem(ErrorCode::T4008, error_message(ErrorCode::T4008, {problem}));
  }
  return outcome;
}

}  // namespace tiercel
