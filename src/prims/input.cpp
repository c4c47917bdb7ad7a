// Reading characters, bytes and data from ports.
#include <cstring>

#include "control/poll.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/outside.h"
#include "port/heap_reader.h"
#include "prims/arguments.h"
#include "prims/ports.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

namespace {

constexpr uint64_t textual_input = port_input | port_textual;
constexpr uint64_t binary_input = port_input | port_binary;

Port* find_input(Context* ctx, Prim prim, Value given, int argument, uint64_t flags) {
  Port* port = find_port(ctx, prim, given, argument, StandardPort::input, flags);
  if (port && port->descriptor >= 0 && port->position == port->limit) {
    // A prompt must be visible before the program waits for the answer.
    Value output = current_port(ctx, StandardPort::output);
    if (port_is(output, port_output | port_line_buffered)) (void)flush_port(ctx, as_port(output));
  }
  return port;
}

// What `attempt` answers for a port from which the bytes that it needs can be had: it is asked again after each
// interrupt.  The interrupt's handler runs here and may escape or be captured: so neither this frame nor the callers'
// holds anything but words.
template <typename Attempt>
Value from_port_scheme(Context* ctx, Prim prim, Port* port, Attempt attempt) {
  for (;;) {
    Value result = v_eof;
    switch (attempt(ctx, port, &result)) {
      case PortStatus::ok:
      case PortStatus::end: return result;
      case PortStatus::failed: return raise_port_error(ctx, prim, port);
      case PortStatus::interrupted: poll_from_primitive_scheme(ctx);
    }
  }
}

Value next_char(Context* ctx, Prim prim, Value given, bool peek) {
  if (is_port(given)) {
    int ascii = waiting_ascii(as_port(given));
    if (ascii >= 0) {
      if (!peek) consume(as_port(given), 1);
      return make_char(static_cast<uint32_t>(ascii));
    }
  }
  Port* port = find_input(ctx, prim, given, 0, textual_input);
  if (!port) return v_pending;
  return from_port_scheme(ctx, prim, port, [peek](Context* ctx, Port* port, Value* result) {
    uint32_t scalar;
    PortStatus status = read_scalar(ctx, port, peek, &scalar);
    if (status == PortStatus::ok) *result = make_char(scalar);
    return status;
  });
}

Value next_byte(Context* ctx, Prim prim, Value given, bool peek) {
  Port* port = find_input(ctx, prim, given, 0, binary_input);
  if (!port) return v_pending;
  return from_port_scheme(ctx, prim, port, [peek](Context* ctx, Port* port, Value* result) {
    uint8_t byte;
    PortStatus status = read_byte(ctx, port, peek, &byte);
    if (status == PortStatus::ok) *result = make_fixnum(byte);
    return status;
  });
}

Value is_ready(Context* ctx, Prim prim, Value given, uint64_t flags) {
  Port* port = find_port(ctx, prim, given, 0, StandardPort::input, flags);
  if (port && port->descriptor >= 0) note_outside(ctx->isolate, Outside::input);
  return port ? boolean(is_port_ready(port)) : v_pending;
}

}  // namespace

Value prim_read_char(Context* ctx, Value port) { return next_char(ctx, Prim::read_char, port, false); }
Value prim_peek_char(Context* ctx, Value port) { return next_char(ctx, Prim::peek_char, port, true); }
Value prim_is_char_ready(Context* ctx, Value port) { return is_ready(ctx, Prim::is_char_ready, port, textual_input); }
Value prim_read_u8(Context* ctx, Value port) { return next_byte(ctx, Prim::read_u8, port, false); }
Value prim_peek_u8(Context* ctx, Value port) { return next_byte(ctx, Prim::peek_u8, port, true); }
Value prim_is_u8_ready(Context* ctx, Value port) { return is_ready(ctx, Prim::is_u8_ready, port, binary_input); }

Value prim_read_line(Context* ctx, Value given) {
  Port* port = find_input(ctx, Prim::read_line, given, 0, textual_input);
  if (!port) return v_pending;
  return from_port_scheme(ctx, Prim::read_line, port, [](Context* ctx, Port* port, Value* result) {
    std::string_view line;
    PortStatus status = read_line(ctx, port, &line);
    if (status == PortStatus::ok) *result = make_string_utf8(ctx, line);
    return status;
  });
}

Value prim_read_string(Context* ctx, Value k, Value given) {
  Port* port = find_input(ctx, Prim::read_string, given, 1, textual_input);
  if (!port) return v_pending;
  if (fixnum_value(k) == 0) return make_string_utf8(ctx, "");
  return from_port_scheme(ctx, Prim::read_string, port, [k](Context* ctx, Port* port, Value* result) {
    std::string_view text;
    PortStatus status = read_text(ctx, port, fixnum_value(k), &text);
    if (status == PortStatus::ok) *result = make_string_utf8(ctx, text);
    return status;
  });
}

Value prim_read_bytevector(Context* ctx, Value k, Value given) {
  Port* port = find_input(ctx, Prim::read_bytevector, given, 1, binary_input);
  if (!port) return v_pending;
  return from_port_scheme(ctx, Prim::read_bytevector, port, [k](Context* ctx, Port* port, Value* result) {
    std::string_view bytes;
    PortStatus status = read_bytes(ctx, port, fixnum_value(k), &bytes);
    if (status != PortStatus::ok) return status;
    *result = make_bytevector(ctx, static_cast<int64_t>(bytes.size()));
    if (*result != v_pending) std::memcpy(as_bytevector(*result)->bytes, bytes.data(), bytes.size());
    return status;
  });
}

Value prim_read_bytevector_into(Context* ctx, int64_t argc, const Value* argv) {
  constexpr Prim prim = Prim::read_bytevector_into;
  Value target = argv[0];
  Range range;
  if (!read_range(ctx, prim, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  bytevector_length(as_bytevector(target)), &range))
    return v_pending;
  if (as_bytevector(target)->header & bytevector_flag_immutable) return raise_immutable_error(ctx, prim, target);
  Port* port = find_input(ctx, prim, argument_or_default(argc, argv, 1), 1, binary_input);
  if (!port) return v_pending;
  return from_port_scheme(ctx, prim, port, [target, range](Context* ctx, Port* port, Value* result) {
    std::string_view bytes;
    PortStatus status = read_bytes(ctx, port, range.size(), &bytes);
    if (status != PortStatus::ok) return status;
    std::memcpy(as_bytevector(target)->bytes + range.start, bytes.data(), bytes.size());
    *result = make_fixnum(static_cast<int64_t>(bytes.size()));
    return status;
  });
}

Value prim_read(Context* ctx, Value given) {
  Port* port = find_input(ctx, Prim::read, given, 0, textual_input);
  return port ? from_port_scheme(ctx, Prim::read, port, read_datum) : v_pending;
}

}  // namespace tiercel
