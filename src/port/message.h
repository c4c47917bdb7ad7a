// What a condition says, as text.
#pragma once

#include <string>

#include "base/dialect.h"
#include "object/layouts.h"

namespace tiercel {

// The message alone: what was given to `error`, what the reader said, or the row's template with its irritants.
// Irritants appear as `write` shows them, each bounded; a symbol in a template stands for its bare text.
std::string condition_message(const Condition* condition, Dialect dialect = Dialect::scheme);
// Whether the irritants come after the message rather than inside it: conditions made by `error`.
bool irritants_follow_message(const Condition* condition);
// Message and irritants, or for what is no condition its written form.
std::string describe_raised(Value object, Dialect dialect = Dialect::scheme);

}  // namespace tiercel
