// What the interpreter asks of rooms above it.
#pragma once

#include <cstdint>

#include "object/layouts.h"

#include "object/isolate.h"

namespace tiercel {

// Native code that goes on in a running loop, with the interpreter's registers; answers like a chain of handlers.
using LoopCode = Value (*)(Context*, Procedure* self, Value* registers);

struct InterpreterHooks {
  // The name (a symbol) of ctx->cells[index], for the message of an unbound variable.
  Value (*global_name)(Context* ctx, uint32_t index);
  // `function` has been called or looped as often as its trigger says.  Its native code, a Code, if it has some now; the
  // trigger is set anew.
  Code (*promote)(Context* ctx, Function* function) = nullptr;
  // The same for a running loop whose head is `instruction` of `function`, with what its registers hold now.
  LoopCode (*promote_loop)(Context* ctx, Function* function, int64_t instruction, const Value* registers) = nullptr;
};

// `hooks` must outlive the isolate.
inline void set_interpreter_hooks(Isolate* isolate, InterpreterHooks* hooks) { isolate->hooks[hook_interp] = hooks; }

inline InterpreterHooks* interpreter_hooks(Context* ctx) {
  return static_cast<InterpreterHooks*>(ctx->isolate->hooks[hook_interp]);
}

// The name of a global, or its number where nobody knows.
inline Value global_name(Context* ctx, uint32_t index) {
  auto* hooks = static_cast<InterpreterHooks*>(ctx->isolate->hooks[hook_interp]);
  return hooks ? hooks->global_name(ctx, index) : make_fixnum(index);
}

}  // namespace tiercel
