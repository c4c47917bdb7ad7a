// Which procedures answer floats.
#include "llvm/float_results.h"

#include <algorithm>

#include "core/core.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "llvm/emitter.h"
#include "native/floats.h"

namespace tiercel::native {

using core::Prim;

namespace {

constexpr size_t questions_max = 200;     // of one module; beyond that the answer is no
constexpr size_t instructions_max = 400;  // of a procedure that is looked at

}  // namespace

bool FloatResults::returns_float(uint32_t function, const std::vector<Kind>& kinds) {
  size_t wanted = ask(function, kinds);
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < questions_.size(); i++) {
      if (questions_[i].settled || !questions_[i].answer) continue;
      size_t asked = questions_.size();
      bool confirmed = is_confirmed(i);
      changed = changed || !confirmed || questions_.size() > asked;
      questions_[i].answer = confirmed;
    }
  }
  for (Question& question : questions_) question.settled = true;
  return questions_[wanted].answer;
}

size_t FloatResults::ask(uint32_t function, const std::vector<Kind>& kinds) {
  auto is_same = [&](const Question& each) { return each.function == function && each.kinds == kinds; };
  auto found = std::ranges::find_if(questions_, is_same);
  if (found != questions_.end()) return static_cast<size_t>(found - questions_.begin());
  questions_.push_back({function, kinds, questions_.size() < questions_max && may_return_float(function), false});
  return questions_.size() - 1;
}

// Whether it is worth a look.
bool FloatResults::may_return_float(uint32_t function) const {
  const bytecode::FunctionCode& code = m_.request.functions[function];
  if (code.instructions.size() > instructions_max) return false;
  return std::ranges::any_of(code.instructions, [](const Instruction& instruction) {
    return static_cast<Opcode>(instruction.op) == Opcode::return_;
  });
}

void FloatResults::Flow::reach(uint32_t pc, const Row& row) {
  auto [found, is_new] = rows.try_emplace(pc, row);
  bool changed = is_new;
  for (size_t reg = 0; reg < row.size(); reg++) {
    Content& known = found->second[reg];
    if (known == row[reg] || row[reg] == Content::nothing || known == Content::other) continue;
    known = known == Content::nothing ? row[reg] : Content::other;
    changed = true;
  }
  if (changed) waiting.push_back(pc);
}

// Whether all that is returned are floats, if the answers to all questions are as they stand.
bool FloatResults::is_confirmed(size_t index) {
  const Question question = questions_[index];
  Row row(m_.request.functions[question.function].frame_size, Content::nothing);
  for (size_t i = 0; i < question.kinds.size(); i++)
    row[i] = question.kinds[i] == Kind::flonum   ? Content::flonum
             : question.kinds[i] == Kind::fixnum ? Content::fixnum
                                                 : Content::other;
  Flow flow;
  flow.reach(0, row);
  while (!flow.waiting.empty()) {
    uint32_t pc = flow.waiting.back();
    flow.waiting.pop_back();
    if (!follow_block(question, pc, flow)) return false;
  }
  return true;
}

// False if something else than a float is returned.
bool FloatResults::follow_block(const Question& question, uint32_t pc, Flow& flow) {
  const bytecode::FunctionCode& code = m_.request.functions[question.function];
  const Analysis& analysis = m_.analysis_of(question.function);
  Row row = flow.rows[pc];
  for (;; pc++) {
    const Instruction& instruction = code.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    Control control = opcode_info(opcode).control;
    if (opcode == Opcode::return_)
      return row[instruction.a] == Content::flonum || row[instruction.a] == Content::nothing;
    if (control == Control::return_) return false;
    // Another procedure would answer in its own form: a tail call leaves nobody here to change that.
    if (control == Control::tail) {
      if (!is_turn_of_loop(question, pc)) return false;
      Row next(row.size(), Content::nothing);
      std::copy_n(row.begin() + instruction.a + 1, instruction.b, next.begin());
      flow.reach(0, next);
      return true;
    }
    step(question, pc, row);
    if (int64_t target = jump_target_of(instruction, pc); target >= 0) flow.reach(static_cast<uint32_t>(target), row);
    if (control == Control::jump) return true;
    if (analysis.is_leader(pc + 1)) {
      flow.reach(pc + 1, row);
      return true;
    }
  }
}

