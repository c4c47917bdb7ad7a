// A record is the kind, then the payload; parts are numbers of other records, so cycles need no care when reading:
// all records exist before the first is filled.
#include "bytecode/datum_table.h"

#include <bit>

#include "object/value.h"

namespace tiercel::bytecode {

namespace {

bool has_two_parts(DatumKind kind) {
  return kind == DatumKind::pair || kind == DatumKind::ratio || kind == DatumKind::complex;
}

bool is_exact(const Datum& datum) { return datum.kind == DatumKind::fixnum || datum.kind == DatumKind::bignum; }

// Ratios and complex numbers have number parts, so that a loader need not ask.
bool has_sound_parts(const Datum& datum) {
  if (datum.kind == DatumKind::ratio) return is_exact(*datum.pair.first) && is_exact(*datum.pair.second);
  if (datum.kind != DatumKind::complex) return true;
  auto is_real = [](const Datum* d) {
    return is_exact(*d) || d->kind == DatumKind::ratio || d->kind == DatumKind::flonum;
  };
  return is_real(datum.pair.first) && is_real(datum.pair.second);
}

// RFC 3629: well-formed UTF-8 of Unicode scalar values.
bool is_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    auto lead = static_cast<uint8_t>(text[i++]);
    if (lead < 0x80) continue;
    int extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - i < static_cast<size_t>(extra)) return false;
    uint32_t scalar = lead & (0x3F >> extra);
    for (int k = 0; k < extra; k++) {
      auto next = static_cast<uint8_t>(text[i++]);
      if ((next & 0xC0) != 0x80) return false;
      scalar = scalar << 6 | (next & 0x3F);
    }
    constexpr uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (scalar < smallest[extra] || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar <= 0xDFFF)) return false;
  }
  return true;
}

void write_datum(ByteWriter& writer, const Datum& datum, const DatumNumbers& datums, NameNumbers& names) {
  writer.byte(static_cast<uint8_t>(datum.kind));
  switch (datum.kind) {
    case DatumKind::empty:
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::eof:
    case DatumKind::unspecified:
    case DatumKind::default_:
    case DatumKind::undefined: return;
    case DatumKind::fixnum: return writer.signed_number(datum.fixnum);
    case DatumKind::flonum: return writer.word(std::bit_cast<uint64_t>(datum.flonum));
    case DatumKind::bignum:
      writer.byte(datum.negative);
      writer.number(datum.limbs.size);
      for (size_t i = 0; i < datum.limbs.size; i++) writer.word(datum.limbs.data[i]);
      return;
    case DatumKind::ratio:
    case DatumKind::complex:
    case DatumKind::pair:
      writer.number(datums.number_of_known(datum.pair.first));
      return writer.number(datums.number_of_known(datum.pair.second));
    case DatumKind::character: return writer.number(datum.scalar);
    case DatumKind::string: return writer.text({datum.string.data, datum.string.size});
    case DatumKind::symbol: return writer.number(names.number(datum.symbol));
    case DatumKind::vector:
      writer.number(datum.vector.size);
      for (size_t i = 0; i < datum.vector.size; i++) writer.number(datums.number_of_known(datum.vector.data[i]));
      return;
    case DatumKind::number_vector:
      writer.byte(static_cast<uint8_t>(datum.element));
      return writer.text({reinterpret_cast<const char*>(datum.bytes.data), datum.bytes.size});
    case DatumKind::opaque: return writer.number(datum.handle);
  }
}

struct DatumReader {
  ByteReader& reader;
  Arena& arena;
  std::span<const Name> names;
  std::span<Datum> datums;

  const Datum* part() {
    uint64_t index = reader.number_up_to(datums.size() - 1);
    return &datums[index];
  }

  void read_bignum(Datum& datum) {
    datum.negative = reader.byte() & 1;
    size_t size = reader.count(8);
    auto limbs = arena.array<uint64_t>(size);
    for (uint64_t& limb : limbs) limb = reader.word();
    if (limbs.empty() || limbs.back() == 0) reader.fail();
    datum.limbs = {limbs.data(), limbs.size()};
  }

