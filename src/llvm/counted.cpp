// Reads loops: their bodies, the terms of what they compute, the test by which they end, and what follows.
#include "llvm/counted.h"

#include <algorithm>
#include <optional>

#include "core/core.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "object/value.h"

namespace tiercel::native {

using core::Prim;

namespace {

constexpr size_t states_max = 200'000;            // registers times instructions of a loop; larger ones are left alone
constexpr size_t terms_max = 2000;                // what comes after so many is unknown
constexpr int64_t number_max = int64_t{1} << 59;  // terms stay below, so that no fixnum overflows
constexpr int64_t step_max = int64_t{1} << 20;    // what a turn adds, if it is a constant
constexpr int64_t high_unseen_max = int64_t{1} << 20;  // an index that is known by its bounds alone is below

constexpr size_t brief_max = 100;  // instructions in a turn

using State = std::vector<int32_t>;  // the number of a term, by register

Control control_of(const Instruction& instruction) { return opcode_info(static_cast<Opcode>(instruction.op)).control; }

bool falls_through(const Instruction& instruction) {
  Control control = control_of(instruction);
  return control == Control::next || control == Control::branch || control == Control::call;
}

Trend opposite(Trend trend) {
  return trend == Trend::rising ? Trend::falling : trend == Trend::falling ? Trend::rising : trend;
}

Trend both(Trend x, Trend y) {
  if (x == y || y == Trend::still) return x;
  return x == Trend::still ? y : Trend::mixed;
}

// The relation that a branch tests, x to y, where it does not jump.
std::optional<CountedLoop::Relation> relation_of(Opcode opcode, bool jumps) {
  switch (opcode) {
    case Opcode::jump_unless_equal:
    case Opcode::jump_unless_equal_immediate:
      if (jumps) return CountedLoop::unequal;
      return {};
    case Opcode::jump_unless_less:
    case Opcode::jump_unless_less_immediate: return jumps ? CountedLoop::greater_equal : CountedLoop::less;
    case Opcode::jump_unless_greater:
    case Opcode::jump_unless_greater_immediate: return jumps ? CountedLoop::less_equal : CountedLoop::greater;
    case Opcode::jump_unless_less_equal:
    case Opcode::jump_unless_less_equal_immediate: return jumps ? CountedLoop::greater : CountedLoop::less_equal;
    case Opcode::jump_unless_greater_equal:
    case Opcode::jump_unless_greater_equal_immediate: return jumps ? CountedLoop::less : CountedLoop::greater_equal;
    default: return {};
  }
}

CountedLoop::Relation swapped(CountedLoop::Relation relation) {
  switch (relation) {
    case CountedLoop::less: return CountedLoop::greater;
    case CountedLoop::less_equal: return CountedLoop::greater_equal;
    case CountedLoop::greater: return CountedLoop::less;
    case CountedLoop::greater_equal: return CountedLoop::less_equal;
    default: return relation;
  }
}

// Whether the primitive takes a bounded time, allocates nothing and calls nothing, where it goes its usual way.
bool is_momentary(Prim primitive) {
  switch (primitive) {
    case Prim::divide:
    case Prim::subtract:
    case Prim::abs:
    case Prim::sqrt:
    case Prim::exp:
    case Prim::log:
    case Prim::sin:
    case Prim::cos:
    case Prim::tan:
    case Prim::atan:
    case Prim::floor:
    case Prim::ceiling:
    case Prim::round:
    case Prim::truncate:
    case Prim::inexact:
    case Prim::exact_to_inexact:
    case Prim::exact:
    case Prim::inexact_to_exact:
    case Prim::is_zero:
    case Prim::is_positive:
    case Prim::is_negative:
    case Prim::is_odd:
    case Prim::is_even:
    case Prim::min:
    case Prim::max:
    case Prim::modulo:
    case Prim::floor_remainder:
    case Prim::bitwise_and:
    case Prim::bitwise_ior:
    case Prim::bitwise_xor:
    case Prim::f64vector_ref:
    case Prim::f64vector_set:
    case Prim::f64vector_length:
    case Prim::bytevector_length:
    case Prim::bytevector_u8_set: return true;
    default: return false;
  }
}

// The same of an instruction.  Numbers that are no fixnums and no floats leave the version that relies on it.
bool takes_moment(const Instruction& instruction) {
  auto opcode = static_cast<Opcode>(instruction.op);
  int64_t primitive = primitive_of(instruction);
  switch (opcode) {
    case Opcode::move:
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant:
    case Opcode::capture_ref:
    case Opcode::box_ref:
    case Opcode::cell_ref:
    case Opcode::global_ref:
    case Opcode::vector_ref:
    case Opcode::vector_set:
    case Opcode::vector_length:
    case Opcode::bytevector_u8_ref:
    case Opcode::string_ref:
    case Opcode::car:
    case Opcode::cdr:
    case Opcode::is_eq:
    case Opcode::is_pair:
    case Opcode::is_null:
    case Opcode::not_:
    case Opcode::jump:
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_null:
    case Opcode::jump_unless_pair:
    case Opcode::jump_unless_eq:
    case Opcode::add_immediate:
    case Opcode::quotient:
    case Opcode::remainder: return true;
    default: break;
  }
  bool compares = opcode >= Opcode::num_equal && opcode <= Opcode::num_greater_equal;
  bool branches = opcode >= Opcode::jump_unless_equal && opcode <= Opcode::jump_unless_greater_equal_immediate;
  bool computes = opcode == Opcode::add || opcode == Opcode::subtract || opcode == Opcode::multiply;
  return compares || branches || computes || (primitive >= 0 && is_momentary(static_cast<Prim>(primitive)));
}

class Reader {
 public:
  Reader(const Request& request, const bytecode::FunctionCode& code,
         const std::vector<std::vector<uint32_t>>& predecessors)
      : request_(request), code_(code), predecessors_(predecessors) {}

