// Bytes to a library, as little and as late as possible.
#include "syntax/interface.h"

#include "gen/primitives.h"
#include "syntax/core_forms.h"
#include "syntax/interface_layout.h"
#include "syntax/rules_codec.h"
#include "syntax/stored_procedure.h"

namespace tiercel::syntax {

using namespace interface_layout;

namespace {

// The bytes with every access checked: stored interfaces may come from a cache that somebody damaged.
class InterfaceBytes {
 public:
  explicit InterfaceBytes(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  uint32_t word(uint64_t index) const {
    uint32_t result = 0;
    if ((index + 1) * 4 <= bytes_.size()) std::memcpy(&result, bytes_.data() + index * 4, 4);
    return result;
  }
  // Word `field` of record `index` of a table; the index must be valid.
  uint32_t field(Header table, uint32_t record_words, uint32_t index, uint32_t field) const {
    return word(word(table) + uint64_t{index} * record_words + field);
  }
  uint32_t count(Header table) const { return word(table + 1); }
  std::span<const uint8_t> slice(uint32_t offset, uint32_t length) const {
    uint64_t begin = uint64_t{word(header_bytes)} * 4 + offset;
    if (begin + length > bytes_.size()) return {};
    return bytes_.subspan(begin, length);
  }

  // From an offset in the bytes to the end; what is there knows its own length.
  std::span<const uint8_t> from(uint32_t offset) const {
    uint64_t begin = uint64_t{word(header_bytes)} * 4 + offset;
    return begin < bytes_.size() ? bytes_.subspan(begin) : std::span<const uint8_t>{};
  }

  bool plausible() const {
    if (bytes_.size() < header_size * 4 || word(header_magic) != magic) return false;
    uint64_t words = word(header_words);
    auto fits = [&](Header table, uint32_t record_words) {
      return word(table) + uint64_t{count(table)} * record_words <= words;
    };
    uint32_t buckets = count(header_buckets);
    return words == word(header_bytes) && words * 4 + word(header_byte_count) == bytes_.size() &&
           fits(header_strings, string_words) && fits(header_buckets, 1) && fits(header_names, name_words) &&
           fits(header_entries, entry_words) && fits(header_bindings, binding_words) && fits(header_sets, 1) &&
           fits(header_imports, 1) && buckets > count(header_names) && (buckets & (buckets - 1)) == 0;
  }

 private:
  std::span<const uint8_t> bytes_;
};

// What `space` defines.  Its macros refer to the libraries of `imports`, which are filled in later.
class StoredNames : public Exports, public NameSupplier, public RuleParts, public BodyParts {
 public:
  StoredNames(System& system, Namespace& space, const std::vector<Library*>& imports, std::span<const uint8_t> bytes)
      : system_(system), space_(space), imports_(imports), bytes_(bytes), scopes_(space.arena()) {}

  bool plausible() const { return bytes_.plausible(); }

  bool import_names(std::vector<std::vector<std::string>>* imports) {
    for (uint32_t i = 0; i < bytes_.count(header_imports); i++) {
      uint64_t at = uint64_t{bytes_.word(header_import_words)} + bytes_.field(header_imports, 1, i, 0);
      uint32_t parts = bytes_.word(at);
      if (parts == 0 || parts > 64) return false;
      auto& name = imports->emplace_back();
      for (uint32_t part = 1; part <= parts; part++) name.emplace_back(text(bytes_.word(at + part)));
    }
    return true;
  }

  Binding* find(Name external) override {
    uint32_t index;
    if (!probe(external->text, &index)) return nullptr;
    uint32_t exported = bytes_.field(header_names, name_words, index, 1);
    return exported ? binding(exported - 1) : nullptr;
  }

  std::vector<Name> names() override {
    std::vector<Name> result;
    for (uint32_t i = 0; i < bytes_.count(header_names); i++) {
      if (bytes_.field(header_names, name_words, i, 1)) {
        result.push_back(system_.names.intern(text(bytes_.field(header_names, name_words, i, 0))));
      }
    }
    return result;
  }

  std::vector<Name> supplied_names() override {
    std::vector<Name> result;
    for (uint32_t i = 0; i < bytes_.count(header_names); i++) {
      if (bytes_.field(header_names, name_words, i, 3) > 0)
        result.push_back(system_.names.intern(text(bytes_.field(header_names, name_words, i, 0))));
    }
    return result;
  }

  void supply(Name name, Namespace& space) override {
    uint32_t index;
    if (!probe(name->text, &index)) return;
    uint32_t first = bytes_.field(header_names, name_words, index, 2);
    uint32_t count = bytes_.field(header_names, name_words, index, 3);
    for (uint32_t i = 0; i < count && first + uint64_t{i} < bytes_.count(header_entries); i++) {
      bool good = true;
      Scopes set = scopes(bytes_.field(header_entries, entry_words, first + i, 0), &good);
      Binding* meaning = binding(bytes_.field(header_entries, entry_words, first + i, 1));
      if (good && set && meaning) space.bind(name, set, meaning);
    }
  }

