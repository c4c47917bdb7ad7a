// The bytecode's outer forms: building, validating, text, bytes.
#include <gtest/gtest.h>

#include "base/arena.h"
#include "bytecode/builder.h"
#include "bytecode/disassemble.h"
#include "bytecode/serialize.h"
#include "bytecode/span_table.h"
#include "bytecode/validate.h"
#include "gen/primitives.h"

namespace tiercel::bytecode {
namespace {

struct NoFiles final : FileNamer {
  std::string_view file_name(FileId) override { return "file.scm"; }
};

class Bytecode : public testing::Test {
 protected:
  Name name(std::string_view text) { return names.intern(text); }

  Datum* datum(DatumKind kind) {
    auto* made = arena.make<Datum>();
    made->kind = kind;
    return made;
  }
  const Datum* fixnum(int64_t value) {
    Datum* made = datum(DatumKind::fixnum);
    made->fixnum = value;
    return made;
  }
  const Datum* symbol(std::string_view text) {
    Datum* made = datum(DatumKind::symbol);
    made->symbol = name(text);
    return made;
  }

  // (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
  Unit fib() {
    UnitBuilder unit("file.scm");
    FunctionBuilder main = unit.begin_function(nullptr);
    FunctionBuilder f = unit.begin_function(name("fib"));
    uint32_t cell = unit.add_cell(7, name("fib"));
    main.begin_clause(0, false);
    main.code().frame_size = 1;
    main.emit(Opcode::load_const, reg(0), constant(unit.add_closure(1)));
    main.emit(Opcode::cell_define, reg(0), constant(cell));
    main.emit(Opcode::return_, reg(0));
    f.begin_clause(1, false);
    f.code().frame_size = 4;
    f.code().documentation = "Fibonacci's numbers.";
    f.code().span = {1, 5, 60};
    f.set_span({1, 10, 20});
    Label big = f.make_label();
    f.emit(Opcode::jump_unless_less_immediate, reg(0), s16(2), label(big));
    f.emit(Opcode::return_, reg(0));
    f.bind(big);
    f.set_span({1, 15, 40});
    f.emit(Opcode::cell_ref, reg(1), constant(cell));
    f.emit(Opcode::add_immediate, reg(2), reg(0), s16(-1), u16(2));
    f.emit(Opcode::call, reg(1), reg(1), u16(1));
    f.emit(Opcode::return_, reg(1));
    unit.finish_function(std::move(f));
    unit.finish_function(std::move(main));
    return unit.finish();
  }

  // A unit whose only function is `body` with `frame` registers.
  template <class Body>
  Unit unit_of(uint16_t frame, Body body) {
    UnitBuilder unit("test");
    FunctionBuilder f = unit.begin_function(nullptr);
    f.begin_clause(0, false);
    f.code().frame_size = frame;
    body(unit, f);
    unit.finish_function(std::move(f));
    return unit.finish();
  }

  std::string fault(const Unit& unit) {
    auto found = validate(unit);
    return found ? found->problem : "";
  }