  void read_vector(Datum& datum) {
    auto elements = arena.array<const Datum*>(reader.count());
    for (const Datum*& element : elements) element = part();
    datum.vector = {elements.data(), elements.size()};
  }

  void read_payload(Datum& datum) {
    switch (datum.kind) {
      case DatumKind::empty:
      case DatumKind::nil:
      case DatumKind::true_:
      case DatumKind::false_:
      case DatumKind::eof:
      case DatumKind::unspecified:
      case DatumKind::default_:
      case DatumKind::undefined: return;
      case DatumKind::fixnum:
        datum.fixnum = reader.signed_number();
        if (!fits_fixnum(datum.fixnum)) reader.fail();
        return;
      case DatumKind::flonum: datum.flonum = std::bit_cast<double>(reader.word()); return;
      case DatumKind::bignum: return read_bignum(datum);
      case DatumKind::ratio:
      case DatumKind::complex:
      case DatumKind::pair:
        datum.pair.first = part();
        datum.pair.second = part();
        return;
      case DatumKind::character:
        datum.scalar = static_cast<uint32_t>(reader.number_up_to(0x10FFFF));
        if (datum.scalar >= 0xD800 && datum.scalar <= 0xDFFF) reader.fail();
        return;
      case DatumKind::string: {
        std::string_view text = arena.copy(reader.text());
        if (!is_utf8(text)) reader.fail();
        datum.string = {text.data(), text.size()};
        return;
      }
      case DatumKind::symbol: {
        uint64_t index = reader.number();
        if (index >= names.size()) return reader.fail();
        datum.symbol = names[index];
        return;
      }
      case DatumKind::vector: return read_vector(datum);
      case DatumKind::number_vector: {
        datum.element = static_cast<ElementType>(reader.number_up_to(element_type_count - 1));
        std::string_view bytes = arena.copy(reader.text());
        if (bytes.size() % element_info(datum.element).bytes != 0) reader.fail();
        datum.bytes = {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
        return;
      }
      case DatumKind::opaque: datum.handle = reader.number(); return;
    }
  }
};

}  // namespace

uint64_t DatumNumbers::add(const Datum* datum) {
  auto [found, is_new] = numbers_.try_emplace(datum, datums_.size());
  if (is_new) datums_.push_back(datum);
  return found->second;
}

// Breadth first: the list of numbered Datums is also the list of those still to be visited.
uint64_t DatumNumbers::number(const Datum* root) {
  size_t next = datums_.size();
  uint64_t result = add(root);
  for (; next < datums_.size(); next++) {
    const Datum* datum = datums_[next];
    if (has_two_parts(datum->kind)) {
      add(datum->pair.first);
      add(datum->pair.second);
    } else if (datum->kind == DatumKind::vector) {
      for (size_t i = 0; i < datum->vector.size; i++) add(datum->vector.data[i]);
    }
  }
  return result;
}

void write_datums(ByteWriter& writer, const DatumNumbers& datums, NameNumbers& names) {
  writer.number(datums.datums().size());
  for (const Datum* datum : datums.datums()) write_datum(writer, *datum, datums, names);
}

std::span<Datum> read_datums(ByteReader& reader, Arena& arena, std::span<const Name> names) {
  auto datums = arena.array<Datum>(reader.count());
  DatumReader datum_reader{reader, arena, names, datums};
  for (Datum& datum : datums) {
    datum.kind = static_cast<DatumKind>(reader.number_up_to(static_cast<uint64_t>(DatumKind::opaque)));
    datum_reader.read_payload(datum);
    if (reader.failed()) return {};
  }
  for (const Datum& datum : datums) {
    if (!has_sound_parts(datum)) return reader.fail(), std::span<Datum>{};
  }
  return datums;
}

}  // namespace tiercel::bytecode
