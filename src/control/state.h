// What control/ keeps for each Context beyond the Context's own fields, behind ctx->control.
//
// Values in here are not roots.  A Door lies on a stack that the collector scans; everything else that must survive a
// collection is a field of the Context or a root of the isolate.
#pragma once

#include <cstdint>

#include "control/stack.h"
#include "object/context.h"

namespace tiercel {

// Why a door gave control back to C++.
enum class DoorStatus : uint8_t {
  value,        // the procedure returned; v_multiple if it returned other than one value
  condition,    // nothing caught the raised object
  interrupted,  // the default interrupt handler
  out_of_fuel,
  exited,    // `exit`: the value is its argument
  escaping,  // a continuation of an outer door was called: return v_pending at once, without running more Scheme
};

// One activation of enter_scheme.  The assembly in assembly.cpp writes `base`.
struct Door {
  uintptr_t base;  // stack address after the entered procedure has returned
  Door* outer;
  Context* previous;  // whose Scheme this thread ran before
  uint64_t serial;    // a continuation belongs to the door with this number
  DoorStatus status;
  Value slices, in_place, winders, handlers, parameters;  // of the Context, as they were outside
  uintptr_t watermark, watermark_return;
  uintptr_t c_stack_low;
  uintptr_t scheme_stack_pointer;
};

// How to continue somewhere else on the stack: with which stack pointer, frame pointer and argument words.  What is
// continued there puts the other registers right by itself.
struct Jump {
  uintptr_t frame;
  uintptr_t stack_pointer;
  uintptr_t return_slot;  // pushed first if not 0: for a target that is called and returns there
  uintptr_t target;
  uint64_t result;        // the result register, for a target that is returned to
  uint64_t arguments[6];  // the argument registers, for a target that is called
};

struct ControlState {
  SchemeStack stack;
  Door* door = nullptr;  // the innermost
  uint64_t last_serial = 1;
  uint64_t session_serial = 1;  // of all outermost doors of a session
  // The return address that the watermark's patch displaced; 0 while the boundary at ctx->watermark is not patched for
  // its own sake (a slice's barrier is there, or the bottom of the stack).
  uintptr_t watermark_return = 0;
  // Where the Scheme stack was left for the C stack (call_on_c_stack); 0 otherwise.
  uintptr_t scheme_stack_pointer = 0;
  uintptr_t c_stack_pointer = 0;  // where call_on_c_stack continues the C stack; set by the outermost door
  Jump jump{};
  uintptr_t redirect = 0;             // once: where control_underflow goes on instead of the displaced return address
  bool in_reserve = false;            // an overflow is being handled: the poll limit is the reserve's
  bool interrupt_every_poll = false;  // test mode
  class FuelWatch* fuel_watch = nullptr;  // while fuel is limited (fuel.h)
  int64_t fuel_seen = -1;                 // what was left when the watch last asked; -1: it did not in this evaluation
  int64_t fuel_seen_ns = 0;               // and this thread's processor time then
  struct Backtrace* noted = nullptr;      // %note-backtrace!
  uint64_t bytes_saved = 0;               // stack bytes copied to the heap, for `(tiercel stats)` and tests
  uint64_t bytes_restored = 0;
  size_t save_bytes = 0;  // how much the next frames to run are saved at least, see slices.h
  uint64_t captures = 0;
  uint64_t underflows = 0;
};

inline ControlState& control_of(Context* ctx) { return *static_cast<ControlState*>(ctx->control); }

// The context whose Scheme runs on this thread.  The underflow handler needs it: it is entered by a return
// instruction, with nothing in a register that says who returned.
extern constinit thread_local Context* running_context;

// Makes ctx->control with a stack of `stack_limit` usable bytes (0: the default) and sets the stack fields of the
// context.  False if the stack cannot be mapped.
[[nodiscard]] bool create_control(Context* ctx, size_t stack_limit);
void destroy_control(Context* ctx);

// What stack_limit holds when nothing is requested.
inline uintptr_t normal_stack_limit(const ControlState& state) {
  return state.in_reserve ? state.stack.reserve_limit() : state.stack.lowest();
}

}  // namespace tiercel
