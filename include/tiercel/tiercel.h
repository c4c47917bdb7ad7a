/* Tiercel as a library: Scheme inside a C or C++ program.
 *
 * Plain C.  No C++ type crosses this interface; nothing here throws, jumps over the caller's frames, ends the process or
 * writes to its standard streams on its own; every mistake comes back as a status.  All text is UTF-8 and is given with its
 * length in bytes; a length of TC_ZERO_TERMINATED stands for strlen.  Sizes are in bytes unless something else is said.
 *
 * Isolates share nothing, so any number of them may run in as many threads.  One isolate is used by one thread at a time,
 * and may move to another thread between two calls; a call while another thread is inside gives TC_BUSY.  Only
 * tc_interrupt may be called at any time.  See docs/embedding.md for a guided tour.
 */
#ifndef TIERCEL_H
#define TIERCEL_H

#include <stddef.h>
#include <stdint.h>

/* Grows by one with each addition; what is declared here keeps its meaning. */
#define TIERCEL_API_VERSION 1

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif
#ifdef __cplusplus
extern "C" {
#endif

#define TC_ZERO_TERMINATED ((size_t)-1)

/* TIERCEL_API_VERSION of the library that is linked, and its release, "0.1.0". */
int tc_api_version(void);
const char* tc_version(void);

typedef struct tc_isolate tc_isolate;         /* a world of its own: heap, symbols, libraries */
typedef struct tc_environment tc_environment; /* top-level names; owned by its isolate */

typedef enum {
  TC_OK = 0,
  TC_CONDITION = 1,   /* the program raised and nobody handled it: text is the rendered diagnostic; see tc_condition */
  TC_SYNTAX = 2,      /* reading or expanding failed: text is the rendered diagnostic */
  TC_INTERRUPTED = 3, /* by tc_interrupt, and the program had no handler for it */
  TC_OUT_OF_FUEL = 4, /* the limit of tc_set_fuel is used up */
  TC_EXITED = 5,      /* the program called exit: code is its status */
  TC_NOT_READY = 6,   /* the isolate's primitives are not registered */
  TC_MISUSE = 7,      /* a null argument, a value of the wrong kind, a thread without room on its stack */
  TC_ESCAPED = 8,     /* inside a C function only: a continuation of its caller was called; return, see tc_pass */
  TC_BUSY = 9         /* another thread is inside the isolate */
} tc_status;

typedef struct {
  tc_status status;
  int code;   /* exit status for TC_EXITED */
  char* text; /* printed value, bytecode, Core or diagnostic; zero-terminated; tc_free it; may be null */
  size_t length;
} tc_result;

typedef enum {
  TC_NATIVE_AUTOMATIC = 0, /* procedures that run often become machine code, in a thread of the isolate's own */
  TC_NATIVE_ON = 1,        /* every procedure becomes machine code before it runs */
  TC_NATIVE_OFF = 2        /* bytecode only; the standard libraries are machine code in any case */
} tc_native_mode;

typedef struct {
  size_t struct_size;     /* sizeof(tc_options): lets the structure grow */
  uint64_t stack_limit;   /* bytes; 0 means the default */
  uint64_t heap_limit;    /* bytes; 0 means the default */
  int optimize;           /* 0 to 3; -1 means the default */
  int without_primitives; /* nonzero: tc_register_primitives comes later; evaluation before it is TC_NOT_READY */
  tc_native_mode native_mode;
  const char* const* include_directories; /* where libraries are looked for; ends with null; may be null */
  const char* const* command_line;        /* what (command-line) gives; ends with null; may be null */
  const char* cache_directory;            /* where compiled libraries are kept between runs; null: nowhere */
} tc_options;
#define TC_OPTIONS_DEFAULT {sizeof(tc_options), 0, 0, -1, 0, TC_NATIVE_AUTOMATIC, NULL, NULL, NULL}

typedef enum { TC_FULL = 0, TC_BARE = 1 } tc_environment_kind;

/* A new isolate, or null when memory is short.  `options` may be null. */
tc_isolate* tc_isolate_create(const tc_options* options);
tc_status tc_register_primitives(tc_isolate*);
/* Ends the isolate with all that it owns: values, environments, handles that were not released, foreign objects (which are
 * released).  Does nothing while a call is active in it. */
void tc_isolate_destroy(tc_isolate*);

/* A fresh top level, isolated from every other; null when memory is short or the isolate is not ready.  TC_FULL sees the
 * whole prelude; TC_BARE macros and primitives only. */
tc_environment* tc_environment_create(tc_isolate*, tc_environment_kind);
void tc_environment_destroy(tc_environment*);

/* Evaluate every form of `text`; the text of the result is the last value as the REPL prints it.  `name` is what
 * diagnostics call the text. */
tc_result tc_evaluate(tc_environment*, const char* text, size_t length, const char* name);

/* The stages one by one; none of them runs the program, though macros run.  The `_all` forms take many forms, the others
 * exactly one.  analyze gives optimized Core as text, compile gives bytecode as text, eval the printed value. */
tc_result tc_analyze(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_analyze_all(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_compile(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_compile_all(tc_environment*, const char* text, size_t length, const char* name);
tc_result tc_eval(tc_environment*, const char* text, size_t length, const char* name);

/* Gives back the text of a result; null is allowed. */
void tc_free(char* text);

/* --- Values ----------------------------------------------------------------------------------------------------------
 * A tc_value is one word that belongs to its isolate.  The collector may move what it refers to, and looks for values in
 * the stack frames of the thread that is inside the isolate.  So a value in a local variable or an argument is good for as
 * long as the function runs, whatever it calls; this holds under AddressSanitizer too.  A value anywhere else (in memory
 * from malloc, a static variable, another thread's stack) is good until the next call that runs a program (tc_evaluate
 * and its kin, tc_call): for longer it needs a tc_handle.  Making and looking at values never runs anything.
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
  TC_KIND_OTHER = 20,
  TC_KIND_FOREIGN = 21, /* a pointer of the embedding program: tc_foreign */
  TC_KIND_BOX = 22,
  TC_KIND_PROMISE = 23,
  TC_KIND_RECORD_TYPE = 24
} tc_kind;

/* What a value is; never an error. */
tc_kind tc_kind_of(tc_value);

tc_value tc_nil(void);
tc_value tc_empty(void);
tc_value tc_eof(void);
tc_value tc_unspecified(void);
tc_value tc_bool(int truth);
tc_value tc_int(tc_isolate*, int64_t number);
tc_value tc_float(tc_isolate*, double number); /* every bit is kept */
tc_value tc_cons(tc_isolate*, tc_value car, tc_value cdr);
tc_value tc_box(tc_isolate*, tc_value content);
/* These may fail: TC_MISUSE for what is no such thing, TC_CONDITION when memory is short; *value is then untouched. */
tc_status tc_character(uint32_t scalar, tc_value* value);
tc_status tc_string(tc_isolate*, const char* text, size_t length, tc_value* value);
tc_status tc_symbol(tc_isolate*, const char* text, size_t length, tc_value* value);
tc_status tc_list(tc_isolate*, const tc_value* elements, size_t count, tc_value* value);
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
int tc_unbox(tc_value, tc_value* content);
/* Both parts of a ratio, exact integers; of a complex number, reals. */
int tc_ratio_parts(tc_value, tc_value* numerator, tc_value* denominator);
int tc_complex_parts(tc_value, tc_value* real, tc_value* imaginary);
/* Of a string in characters, a vector in elements, a bytevector in bytes, a hash table in keys, a record in fields. */
int tc_length(tc_value, size_t* length);
int tc_vector_ref(tc_value, size_t index, tc_value* element);
int tc_bytevector_ref(tc_value, size_t index, uint8_t* byte);
int tc_string_ref(tc_value, size_t index, uint32_t* scalar);
int tc_record_ref(tc_value, size_t index, tc_value* field);
int tc_record_type(tc_value, tc_value* type);
/* Copies at most `capacity` bytes from `start` on and says how many. */
size_t tc_bytevector_copy(tc_value, size_t start, uint8_t* bytes, size_t capacity);
/* These say 1, or 0 and change nothing: another kind, an index beyond the end, a literal constant. */
int tc_set_car(tc_value pair, tc_value car);
int tc_set_cdr(tc_value pair, tc_value cdr);
int tc_set_box(tc_value box, tc_value content);
int tc_vector_set(tc_value vector, size_t index, tc_value element);
int tc_bytevector_set(tc_value bytevector, size_t index, uint8_t byte);
/* The text of a string or the name of a symbol; tc_free it.  Null for another kind. */
char* tc_text(tc_value, size_t* length);
/* The name of a procedure or a record type; tc_free it.  Null for another kind and for what has no name. */
char* tc_name(tc_value, size_t* length);
/* Any value as `write` shows it; tc_free it. */
char* tc_write(tc_value, size_t* length);

int tc_eq(tc_value, tc_value);    /* eq?, and equal for numbers of one exactness and characters: `eqv?` */
int tc_equal(tc_value, tc_value); /* equal? */

/* A reference that keeps a value alive and finds it again wherever it moved. */
typedef struct tc_handle tc_handle;
tc_handle* tc_keep(tc_isolate*, tc_value); /* null when memory is short */
tc_value tc_kept(const tc_handle*);
void tc_release(tc_handle*); /* before the isolate goes */

/* --- Running -------------------------------------------------------------------------------------------------------*/

/* As tc_evaluate, but the value is stored instead of printed; of several values the first (tc_value_at has all). */
tc_result tc_evaluate_value(tc_environment*, const char* text, size_t length, const char* name, tc_value* value);
/* Calls a procedure.  The result's text is null, or the diagnostic. */
tc_result tc_call(tc_isolate*, tc_value procedure, const tc_value* arguments, size_t count, tc_value* value);
/* What the last tc_evaluate_value or tc_call returned, until the next one: how many values, and each of them. */
size_t tc_value_count(const tc_isolate*);
int tc_value_at(const tc_isolate*, size_t index, tc_value* value);

/* Defines or redefines a variable; what it means to code that was compiled before is as if the program had defined it. */
tc_status tc_define(tc_environment*, const char* name, size_t length, tc_value value);
/* The value of a variable.  TC_CONDITION if it is unbound, TC_SYNTAX if the name is no variable. */
tc_status tc_lookup(tc_environment*, const char* name, size_t length, tc_value* value);
/* The procedure of a primitive, "car" or "hash-table-ref", whether any environment has a name for it or not;
 * TC_MISUSE if there is none of that name. */
tc_status tc_primitive(tc_isolate*, const char* name, size_t length, tc_value* value);

/* What was raised, after a TC_CONDITION from running something; any value, not only conditions. */
tc_value tc_condition(const tc_isolate*);
/* Of a value of TC_KIND_CONDITION: the code, "T3001", where `error` makes T3010 (static text); the message (tc_free
 * it); the list of irritants.  Null, or 0, for another kind. */
const char* tc_condition_code(tc_value);
char* tc_condition_message(tc_value, size_t* length);
int tc_condition_irritants(tc_value, tc_value* list);

/* --- Procedures ------------------------------------------------------------------------------------------------------
 * A C function as a Scheme procedure.  It runs on the thread's own stack and may call Scheme again; nothing ever jumps over
 * its frame.  It returns the value of the call, or what one of the functions below gives it.
 */
typedef struct tc_frame tc_frame; /* one call of a C function; gone when it returns */
typedef tc_value (*tc_function)(tc_frame* frame, const tc_value* arguments, size_t count);
#define TC_ANY_NUMBER (-1)

typedef struct {
  size_t struct_size; /* sizeof(tc_procedure_options) */
  const char* name;   /* for messages; zero-terminated */
  tc_function function;
  void* data;               /* what tc_frame_data gives; its life is the caller's affair */
  int least_arguments;      /* a call with fewer, or more than the most, is an error of the program (T3004) */
  int most_arguments;       /* or TC_ANY_NUMBER; at most 64 more than the least */
  const tc_value* captures; /* values that belong to the procedure; copied; may be null */
  size_t capture_count;
} tc_procedure_options;

/* TC_MISUSE for bounds that make no sense. */
tc_status tc_procedure(tc_isolate*, const tc_procedure_options*, tc_value* procedure);
/* In short: a procedure without captures, defined under its name. */
tc_status tc_define_function(tc_environment*, const char* name, tc_function, void* data, int least, int most);

/* Of any procedure: the least and the most number of arguments, TC_ANY_NUMBER if there is no most. */
int tc_arity(tc_value procedure, int* least, int* most);
/* The values that a closure has captured, in fixed order; a variable that is assigned shows as its box.  A lambda that
 * captures nothing is one object, however often it is evaluated. */
int tc_capture_count(tc_value procedure, size_t* count);
int tc_capture_ref(tc_value procedure, size_t index, tc_value* value);

tc_isolate* tc_frame_isolate(const tc_frame*);
void* tc_frame_data(const tc_frame*);
/* The capture of that number, nil beyond the last. */
tc_value tc_frame_capture(const tc_frame*, size_t index);

/* For `return`: raises an object; raises a condition as `error` does, with a message and irritants; raises the error of an
 * argument (from 0) that is not what it should be, in words such as "a positive integer"; returns `count` values; calls a
 * procedure with at most three arguments in the place of this call, as a tail call. */
tc_value tc_raise(tc_frame*, tc_value object);
tc_value tc_fail(tc_frame*, const char* message, const tc_value* irritants, size_t count);
tc_value tc_wrong_argument(tc_frame*, size_t index, const char* expected);
tc_value tc_return_values(tc_frame*, const tc_value* values, size_t count);
tc_value tc_tail_call(tc_frame*, tc_value procedure, const tc_value* arguments, size_t count);
/* For `return` after a call of Scheme that was not TC_OK: what happened there happens to the caller.  After TC_ESCAPED,
 * TC_EXITED, TC_INTERRUPTED and TC_OUT_OF_FUEL the C function has to return: further calls give the same status at once,
 * and whatever it returns counts as tc_pass. */
tc_value tc_pass(tc_frame*);

/* --- Foreign objects -------------------------------------------------------------------------------------------------
 * A pointer of the embedding program as a value.  `type` tells pointers of different sorts apart: a zero-terminated name,
 * compared by its text.  `release`, unless null, is called with the pointer once nothing refers to the value any longer,
 * some time after a full collection, or when the isolate is destroyed; it must not use the isolate.
 */
tc_status tc_foreign(tc_isolate*, void* pointer, const char* type, void (*release)(void*), tc_value* value);
/* 1 and the pointer, or 0 for another kind or another type. */
int tc_to_foreign(tc_value, const char* type, void** pointer);

/* --- Limits ----------------------------------------------------------------------------------------------------------*/

/* Fuel for the next evaluations, in procedure calls and loop iterations; negative means unlimited.  Procedures of the
 * libraries are free; an evaluation that stays in them for over a tenth of a second pays 100 for a microsecond. */
tc_status tc_set_fuel(tc_isolate*, int64_t fuel);
/* May be called from any thread or signal handler: the running evaluation ends with TC_INTERRUPTED unless the program
 * handles the interrupt.  Without one the next evaluation is interrupted. */
void tc_interrupt(tc_isolate*);

/* The isolate this thread is running in at the moment, or null: null after every evaluation. */
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
