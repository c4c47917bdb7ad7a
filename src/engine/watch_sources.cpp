// What a watched program consists of: its forms with those of included files among them, and of libraries their bodies.
#include "base/read_file.h"
#include "engine/parts.h"
#include "engine/watch.h"
#include "reader/datum_writer.h"

namespace tiercel {
namespace {

constexpr int depth_max = 100;  // of files and `begin` forms in one another

bool is_include(std::string_view head) { return head == "include" || head == "include-ci"; }

std::string path_beside(std::string_view from, std::string_view path) {
  size_t slash = from.rfind('/');
  if (path.starts_with('/')) return std::string(path);
  return (slash == std::string_view::npos ? "." : std::string(from.substr(0, slash))) + "/" + std::string(path);
}

std::string key_of_name(const Datum* name) {
  std::vector<std::string> parts;
  for (; name->kind == DatumKind::pair; name = name->pair.second) {
    const Datum* part = name->pair.first;
    parts.push_back(part->kind == DatumKind::symbol ? std::string(part->symbol->text) : std::to_string(part->fixnum));
  }
  return syntax::library_key(parts);
}

// Of (define-library NAME DECLARATION ...) the name and what follows.
bool split_library(const Datum* form, std::string* key, const Datum** declarations) {
  if (head_of(form) != "define-library" || form->pair.second->kind != DatumKind::pair) return false;
  *key = key_of_name(form->pair.second->pair.first);
  *declarations = form->pair.second->pair.second;
  return true;
}

class SourceReader {
 public:
  SourceReader(Engine::Parts& parts, Compilation& work, WatchedSource& source, std::vector<WatchedForm>* forms)
      : parts_(parts), work_(work), source_(source), forms_(forms) {}

  bool read() {
    std::vector<const Datum*> data;
    if (!read_main(&data)) return false;
    for (const Datum* datum : data)
      if (!(source_.library.empty() ? add(datum, 0) : add_library(datum))) return false;
    return true;
  }

 private:
  bool read_main(std::vector<const Datum*>* data) {
    std::string text;
    source_.files.insert(source_.path);
    if (!read_regular_file(source_.path, &text)) return false;
    if (source_.library.empty()) return parts_.read_forms(work_, text, source_.path, data);
    FileId file = parts_.sources.add(source_.path, std::move(text));
    return parts_.finder.read_forms(file, false, true, data, work_.diagnostics);
  }

  bool add(const Datum* form, int depth) {
    const auto add_inner = [this, depth](const Datum* inner) { return add(inner, depth + 1); };
    if (is_include(head_of(form))) return include(form, depth, add_inner);
    if (head_of(form) == "begin" && depth < depth_max) return visit_list(form->pair.second, add_inner);
    forms_->push_back({form, write_datum(*form) + included_inside(form)});
    return true;
  }

  bool add_library(const Datum* form) {
    std::string key;
    const Datum* declarations = nullptr;
    if (!split_library(form, &key, &declarations) || key != source_.library) return true;
    source_.declarations.clear();
    return add_declarations(declarations, 0);
  }

  bool add_declarations(const Datum* rest, int depth) {
    bool good = true;
    for (; rest->kind == DatumKind::pair && good; rest = rest->pair.second) {
      const Datum* declaration = rest->pair.first;
      std::string_view head = head_of(declaration);
      if (is_include(head)) {
        good = add(declaration, depth);
      } else if (head == "begin") {
        good = visit_list(declaration->pair.second, [this, depth](const Datum* form) { return add(form, depth); });
      } else {
        source_.declarations += write_datum(*declaration) + "\n";
      }
    }
    return good;
  }

  using Visit = std::function<bool(const Datum*)>;

  static bool visit_list(const Datum* rest, const Visit& visit) {
    for (; rest->kind == DatumKind::pair; rest = rest->pair.second)
      if (!visit(rest->pair.first)) return false;
    return true;
  }

  // Visits the forms of the files that an include form names.
  bool include(const Datum* form, int depth, const Visit& visit) {
    bool fold_case = head_of(form) == "include-ci";
    for (const Datum* rest = form->pair.second; rest->kind == DatumKind::pair; rest = rest->pair.second) {
      const Datum* name = rest->pair.first;
      if (name->kind != DatumKind::string) continue;
      std::string_view path{name->string.data, name->string.size};
      std::vector<const Datum*> inner;
      std::string message;
      source_.files.insert(path_beside(parts_.sources.name(form->span.file), path));
      bool found = depth < depth_max &&
                   parts_.finder.include(path, form->span.file, fold_case, &inner, work_.diagnostics, &message);
      if (!found) {
        if (!work_.diagnostics.has_errors())
          (void)work_.diagnostics.error(ErrorCode::T2021, name->span,
                                        "cannot include '" + std::string(path) + "': " + message);
        return false;
      }
      for (const Datum* each : inner)
        if (!visit(each)) return false;
    }
    return true;
  }

  // The texts of files that are included somewhere inside the form.
  std::string included_inside(const Datum* form) {
    std::string text;
    std::vector<const Datum*> waiting{form};
    while (!waiting.empty()) {
      const Datum* datum = waiting.back();
      waiting.pop_back();
      if (datum->kind != DatumKind::pair) continue;
      if (is_include(head_of(datum))) add_text_of(datum, &text);
      waiting.push_back(datum->pair.first);
      waiting.push_back(datum->pair.second);
    }
    return text;
  }

  void add_text_of(const Datum* form, std::string* text) {
    for (const Datum* rest = form->pair.second; rest->kind == DatumKind::pair; rest = rest->pair.second) {
      if (rest->pair.first->kind != DatumKind::string || !form->span.known()) continue;
      const auto& name = rest->pair.first->string;
      std::string path = path_beside(parts_.sources.name(form->span.file), {name.data, name.size}), contents;
      source_.files.insert(path);
      if (read_regular_file(path, &contents)) *text += "\n" + contents;
    }
  }

  Engine::Parts& parts_;
  Compilation& work_;
  WatchedSource& source_;
  std::vector<WatchedForm>* forms_;
};

}  // namespace

bool read_watched(Engine::Parts& parts, Compilation& work, WatchedSource& source, std::vector<WatchedForm>* forms) {
  return SourceReader(parts, work, source, forms).read();
}

std::vector<std::string> libraries_in(Engine::Parts& parts, const std::string& path) {
  Compilation work;
  std::vector<const Datum*> forms;
  std::vector<std::string> keys;
  std::string text, key;
  const Datum* declarations = nullptr;
  if (!read_regular_file(path, &text) || !parts.read_forms(work, text, path, &forms)) return keys;
  for (const Datum* form : forms)
    if (split_library(form, &key, &declarations)) keys.push_back(key);
  return keys;
}

}  // namespace tiercel
