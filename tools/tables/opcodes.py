"""tables/opcodes.scm → gen/opcodes.h and opcodes.cpp: the Opcode enumeration and what is known of each instruction."""

from . import cpp, sexp

NARROW = {"dst", "reg", "u16", "s16", "prim16", "base"}
WIDE = {"label", "s32", "const", "global", "function"}
CONTROLS = ["next", "branch", "jump", "call", "tail", "return"]
EFFECTS = ["allocates", "reads", "writes", "raises", "polls", "calls", "prim"]


class OpcodeRow:
    def __init__(self, row):
        self.node, self.name = row, row[1].name
        self.identifier = cpp.identifier(self.name)
        clauses = sexp.clauses_of(row, {"operands", "control", "effects", "doc", "primitive"})
        if "operands" not in clauses:
            row.fail(f"{self.name}: (operands ...) is missing")
        self.operands = self.place_operands(clauses["operands"][0])
        self.control = (sexp.symbols_of(clauses["control"][0]) or [""])[0] if "control" in clauses else "next"
        self.effects = sexp.symbols_of(clauses["effects"][0]) if "effects" in clauses else []
        self.primitive = (sexp.symbols_of(clauses["primitive"][0]) or [""])[0] if "primitive" in clauses else None
        self.doc = sexp.text_of(row, clauses, "doc", required=False)
        if self.control not in CONTROLS:
            row.fail(f"{self.name}: unknown control `{self.control}`; known: {' '.join(CONTROLS)}")
        for effect in self.effects:
            if effect not in EFFECTS:
                row.fail(f"{self.name}: unknown effect `{effect}`; known: {' '.join(EFFECTS)}")

    def place_operands(self, clause):
        """[(name, type, field)] where field is 0 for a .. 3 for d; a wide operand takes c and d."""
        placed, free = [], [0, 1, 2, 3]
        for operand in clause.items[1:]:
            if not isinstance(operand, sexp.List) or len(operand) != 2:
                operand.fail(f"{self.name}: an operand is (NAME TYPE)")
            name, type_name = operand[0].name, operand[1].name
            if type_name in NARROW and free:
                field = free.pop(0)
            elif type_name in WIDE and 2 in free and 3 in free:
                field, free = 2, [f for f in free if f < 2]
            elif type_name not in NARROW | WIDE:
                operand.fail(f"{self.name}: unknown operand type `{type_name}`")
            else:
                operand.fail(f"{self.name}: the operands do not fit the fields a b c d")
            placed.append((name, type_name, field))
        return placed


def read(files):
    rows = [OpcodeRow(row) for path, text in files for row in sexp.read_rows(path, text, "define-opcode")]
    sexp.refuse_duplicates(rows, "opcode", lambda row: row.name)
    sexp.refuse_duplicates(rows, "opcode identifier", lambda row: row.identifier)
    sexp.refuse_duplicates([row for row in rows if row.primitive], "the opcode of primitive", lambda row: row.primitive)
    return rows


TYPES = """\
enum class OperandType : uint8_t { dst, reg, u16, s16, prim16, base, label, s32, const_, global, function };
// label, s32, const_, global and function are 32 bits wide and take the fields c and d together.
constexpr bool is_wide(OperandType type) { return type >= OperandType::label; }

enum class Control : uint8_t { next, branch, jump, call, tail, return_ };

enum OpcodeEffect : uint8_t {
  opcode_allocates = 1, opcode_reads = 2, opcode_writes = 4, opcode_raises = 8, opcode_polls = 16, opcode_calls = 32,
  opcode_prim = 64,  // as the row of the primitive says
};

struct Operand {
  const char* name;
  OperandType type;
  uint8_t field;  // 0 a, 1 b, 2 c, 3 d; a wide operand starts at 2
};

struct OpcodeInfo {
  const char* name;
  Operand operands[4];
  uint8_t operand_count;
  Control control;
  uint8_t effects;        // bits of OpcodeEffect
  const char* primitive;  // the primitive whose body this is, or null
  const char* documentation;
};

extern const OpcodeInfo opcode_table[];
inline const OpcodeInfo& opcode_info(Opcode opcode) { return opcode_table[static_cast<uint16_t>(opcode)]; }
"""


def info_text(row):
    operands = ", ".join(f'{{{cpp.literal(name)}, OperandType::{cpp.identifier(kind)}, {field}}}'
                         for name, kind, field in row.operands)
    effects = " | ".join(f"opcode_{effect}" for effect in row.effects) or "0"
    primitive = cpp.literal(row.primitive) if row.primitive else "nullptr"
    return (f"    {{{cpp.literal(row.name)}, {{{operands}}}, {len(row.operands)}, Control::{cpp.identifier(row.control)}, "
            f"{effects}, {primitive}, {cpp.literal(row.doc)}}},")


def generate(rows):
    enumeration = "enum class Opcode : uint16_t {\n" + "".join(f"  {row.identifier},\n" for row in rows) + "};\n" \
        f"constexpr int opcode_count = {len(rows)};\n"
    macro = "// X(identifier, \"name\") for every opcode, in the order of the enumeration.\n#define TC_OPCODES(X) \\\n" + \
        " \\\n".join(f"  X({row.identifier}, {cpp.literal(row.name)})" for row in rows) + "\n"
    table = "const OpcodeInfo opcode_table[] = {\n" + "\n".join(info_text(row) for row in rows) + "\n};\n"
    return {"opcodes.h": cpp.header("tables/opcodes.scm", ["<cstdint>"], "\n".join([enumeration, TYPES, macro])),
            "opcodes.cpp": cpp.source("tables/opcodes.scm", ['"gen/opcodes.h"'], table)}
