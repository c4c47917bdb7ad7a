// Every handler: one per opcode, named handle_<opcode>, and the variants among which the loader chooses by operands.
#pragma once

#include "gen/opcodes.h"
#include "interp/handler.h"

namespace tiercel {

#define TIERCEL_DECLARE_HANDLER(identifier, name) HANDLER(handle_##identifier);
TC_OPCODES(TIERCEL_DECLARE_HANDLER)
#undef TIERCEL_DECLARE_HANDLER

// Indexed by the argument count 0..3: everything travels in registers.
extern const Handler call_handlers[4], call_known_handlers[4], tail_call_handlers[4];
// The same for tail calls in functions whose entry takes exactly that many arguments: they may reuse the frame.
extern const Handler tail_call_within_handlers[4];

// Variants whose 32-bit operand is the distance in words from the instruction to the constant or Function
// (dispatch.cpp).
HANDLER(handle_load_const_near);
HANDLER(handle_cell_ref_near);
HANDLER(handle_make_closure_near);

// Tests of the consair dialect, in which the empty list is false.
HANDLER(handle_jump_if_false_or_empty);
HANDLER(handle_jump_unless_false_or_empty);
HANDLER(handle_not_or_empty);

}  // namespace tiercel
