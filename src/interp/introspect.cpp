// Loaded functions back to their stored form, and the primitives of (tiercel introspect).
#include "interp/introspect.h"

#include "bytecode/disassemble.h"
#include "bytecode/span_table.h"
#include "gen/primitive_bodies.h"
#include "gen/primitives.h"
#include "interp/code_block.h"
#include "interp/dispatch.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

constexpr int shown_depth = 3;  // nesting of quoted data that disassembly shows
constexpr size_t shown_elements = 9;

CodeUnit* unit_of(const Function* function) { return as_code_unit(function->unit); }

Function* function_at(const Vector* functions, int64_t index) { return as_function(functions->elements[index]); }

Name name_of(Value symbol_or_false, NameTable& names) {
  return is_symbol(symbol_or_false) ? names.intern(symbol_utf8(symbol_or_false)) : nullptr;
}

// Turns heap data into Datums of bounded size.  The recursion is bounded by `depth`.
class DatumView {
 public:
  DatumView(Arena& arena, NameTable& names) : arena_(arena), names_(names) {}

  const Datum* datum(Value v, int depth) {
    auto* d = arena_.make<Datum>();
    d->kind = DatumKind::symbol;
    if (is_fixnum(v)) {
      d->kind = DatumKind::fixnum;
      d->fixnum = fixnum_value(v);
    } else if (is_float(v)) {
      d->kind = DatumKind::flonum;
      d->flonum = float_value(v);
    } else if (is_char(v)) {
      d->kind = DatumKind::character;
      d->scalar = char_scalar(v);
    } else if (is_symbol(v)) {
      d->symbol = names_.intern(symbol_utf8(v));
    } else if (is_string(v)) {
      std::string_view text = arena_.copy(string_utf8(v));
      d->kind = DatumKind::string;
      d->string = {text.data(), text.size()};
    } else if (is_pair(v) && depth > 0) {
      list(v, depth, d);
    } else if (is_vector(v) && depth > 0) {
      vector(as_vector(v), depth, d);
    } else {
      other(v, d);
    }
    return d;
  }

 private:
  void list(Value v, int depth, Datum* d) {
    for (size_t shown = 0;; shown++) {
      auto* rest = arena_.make<Datum>();
      d->kind = DatumKind::pair;
      d->pair = {datum(as_pair(v)->car, depth - 1), rest};
      v = as_pair(v)->cdr;
      if (!is_pair(v) || shown == shown_elements) {
        d->pair.second = is_pair(v) ? datum(v, 0) : datum(v, depth - 1);
        return;
      }
      d = rest;
    }
  }

  void vector(const Vector* v, int depth, Datum* d) {
    auto length = static_cast<size_t>(vector_length(v));
    auto elements = arena_.array<const Datum*>(length < shown_elements ? length : shown_elements);
    for (size_t i = 0; i < elements.size(); i++) elements[i] = datum(v->elements[i], depth - 1);
    d->kind = DatumKind::vector;
    d->vector = {elements.data(), elements.size()};
  }

  void other(Value v, Datum* d) {
    struct {
      Value value;
      DatumKind kind;
    } const constants[] = {{v_empty, DatumKind::empty},      {v_nil, DatumKind::nil},
                           {v_true, DatumKind::true_},       {v_false, DatumKind::false_},
                           {v_eof, DatumKind::eof},          {v_unspecified, DatumKind::unspecified},
                           {v_default, DatumKind::default_}, {v_undefined, DatumKind::undefined}};
    for (auto& constant : constants) {
      if (v == constant.value) return void(d->kind = constant.kind);
    }
    std::string text = "#<pair>";
    if (is_procedure(v)) text = "#<procedure>";
    if (is_object(v)) text = std::string("#<") + layout_of(object_kind(v)).name + ">";
    d->symbol = names_.intern(text);
  }

  Arena& arena_;
  NameTable& names_;
};

