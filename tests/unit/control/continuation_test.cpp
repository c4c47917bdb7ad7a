// Capture, throw, escapes, doors and the watermark, driven by hand-written Codes instead of compiled Scheme.
//
// The Codes keep the rule of frames that may be captured: they hold words only, and are not instrumented.
#include <gtest/gtest.h>

#include <vector>

#include "control/backtrace.h"
#include "control/continuation.h"
#include "control/door.h"
#include "control/poll.h"
#include "control/slices.h"
#include "control/values.h"
#include "gen/primitive_bodies.h"
#include "gen/errors.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

#define CODE(name)                                                                                                  \
  TIERCEL_RAW_STACK Value name([[maybe_unused]] Context* ctx, [[maybe_unused]] Procedure* self,                     \
                               [[maybe_unused]] int64_t argc, [[maybe_unused]] Value a0, [[maybe_unused]] Value a1, \
                               [[maybe_unused]] Value a2)
#define ENTRY(procedure) as_procedure(procedure)->entry(ctx, as_procedure(procedure)
#define CALL0(procedure) ENTRY(procedure), 0, v_default, v_default, v_default)
#define CALL1(procedure, a) ENTRY(procedure), 1, a, v_default, v_default)
#define CALL2(procedure, a, b) ENTRY(procedure), 2, a, b, v_default)

// What the Codes share.  Nothing is collected here, so these need not be roots.
struct World {
  Value call_cc, throw_values, call_with_escape, escape_to, receiver, body;
  Value kept[8];
  int64_t counter;
} world;

int64_t number(Value v) { return fixnum_value(v); }
Value fix(int64_t n) { return make_fixnum(n); }

class ControlTest : public testing::Test {
 protected:
  ControlTest() : isolate(IsolateOptions{}), ctx(&isolate.main) {
    EXPECT_TRUE(create_control(ctx, size_t{4} << 30));
    world = {};
    isolate.set_root(Root::raise, procedure("raise", leave_uncaught));
    world.call_cc = procedure("call/cc", prim_call_cc);
    world.throw_values = procedure("%throw", prim_throw);
    world.escape_to = procedure("%escape-to", prim_escape_to);
    world.call_with_escape = procedure("%call-with-escape", prim_call_with_escape);
  }
  ~ControlTest() override { destroy_control(ctx); }

  static CODE(leave_uncaught) { [[clang::musttail]] return prim_leave_door(ctx, self, 2, fix(1), a0, v_default); }

  Value procedure(const char* name, Code entry) {
    return value_of(make_closure(ctx, make_native_function(ctx, name, 1, entry), 0));
  }
  DoorResult run(Code code, std::initializer_list<Value> arguments = {}) {
    return enter_scheme(ctx, procedure("test", code), {arguments.begin(), arguments.size()});
  }
  int64_t run_number(Code code, std::initializer_list<Value> arguments = {}) {
    DoorResult result = run(code, arguments);
    EXPECT_EQ(result.status, DoorStatus::value);
    EXPECT_TRUE(is_fixnum(result.value)) << std::hex << result.value.bits;
    return number(result.value);
  }
  ControlState& state() { return control_of(ctx); }

  Isolate isolate;
  Context* ctx;
};

// --- Doors, arguments, values ---------------------------------------------------------------------------------------

CODE(add) { return fix(number(a0) + number(a1)); }

TEST_F(ControlTest, EnterReturnsTheValue) { EXPECT_EQ(run_number(add, {fix(40), fix(2)}), 42); }

CODE(sum_arguments) {
  int64_t total = 0;
  for (Value list = arguments_list(ctx, argc, a0, a1, a2); is_pair(list); list = as_pair(list)->cdr)
    total += number(as_pair(list)->car);
  return fix(total);
}

std::vector<Value> one_to(int64_t count) {
  std::vector<Value> numbers;
  for (int64_t i = 1; i <= count; i++) numbers.push_back(fix(i));
  return numbers;
}

