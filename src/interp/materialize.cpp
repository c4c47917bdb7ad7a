// First a shell for every Datum reached, in breadth-first order, then the shells' fields: so a cycle finds its shell.
#include "interp/materialize.h"

#include <algorithm>
#include <string_view>

#include "object/allocate.h"
#include "object/isolate.h"
#include "object/layouts.h"
#include "object/number_vector.h"

namespace tiercel {

namespace {

Value immutable_number_vector(Context* ctx, const Datum* datum) {
  Value vector = make_number_vector_of(ctx, datum->element, {datum->bytes.data, datum->bytes.size});
  if (vector != v_pending) make_number_vector_immutable(vector);
  return vector;
}

Value immutable_vector(Context* ctx, uint64_t size) {
  Value vector = make_vector(ctx, static_cast<int64_t>(size), v_false);
  if (vector != v_pending) as_vector(vector)->header |= vector_flag_immutable;
  return vector;
}

Value number_shell(Context* ctx, ObjectKind kind) {  // ratnum and compnum: a header and two parts
  auto* words = static_cast<uint64_t*>(allocate(ctx, sizeof(Ratnum)));
  words[0] = make_header(kind);
  words[1] = words[2] = make_fixnum(0).bits;
  return {reinterpret_cast<uint64_t>(words) + tag_object};
}

}  // namespace

DatumValues::Slot& DatumValues::slot_of(const Datum* datum) {
  size_t mask = slots_.size() - 1;
  size_t index = hash(datum) & mask;
  while (slots_[index].datum != nullptr && slots_[index].datum != datum) index = (index + 1) & mask;
  return slots_[index];
}

void DatumValues::grow() {
  constexpr size_t slots_min = 64;
  std::vector<Slot> old(std::max(slots_.size() * 2, slots_min));
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.datum != nullptr) slot_of(slot.datum) = slot;
}

Value* DatumValues::place(const Datum* datum, bool* is_new) {
  if (used_ * 2 >= slots_.size()) grow();
  Slot& slot = slot_of(datum);
  *is_new = slot.datum == nullptr;
  if (*is_new) {
    slot.datum = datum;
    used_++;
  }
  return &slot.value;
}

Value Materializer::symbol(Name name) {
  if (name != name_) {
    name_ = name;
    symbol_ = intern(ctx_, name->text);
  }
  return symbol_;
}

Value Materializer::unfilled(const Datum* datum, Value value) {
  if (value != v_pending) unfilled_.push_back({datum, value});
  return value;
}

// An object whose parts are still missing goes to unfilled_.
Value Materializer::shell(const Datum* datum) {
  switch (datum->kind) {
    case DatumKind::empty: return v_empty;
    case DatumKind::nil: return ctx_->isolate->nil();
    case DatumKind::true_: return v_true;
    case DatumKind::false_: return v_false;
    case DatumKind::eof: return v_eof;
    case DatumKind::unspecified: return v_unspecified;
    case DatumKind::default_: return v_default;
    case DatumKind::undefined: return v_undefined;
    case DatumKind::fixnum: return make_fixnum(datum->fixnum);
    case DatumKind::flonum: return make_flonum(ctx_, datum->flonum);
    case DatumKind::bignum: return make_bignum(ctx_, {datum->limbs.data, datum->limbs.size}, datum->negative);
    case DatumKind::character: return make_char(datum->scalar);
    case DatumKind::string: return make_immutable_string(ctx_, {datum->string.data, datum->string.size});
    case DatumKind::symbol: return symbol(datum->symbol);
    case DatumKind::number_vector: return immutable_number_vector(ctx_, datum);
    case DatumKind::opaque: return resolver_.opaque(ctx_, datum->handle);
    case DatumKind::pair: return unfilled(datum, constant_cons(ctx_, v_false, v_false));
    case DatumKind::vector: return unfilled(datum, immutable_vector(ctx_, datum->vector.size));
    case DatumKind::ratio: return unfilled(datum, number_shell(ctx_, ObjectKind::ratnum));
    case DatumKind::complex: return unfilled(datum, number_shell(ctx_, ObjectKind::compnum));
  }
  return v_false;
}

Value Materializer::shell_or_fail(const Datum* datum) {
  Value made = shell(datum);
  failed_ |= made == v_pending;
  return made;
}

// Immediate values have no identity, so nothing is noted of them.
Value Materializer::part(const Datum* datum) {
  if (datum->kind <= DatumKind::fixnum || datum->kind == DatumKind::symbol) return shell(datum);
  bool is_new;
  Value* place = values_.place(datum, &is_new);
  if (is_new) *place = shell_or_fail(datum);
  return *place;
}

// Nothing has been collected since the shells were made, so they are young or freely fillable: no barrier.
void Materializer::fill(Unfilled shell) {
  auto [datum, value] = shell;
  if (datum->kind == DatumKind::vector) {
    for (uint64_t i = 0; i < datum->vector.size; i++) as_vector(value)->elements[i] = part(datum->vector.data[i]);
    return;
  }
  Value first = part(datum->pair.first), second = part(datum->pair.second);
  if (datum->kind == DatumKind::pair) {
    as_pair(value)->car = first;
    as_pair(value)->cdr = second;
  } else if (datum->kind == DatumKind::ratio) {
    as_ratnum(value)->numerator = first;
    as_ratnum(value)->denominator = second;
  } else {
    as_compnum(value)->real = first;
    as_compnum(value)->imaginary = second;
  }
}

Value Materializer::value(const Datum* datum) {
  Value result = failed_ ? v_pending : part(datum);
  for (size_t next = 0; next < unfilled_.size() && !failed_; next++) fill(unfilled_[next]);
  unfilled_.clear();
  return failed_ ? v_pending : result;
}

}  // namespace tiercel
