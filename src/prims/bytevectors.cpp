// Bytevectors, and their conversion from and to strings.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "prims/arguments.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

Value prim_is_bytevector(Context*, Value object) { return boolean(is_bytevector(object)); }

Value prim_make_bytevector(Context* ctx, Value length, Value fill) {
  Value result = make_bytevector(ctx, fixnum_value(length));
  if (result == v_pending) return result;
  int byte = fill == v_default ? 0 : static_cast<int>(fixnum_value(fill));
  std::memset(as_bytevector(result)->bytes, byte, static_cast<size_t>(fixnum_value(length)));
  return result;
}

Value prim_bytevector(Context* ctx, int64_t argc, const Value* argv) {
  Value result = make_bytevector(ctx, argc);
  if (result == v_pending) return result;
  for (int64_t i = 0; i < argc; i++) as_bytevector(result)->bytes[i] = static_cast<uint8_t>(fixnum_value(argv[i]));
  return result;
}

Value prim_bytevector_length(Context*, Value bytevector) {
  return make_fixnum(bytevector_length(as_bytevector(bytevector)));
}

Value prim_bytevector_u8_set(Context* ctx, Value bytevector, Value k, Value byte) {
  Bytevector* bytes = as_bytevector(bytevector);
  int64_t length = bytevector_length(bytes);
  if (!is_fixnum(k) || fixnum_value(k) < 0 || fixnum_value(k) >= length)
    return raise_index_error(ctx, Prim::bytevector_u8_set, k, length);
  if (bytes->header & bytevector_flag_immutable) return raise_immutable_error(ctx, Prim::bytevector_u8_set, bytevector);
  bytes->bytes[fixnum_value(k)] = static_cast<uint8_t>(fixnum_value(byte));
  return v_unspecified;
}

Value prim_bytevector_copy(Context* ctx, Value bytevector, Value start, Value end) {
  const Bytevector* from = as_bytevector(bytevector);
  Range range;
  if (!read_range(ctx, Prim::bytevector_copy, start, end, bytevector_length(from), &range)) return v_pending;
  Value result = make_bytevector(ctx, range.size());
  if (result != v_pending)
    std::memcpy(as_bytevector(result)->bytes, from->bytes + range.start, static_cast<size_t>(range.size()));
  return result;
}

Value prim_bytevector_copy_to(Context* ctx, int64_t argc, const Value* argv) {
  Bytevector *to = as_bytevector(argv[0]), *from = as_bytevector(argv[2]);
  Range range;
  int64_t at;
  if (!read_range(ctx, Prim::bytevector_copy_to, argument_or_default(argc, argv, 3), argument_or_default(argc, argv, 4),
                  bytevector_length(from), &range) ||
      !read_target(ctx, Prim::bytevector_copy_to, argv[1], range.size(), bytevector_length(to), &at))
    return v_pending;
  if (to->header & bytevector_flag_immutable) return raise_immutable_error(ctx, Prim::bytevector_copy_to, argv[0]);
  std::memmove(to->bytes + at, from->bytes + range.start, static_cast<size_t>(range.size()));
  return v_unspecified;
}

Value prim_bytevector_append(Context* ctx, int64_t argc, const Value* argv) {
  int64_t length = 0;
  for (int64_t i = 0; i < argc; i++) length += bytevector_length(as_bytevector(argv[i]));
  Value result = make_bytevector(ctx, length);
  if (result == v_pending) return result;
  uint8_t* to = as_bytevector(result)->bytes;
  for (int64_t i = 0; i < argc; i++) {
    const Bytevector* part = as_bytevector(argv[i]);
    std::memcpy(to, part->bytes, static_cast<size_t>(bytevector_length(part)));
    to += bytevector_length(part);
  }
  return result;
}

Value prim_bytevector_fill(Context* ctx, int64_t argc, const Value* argv) {
  Bytevector* bytes = as_bytevector(argv[0]);
  Range range;
  if (!read_range(ctx, Prim::bytevector_fill, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  bytevector_length(bytes), &range))
    return v_pending;
  if (bytes->header & bytevector_flag_immutable) return raise_immutable_error(ctx, Prim::bytevector_fill, argv[0]);
  std::memset(bytes->bytes + range.start, static_cast<int>(fixnum_value(argv[1])), static_cast<size_t>(range.size()));
  return v_unspecified;
}

Value prim_utf8_to_string(Context* ctx, Value bytevector, Value start, Value end) {
  const Bytevector* bytes = as_bytevector(bytevector);
  Range range;
  if (!read_range(ctx, Prim::utf8_to_string, start, end, bytevector_length(bytes), &range)) return v_pending;
  return make_string_utf8(
      ctx, {reinterpret_cast<const char*>(bytes->bytes) + range.start, static_cast<size_t>(range.size())});
}

Value prim_string_to_utf8(Context* ctx, Value string, Value start, Value end) {
  const String* s = as_string(string);
  Range range;
  if (!read_range(ctx, Prim::string_to_utf8, start, end, string_length(s), &range)) return v_pending;
  std::string text = string_to_utf8(s, range.start, range.end);
  Value result = make_bytevector(ctx, static_cast<int64_t>(text.size()));
  if (result != v_pending) std::memcpy(as_bytevector(result)->bytes, text.data(), text.size());
  return result;
}

}  // namespace tiercel