bytecode::Constant constant_view(Value v, const CodeUnit* unit, DatumView& view, NameTable& names) {
  bytecode::Constant constant;
  if (is_cell(v)) {
    constant.kind = bytecode::ConstantKind::cell;
    constant.name = name_of(as_cell(v)->name, names);
    return constant;
  }
  if (is_procedure(v)) {
    const Function* function = function_of(as_procedure(v));
    if (function->primitive >= 0) {
      constant.kind = bytecode::ConstantKind::primitive;
      constant.primitive = static_cast<uint16_t>(function->primitive);
      return constant;
    }
    if (function->unit == value_of(unit)) {
      constant.kind = bytecode::ConstantKind::closure;
      constant.function = static_cast<uint32_t>(function->index);
      return constant;
    }
  }
  constant.datum = view.datum(v, shown_depth);
  return constant;
}

}  // namespace

void add_clauses(const Function* function, bytecode::FunctionCode& code) {
  if (function->arity >= 0) {
    code.clauses.push_back({static_cast<uint16_t>(function->arity >> 1), (function->arity & 1) != 0, 0});
    return;
  }
  const Vector* triples = as_vector(function->clauses);
  for (int64_t i = 0; i < vector_length(triples); i += 3) {
    const Value* triple = triples->elements + i;
    code.clauses.push_back({static_cast<uint16_t>(fixnum_value(triple[0])), fixnum_value(triple[1]) != 0,
                            static_cast<uint32_t>(fixnum_value(triple[2]))});
  }
}

int64_t instruction_count(const Function* function) {
  const Vector* functions = as_vector(unit_of(function)->functions);
  bool is_last = function->index + 1 == vector_length(functions);
  const Instruction* end = is_last ? end_of_instructions(as_code_block(function->code_block))
                                   : function_at(functions, function->index + 1)->code;
  return end - function->code;
}

bytecode::Unit stored_unit(Function* function, NameTable& names) {
  bytecode::Unit stored;
  stored.arena = std::make_unique<Arena>();
  CodeUnit* unit = unit_of(function);
  stored.name = is_string(unit->name) ? string_utf8(unit->name) : "";
  const Vector* functions = as_vector(unit->functions);
  for (int64_t i = 0; i < vector_length(functions); i++) {
    const Function* other = function_at(functions, i);
    bytecode::FunctionCode& code = stored.functions.emplace_back();
    code.name = name_of(other->name, names);
    code.captures = static_cast<uint16_t>(other->captures);
    code.frame_size = static_cast<uint16_t>(other->frame_size);
    add_clauses(other, code);
  }
  const Vector* constants = as_vector(function->constants);
  DatumView view(*stored.arena, names);
  for (int64_t i = 0; i < vector_length(constants); i++)
    stored.constants.push_back(constant_view(constants->elements[i], unit, view, names));
  auto& instructions = stored.functions[static_cast<size_t>(function->index)].instructions;
  for (int64_t pc = 0, end = instruction_count(function); pc < end; pc++)
    instructions.push_back(unthread_instruction(function->code + pc, {constants->elements, functions->elements}));
  return stored;
}

std::string bytecode_text(Function* function) {
  NameTable names;
  bytecode::Unit unit = stored_unit(function, names);
  return bytecode::disassemble(unit, static_cast<uint32_t>(function->index));
}

// --- The primitives -------------------------------------------------------------------------------------------------

namespace {

const PrimitiveInfo* primitive_of(const Function* function) {
  return function->primitive >= 0 ? &primitive_table[function->primitive] : nullptr;
}

// Was compiled from Scheme; what has no unit is a primitive.
bool is_compiled(const Function* function) { return is_code_unit(function->unit); }

// What the unit keeps for `function` in one of its vectors by function number, or #f.
Value kept_in_unit(const Function* function, Value CodeUnit::* field) {
  if (!is_compiled(function)) return v_false;
  Value by_function = unit_of(function)->*field;
  return is_vector(by_function) ? as_vector(by_function)->elements[function->index] : v_false;
}

Value arity_pair(Context* ctx, int64_t required, bool more) { return cons(ctx, make_fixnum(required), boolean(more)); }

}  // namespace

