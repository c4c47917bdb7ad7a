// Copies of loaded functions for the native compiler, which must not read the heap.
#pragma once

#include <vector>

#include "native/request.h"
#include "object/layouts.h"

namespace tiercel {

// What is to be known of every function and constant of the unit of `function`: shapes and facts, no instructions.
void shape_snapshot(const Function* function, native::Request* request);
// What is to be known now of one constant of that unit.
native::ConstantFact constant_fact(const Function* function, uint32_t constant);
// The instructions of one function.
void snapshot_code(const Function* function, bytecode::FunctionCode* code);
// The functions of the unit whose static closures or closures the function makes or mentions.
std::vector<uint32_t> functions_mentioned(const Function* function);
// The instructions from the head of a loop to the last jump back there.
int64_t turn_length(const Function* function, int64_t head);

}  // namespace tiercel
