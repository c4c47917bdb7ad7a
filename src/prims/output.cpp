// Writing characters, bytes and representations to ports.
#include <charconv>

#include "base/utf8.h"
#include "control/poll.h"
#include "gen/primitive_bodies.h"
#include "object/isolate.h"
#include "object/allocate.h"
#include "port/printer.h"
#include "prims/arguments.h"
#include "prims/ports.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

namespace {

constexpr uint64_t textual_output = port_output | port_textual;
constexpr uint64_t binary_output = port_output | port_binary;

// What most output is: bytes for a port that has room for them.
bool write_at_once(Value given, std::string_view bytes) {
  return is_port(given) && write_at_once(as_port(given), bytes, textual_output);
}

bool write_at_once(Value given, uint32_t scalar) {
  auto byte = static_cast<char>(scalar);
  return scalar < 0x80 && write_at_once(given, std::string_view{&byte, 1});
}

// The same for a fixnum, which every style prints alike.
bool write_fixnum_at_once(Value given, Value fixnum) {
  char digits[24];
  char* end = std::to_chars(digits, digits + sizeof digits, fixnum_value(fixnum)).ptr;
  return write_at_once(given, std::string_view{digits, static_cast<size_t>(end - digits)});
}

PortStatus write_scalar(Context* ctx, Port* port, uint32_t scalar) {
  std::string bytes;
  append_utf8(bytes, scalar);
  return write_bytes(ctx, port, bytes);
}

// Ends an operation that has put bytes into the port's buffer: hands them to the system if that is due.  An interrupt's
// handler runs here and may escape or be captured, so callers hold nothing but words when they call this.
Value finish_scheme(Context* ctx, Prim prim, Port* port, PortStatus status) {
  while (status == PortStatus::ok && is_flush_due(port)) {
    status = flush_port(ctx, port);
    if (status == PortStatus::interrupted) {
      poll_from_primitive_scheme(ctx);
      status = PortStatus::ok;
    }
  }
  return status == PortStatus::failed ? raise_port_error(ctx, prim, port) : v_unspecified;
}

// Puts what `argv` prints as into the port's buffer.
PrintStatus print_into(Context* ctx, Port* port, int64_t argc, const Value* argv, PrintStyle style, const char* end,
                       PortStatus* written) {
  std::string text;
  for (int64_t i = 0; i < argc; i++) {
    if (i > 0) text += ' ';
    PrintStatus status = print_value_interruptibly(ctx, text, argv[i], style);
    if (status != PrintStatus::complete) return status;
  }
  text += end;
  *written = write_bytes(ctx, port, text);
  return PrintStatus::complete;
}

// Prints into the buffer, again from the beginning after each interrupt, and ends the operation.
Value print_scheme(Context* ctx, Prim prim, Port* port, int64_t argc, const Value* argv, PrintStyle style,
                   const char* end = "") {
  for (;;) {
    PortStatus written = PortStatus::ok;
    switch (print_into(ctx, port, argc, argv, style, end, &written)) {
      case PrintStatus::complete: return finish_scheme(ctx, prim, port, written);
      case PrintStatus::too_large: return raise_out_of_memory(ctx);
      case PrintStatus::interrupted: poll_from_primitive_scheme(ctx);
    }
  }
}

Value print_to(Context* ctx, Prim prim, Value object, Value given, PrintStyle style) {
  if (is_fixnum(object) && write_fixnum_at_once(given, object)) return v_unspecified;
  Port* port = find_port(ctx, prim, given, 1, StandardPort::output, textual_output);
  return port ? print_scheme(ctx, prim, port, 1, &object, style) : v_pending;
}

Value print_all(Context* ctx, Prim prim, int64_t argc, const Value* argv, const char* end) {
  Port* port = find_port(ctx, prim, v_default, 0, StandardPort::output, textual_output);
  if (!port) return v_pending;
  Value result = print_scheme(ctx, prim, port, argc, argv, PrintStyle::display, end);
  return result == v_pending ? result : ctx->isolate->nil();
}

}  // namespace

Value prim_write(Context* ctx, Value object, Value port) {
  return print_to(ctx, Prim::write, object, port, PrintStyle::write);
}
Value prim_write_shared(Context* ctx, Value object, Value port) {
  return print_to(ctx, Prim::write_shared, object, port, PrintStyle::write_shared);
}
Value prim_write_simple(Context* ctx, Value object, Value port) {
  return print_to(ctx, Prim::write_simple, object, port, PrintStyle::write_simple);
}

