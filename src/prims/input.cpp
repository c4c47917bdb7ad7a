// Reading characters, bytes and data from ports.
#include <cerrno>

#include <poll.h>

#include "control/poll.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "port/heap_reader.h"
#include "prims/arguments.h"
#include "prims/ports.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

namespace {

constexpr uint64_t textual_input = port_input | port_textual;
constexpr uint64_t binary_input = port_input | port_binary;

// Waits for bytes.  A signal ends the waiting, and if it is an interrupt its handler runs here and may escape: so the
// callers' frames hold nothing but words when they call this, as poll_scheme demands.
void wait_for_input_scheme(Context* ctx, const Port* port) {
  for (;;) {
    pollfd waiting{static_cast<int>(port->descriptor), POLLIN, 0};
    if (::poll(&waiting, 1, -1) >= 0 || errno != EINTR) return;
    constexpr uintptr_t own_frame_bytes = 512;
    if (ctx->requests.load(std::memory_order_relaxed) & request_interrupt)
      poll_scheme(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - own_frame_bytes);
  }
}

Port* find_input_scheme(Context* ctx, Prim prim, Value given, int argument, uint64_t flags) {
  Port* port = find_port(ctx, prim, given, argument, StandardPort::input, flags);
  if (port && port->descriptor >= 0 && port->position == port->limit) {
    // A prompt must be visible before the program waits for the answer.
    Value output = current_port(ctx, StandardPort::output);
    if (port_is(output, port_output | port_line_buffered)) (void)flush_port(ctx, as_port(output));
    wait_for_input_scheme(ctx, port);
  }
  return port;
}

Value next_char(Context* ctx, Prim prim, Value given, bool peek) {
  Port* port = find_input_scheme(ctx, prim, given, 0, textual_input);
  if (!port) return v_pending;
  uint32_t scalar;
  switch (read_scalar(ctx, port, peek, &scalar)) {
    case PortStatus::ok: return make_char(scalar);
    case PortStatus::end: return v_eof;
    case PortStatus::failed: return raise_port_error(ctx, prim, port);
  }
  __builtin_unreachable();
}

Value next_byte(Context* ctx, Prim prim, Value given, bool peek) {
  Port* port = find_input_scheme(ctx, prim, given, 0, binary_input);
  if (!port) return v_pending;
  uint8_t byte;
  switch (read_byte(ctx, port, peek, &byte)) {
    case PortStatus::ok: return make_fixnum(byte);
    case PortStatus::end: return v_eof;
    case PortStatus::failed: return raise_port_error(ctx, prim, port);
  }
  __builtin_unreachable();
}

Value is_ready(Context* ctx, Prim prim, Value given, uint64_t flags) {
  Port* port = find_port(ctx, prim, given, 0, StandardPort::input, flags);
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
  Port* port = find_input_scheme(ctx, Prim::read_line, given, 0, textual_input);
  if (!port) return v_pending;
  std::string line;
  switch (read_line(ctx, port, &line)) {
    case PortStatus::ok: return make_string_utf8(ctx, line);
    case PortStatus::end: return v_eof;
    case PortStatus::failed: return raise_port_error(ctx, Prim::read_line, port);
  }
  __builtin_unreachable();
}

Value prim_read_string(Context* ctx, Value k, Value given) {
  Port* port = find_input_scheme(ctx, Prim::read_string, given, 1, textual_input);
  if (!port) return v_pending;
  std::u32string scalars;
  for (int64_t i = 0; i < fixnum_value(k); i++) {
    uint32_t scalar;
    PortStatus status = read_scalar(ctx, port, false, &scalar);
    if (status == PortStatus::failed) return raise_port_error(ctx, Prim::read_string, port);
    if (status == PortStatus::end) {
      if (i == 0) return v_eof;
      break;
    }
    scalars.push_back(scalar);
  }
  return string_from_scalars(ctx, scalars);
}

Value prim_read_bytevector(Context* ctx, Value k, Value given) {
  Port* port = find_input_scheme(ctx, Prim::read_bytevector, given, 1, binary_input);
  if (!port) return v_pending;
  std::string bytes;
  PortStatus status = read_bytes(ctx, port, fixnum_value(k), &bytes);
  if (status == PortStatus::failed) return raise_port_error(ctx, Prim::read_bytevector, port);
  if (status == PortStatus::end) return v_eof;
  Value result = make_bytevector(ctx, static_cast<int64_t>(bytes.size()));
  if (result != v_pending) std::memcpy(as_bytevector(result)->bytes, bytes.data(), bytes.size());
  return result;
}

Value prim_read_bytevector_into(Context* ctx, int64_t argc, const Value* argv) {
  constexpr Prim prim = Prim::read_bytevector_into;
  Bytevector* to = as_bytevector(argv[0]);
  Range range;
  if (!read_range(ctx, prim, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  bytevector_length(to), &range))
    return v_pending;
  if (to->header & bytevector_flag_immutable) return raise_immutable_error(ctx, prim, argv[0]);
  Port* port = find_input_scheme(ctx, prim, argument_or_default(argc, argv, 1), 1, binary_input);
  if (!port) return v_pending;
  std::string bytes;
  PortStatus status = read_bytes(ctx, port, range.size(), &bytes);
  if (status == PortStatus::failed) return raise_port_error(ctx, prim, port);
  if (status == PortStatus::end) return v_eof;
  std::memcpy(to->bytes + range.start, bytes.data(), bytes.size());
  return make_fixnum(static_cast<int64_t>(bytes.size()));
}

Value prim_read(Context* ctx, Value given) {
  Port* port = find_input_scheme(ctx, Prim::read, given, 0, textual_input);
  return port ? read_datum(ctx, port) : v_pending;
}

}  // namespace tiercel
