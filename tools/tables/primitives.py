"""tables/primitives/*.scm → the primitives' enumeration, table, body declarations, argument checks and entry points.

A primitive's body has one of two shapes.  Up to three parameters without a rest list: `Value f(Context*, Value ...)`,
where a missing optional argument is v_default.  Everything else: `Value f(Context*, int64_t argc, const Value* argv)`.
A primitive with the effect `control` calls procedures or changes the stack: its body is a Code, entered by calls only.
"""

import re

from . import cpp, sexp

EFFECTS = ["pure", "foldable", "reads", "writes", "allocates", "raises", "deep", "collects", "control", "compiles"]
SCHEME_LIBRARIES = set("""base case-lambda char complex cxr eval file inexact lazy load process-context read repl time
write r5rs""".split())
CLAUSES = {"lib", "sig", "effects", "c", "op", "fast", "floats", "two", "doc", "example", "error"}
VARIADIC = -1  # shape: (argc, argv)
CODE = -2      # shape: a Code, entered by calls only


class Parameter:
    def __init__(self, name, type_name, kind):
        self.name, self.type_name, self.kind = name, type_name, kind


class PrimitiveRow:
    def __init__(self, row, types, error_codes):
        self.node, self.name = row, row[1].name
        clauses = sexp.clauses_of(row, CLAUSES, repeatable={"example", "error"})
        self.libraries = self.read_libraries(clauses)
        self.parameters, self.result = self.read_signature(clauses, types)
        self.effects = sexp.symbols_of(clauses["effects"][0]) if "effects" in clauses else None
        self.body = self.word(clauses, "c")
        self.opcode = self.word(clauses, "op") if "op" in clauses else None
        self.fast = "fast" in clauses
        self.floats = "floats" in clauses
        self.two = self.word(clauses, "two") if "two" in clauses else None
        self.doc = sexp.text_of(row, clauses, "doc")
        self.examples = [self.read_example(clause) for clause in clauses.get("example", [])]
        self.errors = [self.read_example(clause) for clause in clauses.get("error", [])]
        self.check_effects()
        self.check_examples(error_codes)

    def fail(self, message):
        self.node.fail(f"{self.name}: {message}")

    def word(self, clauses, head):
        names = sexp.symbols_of(clauses[head][0]) if head in clauses else []
        if len(names) != 1:
            self.fail(f"({head} NAME) is missing")
        return names[0]

    def read_libraries(self, clauses):
        if "lib" not in clauses or len(clauses["lib"][0]) < 2:
            self.fail("(lib (LIBRARY ...) ...) is missing")
        names = []
        for library in clauses["lib"][0].items[1:]:
            parts = [str(part.value) if isinstance(part, sexp.Number) else part.name for part in library] \
                if isinstance(library, sexp.List) else []
            known = len(parts) >= 2 and (parts[0] == "scheme" and parts[1] in SCHEME_LIBRARIES or
                                         parts[0] == "srfi" and parts[1].isdigit() or parts[0] == "tiercel")
            if not known:
                self.fail(f"unknown library {library.source_text}")
            if self.name.startswith("%") and parts[0] != "tiercel":
                self.fail(f"a %name must not be exported by ({' '.join(parts)})")
            names.append("(" + " ".join(parts) + ")")
        return names

    def read_signature(self, clauses, types):
        signature = clauses.get("sig", [None])[0]
        if signature is None or len(signature) != 3 or not isinstance(signature[1], sexp.List):
            self.fail("(sig (PARAMETER ...) RESULT) is missing")
        parameters = [self.read_parameter(item) for item in signature[1]]
        order = ["required", "optional", "rest"]
        kinds = [order.index(parameter.kind) for parameter in parameters]
        if kinds != sorted(kinds) or kinds.count(2) > 1:
            self.fail("parameters come as required, optional, rest; one rest at most")
        for parameter in parameters:
            if parameter.type_name not in types:
                self.fail(f"unknown type `{parameter.type_name}` of @{parameter.name}")
        result = signature[2].name if isinstance(signature[2], sexp.Symbol) else ""
        if result not in types:
            self.fail(f"unknown result type `{signature[2].source_text}`")
        return parameters, result

    def read_parameter(self, item):
        if isinstance(item, sexp.List) and len(item) == 2 and isinstance(item[0], sexp.Symbol):
            if isinstance(item[1], sexp.Symbol):
                return Parameter(item[0].name, item[1].name, "required")
            if item[0].name in ("optional", "rest") and isinstance(item[1], sexp.List) and len(item[1]) == 2:
                return Parameter(item[1][0].name, item[1][1].name, item[0].name)
        self.fail("a parameter is (NAME TYPE), (optional (NAME TYPE)) or (rest (NAME TYPE))")

    def read_example(self, clause):
        if len(clause) != 3:
            clause.fail(f"{self.name}: an example is (example EXPRESSION RESULT), an error (error EXPRESSION CODE)")
        return clause[1].source_text, clause[2].source_text

    def check_effects(self):
        if self.effects is None:
            self.fail("(effects ...) is missing")
        for effect in self.effects:
            if effect not in EFFECTS:
                self.fail(f"unknown effect `{effect}`; known: {' '.join(EFFECTS)}")
        effects = set(self.effects)
        for effect in ("writes", "collects"):
            if {"foldable", effect} <= effects:
                self.fail(f"what {effect} must not be foldable")
        for effect in ("reads", "writes", "allocates", "collects", "raises"):
            if {"pure", effect} <= effects:
                self.fail(f"`pure` and `{effect}` contradict each other")
        typed = [parameter for parameter in self.parameters if parameter.type_name != "any"]
        if typed and "raises" not in effects:
            self.fail(f"@{typed[0].name} is type-checked, so the effects must include `raises`")

    def check_examples(self, error_codes):
        if not self.examples and not self.errors:
            self.fail("(example EXPRESSION RESULT) is missing")
        for _, code in self.errors:
            if code not in error_codes:
                self.fail(f"the error example names `{code}`, which is not in errors.scm")
            if code != "T3004" and "raises" not in self.effects:
                self.fail(f"an example raises {code}, but the effects do not include `raises`")

    @property
    def identifier(self):
        return cpp.identifier(self.body.removeprefix("prim_"))

    @property
    def minimum(self):
        return sum(parameter.kind == "required" for parameter in self.parameters)

    @property
    def maximum(self):
        return -1 if any(p.kind == "rest" for p in self.parameters) else len(self.parameters)

    @property
    def shape(self):
        if "control" in self.effects:
            return CODE
        return VARIADIC if self.maximum < 0 or self.maximum > 3 else self.maximum


