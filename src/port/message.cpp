// Messages of conditions.
#include "port/message.h"

#include <vector>

#include "gen/errors.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/printer.h"
#include "source/diagnostics.h"

namespace tiercel {

namespace {

constexpr size_t irritant_bytes_max = 200;

std::string template_text(const Condition* condition, Dialect dialect) {
  std::vector<std::string> irritants;
  for (Value list = condition->irritants; is_pair(list); list = as_pair(list)->cdr) {
    Value irritant = as_pair(list)->car;
    irritants.push_back(is_symbol(irritant) ? symbol_utf8(irritant)
                                            : write_value(irritant, irritant_bytes_max, dialect));
  }
  return error_message(static_cast<ErrorCode>(fixnum_value(condition->code)), irritants);
}

}  // namespace

bool irritants_follow_message(const Condition* condition) {
  return !is_fixnum(condition->code) || fixnum_value(condition->code) == static_cast<int64_t>(ErrorCode::T3010);
}

std::string condition_message(const Condition* condition, Dialect dialect) {
  if (is_string(condition->message)) return string_utf8(condition->message);
  if (!irritants_follow_message(condition)) return template_text(condition, dialect);
  return write_value(condition->message, irritant_bytes_max, dialect);
}

std::string describe_raised(Value object, Dialect dialect) {
  if (!type_is_condition(object)) return write_value(object, irritant_bytes_max, dialect);
  const Condition* condition = as_condition(object);
  std::string text = condition_message(condition, dialect);
  if (!irritants_follow_message(condition)) return text;
  for (Value list = condition->irritants; is_pair(list); list = as_pair(list)->cdr)
    text += " " + write_value(as_pair(list)->car, irritant_bytes_max, dialect);
  return text;
}

}  // namespace tiercel