  std::vector<CompileTimeStep> compile_time_steps() override {
    std::vector<CompileTimeStep> steps;
    uint32_t offset = bytes_.word(header_steps);
    if (offset == 0) return steps;
    bytecode::ByteReader in(bytes_.slice(offset - 1, bytes_.word(header_step_bytes)));
    size_t count = in.count(2);
    for (size_t i = 0; i < count && !in.failed(); i++) {
      CompileTimeStep step{nullptr, nullptr};
      bool is_macro = in.number_up_to(1) != 0;
      if (is_macro) step.macro = binding(static_cast<uint32_t>(in.number_up_to(UINT32_MAX)));
      else step.forms = read_placed(in);
      bool good = is_macro ? step.macro && step.macro->kind == BindingKind::procedural && step.macro->transformer.source
                           : step.forms && step.forms->is_pair();
      if (!good) break;
      steps.push_back(step);
    }
    space_.reserve_scopes(stored_scopes_max);
    return steps;
  }

  Name name(uint32_t string) override {
    return string < bytes_.count(header_strings) ? system_.names.intern(text(string)) : nullptr;
  }

  FileId file(uint32_t string) override {
    return system_.finder && string < bytes_.count(header_strings) ? system_.finder->stored_file(text(string)) : 0;
  }

  Binding* global(uint32_t number) override { return binding(number); }

  Scopes scopes(uint32_t number, bool* good) override {
    if (number == 0) return nullptr;
    *good = number <= bytes_.count(header_sets);
    if (!*good) return nullptr;
    uint64_t at = uint64_t{bytes_.word(header_set_words)} + bytes_.field(header_sets, 1, number - 1, 0);
    uint32_t size = bytes_.word(at++);
    *good = at + 2 * uint64_t{size} <= bytes_.word(header_words);
    Scopes set = nullptr;
    for (uint32_t i = 0; i < size && *good; i++, at += 2) {
      uint32_t owner = bytes_.word(at);
      *good = owner < imports_.size() + 2;
      if (!*good) break;
      uint32_t here = owner == 0 ? scope_owner(space_.scope()) : owner == 1 ? 0 : imports_[owner - 2]->owner;
      set = scopes_.with(set, make_scope(here, bytes_.word(at + 1)));
    }
    return set;
  }

 private:
  std::string_view text(uint32_t string) {
    if (string >= bytes_.count(header_strings)) return {};
    auto slice = bytes_.slice(bytes_.field(header_strings, string_words, string, 0),
                              bytes_.field(header_strings, string_words, string, 1));
    return {reinterpret_cast<const char*>(slice.data()), slice.size()};
  }

  // The number of the name's record.
  bool probe(std::string_view wanted, uint32_t* index) {
    uint32_t mask = bytes_.count(header_buckets) - 1;
    for (uint32_t place = name_hash(wanted), tries = 0; tries <= mask; place++, tries++) {
      uint32_t found = bytes_.field(header_buckets, 1, place & mask, 0);
      if (found == 0 || found > bytes_.count(header_names)) return false;
      if (text(bytes_.field(header_names, name_words, found - 1, 0)) == wanted) return *index = found - 1, true;
    }
    return false;
  }

  Binding* binding(uint32_t number) {
    if (number >= bytes_.count(header_bindings)) return nullptr;
    if (decoded_.empty()) decoded_.resize(bytes_.count(header_bindings));
    if (!decoded_[number]) decoded_[number] = decode(number);
    return decoded_[number];
  }

  Binding* decode(uint32_t number) {
    auto operand = [&](uint32_t index) { return bytes_.field(header_bindings, binding_words, number, index); };
    switch (static_cast<BindingCode>(operand(0))) {
      case binding_core_form:
        return operand(1) < core_form_count ? system_.form_binding(static_cast<CoreForm>(operand(1))) : nullptr;
      case binding_primitive:
        if (operand(1) >= primitive_count) return nullptr;
        return system_.primitive_binding(system_.names.intern(primitive_table[operand(1)].name));
      case binding_constant: return system_.constant_binding(static_cast<DatumKind>(operand(1)));
      case binding_global: return variable(number);
      case binding_rules: return rules(number, bytes_.slice(operand(1), operand(2)));
      case binding_procedural: return procedural(number, bytes_.slice(operand(1), operand(2)));
      case binding_foreign: {
        Name inner = name(operand(2));
        if (operand(1) >= imports_.size() || !inner) return nullptr;
        return imports_[operand(1)]->exports->find(inner);
      }
    }
    return nullptr;
  }

