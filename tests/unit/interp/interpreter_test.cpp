// The interpreter, driven by bytecode that the builder makes: calls of every arity, tail calls, values, errors, what a
// call costs, what introspection reads back.
#include <gtest/gtest.h>

#include <vector>

#include "bytecode/builder.h"
#include "bytecode/disassemble.h"
#include "bytecode/validate.h"
#include "control/backtrace.h"
#include "control/continuation.h"
#include "control/door.h"
#include "control/frame.h"
#include "gen/errors.h"
#include "gen/primitive_bodies.h"
#include "interp/dispatch.h"
#include "interp/introspect.h"
#include "interp/load.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

using namespace bytecode;

Value fix(int64_t n) { return make_fixnum(n); }

Value leave_uncaught(Context* ctx, Procedure* self, int64_t, Value condition, Value, Value) {
  [[clang::musttail]] return prim_leave_door(ctx, self, 2, fix(1), condition, v_default);
}

class Interpreter : public testing::Test, protected CellResolver {
 protected:
  Interpreter() : isolate(IsolateOptions{}), ctx(&isolate.main) {
    EXPECT_TRUE(create_control(ctx, size_t{1} << 30));
    Function* raise = make_native_function(ctx, "raise", 1 << 1, leave_uncaught);
    isolate.set_root(Root::raise, value_of(make_closure(ctx, raise, 0)));
  }
  ~Interpreter() override { destroy_control(ctx); }

  // Global variables, by handle.
  Value cell(Context*, uint64_t handle, Name variable) override {
    while (cells.size() <= handle) {
      auto* made = static_cast<Cell*>(allocate_nonmoving(ctx, sizeof(Cell)));
      made->header = make_header(ObjectKind::cell);
      made->content = v_unbound;
      made->name = intern(ctx, variable->text);
      cells.push_back(value_of(made));
    }
    return cells[handle];
  }
  Value opaque(Context*, uint64_t handle) override { return fix(static_cast<int64_t>(handle)); }

  // A procedure whose function is what `body` emits: loaded as function 1 and given out by function 0.
  template <class Body>
  Value procedure(uint16_t required, bool rest, uint16_t frame, Body body) {
    UnitBuilder unit("test.scm");
    FunctionBuilder main = unit.begin_function(nullptr), f = unit.begin_function(names.intern("f"));
    main.begin_clause(0, false);
    main.code().frame_size = 1;
    main.emit(Opcode::load_const, reg(0), constant(unit.add_closure(1)));
    main.emit(Opcode::return_, reg(0));
    f.begin_clause(required, rest);
    f.code().frame_size = frame;
    body(unit, f);
    unit.finish_function(std::move(f));
    unit.finish_function(std::move(main));
    return run(load(unit.finish()));
  }

  Value load(const Unit& unit) {
    auto fault = validate(unit);
    EXPECT_FALSE(fault) << fault->text();
    Value thunk = load_unit(ctx, unit, *this);
    EXPECT_TRUE(is_procedure(thunk));
    return thunk;
  }

  DoorResult enter(Value callee, const std::vector<Value>& arguments = {}) {
    return enter_scheme(ctx, callee, arguments);
  }
  Value run(Value callee, const std::vector<Value>& arguments = {}) {
    DoorResult result = enter(callee, arguments);
    EXPECT_EQ(result.status, DoorStatus::value);
    return result.value;
  }
  int64_t number(Value callee, const std::vector<Value>& arguments = {}) {
    return fixnum_value(run(callee, arguments));
  }
  ErrorCode error(Value callee, const std::vector<Value>& arguments = {}) {
    DoorResult result = enter(callee, arguments);
    EXPECT_EQ(result.status, DoorStatus::condition);
    return static_cast<ErrorCode>(fixnum_value(as_condition(result.value)->code));
  }
  Function* function(Value callee) { return function_of(as_procedure(callee)); }

  // (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))), in cell 0
  Value fib() {
    Value f = procedure(1, false, 4, [&](UnitBuilder& u, FunctionBuilder& f) {
      uint32_t k = u.add_cell(0, names.intern("fib"));
      Label big = f.make_label();
      f.emit(Opcode::jump_unless_less_immediate, reg(0), s16(2), label(big));
      f.emit(Opcode::return_, reg(0));
      f.bind(big);
      f.emit(Opcode::cell_ref, reg(2), constant(k));
      f.emit(Opcode::add_immediate, reg(3), reg(0), s16(-1), u16(2));
      f.emit(Opcode::call, reg(1), reg(2), u16(1));
      f.emit(Opcode::cell_ref, reg(2), constant(k));
      f.emit(Opcode::add_immediate, reg(3), reg(0), s16(-2), u16(2));
      f.emit(Opcode::call, reg(2), reg(2), u16(1));
      f.emit(Opcode::add, reg(1), reg(1), reg(2));
      f.emit(Opcode::return_, reg(1));
    });
    as_cell(cells[0])->content = f;
    return f;
  }

