// Reader events to Datums in an arena.
//
// Shared structure (datum labels) becomes shared pointers, so a Datum may be a cycle.  The spans: every datum its own
// text; the pairs of a list after its first from their element to the end of the list.
#pragma once

#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/names.h"
#include "reader/datum.h"
#include "reader/reader.h"

namespace tiercel {

class DatumSink final : public ReaderSink {
 public:
  DatumSink(Arena& arena, NameTable& names) : arena_(arena), names_(names) {}

  // The datum of the last successful Reader::read.
  const Datum* take();

  void constant(ReaderConstant value, Span span) override;
  void number(const NumberLiteral& number, Span span) override;
  void character(uint32_t scalar, Span span) override;
  void string(std::string_view text, Span span) override;
  void symbol(std::string_view name, Span span) override;
  void number_vector(ElementType type, std::span<const uint8_t> bytes, Span span) override;
  void begin_list(Span open) override;
  void dot() override;
  void end_list(Span whole) override;
  void begin_vector(Span open) override;
  void end_vector(Span whole) override;
  void label(uint64_t label, Span span) override;
  void reference(uint64_t label, Span span) override;
  void abandon() override;

 private:
  struct Frame {
    size_t first_item;  // in items_
    bool dotted = false;
    bool is_label = false;
    uint64_t label = 0;
  };
  struct Patch {
    const Datum** place;
    uint64_t label;
  };

  Datum* make(DatumKind kind, Span span);
  void add(const Datum* datum);
  void store(const Datum** place, const Datum* datum);

  Arena& arena_;
  NameTable& names_;
  std::vector<const Datum*> items_;
  std::vector<Frame> frames_;
  std::unordered_map<uint64_t, const Datum*> labels_;  // null while the labelled datum is being read
  std::vector<Patch> patches_;                         // references that were read before their datum was complete
};

// Deep copy of a number, its big parts included.
const Datum* make_number_datum(Arena& arena, const NumberLiteral& number, Span span);
// A number Datum (fixnum, flonum, bignum, ratio, complex) as a literal; parts go to `arena`, limbs are shared.
NumberLiteral number_of_datum(Arena& arena, const Datum& datum);

struct ReadAll {
  std::vector<const Datum*> data;
  ReadStatus status;  // end, incomplete or error
};
// Reads every datum of a text.
ReadAll read_all(std::string_view text, FileId file, Arena& arena, NameTable& names, DiagnosticList& diagnostics);

}  // namespace tiercel
