// Single bits and fields of bits of exact integers in two's complement, read from the limbs as they lie: no shifted or
// inverted copy of the number is made.
#include "gen/primitive_bodies.h"
#include "number/integer.h"
#include "prims/arguments.h"

namespace tiercel {
namespace {

// The limbs of a number in two's complement, the sign going on for ever.  Of a negative number, the limbs below the
// lowest one that is not zero are zero, that one is negated, those above are inverted.
class TwosComplement {
 public:
  explicit TwosComplement(Value number) : view_(number) {
    while (lowest_ < view_.size() && view_.limbs()[lowest_] == 0) lowest_++;
  }

  bool negative() const { return view_.negative(); }
  uint64_t size() const { return view_.size(); }
  uint64_t lowest() const { return lowest_; }  // index of the lowest limb that is not zero

  uint64_t limb(uint64_t index) const {
    if (index >= view_.size()) return view_.negative() ? ~uint64_t{0} : 0;
    uint64_t magnitude = view_.limbs()[index];
    if (!view_.negative() || index < lowest_) return magnitude;
    return index == lowest_ ? -magnitude : ~magnitude;
  }

 private:
  IntegerView view_;
  uint64_t lowest_ = 0;
};

}  // namespace

Value prim_is_bit_set(Context*, Value index, Value number) {
  auto at = static_cast<uint64_t>(fixnum_value(index));
  if (is_fixnum(number)) return boolean(fixnum_value(number) >> (at > 63 ? 63 : at) & 1);
  return boolean(TwosComplement(number).limb(at / 64) >> (at % 64) & 1);
}

Value prim_first_set_bit(Context*, Value number) {
  if (number == make_fixnum(0)) return make_fixnum(-1);
  if (is_fixnum(number)) return make_fixnum(__builtin_ctzll(static_cast<uint64_t>(fixnum_value(number))));
  TwosComplement bits(number);
  return make_fixnum(static_cast<int64_t>(bits.lowest() * 64) + __builtin_ctzll(bits.limb(bits.lowest())));
}

Value prim_bit_field(Context* ctx, Value number, Value start, Value end) {
  if (fixnum_value(start) > fixnum_value(end))
    return raise_index_error(ctx, core::Prim::bit_field, start, fixnum_value(end));
  TwosComplement bits(number);
  auto first = static_cast<uint64_t>(fixnum_value(start)), size = static_cast<uint64_t>(fixnum_value(end)) - first;
  if (!bits.negative()) {
    uint64_t known = bits.size() * 64;
    size = first >= known ? 0 : size < known - first ? size : known - first;
  }
  if (size > integer_limbs_max * 64) return raise_too_large(ctx);
  uint64_t count = (size + 63) / 64, shift = first % 64;
  LimbBuffer field(count);
  for (uint64_t i = 0; i < count; i++) {
    uint64_t low = bits.limb(first / 64 + i) >> shift;
    field.data()[i] = shift == 0 ? low : low | bits.limb(first / 64 + i + 1) << (64 - shift);
  }
  if (size % 64 != 0) field.data()[count - 1] &= (uint64_t{1} << size % 64) - 1;
  return make_integer_of(ctx, field.limbs(count), false);
}

}  // namespace tiercel
