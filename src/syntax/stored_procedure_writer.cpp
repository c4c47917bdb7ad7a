// Which procedures of a library are stored, and how their clauses become bytes.
#include <bit>
#include <unordered_map>

#include "core/walk.h"
#include "gen/primitives.h"
#include "syntax/library.h"
#include "syntax/stored_procedure.h"

namespace tiercel::syntax {
namespace {

using namespace core;

// Nodes of a clause.  The optimizer decides at each call; what is above these never pays.
constexpr uint32_t size_max = 32, size_of_caller_max = 120;
constexpr size_t parameters_max = 64;

// What a clause is before it is written: how large, which parameters it calls, whether it can be stored at all.
class ClauseSurvey {
 public:
  explicit ClauseSurvey(const core::Clause& clause) : clause_(clause) {}

  bool run() {
    if (clause_.parameters.size() > parameters_max) return false;
    visit(clause_.body, 0);
    return good_ && size_ <= (called_ ? size_of_caller_max : size_max);
  }
  uint32_t size() const { return size_; }
  uint64_t called() const { return called_; }

 private:
  void visit(Node* node, int depth) {
    if (++size_ > size_of_caller_max || depth > stored_depth_max || !may_be_stored(node)) good_ = false;
    if (!good_) return;
    if (auto* call = if_a<Call>(node)) {
      note_called(call->callee);
      if (auto* callee = if_a<GlobalRef>(call->callee)) note_passed_on(callee->global, call->arguments);
    }
    for_each_child(node, [&](Node*& child) { visit(child, depth + 1); });
  }

  static bool may_be_stored(Node* node) {
    switch (node->kind) {
      case Kind::constant: return is_plain_constant(as<Constant>(node)->datum->kind);
      case Kind::prim_ref: return is_harmless(as<PrimRef>(node)->prim);
      case Kind::prim_call: return is_harmless(as<PrimCall>(node)->prim);
      case Kind::global_set:
      case Kind::global_define:
      case Kind::fix:
      case Kind::loop:
      case Kind::again:
      case Kind::fuel: return false;
      default: return true;
    }
  }

  // What captures, cuts or inspects the stack stays in a frame of its own.
  static bool is_harmless(Prim prim) {
    return is_direct(prim) || prim == Prim::values || prim == Prim::call_with_values;
  }

  void note_called(Node* node) {
    auto* reference = if_a<LocalRef>(node);
    if (!reference) return;
    for (size_t i = 0; i < clause_.parameters.size(); i++)
      if (clause_.parameters[i] == reference->variable) called_ |= uint64_t{1} << i;
  }

  void note_passed_on(Global* global, std::span<Node*> arguments) {
    auto* binding = static_cast<const Binding*>(global->origin);
    StoredProcedure* stored = binding ? binding->global->stored : nullptr;
    if (!stored) return;
    for (const StoredProcedure::Clause& clause : stored->clauses()) {
      if (clause.rest || clause.parameters != arguments.size()) continue;
      for (size_t i = 0; i < arguments.size(); i++)
        if (clause.called >> i & 1) note_called(arguments[i]);
    }
  }

  const core::Clause& clause_;
  uint32_t size_ = 0;
  uint64_t called_ = 0;
  bool good_ = true;
};

// Variables are numbered by their place among those in scope, so that whatever is read back is well scoped.
class ClauseWriter {
 public:
  ClauseWriter(BodyNumbers& numbers, Span origin) : numbers_(numbers), origin_(origin), begin_(origin.begin) {}

  // False: something in it has no name outside of its library.
  bool write(const core::Clause& clause) {
    bind(clause.parameters);
    node(clause.body);
    return good_;
  }
  std::vector<uint8_t> take() { return out_.take(); }

 private:
  void bind(std::span<Variable*> variables) {
    for (Variable* variable : variables) {
      out_.number(variable->name ? numbers_.string(variable->name->text) + 1 : 0);
      out_.byte(variable->assigned);
      places_[variable] = scope_++;
    }
  }
  void bind_counted(std::span<Variable*> variables) {
    out_.number(variables.size());
    bind(variables);
  }
  void unbind(std::span<Variable*> variables) { scope_ -= static_cast<uint32_t>(variables.size()); }

  void nodes(std::span<Node*> all) {
    out_.number(all.size());
    for (Node* each : all) node(each);
  }
  void children(std::span<Node*> all) {
    for (Node* each : all) node(each);
  }
  void variable(Variable* variable) { out_.number(places_.at(variable)); }

  // What a macro of another file put here stands where the last expression did.
  void span(Span span) {
    if (span.file != origin_.file) span = {origin_.file, begin_, begin_};
    out_.signed_number(static_cast<int64_t>(span.begin) - begin_);
    out_.number(span.end - span.begin);
    begin_ = span.begin;
  }

  void global(Global* global) {
    auto* binding = const_cast<Binding*>(static_cast<const Binding*>(global->origin));
    uint32_t number = 0;
    if (!binding || !numbers_.global(binding, &number)) good_ = false;
    out_.number(number);
  }

