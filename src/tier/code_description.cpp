// Writes ELF and DWARF 4, as little as gdb needs.  Addresses of code in memory are final; those of code in an object file
// are left to the linker.
#include "tier/code_description.h"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace tiercel {

namespace {

// A field that the linker fills in: the address of a symbol, or where in the output a section begins.
enum class Target : uint8_t { abbreviations = 1, lines = 2, code = 3 };  // numbers of symbols
struct Fixup {
  size_t at;
  Target target;
  uint64_t addend;
};

class Bytes {
 public:
  std::string text;
  std::vector<Fixup> fixups;

  template <class Number>
  Bytes& put(Number number) {
    text.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
  }
  Bytes& string(std::string_view words) {
    text.append(words);
    text.push_back('\0');
    return *this;
  }
  Bytes& unsigned_leb(uint64_t number) {
    for (; number >= 0x80; number >>= 7) put(static_cast<uint8_t>(number | 0x80));
    return put(static_cast<uint8_t>(number));
  }
  Bytes& signed_leb(int64_t number) {
    for (; number < -64 || number > 63; number >>= 7) put(static_cast<uint8_t>((number & 0x7F) | 0x80));
    return put(static_cast<uint8_t>(number & 0x7F));
  }
  Bytes& address(const CodeDescription& code, uint64_t offset) {
    fixups.push_back({text.size(), Target::code, offset});
    return put(uint64_t{code.begin + offset});
  }
  Bytes& section(Target target) {
    fixups.push_back({text.size(), target, 0});
    return put(uint32_t{0});
  }
  // Stores the number of bytes behind the 32-bit field at `at` there.
  void close(size_t at) {
    auto length = static_cast<uint32_t>(text.size() - at - sizeof(uint32_t));
    std::memcpy(text.data() + at, &length, sizeof length);
  }
};

// --- DWARF ----------------------------------------------------------------------------------------------------------

enum Tag : uint8_t { tag_label = 0x0A, tag_lexical_block = 0x0B, tag_compile_unit = 0x11, tag_subprogram = 0x2E };
enum Attribute : uint8_t {
  at_name = 0x03,
  at_stmt_list = 0x10,
  at_low_pc = 0x11,
  at_high_pc = 0x12,
  at_language = 0x13,
  at_comp_dir = 0x1B,
  at_producer = 0x25,
  at_decl_file = 0x3A,
  at_decl_line = 0x3B
};
enum Form : uint8_t {
  form_addr = 0x01,
  form_data2 = 0x05,
  form_data8 = 0x07,
  form_string = 0x08,
  form_udata = 0x0F,
  form_sec_offset = 0x17
};
constexpr uint16_t dwarf_version = 4;
constexpr uint16_t language_c = 2;  // gdb knows no Scheme

std::string abbreviations() {
  Bytes out;
  auto declare = [&out](uint8_t number, Tag tag, bool children,
                        std::initializer_list<std::pair<Attribute, Form>> attributes) {
    out.put(number).put(tag).put(static_cast<uint8_t>(children));
    for (auto [attribute, form] : attributes) out.put(attribute).put(form);
    out.put(uint16_t{0});
  };
  declare(1, tag_compile_unit, true,
          {{at_producer, form_string},
           {at_language, form_data2},
           {at_name, form_string},
           {at_comp_dir, form_string},
           {at_low_pc, form_addr},
           {at_high_pc, form_data8},
           {at_stmt_list, form_sec_offset}});
  declare(2, tag_subprogram, true,
          {{at_name, form_string},
           {at_low_pc, form_addr},
           {at_high_pc, form_data8},
           {at_decl_file, form_udata},
           {at_decl_line, form_udata}});
  declare(3, tag_lexical_block, true, {{at_low_pc, form_addr}, {at_high_pc, form_data8}});
  declare(4, tag_label, false, {{at_name, form_string}, {at_low_pc, form_addr}});
  out.put(uint8_t{0});
  return out.text;
}

std::string working_directory() {
  char path[4096];
  return ::getcwd(path, sizeof path) ? path : "";
}

// A block for each stretch of code that comes from one line.  Native code has copies of a line for several kinds of values;
// of the places within one block gdb would stop at the first alone.
void write_stretches(Bytes& out, const CodeDescription& code, const CodeSymbol& symbol) {
  auto row = std::lower_bound(code.rows.begin(), code.rows.end(), symbol.begin,
                              [](const CodeRow& each, uint32_t offset) { return each.offset < offset; });
  while (row != code.rows.end() && row->offset < symbol.end) {
    auto next = std::find_if(row, code.rows.end(), [row](const CodeRow& other) {
      return other.file != row->file || other.line != row->line;
    });
    uint32_t end = next == code.rows.end() ? symbol.end : std::min(next->offset, symbol.end);
    if (end > row->offset) {
      out.unsigned_leb(3).address(code, row->offset).put(uint64_t{end - row->offset});
      out.unsigned_leb(4).string("code").address(code, row->offset);  // gdb forgets blocks without a name in them
      out.put(uint8_t{0});
    }
    row = next;
  }
}

Bytes entries(const CodeDescription& code) {
  Bytes out;
  out.put(uint32_t{0}).put(dwarf_version).section(Target::abbreviations).put(static_cast<uint8_t>(sizeof(uint64_t)));
  // gdb takes the end of a prologue from the line table for compilers that it trusts: clang is one.
  out.unsigned_leb(1).string("clang version 22.0.0 (tiercel)").put(language_c);
  out.string(code.files.empty() ? "" : code.files[0]).string(code.symbol.empty() ? working_directory() : "");
  out.address(code, 0).put(uint64_t{code.bytes}).section(Target::lines);
  for (const CodeSymbol& symbol : code.symbols) {
    out.unsigned_leb(2).string(symbol.name).address(code, symbol.begin).put(uint64_t{symbol.end - symbol.begin});
    out.unsigned_leb(symbol.file + 1).unsigned_leb(symbol.line);
    write_stretches(out, code, symbol);
    out.put(uint8_t{0});
  }
  out.put(uint8_t{0});
  out.close(0);
  return out;
}

enum LineOpcode : uint8_t {
  line_extended = 0,
  line_copy = 1,
  line_advance_pc = 2,
  line_advance_line = 3,
  line_set_file = 4,
  line_set_column = 5
};
enum ExtendedLineOpcode : uint8_t { line_end_sequence = 1, line_set_address = 2 };

void write_rows(Bytes& out, const CodeDescription& code) {
  out.put(line_extended).unsigned_leb(1 + sizeof(uint64_t)).put(line_set_address).address(code, 0);
  uint32_t offset = 0, file = 0, line = 1, column = 0;
  for (const CodeRow& row : code.rows) {
    if (row.file != file) out.put(line_set_file).unsigned_leb(row.file + 1);
    if (row.column != column) out.put(line_set_column).unsigned_leb(row.column);
    out.put(line_advance_line).signed_leb(int64_t{row.line} - line);
    out.put(line_advance_pc).unsigned_leb(row.offset - offset);
    out.put(line_copy);
    offset = row.offset, file = row.file, line = row.line, column = row.column;
  }
  out.put(line_advance_pc).unsigned_leb(code.bytes - offset);
  out.put(line_extended).unsigned_leb(1).put(line_end_sequence);
}

Bytes lines(const CodeDescription& code) {
  const uint8_t operands[] = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};  // of the standard opcodes
  Bytes out;
  out.put(uint32_t{0}).put(dwarf_version);
  size_t header = out.text.size();
  out.put(uint32_t{0}).put(uint8_t{1}).put(uint8_t{1}).put(uint8_t{1}).put(int8_t{-5}).put(uint8_t{14});
  out.put(static_cast<uint8_t>(std::size(operands) + 1));
  for (uint8_t count : operands) out.put(count);
  out.put(uint8_t{0});  // no folders
  for (const std::string& file : code.files) out.string(file).put(uint8_t{0}).put(uint16_t{0});
  out.put(uint8_t{0});
  out.close(header);
  write_rows(out, code);
  out.close(0);
  return out;
}

