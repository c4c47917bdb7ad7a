// One function: a line for each instruction, spelled by the table of opcodes where nothing else is said here.
#include <algorithm>

#include "bytecode/liveness.h"
#include "bytecode/operands.h"
#include "emit_c/unit_text.h"
#include "emit_c/usual.h"
#include "emit_c/words.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "object/context.h"

namespace tiercel::emit_c {

namespace {

constexpr int64_t all_direct = register_arguments + argument_slots;

std::string number(int64_t n) { return std::to_string(n); }
std::string reg(int64_t r) { return "r" + number(r); }
std::string label(int64_t pc) { return "L" + number(pc); }

// The macro of an opcode is its identifier in capitals.
std::string macro_of(Opcode opcode) {
#define TIERCEL_ROW(identifier, name) #identifier,
  static constexpr const char* identifiers[] = {TC_OPCODES(TIERCEL_ROW)};
#undef TIERCEL_ROW
  std::string name = identifiers[static_cast<uint16_t>(opcode)];
  if (name.ends_with('_')) name.pop_back();
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

}  // namespace

FunctionText::FunctionText(UnitText& unit, uint32_t function)
    : unit_(unit),
      function_(function),
      code_(unit.request.functions[function]),
      labels_(code_.instructions.size() + 1),
      known_(code_.frame_size) {
  for (uint32_t pc = 0; pc < code_.instructions.size(); pc++)
    if (int64_t target = bytecode::jump_target_of(code_.instructions[pc], pc); target >= 0)
      labels_[static_cast<size_t>(target)] = true;
  if (!unit_.has_known(function))
    for (const bytecode::Clause& clause : code_.clauses) labels_[clause.first] = true;
  auto captures = [&](uint32_t f) { return int64_t{unit_.request.functions[f].captures}; };
  if (code_.frame_size <= bytecode::liveness_registers_max)
    live_ = bytecode::liveness_of(code_.instructions, captures).before;
}

void FunctionText::line(const std::string& text) { text_ += "  " + text + "\n"; }

// --- The head -------------------------------------------------------------------------------------------------------

void FunctionText::declare_registers(int64_t from) {
  std::string names;
  for (int64_t r = from; r < code_.frame_size; r++) names += (names.empty() ? "" : ", ") + reg(r);
  if (!names.empty()) statement("tc_value " + names);
}

// What a loop carries, so that strength reduction leaves it alone.
std::string FunctionText::keeps(uint32_t pc) const {
  std::string text;
  for (int64_t r = 0; r < code_.frame_size; r++)
    if (live_.empty() || (live_[pc] >> r & 1)) text += " KEEP(" + reg(r) + ");";
  return text;
}

void FunctionText::emit_head() {
  std::string place = code_.span.known() ? unit_.sources.describe(code_.span) : "";
  std::string name = function_ == 0 ? "the top level"
                     : code_.name   ? std::string(code_.name->text)
                                    : "a lambda expression";
  note_line(code_.span, comment(name + (place.empty() ? "" : ", " + place)));
  if (unit_.has_known(function_)) emit_exact_head();
  else emit_clauses();
}

void FunctionText::emit_exact_head() {
  int64_t count = code_.clauses[0].required;
  text_ += "KNOWN(" + unit_.name_of(function_) + ", r0, r1, r2) {\n";
  line("enum { here = " + number(function_) + " };");
  declare_registers(register_arguments);
  if (count > 3) statement("r3 = (tc_value)fourth");
  for (int64_t i = 4; i < count; i++) statement(reg(i) + " = ctx->args[" + number(i - 3) + "]");
  if (!needs_poll()) statement("FRAME");
}

void FunctionText::receive(const bytecode::Clause& clause) {
  if (clause.rest)
    statement(reg(clause.required) + " = tc_rest_arguments(ctx, argc, " + number(clause.required) + ", a0, a1, a2)");
  for (int64_t i = 0; i < clause.required; i++) {
    std::string from = "tc_far_argument(ctx, " + number(i) + ")";
    if (i < register_arguments) from = "a" + number(i);
    else if (i < all_direct) from = "ctx->args[" + number(i - register_arguments) + "]";
    statement(reg(i) + " = " + from);
  }
}

// Several clauses, a rest list, very many parameters: the first clause that fits.
void FunctionText::emit_clauses() {
  text_ += "CODE(" + unit_.name_of(function_) + ", a0, a1, a2) {\n";
  line("enum { here = " + number(function_) + " };");
  declare_registers(0);
  for (const bytecode::Clause& clause : code_.clauses) {
    line("if (argc " + std::string(clause.rest ? ">=" : "==") + " " + number(clause.required) + ") {");
    receive(clause);
    statement("POLL(" + number(clause.first) + ")");
    statement("goto " + label(clause.first));
    line("}");
  }
  statement("TAIL tc_wrong_arity(ctx, self, argc, a0, a1, a2)");
}

std::string FunctionText::emit() {
  emit_head();
  if (unit_.has_known(function_) && needs_poll()) {
    size_t start = text_.size();
    statement("POLL(0)");
    size_t body = text_.size();
    for (pc_ = 0; pc_ < code_.instructions.size(); pc_++) emit_instruction(code_.instructions[pc_]);
    // The label is there if something goes to it.
    if (loops_to_start_) text_.insert(body - 1, keeps(0)).insert(start, "start:;\n");
  } else {
    for (pc_ = 0; pc_ < code_.instructions.size(); pc_++) emit_instruction(code_.instructions[pc_]);
  }
  text_ += "}\n";
  if (unit_.has_known(function_))
    text_ += "ENTRY(" + unit_.entry_of(function_) + ", " + unit_.name_of(function_) + ", " +
             number(code_.clauses[0].required) + ")\n";
  return text_ + "\n";
}

// --- Instructions ---------------------------------------------------------------------------------------------------

// The line of the source, once for all instructions that come from it.  Those that prepare arguments do not know theirs, but
// the one does that they are for.
void FunctionText::note_source(uint32_t pc) {
  Span span = bytecode::span_at(code_, pc);
  while (!span.known() && pc + 1 < code_.instructions.size() && !labels_[pc + 1]) span = bytecode::span_at(code_, ++pc);
  if (!span.known()) return;
  SourcePosition position = unit_.sources.position(span);
  std::string_view text = unit_.sources.line_text(span.file, position.line);
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::string note =
      std::string(unit_.sources.name(span.file)) + ":" + number(position.line) + ": " + std::string(text);
  if (std::exchange(noted_, note) != note) note_line(span, "  " + comment(note));
}

// A debugger shows the line itself.
void FunctionText::note_line(Span span, const std::string& otherwise) {
  if (!unit_.with_lines || !span.known()) {
    text_ += otherwise + "\n";
    return;
  }
  std::string_view file = unit_.sources.name(span.file);
  text_ += "#line " + number(unit_.sources.position(span).line) + " " + literal_on_one_line(file) + "\n";
}

std::string FunctionText::site() {
  unit_.add_site(function_, pc_);
  return number(pc_);
}

// What the instruction writes holds no known closure from here on.
void FunctionText::forget(const Instruction& instruction) {
  const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
  for (int i = 0; i < info.operand_count; i++)
    if (info.operands[i].type == OperandType::dst)
      known_[static_cast<size_t>(bytecode::operand_value(instruction, info.operands[i]))] = {};
}

void FunctionText::emit_instruction(const Instruction& instruction) {
  if (labels_[pc_]) {
    text_ += label(pc_) + ":;\n";
    std::ranges::fill(known_, Known{});
  }
  note_source(pc_);
  Known moved = instruction.op == static_cast<uint64_t>(Opcode::move) ? known_[instruction.b] : Known{};
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::move:
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant: emit_load(instruction); break;
    case Opcode::loop_head: line("LOOP_HEAD(" + site() + ");" + keeps(pc_)); break;
    case Opcode::call:
    case Opcode::call_known: emit_call(instruction); break;
    case Opcode::tail_call:
    case Opcode::tail_call_known: emit_tail_call(instruction); return;
    case Opcode::return_values: emit_return_values(instruction); return;
    case Opcode::bind_values: emit_bind_values(instruction); return;
    case Opcode::make_closure: emit_make_closure(instruction); break;
    case Opcode::prim_0:
    case Opcode::prim_1:
    case Opcode::prim_2:
    case Opcode::prim_3:
    case Opcode::prim_n: emit_primitive(instruction); break;
    default: emit_by_table(instruction); break;
  }
  forget(instruction);
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::move: known_[instruction.a] = moved; break;
    case Opcode::load_self: known_[instruction.a] = {function_, true}; break;
    case Opcode::make_closure: known_[instruction.a] = {instruction.wide(), false}; break;
    case Opcode::load_const: {
      const native::ConstantFact& fact = unit_.request.constants[static_cast<uint32_t>(instruction.wide())];
      if (fact.kind == native::ConstantFact::closure)
        known_[instruction.a] = {static_cast<int64_t>(fact.number), fact.number == function_};
      break;
    }
    default: break;
  }
}

