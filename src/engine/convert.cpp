#include "engine/convert.h"

#include <unordered_map>
#include <vector>

#include "engine/services.h"
#include "interp/materialize.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/number_vector.h"
#include "object/types.h"
#include "syntax/evaluator.h"

namespace tiercel {
namespace {

// Walks a value with an explicit list of containers that are still to be filled.  Nothing is allocated in the heap, so
// no object moves meanwhile.
class DatumMaker {
 public:
  DatumMaker(Context* ctx, Arena& arena, NameTable& names) : ctx_(ctx), arena_(arena), names_(names) {}

  const Datum* make(Value value) {
    const Datum* result = shell(value);
    while (!unfilled_.empty()) {
      Value next = unfilled_.back();
      unfilled_.pop_back();
      fill(next);
    }
    return result;
  }

 private:
  Datum* plain(DatumKind kind) {
    auto* datum = static_cast<Datum*>(arena_.allocate(sizeof(Datum)));
    std::memset(static_cast<void*>(datum), 0, sizeof(Datum));
    datum->kind = kind;
    return datum;
  }

  // The datum of an atom, or of a container whose parts come later.
  const Datum* shell(Value v) {
    if (is_fixnum(v)) {
      Datum* d = plain(DatumKind::fixnum);
      d->fixnum = fixnum_value(v);
      return d;
    }
    if (is_float(v)) {
      Datum* d = plain(DatumKind::flonum);
      d->flonum = float_value(v);
      return d;
    }
    if (is_char(v)) {
      Datum* d = plain(DatumKind::character);
      d->scalar = char_scalar(v);
      return d;
    }
    if (tag_of(v) == tag_immediate) return plain(constant_kind(v));
    auto known = made_.find(v.bits);
    if (known != made_.end()) return known->second;
    Datum* d = object_shell(v);
    made_[v.bits] = d;
    return d;
  }

  static DatumKind constant_kind(Value v) {
    if (v == v_false) return DatumKind::false_;
    if (v == v_true) return DatumKind::true_;
    if (v == v_empty) return DatumKind::empty;
    if (v == v_nil) return DatumKind::nil;
    if (v == v_eof) return DatumKind::eof;
    if (v == v_default) return DatumKind::default_;
    return DatumKind::unspecified;
  }

  Datum* object_shell(Value v) {
    if (is_pair(v)) {
      unfilled_.push_back(v);
      return plain(DatumKind::pair);
    }
    if (type_is_symbol(v)) {
      Datum* d = plain(DatumKind::symbol);
      bool homeless = as_symbol(v)->header & symbol_flag_uninterned;
      d->symbol = homeless ? names_.fresh(symbol_utf8(v)) : names_.intern(symbol_utf8(v));
      return d;
    }
    if (type_is_string(v)) {
      Datum* d = plain(DatumKind::string);
      std::string_view text = arena_.copy(std::string_view(string_utf8(v)));
      d->string = {text.data(), text.size()};
      return d;
    }
    if (type_is_vector(v)) {
      unfilled_.push_back(v);
      return plain(DatumKind::vector);
    }
    if (is_number_vector(v)) {
      Datum* d = plain(DatumKind::number_vector);
      d->element = number_vector_type(v);
      std::span<const uint8_t> bytes = number_vector_bytes(v);
      d->bytes = {arena_.copy(bytes).data(), bytes.size()};
      return d;
    }
    if (is_kind(v, ObjectKind::bignum)) {
      Datum* d = plain(DatumKind::bignum);
      std::span<const uint64_t> limbs(as_bignum(v)->words, header_length(as_bignum(v)->header));
      d->limbs = {arena_.copy(limbs).data(), limbs.size()};
      d->negative = as_bignum(v)->header & bignum_flag_negative;
      return d;
    }
    if (is_kind(v, ObjectKind::ratnum) || is_kind(v, ObjectKind::compnum)) {
      unfilled_.push_back(v);
      return plain(is_kind(v, ObjectKind::ratnum) ? DatumKind::ratio : DatumKind::complex);
    }
    return opaque_shell(v);
  }

  // Syntax objects are already known to the expander by an even handle; everything else gets an odd one.
  Datum* opaque_shell(Value v) {
    Datum* d = plain(DatumKind::opaque);
    if (type_is_opaque(v) && syntax::is_syntax_handle(as_opaque(v)->handle)) {
      d->handle = as_opaque(v)->handle;
    } else {
      d->handle = uint64_t{make_handle(ctx_->isolate, v)} << 1 | 1;
    }
    return d;
  }

  void fill(Value v) {
    auto* d = const_cast<Datum*>(made_[v.bits]);
    switch (d->kind) {
      case DatumKind::pair: d->pair = {shell(as_pair(v)->car), shell(as_pair(v)->cdr)}; break;
      case DatumKind::ratio: d->pair = {shell(as_ratnum(v)->numerator), shell(as_ratnum(v)->denominator)}; break;
      case DatumKind::complex: d->pair = {shell(as_compnum(v)->real), shell(as_compnum(v)->imaginary)}; break;
      case DatumKind::vector: {
        auto length = static_cast<size_t>(vector_length(as_vector(v)));
        std::span<const Datum*> elements = arena_.array<const Datum*>(length);
        for (size_t i = 0; i < length; i++) elements[i] = shell(as_vector(v)->elements[i]);
        d->vector = {elements.data(), length};
        break;
      }
      default: assert(!"only containers are filled");
    }
  }

  Context* ctx_;
  Arena& arena_;
  NameTable& names_;
  std::unordered_map<uint64_t, const Datum*> made_;
  std::vector<Value> unfilled_;
};

}  // namespace

const Datum* datum_of_value(Context* ctx, Value value, Arena& arena, NameTable& names) {
  return DatumMaker(ctx, arena, names).make(value);
}

Value value_of_datum(Context* ctx, const Datum* datum) {
  Resolver resolver(*ctx->isolate);
  return Materializer(ctx, resolver).value(datum);
}

}  // namespace tiercel
