/* What an isolate can be told: where libraries are, what the command line was, how much it may use.  The argument is a folder
 * to write in. */
#include "check.h"

static void write_library(const char* folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/greeting.sld", folder);
  FILE* file = fopen(path, "w");
  CHECK(file != NULL);
  if (!file) return;
  fputs("(define-library (greeting) (export greet) (import (scheme base))\n"
        "(begin (define (greet name) (string-append \"hello, \" name))))\n", file);
  fclose(file);
}

static void check_libraries(const char* folder, const char* cache) {
  const char* folders[2];
  const char* words[3];
  tc_options options = TC_OPTIONS_DEFAULT;
  folders[0] = folder, folders[1] = NULL;
  words[0] = "program", words[1] = "first", words[2] = NULL;
  options.include_directories = folders;
  options.command_line = words;
  options.cache_directory = cache;
  tc_isolate* isolate = tc_isolate_create(&options);
  tc_environment* e = tc_environment_create(isolate, TC_FULL);
  expect(e, "(import (greeting)) (greet \"you\")", "\"hello, you\"");
  expect(e, "(command-line)", "(\"program\" \"first\")");
  tc_environment_destroy(e);
  tc_isolate_destroy(isolate);
}

static void check_limits(void) {
  tc_options options = TC_OPTIONS_DEFAULT;
  options.heap_limit = 64u << 20;
  options.stack_limit = 1u << 20;
  tc_isolate* isolate = tc_isolate_create(&options);
  tc_environment* e = tc_environment_create(isolate, TC_BARE);
  expect_error(e, "(define (grow l) (grow (cons (make-vector 1000 0) l))) (grow '())", "T4002");
  expect(e, "(+ 1 2)", "3");
  expect_error(e, "(define (deep n) (+ 1 (deep n))) (deep 1)", "T4001");
  expect(e, "(+ 1 2)", "3");
  CHECK(tc_set_fuel(isolate, 1000) == TC_OK);
  tc_free(text_after(e, "(define (loop) (loop)) (loop)", TC_OUT_OF_FUEL));
  CHECK(tc_set_fuel(isolate, -1) == TC_OK);
  expect(e, "(+ 1 2)", "3");
  CHECK(tc_set_fuel(NULL, 1) == TC_MISUSE);
  tc_environment_destroy(e);
  tc_isolate_destroy(isolate);
}

static void check_defaults(void) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment *one = tc_environment_create(isolate, TC_FULL), *other = tc_environment_create(isolate, TC_FULL);
  expect(one, "(define x 1) x", "1");
  expect_error(other, "x", "T3002");
  tc_result result = tc_evaluate(one, "(car", TC_ZERO_TERMINATED, "test");
  CHECK(result.status == TC_SYNTAX && result.text);
  tc_free(result.text);
  result = tc_evaluate(NULL, "1", 1, "test");
  CHECK(result.status == TC_MISUSE && !result.text);
  tc_environment_destroy(one);
  tc_environment_destroy(other);
  tc_isolate_destroy(isolate);
  tc_isolate_destroy(NULL);
}

int main(int argc, char** argv) {
  char cache[4096];
  const char* folder = argc > 1 ? argv[1] : ".";
  write_library(folder);
  snprintf(cache, sizeof cache, "%s/cache", folder);
  check_libraries(folder, NULL);
  check_libraries(folder, cache);
  check_libraries(folder, cache);
  check_limits();
  check_defaults();
  return finish();
}
