// A list by primitive.
#include "emit_c/usual.h"

#include "gen/primitives.h"

namespace tiercel::emit_c {

using core::Prim;

namespace {

const char* usual_of_one(Prim primitive) {
  switch (primitive) {
    case Prim::is_zero: return "USUAL_IS_ZERO";
    case Prim::is_positive: return "USUAL_IS_POSITIVE";
    case Prim::is_negative: return "USUAL_IS_NEGATIVE";
    case Prim::is_odd: return "USUAL_IS_ODD";
    case Prim::is_even: return "USUAL_IS_EVEN";
    case Prim::sqrt: return "USUAL_SQRT";
    case Prim::char_to_integer: return "USUAL_CHAR_TO_INTEGER";
    case Prim::integer_to_char: return "USUAL_INTEGER_TO_CHAR";
    case Prim::is_char: return "USUAL_IS_CHAR";
    case Prim::is_procedure: return "USUAL_IS_PROCEDURE";
    case Prim::is_eof_object: return "USUAL_IS_EOF_OBJECT";
    case Prim::is_vector: return "USUAL_IS_VECTOR";
    case Prim::is_string: return "USUAL_IS_STRING";
    case Prim::is_symbol: return "USUAL_IS_SYMBOL";
    case Prim::is_bytevector: return "USUAL_IS_BYTEVECTOR";
    case Prim::bytevector_length: return "USUAL_BYTEVECTOR_LENGTH";
    case Prim::f64vector_length: return "USUAL_F64VECTOR_LENGTH";
    default: return nullptr;
  }
}

const char* usual_of_two(Prim primitive) {
  switch (primitive) {
    case Prim::char_equal: return "USUAL_CHAR_EQUAL";
    case Prim::char_less: return "USUAL_CHAR_LESS";
    case Prim::char_greater: return "USUAL_CHAR_GREATER";
    case Prim::char_less_equal: return "USUAL_CHAR_LESS_EQUAL";
    case Prim::char_greater_equal: return "USUAL_CHAR_GREATER_EQUAL";
    case Prim::bitwise_and: return "USUAL_BITWISE_AND";
    case Prim::bitwise_ior: return "USUAL_BITWISE_IOR";
    case Prim::bitwise_xor: return "USUAL_BITWISE_XOR";
    case Prim::min: return "USUAL_MIN";
    case Prim::max: return "USUAL_MAX";
    case Prim::modulo:
    case Prim::floor_remainder: return "USUAL_MODULO";
    case Prim::divide: return "USUAL_DIVIDE";
    case Prim::f64vector_ref: return "USUAL_F64VECTOR_REF";
    default: return nullptr;
  }
}

const char* usual_of_three(Prim primitive) {
  switch (primitive) {
    case Prim::bytevector_u8_set: return "USUAL_BYTEVECTOR_U8_SET";
    case Prim::string_set: return "USUAL_STRING_SET";
    case Prim::f64vector_set: return "USUAL_F64VECTOR_SET";
    default: return nullptr;
  }
}

}  // namespace

const char* usual_case(int64_t primitive, int64_t arguments) {
  auto wanted = static_cast<Prim>(primitive);
  if (arguments == 1) return usual_of_one(wanted);
  if (arguments == 2) return usual_of_two(wanted);
  return arguments == 3 ? usual_of_three(wanted) : nullptr;
}

}  // namespace tiercel::emit_c
