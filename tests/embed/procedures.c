/* C functions as procedures: arguments, errors, several values, tail calls, Scheme called again from inside, and functions
 * defined after the code that calls them.
 * proves: L11
 */
#include "check.h"

static tc_value add(tc_frame* frame, const tc_value* arguments, size_t count) {
  int64_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t number;
    if (!tc_to_int(arguments[i], &number)) return tc_wrong_argument(frame, i, "an integer");
    sum += number;
  }
  return tc_int(tc_frame_isolate(frame), sum);
}

static tc_value count_of(tc_frame* frame, const tc_value* arguments, size_t count) {
  (void)arguments;
  return tc_int(tc_frame_isolate(frame), (int64_t)count);
}

static tc_value last_of(tc_frame* frame, const tc_value* arguments, size_t count) {
  (void)frame;
  return count ? arguments[count - 1] : tc_nil();
}

static tc_value raise_it(tc_frame* frame, const tc_value* arguments, size_t count) {
  (void)count;
  return tc_raise(frame, arguments[0]);
}

static tc_value fail(tc_frame* frame, const tc_value* arguments, size_t count) {
  return tc_fail(frame, "this failed:", arguments, count);
}

static tc_value give_all(tc_frame* frame, const tc_value* arguments, size_t count) {
  return tc_return_values(frame, arguments, count);
}

/* (jump procedure argument ...) */
static tc_value jump(tc_frame* frame, const tc_value* arguments, size_t count) {
  return tc_tail_call(frame, arguments[0], arguments + 1, count - 1);
}

/* (call-it procedure argument ...) is a list of the status and the value */
static tc_value call_it(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_isolate* isolate = tc_frame_isolate(frame);
  tc_value both[2] = {tc_nil(), tc_nil()}, list = tc_nil();
  tc_result result = tc_call(isolate, arguments[0], arguments + 1, count - 1, &both[1]);
  tc_free(result.text);
  both[0] = tc_int(isolate, result.status);
  if (result.status == TC_CONDITION) both[1] = tc_condition(isolate);
  tc_list(isolate, both, 2, &list);
  return list;
}

/* (call-through procedure argument ...): what happens there happens here */
static tc_value call_through(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_value value = tc_nil();
  tc_result result = tc_call(tc_frame_isolate(frame), arguments[0], arguments + 1, count - 1, &value);
  tc_free(result.text);
  return result.status == TC_OK ? value : tc_pass(frame);
}

static int times_returned;

/* As call_through, but deaf to what happened. */
static tc_value insist(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_value value = tc_nil();
  tc_result result = tc_call(tc_frame_isolate(frame), arguments[0], NULL, 0, &value);
  tc_free(result.text);
  if (result.status == TC_ESCAPED) {
    tc_result again = tc_call(tc_frame_isolate(frame), arguments[0], NULL, 0, &value);
    CHECK(again.status == TC_ESCAPED && !again.text);
  }
  (void)count;
  times_returned++;
  return tc_int(tc_frame_isolate(frame), 42);
}

static tc_value evaluate(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_environment* environment = (tc_environment*)tc_frame_data(frame);
  tc_value value = tc_nil();
  size_t length = 0;
  char* text = tc_text(arguments[0], &length);
  tc_result result = tc_evaluate_value(environment, text, length, "inner", &value);
  tc_free(text);
  tc_free(result.text);
  (void)count;
  return result.status == TC_OK ? value : tc_pass(frame);
}

static tc_value nonsense(tc_frame* frame, const tc_value* arguments, size_t count) {
  tc_value word;
  (void)frame, (void)arguments, (void)count;
  for (uint64_t i = 0; i < 16; i++) { /* the first constant that is a mark of the runtime's own */
    word.bits = i << 8 | 5;
    if (tc_kind_of(word) == TC_KIND_OTHER) break;
  }
  return word;
}

static tc_value sum_of_captures(tc_frame* frame, const tc_value* arguments, size_t count) {
  int64_t a = 0, b = 0;
  tc_to_int(tc_frame_capture(frame, 0), &a);
  tc_to_int(tc_frame_capture(frame, 1), &b);
  CHECK(tc_is_nil(tc_frame_capture(frame, 2)));
  (void)arguments;
  return tc_int(tc_frame_isolate(frame), a + b + (int64_t)count);
}

