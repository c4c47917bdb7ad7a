// Moving values, variables, closures, pairs, vectors, strings, records, and direct calls of primitives.
#include "gen/primitives.h"
#include "heap/block.h"
#include "llvm/emitter.h"
#include "native/floats.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel::native {

namespace {

constexpr int64_t in_pair(size_t offset) { return static_cast<int64_t>(offset) - static_cast<int64_t>(tag_pair); }

}  // namespace

// --- Moves and variables --------------------------------------------------------------------------------------------

bool FunctionEmitter::emit_move(Opcode opcode, const Instruction& instruction) {
  uint16_t a = instruction.a;
  auto wide = static_cast<uint32_t>(instruction.wide());
  switch (opcode) {
    case Opcode::move: slots_[a] = slots_[instruction.b]; return true;
    case Opcode::load_const: {
      const ConstantFact& fact = m.request.constants[wide];
      int64_t closure = fact.kind == ConstantFact::closure ? static_cast<int64_t>(fact.number) : -1;
      bool fixnum = fact.kind == ConstantFact::word && is_fixnum(Value{fact.number});
      if (auto number = float_of(fact)) set(a, llvm::ConstantFP::get(b.getDoubleTy(), *number), Kind::flonum);
      else set(a, constant_at(wide), fixnum ? Kind::fixnum : Kind::tagged, closure);
      return true;
    }
    case Opcode::load_fixnum: set(a, word(make_fixnum(instruction.wide()).bits), Kind::fixnum); return true;
    case Opcode::load_constant: {
      Value constant{wide};
      if (is_boolean(constant)) set(a, b.getInt1(constant == v_true), Kind::boolean);
      else set(a, word(constant.bits));
      return true;
    }
    case Opcode::capture_ref: set(a, b.CreateLoad(m.word, address_of_capture(instruction.b))); return true;
    case Opcode::load_self:
      set(a, b.CreateAdd(b.CreatePtrToInt(self_, m.word), word(tag_procedure)), Kind::tagged, function_);
      return true;
    default: return false;
  }
}

llvm::Value* FunctionEmitter::address_of_global(uint32_t global) {
  return b.CreateConstInBoundsGEP1_64(m.word, context_field(offsetof(Context, cells), m.pointer), global);
}

llvm::Value* FunctionEmitter::address_of_capture(uint16_t index) {
  return b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), self_, offsetof(Procedure, elements) + index * sizeof(Value));
}

bool FunctionEmitter::emit_variable(Opcode opcode, const Instruction& instruction) {
  uint16_t a = instruction.a;
  auto wide = static_cast<uint32_t>(instruction.wide());
  auto is_defined = [&](uint32_t constant) { return m.request.constants[constant].kind == ConstantFact::defined; };
  auto check = [&](llvm::Value* content, Value absent, const char* raise, llvm::Value* name) {
    llvm::BasicBlock* slow = new_block("absent");
    guard(b.CreateICmpNE(content, word(absent.bits)), slow);
    cold(slow, [&] { fail(call_runtime(raise, {context_, name})); });
  };
  constexpr int64_t content_of_box = in_object(offsetof(Box, content)),
                    content_of_cell = in_object(offsetof(Cell, content));
  switch (opcode) {
    case Opcode::make_box: {
      llvm::Value* content = tagged(instruction.b);
      set(a, allocate(
                 offsetof(Context, objects), sizeof(Box), tag_object,
                 [&](llvm::Value* start) {
                   b.CreateStore(word(make_header(ObjectKind::box)), address_in(start, 0));
                   b.CreateStore(content, address_in(start, offsetof(Box, content)));
                 },
                 [&] { return call_runtime("tc_make_box", {context_, content}); }));
      return true;
    }
    case Opcode::box_ref: {
      llvm::Value* content = field(tagged(instruction.b), content_of_box);
      check(content, v_undefined, "tc_undefined", constant_at(wide));
      set(a, content);
      return true;
    }
    case Opcode::box_set: {
      llvm::Value* box = tagged(a);
      store_field(box, field_address(box, content_of_box), instruction.b);
      return true;
    }
    case Opcode::cell_ref: {
      llvm::Value* cell = constant_at(wide);
      if (is_rare() && !leaf_rest_ && !is_defined(wide)) {
        set(a, call_runtime("tc_cell_ref", {context_, cell}));
        return true;
      }
      llvm::Value* content = field(cell, content_of_cell);
      if (!is_defined(wide)) check(content, v_unbound, "tc_unbound_cell", cell);
      set(a, content);
      return true;
    }
    case Opcode::cell_set:
    case Opcode::cell_define: {
      llvm::Value* cell = constant_at(wide);
      if (opcode == Opcode::cell_set && !is_defined(wide))
        check(field(cell, content_of_cell), v_unbound, "tc_unbound_cell", cell);
      store_field(cell, field_address(cell, content_of_cell), a);
      return true;
    }
    case Opcode::global_ref:
    case Opcode::global_set: {
      llvm::Value* content = b.CreateLoad(m.word, address_of_global(wide));
      check(content, v_unbound, "tc_unbound_global", word(wide));
      if (opcode == Opcode::global_ref) set(a, content);
      else b.CreateStore(tagged(a), address_of_global(wide));
      return true;
    }
    case Opcode::global_define: {
      llvm::Value* value = tagged(a);
      b.CreateStore(value, address_of_global(wide));
      return true;
    }
    default: return false;
  }
}

