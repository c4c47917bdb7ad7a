// Chains of operations of which each may leave a condition pending.
#pragma once

#include "object/value.h"

// Declares `name` as the value of an expression, or returns v_pending from the function around it.
#define TIERCEL_VALUE(name, ...)                 \
  ::tiercel::Value name = __VA_ARGS__;           \
  if (name == ::tiercel::v_pending) [[unlikely]] \
  return ::tiercel::v_pending