def read(files, types, opcodes, errors):
    codes = {row.code for row in errors}
    rows = [PrimitiveRow(row, types, codes) for path, text in files
            for row in sexp.read_rows(path, text, "define-primitive")]
    sexp.refuse_duplicates(rows, "primitive", lambda row: row.name)
    sexp.refuse_duplicates(rows, "body", lambda row: row.body)
    sexp.refuse_duplicates(rows, "primitive identifier", lambda row: row.identifier)
    by_primitive = {row.primitive: row for row in opcodes if row.primitive}
    for row in rows:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", row.body):
            row.fail(f"`{row.body}` is not a C++ function name")
        expected = by_primitive[row.name].name if row.name in by_primitive else None
        if row.opcode != expected:
            row.fail(f"the row says (op {row.opcode}), opcodes.scm says {expected}")
    return rows


TYPES = """\
enum PrimitiveEffect : uint16_t {
  effect_pure = 1,      // no effect at all, never raises
  effect_foldable = 2,  // the same arguments give the same answer: constant arguments may be folded
  effect_reads = 4, effect_writes = 8, effect_allocates = 16, effect_raises = 32,
  effect_deep = 64,      // needs much C stack
  effect_collects = 128, // may collect garbage
  effect_control = 256,  // calls procedures or changes the stack: only its procedure can be called, never the body
  effect_compiles = 512, // needs reader, expander and compiler: programs that cannot reach it are built without them
};

enum class ParameterKind : uint8_t { required, optional, rest };

struct PrimitiveParameter {
  const char* name;
  const char* type;  // a row of tables/types.scm; "any" is not checked
  ParameterKind kind;
};

struct PrimitiveExample {
  const char* expression;
  const char* result;  // as `write` prints it, or an error code
};

struct PrimitiveInfo {
  const char* name;
  const char* const* libraries;  // "(scheme base)", ...; ends with null
  int16_t min_arguments;
  int16_t max_arguments;         // -1: any number
  int16_t shape;                 // 0..3: that many Value parameters (missing optional ones v_default); -1: argc, argv; -2: a Code
  uint16_t effects;              // bits of PrimitiveEffect
  int32_t opcode;                // an Opcode, or -1
  bool fast;                     // has an inline body in prims/fast.h
  const PrimitiveParameter* parameters;
  int parameter_count;
  const char* result_type;
  const char* documentation;
  const PrimitiveExample* examples;
  int example_count;
  const PrimitiveExample* errors;
  int error_count;
};

extern const PrimitiveInfo primitive_table[];
inline const PrimitiveInfo& primitive_info(core::Prim prim) { return primitive_table[static_cast<uint16_t>(prim)]; }
inline bool accepts(core::Prim prim, int64_t argument_count) {
  const PrimitiveInfo& info = primitive_info(prim);
  return argument_count >= info.min_arguments && (info.max_arguments < 0 || argument_count <= info.max_arguments);
}
// Whether compiled code may call the body itself, instead of the primitive's procedure.
inline bool is_direct(core::Prim prim) { return !(primitive_info(prim).effects & effect_control); }
"""


