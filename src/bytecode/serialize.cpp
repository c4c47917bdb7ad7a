// The byte form of a unit: version, names, datums, constants, files, functions.  Names and datums come first so that
// everything after them refers backwards; the writer therefore collects them before it writes anything.
#include "bytecode/serialize.h"

#include <cstring>
#include <unordered_map>

#include "bytecode/byte_stream.h"
#include "bytecode/datum_table.h"
#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"

namespace tiercel::bytecode {

namespace {

constexpr uint64_t magic = 0x3245444F43544221;  // "!BTCODE2": raise the digit when this file's form changes

void mix(uint64_t& hash, const void* data, size_t size) {  // FNV-1a
  auto bytes = static_cast<const uint8_t*>(data);
  for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001B3;
}

void mix_text(uint64_t& hash, const char* text) { mix(hash, text, std::strlen(text) + 1); }

// File ids of a unit's spans, renumbered 1.. in the order of first use.
class FileNumbers {
 public:
  uint64_t number(FileId file) {
    if (file == 0) return 0;
    auto [found, is_new] = numbers_.try_emplace(file, files_.size() + 1);
    if (is_new) files_.push_back(file);
    return found->second;
  }
  const std::vector<FileId>& files() const { return files_; }

 private:
  std::unordered_map<FileId, uint64_t> numbers_;
  std::vector<FileId> files_;
};

class UnitWriter {
 public:
  explicit UnitWriter(const Unit& unit) : unit_(unit) {}

  std::vector<uint8_t> write(FileNamer& files) {
    ByteWriter constants = write_constants();
    for (const FunctionCode& function : unit_.functions) write_function(function);
    ByteWriter datums;
    write_datums(datums, datums_, names_);
    ByteWriter head;
    head.word(magic);
    head.word(table_version());
    head.text(unit_.name);
    head.number(names_.names().size());
    for (Name name : names_.names()) head.text(name->text);
    append(head, datums);
    append(head, constants);
    head.number(files_.files().size());
    for (FileId file : files_.files()) head.text(files.file_name(file));
    head.number(unit_.functions.size());
    append(head, functions_);
    return head.take();
  }

 private:
  static void append(ByteWriter& to, ByteWriter& from) {
    for (uint8_t byte : from.take()) to.byte(byte);
  }

  // 0 is no name.
  void name(ByteWriter& writer, Name name) { writer.number(name ? names_.number(name) + 1 : 0); }

  ByteWriter write_constants() {
    ByteWriter writer;
    writer.number(unit_.constants.size());
    for (const Constant& constant : unit_.constants) {
      writer.byte(static_cast<uint8_t>(constant.kind));
      switch (constant.kind) {
        case ConstantKind::datum: writer.number(datums_.number(constant.datum)); break;
        case ConstantKind::cell:
          writer.number(constant.handle);
          name(writer, constant.name);
          break;
        case ConstantKind::primitive: writer.number(constant.primitive); break;
        case ConstantKind::closure: writer.number(constant.function); break;
      }
    }
    return writer;
  }

  void write_function(const FunctionCode& function) {
    ByteWriter& w = functions_;
    name(w, function.name);
    write_span(function.span);
    w.text(function.documentation);
    w.number(function.frame_size);
    w.number(function.captures);
    w.number(function.capture_names.size());
    for (Name capture : function.capture_names) name(w, capture);
    w.number(function.clauses.size());
    for (const Clause& clause : function.clauses) {
      w.number(clause.required);
      w.byte(clause.rest);
      w.number(clause.first);
    }
    w.number(function.instructions.size());
    for (const Instruction& instruction : function.instructions) write_instruction(instruction);
    write_spans(function);
  }

  void write_instruction(const Instruction& instruction) {
    functions_.number(instruction.op);
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
    for (int i = 0; i < info.operand_count; i++) {
      functions_.signed_number(operand_value(instruction, info.operands[i]));
    }
  }

  void write_span(Span span) {
    functions_.number(files_.number(span.file));
    functions_.number(span.begin);
    functions_.number(span.end - span.begin);
  }