void FloatResults::step(const Question& question, uint32_t pc, Row& row) {
  const Instruction& instruction = m_.request.functions[question.function].instructions[pc];
  auto opcode = static_cast<Opcode>(instruction.op);
  auto is_number = [](Content content) { return content == Content::fixnum || content == Content::flonum; };
  Content result = Content::other;
  switch (opcode) {
    case Opcode::move: result = row[instruction.b]; break;
    case Opcode::load_fixnum: result = Content::fixnum; break;
    case Opcode::load_const: {
      const ConstantFact& fact = m_.request.constants[static_cast<size_t>(instruction.wide())];
      if (float_of(fact)) result = Content::flonum;
      else if (fact.kind == ConstantFact::word && is_fixnum(Value{fact.number})) result = Content::fixnum;
      break;
    }
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::multiply: {
      Content x = row[instruction.b], y = row[instruction.c];
      if (is_number(x) && is_number(y) && x != y) result = Content::flonum;
      else if (x == Content::flonum && y == Content::flonum) result = Content::flonum;
      break;
    }
    case Opcode::add_immediate:
      if (row[instruction.b] == Content::flonum) result = Content::flonum;
      break;
    case Opcode::call:
    case Opcode::call_known: result = result_of_call(question, pc, row); break;
    default:
      if (primitive_of(instruction) >= 0) result = result_of_primitive(instruction, row);
  }
  for (uint16_t reg : registers_of(m_.request, instruction).writes) row[reg] = result;
}

FloatResults::Content FloatResults::result_of_primitive(const Instruction& instruction, const Row& row) const {
  auto opcode = static_cast<Opcode>(instruction.op);
  bool is_run = opcode == Opcode::prim_n;  // of registers that lie side by side
  int64_t count = is_run                     ? instruction.c
                  : opcode == Opcode::prim_1 ? 1
                  : opcode == Opcode::prim_2 ? 2
                  : opcode == Opcode::prim_0 ? 0
                                             : 3;
  Content x = count > 0 ? row[instruction.b] : Content::other, y = Content::other;
  if (count == 2) y = row[is_run ? instruction.b + 1 : instruction.c];
  auto float_if = [](bool condition) { return condition ? Content::flonum : Content::other; };
  bool x_float = x == Content::flonum, y_float = y == Content::flonum;
  switch (static_cast<Prim>(primitive_of(instruction))) {
    case Prim::f32vector_ref:
    case Prim::f64vector_ref: return Content::flonum;
    case Prim::abs:
    case Prim::floor:
    case Prim::ceiling:
    case Prim::round:
    case Prim::truncate:
    case Prim::inexact:
    case Prim::exact_to_inexact:
    case Prim::exp:
    case Prim::sin:
    case Prim::cos:
    case Prim::tan:
    case Prim::subtract: return float_if(x_float && count == 1);
    case Prim::atan: return float_if(x_float && count <= 2);
    case Prim::min:
    case Prim::max:
    case Prim::divide:
      return float_if((x_float && (y_float || y == Content::fixnum)) || (y_float && x == Content::fixnum));
    default: return Content::other;
  }
}

int64_t FloatResults::callee_at(uint32_t function, uint32_t pc, uint16_t base, int64_t argc) const {
  const bytecode::FunctionCode& code = m_.request.functions[function];
  int32_t origin = m_.analysis_of(function).origins_before(pc)[base];
  if (origin < 0) return -1;
  const Instruction& maker = code.instructions[static_cast<size_t>(origin)];
  int64_t callee = -1;
  switch (static_cast<Opcode>(maker.op)) {
    case Opcode::load_self: callee = function; break;
    case Opcode::make_closure: callee = maker.wide(); break;
    case Opcode::load_const: {
      const ConstantFact& fact = m_.request.constants[static_cast<size_t>(maker.wide())];
      if (fact.kind == ConstantFact::closure) callee = static_cast<int64_t>(fact.number);
      break;
    }
    default: break;
  }
  if (callee < 0) return -1;
  auto found = static_cast<uint32_t>(callee);
  return m_.is_selected(found) && m_.takes_exactly(found, argc) ? callee : -1;
}

FloatResults::Content FloatResults::result_of_call(const Question& question, uint32_t pc, const Row& row) {
  const Instruction& instruction = m_.request.functions[question.function].instructions[pc];
  int64_t callee = callee_at(question.function, pc, instruction.b, instruction.c);
  if (callee < 0) return Content::other;
  std::vector<Kind> kinds;
  for (int64_t i = 0; i < instruction.c; i++) {
    Content content = row[static_cast<size_t>(instruction.b + 1 + i)];
    kinds.push_back(content == Content::flonum   ? Kind::flonum
                    : content == Content::fixnum ? Kind::fixnum
                                                 : Kind::tagged);
  }
  return questions_[ask(static_cast<uint32_t>(callee), kinds)].answer ? Content::flonum : Content::other;
}

// A tail call of the very closure that is running.
bool FloatResults::is_turn_of_loop(const Question& question, uint32_t pc) const {
  const bytecode::FunctionCode& code = m_.request.functions[question.function];
  const Instruction& instruction = code.instructions[pc];
  if (callee_at(question.function, pc, instruction.a, instruction.b) != question.function) return false;
  if (code.captures == 0) return true;
  int32_t origin = m_.analysis_of(question.function).origins_before(pc)[instruction.a];
  return code.instructions[static_cast<size_t>(origin)].op == static_cast<uint64_t>(Opcode::load_self);
}

}  // namespace tiercel::native
