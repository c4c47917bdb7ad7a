"""tables/objects.scm → gen/objects.h: kinds, structs, header access, predicates, and the layouts the collector traces."""

from . import cpp, sexp

TAGS = {"pair": "tag_pair", "object": "tag_object", "procedure": "tag_procedure"}
# The tail's element and its name in the struct; numbers are those of the types in base/element_type.h.
TAILS = {"value": ("Value", "elements"), "byte": ("uint8_t", "bytes"), "word": ("uint64_t", "words"), "none": None,
         **{f"{sign}{bits}": (f"{'u' if sign == 'u' else ''}int{bits}_t", "elements") for sign in "us" for bits in (8, 16, 32, 64)},
         "f32": ("float", "elements"), "f64": ("double", "elements")}
# What the collector must know of it: does it hold values, and the bytes of an element.
TAIL_SIZES = {"8": "byte", "16": "half", "32": "quad", "64": "word"}
FLAG_BITS = 8
KINDS_MAX = 256


class Field:
    def __init__(self, name, traced, type_name):
        self.name, self.traced, self.type_name = name, traced, type_name


class ObjectRow:
    def __init__(self, row):
        self.node, self.name = row, row[1].name
        clauses = sexp.clauses_of(row, {"tag", "field", "flags", "tail", "mutable", "doc"}, repeatable={"field"})
        self.tag = self.one_of(clauses, "tag", TAGS)
        self.tail = self.one_of(clauses, "tail", TAILS)
        self.mutable = self.one_of(clauses, "mutable", {"yes": 1, "no": 0}) == "yes"
        self.flags = sexp.symbols_of(clauses["flags"][0]) if "flags" in clauses else []
        self.doc = sexp.text_of(row, clauses, "doc", required=False)
        self.fields = [self.read_field(clause) for clause in clauses.get("field", [])]
        self.check()

    def one_of(self, clauses, head, allowed):
        names = sexp.symbols_of(clauses[head][0]) if head in clauses else []
        if len(names) != 1 or names[0] not in allowed:
            self.node.fail(f"{self.name}: ({head} ...) must be one of: {' '.join(allowed)}")
        return names[0]

    def read_field(self, clause):
        names = sexp.symbols_of(clause)
        if len(names) == 2 and names[1] == "value":
            return Field(names[0], True, "Value")
        if len(names) == 3 and names[1] == "raw":
            return Field(names[0], False, names[2])
        clause.fail(f"{self.name}: a field is (field NAME value) or (field NAME raw TYPE)")

    def check(self):
        names = [field.name for field in self.fields] + self.flags
        for name in names:
            if names.count(name) > 1:
                self.node.fail(f"{self.name}: `{name}` is declared twice")
            if cpp.identifier(name) != name:
                self.node.fail(f"{self.name}: `{name}` is not a C++ identifier")
        if len(self.flags) > FLAG_BITS:
            self.node.fail(f"{self.name}: more than {FLAG_BITS} flags")
        if len(self.fields) > 60:
            self.node.fail(f"{self.name}: more fields than the mask of traced words has bits")
        if self.tag == "pair" and (len(self.fields) != 2 or self.tail != "none"):
            self.node.fail(f"{self.name}: a headerless pair has exactly two fields and no tail")

    @property
    def struct(self):
        return cpp.pascal(self.name)

    @property
    def header_words(self):
        return 0 if self.tag == "pair" else 1

    @property
    def traced_mask(self):
        return sum(1 << (self.header_words + i) for i, field in enumerate(self.fields) if field.traced)


def read(files):
    rows = [ObjectRow(row) for path, text in files for row in sexp.read_rows(path, text, "define-object")]
    sexp.refuse_duplicates(rows, "object kind", lambda row: row.name)
    if len(rows) > KINDS_MAX:
        rows[-1].node.fail("more kinds than a header byte can number")
    return rows


