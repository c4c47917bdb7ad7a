// A whole program out of units: the bodies of its libraries in the order in which they run, then its own.
//
// What one unit defines and others mention is one Global afterwards, so that the passes see every definition and every
// use.  Definitions that nothing reaches are left out at once: most of a library is not used, and what is not there costs
// the passes nothing.  Reaching is by name: a form that is kept reaches the globals that it mentions.
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/build.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/optimize.h"

namespace tiercel::core {
namespace {

constexpr uint16_t observable = effect_writes | effect_raises | effect_collects | effect_control | effect_deep;

class Joiner {
 public:
  Joiner(std::span<Unit* const> units, Unit* program) : units_(units), program_(program) {}

  void join() {
    for (Unit* unit : units_) take(unit);
    reach();
    std::vector<Node*> kept;
    for (Form& form : forms_)
      if (form.reached) kept.push_back(form.node);
    program_->body =
        Builder(program_).make<Seq>(units_.back()->body->span, program_->arena->copy(std::span<Node* const>(kept)));
  }

 private:
  struct Form {
    Node* node;
    bool reached = false;
  };

  // A variable: its Global in the unit that defines it, and in all others, which find it defined.
  struct Shared {
    Global* own = nullptr;
    Global* imported = nullptr;
    bool localisable = false;  // may become a local binding of the whole program: then there is one Global
  };

  void take(Unit* unit) {
    uint32_t first = program_->next_variable;
    program_->next_variable += unit->next_variable;
    auto* seq = if_a<Seq>(unit->body);
    std::span<Node*> parts = seq ? seq->body : std::span<Node*>(&unit->body, 1);
    for (Node* part : parts)
      if (auto* definition = if_a<GlobalDefine>(part)) note(definition);
    for (Node* part : parts) {
      prepare(part, first);
      auto* definition = if_a<GlobalDefine>(part);
      if (definition && is_quiet(definition->value)) definitions_.emplace(definition->global->handle, forms_.size());
      else waiting_.push_back(forms_.size());
      forms_.push_back({part});
    }
  }

  void note(GlobalDefine* definition) {
    Shared& variable = globals_[definition->global->handle];
    variable.own = definition->global;
    variable.localisable = definition->global->constant &&
                           (definition->value->kind == Kind::lambda || definition->value->kind == Kind::constant);
  }

  // Numbers that no other unit has, and globals that all units share.
  void prepare(Node* node, uint32_t first) {
    for_each_binding(node, [&](Variable* variable) { variable->id += first; });
    switch (node->kind) {
      case Kind::global_ref: as<GlobalRef>(node)->global = shared(as<GlobalRef>(node)->global); break;
      case Kind::global_set: as<GlobalSet>(node)->global = shared(as<GlobalSet>(node)->global); break;
      default: break;
    }
    for_each_child(node, [&](Node*& child) { prepare(child, first); });
  }

  // What never returns stays global: calls of it are not tail calls, so that errors have a place.
  Global* shared(Global* global) {
    global->stored = nullptr;  // the procedure itself is here
    Shared& variable = globals_[global->handle];
    if (!global->imported) return variable.own ? variable.own : variable.own = global;
    if (global->never_returns && variable.own) variable.own->constant = variable.localisable = false;
    if (variable.localisable) return variable.own;
    return variable.imported ? variable.imported : variable.imported = global;
  }

  // Nobody can tell whether the value was computed.
  static bool is_quiet(Node* node) {
    switch (node->kind) {
      case Kind::constant:
      case Kind::prim_ref:
      case Kind::lambda: return true;
      case Kind::local_ref: return !as<LocalRef>(node)->variable->assigned;
      case Kind::prim_call:
        if (primitive_info(as<PrimCall>(node)->prim).effects & observable) return false;
        break;
      case Kind::if_:
      case Kind::seq:
      case Kind::let: break;
      default: return false;
    }
    bool quiet = true;
    for_each_child(node, [&](Node*& child) { quiet = quiet && is_quiet(child); });
    return quiet;
  }

  void reach() {
    while (!waiting_.empty()) {
      Form& form = forms_[waiting_.back()];
      waiting_.pop_back();
      if (form.reached) continue;
      form.reached = true;
      mention(form.node);
    }
  }

  void mention(Node* node) {
    Global* global = nullptr;
    if (auto* reference = if_a<GlobalRef>(node)) global = reference->global;
    if (auto* assignment = if_a<GlobalSet>(node)) global = assignment->global;
    if (global) {
      auto [first, last] = definitions_.equal_range(global->handle);
      for (auto each = first; each != last; ++each) waiting_.push_back(each->second);
    }
    for_each_child(node, [&](Node*& child) { mention(child); });
  }

  std::span<Unit* const> units_;
  Unit* program_;
  std::vector<Form> forms_;
  std::vector<size_t> waiting_;                   // forms that are reached and whose mentions have not been followed
  std::unordered_map<uint64_t, Shared> globals_;  // by place
  std::unordered_multimap<uint64_t, size_t> definitions_;  // quiet ones, by place: their forms
};

}  // namespace

Unit* join_program(std::span<Unit* const> units, Arena* arena) {
  auto* program = arena->make<Unit>(*units.back());
  program->arena = arena;
  program->next_variable = 0;
  program->closed = program->whole = true;
  Joiner(units, program).join();
  return program;
}

void number_globals(Unit* unit, std::vector<Name>* names) {
  std::unordered_map<uint64_t, uint64_t> numbers;
  std::unordered_set<Global*> done;
  auto visit = [&](auto& self, Node* node) -> void {
    Global* global = nullptr;
    if (auto* reference = if_a<GlobalRef>(node)) global = reference->global;
    if (auto* assignment = if_a<GlobalSet>(node)) global = assignment->global;
    if (auto* definition = if_a<GlobalDefine>(node)) global = definition->global;
    if (global && done.insert(global).second) {
      auto [number, is_new] = numbers.try_emplace(global->handle, names->size());
      if (is_new) names->push_back(global->name);
      global->handle = number->second;
    }
    for_each_child(node, [&](Node*& child) { self(self, child); });
  };
  visit(visit, unit->body);
}

}  // namespace tiercel::core
