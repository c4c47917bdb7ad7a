// Primitives: those with an opcode of their own, whose usual case is done right here, and direct calls of the others.
//
// The usual cases of prims/fast.h stand here again, because a handler's fast path must not need a stack frame; every
// other case is its cold twin there.  Direct calls go through the checked functions that the generator made from the
// rows (prims/entries.cpp); these test types, not arity, which the compiler settled.
#include "gen/primitive_checks.h"
#include "gen/primitives.h"
#include "interp/handlers.h"
#include "interp/primitive_calls.h"
#include "interp/raise.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/types.h"
#include "prims/fast.h"

namespace tiercel {

void* checked_function(core::Prim primitive) {
  auto id = static_cast<size_t>(primitive);
  void* const shapes[] = {
      reinterpret_cast<void*>(tiercel_checked_0[id]), reinterpret_cast<void*>(tiercel_checked_1[id]),
      reinterpret_cast<void*>(tiercel_checked_2[id]), reinterpret_cast<void*>(tiercel_checked_3[id]),
      reinterpret_cast<void*>(tiercel_checked_n[id])};
  for (void* function : shapes)
    if (function) return function;
  return nullptr;
}

#define FINISH_PRIMITIVE(result)          \
  if ((result) == v_pending) [[unlikely]] \
    TIERCEL_CONTINUE(raise_into_a);       \
  registers[pc->a] = (result);            \
  TIERCEL_NEXT

HANDLER(handle_prim_0) {
  store_pc(pc, registers);
  Value result = tiercel_checked_0[pc->b](ctx);
  FINISH_PRIMITIVE(result);
}

HANDLER(handle_prim_1) {
  store_pc(pc, registers);
  Value result = tiercel_checked_1[pc->c](ctx, registers[pc->b]);
  FINISH_PRIMITIVE(result);
}

HANDLER(handle_prim_2) {
  store_pc(pc, registers);
  Value result = tiercel_checked_2[pc->d](ctx, registers[pc->b], registers[pc->c]);
  FINISH_PRIMITIVE(result);
}

HANDLER(handle_prim_3) {
  store_pc(pc, registers);
  const Value* arguments = registers + pc->b;
  Value result = tiercel_checked_3[pc->c](ctx, arguments[0], arguments[1], arguments[2]);
  FINISH_PRIMITIVE(result);
}

HANDLER(handle_prim_n) {
  store_pc(pc, registers);
  Value result = tiercel_checked_n[pc->d](ctx, pc->c, registers + pc->b);
  FINISH_PRIMITIVE(result);
}

#undef FINISH_PRIMITIVE

// --- Opcodes whose slow path is a primitive: dst in a, arguments from b on
// --------------------------------------------

#define SLOW_1(opcode, checked)                    \
  COLD_HANDLER(opcode##_slow) {                    \
    store_pc(pc, registers);                       \
    Value result = checked(ctx, registers[pc->b]); \
    if (result == v_pending) [[unlikely]]          \
      TIERCEL_CONTINUE(raise_into_a);              \
    registers[pc->a] = result;                     \
    TIERCEL_NEXT;                                  \
  }
#define SLOW_2(opcode, checked)                                      \
  COLD_HANDLER(opcode##_slow) {                                      \
    store_pc(pc, registers);                                         \
    Value result = checked(ctx, registers[pc->b], registers[pc->c]); \
    if (result == v_pending) [[unlikely]]                            \
      TIERCEL_CONTINUE(raise_into_a);                                \
    registers[pc->a] = result;                                       \
    TIERCEL_NEXT;                                                    \
  }

// --- Pairs ----------------------------------------------------------------------------------------------------------

namespace {
inline Pair* pair_pointer(Value pair) { return reinterpret_cast<Pair*>(pair.bits - tag_pair); }
}  // namespace

COLD_HANDLER(cons_slow) {  // the range is used up
  registers[pc->a] = cons(ctx, registers[pc->b], registers[pc->c]);
  TIERCEL_NEXT;
}

HANDLER(handle_cons) {
  uintptr_t start = ctx->pairs.next;
  if (ctx->pairs.limit - start < sizeof(Pair)) [[unlikely]]
    TIERCEL_CONTINUE(cons_slow);
  ctx->pairs.next = start + sizeof(Pair);
  auto* pair = reinterpret_cast<Pair*>(start);
  pair->car = registers[pc->b];
  pair->cdr = registers[pc->c];
  registers[pc->a] = {start + tag_pair};
  TIERCEL_NEXT;
}

#define PAIR_FIELD(field)                         \
  SLOW_1(field, slow_##field)                     \
  HANDLER(handle_##field) {                       \
    Value pair = registers[pc->b];                \
    if (!is_pair(pair)) [[unlikely]]              \
      TIERCEL_CONTINUE(field##_slow);             \
    registers[pc->a] = pair_pointer(pair)->field; \
    TIERCEL_NEXT;                                 \
  }
PAIR_FIELD(car)
PAIR_FIELD(cdr)

#define FIELD_OF_CDR(opcode, field)               \
  SLOW_1(opcode, slow_##opcode)                   \
  HANDLER(handle_##opcode) {                      \
    Value pair = registers[pc->b];                \
    if (!is_pair(pair)) [[unlikely]]              \
      TIERCEL_CONTINUE(opcode##_slow);            \
    Value rest = pair_pointer(pair)->cdr;         \
    if (!is_pair(rest)) [[unlikely]]              \
      TIERCEL_CONTINUE(opcode##_slow);            \
    registers[pc->a] = pair_pointer(rest)->field; \
    TIERCEL_NEXT;                                 \
  }
FIELD_OF_CDR(cadr, car)
FIELD_OF_CDR(cddr, cdr)

#define SET_PAIR_FIELD(opcode, field)                                              \
  COLD_HANDLER(opcode##_slow) {                                                    \
    store_pc(pc, registers);                                                       \
    Value result = slow_##opcode(ctx, registers[pc->a], registers[pc->b]);         \
    if (result == v_pending) [[unlikely]]                                          \
      TIERCEL_CONTINUE(raise_and_drop);                                            \
    TIERCEL_NEXT;                                                                  \
  }                                                                                \
  HANDLER(handle_##opcode) {                                                       \
    Value pair = registers[pc->a];                                                 \
    if (!is_pair(pair) || is_constant_pair(pair)) [[unlikely]]                     \
      TIERCEL_CONTINUE(opcode##_slow);                                             \
    store_field(pair_pointer(pair), &pair_pointer(pair)->field, registers[pc->b]); \
    TIERCEL_NEXT;                                                                  \
  }
SET_PAIR_FIELD(set_car, car)
SET_PAIR_FIELD(set_cdr, cdr)

// --- Predicates -----------------------------------------------------------------------------------------------------

HANDLER(handle_is_eq) {
  registers[pc->a] = boolean(registers[pc->b] == registers[pc->c]);
  TIERCEL_NEXT;
}

COLD_HANDLER(is_eqv_slow) {
  registers[pc->a] = boolean(slow_is_eqv(registers[pc->b], registers[pc->c]));
  TIERCEL_NEXT;
}

// Only boxed numbers are eqv without being the same word, and both are heap objects then.
HANDLER(handle_is_eqv) {
  Value x = registers[pc->b], y = registers[pc->c];
  if (x != y && is_object(x) && is_object(y)) TIERCEL_CONTINUE(is_eqv_slow);
  registers[pc->a] = boolean(x == y);
  TIERCEL_NEXT;
}

HANDLER(handle_is_pair) {
  registers[pc->a] = boolean(is_pair(registers[pc->b]));
  TIERCEL_NEXT;
}

HANDLER(handle_is_null) {
  registers[pc->a] = boolean(is_null(registers[pc->b]));
  TIERCEL_NEXT;
}

HANDLER(handle_not_) {
  registers[pc->a] = boolean(is_false(registers[pc->b]));
  TIERCEL_NEXT;
}

HANDLER(handle_not_or_empty) {
  registers[pc->a] = boolean(is_false_or_empty(registers[pc->b]));
  TIERCEL_NEXT;
}

// --- Vectors, strings, bytevectors ----------------------------------------------------------------------------------

namespace {

// The object in `v` if it is of `kind`, else null.
template <class Object, ObjectKind kind>
inline Object* object_if(Value v) {
  if (!is_object(v)) return nullptr;
  auto* object = reinterpret_cast<Object*>(v.bits - tag_object);
  return header_kind(object->header) == kind ? object : nullptr;
}

// Whether `index` is a fixnum in [0, length).  Both are scaled alike, so one unsigned compare does.
inline bool is_index(Value index, uint64_t length) { return is_fixnum(index) && index.bits >> 3 < length; }

}  // namespace

SLOW_2(vector_ref, slow_vector_ref)
HANDLER(handle_vector_ref) {
  Value index = registers[pc->c];
  auto* vector = object_if<Vector, ObjectKind::vector>(registers[pc->b]);
  if (!vector || !is_index(index, header_length(vector->header))) [[unlikely]]
    TIERCEL_CONTINUE(vector_ref_slow);
  registers[pc->a] = vector->elements[fixnum_value(index)];
  TIERCEL_NEXT;
}

COLD_HANDLER(vector_set_slow) {
  store_pc(pc, registers);
  Value result = slow_vector_set(ctx, registers[pc->a], registers[pc->b], registers[pc->c]);
  if (result == v_pending) [[unlikely]]
    TIERCEL_CONTINUE(raise_and_drop);
  TIERCEL_NEXT;
}

HANDLER(handle_vector_set) {
  Value index = registers[pc->b];
  auto* vector = object_if<Vector, ObjectKind::vector>(registers[pc->a]);
  if (!vector || (vector->header & vector_flag_immutable) || !is_index(index, header_length(vector->header)))
      [[unlikely]]
    TIERCEL_CONTINUE(vector_set_slow);
  store_field(vector, &vector->elements[fixnum_value(index)], registers[pc->c]);
  TIERCEL_NEXT;
}

#define LENGTH(opcode, Object, kind)                                                     \
  SLOW_1(opcode, slow_##opcode)                                                          \
  HANDLER(handle_##opcode) {                                                             \
    auto* object = object_if<Object, ObjectKind::kind>(registers[pc->b]);                \
    if (!object) [[unlikely]]                                                            \
      TIERCEL_CONTINUE(opcode##_slow);                                                   \
    registers[pc->a] = make_fixnum(static_cast<int64_t>(header_length(object->header))); \
    TIERCEL_NEXT;                                                                        \
  }
LENGTH(vector_length, Vector, vector)
LENGTH(string_length, String, string)

SLOW_2(string_ref, slow_string_ref)
HANDLER(handle_string_ref) {
  Value index = registers[pc->c];
  auto* string = object_if<String, ObjectKind::string>(registers[pc->b]);
  if (!string || !is_index(index, header_length(string->header))) [[unlikely]]
    TIERCEL_CONTINUE(string_ref_slow);
  const uint8_t* bytes = reinterpret_cast<Bytevector*>(string->data.bits - tag_object)->bytes;
  int64_t position = fixnum_value(index);
  bool wide = string->header & string_flag_wide;
  registers[pc->a] = make_char(wide ? reinterpret_cast<const uint32_t*>(bytes)[position] : bytes[position]);
  TIERCEL_NEXT;
}

SLOW_2(bytevector_u8_ref, slow_bytevector_u8_ref)
HANDLER(handle_bytevector_u8_ref) {
  Value index = registers[pc->c];
  auto* bytevector = object_if<Bytevector, ObjectKind::bytevector>(registers[pc->b]);
  if (!bytevector || !is_index(index, header_length(bytevector->header))) [[unlikely]]
    TIERCEL_CONTINUE(bytevector_u8_ref_slow);
  registers[pc->a] = make_fixnum(bytevector->bytes[fixnum_value(index)]);
  TIERCEL_NEXT;
}

// --- Records --------------------------------------------------------------------------------------------------------

namespace {

COLD_HANDLER(record_ref_slow) {
  store_pc(pc, registers);
  Value result = slow_record_ref(ctx, registers[pc->b], registers[pc->c], pc->d);
  if (result == v_pending) [[unlikely]]
    TIERCEL_CONTINUE(raise_into_a);
  registers[pc->a] = result;
  TIERCEL_NEXT;
}

COLD_HANDLER(record_set_slow) {
  store_pc(pc, registers);
  Value result = slow_record_set(ctx, registers[pc->a], registers[pc->b], pc->c, registers[pc->d]);
  if (result == v_pending) [[unlikely]]
    TIERCEL_CONTINUE(raise_and_drop);
  TIERCEL_NEXT;
}

}  // namespace

// A record of a descendant is the slow path's affair; the field is in range for the type.
HANDLER(handle_record_ref) {
  auto* record = object_if<Record, ObjectKind::record>(registers[pc->b]);
  if (!record || record->type != registers[pc->c]) [[unlikely]]
    TIERCEL_CONTINUE(record_ref_slow);
  registers[pc->a] = record->elements[pc->d];
  TIERCEL_NEXT;
}

HANDLER(handle_record_set) {
  auto* record = object_if<Record, ObjectKind::record>(registers[pc->a]);
  if (!record || record->type != registers[pc->b]) [[unlikely]]
    TIERCEL_CONTINUE(record_set_slow);
  store_field(record, &record->elements[pc->c], registers[pc->d]);
  TIERCEL_NEXT;
}

HANDLER(handle_is_record) {
  registers[pc->a] = fast_is_record(ctx, registers[pc->b], registers[pc->c]);
  TIERCEL_NEXT;
}

}  // namespace tiercel
