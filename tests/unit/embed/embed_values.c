/* Values through the C interface, as a C program sees them: C2 and C3 of docs/requirements.md. */
#include "embed/embed_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiercel/tiercel.h"

static char complaint[400];

static const char* complain(int line, const char* what) {
  snprintf(complaint, sizeof complaint, "line %d: %s", line, what);
  return complaint;
}

#define CHECK(condition)                                     \
  do {                                                       \
    if (!(condition)) return complain(__LINE__, #condition); \
  } while (0)
#define CHECK_ALL(call)          \
  do {                           \
    const char* failed = (call); \
    if (failed) return failed;   \
  } while (0)

/* One isolate and one environment serve all checks. */
static tc_isolate* isolate;
static tc_environment* environment;

static void open_world(void) {
  if (isolate) return;
  isolate = tc_isolate_create(NULL);
  environment = tc_environment_create(isolate, TC_FULL);
}

static tc_value value_of(const char* text) {
  tc_value value = tc_nil();
  tc_result result = tc_evaluate_value(environment, text, strlen(text), "test", &value);
  if (result.status != TC_OK) fprintf(stderr, "%s: %s\n", text, result.text ? result.text : "");
  tc_free(result.text);
  return value;
}

/* What comes back when Scheme is given the value and hands it on through pairs, vectors, closures and a collection. */
static tc_value through_scheme(tc_value value) {
  tc_value procedure = value_of(
      "(import (tiercel memory)) "
      "(lambda (x) (let ((kept (vector (list x)))) (collect-garbage) ((lambda () (car (vector-ref kept 0))))))");
  tc_value back = tc_nil();
  tc_result result = tc_call(isolate, procedure, &value, 1, &back);
  if (result.status != TC_OK) fprintf(stderr, "%s\n", result.text ? result.text : "");
  tc_free(result.text);
  return back;
}

static uint64_t bits_of(double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  return bits;
}

static double float_of(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

const char* check_scalars(void) {
  open_world();
  CHECK(tc_is_nil(tc_nil()));
  CHECK(!tc_is_nil(tc_empty()) && !tc_is_nil(tc_bool(0)) && !tc_is_nil(tc_int(isolate, 0)));
  int truth = 7;
  CHECK(tc_to_bool(tc_bool(1), &truth) && truth == 1);
  CHECK(tc_to_bool(tc_bool(0), &truth) && truth == 0);
  CHECK(tc_to_bool(tc_bool(-5), &truth) && truth == 1);
  static const int64_t numbers[] = {0,
                                    1,
                                    -1,
                                    42,
                                    (1LL << 60) - 1,
                                    1LL << 60,
                                    -(1LL << 60),
                                    -(1LL << 60) - 1,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MAX - 1,
                                    INT64_MIN + 1};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    int64_t number = 7;
    CHECK(tc_to_int(tc_int(isolate, numbers[i]), &number) && number == numbers[i]);
    CHECK(tc_to_int(through_scheme(tc_int(isolate, numbers[i])), &number) && number == numbers[i]);
  }
  uint32_t scalar = 0;
  tc_value character;
  CHECK(tc_character(0x1F600, &character) == TC_OK);
  CHECK(tc_to_character(character, &scalar) && scalar == 0x1F600);
  CHECK(!tc_is_truthy(isolate, tc_nil()) && !tc_is_truthy(isolate, tc_bool(0)));
  CHECK(tc_is_truthy(isolate, tc_bool(1)) && tc_is_truthy(isolate, tc_int(isolate, 0)));
  CHECK(tc_is_truthy(isolate, tc_empty()) && tc_is_truthy(isolate, tc_float(isolate, 0.0)));
  return NULL;
}

/* A value of another kind is refused and nothing is stored. */
static const char* refuses(tc_value value, tc_kind kind) {
  int truth = 7;
  int64_t number = 7;
  double floating = 7;
  CHECK(tc_kind_of(value) == kind);
  CHECK(tc_is_nil(value) == (kind == TC_KIND_NIL));
  CHECK(kind == TC_KIND_BOOL || (!tc_to_bool(value, &truth) && truth == 7));
  CHECK(kind == TC_KIND_INT || (!tc_to_int(value, &number) && number == 7));
  CHECK(kind == TC_KIND_FLOAT || (!tc_to_float(value, &floating) && floating == 7));
  uint32_t scalar = 7;
  size_t length = 7;
  tc_value part = tc_bool(1);
  CHECK(kind == TC_KIND_CHARACTER || (!tc_to_character(value, &scalar) && scalar == 7));
  CHECK(kind == TC_KIND_PAIR || (!tc_car(value, &part) && !tc_cdr(value, &part)));
  CHECK(kind == TC_KIND_VECTOR || !tc_vector_ref(value, 0, &part));
  CHECK(kind == TC_KIND_VECTOR || kind == TC_KIND_STRING || kind == TC_KIND_BYTEVECTOR ||
        kind == TC_KIND_HASH_TABLE || kind == TC_KIND_RECORD || !tc_length(value, &length));
  CHECK(kind == TC_KIND_STRING || kind == TC_KIND_SYMBOL || tc_text(value, &length) == NULL);
  return NULL;
}

static const struct {
  const char* text;
  tc_kind kind;
} samples[] = {
    {"nil", TC_KIND_NIL},
    {"#t", TC_KIND_BOOL},
    {"#f", TC_KIND_BOOL},
    {"0", TC_KIND_INT},
    {"-5", TC_KIND_INT},
    {"(expt 2 60)", TC_KIND_INT},
    {"(- (expt 2 60))", TC_KIND_INT},
    {"(expt 2 63)", TC_KIND_INT},
    {"(- (expt 2 63))", TC_KIND_INT},
    {"(expt 10 100)", TC_KIND_INT},
    {"(- (expt 10 100))", TC_KIND_INT},
    {"3.5", TC_KIND_FLOAT},
    {"-0.0", TC_KIND_FLOAT},
    {"1e300", TC_KIND_FLOAT},
    {"+inf.0", TC_KIND_FLOAT},
    {"+nan.0", TC_KIND_FLOAT},
    {"'(1 . 2)", TC_KIND_PAIR},
    {"(list 1 (list 2 (vector 3 \"x\")) 'y)", TC_KIND_PAIR},
    {"'symbol", TC_KIND_SYMBOL},
    {"(gensym)", TC_KIND_SYMBOL},
    {"car", TC_KIND_CLOSURE},
    {"map", TC_KIND_CLOSURE},
    {"(let ((n 1)) (lambda (x) (set! n (+ n x)) n))", TC_KIND_CLOSURE},
    {"(call/cc (lambda (k) k))", TC_KIND_CLOSURE},
    {"\"text\"", TC_KIND_STRING},
    {"\"\"", TC_KIND_STRING},
    {"(string #\\x1F600 #\\a)", TC_KIND_STRING},
    {"(vector 1 2.5 'x)", TC_KIND_VECTOR},
    {"#()", TC_KIND_VECTOR},
    {"'()", TC_KIND_EMPTY},
    {"#\\a", TC_KIND_CHARACTER},
    {"1/3", TC_KIND_RATIO},
    {"(/ -7 (expt 10 50))", TC_KIND_RATIO},
    {"1+2i", TC_KIND_COMPLEX},
    {"#u8(1 2 255)", TC_KIND_BYTEVECTOR},
    {"(eof-object)", TC_KIND_EOF},
    {"(import (tiercel hash-table)) (make-hash-table)", TC_KIND_HASH_TABLE},
    {"(define-record-type point (make-point x) point? (x point-x)) (make-point 1)", TC_KIND_RECORD},
    {"(guard (e (#t e)) (error \"no\" 1))", TC_KIND_CONDITION},
    {"(open-input-string \"x\")", TC_KIND_PORT},
    {"(delay 1)", TC_KIND_PROMISE},
};

const char* check_wrong_kinds(void) {
  open_world();
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    CHECK_ALL(refuses(value_of(samples[i].text), samples[i].kind));
  }
  int64_t number = 7;
  CHECK(!tc_to_int(value_of("(expt 2 63)"), &number) && number == 7);
  CHECK(!tc_to_int(value_of("(- (- (expt 2 63)) 1)"), &number) && number == 7);
  CHECK(tc_to_int(value_of("(- (expt 2 63))"), &number) && number == INT64_MIN);
  return NULL;
}