  // Whether the loop counts and something follows from that.
  bool read(uint32_t head, CountedLoop* loop) {
    loop_ = loop;
    loop->head = head;
    if (!find_body()) return false;
    loop->is_brief = is_brief();
    if (!find_steps() || !find_test()) return false;
    loop->is_brief = loop->is_brief && begins_simply();
    follow(true);
    int32_t limit = loop->limit_register;
    loop->limit = limit < 0 ? constant(limit_.x) : states_[loop->test][static_cast<size_t>(limit)];
    if (loop->limit == 0) return false;
    return std::ranges::any_of(loop->facts, [](const Fact& fact) { return fact.is_worth_it; });
  }

 private:
  const Instruction& at(uint32_t pc) const { return code_.instructions[pc]; }
  const Term& term(int32_t number) const { return loop_->term(number); }

  // --- The body: everything from which the jumps back are reached without passing the head
  bool find_body() {
    uint32_t head = loop_->head;
    std::vector<bool>& body = loop_->body;
    body.assign(code_.instructions.size() + 1, false);
    body[head] = true;
    std::vector<uint32_t> waiting;
    for (uint32_t from : predecessors_[head])
      if (from > head) waiting.push_back(from);
    size_t size = 1;
    while (!waiting.empty()) {
      uint32_t pc = waiting.back();
      waiting.pop_back();
      if (body[pc]) continue;
      if (pc < head || predecessors_[pc].empty() || at(pc).op == static_cast<uint64_t>(Opcode::loop_head)) return false;
      body[pc] = true;
      end_ = std::max(end_, pc + 1);
      if (++size * code_.frame_size > states_max) return false;
      for (uint32_t from : predecessors_[pc]) {
        if (from >= pc) return false;  // inside everything goes forward
        waiting.push_back(from);
      }
    }
    for (const bytecode::Clause& clause : code_.clauses)
      if (body[clause.first] && clause.first != head) return false;
    return size > 1;
  }

  // --- Terms
  int32_t add(Term made) {
    if (made.low < -number_max || made.high > number_max) return 0;
    std::vector<Term>& terms = loop_->terms;
    for (size_t i = 1; i < terms.size(); i++)
      if (terms[i].operation == made.operation && terms[i].x == made.x && terms[i].y == made.y)
        return static_cast<int32_t>(i);
    if (terms.size() > terms_max) return 0;
    terms.push_back(made);
    return static_cast<int32_t>(terms.size() - 1);
  }

  int32_t constant(int64_t value) { return add({Term::constant, value, 0, value, value, Trend::still}); }

