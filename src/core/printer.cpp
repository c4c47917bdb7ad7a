// Two steps: Core becomes a tree of words, which is then laid out.
#include "core/printer.h"

#include <vector>

#include "core/forms.h"
#include "gen/primitives.h"

namespace tiercel::core {
namespace {

constexpr size_t line_width = 100;

// A word, or a list of texts.
struct Text {
  std::string word;
  std::vector<Text> items;
  bool list = false;
  size_t width = 0;  // of the flat form

  Text(std::string text) : word(std::move(text)), width(word.size()) {}
  Text(const char* text) : Text(std::string(text)) {}
  Text(std::vector<Text> parts) : items(std::move(parts)), list(true) {
    width = 1 + items.size();
    for (const Text& item : items) width += item.width;
    if (items.empty()) width = 2;
  }
};

class Printer {
 public:
  Text text(Node* node);

 private:
  Text list(const char* head, std::span<Node*> nodes) {
    std::vector<Text> parts{head};
    for (Node* node : nodes) parts.push_back(text(node));
    return parts;
  }
  static std::string name(const Variable* variable) {
    return symbol_text(variable->name ? variable->name->text : "_") + "." + std::to_string(variable->id);
  }
  static std::string binding(const Variable* variable) {
    return name(variable) + (variable->boxed ? "&" : variable->assigned ? "!" : "");
  }
  static std::string global(const Global* global) { return "@" + symbol_text(global->name->text); }
  Text bindings(std::span<Variable*> variables, auto values) {
    std::vector<Text> parts;
    for (size_t i = 0; i < variables.size(); i++)
      parts.push_back(std::vector<Text>{binding(variables[i]), text(values[i])});
    return parts;
  }
  static Text parameters(std::span<Variable*> variables, bool rest) {
    std::vector<Text> parts;
    for (size_t i = 0; i < variables.size(); i++) {
      if (rest && i + 1 == variables.size()) parts.push_back(".");
      parts.push_back(binding(variables[i]));
    }
    return parts;
  }
  Text lambda(Lambda* lambda);
  Text prim_call(PrimCall* call) {
    const char* primitive = primitive_info(call->prim).name;
    Text result = list(primitive, call->arguments);
    if (is_form_name(primitive)) result.items.insert(result.items.begin(), "prim-call");
    return std::move(result.items);
  }
  size_t loop_number(const Loop* loop) {
    for (size_t i = loops_.size(); i-- > 0;)
      if (loops_[i] == loop) return i + 1;
    loops_.push_back(loop);
    return loops_.size();
  }

  std::vector<const Loop*> loops_;
};

Text Printer::lambda(Lambda* lambda) {
  bool single = lambda->clauses.size() == 1;
  std::vector<Text> parts{single ? "lambda" : "case-lambda", lambda->name ? symbol_text(lambda->name->text) : "#f"};
  if (!lambda->captures.empty()) {
    std::vector<Text> captures{"captures"};
    for (Variable* variable : lambda->captures) captures.push_back(name(variable));
    parts.push_back(std::move(captures));
  }
  for (Clause& clause : lambda->clauses) {
    Text formals = parameters(clause.parameters, clause.rest), body = text(clause.body);
    if (single) {
      parts.push_back(std::move(formals));
      parts.push_back(std::move(body));
    } else {
      parts.push_back(std::vector<Text>{std::move(formals), std::move(body)});
    }
  }
  return parts;
}

Text Printer::text(Node* node) {
  using Parts = std::vector<Text>;
  switch (node->kind) {
    case Kind::constant: return constant_text(as<Constant>(node)->datum);
    case Kind::local_ref: return name(as<LocalRef>(node)->variable);
    case Kind::local_set: return Parts{"set!", name(as<LocalSet>(node)->variable), text(as<LocalSet>(node)->value)};
    case Kind::global_ref: return global(as<GlobalRef>(node)->global);
    case Kind::global_set: return Parts{"set!", global(as<GlobalSet>(node)->global), text(as<GlobalSet>(node)->value)};
    case Kind::global_define:
      return Parts{"define", global(as<GlobalDefine>(node)->global), text(as<GlobalDefine>(node)->value)};
    case Kind::prim_ref: return Parts{"prim", primitive_info(as<PrimRef>(node)->prim).name};
    case Kind::if_:
      return Parts{"if", text(as<If>(node)->test), text(as<If>(node)->then), text(as<If>(node)->otherwise)};
    case Kind::seq: return list("seq", as<Seq>(node)->body);
    case Kind::lambda: return lambda(as<Lambda>(node));
    case Kind::call: {
      Text result = list(as<Call>(node)->known ? "call-known" : "call", as<Call>(node)->arguments);
      result.items.insert(result.items.begin() + 1, text(as<Call>(node)->callee));
      return std::move(result.items);
    }
    case Kind::prim_call: return prim_call(as<PrimCall>(node));
    case Kind::let: {
      auto* let = as<Let>(node);
      return Parts{"let", bindings(let->variables, let->values), text(let->body)};
    }
    case Kind::letrec: {
      auto* letrec = as<Letrec>(node);
      return Parts{"letrec", bindings(letrec->variables, letrec->values), text(letrec->body)};
    }
    case Kind::fix: {
      auto* fix = as<Fix>(node);
      return Parts{"fix", bindings(fix->variables, fix->lambdas), text(fix->body)};
    }
    case Kind::bind_values: {
      auto* bind = as<BindValues>(node);
      return Parts{"bind-values", parameters(bind->variables, bind->rest), text(bind->producer), text(bind->body)};
    }
    case Kind::values: return list("values", as<Values>(node)->values);
    case Kind::loop: {
      auto* loop = as<Loop>(node);
      std::string number = std::to_string(loop_number(loop));
      if (loop->entry) {
        return Parts{"join", number, parameters(loop->variables, false), text(loop->entry), text(loop->body)};
      }
      return Parts{"loop", number, bindings(loop->variables, loop->values), text(loop->body)};
    }
    case Kind::again: {
      Text result = list("again", as<Again>(node)->arguments);
      result.items.insert(result.items.begin() + 1, std::to_string(loop_number(as<Again>(node)->loop)));
      return std::move(result.items);
    }
    case Kind::fuel: return Parts{"fuel", std::to_string(as<Fuel>(node)->amount)};
  }
  return "";
}

// How many items after the head stay on its line when a form is broken.
size_t kept_on_line(const std::string& head) {
  if (head == "lambda" || head == "loop" || head == "join" || head == "bind-values") return 2;
  if (head == "seq" || head == "values") return 0;
  return 1;
}

void lay_out(const Text& text, size_t column, std::string& out) {
  if (!text.list) {
    out += text.word;
    return;
  }
  out += '(';
  bool flat = column + text.width <= line_width;
  bool has_head = !text.items.empty() && !text.items[0].list;
  size_t kept = has_head ? kept_on_line(text.items[0].word) : 0;
  size_t indent = column + (has_head ? 2 : 1), here = column + 1;
  for (size_t i = 0; i < text.items.size(); i++) {
    const Text& item = text.items[i];
    if (i > 0 && (flat || i <= kept)) {
      out += ' ';
      here++;
    } else if (i > 0) {
      out += '\n';
      out.append(indent, ' ');
      here = indent;
    }
    lay_out(item, here, out);
    here += item.width;
  }
  out += ')';
}

}  // namespace

std::string print(Node* node) {
  std::string out;
  lay_out(Printer().text(node), 0, out);
  out += '\n';
  return out;
}

std::string print(const Unit* unit) { return print(unit->body); }

}  // namespace tiercel::core
