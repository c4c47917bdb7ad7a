// What names there are and what is known about them: for the prompt's completion and documentation, and for the tools
// that write the reference.
#include <algorithm>
#include <set>

#include "engine/convert.h"
#include "engine/documentation.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "gen/primitive_bodies.h"
#include "gen/primitives.h"
#include "object/allocate.h"
#include "port/printer.h"
#include "syntax/core_forms.h"

namespace tiercel {
namespace {

using syntax::Binding;
using syntax::BindingKind;

const char* const core_key = "(tiercel core)";
const char* const primitives_key = "(tiercel primitives)";
constexpr size_t description_bytes_max = 200;
// Libraries whose names nobody is meant to import; what they export reaches programs through others.
const std::string_view hidden_libraries[] = {"(tiercel kernel)", core_key, primitives_key};

bool is_hidden(std::string_view key) {
  return std::find(std::begin(hidden_libraries), std::end(hidden_libraries), key) != std::end(hidden_libraries);
}

// "(srfi 1)" → "srfi", "1"
std::vector<std::string> parts_of_key(std::string_view key) {
  std::vector<std::string> parts;
  std::string part;
  for (char c : key) {
    if (c != '(' && c != ')' && c != ' ') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

const char* kind_name(const Binding& binding) {
  switch (binding.kind) {
    case BindingKind::core_form:
      return syntax::core_form_info(binding.form).kind == syntax::FormKind::auxiliary ? "auxiliary" : "syntax";
    case BindingKind::rules:
    case BindingKind::procedural: return "syntax";
    case BindingKind::constant: return "constant";
    case BindingKind::primitive:
    case BindingKind::global:
    case BindingKind::variable: break;
  }
  return "procedure";
}

// The name under which a library that defines `binding` knows it; macros do not carry it.
Name name_at_home(syntax::Library* home, const Binding* binding, Name otherwise) {
  if (home->exports->find(otherwise) == binding) return otherwise;
  for (Name name : home->exports->names()) {
    if (home->exports->find(name) == binding) return name;
  }
  return otherwise;
}

ExportedName describe(Name name, const Binding* binding) {
  ExportedName result;
  result.name = name->text;
  result.kind = kind_name(*binding);
  result.home_name = result.name;
  syntax::Library* home = binding->home ? binding->home->library() : nullptr;
  switch (binding->kind) {
    case BindingKind::core_form:
      result.home = core_key;
      result.home_name = syntax::core_form_info(binding->form).name;
      return result;
    case BindingKind::constant: result.home = core_key; return result;
    case BindingKind::primitive:
      result.home = primitives_key;
      result.home_name = primitive_table[static_cast<size_t>(binding->primitive)].name;
      return result;
    case BindingKind::global: result.home_name = binding->global->name->text; break;
    case BindingKind::rules:
    case BindingKind::procedural:
      if (home) result.home_name = name_at_home(home, binding, name)->text;
      break;
    case BindingKind::variable: break;
  }
  if (home) result.home = home->key;
  return result;
}

}  // namespace

// --- What there is --------------------------------------------------------------------------------------------------

std::vector<std::string> Engine::library_keys() { return parts_->library_keys(); }

std::vector<std::string> Engine::Parts::library_keys() {
  std::set<std::string> keys;
  for (const ImageLibrary& library : image.libraries()) keys.insert(std::string(library.key));
  for (const auto& library : system.libraries()) keys.insert(library->key);
  if (program_maker)
    for (const auto& parts : provided_libraries()) keys.insert(syntax::library_key(parts));
  std::erase_if(keys, [](const std::string& key) { return is_hidden(key); });
  return {keys.begin(), keys.end()};
}

bool Engine::Parts::exports_of(std::string_view key, std::vector<ExportedName>* found) {
  Compilation work;
  syntax::Environment scratch(system, nullptr);
  syntax::Expander expander(system, scratch.space(), work.arena, work.diagnostics, {});
  std::vector<std::string> words = parts_of_key(key);
  syntax::Library* library = words.empty() ? nullptr : expander.load_library(words, {});
  if (!library) return false;
  for (Name name : library->exports->names()) {
    if (Binding* binding = library->exports->find(name)) found->push_back(describe(name, binding));
  }
  std::sort(found->begin(), found->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return true;
}

bool Engine::exports_of(std::string_view key, std::vector<ExportedName>* found) {
  return parts_->exports_of(key, found);
}

std::vector<std::string> Engine::visible_names(TopLevel* top_level) {
  std::set<std::string> found;
  top_level->environment.space().for_each_visible([&](Name name) { found.emplace(name->text); });
  return {found.begin(), found.end()};
}

// --- What is known about it -----------------------------------------------------------------------------------------

// A name that the program itself defined: its documentation string, or what kind of value it has.
std::string Engine::Parts::describe_own(std::string_view name, const syntax::GlobalBinding* global) {
  Context* ctx = &isolate.main;
  Value content = v_unbound;
  if (global->storage == core::Global::Storage::cell)
    content = as_cell(handle_value(&isolate, static_cast<uint32_t>(global->handle)))->content;
  if (content == v_unbound) return "";
  std::string out(name);
  bool procedure = is_procedure(content);
  out += procedure ? " is a procedure\n" : " is " + write_value(content, description_bytes_max, isolate.dialect) + "\n";
  Value text = procedure ? prim_fn_documentation(ctx, content) : v_false;
  std::string given = is_string(text) ? string_utf8(text) : std::string(global->documentation);
  return given.empty() ? out : out + "  " + given + "\n";
}

std::string Engine::Parts::documentation_elsewhere(std::string_view name) {
  std::string out;
  for (const ImageLibrary& library : image.libraries()) {
    std::vector<ExportedName> names_there;
    if (is_hidden(library.key) || !exports_of(library.key, &names_there)) continue;
    for (const ExportedName& exported : names_there) {
      Documentation found;
      if (exported.name != name || !find_documentation(exported.home, exported.home_name, &found)) continue;
      if (!out.empty()) out += "\n";
      out += render_documentation(found, std::string(library.key) + ", which is not imported");
    }
  }
  return out;
}

std::string Engine::Parts::documentation(TopLevel* top_level, std::string_view name) {
  Binding* binding = top_level->environment.space().find_plain(names.intern(name));
  bool undefined = binding && binding->kind == BindingKind::global && binding->global->definitions == 0;
  if (!binding || undefined) return documentation_elsewhere(name);
  ExportedName exported = describe(names.intern(name), binding);
  Documentation found;
  if (!exported.home.empty() && find_documentation(exported.home, exported.home_name, &found))
    return render_documentation(found, is_hidden(exported.home) ? "" : exported.home);
  if (binding->kind == BindingKind::global) return describe_own(name, binding->global);
  return std::string(name) + " is " + (binding->is_macro() ? "a macro" : "a " + exported.kind) + "\n";
}

// A library's name lists what it exports.
std::string Engine::Parts::library_documentation(std::string_view key) {
  std::vector<ExportedName> exported;
  if (!exports_of(syntax::library_key(parts_of_key(key)), &exported)) return "";
  std::string out;
  for (const ExportedName& name : exported) {
    Documentation found;
    bool known = find_documentation(name.home, name.home_name, &found) && !found.signatures.empty();
    out += known ? found.signatures[0] : name.name;
    out += "\n";
  }
  return out;
}

std::string Engine::documentation(TopLevel* top_level, std::string_view name) {
  if (name.starts_with('(')) return parts_->library_documentation(name);
  return parts_->documentation(top_level, name);
}

Value prim_documentation(Context* ctx, Value name) {
  Engine::Parts& parts = parts_of(ctx);
  if (!parts.interaction) parts.interaction = parts.new_top_level(TopLevelKind::full);
  std::string text = parts.documentation(parts.interaction, symbol_utf8(name));
  return text.empty() ? v_false : make_string_utf8(ctx, text);
}

}  // namespace tiercel
