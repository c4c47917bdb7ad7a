#include "syntax/datum_tools.h"

#include <cstring>
#include <unordered_map>
#include <vector>

namespace tiercel::syntax {

bool same_atom(const Datum* a, const Datum* b) {
  if (a->kind != b->kind) return false;
  auto same_bytes = [](const void* x, uint64_t x_size, const void* y, uint64_t y_size) {
    return x_size == y_size && (x_size == 0 || std::memcmp(x, y, x_size) == 0);
  };
  switch (a->kind) {
    case DatumKind::empty:
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::eof:
    case DatumKind::unspecified:
    case DatumKind::default_:
    case DatumKind::undefined: return true;
    case DatumKind::fixnum: return a->fixnum == b->fixnum;
    case DatumKind::flonum: return std::memcmp(&a->flonum, &b->flonum, sizeof(double)) == 0;
    case DatumKind::bignum:
      return a->negative == b->negative &&
             same_bytes(a->limbs.data, a->limbs.size * 8, b->limbs.data, b->limbs.size * 8);
    case DatumKind::ratio:
    case DatumKind::complex:
      return same_atom(a->pair.first, b->pair.first) && same_atom(a->pair.second, b->pair.second);
    case DatumKind::character: return a->scalar == b->scalar;
    case DatumKind::string: return same_bytes(a->string.data, a->string.size, b->string.data, b->string.size);
    case DatumKind::number_vector:
      return a->element == b->element && same_bytes(a->bytes.data, a->bytes.size, b->bytes.data, b->bytes.size);
    case DatumKind::symbol: return a->symbol == b->symbol;
    case DatumKind::opaque: return a->handle == b->handle;
    case DatumKind::pair:
    case DatumKind::vector: return a == b;
  }
}

const Datum* copy_atom(const Datum* datum, Arena& arena) {
  auto* copy = arena.make<Datum>(*datum);
  switch (datum->kind) {
    case DatumKind::string:
      copy->string.data = arena.copy(std::string_view(datum->string.data, datum->string.size)).data();
      break;
    case DatumKind::number_vector:
      copy->bytes.data = arena.copy(std::span<const uint8_t>(datum->bytes.data, datum->bytes.size)).data();
      break;
    case DatumKind::bignum:
      copy->limbs.data = arena.copy(std::span<const uint64_t>(datum->limbs.data, datum->limbs.size)).data();
      break;
    case DatumKind::ratio:
    case DatumKind::complex:
      copy->pair = {copy_atom(datum->pair.first, arena), copy_atom(datum->pair.second, arena)};
      break;
    case DatumKind::empty:
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::eof:
    case DatumKind::unspecified:
    case DatumKind::default_:
    case DatumKind::undefined:
    case DatumKind::fixnum:
    case DatumKind::flonum:
    case DatumKind::character:
    case DatumKind::symbol:
    case DatumKind::opaque:
    case DatumKind::pair:
    case DatumKind::vector: break;
  }
  return copy;
}

const Datum* copy_datum(const Datum* datum, Arena& arena) {
  std::unordered_map<const Datum*, Datum*> copies;
  std::vector<std::pair<const Datum*, Datum*>> work;
  auto copy = [&](const Datum* original) -> Datum* {
    bool compound = original->kind == DatumKind::pair || original->kind == DatumKind::vector;
    if (!compound) return const_cast<Datum*>(copy_atom(original, arena));
    auto [place, fresh] = copies.try_emplace(original);
    if (fresh) {
      place->second = arena.make<Datum>(*original);
      work.emplace_back(original, place->second);
    }
    return place->second;
  };
  Datum* result = copy(datum);
  while (!work.empty()) {
    auto [original, target] = work.back();
    work.pop_back();
    if (original->kind == DatumKind::pair) {
      target->pair = {copy(original->pair.first), copy(original->pair.second)};
    } else {
      auto elements = arena.array<const Datum*>(original->vector.size);
      for (size_t i = 0; i < elements.size(); i++) elements[i] = copy(original->vector.data[i]);
      target->vector = {elements.data(), elements.size()};
    }
  }
  return result;
}

}  // namespace tiercel::syntax
