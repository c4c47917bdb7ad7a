// The arguments of one call, wherever the convention put them: three registers, then ctx->args, then a list.
#pragma once

#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// Valid until the first call, allocation poll or other use of ctx->args.
struct IncomingArguments {
  Context* ctx;
  int64_t count;
  Value registers[register_arguments];

  // Stores arguments [0, wanted) at `target`.  wanted <= count.
  void copy_first(Value* target, int64_t wanted) const;

  // A new list of the arguments from `first` on.  Allocates, never collects.
  Value list_from(int64_t first) const;

 private:
  static constexpr int64_t outside_list = register_arguments + argument_slots;
  Value before_list(int64_t index) const {
    return index < register_arguments ? registers[index] : ctx->args[index - register_arguments];
  }
};

// Puts argv[3..argc) where the convention wants them.  Allocates beyond 67 arguments, never collects.
[[gnu::visibility("hidden")]] void place_extra_arguments(Context* ctx, int64_t argc, const Value* argv);

// Leaves `count` values, not one, where the receiver finds them; answers v_multiple.  Allocates beyond what the context
// holds, never collects.
[[gnu::visibility("hidden")]] Value return_values(Context* ctx, int64_t count, const Value* values);

}  // namespace tiercel
