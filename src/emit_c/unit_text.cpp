// All functions of a unit, and the declarations that they need.
#include "emit_c/unit_text.h"

#include "bytecode/disassemble.h"
#include "emit_c/words.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "object/context.h"

namespace tiercel::emit_c {

UnitText::UnitText(const native::Request& wanted, const bytecode::Unit& of, const SourceMap& files, bool lines,
                   std::set<std::string>* taken)
    : request(wanted), unit(of), sources(files), with_lines(lines), taken_(taken) {
  for (size_t i = 0; i < request.functions.size(); i++) {
    Name name = request.functions[i].name;
    std::string words = i == 0 ? "top_level" : name ? identifier(name->text) : "lambda";
    names_.push_back(unique(words + "_" + std::to_string(i)));
  }
}

std::string UnitText::unique(std::string name) {
  while (!taken_->insert(name).second) name += "_";
  return name;
}

bool UnitText::has_known(uint32_t function) const {
  const auto& clauses = request.functions[function].clauses;
  return clauses.size() == 1 && takes_exactly(function, clauses[0].required);
}

std::string UnitText::entry_of(uint32_t function) const {
  return has_known(function) ? names_[function] + "_entry" : names_[function];
}

const std::string& UnitText::primitive(int64_t number) {
  std::string& name = primitives_[number];
  if (name.empty()) name = unique("prim_" + identifier(primitive_table[number].name));
  return name;
}

std::string UnitText::comment_on_constant(uint32_t index) const {
  const bytecode::Constant& constant = unit.constants[index];
  switch (constant.kind) {
    case bytecode::ConstantKind::datum: return comment(bytecode::brief(constant.datum));
    case bytecode::ConstantKind::cell: return comment(constant.name->text);
    case bytecode::ConstantKind::primitive: return comment(primitive_table[constant.primitive].name);
    case bytecode::ConstantKind::closure: return comment(names_[constant.function]);
  }
  return "";
}

native::ObjectCode UnitText::emit() {
  std::string bodies;
  for (uint32_t i = 0; i < request.functions.size(); i++) bodies += FunctionText(*this, i).emit();
  std::string suffix = unit_suffix(request.library), text;
  if (!suffix.empty()) {
    text = "\n" + comment("===== " + request.unit) + "\n#undef TC_UNIT\n#undef TC_UNIT_SUFFIX\n#define TC_UNIT " +
           std::to_string(request.library) + "\n#define TC_UNIT_SUFFIX \"" + suffix + "\"\n\n";
  }
  text += "UNIT_SECTIONS(" + suffix + ");\n\n/* --- Primitives */\n\n";
  for (const auto& [number, name] : primitives_) {
    const PrimitiveInfo& info = primitive_table[number];
    std::string shape = info.shape < 0 ? "N" : std::to_string(info.shape);
    text += "PRIMITIVE_" + shape + "(" + name + ", " + string_literal(info.name) + ");\n";
  }
  text += "\n/* --- Procedures */\n\n";
  for (uint32_t i = 0; i < request.functions.size(); i++) {
    if (has_known(i)) text += "KNOWN(" + names_[i] + ", r0, r1, r2);\n";
    text += "CODE(" + entry_of(i) + ", a0, a1, a2);\n";
  }
  text += "\n" + bodies;
  text += "static const tc_code " + std::string(entries_symbol) + suffix + "[] = {\n";
  for (uint32_t i = 0; i < request.functions.size(); i++) text += "    " + entry_of(i) + ",\n";
  native::ObjectCode code;
  code.file = text + "};\n";
  code.sites = std::move(sites_);
  for (uint32_t i = 0; i < request.functions.size(); i++) code.entries.emplace_back(i, 0);
  return code;
}

std::string unit_suffix(int64_t library) { return library > 0 ? "_" + std::to_string(library) : ""; }

native::ObjectCode emit_procedures(const native::Request& request, const bytecode::Unit& unit, const SourceMap& sources,
                                   bool with_lines, std::set<std::string>* taken) {
  return UnitText(request, unit, sources, with_lines, taken).emit();
}

}  // namespace tiercel::emit_c
