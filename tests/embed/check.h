/* What the test programs of the C interface share.  They are C and C++ at once. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiercel/tiercel.h>

static int failures = 0;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      failures++;                                                             \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

/* The printed value or the diagnostic, to be freed. */
static inline char* text_after(tc_environment* environment, const char* program, tc_status expected) {
  tc_result result = tc_evaluate(environment, program, TC_ZERO_TERMINATED, "test");
  if (result.status != expected)
    fprintf(stderr, "%s\nstatus %d, %s\n", program, (int)result.status, result.text ? result.text : "no text");
  CHECK(result.status == expected);
  return result.text;
}

static inline void expect(tc_environment* environment, const char* program, const char* expected) {
  char* text = text_after(environment, program, TC_OK);
  if (text && strcmp(text, expected) != 0) fprintf(stderr, "%s\ngives %s, not %s\n", program, text, expected);
  CHECK(text && strcmp(text, expected) == 0);
  tc_free(text);
}

/* The diagnostic holds the words. */
static inline void expect_error(tc_environment* environment, const char* program, const char* words) {
  char* text = text_after(environment, program, TC_CONDITION);
  if (text && !strstr(text, words)) fprintf(stderr, "%s\nsays %s, nothing of %s\n", program, text, words);
  CHECK(text && strstr(text, words));
  tc_free(text);
}

static inline tc_value value_of(tc_environment* environment, const char* program) {
  tc_value value = tc_nil();
  tc_result result = tc_evaluate_value(environment, program, TC_ZERO_TERMINATED, "test", &value);
  if (result.status != TC_OK) fprintf(stderr, "%s\n%s\n", program, result.text ? result.text : "no text");
  CHECK(result.status == TC_OK);
  tc_free(result.text);
  return value;
}

static inline int writes_as(tc_value value, const char* expected) {
  char* text = tc_write(value, NULL);
  int same = text && strcmp(text, expected) == 0;
  if (!same) fprintf(stderr, "written as %s, not %s\n", text ? text : "nothing", expected);
  tc_free(text);
  return same;
}

static inline int finish(void) {
  if (failures) fprintf(stderr, "%d failed\n", failures);
  return failures != 0;
}

#endif