  Binding* variable(uint32_t number) {
    auto operand = [&](uint32_t index) { return bytes_.field(header_bindings, binding_words, number, index); };
    Name text = name(operand(1));
    uint32_t flags = operand(2), body = operand(5);
    if (!text) return nullptr;
    Binding* result = space_.new_binding(BindingKind::global);
    GlobalBinding* global = space_.new_global(text);
    global->storage = flags & global_table ? core::Global::Storage::table : core::Global::Storage::cell;
    global->handle = operand(3) | uint64_t{operand(4)} << 32;
    if (!(flags & global_table)) global->handle = system_.globals.loaded_handle(*global, &space_);
    global->settled = flags & global_settled;
    if (operand(6)) global->documentation = this->text(operand(6) - 1);
    global->definitions = flags & global_undefined ? 0 : flags & global_defined_again ? 2 : 1;
    global->assigned = flags & global_assigned;
    global->immutable = flags & global_immutable;
    global->introduced = flags & global_introduced;
    global->never_returns = flags & global_never_returns;
    global->syntax_only = flags & global_syntax_only;
    uint32_t primitive = body & ~body_is_primitive;
    if (body & body_is_primitive)
      global->primitive = primitive < primitive_count ? static_cast<int32_t>(primitive) : -1;
    else if (body) global->stored = stored_procedure(bytes_.from(body - 1), *this, space_.arena());
    if (global->stored) global->stored->charges_fuel = !space_.library() || !space_.library()->from_image;
    result->global = global;
    return result;
  }

  // The binding is known before its rules are read, because they may mention it.
  Binding* rules(uint32_t number, std::span<const uint8_t> slice) {
    Binding* result = space_.new_binding(BindingKind::rules);
    decoded_[number] = result;
    bytecode::ByteReader in(slice);
    result->rules = read_rules(in, *this, space_.arena());
    result->frame = top_level_frame;
    return result->rules ? result : nullptr;
  }

  // Nothing is evaluated before it is used.  What its expansion makes must not have the scopes of what is stored.
  Binding* procedural(uint32_t number, std::span<const uint8_t> slice) {
    Binding* result = space_.new_binding(BindingKind::procedural);
    decoded_[number] = result;
    bytecode::ByteReader in(slice);
    bool good = true;
    result->transformer.handle = 0;
    result->transformer.plain_data = in.number_up_to(1);
    result->transformer.definition = scopes(static_cast<uint32_t>(in.number_up_to(UINT32_MAX)), &good);
    result->transformer.source = read_placed(in);
    result->frame = top_level_frame;
    space_.reserve_scopes(stored_scopes_max);
    return good && result->transformer.source ? result : nullptr;
  }

  Syntax* read_placed(bytecode::ByteReader& in) {
    auto file_string = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
    Span span{file_string ? file(file_string - 1) : 0, 0, 0};
    span.begin = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
    span.end = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
    SyntaxMaker maker(space_.arena(), scopes_);
    return read_syntax(in, *this, maker, span);
  }

  static constexpr uint32_t stored_scopes_max = 0x4000'0000;

  System& system_;
  Namespace& space_;
  const std::vector<Library*>& imports_;
  InterfaceBytes bytes_;
  ScopeTable scopes_;
  std::vector<Binding*> decoded_;
};

struct LoadedEnvironment final : StoredEnvironment {
  LoadedEnvironment(System& system, Namespace& space, std::span<const uint8_t> bytes)
      : definitions(system, space, imports, bytes) {}
  StoredNames definitions;
};

}  // namespace

std::unique_ptr<StoredEnvironment> load_environment(System& system, Namespace& space, std::span<const uint8_t> bytes) {
  auto environment = std::make_unique<LoadedEnvironment>(system, space, bytes);
  StoredNames& definitions = environment->definitions;
  if (!definitions.plausible() || !definitions.import_names(&environment->names)) return nullptr;
  space.set_supplier(&definitions);
  return environment;
}

Library* load_interface(System& system, std::span<const std::string> parts, std::span<const uint8_t> bytes,
                        std::vector<std::vector<std::string>>* imports) {
  Library* library = system.add_library({parts.begin(), parts.end()});
  library->body = std::make_unique<Namespace>(system.names, make_scope(library->owner, 0), nullptr, library);
  system.register_namespace(library->owner, library->body.get());
  auto exports = std::make_unique<StoredNames>(system, *library->body, library->imports, bytes);
  if (!exports->plausible() || !exports->import_names(imports)) {
    system.forget_library(library);
    return nullptr;
  }
  library->body->set_supplier(exports.get());
  library->exports = std::move(exports);
  return library;
}

}  // namespace tiercel::syntax
