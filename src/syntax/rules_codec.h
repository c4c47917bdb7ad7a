// Macros as bytes: the rules of syntax-rules, and the expressions of transformers that are procedures.
#pragma once

#include "bytecode/byte_stream.h"
#include "syntax/syntax.h"
#include "syntax/syntax_rules.h"

namespace tiercel::syntax {

// How the codec writes what is shared by a whole interface: strings and scope sets, by number.
class RuleNumbers {
 public:
  virtual ~RuleNumbers() = default;
  virtual uint32_t string(std::string_view text) = 0;
  virtual uint32_t scopes(Scopes set) = 0;  // 0 is the empty set
  virtual void mentions(Name name) = 0;     // a template or literal holds this identifier
};

// And how it reads it.  Out-of-range numbers give null.
class RuleParts {
 public:
  virtual ~RuleParts() = default;
  virtual Name name(uint32_t string) = 0;
  virtual Scopes scopes(uint32_t set, bool* good) = 0;
};

// False if a datum in it has no external form (an opaque object).
bool write_rules(const SyntaxRules& rules, RuleNumbers& numbers, bytecode::ByteWriter& out);
// An expression that was kept whole, without its places; false if it is nested too deep.
bool write_syntax(const Syntax* syntax, RuleNumbers& numbers, bytecode::ByteWriter& out);
// Everything in it has the place `span`.
Syntax* read_syntax(bytecode::ByteReader& in, RuleParts& parts, SyntaxMaker& maker, Span span);
// Null if the bytes are damaged.
SyntaxRules* read_rules(bytecode::ByteReader& in, RuleParts& parts, Arena& arena);

}  // namespace tiercel::syntax