const char* check_float_bits(void) {
  open_world();
  static const uint64_t patterns[] = {
      0x0000000000000000u, 0x8000000000000000u, /* zeros */
      0x3FF0000000000000u, 0xBFF8000000000000u, 0x400921FB54442D18u,
      0x0000000000000001u, 0x800FFFFFFFFFFFFFu, /* denormals */
      0x0010000000000000u, 0x7FEFFFFFFFFFFFFFu, 0xFFEFFFFFFFFFFFFFu,
      0x7FF0000000000000u, 0xFFF0000000000000u,                      /* infinities */
      0x7FF8000000000000u, 0xFFF8000000000000u, 0x7FF8DEADBEEF1234u, /* quiet NaNs with payloads */
      0x7FF0000000000001u, 0xFFF4000000000123u,                      /* signalling ones */
  };
  uint64_t state = 0x9E3779B97F4A7C15u;
  for (size_t i = 0; i < 3000; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    size_t fixed = sizeof patterns / sizeof *patterns;
    uint64_t bits = i < fixed ? patterns[i] : state;
    double back = 7;
    tc_value value = tc_float(isolate, float_of(bits));
    CHECK(tc_kind_of(value) == TC_KIND_FLOAT);
    CHECK(tc_to_float(value, &back) && bits_of(back) == bits);
    if (i < 2 * fixed)
      CHECK(tc_to_float(through_scheme(tc_float(isolate, float_of(bits))), &back) && bits_of(back) == bits);
  }
  return NULL;
}