  int32_t held(uint16_t reg) {
    if (varies_[reg]) return 0;
    const Step& step = loop_->steps[reg];
    Trend trend = step.constant == 0 ? Trend::still : step.constant > 0 ? Trend::rising : Trend::falling;
    Term made{Term::held, reg, 0, 0, held_max, trend};
    if (trend == Trend::still || !has_test_) return add(made);
    if (reg == loop_->counter) {
      made.low = counter_low_;
      made.high = counter_high_;
      return add(made);
    }
    int64_t turns = counter_high_ - counter_low_ + 2;
    int64_t most = step.reg < 0 ? step.constant : step.constant * held_max;
    (most > 0 ? made.high : made.low) += most * turns;
    if (step.reg >= 0 || !loop_->steps[loop_->counter].is_one()) made.trend = Trend::mixed;
    return add(made);
  }

  int32_t combine(Opcode opcode, int32_t x, int32_t y) {
    if (x == 0 || y == 0) return 0;
    const Term a = term(x), c = term(y);
    Term made{Term::sum, x, y, 0, 0, both(a.trend, c.trend)};
    switch (opcode) {
      case Opcode::add:
        made.low = a.low + c.low;
        made.high = a.high + c.high;
        break;
      case Opcode::subtract:
        made.operation = Term::difference;
        made.low = a.low - c.high;
        made.high = a.high - c.low;
        made.trend = both(a.trend, opposite(c.trend));
        break;
      case Opcode::multiply:
        made.operation = Term::product;
        if (a.low < 0 || c.low < 0 || __builtin_mul_overflow(a.high, c.high, &made.high)) return 0;
        made.low = a.low * c.low;
        break;
      case Opcode::quotient:
        if (a.low < 0 || c.operation != Term::constant || c.x <= 0) return 0;
        made.operation = Term::quotient;
        made.low = a.low / c.x;
        made.high = a.high / c.x;
        break;
      case Opcode::remainder:
        if (a.low < 0 || c.operation != Term::constant || c.x <= 0) return 0;
        made.operation = Term::remainder;
        made.high = std::min(a.high, c.x - 1);
        made.trend = Trend::mixed;
        break;
      default: return 0;
    }
    // Of anything else the number is known only as long as what it is made of is what it should be, and that is tested.
    bool is_known = a.operation == Term::constant && c.operation == Term::constant && made.low == made.high;
    return is_known ? constant(made.low) : add(made);
  }

  // What neither the loop nor anything between two polls changes.
  bool stays(int32_t number) const {
    const Term& found = term(number);
    return found.trend == Trend::still && found.operation != Term::unknown;
  }

  bool may_be_object(int32_t number) const {
    return stays(number) && (term(number).operation == Term::held || term(number).operation == Term::loaded);
  }

  int32_t length_of(int32_t object, Kind kind) {
    if (!may_be_object(object)) return 0;
    return add({Term::length, object, static_cast<int64_t>(kind), 0, held_max, Trend::still});
  }

  // The same term for all instructions that load the same: from one place, or from a box that is a term.
  int32_t loaded(uint32_t pc, int32_t box = 0) {
    if (!loop_->is_brief) return 0;
    uint32_t first = pc;
    for (auto [other, number] : loop_->loads) {
      const Instruction &x = at(other), &y = at(pc);
      bool same = box != 0 ? term(number).y == box : x.b == y.b && x.wide() == y.wide();
      if (x.op == y.op && same) first = static_cast<uint32_t>(term(number).x);
    }
    int32_t number = add({Term::loaded, first, box, 0, held_max, Trend::still});
    if (number != 0) loop_->loads[pc] = number;
    return number;
  }

