// Syntax objects: data with scopes and places, unfolded only where the expander looks.
//
// A *raw* object stands for a whole Datum whose identifiers all have the same scopes; its children are made when they
// are asked for, so a quoted million-element list costs one object.  A *built* object has Syntax children and may owe
// them a shift of their scopes (Flatt 2016, section 4.1 calls this lazy propagation); the debt moves one level down
// whenever somebody looks.  Both steps change the object in place but never what it means.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "reader/datum.h"
#include "syntax/scope.h"

namespace tiercel::syntax {

enum class SyntaxKind : uint8_t {
  identifier,
  pair,
  vector,
  atom,  // everything else, the empty list included: a Datum without identifiers
};

struct Syntax {
  SyntaxKind kind;
  bool raw;         // pair, vector: children are still Datums
  bool span_fixed;  // raw: children take this object's span instead of their own (introduced by a macro)
  Span span;
  union {
    Scopes scopes;  // identifier: its scopes; raw: those of every identifier inside
    Shift owed;     // built pair or vector: not yet applied to the children
  };
  const Datum* datum;  // null only in a pair or vector that was built from syntax
  union {
    struct {
      Syntax* first;
      Syntax* rest;
    } pair;
    struct {
      Syntax** data;
      uint64_t size;
    } vector;
  };

  bool is_identifier() const { return kind == SyntaxKind::identifier; }
  bool is_pair() const { return kind == SyntaxKind::pair; }
  bool is_vector() const { return kind == SyntaxKind::vector; }
  bool is_empty() const { return kind == SyntaxKind::atom && datum->kind == DatumKind::empty; }
  bool is_string() const { return kind == SyntaxKind::atom && datum->kind == DatumKind::string; }
  Name name() const { return datum->symbol; }
};

// The parts of a list form: `parts` are its elements, `tail` is what follows the last pair (an empty-list atom for a
// proper list).  `circular` lists have no parts.
struct List {
  std::span<Syntax*> parts;
  Syntax* tail = nullptr;
  bool circular = false;
  bool proper() const { return !circular && tail->is_empty(); }
};

// Makes and takes apart syntax objects for one expansion.
class SyntaxMaker {
 public:
  SyntaxMaker(Arena& arena, ScopeTable& scopes) : arena_(arena), scopes_(scopes) {}

  Syntax* wrap(const Datum* datum, Scopes scopes) { return wrap(datum, scopes, datum->span, false); }
  // As `wrap`, but everything inside reports `span`.
  Syntax* wrap_at(const Datum* datum, Scopes scopes, Span span) { return wrap(datum, scopes, span, true); }
  Syntax* identifier(Name name, Scopes scopes, Span span);
  Syntax* pair(Syntax* first, Syntax* rest, Span span);
  Syntax* vector(std::span<Syntax*> elements, Span span);
  Syntax* atom(DatumKind kind, Span span);
  Syntax* list(std::span<Syntax* const> elements, Syntax* tail, Span span);
  Syntax* with_span(Syntax* syntax, Span span);

  Syntax* first(Syntax* pair);
  Syntax* rest(Syntax* pair);
  std::span<Syntax*> elements(Syntax* vector);
  List take_list(Syntax* syntax);

  // A copy that has `shift` applied to every identifier in it; constant time.
  Syntax* shifted(Syntax* syntax, Shift shift);
  // The datum without scopes.  Raw objects give their own datum; no recursion.
  const Datum* strip(Syntax* syntax);

  Arena& arena() { return arena_; }

 private:
  Syntax* wrap(const Datum* datum, Scopes scopes, Span span, bool span_fixed);
  void unfold(Syntax* syntax);
  List take_raw_list(Syntax* syntax);
  Datum* strip_shallow(Syntax* syntax);

  Arena& arena_;
  ScopeTable& scopes_;
};

}  // namespace tiercel::syntax