const char* check_kind_numbers(void) {
  CHECK(TC_KIND_NIL == 0 && TC_KIND_BOOL == 1 && TC_KIND_INT == 2 && TC_KIND_FLOAT == 3 && TC_KIND_PAIR == 4);
  CHECK(TC_KIND_SYMBOL == 5 && TC_KIND_CLOSURE == 6 && TC_KIND_STRING == 7 && TC_KIND_VECTOR == 8);
  CHECK(TC_KIND_EMPTY == 9);
  CHECK(sizeof(tc_value) == 8);
  return NULL;
}

/* Scheme makes a value, C keeps it, gives it back, and Scheme compares. */
const char* check_round_trips(void) {
  open_world();
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    tc_handle* kept = tc_keep(isolate, value_of(samples[i].text));
    CHECK(kept != NULL);
    tc_value back = through_scheme(tc_kept(kept));
    CHECK(tc_kind_of(back) == samples[i].kind);
    CHECK(tc_eq(back, tc_kept(kept)) && tc_equal(back, tc_kept(kept)));
    tc_handle* same = tc_keep(isolate, value_of("(lambda (a b) (list (eqv? a b) (equal? a b)))"));
    tc_value arguments[2] = {tc_kept(kept), tc_kept(kept)};
    tc_value answers, first, rest, second;
    CHECK(tc_call(isolate, tc_kept(same), arguments, 2, &answers).status == TC_OK);
    CHECK(tc_car(answers, &first) && tc_cdr(answers, &rest) && tc_car(rest, &second));
    CHECK(tc_is_truthy(isolate, first) && tc_is_truthy(isolate, second));
    tc_release(same);
    tc_release(kept);
  }
  return NULL;
}

static const char* written_as(tc_value value, const char* text) {
  size_t length = 0;
  char* written = tc_write(value, &length);
  int same = written && length == strlen(text) && memcmp(written, text, length) == 0;
  if (!same) snprintf(complaint, sizeof complaint, "expected %s, found %s", text, written ? written : "nothing");
  tc_free(written);
  return same ? NULL : complaint;
}