// --- Data -----------------------------------------------------------------------------------------------------------

bool FunctionEmitter::emit_data(Opcode opcode, const Instruction& instruction) {
  uint16_t a = instruction.a, x = instruction.b;
  switch (opcode) {
    case Opcode::make_closure: emit_make_closure(instruction); return true;
    case Opcode::closure_patch: {
      llvm::Value* closure = tagged(a);
      int64_t offset = static_cast<int64_t>(offsetof(Procedure, elements) + x * sizeof(Value) - tag_procedure);
      store_field(closure, field_address(closure, offset), instruction.c);
      return true;
    }
    case Opcode::cons: emit_cons(instruction); return true;
    case Opcode::car: emit_pair_field(a, x, true, "tc_car"); return true;
    case Opcode::cdr: emit_pair_field(a, x, false, "tc_cdr"); return true;
    case Opcode::cadr: emit_pair_field_of_cdr(a, x, true, "tc_cadr"); return true;
    case Opcode::cddr: emit_pair_field_of_cdr(a, x, false, "tc_cddr"); return true;
    case Opcode::set_car: emit_set_pair_field(instruction, true, "tc_set_car"); return true;
    case Opcode::set_cdr: emit_set_pair_field(instruction, false, "tc_set_cdr"); return true;
    case Opcode::is_eq: set(a, b.CreateICmpEQ(tagged(x), tagged(instruction.c)), Kind::boolean); return true;
    case Opcode::is_eqv: emit_is_eqv(instruction); return true;
    case Opcode::is_pair:
      set(a, slots_[x].kind == Kind::pair ? b.getTrue() : has_tag(tagged(x), tag_pair), Kind::boolean);
      return true;
    case Opcode::is_null:
      set(a, b.CreateICmpEQ(b.CreateAnd(tagged(x), word(~emptiness_bit)), word(v_nil.bits)), Kind::boolean);
      return true;
    case Opcode::not_: set(a, b.CreateNot(truth(x)), Kind::boolean); return true;
    case Opcode::vector_ref: emit_vector_ref(instruction); return true;
    case Opcode::vector_set: emit_vector_set(instruction); return true;
    case Opcode::vector_length: emit_length(instruction, ObjectKind::vector, "tc_vector_length"); return true;
    case Opcode::string_length: emit_length(instruction, ObjectKind::string, "tc_string_length"); return true;
    case Opcode::string_ref: emit_string_ref(instruction); return true;
    case Opcode::bytevector_u8_ref: emit_bytevector_ref(instruction); return true;
    case Opcode::record_ref: emit_record_access(instruction, false); return true;
    case Opcode::record_set: emit_record_access(instruction, true); return true;
    case Opcode::is_record: emit_is_record(instruction); return true;
    default: return false;
  }
}

