// The entries.  In order: move the arguments into the frame, check their number, compare the stack pointer with
// ctx->stack_limit, count the call, run the handler chain; then return its result, or make the tail call it asks for.
//
// Everything in section `tiercel_entry` that calls Scheme code owns a FrameHeader (control/frame.h).
#include "interp/entry.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "control/assembly.h"
#include "control/poll.h"
#include "control/state.h"
#include "interp/arguments.h"
#include "interp/handler.h"
#include "interp/hooks.h"
#include "interp/raise.h"
#include "object/errors.h"

namespace tiercel {

namespace {

// Frames of up to this many registers are local arrays of a fixed-size entry.  Even numbers: header, registers and what
// the entry saves then fill whole granules of 16 bytes.
constexpr int64_t small_frame_sizes[] = {4, 6, 8, 12, 24, 64};

// A poll found something to do.  The frame is complete, so collecting and running Scheme code are both allowed.
__attribute__((cold, noinline)) void poll_at_entry(Context* ctx, FrameHeader* header, const Instruction* first) {
  header->pc = first;
  poll_scheme(ctx, reinterpret_cast<uintptr_t>(header));
}

// Raises T3004 in the place of the call: by a tail call, since the callee's frame has nothing to tell.
__attribute__((cold, noinline)) Value wrong_arity(Context* ctx, Procedure* self, int64_t argc, Value, Value, Value) {
  (void)raise_arity_error(ctx, value_of(self), argc);
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = raise_procedure(ctx);
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

// The function has reached its trigger.  A closure that was made before the promotion goes straight to native code from
// its next call on.
__attribute__((cold, noinline)) Code code_at_trigger(Context* ctx, Procedure* self, Function* function) {
  InterpreterHooks* hooks = interpreter_hooks(ctx);
  if (!hooks || !hooks->promote) {
    function->trigger = UINT64_MAX;
    return nullptr;
  }
  Code native = hooks->promote(ctx, function);
  if (!native) return nullptr;
  function->calls--;  // tier 1 does not make this one
  __atomic_store_n(&self->entry, native, __ATOMIC_RELEASE);
  return native;
}

// The native frame that comes in place of this one, and does not write all of its words, shall not keep alive what this one and
// the compiler's request left there.
__attribute__((always_inline)) inline void clear_frame(Value* registers, int64_t count) {
  std::fill_n(registers, count, Value{});
  asm volatile("" ::"r"(registers) : "memory");  // the compiler knows of nobody who could read them
  tiercel_clear_below();
}

// Counts the call; if it is one that asks for promotion and there is native code now, that takes the call over.
#define TIERCEL_COUNT_CALL(function, registers, count)                \
  if (++(function)->calls >= (function)->trigger) [[unlikely]] {      \
    Code native = code_at_trigger(ctx, self, function);               \
    if (native) {                                                     \
      clear_frame(registers, count);                                  \
      [[clang::musttail]] return native(ctx, self, argc, a0, a1, a2); \
    }                                                                 \
  }

template <int64_t registers_max>
struct Frame {
  FrameHeader header;
  Value registers[registers_max];
};

inline bool must_poll(const Context* ctx, const Value* registers) {
  return reinterpret_cast<uintptr_t>(registers) <= ctx->stack_limit.load(std::memory_order_relaxed);
}

__attribute__((always_inline)) inline Value run(Context* ctx, Procedure* self, FrameHeader* header,
                                                const Instruction* first) {
  Value* registers = header->own_registers();
  header->registers = registers;
  header->procedure = self;
  if (must_poll(ctx, registers)) [[unlikely]]
    poll_at_entry(ctx, header, first);
  return reinterpret_cast<Handler>(first->handler)(first, registers, ctx, self);
}

// The context is asked for again, because a word kept across the chain would be one more in every frame.
#define TIERCEL_LEAVE(result)                                                                                       \
  if ((result) != v_tail_call) [[likely]]                                                                           \
    return result;                                                                                                  \
  ctx = running_context;                                                                                            \
  Procedure* next = procedure_pointer(ctx->tail_procedure);                                                         \
  [[clang::musttail]] return next->entry(ctx, next, ctx->tail_argc, ctx->tail_arguments[0], ctx->tail_arguments[1], \
                                         ctx->tail_arguments[2])

// Exactly `parameters` arguments, at most three.
template <int parameters, int64_t registers_max>
TIERCEL_ENTRY_SECTION Value enter_fixed(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  Frame<registers_max> frame;
  if constexpr (parameters > 0) frame.registers[0] = a0;
  if constexpr (parameters > 1) frame.registers[1] = a1;
  if constexpr (parameters > 2) frame.registers[2] = a2;
  if (argc != parameters) [[unlikely]]
    [[clang::musttail]] return wrong_arity(ctx, self, argc, a0, a1, a2);
  Function* function = function_of(self);
  TIERCEL_COUNT_CALL(function, frame.registers, registers_max);
  Value result = run(ctx, self, &frame.header, function->code);
  TIERCEL_LEAVE(result);
}

// Any fixed arity above three, with all arguments in registers and ctx->args.
template <int64_t registers_max>
TIERCEL_ENTRY_SECTION Value enter_many(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  Frame<registers_max> frame;
  Function* function = function_of(self);
  if (function->arity != argc << 1) [[unlikely]]
    [[clang::musttail]] return wrong_arity(ctx, self, argc, a0, a1, a2);
  TIERCEL_COUNT_CALL(function, frame.registers, registers_max);
  frame.registers[0] = a0;
  frame.registers[1] = a1;
  frame.registers[2] = a2;
  for (int64_t i = register_arguments; i < argc; i++) frame.registers[i] = ctx->args[i - register_arguments];
  Value result = run(ctx, self, &frame.header, function->code);
  TIERCEL_LEAVE(result);
}

// How one call is met by a clause.
struct ChosenClause {
  int64_t required;
  bool rest;
  int64_t first;  // instruction; -1: no clause takes this many arguments
};

bool takes(int64_t required, bool rest, int64_t argc) { return rest ? argc >= required : argc == required; }

ChosenClause choose_clause(const Function* function, int64_t argc) {
  if (function->arity >= 0) {
    int64_t required = function->arity >> 1;
    bool rest = function->arity & 1;
    return {required, rest, takes(required, rest, argc) ? 0 : -1};
  }
  const Vector* triples = as_vector(function->clauses);
  auto count = static_cast<int64_t>(header_length(triples->header));
  for (int64_t i = 0; i < count; i += 3) {
    int64_t required = fixnum_value(triples->elements[i]);
    bool rest = fixnum_value(triples->elements[i + 1]) != 0;
    if (takes(required, rest, argc)) return {required, rest, fixnum_value(triples->elements[i + 2])};
  }
  return {0, false, -1};
}

}  // namespace

bool accepts(const Function* function, int64_t argc) {
  return function->primitive >= 0 || choose_clause(function, argc).first >= 0;
}

namespace {

void receive(const IncomingArguments& arguments, ChosenClause clause, Value* registers) {
  Value rest = clause.rest ? arguments.list_from(clause.required) : v_empty;
  arguments.copy_first(registers, clause.required);
  if (clause.rest) registers[clause.required] = rest;
}

// Rest lists, several clauses, large frames.  The frame may be touched before its lower end is compared with the
// limit: the stack's headroom below the limit has room for the largest one (control/stack.h).
TIERCEL_ENTRY_SECTION Value enter_any(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  Function* function = function_of(self);
  ChosenClause clause = choose_clause(function, argc);
  if (clause.first < 0) [[unlikely]]
    [[clang::musttail]] return wrong_arity(ctx, self, argc, a0, a1, a2);
  TIERCEL_COUNT_CALL(function, nullptr, 0);
  size_t bytes = static_cast<size_t>(function->frame_size) * sizeof(Value) + sizeof(FrameHeader);
  auto* header = static_cast<FrameHeader*>(__builtin_alloca((bytes + 15) & ~size_t{15}));
  receive({ctx, argc, {a0, a1, a2}}, clause, header->own_registers());
  Value result = run(ctx, self, header, function->code + clause.first);
  TIERCEL_LEAVE(result);
}

#undef TIERCEL_LEAVE

template <int64_t registers_max>
constexpr Code fixed_entries[] = {enter_fixed<0, registers_max>, enter_fixed<1, registers_max>,
                                  enter_fixed<2, registers_max>, enter_fixed<3, registers_max>,
                                  enter_many<registers_max>};

constexpr const Code* entries_by_size[] = {fixed_entries<small_frame_sizes[0]>, fixed_entries<small_frame_sizes[1]>,
                                           fixed_entries<small_frame_sizes[2]>, fixed_entries<small_frame_sizes[3]>,
                                           fixed_entries<small_frame_sizes[4]>, fixed_entries<small_frame_sizes[5]>};

bool is_fixed(EntryShape shape) {
  bool in_slots = shape.arity >= 0 && !(shape.arity & 1) && shape.arity >> 1 <= register_arguments + argument_slots;
  return in_slots && shape.frame_size <= small_frame_sizes[std::size(small_frame_sizes) - 1];
}

}  // namespace

namespace {

int64_t size_class_of(int64_t frame_size) {
  int64_t size_class = 0;
  while (small_frame_sizes[size_class] < frame_size) size_class++;
  return size_class;
}

}  // namespace

Code entry_for(EntryShape shape) {
  if (!is_fixed(shape)) return enter_any;
  int64_t parameters = shape.arity >> 1;
  const Code* entries = entries_by_size[size_class_of(shape.frame_size)];
  return entries[parameters <= register_arguments ? parameters : register_arguments + 1];
}

int64_t frame_slots(EntryShape shape) {
  return is_fixed(shape) ? small_frame_sizes[size_class_of(shape.frame_size)] : shape.frame_size;
}

namespace {

// The only instruction of the function that entry_layouts calls: answers the distance as a fixnum.
HANDLER(measure_frame) {
  auto* entry_frame = *static_cast<void* const*>(__builtin_frame_address(0));
  auto* header = frame_header(registers);
  return make_fixnum(reinterpret_cast<const char*>(entry_frame) - reinterpret_cast<const char*>(header));
}

}  // namespace

std::vector<EntryLayout> entry_layouts() {
  Instruction measure{};
  measure.handler = reinterpret_cast<void*>(measure_frame);
  Function function{};
  function.header = make_header(ObjectKind::function);
  function.code = &measure;
  function.trigger = UINT64_MAX;  // counted, never promoted
  Procedure procedure{};
  procedure.header = make_header(ObjectKind::procedure);
  procedure.function = {reinterpret_cast<uintptr_t>(&function) + tag_object};
  Context nowhere{};  // a stack limit of 0: no poll
  std::vector<EntryLayout> layouts = {{reinterpret_cast<uintptr_t>(enter_any), 0}};
  for (const Code* entries : entries_by_size) {
    for (int64_t argc = 0; argc <= register_arguments + 1; argc++) {
      function.arity = argc << 1;
      Value distance = entries[argc](&nowhere, &procedure, argc, v_false, v_false, v_false);
      layouts.push_back({reinterpret_cast<uintptr_t>(entries[argc]), static_cast<uintptr_t>(fixnum_value(distance))});
    }
  }
  std::sort(layouts.begin(), layouts.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
  return layouts;
}

bool entry_takes_exactly(EntryShape shape, int64_t argc) {
  return is_fixed(shape) && shape.arity >> 1 == argc && argc <= register_arguments;
}

}  // namespace tiercel
