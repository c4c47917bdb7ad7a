/* Looking at values of every kind, changing those that can be changed, foreign objects, conditions. */
#include "check.h"

static int released;
static void count_release(void* pointer) { released += *(int*)pointer; }

static void check_parts(tc_isolate* isolate, tc_environment* e) {
  tc_value a, b;
  size_t length;
  uint32_t scalar;
  uint8_t bytes[4];
  CHECK(tc_ratio_parts(value_of(e, "-2/6"), &a, &b) && writes_as(a, "-1") && writes_as(b, "3"));
  CHECK(!tc_ratio_parts(value_of(e, "2"), &a, &b));
  CHECK(tc_complex_parts(value_of(e, "1.5+2i"), &a, &b) && tc_kind_of(a) == TC_KIND_FLOAT);
  CHECK(tc_string_ref(value_of(e, "\"a\\x3bb;\""), 1, &scalar) && scalar == 0x3BB);
  CHECK(!tc_string_ref(value_of(e, "\"a\""), 1, &scalar));
  CHECK(tc_bytevector_copy(value_of(e, "#u8(1 2 3 4 5)"), 2, bytes, 4) == 3 && bytes[2] == 5);
  CHECK(tc_bytevector_copy(value_of(e, "#u8(1 2 3 4 5)"), 5, bytes, 4) == 0);
  CHECK(tc_length(value_of(e, "(let ((t (make-hash-table))) (hash-table-set! t 1 2) t)"), &length) && length == 1);
  a = value_of(e, "(define-record-type point (make-point x y) point? (x point-x) (y point-y)) (make-point 1 'two)");
  CHECK(tc_kind_of(a) == TC_KIND_RECORD && tc_length(a, &length) && length == 2);
  CHECK(tc_record_ref(a, 1, &b) && writes_as(b, "two") && !tc_record_ref(a, 2, &b));
  CHECK(tc_record_type(a, &b) && tc_kind_of(b) == TC_KIND_RECORD_TYPE);
  char* name = tc_name(b, NULL);
  CHECK(name && strcmp(name, "point") == 0);
  tc_free(name);
  name = tc_name(value_of(e, "(lambda (x) x)"), NULL);
  CHECK(!name);
  name = tc_name(value_of(e, "car"), NULL);
  CHECK(name && strcmp(name, "car") == 0);
  tc_free(name);
  CHECK(tc_kind_of(value_of(e, "(delay 1)")) == TC_KIND_PROMISE);
  CHECK(tc_kind_of(tc_eof()) == TC_KIND_EOF && tc_kind_of(tc_unspecified()) == TC_KIND_UNSPECIFIED);
  a = tc_box(isolate, tc_int(isolate, 3));
  CHECK(tc_kind_of(a) == TC_KIND_BOX && tc_unbox(a, &b) && writes_as(b, "3"));
}

