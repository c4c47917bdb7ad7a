// Constants, then functions, then what is said about them; what runs them is the affair of who derives from this.
#include "interp/unit_loader.h"

#include <cstring>

#include "bytecode/span_table.h"
#include "interp/entry.h"
#include "object/allocate.h"
#include "object/errors.h"

namespace tiercel {

using bytecode::ConstantKind;
using bytecode::FunctionCode;

Value UnitLoader::load() {
  if (!allocate_objects())
    return raise_error(ctx_, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx_->heap->limit()))});
  for (uint32_t i = 0; i < unit_.functions.size(); i++) make_function(i);
  if (linked_.number >= 0) use_linked_code();
  for (uint32_t i = 0; i < unit_.constants.size(); i++) {
    Value made = constant(unit_.constants[i]);
    if (made == v_pending) return made;
    constants_->elements[i] = made;
  }
  make_code();
  return fill_code_unit() ? static_closure(0) : v_pending;
}

Vector* UnitLoader::nonmoving_vector(size_t length) {
  auto* vector = nonmoving<Vector>(ObjectKind::vector, length, length * sizeof(Value));
  for (size_t i = 0; vector && i < length; i++) vector->elements[i] = v_false;
  return vector;
}

// What may be large.  Functions are small: allocating them does not fail.
bool UnitLoader::allocate_objects() {
  if (!allocate_code()) return false;
  constants_ = nonmoving_vector(unit_.constants.size());
  functions_ = nonmoving_vector(unit_.functions.size());
  code_unit_ = nonmoving<CodeUnit>(ObjectKind::code_unit);
  return constants_ && functions_ && code_unit_;
}

Value UnitLoader::symbol_or_false(Name name) { return name ? intern(ctx_, name->text) : v_false; }

// Everything but `code`.
void UnitLoader::make_function(uint32_t index) {
  const FunctionCode& code = unit_.functions[index];
  EntryShape shape = shape_of(code);
  auto* function = nonmoving<Function>(ObjectKind::function);
  functions_->elements[index] = value_of(function);
  function->entry = entry_of(code);
  function->code_block = code_block();
  function->constants = value_of(constants_);
  function->name = symbol_or_false(code.name);
  function->unit = value_of(code_unit_);
  function->arity = shape.arity;
  function->frame_size = shape.frame_size;
  function->clauses = shape.arity < 0 ? clauses(code) : v_false;
  function->captures = code.captures;
  function->primitive = -1;
  function->tier = 1;
  function->index = index;
  function->trigger = ctx_->isolate->promotion_trigger;
  function->loop_trigger = ctx_->isolate->loop_promotion_trigger;
}

// Before any closure copies an entry.
void UnitLoader::use_linked_code() {
  Isolate* isolate = ctx_->isolate;
  auto number = static_cast<size_t>(linked_.number);
  for (uint32_t i = 0; linked_.code && i < unit_.functions.size(); i++) {
    Code native = linked_entry(*linked_.code, i);
    if (!native) continue;
    Function* function = as_function(functions_->elements[i]);
    function->native_entry = function->entry = native;
    function->tier = 2;
    function->trigger = 0;
  }
  isolate->libraries[number] = {constants_->elements, functions_->elements};
  isolate->library_code[number] = linked_.code;
  make_handle(isolate, value_of(constants_));
  make_handle(isolate, value_of(functions_));
}

Value UnitLoader::clauses(const FunctionCode& code) {
  Value triples = make_vector(ctx_, static_cast<int64_t>(code.clauses.size()) * 3, v_false);
  Value* next = as_vector(triples)->elements;
  for (const bytecode::Clause& clause : code.clauses) {
    *next++ = make_fixnum(clause.required);
    *next++ = make_fixnum(clause.rest);
    *next++ = make_fixnum(clause.first);
  }
  return triples;
}

Value UnitLoader::constant(const bytecode::Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::datum: return materializer_.value(constant.datum);
    case ConstantKind::cell: return resolver_.cell(ctx_, constant.handle, constant.name);
    case ConstantKind::primitive: return ctx_->isolate->primitives[constant.primitive];
    case ConstantKind::closure: return static_closure(constant.function);
  }
  return v_false;
}

Value UnitLoader::static_closure(uint32_t index) {
  auto* closure = nonmoving<Procedure>(ObjectKind::procedure);
  closure->function = functions_->elements[index];
  closure->entry = as_function(closure->function)->entry;
  return value_of(closure);
}

// A vector by function number, or #f if no function has anything to put there.
template <class Has, class Make>
Value UnitLoader::by_function(Has has, Make make) {
  bool any = false;
  for (const FunctionCode& code : unit_.functions) any = any || has(code);
  if (!any) return v_false;
  Value vector = make_vector(ctx_, static_cast<int64_t>(unit_.functions.size()), v_false);
  if (vector == v_pending) return ctx_->pending = v_false;  // the program can do without
  for (size_t i = 0; i < unit_.functions.size(); i++) {
    if (has(unit_.functions[i])) as_vector(vector)->elements[i] = make(unit_.functions[i]);
  }
  return vector;
}

Value UnitLoader::names_vector(const std::vector<Name>& names) {
  Value vector = make_vector(ctx_, static_cast<int64_t>(names.size()), v_false);
  for (size_t i = 0; i < names.size(); i++) as_vector(vector)->elements[i] = symbol_or_false(names[i]);
  return vector;
}

// False if the table of spans is too large for the heap; the condition is pending.
bool UnitLoader::fill_code_unit() {
  std::vector<uint8_t> made;
  std::span<const uint8_t> spans = linked_.spans;
  if (spans.empty()) spans = made = bytecode::encode_spans(unit_);
  Value span_bytes = make_bytevector(ctx_, static_cast<int64_t>(spans.size()));
  if (span_bytes == v_pending) return false;
  std::memcpy(as_bytevector(span_bytes)->bytes, spans.data(), spans.size());
  code_unit_->functions = value_of(functions_);
  code_unit_->name = make_string_utf8(ctx_, unit_.name);
  code_unit_->source = v_false;
  code_unit_->spans = span_bytes;
  code_unit_->documentation =
      by_function([](const FunctionCode& code) { return !code.documentation.empty(); },
                  [&](const FunctionCode& code) { return make_string_utf8(ctx_, code.documentation); });
  code_unit_->capture_names = by_function([](const FunctionCode& code) { return !code.capture_names.empty(); },
                                          [&](const FunctionCode& code) { return names_vector(code.capture_names); });
  return true;
}

}  // namespace tiercel
