// The read-only data of a built program, in the layout of program/format.h.
#include "emit_c/emit.h"
#include "engine/program.h"
#include "gen/primitives.h"
#include "native/symbol.h"
#include "program/format.h"

namespace tiercel {

namespace {

using native::DataPiece;

class DataWriter {
 public:
  DataWriter(const StoredProgram& program, const ProgramCode& code, const std::vector<native::ObjectCode>& native)
      : program_(program), code_(code), native_(native) {}

  std::vector<DataPiece> write(const std::vector<ProgramCall>& calls, bool native_only) {
    ProgramData data = {};
    address(offsetof(ProgramData, load), native_only ? "tiercel_load_native" : "tiercel_load_mixed");
    fill(data, "tiercel_start_program", calls);
    main_.bytes = bytes_of(data);
    return finish(native_only);
  }

  std::vector<DataPiece> write_with_compiler(const std::vector<std::vector<native::ObjectCode>>& units) {
    main_.bytes = bytes_of(with_compiler("tiercel_start_with_compiler", units));
    return finish(false);
  }

  std::vector<DataPiece> write_beside_c(const std::vector<ProgramCall>& calls) {
    CProgramData data = {};
    address(offsetof(ProgramData, load), "tiercel_load_native");
    fill(data.program, "tiercel_start_c_program", calls);
    c_unit({0, code_.unit.functions.size()}, offsetof(CProgramData, unit), &data.unit, &main_.addresses);
    main_.bytes = bytes_of(data);
    return finish(true);
  }

  std::vector<DataPiece> write_with_compiler_beside_c(std::span<const CUnitPlace> places) {
    CCompilerProgramData data = {};
    data.program = with_compiler("tiercel_start_c_with_compiler", {});
    std::vector<CUnit> units(places.size());
    std::vector<DataPiece::Address> addresses;
    for (size_t i = 0; i < units.size(); i++)
      if (places[i].functions) c_unit(places[i], i * sizeof(CUnit), &units[i], &addresses);
    if (!units.empty())
      address(offsetof(CCompilerProgramData, units), add("c_units", bytes_of(units), std::move(addresses)));
    main_.bytes = bytes_of(data);
    return finish(false);
  }

 private:
  void fill(ProgramData& data, const char* start, const std::vector<ProgramCall>& calls) {
    data.version = program_version();
    address(offsetof(ProgramData, start), start);
    text(data, data.unit, program_.unit);
    text(data, data.spans, program_.spans);
    text(data, data.hidden, program_.hidden);
    text(data, data.cells, program_.cells);
    text(data, data.features, program_.features);
    data.cell_count = program_.cell_count;
    data.file_count = program_.files.size();
    table(offsetof(ProgramData, files), program_.files);
    data.hint_count = program_.hints.size();
    table(offsetof(ProgramData, hints), program_.hints);
    data.stack_limit_bytes = program_.stack_limit_bytes;
    data.heap_limit_bytes = program_.heap_limit_bytes;
    data.consair = program_.consair;
    if (program_.fuel >= 0) address(offsetof(ProgramData, limit_fuel), "tiercel_limit_fuel");
    data.fuel = program_.fuel;
    data.json = program_.json;
    native_code(native_, offsetof(ProgramData, code), &data.code, &main_.addresses);
    data.call_count = calls.size();
    if (!calls.empty()) address(offsetof(ProgramData, calls), add("calls", bytes_of(calls)));
  }

  CompilerProgramData with_compiler(const char* start, const std::vector<std::vector<native::ObjectCode>>& units) {
    CompilerProgramData data = {};
    fill(data.program, start, {});
    text(data, data.main_file, program_.main_file);
    text(data, data.folders, program_.folders);
    data.optimize = static_cast<uint64_t>(program_.optimize);
    data.unit_count = program_.units.size();
    data.image = program_.image;
    if (data.unit_count) unit_table(units);
    return data;
  }

  static void c_unit(const CUnitPlace& place, size_t base, CUnit* unit, std::vector<DataPiece::Address>* addresses) {
    std::string suffix = emit_c::unit_suffix(place.library);
    unit->entry_count = place.functions;
    addresses->push_back({base + offsetof(CUnit, code), "__start_tiercel_code" + suffix});
    addresses->push_back({base + offsetof(CUnit, code_end), "__stop_tiercel_code" + suffix});
    addresses->push_back({base + offsetof(CUnit, entries), std::string(emit_c::entries_symbol) + suffix});
    addresses->push_back({base + offsetof(CUnit, sites), "__start_tiercel_sites" + suffix});
    addresses->push_back({base + offsetof(CUnit, sites_end), "__stop_tiercel_sites" + suffix});
  }

  std::vector<DataPiece> finish(bool native_only) {
    pieces_.push_back(std::move(main_));
    if (native_only) procedures_of_primitives();
    return std::move(pieces_);
  }

  void address(size_t offset, const std::string& symbol) { main_.addresses.push_back({offset, symbol}); }

  // Another piece, which only this object knows; its symbol.
  std::string add(const char* kind, std::string bytes, std::vector<DataPiece::Address> addresses = {}) {
    std::string symbol = std::string("program_") + kind + "_" + std::to_string(pieces_.size());
    pieces_.push_back({symbol, std::move(bytes), std::move(addresses)});
    return symbol;
  }

  template <class Data>
  void text(const Data& data, ProgramText& field, const std::string& bytes) {
    field.size = bytes.size();
    auto offset = reinterpret_cast<const char*>(&field) - reinterpret_cast<const char*>(&data);
    if (!bytes.empty()) address(static_cast<size_t>(offset), add("text", bytes));
  }

