#include "syntax/rules_codec.h"

#include <bit>

namespace tiercel::syntax {

namespace {

constexpr int depth_max = 10'000;  // of patterns and templates that are read back
constexpr int syntax_depth_max = 1'000;

// What is built of syntax, and what is one datum whose identifiers all have the same scopes.
enum class SyntaxCode : uint8_t { datum, list, vector, count_ };

class Writer {
 public:
  Writer(RuleNumbers& numbers, bytecode::ByteWriter& out) : numbers_(numbers), out_(out) {}

  void pattern(const Pattern* part) {
    for (;; part = part->rest) {
      out_.byte(static_cast<uint8_t>(part->kind));
      switch (part->kind) {
        case PatternKind::any:
        case PatternKind::empty: return;
        case PatternKind::variable: out_.number(part->variable); return;
        case PatternKind::literal:
          numbers_.mentions(part->datum->symbol);
          out_.number(numbers_.string(part->datum->symbol->text));
          out_.number(numbers_.scopes(part->scopes));
          return;
        case PatternKind::datum: datum(part->datum); return;
        case PatternKind::vector: pattern(part->first); return;
        case PatternKind::ellipsis:
          out_.number(part->after);
          out_.number(part->first_variable);
          out_.number(part->last_variable);
          pattern(part->first);
          break;
        case PatternKind::pair: pattern(part->first); break;
      }
    }
  }

  void body(const Template* part) {
    for (;; part = part->rest) {
      out_.byte(static_cast<uint8_t>(part->kind));
      switch (part->kind) {
        case TemplateKind::raw:
          out_.number(numbers_.scopes(part->scopes));
          datum(part->datum);
          return;
        case TemplateKind::variable: out_.number(part->variable); return;
        case TemplateKind::vector: body(part->first); return;
        case TemplateKind::pair: body(part->first); break;
        case TemplateKind::ellipsis:
          out_.number(part->depth);
          out_.number(part->drivers.size());
          for (const Driver& driver : part->drivers) {
            out_.number(driver.variable);
            out_.number(driver.levels);
          }
          body(part->first);
          break;
      }
    }
  }

  void datum(const Datum* datum) {
    for (; datum->kind == DatumKind::pair; datum = datum->pair.second) {
      out_.byte(static_cast<uint8_t>(DatumKind::pair));
      this->datum(datum->pair.first);
    }
    out_.byte(static_cast<uint8_t>(datum->kind));
    switch (datum->kind) {
      case DatumKind::symbol:
        numbers_.mentions(datum->symbol);
        out_.number(numbers_.string(datum->symbol->text));
        break;
      case DatumKind::vector:
        out_.number(datum->vector.size);
        for (size_t i = 0; i < datum->vector.size; i++) this->datum(datum->vector.data[i]);
        break;
      case DatumKind::fixnum: out_.signed_number(datum->fixnum); break;
      case DatumKind::flonum: out_.word(std::bit_cast<uint64_t>(datum->flonum)); break;
      case DatumKind::character: out_.number(datum->scalar); break;
      case DatumKind::string: out_.text({datum->string.data, datum->string.size}); break;
      case DatumKind::number_vector:
        out_.byte(static_cast<uint8_t>(datum->element));
        out_.text({reinterpret_cast<const char*>(datum->bytes.data), datum->bytes.size});
        break;
      case DatumKind::bignum:
        out_.byte(datum->negative);
        out_.number(datum->limbs.size);
        for (size_t i = 0; i < datum->limbs.size; i++) out_.word(datum->limbs.data[i]);
        break;
      case DatumKind::ratio:
      case DatumKind::complex:
        this->datum(datum->pair.first);
        this->datum(datum->pair.second);
        break;
      case DatumKind::opaque: good_ = false; break;
      case DatumKind::empty:
      case DatumKind::nil:
      case DatumKind::true_:
      case DatumKind::false_:
      case DatumKind::eof:
      case DatumKind::unspecified:
      case DatumKind::default_:
      case DatumKind::undefined:
      case DatumKind::pair: break;
    }
  }

  // Its scopes were applied when it was kept.
  void syntax(const Syntax* part, int depth) {
    if (depth > syntax_depth_max) {
      good_ = false;
      return;
    }
    bool whole = part->raw || part->kind == SyntaxKind::identifier || part->kind == SyntaxKind::atom;
    if (whole) {
      out_.byte(static_cast<uint8_t>(SyntaxCode::datum));
      out_.number(numbers_.scopes(part->kind == SyntaxKind::atom ? nullptr : part->scopes));
      datum(part->datum);
      return;
    }
    std::vector<const Syntax*> elements;
    bool is_list = part->kind == SyntaxKind::pair;
    if (!is_list) elements.assign(part->vector.data, part->vector.data + part->vector.size);
    for (; part->kind == SyntaxKind::pair && !part->raw; part = part->pair.rest) elements.push_back(part->pair.first);
    out_.byte(static_cast<uint8_t>(is_list ? SyntaxCode::list : SyntaxCode::vector));
    out_.number(elements.size());
    for (const Syntax* element : elements) syntax(element, depth + 1);
    if (is_list) syntax(part, depth + 1);
  }

