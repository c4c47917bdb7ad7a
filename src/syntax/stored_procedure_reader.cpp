// Bytes to the clauses of a library procedure.  Every number is checked: stored bytes may come from a damaged cache.
#include <bit>

#include "core/build.h"
#include "gen/primitives.h"
#include "syntax/library.h"
#include "syntax/stored_procedure.h"

namespace tiercel::syntax {
namespace {

using namespace core;

class ClauseReader {
 public:
  ClauseReader(std::span<const uint8_t> bytes, BodyParts& parts, Unit* unit, Span origin)
      : in_(bytes), parts_(parts), build_(unit), origin_(origin), begin_(origin.begin) {}

  bool read(size_t parameters, core::Clause* clause) {
    clause->parameters = bind(parameters);
    clause->body = node(0);
    return !in_.failed() && in_.at_end();
  }

 private:
  template <class T>
  std::span<T> array(size_t count) {
    return build_.arena().array<T>(count);
  }

  Name name() {
    uint64_t number = in_.number();
    return number ? parts_.name(static_cast<uint32_t>(number - 1)) : nullptr;
  }

  std::span<Variable*> bind(size_t count) {
    if (count > in_.remaining()) in_.fail(), count = 0;
    std::span<Variable*> variables = array<Variable*>(count);
    for (Variable*& variable : variables) {
      variable = build_.variable(name());
      variable->assigned = in_.byte() != 0;
      scope_.push_back(variable);
    }
    return variables;
  }
  void unbind(std::span<Variable*> variables) { scope_.resize(scope_.size() - variables.size()); }

  Variable* variable() {
    uint64_t place = in_.number();
    if (place < scope_.size()) return scope_[place];
    in_.fail();
    return nullptr;
  }

  std::span<Node*> nodes(int depth) { return nodes(in_.count(), depth); }
  std::span<Node*> nodes(size_t count, int depth) {
    std::span<Node*> all = array<Node*>(count);
    for (Node*& each : all) each = node(depth + 1);
    return all;
  }

  Span span() {
    begin_ = static_cast<uint32_t>(begin_ + in_.signed_number());
    return {origin_.file, begin_, static_cast<uint32_t>(begin_ + in_.number())};
  }

  Node* global(Span span) {
    Binding* binding = parts_.global(static_cast<uint32_t>(in_.number()));
    if (!binding || binding->kind != BindingKind::global) return in_.fail(), nullptr;
    const GlobalBinding& known = *binding->global;
    auto* result = build_.arena().make<Global>(known.name, known.storage, known.handle);
    result->constant = known.definitions == 1 && !known.assigned;
    result->imported = true;
    result->never_returns = known.never_returns;
    result->stored = known.stored;
    result->origin = binding;
    return build_.make<GlobalRef>(span, result);
  }

  Prim primitive() {
    uint64_t number = in_.number();
    if (number >= primitive_count) in_.fail(), number = 0;
    return static_cast<Prim>(number);
  }

  Node* primitive_call(Span span, int depth) {
    Prim prim = primitive();
    std::span<Node*> arguments = nodes(depth);
    if (!accepts(prim, static_cast<int64_t>(arguments.size()))) in_.fail();
    return build_.make<PrimCall>(span, prim, arguments);
  }

  Node* lambda(Span span, int depth) {
    Name named = name();
    std::span<core::Clause> clauses = array<core::Clause>(in_.count());
    for (core::Clause& clause : clauses) {
      clause.rest = in_.byte() != 0;
      clause.parameters = bind(in_.count());
      if (clause.rest && clause.parameters.empty()) in_.fail();
      clause.body = node(depth + 1);
      if (!in_.failed()) unbind(clause.parameters);
    }
    return build_.make<Lambda>(span, clauses, named, std::string_view{});
  }

  Node* datum(Span span) {
    auto kind = static_cast<DatumKind>(in_.byte());
    auto* datum = build_.arena().make<Datum>(kind);
    if (!is_plain_constant(kind)) in_.fail();
    if (kind == DatumKind::fixnum) datum->fixnum = in_.signed_number();
    if (kind == DatumKind::flonum) datum->flonum = std::bit_cast<double>(in_.word());
    if (kind == DatumKind::character) datum->scalar = static_cast<uint32_t>(in_.number());
    if (kind == DatumKind::symbol) datum->symbol = parts_.name(static_cast<uint32_t>(in_.number()));
    if (kind == DatumKind::symbol && !datum->symbol) in_.fail();
    return build_.constant(span, datum);
  }

