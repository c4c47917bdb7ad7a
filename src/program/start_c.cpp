// The start of a program that is C text: what the C compiler and the linker left is put into the form that all machine code of
// libraries has.  Also here: that include/tiercel/emit.h says of objects and of the context what is true of them.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "heap/block.h"
#include "object/layouts.h"
#include "program/format.h"

namespace tiercel {

// As C text sees it.
namespace c_text {
#include "tiercel/emit.h"
}

namespace {

using namespace c_text;

// --- Words
static_assert(V_FALSE == v_false.bits && V_NIL == v_nil.bits && V_EMPTY == v_empty.bits && V_TRUE == v_true.bits &&
              V_EOF == v_eof.bits && V_UNSPECIFIED == v_unspecified.bits && V_DEFAULT == v_default.bits &&
              V_UNBOUND == v_unbound.bits && V_UNDEFINED == v_undefined.bits && V_MULTIPLE == v_multiple.bits &&
              V_PENDING == v_pending.bits);
static_assert(FIXNUM(-5) == make_fixnum(-5).bits && FIXNUM(fixnum_max) == make_fixnum(fixnum_max).bits &&
              CHARACTER(0x10FFFF) == make_char(0x10FFFF).bits);
static_assert(BOOLEAN(true) == boolean(true).bits && BOOLEAN(false) == boolean(false).bits);
static_assert(tc_tag_object == int{tag_object} && tc_tag_pair == int{tag_pair} &&
              tc_tag_procedure == int{tag_procedure});
static_assert(tc_falsity_bit == falsity_bit && tc_emptiness_bit == emptiness_bit);
static_assert(tc_float_endings == int{float_endings} && tc_float_rotation == float_rotation);

// By every ending, and every constant.
constexpr bool tells_words_apart() {
  for (uint64_t word = 0; word <= v_broken_weak.bits; word++) {
    Value value{word};
    if (TC_IS_FALSE(word) != is_false(value) || TC_IS_NULL(word) != is_null(value)) return false;
    if (TC_IS_FIXNUM(word) != is_fixnum(value) || TC_IS_CHARACTER(word) != is_char(value)) return false;
    if (TC_IS_FLOAT_WORD(word) != is_immediate_float(value) || TC_IS_OBJECT(word) != is_object(value)) return false;
    if (TC_IS_PAIR(word) != is_pair(value) || TC_IS_PROCEDURE(word) != is_procedure(value)) return false;
    if (TC_BOTH_FIXNUMS(word, FIXNUM(0)) != is_fixnum(value) || TC_BOTH_FIXNUMS(FIXNUM(0), word) != is_fixnum(value))
      return false;
  }
  return true;
}
static_assert(tells_words_apart());

// --- The context
static_assert(offsetof(tc_context, stack_limit) == offsetof(Context, stack_limit));
static_assert(offsetof(tc_context, objects) == offsetof(Context, objects));
static_assert(offsetof(tc_context, pairs) == offsetof(Context, pairs));
static_assert(offsetof(tc_context, fuel) == offsetof(Context, fuel));
static_assert(offsetof(tc_context, cells) == offsetof(Context, cells));
static_assert(offsetof(tc_context, nvalues) == offsetof(Context, nvalues));
static_assert(offsetof(tc_context, more) == offsetof(Context, more));
static_assert(offsetof(tc_context, args) == offsetof(Context, args));
static_assert(offsetof(tc_context, values) == offsetof(Context, values));
static_assert(offsetof(tc_context, more_values) == offsetof(Context, more_values));
static_assert(tc_context_libraries == offsetof(Context, libraries));
static_assert(offsetof(tc_range, limit) == offsetof(AllocationRange, limit));
static_assert(offsetof(tc_tables, functions) == offsetof(LibraryTables, functions));

// --- Objects
static_assert(tc_length_shift == header_length_shift && header_flags_mask == 0xFF00);
static_assert(offsetof(Pair, car) == 0 && offsetof(Pair, cdr) == 8 && sizeof(Pair) == 16 && sizeof(Box) == 16);
static_assert(offsetof(tc_procedure, entry) == offsetof(Procedure, entry));
static_assert(offsetof(tc_procedure, function) == offsetof(Procedure, function));
static_assert(offsetof(tc_procedure, elements) == offsetof(Procedure, elements) &&
              tc_captures == offsetof(Procedure, elements));
static_assert(tc_function_entry == offsetof(Function, entry) && tc_function_arity == offsetof(Function, arity) &&
              tc_function_primitive == offsetof(Function, primitive));
static_assert(tc_record_type_parent == offsetof(RecordType, parent) &&
              tc_record_elements == offsetof(Record, elements));
static_assert(tc_elements == offsetof(Vector, elements) && tc_elements == offsetof(Bytevector, bytes) &&
              tc_elements == offsetof(F64vector, elements));
static_assert(offsetof(Box, content) == 8 && offsetof(Cell, content) == 8 && offsetof(String, data) == 8 &&
              offsetof(Record, type) == 8);
static_assert(tc_block_dirty == offsetof(Block, dirty) && tc_block_constant == offsetof(Block, constant) &&
              tc_block_cards == offsetof(Block, cards) && tc_card_shift == card_shift && block_size == 0x10000);
static_assert(tc_kind_string == static_cast<int>(ObjectKind::string) &&
              tc_kind_symbol == static_cast<int>(ObjectKind::symbol) &&
              tc_kind_vector == static_cast<int>(ObjectKind::vector) &&
              tc_kind_bytevector == static_cast<int>(ObjectKind::bytevector) &&
              tc_kind_box == static_cast<int>(ObjectKind::box) &&
              tc_kind_procedure == static_cast<int>(ObjectKind::procedure) &&
              tc_kind_record == static_cast<int>(ObjectKind::record) &&
              tc_kind_f64vector == static_cast<int>(ObjectKind::f64vector));
static_assert(tc_immutable == vector_flag_immutable && tc_immutable == bytevector_flag_immutable &&
              tc_immutable == f64vector_flag_immutable && tc_string_wide == string_flag_wide &&
              tc_string_immutable == string_flag_immutable);
static_assert(sizeof(tc_site) == sizeof(CSite) && offsetof(tc_site, procedure) == offsetof(CSite, function) &&
              offsetof(tc_site, instruction) == offsetof(CSite, instruction));

struct Place {
  uintptr_t address;
  uint32_t function, instruction;
};

// The place behind a call is the first one that is not before the address to which it returns; in the table of sites a call
// is the last one that begins before that address.  So each begins where the one before it ends.
std::vector<NativeSite> sites_of(const CUnit& c) {
  std::vector<Place> places;
  for (const CSite* site = c.sites; site != c.sites_end; site++)
    places.push_back({reinterpret_cast<uintptr_t>(&site->to_place) + static_cast<uintptr_t>(intptr_t{site->to_place}),
                      site->function, site->instruction});
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) { return x.address < y.address; });
  std::vector<NativeSite> sites;
  auto begin = reinterpret_cast<uintptr_t>(c.code);
  uintptr_t end_before = begin;
  for (const Place& place : places) {
    sites.push_back({static_cast<uint32_t>(end_before - begin), place.function, place.instruction});
    end_before = place.address;
  }
  return sites;
}

}  // namespace

LibraryCode code_of_c_unit(const CUnit& unit) {
  if (!unit.entries) return {};
  // Never destroyed: the process ends, and its memory with it.
  auto* sites = new std::vector<NativeSite>(sites_of(unit));
  auto* entries = new std::vector<uint32_t>;
  for (uint64_t i = 0; i < unit.entry_count; i++)
    entries->push_back(static_cast<uint32_t>(reinterpret_cast<const char*>(unit.entries[i]) - unit.code) + 1);
  return {unit.code,       static_cast<uint64_t>(unit.code_end - unit.code),
          entries->data(), entries->size(),
          sites->data(),   sites->size()};
}

int tiercel_start_c_program(const ProgramData* program, int argc, char** argv) {
  if (program->version != program_version()) return tiercel_start_program(program, argc, argv);  // which says so
  const auto& c = *reinterpret_cast<const CProgramData*>(program);
  auto* own = new ProgramData(c.program);
  own->code = code_of_c_unit(c.unit);
  return tiercel_start_program(own, argc, argv);
}

}  // namespace tiercel
