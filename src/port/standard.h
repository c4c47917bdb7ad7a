// The three standard ports, the parameters that hold them, and the list of ports that must be written out at the end.
#pragma once

#include <span>
#include <string>

#include "object/context.h"
#include "object/value.h"

namespace tiercel {

enum class StandardPort : int { input, output, error };
constexpr int standard_port_count = 3;

// Makes the ports and their parameters, and keeps the command line.  Once an isolate, after make_control_roots.
void install_standard_ports(Context* ctx, std::span<const std::string> command_line);

// The parameter procedure, and the value it has in the current dynamic state.  The latter need not be a port: a program
// may bind the parameter to anything.
Value standard_port_parameter(Context* ctx, StandardPort which);
Value current_port(Context* ctx, StandardPort which);

// Makes a port with a descriptor known to the isolate; also closes those that the program has dropped.
void register_port(Context* ctx, Value port);
// Writes out every open output port, for the end of a run.  The errno of the first that failed, or 0.
int flush_standard_ports(Context* ctx);

// The list of strings for `command-line`.
Value command_line_of(Context* ctx);

}  // namespace tiercel
