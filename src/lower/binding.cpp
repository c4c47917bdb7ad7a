// What binds variables: let, fix, bind-values, loops; and closures, which copy variables.
#include "core/walk.h"
#include "lower/function.h"
#include "object/value.h"

namespace tiercel::lower {

using namespace core;
using bytecode::reg;

void FunctionLowering::bind_register(Variable* variable, Register where) {
  set_location(variable, {.captured = false, .index = where});
}

void FunctionLowering::box_if_needed(Variable* variable, Register where) {
  if (variable->boxed) emit(Opcode::make_box, reg(where), reg(where));
}

// Whether `variable` may be a second name for the register of `value`.
static bool is_second_name(Variable* variable, Node* value) {
  auto* reference = if_a<LocalRef>(value);
  return reference && !variable->assigned && (!reference->variable->assigned || reference->variable->boxed);
}

void FunctionLowering::let_variables(Let* node) {
  size_t count = node->variables.size();
  if (!run_fits(node, count)) return;
  Register base = top_;
  for (size_t i = 0; i < count; i++) {
    Variable* variable = node->variables[i];
    if (is_second_name(variable, node->values[i])) {
      bind_register(variable, operand(node->values[i]));
      continue;
    }
    Register where = take();
    value(node->values[i], where);
    bind_register(variable, where);
  }
  for (Variable* variable : node->variables)
    if (location_of(variable).index >= base) box_if_needed(variable, location_of(variable).index);
}

namespace {

// The closures of a Fix take consecutive registers in the order they are made; `end` is the register after the last.
bool is_made_later(Variable* variable, Register own, Register end) {
  Location location = location_of(variable);
  return !location.captured && location.index > own && location.index < end;
}

}  // namespace

void FunctionLowering::fix_variables(Fix* node) {
  size_t count = node->variables.size();
  if (!run_fits(node, count)) return;
  for (Variable* variable : node->variables)
    if (!is_static_procedure(variable)) bind_register(variable, take());
  // A closure that captures one made later gets it by a patch when all are made.
  for (size_t i = 0; i < count; i++) {
    Variable* variable = node->variables[i];
    if (is_static_procedure(variable)) continue;
    Mark mark(this);
    Lambda* lambda = node->lambdas[i];
    Register own = location_of(variable).index;
    size_t captures = lambda->captures.size();
    if (!run_fits(lambda, captures)) return;
    Register base = take(captures);
    for (size_t c = 0; c < captures; c++) {
      if (is_made_later(lambda->captures[c], own, base)) undefined_value(base + static_cast<Register>(c));
      else raw_variable(lambda->captures[c], base + static_cast<Register>(c));
    }
    emit(Opcode::make_closure, reg(own), reg(base), bytecode::function(unit_->function_index(lambda)));
  }
  for (size_t i = 0; i < count; i++) {
    Lambda* lambda = node->lambdas[i];
    if (lambda->captures.empty()) continue;
    Register own = location_of(node->variables[i]).index;
    for (uint32_t c = 0; c < lambda->captures.size(); c++)
      if (is_made_later(lambda->captures[c], own, top_))
        emit(Opcode::closure_patch, reg(own), bytecode::u16(c), reg(location_of(lambda->captures[c]).index));
  }
}

void FunctionLowering::closure_captures(Lambda* lambda, Register base) {
  for (size_t c = 0; c < lambda->captures.size(); c++)
    raw_variable(lambda->captures[c], base + static_cast<Register>(c));
}

void FunctionLowering::closure(Lambda* lambda, Register destination) {
  uint32_t index = unit_->function_index(lambda);
  if (lambda->captures.empty())
    return emit(Opcode::load_const, reg(destination), bytecode::constant(unit_->builder().add_closure(index)));
  Mark mark(this);
  if (!run_fits(lambda, lambda->captures.size())) return;
  Register base = take(lambda->captures.size());
  closure_captures(lambda, base);
  emit(Opcode::make_closure, reg(destination), reg(base), bytecode::function(index));
}

void FunctionLowering::bind_values_variables(BindValues* node) {
  size_t count = node->variables.size();
  if (!run_fits(node, count + 1)) return;
  Register base = take(count);
  {
    Mark mark(this);
    Register source = take();
    value(node->producer, source);
    emit_at(node->span, Opcode::bind_values, reg(source), reg(base),
            bytecode::u16(static_cast<uint32_t>(count - (node->rest ? 1 : 0))), bytecode::u16(node->rest ? 1 : 0));
  }
  for (size_t i = 0; i < count; i++) {
    bind_register(node->variables[i], base + static_cast<Register>(i));
    box_if_needed(node->variables[i], base + static_cast<Register>(i));
  }
}

void FunctionLowering::loop_variables(Loop* node) {
  size_t count = node->variables.size();
  if (!run_fits(node, count)) return;
  Register base = run(node->values);
  for (size_t i = 0; i < count; i++) bind_register(node->variables[i], base + static_cast<Register>(i));
  Label head = code_->make_label();
  bind(head);
  emit_at(node->span, Opcode::loop_head);
  for (size_t i = 0; i < count; i++) box_if_needed(node->variables[i], base + static_cast<Register>(i));
  loops_.push_back({node, head, base});
}

// A loop with an entry: the variables have their registers from here on, and the head comes later.
void FunctionLowering::join_variables(Loop* node) {
  size_t count = node->variables.size();
  Register base = run_fits(node, count) ? take(count) : 0;
  for (size_t i = 0; i < count; i++) bind_register(node->variables[i], base + static_cast<Register>(i));
  loops_.push_back({node, code_->make_label(), base});
}

// The head polls only where something goes round.
void FunctionLowering::join_head(Loop* node) {
  ActiveLoop active = loops_.back();
  bind(active.head);
  if (node->goes_round) emit_at(node->span, Opcode::loop_head);
  for (size_t i = 0; i < node->variables.size(); i++)
    box_if_needed(node->variables[i], active.base + static_cast<Register>(i));
}

// Does `node` read `where`?  Gives up, and says yes, when the budget is spent.
bool FunctionLowering::mentions(Node* node, Register where, int* budget) {
  if (--*budget < 0) return true;
  auto reads = [&](Variable* variable) {
    Location location = location_of(variable);
    return !is_static_procedure(variable) && !location.captured && location.index == where;
  };
  if (auto* reference = if_a<LocalRef>(node)) return reads(reference->variable);
  if (auto* set = if_a<LocalSet>(node)) return reads(set->variable) || mentions(set->value, where, budget);
  if (auto* lambda = if_a<Lambda>(node)) {
    for (Variable* variable : lambda->captures)
      if (reads(variable)) return true;
    return false;
  }
  // Variables bound inside have no register yet, so what they hold from another function would mislead.
  bool found = false;
  for_each_binding(node, [&](Variable*) { found = true; });
  for_each_child(node, [&](Node*& child) { found = found || mentions(child, where, budget); });
  return found;
}

void FunctionLowering::again(Again* node) {
  ActiveLoop active = loops_.back();
  for (size_t i = loops_.size(); loops_[--i].loop != node->loop;) active = loops_[i - 1];
  Mark mark(this);
  size_t count = node->arguments.size();
  if (!run_fits(node, count)) return;
  std::vector<std::pair<Register, Register>> moves;
  for (size_t i = 0; i < count; i++) {
    Node* argument = node->arguments[i];
    Register target = active.base + static_cast<Register>(i);
    auto* reference = if_a<LocalRef>(argument);
    if (reference && reference->variable == node->loop->variables[i] && !reference->variable->boxed) continue;
    int budget = 40;
    bool read_later = false;
    for (size_t j = i + 1; j < count && !read_later; j++) read_later = mentions(node->arguments[j], target, &budget);
    if (!read_later) {
      value(argument, target);
      continue;
    }
    Register temporary = take();
    value(argument, temporary);
    moves.emplace_back(target, temporary);
  }
  for (auto [target, source] : moves) move(target, source);
  jump(active.head);
}

}  // namespace tiercel::lower
