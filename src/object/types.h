// The types that signatures in tables/primitives may name (tables/types.scm): one predicate each.
//
// Types of plain values and kinds are here; a type that needs more than the object's own words is defined by its room
// and only declared here.
#pragma once

#include "object/layouts.h"

namespace tiercel {

inline bool is_kind(Value v, ObjectKind kind) { return is_object(v) && object_kind(v) == kind; }

inline bool type_is_any(Value) { return true; }
inline bool type_is_pair(Value v) { return is_pair(v); }
// A pair or the end of a list: the body walks it and checks the rest.
inline bool type_is_list(Value v) { return is_pair(v) || is_null(v); }
inline bool type_is_null(Value v) { return is_null(v); }
inline bool type_is_boolean(Value v) { return is_boolean(v); }
inline bool type_is_char(Value v) { return is_char(v); }
inline bool type_is_string(Value v) { return is_kind(v, ObjectKind::string); }
inline bool type_is_symbol(Value v) { return is_kind(v, ObjectKind::symbol); }
inline bool type_is_vector(Value v) { return is_kind(v, ObjectKind::vector); }
inline bool type_is_bytevector(Value v) { return is_kind(v, ObjectKind::bytevector); }
inline bool type_is_s8vector(Value v) { return is_kind(v, ObjectKind::s8vector); }
inline bool type_is_u16vector(Value v) { return is_kind(v, ObjectKind::u16vector); }
inline bool type_is_s16vector(Value v) { return is_kind(v, ObjectKind::s16vector); }
inline bool type_is_u32vector(Value v) { return is_kind(v, ObjectKind::u32vector); }
inline bool type_is_s32vector(Value v) { return is_kind(v, ObjectKind::s32vector); }
inline bool type_is_u64vector(Value v) { return is_kind(v, ObjectKind::u64vector); }
inline bool type_is_s64vector(Value v) { return is_kind(v, ObjectKind::s64vector); }
inline bool type_is_f32vector(Value v) { return is_kind(v, ObjectKind::f32vector); }
inline bool type_is_f64vector(Value v) { return is_kind(v, ObjectKind::f64vector); }
inline bool type_is_procedure(Value v) { return is_procedure(v); }
inline bool type_is_fixnum(Value v) { return is_fixnum(v); }
inline bool type_is_index(Value v) { return is_fixnum(v) && fixnum_value(v) >= 0; }
inline bool type_is_byte(Value v) { return is_fixnum(v) && fixnum_value(v) >= 0 && fixnum_value(v) <= 255; }
template <int64_t least, int64_t greatest>
inline bool is_fixnum_between(Value v) {
  return is_fixnum(v) && fixnum_value(v) >= least && fixnum_value(v) <= greatest;
}
// A bignum of one limb: what an integer of 64 bits may be besides a fixnum.
inline bool is_small_bignum(Value v) { return is_kind(v, ObjectKind::bignum) && header_length(header_of(v)) == 1; }
inline bool type_is_s8(Value v) { return is_fixnum_between<INT8_MIN, INT8_MAX>(v); }
inline bool type_is_u16(Value v) { return is_fixnum_between<0, UINT16_MAX>(v); }
inline bool type_is_s16(Value v) { return is_fixnum_between<INT16_MIN, INT16_MAX>(v); }
inline bool type_is_u32(Value v) { return is_fixnum_between<0, UINT32_MAX>(v); }
inline bool type_is_s32(Value v) { return is_fixnum_between<INT32_MIN, INT32_MAX>(v); }
inline bool type_is_u64(Value v) {
  return type_is_index(v) || (is_small_bignum(v) && !(header_of(v) & bignum_flag_negative));
}
inline bool type_is_s64(Value v) {
  if (is_fixnum(v)) return true;
  uint64_t limit = uint64_t{INT64_MAX} + 1;
  return is_small_bignum(v) && as_bignum(v)->words[0] < limit + (header_of(v) & bignum_flag_negative ? 1 : 0);
}
inline bool type_is_flonum(Value v) { return is_float(v); }
inline bool type_is_exact_integer(Value v) { return is_fixnum(v) || is_kind(v, ObjectKind::bignum); }
inline bool type_is_exact_rational(Value v) { return type_is_exact_integer(v) || is_kind(v, ObjectKind::ratnum); }
inline bool type_is_real(Value v) { return type_is_exact_rational(v) || is_float(v); }
inline bool type_is_number(Value v) { return type_is_real(v) || is_kind(v, ObjectKind::compnum); }
inline bool is_finite_float(Value v) { return is_float(v) && __builtin_isfinite(float_value(v)); }
inline bool type_is_rational(Value v) { return type_is_exact_rational(v) || is_finite_float(v); }
inline bool type_is_integer(Value v) {
  return type_is_exact_integer(v) || (is_finite_float(v) && __builtin_floor(float_value(v)) == float_value(v));
}
inline bool type_is_port(Value v) { return is_kind(v, ObjectKind::port); }
inline bool type_is_hash_table(Value v) { return is_kind(v, ObjectKind::hash_table); }
inline bool type_is_record(Value v) { return is_kind(v, ObjectKind::record); }
inline bool type_is_record_type(Value v) { return is_kind(v, ObjectKind::record_type); }
inline bool type_is_promise(Value v) { return is_kind(v, ObjectKind::promise); }
inline bool type_is_eof(Value v) { return v == v_eof; }
inline bool type_is_condition(Value v) { return is_kind(v, ObjectKind::condition); }
inline bool type_is_box(Value v) { return is_kind(v, ObjectKind::box); }
inline bool type_is_environment(Value v) { return is_kind(v, ObjectKind::environment); }
inline bool type_is_weak_pair(Value v) { return is_kind(v, ObjectKind::weak_pair); }
inline bool type_is_ephemeron(Value v) { return is_kind(v, ObjectKind::ephemeron); }
inline bool type_is_guardian(Value v) { return is_kind(v, ObjectKind::guardian); }
inline bool type_is_continuation(Value v) { return is_continuation(v); }
inline bool type_is_parameter_state(Value v) { return is_kind(v, ObjectKind::parameter_state); }
inline bool type_is_opaque(Value v) { return is_kind(v, ObjectKind::opaque); }

// Flags of Port::flags; ports are made in port/.
enum PortFlag : uint64_t { port_input = 1, port_output = 2, port_textual = 4, port_binary = 8, port_closed = 16 };
inline bool port_is(Value v, uint64_t flags) { return type_is_port(v) && (as_port(v)->flags & flags) == flags; }
inline bool type_is_input_port(Value v) { return port_is(v, port_input); }
inline bool type_is_output_port(Value v) { return port_is(v, port_output); }
inline bool type_is_textual_input_port(Value v) { return port_is(v, port_input | port_textual); }
inline bool type_is_textual_output_port(Value v) { return port_is(v, port_output | port_textual); }
inline bool type_is_binary_input_port(Value v) { return port_is(v, port_input | port_binary); }
inline bool type_is_binary_output_port(Value v) { return port_is(v, port_output | port_binary); }

}  // namespace tiercel
