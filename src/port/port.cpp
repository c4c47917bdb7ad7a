// Buffers and descriptors: reading, writing, closing.
#include "port/port.h"

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <unistd.h>

#include "base/utf8.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"
#include "object/outside.h"

namespace tiercel {

namespace {

constexpr int64_t output_buffer_bytes = 128;  // a string port begins small and doubles

uint8_t* buffer_bytes(const Port* port) { return as_bytevector(port->buffer)->bytes; }
int64_t buffer_capacity(const Port* port) { return bytevector_length(as_bytevector(port->buffer)); }

Value make_port(Context* ctx, int64_t descriptor, uint64_t flags, Value name, Value buffer, int64_t limit) {
  auto* port = static_cast<Port*>(allocate(ctx, sizeof(Port)));
  port->header = make_header(ObjectKind::port);
  port->name = name;
  port->buffer = buffer;
  port->descriptor = descriptor;
  port->position = 0;
  port->limit = limit;
  port->flags = flags;
  return value_of(port);
}

// Room for `count` more bytes at the end, with what is consumed dropped first.  False if the heap is full.
bool make_room(Context* ctx, Port* port, int64_t count) {
  if (port->limit + count <= buffer_capacity(port)) return true;
  int64_t waiting = port->limit - port->position;
  if (waiting + count <= buffer_capacity(port)) {
    std::memmove(buffer_bytes(port), buffer_bytes(port) + port->position, static_cast<size_t>(waiting));
  } else {
    int64_t capacity = buffer_capacity(port) * 2;
    if (capacity < waiting + count) capacity = waiting + count;
    Value larger = make_bytevector(ctx, capacity);
    if (larger == v_pending) {
      errno = ENOMEM;
      return false;
    }
    std::memcpy(as_bytevector(larger)->bytes, buffer_bytes(port) + port->position, static_cast<size_t>(waiting));
    store_field(port, &port->buffer, larger);
  }
  port->position = 0;
  port->limit = waiting;
  return true;
}

// Whether the waiting that a signal broke off is to end, because what the signal asked for waits for a poll.
bool is_interrupted(Context* ctx) { return ctx->requests.load(std::memory_order_relaxed) & request_interrupt; }

// Waits until the descriptor, which is in non-blocking mode, takes or gives bytes, or a signal comes.
void wait_for(int64_t descriptor, short events) {
  pollfd waiting{static_cast<int>(descriptor), events, 0};
  (void)::poll(&waiting, 1, -1);
}

// Whether the waiting bytes are a proper beginning of a character, which more bytes may complete.
bool character_is_cut_off(std::string_view bytes) {
  DecodedScalar decoded = decode_utf8(bytes, 0);
  if (decoded.valid || decoded.length != bytes.size()) return false;
  auto lead = static_cast<uint8_t>(bytes[0]);
  size_t wanted = lead >= 0xF0 && lead < 0xF5   ? 4
                  : lead >= 0xE0 && lead < 0xF0 ? 3
                  : lead >= 0xC2 && lead < 0xE0 ? 2
                                                : 1;
  return bytes.size() < wanted;
}

}  // namespace

Value make_file_port(Context* ctx, int descriptor, uint64_t flags, std::string_view path) {
  Value name = make_immutable_string(ctx, path);
  if (name == v_pending) return name;
  Value buffer = make_bytevector(ctx, file_buffer_bytes);
  if (buffer == v_pending) return buffer;
  return make_port(ctx, descriptor, flags, name, buffer, 0);
}

Value make_input_buffer_port(Context* ctx, std::string_view bytes, uint64_t flags) {
  auto size = static_cast<int64_t>(bytes.size());
  Value buffer = make_bytevector(ctx, size);
  if (buffer == v_pending) return buffer;
  std::memcpy(as_bytevector(buffer)->bytes, bytes.data(), bytes.size());
  return make_port(ctx, -1, flags | port_input, v_false, buffer, size);
}

Value make_output_buffer_port(Context* ctx, uint64_t flags) {
  Value buffer = make_bytevector(ctx, output_buffer_bytes);
  return buffer == v_pending ? buffer : make_port(ctx, -1, flags | port_output, v_false, buffer, 0);
}

PortStatus fill_port(Context* ctx, Port* port) {
  if (port->descriptor < 0) return PortStatus::end;
  note_outside(ctx->isolate, Outside::input);
  if (port->position == port->limit) port->position = port->limit = 0;
  if (!make_room(ctx, port, file_buffer_bytes / 4)) return PortStatus::failed;
  for (;;) {
    ssize_t count = ::read(static_cast<int>(port->descriptor), buffer_bytes(port) + port->limit,
                           static_cast<size_t>(buffer_capacity(port) - port->limit));
    if (count > 0) {
      port->limit += count;
      return PortStatus::ok;
    }
    if (count == 0) return PortStatus::end;
    if (errno == EAGAIN) wait_for(port->descriptor, POLLIN);
    else if (errno != EINTR) return PortStatus::failed;
    if (is_interrupted(ctx)) return PortStatus::interrupted;
  }
}

PortStatus read_scalar(Context* ctx, Port* port, bool peek, uint32_t* scalar) {
  if (port->position == port->limit) {
    PortStatus status = fill_port(ctx, port);
    if (status != PortStatus::ok) return status;
  }
  uint8_t first = buffer_bytes(port)[port->position];
  uint32_t length = 1;
  if (first < 0x80) {
    *scalar = first;
  } else {
    while (character_is_cut_off(waiting_bytes(port))) {
      PortStatus status = fill_port(ctx, port);
      if (status == PortStatus::interrupted) return status;
      if (status != PortStatus::ok) break;
    }
    DecodedScalar decoded = decode_utf8(waiting_bytes(port), 0);
    *scalar = decoded.scalar;
    length = decoded.length;
  }
  if (!peek) consume(port, length);
  return PortStatus::ok;
}

PortStatus read_byte(Context* ctx, Port* port, bool peek, uint8_t* byte) {
  if (port->position == port->limit) {
    PortStatus status = fill_port(ctx, port);
    if (status != PortStatus::ok) return status;
  }
  *byte = buffer_bytes(port)[port->position];
  if (!peek) consume(port, 1);
  return PortStatus::ok;
}

PortStatus read_bytes(Context* ctx, Port* port, int64_t count, std::string_view* bytes) {
  while (port->limit - port->position < count) {
    PortStatus status = fill_port(ctx, port);
    if (status == PortStatus::end && port->position < port->limit) break;
    if (status != PortStatus::ok) return status;
  }
  *bytes = waiting_bytes(port).substr(0, static_cast<size_t>(count));
  consume(port, bytes->size());
  return PortStatus::ok;
}

PortStatus read_text(Context* ctx, Port* port, int64_t count, std::string_view* text) {
  size_t size = 0;  // of the characters found so far
  for (bool ended = false; count > 0;) {
    std::string_view rest = waiting_bytes(port).substr(size);
    if (!rest.empty() && (ended || !character_is_cut_off(rest))) {
      size += decode_utf8(rest, 0).length;
      count--;
      continue;
    }
    if (ended) break;
    PortStatus status = fill_port(ctx, port);
    if (status == PortStatus::end && port->position == port->limit) return status;
    if (status == PortStatus::end) ended = true;
    else if (status != PortStatus::ok) return status;
  }
  *text = waiting_bytes(port).substr(0, size);
  consume(port, size);
  return PortStatus::ok;
}

PortStatus read_line(Context* ctx, Port* port, std::string_view* line) {
  for (size_t searched = 0;;) {
    std::string_view waiting = waiting_bytes(port);
    size_t end = waiting.find('\n', searched);
    if (end != std::string_view::npos) {
      consume(port, end + 1);
      // A carriage return before the line feed belongs to the end of line (R7RS 7.1.1).
      if (end > 0 && waiting[end - 1] == '\r') end--;
      *line = waiting.substr(0, end);
      return PortStatus::ok;
    }
    searched = waiting.size();
    PortStatus status = fill_port(ctx, port);
    if (status == PortStatus::end && searched > 0) {
      *line = waiting;
      consume(port, searched);
      return PortStatus::ok;
    }
    if (status != PortStatus::ok) return status;
  }
}

bool is_port_ready(const Port* port) {
  if (port->position < port->limit || port->descriptor < 0) return true;
  pollfd waiting{static_cast<int>(port->descriptor), POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

PortStatus write_bytes(Context* ctx, Port* port, std::string_view bytes) {
  if (port->descriptor >= 0) note_outside(ctx->isolate, Outside::output);
  if (!make_room(ctx, port, static_cast<int64_t>(bytes.size()))) return PortStatus::failed;
  std::memcpy(buffer_bytes(port) + port->limit, bytes.data(), bytes.size());
  port->limit += static_cast<int64_t>(bytes.size());
  if ((port->flags & port_line_buffered) && bytes.find('\n') != std::string_view::npos) port->flags |= port_has_line;
  return PortStatus::ok;
}

bool is_flush_due(const Port* port) {
  return port->descriptor >= 0 && port->position < port->limit &&
         ((port->flags & (port_unbuffered | port_has_line)) || port->limit - port->position >= file_buffer_bytes);
}

PortStatus flush_port(Context* ctx, Port* port) {
  if (port->descriptor < 0) return PortStatus::ok;
  if (ctx->isolate->before_output && port->descriptor <= STDERR_FILENO) ctx->isolate->before_output(ctx->isolate);
  while (port->position < port->limit) {
    ssize_t written = ::write(static_cast<int>(port->descriptor), buffer_bytes(port) + port->position,
                              static_cast<size_t>(port->limit - port->position));
    if (written >= 0) {
      port->position += written;
      continue;
    }
    if (errno == EAGAIN) {
      wait_for(port->descriptor, POLLOUT);
    } else if (errno != EINTR) {
      port->position = port->limit = 0;  // writing the same bytes again would fail again
      return PortStatus::failed;
    }
    if (is_interrupted(ctx)) return PortStatus::interrupted;
  }
  port->position = port->limit = 0;
  port->flags &= ~port_has_line;
  return PortStatus::ok;
}

PortStatus close_port(Context* ctx, Port* port) {
  if (!port_is_open(port)) return PortStatus::ok;
  PortStatus status = PortStatus::ok;
  if (port->flags & port_output) do
      status = flush_port(ctx, port);
    while (status == PortStatus::interrupted);
  port->flags |= port_closed;
  if (port->descriptor >= 0) {
    int error = errno;
    if (::close(static_cast<int>(port->descriptor)) != 0 && status == PortStatus::ok) {
      status = PortStatus::failed;
    } else {
      errno = error;
    }
    port->descriptor = -1;
  }
  return status;
}

}  // namespace tiercel
