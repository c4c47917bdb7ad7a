// A library's interface to bytes.
#include <algorithm>
#include <array>
#include <map>

#include "syntax/core_forms.h"
#include "syntax/interface.h"
#include "syntax/interface_layout.h"
#include "syntax/rules_codec.h"
#include "syntax/stored_procedure.h"

namespace tiercel::syntax {

using namespace interface_layout;

namespace {

class InterfaceWriter : public RuleNumbers, public BodyNumbers {
 public:
  InterfaceWriter(System& system, Namespace& space, bytecode::FileNamer& files)
      : system_(system), space_(space), files_(files) {}

  std::vector<uint8_t> write_library(Library* library) {
    for (Library* import : library->imports) import_number(import);
    for (Name name : library->exports->names()) {
      Binding* binding = library->exports->find(name);
      record(name).exported = binding_number(binding, name, true) + 1;
    }
    return write();
  }

  // What it imports is imported again when it is loaded, so only what it defines is written.
  std::vector<uint8_t> write_environment() {
    keeps_imports_ = false;
    for (Name name : space_.bound_names()) mentions(name);
    return write();
  }

 private:
  std::vector<uint8_t> write() {
    write_steps();
    // Macros mention names, whose bindings may be macros that mention more names.
    for (size_t i = 0; i < mentioned_.size(); i++) add_entries(mentioned_[i]);
    return good_ ? lay_out() : std::vector<uint8_t>{};
  }

 public:
  uint32_t string(std::string_view text) override {
    auto [place, fresh] = strings_.try_emplace(std::string(text), static_cast<uint32_t>(strings_.size()));
    if (fresh) {
      words_of_strings_.push_back(static_cast<uint32_t>(bytes_.size()));
      words_of_strings_.push_back(static_cast<uint32_t>(text.size()));
      bytes_.insert(bytes_.end(), text.begin(), text.end());
    }
    return place->second;
  }

  uint32_t scopes(Scopes set) override {
    if (!set) return 0;
    std::vector<uint32_t> words = {set->size};
    for (; set; set = set->rest) {
      words.push_back(owner_number(scope_owner(set->newest)));
      words.push_back(scope_number(set->newest));
    }
    auto [place, fresh] = sets_.try_emplace(words, static_cast<uint32_t>(sets_.size() + 1));
    if (fresh) {
      set_offsets_.push_back(static_cast<uint32_t>(set_words_.size()));
      set_words_.insert(set_words_.end(), words.begin(), words.end());
    }
    return place->second;
  }

  uint32_t file_number(FileId file) override { return string(files_.file_name(file)); }

  bool global(Binding* binding, uint32_t* number) override {
    BindingWords words{};
    bool own = binding->home == &space_;
    if (!own && !binding_numbers_.contains(binding) && !exported_by_import(binding, &words)) return false;
    *number = binding_number(binding, binding->global->name, true);
    return true;
  }

  void mentions(Name name) override {
    Record& mentioned = record(name);
    if (mentioned.mentioned) return;
    mentioned.mentioned = true;
    mentioned_.push_back(name);
  }

 private:
  struct Record {
    Name name;
    uint32_t string;
    uint32_t exported = 0;
    bool mentioned = false;
    std::vector<std::pair<uint32_t, uint32_t>> entries;  // scope set, binding
  };

  Record& record(Name name) {
    auto [place, fresh] = record_of_.try_emplace(name, records_.size());
    if (fresh) records_.push_back({name, string(name->text), 0, false, {}});
    return records_[place->second];
  }

  uint32_t import_number(Library* library) {
    for (size_t i = 0; i < imports_.size(); i++) {
      if (imports_[i] == library) return static_cast<uint32_t>(i);
    }
    imports_.push_back(library);
    return static_cast<uint32_t>(imports_.size() - 1);
  }

  // 0 is this library, 1 the built-in names, from 2 the imports.
  uint32_t owner_number(uint32_t owner) {
    if (owner == scope_owner(space_.scope())) return 0;
    if (owner == 0) return 1;
    for (const auto& library : system_.libraries()) {
      if (library->owner == owner) return import_number(library.get()) + 2;
    }
    good_ = false;  // an environment's scope: not a library's macro
    return 0;
  }

  void add_entries(Name name) {
    Binding* plain = space_.find_plain(name);
    std::vector<std::pair<uint32_t, uint32_t>> entries;
    bool plain_is_own = false;
    for (auto [set, binding] : space_.own_bindings(name)) {
      plain_is_own |= binding == plain;
      entries.emplace_back(scopes(set), binding_number(binding, name, false));
    }
    if (plain && !plain_is_own && keeps_imports_)
      entries.emplace_back(scopes(space_.scopes()), binding_number(plain, name, false));
    record(name).entries = std::move(entries);
  }

  // `name` finds the binding in this library's namespace, unless it is an external name.
  uint32_t binding_number(Binding* binding, Name name, bool external) {
    auto [place, fresh] = binding_numbers_.try_emplace(binding, static_cast<uint32_t>(bindings_.size()));
    uint32_t number = place->second;
    if (!fresh) return number;
    bindings_.push_back({});
    bindings_[number] = binding->home == &space_ || is_built_in(binding) ? own_binding(binding)
                                                                         : foreign_binding(binding, name, external);
    return number;
  }

