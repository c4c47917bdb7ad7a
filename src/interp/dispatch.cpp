// The table of handlers, and the choice among variants.
#include "interp/dispatch.h"

#include <climits>
#include <iterator>

#include "interp/handlers.h"

namespace tiercel {

namespace {

const Handler handlers[] = {
#define TIERCEL_HANDLER_ROW(identifier, name) handle_##identifier,
    TC_OPCODES(TIERCEL_HANDLER_ROW)
#undef TIERCEL_HANDLER_ROW
};
static_assert(std::size(handlers) == opcode_count);

void* address(Handler handler) { return reinterpret_cast<void*>(handler); }

// In operand c of a tail call, which has none: to tell loaded instructions apart whose handlers are the same.
constexpr uint16_t callee_is_known = 1;

// The variant that knows the argument count, where all arguments travel in registers.
void* call_variant(Opcode opcode, const Instruction& instruction, EntryShape shape) {
  bool in_tail = opcode == Opcode::tail_call || opcode == Opcode::tail_call_known;
  uint16_t argc = in_tail ? instruction.b : instruction.c;
  if (argc > register_arguments) return address(handlers[static_cast<int>(opcode)]);
  if (opcode == Opcode::call) return address(call_handlers[argc]);
  if (opcode == Opcode::call_known) return address(call_known_handlers[argc]);
  bool within = entry_takes_exactly(shape, argc);
  return address(within ? tail_call_within_handlers[argc] : tail_call_handlers[argc]);
}

// A word by its distance, if that fits 32 bits: the heap is one range of addresses, but it may be large.
bool make_near(Instruction& instruction, const Instruction* loaded, const void* target, Handler near_handler) {
  int64_t distance = static_cast<const Value*>(target) - reinterpret_cast<const Value*>(loaded);
  if (distance < INT32_MIN || distance > INT32_MAX) return false;
  instruction.set_wide(static_cast<int32_t>(distance));
  instruction.handler = address(near_handler);
  return true;
}

const Value* near_target(const Instruction* loaded) { return reinterpret_cast<const Value*>(loaded) + loaded->wide(); }

int32_t number_of_function(const Value* function) {
  return static_cast<int32_t>(reinterpret_cast<const Function*>(function)->index);
}

bool is_one_of(const Handler (&variants)[register_arguments + 1], const void* handler) {
  for (Handler variant : variants) {
    if (address(variant) == handler) return true;
  }
  return false;
}

Opcode opcode_of(const void* handler) {
  for (int i = 0; i < opcode_count; i++) {
    if (address(handlers[i]) == handler) return static_cast<Opcode>(i);
  }
  if (is_one_of(call_handlers, handler)) return Opcode::call;
  if (is_one_of(call_known_handlers, handler)) return Opcode::call_known;
  if (handler == address(handle_load_const_near)) return Opcode::load_const;
  if (handler == address(handle_cell_ref_near)) return Opcode::cell_ref;
  if (handler == address(handle_make_closure_near)) return Opcode::make_closure;
  if (handler == address(handle_jump_if_false_or_empty)) return Opcode::jump_if_false;
  if (handler == address(handle_jump_unless_false_or_empty)) return Opcode::jump_if_true;
  if (handler == address(handle_not_or_empty)) return Opcode::not_;
  return Opcode::tail_call;  // its variants are all that is left
}

}  // namespace

void thread_instruction(Instruction& instruction, const Instruction* loaded, UnitObjects objects, EntryShape shape) {
  auto opcode = static_cast<Opcode>(instruction.op);
  instruction.handler = address(handlers[instruction.op]);
  Control control = opcode_info(opcode).control;
  if (control == Control::call || control == Control::tail) {
    instruction.handler = call_variant(opcode, instruction, shape);
    if (opcode == Opcode::tail_call_known) instruction.c = callee_is_known;
    return;
  }
  auto number = static_cast<uint32_t>(instruction.wide());
  if (opcode == Opcode::load_const) make_near(instruction, loaded, objects.constants + number, handle_load_const_near);
  if (opcode == Opcode::cell_ref) make_near(instruction, loaded, objects.constants + number, handle_cell_ref_near);
  if (opcode == Opcode::make_closure)
    make_near(instruction, loaded, as_function(objects.functions[number]), handle_make_closure_near);
}

int callee_register(const Instruction* loaded) {
  const void* handler = loaded->handler;
  bool call = handler == address(handle_call) || handler == address(handle_call_known) ||
              is_one_of(call_handlers, handler) || is_one_of(call_known_handlers, handler);
  return call ? loaded->b : -1;
}

void use_consair(Instruction& instruction) {
  if (instruction.handler == address(handle_jump_if_false)) {
    instruction.handler = address(handle_jump_if_false_or_empty);
  } else if (instruction.handler == address(handle_jump_if_true)) {
    instruction.handler = address(handle_jump_unless_false_or_empty);
  } else if (instruction.handler == address(handle_not_)) {
    instruction.handler = address(handle_not_or_empty);
  } else if (instruction.handler == address(handle_load_constant) &&
             instruction.wide() == static_cast<int32_t>(v_nil.bits)) {
    instruction.set_wide(static_cast<int32_t>(v_empty.bits));
  }
}

Instruction unthread_instruction(const Instruction* loaded, UnitObjects objects) {
  Instruction stored = *loaded;
  Opcode opcode = opcode_of(stored.handler);
  if (opcode == Opcode::tail_call && stored.c == callee_is_known) opcode = Opcode::tail_call_known;
  if (opcode == Opcode::tail_call_known) stored.c = 0;
  stored.op = static_cast<uint64_t>(opcode);
  if (loaded->handler == address(handle_make_closure_near)) stored.set_wide(number_of_function(near_target(loaded)));
  if (loaded->handler == address(handle_load_const_near) || loaded->handler == address(handle_cell_ref_near))
    stored.set_wide(static_cast<int32_t>(near_target(loaded) - objects.constants));
  return stored;
}

}  // namespace tiercel
