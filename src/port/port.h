// Ports: bytes in a buffer between a program and a file, a string or a bytevector.
//
// Text is UTF-8 in every buffer, also in those of string ports, so there is one way to read and one to write.  A port
// lives in the heap with its buffer and owns at most a file descriptor; the isolate's guardian keeps ports with a
// descriptor, so that one that a program dropped is written out and closed, and none is left unwritten at the end.
// Nothing here raises: functions answer a status, and primitives make conditions of it.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "object/layouts.h"
#include "object/types.h"

namespace tiercel {

// Further flags of Port::flags; the first five are in object/types.h.  A port is for input or for output, never both.
constexpr uint64_t port_line_buffered = 64;  // written out at each end of line: terminals
constexpr uint64_t port_unbuffered = 128;    // written out after each operation: standard error
constexpr uint64_t port_fold_case = 256;     // #!fold-case was read
constexpr uint64_t port_has_line = 512;      // an end of line has been written since the last flush

constexpr int64_t file_buffer_bytes = 16 << 10;

enum class PortStatus : uint8_t {
  ok,
  end,          // of input
  failed,       // errno says why
  interrupted,  // an interrupt came while the system made us wait: nothing is lost, call again after the poll
};

// --- Making.  v_pending with T4002 if the buffer does not fit.
[[nodiscard]] Value make_file_port(Context* ctx, int descriptor, uint64_t flags, std::string_view path);
[[nodiscard]] Value make_input_buffer_port(Context* ctx, std::string_view bytes, uint64_t flags);
[[nodiscard]] Value make_output_buffer_port(Context* ctx, uint64_t flags);

inline bool port_is_open(const Port* port) { return !(port->flags & port_closed); }
inline std::string_view waiting_bytes(const Port* port) {
  return {reinterpret_cast<const char*>(as_bytevector(port->buffer)->bytes) + port->position,
          static_cast<size_t>(port->limit - port->position)};
}
// What has been written to a port without a descriptor.
inline std::string_view written_bytes(const Port* port) {
  return {reinterpret_cast<const char*>(as_bytevector(port->buffer)->bytes), static_cast<size_t>(port->limit)};
}
// Drops `count` of the bytes that wait to be read.
inline void consume(Port* port, size_t count) { port->position += static_cast<int64_t>(count); }

// --- Input.  All take an open input port.  Bytes are consumed only when all that were asked for are there, so that an
// operation which was interrupted can begin again.  Views into the buffer hold until the next operation on the port.
// Makes at least one more byte wait, behind those that wait already.
PortStatus fill_port(Context* ctx, Port* port);
// The next byte of a textual port if it waits there and is a character, ASCII; else -1.
inline int waiting_ascii(const Port* port) {
  constexpr uint64_t kind = port_input | port_textual;
  if ((port->flags & (kind | port_closed)) != kind || port->position == port->limit) return -1;
  uint8_t byte = as_bytevector(port->buffer)->bytes[port->position];
  return byte < 0x80 ? byte : -1;
}
// The next character or byte; `peek` leaves it in the port.
PortStatus read_scalar(Context* ctx, Port* port, bool peek, uint32_t* scalar);
PortStatus read_byte(Context* ctx, Port* port, bool peek, uint8_t* byte);
// Up to `count` bytes, fewer only before the end; `end` only if there was none.
PortStatus read_bytes(Context* ctx, Port* port, int64_t count, std::string_view* bytes);
// The same for `count` characters, as UTF-8.
PortStatus read_text(Context* ctx, Port* port, int64_t count, std::string_view* text);
// The bytes up to the end of the line, which is taken but not given.
PortStatus read_line(Context* ctx, Port* port, std::string_view* line);
// Whether input (or its end) is there without waiting.
bool is_port_ready(const Port* port);

// --- Output.  All take an open output port.
// Puts the bytes into the buffer, which grows; never waits.  Fails only for want of memory.
PortStatus write_bytes(Context* ctx, Port* port, std::string_view bytes);
// Puts bytes into the buffer of a port opened with exactly these flags, if nothing further is to be done for it.
inline bool write_at_once(Port* port, std::string_view bytes, uint64_t flags) {
  Bytevector* buffer = as_bytevector(port->buffer);
  int64_t end = port->limit + static_cast<int64_t>(bytes.size());
  bool is_due = port->descriptor >= 0 && end >= file_buffer_bytes;
  if (port->flags != flags || end > bytevector_length(buffer) || is_due) return false;
  std::memcpy(buffer->bytes + port->limit, bytes.data(), bytes.size());
  port->limit = end;
  return true;
}
// Whether so much waits, or of such a kind, that flush_port is due.
bool is_flush_due(const Port* port);
// Hands everything that waits to the operating system.
PortStatus flush_port(Context* ctx, Port* port);

// Writes out and closes, whatever interrupts.  The descriptor is closed even if writing fails.
PortStatus close_port(Context* ctx, Port* port);

}  // namespace tiercel