  // Neighbouring spans are close together, so differences from the last one fit in a byte or two.
  void write_spans(const FunctionCode& function) {
    functions_.number(function.inlined.size());
    for (const InlinedCall& inlined : function.inlined) {
      name(functions_, inlined.procedure);
      write_span(inlined.call);
      functions_.number(inlined.outer);
    }
    functions_.number(function.spans.size());
    SpanEntry last;
    for (const SpanEntry& entry : function.spans) {
      functions_.number(entry.pc - last.pc);
      functions_.number(files_.number(entry.span.file));
      functions_.signed_number(int64_t{entry.span.begin} - last.span.begin);
      functions_.number(entry.span.end - entry.span.begin);
      functions_.number(entry.inlined);
      last = entry;
    }
  }

  const Unit& unit_;
  NameNumbers names_;
  DatumNumbers datums_;
  FileNumbers files_;
  ByteWriter functions_;
};

class UnitReader {
 public:
  UnitReader(std::span<const uint8_t> bytes, NameTable& names) : reader_(bytes), name_table_(names) {}

  // Null if a bound or a number is wrong.
  std::unique_ptr<Unit> read() {
    unit_->arena = std::make_unique<Arena>();
    unit_->name = reader_.text();
    read_names();
    datums_ = read_datums(reader_, *unit_->arena, names_);
    read_constants();
    size_t files = reader_.count();
    for (size_t i = 0; i < files && !reader_.failed(); i++) {
      unit_->files.push_back({static_cast<FileId>(i + 1), std::string(reader_.text())});
    }
    size_t functions = reader_.count();
    for (size_t i = 0; i < functions && !reader_.failed(); i++) read_function(unit_->functions.emplace_back());
    return reader_.failed() || !reader_.at_end() ? nullptr : std::move(unit_);
  }

  ByteReader& reader() { return reader_; }

 private:
  void read_names() {
    size_t count = reader_.count();
    for (size_t i = 0; i < count && !reader_.failed(); i++) names_.push_back(name_table_.intern(reader_.text()));
  }

  Name name() {
    uint64_t index = reader_.number_up_to(names_.size());
    return index == 0 ? nullptr : names_[index - 1];
  }

  void read_constants() {
    size_t count = reader_.count(2);
    for (size_t i = 0; i < count && !reader_.failed(); i++) {
      Constant& constant = unit_->constants.emplace_back();
      constant.kind = static_cast<ConstantKind>(reader_.number_up_to(static_cast<uint64_t>(ConstantKind::closure)));
      switch (constant.kind) {
        case ConstantKind::datum: {
          uint64_t index = reader_.number();
          if (index >= datums_.size()) return reader_.fail();
          constant.datum = &datums_[index];
          break;
        }
        case ConstantKind::cell:
          constant.handle = reader_.number();
          constant.name = name();
          break;
        case ConstantKind::primitive:
          constant.primitive = static_cast<uint16_t>(reader_.number_up_to(UINT16_MAX));
          break;
        case ConstantKind::closure: constant.function = static_cast<uint32_t>(reader_.number_up_to(UINT32_MAX)); break;
      }
    }
  }

  void read_function(FunctionCode& function) {
    function.name = name();
    function.span = read_span();
    function.documentation = reader_.text();
    function.frame_size = static_cast<uint16_t>(reader_.number_up_to(UINT16_MAX));
    function.captures = static_cast<uint16_t>(reader_.number_up_to(UINT16_MAX));
    size_t capture_names = reader_.count();
    for (size_t i = 0; i < capture_names; i++) function.capture_names.push_back(name());
    size_t clauses = reader_.count(3);
    for (size_t i = 0; i < clauses; i++) {
      Clause& clause = function.clauses.emplace_back();
      clause.required = static_cast<uint16_t>(reader_.number_up_to(UINT16_MAX));
      clause.rest = reader_.number_up_to(1);
      clause.first = static_cast<uint32_t>(reader_.number_up_to(UINT32_MAX));
    }
    size_t instructions = reader_.count();
    for (size_t i = 0; i < instructions && !reader_.failed(); i++)
      read_instruction(function.instructions.emplace_back());
    read_spans(function);
  }

