// Writing and reading go side by side, field by field; every number that is read is checked against what it indexes.
#include "tier/stored_code.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include "bytecode/byte_stream.h"
#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "tier/runtime.h"

namespace tiercel {

namespace {

using bytecode::ByteReader;
using bytecode::ByteWriter;
using native::Blob;
using native::ConstantFact;

constexpr uint64_t form = 1;

// --- The runtime's functions by number: the table is the same in every process of one build.
uint64_t number_of(const std::string& name) {
  static const auto numbers = [] {
    std::unordered_map<std::string_view, uint64_t> result;
    for (const native::RuntimeFunction& function : runtime_functions()) result.emplace(function.name, result.size());
    return result;
  }();
  auto found = numbers.find(name);
  return found == numbers.end() ? numbers.size() : found->second;
}

void write_bytes(ByteWriter& out, const std::vector<uint8_t>& bytes) {
  out.text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
std::vector<uint8_t> read_bytes(ByteReader& in) {
  std::string_view text = in.text();
  return {text.begin(), text.end()};
}

void write_blob(ByteWriter& out, const Blob& blob) {
  write_bytes(out, blob.code);
  write_bytes(out, blob.data);
  out.number(blob.imports.size());
  for (const Blob::Import& import : blob.imports) {
    out.number(import.offset);
    out.number(number_of(import.name));
  }
  out.number(blob.pointers.size());
  for (const Blob::Pointer& pointer : blob.pointers) {
    out.number(pointer.offset);
    out.byte(pointer.to_code);
    out.number(pointer.target);
  }
  for (uint64_t place : {blob.constants_slot, blob.functions_slot, blob.origin, blob.unwind, blob.unwind_bytes})
    out.number(place);
  out.number(blob.entries.size());
  for (auto [function, place] : blob.entries) {
    out.number(function);
    out.number(place);
  }
  out.number(blob.loop_entry);
}

// A place in `bytes` where `size` bytes are.
uint64_t read_place(ByteReader& in, const std::vector<uint8_t>& bytes, uint64_t size) {
  uint64_t place = in.number();
  if (bytes.size() < size || place > bytes.size() - size) in.fail();
  return place;
}

void read_blob(ByteReader& in, Blob* blob, size_t functions) {
  const auto& table = runtime_functions();
  blob->code = read_bytes(in);
  blob->data = read_bytes(in);
  size_t imports = in.count(2);
  for (size_t i = 0; i < imports && !in.failed(); i++) {
    auto offset = static_cast<uint32_t>(read_place(in, blob->data, 8));
    uint64_t number = in.number();
    if (number >= table.size()) return in.fail();
    blob->imports.push_back({offset, table[number].name});
  }
  size_t pointers = in.count(3);
  for (size_t i = 0; i < pointers && !in.failed(); i++) {
    auto offset = static_cast<uint32_t>(read_place(in, blob->data, 8));
    bool to_code = in.number_up_to(1);
    blob->pointers.push_back({offset, to_code, read_place(in, to_code ? blob->code : blob->data, 0)});
  }
  blob->constants_slot = read_place(in, blob->data, 8);
  blob->functions_slot = read_place(in, blob->data, 8);
  blob->origin = read_place(in, blob->code, 1);
  blob->unwind = read_place(in, blob->data, 0);
  blob->unwind_bytes = in.number_up_to(blob->data.size() - std::min<uint64_t>(blob->unwind, blob->data.size()));
  size_t entries = in.count(2);
  for (size_t i = 0; i < entries && !in.failed(); i++) {
    auto function = static_cast<uint32_t>(in.number_up_to(functions - 1));
    blob->entries.emplace_back(function, read_place(in, blob->code, 1));
  }
  blob->loop_entry = read_place(in, blob->code, 1);
  blob->complete = !in.failed();
}

void write_piece(ByteWriter& out, const StoredPiece& piece) {
  out.number(piece.selected.size());
  for (uint32_t function : piece.selected) out.number(function);
  out.signed_number(piece.loop);
  out.number(piece.facts.size());
  for (const StoredPiece::Fact& each : piece.facts) {
    out.number(each.constant);
    out.byte(each.fact.kind);
    out.number(each.fact.number);
  }
  write_blob(out, piece.blob);
  out.number(piece.sites.size());
  native::ReturnSite last{};
  for (const native::ReturnSite& site : piece.sites) {
    out.number(site.offset - last.offset);
    out.number(site.function);
    out.number(site.instruction);
    last = site;
  }
  out.number(piece.parts.size());
  for (const native::CodePart& part : piece.parts) {
    out.number(part.begin);
    out.number(part.end);
    out.number(part.function);
    out.byte(part.entry);
  }
  out.number(piece.code_bytes);
}

void read_piece(ByteReader& in, StoredPiece* piece, size_t functions, size_t constants) {
  auto function = [&] { return static_cast<uint32_t>(in.number_up_to(functions - 1)); };
  auto word = [&] { return static_cast<uint32_t>(in.number_up_to(UINT32_MAX)); };
  size_t selected = in.count();
  if (selected == 0) return in.fail();
  for (size_t i = 0; i < selected && !in.failed(); i++) piece->selected.push_back(function());
  piece->loop = in.signed_number();
  size_t facts = in.count(3);
  for (size_t i = 0; i < facts && !in.failed(); i++) {
    StoredPiece::Fact& each = piece->facts.emplace_back();
    each.constant = word();
    if (each.constant >= constants) return in.fail();
    each.fact.kind = static_cast<ConstantFact::Kind>(in.number_up_to(ConstantFact::last));
    each.fact.number = in.number();
  }
  read_blob(in, &piece->blob, functions);
  size_t sites = in.count(3);
  uint32_t offset = 0;
  for (size_t i = 0; i < sites && !in.failed(); i++) {
    offset += word();
    uint32_t of = function();
    piece->sites.push_back({offset, of, word()});
  }
  size_t parts = in.count(4);
  for (size_t i = 0; i < parts && !in.failed(); i++) {
    uint32_t begin = word(), end = word(), of = function();
    piece->parts.push_back({begin, end, of, in.number_up_to(1) != 0});
  }
  piece->code_bytes = in.number_up_to(piece->blob.code.size());
}

}  // namespace

std::vector<uint8_t> encode_archive(const UnitArchive& archive) {
  ByteWriter out;
  out.number(form);
  out.number(archive.pieces.size());
  for (const StoredPiece& piece : archive.pieces) write_piece(out, piece);
  return out.take();
}

std::shared_ptr<UnitArchive> decode_archive(std::span<const uint8_t> bytes, size_t functions, size_t constants) {
  auto archive = std::make_shared<UnitArchive>();
  ByteReader in(bytes);
  if (in.number() != form || functions == 0) return nullptr;
  size_t pieces = in.count();
  for (size_t i = 0; i < pieces && !in.failed(); i++)
    read_piece(in, &archive->pieces.emplace_back(), functions, constants);
  return in.failed() || !in.at_end() ? nullptr : archive;
}

std::vector<StoredPiece::Fact> facts_used(const native::Request& request) {
  std::vector<bool> seen(request.constants.size());
  std::vector<StoredPiece::Fact> facts;
  for (uint32_t index : request.selected) {
    for (const Instruction& instruction : request.functions[index].instructions) {
      const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
      for (int i = 0; i < info.operand_count; i++) {
        if (info.operands[i].type != OperandType::const_) continue;
        auto constant = static_cast<uint32_t>(bytecode::operand_value(instruction, info.operands[i]));
        const ConstantFact& fact = request.constants[constant];
        if (!seen[constant] && fact.kind != ConstantFact::object) facts.push_back({constant, fact});
        seen[constant] = true;
      }
    }
  }
  return facts;
}

// --- In place -------------------------------------------------------------------------------------------------------

namespace {

// What unplace_code needs to know.
struct Placed {
  void* address;
  size_t bytes;
};

uint64_t round_up(uint64_t bytes) { return (bytes + Blob::unit - 1) / Blob::unit * Blob::unit; }

void store_address(uint8_t* field, const void* address) { std::memcpy(field, &address, sizeof address); }

void* address_of(const std::string& name) {
  uint64_t number = number_of(name);
  return number < runtime_functions().size() ? runtime_functions()[number].address : nullptr;
}

}  // namespace

native::Result place_code(const StoredPiece& piece) {
  const Blob& blob = piece.blob;
  native::Result result;
  size_t code_bytes = round_up(blob.code.size()), bytes = code_bytes + round_up(blob.data.size());
  void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return result;
  auto* code = static_cast<uint8_t*>(memory);
  uint8_t* data = code + code_bytes;
  std::memcpy(code, blob.code.data(), blob.code.size());
  std::memcpy(data, blob.data.data(), blob.data.size());
  bool good = true;
  for (const Blob::Import& import : blob.imports) {
    void* address = address_of(import.name);
    good = good && address;
    store_address(data + import.offset, address);
  }
  for (const Blob::Pointer& pointer : blob.pointers)
    store_address(data + pointer.offset, (pointer.to_code ? code : data) + pointer.target);
  if (!good || ::mprotect(code, code_bytes, PROT_READ | PROT_EXEC) != 0) {
    ::munmap(memory, bytes);
    return result;
  }
  __builtin___clear_cache(reinterpret_cast<char*>(code), reinterpret_cast<char*>(data));
  for (auto [function, place] : blob.entries) result.functions.push_back({function, code + place});
  if (piece.loop >= 0) result.loop_entry = code + blob.loop_entry;
  result.code = code + blob.origin;
  result.code_bytes = piece.code_bytes;
  result.parts = piece.parts;
  result.sites = piece.sites;
  if (blob.unwind_bytes > 0) result.unwind = data + blob.unwind;
  result.unwind_bytes = blob.unwind_bytes;
  result.constants_slot = reinterpret_cast<void**>(data + blob.constants_slot);
  result.functions_slot = reinterpret_cast<void**>(data + blob.functions_slot);
  result.memory = new Placed{memory, bytes};
  return result;
}

void unplace_code(void* memory) {
  std::unique_ptr<Placed> placed(static_cast<Placed*>(memory));
  ::munmap(placed->address, placed->bytes);
}

}  // namespace tiercel