// --- ELF ------------------------------------------------------------------------------------------------------------

struct Section {
  const char* name;
  uint32_t type;
  uint64_t flags, address, size;
  std::string content;
  uint32_t link = 0, info = 0;
  uint64_t entry_bytes = 0, alignment = 1;
};

constexpr uint16_t text_section = 1;

// The contents of .symtab and .strtab.
std::pair<std::string, std::string> symbols(const CodeDescription& code) {
  Bytes table, names;
  names.put(uint8_t{0});
  table.put(Elf64_Sym{});
  for (const CodeSymbol& symbol : code.symbols) {
    Elf64_Sym entry{};
    entry.st_name = static_cast<uint32_t>(names.text.size());
    entry.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
    entry.st_shndx = text_section;
    entry.st_value = symbol.begin;
    entry.st_size = symbol.end - symbol.begin;
    table.put(entry);
    names.string(symbol.name);
  }
  return {table.text, names.text};
}

std::string elf_file(std::vector<Section> sections, uint16_t for_machine) {
  Bytes names, body;
  std::vector<Elf64_Shdr> headers(1);
  names.put(uint8_t{0});
  body.text.resize(sizeof(Elf64_Ehdr));
  sections.push_back({".shstrtab", SHT_STRTAB, 0, 0, 0, ""});
  for (Section& section : sections) {
    Elf64_Shdr header{};
    header.sh_name = static_cast<uint32_t>(names.text.size());
    names.string(section.name);
    if (&section == &sections.back()) section.content = names.text;
    body.text.resize((body.text.size() + 7) / 8 * 8);
    header.sh_type = section.type;
    header.sh_flags = section.flags;
    header.sh_addr = section.address;
    header.sh_offset = body.text.size();
    header.sh_size = section.type == SHT_NOBITS ? section.size : section.content.size();
    header.sh_link = section.link;
    header.sh_info = section.info;
    header.sh_addralign = section.alignment;
    header.sh_entsize = section.entry_bytes;
    headers.push_back(header);
    body.text += section.content;
  }
  body.text.resize((body.text.size() + 7) / 8 * 8);
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = for_machine;
  header.e_version = EV_CURRENT;
  header.e_shoff = body.text.size();
  header.e_ehsize = sizeof header;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = static_cast<uint16_t>(headers.size());
  header.e_shstrndx = static_cast<uint16_t>(headers.size() - 1);
  for (const Elf64_Shdr& each : headers) body.put(each);
  std::memcpy(body.text.data(), &header, sizeof header);
  return body.text;
}

