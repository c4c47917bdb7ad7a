// Datums to Core.  Scopes are by the printed name of a variable, number included.
#include "core/parser.h"

#include <charconv>
#include <unordered_map>
#include <vector>

#include "core/build.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "reader/datum_sink.h"

namespace tiercel::core {
namespace {

class Parser {
 public:
  Parser(Unit* unit, NameTable& names, bool closed) : unit_(unit), names_(names), closed_(closed), build_(unit) {}

  Node* parse_all(const std::vector<const Datum*>& data);
  std::string take_error() { return std::move(error_); }

 private:
  struct Definitions {
    Global* global;
    int defined = 0, assigned = 0;
  };

  struct Shadowed {
    std::string name;
    Variable* variable;
  };

  Node* fail(const std::string& message) {
    if (error_.empty()) error_ = message;
    return build_.unspecified({});
  }
  static bool is_symbol(const Datum* datum) { return datum->kind == DatumKind::symbol; }
  std::vector<const Datum*> items(const Datum* list, const Datum** tail = nullptr);
  std::span<Node*> parse_some(std::span<const Datum* const> data);
  Definitions& definitions(std::string_view name);
  Variable* bind(const Datum* datum);
  Variable* find(std::string_view text);
  void close_scope(size_t mark);
  void formals(const Datum* datum, std::span<Variable*>* variables, bool* rest);
  void bindings(const Datum* datum, std::vector<const Datum*>* names, std::vector<const Datum*>* values);
  Node* parse_datum(const Datum* datum);
  Node* symbol(const Datum* datum);
  Node* form(const Datum* datum);
  Node* assignment(const std::vector<const Datum*>& parts, bool define);
  Node* lambda(const std::vector<const Datum*>& parts, bool single);
  Node* binding_form(std::string_view head, const std::vector<const Datum*>& parts);
  Node* loop(const std::vector<const Datum*>& parts);
  Node* join(const std::vector<const Datum*>& parts);
  Node* prim_call(const Datum* name, std::span<const Datum* const> arguments, Span span);
  Node* named_constant(std::string_view name);

