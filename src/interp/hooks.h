// What the interpreter asks of rooms above it.
#pragma once

#include <cstdint>

#include "object/isolate.h"

namespace tiercel {

struct InterpreterHooks {
  // The name (a symbol) of ctx->cells[index], for the message of an unbound variable.
  Value (*global_name)(Context* ctx, uint32_t index);
};

// `hooks` must outlive the isolate.
inline void set_interpreter_hooks(Isolate* isolate, InterpreterHooks* hooks) { isolate->hooks[hook_interp] = hooks; }

// The name of a global, or its number where nobody knows.
inline Value global_name(Context* ctx, uint32_t index) {
  auto* hooks = static_cast<InterpreterHooks*>(ctx->isolate->hooks[hook_interp]);
  return hooks ? hooks->global_name(ctx, index) : make_fixnum(index);
}

}  // namespace tiercel
