// Raising from C++: make a condition, leave it in the context, return the reserved word.  Whoever called the primitive
// then calls Scheme's `raise`, in the context of the call.  Messages are formatted when somebody wants to read them: a
// symbol among the irritants stands for its bare text (what a procedure is called, what was expected), everything else
// appears as `write` shows it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gen/errors.h"
#include "gen/primitives.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// A condition with the row's template as its message and `irritants` for {0}, {1}, ...
Value make_condition(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants);
Value make_condition_list(Context* ctx, ErrorCode code, Value irritants);

// Leaves the condition pending and returns v_pending.
[[nodiscard]] Value raise_error(Context* ctx, ErrorCode code, std::initializer_list<Value> irritants);
[[nodiscard]] Value raise_condition(Context* ctx, Value condition);
// A condition whose message is `text` itself: what the front has found out is already a sentence.
[[nodiscard]] Value raise_message(Context* ctx, ErrorCode code, std::string_view text);

// T3001: argument `argument` (from 0) of `prim` has the wrong type.
[[nodiscard]] Value raise_type_error(Context* ctx, core::Prim prim, int argument, Value found);
// The same from code without a row: expected is a phrase such as "a procedure".
[[nodiscard]] Value raise_wrong_type(Context* ctx, const char* who, const char* expected, int argument, Value found);

// T3004: `procedure` was called with `argc` arguments.
[[nodiscard]] Value raise_arity_error(Context* ctx, Value procedure, int64_t argc);
[[nodiscard]] Value raise_arity_error(Context* ctx, core::Prim prim, int64_t argc);

// T3009: `found` values came where `expected` were wanted, or at least so many.
[[nodiscard]] Value raise_values_error(Context* ctx, int64_t expected, bool at_least, int64_t found);

// What a procedure accepts, one entry for each clause, and how messages say it: "2 arguments", "at least 1 argument",
// "1, 2 or at least 4 arguments"; at_most < 0: any number.
struct ClauseArity {
  int64_t required;
  bool rest;
};
std::vector<ClauseArity> arity_of(const Function* function);  // not of a primitive
std::string arity_text(const std::vector<ClauseArity>& clauses);
std::string arity_text(int64_t at_least, int64_t at_most);

// T3005 and T4002.
[[nodiscard]] Value raise_index_error(Context* ctx, core::Prim prim, Value index, int64_t length);
[[nodiscard]] Value raise_out_of_memory(Context* ctx);

}  // namespace tiercel
