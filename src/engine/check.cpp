// The walk over Core as the expander made it, before any pass: every call is still where the program has it.
#include "engine/check.h"

#include <unordered_map>

#include "core/walk.h"
#include "gen/primitives.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/layouts.h"
#include "object/types.h"
#include "reader/datum_writer.h"

namespace tiercel {

using namespace core;

namespace {

bool accepts_count(const Lambda* lambda, size_t count) {
  for (const Clause& clause : lambda->clauses) {
    size_t required = clause.parameters.size() - (clause.rest ? 1 : 0);
    if (clause.rest ? count >= required : count == required) return true;
  }
  return false;
}

std::string expected_by(const Lambda* lambda) {
  std::vector<ClauseArity> clauses;
  for (const Clause& clause : lambda->clauses) {
    clauses.push_back({static_cast<int64_t>(clause.parameters.size()) - (clause.rest ? 1 : 0), clause.rest});
  }
  return arity_text(clauses);
}

// The definitions that run with the unit itself.
template <class Visit>
void for_each_definition(Node* node, Visit&& visit) {
  if (auto* sequence = if_a<Seq>(node)) {
    for (Node* part : sequence->body) for_each_definition(part, visit);
  } else if (auto* definition = if_a<GlobalDefine>(node)) {
    visit(definition);
  }
}

}  // namespace

// --- What is known --------------------------------------------------------------------------------------------------

void CallChecker::learn(Unit* unit) {
  for_each_definition(unit->body, [this](GlobalDefine* definition) { learn_global(definition); });
}

void CallChecker::learn_global(const GlobalDefine* definition) {
  auto* lambda = if_a<Lambda>(definition->value);
  if (lambda && definition->global->constant) known_.push_back({definition->global, lambda});
}

// Units of different expansions have Globals of their own for one variable.
const Lambda* CallChecker::known_global(const Global* global) const {
  for (const Known& known : known_) {
    if (known.global->storage == global->storage && known.global->handle == global->handle) return known.lambda;
  }
  return nullptr;
}

void CallChecker::learn_locals(Node* node) {
  auto learn = [this](std::span<Variable*> variables, auto values) {
    for (size_t i = 0; i < variables.size(); i++) {
      auto* lambda = if_a<Lambda>(values[i]);
      if (lambda && !variables[i]->assigned) locals_.push_back({variables[i], lambda});
    }
  };
  if (auto* let = if_a<Let>(node)) learn(let->variables, let->values);
  if (auto* letrec = if_a<Letrec>(node)) learn(letrec->variables, letrec->values);
}

// --- Calls ----------------------------------------------------------------------------------------------------------

void CallChecker::check(Unit* unit) { check_node(unit->body); }

void CallChecker::check_node(Node* node) {
  size_t outer = locals_.size();
  learn_locals(node);
  if (auto* call = if_a<Call>(node)) check_call(call);
  for_each_child(node, [this](Node*& child) { check_node(child); });
  locals_.resize(outer);
}

void CallChecker::check_call(const Call* call) {
  Node* callee = call->callee;
  if (auto* primitive = if_a<PrimRef>(callee)) {
    check_primitive(call, primitive->prim);
  } else if (auto* constant = if_a<Constant>(callee)) {
    if (constant->datum->kind == DatumKind::opaque) return;
    constexpr size_t shown_max = 60;
    (void)diagnostics_.error(ErrorCode::T3003, call->span,
                             error_message(ErrorCode::T3003, {write_datum(*constant->datum, shown_max)}));
  } else if (auto* lambda = if_a<Lambda>(callee)) {
    check_lambda(call, lambda, lambda->name);
  } else if (auto* local = if_a<LocalRef>(callee)) {
    for (const KnownLocal& known : locals_) {
      if (known.variable == local->variable) check_lambda(call, known.lambda, local->variable->name);
    }
  } else if (auto* reference = if_a<GlobalRef>(callee)) {
    const Lambda* known = known_global(reference->global);
    if (known) check_lambda(call, known, reference->global->name);
    else if (reference->global->imported) check_value(call, imported_(reference->global));
  }
}

void CallChecker::check_primitive(const Call* call, Prim prim) {
  if (accepts(prim, static_cast<int64_t>(call->arguments.size()))) return;
  const PrimitiveInfo& info = primitive_info(prim);
  wrong_count(call, info.name, arity_text(info.min_arguments, info.max_arguments), {});
}

void CallChecker::check_lambda(const Call* call, const Lambda* lambda, Name name) {
  if (accepts_count(lambda, call->arguments.size())) return;
  wrong_count(call, name ? name->text : std::string_view("an anonymous procedure"), expected_by(lambda), lambda->span);
}

void CallChecker::check_value(const Call* call, Value value) {
  if (!is_procedure(value)) return;
  const Function* function = function_of(as_procedure(value));
  if (function->primitive >= 0) return check_primitive(call, static_cast<Prim>(function->primitive));
  if (function->code == nullptr) return;  // made by the runtime: a parameter, a continuation
  std::vector<ClauseArity> clauses = arity_of(function);
  for (const ClauseArity& clause : clauses) {
    auto count = static_cast<int64_t>(call->arguments.size());
    if (clause.rest ? count >= clause.required : count == clause.required) return;
  }
  std::string name = type_is_symbol(function->name) ? symbol_utf8(function->name) : "an anonymous procedure";
  wrong_count(call, name, arity_text(clauses), {});
}

void CallChecker::wrong_count(const Call* call, std::string_view name, const std::string& expected, Span definition) {
  std::vector<DiagnosticNote> notes;
  if (definition.known()) notes.push_back({definition, "defined here"});
  (void)diagnostics_.error(
      ErrorCode::T3004, call->span,
      error_message(ErrorCode::T3004, {std::string(name), expected, std::to_string(call->arguments.size())}),
      std::move(notes));
}

// --- Definitions ----------------------------------------------------------------------------------------------------

void check_definitions(Unit* unit, DiagnosticList& diagnostics) {
  std::unordered_map<const Global*, Span> seen;
  for_each_definition(unit->body, [&](GlobalDefine* definition) {
    auto [earlier, first] = seen.try_emplace(definition->global, definition->span);
    if (first) return;
    diagnostics.warning(ErrorCode::T2007, definition->span,
                        "'" + std::string(definition->global->name->text) + "' is defined twice; this replaces it",
                        {{earlier->second, "defined here first"}});
  });
}

// --- Names that the program defines as it runs ----------------------------------------------------------------------

namespace {

void add_names_given_to_compile(Node* node, std::vector<Name>* names) {
  if (auto* call = if_a<Call>(node); call && !call->arguments.empty()) {
    auto* callee = if_a<GlobalRef>(call->callee);
    auto* name = if_a<Constant>(call->arguments[0]);
    if (callee && callee->global->imported && callee->global->name->text == "compile" && name &&
        name->datum->kind == DatumKind::symbol)
      names->push_back(name->datum->symbol);
  }
  for_each_child(node, [names](Node*& child) { add_names_given_to_compile(child, names); });
}

}  // namespace

std::vector<Name> names_given_to_compile(Unit* unit) {
  std::vector<Name> names;
  add_names_given_to_compile(unit->body, &names);
  return names;
}

}  // namespace tiercel
