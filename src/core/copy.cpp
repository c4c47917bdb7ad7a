// Each node is copied as it is, then its arrays, then its children; variables are mapped on the way.
#include "core/copy.h"

#include <unordered_map>

#include "core/walk.h"

namespace tiercel::core {
namespace {

class Copier {
 public:
  // `unit`: whose numbers fresh variables get; null if they keep theirs.
  explicit Copier(Arena* arena, Unit* unit = nullptr) : arena_(*arena), unit_(unit) {}

  Node* copy(Node* node) {
    Node* fresh = shallow(node);
    for_each_child(fresh, [this](Node*& child) { child = copy(child); });
    return fresh;
  }

 private:
  template <class T>
  T* same(Node* node) {
    return arena_.make<T>(*as<T>(node));
  }

  Variable* mapped(Variable* variable) {
    auto [found, is_new] = variables_.try_emplace(variable);
    if (!is_new) return found->second;
    found->second = arena_.make<Variable>(*variable);
    if (unit_) found->second->id = unit_->next_variable++;
    return found->second;
  }

  // Free ones stay.
  Variable* mentioned(Variable* variable) {
    auto found = variables_.find(variable);
    return found != variables_.end() ? found->second : variable;
  }

  std::span<Variable*> mapped(std::span<Variable*> variables) {
    std::span<Variable*> fresh = arena_.copy(std::span<Variable* const>(variables));
    for (Variable*& variable : fresh) variable = mapped(variable);
    return fresh;
  }

  template <class T>
  std::span<T*> array(std::span<T*> items) {
    return arena_.copy(std::span<T* const>(items));
  }

  Lambda* lambda(Node* node) {
    auto* fresh = same<Lambda>(node);
    fresh->clauses = arena_.copy(std::span<const Clause>(fresh->clauses));
    for (Clause& clause : fresh->clauses) clause.parameters = mapped(clause.parameters);
    return fresh;
  }

  // With variables and arrays of its own, and still the children of `node`.
  Node* shallow(Node* node) {
    switch (node->kind) {
      case Kind::constant:
      case Kind::prim_ref:
      case Kind::global_ref:
      case Kind::fuel: return node;  // nothing in them ever changes
      case Kind::global_set: return same<GlobalSet>(node);
      case Kind::global_define: return same<GlobalDefine>(node);
      case Kind::if_: return same<If>(node);
      case Kind::lambda: return lambda(node);
      case Kind::local_ref: {
        auto* fresh = same<LocalRef>(node);
        fresh->variable = mentioned(fresh->variable);
        return fresh;
      }
      case Kind::local_set: {
        auto* fresh = same<LocalSet>(node);
        fresh->variable = mentioned(fresh->variable);
        return fresh;
      }
      case Kind::seq: {
        auto* fresh = same<Seq>(node);
        fresh->body = array(fresh->body);
        return fresh;
      }
      case Kind::call: {
        auto* fresh = same<Call>(node);
        fresh->arguments = array(fresh->arguments);
        return fresh;
      }
      case Kind::prim_call: {
        auto* fresh = same<PrimCall>(node);
        fresh->arguments = array(fresh->arguments);
        return fresh;
      }
      case Kind::values: {
        auto* fresh = same<Values>(node);
        fresh->values = array(fresh->values);
        return fresh;
      }
      case Kind::let: return with_bindings<Let>(node);
      case Kind::letrec: return with_bindings<Letrec>(node);
      case Kind::loop: {
        auto* fresh = with_bindings<Loop>(node);
        loops_[as<Loop>(node)] = fresh;
        return fresh;
      }
      case Kind::again: {
        auto* fresh = same<Again>(node);
        fresh->loop = loops_.at(fresh->loop);
        fresh->arguments = array(fresh->arguments);
        return fresh;
      }
      case Kind::fix: {
        auto* fresh = same<Fix>(node);
        fresh->variables = mapped(fresh->variables);
        fresh->lambdas = array(fresh->lambdas);
        return fresh;
      }
      case Kind::bind_values: {
        auto* fresh = same<BindValues>(node);
        fresh->variables = mapped(fresh->variables);
        return fresh;
      }
    }
    return node;
  }

  template <class T>
  T* with_bindings(Node* node) {
    auto* fresh = same<T>(node);
    fresh->variables = mapped(fresh->variables);
    fresh->values = array(fresh->values);
    return fresh;
  }

  Arena& arena_;
  Unit* unit_;
  std::unordered_map<Variable*, Variable*> variables_;
  std::unordered_map<Loop*, Loop*> loops_;
};

}  // namespace

Unit* copy_unit(const Unit* unit, Arena* arena) {
  auto* fresh = arena->make<Unit>(*unit);
  fresh->arena = arena;
  fresh->body = Copier(arena).copy(unit->body);
  return fresh;
}

Lambda* copy_lambda(Unit* unit, Lambda* lambda) { return as<Lambda>(Copier(unit->arena, unit).copy(lambda)); }

}  // namespace tiercel::core
