/* The minimal embedding door: make an isolate, evaluate text in it, destroy it.
 *
 * Plain C, no C++ type crosses it, nothing here throws or aborts: every mistake comes back as a status.  One isolate is
 * used by one thread at a time; several isolates may live in one process.  Every text is UTF-8 and given with its length.
 * The full interface (values, handles, callbacks) builds on this one.
 */
#ifndef TIERCEL_H
#define TIERCEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tc_isolate tc_isolate;         /* a world of its own: heap, symbols, libraries */
typedef struct tc_environment tc_environment; /* top-level names; owned by its isolate */

typedef enum {
  TC_OK = 0,
  TC_CONDITION = 1, /* the program raised and nobody handled it: text is the rendered diagnostic */
  TC_SYNTAX = 2,    /* reading or expanding failed: text is the rendered diagnostic */
  TC_INTERRUPTED = 3,
  TC_OUT_OF_FUEL = 4, /* the limit of tc_set_fuel is used up */
  TC_EXITED = 5,      /* the program called exit: code is its status */
  TC_NOT_READY = 6,   /* the isolate's primitives are not registered (E17) */
  TC_MISUSE = 7       /* a null argument, an environment of another isolate */
} tc_status;

typedef struct {
  tc_status status;
  int code;   /* exit status for TC_EXITED */
  char* text; /* printed value, bytecode, Core or diagnostic; zero-terminated; tc_free it; may be null */
  size_t length;
} tc_result;

typedef struct {
  size_t struct_size;     /* sizeof(tc_options): lets the structure grow */
  uint64_t stack_limit;   /* bytes; 0 means the default */
  uint64_t heap_limit;    /* bytes; 0 means the default */
  int optimize;           /* 0 to 3; -1 means the default */
  int without_primitives; /* nonzero: tc_register_primitives comes later; evaluation before it is TC_NOT_READY */
} tc_options;

typedef enum { TC_FULL = 0, TC_BARE = 1 } tc_environment_kind;

/* A new isolate, or null when memory is short.  `options` may be null. */
tc_isolate* tc_isolate_create(const tc_options* options);
tc_status tc_register_primitives(tc_isolate*);
void tc_isolate_destroy(tc_isolate*);

/* A fresh top level, isolated from every other.  TC_FULL sees the whole prelude; TC_BARE macros and primitives only. */
tc_environment* tc_environment_create(tc_isolate*, tc_environment_kind);
void tc_environment_destroy(tc_environment*);

/* Evaluate every form of `text`; the text of the result is the last value as the REPL prints it. */
tc_result tc_evaluate(tc_environment*, const char* text, size_t length, const char* name);

/* The stages one by one; none of them runs the program, though macros run.  The `_all` forms take many forms, the others
 * exactly one.  analyze gives optimized Core as text, compile gives bytecode as text, eval the printed value. */
tc_result tc_analyze(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_analyze_all(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_compile(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_compile_all(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_eval(tc_environment*, const char* text, size_t length, const char* name);

void tc_free(char* text);

/* Fuel for the next evaluations, in procedure calls and loop iterations; negative means unlimited. */
tc_status tc_set_fuel(tc_isolate*, int64_t fuel);
/* May be called from any thread or signal handler: the running evaluation ends with TC_INTERRUPTED unless the program
 * handles the interrupt. */
void tc_interrupt(tc_isolate*);

/* The isolate this thread is running in at the moment, or null: null after every evaluation (E18). */
tc_isolate* tc_current_isolate(void);
/* A counter of (tiercel stats) by name; -1 if there is none of that name. */
int64_t tc_counter(tc_isolate*, const char* name);

#ifdef __cplusplus
}
#endif
#endif /* TIERCEL_H */
