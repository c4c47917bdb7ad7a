// Expressions towards their destinations, and the small leaves: constants, variables, globals.
#include "lower/function.h"

#include <algorithm>

#include "core/walk.h"
#include "object/value.h"

namespace tiercel::lower {

using namespace core;
using bytecode::reg;

Register FunctionLowering::take(size_t count) {
  Register first = top_;
  if (top_ + count > register_limit) {
    unit_->refuse(lambda_ ? lambda_->span : Span{}, "this procedure");
    return 0;
  }
  top_ += static_cast<Register>(count);
  if (top_ > frame_size_) frame_size_ = top_;
  return first;
}

void FunctionLowering::undefined_value(Register destination) {
  emit(Opcode::load_constant, reg(destination), bytecode::s32(static_cast<int64_t>(v_unspecified.bits)));
}

void FunctionLowering::seq_prefix(Seq* seq) {
  for (Node* node : seq->body.first(seq->body.size() - 1)) effect(node);
}

void FunctionLowering::value(Node* node, Register destination) {
  switch (node->kind) {
    case Kind::constant: return constant(as<Constant>(node)->datum, destination);
    case Kind::local_ref: return local_ref(as<LocalRef>(node), destination);
    case Kind::global_ref: return global_ref(as<GlobalRef>(node), destination);
    case Kind::prim_ref: {
      uint32_t k = unit_->builder().add_primitive(static_cast<uint16_t>(as<PrimRef>(node)->prim));
      return emit(Opcode::load_const, reg(destination), bytecode::constant(k));
    }
    case Kind::local_set:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::fuel: effect(node); return undefined_value(destination);
    case Kind::if_: return choose(as<If>(node), true, [&](Node* arm) { value(arm, destination); });
    case Kind::seq: seq_prefix(as<Seq>(node)); return value(as<Seq>(node)->body.back(), destination);
    case Kind::lambda: return closure(as<Lambda>(node), destination);
    case Kind::call: return call(as<Call>(node), destination, false);
    case Kind::prim_call: return primitive(as<PrimCall>(node), destination);
    case Kind::values: return values(as<Values>(node), destination);
    case Kind::again: return again(as<Again>(node));
    case Kind::let:
    case Kind::letrec:
    case Kind::fix:
    case Kind::bind_values:
    case Kind::loop: bind_and(node, [&](Node* body) { value(body, destination); }); return;
  }
}

void FunctionLowering::tail(Node* node) {
  switch (node->kind) {
    case Kind::if_: return choose(as<If>(node), false, [&](Node* arm) { tail(arm); });
    case Kind::seq: seq_prefix(as<Seq>(node)); return tail(as<Seq>(node)->body.back());
    case Kind::call: return call(as<Call>(node), 0, true);
    case Kind::prim_call:
      if (is_direct(as<PrimCall>(node)->prim)) return return_value(node);
      return control_call(node, as<PrimCall>(node)->prim, as<PrimCall>(node)->arguments, 0, true);
    case Kind::values: return return_values(as<Values>(node));
    case Kind::again: return again(as<Again>(node));
    case Kind::let:
    case Kind::letrec:
    case Kind::fix:
    case Kind::bind_values:
    case Kind::loop: bind_and(node, [&](Node* body) { tail(body); }); return;
    case Kind::constant:
    case Kind::local_ref:
    case Kind::local_set:
    case Kind::global_ref:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::prim_ref:
    case Kind::lambda:
    case Kind::fuel: return return_value(node);
  }
}

void FunctionLowering::return_value(Node* node) {
  Mark mark(this);
  Register source = operand(node);
  emit(Opcode::return_, reg(source));
  unreachable_ = true;
}

void FunctionLowering::effect(Node* node) {
  Mark mark(this);
  switch (node->kind) {
    case Kind::constant:
    case Kind::prim_ref:
    case Kind::lambda: return;
    case Kind::local_ref:  // a boxed one may be undefined, and that is an error
      if (as<LocalRef>(node)->variable->boxed) value(node, take());
      return;
    case Kind::local_set:
    case Kind::global_set:
    case Kind::global_define: return store(node);
    case Kind::fuel: return emit_at(node->span, Opcode::fuel, bytecode::s32(as<Fuel>(node)->amount));
    case Kind::if_: return choose(as<If>(node), true, [&](Node* arm) { effect(arm); });
    case Kind::seq:
      for (Node* part : as<Seq>(node)->body) effect(part);
      return;
    case Kind::values:
      for (Node* part : as<Values>(node)->values) effect(part);
      return;
    case Kind::again: return again(as<Again>(node));
    case Kind::global_ref:
    case Kind::call: return value(node, take());
    case Kind::prim_call: return primitive(as<PrimCall>(node), take(), false);
    case Kind::let:
    case Kind::letrec:
    case Kind::fix:
    case Kind::bind_values:
    case Kind::loop: bind_and(node, [&](Node* body) { effect(body); }); return;
  }
}

// Does `node` assign a variable?  Gives up, and says yes, when the budget is spent.
bool FunctionLowering::assigns(Node* node, int* budget) {
  if (--*budget < 0 || node->kind == Kind::local_set) return true;
  if (node->kind == Kind::lambda) return false;
  bool found = false;
  for_each_child(node, [&](Node*& child) { found = found || assigns(child, budget); });
  return found;
}

Register FunctionLowering::operand(Node* node, std::span<Node* const> later) {
  if (auto* reference = if_a<LocalRef>(node)) {
    Variable* variable = reference->variable;
    int budget = 40;
    bool stays = !variable->assigned ||
                 std::none_of(later.begin(), later.end(), [&](Node* other) { return assigns(other, &budget); });
    if (stays && !variable->boxed && !is_static_procedure(variable) && !location_of(variable).captured &&
        !(lambda_ && variable == lambda_->self))
      return location_of(variable).index;
  }
  Register temporary = take();
  value(node, temporary);
  return temporary;
}

void FunctionLowering::constant(const Datum* datum, Register destination) {
  auto immediate = [&](Value v) {
    emit(Opcode::load_constant, reg(destination), bytecode::s32(static_cast<int64_t>(v.bits)));
  };
  switch (datum->kind) {
    case DatumKind::empty: return immediate(v_empty);
    case DatumKind::nil: return immediate(v_nil);
    case DatumKind::true_: return immediate(v_true);
    case DatumKind::false_: return immediate(v_false);
    case DatumKind::eof: return immediate(v_eof);
    case DatumKind::unspecified: return immediate(v_unspecified);
    case DatumKind::default_: return immediate(v_default);
    case DatumKind::undefined: return immediate(v_undefined);
    case DatumKind::character: return immediate(make_char(datum->scalar));
    case DatumKind::fixnum:
      if (datum->fixnum >= INT32_MIN && datum->fixnum <= INT32_MAX)
        return emit(Opcode::load_fixnum, reg(destination), bytecode::s32(datum->fixnum));
      break;
    case DatumKind::flonum:
    case DatumKind::bignum:
    case DatumKind::ratio:
    case DatumKind::complex:
    case DatumKind::string:
    case DatumKind::symbol:
    case DatumKind::pair:
    case DatumKind::vector:
    case DatumKind::number_vector:
    case DatumKind::opaque: break;
  }
  emit(Opcode::load_const, reg(destination), bytecode::constant(unit_->builder().add_datum(datum)));
}

void FunctionLowering::raw_variable(Variable* variable, Register destination) {
  if (is_static_procedure(variable)) {
    uint32_t k = unit_->builder().add_closure(unit_->function_index(variable->known));
    return emit(Opcode::load_const, reg(destination), bytecode::constant(k));
  }
  if (lambda_ && variable == lambda_->self) return emit(Opcode::load_self, reg(destination));
  Location location = location_of(variable);
  if (location.captured) return emit(Opcode::capture_ref, reg(destination), bytecode::u16(location.index));
  move(destination, location.index);
}

void FunctionLowering::local_ref(LocalRef* node, Register destination) {
  Variable* variable = node->variable;
  if (!variable->boxed) return raw_variable(variable, destination);
  Mark mark(this);
  Location location = location_of(variable);
  Register box = location.captured ? take() : location.index;
  raw_variable(variable, box);
  emit_at(node->span, Opcode::box_ref, reg(destination), reg(box),
          bytecode::constant(unit_->name_constant(variable->name)));
}

void FunctionLowering::global_ref(GlobalRef* node, Register destination) {
  Global* global = node->global;
  if (global->storage == Global::Storage::cell)
    return emit_at(node->span, Opcode::cell_ref, reg(destination),
                   bytecode::constant(unit_->builder().add_cell(global->handle, global->name)));
  emit_at(node->span, Opcode::global_ref, reg(destination), bytecode::global(global->handle));
}

void FunctionLowering::store(Node* node) {
  Mark mark(this);
  if (auto* set = if_a<LocalSet>(node); set && !set->variable->boxed) {
    return value(set->value, location_of(set->variable).index);
  } else if (set) {
    Register source = operand(set->value);
    Location location = location_of(set->variable);
    Register box = location.captured ? take() : location.index;
    raw_variable(set->variable, box);
    return emit(Opcode::box_set, reg(box), reg(source));
  }
  bool define = node->kind == Kind::global_define;
  Global* global = define ? as<GlobalDefine>(node)->global : as<GlobalSet>(node)->global;
  Register source = operand(define ? as<GlobalDefine>(node)->value : as<GlobalSet>(node)->value);
  if (global->storage == Global::Storage::cell) {
    uint32_t k = unit_->builder().add_cell(global->handle, global->name);
    return emit_at(node->span, define ? Opcode::cell_define : Opcode::cell_set, reg(source), bytecode::constant(k));
  }
  emit_at(node->span, define ? Opcode::global_define : Opcode::global_set, reg(source),
          bytecode::global(global->handle));
}

}  // namespace tiercel::lower
