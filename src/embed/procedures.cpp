// C functions as procedures.
//
// The entry runs where Scheme called it, gathers the arguments there, and calls the C function on the thread's own stack.
// Whatever is to go on in Scheme afterwards, an error, an escape, a tail call, is noted in the frame while the function runs
// and done by the entry when it has returned: nothing ever jumps over a frame of C.
#include <algorithm>
#include <cstring>

#include "control/continuation.h"
#include "control/door.h"
#include "control/values.h"
#include "embed/embed.h"
#include "interp/raise.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/types.h"

using namespace tiercel;

namespace tiercel {
namespace {

constexpr int64_t function_capture = 0, data_capture = 1, own_captures = 2;
constexpr size_t least_c_stack_bytes = size_t{256} * 1024;  // for a C function that Scheme calls
constexpr int64_t most_clauses = 64;

Value fixnum_of_pointer(const void* pointer) {
  return make_fixnum(static_cast<int64_t>(reinterpret_cast<intptr_t>(pointer)));
}
void* pointer_of_fixnum(Value word) { return reinterpret_cast<void*>(static_cast<intptr_t>(fixnum_value(word))); }

struct Call {
  tc_frame frame;
  Value result;
};

void call_function(void* pointer) {
  auto* call = static_cast<Call*>(pointer);
  void* word = pointer_of_fixnum(as_procedure(call->frame.procedure)->elements[function_capture]);
  auto function = reinterpret_cast<tc_function>(word);
  call->result =
      inside(function(&call->frame, reinterpret_cast<const tc_value*>(call->frame.given), call->frame.given_count));
}

// Words that stand for something else than themselves inside of the runtime.
bool is_reserved(Value v) {
  constexpr uint64_t constant_tag = v_false.bits & 0xFF;
  bool constant = (v.bits & 0xFF) == constant_tag;
  for (Value known : {v_false, v_true, v_nil, v_empty, v_eof, v_unspecified}) constant = constant && v != known;
  return constant;
}

// Has the entry call `procedure` next.
Value go_on_with(Context* ctx, Value procedure, std::span<const Value> arguments) {
  ctx->tail_procedure = procedure;
  ctx->tail_argc = static_cast<int64_t>(arguments.size());
  place_arguments(ctx, arguments, ctx->tail_arguments);
  return v_tail_call;
}

Value raise_object(Context* ctx, Value object) {
  return go_on_with(ctx, ctx->isolate->root(Root::raise_object), {&object, 1});
}

Value leave(Context* ctx, DoorStatus status, Value object) {
  Value arguments[] = {make_fixnum(static_cast<int64_t>(status)), object};
  return go_on_with(ctx, ctx->isolate->root(Root::leave), arguments);
}

// What happened in the last call of Scheme happens to the caller of the function.
Value pass(Context* ctx, const tc_frame& frame) {
  switch (frame.last) {
    case TC_CONDITION: return raise_object(ctx, frame.taken);
    case TC_ESCAPED: ctx->pending = frame.taken; return v_pending;
    case TC_EXITED: return leave(ctx, DoorStatus::exited, make_fixnum(frame.exit_code));
    case TC_INTERRUPTED: return leave(ctx, DoorStatus::interrupted, v_false);
    case TC_OUT_OF_FUEL: return leave(ctx, DoorStatus::out_of_fuel, v_false);
    case TC_SYNTAX: return raise_message(ctx, ErrorCode::T4010, "a text that a C function evaluated is no program");
    default: return v_unspecified;
  }
}

Value finish(Context* ctx, const Call& call) {
  const tc_frame& frame = call.frame;
  if (ends_function(frame.last)) return pass(ctx, frame);
  switch (frame.action) {
    case tc_frame::Action::none: break;
    case tc_frame::Action::raise: return raise_object(ctx, frame.object);
    case tc_frame::Action::values: return set_values_from_list(ctx, frame.object);
    case tc_frame::Action::tail_call: return go_on_with(ctx, frame.object, {frame.arguments, frame.argument_count});
    case tc_frame::Action::pass: return pass(ctx, frame);
  }
  if (is_reserved(call.result)) return raise_message(ctx, ErrorCode::T4010, "a C function returned what is no value");
  return call.result;
}

bool accepts(const Function* function, int64_t argc) {
  for (const ClauseArity& clause : arity_of(function))
    if (argc == clause.required || (clause.rest && argc > clause.required)) return true;
  return false;
}

[[gnu::noinline]] Value call_foreign(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  if (!accepts(function_of(self), argc)) return raise_arity_error(ctx, value_of(self), argc);
  if (ctx != &ctx->isolate->main) return raise_message(ctx, ErrorCode::T4010, "a macro cannot call a C function");
  size_t room = c_stack_room(ctx);
  if (room < least_c_stack_bytes) return raise_error(ctx, ErrorCode::T4001, {make_fixnum(static_cast<int64_t>(room))});
  constexpr int64_t most = register_arguments + argument_slots;
  Value few[most] = {a0, a1, a2};
  Value many = v_empty;  // keeps them where they are
  const Value* arguments = few;
  if (argc > most) {
    many = make_vector(ctx, argc, v_nil);
    if (many == v_pending) return many;
    Value list = arguments_list(ctx, argc, a0, a1, a2);
    for (int64_t i = 0; i < argc; i++, list = as_pair(list)->cdr) as_vector(many)->elements[i] = as_pair(list)->car;
    arguments = as_vector(many)->elements;
  } else {
    for (int64_t i = register_arguments; i < argc; i++) few[i] = ctx->args[i - register_arguments];
  }
  auto* isolate = static_cast<tc_isolate*>(ctx->isolate->hooks[hook_embed]);
  Call call = {{isolate, isolate->frame, value_of(self), arguments, static_cast<size_t>(argc)}, v_unspecified};
  isolate->frame = &call.frame;
  call_on_c_stack(ctx, call_function, &call);
  isolate->frame = call.frame.outer;
  asm volatile("" : : "r"(many.bits) : "memory");
  return finish(ctx, call);
}

// Machine code has no mark of its type before its entry, where -fsanitize=function would look for one.
[[clang::no_sanitize("function")]] Value foreign_entry(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1,
                                                       Value a2) {
  Value result = call_foreign(ctx, self, argc, a0, a1, a2);
  if (result == v_tail_call) {
    Procedure* next = as_procedure(ctx->tail_procedure);
    [[clang::musttail]] return next->entry(ctx, next, ctx->tail_argc, ctx->tail_arguments[0], ctx->tail_arguments[1],
                                           ctx->tail_arguments[2]);
  }
  if (result != v_pending) return result;
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = raise_procedure(ctx);
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

bool is_foreign_procedure(const Procedure* procedure) { return function_of(procedure)->entry == foreign_entry; }

// One clause for each number of arguments.
Value clauses_between(Context* ctx, int64_t least, int64_t most) {
  Value clauses = make_vector(ctx, 3 * (most - least + 1), make_fixnum(0));
  if (clauses == v_pending) return clauses;
  for (int64_t i = least; i <= most; i++) as_vector(clauses)->elements[3 * (i - least)] = make_fixnum(i);
  return clauses;
}

tc_value note(tc_frame* frame, tc_frame::Action action, Value object) {
  if (frame) {
    frame->action = action;
    frame->object = object;
  }
  return tc_unspecified();
}

// The condition that a primitive left pending.
Value taken(Context* ctx, Value result) { return result == v_pending ? take_pending(ctx) : result; }

// The first capture that the program knows of, and how many there are.
size_t captures_of(Value procedure, int64_t* first) {
  const Procedure* closure = as_procedure(procedure);
  *first = is_foreign_procedure(closure) ? own_captures : 0;
  bool known = *first > 0 || type_is_vector(function_of(closure)->constants);
  return known ? static_cast<size_t>(capture_count(closure) - *first) : 0;
}

}  // namespace
}  // namespace tiercel

// --- Making ---------------------------------------------------------------------------------------------------------

tc_status tc_procedure(tc_isolate* isolate, const tc_procedure_options* options, tc_value* procedure) {
  tc_procedure_options given = {};
  if (!isolate || !options || !procedure || options->struct_size > sizeof given) return TC_MISUSE;
  std::memcpy(&given, options, options->struct_size);
  int64_t least = given.least_arguments, most = given.most_arguments;
  bool any = most == TC_ANY_NUMBER;
  if (!given.function || !given.name || least < 0 || (!any && (most < least || most - least > most_clauses)) ||
      (given.capture_count > 0 && !given.captures))
    return TC_MISUSE;
  Context* ctx = isolate->context();
  bool one_clause = any || least == most;
  Function* function = make_native_function(ctx, given.name, one_clause ? least << 1 | any : -1, foreign_entry);
  if (!one_clause) {
    Value clauses = clauses_between(ctx, least, most);
    store_field(function, &function->clauses, clauses);
  }
  auto captures = static_cast<int64_t>(given.capture_count) + own_captures;
  Procedure* closure = make_closure(ctx, function, captures);
  closure->elements[function_capture] = fixnum_of_pointer(reinterpret_cast<const void*>(given.function));
  closure->elements[data_capture] = fixnum_of_pointer(given.data);
  for (size_t i = 0; i < given.capture_count; i++)
    closure->elements[static_cast<size_t>(own_captures) + i] = inside(given.captures[i]);
  *procedure = outside(value_of(closure));
  return TC_OK;
}

tc_status tc_define_function(tc_environment* environment, const char* name, tc_function function, void* data, int least,
                             int most) {
  if (!environment || !name) return TC_MISUSE;
  tc_procedure_options options = {sizeof options, name, function, data, least, most, nullptr, 0};
  tc_value procedure;
  tc_status status = tc_procedure(environment->isolate, &options, &procedure);
  return status == TC_OK ? tc_define(environment, name, TC_ZERO_TERMINATED, procedure) : status;
}

// --- Looking --------------------------------------------------------------------------------------------------------

int tc_arity(tc_value procedure, int* least, int* most) {
  if (!least || !most || !is_procedure(inside(procedure))) return 0;
  const Function* function = function_of(as_procedure(inside(procedure)));
  if (function->primitive >= 0) {
    const PrimitiveInfo& info = primitive_table[function->primitive];
    *least = info.min_arguments;
    *most = info.max_arguments;
    return 1;
  }
  int64_t fewest = INT32_MAX, greatest = 0;
  for (const ClauseArity& clause : arity_of(function)) {
    fewest = std::min(fewest, clause.required);
    greatest = clause.rest || greatest < 0 ? TC_ANY_NUMBER : std::max(greatest, clause.required);
  }
  *least = static_cast<int>(fewest);
  *most = static_cast<int>(greatest);
  return 1;
}

int tc_capture_count(tc_value procedure, size_t* count) {
  if (!count || !is_procedure(inside(procedure))) return 0;
  int64_t first;
  *count = captures_of(inside(procedure), &first);
  return 1;
}

int tc_capture_ref(tc_value procedure, size_t index, tc_value* value) {
  int64_t first;
  if (!value || !is_procedure(inside(procedure)) || index >= captures_of(inside(procedure), &first)) return 0;
  *value = outside(as_procedure(inside(procedure))->elements[static_cast<size_t>(first) + index]);
  return 1;
}

// --- In a C function ------------------------------------------------------------------------------------------------

tc_isolate* tc_frame_isolate(const tc_frame* frame) { return frame ? frame->isolate : nullptr; }

void* tc_frame_data(const tc_frame* frame) {
  return frame ? pointer_of_fixnum(as_procedure(frame->procedure)->elements[data_capture]) : nullptr;
}

tc_value tc_frame_capture(const tc_frame* frame, size_t index) {
  tc_value value = tc_nil();
  if (frame) tc_capture_ref(outside(frame->procedure), index, &value);
  return value;
}

tc_value tc_raise(tc_frame* frame, tc_value object) { return note(frame, tc_frame::Action::raise, inside(object)); }

tc_value tc_fail(tc_frame* frame, const char* message, const tc_value* irritants, size_t count) {
  if (!frame || !message) return tc_unspecified();
  Context* ctx = frame->isolate->context();
  tc_value list = tc_empty();
  if (irritants) tc_list(frame->isolate, irritants, count, &list);
  Value condition = make_condition_list(ctx, ErrorCode::T3010, inside(list));
  Value text = make_string_utf8(ctx, message);
  if (text != v_pending) as_condition(condition)->message = text;  // fresh: needs no barrier
  return note(frame, tc_frame::Action::raise, text == v_pending ? take_pending(ctx) : condition);
}

tc_value tc_wrong_argument(tc_frame* frame, size_t index, const char* expected) {
  if (!frame || !expected) return tc_unspecified();
  Context* ctx = frame->isolate->context();
  Value found = index < frame->given_count ? frame->given[index] : v_unspecified;
  Value name = function_of(as_procedure(frame->procedure))->name;
  Value condition = raise_error(ctx, ErrorCode::T3001,
                                {name, intern(ctx, expected), make_fixnum(static_cast<int64_t>(index) + 1), found});
  return note(frame, tc_frame::Action::raise, taken(ctx, condition));
}

tc_value tc_return_values(tc_frame* frame, const tc_value* values, size_t count) {
  if (!frame || (count > 0 && !values)) return tc_unspecified();
  tc_value list = tc_empty();
  tc_list(frame->isolate, values, count, &list);
  return note(frame, tc_frame::Action::values, inside(list));
}

tc_value tc_tail_call(tc_frame* frame, tc_value procedure, const tc_value* arguments, size_t count) {
  if (!frame) return tc_unspecified();
  bool possible = is_procedure(inside(procedure)) && count <= 3 && (count == 0 || arguments);
  if (!possible) return tc_fail(frame, "a C function made a tail call that cannot be made", &procedure, 1);
  for (size_t i = 0; i < count; i++) frame->arguments[i] = inside(arguments[i]);
  frame->argument_count = count;
  return note(frame, tc_frame::Action::tail_call, inside(procedure));
}

tc_value tc_pass(tc_frame* frame) { return note(frame, tc_frame::Action::pass, v_nil); }
