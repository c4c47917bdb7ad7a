// Values through the C door: made, looked at, changed.
#include <cstring>

#include "embed/embed.h"
#include "number/arithmetic.h"
#include "number/integer.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/printer.h"
#include "prims/equivalence.h"

using namespace tiercel;

namespace {

Context* context_of(tc_isolate* isolate) { return isolate->context(); }

// Stores what a maker gave, unless memory was short.
tc_status store(tc_isolate* isolate, Value made, tc_value* value) {
  if (made == v_pending) {
    context_of(isolate)->pending = v_false;
    return TC_CONDITION;
  }
  *value = outside(made);
  return TC_OK;
}

tc_kind kind_of_object(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::bignum: return TC_KIND_INT;
    case ObjectKind::flonum: return TC_KIND_FLOAT;
    case ObjectKind::ratnum: return TC_KIND_RATIO;
    case ObjectKind::compnum: return TC_KIND_COMPLEX;
    case ObjectKind::symbol: return TC_KIND_SYMBOL;
    case ObjectKind::string: return TC_KIND_STRING;
    case ObjectKind::vector: return TC_KIND_VECTOR;
    case ObjectKind::bytevector: return TC_KIND_BYTEVECTOR;
    case ObjectKind::hash_table: return TC_KIND_HASH_TABLE;
    case ObjectKind::record: return TC_KIND_RECORD;
    case ObjectKind::condition: return TC_KIND_CONDITION;
    case ObjectKind::port: return TC_KIND_PORT;
    case ObjectKind::foreign: return TC_KIND_FOREIGN;
    case ObjectKind::box: return TC_KIND_BOX;
    case ObjectKind::promise: return TC_KIND_PROMISE;
    case ObjectKind::record_type: return TC_KIND_RECORD_TYPE;
    default: return TC_KIND_OTHER;
  }
}

}  // namespace

tc_kind tc_kind_of(tc_value value) {
  Value v = inside(value);
  if (v == v_nil) return TC_KIND_NIL;
  if (is_boolean(v)) return TC_KIND_BOOL;
  if (is_fixnum(v)) return TC_KIND_INT;
  if (is_immediate_float(v)) return TC_KIND_FLOAT;
  if (is_pair(v)) return TC_KIND_PAIR;
  if (is_procedure(v)) return TC_KIND_CLOSURE;
  if (is_object(v)) return kind_of_object(object_kind(v));
  if (v == v_empty) return TC_KIND_EMPTY;
  if (is_char(v)) return TC_KIND_CHARACTER;
  if (v == v_eof) return TC_KIND_EOF;
  return v == v_unspecified ? TC_KIND_UNSPECIFIED : TC_KIND_OTHER;
}

// --- Making ---------------------------------------------------------------------------------------------------------

tc_value tc_nil(void) { return outside(v_nil); }
tc_value tc_empty(void) { return outside(v_empty); }
tc_value tc_eof(void) { return outside(v_eof); }
tc_value tc_unspecified(void) { return outside(v_unspecified); }
tc_value tc_bool(int truth) { return outside(boolean(truth != 0)); }
tc_value tc_int(tc_isolate* isolate, int64_t number) { return outside(make_integer_64(context_of(isolate), number)); }
tc_value tc_float(tc_isolate* isolate, double number) { return outside(make_flonum(context_of(isolate), number)); }
tc_value tc_cons(tc_isolate* isolate, tc_value car, tc_value cdr) {
  return outside(cons(context_of(isolate), inside(car), inside(cdr)));
}

tc_value tc_box(tc_isolate* isolate, tc_value content) {
  return outside(make_box(context_of(isolate), inside(content)));
}

tc_status tc_character(uint32_t scalar, tc_value* value) {
  if (!value || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar < 0xE000)) return TC_MISUSE;
  *value = outside(make_char(scalar));
  return TC_OK;
}

tc_status tc_string(tc_isolate* isolate, const char* text, size_t length, tc_value* value) {
  if (!isolate || !text || !value) return TC_MISUSE;
  return store(isolate, make_string_utf8(context_of(isolate), text_of(text, length)), value);
}

tc_status tc_symbol(tc_isolate* isolate, const char* text, size_t length, tc_value* value) {
  if (!isolate || !text || !value) return TC_MISUSE;
  return store(isolate, intern(context_of(isolate), text_of(text, length)), value);
}

tc_status tc_list(tc_isolate* isolate, const tc_value* elements, size_t count, tc_value* value) {
  if (!isolate || (count > 0 && !elements) || !value) return TC_MISUSE;
  Value list = v_empty;
  while (count > 0) list = cons(context_of(isolate), inside(elements[--count]), list);
  return store(isolate, list, value);
}