void FunctionEmitter::emit_make_closure(const Instruction& instruction) {
  auto number = static_cast<uint32_t>(instruction.wide());
  auto captures = static_cast<size_t>(m.request.functions[number].captures);
  llvm::Value* function = word_of_unit(true, number);
  std::vector<llvm::Value*> captured;
  for (size_t i = 0; i < captures; i++) captured.push_back(tagged(static_cast<uint16_t>(instruction.b + i)));
  auto fill_captures = [&](llvm::Value* start) {
    for (size_t i = 0; i < captures; i++)
      b.CreateStore(captured[i], address_in(start, offsetof(Procedure, elements) + i * sizeof(Value)));
  };
  llvm::Value* closure = allocate(
      offsetof(Context, objects), sizeof(Procedure) + captures * sizeof(Value), tag_procedure,
      [&](llvm::Value* start) {
        b.CreateStore(word(make_header(ObjectKind::procedure, captures)), address_in(start, 0));
        b.CreateStore(field(function, in_object(offsetof(Function, entry))),
                      address_in(start, offsetof(Procedure, entry)));
        b.CreateStore(function, address_in(start, offsetof(Procedure, function)));
        fill_captures(start);
      },
      [&] {
        llvm::Value* made = call_runtime("tc_make_closure", {context_, function, word(captures)});
        fill_captures(b.CreateSub(made, word(tag_procedure)));
        return made;
      });
  set(instruction.a, closure, Kind::tagged, number);
}

void FunctionEmitter::emit_cons(const Instruction& instruction) {
  llvm::Value *first = tagged(instruction.b), *second = tagged(instruction.c);
  llvm::Value* pair = allocate(
      offsetof(Context, pairs), sizeof(Pair), tag_pair,
      [&](llvm::Value* start) {
        b.CreateStore(first, address_in(start, offsetof(Pair, car)));
        b.CreateStore(second, address_in(start, offsetof(Pair, cdr)));
      },
      [&] { return call_runtime("tc_cons", {context_, first, second}); });
  set(instruction.a, pair, Kind::pair);
}

void FunctionEmitter::emit_pair_field(uint16_t dst, uint16_t pair, bool first, const char* slow_name) {
  llvm::Value* value = tagged(pair);
  if (is_rare() && !leaf_rest_) return set(dst, call_runtime(slow_name, {context_, value}));
  if (slots_[pair].kind != Kind::pair) {
    llvm::BasicBlock* slow = new_block("no_pair");
    guard(has_tag(value, tag_pair), slow);
    cold(slow, [&] { fail(call_runtime(slow_name, {context_, value})); });
    know(value, Kind::pair);
  }
  set(dst, field(value, in_pair(first ? offsetof(Pair, car) : offsetof(Pair, cdr))));
}

void FunctionEmitter::emit_pair_field_of_cdr(uint16_t dst, uint16_t pair, bool first, const char* slow_name) {
  llvm::Value* value = tagged(pair);
  if (is_rare() && !leaf_rest_) return set(dst, call_runtime(slow_name, {context_, value}));
  llvm::BasicBlock* slow = new_block("no_pair");
  if (slots_[pair].kind != Kind::pair) guard(has_tag(value, tag_pair), slow);
  llvm::Value* rest = field(value, in_pair(offsetof(Pair, cdr)));
  guard(has_tag(rest, tag_pair), slow);
  cold(slow, [&] { fail(call_runtime(slow_name, {context_, value})); });
  know(value, Kind::pair);
  set(dst, field(rest, in_pair(first ? offsetof(Pair, car) : offsetof(Pair, cdr))));
}

// The block of a literal pair has a mark.
void FunctionEmitter::emit_set_pair_field(const Instruction& instruction, bool first, const char* name) {
  llvm::Value* pair = tagged(instruction.a);
  llvm::BasicBlock* slow = new_block("set_pair");
  if (slots_[instruction.a].kind != Kind::pair) guard(has_tag(pair, tag_pair), slow);
  llvm::Value* block = b.CreateAnd(pair, word(block_mask));
  llvm::Value* constant = b.CreateLoad(b.getInt8Ty(), address_in(block, offsetof(Block, constant)));
  guard(b.CreateICmpEQ(constant, b.getInt8(0)), slow);
  cold(slow, [&] { fail(call_runtime(name, {context_, pair, tagged(instruction.b)})); });
  know(pair, Kind::pair);
  store_field(pair, field_address(pair, in_pair(first ? offsetof(Pair, car) : offsetof(Pair, cdr))), instruction.b);
}