static void check_arguments(tc_environment* e) {
  expect(e, "(list (add) (add 1) (add 1 2 3) (apply add (make-list 200 1)))", "(0 1 6 200)");
  expect(e, "(list (count-of 1) (count-of 1 2) (count-of 1 2 3))", "(1 2 3)");
  expect_error(e, "(count-of)", "T3004");
  expect_error(e, "(count-of 1 2 3 4)", "expected 1, 2 or 3 arguments, found 4");
  expect_error(e, "(raise-it)", "expected 1 argument, found 0");
  expect(e, "(let loop ((i 0)) (if (= i 150) 'right (begin "
            "(if (not (eqv? i (apply last-of (iota (+ i 1))))) (raise i)) (loop (+ i 1)))))", "right");
  expect(e, "(map add '(1 2) '(10 20))", "(11 22)");
  expect(e, "(vector-map (lambda (x) (add x x)) #(1 2 3))", "#(2 4 6)");
  expect(e, "add", "#<procedure add>");
}

static void check_errors(tc_environment* e) {
  expect_error(e, "(add 1 'two)", "add: expected an integer as argument 2, found two");
  expect_error(e, "(define (f x) (+ 1 (add x \"a\")))\n(f 1)", "in f at test:1");
  expect(e, "(guard (x ((symbol? x) (list 'caught x))) (raise-it 'mouse))", "(caught mouse)");
  expect(e, "(guard (x ((pair? x) (car x))) (raise-it (list 1 2)))", "1");
  expect(e, "(guard (x ((vector? x) x)) (raise-it (vector 1 2)))", "#(1 2)");
  expect(e, "(guard (x (#t (list (error-object-message x) (error-object-irritants x)))) (fail 1 'a))",
         "(\"this failed:\" (1 a))");
  expect_error(e, "(fail 1 'a)", "this failed: 1 a");
  expect(e, "(with-exception-handler (lambda (x) 10) (lambda () (+ 1 (raise-continuable 'x))))", "11");
}

static void check_values(tc_environment* e) {
  expect(e, "(call-with-values (lambda () (give-all 1 2 3)) list)", "(1 2 3)");
  expect(e, "(call-with-values (lambda () (give-all)) list)", "()");
  expect(e, "(+ 1 (give-all 2))", "3");
  expect(e, "(call-with-values (lambda () (apply give-all (iota 100))) +)", "4950");
  expect(e, "(jump + 1 2 3)", "6");
  expect(e, "(define (down n) (if (= n 0) 'bottom (jump down (- n 1)))) (down 100000)", "bottom");
  expect_error(e, "(jump 5)", "a tail call that cannot be made");
}

static void check_calls(tc_environment* e) {
  expect(e, "(call-it + 1 2)", "(0 3)");
  expect(e, "(call-it raise 'no)", "(1 no)");
  expect(e, "(call-through (lambda (x) (call-through (lambda (y) (+ x y)) 2)) 1)", "3");
  expect(e, "(guard (x (#t (list 'caught x))) (call-through raise 'mouse))", "(caught mouse)");
  expect(e, "(guard (x (#t (list 'caught x))) (call-through call-through raise 'mouse))", "(caught mouse)");
  expect(e, "(call/cc (lambda (k) (call-through (lambda () (k 'out))) 'not))", "out");
  expect(e, "(call/cc (lambda (k) (call-through call-through call-through (lambda () (k 'out))) 'not))", "out");
  /* Winders run in order, inside and outside. */
  expect(e, "(let ((path '())) (define (note x) (set! path (cons x path)))"
            "(call/cc (lambda (k) (dynamic-wind (lambda () (note 'in)) (lambda () (call-through (lambda () "
            "(dynamic-wind (lambda () (note 'deep)) (lambda () (k 1)) (lambda () (note 'undeep)))))) (lambda () (note 'out)))))"
            "(reverse path))", "(in deep undeep out)");
  /* An escape cannot be held up. */
  times_returned = 0;
  expect(e, "(call/cc (lambda (k) (insist (lambda () (k 'out))) 'not))", "out");
  CHECK(times_returned == 1);
  expect(e, "(insist (lambda () (raise 'unheard)))", "42");
  /* A continuation of a call that is over. */
  expect_error(e, "(define k #f) (call-through (lambda () (call/cc (lambda (c) (set! k c))))) (k 1)", "T4003");
  /* One that is not. */
  expect(e, "(let ((count 0)) (call-through (lambda () (let ((again #f)) (call/cc (lambda (c) (set! again c)))"
            "(set! count (+ count 1)) (if (< count 3) (again #f) count)))))", "3");
  expect(e, "(evaluate \"(define from-inside 5) (* from-inside 2)\")", "10");
  expect(e, "from-inside", "5");
  expect(e, "(guard (x ((symbol? x) x)) (evaluate \"(raise 'inner)\"))", "inner");
  expect_error(e, "(evaluate \"(if)\")", "T4010");
  expect_error(e, "(nonsense)", "what is no value");
  expect_error(e, "(define (forever) (+ 1 (call-through forever))) (forever)", "T4001");
  expect(e, "(define (deep n) (if (= n 0) 0 (+ 1 (call-through deep (- n 1))))) (deep 300)", "300");
  expect(e, "(begin (define-syntax m (er-macro-transformer (lambda (f r c) 1))) (m))", "1");
}

