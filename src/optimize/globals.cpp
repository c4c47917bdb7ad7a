// Top-level constants of a closed unit: procedures and literals that are defined once and never assigned become local
// bindings around the whole unit, so that all that holds for local bindings (known calls, inlining, static closures)
// holds for them.  The definitions stay, for `eval`, exports and introspection; in a whole program, which has neither,
// those stay that a mention still needs.
//
// A mention may become local only where the definition has certainly run, since before that the variable is unbound and
// reading it an error.  A form of the unit that calls nothing of unknown behaviour is quiet: none of the unit's
// procedures can run before a run of quiet forms is over.  So a mention in form i of what form j defines is certain if
// j < i, or if the forms from i to j are all quiet.
#include "core/build.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

constexpr size_t definitions_max = 4000;  // each nests the unit one level deeper

struct Definition {
  size_t form;
  Variable* variable;
  bool mentioned = false;  // still, as a global
};

class GlobalsPass {
 public:
  explicit GlobalsPass(Unit* unit) : unit_(unit), build_(unit) {}

  void run() {
    auto* seq = if_a<Seq>(unit_->body);
    if (!unit_->closed || !seq) return;
    forms_ = seq->body;
    for (Node* form : forms_) clear(form);
    size_t count = 0;
    for (size_t i = 0; i < forms_.size(); i++)
      if (is_constant_definition(forms_[i])) count++;
    if (count == 0 || count > definitions_max) return;
    find_quiet_ends();
    std::span<Variable*> variables = build_.arena().array<Variable*>(count);
    std::span<Node*> values = build_.arena().array<Node*>(count);
    define(variables);
    for (form_ = 0; form_ < forms_.size(); form_++) forms_[form_] = replace(forms_[form_]);
    move_values(variables, values);
    unit_->body = build_.make<Letrec>(seq->span, variables, values, seq);
  }

 private:
  static void clear(Node* node) {
    if (auto* reference = if_a<GlobalRef>(node)) reference->global->extra = nullptr;
    if (auto* definition = if_a<GlobalDefine>(node)) definition->global->extra = nullptr;
    for_each_child(node, [](Node*& child) { clear(child); });
  }

  static bool is_constant_definition(Node* form) {
    auto* definition = if_a<GlobalDefine>(form);
    if (!definition || !definition->global->constant) return false;
    if (definition->value->kind == Kind::lambda) return true;
    auto* constant = if_a<Constant>(definition->value);
    return constant && constant->datum->kind != DatumKind::opaque;
  }

  // Calls no procedure of the program.
  static bool is_quiet(Node* node) {
    if (node->kind == Kind::lambda) return true;
    if (node->kind == Kind::call) return false;
    if (auto* call = if_a<PrimCall>(node))
      if (!is_direct(call->prim)) return false;
    bool quiet = true;
    for_each_child(node, [&](Node*& child) { quiet = quiet && is_quiet(child); });
    return quiet;
  }

  void find_quiet_ends() {
    size_t count = forms_.size();
    quiet_until_ = build_.arena().array<size_t>(count + 1);
    quiet_until_[count] = count;
    for (size_t i = count; i-- > 0;) quiet_until_[i] = is_quiet(forms_[i]) ? quiet_until_[i + 1] : i;
  }

  void define(std::span<Variable*> variables) {
    size_t next = 0;
    for (size_t i = 0; i < forms_.size(); i++) {
      if (!is_constant_definition(forms_[i])) continue;
      auto* definition = as<GlobalDefine>(forms_[i]);
      variables[next] = build_.variable(definition->global->name, definition->span);
      variables[next]->top_level = true;
      definition->global->extra = build_.arena().make<Definition>(i, variables[next++]);
    }
  }

  Node* replace(Node* node) {
    if (auto* reference = if_a<GlobalRef>(node)) {
      auto* definition = static_cast<Definition*>(reference->global->extra);
      if (!definition) return node;
      bool certain = definition->form < form_ || definition->form < quiet_until_[form_];
      if (certain) return build_.local_ref(node->span, definition->variable);
      definition->mentioned = true;
      return node;
    }
    for_each_child(node, [this](Node*& child) { child = replace(child); });
    return node;
  }

  void move_values(std::span<Variable*> variables, std::span<Node*> values) {
    size_t next = 0;
    for (Node* form : forms_) {
      if (!is_constant_definition(form)) continue;
      auto* definition = as<GlobalDefine>(form);
      values[next] = definition->value;
      definition->value = build_.local_ref(form->span, variables[next++]);
    }
    if (!unit_->whole) return;
    for (Node*& form : forms_) {
      auto* definition = if_a<GlobalDefine>(form);
      auto* localised = definition ? static_cast<Definition*>(definition->global->extra) : nullptr;
      if (localised && !localised->mentioned) form = build_.unspecified(form->span);
    }
  }

  Unit* unit_;
  Builder build_;
  std::span<Node*> forms_;
  std::span<size_t> quiet_until_;  // by form: the end (exclusive) of the run of quiet forms that begins there
  size_t form_ = 0;
};

}  // namespace

void localise_globals(Unit* unit) { GlobalsPass(unit).run(); }

}  // namespace tiercel::core