  static bool is_built_in(Binding* binding) {
    return binding->kind == BindingKind::core_form || binding->kind == BindingKind::primitive ||
           binding->kind == BindingKind::constant;
  }

  using BindingWords = std::array<uint32_t, binding_words>;

  BindingWords own_binding(Binding* binding) {
    switch (binding->kind) {
      case BindingKind::core_form: return {binding_core_form, static_cast<uint32_t>(binding->form)};
      case BindingKind::primitive: return {binding_primitive, static_cast<uint32_t>(binding->primitive)};
      case BindingKind::constant: return {binding_constant, static_cast<uint32_t>(binding->constant->kind)};
      case BindingKind::global: return global_words(*binding->global);
      case BindingKind::rules: {
        bytecode::ByteWriter out;
        good_ = write_rules(*binding->rules, *this, out) && good_;
        return macro_words(binding_rules, out.take());
      }
      case BindingKind::procedural: return transformer_words(binding->transformer);
      case BindingKind::variable: good_ = false; return {};
    }
  }

  BindingWords macro_words(BindingCode code, const std::vector<uint8_t>& written) {
    auto offset = static_cast<uint32_t>(bytes_.size());
    bytes_.insert(bytes_.end(), written.begin(), written.end());
    return {code, offset, static_cast<uint32_t>(written.size())};
  }

  // Its expression, to be evaluated again.  What it does when it runs is not known, so it may mention any name.
  BindingWords transformer_words(const Transformer& transformer) {
    if (!transformer.source) {
      good_ = false;
      return {};
    }
    if (keeps_imports_) space_.for_each_visible([this](Name name) { mentions(name); });
    bytecode::ByteWriter out;
    out.byte(transformer.plain_data);
    out.number(scopes(transformer.definition));
    write_placed(transformer.source, out);
    return macro_words(binding_procedural, out.take());
  }

  void write_placed(const Syntax* syntax, bytecode::ByteWriter& out) {
    Span span = syntax->span;
    out.number(span.known() ? file_number(span.file) + 1 : 0);
    out.number(span.begin);
    out.number(span.end);
    good_ = write_syntax(syntax, *this, out) && good_;
  }

  // What only the compiler sees is evaluated again by another process, in the same order as the macros that may share it.
  void write_steps() {
    auto steps = space_.compile_time_steps();
    if (std::ranges::none_of(steps, [](const CompileTimeStep& step) { return step.forms; })) return;
    if (keeps_imports_) space_.for_each_visible([this](Name name) { mentions(name); });
    bytecode::ByteWriter out;
    out.number(steps.size());
    for (const CompileTimeStep& step : steps) {
      out.byte(step.macro != nullptr);
      if (step.macro) out.number(binding_number(step.macro, nullptr, false));
      else write_placed(step.forms, out);
    }
    steps_ = out.take();
  }

  // The body of a procedure; 0: it has none that could be used elsewhere.
  uint32_t body_of(const GlobalBinding& global) {
    if (global.primitive >= 0) return body_is_primitive | static_cast<uint32_t>(global.primitive);
    if (!global.stored || global.syntax_only) return 0;
    std::vector<uint8_t> written = write_procedure(*global.stored, *this);
    if (written.empty()) return 0;
    auto offset = static_cast<uint32_t>(bytes_.size());
    bytes_.insert(bytes_.end(), written.begin(), written.end());
    return offset + 1;
  }

  BindingWords global_words(const GlobalBinding& global) {
    uint32_t flags = 0;
    if (global.assigned) flags |= global_assigned;
    if (global.immutable) flags |= global_immutable;
    if (global.introduced) flags |= global_introduced;
    if (global.never_returns) flags |= global_never_returns;
    if (global.syntax_only) flags |= global_syntax_only;
    if (global.definitions > 1 && !global.syntax_only) flags |= global_defined_again;
    if (global.definitions == 0 || global.syntax_only) flags |= global_undefined;  // it will be defined again
    if (global.storage == core::Global::Storage::table) flags |= global_table;
    if (global.settled) flags |= global_settled;
    uint64_t handle = flags & global_table ? global.handle : system_.globals.stored_handle(global);
    uint32_t documentation = global.documentation.empty() ? 0 : string(global.documentation) + 1;
    return {binding_global,
            string(global.name->text),
            flags,
            static_cast<uint32_t>(handle),
            static_cast<uint32_t>(handle >> 32),
            body_of(global),
            documentation};
  }

  // By the import that brings it here, or, for a name that is only exported, by any import that offers it.
  BindingWords foreign_binding(Binding* binding, Name name, bool external) {
    for (Namespace* space = &space_; space; space = space->base()) {
      for (const ImportSet& set : space->imports()) {
        Name inner = external ? nullptr : name_behind(system_.names, set, name);
        if (inner && set.library->exports->find(inner) == binding) return foreign(set.library, inner);
      }
    }
    BindingWords words{};
    good_ = exported_by_import(binding, &words) && good_;
    return words;
  }