  void lambda(Lambda* lambda) {
    out_.number(lambda->name ? numbers_.string(lambda->name->text) + 1 : 0);
    out_.number(lambda->clauses.size());
    for (core::Clause& clause : lambda->clauses) {
      out_.byte(clause.rest);
      bind_counted(clause.parameters);
      node(clause.body);
      unbind(clause.parameters);
    }
  }

  void datum(const Datum* datum) {
    out_.byte(static_cast<uint8_t>(datum->kind));
    if (datum->kind == DatumKind::fixnum) out_.signed_number(datum->fixnum);
    if (datum->kind == DatumKind::flonum) out_.word(std::bit_cast<uint64_t>(datum->flonum));
    if (datum->kind == DatumKind::character) out_.number(datum->scalar);
    if (datum->kind == DatumKind::symbol) out_.number(numbers_.string(datum->symbol->text));
  }

  void node(Node* node) {
    if (!good_) return;
    out_.byte(static_cast<uint8_t>(node->kind));
    span(node->span);
    switch (node->kind) {
      case Kind::constant: return datum(as<Constant>(node)->datum);
      case Kind::local_ref: return variable(as<LocalRef>(node)->variable);
      case Kind::local_set: variable(as<LocalSet>(node)->variable); return this->node(as<LocalSet>(node)->value);
      case Kind::global_ref: return global(as<GlobalRef>(node)->global);
      case Kind::prim_ref: return out_.number(static_cast<uint64_t>(as<PrimRef>(node)->prim));
      case Kind::prim_call:
        out_.number(static_cast<uint64_t>(as<PrimCall>(node)->prim));
        return nodes(as<PrimCall>(node)->arguments);
      case Kind::if_:
        this->node(as<If>(node)->test);
        this->node(as<If>(node)->then);
        return this->node(as<If>(node)->otherwise);
      case Kind::seq: return nodes(as<Seq>(node)->body);
      case Kind::lambda: return lambda(as<Lambda>(node));
      case Kind::call: this->node(as<Call>(node)->callee); return nodes(as<Call>(node)->arguments);
      case Kind::values: return nodes(as<Values>(node)->values);
      case Kind::let:
      case Kind::letrec:
      case Kind::bind_values: return binder(node);
      case Kind::global_set:
      case Kind::global_define:
      case Kind::fix:
      case Kind::loop:
      case Kind::again:
      case Kind::fuel: good_ = false; return;
    }
  }

  void binder(Node* node) {
    if (auto* let = if_a<Let>(node)) {
      nodes(let->values);
      bind(let->variables);
      this->node(let->body);
      return unbind(let->variables);
    }
    if (auto* letrec = if_a<Letrec>(node)) {
      bind_counted(letrec->variables);
      children(letrec->values);
      this->node(letrec->body);
      return unbind(letrec->variables);
    }
    auto* values = as<BindValues>(node);
    this->node(values->producer);
    out_.byte(values->rest);
    bind_counted(values->variables);
    this->node(values->body);
    unbind(values->variables);
  }

  BodyNumbers& numbers_;
  Span origin_;
  uint32_t begin_;
  uint32_t scope_ = 0;
  std::unordered_map<Variable*, uint32_t> places_;
  bytecode::ByteWriter out_;
  bool good_ = true;
};

class ProcedureWriter {
 public:
  ProcedureWriter(BodyNumbers& numbers, Name name, Span span, size_t clauses) : numbers_(numbers), span_(span) {
    out_.number(name ? numbers.string(name->text) + 1 : 0);
    out_.number(span.file ? numbers.file_number(span.file) + 1 : 0);
    out_.number(span.begin);
    out_.number(span.end - span.begin);
    out_.number(clauses);
  }

  void clause(const core::Clause& clause, uint32_t size, uint64_t called) {
    ClauseWriter writer(numbers_, span_);
    if (!writer.write(clause)) return absent(clause.parameters.size(), clause.rest);
    signature(clause.parameters.size(), clause.rest, size);
    out_.number(called);
    std::vector<uint8_t> body = writer.take();
    out_.text({reinterpret_cast<const char*>(body.data()), body.size()});
    kept_ = true;
  }
  void absent(size_t parameters, bool rest) { signature(parameters, rest, 0); }

  std::vector<uint8_t> take() { return kept_ ? out_.take() : std::vector<uint8_t>{}; }

 private:
  void signature(size_t parameters, bool rest, uint32_t size) {
    out_.number(parameters);
    out_.byte(rest);
    out_.number(size);
  }

  BodyNumbers& numbers_;
  Span span_;
  bytecode::ByteWriter out_;
  bool kept_ = false;
};

bool mentions(Node* node, const Global* global) {
  auto* reference = if_a<GlobalRef>(node);
  bool found = reference && reference->global == global;
  for_each_child(node, [&](Node*& child) { found = found || mentions(child, global); });
  return found;
}

// Of a library whose body was expanded in this process: its bodies refer to what is shared by place in these tables.
class KeptParts final : public BodyNumbers, public BodyParts {
 public:
  explicit KeptParts(NameTable& names) : names_(names) {}