void FunctionText::emit_by_table(const Instruction& instruction) {
  auto opcode = static_cast<Opcode>(instruction.op);
  const OpcodeInfo& info = opcode_info(opcode);
  std::string words = info.effects & (opcode_raises | opcode_polls) ? site() : "";
  for (int i = 0; i < info.operand_count; i++) {
    int64_t value = bytecode::operand_value(instruction, info.operands[i]);
    words += words.empty() ? "" : ", ";
    switch (info.operands[i].type) {
      case OperandType::dst:
      case OperandType::reg: words += reg(value); break;
      case OperandType::label: words += label(pc_ + value); break;
      default: words += number(value); break;
    }
  }
  std::string note;
  if (opcode == Opcode::box_ref || opcode == Opcode::cell_ref || opcode == Opcode::cell_set ||
      opcode == Opcode::cell_define)
    note = " " + unit_.comment_on_constant(static_cast<uint32_t>(instruction.wide()));
  line(macro_of(opcode) + "(" + words + ");" + note);
}

void FunctionText::emit_load(const Instruction& instruction) {
  std::string target = reg(instruction.a) + " = ";
  auto wide = static_cast<uint32_t>(instruction.wide());
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::move: return statement(target + reg(instruction.b));
    case Opcode::load_fixnum: return statement(target + immediate(make_fixnum(instruction.wide())));
    case Opcode::load_constant: return statement(target + immediate(Value{wide}));
    default: break;
  }
  const native::ConstantFact& fact = unit_.request.constants[wide];
  if (fact.kind == native::ConstantFact::word) return statement(target + immediate(Value{fact.number}));
  line(target + "CONSTANT(" + number(wide) + "); " + unit_.comment_on_constant(wide));
}

