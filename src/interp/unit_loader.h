// What loading a unit comes to whichever tier runs it: the unit's functions, constants and descriptions as heap objects.
//
// Where a function's entry and its code come from is said by two kinds of loader: interp/load.h threads instructions,
// program/ has machine code that was linked in and no interpreter at all.  So nothing here may mention the interpreter's
// handlers.
#pragma once

#include <span>
#include <vector>

#include "bytecode/unit.h"
#include "interp/load.h"
#include "interp/materialize.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/layouts.h"

namespace tiercel {

class UnitLoader {
 public:
  UnitLoader(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, LinkedUnit linked)
      : ctx_(ctx), unit_(unit), linked_(linked), resolver_(resolver), materializer_(ctx, resolver) {}

  Value load();

 protected:
  ~UnitLoader() = default;
  template <class Object>
  Object* nonmoving(ObjectKind kind, uint64_t length = 0, size_t tail_bytes = 0);

  // Room for instructions, if there are to be any: false if memory does not suffice.
  virtual bool allocate_code() = 0;
  virtual Value code_block() const = 0;
  // What runs a function that has no machine code.
  virtual Code entry_of(const bytecode::FunctionCode& code) const = 0;
  // After all objects exist.
  virtual void make_code() = 0;

  Context* ctx_;
  const bytecode::Unit& unit_;
  LinkedUnit linked_;
  Vector* constants_ = nullptr;
  Vector* functions_ = nullptr;

 private:
  Vector* nonmoving_vector(size_t length);
  bool allocate_objects();
  Value symbol_or_false(Name name);
  void make_function(uint32_t index);
  void use_linked_code();
  Value clauses(const bytecode::FunctionCode& code);
  Value constant(const bytecode::Constant& constant);
  Value static_closure(uint32_t index);
  template <class Has, class Make>
  Value by_function(Has has, Make make);
  Value names_vector(const std::vector<Name>& names);
  bool fill_code_unit();

  CellResolver& resolver_;
  Materializer materializer_;
  CodeUnit* code_unit_ = nullptr;
};

template <class Object>
Object* UnitLoader::nonmoving(ObjectKind kind, uint64_t length, size_t tail_bytes) {
  size_t bytes = round_to_granules(sizeof(Object) + tail_bytes);
  void* memory = allocate_nonmoving(ctx_, bytes);
  if (!memory) return nullptr;
  auto* object = static_cast<Object*>(memory);
  object->header = make_header(kind, length);
  return object;
}

}  // namespace tiercel
