// The loader: constants, then functions, then instructions, each where it will stay.
#include "interp/load.h"

#include <cstring>

#include "bytecode/span_table.h"
#include "control/library_code.h"
#include "interp/code_block.h"
#include "interp/callee.h"
#include "interp/dispatch.h"
#include "interp/entry.h"
#include "interp/frame_map.h"
#include "interp/materialize.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/layouts.h"

namespace tiercel {

namespace {

using bytecode::ConstantKind;
using bytecode::FunctionCode;

EntryShape shape_of(const FunctionCode& code) {
  if (code.clauses.size() != 1) return {-1, code.frame_size};
  const bytecode::Clause& only = code.clauses[0];
  bool begins_at_start = only.first == 0;  // a lone clause that does not is treated like one of several
  return {begins_at_start ? int64_t{only.required} << 1 | only.rest : -1, code.frame_size};
}

class Loader {
 public:
  Loader(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, int64_t library)
      : ctx_(ctx),
        unit_(unit),
        resolver_(resolver),
        library_(library),
        materializer_(ctx, resolver),
        consair_(ctx->isolate->dialect == Dialect::consair) {}

  Value load() {
    if (!allocate_objects())
      return raise_error(ctx_, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx_->heap->limit()))});
    for (uint32_t i = 0; i < unit_.functions.size(); i++) make_function(i);
    if (library_ >= 0) use_library_code();
    for (uint32_t i = 0; i < unit_.constants.size(); i++) {
      Value made = constant(unit_.constants[i]);
      if (made == v_pending) return made;
      constants_->elements[i] = made;
    }
    Instruction* next = first_instruction(code_block_);
    for (uint32_t i = 0; i < unit_.functions.size(); i++) next = thread_function(i, next);
    return fill_code_unit() ? static_closure(0) : v_pending;
  }

 private:
  template <class Object>
  Object* nonmoving(ObjectKind kind, uint64_t length = 0, size_t tail_bytes = 0) {
    size_t bytes = round_to_granules(sizeof(Object) + tail_bytes);
    void* memory = allocate_nonmoving(ctx_, bytes);
    if (!memory) return nullptr;
    auto* object = static_cast<Object*>(memory);
    object->header = make_header(kind, length);
    return object;
  }

  Vector* nonmoving_vector(size_t length) {
    auto* vector = nonmoving<Vector>(ObjectKind::vector, length, length * sizeof(Value));
    for (size_t i = 0; vector && i < length; i++) vector->elements[i] = v_false;
    return vector;
  }

  // What may be large.  Functions are small: allocating them does not fail.
  bool allocate_objects() {
    size_t instructions = 0;
    for (const FunctionCode& code : unit_.functions) instructions += code.instructions.size();
    size_t code_bytes = code_block_bytes(instructions);
    code_block_ = nonmoving<CodeBlock>(ObjectKind::code_block, code_bytes, code_bytes);
    constants_ = nonmoving_vector(unit_.constants.size());
    functions_ = nonmoving_vector(unit_.functions.size());
    code_unit_ = nonmoving<CodeUnit>(ObjectKind::code_unit);
    return code_block_ && constants_ && functions_ && code_unit_;
  }

  Value symbol_or_false(Name name) { return name ? intern(ctx_, name->text) : v_false; }

  // Everything but `code`.
  void make_function(uint32_t index) {
    const FunctionCode& code = unit_.functions[index];
    EntryShape shape = shape_of(code);
    auto* function = nonmoving<Function>(ObjectKind::function);
    functions_->elements[index] = value_of(function);
    function->entry = entry_for(shape);
    function->code_block = value_of(code_block_);
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
  void use_library_code() {
    Isolate* isolate = ctx_->isolate;
    auto library = static_cast<size_t>(library_);
    for (uint32_t i = 0; i < unit_.functions.size(); i++) {
      Code native = library_entry(library, i);
      if (!native) continue;
      Function* function = as_function(functions_->elements[i]);
      function->native_entry = function->entry = native;
      function->tier = 2;
      function->trigger = 0;
    }
    isolate->libraries[library] = {constants_->elements, functions_->elements};
    make_handle(isolate, value_of(constants_));
    make_handle(isolate, value_of(functions_));
  }

  Value clauses(const FunctionCode& code) {
    Value triples = make_vector(ctx_, static_cast<int64_t>(code.clauses.size()) * 3, v_false);
    Value* next = as_vector(triples)->elements;
    for (const bytecode::Clause& clause : code.clauses) {
      *next++ = make_fixnum(clause.required);
      *next++ = make_fixnum(clause.rest);
      *next++ = make_fixnum(clause.first);
    }
    return triples;
  }

  Value constant(const bytecode::Constant& constant) {
    switch (constant.kind) {
      case ConstantKind::datum: return materializer_.value(constant.datum);
      case ConstantKind::cell: return resolver_.cell(ctx_, constant.handle, constant.name);
      case ConstantKind::primitive: return ctx_->isolate->primitives[constant.primitive];
      case ConstantKind::closure: return static_closure(constant.function);
    }
    return v_false;
  }

  Value static_closure(uint32_t index) {
    auto* closure = nonmoving<Procedure>(ObjectKind::procedure);
    closure->function = functions_->elements[index];
    closure->entry = as_function(closure->function)->entry;
    return value_of(closure);
  }

  Instruction* thread_function(uint32_t index, Instruction* loaded) {
    const FunctionCode& code = unit_.functions[index];
    as_function(functions_->elements[index])->code = loaded;
    EntryShape shape = shape_of(code);
    for (const Instruction& stored : code.instructions) {
      *loaded = stored;
      thread_instruction(*loaded, loaded, {constants_->elements, functions_->elements}, shape);
      if (consair_) use_consair(*loaded);
      loaded++;
    }
    return loaded;
  }

  // A vector by function number, or #f if no function has anything to put there.
  template <class Has, class Make>
  Value by_function(Has has, Make make) {
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

  Value names_vector(const std::vector<Name>& names) {
    Value vector = make_vector(ctx_, static_cast<int64_t>(names.size()), v_false);
    for (size_t i = 0; i < names.size(); i++) as_vector(vector)->elements[i] = symbol_or_false(names[i]);
    return vector;
  }

  // False if the table of spans is too large for the heap; the condition is pending.
  bool fill_code_unit() {
    std::vector<uint8_t> spans = bytecode::encode_spans(unit_);
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

  Context* ctx_;
  const bytecode::Unit& unit_;
  CellResolver& resolver_;
  int64_t library_;
  Materializer materializer_;
  bool consair_;
  CodeBlock* code_block_ = nullptr;
  Vector* constants_ = nullptr;
  Vector* functions_ = nullptr;
  CodeUnit* code_unit_ = nullptr;
};

}  // namespace

Value load_unit(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, int64_t library) {
  ctx->isolate->callee_register = callee_register;
  ctx->isolate->called_function = called_function;
  if (!ctx->isolate->frame_map) ctx->isolate->frame_map = std::make_unique<InterpreterFrameMap>();
  return Loader(ctx, unit, resolver, library).load();
}

}  // namespace tiercel
