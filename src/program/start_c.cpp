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

static_assert(offsetof(tc_context, stack_limit) == offsetof(Context, stack_limit));
static_assert(offsetof(tc_context, objects) == offsetof(Context, objects));
static_assert(offsetof(tc_context, pairs) == offsetof(Context, pairs));
static_assert(offsetof(tc_context, fuel) == offsetof(Context, fuel));
static_assert(offsetof(tc_context, cells) == offsetof(Context, cells));
static_assert(offsetof(tc_context, nvalues) == offsetof(Context, nvalues));
static_assert(offsetof(tc_context, args) == offsetof(Context, args));
static_assert(offsetof(tc_context, values) == offsetof(Context, values));
static_assert(offsetof(tc_context, more_values) == offsetof(Context, more_values));
static_assert(tc_context_libraries == offsetof(Context, libraries));
static_assert(offsetof(tc_range, limit) == offsetof(AllocationRange, limit));
static_assert(offsetof(tc_tables, functions) == offsetof(LibraryTables, functions));
static_assert(offsetof(tc_procedure, entry) == offsetof(Procedure, entry));
static_assert(offsetof(tc_procedure, function) == offsetof(Procedure, function));
static_assert(offsetof(tc_procedure, elements) == offsetof(Procedure, elements));
static_assert(tc_function_entry == offsetof(Function, entry) && tc_function_arity == offsetof(Function, arity) &&
              tc_function_primitive == offsetof(Function, primitive));
static_assert(tc_record_type_parent == offsetof(RecordType, parent) && offsetof(Record, elements) == 16);
static_assert(offsetof(Box, content) == 8 && offsetof(Cell, content) == 8 && offsetof(Vector, elements) == 8 &&
              offsetof(String, data) == 8 && offsetof(Bytevector, bytes) == 8 && offsetof(Record, type) == 8);
static_assert(tc_block_dirty == offsetof(Block, dirty) && tc_block_constant == offsetof(Block, constant) &&
              tc_block_cards == offsetof(Block, cards) && tc_card_shift == card_shift && block_size == 0x10000);
static_assert(tc_kind_string == static_cast<int>(ObjectKind::string) &&
              tc_kind_vector == static_cast<int>(ObjectKind::vector) &&
              tc_kind_bytevector == static_cast<int>(ObjectKind::bytevector) &&
              tc_kind_box == static_cast<int>(ObjectKind::box) &&
              tc_kind_procedure == static_cast<int>(ObjectKind::procedure) &&
              tc_kind_record == static_cast<int>(ObjectKind::record));
static_assert(tc_kind_symbol == static_cast<int>(ObjectKind::symbol) &&
              tc_kind_f64vector == static_cast<int>(ObjectKind::f64vector));
static_assert(vector_flag_immutable == 0x100 && bytevector_flag_immutable == 0x100 &&
              f64vector_flag_immutable == 0x100 && string_flag_wide == 0x100 && string_flag_immutable == 0x200);
static_assert(sizeof(tc_site) == sizeof(CSite));

struct Place {
  uintptr_t address;
  uint32_t function, instruction;
};

// The place behind a call is the first one that is not before the address to which it returns; in the table of sites a call
// is the last one that begins before that address.  So each begins where the one before it ends.
std::vector<NativeSite> sites_of(const CProgramData& c) {
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

int tiercel_start_c_program(const ProgramData* program, int argc, char** argv) {
  if (program->version != program_version()) return tiercel_start_program(program, argc, argv);  // which says so
  const auto& c = *reinterpret_cast<const CProgramData*>(program);
  // Never destroyed: the process ends, and its memory with it.
  auto* own = new ProgramData(c.program);
  auto* sites = new std::vector<NativeSite>(sites_of(c));
  auto* entries = new std::vector<uint32_t>;
  for (uint64_t i = 0; i < c.entry_count; i++)
    entries->push_back(static_cast<uint32_t>(reinterpret_cast<const char*>(c.entries[i]) - c.code) + 1);
  own->code = {c.code,          static_cast<uint64_t>(c.code_end - c.code),
               entries->data(), entries->size(),
               sites->data(),   sites->size()};
  return tiercel_start_program(own, argc, argv);
}

}  // namespace tiercel