def info_text(row):
    def pointer(condition, name):
        return f"{name}_{row.body}" if condition else "nullptr"
    effects = " | ".join(f"effect_{effect}" for effect in row.effects) or "0"
    opcode = f"static_cast<int32_t>(Opcode::{cpp.identifier(row.opcode)})" if row.opcode else "-1"
    return (f"    {{{cpp.literal(row.name)}, libraries_{row.body}, {row.minimum}, {row.maximum}, {row.shape}, {effects}, "
            f"{opcode}, {str(row.fast).lower()}, {pointer(row.parameters, 'parameters')}, {len(row.parameters)}, "
            f"{cpp.literal(row.result)}, {cpp.literal(row.doc)}, {pointer(row.examples, 'examples')}, "
            f"{len(row.examples)}, {pointer(row.errors, 'errors')}, {len(row.errors)}}},")


def arrays_text(row):
    libraries = "".join(cpp.literal(name) + ", " for name in row.libraries)
    lines = [f"constexpr const char* libraries_{row.body}[] = {{{libraries}nullptr}};"]
    if row.parameters:
        items = ", ".join(f"{{{cpp.literal(p.name)}, {cpp.literal(p.type_name)}, ParameterKind::{p.kind}}}" for p in row.parameters)
        lines.append(f"constexpr PrimitiveParameter parameters_{row.body}[] = {{{items}}};")
    for name, examples in (("examples", row.examples), ("errors", row.errors)):
        if examples:
            items = ", ".join(f"{{{cpp.literal(expression)}, {cpp.literal(result)}}}" for expression, result in examples)
            lines.append(f"constexpr PrimitiveExample {name}_{row.body}[] = {{{items}}};")
    return "\n".join(lines)


CODE_SIGNATURE = "Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2"