// Only two objects with a header can be equal without being the same word.
void FunctionEmitter::emit_is_eqv(const Instruction& instruction) {
  auto is_plain = [&](uint16_t reg) {
    Kind kind = slots_[reg].kind;
    return kind != Kind::tagged && kind != Kind::flonum;
  };
  llvm::Value *x = tagged(instruction.b), *y = tagged(instruction.c), *same = b.CreateICmpEQ(x, y);
  if (is_plain(instruction.b) || is_plain(instruction.c)) return set_test(instruction.a, same);
  if (is_rare()) return set_test(instruction.a, call_runtime("tc_is_eqv", {x, y}, b.getInt1Ty()));
  llvm::BasicBlock *differ = new_block("differ"), *objects = new_block("objects"), *done = new_block("eqv"),
                   *here = b.GetInsertBlock();
  b.CreateCondBr(same, done, differ);
  b.SetInsertPoint(differ);
  b.CreateCondBr(b.CreateAnd(has_tag(x, tag_object), has_tag(y, tag_object)), objects, done);
  b.SetInsertPoint(objects);
  llvm::Value* equal = call_runtime("tc_is_eqv", {x, y}, b.getInt1Ty());
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getInt1Ty(), 3);
  result->addIncoming(b.getTrue(), here);
  result->addIncoming(b.getFalse(), differ);
  result->addIncoming(equal, objects);
  set_test(instruction.a, result);
}

// Of the very type, no record, or a record of another type, which may be of one that descends from this: C++ looks at its
// ancestors, but nearly no type has a parent.  Where the answer decides a jump, one that is yes tells what the register holds.
void FunctionEmitter::emit_is_record(const Instruction& instruction) {
  llvm::Value *object = tagged(instruction.b), *type = tagged(instruction.c);
  if (is_rare())
    return set_test(instruction.a, b.CreateICmpEQ(call_runtime("tc_is_record", {object, type}), word(v_true.bits)));
  llvm::BasicBlock *record = new_block("record"), *other = new_block("other_type"), *derived = new_block("derived");
  llvm::BasicBlock* done = new_block("is_record");
  bool decides = is_jump_on(instruction.a) && slots_[instruction.b].kind == Kind::tagged;
  llvm::BasicBlock *yes = decides ? new_block("is_of_type") : done, *no = decides ? new_block("is_other") : done;
  llvm::Value* is_record = has_kind(instruction.b, ObjectKind::record);
  llvm::BasicBlock* here = b.GetInsertBlock();
  b.CreateCondBr(is_record, record, no);
  b.SetInsertPoint(record);
  llvm::Value* own_type = field(object, in_object(offsetof(Record, type)));
  b.CreateCondBr(b.CreateICmpEQ(own_type, type), yes, other);
  b.SetInsertPoint(other);
  llvm::Value* parent = field(own_type, in_object(offsetof(RecordType, parent)));
  b.CreateCondBr(b.CreateICmpEQ(parent, word(v_false.bits)), no, derived, likely_);
  b.SetInsertPoint(derived);
  llvm::Value* answer = b.CreateICmpEQ(call_runtime("tc_is_record", {object, type}), word(v_true.bits));
  if (decides) {
    b.CreateCondBr(answer, yes, no);
    done->eraseFromParent();
    return jump_on_record(yes, no, object, own_type);
  }
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* result = b.CreatePHI(b.getInt1Ty(), 4);
  result->addIncoming(b.getFalse(), here);
  result->addIncoming(b.getTrue(), record);
  result->addIncoming(b.getFalse(), other);
  result->addIncoming(answer, derived);
  set_test(instruction.a, result);
}

void FunctionEmitter::jump_on_record(llvm::BasicBlock* yes, llvm::BasicBlock* no, llvm::Value* object,
                                     llvm::Value* type) {
  const Instruction& next = code_.instructions[pc_ + 1];
  auto target = static_cast<uint32_t>(int64_t{pc_} + 1 + next.wide());
  bool on_false = static_cast<Opcode>(next.op) == Opcode::jump_if_false;
  std::vector<Slot> saved = slots_;
  int steps = leaf_steps_;
  b.SetInsertPoint(no);
  edge(on_false ? target : pc_ + 2);
  slots_ = std::move(saved);
  leaf_steps_ = steps;
  b.SetInsertPoint(yes);
  know(object, Kind::record, type);
  edge(on_false ? pc_ + 2 : target);
}

void FunctionEmitter::emit_vector_ref(const Instruction& instruction) {
  llvm::Value *vector = tagged(instruction.b), *index = tagged(instruction.c);
  llvm::BasicBlock* slow = new_block("vector_ref");
  llvm::Value* place = word_element(instruction.b, ObjectKind::vector, instruction.c, false, slow);
  cold(slow, [&] { fail(call_runtime("tc_vector_ref", {context_, vector, index})); });
  set(instruction.a, b.CreateLoad(m.word, place));
}

