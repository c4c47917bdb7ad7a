// Liveness of loaded functions, kept until the next full collection, before which no function dies.
#include "interp/frame_map.h"

#include <algorithm>

#include "bytecode/liveness.h"
#include "gen/opcodes.h"
#include "interp/dispatch.h"
#include "interp/introspect.h"
#include "object/layouts.h"

namespace tiercel {

namespace {

using Waiting = InterpreterFrameMap::Waiting;

bool is_call(const Instruction& stored) { return opcode_info(static_cast<Opcode>(stored.op)).control == Control::call; }

// A frame at `pc` is usually in the middle of that instruction.  A call has read its operands and will write its
// destination; what it called is kept for backtraces.  Of any other instruction nobody knows how far it got.
uint64_t live_during(const Instruction& stored, uint64_t before, uint64_t after) {
  if (!is_call(stored)) return before | after;
  return (after & ~(uint64_t{1} << stored.a)) | uint64_t{1} << stored.b;
}

std::vector<Waiting> analyse(const Function* function) {
  const Vector* functions = as_vector(as_code_unit(function->unit)->functions);
  UnitObjects objects{as_vector(function->constants)->elements, functions->elements};
  std::vector<Instruction> code;
  for (int64_t pc = 0, end = instruction_count(function); pc < end; pc++)
    code.push_back(unthread_instruction(function->code + pc, objects));
  bytecode::Liveness live = bytecode::liveness_of(
      code, [functions](uint32_t number) { return as_function(functions->elements[number])->captures; });
  std::vector<Waiting> waiting(code.size());
  for (size_t pc = 0; pc < code.size(); pc++)
    waiting[pc] = {live_during(code[pc], live.before[pc], live.after[pc]), is_call(code[pc])};
  // The poll of an entry stores the address of the first instruction before that has begun.
  waiting[0] = {waiting[0].live | live.before[0], false};
  if (function->arity >= 0) return waiting;
  const Vector* triples = as_vector(function->clauses);
  for (int64_t i = 2; i < vector_length(triples); i += 3) {
    auto first = static_cast<size_t>(fixnum_value(triples->elements[i]));
    waiting[first] = {waiting[first].live | live.before[first], false};
  }
  return waiting;
}

}  // namespace

bool InterpreterFrameMap::find(const Function* function, const Instruction* pc, FrameShape* shape) {
  if (function->frame_size > bytecode::liveness_registers_max || !is_code_unit(function->unit)) return false;
  Recent& recent = recent_[reinterpret_cast<uintptr_t>(pc) / sizeof(Instruction) % recent_count];
  if (recent.pc != pc) {
    auto [known, added] = waiting_.try_emplace(function);
    if (added) known->second = analyse(function);
    auto index = static_cast<size_t>(pc - function->code);
    if (index >= known->second.size()) return false;
    auto [live, calling] = known->second[index];
    recent = {pc, {frame_slots({function->arity, function->frame_size}), live, calling}};
  }
  *shape = recent.shape;
  return true;
}

uintptr_t InterpreterFrameMap::header_distance(uintptr_t return_address) const {
  auto next = std::upper_bound(layouts_.begin(), layouts_.end(), return_address,
                               [](uintptr_t address, const EntryLayout& layout) { return address < layout.start; });
  return next == layouts_.begin() ? 0 : (next - 1)->header_distance;
}

void InterpreterFrameMap::forget() {
  waiting_.clear();
  recent_.assign(recent_count, {});
}

}  // namespace tiercel
