// The unit: function 0 runs its body, then every lambda that was mentioned gets its function.
#include "lower/lower.h"

#include <algorithm>

#include "core/build.h"
#include "lower/function.h"
#include "lower/unit.h"

namespace tiercel::lower {

Result<bytecode::Unit> lower(core::Unit* unit, DiagnosticList& diagnostics) {
  return UnitLowering(unit, diagnostics).run();
}

Result<bytecode::Unit> UnitLowering::run() {
  bytecode::FunctionBuilder top = builder_.begin_function(nullptr);
  FunctionLowering(this, nullptr, &top).lower_top(unit_);
  builder_.finish_function(std::move(top));
  while (!pending_.empty() && !refused_) {
    Pending next = std::move(pending_.front());
    pending_.pop_front();
    FunctionLowering(this, next.lambda, &next.code).lower_lambda();
    builder_.finish_function(std::move(next.code));
  }
  if (refused_) return Failure{};
  return builder_.finish();
}

uint32_t UnitLowering::function_index(core::Lambda* lambda) {
  if (lambda->index == 0) {
    bytecode::FunctionBuilder code = builder_.begin_function(lambda->name);
    lambda->index = code.index();
    pending_.push_back({lambda, std::move(code)});
  }
  return lambda->index;
}

uint32_t UnitLowering::name_constant(Name name) {
  if (!name) return builder_.add_datum(&core::datum_false);
  auto* datum = arena().make<Datum>();
  datum->kind = DatumKind::symbol;
  datum->symbol = name;
  return builder_.add_datum(datum);
}

Span UnitLowering::in_file(Span span) const {
  while (span.file & core::inlined_file_bit) span.file = inlined(span.file & ~core::inlined_file_bit).file;
  return span;
}

void UnitLowering::refuse(Span span, const char* what) {
  if (refused_) return;
  refused_ = true;
  (void)diagnostics_.error(ErrorCode::T2090, in_file(span), error_message(ErrorCode::T2090, {what}));
}

// Appends the inlined calls around `span`, outermost first, and makes the span what it is in the file.
void FunctionLowering::resolve_inlined(Span* span, std::vector<bytecode::InlinedCall>* calls) {
  while (span->file & core::inlined_file_bit) {
    const core::InlinedCall& inlined = unit_->inlined(span->file & ~core::inlined_file_bit);
    Span call = inlined.call;
    resolve_inlined(&call, calls);
    calls->push_back({inlined.procedure, call, 0});
    span->file = inlined.file;  // again inlined, if that happened inside the procedure before
  }
}

// Calls around the lambda itself are over when its body runs.
void FunctionLowering::set_inlined_span(Span span) {
  if (span == inlined_span_) return code_->set_span(resolved_span_, resolved_inlined_);
  inlined_span_ = span;
  std::vector<bytecode::InlinedCall> around, calls;
  Span own = lambda_ ? lambda_->span : Span{};
  resolve_inlined(&own, &around);
  resolve_inlined(&span, &calls);
  uint32_t outer = 0;
  for (size_t i = std::min(around.size(), calls.size()); i < calls.size(); i++)
    outer = inlined_call(calls[i].procedure, calls[i].call, outer);
  resolved_span_ = span;
  resolved_inlined_ = outer;
  code_->set_span(span, outer);
}

// The number of an inlined call of this function, as SpanEntry counts them.
uint32_t FunctionLowering::inlined_call(Name procedure, Span call, uint32_t outer) {
  std::vector<bytecode::InlinedCall>& all = code_->code().inlined;
  size_t first = std::max(all.size(), size_t{16}) - 16;
  for (size_t i = all.size(); i-- > first;)
    if (all[i].procedure == procedure && all[i].call == call && all[i].outer == outer)
      return static_cast<uint32_t>(i + 1);
  all.push_back({procedure, call, outer});
  return static_cast<uint32_t>(all.size());
}

void FunctionLowering::lower_top(const core::Unit* unit) {
  code_->begin_clause(0, false);
  keeps_frame_ = !unit->tail_of_caller;  // messages and backtraces show where in the top level the program was
  tail(unit->body);
  code_->code().frame_size = static_cast<uint16_t>(frame_size_);
}

void FunctionLowering::lower_lambda() {
  bytecode::FunctionCode& code = code_->code();
  code.span = unit_->in_file(lambda_->span);
  code.documentation = std::string(lambda_->documentation);
  code.captures = static_cast<uint16_t>(lambda_->captures.size());
  for (uint32_t i = 0; i < lambda_->captures.size(); i++) {
    set_location(lambda_->captures[i], {.captured = true, .index = i});
    code.capture_names.push_back(lambda_->captures[i]->name);
  }
  for (core::Clause& clause : lambda_->clauses) {
    top_ = 0;
    unreachable_ = false;
    size_t count = clause.parameters.size();
    if (!run_fits(lambda_, count)) return;
    code_->begin_clause(static_cast<uint16_t>(count - (clause.rest ? 1 : 0)), clause.rest);
    Register base = take(count);
    for (size_t i = 0; i < count; i++) {
      bind_register(clause.parameters[i], base + static_cast<Register>(i));
      box_if_needed(clause.parameters[i], base + static_cast<Register>(i));
    }
    tail(clause.body);
  }
  code.frame_size = static_cast<uint16_t>(frame_size_);
}

}  // namespace tiercel::lower
