#include "syntax/syntax.h"

#include <vector>

namespace tiercel::syntax {

namespace {

bool is_compound(const Datum* datum) { return datum->kind == DatumKind::pair || datum->kind == DatumKind::vector; }

}  // namespace

Syntax* SyntaxMaker::wrap(const Datum* datum, Scopes scopes, Span span, bool span_fixed) {
  auto* result = static_cast<Syntax*>(arena_.allocate(sizeof(Syntax)));
  result->kind = datum->kind == DatumKind::symbol   ? SyntaxKind::identifier
                 : datum->kind == DatumKind::pair   ? SyntaxKind::pair
                 : datum->kind == DatumKind::vector ? SyntaxKind::vector
                                                    : SyntaxKind::atom;
  result->raw = is_compound(datum);
  result->span_fixed = span_fixed;
  result->span = span;
  result->scopes = scopes;
  result->datum = datum;
  return result;
}

Syntax* SyntaxMaker::identifier(Name name, Scopes scopes, Span span) {
  auto* datum = arena_.make<Datum>(DatumKind::symbol);
  datum->span = span;
  datum->symbol = name;
  return wrap(datum, scopes, span, false);
}

Syntax* SyntaxMaker::pair(Syntax* first, Syntax* rest, Span span) {
  auto* result = arena_.make<Syntax>(SyntaxKind::pair, false, false, span);
  result->owed = nullptr;
  result->datum = nullptr;
  result->pair = {first, rest};
  return result;
}

Syntax* SyntaxMaker::vector(std::span<Syntax*> elements, Span span) {
  auto* result = arena_.make<Syntax>(SyntaxKind::vector, false, false, span);
  result->owed = nullptr;
  result->datum = nullptr;
  result->vector = {elements.data(), elements.size()};
  return result;
}

Syntax* SyntaxMaker::atom(DatumKind kind, Span span) {
  auto* datum = arena_.make<Datum>(kind);
  datum->span = span;
  return wrap(datum, nullptr, span, false);
}

Syntax* SyntaxMaker::list(std::span<Syntax* const> elements, Syntax* tail, Span span) {
  Syntax* result = tail ? tail : atom(DatumKind::empty, span);
  for (size_t i = elements.size(); i-- > 0;) result = pair(elements[i], result, span);
  return result;
}

Syntax* SyntaxMaker::with_span(Syntax* syntax, Span span) {
  auto* result = arena_.make<Syntax>(*syntax);
  result->span = span;
  return result;
}

// Gives the children their own objects.
void SyntaxMaker::unfold(Syntax* syntax) {
  if (syntax->raw) {
    const Datum* datum = syntax->datum;
    auto child = [&](const Datum* part) {
      return wrap(part, syntax->scopes, syntax->span_fixed ? syntax->span : part->span, syntax->span_fixed);
    };
    if (syntax->is_pair()) {
      syntax->pair = {child(datum->pair.first), child(datum->pair.second)};
    } else {
      auto elements = arena_.array<Syntax*>(datum->vector.size);
      for (size_t i = 0; i < elements.size(); i++) elements[i] = child(datum->vector.data[i]);
      syntax->vector = {elements.data(), elements.size()};
    }
    syntax->raw = false;
  } else if (syntax->owed) {
    if (syntax->is_pair()) {
      syntax->pair = {shifted(syntax->pair.first, syntax->owed), shifted(syntax->pair.rest, syntax->owed)};
    } else {
      auto elements = arena_.array<Syntax*>(syntax->vector.size);
      for (size_t i = 0; i < elements.size(); i++) elements[i] = shifted(syntax->vector.data[i], syntax->owed);
      syntax->vector.data = elements.data();
    }
  }
  syntax->owed = nullptr;
}

Syntax* SyntaxMaker::first(Syntax* pair) {
  if (pair->raw || pair->owed) unfold(pair);
  return pair->pair.first;
}

Syntax* SyntaxMaker::rest(Syntax* pair) {
  if (pair->raw || pair->owed) unfold(pair);
  return pair->pair.rest;
}

std::span<Syntax*> SyntaxMaker::elements(Syntax* vector) {
  if (vector->raw || vector->owed) unfold(vector);
  return {vector->vector.data, vector->vector.size};
}

// A raw list needs no objects for its spine.
List SyntaxMaker::take_raw_list(Syntax* syntax) {
  size_t count = 0;
  const Datum* slow = syntax->datum;
  for (const Datum* fast = syntax->datum; fast->kind == DatumKind::pair; fast = fast->pair.second) {
    if (count && count % 2 == 0) slow = slow->pair.second;
    if (count++ && fast == slow) return {{}, nullptr, true};
  }
  List result{arena_.array<Syntax*>(count)};
  const Datum* datum = syntax->datum;
  for (size_t i = 0; i < count; i++, datum = datum->pair.second) {
    const Datum* part = datum->pair.first;
    result.parts[i] = wrap(part, syntax->scopes, syntax->span_fixed ? syntax->span : part->span, syntax->span_fixed);
  }
  result.tail = wrap(datum, syntax->scopes, syntax->span_fixed ? syntax->span : datum->span, syntax->span_fixed);
  return result;
}

List SyntaxMaker::take_list(Syntax* syntax) {
  if (syntax->is_pair() && syntax->raw) return take_raw_list(syntax);
  size_t count = 0;
  Syntax* tail = syntax;
  while (tail->is_pair() && !tail->raw) {
    tail = rest(tail);
    count++;
  }
  List end{{}, tail};
  if (tail->is_pair()) {
    end = take_raw_list(tail);
    if (end.circular) return end;
  }
  List result{arena_.array<Syntax*>(count + end.parts.size()), end.tail};
  for (size_t i = 0; i < count; i++, syntax = rest(syntax)) result.parts[i] = first(syntax);
  for (size_t i = 0; i < end.parts.size(); i++) result.parts[count + i] = end.parts[i];
  return result;
}

Syntax* SyntaxMaker::shifted(Syntax* syntax, Shift shift) {
  if (syntax->kind == SyntaxKind::atom) return syntax;
  auto* result = arena_.make<Syntax>(*syntax);
  if (syntax->is_identifier()) {
    result->scopes = scopes_.apply(shift, syntax->scopes);
  } else if (syntax->raw) {
    result->scopes = scopes_.apply(shift, syntax->scopes);
  } else {
    result->owed = scopes_.compose(syntax->owed, shift);
  }
  return result;
}

// A datum whose children, if any, are still to be filled in.
Datum* SyntaxMaker::strip_shallow(Syntax* syntax) {
  if (syntax->datum) return const_cast<Datum*>(syntax->datum);
  auto* datum = arena_.make<Datum>(syntax->is_pair() ? DatumKind::pair : DatumKind::vector);
  datum->span = syntax->span;
  return datum;
}

const Datum* SyntaxMaker::strip(Syntax* syntax) {
  Datum* result = strip_shallow(syntax);
  std::vector<std::pair<Syntax*, Datum*>> work;
  if (!syntax->datum) work.emplace_back(syntax, result);
  while (!work.empty()) {
    auto [source, datum] = work.back();
    work.pop_back();
    auto child = [&](Syntax* part) {  // scopes do not matter here, so nothing is pushed down
      Datum* stripped = strip_shallow(part);
      if (!part->datum) work.emplace_back(part, stripped);
      return stripped;
    };
    if (source->is_pair()) {
      datum->pair.first = child(source->pair.first);
      datum->pair.second = child(source->pair.rest);
    } else {
      auto elements = arena_.array<const Datum*>(source->vector.size);
      for (size_t i = 0; i < elements.size(); i++) elements[i] = child(source->vector.data[i]);
      datum->vector = {elements.data(), elements.size()};
    }
  }
  return result;
}

}  // namespace tiercel::syntax