  uint32_t string(std::string_view text) override { return number(strings_, string_numbers_, names_.intern(text)); }
  uint32_t file_number(FileId file) override { return file; }
  bool global(Binding* binding, uint32_t* result) override {
    *result = number(bindings_, binding_numbers_, binding);
    return true;
  }
  Name name(uint32_t string) override { return string < strings_.size() ? strings_[string] : nullptr; }
  FileId file(uint32_t number) override { return number; }
  Binding* global(uint32_t number) override { return number < bindings_.size() ? bindings_[number] : nullptr; }

  std::span<const uint8_t> keep(std::vector<uint8_t> bytes) { return bytes_.emplace_back(std::move(bytes)); }

 private:
  template <class T>
  static uint32_t number(std::vector<T>& all, std::unordered_map<T, uint32_t>& numbers, T item) {
    auto [place, fresh] = numbers.try_emplace(item, static_cast<uint32_t>(all.size()));
    if (fresh) all.push_back(item);
    return place->second;
  }

  NameTable& names_;
  std::vector<Name> strings_;
  std::unordered_map<Name, uint32_t> string_numbers_;
  std::vector<Binding*> bindings_;
  std::unordered_map<Binding*, uint32_t> binding_numbers_;
  std::vector<std::vector<uint8_t>> bytes_;
};

void keep_procedure(GlobalDefine* definition, KeptParts& parts, Arena& arena) {
  Global* global = definition->global;
  if (!global->constant || !global->origin) return;
  GlobalBinding& binding = *static_cast<const Binding*>(global->origin)->global;
  if (auto* alias = if_a<PrimRef>(definition->value)) binding.primitive = static_cast<int32_t>(alias->prim);
  if (auto* alias = if_a<GlobalRef>(definition->value); alias && alias->global->constant && alias->global->origin)
    binding.stored = static_cast<const Binding*>(alias->global->origin)->global->stored;
  auto* lambda = if_a<Lambda>(definition->value);
  if (!lambda) return;
  if (binding.never_returns || binding.stored || mentions(lambda, global)) return;
  std::vector<uint8_t> bytes = write_procedure(lambda, parts);
  if (bytes.empty()) return;
  binding.stored = stored_procedure(parts.keep(std::move(bytes)), parts, arena);
  binding.stored->charges_fuel = true;
}

}  // namespace

bool is_plain_constant(DatumKind kind) {
  switch (kind) {
    case DatumKind::empty:
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::eof:
    case DatumKind::unspecified:
    case DatumKind::default_:
    case DatumKind::undefined:
    case DatumKind::fixnum:
    case DatumKind::flonum:
    case DatumKind::character:
    case DatumKind::symbol: return true;
    default: return false;
  }
}

std::vector<uint8_t> write_procedure(Lambda* lambda, BodyNumbers& numbers) {
  ProcedureWriter writer(numbers, lambda->name, lambda->span, lambda->clauses.size());
  for (const core::Clause& clause : lambda->clauses) {
    ClauseSurvey survey(clause);
    if (survey.run()) writer.clause(clause, survey.size(), survey.called());
    else writer.absent(clause.parameters.size(), clause.rest);
  }
  return writer.take();
}

std::vector<uint8_t> write_procedure(StoredProcedure& stored, BodyNumbers& numbers) {
  Arena arena;
  Unit unit{.arena = &arena, .body = nullptr, .name = {}};
  std::span<const StoredProcedure::Clause> clauses = stored.clauses();
  std::vector<Lambda*> lambdas;
  Lambda* some = nullptr;
  for (size_t i = 0; i < clauses.size(); i++) {
    lambdas.push_back(clauses[i].size ? stored.decode(i, &unit) : nullptr);
    if (lambdas.back()) some = lambdas.back();
  }
  if (!some) return {};
  ProcedureWriter writer(numbers, some->name, some->span, clauses.size());
  for (size_t i = 0; i < clauses.size(); i++) {
    if (lambdas[i]) writer.clause(lambdas[i]->clauses[0], clauses[i].size, clauses[i].called);
    else writer.absent(clauses[i].parameters, clauses[i].rest);
  }
  return writer.take();
}

void keep_procedures(NameTable& names, Library* library) {
  auto parts = std::make_unique<KeptParts>(names);
  auto keep = [&](Node* node) {
    if (auto* definition = if_a<GlobalDefine>(node)) keep_procedure(definition, *parts, *library->arena);
  };
  if (auto* seq = if_a<Seq>(library->unit->body)) {
    for (Node* node : seq->body) keep(node);
  } else {
    keep(library->unit->body);
  }
  library->kept_bodies = std::move(parts);
}

}  // namespace tiercel::syntax