  bool good() const { return good_; }

 private:
  RuleNumbers& numbers_;
  bytecode::ByteWriter& out_;
  bool good_ = true;
};

class Reader {
 public:
  Reader(bytecode::ByteReader& in, RuleParts& parts, Arena& arena) : in_(in), parts_(parts), arena_(arena) {}

  Syntax* syntax(SyntaxMaker& maker, Span span, int depth) {
    auto code = in_.byte();
    if (in_.failed() || depth > syntax_depth_max || code >= static_cast<uint8_t>(SyntaxCode::count_))
      return in_.fail(), nullptr;
    if (static_cast<SyntaxCode>(code) == SyntaxCode::datum) {
      Scopes set = scopes();
      const Datum* whole = datum(0);
      return in_.failed() ? nullptr : maker.wrap_at(whole, set, span);
    }
    auto elements = arena_.array<Syntax*>(in_.count());
    for (Syntax*& element : elements) {
      element = syntax(maker, span, depth + 1);
      if (!element) return nullptr;
    }
    if (static_cast<SyntaxCode>(code) == SyntaxCode::vector) return maker.vector(elements, span);
    Syntax* tail = syntax(maker, span, depth + 1);
    return tail ? maker.list(elements, tail, span) : nullptr;
  }

  void set_variables(uint32_t count) { variables_ = count; }
  uint32_t variable() { return static_cast<uint32_t>(in_.number_up_to(variables_ ? variables_ - 1 : 0)); }

