#include "reader/datum_sink.h"

#include <cassert>

namespace tiercel {

const Datum* DatumSink::take() {
  assert(frames_.empty() && items_.size() == 1);
  for (Patch patch : patches_) *patch.place = labels_[patch.label];
  const Datum* result = items_[0];
  abandon();
  return result;
}

void DatumSink::abandon() {
  items_.clear();
  frames_.clear();
  labels_.clear();
  patches_.clear();
}

Datum* DatumSink::make(DatumKind kind, Span span) {
  auto* datum = arena_.make<Datum>();
  datum->kind = kind;
  datum->span = span;
  return datum;
}

// A datum is complete: it is what the labels before it name, and an item of what surrounds it.
void DatumSink::add(const Datum* datum) {
  while (!frames_.empty() && frames_.back().is_label) {
    labels_[frames_.back().label] = datum;
    frames_.pop_back();
  }
  items_.push_back(datum);
}

// A reference to a datum that is still being read is an `opaque` until take(); readers make no other opaque data.
void DatumSink::store(const Datum** place, const Datum* datum) {
  *place = datum;
  if (datum->kind == DatumKind::opaque) patches_.push_back({place, datum->handle});
}

void DatumSink::constant(ReaderConstant value, Span span) {
  switch (value) {
    case ReaderConstant::false_: return add(make(DatumKind::false_, span));
    case ReaderConstant::true_: return add(make(DatumKind::true_, span));
    case ReaderConstant::eof: return add(make(DatumKind::eof, span));
  }
}

void DatumSink::number(const NumberLiteral& number, Span span) { add(make_number_datum(arena_, number, span)); }

void DatumSink::character(uint32_t scalar, Span span) {
  Datum* datum = make(DatumKind::character, span);
  datum->scalar = scalar;
  add(datum);
}

void DatumSink::string(std::string_view text, Span span) {
  Datum* datum = make(DatumKind::string, span);
  std::string_view kept = arena_.copy(text);
  datum->string = {kept.data(), kept.size()};
  add(datum);
}

void DatumSink::symbol(std::string_view name, Span span) {
  Datum* datum = make(DatumKind::symbol, span);
  datum->symbol = names_.intern(name);
  add(datum);
}

void DatumSink::number_vector(ElementType type, std::span<const uint8_t> bytes, Span span) {
  Datum* datum = make(DatumKind::number_vector, span);
  datum->element = type;
  std::span<const uint8_t> kept = arena_.copy(bytes);
  datum->bytes = {kept.data(), kept.size()};
  add(datum);
}

void DatumSink::begin_list(Span) { frames_.push_back({items_.size()}); }
void DatumSink::begin_vector(Span) { frames_.push_back({items_.size()}); }
void DatumSink::dot() { frames_.back().dotted = true; }

void DatumSink::end_list(Span whole) {
  Frame frame = frames_.back();
  frames_.pop_back();
  size_t count = items_.size() - frame.first_item, elements = frame.dotted ? count - 1 : count;
  const Datum* list = frame.dotted ? items_.back() : make(DatumKind::empty, {whole.file, whole.end - 1, whole.end});
  if (elements == 0) const_cast<Datum*>(list)->span = whole;
  for (size_t i = elements; i-- > 0;) {
    const Datum* element = items_[frame.first_item + i];
    Datum* pair = make(DatumKind::pair, i == 0 ? whole : Span{whole.file, element->span.begin, whole.end});
    store(&pair->pair.first, element);
    store(&pair->pair.second, list);
    list = pair;
  }
  items_.resize(frame.first_item);
  add(list);
}

void DatumSink::end_vector(Span whole) {
  Frame frame = frames_.back();
  frames_.pop_back();
  std::span<const Datum*> elements = arena_.array<const Datum*>(items_.size() - frame.first_item);
  for (size_t i = 0; i < elements.size(); i++) store(&elements[i], items_[frame.first_item + i]);
  Datum* datum = make(DatumKind::vector, whole);
  datum->vector = {elements.data(), elements.size()};
  items_.resize(frame.first_item);
  add(datum);
}

void DatumSink::label(uint64_t label, Span) {
  labels_[label] = nullptr;
  frames_.push_back({items_.size(), false, true, label});
}

void DatumSink::reference(uint64_t label, Span span) {
  const Datum* known = labels_[label];
  if (known) return add(known);
  Datum* placeholder = make(DatumKind::opaque, span);
  placeholder->handle = label;
  add(placeholder);
}

const Datum* make_number_datum(Arena& arena, const NumberLiteral& number, Span span) {
  auto* datum = arena.make<Datum>();
  datum->span = span;
  switch (number.kind) {
    case NumberLiteral::Kind::fixnum:
      datum->kind = DatumKind::fixnum;
      datum->fixnum = number.fixnum;
      break;
    case NumberLiteral::Kind::flonum:
      datum->kind = DatumKind::flonum;
      datum->flonum = number.flonum;
      break;
    case NumberLiteral::Kind::bignum: {
      std::span<const uint64_t> limbs = arena.copy(std::span<const uint64_t>(number.limbs.data, number.limbs.size));
      datum->kind = DatumKind::bignum;
      datum->negative = number.negative;
      datum->limbs = {limbs.data(), limbs.size()};
      break;
    }
    case NumberLiteral::Kind::ratio:
    case NumberLiteral::Kind::complex:
      datum->kind = number.kind == NumberLiteral::Kind::ratio ? DatumKind::ratio : DatumKind::complex;
      datum->pair = {make_number_datum(arena, *number.parts.first, span),
                     make_number_datum(arena, *number.parts.second, span)};
      break;
  }
  return datum;
}

NumberLiteral number_of_datum(Arena& arena, const Datum& datum) {
  NumberLiteral number;
  if (datum.kind == DatumKind::fixnum) {
    number.kind = NumberLiteral::Kind::fixnum;
    number.fixnum = datum.fixnum;
  } else if (datum.kind == DatumKind::flonum) {
    number.kind = NumberLiteral::Kind::flonum;
    number.flonum = datum.flonum;
  } else if (datum.kind == DatumKind::bignum) {
    number.kind = NumberLiteral::Kind::bignum;
    number.negative = datum.negative;
    number.limbs = {datum.limbs.data, datum.limbs.size};
  } else {
    assert(datum.kind == DatumKind::ratio || datum.kind == DatumKind::complex);
    number.kind = datum.kind == DatumKind::ratio ? NumberLiteral::Kind::ratio : NumberLiteral::Kind::complex;
    number.parts = {arena.make<NumberLiteral>(number_of_datum(arena, *datum.pair.first)),
                    arena.make<NumberLiteral>(number_of_datum(arena, *datum.pair.second))};
  }
  return number;
}

ReadAll read_all(std::string_view text, FileId file, Arena& arena, NameTable& names, DiagnosticList& diagnostics) {
  Reader reader(text, file, diagnostics);
  DatumSink sink(arena, names);
  ReadAll result;
  for (;;) {
    result.status = reader.read(sink);
    if (result.status != ReadStatus::datum) return result;
    result.data.push_back(sink.take());
  }
}

}  // namespace tiercel
