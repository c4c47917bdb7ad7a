// The yardstick: a small tree-walking evaluator of a piece of Scheme, as one writes it first.
//
// Programs become trees of nodes; evaluating walks them.  Variables are looked up by name in a chain of environments, one
// for each call, counted by reference; numbers are 64-bit integers and doubles.  It knows define, lambda, if, cond, and,
// or, let, named let, do, begin, set! and the primitives that the programs of bench/tiers/ use; nothing is optimised, but
// tail calls are loops, and names are compared as pointers.
//
//   clang++ -O2 -std=c++20 walker.cpp -o walker && ./walker program.scm
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

struct Closure;
struct Pair;
struct Value;
using Primitive = Value (*)(const std::vector<Value>&);
using Symbol = const std::string*;

struct Value {
  enum Kind { nothing, integer, real, boolean, empty, pair, closure, primitive } kind = nothing;
  union {
    int64_t number;
    double flonum;
    Primitive code;
  };
  std::shared_ptr<void> object;
  Value() : number(0) {}
};

struct Pair {
  Value first, rest;
};

struct Node {
  enum Kind { constant, variable, lambda, conditional, sequence, define, assign, call, conjunction, disjunction } kind;
  Value value;
  Symbol name = nullptr;
  std::vector<Symbol> parameters;
  std::vector<Node> parts;
};

struct Environment {
  std::vector<std::pair<Symbol, Value>> variables;
  std::unordered_map<Symbol, Value> globals;  // of the outermost
  std::shared_ptr<Environment> outer;

  void define(Symbol name, const Value& value) {
    if (outer) variables.emplace_back(name, value);
    else globals[name] = value;
  }

  Value* find(Symbol name) {
    Environment* each = this;
    for (; each->outer; each = each->outer.get())
      for (auto& [key, value] : each->variables)
        if (key == name) return &value;
    if (auto found = each->globals.find(name); found != each->globals.end()) return &found->second;
    std::fprintf(stderr, "walker: unbound variable %s\n", name->c_str());
    std::exit(1);
  }
};

struct Closure {
  const Node* lambda;
  std::shared_ptr<Environment> environment;
};

Value integer(int64_t n) {
  Value v;
  v.kind = Value::integer;
  v.number = n;
  return v;
}

Value real(double x) {
  Value v;
  v.kind = Value::real;
  v.flonum = x;
  return v;
}

Value boolean(bool b) {
  Value v;
  v.kind = Value::boolean;
  v.number = b;
  return v;
}

bool is_true(const Value& v) { return v.kind != Value::boolean || v.number; }
double as_real(const Value& v) { return v.kind == Value::real ? v.flonum : static_cast<double>(v.number); }

// --- Evaluation -------------------------------------------------------------------------------------------------------

Value evaluate(const Node* node, std::shared_ptr<Environment> environment) {
  for (;;) {
    switch (node->kind) {
      case Node::constant: return node->value;
      case Node::variable: return *environment->find(node->name);
      case Node::lambda: {
        Value v;
        v.kind = Value::closure;
        v.object = std::make_shared<Closure>(Closure{node, environment});
        return v;
      }
      case Node::conditional:
        if (is_true(evaluate(&node->parts[0], environment))) node = &node->parts[1];
        else if (node->parts.size() > 2) node = &node->parts[2];
        else return {};
        continue;
      case Node::conjunction:
      case Node::disjunction: {
        bool decides = node->kind == Node::disjunction;
        for (size_t i = 0; i + 1 < node->parts.size(); i++) {
          Value v = evaluate(&node->parts[i], environment);
          if (is_true(v) == decides) return v;
        }
        node = &node->parts.back();
        continue;
      }
      case Node::sequence:
        for (size_t i = 0; i + 1 < node->parts.size(); i++) evaluate(&node->parts[i], environment);
        node = &node->parts.back();
        continue;
      case Node::define: {
        Value v = evaluate(&node->parts[0], environment);
        environment->define(node->name, v);
        return {};
      }
      case Node::assign: *environment->find(node->name) = evaluate(&node->parts[0], environment); return {};
      case Node::call: {
        Value callee = evaluate(&node->parts[0], environment);
        if (callee.kind == Value::primitive) {
          std::vector<Value> arguments;
          for (size_t i = 1; i < node->parts.size(); i++) arguments.push_back(evaluate(&node->parts[i], environment));
          return callee.code(arguments);
        }
        auto* closure = static_cast<Closure*>(callee.object.get());
        auto inner = std::make_shared<Environment>();
        for (size_t i = 1; i < node->parts.size(); i++)
          inner->variables.emplace_back(closure->lambda->parameters[i - 1], evaluate(&node->parts[i], environment));
        inner->outer = closure->environment;
        environment = std::move(inner);
        node = &closure->lambda->parts[0];
        continue;
      }
    }
  }
}

