// Kinds and their objects, and a pass backwards over a function that finds what loops want.
#include "llvm/kinds.h"

#include <algorithm>
#include <string_view>

#include "core/core.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "native/floats.h"
#include "object/value.h"

namespace tiercel::native {

using core::Prim;

namespace {

constexpr uint8_t wants_nothing = static_cast<uint8_t>(Kind::tagged);
constexpr uint8_t wants_differ = 0xFF;
constexpr size_t states_max = 2'000'000;  // registers times blocks; beyond that nothing is wanted

uint8_t join(uint8_t x, uint8_t y) {
  if (x == y || y == wants_nothing) return x;
  return x == wants_nothing ? y : wants_differ;
}

// What a primitive wants its first and second argument to be.
std::pair<Kind, Kind> wanted_by(int64_t primitive) {
  switch (static_cast<Prim>(primitive)) {
    case Prim::f64vector_ref:
    case Prim::f64vector_set: return {Kind::f64vector, Kind::fixnum};
    case Prim::f64vector_length: return {Kind::f64vector, Kind::tagged};
    case Prim::bytevector_u8_set: return {Kind::bytevector, Kind::fixnum};
    case Prim::bytevector_length: return {Kind::bytevector, Kind::tagged};
    case Prim::string_set: return {Kind::string, Kind::fixnum};
    default: return {Kind::tagged, Kind::tagged};
  }
}

bool asks_for_type(Opcode opcode) {
  switch (opcode) {
    case Opcode::is_pair:
    case Opcode::is_null:
    case Opcode::is_record:
    case Opcode::is_eq:
    case Opcode::is_eqv:
    case Opcode::not_:
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_null:
    case Opcode::jump_unless_pair:
    case Opcode::jump_unless_eq: return true;
    default: return false;
  }
}

}  // namespace

Kind kind_of_object(ObjectKind object) {
  switch (object) {
    case ObjectKind::vector: return Kind::vector;
    case ObjectKind::f64vector: return Kind::f64vector;
    case ObjectKind::bytevector: return Kind::bytevector;
    case ObjectKind::string: return Kind::string;
    case ObjectKind::record: return Kind::record;
    default: return Kind::tagged;
  }
}

ObjectKind object_of_kind(Kind kind) {
  switch (kind) {
    case Kind::f64vector: return ObjectKind::f64vector;
    case Kind::bytevector: return ObjectKind::bytevector;
    case Kind::string: return ObjectKind::string;
    case Kind::record: return ObjectKind::record;
    default: return ObjectKind::vector;
  }
}

Kind kind_of_result(int64_t primitive) {
  std::string_view type = primitive_table[primitive].result_type;
  if (type == "vector") return Kind::vector;
  if (type == "f64vector") return Kind::f64vector;
  if (type == "bytevector") return Kind::bytevector;
  if (type == "string") return Kind::string;
  return Kind::tagged;
}

// Whether a register holds a float there whatever happens, as far as the few instructions before tell.
bool is_float_before(const bytecode::FunctionCode& code, const Request& request, uint32_t pc, uint16_t reg) {
  constexpr uint32_t steps_max = 12;
  for (uint32_t step = 0; step < steps_max && pc-- > 0; step++) {
    const Instruction& instruction = code.instructions[pc];
    auto opcode = static_cast<Opcode>(instruction.op);
    Control control = opcode_info(opcode).control;
    if (control != Control::next && control != Control::call) return false;
    const std::vector<uint16_t> writes = registers_of(request, instruction).writes;
    if (std::find(writes.begin(), writes.end(), reg) == writes.end()) continue;
    if (opcode == Opcode::load_const)
      return float_of(request.constants[static_cast<size_t>(instruction.wide())]).has_value();
    return primitive_of(instruction) == static_cast<int64_t>(Prim::f64vector_ref);
  }
  return false;
}

// Floats are contagious: where the result or one operand is one, the others are likely to be, and an index is computed from
// fixnums.  Only what nobody wants to be something else is wanted for that.
void Wants::step_back_number(const Request& request, const bytecode::FunctionCode& code, uint32_t pc, uint8_t result,
                             Row& row) {
  const Instruction& instruction = code.instructions[pc];
  auto opcode = static_cast<Opcode>(instruction.op);
  constexpr auto flonum = static_cast<uint8_t>(Kind::flonum);
  auto want_float = [&](uint16_t reg) {
    if (row[reg] == wants_nothing) row[reg] = flonum;
  };
  bool is_binary = opcode == Opcode::add || opcode == Opcode::subtract || opcode == Opcode::multiply;
  if (is_binary || opcode == Opcode::add_immediate) {
    bool wanted = result == flonum;
    if (is_binary) {
      bool contagious =
          is_float_before(code, request, pc, instruction.b) || is_float_before(code, request, pc, instruction.c);
      wanted = wanted || contagious;
      if (wanted) want_float(instruction.c);
    }
    if (wanted) want_float(instruction.b);
    float_results_[pc] = wanted;
    if (result != static_cast<uint8_t>(Kind::fixnum)) return;
    for (uint16_t reg : {instruction.b, is_binary ? instruction.c : instruction.b})
      if (row[reg] == wants_nothing) row[reg] = result;
    return;
  }
  switch (static_cast<Prim>(primitive_of(instruction))) {
    case Prim::sqrt:
    case Prim::sin:
    case Prim::cos:
    case Prim::tan:
    case Prim::exp:
    case Prim::log:
    case Prim::atan: return want_float(instruction.b);
    case Prim::f64vector_set: return want_float(static_cast<uint16_t>(instruction.b + 2));
    default: return;
  }
}

// What nobody else wants to be something is wanted to be the float that the callee wants.
void Wants::step_back_call(const Instruction& instruction, uint32_t pc, Row& row) const {
  auto wanted = of_calls_.find(pc);
  if (wanted == of_calls_.end()) return;
  bool is_tail = opcode_info(static_cast<Opcode>(instruction.op)).control == Control::tail;
  size_t first = 1 + (is_tail ? instruction.a : instruction.b);
  for (size_t i = 0; i < wanted->second.size(); i++)
    if (wanted->second[i] == Kind::flonum && row[first + i] == wants_nothing)
      row[first + i] = static_cast<uint8_t>(Kind::flonum);
}

void Wants::step_back(const Request& request, const bytecode::FunctionCode& code, uint32_t pc, Row& row) {
  const Instruction& instruction = code.instructions[pc];
  auto opcode = static_cast<Opcode>(instruction.op);
  if (opcode == Opcode::move) {
    uint8_t wanted = row[instruction.a];
    row[instruction.a] = wants_nothing;
    row[instruction.b] = join(row[instruction.b], wanted);
    return;
  }
  RegisterUse use = registers_of(request, instruction);
  uint8_t result = use.writes.empty() ? wants_nothing : row[use.writes[0]];
  for (uint16_t reg : use.writes) row[reg] = wants_nothing;
  step_back_call(instruction, pc, row);
  step_back_number(request, code, pc, result, row);
  if (asks_for_type(opcode))
    for (uint16_t reg : use.reads) row[reg] = wants_differ;
  auto want = [&row](uint16_t reg, Kind kind) {
    if (kind != Kind::tagged) row[reg] = static_cast<uint8_t>(kind);
  };
  auto want_both = [&](uint16_t object, Kind kind, uint16_t index) {
    want(object, kind);
    want(index, Kind::fixnum);
  };
  switch (opcode) {
    case Opcode::vector_ref: return want_both(instruction.b, Kind::vector, instruction.c);
    case Opcode::vector_set: return want_both(instruction.a, Kind::vector, instruction.b);
    case Opcode::vector_length: return want(instruction.b, Kind::vector);
    case Opcode::string_ref: return want_both(instruction.b, Kind::string, instruction.c);
    case Opcode::string_length: return want(instruction.b, Kind::string);
    case Opcode::bytevector_u8_ref: return want_both(instruction.b, Kind::bytevector, instruction.c);
    default: break;
  }
  int64_t primitive = primitive_of(instruction);
  if (primitive < 0) return;
  auto [first, second] = wanted_by(primitive);
  if (first == Kind::tagged) {
    // A predicate, perhaps: what follows depends on the answer.
    if (opcode == Opcode::prim_1 && std::string_view(primitive_table[primitive].result_type) == "boolean")
      row[instruction.b] = wants_differ;
    return;
  }
  want(instruction.b, first);
  want(opcode == Opcode::prim_2 ? instruction.c : static_cast<uint16_t>(instruction.b + 1), second);
}

Wants::Wants(const Request& request, const bytecode::FunctionCode& code, const Analysis& analysis, OfCalls of_calls)
    : of_calls_(std::move(of_calls)) {
  auto count = static_cast<uint32_t>(code.instructions.size());
  std::vector<uint32_t> leaders, heads;
  for (uint32_t pc = 0; pc < count; pc++) {
    if (pc == 0 || analysis.is_leader(pc)) leaders.push_back(pc);
    if (pc == 0 || code.instructions[pc].op == static_cast<uint64_t>(Opcode::loop_head)) heads.push_back(pc);
  }
  if (leaders.size() * code.frame_size > states_max) return;
  float_results_.resize(count);
  std::map<uint32_t, Row> before;  // by leader
  for (uint32_t leader : leaders) before[leader] = Row(code.frame_size, wants_nothing);
  auto reach = [&before](uint32_t leader, Row& row) {
    auto found = before.find(leader);
    if (found == before.end()) return;
    for (size_t reg = 0; reg < row.size(); reg++) row[reg] = join(row[reg], found->second[reg]);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = leaders.size(); i-- > 0;) {
      uint32_t end = i + 1 < leaders.size() ? leaders[i + 1] : count;
      Row row(code.frame_size, wants_nothing);
      for (uint32_t pc = end; pc-- > leaders[i];) {
        const Instruction& instruction = code.instructions[pc];
        Control control = opcode_info(static_cast<Opcode>(instruction.op)).control;
        bool falls_through = control == Control::next || control == Control::branch || control == Control::call;
        if (!falls_through) row.assign(code.frame_size, wants_nothing);
        else if (pc + 1 == end) reach(end, row);
        if (int64_t target = jump_target_of(instruction, pc); target >= 0) reach(static_cast<uint32_t>(target), row);
        step_back(request, code, pc, row);
      }
      changed = changed || before[leaders[i]] != row;
      before[leaders[i]] = std::move(row);
    }
  }
  for (uint32_t head : heads) {
    auto found = before.find(head);
    if (found == before.end()) continue;
    for (uint16_t reg = 0; reg < code.frame_size; reg++) {
      uint8_t wanted = found->second[reg];
      if (wanted != wants_nothing && wanted != wants_differ && analysis.is_alive(head, reg))
        at_heads_[head].push_back({reg, static_cast<Kind>(wanted)});
    }
  }
}

const std::vector<std::pair<uint16_t, Kind>>& Wants::at(uint32_t loop_head) const {
  auto found = at_heads_.find(loop_head);
  return found == at_heads_.end() ? nothing_ : found->second;
}

}  // namespace tiercel::native