  NameTable names;
  Arena arena;
  Isolate isolate;
  Context* ctx;
  std::vector<Value> cells;
};

std::vector<Value> one_to(int64_t count) {
  std::vector<Value> numbers;
  for (int64_t i = 1; i <= count; i++) numbers.push_back(fix(i));
  return numbers;
}

int64_t list_sum(Value list) {
  int64_t sum = 0;
  for (; is_pair(list); list = as_pair(list)->cdr) sum += fixnum_value(as_pair(list)->car);
  return sum;
}

// --- Calls ----------------------------------------------------------------------------------------------------------

TEST_F(Interpreter, RecursionCountsItsCallsAndAllocatesNothing) {  // proves: R1 R4
  Value f = fib();
  EXPECT_EQ(number(f, {fix(10)}), 55);
  uint64_t calls = function(f)->calls, bytes = isolate.heap.bytes_allocated();
  EXPECT_EQ(number(f, {fix(20)}), 6765);
  EXPECT_EQ(isolate.heap.bytes_allocated(), bytes);
  EXPECT_EQ(function(f)->calls - calls, 21891u);
}

TEST_F(Interpreter, EveryFixedArityArrives) {
  for (uint16_t count : {0, 1, 2, 3, 4, 5, 20, 60, 66, 67, 68, 69, 300}) {
    Value f = procedure(count, false, static_cast<uint16_t>(count + 1), [&](UnitBuilder&, FunctionBuilder& f) {
      f.emit(Opcode::load_fixnum, reg(count), s32(0));
      for (uint32_t i = 0; i < count; i++) f.emit(Opcode::add, reg(count), reg(count), reg(i));
      f.emit(Opcode::return_, reg(count));
    });
    EXPECT_EQ(number(f, one_to(count)), count * (count + 1) / 2) << count;
    EXPECT_EQ(error(f, one_to(count + 1)), ErrorCode::T3004) << count;
    if (count > 0) { EXPECT_EQ(error(f, one_to(count - 1)), ErrorCode::T3004) << count; }
  }
}

TEST_F(Interpreter, CallsPassAnyNumberOfArguments) {
  for (uint16_t count : {0, 1, 2, 3, 4, 66, 67, 68, 300}) {
    // (lambda (f) (f 1 ... count)), once in tail position and once not
    for (bool tail : {false, true}) {
      auto frame = static_cast<uint16_t>(count + 2);
      Value caller = procedure(1, false, frame, [&](UnitBuilder&, FunctionBuilder& f) {
        f.emit(Opcode::move, reg(1), reg(0));
        for (uint32_t i = 0; i < count; i++) f.emit(Opcode::load_fixnum, reg(2 + i), s32(i + 1));
        if (tail) return f.emit(Opcode::tail_call, reg(1), u16(count));
        f.emit(Opcode::call, reg(0), reg(1), u16(count));
        f.emit(Opcode::return_, reg(0));
      });
      Value list = procedure(0, true, 1, [](UnitBuilder&, FunctionBuilder& f) { f.emit(Opcode::return_, reg(0)); });
      EXPECT_EQ(list_sum(run(caller, {list})), count * (count + 1) / 2) << count;
    }
  }
}

TEST_F(Interpreter, RestListsTakeWhatIsLeft) {
  for (uint16_t required : {0, 1, 2, 3, 4, 67, 70}) {
    Value f = procedure(required, true, static_cast<uint16_t>(required + 1),
                        [&](UnitBuilder&, FunctionBuilder& f) { f.emit(Opcode::return_, reg(required)); });
    for (int64_t count : {0, 1, 3, 4, 66, 67, 68, 71, 100, 100000}) {
      if (count < required) {
        EXPECT_EQ(error(f, one_to(count)), ErrorCode::T3004);
      } else {
        EXPECT_EQ(list_sum(run(f, one_to(count))), (count * (count + 1) - required * (required + 1)) / 2);
      }
    }
  }
}