TEST_F(ControlTest, ArgumentsOfAnyNumberArrive) {  // proves: R1
  Value sum = procedure("sum", sum_arguments), apply = procedure("apply", prim_apply);
  for (int64_t count : {0, 1, 2, 3, 4, 66, 67, 68, 69, 70, 71, 300, 100000}) {
    std::vector<Value> arguments = one_to(count);
    EXPECT_EQ(number(enter_scheme(ctx, sum, arguments).value), count * (count + 1) / 2);
    for (int64_t direct : {0, 1, 2, 3, 65, 66, 67, 68, 90}) {
      if (direct > count) continue;
      std::vector<Value> outer{sum};
      outer.insert(outer.end(), arguments.begin(), arguments.begin() + direct);
      outer.push_back(make_list(ctx, std::span(arguments).subspan(static_cast<size_t>(direct))));
      EXPECT_EQ(number(enter_scheme(ctx, apply, outer).value), count * (count + 1) / 2) << count << " " << direct;
    }
  }
}

TEST_F(ControlTest, ApplyRefusesAnImproperList) {
  Value apply = procedure("apply", prim_apply);
  Value arguments[] = {procedure("sum", sum_arguments), cons(ctx, fix(1), fix(2))};
  EXPECT_EQ(enter_scheme(ctx, apply, arguments).status, DoorStatus::condition);
}

TEST_F(ControlTest, ValuesOfAnyNumberArrive) {
  Value values = procedure("values", prim_values), sum = procedure("sum", sum_arguments);
  Value call_with_values = procedure("call-with-values", prim_call_with_values);
  (void)call_with_values;
  for (int64_t count : {0, 1, 2, 64, 65, 68, 200}) {
    Value list = values_list(ctx, enter_scheme(ctx, values, one_to(count)).value);
    int64_t total = 0, length = 0;
    for (; is_pair(list); list = as_pair(list)->cdr, length++) total += number(as_pair(list)->car);
    EXPECT_EQ(length, count);
    EXPECT_EQ(total, count * (count + 1) / 2);
  }
  (void)sum;
}

TEST_F(ControlTest, NotAProcedureIsACondition) {
  Value five[] = {fix(5)};
  DoorResult result = enter_scheme(ctx, five[0], five);
  EXPECT_EQ(result.status, DoorStatus::condition);
  EXPECT_TRUE(is_condition(result.value));
}

// --- Capture and throw ----------------------------------------------------------------------------------------------

CODE(throw_42) { return fix(number(CALL1(a0, fix(42))) + 1000); }
CODE(return_1) { return fix(1); }
CODE(keep_and_return_1) {
  world.kept[0] = a0;
  return fix(1);
}
CODE(one_plus_call_cc) { return fix(number(CALL1(world.call_cc, world.receiver)) + 1); }

TEST_F(ControlTest, CaptureReturns) {
  world.receiver = procedure("receiver", return_1);
  EXPECT_EQ(run_number(one_plus_call_cc), 2);
}

TEST_F(ControlTest, ThrowEscapes) {
  world.receiver = procedure("receiver", throw_42);
  EXPECT_EQ(run_number(one_plus_call_cc), 43);
}

// (let ((n (call/cc keep))) (if (< n 10) (k (* n 2)) n)), with locals that must survive each re-entry
CODE(reenter_until_ten) {
  int64_t local = number(a0);
  Value n = CALL1(world.call_cc, world.receiver);
  world.counter++;
  if (number(n) < 1000) CALL1(world.kept[0], fix(number(n) * 2));
  return fix(number(n) + local);
}
CODE(deeper) {
  if (number(a0) == 0) return CALL1(world.body, fix(7));
  Value below = CALL1(value_of(self), fix(number(a0) - 1));
  return fix(number(below) + 1);
}