void FunctionText::emit_make_closure(const Instruction& instruction) {
  auto function = static_cast<uint32_t>(instruction.wide());
  int64_t captures = unit_.request.functions[function].captures;
  // The register of the closure may be one of those that it captures.
  bool overlaps = instruction.a >= instruction.b && instruction.a < instruction.b + captures;
  std::string closure = overlaps ? "tc_made" : reg(instruction.a);
  std::string text = overlaps ? "{ tc_value tc_made; " : "";
  text += "MAKE_CLOSURE(" + closure + ", " + number(function) + ", " + number(captures) + ");";
  for (int64_t i = 0; i < captures; i++)
    text += " CAPTURE(" + closure + ", " + number(i) + ", " + reg(instruction.b + i) + ");";
  if (overlaps) text += " " + reg(instruction.a) + " = tc_made; }";
  line(text + " " + comment(unit_.name_of(function)));
}

std::string FunctionText::array(uint16_t first, int64_t count) const {
  std::string words;
  for (int64_t i = 0; i < count; i++) words += (i ? ", " : "") + reg(first + i);
  return "const tc_value tc_words[" + number(std::max<int64_t>(count, 1)) + "] = {" + (count ? words : "0") + "};";
}

// The usual case, if there is one, and the call of the primitive otherwise.
void FunctionText::emit_primitive(const Instruction& instruction) {
  auto opcode = static_cast<Opcode>(instruction.op);
  int64_t primitive = bytecode::primitive_of(instruction);
  int64_t count = opcode == Opcode::prim_0   ? 0
                  : opcode == Opcode::prim_1 ? 1
                  : opcode == Opcode::prim_2 ? 2
                  : opcode == Opcode::prim_3 ? 3
                                             : int64_t{instruction.c};
  std::string words;
  for (int64_t i = 0; i < count; i++) {
    bool apart = opcode == Opcode::prim_2 && i == 1;
    words += ", " + (apart ? reg(instruction.c) : reg(instruction.b + i));
  }
  std::string dst = reg(instruction.a), call = dst + " = " + unit_.primitive(primitive) + "(ctx";
  std::string after = "); RAISE_IF_PENDING(" + site() + ", " + dst + ");";
  if (opcode == Opcode::prim_n)
    call = array(instruction.b, count) + " " + call + ", " + number(count) + ", tc_words" + after;
  else call += words + after;
  const char* usual = usual_case(primitive, count);
  if (usual) line("{ " + std::string(usual) + "(" + dst + words + "); else { " + call + " } }");
  else line(opcode == Opcode::prim_n ? "{ " + call + " }" : call);
}

// --- Calls ----------------------------------------------------------------------------------------------------------