void FunctionEmitter::emit_vector_set(const Instruction& instruction) {
  llvm::Value *vector = tagged(instruction.a), *index = tagged(instruction.b);
  llvm::BasicBlock* slow = new_block("vector_set");
  llvm::Value* place = word_element(instruction.a, ObjectKind::vector, instruction.b, true, slow);
  cold(slow, [&] { fail(call_runtime("tc_vector_set", {context_, vector, index, word(v_unspecified.bits)})); });
  store_field(vector, place, instruction.c);
}

void FunctionEmitter::emit_length(const Instruction& instruction, ObjectKind kind, const char* name) {
  llvm::Value* object = tagged(instruction.b);
  llvm::BasicBlock* slow = new_block("length");
  llvm::Value* header = guard_kind(instruction.b, kind, slow);
  if (name) cold(slow, [&] { fail(call_runtime(name, {context_, object})); });
  else cold_error(slow, instruction);
  set(instruction.a, b.CreateOr(b.CreateShl(length_in(header), word(3)), word(tag_fixnum)), Kind::fixnum);
}

void FunctionEmitter::emit_string_ref(const Instruction& instruction) {
  llvm::Value *string = tagged(instruction.b), *index = tagged(instruction.c);
  llvm::BasicBlock *slow = new_block("string_ref"), *wide = new_block("wide"), *narrow = new_block("narrow"),
                   *done = new_block("char");
  llvm::Value* header = guard_kind(instruction.b, ObjectKind::string, slow);
  llvm::Value* position = position_below(length_in(header), instruction.c, slow);
  cold(slow, [&] { fail(call_runtime("tc_string_ref", {context_, string, index})); });
  llvm::Value* data = field(string, in_object(offsetof(String, data)));
  llvm::Value* bytes = field_address(data, in_object(offsetof(Bytevector, bytes)));
  b.CreateCondBr(b.CreateICmpNE(b.CreateAnd(header, word(string_flag_wide)), word(0)), wide, narrow);
  b.SetInsertPoint(wide);
  llvm::Value* four = b.CreateZExt(b.CreateLoad(b.getInt32Ty(), b.CreateGEP(b.getInt32Ty(), bytes, position)), m.word);
  b.CreateBr(done);
  b.SetInsertPoint(narrow);
  llvm::Value* one = b.CreateZExt(b.CreateLoad(b.getInt8Ty(), b.CreateGEP(b.getInt8Ty(), bytes, position)), m.word);
  b.CreateBr(done);
  b.SetInsertPoint(done);
  llvm::PHINode* scalar = b.CreatePHI(m.word, 2);
  scalar->addIncoming(four, wide);
  scalar->addIncoming(one, narrow);
  set(instruction.a, b.CreateOr(b.CreateShl(scalar, word(8)), word(0x0D)));
}

void FunctionEmitter::emit_bytevector_ref(const Instruction& instruction) {
  llvm::Value *vector = tagged(instruction.b), *index = tagged(instruction.c);
  llvm::BasicBlock* slow = new_block("bytevector_ref");
  llvm::Value* limit = length_in(guard_kind(instruction.b, ObjectKind::bytevector, slow));
  llvm::Value* position = position_below(limit, instruction.c, slow);
  cold(slow, [&] { fail(call_runtime("tc_bytevector_u8_ref", {context_, vector, index})); });
  llvm::Value* bytes = field_address(vector, in_object(offsetof(Bytevector, bytes)));
  llvm::Value* byte = b.CreateZExt(b.CreateLoad(b.getInt8Ty(), b.CreateGEP(b.getInt8Ty(), bytes, position)), m.word);
  set(instruction.a, b.CreateOr(b.CreateShl(byte, word(3)), word(tag_fixnum)), Kind::fixnum);
}

