// The shape of an instruction handler and what all handlers share.
//
// A handler gets the four words of interpreter state in registers, does its instruction, and tail-calls the handler
// whose address the next instruction holds (direct threading; notes on the measurement in docs/decisions).  With
// `preserve_none` the four words are r12-r15 on x86-64, which a C function called from a handler preserves: nothing is
// saved or reloaded around calls.  A handler returns only to its entry (entry.cpp): with the function's result, or
// with v_tail_call.
//
// Rules: a fast path must not need a stack frame, so whatever calls out or is rare is a handler of its own,
// reached by TIERCEL_CONTINUE.  An instruction that may call or raise stores pc in the frame header first.
#pragma once

#include <cstdint>

#include "bytecode/instruction.h"
#include "control/frame.h"
#include "object/layouts.h"

#if defined(__x86_64__) || defined(__aarch64__)
#define TIERCEL_PRESERVE_NONE __attribute__((preserve_none))
#else
#define TIERCEL_PRESERVE_NONE
#endif

// Names of the parameters are fixed, because the macros below pass them on.
#define TIERCEL_STATE                                                                                       \
  [[maybe_unused]] const Instruction *pc, [[maybe_unused]] Value *registers, [[maybe_unused]] Context *ctx, \
      [[maybe_unused]] Procedure *self
#define HANDLER(name) TIERCEL_PRESERVE_NONE Value name(TIERCEL_STATE)
#define COLD_HANDLER(name) __attribute__((cold, noinline)) TIERCEL_PRESERVE_NONE Value name(TIERCEL_STATE)

#define TIERCEL_CONTINUE(handler) [[clang::musttail]] return handler(pc, registers, ctx, self)
#define TIERCEL_GO_TO(target)                                                                          \
  do {                                                                                                 \
    const Instruction* go_to = (target);                                                               \
    [[clang::musttail]] return reinterpret_cast<Handler>(go_to->handler)(go_to, registers, ctx, self); \
  } while (0)
#define TIERCEL_NEXT TIERCEL_GO_TO(pc + 1)

namespace tiercel {

using Handler = TIERCEL_PRESERVE_NONE Value (*)(const Instruction*, Value*, Context*, Procedure*);

inline const Instruction* jump_target(const Instruction* pc) { return pc + pc->wide(); }

inline void store_pc(const Instruction* pc, Value* registers) { frame_header(registers)->pc = pc; }

inline Procedure* procedure_pointer(Value procedure) {
  return reinterpret_cast<Procedure*>(procedure.bits - tag_procedure);
}

// constants[k] of the running function, wherever the constants vector lies.
inline Value constant_of(const Procedure* self, uint32_t index) {
  return reinterpret_cast<Vector*>(function_of(self)->constants.bits - tag_object)->elements[index];
}

}  // namespace tiercel