Value prim_fn_name(Context* ctx, Value procedure) {
  const Function* function = function_of(as_procedure(procedure));
  if (const PrimitiveInfo* primitive = primitive_of(function)) return intern(ctx, primitive->name);
  return function->name;
}

Value prim_fn_arity(Context* ctx, Value procedure) {
  const Function* function = function_of(as_procedure(procedure));
  if (const PrimitiveInfo* primitive = primitive_of(function)) {
    bool more = primitive->max_arguments != primitive->min_arguments;
    return cons(ctx, arity_pair(ctx, primitive->min_arguments, more), v_empty);
  }
  if (function->arity >= 0) return cons(ctx, arity_pair(ctx, function->arity >> 1, function->arity & 1), v_empty);
  Value list = v_empty;
  if (!is_vector(function->clauses)) return list;
  const Vector* triples = as_vector(function->clauses);
  for (int64_t i = vector_length(triples) - 3; i >= 0; i -= 3) {
    Value required = triples->elements[i], rest = triples->elements[i + 1];
    list = cons(ctx, arity_pair(ctx, fixnum_value(required), fixnum_value(rest) != 0), list);
  }
  return list;
}

Value prim_fn_tier(Context* ctx, Value procedure) {
  const Function* function = function_of(as_procedure(procedure));
  if (!is_compiled(function)) return intern(ctx, "primitive");
  return intern(ctx, function->tier == 1 ? "interpreter" : "native");
}

Value prim_fn_calls(Context*, Value procedure) {
  return make_fixnum(static_cast<int64_t>(function_of(as_procedure(procedure))->calls));
}

Value prim_fn_loops(Context*, Value procedure) {
  return make_fixnum(static_cast<int64_t>(function_of(as_procedure(procedure))->loops));
}

Value prim_fn_captures(Context* ctx, Value procedure) {
  const Procedure* closure = as_procedure(procedure);
  if (!is_compiled(function_of(closure))) return v_empty;  // what a native procedure captures is its own affair
  Value list = v_empty;
  for (int64_t i = capture_count(closure) - 1; i >= 0; i--) list = cons(ctx, closure->elements[i], list);
  return list;
}

Value prim_fn_capture_names(Context* ctx, Value procedure) {
  Value names = kept_in_unit(function_of(as_procedure(procedure)), &CodeUnit::capture_names);
  Value list = v_empty;
  if (!is_vector(names)) return list;
  for (int64_t i = vector_length(as_vector(names)) - 1; i >= 0; i--)
    list = cons(ctx, as_vector(names)->elements[i], list);
  return list;
}

Value prim_fn_documentation(Context* ctx, Value procedure) {
  const Function* function = function_of(as_procedure(procedure));
  if (const PrimitiveInfo* primitive = primitive_of(function))
    return make_immutable_string(ctx, primitive->documentation);
  return kept_in_unit(function, &CodeUnit::documentation);
}

Value prim_fn_source(Context* ctx, Value procedure) {
  const Function* function = function_of(as_procedure(procedure));
  if (!is_compiled(function) || !is_bytevector(unit_of(function)->spans)) return v_false;
  const Bytevector* table = as_bytevector(unit_of(function)->spans);
  auto index = static_cast<uint32_t>(function->index);
  Span span = bytecode::find_function_span({table->bytes, static_cast<size_t>(bytevector_length(table))}, index);
  if (!span.known()) return v_false;
  Value offsets = cons(ctx, make_fixnum(span.begin), cons(ctx, make_fixnum(span.end), v_empty));
  return cons(ctx, unit_of(function)->name, offsets);
}

Value prim_fn_bytecode(Context* ctx, Value procedure) {
  Function* function = function_of(as_procedure(procedure));
  // Programs that were built have machine code alone.
  return function->code ? make_string_utf8(ctx, bytecode_text(function)) : v_false;
}

}  // namespace tiercel
