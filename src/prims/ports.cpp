// Ports: predicates, opening and closing, and the errors of all port primitives.
#include "prims/ports.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/outside.h"
#include "port/files.h"
#include "prims/arguments.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

Value raise_file_error(Context* ctx, Prim prim, Value path) {
  int error = errno;
  return raise_error(ctx, ErrorCode::T4004, {primitive_name(ctx, prim), path, intern(ctx, std::strerror(error))});
}

Value raise_port_error(Context* ctx, Prim prim, const Port* port) {
  if (errno == ENOMEM) return raise_out_of_memory(ctx);
  return raise_file_error(ctx, prim, is_string(port->name) ? port->name : value_of(port));
}

Port* find_port(Context* ctx, Prim prim, Value given, int argument, StandardPort standard, uint64_t flags) {
  Value port = given == v_default ? current_port(ctx, standard) : given;
  if (!port_is(port, flags)) {
    (void)raise_type_error(ctx, prim, argument, port);
    return nullptr;
  }
  if (!port_is_open(as_port(port))) {
    (void)raise_error(ctx, ErrorCode::T3014, {primitive_name(ctx, prim), port});
    return nullptr;
  }
  return as_port(port);
}

Value prim_is_port(Context*, Value object) { return boolean(is_port(object)); }
Value prim_is_input_port(Context*, Value object) { return boolean(port_is(object, port_input)); }
Value prim_is_output_port(Context*, Value object) { return boolean(port_is(object, port_output)); }
Value prim_is_textual_port(Context*, Value object) { return boolean(port_is(object, port_textual)); }
Value prim_is_binary_port(Context*, Value object) { return boolean(port_is(object, port_binary)); }
Value prim_is_input_port_open(Context*, Value port) { return boolean(port_is_open(as_port(port))); }
Value prim_is_output_port_open(Context*, Value port) { return boolean(port_is_open(as_port(port))); }

namespace {

Value close(Context* ctx, Prim prim, Value port) {
  return close_port(ctx, as_port(port)) == PortStatus::ok ? v_unspecified : raise_port_error(ctx, prim, as_port(port));
}

Value open_file(Context* ctx, Prim prim, Value path, OpenMode mode, bool textual) {
  Value port = open_file_port(ctx, string_to_utf8(as_string(path)), mode, textual);
  return port == v_false ? raise_file_error(ctx, prim, path) : port;
}

}  // namespace

Value prim_close_port(Context* ctx, Value port) { return close(ctx, Prim::close_port, port); }
Value prim_close_input_port(Context* ctx, Value port) { return close(ctx, Prim::close_input_port, port); }
Value prim_close_output_port(Context* ctx, Value port) { return close(ctx, Prim::close_output_port, port); }

Value prim_standard_port(Context* ctx, Value index) {
  if (fixnum_value(index) >= standard_port_count)
    return raise_index_error(ctx, Prim::standard_port, index, standard_port_count);
  return current_port(ctx, static_cast<StandardPort>(fixnum_value(index)));
}

Value prim_standard_parameter(Context* ctx, Value index) {
  if (fixnum_value(index) >= standard_port_count)
    return raise_index_error(ctx, Prim::standard_parameter, index, standard_port_count);
  return standard_port_parameter(ctx, static_cast<StandardPort>(fixnum_value(index)));
}

Value prim_open_input_string(Context* ctx, Value string) {
  return make_input_buffer_port(ctx, string_to_utf8(as_string(string)), port_textual);
}
Value prim_open_output_string(Context* ctx) { return make_output_buffer_port(ctx, port_textual); }
Value prim_open_output_bytevector(Context* ctx) { return make_output_buffer_port(ctx, port_binary); }

Value prim_open_input_bytevector(Context* ctx, Value bytevector) {
  const Bytevector* bytes = as_bytevector(bytevector);
  return make_input_buffer_port(
      ctx, {reinterpret_cast<const char*>(bytes->bytes), static_cast<size_t>(bytevector_length(bytes))}, port_binary);
}

Value prim_get_output_string(Context* ctx, Value port) {
  if (as_port(port)->descriptor >= 0) return raise_wrong_type(ctx, "get-output-string", "a string port", 0, port);
  return make_string_utf8(ctx, written_bytes(as_port(port)));
}

Value prim_get_output_bytevector(Context* ctx, Value port) {
  if (as_port(port)->descriptor >= 0)
    return raise_wrong_type(ctx, "get-output-bytevector", "a bytevector port", 0, port);
  std::string_view bytes = written_bytes(as_port(port));
  Value result = make_bytevector(ctx, static_cast<int64_t>(bytes.size()));
  if (result != v_pending) std::memcpy(as_bytevector(result)->bytes, bytes.data(), bytes.size());
  return result;
}

Value prim_open_input_file(Context* ctx, Value path) {
  return open_file(ctx, Prim::open_input_file, path, OpenMode::input, true);
}
Value prim_open_binary_input_file(Context* ctx, Value path) {
  return open_file(ctx, Prim::open_binary_input_file, path, OpenMode::input, false);
}
Value prim_open_output_file(Context* ctx, Value path) {
  return open_file(ctx, Prim::open_output_file, path, OpenMode::output, true);
}
Value prim_open_binary_output_file(Context* ctx, Value path) {
  return open_file(ctx, Prim::open_binary_output_file, path, OpenMode::output, false);
}
Value prim_open_append_file(Context* ctx, Value path) {
  return open_file(ctx, Prim::open_append_file, path, OpenMode::append, true);
}

Value prim_file_exists(Context* ctx, Value path) {
  note_outside(ctx->isolate, Outside::files);
  return boolean(::access(string_to_utf8(as_string(path)).c_str(), F_OK) == 0);
}

Value prim_delete_file(Context* ctx, Value path) {
  note_outside(ctx->isolate, Outside::files);
  return ::unlink(string_to_utf8(as_string(path)).c_str()) == 0 ? v_unspecified
                                                                : raise_file_error(ctx, Prim::delete_file, path);
}

Value prim_slurp(Context* ctx, Value path) {
  note_outside(ctx->isolate, Outside::files);
  std::string contents;
  if (!read_whole_file(string_to_utf8(as_string(path)), &contents)) return raise_file_error(ctx, Prim::slurp, path);
  return make_string_utf8(ctx, contents);
}

Value prim_spit(Context* ctx, Value path, Value text) {
  note_outside(ctx->isolate, Outside::files);
  if (!replace_file(string_to_utf8(as_string(path)), string_to_utf8(as_string(text))))
    return raise_file_error(ctx, Prim::spit, path);
  return ctx->isolate->nil();
}

}  // namespace tiercel