def declaration(row):
    if row.shape == CODE:
        return f"[[nodiscard]] Value {row.body}({CODE_SIGNATURE});"
    if row.shape == VARIADIC:
        return f"[[nodiscard]] Value {row.body}(Context* ctx, int64_t argc, const Value* argv);"
    arguments = "".join(f", Value {argument_name(p)}" for p in row.parameters)
    return f"[[nodiscard]] Value {row.body}(Context* ctx{arguments});"


def argument_name(parameter):
    return "p_" + re.sub(r"[^A-Za-z0-9]", "_", parameter.name)


def predicate(type_name):
    return "type_is_" + type_name.replace("-", "_")


def check_text(row):
    """`checked_<body>`: tests the declared types, then calls the body."""
    prim = f"core::Prim::{row.identifier}"
    lines = []
    if row.shape == VARIADIC:
        lines.append(f"Value checked_{row.body}(Context* ctx, int64_t argc, const Value* argv) {{")
        for index, parameter in enumerate(row.parameters):
            test = predicate(parameter.type_name)
            if parameter.type_name == "any":
                continue
            if parameter.kind == "rest":
                lines.append(f"  for (int64_t i = {index}; i < argc; i++)\n"
                             f"    if (!{test}(argv[i])) [[unlikely]] return raise_type_error(ctx, {prim}, static_cast<int>(i), argv[i]);")
            else:
                given = f"argc > {index} && argv[{index}] != v_default && " if parameter.kind == "optional" else ""
                lines.append(f"  if ({given}!{test}(argv[{index}])) [[unlikely]] return raise_type_error(ctx, {prim}, {index}, argv[{index}]);")
        lines.append(f"  return {row.body}(ctx, argc, argv);\n}}")
        return "\n".join(lines)
    names = [argument_name(p) for p in row.parameters]
    lines.append(f"Value checked_{row.body}(Context* ctx{''.join(', Value ' + n for n in names)}) {{")
    for index, (parameter, name) in enumerate(zip(row.parameters, names)):
        if parameter.type_name != "any":
            given = f"{name} != v_default && " if parameter.kind == "optional" else ""
            lines.append(f"  if ({given}!{predicate(parameter.type_name)}({name})) [[unlikely]] "
                         f"return raise_type_error(ctx, {prim}, {index}, {name});")
    lines.append(f"  return {row.body}({', '.join(['ctx'] + names)});\n}}")
    return "\n".join(lines)


def floats_text(rows):
    """A header of its own, for who emits code."""
    return "// Whether a call shows that the program computes with floats: (floats) in the row.\n" \
        "constexpr bool shows_floats(core::Prim prim) {\n  constexpr core::Prim shown[] = {\n" + \
        "".join(f"      core::Prim::{row.identifier},\n" for row in rows if row.floats) + \
        "  };\n  for (core::Prim each : shown)\n    if (each == prim) return true;\n  return false;\n}\n"


SHAPES = (("0", 0), ("1", 1), ("2", 2), ("3", 3), ("n", VARIADIC))

CHECKS_PREAMBLE = """\
using Checked0 = Value (*)(Context*);
using Checked1 = Value (*)(Context*, Value);
using Checked2 = Value (*)(Context*, Value, Value);
using Checked3 = Value (*)(Context*, Value, Value, Value);
using CheckedN = Value (*)(Context*, int64_t, const Value*);

// The linker knows them as `tc_primitive NAME` and `entry NAME`, with a prefix: native/symbol.h.
#define TC_PRIMITIVE_SYMBOL(kind, name) __asm__(TIERCEL_SYMBOL_PREFIX kind " " name) __attribute__((visibility("hidden")))

// Indexed by core::Prim; null where the primitive has another shape.  They stand in a file of their own, so that a program
// that is linked with the runtime may bring its own, with nothing in them but what it uses.
extern "C" {
extern const Code tiercel_primitive_entries[] __attribute__((visibility("hidden")));
extern const Checked0 tiercel_checked_0[] __attribute__((visibility("hidden")));
extern const Checked1 tiercel_checked_1[] __attribute__((visibility("hidden")));
extern const Checked2 tiercel_checked_2[] __attribute__((visibility("hidden")));
extern const Checked3 tiercel_checked_3[] __attribute__((visibility("hidden")));
extern const CheckedN tiercel_checked_n[] __attribute__((visibility("hidden")));
}

// checked_BODY tests the declared types, then calls the body; entry_BODY is the Code of the primitive's procedure."""


