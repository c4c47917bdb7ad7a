/* Values in local variables stay where they are, or rather good, whatever the collector does; so do handles.  Run with
 * AddressSanitizer too, which may keep local variables somewhere else than on the stack. */
#include "check.h"

enum { COUNT = 300 };

static tc_value collector;

/* Collects while this frame's variables are in use. */
static void collect(tc_isolate* isolate) {
  tc_value ignored;
  tc_result result = tc_call(isolate, collector, NULL, 0, &ignored);
  CHECK(result.status == TC_OK);
  tc_free(result.text);
}

#if defined(__GNUC__)
__attribute__((noinline))
#endif
static void check_locals(tc_isolate* isolate, int depth) {
  tc_value pair = tc_cons(isolate, tc_int(isolate, depth), tc_empty());
  tc_value several[COUNT]; /* an array, so that a sanitizer takes it for worth watching */
  for (int i = 0; i < COUNT; i++) several[i] = tc_cons(isolate, tc_int(isolate, i), pair);
  /* What refers to them too would see them move. */
  tc_value vector = tc_nil(), element = tc_nil();
  CHECK(tc_vector(isolate, several, COUNT, &vector) == TC_OK);
  tc_handle* others = tc_keep(isolate, vector);
  if (depth > 0) check_locals(isolate, depth - 1);
  else collect(isolate);
  for (int i = 0; i < COUNT; i++) {
    tc_value car = tc_nil(), cdr = tc_nil();
    int64_t number = -1;
    CHECK(tc_car(several[i], &car) && tc_to_int(car, &number) && number == i);
    CHECK(tc_cdr(several[i], &cdr) && tc_eq(cdr, pair));
    CHECK(tc_vector_ref(tc_kept(others), (size_t)i, &element) && tc_eq(element, several[i]));
  }
  tc_release(others);
}

/* A C function keeps its arguments and what it made across calls of Scheme. */
static tc_value keep_and_call(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_isolate* isolate = tc_frame_isolate(frame);
  tc_value made[20], list = tc_nil();
  for (int i = 0; i < 20; i++) made[i] = tc_cons(isolate, tc_int(isolate, i), tc_empty());
  collect(isolate);
  check_locals(isolate, 3);
  for (size_t i = 1; i < count; i++) CHECK(tc_kind_of(arguments[i]) == TC_KIND_PAIR);
  for (int i = 0; i < 20; i++) {
    int64_t number = -1;
    tc_value car = tc_nil();
    CHECK(tc_car(made[i], &car) && tc_to_int(car, &number) && number == i);
  }
  CHECK(tc_list(isolate, arguments, count, &list) == TC_OK);
  return list;
}

static void check_handles(tc_isolate* isolate) {
  static tc_handle* handles[COUNT];
  for (int i = 0; i < COUNT; i++) handles[i] = tc_keep(isolate, tc_cons(isolate, tc_int(isolate, i), tc_empty()));
  for (int round = 0; round < 3; round++) collect(isolate);
  for (int i = 0; i < COUNT; i++) {
    tc_value car = tc_nil();
    int64_t number = -1;
    CHECK(tc_car(tc_kept(handles[i]), &car) && tc_to_int(car, &number) && number == i);
    tc_release(handles[i]);
  }
  CHECK(tc_is_nil(tc_kept(NULL)));
  tc_release(NULL);
}

int main(void) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment* e = tc_environment_create(isolate, TC_FULL);
  collector = value_of(e, "(import (tiercel memory)) (lambda () (collect-garbage 'young) (make-vector 50000 'x)"
                          "(let loop ((i 0)) (if (< i 50000) (begin (cons i (vector i i)) (loop (+ i 1)))))"
                          "(let loop ((i 0) (all '())) (if (< i 50000) (loop (+ i 1) (cons i all)) all))"
                          "(collect-garbage 'young) (collect-garbage))");
  tc_handle* kept = tc_keep(isolate, collector); /* a static variable is no local one */
  CHECK(tc_define(e, "collector", TC_ZERO_TERMINATED, collector) == TC_OK);
  for (int round = 0; round < 5; round++) check_locals(isolate, round);
  CHECK(tc_define_function(e, "keep-and-call", keep_and_call, NULL, 0, TC_ANY_NUMBER) == TC_OK);
  expect(e, "(keep-and-call 1 (list 2 3) (list 4))", "(1 (2 3) (4))");
  expect(e, "(let ((many (map list (make-list 200 5)))) (= 201 (length (apply keep-and-call 0 many))))", "#t");
  check_handles(isolate);
  tc_release(kept);
  tc_environment_destroy(e);
  tc_isolate_destroy(isolate);
  return finish();
}