TEST_F(Interpreter, ClausesAreTriedInOrder) {
  Value f = procedure(1, false, 3, [](UnitBuilder&, FunctionBuilder& f) {
    f.emit(Opcode::return_, reg(0));
    f.begin_clause(3, false);
    f.emit(Opcode::return_, reg(2));
    f.begin_clause(2, true);
    f.emit(Opcode::return_, reg(2));
  });
  EXPECT_EQ(number(f, one_to(1)), 1);
  EXPECT_EQ(number(f, one_to(3)), 3);
  EXPECT_EQ(run(f, one_to(2)), v_empty);
  EXPECT_EQ(list_sum(run(f, one_to(5))), 12);
  EXPECT_EQ(error(f, {}), ErrorCode::T3004);
}

TEST_F(Interpreter, LargeFramesWork) {
  constexpr uint16_t frame = 65535;
  Value f = procedure(1, false, frame, [](UnitBuilder&, FunctionBuilder& f) {
    f.emit(Opcode::move, reg(frame - 1), reg(0));
    f.emit(Opcode::return_, reg(frame - 1));
  });
  EXPECT_EQ(number(f, {fix(7)}), 7);
}

// --- Tail calls -----------------------------------------------------------------------------------------------------

TEST_F(Interpreter, TailCallsRunInConstantStack) {  // proves: C20
  // (define (a n other) (if (= n 0) n (other (- n 1) a))) against b with another frame size, and against itself
  auto make = [&](uint16_t frame) {
    return procedure(2, false, frame, [](UnitBuilder&, FunctionBuilder& f) {
      Label more = f.make_label();
      f.emit(Opcode::jump_unless_equal_immediate, reg(0), s16(0), label(more));
      f.emit(Opcode::return_, reg(0));
      f.bind(more);
      f.emit(Opcode::move, reg(2), reg(1));
      f.emit(Opcode::add_immediate, reg(3), reg(0), s16(-1), u16(2));
      f.emit(Opcode::load_self, reg(4));
      f.emit(Opcode::tail_call, reg(2), u16(2));
    });
  };
  Value small = make(5), large = make(40), generic = make(500);
  uint64_t bytes = isolate.heap.bytes_allocated();
  for (Value a : {small, large, generic}) {
    for (Value b : {small, large, generic}) EXPECT_EQ(number(a, {fix(1000000), b}), 0);
  }
  EXPECT_EQ(isolate.heap.bytes_allocated(), bytes);
  EXPECT_GT(function(small)->calls, 1000000u);
}

// --- Errors ---------------------------------------------------------------------------------------------------------

TEST_F(Interpreter, CallingWhatIsNoProcedureIsAnError) {
  Value call = procedure(1, false, 2, [](UnitBuilder&, FunctionBuilder& f) {
    f.emit(Opcode::call, reg(1), reg(0), u16(0));
    f.emit(Opcode::return_, reg(1));
  });
  Value tail_call =
      procedure(1, false, 2, [](UnitBuilder&, FunctionBuilder& f) { f.emit(Opcode::tail_call, reg(0), u16(0)); });
  for (Value v : {fix(1), v_false, v_empty, cons(ctx, fix(1), fix(2))}) {
    EXPECT_EQ(error(call, {v}), ErrorCode::T3003);
    EXPECT_EQ(error(tail_call, {v}), ErrorCode::T3003);
  }
}

TEST_F(Interpreter, UnboundAndUndefinedVariablesAreErrors) {
  Value unbound = procedure(0, false, 1, [&](UnitBuilder& u, FunctionBuilder& f) {
    f.emit(Opcode::cell_ref, reg(0), constant(u.add_cell(0, names.intern("nowhere"))));
    f.emit(Opcode::return_, reg(0));
  });
  EXPECT_EQ(error(unbound), ErrorCode::T3002);
  Value undefined = procedure(0, false, 1, [&](UnitBuilder& u, FunctionBuilder& f) {
    auto* symbol = arena.make<Datum>();
    symbol->kind = DatumKind::symbol;
    symbol->symbol = names.intern("early");
    f.emit(Opcode::load_constant, reg(0), s32(static_cast<int64_t>(v_undefined.bits)));
    f.emit(Opcode::make_box, reg(0), reg(0));
    f.emit(Opcode::box_ref, reg(0), reg(0), constant(u.add_datum(symbol)));
    f.emit(Opcode::return_, reg(0));
  });
  EXPECT_EQ(error(undefined), ErrorCode::T3008);
}