tc_status tc_vector(tc_isolate* isolate, const tc_value* elements, size_t count, tc_value* value) {
  if (!isolate || (count > 0 && !elements) || !value || count > INT64_MAX) return TC_MISUSE;
  Value made = make_vector(context_of(isolate), static_cast<int64_t>(count), v_unspecified);
  if (made != v_pending) {  // fresh, so no barrier
    for (size_t i = 0; i < count; i++) as_vector(made)->elements[i] = inside(elements[i]);
  }
  return store(isolate, made, value);
}

tc_status tc_bytevector(tc_isolate* isolate, const uint8_t* bytes, size_t count, tc_value* value) {
  if (!isolate || (count > 0 && !bytes) || !value || count > INT64_MAX) return TC_MISUSE;
  Value made = make_bytevector(context_of(isolate), static_cast<int64_t>(count));
  if (made != v_pending && count > 0) std::memcpy(as_bytevector(made)->bytes, bytes, count);
  return store(isolate, made, value);
}

tc_status tc_number(tc_isolate* isolate, const char* text, size_t length, tc_value* value) {
  if (!isolate || !text || !value) return TC_MISUSE;
  Arena arena;
  NumberLiteral literal;
  if (parse_number(text_of(text, length), 10, arena, &literal) != NumberSyntax::number) return TC_MISUSE;
  return store(isolate, make_number(context_of(isolate), literal), value);
}

// --- Looking --------------------------------------------------------------------------------------------------------

int tc_is_nil(tc_value value) { return inside(value) == v_nil; }
int tc_is_truthy(const tc_isolate* isolate, tc_value value) {
  return isolate && !isolate->engine->context()->isolate->is_false_here(inside(value));
}

int tc_to_bool(tc_value value, int* truth) {
  if (!truth || !is_boolean(inside(value))) return 0;
  *truth = inside(value) == v_true;
  return 1;
}

int tc_to_int(tc_value value, int64_t* number) {
  Value v = inside(value);
  if (!number || !type_is_exact_integer(v)) return 0;
  IntegerView view(v);
  uint64_t magnitude = view.size() == 0 ? 0 : view.limbs()[0];
  uint64_t limit = uint64_t{INT64_MAX} + (view.negative() ? 1 : 0);
  if (view.size() > 1 || magnitude > limit) return 0;
  *number = static_cast<int64_t>(view.negative() ? -magnitude : magnitude);
  return 1;
}

int tc_to_float(tc_value value, double* number) {
  if (!number || !is_float(inside(value))) return 0;
  *number = float_value(inside(value));
  return 1;
}

int tc_to_character(tc_value value, uint32_t* scalar) {
  if (!scalar || !is_char(inside(value))) return 0;
  *scalar = char_scalar(inside(value));
  return 1;
}

int tc_car(tc_value value, tc_value* car) {
  if (!car || !is_pair(inside(value))) return 0;
  *car = outside(as_pair(inside(value))->car);
  return 1;
}

int tc_cdr(tc_value value, tc_value* cdr) {
  if (!cdr || !is_pair(inside(value))) return 0;
  *cdr = outside(as_pair(inside(value))->cdr);
  return 1;
}

int tc_unbox(tc_value value, tc_value* content) {
  if (!content || !is_kind(inside(value), ObjectKind::box)) return 0;
  *content = outside(as_box(inside(value))->content);
  return 1;
}

int tc_ratio_parts(tc_value value, tc_value* numerator, tc_value* denominator) {
  Value v = inside(value);
  if (!numerator || !denominator || !is_kind(v, ObjectKind::ratnum)) return 0;
  *numerator = outside(as_ratnum(v)->numerator);
  *denominator = outside(as_ratnum(v)->denominator);
  return 1;
}

int tc_complex_parts(tc_value value, tc_value* real, tc_value* imaginary) {
  Value v = inside(value);
  if (!real || !imaginary || !is_kind(v, ObjectKind::compnum)) return 0;
  *real = outside(as_compnum(v)->real);
  *imaginary = outside(as_compnum(v)->imaginary);
  return 1;
}

namespace {

// -1 where a value has no length.
int64_t length_of(Value v) {
  if (type_is_string(v)) return string_length(as_string(v));
  if (type_is_vector(v)) return vector_length(as_vector(v));
  if (type_is_bytevector(v)) return bytevector_length(as_bytevector(v));
  if (is_kind(v, ObjectKind::hash_table)) return as_hash_table(v)->count;
  if (is_kind(v, ObjectKind::record)) return vector_length(as_vector(as_record_type(as_record(v)->type)->fields));
  return -1;
}

bool has_index(Value v, size_t index) {
  int64_t length = length_of(v);
  return length >= 0 && index < static_cast<size_t>(length);
}

// An element as the primitive gives it.
Value element_of(Value v, size_t index) {
  return type_is_vector(v) ? as_vector(v)->elements[index] : as_record(v)->elements[index];
}

}  // namespace