// --- Reading ----------------------------------------------------------------------------------------------------------

struct Form {
  std::string atom;  // or a list
  std::vector<Form> items;
  bool is_list = false;
};

class Reader {
 public:
  explicit Reader(std::string text) : text_(std::move(text)) {}

  bool next(Form* form) {
    skip();
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '(') {
      form->is_list = true;
      for (at_++, skip(); text_[at_] != ')'; skip()) next(&form->items.emplace_back());
      at_++;
    } else {
      while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_])) && text_[at_] != '(' &&
             text_[at_] != ')')
        form->atom += text_[at_++];
    }
    return true;
  }

 private:
  void skip() {
    for (; at_ < text_.size(); at_++) {
      if (text_[at_] == ';') at_ = text_.find('\n', at_);
      else if (!std::isspace(static_cast<unsigned char>(text_[at_]))) return;
    }
  }

  std::string text_;
  size_t at_ = 0;
};

Symbol intern(const std::string& name) {
  static std::map<std::string, std::unique_ptr<std::string>> symbols;
  auto& symbol = symbols[name];
  if (!symbol) symbol = std::make_unique<std::string>(name);
  return symbol.get();
}

// --- Forms to nodes ---------------------------------------------------------------------------------------------------

Node parse(const Form& form);

Node make(Node::Kind kind, std::vector<Node> parts = {}) {
  Node node;
  node.kind = kind;
  node.parts = std::move(parts);
  return node;
}

Node constant(Value value) {
  Node node = make(Node::constant);
  node.value = std::move(value);
  return node;
}

Node named(Node::Kind kind, const std::string& name, std::vector<Node> parts = {}) {
  Node node = make(kind, std::move(parts));
  node.name = intern(name);
  return node;
}

std::vector<Node> parse_all(const std::vector<Form>& forms, size_t from) {
  std::vector<Node> parts;
  for (size_t i = from; i < forms.size(); i++) parts.push_back(parse(forms[i]));
  return parts;
}

Node body(const std::vector<Form>& forms, size_t from) {
  std::vector<Node> parts = parse_all(forms, from);
  return parts.size() == 1 ? parts[0] : make(Node::sequence, parts);
}

Node lambda(const std::vector<std::string>& parameters, Node contents) {
  Node node = make(Node::lambda, {std::move(contents)});
  for (const std::string& name : parameters) node.parameters.push_back(intern(name));
  return node;
}

// (let loop ((v e) ...) body) and, without a name, (let ((v e) ...) body).
Node parse_let(const std::string& loop, const std::vector<Form>& bindings, Node contents) {
  std::vector<std::string> names;
  std::vector<Node> call{Node{}};
  for (const Form& each : bindings) {
    names.push_back(each.items[0].atom);
    call.push_back(parse(each.items[1]));
  }
  Node procedure = lambda(names, std::move(contents));
  if (loop.empty()) {
    call[0] = procedure;
    return make(Node::call, call);
  }
  call[0] = named(Node::variable, loop);
  Node inside = make(Node::sequence, {named(Node::define, loop, {procedure}), make(Node::call, call)});
  return make(Node::call, {lambda({}, inside)});
}

Node parse_do(const std::vector<Form>& items) {
  std::vector<Node> again{named(Node::variable, "do loop")};
  for (const Form& each : items[1].items) again.push_back(parse(each.items.size() > 2 ? each.items[2] : each.items[0]));
  std::vector<Node> turn;
  for (size_t i = 3; i < items.size(); i++) turn.push_back(parse(items[i]));
  turn.push_back(make(Node::call, again));
  const std::vector<Form>& end = items[2].items;
  Node result = end.size() > 1 ? body(end, 1) : constant({});
  return parse_let("do loop", items[1].items,
                   make(Node::conditional, {parse(end[0]), result, make(Node::sequence, turn)}));
}

Node parse_cond(const std::vector<Form>& clauses, size_t from) {
  if (from == clauses.size()) return constant({});
  const std::vector<Form>& clause = clauses[from].items;
  if (clause[0].atom == "else") return body(clause, 1);
  return make(Node::conditional, {parse(clause[0]), body(clause, 1), parse_cond(clauses, from + 1)});
}

Node parse_define(const std::vector<Form>& items) {
  if (!items[1].is_list) return named(Node::define, items[1].atom, {parse(items[2])});
  std::vector<std::string> parameters;
  for (size_t i = 1; i < items[1].items.size(); i++) parameters.push_back(items[1].items[i].atom);
  return named(Node::define, items[1].items[0].atom, {lambda(parameters, body(items, 2))});
}

