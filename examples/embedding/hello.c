/* The smallest program with Scheme inside: evaluates the text of its arguments and prints the value.
 *
 *   cc hello.c $(pkg-config --cflags --libs tiercel) -o hello && ./hello '(map (lambda (x) (* x x)) (iota 5))'
 */
#include <stdio.h>
#include <tiercel/tiercel.h>

int main(int argc, char** argv) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  int failures = 0;
  for (int i = 1; i < argc; i++) {
    tc_result result = tc_evaluate(environment, argv[i], TC_ZERO_TERMINATED, "argument");
    if (result.status == TC_OK) printf("%s\n", result.text);
    else fputs(result.text ? result.text : "it did not run\n", stderr);
    failures += result.status != TC_OK;
    tc_free(result.text);
  }
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
  return failures;
}
