// The loader of tier 1: what UnitLoader makes, and instructions with the addresses of their handlers.
#include "interp/load.h"

#include "interp/callee.h"
#include "interp/code_block.h"
#include "interp/dispatch.h"
#include "interp/entry.h"
#include "interp/frame_map.h"
#include "interp/unit_loader.h"
#include "object/allocate.h"

namespace tiercel {

namespace {

using bytecode::FunctionCode;

class ThreadingLoader final : public UnitLoader {
 public:
  using UnitLoader::UnitLoader;

 private:
  bool allocate_code() override {
    size_t instructions = 0;
    for (const FunctionCode& code : unit_.functions) instructions += code.instructions.size();
    size_t code_bytes = code_block_bytes(instructions);
    code_block_ = nonmoving<CodeBlock>(ObjectKind::code_block, code_bytes, code_bytes);
    return code_block_ != nullptr;
  }

  Value code_block() const override { return value_of(code_block_); }

  Code entry_of(const FunctionCode& code) const override { return entry_for(shape_of(code)); }

  void make_code() override {
    Instruction* next = first_instruction(code_block_);
    for (uint32_t i = 0; i < unit_.functions.size(); i++) next = thread_function(i, next);
  }

  Instruction* thread_function(uint32_t index, Instruction* loaded) {
    const FunctionCode& code = unit_.functions[index];
    as_function(functions_->elements[index])->code = loaded;
    EntryShape shape = shape_of(code);
    bool consair = ctx_->isolate->dialect == Dialect::consair;
    for (const Instruction& stored : code.instructions) {
      *loaded = stored;
      thread_instruction(*loaded, loaded, {constants_->elements, functions_->elements}, shape);
      if (consair) use_consair(*loaded);
      loaded++;
    }
    return loaded;
  }

  CodeBlock* code_block_ = nullptr;
};

}  // namespace

Value load_unit(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, LinkedUnit linked) {
  ctx->isolate->callee_register = callee_register;
  ctx->isolate->called_function = called_function;
  if (!ctx->isolate->frame_map) ctx->isolate->frame_map = std::make_unique<InterpreterFrameMap>();
  return ThreadingLoader(ctx, unit, resolver, linked).load();
}

}  // namespace tiercel
