// Standard ports and the register of open ports.
#include "port/standard.h"

#include <cerrno>

#include <unistd.h>

#include "control/values.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"
#include "port/port.h"

namespace tiercel {

namespace {

constexpr Root parameter_roots[standard_port_count] = {Root::standard_input, Root::standard_output,
                                                       Root::standard_error};

Value make_standard_port(Context* ctx, StandardPort which) {
  switch (which) {
    case StandardPort::input: return make_file_port(ctx, STDIN_FILENO, port_input | port_textual, "standard input");
    case StandardPort::output: {
      uint64_t details = ::isatty(STDOUT_FILENO) ? port_line_buffered : 0;
      return make_file_port(ctx, STDOUT_FILENO, port_output | port_textual | details, "standard output");
    }
    case StandardPort::error:
      return make_file_port(ctx, STDERR_FILENO, port_output | port_textual | port_unbuffered, "standard error");
  }
  __builtin_unreachable();
}

// The open ports: a list of weak pairs would lose what a dropped port still holds, so the guardian's list of watched
// objects is it.
Guardian* port_guardian(Context* ctx) { return as_guardian(ctx->isolate->root(Root::port_guardian)); }

void close_dropped_ports(Context* ctx) {
  Value guardian = ctx->isolate->root(Root::port_guardian);
  for (Value port = take_guarded(ctx, guardian); is_port(port); port = take_guarded(ctx, guardian))
    (void)close_port(ctx, as_port(port));
}

void flush_open(Context* ctx, Value port, int* error) {
  if (!is_port(port) || !port_is_open(as_port(port)) || !(as_port(port)->flags & port_output)) return;
  if (flush_port(ctx, as_port(port)) == PortStatus::failed && *error == 0) *error = errno;
}

void flush_listed(Context* ctx, Value list, int* error) {
  for (; is_pair(list); list = as_pair(list)->cdr) flush_open(ctx, as_pair(list)->car, error);
}

}  // namespace

void install_standard_ports(Context* ctx, std::span<const std::string> command_line) {
  Isolate* isolate = ctx->isolate;
  isolate->set_root(Root::port_guardian, make_guardian(ctx));
  for (int i = 0; i < standard_port_count; i++) {
    Value port = make_standard_port(ctx, static_cast<StandardPort>(i));
    isolate->set_root(parameter_roots[i], make_parameter(ctx, port, v_false));
  }
  Value list = v_empty;
  for (size_t i = command_line.size(); i-- > 0;) list = cons(ctx, make_string_utf8(ctx, command_line[i]), list);
  isolate->set_root(Root::command_line, list);
}

Value standard_port_parameter(Context* ctx, StandardPort which) {
  return ctx->isolate->root(parameter_roots[static_cast<int>(which)]);
}

Value current_port(Context* ctx, StandardPort which) {
  return parameter_value(ctx, as_procedure(standard_port_parameter(ctx, which)));
}

void register_port(Context* ctx, Value port) {
  close_dropped_ports(ctx);
  guard_value(ctx, ctx->isolate->root(Root::port_guardian), port);
}

int flush_standard_ports(Context* ctx) {
  int error = 0;
  for (Root root : {Root::standard_output, Root::standard_error})
    flush_open(ctx, as_box(as_procedure(ctx->isolate->root(root))->elements[1])->content, &error);
  flush_listed(ctx, port_guardian(ctx)->watched, &error);
  flush_listed(ctx, port_guardian(ctx)->ready, &error);
  return error;
}

Value command_line_of(Context* ctx) { return ctx->isolate->root(Root::command_line); }

}  // namespace tiercel