TEST_F(ControlTest, ReentryRestoresLocals) {
  world.receiver = procedure("receiver", keep_and_return_1);
  EXPECT_EQ(run_number(reenter_until_ten, {fix(5)}), 1024 + 5);
  EXPECT_EQ(world.counter, 11);
}

TEST_F(ControlTest, ReentryBelowManyFrames) {
  world.receiver = procedure("receiver", keep_and_return_1);
  world.body = procedure("body", reenter_until_ten);
  EXPECT_EQ(run_number(deeper, {fix(500)}), 1024 + 7 + 500);
}

// The continuation is entered again after its frames have returned: once for each of three rounds, from the top.
CODE(rounds) {
  Value result = CALL1(world.body, fix(200));
  world.counter++;
  if (world.counter < 4) CALL1(world.kept[0], fix(world.counter * 100));
  return result;
}
CODE(capture_deep) {
  if (number(a0) == 0) return CALL1(world.call_cc, world.receiver);
  Value below = CALL1(value_of(self), fix(number(a0) - 1));
  return fix(number(below) + 1);
}

TEST_F(ControlTest, ReentryAfterReturn) {
  world.receiver = procedure("receiver", keep_and_return_1);
  world.body = procedure("body", capture_deep);
  EXPECT_EQ(run_number(rounds), 300 + 200);
  EXPECT_EQ(world.counter, 4);
}

// --- Captures nested to a great depth -------------------------------------------------------------------------------

CODE(nested_capture);
CODE(nested_receiver) {
  if (world.counter == 0) return fix(0);
  world.counter--;
  return CALL0(world.body);
}
CODE(nested_capture) { return fix(number(CALL1(world.call_cc, world.receiver)) + 1); }

TEST_F(ControlTest, AMillionNestedCapturesCopyEachFrameOnce) {  // proves: O11
  world.receiver = procedure("receiver", nested_receiver);
  world.body = procedure("body", nested_capture);
  world.counter = 1'000'000;
  uint64_t before = state().bytes_saved;
  EXPECT_EQ(run_number(nested_capture), 1'000'001);
  uint64_t per_capture = (state().bytes_saved - before) / 1'000'000;
  EXPECT_LE(per_capture, 200u);
  EXPECT_EQ(ctx->slices, v_false);
}

