// Makes Core nodes in an arena.  Knows the shape of the nodes and nothing about what they mean.
#pragma once

#include <initializer_list>

#include "core/core.h"

namespace tiercel::core {

// Constants that passes make themselves.
inline constexpr Datum datum_false{.kind = DatumKind::false_};
inline constexpr Datum datum_true{.kind = DatumKind::true_};
inline constexpr Datum datum_unspecified{.kind = DatumKind::unspecified};
inline constexpr Datum datum_undefined{.kind = DatumKind::undefined};

class Builder {
 public:
  explicit Builder(Unit* unit) : unit_(unit), arena_(*unit->arena) {}

  Arena& arena() { return arena_; }

  Variable* variable(Name name, Span span = {}) {
    auto* result = arena_.make<Variable>();
    result->name = name;
    result->id = unit_->next_variable++;
    result->span = span;
    return result;
  }
  // A fresh variable that stands for `other` in a copy.
  Variable* copy(const Variable* other) {
    Variable* result = variable(other->name, other->span);
    result->assigned = other->assigned;
    return result;
  }

  Node* constant(Span span, const Datum* datum) { return make<Constant>(span, datum); }
  Node* boolean(Span span, bool value) { return constant(span, value ? &datum_true : &datum_false); }
  Node* unspecified(Span span) { return constant(span, &datum_unspecified); }
  Node* fixnum(Span span, int64_t number) {
    auto* datum = arena_.make<Datum>();
    datum->kind = DatumKind::fixnum;
    datum->span = span;
    datum->fixnum = number;
    return constant(span, datum);
  }
  Node* local_ref(Span span, Variable* variable) { return make<LocalRef>(span, variable); }
  Node* local_set(Span span, Variable* variable, Node* value) { return make<LocalSet>(span, variable, value); }
  Node* if_(Span span, Node* test, Node* then, Node* otherwise) { return make<If>(span, test, then, otherwise); }
  Node* let(Span span, std::span<Variable*> variables, std::span<Node*> values, Node* body) {
    return variables.empty() ? body : make<Let>(span, variables, values, body);
  }
  Node* fix(Span span, std::span<Variable*> variables, std::span<Lambda*> lambdas, Node* body) {
    return variables.empty() ? body : make<Fix>(span, variables, lambdas, body);
  }
  // The value of the last one; flat if a part is itself a Seq.
  Node* seq(Span span, std::initializer_list<Node*> parts) {
    size_t count = 0;
    for (Node* part : parts) count += part->kind == Kind::seq ? as<Seq>(part)->body.size() : 1;
    std::span<Node*> body = arena_.array<Node*>(count);
    size_t next = 0;
    for (Node* part : parts) {
      if (auto* inner = if_a<Seq>(part)) {
        for (Node* node : inner->body) body[next++] = node;
      } else {
        body[next++] = part;
      }
    }
    return make<Seq>(span, body);
  }

  template <class T, class... Fields>
  T* make(Span span, Fields... fields) {
    return arena_.make<T>(Node{kind_of<T>, span}, fields...);
  }

 private:
  Unit* unit_;
  Arena& arena_;
};

}  // namespace tiercel::core
