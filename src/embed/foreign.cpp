// Pointers of the embedding program as values, and what happens to them when nothing refers to them any longer.
#include <cstring>

#include "embed/embed.h"
#include "object/allocate.h"
#include "object/types.h"

using namespace tiercel;

namespace tiercel {

void ForeignTable::forget(const std::function<bool(Value)>& is_dead) {
  size_t kept = 0;
  for (Value object : objects_) {
    const Foreign* foreign = as_foreign(object);
    if (is_dead(object)) reinterpret_cast<void (*)(void*)>(foreign->release)(foreign->pointer);
    else objects_[kept++] = object;
  }
  objects_.resize(kept);
}

}  // namespace tiercel

tc_status tc_foreign(tc_isolate* isolate, void* pointer, const char* type, void (*release)(void*), tc_value* value) {
  if (!isolate || !type || !value) return TC_MISUSE;
  Context* ctx = isolate->context();
  auto* foreign = static_cast<Foreign*>(allocate_nonmoving(ctx, sizeof(Foreign)));
  foreign->header = make_header(ObjectKind::foreign);
  foreign->type = v_false;  // a symbol never moves, but making it may
  foreign->pointer = pointer;
  foreign->release = reinterpret_cast<void*>(release);
  foreign->type = intern(ctx, type);
  if (release) isolate->foreign.add(value_of(foreign));
  *value = outside(value_of(foreign));
  return TC_OK;
}

int tc_to_foreign(tc_value value, const char* type, void** pointer) {
  Value v = inside(value);
  if (!type || !pointer || !is_kind(v, ObjectKind::foreign) || symbol_utf8(as_foreign(v)->type) != type) return 0;
  *pointer = as_foreign(v)->pointer;
  return 1;
}
