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

// Writes all bytes, however often the system takes only a part or a signal comes between.
PortStatus write_descriptor(int64_t descriptor, const uint8_t* bytes, int64_t count) {
  while (count > 0) {
    ssize_t written = ::write(static_cast<int>(descriptor), bytes, static_cast<size_t>(count));
    if (written < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {
        pollfd waiting{static_cast<int>(descriptor), POLLOUT, 0};
        (void)::poll(&waiting, 1, -1);
        continue;
      }
      return PortStatus::failed;
    }
    bytes += written;
    count -= written;
  }
  return PortStatus::ok;
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
    if (errno == EAGAIN) {
      pollfd waiting{static_cast<int>(port->descriptor), POLLIN, 0};
      (void)::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return PortStatus::failed;
    }
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
    while (character_is_cut_off(waiting_bytes(port)) && fill_port(ctx, port) == PortStatus::ok) {}
    DecodedScalar decoded = decode_utf8(waiting_bytes(port), 0);
    *scalar = decoded.scalar;
    length = decoded.length;
  }
  if (!peek) port->position += length;
  return PortStatus::ok;
}

PortStatus read_byte(Context* ctx, Port* port, bool peek, uint8_t* byte) {
  if (port->position == port->limit) {
    PortStatus status = fill_port(ctx, port);
    if (status != PortStatus::ok) return status;
  }
  *byte = buffer_bytes(port)[port->position];
  if (!peek) port->position++;
  return PortStatus::ok;
}

PortStatus read_bytes(Context* ctx, Port* port, int64_t count, std::string* bytes) {
  bool any = false;
  while (count > 0) {
    if (port->position == port->limit) {
      PortStatus status = fill_port(ctx, port);
      if (status == PortStatus::failed) return status;
      if (status == PortStatus::end) return any ? PortStatus::ok : PortStatus::end;
    }
    std::string_view waiting = waiting_bytes(port).substr(0, static_cast<size_t>(count));
    bytes->append(waiting);
    port->position += static_cast<int64_t>(waiting.size());
    count -= static_cast<int64_t>(waiting.size());
    any = true;
  }
  return PortStatus::ok;
}

PortStatus read_line(Context* ctx, Port* port, std::string* line) {
  for (bool any = false;; any = true) {
    if (port->position == port->limit) {
      PortStatus status = fill_port(ctx, port);
      if (status == PortStatus::failed) return status;
      if (status == PortStatus::end) return any ? PortStatus::ok : PortStatus::end;
    }
    std::string_view waiting = waiting_bytes(port);
    size_t end = waiting.find('\n');
    line->append(waiting.substr(0, end));
    if (end != std::string_view::npos) {
      port->position += static_cast<int64_t>(end) + 1;
      // A carriage return before the line feed belongs to the end of line (R7RS 7.1.1).
      if (!line->empty() && line->back() == '\r') line->pop_back();
      return PortStatus::ok;
    }
    port->position = port->limit;
  }
}

bool is_port_ready(const Port* port) {
  if (port->position < port->limit || port->descriptor < 0) return true;
  pollfd waiting{static_cast<int>(port->descriptor), POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

PortStatus write_bytes(Context* ctx, Port* port, std::string_view bytes) {
  auto count = static_cast<int64_t>(bytes.size());
  if (port->descriptor >= 0 && port->limit + count > buffer_capacity(port)) {
    PortStatus status = flush_port(ctx, port);
    if (status != PortStatus::ok) return status;
    if (count >= buffer_capacity(port))
      return write_descriptor(port->descriptor, reinterpret_cast<const uint8_t*>(bytes.data()), count);
  }
  if (!make_room(ctx, port, count)) return PortStatus::failed;
  std::memcpy(buffer_bytes(port) + port->limit, bytes.data(), bytes.size());
  port->limit += count;
  bool flush = (port->flags & port_unbuffered) ||
               ((port->flags & port_line_buffered) && bytes.find('\n') != std::string_view::npos);
  return flush ? flush_port(ctx, port) : PortStatus::ok;
}

PortStatus flush_port(Context*, Port* port) {
  if (port->descriptor < 0) return PortStatus::ok;
  int64_t count = port->limit;
  port->limit = 0;  // also after a failure: writing the same bytes again would fail again
  return write_descriptor(port->descriptor, buffer_bytes(port), count);
}

PortStatus close_port(Context* ctx, Port* port) {
  if (!port_is_open(port)) return PortStatus::ok;
  PortStatus status = port->flags & port_output ? flush_port(ctx, port) : PortStatus::ok;
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
