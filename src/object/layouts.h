// The heap objects as C++ sees them: the structs that the generator makes from tables/objects.scm, and the few
// conversions that the table cannot say.
#pragma once

#include <cassert>

#include "gen/objects.h"
#include "heap/block.h"

namespace tiercel {

constexpr size_t tail_bytes(Tail tail, uint64_t length) {
  switch (tail) {
    case Tail::none: return 0;
    case Tail::value:
    case Tail::word: return length * 8;
    case Tail::byte: return length;
    case Tail::half: return length * 2;
    case Tail::quad: return length * 4;
  }
  __builtin_unreachable();
}

// Bytes of an object with a header, rounded to granules.  Not for pairs, which have none.
inline size_t object_size(const void* object) {
  uint64_t header = *static_cast<const uint64_t*>(object);
  const ObjectLayout& layout = layout_of(header_kind(header));
  return round_to_granules(layout.fixed_words * 8 + tail_bytes(layout.tail, header_length(header)));
}

inline bool is_flonum_object(Value v) { return is_object(v) && object_kind(v) == ObjectKind::flonum; }
inline bool is_float(Value v) { return is_immediate_float(v) || is_flonum_object(v); }
inline double float_value(Value v) {
  return is_immediate_float(v) ? immediate_float_value(v)
                               : reinterpret_cast<const Flonum*>(v.bits - tag_object)->number;
}

inline int64_t string_length(const String* s) { return static_cast<int64_t>(header_length(s->header)); }
inline bool is_wide(const String* s) { return s->header & string_flag_wide; }
inline uint8_t* narrow_units(const String* s) { return as_bytevector(s->data)->bytes; }
inline uint32_t* wide_units(const String* s) { return reinterpret_cast<uint32_t*>(as_bytevector(s->data)->bytes); }
// The scalar value at `i`, which must be below the length.
inline uint32_t string_scalar(const String* s, int64_t i) { return is_wide(s) ? wide_units(s)[i] : narrow_units(s)[i]; }

inline int64_t vector_length(const Vector* v) { return static_cast<int64_t>(header_length(v->header)); }
inline int64_t bytevector_length(const Bytevector* v) { return static_cast<int64_t>(header_length(v->header)); }
inline int64_t record_length(const Record* r) { return static_cast<int64_t>(header_length(r->header)); }
inline int64_t capture_count(const Procedure* p) { return static_cast<int64_t>(header_length(p->header)); }
inline Function* function_of(const Procedure* p) { return reinterpret_cast<Function*>(p->function.bits - tag_object); }

// Bits of the flags of slices and continuations.
constexpr uint64_t slice_in_place = 1;      // the bytes are on the stack, unchanged since the capture
constexpr uint64_t slice_disposable = 2;    // made for its barrier only: no continuation holds it, it need not be saved
constexpr uint64_t slice_captured = 4;      // it is a Continuation
constexpr int continuation_door_shift = 3;  // above that: the serial number of a continuation's door

}  // namespace tiercel