// --- Values ---------------------------------------------------------------------------------------------------------

TEST_F(Interpreter, ValuesTravel) {
  for (uint16_t count : {0, 2, 3, 64, 65, 100}) {
    Value producer = procedure(0, false, static_cast<uint16_t>(count + 1), [&](UnitBuilder&, FunctionBuilder& f) {
      for (uint32_t i = 0; i < count; i++) f.emit(Opcode::load_fixnum, reg(i), s32(i + 1));
      f.emit(Opcode::return_values, reg(0), u16(count));
    });
    for (uint16_t wanted : {0, 1, 2, 64, 65, 99, 100}) {
      for (uint16_t rest : {0, 1}) {
        auto consumer = procedure(1, false, static_cast<uint16_t>(wanted + 3), [&](UnitBuilder&, FunctionBuilder& f) {
          f.emit(Opcode::call, reg(1), reg(0), u16(0));
          f.emit(Opcode::bind_values, reg(1), reg(2), u16(wanted), u16(rest));
          f.emit(Opcode::load_fixnum, reg(0), s32(0));
          for (uint32_t i = 0; i < wanted; i++) f.emit(Opcode::add, reg(0), reg(0), reg(2 + i));
          if (rest) f.emit(Opcode::cons, reg(0), reg(0), reg(2u + wanted));
          f.emit(Opcode::return_, reg(0));
        });
        if (rest ? count < wanted : count != wanted) {
          EXPECT_EQ(error(consumer, {producer}), ErrorCode::T3009) << count << " " << wanted;
          continue;
        }
        Value result = run(consumer, {producer});
        int64_t sum = rest ? list_sum(result) : fixnum_value(result);
        EXPECT_EQ(sum, count * (count + 1) / 2) << count << " " << wanted << " " << rest;
      }
    }
  }
}

// --- Loops, closures, constants
// ---------------------------------------------------------------------------------------

TEST_F(Interpreter, LoopsAreCounted) {
  Value f = procedure(1, false, 2, [](UnitBuilder&, FunctionBuilder& f) {
    Label head = f.make_label(), end = f.make_label();
    f.emit(Opcode::load_fixnum, reg(1), s32(0));
    f.bind(head);
    f.emit(Opcode::loop_head);
    f.emit(Opcode::jump_unless_less, reg(1), reg(0), label(end));
    f.emit(Opcode::add_immediate, reg(1), reg(1), s16(1), u16(0));
    f.emit(Opcode::jump, label(head));
    f.bind(end);
    f.emit(Opcode::return_, reg(1));
  });
  EXPECT_EQ(number(f, {fix(1000)}), 1000);
  EXPECT_EQ(function(f)->loops, 1001u);
}

TEST_F(Interpreter, ClosuresCapture) {
  UnitBuilder unit("test");
  FunctionBuilder main = unit.begin_function(nullptr), inner = unit.begin_function(nullptr);
  main.begin_clause(0, false);
  main.code().frame_size = 4;
  main.emit(Opcode::load_fixnum, reg(1), s32(40));
  main.emit(Opcode::load_fixnum, reg(2), s32(2));
  main.emit(Opcode::make_closure, reg(0), reg(1), bytecode::function(1));
  main.emit(Opcode::load_fixnum, reg(2), s32(5));
  main.emit(Opcode::closure_patch, reg(0), u16(1), reg(2));
  main.emit(Opcode::call_known, reg(0), reg(0), u16(0));
  main.emit(Opcode::return_, reg(0));
  inner.begin_clause(0, false);
  inner.code().frame_size = 2;
  inner.code().captures = 2;
  inner.emit(Opcode::capture_ref, reg(0), u16(0));
  inner.emit(Opcode::capture_ref, reg(1), u16(1));
  inner.emit(Opcode::subtract, reg(0), reg(0), reg(1));
  inner.emit(Opcode::return_, reg(0));
  unit.finish_function(std::move(inner));
  unit.finish_function(std::move(main));
  EXPECT_EQ(number(load(unit.finish())), 35);
}

TEST_F(Interpreter, CircularConstantsAreBuilt) {
  Value circle = procedure(0, false, 1, [&](UnitBuilder& u, FunctionBuilder& f) {
    auto* one = arena.make<Datum>();
    one->kind = DatumKind::fixnum;
    one->fixnum = 1;
    auto* pair = arena.make<Datum>();
    pair->kind = DatumKind::pair;
    pair->pair = {one, pair};
    f.emit(Opcode::load_const, reg(0), constant(u.add_datum(pair)));
    f.emit(Opcode::return_, reg(0));
  });
  Value v = run(circle);
  EXPECT_EQ(as_pair(v)->cdr, v);
  EXPECT_EQ(as_pair(v)->car, fix(1));
}