  // --- What an instruction does to the registers
  void step(uint32_t pc, State& state) {
    const Instruction& instruction = at(pc);
    auto opcode = static_cast<Opcode>(instruction.op);
    int32_t result = 0;
    switch (opcode) {
      case Opcode::move: result = state[instruction.b]; break;
      case Opcode::load_fixnum: result = constant(instruction.wide()); break;
      case Opcode::load_const: {
        const ConstantFact& fact = request_.constants[static_cast<size_t>(instruction.wide())];
        Value value{fact.number};
        if (fact.kind == ConstantFact::word && is_fixnum(value)) result = constant(fixnum_value(value));
        if (fact.kind == ConstantFact::object) result = loaded(pc);
        break;
      }
      case Opcode::cell_ref:
      case Opcode::global_ref:
      case Opcode::capture_ref: result = loaded(pc); break;
      case Opcode::box_ref:
        if (may_be_object(state[instruction.b])) result = loaded(pc, state[instruction.b]);
        break;
      case Opcode::add:
      case Opcode::subtract:
      case Opcode::multiply:
      case Opcode::quotient:
      case Opcode::remainder: result = combine(opcode, state[instruction.b], state[instruction.c]); break;
      case Opcode::add_immediate:
        result = combine(Opcode::add, state[instruction.b], constant(static_cast<int16_t>(instruction.c)));
        break;
      case Opcode::vector_length: result = length_of(state[instruction.b], Kind::vector); break;
      case Opcode::prim_1:
        if (static_cast<Prim>(instruction.c) == Prim::f64vector_length)
          result = length_of(state[instruction.b], Kind::f64vector);
        if (static_cast<Prim>(instruction.c) == Prim::bytevector_length)
          result = length_of(state[instruction.b], Kind::bytevector);
        break;
      default: break;
    }
    for (uint16_t reg : registers_of(request_, instruction).writes) state[reg] = 0;
    if (result != 0) state[instruction.a] = result;
  }

  // Goes through a turn.  Where control meets again only what is the same on both ways is known.
  void follow(bool collect) {
    loop_->terms.assign(1, Term{});
    loop_->loads.clear();
    states_.assign(end_, {});
    back_.clear();
    State start(code_.frame_size);
    for (uint16_t reg = 0; reg < code_.frame_size; reg++) start[reg] = held(reg);
    states_[loop_->head] = start;
    for (uint32_t pc = loop_->head; pc < end_; pc++) {
      State state = states_[pc];
      if (state.empty()) continue;
      if (collect && std::ranges::find(before_test_, pc) == before_test_.end()) find_facts(pc, state);
      step(pc, state);
      auto reach = [&](int64_t target) {
        if (target < 0 || !loop_->body[static_cast<size_t>(target)]) return;
        merge(static_cast<uint32_t>(target) == loop_->head ? back_ : states_[static_cast<size_t>(target)], state);
      };
      if (falls_through(at(pc))) reach(pc + 1);
      reach(jump_target_of(at(pc), pc));
    }
  }

  static void merge(State& into, const State& from) {
    if (into.empty()) into = from;
    for (size_t reg = 0; reg < from.size(); reg++)
      if (into[reg] != from[reg]) into[reg] = 0;
  }

  // --- Which registers stay, which count, and which vary
  bool find_steps() {
    loop_->steps.assign(code_.frame_size, Step{});
    varies_.assign(code_.frame_size, false);
    for (bool changed = true; changed;) {
      changed = false;
      follow(false);
      if (back_.empty()) return false;
      for (uint16_t reg = 0; reg < code_.frame_size; reg++) {
        if (varies_[reg]) continue;
        Step step;
        if (is_step_of(reg, back_[reg], &step) && (loop_->steps[reg] == step || loop_->steps[reg] == Step{})) {
          changed = changed || loop_->steps[reg] != step;
          loop_->steps[reg] = step;
        } else {
          varies_[reg] = changed = true;
          loop_->steps[reg] = Step{};
        }
      }
    }
    return std::ranges::any_of(loop_->steps, [](const Step& step) { return step.constant != 0; });
  }

  // Whether the term is what the register held and a constant, or what another one holds, which stays.
  bool is_step_of(uint16_t reg, int32_t number, Step* step) const {
    auto is_held = [&](const Term& each) { return each.operation == Term::held && each.x == reg; };
    const Term& found = term(number);
    if (is_held(found)) return true;
    if (found.operation != Term::sum && found.operation != Term::difference) return false;
    const Term &x = term(static_cast<int32_t>(found.x)), &y = term(static_cast<int32_t>(found.y));
    const Term& change = is_held(x) ? y : x;
    if (!is_held(&change == &y ? x : y)) return false;
    if (found.operation == Term::difference && &change == &x) return false;
    int64_t sign = found.operation == Term::sum ? 1 : -1;
    bool is_other = change.operation == Term::held && change.trend == Trend::still && change.x != reg;
    if (is_other) *step = {sign, static_cast<int32_t>(change.x)};
    if (change.operation == Term::constant && change.x >= -step_max && change.x <= step_max) *step = {sign * change.x};
    return step->constant != 0;
  }