  // After a failure the tree is dropped; until then it may have holes.
  Node* node(int depth) {
    auto kind = static_cast<Kind>(in_.byte());
    Span span = this->span();
    if (depth > stored_depth_max) in_.fail();
    if (in_.failed()) return nullptr;
    switch (kind) {
      case Kind::constant: return datum(span);
      case Kind::local_ref: return build_.local_ref(span, variable());
      case Kind::local_set: {
        Variable* target = variable();
        if (target && !target->assigned) in_.fail();
        return build_.local_set(span, target, node(depth + 1));
      }
      case Kind::global_ref: return global(span);
      case Kind::prim_ref: return build_.make<PrimRef>(span, primitive());
      case Kind::prim_call: return primitive_call(span, depth);
      case Kind::if_: {
        Node* test = node(depth + 1);
        Node* then = node(depth + 1);
        return build_.if_(span, test, then, node(depth + 1));
      }
      case Kind::seq: {
        std::span<Node*> body = nodes(depth);
        if (body.empty()) in_.fail();
        return build_.make<Seq>(span, body);
      }
      case Kind::lambda: return lambda(span, depth);
      case Kind::call: {
        Node* callee = node(depth + 1);
        return build_.make<Call>(span, callee, nodes(depth));
      }
      case Kind::values: return build_.make<Values>(span, nodes(depth));
      case Kind::let:
      case Kind::letrec:
      case Kind::bind_values: return binder(kind, span, depth);
      case Kind::global_set:
      case Kind::global_define:
      case Kind::fix:
      case Kind::loop:
      case Kind::again:
      case Kind::fuel: break;
    }
    in_.fail();
    return nullptr;
  }

  Node* binder(Kind kind, Span span, int depth) {
    std::span<Variable*> variables;
    std::span<Node*> values;
    Node* producer = nullptr;
    bool rest = false;
    if (kind == Kind::let) {
      values = nodes(depth);
      variables = bind(values.size());
    } else if (kind == Kind::letrec) {
      variables = bind(in_.count());
      values = nodes(variables.size(), depth);
    } else {
      producer = node(depth + 1);
      rest = in_.byte() != 0;
      variables = bind(in_.count());
      if (rest && variables.empty()) in_.fail();
    }
    Node* body = node(depth + 1);
    if (in_.failed()) return nullptr;
    unbind(variables);
    if (kind == Kind::let) return build_.make<Let>(span, variables, values, body);
    if (kind == Kind::letrec) return build_.make<Letrec>(span, variables, values, body);
    return build_.make<BindValues>(span, producer, variables, rest, body);
  }

  bytecode::ByteReader in_;
  BodyParts& parts_;
  Builder build_;
  Span origin_;
  uint32_t begin_;
  std::vector<Variable*> scope_;
};

class Stored final : public StoredProcedure {
 public:
  Stored(std::span<const uint8_t> bytes, BodyParts& parts, Arena& arena)
      : bytes_(bytes), parts_(parts), arena_(arena) {}

  std::span<const Clause> clauses() override {
    if (!bytes_.empty()) read_head();
    return clauses_;
  }

  Lambda* decode(size_t index, Unit* unit) override {
    const Clause& clause = clauses()[index];
    ClauseReader reader(bodies_[index], parts_, unit, span_);
    std::span<core::Clause> one = unit->arena->array<core::Clause>(1);
    one[0].rest = clause.rest;
    if (!reader.read(clause.parameters, &one[0])) return nullptr;
    return unit->arena->make<Lambda>(Node{Kind::lambda, span_}, one, name_, std::string_view{});
  }

 private:
  void read_head() {
    bytecode::ByteReader in(bytes_);
    bytes_ = {};
    uint64_t name = in.number(), file = in.number();
    if (name) name_ = parts_.name(static_cast<uint32_t>(name - 1));
    if (file) span_.file = parts_.file(static_cast<uint32_t>(file - 1));
    span_.begin = static_cast<uint32_t>(in.number());
    span_.end = static_cast<uint32_t>(span_.begin + in.number());
    size_t count = in.count(3);
    std::span<Clause> clauses = arena_.array<Clause>(count);
    bodies_ = arena_.array<std::span<const uint8_t>>(count);
    for (size_t i = 0; i < count; i++) {
      clauses[i].parameters = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
      clauses[i].rest = in.byte() != 0;
      clauses[i].size = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
      if (clauses[i].rest && clauses[i].parameters == 0) in.fail();
      if (clauses[i].size == 0) continue;
      clauses[i].called = in.number();
      std::string_view body = in.text();
      bodies_[i] = {reinterpret_cast<const uint8_t*>(body.data()), body.size()};
    }
    if (!in.failed()) clauses_ = clauses;
  }

  std::span<const uint8_t> bytes_;  // empty once the head has been read
  BodyParts& parts_;
  Arena& arena_;
  Name name_ = nullptr;
  Span span_;
  std::span<const Clause> clauses_;
  std::span<std::span<const uint8_t>> bodies_;
};

}  // namespace

StoredProcedure* stored_procedure(std::span<const uint8_t> bytes, BodyParts& parts, Arena& arena) {
  return new (arena.allocate(sizeof(Stored))) Stored(bytes, parts, arena);
}

}  // namespace tiercel::syntax