  // Records of two texts.
  void table(size_t offset, const std::vector<std::pair<std::string, std::string>>& records) {
    static_assert(sizeof(ProgramFile) == 2 * sizeof(ProgramText) && sizeof(ProgramHint) == 2 * sizeof(ProgramText));
    std::vector<ProgramText> texts;
    std::vector<DataPiece::Address> addresses;
    for (const auto& [first, second] : records) {
      for (const std::string* each : {&first, &second}) {
        if (!each->empty()) addresses.push_back({texts.size() * sizeof(ProgramText), add("text", *each)});
        texts.push_back({nullptr, each->size()});
      }
    }
    if (!texts.empty()) address(offset, add("table", bytes_of(texts), std::move(addresses)));
  }

  // Of a program that carries its compiler.
  void unit_table(const std::vector<std::vector<native::ObjectCode>>& native) {
    std::vector<ProgramUnit> units(program_.units.size());
    std::vector<DataPiece::Address> addresses;
    for (size_t i = 0; i < units.size(); i++) {
      const StoredProgram::Unit& from = program_.units[i];
      size_t base = i * sizeof(ProgramUnit);
      auto put = [&](ProgramText& field, size_t offset, const std::string& bytes) {
        field.size = bytes.size();
        if (!bytes.empty()) addresses.push_back({base + offset, add("text", bytes)});
      };
      put(units[i].key, offsetof(ProgramUnit, key), from.key);
      put(units[i].path, offsetof(ProgramUnit, path), from.path);
      put(units[i].form, offsetof(ProgramUnit, form), from.form);
      if (i < native.size()) native_code(native[i], base + offsetof(ProgramUnit, code), &units[i].code, &addresses);
    }
    address(offsetof(CompilerProgramData, units), add("units", bytes_of(units), std::move(addresses)));
  }

  template <class Data>
  static std::string bytes_of(const Data& data) {
    return {reinterpret_cast<const char*>(&data), sizeof data};
  }
  template <class T>
  static std::string bytes_of(const std::vector<T>& items) {
    return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T)};
  }

  // The table of one object's code, which begins at `base` of a piece with these addresses, and those of the further ones.
  void native_code(std::span<const native::ObjectCode> objects, size_t base, LibraryCode* code,
                   std::vector<DataPiece::Address>* addresses) {
    static_assert(sizeof(native::ReturnSite) == sizeof(NativeSite));
    if (objects.empty()) return;
    const native::ObjectCode& object = objects.front();
    addresses->push_back({base + offsetof(LibraryCode, code), object.code_symbol});
    code->code_bytes = object.code_bytes;
    code->first_function = object.entries.front().first;
    std::vector<uint32_t> entries(object.entries.back().first - object.entries.front().first + 1);
    for (auto [function, offset] : object.entries)
      entries[function - code->first_function] = static_cast<uint32_t>(offset + 1);
    code->entry_count = entries.size();
    addresses->push_back({base + offsetof(LibraryCode, entries), add("entries", bytes_of(entries))});
    code->site_count = object.sites.size();
    if (!object.sites.empty())
      addresses->push_back({base + offsetof(LibraryCode, sites), add("sites", bytes_of(object.sites))});
    if (objects.size() == 1) return;
    LibraryCode further = {};
    std::vector<DataPiece::Address> its;
    native_code(objects.subspan(1), 0, &further, &its);
    std::string bytes(reinterpret_cast<const char*>(&further), sizeof further);
    addresses->push_back({base + offsetof(LibraryCode, further), add("code", std::move(bytes), std::move(its))});
  }

  // They exist in the program only where they are values in it.
  void procedures_of_primitives() {
    DataPiece piece{.symbol = "tiercel_primitive_entries", .bytes = {}, .exported = true};
    piece.bytes.resize(primitive_count * sizeof(void*));
    std::vector<bool> wanted(primitive_count);
    for (const bytecode::Constant& constant : code_.unit.constants)
      if (constant.kind == bytecode::ConstantKind::primitive) wanted[constant.primitive] = true;
    for (size_t i = 0; i < wanted.size(); i++) {
      std::string symbol = std::string(TIERCEL_SYMBOL_PREFIX "entry ") + primitive_table[i].name;
      if (wanted[i]) piece.addresses.push_back({i * sizeof(void*), std::move(symbol)});
    }
    pieces_.push_back(std::move(piece));
  }

  const StoredProgram& program_;
  const ProgramCode& code_;
  const std::vector<native::ObjectCode>& native_;
  DataPiece main_{.symbol = "tiercel_program", .bytes = {}, .addresses = {}, .exported = true};
  std::vector<DataPiece> pieces_;
};

}  // namespace

std::vector<DataPiece> data_pieces(const StoredProgram& program, const ProgramCode& code,
                                   const std::vector<native::ObjectCode>& native, const std::vector<ProgramCall>& calls,
                                   bool native_only) {
  return DataWriter(program, code, native).write(calls, native_only);
}

std::vector<DataPiece> data_pieces_with_compiler(const StoredProgram& program,
                                                 const std::vector<std::vector<native::ObjectCode>>& units) {
  return DataWriter(program, {}, {}).write_with_compiler(units);
}

std::vector<DataPiece> data_pieces_with_compiler_beside_c(const StoredProgram& program,
                                                          std::span<const CUnitPlace> units) {
  return DataWriter(program, {}, {}).write_with_compiler_beside_c(units);
}

std::vector<DataPiece> data_pieces_beside_c(const StoredProgram& program, const ProgramCode& code,
                                            const std::vector<ProgramCall>& calls) {
  return DataWriter(program, code, {}).write_beside_c(calls);
}

}  // namespace tiercel