  // --- The test: on the one way from the head, the first comparison of a register that counts with something that stays
  bool find_test() {
    uint32_t pc = loop_->head;
    for (;;) {
      before_test_.push_back(pc);
      const Instruction& instruction = at(pc);
      int64_t target = jump_target_of(instruction, pc);
      bool goes_on = falls_through(instruction) && loop_->body[pc + 1];
      bool jumps = target >= 0 && loop_->body[static_cast<size_t>(target)];
      if (goes_on == jumps) return false;
      uint32_t next = jumps ? static_cast<uint32_t>(target) : pc + 1;
      if (is_test(pc, jumps)) {
        loop_->test = pc;
        loop_->after_test = next;
        return true;
      }
      pc = next;
      if (pc == loop_->head || predecessors_[pc].size() > 1) return false;
    }
  }

  bool is_test(uint32_t pc, bool jumps) {
    const Instruction& instruction = at(pc);
    auto opcode = static_cast<Opcode>(instruction.op);
    std::optional<CountedLoop::Relation> relation = relation_of(opcode, jumps);
    if (!relation) return false;
    bool immediate =
        opcode >= Opcode::jump_unless_equal_immediate && opcode <= Opcode::jump_unless_greater_equal_immediate;
    const State& state = states_[pc];
    int32_t x = state[instruction.a];
    int32_t y = immediate ? constant(static_cast<int16_t>(instruction.b)) : state[instruction.b];
    loop_->limit_register = immediate ? -1 : instruction.b;
    if (set_test(x, y, *relation)) return true;
    loop_->limit_register = instruction.a;
    return set_test(y, x, swapped(*relation));
  }

  bool set_test(int32_t counter, int32_t limit, CountedLoop::Relation relation) {
    const Term x = term(counter), y = term(limit);
    bool is_one = y.operation == Term::constant || y.operation == Term::length || may_be_object(limit);
    if (x.operation != Term::held || !is_one || y.low < -held_max || y.high > held_max) return false;
    const Step& step = loop_->steps[static_cast<size_t>(x.x)];
    if (step.constant == 0) return false;
    bool rises = step.constant > 0, up = relation == CountedLoop::less || relation == CountedLoop::less_equal;
    if (relation == CountedLoop::unequal ? !step.is_one() : up != rises) return false;
    loop_->counter = static_cast<uint16_t>(x.x);
    loop_->relation = relation;
    bool reaches = relation == CountedLoop::less_equal || relation == CountedLoop::greater_equal;
    counter_low_ = rises ? 0 : y.low + (reaches ? 0 : 1);
    counter_high_ = rises ? y.high - (reaches ? 0 : 1) : held_max;
    if (counter_low_ > counter_high_) return false;  // it never runs
    has_test_ = true;
    limit_ = y;
    return true;
  }

  // --- Whether polls of every so many turns will do
  // Nothing is called that takes long or polls by itself.
  bool is_brief() {
    for (uint32_t pc = loop_->head + 1; pc < end_; pc++)
      if (loop_->body[pc] && (!takes_moment(at(pc)) || ++loop_->size > brief_max)) return false;
    return true;
  }

  // Before the test nothing is done that counts.
  bool begins_simply() {
    const State& state = states_[loop_->test];
    for (uint32_t pc = loop_->head + 1; pc < loop_->test; pc++) {
      if (!only_reads(at(pc))) return false;
      uint16_t reg = at(pc).a;
      loop_->set_before_test.push_back(reg);
      if (stays(state[reg])) loop_->still_at_test.push_back(reg);
    }
    return true;
  }

  static bool only_reads(const Instruction& instruction) {
    switch (static_cast<Opcode>(instruction.op)) {
      case Opcode::move:
      case Opcode::load_const:
      case Opcode::load_fixnum:
      case Opcode::load_constant:
      case Opcode::capture_ref:
      case Opcode::cell_ref:
      case Opcode::global_ref:
      case Opcode::box_ref:
      case Opcode::vector_length: return true;
      case Opcode::prim_1: {
        auto primitive = static_cast<Prim>(instruction.c);
        return primitive == Prim::f64vector_length || primitive == Prim::bytevector_length;
      }
      default: return false;
    }
  }