/* C makes a value; Scheme finds it equal to its own. */
static const char* equal_to(tc_value made, const char* text) {
  tc_handle* kept = tc_keep(isolate, made);
  tc_value own = value_of(text);
  int same = tc_equal(tc_kept(kept), own) && tc_equal(own, tc_kept(kept));
  tc_release(kept);
  return same ? NULL : complain(__LINE__, text);
}

const char* check_made_in_c(void) {
  open_world();
  tc_value value, string, symbol;
  CHECK(tc_string(isolate, "a\xC3\xA9\xF0\x9F\x98\x80", 7, &string) == TC_OK);
  size_t length = 0;
  CHECK(tc_length(string, &length) && length == 3);
  char* text = tc_text(string, &length);
  CHECK(text && length == 7 && memcmp(text, "a\xC3\xA9\xF0\x9F\x98\x80", 8) == 0);
  tc_free(text);
  CHECK_ALL(equal_to(string, "\"a\\xE9;\\x1F600;\""));
  CHECK(tc_symbol(isolate, "hello", 5, &symbol) == TC_OK);
  CHECK(tc_eq(symbol, value_of("'hello")));
  CHECK(tc_number(isolate, "1/3", 3, &value) == TC_OK && tc_kind_of(value) == TC_KIND_RATIO);
  CHECK_ALL(equal_to(value, "(/ 1 3)"));
  CHECK(tc_number(isolate, "1e100", 5, &value) == TC_OK && tc_kind_of(value) == TC_KIND_FLOAT);
  CHECK(tc_number(isolate, "#e1e100", 7, &value) == TC_OK && tc_kind_of(value) == TC_KIND_INT);
  CHECK_ALL(equal_to(value, "(expt 10 100)"));
  CHECK(tc_number(isolate, "-9223372036854775809", 20, &value) == TC_OK);
  CHECK_ALL(equal_to(value, "(- (- (expt 2 63)) 1)"));
  CHECK_ALL(equal_to(tc_int(isolate, INT64_MIN), "(- (expt 2 63))"));
  CHECK_ALL(equal_to(tc_int(isolate, 1LL << 60), "(expt 2 60)"));
  CHECK_ALL(equal_to(tc_int(isolate, -(1LL << 60)), "(- (expt 2 60))"));
  CHECK_ALL(equal_to(tc_empty(), "'()"));
  CHECK_ALL(equal_to(tc_nil(), "nil"));
  tc_value inner = tc_cons(isolate, tc_int(isolate, 2), tc_cons(isolate, tc_float(isolate, 2.5), tc_empty()));
  CHECK_ALL(written_as(tc_cons(isolate, tc_bool(1), tc_cons(isolate, inner, tc_int(isolate, 3))), "(#t (2 2.5) . 3)"));
  CHECK(tc_string(isolate, "x", 1, &string) == TC_OK);
  tc_value elements[3] = {tc_int(isolate, 1), string, tc_nil()};
  CHECK(tc_vector(isolate, elements, 3, &value) == TC_OK);
  CHECK_ALL(written_as(value, "#(1 \"x\" nil)"));
  tc_value element;
  CHECK(tc_vector_ref(value, 1, &element) && tc_eq(element, string));
  CHECK(!tc_vector_ref(value, 3, &element));
  CHECK(tc_vector(isolate, NULL, 0, &value) == TC_OK);
  CHECK_ALL(written_as(value, "#()"));
  uint8_t bytes[2] = {0, 255}, byte = 7;
  CHECK(tc_bytevector(isolate, bytes, 2, &value) == TC_OK);
  CHECK(tc_bytevector_ref(value, 1, &byte) && byte == 255 && !tc_bytevector_ref(value, 2, &byte));
  CHECK_ALL(written_as(value, "#u8(0 255)"));
  return NULL;
}