def check_declaration(row):
    name = cpp.literal(row.name)
    lines = [f"Value entry_{row.body}(Context*, Procedure*, int64_t, Value, Value, Value) TC_PRIMITIVE_SYMBOL(\"entry\", {name});"]
    if row.shape != CODE:
        parameters = ", int64_t, const Value*" if row.shape == VARIADIC else ", Value" * len(row.parameters)
        lines.append(f"Value checked_{row.body}(Context*{parameters}) TC_PRIMITIVE_SYMBOL(\"tc_primitive\", {name});")
    return "\n".join(lines)


def checks_text(rows):
    parts = [cpp.banner("tables/primitives") + "// Include after gen/primitive_checks.h and object/types.h, inside namespace tiercel.\n"]
    return "\n".join(parts + [check_text(row) for row in rows if row.shape != CODE]) + "\n"


def tables_text(rows):
    # Weak: a built program has a table of its own (engine/program_data.cpp).
    parts = ["extern \"C\" {", "__attribute__((weak)) const Code tiercel_primitive_entries[] = {", *(f"    entry_{row.body}," for row in rows), "};"]
    for suffix, shape in SHAPES:
        items = [f"    {'checked_' + row.body if row.shape == shape else 'nullptr'}," for row in rows]
        parts += [f"const Checked{suffix.upper()} tiercel_checked_{suffix}[] = {{", *items, "};"]
    return "\n".join(parts + ["}"]) + "\n"


ENTRIES_PREAMBLE = """\
// Include after gen/primitive_checks.inc, inside namespace tiercel.  The includer declares before:
//   static Value entry_raise_pending(Context*, Procedure*, int64_t, Value, Value, Value);
//     a Code that tail-calls the isolate's raise procedure with ctx->pending
//   static void entry_wrong_arity(Context*, core::Prim, int64_t argc);   makes the condition pending
//   static bool entry_has_room(Context*, int64_t argc);   on the stack for so many, else makes the condition pending

// Calls a body that takes argc and argv: collects the arguments from the registers, ctx->args and ctx->more.
[[maybe_unused]] static Value entry_gather(Context* ctx, int64_t argc, Value a0, Value a1, Value a2, CheckedN body) {
  if (argc > register_arguments + argument_slots && !entry_has_room(ctx, argc)) return v_pending;
  auto* arguments = static_cast<Value*>(__builtin_alloca(static_cast<size_t>(argc < 3 ? 3 : argc) * sizeof(Value)));
  arguments[0] = a0;
  arguments[1] = a1;
  arguments[2] = a2;
  int64_t in_slots = argc - register_arguments;
  if (in_slots > argument_slots) in_slots = argument_slots;
  for (int64_t i = 0; i < in_slots; i++) arguments[register_arguments + i] = ctx->args[i];
  Value more = ctx->more;
  for (int64_t i = register_arguments + argument_slots; i < argc; i++) {
    arguments[i] = as_pair(more)->car;
    more = as_pair(more)->cdr;
  }
  return body(ctx, argc, arguments);
}
"""