Node parse_atom(const std::string& text) {
  if (text == "#t" || text == "#f") return constant(boolean(text == "#t"));
  char first = text[0] == '-' && text.size() > 1 ? text[1] : text[0];
  if (!std::isdigit(static_cast<unsigned char>(first)) && first != '.') return named(Node::variable, text);
  return constant(text.find('.') == std::string::npos ? integer(std::stoll(text)) : real(std::stod(text)));
}

Node parse(const Form& form) {
  if (!form.is_list) return parse_atom(form.atom);
  const std::vector<Form>& items = form.items;
  const std::string& head = items[0].atom;
  if (head == "import") return constant({});
  if (head == "define") return parse_define(items);
  if (head == "if") return make(Node::conditional, parse_all(items, 1));
  if (head == "and" || head == "or")
    return make(head == "and" ? Node::conjunction : Node::disjunction, parse_all(items, 1));
  if (head == "cond") return parse_cond(items, 1);
  if (head == "begin") return body(items, 1);
  if (head == "do") return parse_do(items);
  if (head == "set!") return named(Node::assign, items[1].atom, {parse(items[2])});
  if (head == "let" && !items[1].is_list) return parse_let(items[1].atom, items[2].items, body(items, 3));
  if (head == "let") return parse_let("", items[1].items, body(items, 2));
  if (head == "lambda") {
    std::vector<std::string> parameters;
    for (const Form& each : items[1].items) parameters.push_back(each.atom);
    return lambda(parameters, body(items, 2));
  }
  return make(Node::call, parse_all(items, 0));
}

// --- Primitives -------------------------------------------------------------------------------------------------------

template <typename Exact, typename Inexact>
Value fold(const std::vector<Value>& arguments, Exact exact, Inexact inexact) {
  Value result = arguments[0];
  if (arguments.size() == 1)
    return result.kind == Value::integer ? integer(exact(0, result.number)) : real(inexact(0, result.flonum));
  for (size_t i = 1; i < arguments.size(); i++) {
    const Value& next = arguments[i];
    bool both = result.kind == Value::integer && next.kind == Value::integer;
    result = both ? integer(exact(result.number, next.number)) : real(inexact(as_real(result), as_real(next)));
  }
  return result;
}

template <typename Compare>
Value compare(const std::vector<Value>& arguments, Compare compare) {
  const Value &a = arguments[0], &b = arguments[1];
  bool both = a.kind == Value::integer && b.kind == Value::integer;
  return boolean(both ? compare(a.number, b.number) : compare(as_real(a), as_real(b)));
}

Value write(const std::vector<Value>& arguments) {
  const Value& v = arguments[0];
  if (v.kind == Value::integer) std::printf("%lld", static_cast<long long>(v.number));
  else if (v.kind == Value::real) std::printf("%.17g", v.flonum);
  else if (v.kind == Value::boolean) std::fputs(v.number ? "#t" : "#f", stdout);
  else std::fputs("?", stdout);
  return {};
}

Pair& pair_of(const Value& v) { return *static_cast<Pair*>(v.object.get()); }

using Arguments = const std::vector<Value>&;

void define_primitives(Environment* global) {
  auto define = [global](const char* name, Primitive code) {
    Value v;
    v.kind = Value::primitive;
    v.code = code;
    global->define(intern(name), v);
  };
  define("+", [](Arguments a) { return fold(a, std::plus<int64_t>(), std::plus<double>()); });
  define("-", [](Arguments a) { return fold(a, std::minus<int64_t>(), std::minus<double>()); });
  define("*", [](Arguments a) { return fold(a, std::multiplies<int64_t>(), std::multiplies<double>()); });
  define("=", [](Arguments a) { return compare(a, std::equal_to<>()); });
  define("<", [](Arguments a) { return compare(a, std::less<>()); });
  define(">", [](Arguments a) { return compare(a, std::greater<>()); });
  define("not", [](Arguments a) { return boolean(!is_true(a[0])); });
  define("null?", [](Arguments a) { return boolean(a[0].kind == Value::empty); });
  define("list", [](Arguments) {
    Value v;
    v.kind = Value::empty;
    return v;
  });
  define("cons", [](Arguments a) {
    Value v;
    v.kind = Value::pair;
    v.object = std::make_shared<Pair>(Pair{a[0], a[1]});
    return v;
  });
  define("car", [](Arguments a) { return pair_of(a[0]).first; });
  define("cdr", [](Arguments a) { return pair_of(a[0]).rest; });
  define("write", write);
  define("newline", [](Arguments) {
    std::putchar('\n');
    return Value();
  });
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "/dev/stdin");
  Reader reader(std::string(std::istreambuf_iterator<char>(file), {}));
  auto global = std::make_shared<Environment>();
  define_primitives(global.get());
  std::vector<std::unique_ptr<Node>> program;
  for (Form form; reader.next(&form); form = Form()) {
    program.push_back(std::make_unique<Node>(parse(form)));
    evaluate(program.back().get(), global);
  }
  return 0;
}
