// Top-level forms: of a program, a library body, or a REPL.
//
// Two walks, as in a body: the first expands macro uses at the head of each form and makes every definition known, the
// second expands values and expressions.  So procedures may refer to each other in any order, and macro-introduced
// definitions are found by the code that was introduced with them.
//
// A form that does not expand does not keep the others from being looked at: each has its own diagnostic, the unit has
// none of them.
#include "syntax/expander.h"

namespace tiercel::syntax {

bool Expander::expand_forms(std::span<const Datum* const> forms, Expansion* expansion) {
  auto wrapped = array<Syntax*>(forms.size());
  for (size_t i = 0; i < forms.size(); i++) wrapped[i] = maker_.wrap(forms[i], space_.scopes());
  bool good = expand_top_level(wrapped) != nullptr;
  expansion->partial = !good;
  if (good || unit_->body) expansion->unit = unit_;
  if (!gave_up_) expansion->unbound = unbound_;
  expansion->required = required_;
  std::vector<Library*> visited;
  for (Library* library : required_) add_with_imports(library, &visited, &expansion->libraries);
  return good;
}

// Imports before importers; what has run already, has run with its imports.
void Expander::add_with_imports(Library* library, std::vector<Library*>* visited, std::vector<Library*>* order) {
  if (library->instantiated) return;
  for (Library* known : *visited) {
    if (known == library) return;
  }
  visited->push_back(library);
  for (Library* import : library->imports) add_with_imports(import, visited, order);
  order->push_back(library);
}

bool Expander::is_still_unbound(const UnboundName& name) {
  Binding* binding = space_.find_plain(name.name);
  return !binding || (binding->kind == BindingKind::global && binding->global->definitions == 0);
}

core::Unit* Expander::expand_top_level(std::span<Syntax*> forms) {
  Frame frame{.number = top_level_frame, .use_sites = {}, .top_level = true};
  Frame* outer = frame_;
  frame_ = &frame;
  std::vector<Item> items;
  bool good = collect_top_level(items, forms);
  std::vector<core::Node*> nodes;
  for (size_t i = 0; i < items.size() && !gave_up_; i++) {
    uint32_t depth = depth_;
    core::Node* node = expand_item(items[i]);
    depth_ = depth;
    if (node) nodes.push_back(node);
    else good = recover(frame);
  }
  std::erase_if(unbound_, [&](const UnboundName& name) { return !is_still_unbound(name); });
  frame_ = outer;
  if (nodes.empty()) nodes.push_back(constant({}, DatumKind::unspecified));
  Span span = forms.empty() ? Span{} : forms[0]->span;
  unit_->body = sequence(span, arena_.copy(std::span<core::Node* const>(nodes)));
  settle_globals();
  if (good) return unit_;
  undo_definitions();
  return nullptr;
}

// After a form that failed: ready for the next one.  Always false.
bool Expander::recover(Frame& frame) {
  constexpr size_t errors_max = 20;
  gave_up_ = gave_up_ || diagnostics_.error_count() >= errors_max;
  failed_ = false;
  quasi_holes_ = 0;
  frame_ = &frame;
  return false;
}

bool Expander::collect_top_level(std::vector<Item>& items, std::span<Syntax*> forms) {
  Frame& frame = *frame_;
  bool good = true;
  std::vector<Syntax*> queue(forms.rbegin(), forms.rend());
  while (!queue.empty() && !gave_up_) {
    Syntax* syntax = queue.back();
    queue.pop_back();
    uint32_t depth = depth_;
    if (!collect_top_level_form(items, syntax, &queue)) good = recover(frame);
    depth_ = depth;
  }
  return good;
}

// Expands the head of a form and puts it into `items`, or what it consists of into the queue.
bool Expander::collect_top_level_form(std::vector<Item>& items, Syntax* syntax, std::vector<Syntax*>* queue) {
  Binding* binding = nullptr;
  uint32_t depth = depth_;
  syntax = expand_head(syntax, &binding);
  depth_ = depth;
  if (!syntax) return false;
  if (!binding) binding = program_form(syntax);
  bool definition = syntax->is_pair() && binding && binding->kind == BindingKind::core_form &&
                    core_form_info(binding->form).kind == FormKind::definition;
  if (!definition) {
    items.push_back({.span = syntax->span, .value = syntax});
    return true;
  }
  std::vector<Syntax*> spliced;
  bool is_splice = false;
  if (!splice_or_definition(binding->form, syntax, &spliced, &is_splice)) return false;
  queue->insert(queue->end(), spliced.rbegin(), spliced.rend());
  if (is_splice || collect_top_level_definition(items, binding->form, syntax)) return true;
  // What was to be imported or is no macro now would give errors wherever it is used.
  bool names_lost = binding->form == CoreForm::import || binding->form == CoreForm::define_library ||
                    binding->form == CoreForm::define_syntax || binding->form == CoreForm::defmacro ||
                    binding->form == CoreForm::define_for_syntax || binding->form == CoreForm::begin_for_syntax;
  gave_up_ = gave_up_ || names_lost;
  return false;
}

// A program begins where nothing is bound yet, so these two words are known by name.
Binding* Expander::program_form(Syntax* syntax) {
  if (!syntax->is_pair() || !maker_.first(syntax)->is_identifier()) return nullptr;
  std::string_view word = maker_.first(syntax)->name()->text;
  if (word == "import") return system_.form_binding(CoreForm::import);
  if (word == "define-library") return system_.form_binding(CoreForm::define_library);
  return nullptr;
}

bool Expander::collect_top_level_definition(std::vector<Item>& items, CoreForm form, Syntax* syntax) {
  switch (form) {
    case CoreForm::define_syntax: {
      List list = maker_.take_list(syntax);
      if (!list.proper() || list.parts.size() != 3)
        return bad_syntax(syntax, "(define-syntax name transformer)"), false;
      return define_macro(list.parts[1], list.parts[2], syntax->span);
    }
    case CoreForm::defmacro: return define_plain_macro(syntax);
    case CoreForm::define_for_syntax:
    case CoreForm::begin_for_syntax: return define_for_syntax(form, syntax);
    case CoreForm::import: {
      List list = maker_.take_list(syntax);
      if (!list.proper()) return bad_syntax(syntax, "(import set ...)"), false;
      return import_sets(list.parts.subspan(1));
    }
    case CoreForm::define_library: return define_library(syntax);
    default: break;
  }
  Item item;
  if (!parse_definition(form, syntax, &item)) return false;
  if (item.kind == Item::Kind::values) {
    item.globals = array<Binding*>(item.formals.names.size());
    for (size_t i = 0; i < item.globals.size(); i++) {
      item.globals[i] = define_global(without_use_sites(item.formals.names[i]), false);
      if (!item.globals[i]) return false;
    }
  } else {
    item.global = define_global(item.name, item.immutable);
    if (!item.global) return false;
    item.global->global->documentation = space_.arena().copy(item.documentation);
  }
  items.push_back(item);
  return true;
}

void Expander::bind_top_level(Syntax* name, Binding* binding) {
  changes_.push_back({name, space_.find_own(name->name(), name->scopes)});
  space_.bind(name->name(), name->scopes, binding);
}

// A form that does not compile leaves no trace at the REPL: `(define car (if))` does not hide car.
void Expander::undo_definitions() {
  for (size_t i = changes_.size(); i-- > 0;) {
    space_.rebind(changes_[i].name->name(), changes_[i].name->scopes, changes_[i].previous);
  }
  for (GlobalBinding* global : counted_) global->definitions--;
}

// A definition of a name that this namespace has defined before fills the same variable again; everything else that
// the name meant (an import, a macro) is shadowed from now on.
Binding* Expander::define_global(Syntax* identifier, bool immutable) {
  Binding* binding = space_.find_own(identifier->name(), identifier->scopes);
  bool reuse = binding && binding->kind == BindingKind::global && binding->home == &space_ &&
               (options_.compile_time || !binding->global->syntax_only);
  if (!reuse) {
    binding = space_.new_binding(BindingKind::global);
    binding->global = space_.new_global(identifier->name());
    binding->global->introduced = identifier->scopes->size > 1;
    binding->global->syntax_only = options_.compile_time;
    system_.globals.place(binding->global, &space_);
    bind_top_level(identifier, binding);
  }
  GlobalBinding* global = binding->global;
  bool changed_later = system_.is_open(space_.library()) && space_.library()->state == Library::State::ready;
  if (space_.library() && global->definitions > 0 && !changed_later) {
    return fail(ErrorCode::T2007, identifier->span,
                quoted(identifier->name()->text) + " is defined twice in the same library");
  }
  if (global->settled) {
    return fail(
        ErrorCode::T2006, identifier->span,
        "cannot define " + quoted(identifier->name()->text) + " anew: the program defines it once, as a constant");
  }
  global->definitions++;
  counted_.push_back(global);
  global->immutable = immutable;
  global_of(binding)->defined_here = true;
  return binding;
}

core::Node* Expander::global_define(Span span, Binding* binding, core::Node* value) {
  return node<core::GlobalDefine>(span, global_of(binding), value);
}

core::Node* Expander::expand_item(Item& item) {
  switch (item.kind) {
    case Item::Kind::expression: return expand(item.value);
    case Item::Kind::values: return values_assignment(item);
    case Item::Kind::definition: {
      core::Node* value = expand_definition_value(item);
      return value ? global_define(item.span, item.global, value) : nullptr;
    }
  }
}

// What the whole unit shows about its globals: a name defined once and never assigned in a closed unit is a constant,
// and so is what a library exports.  `eval` and `load` in the program's environment can read such a name only.
void Expander::settle_globals() {
  for (Syntax* identifier : template_assignments_) {
    Binding* binding = resolve(identifier);
    if (binding && binding->kind == BindingKind::global) binding->global->assigned = true;
  }
  for (Binding* binding : globals_used_) {
    GlobalBinding* global = binding->global;
    Library* imported = binding->home && binding->home != &space_ ? binding->home->library() : nullptr;
    bool closed = binding->home == &space_ ? unit_->closed : imported && !system_.is_open(imported);
    global->cached->constant = closed && global->definitions == 1 && !global->assigned;
    if (binding->home == &space_ && global->cached->constant && global->cached->defined_here) global->settled = true;
  }
}

}  // namespace tiercel::syntax
