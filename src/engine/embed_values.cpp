// Values through the C door: made, looked at, kept, called.
#include <cstring>
#include <new>

#include "engine/convert.h"
#include "engine/embed.h"
#include "number/arithmetic.h"
#include "number/integer.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/printer.h"
#include "prims/equivalence.h"

using namespace tiercel;

namespace {

static_assert(sizeof(tc_value) == sizeof(Value));

Value inside(tc_value value) { return {value.bits}; }
tc_value outside(Value value) { return {value.bits}; }
Context* context_of(tc_isolate* isolate) { return isolate->engine->context(); }

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
tc_value tc_bool(int truth) { return outside(boolean(truth != 0)); }
tc_value tc_int(tc_isolate* isolate, int64_t number) { return outside(make_integer_64(context_of(isolate), number)); }
tc_value tc_float(tc_isolate* isolate, double number) { return outside(make_flonum(context_of(isolate), number)); }
tc_value tc_cons(tc_isolate* isolate, tc_value car, tc_value cdr) {
  return outside(cons(context_of(isolate), inside(car), inside(cdr)));
}

tc_status tc_character(uint32_t scalar, tc_value* value) {
  if (!value || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar < 0xE000)) return TC_MISUSE;
  *value = outside(make_char(scalar));
  return TC_OK;
}

tc_status tc_string(tc_isolate* isolate, const char* text, size_t length, tc_value* value) {
  if (!isolate || !text || !value) return TC_MISUSE;
  return store(isolate, make_string_utf8(context_of(isolate), {text, length}), value);
}

tc_status tc_symbol(tc_isolate* isolate, const char* text, size_t length, tc_value* value) {
  if (!isolate || !text || !value) return TC_MISUSE;
  return store(isolate, intern(context_of(isolate), {text, length}), value);
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
  if (parse_number({text, length}, 10, arena, &literal) != NumberSyntax::number) return TC_MISUSE;
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

int tc_length(tc_value value, size_t* length) {
  Value v = inside(value);
  if (!length || !(type_is_string(v) || type_is_vector(v) || type_is_bytevector(v))) return 0;
  int64_t count = type_is_string(v)   ? string_length(as_string(v))
                  : type_is_vector(v) ? vector_length(as_vector(v))
                                      : bytevector_length(as_bytevector(v));
  *length = static_cast<size_t>(count);
  return 1;
}

int tc_vector_ref(tc_value value, size_t index, tc_value* element) {
  Value v = inside(value);
  if (!element || !type_is_vector(v) || index >= static_cast<size_t>(vector_length(as_vector(v)))) return 0;
  *element = outside(as_vector(v)->elements[index]);
  return 1;
}

int tc_bytevector_ref(tc_value value, size_t index, uint8_t* byte) {
  Value v = inside(value);
  if (!byte || !type_is_bytevector(v) || index >= static_cast<size_t>(bytevector_length(as_bytevector(v)))) return 0;
  *byte = as_bytevector(v)->bytes[index];
  return 1;
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

// --- Running --------------------------------------------------------------------------------------------------------

namespace {

tc_result value_result(tc_isolate* isolate, const Outcome& outcome, tc_value* value) {
  if (outcome.status != Status::ok) return make_result(status_of(outcome.status), outcome.exit_code, outcome.text);
  Context* ctx = context_of(isolate);
  Value answer = outcome.value;
  if (answer == v_multiple) answer = ctx->nvalues > 0 ? ctx->values[0] : v_unspecified;
  *value = outside(answer);
  return failure(TC_OK);
}

}  // namespace

tc_result tc_evaluate_value(tc_environment* environment, const char* text, size_t length, const char* name,
                            tc_value* value) {
  if (!environment || !text || !name || !value) return failure(TC_MISUSE);
  tc_isolate* isolate = environment->isolate;
  if (!isolate->ready) return failure(TC_NOT_READY);
  Entered entered(isolate);
  return value_result(isolate, isolate->engine->evaluate(environment->top_level, {text, length}, name), value);
}

tc_result tc_call(tc_isolate* isolate, tc_value procedure, const tc_value* arguments, size_t count, tc_value* value) {
  if (!isolate || !value || (count > 0 && !arguments) || !is_procedure(inside(procedure))) return failure(TC_MISUSE);
  if (!isolate->ready) return failure(TC_NOT_READY);
  Entered entered(isolate);
  std::vector<Value> values(count);
  for (size_t i = 0; i < count; i++) values[i] = inside(arguments[i]);
  return value_result(isolate, isolate->engine->call(inside(procedure), values), value);
}

// --- Keeping --------------------------------------------------------------------------------------------------------

tc_handle* tc_keep(tc_isolate* isolate, tc_value value) {
  if (!isolate) return nullptr;
  auto* kept = new (std::nothrow) tc_handle{isolate, 0};
  if (kept) kept->handle = make_handle(context_of(isolate)->isolate, inside(value));
  return kept;
}

tc_value tc_kept(const tc_handle* kept) {
  return kept ? outside(handle_value(context_of(kept->isolate)->isolate, kept->handle)) : tc_nil();
}

void tc_release(tc_handle* kept) {
  if (!kept) return;
  release_handle(context_of(kept->isolate)->isolate, kept->handle);
  delete kept;
}