  void read_instruction(Instruction& instruction) {
    instruction = {{reader_.number_up_to(opcode_count - 1)}, 0, 0, 0, 0};
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
    for (int i = 0; i < info.operand_count; i++) {
      int64_t value = reader_.signed_number();
      set_operand(instruction, info.operands[i], value);
      if (operand_value(instruction, info.operands[i]) != value) return reader_.fail();  // it did not fit the field
    }
  }

  Span read_span() {
    auto file = static_cast<FileId>(reader_.number_up_to(unit_->files.size()));
    auto begin = static_cast<uint32_t>(reader_.number_up_to(UINT32_MAX));
    return {file, begin, begin + static_cast<uint32_t>(reader_.number_up_to(UINT32_MAX - begin))};
  }

  void read_inlined(FunctionCode& function) {
    size_t count = reader_.count(5);
    for (size_t i = 0; i < count && !reader_.failed(); i++) {
      InlinedCall& inlined = function.inlined.emplace_back();
      inlined.procedure = name();
      inlined.call = read_span();
      inlined.outer = static_cast<uint32_t>(reader_.number_up_to(i));
    }
  }

  void read_spans(FunctionCode& function) {
    read_inlined(function);
    size_t count = reader_.count(5);
    uint64_t pc = 0;
    int64_t begin = 0;
    for (size_t i = 0; i < count && !reader_.failed(); i++) {
      pc += reader_.number_up_to(UINT32_MAX);
      auto file = static_cast<FileId>(reader_.number_up_to(unit_->files.size()));
      begin += reader_.signed_number() % (int64_t{1} << 33);
      uint64_t end = static_cast<uint64_t>(begin) + reader_.number_up_to(UINT32_MAX);
      if (pc > UINT32_MAX || begin < 0 || end > UINT32_MAX) return reader_.fail();
      auto inlined = static_cast<uint32_t>(reader_.number_up_to(function.inlined.size()));
      function.spans.push_back(
          {static_cast<uint32_t>(pc), {file, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, inlined});
    }
  }

  ByteReader reader_;
  NameTable& name_table_;
  std::unique_ptr<Unit> unit_ = std::make_unique<Unit>();
  std::vector<Name> names_;
  std::span<Datum> datums_;
};

uint64_t compute_table_version() {
  uint64_t hash = 0xCBF29CE484222325;
  for (int i = 0; i < opcode_count; i++) {
    const OpcodeInfo& info = opcode_table[i];
    mix_text(hash, info.name);
    for (int k = 0; k < info.operand_count; k++) mix(hash, &info.operands[k].type, sizeof(OperandType));
  }
  for (int i = 0; i < primitive_count; i++) {
    mix_text(hash, primitive_table[i].name);
    mix(hash, &primitive_table[i].shape, sizeof(int16_t));
  }
  return hash;
}

}  // namespace

uint64_t table_version() {
  static const uint64_t version = compute_table_version();
  return version;
}

std::vector<uint8_t> serialize(const Unit& unit, FileNamer& files) { return UnitWriter(unit).write(files); }

Decoded deserialize(std::span<const uint8_t> bytes, NameTable& names, const ValidateOptions& options) {
  UnitReader reader(bytes, names);
  if (reader.reader().word() != magic) return {nullptr, "not bytecode"};
  if (reader.reader().word() != table_version()) return {nullptr, "bytecode of another version"};
  auto unit = reader.read();
  if (!unit) return {nullptr, "malformed bytecode"};
  if (auto fault = validate(*unit, options)) return {nullptr, fault->problem};
  return {std::move(unit), nullptr};
}

void renumber_files(Unit& unit, std::span<const FileId> ids) {
  for (FunctionCode& function : unit.functions) {
    auto renumber = [&](Span& span) {
      if (span.file != 0 && span.file <= ids.size()) span.file = ids[span.file - 1];
    };
    for (SpanEntry& entry : function.spans) renumber(entry.span);
    for (InlinedCall& inlined : function.inlined) renumber(inlined.call);
    renumber(function.span);
  }
  for (size_t i = 0; i < unit.files.size() && i < ids.size(); i++) unit.files[i].id = ids[i];
}

}  // namespace tiercel::bytecode