// Numbers of sections in a file for the linker.
enum : uint16_t { abbreviations_section = 1, information_section = 2, lines_section = 3, symbols_section = 6 };

// What the fixups refer to: by the numbers of Target.
std::pair<std::string, std::string> linker_symbols(const CodeDescription& code) {
  Bytes table, names;
  names.put(uint8_t{0}).string(code.symbol);
  table.put(Elf64_Sym{});
  for (uint16_t section : {abbreviations_section, lines_section}) {
    Elf64_Sym entry{};
    entry.st_info = ELF64_ST_INFO(STB_LOCAL, STT_SECTION);
    entry.st_shndx = section;
    table.put(entry);
  }
  Elf64_Sym entry{};
  entry.st_name = 1;
  entry.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE);
  table.put(entry);
  return {table.text, names.text};
}

std::string relocations(const CodeDescription& code, const Bytes& section) {
  bool arm = code.machine == EM_AARCH64;
  Bytes out;
  for (const Fixup& fixup : section.fixups) {
    uint32_t whole = arm ? R_AARCH64_ABS64 : R_X86_64_64, half = arm ? R_AARCH64_ABS32 : R_X86_64_32;
    Elf64_Rela entry{};
    entry.r_offset = fixup.at;
    entry.r_info = ELF64_R_INFO(static_cast<uint64_t>(fixup.target), fixup.target == Target::code ? whole : half);
    entry.r_addend = static_cast<int64_t>(fixup.addend);
    out.put(entry);
  }
  return out.text;
}

std::string linker_file(const CodeDescription& code) {
  Bytes information = entries(code), rows = lines(code);
  auto [table, names] = linker_symbols(code);
  auto fixups = [&](const char* name, const Bytes& of, uint32_t section) {
    return Section{
        name, SHT_RELA, SHF_INFO_LINK, 0, 0, relocations(code, of), symbols_section, section, sizeof(Elf64_Rela), 8};
  };
  std::vector<Section> sections = {
      {".debug_abbrev", SHT_PROGBITS, 0, 0, 0, abbreviations()},
      {".debug_info", SHT_PROGBITS, 0, 0, 0, information.text},
      {".debug_line", SHT_PROGBITS, 0, 0, 0, rows.text},
      fixups(".rela.debug_info", information, information_section),
      fixups(".rela.debug_line", rows, lines_section),
      {".symtab", SHT_SYMTAB, 0, 0, 0, table, 7, static_cast<uint32_t>(Target::code), sizeof(Elf64_Sym), 8},
      {".strtab", SHT_STRTAB, 0, 0, 0, names},
      {".note.GNU-stack", SHT_PROGBITS, 0, 0, 0, ""},
  };
  return elf_file(std::move(sections), code.machine);
}

}  // namespace

std::string debug_file(const CodeDescription& code) {
  if (!code.symbol.empty()) return linker_file(code);
  auto [table, names] = symbols(code);
  std::vector<Section> sections = {
      {".text", SHT_NOBITS, SHF_ALLOC | SHF_EXECINSTR, code.begin, code.bytes, ""},
      {".debug_abbrev", SHT_PROGBITS, 0, 0, 0, abbreviations()},
      {".debug_info", SHT_PROGBITS, 0, 0, 0, entries(code).text},
      {".debug_line", SHT_PROGBITS, 0, 0, 0, lines(code).text},
      {".symtab", SHT_SYMTAB, 0, 0, 0, table, .link = 6, .info = 1, .entry_bytes = sizeof(Elf64_Sym), .alignment = 8},
      {".strtab", SHT_STRTAB, 0, 0, 0, names},
  };
  if (!code.unwind.empty()) {
    std::string unwind(code.unwind);
    unwind.append(sizeof(uint32_t), '\0');  // the end of the table
    sections.push_back(
        {".eh_frame", SHT_PROGBITS, SHF_ALLOC, reinterpret_cast<uintptr_t>(code.unwind.data()), 0, unwind});
  }
  return elf_file(std::move(sections), machine_here);
}

}  // namespace tiercel
