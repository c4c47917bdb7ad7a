// apply, values, call-with-values, calls with a changed dynamic state: Codes in C++.
//
// The ones that make a frame of their own call Scheme from C++, which is allowed here and nowhere else: their frames
// hold nothing but words, have no destructor and no address taken, so that a continuation may capture them and enter
// them any number of times.
#include "control/values.h"

#include <algorithm>

#include "control/continuation.h"
#include "control/list_walk.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

constexpr int64_t listed_from = register_arguments + argument_slots;  // index of the first argument in ctx->more

// Reads the arguments of a call one after the other.
class ArgumentReader {
 public:
  ArgumentReader(Context* ctx, Value a0, Value a1, Value a2) : ctx_(ctx), registers_{a0, a1, a2}, more_(ctx->more) {}
  Value next() {
    int64_t index = index_++;
    if (index < register_arguments) return registers_[index];
    if (index < listed_from) return ctx_->args[index - register_arguments];
    Pair* pair = as_pair(more_);
    more_ = pair->cdr;
    return pair->car;
  }

 private:
  Context* ctx_;
  Value registers_[register_arguments];
  Value more_;
  int64_t index_ = 0;
};

// Builds a list from the front.
class ListBuilder {
 public:
  explicit ListBuilder(Context* ctx) : ctx_(ctx) {}
  void add(Value v) {
    Value pair = cons(ctx_, v, v_empty);
    if (last_ == nullptr) first_ = pair;
    else last_->cdr = pair;  // young: no barrier before the next poll
    last_ = as_pair(pair);
  }
  Value list() const { return first_; }

 private:
  Context* ctx_;
  Value first_ = v_empty;
  Pair* last_ = nullptr;
};

// Places the arguments of a call one after the other.  Writing argument i leaves the unread ones of an ArgumentReader
// alone as long as at least i arguments have been read.
class ArgumentWriter {
 public:
  explicit ArgumentWriter(Context* ctx) : ctx_(ctx), more_(ctx) {}
  void add(Value v) {
    int64_t index = count_++;
    if (index < register_arguments) registers[index] = v;
    else if (index < listed_from) ctx_->args[index - register_arguments] = v;
    else more_.add(v);
  }
  int64_t finish() {
    if (count_ > listed_from) ctx_->more = more_.list();
    return count_;
  }

  Value registers[register_arguments] = {v_default, v_default, v_default};

 private:
  Context* ctx_;
  ListBuilder more_;
  int64_t count_ = 0;
};

// Calls visit(value) for each value of a return.
template <class Visit>
void for_each_value(Context* ctx, Value result, Visit visit) {
  if (result != v_multiple) {
    visit(result);
    return;
  }
  int64_t count = ctx->nvalues;
  for (int64_t i = 0; i < count && i < argument_slots; i++) visit(ctx->values[i]);
  Value more = ctx->more_values;
  for (int64_t i = argument_slots; i < count; i++, more = as_pair(more)->cdr) visit(as_pair(more)->car);
}

// Collects the values of a return.
class ValueWriter {
 public:
  explicit ValueWriter(Context* ctx) : ctx_(ctx), more_(ctx) {}
  void add(Value v) {
    if (count_ < argument_slots) ctx_->values[count_] = v;
    else more_.add(v);
    count_++;
  }
  Value finish() {
    if (count_ == 1) return ctx_->values[0];
    ctx_->nvalues = count_;
    ctx_->more_values = more_.list();
    return v_multiple;
  }

 private:
  Context* ctx_;
  ListBuilder more_;
  int64_t count_ = 0;
};