int tc_length(tc_value value, size_t* length) {
  int64_t count = length_of(inside(value));
  if (!length || count < 0) return 0;
  *length = static_cast<size_t>(count);
  return 1;
}

int tc_vector_ref(tc_value value, size_t index, tc_value* element) {
  Value v = inside(value);
  if (!element || !type_is_vector(v) || !has_index(v, index)) return 0;
  *element = outside(element_of(v, index));
  return 1;
}

int tc_bytevector_ref(tc_value value, size_t index, uint8_t* byte) {
  Value v = inside(value);
  if (!byte || !type_is_bytevector(v) || !has_index(v, index)) return 0;
  *byte = as_bytevector(v)->bytes[index];
  return 1;
}

int tc_string_ref(tc_value value, size_t index, uint32_t* scalar) {
  Value v = inside(value);
  if (!scalar || !type_is_string(v) || !has_index(v, index)) return 0;
  *scalar = string_scalar(as_string(v), static_cast<int64_t>(index));
  return 1;
}

int tc_record_ref(tc_value value, size_t index, tc_value* field) {
  Value v = inside(value);
  if (!field || !is_kind(v, ObjectKind::record) || !has_index(v, index)) return 0;
  *field = outside(element_of(v, index));
  return 1;
}

int tc_record_type(tc_value value, tc_value* type) {
  if (!type || !is_kind(inside(value), ObjectKind::record)) return 0;
  *type = outside(as_record(inside(value))->type);
  return 1;
}

size_t tc_bytevector_copy(tc_value value, size_t start, uint8_t* bytes, size_t capacity) {
  Value v = inside(value);
  if (!bytes || !type_is_bytevector(v) || !has_index(v, start)) return 0;
  size_t rest = static_cast<size_t>(length_of(v)) - start;
  size_t count = rest < capacity ? rest : capacity;
  std::memcpy(bytes, as_bytevector(v)->bytes + start, count);
  return count;
}

char* tc_name(tc_value value, size_t* length) {
  Value v = inside(value);
  if (is_procedure(v)) return tc_text(outside(function_of(as_procedure(v))->name), length);
  return is_kind(v, ObjectKind::record_type) ? tc_text(outside(as_record_type(v)->name), length) : nullptr;
}

char* tc_text(tc_value value, size_t* length) {
  Value v = inside(value);
  if (!type_is_string(v) && !type_is_symbol(v)) return nullptr;
  std::string text = type_is_string(v) ? string_utf8(v) : symbol_utf8(v);
  if (length) *length = text.size();
  return copy_text(text);
}

char* tc_write(tc_value value, size_t* length) {
  std::string text = write_value(inside(value));
  if (length) *length = text.size();
  return copy_text(text);
}

int tc_eq(tc_value a, tc_value b) {
  Value x = inside(a), y = inside(b);
  return x == y || (type_is_number(x) && type_is_number(y) && number_eqv(x, y));
}

int tc_equal(tc_value a, tc_value b) { return values_are_equal(inside(a), inside(b)); }

// --- Changing -------------------------------------------------------------------------------------------------------

int tc_set_car(tc_value pair, tc_value car) {
  if (!is_pair(inside(pair)) || is_constant_pair(inside(pair))) return 0;
  Pair* changed = as_pair(inside(pair));
  store_field(changed, &changed->car, inside(car));
  return 1;
}

int tc_set_cdr(tc_value pair, tc_value cdr) {
  if (!is_pair(inside(pair)) || is_constant_pair(inside(pair))) return 0;
  Pair* changed = as_pair(inside(pair));
  store_field(changed, &changed->cdr, inside(cdr));
  return 1;
}

int tc_set_box(tc_value box, tc_value content) {
  if (!is_kind(inside(box), ObjectKind::box)) return 0;
  Box* changed = as_box(inside(box));
  store_field(changed, &changed->content, inside(content));
  return 1;
}

int tc_vector_set(tc_value vector, size_t index, tc_value element) {
  Value v = inside(vector);
  if (!type_is_vector(v) || !has_index(v, index) || header_of(v) & vector_flag_immutable) return 0;
  store_field(as_vector(v), &as_vector(v)->elements[index], inside(element));
  return 1;
}

int tc_bytevector_set(tc_value bytevector, size_t index, uint8_t byte) {
  Value v = inside(bytevector);
  if (!type_is_bytevector(v) || !has_index(v, index) || header_of(v) & bytevector_flag_immutable) return 0;
  as_bytevector(v)->bytes[index] = byte;
  return 1;
}