TEST_F(Interpreter, FixnumOverflowLeavesTheFastPath) {
  Value add = procedure(2, false, 2, [](UnitBuilder&, FunctionBuilder& f) {
    f.emit(Opcode::add, reg(0), reg(0), reg(1));
    f.emit(Opcode::return_, reg(0));
  });
  EXPECT_EQ(number(add, {fix(fixnum_max - 1), fix(1)}), fixnum_max);
  EXPECT_TRUE(is_object(run(add, {fix(fixnum_max), fix(1)})));
  EXPECT_EQ(immediate_float_value(run(add, {{rotate_float(1.5)}, {rotate_float(2.25)}})), 3.75);
}

// --- Frames and introspection ---------------------------------------------------------------------------------------

Backtrace seen;
Value look_around(Context* ctx, Procedure*, int64_t, Value, Value, Value) {
  seen = live_frames(ctx, 100, 100);
  return v_true;
}

TEST_F(Interpreter, BacktracesFindFramesOfEverySize) {  // proves: R8
  Value look = value_of(make_closure(ctx, make_native_function(ctx, "look", 1, look_around), 0));
  std::vector<Value> chain{look};
  for (uint16_t frame : {2, 10, 20, 60, 1000}) {
    Value next = chain.back();
    chain.push_back(procedure(1, false, frame, [&](UnitBuilder& u, FunctionBuilder& f) {
      uint64_t handle = cells.size();
      uint32_t k = u.add_cell(handle, names.intern("next"));
      as_cell(cell(ctx, handle, names.intern("next")))->content = next;
      f.emit(Opcode::cell_ref, reg(0), constant(k));
      f.emit(Opcode::call, reg(0), reg(0), u16(chain.size() == 1 ? 0 : 1));
      f.emit(Opcode::return_, reg(0));
    }));
  }
  run(chain.back(), {fix(1)});
  ASSERT_EQ(seen.frames.size(), 5u);
  for (size_t i = 0; i < 5; i++) {
    EXPECT_EQ(seen.frames[i].function, function(chain[i + 1]));
    EXPECT_EQ(seen.frames[i].instruction, 1);
  }
}

TEST_F(Interpreter, LoadedInstructionsReadBackAsStored) {
  Unit unit;
  {
    UnitBuilder builder("test");
    FunctionBuilder f = builder.begin_function(nullptr);
    f.begin_clause(0, false);
    f.code().frame_size = 10;
    Label end = f.make_label();
    auto* text = arena.make<Datum>();
    text->kind = DatumKind::empty;
    f.emit(Opcode::load_const, reg(1), constant(builder.add_datum(text)));
    f.emit(Opcode::make_closure, reg(1), reg(0), bytecode::function(0));
    f.emit(Opcode::cell_ref, reg(2), constant(builder.add_cell(0, names.intern("x"))));
    for (uint32_t argc = 0; argc < 6; argc++) {
      f.emit(Opcode::call, reg(0), reg(1), u16(argc));
      f.emit(Opcode::call_known, reg(0), reg(1), u16(argc));
    }
    f.emit(Opcode::jump_if_false, reg(3), label(end));
    for (uint32_t argc = 0; argc < 6; argc++) f.emit(Opcode::tail_call, reg(1), u16(argc));
    f.bind(end);
    f.emit(Opcode::return_, reg(0));
    builder.finish_function(std::move(f));
    unit = builder.finish();
  }
  Function* loaded = function(load(unit));
  const Vector* functions = as_vector(as_code_unit(loaded->unit)->functions);
  ASSERT_EQ(static_cast<size_t>(instruction_count(loaded)), unit.functions[0].instructions.size());
  EXPECT_EQ(bytecode_text(loaded), disassemble(unit, 0));
  for (size_t i = 0; i < unit.functions[0].instructions.size(); i++) {
    Instruction stored = unit.functions[0].instructions[i];
    Instruction read =
        unthread_instruction(loaded->code + i, {as_vector(loaded->constants)->elements, functions->elements});
    EXPECT_EQ(read.op, stored.op) << i;
    EXPECT_EQ(read.wide(), stored.wide()) << i;
  }
}

}  // namespace
}  // namespace tiercel