// The first three arguments; the others go to the context, those from `in_context` on.
std::string FunctionText::arguments(uint16_t first, int64_t argc, int64_t in_context) {
  if (argc > all_direct) {
    line("{ " + array(first, argc) + " tc_place_arguments(ctx, " + number(argc) + ", tc_words); }");
  } else {
    for (int64_t i = in_context; i < argc; i++)
      statement("ctx->args[" + number(i - register_arguments) + "] = " + reg(first + i));
  }
  std::string words;
  for (int64_t i = 0; i < register_arguments; i++) words += ", " + (i < argc ? reg(first + i) : "0");
  return words;
}

bool FunctionText::is_direct(uint16_t base, int64_t argc) const {
  int64_t target = known_[base].function;
  return target >= 0 && unit_.takes_exactly(static_cast<uint32_t>(target), argc);
}

std::string FunctionText::direct_arguments(uint16_t base, int64_t argc) {
  std::string first_three = arguments(static_cast<uint16_t>(base + 1), argc, register_arguments + 1);
  auto target = static_cast<uint32_t>(known_[base].function);
  std::string self = unit_.uses_self(target) ? "PROCEDURE(" + reg(base) + ")" : "0";
  return unit_.name_of(target) + ", " + self + ", " + (argc > register_arguments ? reg(base + 4) : "0") + first_three;
}

void FunctionText::emit_call(const Instruction& instruction) {
  std::string dst = reg(instruction.a);
  if (is_direct(instruction.b, instruction.c)) {
    std::string words = direct_arguments(instruction.b, instruction.c);
    return statement("CALL_DIRECT(" + site() + ", " + dst + ", " + words + ")");
  }
  std::string words = arguments(static_cast<uint16_t>(instruction.b + 1), instruction.c, register_arguments);
  statement(macro_of(static_cast<Opcode>(instruction.op)) + "(" + site() + ", " + dst + ", " + reg(instruction.b) +
            ", " + number(instruction.c) + words + ")");
}

// The parameters stand before the arguments, so none is written before it is read.
void FunctionText::emit_self_tail_call(uint16_t base, int64_t argc) {
  std::string text;
  for (int64_t i = 0; i < argc; i++) text += reg(i) + " = " + reg(base + 1 + i) + "; ";
  statement(text + "goto start");
  loops_to_start_ = true;
}

void FunctionText::emit_tail_call(const Instruction& instruction) {
  uint16_t base = instruction.a;
  int64_t argc = instruction.b;
  if (is_direct(base, argc)) {
    bool is_own = known_[base].own || code_.captures == 0;
    if (known_[base].function == function_ && is_own) return emit_self_tail_call(base, argc);
    return statement("TAIL_CALL_DIRECT(" + direct_arguments(base, argc) + ")");
  }
  std::string words =
      reg(base) + ", " + number(argc) + arguments(static_cast<uint16_t>(base + 1), argc, register_arguments);
  if (static_cast<Opcode>(instruction.op) == Opcode::tail_call) statement("TAIL_CALL(" + site() + ", " + words + ")");
  else statement("TAIL_CALL_KNOWN(" + words + ")");
}

// --- Multiple values ------------------------------------------------------------------------------------------------

void FunctionText::emit_return_values(const Instruction& instruction) {
  int64_t count = instruction.b;
  if (count > argument_slots)
    return line("{ " + array(instruction.a, count) + " return tc_return_values(ctx, " + number(count) +
                ", tc_words); }");
  for (int64_t i = 0; i < count; i++) statement("ctx->values[" + number(i) + "] = " + reg(instruction.a + i));
  statement("RETURN_MULTIPLE(" + number(count) + ")");
}

// As many values as are wanted, if those are few, are read where they were left; the runtime does the rest.
void FunctionText::emit_bind_values(const Instruction& instruction) {
  int64_t count = instruction.c, outputs = count + (instruction.d ? 1 : 0);
  std::string source = reg(instruction.a);
  bool is_few = !instruction.d && count > 0 && count <= argument_slots;
  std::string fast, slow = "{ tc_value tc_out[" + number(std::max<int64_t>(outputs, 1)) + "]; BIND_VALUES(" + site() +
                           ", " + source + ", " + number(count) + ", " + number(instruction.d) + ", tc_out);";
  for (int64_t i = 0; i < outputs; i++) {
    std::string output = reg(instruction.b + i) + " = ";
    fast += output + (count == 1 ? source : "ctx->values[" + number(i) + "]") + "; ";
    slow += " " + output + "tc_out[" + number(i) + "];";
    known_[instruction.b + static_cast<size_t>(i)] = {};
  }
  slow += " }";
  line(is_few ? "if (HAS_VALUES(" + source + ", " + number(count) + ")) { " + fast + "} else " + slow : slow);
}

}  // namespace tiercel::emit_c