static void check_changes(tc_isolate* isolate, tc_environment* e) {
  tc_value three[3], list = tc_nil(), vector = tc_nil(), bytes = tc_nil(), element;
  static const uint8_t zeros[2] = {0, 0};
  for (int i = 0; i < 3; i++) three[i] = tc_int(isolate, i);
  CHECK(tc_list(isolate, three, 3, &list) == TC_OK && writes_as(list, "(0 1 2)"));
  CHECK(tc_list(isolate, NULL, 0, &vector) == TC_OK && tc_kind_of(vector) == TC_KIND_EMPTY);
  CHECK(tc_set_car(list, tc_nil()) && tc_set_cdr(list, tc_empty()) && writes_as(list, "(nil)"));
  CHECK(tc_vector(isolate, three, 3, &vector) == TC_OK && tc_vector_set(vector, 1, list) && writes_as(vector, "#(0 (nil) 2)"));
  CHECK(!tc_vector_set(vector, 3, list) && !tc_vector_set(list, 0, list) && !tc_set_car(vector, list));
  CHECK(tc_bytevector(isolate, zeros, 2, &bytes) == TC_OK && tc_bytevector_set(bytes, 1, 255) && writes_as(bytes, "#u8(0 255)"));
  CHECK(!tc_bytevector_set(bytes, 2, 1));
  element = tc_box(isolate, tc_nil());
  CHECK(tc_set_box(element, bytes) && tc_unbox(element, &list) && tc_eq(list, bytes));
  /* Literal constants stay as they are. */
  CHECK(!tc_set_car(value_of(e, "'(1 2)"), tc_nil()) && !tc_vector_set(value_of(e, "'#(1 2)"), 0, tc_nil()));
  /* An old object that refers to a young one. */
  CHECK(tc_define(e, "old", TC_ZERO_TERMINATED, vector) == TC_OK);
  expect(e, "(begin (collect-garbage) (collect-garbage) 1)", "1");
  CHECK(tc_vector_set(vector, 0, tc_cons(isolate, tc_int(isolate, 7), tc_empty())));
  expect(e, "(begin (collect-garbage 'young) (make-vector 100000 0) (collect-garbage) old)", "#((7) (nil) 2)");
}

static void check_foreign(tc_isolate* isolate, tc_environment* e) {
  static int one = 1, ten = 10;
  void* pointer = NULL;
  tc_value value = tc_nil();
  CHECK(tc_foreign(isolate, &one, "number", count_release, &value) == TC_OK);
  CHECK(tc_kind_of(value) == TC_KIND_FOREIGN && writes_as(value, "#<foreign number>"));
  CHECK(tc_to_foreign(value, "number", &pointer) && pointer == &one && !tc_to_foreign(value, "other", &pointer));
  CHECK(!tc_to_foreign(tc_nil(), "number", &pointer));
  CHECK(tc_define(e, "held", TC_ZERO_TERMINATED, value) == TC_OK);
  expect(e, "(begin (collect-garbage) (eq? held held))", "#t");
  CHECK(released == 0);
  for (int i = 0; i < 100; i++) tc_foreign(isolate, &ten, "number", count_release, &value);
  value = tc_nil();
  expect(e, "(begin (collect-garbage) 1)", "1");
  CHECK(released >= 950 && released <= 1000); /* a word on the stack may hold one or the other */
}

static void check_conditions(tc_isolate* isolate, tc_environment* e) {
  tc_value list = tc_nil();
  tc_free(text_after(e, "(error \"no such thing:\" 1 'b)", TC_CONDITION));
  tc_value condition = tc_condition(isolate);
  CHECK(tc_kind_of(condition) == TC_KIND_CONDITION);
  char* message = tc_condition_message(condition, NULL);
  CHECK(message && strcmp(message, "no such thing:") == 0);
  tc_free(message);
  CHECK(tc_condition_irritants(condition, &list) && writes_as(list, "(1 b)"));
  CHECK(strcmp(tc_condition_code(condition), "T3010") == 0);
  tc_free(text_after(e, "(vector-ref (vector 1 2) 9)", TC_CONDITION));
  CHECK(strcmp(tc_condition_code(tc_condition(isolate)), "T3005") == 0);
  tc_free(text_after(e, "(raise 'anything)", TC_CONDITION));
  CHECK(writes_as(tc_condition(isolate), "anything") && !tc_condition_code(tc_condition(isolate)));
  expect(e, "1", "1");
  CHECK(tc_is_nil(tc_condition(isolate)));
}

int main(void) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment* e = tc_environment_create(isolate, TC_FULL);
  expect(e, "(begin (import (tiercel memory) (tiercel hash-table)) 1)", "1");
  check_parts(isolate, e);
  check_changes(isolate, e);
  check_foreign(isolate, e);
  check_conditions(isolate, e);
  int before = released;
  tc_environment_destroy(e);
  tc_isolate_destroy(isolate);
  CHECK(released > before); /* the one that was held */
  return finish();
}
