// Making objects, out of line; see allocate.h.
#include "object/allocate.h"

#include <cstring>

#include "base/utf8.h"
#include "gen/errors.h"
#include "object/barrier.h"
#include "object/errors.h"

namespace tiercel {
namespace {

// No object is larger: keeps every size computation far from overflow.
constexpr int64_t object_bytes_max = int64_t{1} << 44;

struct Scan {
  int64_t count = 0;
  bool wide = false;
};

Scan scan_utf8(std::string_view utf8) {
  Scan scan;
  for (size_t at = 0; at < utf8.size(); scan.count++) {
    DecodedScalar decoded = decode_utf8(utf8, at);
    scan.wide |= decoded.scalar > 0xFF;
    at += decoded.length;
  }
  return scan;
}

}  // namespace

void* try_allocate_large(Context* ctx, size_t bytes) {
  bytes = round_to_granules(bytes);
  if (bytes < large_object_bytes) return allocate(ctx, bytes);
  return ctx->heap->allocate_slow(&ctx->objects, bytes);
}

void* allocate_nonmoving(Context* ctx, size_t bytes) {
  bytes = round_to_granules(bytes);
  void* object = ctx->heap->allocate_nonmoving(bytes);
  if (object) std::memset(object, 0, bytes);
  return object;
}

Function* make_function(Context* ctx) {
  auto* function = static_cast<Function*>(allocate_nonmoving(ctx, sizeof(Function)));
  function->header = make_header(ObjectKind::function);
  function->code_block = function->constants = function->name = function->unit = function->clauses = v_false;
  function->primitive = -1;
  function->tier = 1;
  return function;
}

StackCopy* make_stack_copy(Context* ctx, size_t bytes) {
  auto* copy = static_cast<StackCopy*>(try_allocate_large(ctx, sizeof(StackCopy) + bytes));
  if (!copy) return nullptr;
  copy->header = make_header(ObjectKind::stack_copy, bytes);
  ctx->heap->forbid_moving();
  return copy;
}

Value constant_cons(Context* ctx, Value car, Value cdr) {
  auto* pair = static_cast<Pair*>(ctx->heap->allocate_constant_pair());
  pair->car = car;
  pair->cdr = cdr;
  return {reinterpret_cast<uint64_t>(pair) | tag_pair};
}

Value make_guardian(Context* ctx) {
  auto* guardian = static_cast<Guardian*>(allocate(ctx, sizeof(Guardian)));
  *guardian = {make_header(ObjectKind::guardian), v_empty, v_empty};
  return value_of(guardian);
}

void guard_value(Context* ctx, Value v, Value watched) {
  Guardian* guardian = as_guardian(v);
  store_field(guardian, &guardian->watched, cons(ctx, watched, guardian->watched));
}

Value take_guarded(Context*, Value v) {
  Guardian* guardian = as_guardian(v);
  if (!is_pair(guardian->ready)) return v_false;
  const Pair* first = as_pair(guardian->ready);
  store_field(guardian, &guardian->ready, first->cdr);
  return first->car;
}

Value make_vector(Context* ctx, int64_t length, Value fill) {
  if (length < 0 || length > object_bytes_max / 8) return raise_out_of_memory(ctx);
  auto* vector = static_cast<Vector*>(try_allocate_large(ctx, sizeof(Vector) + static_cast<size_t>(length) * 8));
  if (!vector) return raise_out_of_memory(ctx);
  vector->header = make_header(ObjectKind::vector, static_cast<uint64_t>(length));
  for (int64_t i = 0; i < length; i++) vector->elements[i] = fill;
  return value_of(vector);
}

Value make_bytevector(Context* ctx, int64_t length) {
  if (length < 0 || length > object_bytes_max) return raise_out_of_memory(ctx);
  auto* bytes = static_cast<Bytevector*>(try_allocate_large(ctx, sizeof(Bytevector) + static_cast<size_t>(length)));
  if (!bytes) return raise_out_of_memory(ctx);
  bytes->header = make_header(ObjectKind::bytevector, static_cast<uint64_t>(length));
  return value_of(bytes);
}

Value make_string_over(Context* ctx, Value data, int64_t length, bool wide) {
  auto* string = static_cast<String*>(allocate(ctx, sizeof(String)));
  string->header = make_header(ObjectKind::string, static_cast<uint64_t>(length), wide ? string_flag_wide : 0);
  string->data = data;
  return value_of(string);
}

Value make_string(Context* ctx, int64_t length, uint32_t fill) {
  bool wide = fill > 0xFF;
  if (length < 0 || length > object_bytes_max / 4) return raise_out_of_memory(ctx);
  Value data = make_bytevector(ctx, wide ? length * 4 : length);
  if (data == v_pending) return data;
  Value string = make_string_over(ctx, data, length, wide);
  if (wide) {
    uint32_t* units = wide_units(as_string(string));
    for (int64_t i = 0; i < length; i++) units[i] = fill;
  } else {
    std::memset(narrow_units(as_string(string)), static_cast<int>(fill), static_cast<size_t>(length));
  }
  return string;
}

Value make_string_utf8(Context* ctx, std::string_view utf8) {
  if (is_ascii(utf8)) {
    auto length = static_cast<int64_t>(utf8.size());
    Value data = make_bytevector(ctx, length);
    if (data == v_pending) return data;
    std::memcpy(as_bytevector(data)->bytes, utf8.data(), utf8.size());
    return make_string_over(ctx, data, length, false);
  }
  Scan scan = scan_utf8(utf8);
  Value data = make_bytevector(ctx, scan.wide ? scan.count * 4 : scan.count);
  if (data == v_pending) return data;
  Value string = make_string_over(ctx, data, scan.count, scan.wide);
  size_t at = 0;
  for (int64_t i = 0; i < scan.count; i++) {
    DecodedScalar decoded = decode_utf8(utf8, at);
    at += decoded.length;
    if (scan.wide) wide_units(as_string(string))[i] = decoded.scalar;
    else narrow_units(as_string(string))[i] = static_cast<uint8_t>(decoded.scalar);
  }
  return string;
}

Value make_immutable_string(Context* ctx, std::string_view utf8) {
  Value string = make_string_utf8(ctx, utf8);
  if (string != v_pending) as_string(string)->header |= string_flag_immutable;
  return string;
}

Value make_bignum(Context* ctx, std::span<const uint64_t> limbs, bool negative) {
  assert(!limbs.empty() && limbs.back() != 0);
  auto* bignum = static_cast<Bignum*>(try_allocate_large(ctx, sizeof(Bignum) + limbs.size_bytes()));
  if (!bignum) return raise_out_of_memory(ctx);
  bignum->header = make_header(ObjectKind::bignum, limbs.size(), negative ? bignum_flag_negative : 0);
  std::memcpy(bignum->words, limbs.data(), limbs.size_bytes());
  return value_of(bignum);
}

Value make_record(Context* ctx, Value type, std::span<const Value> fields) {
  auto* record = static_cast<Record*>(allocate(ctx, sizeof(Record) + fields.size_bytes()));
  record->header = make_header(ObjectKind::record, fields.size());
  record->type = type;
  for (size_t i = 0; i < fields.size(); i++) record->elements[i] = fields[i];
  return value_of(record);
}

Value make_list(Context* ctx, std::span<const Value> items) {
  Value list = v_empty;
  for (size_t i = items.size(); i-- > 0;) list = cons(ctx, items[i], list);
  return list;
}

std::string string_utf8(Value string) {
  const String* s = as_string(string);
  std::string text;
  int64_t length = string_length(s);
  if (!is_wide(s)) {
    std::string_view units{reinterpret_cast<const char*>(narrow_units(s)), static_cast<size_t>(length)};
    if (is_ascii(units)) return std::string(units);
  }
  text.reserve(static_cast<size_t>(length));
  for (int64_t i = 0; i < length; i++) append_utf8(text, string_scalar(s, i));
  return text;
}

}  // namespace tiercel