  NameTable names;
  Arena arena;
};

TEST_F(Bytecode, BuiltUnitIsValid) { EXPECT_FALSE(validate(fib())); }

TEST_F(Bytecode, DisassemblyIsStable) {
  EXPECT_EQ(disassemble(fib()),
            "unit file.scm\n"
            "function f0 anonymous: frame 1\n"
            "  (0 arguments)\n"
            "    0  load-const       r0, closure f1 fib\n"
            "    1  cell-define      r0, cell fib\n"
            "    2  return           r0\n"
            "function f1 fib: frame 4\n"
            "  (1 arguments)\n"
            "    0  jump-unless-<i   r0, 2, -> 2\n"
            "    1  return           r0\n"
            "    2  cell-ref         r1, cell fib\n"
            "    3  add-i            r2, r0, -1, 2\n"
            "    4  call             r1, r1, 1\n"
            "    5  return           r1\n");
}

TEST_F(Bytecode, EqualConstantsShareAnEntry) {
  UnitBuilder unit("test");
  EXPECT_EQ(unit.add_datum(fixnum(5)), unit.add_datum(fixnum(5)));
  EXPECT_EQ(unit.add_datum(symbol("a")), unit.add_datum(symbol("a")));
  EXPECT_NE(unit.add_datum(symbol("a")), unit.add_datum(fixnum(5)));
  EXPECT_EQ(unit.add_cell(3, name("x")), unit.add_cell(3, name("x")));
  EXPECT_NE(unit.add_cell(3, name("x")), unit.add_primitive(3));
}

TEST_F(Bytecode, ValidatorRefusesEveryKindOfFault) {
  auto one = [&](auto emit) {
    return fault(unit_of(2, [&](UnitBuilder& u, FunctionBuilder& f) {
      emit(u, f);
      f.emit(Opcode::return_, reg(0));
    }));
  };
  using U = UnitBuilder;
  using F = FunctionBuilder;
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::move, reg(0), reg(1)); }), "");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::move, reg(0), reg(2)); }), "register outside the frame");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::load_const, reg(0), constant(0)); }), "no such constant");
  EXPECT_EQ(one([&](U& u, F& f) { f.emit(Opcode::load_const, reg(0), constant(u.add_cell(1, name("x")))); }),
            "a cell is no value");
  EXPECT_EQ(one([&](U& u, F& f) { f.emit(Opcode::cell_ref, reg(0), constant(u.add_datum(fixnum(1)))); }),
            "constant of the wrong kind");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::capture_ref, reg(0), u16(0)); }), "no such capture");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::call, reg(0), reg(0), u16(2)); }), "registers outside the frame");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::call, reg(0), reg(0), u16(1)); }), "");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::return_values, reg(0), u16(1)); }), "one value is returned by `return`");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::bind_values, reg(0), reg(0), u16(2), u16(1)); }),
            "registers outside the frame");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::make_closure, reg(0), reg(0), function(1)); }), "no such function");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::load_constant, reg(0), s32(11 << 8 | 5)); }), "not an immediate");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::load_constant, reg(0), s32(0xD800 << 8 | 0x0D)); }), "not a character");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::prim_2, reg(0), reg(0), reg(0), primitive(uint16_t(core::Prim::car))); }),
            "primitive called in another shape");
  EXPECT_EQ(one([](U&, F& f) { f.emit(Opcode::prim_1, reg(0), reg(0), primitive(primitive_count)); }),
            "no such primitive");
}

TEST_F(Bytecode, ValidatorChecksJumpsAndEnds) {
  Unit runs_off = unit_of(1, [](UnitBuilder&, FunctionBuilder& f) { f.emit(Opcode::load_self, reg(0)); });
  EXPECT_EQ(fault(runs_off), "the function runs off its end");
  Unit jumps_out = unit_of(1, [](UnitBuilder&, FunctionBuilder& f) {
    Label end = f.make_label();
    f.emit(Opcode::jump, label(end));
    f.bind(end);
  });
  EXPECT_EQ(fault(jumps_out), "jump outside the function");
  EXPECT_EQ(fault(Unit{}), "a unit has at least one function");
}

TEST_F(Bytecode, RoundTripKeepsCodeAndSpans) {
  Unit unit = fib();
  NoFiles files;
  NameTable other;
  Decoded decoded = deserialize(serialize(unit, files), other);
  ASSERT_TRUE(decoded.unit) << decoded.problem;
  EXPECT_EQ(disassemble(*decoded.unit), disassemble(unit));
  EXPECT_EQ(decoded.unit->functions[1].documentation, "Fibonacci's numbers.");
  EXPECT_EQ(decoded.unit->functions[1].span, (Span{1, 5, 60}));
  EXPECT_EQ(span_at(decoded.unit->functions[1], 1), (Span{1, 10, 20}));
  EXPECT_EQ(span_at(decoded.unit->functions[1], 5), (Span{1, 15, 40}));
  ASSERT_EQ(decoded.unit->files.size(), 1u);
  EXPECT_EQ(decoded.unit->files[0].name, "file.scm");
  FileId renumbered[] = {42};
  renumber_files(*decoded.unit, renumbered);
  EXPECT_EQ(span_at(decoded.unit->functions[1], 5), (Span{42, 15, 40}));
}