  Unit* unit_;
  NameTable& names_;
  bool closed_;
  Builder build_;
  std::unordered_map<std::string, Variable*> variables_;
  std::vector<Shadowed> shadowed_;  // what bindings in scope hide, innermost last
  std::unordered_map<std::string, Definitions> globals_;
  std::unordered_map<int64_t, Loop*> loops_;
  std::string error_;
};

std::vector<const Datum*> Parser::items(const Datum* list, const Datum** tail) {
  std::vector<const Datum*> result;
  for (; list->kind == DatumKind::pair; list = list->pair.second) result.push_back(list->pair.first);
  if (tail) *tail = list;
  return result;
}

std::span<Node*> Parser::parse_some(std::span<const Datum* const> data) {
  std::span<Node*> nodes = build_.arena().array<Node*>(data.size());
  for (size_t i = 0; i < data.size(); i++) nodes[i] = parse_datum(data[i]);
  return nodes;
}

Parser::Definitions& Parser::definitions(std::string_view name) {
  Definitions& entry = globals_[std::string(name)];
  if (!entry.global) {
    entry.global = build_.arena().make<Global>();
    entry.global->name = names_.intern(name);
    entry.global->storage = Global::Storage::cell;
    entry.global->handle = globals_.size();
  }
  return entry;
}

// A binding occurrence: name, name.3, name.3! or name.3&.
Variable* Parser::bind(const Datum* datum) {
  if (!is_symbol(datum)) {
    fail("a variable expected");
    return build_.variable(nullptr);
  }
  std::string_view text = datum->symbol->text;
  char flag = text.back();
  if (flag == '!' || flag == '&') text.remove_suffix(1);
  size_t dot = text.rfind('.');
  uint32_t id = 0;
  bool numbered =
      dot != text.npos && std::from_chars(text.data() + dot + 1, text.data() + text.size(), id).ec == std::errc();
  Variable* variable = build_.variable(names_.intern(numbered ? text.substr(0, dot) : text), datum->span);
  if (numbered) {
    variable->id = id;
    if (unit_->next_variable <= id) unit_->next_variable = id + 1;
  }
  variable->assigned = flag == '!' || flag == '&';
  variable->boxed = flag == '&';
  Variable*& named = variables_[std::string(text)];
  shadowed_.push_back({std::string(text), named});
  named = variable;
  return variable;
}

Variable* Parser::find(std::string_view text) {
  auto found = variables_.find(std::string(text));
  return found == variables_.end() ? nullptr : found->second;
}

void Parser::close_scope(size_t mark) {
  for (; shadowed_.size() > mark; shadowed_.pop_back()) variables_[shadowed_.back().name] = shadowed_.back().variable;
}

void Parser::formals(const Datum* datum, std::span<Variable*>* variables, bool* rest) {
  const Datum* tail;
  std::vector<const Datum*> names = items(datum, &tail);
  *rest = is_symbol(tail);
  if (*rest) names.push_back(tail);
  *variables = build_.arena().array<Variable*>(names.size());
  for (size_t i = 0; i < names.size(); i++) (*variables)[i] = bind(names[i]);
}

void Parser::bindings(const Datum* datum, std::vector<const Datum*>* names, std::vector<const Datum*>* values) {
  for (const Datum* binding : items(datum)) {
    std::vector<const Datum*> parts = items(binding);
    if (parts.size() != 2) {
      fail("a binding is (variable expression)");
      continue;
    }
    names->push_back(parts[0]);
    values->push_back(parts[1]);
  }
}

Node* Parser::parse_datum(const Datum* datum) {
  if (is_symbol(datum)) return symbol(datum);
  if (datum->kind == DatumKind::pair) {
    size_t mark = shadowed_.size();
    Node* node = form(datum);
    close_scope(mark);
    return node;
  }
  return build_.constant(datum->span, datum);
}

Node* Parser::symbol(const Datum* datum) {
  std::string_view text = datum->symbol->text;
  if (text.starts_with('@')) return build_.make<GlobalRef>(datum->span, definitions(text.substr(1)).global);
  if (Variable* variable = find(text)) return build_.local_ref(datum->span, variable);
  return fail("unknown variable " + std::string(text));
}

Node* Parser::assignment(const std::vector<const Datum*>& parts, bool define) {
  if (parts.size() != 3 || !is_symbol(parts[1])) return fail("(set! name e) expected");
  std::string_view name = parts[1]->symbol->text;
  Span span = parts[0]->span;
  if (!name.starts_with('@')) {
    Variable* variable = find(name);
    if (!variable) return fail("unknown variable " + std::string(name));
    variable->assigned = true;
    return build_.local_set(span, variable, parse_datum(parts[2]));
  }
  Definitions& entry = definitions(name.substr(1));
  (define ? entry.defined : entry.assigned)++;
  Global* global = entry.global;
  Node* value = parse_datum(parts[2]);
  if (define) return build_.make<GlobalDefine>(span, global, value);
  return build_.make<GlobalSet>(span, global, value);
}

Node* Parser::lambda(const std::vector<const Datum*>& parts, bool single) {
  auto* result = build_.make<Lambda>(parts[0]->span);
  if (parts.size() < 2) return fail("(lambda name formals body) expected");
  if (is_symbol(parts[1])) result->name = parts[1]->symbol;
  size_t first = 2;
  if (parts.size() > 2 && parts[2]->kind == DatumKind::pair && is_symbol(parts[2]->pair.first) &&
      parts[2]->pair.first->symbol->text == "captures") {
    std::vector<const Datum*> captures = items(parts[2]);
    result->captures = build_.arena().array<Variable*>(captures.size() - 1);
    for (size_t i = 1; i < captures.size(); i++) result->captures[i - 1] = find(captures[i]->symbol->text);
    first = 3;
  }
  if (single) {
    if (parts.size() != first + 2) return fail("(lambda name formals body) expected");
    result->clauses = build_.arena().array<Clause>(1);
    formals(parts[first], &result->clauses[0].parameters, &result->clauses[0].rest);
    result->clauses[0].body = parse_datum(parts[first + 1]);
    return result;
  }
  result->clauses = build_.arena().array<Clause>(parts.size() - first);
  for (size_t i = first; i < parts.size(); i++) {
    std::vector<const Datum*> clause = items(parts[i]);
    if (clause.size() != 2) return fail("(formals body) expected");
    Clause& made = result->clauses[i - first];
    size_t mark = shadowed_.size();
    formals(clause[0], &made.parameters, &made.rest);
    made.body = parse_datum(clause[1]);
    close_scope(mark);
  }
  return result;
}

Node* Parser::binding_form(std::string_view head, const std::vector<const Datum*>& parts) {
  if (parts.size() != 3) return fail("(let ((variable e) ...) body) expected");
  std::vector<const Datum*> names, values;
  bindings(parts[1], &names, &values);
  Span span = parts[0]->span;
  std::span<Node*> nodes;
  if (head == "let") nodes = parse_some(values);
  std::span<Variable*> variables = build_.arena().array<Variable*>(names.size());
  for (size_t i = 0; i < names.size(); i++) variables[i] = bind(names[i]);
  if (head != "let") nodes = parse_some(values);
  Node* body = parse_datum(parts[2]);
  if (head == "let") return build_.make<Let>(span, variables, nodes, body);
  if (head == "letrec") return build_.make<Letrec>(span, variables, nodes, body);
  std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(nodes.size());
  for (size_t i = 0; i < nodes.size(); i++) {
    lambdas[i] = if_a<Lambda>(nodes[i]);
    if (!lambdas[i]) return fail("a fix binds lambdas");
    variables[i]->known = lambdas[i];
    lambdas[i]->self = variables[i];
  }
  return build_.make<Fix>(span, variables, lambdas, body);
}

Node* Parser::loop(const std::vector<const Datum*>& parts) {
  if (parts.size() != 4) return fail("(loop number bindings body) expected");
  std::vector<const Datum*> names, values;
  bindings(parts[2], &names, &values);
  auto* result = build_.make<Loop>(parts[0]->span);
  result->values = parse_some(values);
  result->variables = build_.arena().array<Variable*>(names.size());
  for (size_t i = 0; i < names.size(); i++) result->variables[i] = bind(names[i]);
  loops_[parts[1]->fixnum] = result;
  result->body = parse_datum(parts[3]);
  return result;
}

Node* Parser::join(const std::vector<const Datum*>& parts) {
  if (parts.size() != 5) return fail("(join number parameters entry body) expected");
  auto* result = build_.make<Loop>(parts[0]->span);
  loops_[parts[1]->fixnum] = result;
  result->entry = parse_datum(parts[3]);
  bool rest = false;
  formals(parts[2], &result->variables, &rest);
  result->body = parse_datum(parts[4]);
  return result;
}

Node* Parser::prim_call(const Datum* name, std::span<const Datum* const> arguments, Span span) {
  for (int i = 0; is_symbol(name) && i < primitive_count; i++)
    if (name->symbol->text == primitive_table[i].name)
      return build_.make<PrimCall>(span, static_cast<Prim>(i), parse_some(arguments));
  return fail("unknown primitive or form " + std::string(is_symbol(name) ? name->symbol->text : "?"));
}

Node* Parser::named_constant(std::string_view name) {
  auto* datum = build_.arena().make<Datum>();
  datum->kind = name == "nil"         ? DatumKind::nil
                : name == "eof"       ? DatumKind::eof
                : name == "default"   ? DatumKind::default_
                : name == "undefined" ? DatumKind::undefined
                                      : DatumKind::unspecified;
  return build_.constant({}, datum);
}

Node* Parser::form(const Datum* datum) {
  std::vector<const Datum*> parts = items(datum);
  if (!is_symbol(parts[0])) return fail("a form begins with a name");
  std::string_view head = parts[0]->symbol->text;
  Span span = datum->span;
  std::span<const Datum* const> rest(parts.data() + 1, parts.size() - 1);
  auto exactly = [&](size_t count) {
    return rest.size() == count || (fail("wrong shape: " + std::string(head)), false);
  };
  auto unspecified = [&] { return build_.unspecified(span); };
  if (head == "quote") return build_.constant(span, parts[1]);
  if (head == "constant") return named_constant(parts[1]->symbol->text);
  if (head == "set!" || head == "define") return assignment(parts, head == "define");
  if (head == "lambda" || head == "case-lambda") return lambda(parts, head == "lambda");
  if (head == "let" || head == "letrec" || head == "fix") return binding_form(head, parts);
  if (head == "loop") return loop(parts);
  if (head == "join") return join(parts);
  if (head == "seq") return build_.make<Seq>(span, parse_some(rest));
  if (head == "values") return build_.make<Values>(span, parse_some(rest));
  if (head == "prim-call") return prim_call(parts[1], rest.subspan(1), span);
  if (head == "fuel") return build_.make<Fuel>(span, static_cast<int32_t>(parts[1]->fixnum));
  if (head == "if") {
    if (!exactly(3)) return unspecified();
    std::span<Node*> nodes = parse_some(rest);
    return build_.if_(span, nodes[0], nodes[1], nodes[2]);
  }
  if (head == "prim") {
    auto* call = if_a<PrimCall>(prim_call(parts[1], {}, span));
    return call ? build_.make<PrimRef>(span, call->prim) : unspecified();
  }
  if (head == "call" || head == "call-known") {
    std::span<Node*> nodes = parse_some(rest);
    return build_.make<Call>(span, nodes[0], nodes.subspan(1), head == "call-known");
  }
  if (head == "again") return build_.make<Again>(span, loops_[parts[1]->fixnum], parse_some(rest.subspan(1)));
  if (head == "bind-values") {
    if (!exactly(3)) return unspecified();
    auto* bind = build_.make<BindValues>(span);
    bind->producer = parse_datum(rest[1]);
    formals(rest[0], &bind->variables, &bind->rest);
    bind->body = parse_datum(rest[2]);
    return bind;
  }
  return prim_call(parts[0], rest, span);
}

Node* Parser::parse_all(const std::vector<const Datum*>& data) {
  if (data.empty()) return build_.unspecified({});
  std::span<Node*> nodes = parse_some(data);
  for (auto& [name, entry] : globals_) {
    entry.global->defined_here = entry.defined > 0;
    entry.global->constant = closed_ && entry.defined == 1 && entry.assigned == 0;
  }
  return nodes.size() == 1 ? nodes[0] : build_.make<Seq>(nodes[0]->span, nodes);
}

}  // namespace

Unit* parse(std::string_view text, Arena& arena, NameTable& names, bool closed, std::string* error) {
  DiagnosticList diagnostics;
  ReadAll read = read_all(text, 0, arena, names, diagnostics);
  if (read.status != ReadStatus::end) {
    *error = "not a sequence of data";
    return nullptr;
  }
  auto* unit = arena.make<Unit>();
  unit->arena = &arena;
  unit->closed = closed;
  Parser parser(unit, names, closed);
  unit->body = parser.parse_all(read.data);
  *error = parser.take_error();
  return error->empty() ? unit : nullptr;
}

}  // namespace tiercel::core