def struct_text(row):
    lines = []
    if row.doc:
        lines.append(f"// {row.doc}")
    lines.append(f"struct {row.struct} {{")
    if row.header_words:
        lines.append("  uint64_t header;")
    lines += [f"  {field.type_name} {field.name};" for field in row.fields]
    if TAILS[row.tail]:
        element, name = TAILS[row.tail]
        lines.append(f"  {element} {name}[];")
    lines.append("};")
    words = row.header_words + len(row.fields)
    lines.append(f"static_assert(sizeof({row.struct}) == {words * 8});")
    for position, flag in enumerate(row.flags):
        lines.append(f"constexpr uint64_t {row.name}_flag_{flag} = uint64_t{{1}} << {8 + position};")
    return "\n".join(lines) + "\n"


def access_text(row):
    lines = []
    if row.tag == "object":
        lines.append(f"inline bool is_{row.name}(Value v) {{ return is_object(v) && object_kind(v) == ObjectKind::{row.name}; }}")
    elif row.tag == "procedure" and row.name != "procedure":  # a kind of procedure of its own
        lines.append(f"inline bool is_{row.name}(Value v) {{ return is_procedure(v) && header_kind(header_of(v)) == ObjectKind::{row.name}; }}")
    lines.append(f"inline {row.struct}* as_{row.name}(Value v) {{\n  assert(is_{row.name}(v));\n"
                 f"  return reinterpret_cast<{row.struct}*>(v.bits - {TAGS[row.tag]});\n}}")
    lines.append(f"inline Value value_of(const {row.struct}* object) {{ return {{reinterpret_cast<uint64_t>(object) + {TAGS[row.tag]}}}; }}")
    return "\n".join(lines) + "\n"


HEADER_ACCESS = """\
// Header word: bits 0-7 kind, bits 8-15 flags, bits 16-63 length.
constexpr int header_length_shift = 16;
constexpr uint64_t header_flags_mask = 0xFF00;
constexpr uint64_t make_header(ObjectKind kind, uint64_t length = 0, uint64_t flags = 0) {
  return static_cast<uint64_t>(kind) | flags | length << header_length_shift;
}
constexpr ObjectKind header_kind(uint64_t header) { return static_cast<ObjectKind>(header & 0xFF); }
constexpr uint64_t header_flags(uint64_t header) { return header & header_flags_mask; }
constexpr uint64_t header_length(uint64_t header) { return header >> header_length_shift; }
// The header of a value tagged as object or procedure.
inline uint64_t header_of(Value v) { return *reinterpret_cast<const uint64_t*>(v.bits & ~tag_mask); }
inline ObjectKind object_kind(Value v) { return header_kind(*reinterpret_cast<const uint64_t*>(v.bits - tag_object)); }

// What the collector knows of a kind.  Word 0 is the header, except for pairs, which have none.
enum class Tail : uint8_t { none, value, byte, half, quad, word };  // of 0, 8, 1, 2, 4, 8 bytes
struct ObjectLayout {
  uint32_t fixed_words;   // before the tail, header included
  uint64_t traced_mask;   // bit i: word i holds a Value
  Tail tail;              // header_length counts its elements
  bool is_mutable;        // may a program change it after it is made?
  Value (*from_address)(const void*);
  const char* name;
};
"""


def generate(rows):
    names = ", ".join(row.name for row in rows)
    parts = [f"struct Instruction;\n\nenum class ObjectKind : uint8_t {{ {names} }};\n"
             f"constexpr int object_kind_count = {len(rows)};\n", HEADER_ACCESS]
    parts += [struct_text(row) for row in rows]
    parts += [access_text(row) for row in rows]
    layouts = []
    for row in rows:
        tagging = f"[](const void* p) {{ return Value{{reinterpret_cast<uint64_t>(p) + {TAGS[row.tag]}}}; }}"
        layouts.append(f"    {{{row.header_words + len(row.fields)}, {row.traced_mask:#x}, Tail::{TAIL_SIZES.get(row.tail[1:], row.tail)}, "
                       f"{str(row.mutable).lower()}, {tagging}, {cpp.literal(row.name)}}},")
    parts.append("inline constexpr ObjectLayout object_layouts[] = {\n" + "\n".join(layouts) + "\n};\n"
                 "constexpr const ObjectLayout& layout_of(ObjectKind kind) { return object_layouts[static_cast<int>(kind)]; }\n")
    includes = ["<cassert>", "<cstdint>\n", '"object/context.h"', '"object/value.h"']
    return {"objects.h": cpp.header("tables/objects.scm", includes, "\n".join(parts))}