CODE(capture_loop) {
  int64_t total = 0;
  for (int64_t i = number(a0); i > 0; i--) total += number(CALL1(world.call_cc, world.receiver));
  return fix(total);
}
CODE(loop_at_depth) {
  if (number(a0) == 0) return CALL1(world.body, fix(100'000));
  return fix(number(CALL1(value_of(self), fix(number(a0) - 1))) + 0);
}

TEST_F(ControlTest, RepeatedCaptureAtDepthCopiesOneChunkEach) {
  world.receiver = procedure("receiver", return_1);
  world.body = procedure("body", capture_loop);
  EXPECT_EQ(run_number(loop_at_depth, {fix(100'000)}), 100'000);
  EXPECT_LE(state().bytes_saved, 100'000 * (save_chunk_bytes + 256) * 2);
}

TEST_F(ControlTest, EscapeCopiesNothing) {
  world.receiver = procedure("receiver", [](Context* ctx, Procedure*, int64_t, Value a0, Value, Value) -> Value {
    world.kept[1] = a0;
    return CALL1(world.body, fix(100'000));
  });
  world.body = procedure("body", [](Context* ctx, Procedure* self, int64_t, Value a0, Value, Value) -> Value {
    if (number(a0) == 0) return CALL1(world.kept[1], fix(5));
    return fix(number(CALL1(value_of(self), fix(number(a0) - 1))) + 1);
  });
  EXPECT_EQ(run_number(one_plus_call_cc), 6);
  EXPECT_LE(state().bytes_saved, 1024u);
}

// --- Backtracking: n queens by re-entering continuations ------------------------------------------------------------

// (amb n) returns 1..n one after the other; the failure stack is a list of continuations with what is left to try.
Value failures;
CODE(fail) {
  if (!is_pair(failures)) {
    [[clang::musttail]] return prim_leave_door(ctx, self, 2, fix(0), fix(world.counter), v_default);
  }
  Pair* choice = as_pair(as_pair(failures)->car);
  int64_t next = number(choice->cdr);
  Value continuation = choice->car;
  if (next == number(world.kept[2])) failures = as_pair(failures)->cdr;
  else choice->cdr = fix(next + 1);
  return CALL1(continuation, fix(next));
}
CODE(amb_receiver) {
  failures = cons(ctx, cons(ctx, a0, fix(2)), failures);
  return fix(1);
}
CODE(queens) {  // a0: row, a1: list of columns so far
  int64_t row = number(a0);
  if (row == number(world.kept[2])) {
    world.counter++;
    return CALL0(world.kept[3]);
  }
  int64_t column = number(CALL1(world.call_cc, world.kept[4]));
  int64_t distance = 1;
  for (Value rest = a1; is_pair(rest); rest = as_pair(rest)->cdr, distance++) {
    int64_t other = number(as_pair(rest)->car);
    if (other == column || other == column - distance || other == column + distance) return CALL0(world.kept[3]);
  }
  Value result = CALL2(value_of(self), fix(row + 1), cons(ctx, fix(column), a1));
  return result;
}

TEST_F(ControlTest, BacktrackingFindsAllQueens) {
  world.kept[2] = fix(8);
  world.kept[3] = procedure("fail", fail);
  world.kept[4] = procedure("amb", amb_receiver);
  failures = v_empty;
  EXPECT_EQ(number(run(queens, {fix(0), v_empty}).value), 92);
}

// --- Two coroutines that hand a number back and forth ---------------------------------------------------------------

CODE(swap_receiver) {  // keeps the current one, resumes the other
  Value to = world.kept[1];
  world.kept[1] = a0;
  return CALL1(to, self->function);
}
CODE(coroutine) {  // never returns
  for (;;) {
    world.counter++;
    (void)CALL1(world.call_cc, world.kept[5]);
  }
}
CODE(coroutine_start_receiver) {
  world.kept[1] = a0;
  return CALL1(world.kept[6], fix(50));
}
CODE(descend_into_coroutine) {
  if (number(a0) == 0) return CALL0(world.body);
  return fix(number(CALL1(value_of(self), fix(number(a0) - 1))) + 1);
}
CODE(coroutine_main) {
  (void)CALL1(world.call_cc, world.kept[7]);
  for (int64_t i = 0; i < 1000; i++) (void)CALL1(world.call_cc, world.kept[5]);
  return fix(world.counter);
}

TEST_F(ControlTest, CoroutinesAlternate) {
  world.kept[5] = procedure("swap", swap_receiver);
  world.kept[6] = procedure("descend", descend_into_coroutine);
  world.kept[7] = procedure("start", coroutine_start_receiver);
  world.body = procedure("coroutine", coroutine);
  EXPECT_EQ(run_number(coroutine_main), 1001);
}

// --- Escapes without capture ----------------------------------------------------------------------------------------

CODE(give_99) { return fix(99); }
CODE(escape_at_depth) {  // a0: escape, a1: depth
  if (number(a1) == 0) return CALL2(world.escape_to, a0, world.kept[0]);
  return fix(number(CALL2(value_of(self), a0, fix(number(a1) - 1))) + 1);
}
CODE(escape_receiver) { return fix(number(CALL2(world.body, a0, fix(1000))) + 1); }
CODE(escape_main) { return fix(number(CALL1(world.call_with_escape, world.receiver)) + 1); }

TEST_F(ControlTest, EscapeFrameReturnsAndEscapes) {
  world.kept[0] = procedure("give-99", give_99);
  world.receiver = procedure("receiver", return_1);
  EXPECT_EQ(run_number(escape_main), 2);
  world.body = procedure("body", escape_at_depth);
  world.receiver = procedure("receiver", escape_receiver);
  EXPECT_EQ(run_number(escape_main), 100);
  EXPECT_EQ(state().bytes_saved, 0u);
}

// A continuation is captured between the escape's frame and the escape, and entered again afterwards: the escape then
// finds its frame in a slice that is only a copy.
CODE(capture_then_escape) {  // a0: escape, a1: depth
  if (number(a1) == 0) {
    (void)CALL1(world.call_cc, world.kept[4]);
    return CALL2(world.escape_to, a0, world.kept[0]);
  }
  return fix(number(CALL2(value_of(self), a0, fix(number(a1) - 1))) + 1);
}
CODE(keep_in_1) {
  world.kept[1] = a0;
  return fix(0);
}
CODE(escape_main_again) {
  Value result = CALL1(world.call_with_escape, world.receiver);
  if (++world.counter < 5) CALL1(world.kept[1], fix(0));
  return fix(number(result) + world.counter);
}

TEST_F(ControlTest, EscapeIntoACapturedFrame) {
  world.kept[0] = procedure("give-99", give_99);
  world.kept[4] = procedure("keep", keep_in_1);
  world.receiver = procedure("receiver", escape_receiver);
  world.body = procedure("body", capture_then_escape);
  EXPECT_EQ(run_number(escape_main_again), 104);
  EXPECT_EQ(world.counter, 5);
}

// --- Nested doors ---------------------------------------------------------------------------------------------------

CODE(throw_to_kept) { return fix(number(CALL1(world.kept[0], fix(77))) + 5); }
CODE(open_inner_door) {
  DoorResult result = enter_scheme(ctx, world.body, {});
  world.counter = static_cast<int64_t>(result.status);
  if (result.status != DoorStatus::escaping) return fix(-1);
  return CALL2(world.throw_values, as_pair(result.value)->car, as_pair(result.value)->cdr);
}
CODE(outer_receiver) {
  world.kept[0] = a0;
  return fix(number(CALL0(world.kept[3])) + 100);
}

TEST_F(ControlTest, EscapeThroughADoor) {
  world.receiver = procedure("receiver", outer_receiver);
  world.kept[3] = procedure("open", open_inner_door);
  world.body = procedure("throw", throw_to_kept);
  isolate.set_root(Root::rewind, world.throw_values);
  EXPECT_EQ(run_number(one_plus_call_cc), 78);
  EXPECT_EQ(world.counter, static_cast<int64_t>(DoorStatus::escaping));
  EXPECT_EQ(state().door, nullptr);
}

TEST_F(ControlTest, ReentryAfterTheDoorReturnedIsAnError) {  // T4003
  world.receiver = procedure("receiver", keep_and_return_1);
  isolate.set_root(Root::rewind, world.throw_values);
  EXPECT_EQ(run_number(one_plus_call_cc), 2);
  DoorResult result = run(throw_to_kept);
  EXPECT_EQ(result.status, DoorStatus::condition);
  ASSERT_TRUE(is_condition(result.value));
  EXPECT_EQ(as_condition(result.value)->code, fix(static_cast<int64_t>(ErrorCode::T4003)));
}

TEST_F(ControlTest, ASessionEntersEarlierForms) {
  Value capture = procedure("test", one_plus_call_cc), call = procedure("test", throw_to_kept);
  world.receiver = procedure("receiver", keep_and_return_1);
  isolate.set_root(Root::rewind, world.throw_values);
  EXPECT_EQ(number(enter_session(ctx, capture, {}).value), 2);
  for (int i = 0; i < 3; i++) {
    DoorResult result = enter_session(ctx, call, {});
    EXPECT_EQ(result.status, DoorStatus::value);
    EXPECT_EQ(result.value, fix(78));
  }
  EXPECT_EQ(run(throw_to_kept).status, DoorStatus::condition);
}

// --- The watermark --------------------------------------------------------------------------------------------------

// As a collection at every level of a recursion would do it.
CODE(watermark_at_every_level) {
  set_watermark_above(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  if (number(a0) == 0) return is_procedure(world.receiver) ? CALL1(world.call_cc, world.receiver) : fix(0);
  Value below = CALL1(value_of(self), fix(number(a0) - 1));
  if (number(a0) % 3 == 0) set_watermark_above(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  return fix(number(below) + 1);
}

TEST_F(ControlTest, WatermarkFollowsReturns) {
  EXPECT_EQ(run_number(watermark_at_every_level, {fix(100'000)}), 100'000);
  EXPECT_EQ(ctx->watermark, ctx->stack_base);
}

CODE(watermark_rounds) {
  Value result = CALL1(world.body, fix(300));
  set_watermark_above(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  world.counter++;
  if (world.counter < 50) CALL1(world.kept[0], fix(world.counter));
  return result;
}

TEST_F(ControlTest, WatermarkAndReentryTogether) {
  world.receiver = procedure("receiver", keep_and_return_1);
  world.body = procedure("body", watermark_at_every_level);
  EXPECT_EQ(run_number(watermark_rounds), 49 + 300);
}

// --- Collections ----------------------------------------------------------------------------------------------------

// What a Code does at its entry when a collection was requested.
TIERCEL_RAW_STACK void collect_here(Context* ctx) {
  request(ctx, request_collect);
  poll_scheme(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
}

// A list of n numbers counting down from `first`, checked by adding it up after deeper calls have collected.
Value counting_list(Context* ctx, int64_t first, int64_t n) {
  Value list = v_empty;
  for (int64_t i = 0; i < n; i++) list = cons(ctx, fix(first - i), list);
  return list;
}
int64_t sum_of(Value list) {
  int64_t total = 0;
  for (; is_pair(list); list = as_pair(list)->cdr) total += number(as_pair(list)->car);
  return total;
}

CODE(collect_at_every_level) {
  int64_t level = number(a0);
  Value list = counting_list(ctx, level, 5);
  collect_here(ctx);
  int64_t below = 0;
  if (level > 0) below = number(CALL1(value_of(self), fix(level - 1)));
  if (level % 7 == 0) collect_here(ctx);
  return fix(below + (sum_of(list) == 5 * level - 10 ? 1 : 0));
}

TEST_F(ControlTest, DeepRecursionThatCollectsAtEveryLevel) {  // the watermark keeps this linear
  EXPECT_EQ(run_number(collect_at_every_level, {fix(3000)}), 3001);
}

// Re-entries with collections everywhere: the slices keep alive what the frames refer to, and pin it.
CODE(collect_and_capture) {
  int64_t level = number(a0);
  Value list = counting_list(ctx, level, 5);
  if (level % 5 == 0) collect_here(ctx);
  int64_t below =
      level == 0 ? number(CALL1(world.call_cc, world.receiver)) : number(CALL1(value_of(self), fix(level - 1)));
  if (level % 3 == 0) collect_here(ctx);
  return fix(below + (sum_of(list) == 5 * level - 10 ? 1 : 0));
}
CODE(collecting_rounds) {
  Value result = CALL1(world.body, fix(200));
  collect_here(ctx);
  world.counter++;
  EXPECT_EQ(number(result), (world.counter == 1 ? 1 : world.counter - 1) + 201);
  if (world.counter < 20) CALL1(handle_value(ctx->isolate, 0), fix(world.counter));
  return result;
}
CODE(keep_in_handle) {
  (void)make_handle(ctx->isolate, a0);
  return fix(1);
}

TEST_F(ControlTest, ReentryWithCollections) {
  for (const char* name : {"receiver", "body"}) (void)name;
  Value keep = procedure("keep", keep_in_handle), body = procedure("body", collect_and_capture);
  world.receiver = keep;
  world.body = body;
  EXPECT_EQ(run_number(collecting_rounds), 19 + 201);
}

}  // namespace
}  // namespace tiercel