// A record of a type that descends from this one is looked at by C++, which raises for anything else; its first fields are
// those of this type, so that control goes on here.
void FunctionEmitter::emit_record_access(const Instruction& instruction, bool store) {
  llvm::Value* record = tagged(store ? instruction.a : instruction.b);
  llvm::Value* type = tagged(store ? instruction.b : instruction.c);
  uint16_t index = store ? instruction.c : instruction.d;
  auto call = [&] {
    if (!store) return call_runtime("tc_record_ref", {context_, record, type, word(index)});
    return call_runtime("tc_record_set", {context_, record, type, word(index), tagged(instruction.d)});
  };
  if (generic_ || is_rare()) {
    llvm::Value* found = call();
    if (!store) set(instruction.a, found);
    return;
  }
  llvm::BasicBlock *slow = new_block("record"), *is_of_type = new_block("of_type");
  guard_record(store ? instruction.a : instruction.b, type, slow);
  b.CreateBr(is_of_type);
  b.SetInsertPoint(is_of_type);
  cold(slow, [&] {
    call();
    b.CreateBr(is_of_type);
  });
  int64_t offset = in_object(offsetof(Record, elements) + index * sizeof(Value));
  if (store) store_field(record, field_address(record, offset), instruction.d);
  else set(instruction.a, field(record, offset));
}

// --- Primitives -----------------------------------------------------------------------------------------------------

// Inline, or a direct call of the checked function.
bool FunctionEmitter::emit_primitive(const Instruction& instruction) {
  int64_t id = primitive_of(instruction);
  if (id < 0) return false;
  PrimitiveArguments arguments{.first = instruction.b, .second = instruction.c};
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::prim_0: break;
    case Opcode::prim_1: arguments.count = 1; break;
    case Opcode::prim_2: arguments.count = 2; break;
    default:
      arguments.run = true;
      arguments.count = static_cast<Opcode>(instruction.op) == Opcode::prim_3 ? 3 : instruction.c;
  }
  bool may_be_inline = static_cast<Opcode>(instruction.op) != Opcode::prim_0 && !generic_ && !is_rare();
  if (may_be_inline && emit_inline(static_cast<core::Prim>(id), arguments, instruction)) return true;
  Kind kind = is_rare() ? Kind::tagged : kind_of_result(id);
  llvm::Value* result = call_primitive(instruction, kind == Kind::tagged);
  if (kind == Kind::tagged) set(instruction.a, result);
  else set_object(instruction.a, result, kind);
  return true;
}

// The result of a primitive that answers objects of one kind.  What a handler gives back in its place may be anything.
void FunctionEmitter::set_object(uint16_t dst, llvm::Value* result, Kind kind) {
  llvm::BasicBlock* pending = new_block("pending");
  guard(b.CreateICmpNE(result, word(v_pending.bits)), pending);
  cold(pending, [&] {
    set(dst, raise_pending());
    edge(pc_ + 1, true);
  });
  slots_[dst] = {kind, result, -1, has_companion(kind) ? field(result, in_object(0)) : nullptr};
}

// The checked function is known by the name of the primitive.  What is pending after it is raised here, or `raises`: by the
// code of the primitive's procedure, which tests again how many arguments there are, or for those in an array by a function
// of the runtime.  A test here would be two blocks more for LLVM.
llvm::Value* FunctionEmitter::call_primitive(const Instruction& instruction, bool raises) {
  std::vector<llvm::Value*> arguments{context_};
  auto add = [&](int reg) { arguments.push_back(tagged(static_cast<uint16_t>(reg))); };
  bool is_run = false;
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::prim_0: break;
    case Opcode::prim_1: add(instruction.b); break;
    case Opcode::prim_2:
      add(instruction.b);
      add(instruction.c);
      break;
    case Opcode::prim_3:
      for (int i = 0; i < 3; i++) add(instruction.b + i);
      break;
    default:
      arguments.push_back(word(instruction.c));
      arguments.push_back(array_of(instruction.b, instruction.c));
      is_run = true;
      break;
  }
  std::string primitive = primitive_table[primitive_of(instruction)].name, name = "tc_primitive " + primitive;
  if (!raises) return call_runtime(name.c_str(), arguments);
  if (!is_run) {
    size_t count = arguments.size() - 1;
    arguments.insert(arguments.begin() + 1, {llvm::PoisonValue::get(m.pointer), word(count)});
    arguments.resize(m.code_type->getNumParams(), llvm::PoisonValue::get(m.word));
    return call_runtime(("entry " + primitive).c_str(), arguments);
  }
  if (!m.is_for_x86()) return raise_if_pending(call_runtime(name.c_str(), arguments));
  arguments.push_back(m.runtime(name.c_str(), m.word, {m.pointer, m.word, m.pointer}).getCallee());
  auto* call = llvm::cast<llvm::CallInst>(call_runtime("tc_call_n", arguments));
  call->addParamAttr(static_cast<unsigned>(arguments.size() - 1), llvm::Attribute::Nest);
  return call;
}

}  // namespace tiercel::native
