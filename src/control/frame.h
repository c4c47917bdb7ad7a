// What an interpreter frame looks like from outside, so that a backtrace can find it by walking frame pointers.
//
// Every interpreter entry (interp/entry.cpp) lies in the linker section `tiercel_entry`, keeps a FrameHeader directly
// below its registers, and calls the handler chain.  A handler that calls out has pushed its own frame pointer, so
// on the chain of saved frame pointers a handler's frame H is followed by its entry's frame E, and
//
//   [H]      saved frame pointer = E
//   [H + 8]  return address, inside section `tiercel_entry`
//   H + 16   lowest word of the entry's frame; the FrameHeader is the first word from here on that holds the
//            address of its own registers
//
// Storing that self-address costs one store a call and no computation, because the entry has it in a register.
// `pc` is stored by each instruction that may call or raise, before it does; it is stale in between.
#pragma once

#include <cstdint>

#include "object/value.h"

namespace tiercel {

struct Instruction;
struct Procedure;

struct FrameHeader {
  Value* registers;       // == registers_of(this): the mark by which the header is recognised
  Procedure* procedure;   // what is running; its Function says name, unit and first instruction
  const Instruction* pc;  // the instruction that called or raised

  Value* own_registers() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(sizeof(FrameHeader) == 24);

inline FrameHeader* frame_header(Value* registers) { return reinterpret_cast<FrameHeader*>(registers) - 1; }

// The linker provides these bounds of the section that holds the interpreter's entries, and nothing else;
// weak, because a test program may hold no interpreter.
extern "C" __attribute__((weak)) const char __start_tiercel_entry[], __stop_tiercel_entry[];

#define TIERCEL_ENTRY_SECTION __attribute__((section("tiercel_entry"), noinline))

inline bool is_interpreter_entry(uintptr_t return_address) {
  return return_address > reinterpret_cast<uintptr_t>(__start_tiercel_entry) &&
         return_address <= reinterpret_cast<uintptr_t>(__stop_tiercel_entry);
}

// The header of the interpreter frame whose handler frame is at `frame` (a frame pointer), or null if the function
// that `frame` returns to is not an interpreter entry.
inline FrameHeader* interpreter_frame(uintptr_t frame) {
  const auto* words = reinterpret_cast<const uintptr_t*>(frame);
  if (!is_interpreter_entry(words[1])) return nullptr;
  uintptr_t end = words[0];
  for (uintptr_t at = frame + 16; at + sizeof(FrameHeader) <= end; at += 8) {
    auto* header = reinterpret_cast<FrameHeader*>(at);
    if (header->registers == header->own_registers()) return header;
  }
  return nullptr;
}

}  // namespace tiercel