/* Kept values survive collections while others are made and dropped, and keep their identity. */
const char* check_kept_values(void) {
  open_world();
  enum { count = 500 };
  static tc_handle* kept[count];
  for (int i = 0; i < count; i++) {
    tc_value pair = tc_cons(isolate, tc_int(isolate, i), tc_cons(isolate, tc_float(isolate, i * 1e200), tc_empty()));
    kept[i] = tc_keep(isolate, pair);
    CHECK(kept[i] != NULL);
  }
  for (int round = 0; round < 5; round++) {
    value_of("(import (tiercel memory)) (let loop ((i 0)) (if (< i 20000) (begin (make-vector 10 i) (loop (+ i 1)))))");
    value_of("(collect-garbage)");
    for (int i = 0; i < count; i++) {
      tc_value car, cdr;
      int64_t number = -1;
      double floating = -1;
      CHECK(tc_car(tc_kept(kept[i]), &car) && tc_to_int(car, &number) && number == i);
      CHECK(tc_cdr(tc_kept(kept[i]), &cdr) && tc_car(cdr, &car));
      CHECK(tc_to_float(car, &floating) && floating == i * 1e200);
    }
  }
  for (int i = 0; i < count; i++) tc_release(kept[i]);
  tc_release(NULL);
  return NULL;
}

const char* check_calls(void) {
  open_world();
  tc_value answer = tc_nil(), arguments[70];
  int64_t sum = 0;
  for (int i = 0; i < 70; i++) arguments[i] = tc_int(isolate, i);
  tc_handle* plus = tc_keep(isolate, value_of("+"));
  CHECK(tc_call(isolate, tc_kept(plus), arguments, 70, &answer).status == TC_OK);
  CHECK(tc_to_int(answer, &sum) && sum == 2415);
  CHECK(tc_call(isolate, tc_kept(plus), NULL, 0, &answer).status == TC_OK && tc_to_int(answer, &sum) && sum == 0);
  tc_release(plus);
  tc_handle* closure = tc_keep(isolate, value_of("(let ((n 0)) (lambda (x) (set! n (+ n x)) n))"));
  for (int i = 1; i <= 4; i++) {
    tc_value step = tc_int(isolate, i);
    CHECK(tc_call(isolate, tc_kept(closure), &step, 1, &answer).status == TC_OK);
  }
  CHECK(tc_to_int(answer, &sum) && sum == 10);
  answer = tc_bool(1);
  tc_result failed = tc_call(isolate, tc_kept(closure), NULL, 0, &answer);
  CHECK(failed.status == TC_CONDITION && strstr(failed.text, "T3004") && tc_eq(answer, tc_bool(1)));
  tc_free(failed.text);
  tc_release(closure);
  failed = tc_call(isolate, value_of("(lambda () (exit 3))"), NULL, 0, &answer);
  CHECK(failed.status == TC_EXITED && failed.code == 3);
  tc_free(failed.text);
  CHECK(tc_to_int(value_of("(values 1 2)"), &sum) && sum == 1);
  CHECK(tc_current_isolate() == NULL);
  return NULL;
}

const char* check_misuse(void) {
  open_world();
  tc_value value = tc_bool(1);
  CHECK(tc_call(isolate, tc_nil(), NULL, 0, &value).status == TC_MISUSE);
  CHECK(tc_call(NULL, value_of("car"), NULL, 0, &value).status == TC_MISUSE);
  CHECK(tc_call(isolate, value_of("car"), NULL, 1, &value).status == TC_MISUSE);
  CHECK(tc_evaluate_value(environment, NULL, 0, "x", &value).status == TC_MISUSE);
  CHECK(tc_evaluate_value(environment, "1", 1, "x", NULL).status == TC_MISUSE);
  CHECK(tc_character(0xD800, &value) == TC_MISUSE && tc_character(0x110000, &value) == TC_MISUSE);
  CHECK(tc_number(isolate, "one", 3, &value) == TC_MISUSE && tc_number(isolate, "1/0", 3, &value) == TC_MISUSE);
  CHECK(tc_vector(isolate, NULL, 2, &value) == TC_MISUSE);
  CHECK(tc_vector(isolate, &value, SIZE_MAX, &value) == TC_MISUSE);
  CHECK(tc_eq(value, tc_bool(1)));
  tc_result failed = tc_evaluate_value(environment, "(", 1, "x", &value);
  CHECK(failed.status == TC_SYNTAX && failed.text);
  tc_free(failed.text);
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
  isolate = NULL;
  environment = NULL;
  return NULL;
}