  bool exported_by_import(Binding* binding, BindingWords* words) {
    for (Namespace* space = &space_; space; space = space->base()) {
      for (const ImportSet& set : space->imports()) {
        for (Name offered : set.library->exports->names()) {
          if (set.library->exports->find(offered) != binding) continue;
          *words = foreign(set.library, offered);
          return true;
        }
      }
    }
    return false;
  }

  BindingWords foreign(Library* library, Name name) {
    return {binding_foreign, import_number(library), string(name->text)};
  }

  // --- Layout --------------------------------------------------------------------------------------------------------

  std::vector<uint8_t> lay_out() {
    for (Library* import : imports_) {
      import_offsets_.push_back(static_cast<uint32_t>(import_words_.size()));
      import_words_.push_back(static_cast<uint32_t>(import->parts.size()));
      for (const std::string& part : import->parts) import_words_.push_back(string(part));
    }
    uint32_t buckets = 4;
    while (buckets < records_.size() * 2) buckets *= 2;
    std::vector<uint32_t> bucket_words(buckets), name_table, entry_table;
    for (size_t index = 0; index < records_.size(); index++) {
      uint32_t place = name_hash(records_[index].name->text) & (buckets - 1);
      while (bucket_words[place]) place = (place + 1) & (buckets - 1);
      bucket_words[place] = static_cast<uint32_t>(index + 1);
    }
    for (const Record& record : records_) {
      auto first = static_cast<uint32_t>(entry_table.size() / entry_words);
      name_table.insert(name_table.end(),
                        {record.string, record.exported, first, static_cast<uint32_t>(record.entries.size())});
      for (auto [set, binding] : record.entries) entry_table.insert(entry_table.end(), {set, binding});
    }
    words_.assign(header_size, 0);
    words_[header_magic] = magic;
    table(header_strings, words_of_strings_, string_words);
    table(header_buckets, bucket_words, 1);
    table(header_names, name_table, name_words);
    table(header_entries, entry_table, entry_words);
    std::vector<uint32_t> flat;
    for (const BindingWords& binding : bindings_) flat.insert(flat.end(), binding.begin(), binding.end());
    table(header_bindings, flat, binding_words);
    table(header_sets, set_offsets_, 1);
    words_[header_set_words] = append(set_words_);
    table(header_imports, import_offsets_, 1);
    words_[header_import_words] = append(import_words_);
    words_[header_words] = words_[header_bytes] = static_cast<uint32_t>(words_.size());
    if (!steps_.empty()) words_[header_steps] = static_cast<uint32_t>(bytes_.size() + 1);
    words_[header_step_bytes] = static_cast<uint32_t>(steps_.size());
    bytes_.insert(bytes_.end(), steps_.begin(), steps_.end());
    words_[header_byte_count] = static_cast<uint32_t>(bytes_.size());
    std::vector<uint8_t> result(words_.size() * 4 + bytes_.size());
    std::memcpy(result.data(), words_.data(), words_.size() * 4);
    if (!bytes_.empty()) std::memcpy(result.data() + words_.size() * 4, bytes_.data(), bytes_.size());
    return result;
  }

  uint32_t append(const std::vector<uint32_t>& table) {
    auto begin = static_cast<uint32_t>(words_.size());
    words_.insert(words_.end(), table.begin(), table.end());
    return begin;
  }

  // The header words of a table: where it begins, and next to that how many records it has.
  void table(Header header, const std::vector<uint32_t>& table, uint32_t record_words) {
    words_[header] = append(table);
    words_[header + 1] = static_cast<uint32_t>(table.size() / record_words);
  }

  System& system_;
  Namespace& space_;
  bytecode::FileNamer& files_;
  bool keeps_imports_ = true;
  bool good_ = true;
  std::unordered_map<std::string, uint32_t> strings_;
  std::vector<uint32_t> words_of_strings_;
  std::vector<uint8_t> bytes_, steps_;
  std::map<std::vector<uint32_t>, uint32_t> sets_;
  std::vector<uint32_t> set_offsets_, set_words_;
  std::vector<Library*> imports_;
  std::vector<uint32_t> import_offsets_, import_words_;
  std::unordered_map<Name, size_t> record_of_;
  std::vector<Record> records_;
  std::vector<Name> mentioned_;
  std::unordered_map<Binding*, uint32_t> binding_numbers_;
  std::vector<BindingWords> bindings_;
  std::vector<uint32_t> words_;
};

}  // namespace

std::vector<uint8_t> write_interface(System& system, Library* library, bytecode::FileNamer& files) {
  return InterfaceWriter(system, *library->body, files).write_library(library);
}

std::vector<uint8_t> write_environment(System& system, Namespace& space, bytecode::FileNamer& files) {
  return InterfaceWriter(system, space, files).write_environment();
}

uint64_t interface_version() {
  uint64_t hash = magic;
  for (const CoreFormInfo& form : core_form_table) hash = combine_hash(hash, hash_bytes(form.name));
  return hash;
}

}  // namespace tiercel::syntax
