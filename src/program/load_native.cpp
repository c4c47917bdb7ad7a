// The loader of programs that are machine code from end to end.
#include "bytecode/serialize.h"
#include "interp/unit_loader.h"
#include "program/load.h"

namespace tiercel {

namespace {

class NativeLoader final : public UnitLoader {
 public:
  using UnitLoader::UnitLoader;

 private:
  bool allocate_code() override { return true; }
  Value code_block() const override { return v_false; }
  Code entry_of(const bytecode::FunctionCode&) const override { return nullptr; }
  void make_code() override {}
};

constexpr uint64_t layout_version = 5;  // of ProgramData

}  // namespace

uint64_t program_version() { return bytecode::table_version() * 31 + layout_version; }

std::unique_ptr<bytecode::Unit> stored_unit(const ProgramData& program, NameTable& names) {
  bytecode::ValidateOptions options;
  options.without_instructions = program.load == tiercel_load_native;
  std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t*>(program.unit.bytes), program.unit.size);
  return bytecode::deserialize(bytes, names, options).unit;
}

Value tiercel_load_native(Context* ctx, const ProgramData* program) {
  NameTable names;
  std::unique_ptr<bytecode::Unit> unit = stored_unit(*program, names);
  if (!unit) return v_false;
  NoCells resolver;
  return NativeLoader(ctx, *unit, resolver, linked_unit(*program)).load();
}

}  // namespace tiercel