static void check_endings(tc_isolate* isolate, tc_environment* e) {
  tc_result result = tc_evaluate(e, "(call-through (lambda () (exit 7)))", TC_ZERO_TERMINATED, "test");
  CHECK(result.status == TC_EXITED && result.code == 7);
  tc_free(result.text);
  result = tc_evaluate(e, "(insist (lambda () (exit 8)))", TC_ZERO_TERMINATED, "test");
  CHECK(result.status == TC_EXITED && result.code == 8);
  tc_free(result.text);
  tc_interrupt(isolate);
  result = tc_evaluate(e, "(let loop () (loop))", TC_ZERO_TERMINATED, "test");
  CHECK(result.status == TC_INTERRUPTED);
  tc_free(result.text);
  expect(e, "(+ 1 2)", "3");
  CHECK(tc_current_isolate() == NULL);
}

static void check_procedures(tc_isolate* isolate, tc_environment* e) {
  tc_value captures[2], procedure, value;
  int least, most;
  size_t count;
  captures[0] = tc_int(isolate, 10);
  captures[1] = tc_int(isolate, 20);
  tc_procedure_options options = {sizeof options, "sum-of-captures", sum_of_captures, NULL, 0, TC_ANY_NUMBER, captures, 2};
  CHECK(tc_procedure(isolate, &options, &procedure) == TC_OK);
  CHECK(tc_define(e, "odd name", TC_ZERO_TERMINATED, procedure) == TC_OK);
  expect(e, "(begin (collect-garbage) (|odd name| 'a 'b))", "32");
  CHECK(tc_capture_count(procedure, &count) && count == 2);
  CHECK(tc_capture_ref(procedure, 1, &value) && writes_as(value, "20") && !tc_capture_ref(procedure, 2, &value));
  CHECK(tc_arity(procedure, &least, &most) && least == 0 && most == TC_ANY_NUMBER);
  CHECK(tc_arity(value_of(e, "count-of"), &least, &most) && least == 1 && most == 3);
  CHECK(tc_arity(value_of(e, "(lambda (a b . c) a)"), &least, &most) && least == 2 && most == TC_ANY_NUMBER);
  CHECK(tc_arity(value_of(e, "(case-lambda ((a) 1) ((a b c) 2))"), &least, &most) && least == 1 && most == 3);
  CHECK(tc_arity(value_of(e, "cons"), &least, &most) && least == 2 && most == 2);
  CHECK(!tc_arity(tc_nil(), &least, &most));
  options.most_arguments = -2;
  CHECK(tc_procedure(isolate, &options, &procedure) == TC_MISUSE);
  options.most_arguments = 100;
  CHECK(tc_procedure(isolate, &options, &procedure) == TC_MISUSE);
  CHECK(tc_procedure(isolate, NULL, &procedure) == TC_MISUSE);
  /* Captures of Scheme's closures: C18. */
  procedure = value_of(e, "(define (make a) (lambda (b) (set! b (+ a b)) (lambda () (list a b)))) ((make 5) 6)");
  CHECK(tc_capture_count(procedure, &count) && count == 2);
  CHECK(tc_capture_ref(procedure, 0, &value) && writes_as(value, "5"));
  CHECK(tc_capture_ref(procedure, 1, &value) && tc_kind_of(value) == TC_KIND_BOX && tc_unbox(value, &value) &&
        writes_as(value, "11"));
  CHECK(tc_capture_count(value_of(e, "(lambda (x) x)"), &count) && count == 0);
  procedure = value_of(e, "(define (nothing) (lambda (x) x)) (nothing)");
  CHECK(tc_eq(procedure, value_of(e, "(nothing)")));
}