  const Pattern* pattern(int depth) {
    const Pattern* result = nullptr;
    for (const Pattern** place = &result;;) {
      auto kind = in_.byte();
      if (in_.failed() || depth > depth_max || kind > static_cast<uint8_t>(PatternKind::vector))
        return in_.fail(), nullptr;
      auto* part = arena_.make<Pattern>(static_cast<PatternKind>(kind));
      *place = part;
      switch (part->kind) {
        case PatternKind::any:
        case PatternKind::empty: return result;
        case PatternKind::variable:
          part->variable = variable();
          if (variables_ == 0) in_.fail();
          return result;
        case PatternKind::literal:
          part->datum = symbol();
          part->scopes = scopes();
          return result;
        case PatternKind::datum: part->datum = datum(depth + 1); return result;
        case PatternKind::vector: part->first = pattern(depth + 1); return result;
        case PatternKind::ellipsis:
          part->after = static_cast<uint32_t>(in_.number_up_to(0xFFFF'FFFF));
          part->first_variable = static_cast<uint32_t>(in_.number_up_to(variables_));
          part->last_variable = static_cast<uint32_t>(in_.number_up_to(variables_));
          [[fallthrough]];
        case PatternKind::pair: part->first = pattern(depth + 1); place = &part->rest;
      }
      if (in_.failed()) return nullptr;
    }
  }

  const Template* body(int depth) {
    const Template* result = nullptr;
    for (const Template** place = &result;;) {
      auto kind = in_.byte();
      if (in_.failed() || depth > depth_max || kind > static_cast<uint8_t>(TemplateKind::vector))
        return in_.fail(), nullptr;
      auto* part = arena_.make<Template>(static_cast<TemplateKind>(kind));
      *place = part;
      switch (part->kind) {
        case TemplateKind::raw:
          part->scopes = scopes();
          part->datum = datum(depth + 1);
          return result;
        case TemplateKind::variable:
          part->variable = variable();
          if (variables_ == 0) in_.fail();
          return result;
        case TemplateKind::vector: part->first = body(depth + 1); return result;
        case TemplateKind::ellipsis: {
          part->depth = static_cast<uint32_t>(in_.number_up_to(0xFFFF));
          auto drivers = arena_.array<Driver>(in_.count(2));
          for (Driver& driver : drivers) driver = {variable(), static_cast<uint32_t>(in_.number_up_to(0xFFFF))};
          part->drivers = drivers;
          [[fallthrough]];
        }
        case TemplateKind::pair: part->first = body(depth + 1); place = &part->rest;
      }
      if (in_.failed()) return nullptr;
    }
  }

 private:
  Scopes scopes() {
    bool good = true;
    Scopes result = parts_.scopes(static_cast<uint32_t>(in_.number_up_to(0xFFFF'FFFF)), &good);
    if (!good) in_.fail();
    return result;
  }

  const Datum* symbol() {
    auto* result = arena_.make<Datum>(DatumKind::symbol);
    result->symbol = parts_.name(static_cast<uint32_t>(in_.number_up_to(0xFFFF'FFFF)));
    if (!result->symbol) in_.fail();
    return result;
  }

  const Datum* datum(int depth) {
    const Datum* result = nullptr;
    for (const Datum** place = &result;;) {
      auto kind = in_.byte();
      if (in_.failed() || depth > depth_max || kind >= static_cast<uint8_t>(DatumKind::opaque))
        return in_.fail(), nullptr;
      auto* part = arena_.make<Datum>(static_cast<DatumKind>(kind));
      *place = part;
      if (part->kind == DatumKind::symbol) {
        *place = symbol();
        return result;
      }
      if (part->kind != DatumKind::pair) {
        atom(part, depth);
        return result;
      }
      part->pair = {datum(depth + 1), nullptr};
      place = &part->pair.second;
      if (in_.failed()) return nullptr;
    }
  }

  void atom(Datum* part, int depth) {
    switch (part->kind) {
      case DatumKind::vector: {
        auto elements = arena_.array<const Datum*>(in_.count());
        for (const Datum*& element : elements) element = datum(depth + 1);
        part->vector = {elements.data(), elements.size()};
        return;
      }
      case DatumKind::fixnum: part->fixnum = in_.signed_number(); return;
      case DatumKind::flonum: part->flonum = std::bit_cast<double>(in_.word()); return;
      case DatumKind::character: part->scalar = static_cast<uint32_t>(in_.number_up_to(0x10FFFF)); return;
      case DatumKind::string: {
        std::string_view text = in_.text();
        part->string = {text.data(), text.size()};
        return;
      }
      case DatumKind::number_vector: {
        part->element = static_cast<ElementType>(in_.number_up_to(element_type_count - 1));
        std::string_view text = in_.text();
        part->bytes = {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
        return;
      }
      case DatumKind::bignum: {
        part->negative = in_.byte() != 0;
        auto limbs = arena_.array<uint64_t>(in_.count(8));
        for (uint64_t& limb : limbs) limb = in_.word();
        part->limbs = {limbs.data(), limbs.size()};
        return;
      }
      case DatumKind::ratio:
      case DatumKind::complex: {
        const Datum* first = datum(depth + 1);
        part->pair = {first, datum(depth + 1)};
        return;
      }
      case DatumKind::empty:
      case DatumKind::nil:
      case DatumKind::true_:
      case DatumKind::false_:
      case DatumKind::eof:
      case DatumKind::unspecified:
      case DatumKind::default_:
      case DatumKind::undefined:
      case DatumKind::symbol:
      case DatumKind::pair:
      case DatumKind::opaque: return;
    }
  }

  bytecode::ByteReader& in_;
  RuleParts& parts_;
  Arena& arena_;
  uint32_t variables_ = 0;
};

}  // namespace

bool write_rules(const SyntaxRules& rules, RuleNumbers& numbers, bytecode::ByteWriter& out) {
  Writer writer(numbers, out);
  out.number(rules.rules.size());
  for (const Rule& rule : rules.rules) {
    out.number(rule.variables);
    writer.pattern(rule.pattern);
    writer.body(rule.body);
  }
  return writer.good();
}

bool write_syntax(const Syntax* syntax, RuleNumbers& numbers, bytecode::ByteWriter& out) {
  Writer writer(numbers, out);
  writer.syntax(syntax, 0);
  return writer.good();
}

Syntax* read_syntax(bytecode::ByteReader& in, RuleParts& parts, SyntaxMaker& maker, Span span) {
  return Reader(in, parts, maker.arena()).syntax(maker, span, 0);
}

SyntaxRules* read_rules(bytecode::ByteReader& in, RuleParts& parts, Arena& arena) {
  Reader reader(in, parts, arena);
  auto rules = arena.array<Rule>(in.count(3));
  uint32_t variables_max = 0;
  for (Rule& rule : rules) {
    rule.variables = static_cast<uint32_t>(in.number_up_to(in.remaining()));
    if (rule.variables > variables_max) variables_max = rule.variables;
    reader.set_variables(rule.variables);
    rule.pattern = reader.pattern(0);
    rule.body = in.failed() ? nullptr : reader.body(0);
    if (in.failed()) return nullptr;
  }
  return arena.make<SyntaxRules>(rules, variables_max);
}

}  // namespace tiercel::syntax
