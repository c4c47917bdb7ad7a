// Which registers are still to be read: straight code, branches, loops, runs of registers.
#include <gtest/gtest.h>

#include "bytecode/builder.h"
#include "bytecode/liveness.h"

namespace tiercel::bytecode {
namespace {

// Bits by register number.
uint64_t registers(std::initializer_list<int> numbers) {
  uint64_t mask = 0;
  for (int number : numbers) mask |= uint64_t{1} << number;
  return mask;
}

template <class Body>
Liveness analyse(Body body) {
  UnitBuilder unit("test.scm");
  FunctionBuilder f = unit.begin_function(nullptr);
  f.begin_clause(2, false);
  f.code().frame_size = 8;
  body(f);
  unit.finish_function(std::move(f));
  Unit made = unit.finish();
  return liveness_of(made.functions[0].instructions, [](uint32_t) { return int64_t{2}; });
}

TEST(Liveness, arguments_are_dead_once_the_call_has_them) {
  Liveness live = analyse([](FunctionBuilder& f) {
    f.emit(Opcode::move, reg(3), reg(0));
    f.emit(Opcode::call, reg(2), reg(3), u16(1));  // callee in 3, argument in 4
    f.emit(Opcode::add, reg(2), reg(2), reg(1));
    f.emit(Opcode::return_, reg(2));
  });
  EXPECT_EQ(live.before[0], registers({0, 1, 4}));
  EXPECT_EQ(live.before[1], registers({1, 3, 4}));
  EXPECT_EQ(live.after[1], registers({1, 2}));
  EXPECT_EQ(live.after[2], registers({2}));
  EXPECT_EQ(live.after[3], 0u);
}

TEST(Liveness, a_loop_keeps_what_its_next_round_reads) {
  Liveness live = analyse([](FunctionBuilder& f) {
    Label again = f.make_label(), done = f.make_label();
    f.bind(again);
    f.emit(Opcode::loop_head);
    f.emit(Opcode::jump_unless_pair, reg(0), label(done));
    f.emit(Opcode::cdr, reg(0), reg(0));
    f.emit(Opcode::jump, label(again));
    f.bind(done);
    f.emit(Opcode::return_, reg(1));
  });
  for (size_t pc = 0; pc < 4; pc++) EXPECT_EQ(live.before[pc], registers({0, 1})) << pc;
  EXPECT_EQ(live.before[4], registers({1}));
}

TEST(Liveness, runs_of_registers) {
  Liveness live = analyse([](FunctionBuilder& f) {
    f.emit(Opcode::bind_values, reg(0), reg(2), u16(2), u16(1));  // writes 2, 3 and the rest list in 4
    f.emit(Opcode::return_values, reg(2), u16(3));
  });
  EXPECT_EQ(live.before[0], registers({0}));
  EXPECT_EQ(live.before[1], registers({2, 3, 4}));
}

}  // namespace
}  // namespace tiercel::bytecode
