// The state of one running thread of Scheme, and the one calling convention of every tier.
//
// Whatever runs Scheme code has a Context and passes it first.  Native code reads its fields by offset (generated),
// so it stays a plain struct.  What threads share is in Isolate, which this header only names.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "heap/allocation_range.h"
#include "object/value.h"

namespace tiercel {

struct Isolate;
struct Context;
struct Procedure;
class Heap;

// Arguments 3.. travel in ctx->args[0..]; beyond `argument_slots` of those the remainder is one list in ctx->more.
// A `musttail` call through this type never has a stack argument.
using Code = Value (*)(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

constexpr int64_t register_arguments = 3;
constexpr int64_t argument_slots = 64;

// What ends an evaluation from outside, beyond conditions.  Bits of Context::requests; a set bit goes with
// stack_limit = ~0 so that the next poll sees it.
enum Request : uint32_t {
  request_collect = 1,      // the nursery is used up, or a stress mode asks
  request_interrupt = 2,    // Ctrl-C or an embedder's interrupt
  request_fuel = 4,         // fuel ran out
  request_out_of_memory = 8,  // too much is alive even after a full collection: the poll raises T4002
  request_publish = 16,     // native code is finished: Isolate::publish_code
  request_fuel_watch = 32,  // time to see whether fuel is being charged (control/fuel.h)
};

// Where native code of one image library finds what this isolate has of it.
struct LibraryTables {
  const Value* constants;
  const Value* functions;  // Function objects
};

struct Context {
  // The poll: entry code compares the stack pointer with this word.  Normally the lowest usable stack address; ~0 asks
  // for the slow path.  Other threads and signal handlers store ~0.
  std::atomic<uintptr_t> stack_limit;
  AllocationRange objects;  // everything with a header
  AllocationRange pairs;
  int64_t fuel;             // counts down; one per run, whatever modules are entered (R13)
  Value* cells;             // the isolate's cell table: globals of image libraries
  int64_t nvalues;          // valid while a result is v_multiple
  Value more;               // list: arguments beyond register_arguments + argument_slots
  Value args[argument_slots];
  Value values[argument_slots];
  Value more_values;        // list: values beyond argument_slots
  Value pending;            // the condition, after a primitive returned v_pending
  Value tail_procedure;     // with v_tail_call: whom to call; arguments as in a call
  int64_t tail_argc;
  Value tail_arguments[register_arguments];
  // The dynamic state; a continuation keeps all three.
  Value winders;            // list of (before . after)
  Value handlers;           // list of handler procedures, innermost first
  Value parameters;         // association list parameter index -> box, innermost first
  Value slices;             // captured slices we shall return into: the top return barrier first, or #f
  Value in_place;           // slices whose bytes are still on this stack and not saved: lowest address first, or #f
  uintptr_t stack_base;     // highest address of the stack that Scheme runs on
  uintptr_t stack_lowest;   // lowest usable address, without the reserve
  uintptr_t watermark;      // stack address above which frames have not run since the last young collection
  // The thread's own C stack holds references too.  While Scheme runs on its stack, [c_stack_low, c_stack_high) is the
  // part in use beyond the door; c_stack_low is 0 while no door is open (then: from the collector's own frame up).
  uintptr_t c_stack_low;
  uintptr_t c_stack_high;
  std::atomic<uint32_t> requests;
  Isolate* isolate;
  Heap* heap;
  uint64_t interpreted_calls;
  void* control;            // control/ keeps its own per-context state here (doors, return barriers)
  const LibraryTables* libraries;  // the isolate's, by number of the library in the boot image
  uint64_t hash_seed;       // the isolate's
  void* reserved[3];
};
static_assert(offsetof(Context, stack_limit) == 0);

}  // namespace tiercel