Value prim_display(Context* ctx, Value object, Value given) {
  return print_to(ctx, Prim::display, object, given, PrintStyle::display);
}

Value prim_newline(Context* ctx, Value given) {
  if (write_at_once(given, std::string_view{"\n"})) return v_unspecified;
  Port* port = find_port(ctx, Prim::newline, given, 0, StandardPort::output, textual_output);
  return port ? finish_scheme(ctx, Prim::newline, port, write_bytes(ctx, port, "\n")) : v_pending;
}

Value prim_write_char(Context* ctx, Value c, Value given) {
  if (write_at_once(given, char_scalar(c))) return v_unspecified;
  Port* port = find_port(ctx, Prim::write_char, given, 1, StandardPort::output, textual_output);
  if (!port) return v_pending;
  return finish_scheme(ctx, Prim::write_char, port, write_scalar(ctx, port, char_scalar(c)));
}

Value prim_write_string(Context* ctx, int64_t argc, const Value* argv) {
  const String* string = as_string(argv[0]);
  if (argc == 2) {
    std::optional<std::string_view> ascii = ascii_characters(string, 0, string_length(string));
    if (ascii && write_at_once(argv[1], *ascii)) return v_unspecified;
  }
  Range range;
  if (!read_range(ctx, Prim::write_string, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  string_length(string), &range))
    return v_pending;
  Port* port =
      find_port(ctx, Prim::write_string, argument_or_default(argc, argv, 1), 1, StandardPort::output, textual_output);
  if (!port) return v_pending;
  std::optional<std::string_view> ascii = ascii_characters(string, range.start, range.end);
  PortStatus status =
      ascii ? write_bytes(ctx, port, *ascii) : write_bytes(ctx, port, string_to_utf8(string, range.start, range.end));
  return finish_scheme(ctx, Prim::write_string, port, status);
}

Value prim_write_u8(Context* ctx, Value byte, Value given) {
  Port* port = find_port(ctx, Prim::write_u8, given, 1, StandardPort::output, binary_output);
  char bytes[] = {static_cast<char>(fixnum_value(byte))};
  return port ? finish_scheme(ctx, Prim::write_u8, port, write_bytes(ctx, port, {bytes, 1})) : v_pending;
}

Value prim_write_bytevector(Context* ctx, int64_t argc, const Value* argv) {
  const Bytevector* bytes = as_bytevector(argv[0]);
  Range range;
  if (!read_range(ctx, Prim::write_bytevector, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  bytevector_length(bytes), &range))
    return v_pending;
  Port* port = find_port(ctx, Prim::write_bytevector, argument_or_default(argc, argv, 1), 1, StandardPort::output,
                         binary_output);
  if (!port) return v_pending;
  std::string_view part{reinterpret_cast<const char*>(bytes->bytes) + range.start, static_cast<size_t>(range.size())};
  return finish_scheme(ctx, Prim::write_bytevector, port, write_bytes(ctx, port, part));
}

Value prim_flush_output_port(Context* ctx, Value given) {
  Port* port = find_port(ctx, Prim::flush_output_port, given, 0, StandardPort::output, port_output);
  if (!port) return v_pending;
  for (;;) {
    switch (flush_port(ctx, port)) {
      case PortStatus::ok:
      case PortStatus::end: return v_unspecified;
      case PortStatus::failed: return raise_port_error(ctx, Prim::flush_output_port, port);
      case PortStatus::interrupted: poll_from_primitive_scheme(ctx);
    }
  }
}

Value prim_print(Context* ctx, int64_t argc, const Value* argv) { return print_all(ctx, Prim::print, argc, argv, ""); }
Value prim_println(Context* ctx, int64_t argc, const Value* argv) {
  return print_all(ctx, Prim::println, argc, argv, "\n");
}

Value prim_write_to_string(Context* ctx, Value object) {
  return make_string_utf8(ctx, write_value(object, 0, ctx->isolate->dialect));
}
Value prim_display_to_string(Context* ctx, Value object) {
  return make_string_utf8(ctx, display_value(object, 0, ctx->isolate->dialect));
}

}  // namespace tiercel