// Tail-called after a condition was left pending.
Value raise_it(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  Value condition = take_pending(ctx);
  Procedure* raise = as_procedure(ctx->isolate->root(Root::raise));
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

// What is left of a list that `apply` was given, beyond the arguments that every call has room for: how many pairs, if the
// list ends and there is room for a copy, else -1 with a condition pending.  Polls, and leaves the context's slots alone.
[[gnu::noinline]] int64_t count_rest(Context* ctx, Value rest, Value list, int argument) {
  Value slots[argument_slots];
  std::copy_n(ctx->args, argument_slots, slots);
  Value more = ctx->more;
  ListWalk walk(ctx);
  for (; is_pair(rest); rest = as_pair(rest)->cdr)
    if (walk.has_come_round(rest)) break;
  bool room = make_room_gc(ctx, static_cast<size_t>(walk.count()) * sizeof(Pair));
  std::copy_n(slots, argument_slots, ctx->args);
  ctx->more = more;
  if (!is_null(rest)) (void)raise_wrong_type(ctx, "apply", "a list", argument, list);
  else if (!room) (void)raise_out_of_memory(ctx);
  else return walk.count();
  return -1;
}

// The arguments of `apply` in place for its callee: the number of them, or -1 with a condition pending.
int64_t spread(Context* ctx, int64_t argc, Value a0, Value a1, Value a2, Value* registers) {
  ArgumentReader reader(ctx, a0, a1, a2);
  ArgumentWriter writer(ctx);
  (void)reader.next();
  for (int64_t i = 1; i < argc - 1; i++) writer.add(reader.next());
  Value last = argc > 1 ? reader.next() : v_empty;
  Value rest = last;
  int64_t room = argument_slots;
  for (; is_pair(rest) && room > 0; rest = as_pair(rest)->cdr, room--) writer.add(as_pair(rest)->car);
  if (is_pair(rest)) [[unlikely]] {
    room = count_rest(ctx, rest, last, static_cast<int>(argc) - 1);
    if (room < 0) return -1;
    for (; is_pair(rest) && room > 0; rest = as_pair(rest)->cdr, room--) writer.add(as_pair(rest)->car);
  }
  if (!is_null(rest)) {
    (void)raise_wrong_type(ctx, "apply", "a list", static_cast<int>(argc) - 1, last);
    return -1;
  }
  int64_t count = writer.finish();
  for (int i = 0; i < register_arguments; i++) registers[i] = writer.registers[i];
  return count;
}

// The elements of the last argument behind `count` ones that are in place, from the registers on to the context's slots.
[[gnu::always_inline]] inline int64_t spread_list(Context* ctx, Value list, int64_t count, int position,
                                                  Value* registers) {
  Value rest = list;
  for (; is_pair(rest) && count < register_arguments; rest = as_pair(rest)->cdr)
    registers[count++] = as_pair(rest)->car;
  for (; is_pair(rest) && count < listed_from; rest = as_pair(rest)->cdr)
    ctx->args[count++ - register_arguments] = as_pair(rest)->car;
  if (is_pair(rest)) [[unlikely]] {
    int64_t room = count_rest(ctx, rest, list, position);
    if (room < 0) return -1;
    ListBuilder more(ctx);
    for (; is_pair(rest) && room > 0; rest = as_pair(rest)->cdr, count++, room--) more.add(as_pair(rest)->car);
    ctx->more = more.list();
  }
  if (is_null(rest)) [[likely]]
    return count;
  (void)raise_wrong_type(ctx, "apply", "a list", position, list);
  return -1;
}

// (apply procedure a ... list) with so few arguments that none is in a list: they move down by one place.
int64_t spread_few(Context* ctx, int64_t argc, Value a1, Value a2, Value* registers) {
  Value list = argc == register_arguments ? a2 : ctx->args[argc - 1 - register_arguments];
  int64_t count = argc - 2;
  registers[0] = a1;
  if (count > 1) registers[1] = a2;
  if (count > 2) registers[2] = ctx->args[0];
  for (int64_t i = register_arguments; i < count; i++)
    ctx->args[i - register_arguments] = ctx->args[i - register_arguments + 1];
  return spread_list(ctx, list, count, static_cast<int>(argc) - 1, registers);
}

// The values of a return in place as the arguments of a call.
int64_t values_to_arguments(Context* ctx, Value result, Value* registers) {
  ArgumentWriter writer(ctx);
  for_each_value(ctx, result, [&](Value v) { writer.add(v); });
  int64_t count = writer.finish();
  for (int i = 0; i < register_arguments; i++) registers[i] = writer.registers[i];
  return count;
}

}  // namespace

Value arguments_list(Context* ctx, int64_t argc, Value a0, Value a1, Value a2) {
  ArgumentReader reader(ctx, a0, a1, a2);
  ListBuilder builder(ctx);
  for (int64_t i = 0; i < argc; i++) builder.add(reader.next());
  return builder.list();
}

void place_arguments(Context* ctx, std::span<const Value> arguments, Value* registers) {
  ArgumentWriter writer(ctx);
  for (Value v : arguments) writer.add(v);
  (void)writer.finish();
  for (int i = 0; i < register_arguments; i++) registers[i] = writer.registers[i];
}

Value set_values(Context* ctx, int64_t argc, Value a0, Value a1, Value a2) {
  ArgumentReader reader(ctx, a0, a1, a2);
  ValueWriter writer(ctx);
  for (int64_t i = 0; i < argc; i++) writer.add(reader.next());
  return writer.finish();
}

Value set_values_from_list(Context* ctx, Value list) {
  ValueWriter writer(ctx);
  for (; is_pair(list); list = as_pair(list)->cdr) writer.add(as_pair(list)->car);
  return writer.finish();
}