TEST_F(Bytecode, SpanTableFindsWhatSpanAtFinds) {
  Unit unit = fib();
  std::vector<uint8_t> table = encode_spans(unit);
  for (uint32_t f = 0; f < unit.functions.size(); f++) {
    for (uint32_t pc = 0; pc < unit.functions[f].instructions.size(); pc++)
      EXPECT_EQ(find_span(table, f, pc), span_at(unit.functions[f], pc)) << f << ":" << pc;
  }
  EXPECT_FALSE(find_span(table, 2, 0).known());
  EXPECT_EQ(find_function_span(table, 1), (Span{1, 5, 60}));
  EXPECT_FALSE(find_function_span(table, 2).known());
}

// What the optimizer inlined still has its frames, before and after storing.
// proves: R8
TEST_F(Bytecode, InlinedCallsKeepTheirFrames) {
  Unit unit = fib();
  FunctionCode& code = unit.functions[1];
  code.inlined = {{names.intern("outer"), {1, 100, 110}, 0}, {names.intern("inner"), {1, 50, 60}, 1}};
  for (SpanEntry& entry : code.spans) entry.inlined = 2;
  ASSERT_FALSE(validate(unit));
  auto expect_frames = [](const Unit& made, FileId file) {
    std::vector<SourceFrame> frames = find_frames(encode_spans(made), 1, 1);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_EQ(frames[0].procedure, "inner");
    EXPECT_EQ(frames[0].span, (Span{file, 10, 20}));
    EXPECT_EQ(frames[1].procedure, "outer");
    EXPECT_EQ(frames[1].span, (Span{file, 50, 60}));
    EXPECT_EQ(frames[2].procedure, "");
    EXPECT_EQ(frames[2].span, (Span{file, 100, 110}));
  };
  expect_frames(unit, 1);
  NoFiles files;
  NameTable other;
  Decoded decoded = deserialize(serialize(unit, files), other);
  ASSERT_TRUE(decoded.unit) << decoded.problem;
  expect_frames(*decoded.unit, 1);
  code.spans[0].inlined = 3;
  EXPECT_TRUE(validate(unit));
}

TEST_F(Bytecode, RoundTripKeepsCircularAndDeepData) {
  Datum* circle = datum(DatumKind::pair);
  circle->pair = {fixnum(1), circle};
  const Datum* deep = datum(DatumKind::empty);
  for (int i = 0; i < 100000; i++) {
    Datum* pair = datum(DatumKind::pair);
    pair->pair = {deep, deep};
    deep = pair;
  }
  Unit unit = unit_of(1, [&](UnitBuilder& u, FunctionBuilder& f) {
    f.emit(Opcode::load_const, reg(0), constant(u.add_datum(circle)));
    f.emit(Opcode::load_const, reg(0), constant(u.add_datum(deep)));
    f.emit(Opcode::return_, reg(0));
  });
  NoFiles files;
  NameTable other;
  Decoded decoded = deserialize(serialize(unit, files), other);
  ASSERT_TRUE(decoded.unit) << decoded.problem;
  const Datum* read = decoded.unit->constants[0].datum;
  EXPECT_EQ(read->pair.second, read);
  EXPECT_EQ(read->pair.first->fixnum, 1);
  const Datum* read_deep = decoded.unit->constants[1].datum;
  EXPECT_EQ(read_deep->pair.first, read_deep->pair.second);
}

TEST_F(Bytecode, EveryTruncationAndEveryFlippedByteIsSurvived) {
  Unit unit = fib();
  NoFiles files;
  std::vector<uint8_t> bytes = serialize(unit, files);
  for (size_t size = 0; size < bytes.size(); size++) {
    EXPECT_FALSE(deserialize(std::span(bytes).first(size), names).unit) << size;
  }
  for (size_t i = 0; i < bytes.size(); i++) {
    for (int bit = 0; bit < 8; bit++) {
      bytes[i] ^= 1 << bit;
      Decoded decoded = deserialize(bytes, names);
      if (decoded.unit) disassemble(*decoded.unit);
      bytes[i] ^= 1 << bit;
    }
  }
}

TEST_F(Bytecode, BytesOfAnotherVersionAreRefused) {
  NoFiles files;
  std::vector<uint8_t> bytes = serialize(fib(), files);
  bytes[8] ^= 1;
  EXPECT_STREQ(deserialize(bytes, names).problem, "bytecode of another version");
}

}  // namespace
}  // namespace tiercel::bytecode
