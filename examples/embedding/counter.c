/* A C program with data of its own that Scheme works on: counters as foreign objects, and C functions as procedures.
 *
 *   (define c (make-counter 10))  (counter-add! c 5)  (counter-each c (lambda (n) ...))
 */
#include <stdio.h>
#include <stdlib.h>
#include <tiercel/tiercel.h>

typedef struct {
  int64_t count;
} counter;

static void release_counter(void* pointer) {
  printf("a counter at %lld is released\n", (long long)((counter*)pointer)->count);
  free(pointer);
}

/* (make-counter [start]) */
static tc_value make_counter(tc_frame* frame, const tc_value* arguments, size_t count) {
  int64_t start = 0;
  if (count > 0 && !tc_to_int(arguments[0], &start)) return tc_wrong_argument(frame, 0, "an integer");
  counter* made = malloc(sizeof *made);
  tc_value value;
  if (!made) return tc_fail(frame, "no memory for a counter", NULL, 0);
  made->count = start;
  if (tc_foreign(tc_frame_isolate(frame), made, "counter", release_counter, &value) != TC_OK) {
    free(made);
    return tc_fail(frame, "no memory for a counter", NULL, 0);
  }
  return value;
}

/* (counter-add! counter n) is the new count */
static tc_value counter_add(tc_frame* frame, const tc_value* arguments, size_t count) {
  void* pointer;
  int64_t n;
  (void)count; /* always two */
  if (!tc_to_foreign(arguments[0], "counter", &pointer)) return tc_wrong_argument(frame, 0, "a counter");
  if (!tc_to_int(arguments[1], &n)) return tc_wrong_argument(frame, 1, "an integer");
  counter* c = pointer;
  if (n < 0 && c->count < -n) return tc_fail(frame, "a counter does not go below 0:", arguments, 2);
  return tc_int(tc_frame_isolate(frame), c->count += n);
}

/* (counter-each counter procedure) calls the procedure with 0, 1, ... and gives the number of calls */
static tc_value counter_each(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_isolate* isolate = tc_frame_isolate(frame);
  void* pointer;
  (void)count;
  if (!tc_to_foreign(arguments[0], "counter", &pointer)) return tc_wrong_argument(frame, 0, "a counter");
  int64_t end = ((counter*)pointer)->count;
  for (int64_t i = 0; i < end; i++) {
    tc_value number = tc_int(isolate, i), ignored;
    tc_result result = tc_call(isolate, arguments[1], &number, 1, &ignored);
    tc_free(result.text);
    if (result.status != TC_OK) return tc_pass(frame); /* an error, an escape, an interrupt: the caller's affair */
  }
  return tc_int(isolate, end);
}

static void show(tc_environment* environment, const char* text) {
  tc_result result = tc_evaluate(environment, text, TC_ZERO_TERMINATED, "example");
  printf("%s\n=> %s%s", text, result.text ? result.text : "", result.status == TC_OK ? "\n" : "");
  tc_free(result.text);
}

int main(void) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  tc_define_function(environment, "make-counter", make_counter, NULL, 0, 1);
  tc_define_function(environment, "counter-add!", counter_add, NULL, 2, 2);
  tc_define_function(environment, "counter-each", counter_each, NULL, 2, 2);
  show(environment, "(define c (make-counter 3)) (counter-add! c 2)");
  show(environment, "(let ((seen '())) (counter-each c (lambda (n) (set! seen (cons n seen)))) seen)");
  show(environment, "(call/cc (lambda (return) (counter-each c (lambda (n) (if (= n 2) (return (list 'left 'at n)))))))");
  show(environment, "(guard (e (#t (error-object-message e))) (counter-add! c -9))");
  show(environment, "(counter-add! 'c 1)");
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
  return 0;
}