Value values_list(Context* ctx, Value result) {
  ListBuilder builder(ctx);
  for_each_value(ctx, result, [&](Value v) { builder.add(v); });
  return builder.list();
}

// --- Parameters -----------------------------------------------------------------------------------------------------
// A parameter object captures its state, which identifies it in the bindings, and the box of its value outside of them.

Value make_parameter(Context* ctx, Value value, Value converter) {
  auto* state = static_cast<ParameterState*>(allocate(ctx, sizeof(ParameterState)));
  state->header = make_header(ObjectKind::parameter_state);
  state->index = 0;
  state->converter = converter;
  Procedure* parameter = make_closure(ctx, as_function(ctx->isolate->root(Root::parameter_function)), 2);
  parameter->elements[0] = value_of(state);
  parameter->elements[1] = make_box(ctx, value);
  return value_of(parameter);
}

Value parameter_value(Context* ctx, const Procedure* parameter) {
  Value state = parameter->elements[0];
  for (Value rest = ctx->parameters; is_pair(rest); rest = as_pair(rest)->cdr) {
    const Pair* binding = as_pair(as_pair(rest)->car);
    if (binding->car == state) return binding->cdr;
  }
  return as_box(parameter->elements[1])->content;
}

void set_parameter_value(Context* ctx, Procedure* parameter, Value value) {
  Value state = parameter->elements[0];
  for (Value rest = ctx->parameters; is_pair(rest); rest = as_pair(rest)->cdr) {
    Pair* binding = as_pair(as_pair(rest)->car);
    if (binding->car == state) return store_field(binding, &binding->cdr, value);
  }
  Box* box = as_box(parameter->elements[1]);
  store_field(box, &box->content, value);
}

bool is_parameter(Value v) { return is_procedure(v) && as_procedure(v)->entry == parameter_entry; }

// --- Codes ----------------------------------------------------------------------------------------------------------

Value prim_values(Context* ctx, Procedure*, int64_t argc, Value a0, Value a1, Value a2) {
  return argc == 1 ? a0 : set_values(ctx, argc, a0, a1, a2);
}

Value prim_apply(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  Procedure* callee = as_procedure(a0);
  Value registers[register_arguments] = {v_default, v_default, v_default};
  int64_t count = argc == 2                         ? spread_list(ctx, a1, 0, 1, registers)
                  : argc > 2 && argc <= listed_from ? spread_few(ctx, argc, a1, a2, registers)
                                                    : spread(ctx, argc, a0, a1, a2, registers);
  if (count < 0) [[unlikely]]
    [[clang::musttail]] return raise_it(ctx, self, argc, a0, a1, a2);
  [[clang::musttail]] return callee->entry(ctx, callee, count, registers[0], registers[1], registers[2]);
}

Value prim_call_with_values(Context* ctx, Procedure*, int64_t, Value producer, Value consumer, Value) {
  Procedure* first = as_procedure(producer);
  Value result = first->entry(ctx, first, 0, v_default, v_default, v_default);
  Procedure* second = as_procedure(consumer);
  if (result != v_multiple) [[clang::musttail]]
    return second->entry(ctx, second, 1, result, v_default, v_default);
  Value registers[register_arguments];
  int64_t count = values_to_arguments(ctx, result, registers);
  [[clang::musttail]] return second->entry(ctx, second, count, registers[0], registers[1], registers[2]);
}

Value prim_call_with_handlers(Context* ctx, Procedure*, int64_t argc, Value handlers, Value procedure, Value argument) {
  Value outer = ctx->handlers;
  ctx->handlers = handlers;
  Procedure* callee = as_procedure(procedure);
  Value result = callee->entry(ctx, callee, argc - 2, argument, v_default, v_default);
  ctx->handlers = outer;
  return result;
}

Value prim_call_with_parameters(Context* ctx, Procedure*, int64_t, Value parameters, Value thunk, Value) {
  Value outer = ctx->parameters;
  ctx->parameters = parameters;
  Procedure* callee = as_procedure(thunk);
  Value result = callee->entry(ctx, callee, 0, v_default, v_default, v_default);
  ctx->parameters = outer;
  return result;
}

Value parameter_entry(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  if (argc == 1) {  // SRFI 39: takes the value; the converter is a Scheme procedure
    Procedure* assign = as_procedure(ctx->isolate->root(Root::assign_parameter));
    [[clang::musttail]] return assign->entry(ctx, assign, 2, value_of(self), a0, v_default);
  }
  if (argc != 0) [[unlikely]] {
    (void)raise_arity_error(ctx, value_of(self), argc);
    [[clang::musttail]] return raise_it(ctx, self, argc, a0, a1, a2);
  }
  return parameter_value(ctx, self);
}

}  // namespace tiercel
