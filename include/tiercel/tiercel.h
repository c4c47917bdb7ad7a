/* The minimal embedding door: make an isolate, evaluate text in it, pass values in and out, destroy it.
 *
 * Plain C, no C++ type crosses it, nothing here throws or aborts: every mistake comes back as a status.  One isolate is
 * used by one thread at a time; several isolates may live in one process.  Every text is UTF-8 and given with its length.
 * The full interface (callbacks, foreign objects) builds on this one.
 */
#ifndef TIERCEL_H
#define TIERCEL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif
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

/* --- Values ----------------------------------------------------------------------------------------------------------
 * A tc_value is one word.  It belongs to its isolate and is good until the next call that runs a program there
 * (tc_evaluate and its kin, tc_call); tc_keep makes it last longer.  Making and looking at values never runs anything.
 */
typedef struct {
  uint64_t bits;
} tc_value;

/* These numbers never change; further kinds may be added. */
typedef enum {
  TC_KIND_NIL = 0,
  TC_KIND_BOOL = 1,
  TC_KIND_INT = 2, /* an exact integer of any size */
  TC_KIND_FLOAT = 3,
  TC_KIND_PAIR = 4,
  TC_KIND_SYMBOL = 5,
  TC_KIND_CLOSURE = 6, /* any procedure */
  TC_KIND_STRING = 7,
  TC_KIND_VECTOR = 8,
  TC_KIND_EMPTY = 9, /* the empty list */
  TC_KIND_CHARACTER = 10,
  TC_KIND_RATIO = 11,
  TC_KIND_COMPLEX = 12,
  TC_KIND_BYTEVECTOR = 13,
  TC_KIND_EOF = 14,
  TC_KIND_UNSPECIFIED = 15,
  TC_KIND_HASH_TABLE = 16,
  TC_KIND_RECORD = 17,
  TC_KIND_CONDITION = 18,
  TC_KIND_PORT = 19,
  TC_KIND_OTHER = 20
} tc_kind;

tc_kind tc_kind_of(tc_value);

tc_value tc_nil(void);
tc_value tc_empty(void);
tc_value tc_bool(int truth);
tc_value tc_int(tc_isolate*, int64_t number);
tc_value tc_float(tc_isolate*, double number); /* every bit is kept */
tc_value tc_cons(tc_isolate*, tc_value car, tc_value cdr);
/* These may fail: TC_MISUSE for what is no such thing, TC_CONDITION when memory is short; *value is then untouched. */
tc_status tc_character(uint32_t scalar, tc_value* value);
tc_status tc_string(tc_isolate*, const char* text, size_t length, tc_value* value);
tc_status tc_symbol(tc_isolate*, const char* text, size_t length, tc_value* value);
tc_status tc_vector(tc_isolate*, const tc_value* elements, size_t count, tc_value* value);
tc_status tc_bytevector(tc_isolate*, const uint8_t* bytes, size_t count, tc_value* value);
/* A number as the program would write it: 1/3, 1e400, #xFF, 1+2i. */
tc_status tc_number(tc_isolate*, const char* text, size_t length, tc_value* value);

int tc_is_nil(tc_value);
/* What `if` takes for true in this isolate. */
int tc_is_truthy(const tc_isolate*, tc_value);
/* Each says 1 and stores the value, or 0 for another kind (or an integer beyond int64_t) and stores nothing.  An integer
 * is no float and a float is no integer, whatever they are worth. */
int tc_to_bool(tc_value, int* truth);
int tc_to_int(tc_value, int64_t* number);
int tc_to_float(tc_value, double* number);
int tc_to_character(tc_value, uint32_t* scalar);
int tc_car(tc_value, tc_value* car);
int tc_cdr(tc_value, tc_value* cdr);
/* Of a string in characters, a vector in elements, a bytevector in bytes. */
int tc_length(tc_value, size_t* length);
int tc_vector_ref(tc_value, size_t index, tc_value* element);
int tc_bytevector_ref(tc_value, size_t index, uint8_t* byte);
/* The text of a string or the name of a symbol; tc_free it.  Null for another kind. */
char* tc_text(tc_value, size_t* length);
/* Any value as `write` shows it; tc_free it. */
char* tc_write(tc_value, size_t* length);

int tc_eq(tc_value, tc_value);    /* eq?, and equal for numbers of one exactness and characters: `eqv?` */
int tc_equal(tc_value, tc_value); /* equal? */

/* As tc_evaluate, but the value is stored instead of printed; of several values the first. */
tc_result tc_evaluate_value(tc_environment*, const char* text, size_t length, const char* name, tc_value* value);
/* Calls a procedure.  The result's text is null, or the diagnostic. */
tc_result tc_call(tc_isolate*, tc_value procedure, const tc_value* arguments, size_t count, tc_value* value);

/* A reference that keeps a value alive and finds it again wherever it moved.  Release it before the isolate goes. */
typedef struct tc_handle tc_handle;
tc_handle* tc_keep(tc_isolate*, tc_value); /* null when memory is short */
tc_value tc_kept(const tc_handle*);
void tc_release(tc_handle*);

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
#if defined(__GNUC__)
#pragma GCC visibility pop
#endif
#endif /* TIERCEL_H */
