// An isolate with its primitives and standard ports, for tests that call primitives from C++.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "control/continuation.h"
#include "gen/errors.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/heap_reader.h"
#include "port/message.h"
#include "port/port.h"
#include "port/printer.h"
#include "port/standard.h"
#include "prims/registry.h"

namespace tiercel {

struct Runtime {
  Runtime() : isolate(IsolateOptions{}), ctx(&isolate.main) {
    make_control_roots(ctx);
    register_primitives(ctx);
    install_standard_ports(ctx, {});
  }

  // The datum that `text` denotes, as `read` gives it.
  Value datum(std::string_view text) {
    Value port = make_input_buffer_port(ctx, text, port_textual);
    Value datum = v_eof;
    EXPECT_NE(read_datum(ctx, as_port(port), &datum), PortStatus::interrupted);
    return datum;
  }

  // Calls the primitive called `name`, checks included.
  Value call(std::string_view name, std::vector<Value> arguments) {
    for (int i = 0; i < primitive_count; i++)
      if (primitive_table[i].name == name) return call_primitive(ctx, static_cast<core::Prim>(i), arguments);
    ADD_FAILURE() << "no primitive " << name;
    return v_pending;
  }

  // What a call gives, as `write` shows it; for an error its code and message.
  std::string shown(Value value) {
    if (value != v_pending) return write_value(value);
    const Condition* condition = as_condition(ctx->pending);
    return std::string(error_info(static_cast<ErrorCode>(fixnum_value(condition->code))).code_text) + " " +
           describe_raised(ctx->pending);
  }

  // Calls `name` with the data in `arguments`, which is the text of a list.
  std::string apply(std::string_view name, std::string_view arguments) {
    std::vector<Value> list;
    for (Value at = datum(arguments); is_pair(at); at = as_pair(at)->cdr) list.push_back(as_pair(at)->car);
    return shown(call(name, list));
  }

  Isolate isolate;
  Context* ctx;
};

}  // namespace tiercel
