// Writing characters, bytes and representations to ports.
#include "gen/primitive_bodies.h"
#include "base/utf8.h"
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

Value write_to(Context* ctx, Prim prim, Port* port, std::string_view bytes) {
  return write_bytes(ctx, port, bytes) == PortStatus::ok ? v_unspecified : raise_port_error(ctx, prim, port);
}

Value print_to(Context* ctx, Prim prim, Value object, Value given, PrintStyle style) {
  Port* port = find_port(ctx, prim, given, 1, StandardPort::output, textual_output);
  if (!port) return v_pending;
  std::string text;
  print_value(text, object, style);
  return write_to(ctx, prim, port, text);
}

Value print_all(Context* ctx, Prim prim, int64_t argc, const Value* argv, const char* end) {
  Port* port = find_port(ctx, prim, v_default, 0, StandardPort::output, textual_output);
  if (!port) return v_pending;
  std::string text;
  for (int64_t i = 0; i < argc; i++) {
    if (i > 0) text += ' ';
    print_value(text, argv[i], PrintStyle::display);
  }
  text += end;
  Value result = write_to(ctx, prim, port, text);
  return result == v_pending ? result : v_nil;
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
  Port* port = find_port(ctx, Prim::newline, given, 0, StandardPort::output, textual_output);
  return port ? write_to(ctx, Prim::newline, port, "\n") : v_pending;
}

Value prim_write_char(Context* ctx, Value c, Value given) {
  Port* port = find_port(ctx, Prim::write_char, given, 1, StandardPort::output, textual_output);
  if (!port) return v_pending;
  std::string bytes;
  append_utf8(bytes, char_scalar(c));
  return write_to(ctx, Prim::write_char, port, bytes);
}

Value prim_write_string(Context* ctx, int64_t argc, const Value* argv) {
  const String* string = as_string(argv[0]);
  Range range;
  if (!read_range(ctx, Prim::write_string, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  string_length(string), &range))
    return v_pending;
  Port* port =
      find_port(ctx, Prim::write_string, argument_or_default(argc, argv, 1), 1, StandardPort::output, textual_output);
  return port ? write_to(ctx, Prim::write_string, port, string_to_utf8(string, range.start, range.end)) : v_pending;
}

Value prim_write_u8(Context* ctx, Value byte, Value given) {
  Port* port = find_port(ctx, Prim::write_u8, given, 1, StandardPort::output, binary_output);
  char bytes[] = {static_cast<char>(fixnum_value(byte))};
  return port ? write_to(ctx, Prim::write_u8, port, {bytes, 1}) : v_pending;
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
  return write_to(ctx, Prim::write_bytevector, port, part);
}

Value prim_flush_output_port(Context* ctx, Value given) {
  Port* port = find_port(ctx, Prim::flush_output_port, given, 0, StandardPort::output, port_output);
  if (!port) return v_pending;
  return flush_port(ctx, port) == PortStatus::ok ? v_unspecified : raise_port_error(ctx, Prim::flush_output_port, port);
}

Value prim_print(Context* ctx, int64_t argc, const Value* argv) { return print_all(ctx, Prim::print, argc, argv, ""); }
Value prim_println(Context* ctx, int64_t argc, const Value* argv) {
  return print_all(ctx, Prim::println, argc, argv, "\n");
}

Value prim_write_to_string(Context* ctx, Value object) { return make_string_utf8(ctx, write_value(object)); }
Value prim_display_to_string(Context* ctx, Value object) { return make_string_utf8(ctx, display_value(object)); }

}  // namespace tiercel