def entry_text(row):
    lines = [f"Value entry_{row.body}({CODE_SIGNATURE}) {{"]
    if row.minimum == row.maximum:
        wrong = f"argc != {row.minimum}"
    elif row.maximum < 0:
        wrong = f"argc < {row.minimum}" if row.minimum else None
    else:
        wrong = f"argc > {row.maximum}" + (f" || argc < {row.minimum}" if row.minimum else "")
    raising = "[[clang::musttail]] return entry_raise_pending(ctx, self, argc, a0, a1, a2);"
    if wrong:
        lines.append(f"  if ({wrong}) [[unlikely]] {{\n    entry_wrong_arity(ctx, core::Prim::{row.identifier}, argc);\n    {raising}\n  }}")
    if row.shape == CODE:
        for index, parameter in enumerate(row.parameters[:3]):
            if parameter.type_name != "any" and parameter.kind == "required":
                lines.append(f"  if (!{predicate(parameter.type_name)}(a{index})) [[unlikely]] {{\n    (void)raise_type_error(ctx, "
                             f"core::Prim::{row.identifier}, {index}, a{index});\n    {raising}\n  }}")
        lines.append(f"  [[clang::musttail]] return {row.body}(ctx, self, argc, a0, a1, a2);\n}}")
        return "\n".join(lines)
    if row.two:
        lines.append(f"  if (argc == 2) [[likely]] {{\n    Value result = {row.two}(ctx, a0, a1);\n"
                     f"    if (result == v_pending) [[unlikely]] {raising}\n    return result;\n  }}")
    if row.shape == VARIADIC:
        call = f"entry_gather(ctx, argc, a0, a1, a2, checked_{row.body})"
    else:
        arguments = [f"a{i}" if p.kind == "required" else f"argc > {i} ? a{i} : v_default" for i, p in enumerate(row.parameters)]
        call = f"checked_{row.body}({', '.join(['ctx'] + arguments)})"
    lines.append(f"  Value result = {call};\n  if (result == v_pending) [[unlikely]] {raising}\n  return result;\n}}")
    return "\n".join(lines)


def entries_text(rows):
    return "\n".join([cpp.banner("tables/primitives") + ENTRIES_PREAMBLE] + [entry_text(row) for row in rows]) + "\n"


def generate(rows):
    enumeration = "namespace core {\n// Named after the body: `(c prim_vector_ref)` is Prim::vector_ref.\nenum class Prim : uint16_t {\n" + \
        "".join(f"  {row.identifier},  // {row.name}\n" for row in rows) + "};\n}  // namespace core\n" \
        f"constexpr int primitive_count = {len(rows)};\n"
    macro = "// X(identifier, \"name\", body) for every primitive, in the order of the enumeration.\n#define TC_PRIMITIVES(X) \\\n" + \
        " \\\n".join(f"  X({row.identifier}, {cpp.literal(row.name)}, {row.body})" for row in rows) + "\n"
    table = "\n".join(arrays_text(row) for row in rows) + "\n\nconst PrimitiveInfo primitive_table[] = {\n" + \
        "\n".join(info_text(row) for row in rows) + "\n};\n"
    tables = "tables/primitives"
    return {
        "primitives.h": cpp.header(tables, ["<cstdint>"], "\n".join([enumeration, TYPES, macro])),
        "primitive_floats.h": cpp.header(tables, ['"gen/primitives.h"'], floats_text(rows)),
        "primitives.cpp": cpp.source(tables, ['"gen/opcodes.h"', '"gen/primitives.h"'], table),
        "primitive_bodies.h": cpp.header(tables, ['"object/context.h"', '"object/value.h"'],
                                         "\n".join(declaration(row) for row in rows) + "\n"),
        "primitive_checks.h": cpp.header(tables, ['"gen/primitive_bodies.h"', '"gen/primitives.h"', '"native/symbol.h"'],
                                         "\n".join([CHECKS_PREAMBLE] + [check_declaration(row) for row in rows]) + "\n"),
        "primitive_checks.inc": checks_text(rows),
        "primitive_entries.inc": entries_text(rows),
        "primitive_tables.cpp": cpp.source(tables, ['"gen/primitive_checks.h"'], tables_text(rows)),
    }
