// Homogeneous number vectors (SRFI 4): the same eight procedures for nine types of elements.
#include "gen/primitive_bodies.h"
#include "gen/types.h"
#include "number/arithmetic.h"
#include "object/number_vector.h"
#include "object/types.h"
#include "prims/arguments.h"

namespace tiercel {
namespace {

using core::Prim;

// An element and a Value of the type that the row declares.
template <class Element>
Value value_of_element(Context* ctx, Element element) {
  if constexpr (std::is_floating_point_v<Element>) return make_flonum(ctx, static_cast<double>(element));
  else if constexpr (sizeof(Element) < 8) return make_fixnum(element);
  else if constexpr (std::is_signed_v<Element>) return make_integer_64(ctx, element);
  else return make_integer_unsigned(ctx, element);
}

template <class Element>
Element element_of_value(Value v) {
  if constexpr (std::is_floating_point_v<Element>) return static_cast<Element>(number_to_double(v));
  if (is_fixnum(v)) return static_cast<Element>(fixnum_value(v));
  uint64_t magnitude = as_bignum(v)->words[0];
  return static_cast<Element>(header_of(v) & bignum_flag_negative ? -magnitude : magnitude);
}

template <class Element>
Element* elements_of(Value vector) {
  return reinterpret_cast<Element*>(number_vector_bytes(vector).data());
}

int64_t length_of(Value vector) { return static_cast<int64_t>(header_length(header_of(vector))); }

template <class Element>
Value make_filled(Context* ctx, ElementType type, Value length, Value fill) {
  Value vector = make_number_vector(ctx, type, fixnum_value(length));
  if (vector == v_pending) return vector;
  Element element = fill == v_default ? Element{0} : element_of_value<Element>(fill);
  Element* elements = elements_of<Element>(vector);
  for (int64_t i = 0; i < fixnum_value(length); i++) elements[i] = element;
  return vector;
}

template <class Element>
Value make_of(Context* ctx, ElementType type, int64_t argc, const Value* argv) {
  Value vector = make_number_vector(ctx, type, argc);
  if (vector == v_pending) return vector;
  for (int64_t i = 0; i < argc; i++) elements_of<Element>(vector)[i] = element_of_value<Element>(argv[i]);
  return vector;
}

template <class Element>
Value element_at(Context* ctx, Prim prim, Value vector, Value k) {
  if (!is_fixnum(k) || fixnum_value(k) < 0 || fixnum_value(k) >= length_of(vector))
    return raise_index_error(ctx, prim, k, length_of(vector));
  return value_of_element(ctx, elements_of<Element>(vector)[fixnum_value(k)]);
}

template <class Element>
Value set_element(Context* ctx, Prim prim, Value vector, Value k, Value number) {
  if (!is_fixnum(k) || fixnum_value(k) < 0 || fixnum_value(k) >= length_of(vector))
    return raise_index_error(ctx, prim, k, length_of(vector));
  if (header_of(vector) & bytevector_flag_immutable) return raise_immutable_error(ctx, prim, vector);
  elements_of<Element>(vector)[fixnum_value(k)] = element_of_value<Element>(number);
  return v_unspecified;
}

template <class Element>
Value list_of(Context* ctx, Value vector) {
  Value list = v_empty;
  for (int64_t i = length_of(vector); i-- > 0;)
    list = cons(ctx, value_of_element(ctx, elements_of<Element>(vector)[i]), list);
  return list;
}

template <class Element>
Value make_of_list(Context* ctx, Prim prim, ElementType type, bool (*is_element)(Value), const char* element,
                   Value list) {
  int64_t length = list_length(list);
  if (length < 0) return raise_not_a_list(ctx, prim, 0, list);
  Value vector = make_number_vector(ctx, type, length);
  if (vector == v_pending) return vector;
  for (int64_t i = 0; i < length; i++, list = as_pair(list)->cdr) {
    Value number = as_pair(list)->car;
    if (!is_element(number)) return raise_wrong_type(ctx, primitive_info(prim).name, type_phrase(element), 0, number);
    elements_of<Element>(vector)[i] = element_of_value<Element>(number);
  }
  return vector;
}

}  // namespace

// `accepted` is the type in the rows of what may be an element.
#define NUMBER_VECTOR(tag, Element, accepted, accepted_name)                                             \
  Value prim_is_##tag##vector(Context*, Value object) { return boolean(is_##tag##vector(object)); }      \
  Value prim_##tag##vector_length(Context*, Value vector) { return make_fixnum(length_of(vector)); }     \
  Value prim_make_##tag##vector(Context* ctx, Value length, Value fill) {                                \
    return make_filled<Element>(ctx, ElementType::tag, length, fill);                                    \
  }                                                                                                      \
  Value prim_##tag##vector(Context* ctx, int64_t argc, const Value* argv) {                              \
    return make_of<Element>(ctx, ElementType::tag, argc, argv);                                          \
  }                                                                                                      \
  Value prim_##tag##vector_ref(Context* ctx, Value vector, Value k) {                                    \
    return element_at<Element>(ctx, Prim::tag##vector_ref, vector, k);                                   \
  }                                                                                                      \
  Value prim_##tag##vector_set(Context* ctx, Value vector, Value k, Value number) {                      \
    return set_element<Element>(ctx, Prim::tag##vector_set, vector, k, number);                          \
  }                                                                                                      \
  Value prim_##tag##vector_to_list(Context* ctx, Value vector) { return list_of<Element>(ctx, vector); } \
  Value prim_list_to_##tag##vector(Context* ctx, Value list) {                                           \
    return make_of_list<Element>(ctx, Prim::list_to_##tag##vector, ElementType::tag, type_is_##accepted, \
                                 accepted_name, list);                                                   \
  }

NUMBER_VECTOR(s8, int8_t, s8, "s8")
NUMBER_VECTOR(u16, uint16_t, u16, "u16")
NUMBER_VECTOR(s16, int16_t, s16, "s16")
NUMBER_VECTOR(u32, uint32_t, u32, "u32")
NUMBER_VECTOR(s32, int32_t, s32, "s32")
NUMBER_VECTOR(u64, uint64_t, u64, "u64")
NUMBER_VECTOR(s64, int64_t, s64, "s64")
NUMBER_VECTOR(f32, float, real, "real")
NUMBER_VECTOR(f64, double, real, "real")

}  // namespace tiercel
