#include "reader/number_elements.h"

#include <cstring>

namespace tiercel {
namespace {

void append_bytes(std::vector<uint8_t>& out, const void* bytes, size_t size) {
  const auto* from = static_cast<const uint8_t*>(bytes);
  out.insert(out.end(), from, from + size);
}

double exact_magnitude(const NumberLiteral& number) {
  if (number.kind == NumberLiteral::Kind::bignum) return limbs_to_double({number.limbs.data, number.limbs.size});
  return static_cast<double>(number.fixnum < 0 ? -number.fixnum : number.fixnum);
}

bool is_negative(const NumberLiteral& number) {
  return number.kind == NumberLiteral::Kind::bignum ? number.negative : number.fixnum < 0;
}

// The limbs of the magnitude of an exact integer; a fixnum's is put into *small.
std::span<const uint64_t> limbs_of(const NumberLiteral& number, uint64_t* small) {
  if (number.kind == NumberLiteral::Kind::bignum) return {number.limbs.data, number.limbs.size};
  *small = static_cast<uint64_t>(number.fixnum < 0 ? -number.fixnum : number.fixnum);
  return {small, 1};
}

bool real_to_double(const NumberLiteral& number, double* result) {
  switch (number.kind) {
    case NumberLiteral::Kind::flonum: *result = number.flonum; return true;
    case NumberLiteral::Kind::fixnum:
    case NumberLiteral::Kind::bignum:
      *result = is_negative(number) ? -exact_magnitude(number) : exact_magnitude(number);
      return true;
    case NumberLiteral::Kind::ratio: {
      uint64_t top, bottom;
      double ratio = ratio_to_double(limbs_of(*number.parts.first, &top), limbs_of(*number.parts.second, &bottom));
      *result = is_negative(*number.parts.first) ? -ratio : ratio;
      return true;
    }
    case NumberLiteral::Kind::complex: return false;
  }
  return false;
}

bool integer_of(const NumberLiteral& number, __int128* result) {
  if (number.kind == NumberLiteral::Kind::fixnum) {
    *result = number.fixnum;
    return true;
  }
  if (number.kind != NumberLiteral::Kind::bignum || number.limbs.size != 1) return false;
  *result = number.limbs.data[0];
  if (number.negative) *result = -*result;
  return true;
}

template <class Element>
Element load(const uint8_t* bytes) {
  Element element;
  std::memcpy(&element, bytes, sizeof element);
  return element;
}

}  // namespace

bool append_element(std::vector<uint8_t>& bytes, ElementType type, const NumberLiteral& number) {
  const ElementInfo& info = element_info(type);
  if (info.is_float) {
    double element;
    if (!real_to_double(number, &element)) return false;
    auto single = static_cast<float>(element);
    append_bytes(bytes, type == ElementType::f32 ? static_cast<const void*>(&single) : &element, info.bytes);
    return true;
  }
  __int128 element, bits = info.bytes * 8, one = 1;
  if (!integer_of(number, &element)) return false;
  __int128 limit = one << (info.is_signed ? bits - 1 : bits);
  if (element >= limit || element < (info.is_signed ? -limit : 0)) return false;
  append_bytes(bytes, &element, info.bytes);  // little-endian: the low bytes come first
  return true;
}

void append_element_text(std::string& out, ElementType type, const uint8_t* bytes) {
  switch (type) {
    case ElementType::u8: out += std::to_string(*bytes); return;
    case ElementType::s8: out += std::to_string(load<int8_t>(bytes)); return;
    case ElementType::u16: out += std::to_string(load<uint16_t>(bytes)); return;
    case ElementType::s16: out += std::to_string(load<int16_t>(bytes)); return;
    case ElementType::u32: out += std::to_string(load<uint32_t>(bytes)); return;
    case ElementType::s32: out += std::to_string(load<int32_t>(bytes)); return;
    case ElementType::u64: out += std::to_string(load<uint64_t>(bytes)); return;
    case ElementType::s64: out += std::to_string(load<int64_t>(bytes)); return;
    case ElementType::f32: return append_flonum(out, load<float>(bytes));
    case ElementType::f64: return append_flonum(out, load<double>(bytes));
  }
}

}  // namespace tiercel
