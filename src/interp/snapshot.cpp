// The loaded form back to the stored form, and what is worth knowing of constants.
#include "interp/snapshot.h"

#include <bit>

#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "interp/dispatch.h"
#include "interp/introspect.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

using native::ConstantFact;

UnitObjects objects_of(const Function* function) {
  const CodeUnit* unit = as_code_unit(function->unit);
  return {as_vector(function->constants)->elements, as_vector(unit->functions)->elements};
}

ConstantFact fact_of(Value constant, const Function* of) {
  ConstantFact fact;
  if (is_procedure(constant)) {
    const Function* function = function_of(as_procedure(constant));
    if (function->primitive < 0 && function->unit == of->unit) {
      fact.kind = ConstantFact::closure;
      fact.number = static_cast<uint64_t>(function->index);
    }
  } else if (is_cell(constant)) {
    if (as_cell(constant)->content != v_unbound) fact.kind = ConstantFact::defined;
  } else if (is_flonum_object(constant)) {
    fact.kind = ConstantFact::real;
    fact.number = std::bit_cast<uint64_t>(as_flonum(constant)->number);
  } else if (!is_heap_pointer(constant)) {
    fact.kind = ConstantFact::word;
    fact.number = constant.bits;
  }
  return fact;
}

}  // namespace

void shape_snapshot(const Function* function, native::Request* request) {
  const CodeUnit* unit = as_code_unit(function->unit);
  request->unit = is_string(unit->name) ? string_utf8(unit->name) : "";
  const Vector* functions = as_vector(unit->functions);
  for (int64_t i = 0; i < vector_length(functions); i++) {
    const Function* each = as_function(functions->elements[i]);
    bytecode::FunctionCode code;
    code.frame_size = static_cast<uint16_t>(each->frame_size);
    code.captures = static_cast<uint16_t>(each->captures);
    add_clauses(each, code);
    request->functions.push_back(std::move(code));
  }
  const Vector* constants = as_vector(function->constants);
  for (int64_t i = 0; i < vector_length(constants); i++)
    request->constants.push_back(fact_of(constants->elements[i], function));
}

ConstantFact constant_fact(const Function* function, uint32_t constant) {
  return fact_of(as_vector(function->constants)->elements[constant], function);
}

void snapshot_code(const Function* function, bytecode::FunctionCode* code) {
  UnitObjects objects = objects_of(function);
  int64_t count = instruction_count(function);
  for (int64_t i = 0; i < count; i++) code->instructions.push_back(unthread_instruction(function->code + i, objects));
}

std::vector<uint32_t> functions_mentioned(const Function* function) {
  UnitObjects objects = objects_of(function);
  std::vector<uint32_t> mentioned;
  int64_t count = instruction_count(function);
  for (int64_t i = 0; i < count; i++) {
    Instruction instruction = unthread_instruction(function->code + i, objects);
    auto number = static_cast<uint32_t>(instruction.wide());
    auto opcode = static_cast<Opcode>(instruction.op);
    if (opcode == Opcode::make_closure) mentioned.push_back(number);
    if (opcode != Opcode::load_const) continue;
    ConstantFact fact = fact_of(objects.constants[number], function);
    if (fact.kind == ConstantFact::closure) mentioned.push_back(static_cast<uint32_t>(fact.number));
  }
  return mentioned;
}

int64_t turn_length(const Function* function, int64_t head) {
  UnitObjects objects = objects_of(function);
  for (int64_t pc = instruction_count(function); --pc > head;) {
    Instruction instruction = unthread_instruction(function->code + pc, objects);
    if (bytecode::jump_target_of(instruction, static_cast<uint32_t>(pc)) == head) return pc - head + 1;
  }
  return 1;
}

}  // namespace tiercel
