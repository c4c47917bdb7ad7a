// Number vectors of every element type seen as one: type, bytes, making.  The struct of each kind, with its typed
// elements, comes from tables/objects.scm; the kinds stand there in the order of ElementType, but for bytevector, which
// is the one of u8.
#pragma once

#include <cstddef>
#include <span>

#include "base/element_type.h"
#include "object/allocate.h"
#include "object/layouts.h"

namespace tiercel {

constexpr int first_number_vector = static_cast<int>(ObjectKind::s8vector) - static_cast<int>(ElementType::s8);
static_assert(static_cast<int>(ObjectKind::f64vector) == first_number_vector + static_cast<int>(ElementType::f64));
static_assert(offsetof(F64vector, elements) == offsetof(Bytevector, bytes) &&
              f64vector_flag_immutable == bytevector_flag_immutable);

constexpr ObjectKind number_vector_kind(ElementType type) {
  return type == ElementType::u8 ? ObjectKind::bytevector
                                 : static_cast<ObjectKind>(first_number_vector + static_cast<int>(type));
}

constexpr bool is_number_vector_kind(ObjectKind kind) {
  return kind == ObjectKind::bytevector || (kind >= ObjectKind::s8vector && kind <= ObjectKind::f64vector);
}
inline bool is_number_vector(Value v) { return is_object(v) && is_number_vector_kind(object_kind(v)); }

// The rest is for number vectors only.
inline ElementType number_vector_type(Value v) {
  ObjectKind kind = object_kind(v);
  return kind == ObjectKind::bytevector ? ElementType::u8
                                        : static_cast<ElementType>(static_cast<int>(kind) - first_number_vector);
}

inline std::span<uint8_t> number_vector_bytes(Value v) {
  auto* vector = reinterpret_cast<Bytevector*>(v.bits - tag_object);
  return {vector->bytes, header_length(vector->header) * element_info(number_vector_type(v)).bytes};
}

inline void make_number_vector_immutable(Value v) {
  reinterpret_cast<Bytevector*>(v.bits - tag_object)->header |= bytevector_flag_immutable;
}

// `length` elements; contents are undefined.  v_pending if there is no room.
[[nodiscard]] inline Value make_number_vector(Context* ctx, ElementType type, int64_t length) {
  int64_t bytes = element_info(type).bytes;
  if (length > INT64_MAX / bytes) return make_bytevector(ctx, INT64_MAX);
  Value vector = make_bytevector(ctx, length * bytes);
  if (vector != v_pending)
    as_bytevector(vector)->header = make_header(number_vector_kind(type), static_cast<uint64_t>(length));
  return vector;
}

// A number vector of these elements.
[[nodiscard]] inline Value make_number_vector_of(Context* ctx, ElementType type, std::span<const uint8_t> bytes) {
  Value vector = make_number_vector(ctx, type, static_cast<int64_t>(bytes.size() / element_info(type).bytes));
  if (vector != v_pending && !bytes.empty())
    std::memcpy(number_vector_bytes(vector).data(), bytes.data(), bytes.size());
  return vector;
}

}  // namespace tiercel