  // --- Facts
  void find_facts(uint32_t pc, const State& before) {
    const Instruction& instruction = at(pc);
    auto opcode = static_cast<Opcode>(instruction.op);
    auto access = [&](uint16_t object, Kind kind, uint16_t index, bool stores) {
      if (!may_be_object(before[object])) return;
      const Term& number = term(before[index]);
      if (number.operation == Term::unknown) return;
      if (number.trend == Trend::mixed && (number.low < 0 || number.high > high_unseen_max)) return;
      loop_->facts.push_back({pc, before[index], before[object], kind, stores});
    };
    auto about = [&](int32_t number) {
      if (number != 0) loop_->facts.push_back({pc, number});
    };
    auto computes = [&](int32_t number) {
      about(number);
      if (number != 0) loop_->facts.back().is_worth_it = !is_counter_step(number);
    };
    switch (opcode) {
      case Opcode::add:
      case Opcode::subtract:
      case Opcode::multiply: return computes(combine(opcode, before[instruction.b], before[instruction.c]));
      case Opcode::add_immediate:
        return computes(combine(Opcode::add, before[instruction.b], constant(static_cast<int16_t>(instruction.c))));
      case Opcode::quotient:
      case Opcode::remainder:
        if (combine(opcode, before[instruction.b], before[instruction.c]) != 0) about(before[instruction.b]);
        return;
      case Opcode::vector_ref: return access(instruction.b, Kind::vector, instruction.c, false);
      case Opcode::vector_set: return access(instruction.a, Kind::vector, instruction.b, true);
      case Opcode::bytevector_u8_ref: return access(instruction.b, Kind::bytevector, instruction.c, false);
      default: break;
    }
    uint16_t first = instruction.b, second = static_cast<uint16_t>(first + 1);
    switch (static_cast<Prim>(primitive_of(instruction))) {
      case Prim::f64vector_ref:
        if (opcode == Opcode::prim_2) access(first, Kind::f64vector, instruction.c, false);
        break;
      case Prim::f64vector_set: return access(first, Kind::f64vector, second, true);
      case Prim::bytevector_u8_set: return access(first, Kind::bytevector, second, true);
      case Prim::divide: {
        int32_t divisor = before[opcode == Opcode::prim_2 ? instruction.c : second];
        bool two = opcode == Opcode::prim_2 || (opcode == Opcode::prim_n && instruction.c == 2);
        if (two && term(divisor).low > 0) about(divisor);
        break;
      }
      default: break;
    }
  }

  bool is_counter_step(int32_t number) const {
    Step step;
    return is_step_of(loop_->counter, number, &step);
  }

  const Request& request_;
  const bytecode::FunctionCode& code_;
  const std::vector<std::vector<uint32_t>>& predecessors_;
  CountedLoop* loop_ = nullptr;
  uint32_t end_ = 0;           // of the body
  std::vector<bool> varies_;   // by register
  std::vector<State> states_;  // before each instruction of the body
  State back_;                 // where a turn ends
  std::vector<uint32_t> before_test_;
  bool has_test_ = false;
  Term limit_;
  int64_t counter_low_ = 0, counter_high_ = 0;
};

}  // namespace

CountedLoops::CountedLoops(const Request& request, const bytecode::FunctionCode& code) {
  auto count = static_cast<uint32_t>(code.instructions.size());
  std::vector<std::vector<uint32_t>> predecessors(count + 1);
  std::vector<uint32_t> heads;
  for (uint32_t pc = 0; pc < count; pc++) {
    const Instruction& instruction = code.instructions[pc];
    if (instruction.op == static_cast<uint64_t>(Opcode::loop_head)) heads.push_back(pc);
    if (falls_through(instruction)) predecessors[pc + 1].push_back(pc);
    if (int64_t target = jump_target_of(instruction, pc); target >= 0)
      predecessors[static_cast<size_t>(target)].push_back(pc);
  }
  for (uint32_t head : heads) {
    CountedLoop loop;
    if (Reader(request, code, predecessors).read(head, &loop)) loops_.emplace(head, std::move(loop));
  }
}

const CountedLoop* CountedLoops::at(uint32_t head) const {
  auto found = loops_.find(head);
  return found == loops_.end() ? nullptr : &found->second;
}

}  // namespace tiercel::native