static void check_variables(tc_isolate* isolate, tc_environment* e) {
  tc_value value = tc_nil();
  CHECK(tc_define(e, "answer", TC_ZERO_TERMINATED, tc_int(isolate, 42)) == TC_OK);
  expect(e, "(define (get) answer) (get)", "42");
  CHECK(tc_define(e, "answer", 6, tc_int(isolate, 43)) == TC_OK);
  expect(e, "(get)", "43");
  CHECK(tc_lookup(e, "answer", TC_ZERO_TERMINATED, &value) == TC_OK && writes_as(value, "43"));
  CHECK(tc_lookup(e, "no such name", TC_ZERO_TERMINATED, &value) == TC_CONDITION);
  CHECK(tc_lookup(e, "if", TC_ZERO_TERMINATED, &value) == TC_SYNTAX);
  CHECK(strcmp(tc_condition_code(value_of(e, "(guard (x (#t x)) (car 5))")), "T3001") == 0);
  CHECK(tc_primitive(isolate, "vector-length", TC_ZERO_TERMINATED, &value) == TC_OK);
  tc_value vector = value_of(e, "#(1 2 3)"), length;
  tc_result result = tc_call(isolate, value, &vector, 1, &length);
  CHECK(result.status == TC_OK && writes_as(length, "3"));
  CHECK(tc_primitive(isolate, "no such thing", TC_ZERO_TERMINATED, &value) == TC_MISUSE);
  value_of(e, "(values 1 'two \"three\")");
  CHECK(tc_value_count(isolate) == 3);
  CHECK(tc_value_at(isolate, 2, &value) && writes_as(value, "\"three\"") && !tc_value_at(isolate, 3, &value));
  value_of(e, "(values)");
  CHECK(tc_value_count(isolate) == 0 && !tc_value_at(isolate, 0, &value));
}

/* Machine code that mentions a function before there is one, and machine code that comes later, call it. */
static void check_later(tc_environment* e, tc_native_mode mode) {
  expect(e, "(begin (define (early x) (list 'early (later x 1))) (guard (c (#t 'unbound)) (early 1)))", "unbound");
  CHECK(tc_define_function(e, "later", add, NULL, 0, TC_ANY_NUMBER) == TC_OK);
  expect(e, "(early 1)", "(early 2)");
  expect(e, "(begin (define (late x) (list 'late (later x 2))) (late 1))", "(late 3)");
  CHECK(tc_define_function(e, "later", count_of, NULL, 1, 3) == TC_OK);
  expect(e, "(list (early 1) (late 1))", "((early 2) (late 2))");
  expect(e, "(begin (import (tiercel introspect)) (define tiers (map current-tier (list early late))) (jit/rejections))", "()");
  if (mode == TC_NATIVE_ON) expect(e, "(or (not (jit?)) (equal? tiers '(2 2)))", "#t");
}

static void check_all(tc_native_mode mode) {
  tc_options options = TC_OPTIONS_DEFAULT;
  options.stack_limit = 64u << 20;
  options.native_mode = mode;
  tc_isolate* isolate = tc_isolate_create(&options);
  tc_environment* e = tc_environment_create(isolate, TC_FULL);
  CHECK(isolate && e);
  tc_define_function(e, "add", add, NULL, 0, TC_ANY_NUMBER);
  tc_define_function(e, "count-of", count_of, NULL, 1, 3);
  tc_define_function(e, "last-of", last_of, NULL, 0, TC_ANY_NUMBER);
  tc_define_function(e, "raise-it", raise_it, NULL, 1, 1);
  tc_define_function(e, "fail", fail, NULL, 0, TC_ANY_NUMBER);
  tc_define_function(e, "give-all", give_all, NULL, 0, TC_ANY_NUMBER);
  tc_define_function(e, "jump", jump, NULL, 1, 4);
  tc_define_function(e, "call-it", call_it, NULL, 1, TC_ANY_NUMBER);
  tc_define_function(e, "call-through", call_through, NULL, 1, TC_ANY_NUMBER);
  tc_define_function(e, "insist", insist, NULL, 1, 1);
  tc_define_function(e, "evaluate", evaluate, e, 1, 1);
  tc_define_function(e, "nonsense", nonsense, NULL, 0, 0);
  CHECK(tc_define_function(e, NULL, add, NULL, 0, 0) == TC_MISUSE);
  expect(e, "(begin (import (tiercel memory) (only (srfi 1) iota)) 'ready)", "ready");
  check_arguments(e);
  check_errors(e);
  check_values(e);
  check_calls(e);
  check_endings(isolate, e);
  check_procedures(isolate, e);
  check_variables(isolate, e);
  check_later(e, mode);
  tc_environment_destroy(e);
  tc_isolate_destroy(isolate);
}

int main(void) {
  CHECK(tc_api_version() == TIERCEL_API_VERSION);
  check_all(TC_NATIVE_OFF);
  check_all(TC_NATIVE_ON);
  return finish();
}
