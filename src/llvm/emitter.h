// From bytecode to LLVM IR: one function at a time, with blocks specialised by the kinds of values that registers hold.
//
// Basic-block versioning (Chevalier-Boisvert and Feeley, "Simple and Effective Type Check Removal through Lazy Basic
// Block Versioning", ECOOP 2015), done eagerly: a block of bytecode is emitted once for each combination of kinds with
// which control can reach it, up to a few; a guard that succeeded is part of the combination from there on, so it is
// not repeated, and a float stays an unboxed double across blocks and loop iterations.  What exceeds the limit goes to the
// version that keeps most of what is known.  A guard that fails goes to the generic version of its instruction: one compact
// copy of the function, with calls of the runtime in place of fast ways, whose registers are words in memory and which
// control leaves at the next loop head.  An error comes back to nobody, so what raises one needs no such way.  What is
// rarely run, a top level outside of its loops for one, is such calls too (is_rare).
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "bytecode/function_facts.h"
#include "core/core.h"
#include "gen/opcodes.h"
#include "llvm/analysis.h"
#include "llvm/counted.h"
#include "llvm/float_results.h"
#include "llvm/kinds.h"
#include "native/held.h"
#include "native/request.h"
#include "object/value.h"

namespace tiercel::native {

struct Slot {
  Kind kind = Kind::tagged;
  llvm::Value* value = nullptr;  // null: nothing yet
  int64_t closure = -1;          // the static closure of this function of the unit, if that is known
  // Where has_companion(kind): the word that never changes in an object of that kind, in a register of its own.
  llvm::Value* companion = nullptr;
};

// The place of a field from the tagged word of an object with a header.
constexpr int64_t in_object(size_t offset) { return static_cast<int64_t>(offset) - static_cast<int64_t>(tag_object); }

// A piece of machine code: a function, or a part of one.
struct EmittedPart {
  llvm::Function* code;  // gone after optimisation if nothing calls it
  std::string name;
  uint32_t function;
  bool entry;
  uint32_t bytes = 0;  // if its symbol does not tell
};

// What a short way goes on in: a function from an instruction on, with the registers that are carried there.
struct Rest {
  uint32_t function, pc;
  std::vector<Kind> kinds;
  bool returns_float;
  llvm::Function* code;
};

// A procedure for direct calls whose arguments are known to be floats, or which answers floats only: these travel as the
// bits of doubles, where the words would.
struct FloatVersion {
  uint32_t function;
  std::vector<Kind> kinds;       // of the parameters: tagged, fixnum or flonum
  bool returns_float;            // its result is a double too
  llvm::Function *known, *body;  // as in ModuleEmitter
};

// The generic versions of a function without loops: a function of its own, entered at any of some instructions.
struct Generic {
  llvm::Function* code = nullptr;  // null: nothing leads there
  std::set<uint32_t> pcs;
};

// The attribute of functions with loops for LLVM to unroll.
constexpr const char* unrolls_loops = "tiercel-unrolls-loops";
// And of those that store floats side by side, for LLVM to do two at once if nothing is called.
constexpr const char* pairs_floats = "tiercel-pairs-floats";

// What is shared by the functions of one module.
struct ModuleEmitter {
  ModuleEmitter(llvm::LLVMContext& context, const Request& request);

  // Emits everything.  False if an instruction is not supported: then `refusal` says which.
  bool emit();

  // The function that direct calls enter, with the right number of arguments; the same as `entries[function]` for
  // functions with several clauses or a rest list.  Its third parameter is the fourth argument instead of their number.
  llvm::Function* known_entry_of(uint32_t function);
  bool uses_self(uint32_t function) const { return bytecode::uses_self(request.functions[function]); }
  llvm::FunctionCallee runtime(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Type*> parameters);
  // The version that a call with such arguments enters, made if there are not yet too many; null if the one for words is
  // wanted.  `returns_float`: how it answers.
  const FloatVersion* float_version_for(uint32_t function, const std::vector<Kind>& kinds, bool returns_float);
  // Which parameters the procedure seems to want as floats: flonum or tagged.
  const std::vector<Kind>& wanted_floats(uint32_t function);
  // The same of all that the function calls directly.
  Wants::OfCalls wanted_by_callees(uint32_t function);
  Generic& generic_of(uint32_t function, bool returns_float) {
    return generics[2 * function + (returns_float ? 1 : 0)];
  }
  bool is_selected(uint32_t function) const;
  bool is_here(uint32_t function) const { return here_.empty() || here_[function]; }  // not in another object
  bool takes_exactly(uint32_t function, int64_t argc) const {
    return bytecode::takes_exactly(request.functions[function], argc);
  }
  const Analysis& analysis_of(uint32_t function);
  const CountedLoops& loops_of(uint32_t function);
  // Whether code is wanted soon rather than good: one function and few versions for each, and nothing that LLVM's fast
  // selection of instructions does not know.
  bool is_fast() const { return request.optimize == 0; }
  // Whether the number of arguments is looked at by a few bytes before the function that direct calls enter.  Debuggers
  // want a function of its own, which they know to unwind.
  bool has_prefixes() const { return is_for_x86() && !request.unwind_tables; }
  void add_prefix(uint32_t function);
  bool is_for_x86() const { return llvm::Triple(module->getTargetTriple()).isX86(); }
  // Declares a function of code_type; exported are those whose address is asked for by name.
  llvm::Function* declare_part(const std::string& name, uint32_t function, bool entry, bool exported = false);

  llvm::LLVMContext& context;
  const Request& request;
  std::unique_ptr<llvm::Module> module;
  llvm::Type* word;     // i64: a Value
  llvm::Type* pointer;  // ptr
  llvm::FunctionType* code_type;
  // Hold the address of the unit's first constant and of its first Function; null in code of image libraries.
  llvm::GlobalVariable* constants = nullptr;
  llvm::GlobalVariable* functions = nullptr;
  llvm::DIBuilder debug;
  llvm::DIFile* file;
  std::vector<llvm::GlobalValue*> entries;  // by function of the unit; null if not selected
  std::vector<llvm::Function*> known;
  std::vector<llvm::Function*> bodies;  // what `known` goes on in if it is only a short way; else the same
  llvm::Function* loop_entry = nullptr;
  std::vector<EmittedPart> parts;
  std::deque<Rest> rests;
  std::deque<FloatVersion> float_versions;
  FloatResults float_results{*this};
  std::vector<Generic> generics;  // two a function: for what answers words, and for what answers doubles
  // What looks keys up in hash tables, and on behalf of which function; null if none does.
  struct {
    uint32_t function = 0;
    llvm::Function* code = nullptr;
  } table_finder;
  // Whether something in the unit says that it computes with floats.  Without that no versions are made for them: the
  // general functions of number/ do what is wanted.
  bool uses_floats;
  std::string refusal;
  uint32_t refused_function = 0, refused_instruction = 0;

 private:
  llvm::Function* declare(const std::string& name, llvm::FunctionType* type, bool exported);
  llvm::Function* declare_elsewhere(const std::string& name);
  std::string name_of(uint32_t function) const;

  // By function; null until somebody asks.
  std::vector<std::unique_ptr<Analysis>> analyses_;
  std::vector<std::unique_ptr<CountedLoops>> loops_;
  std::map<uint32_t, std::vector<Kind>> wanted_floats_;
  std::vector<bool> here_;     // by function; empty: all are here
  bool are_declared_ = false;  // all that are selected
};

// Whether the function is in another object of the same program.
inline bool is_elsewhere(const llvm::Function& function) {
  return function.isDeclaration() && function.hasHiddenVisibility();
}

// Whether it only jumps to other functions; then it needs no frame, and the collector never meets it.
bool calls_nothing(const llvm::Function& function);

// How two fixnums are compared by a comparison or a fused branch.
llvm::CmpInst::Predicate fixnum_predicate(Opcode opcode);

class FunctionEmitter {
 public:
  FunctionEmitter(ModuleEmitter& module, uint32_t function);

  bool emit_entry();
  bool wants_leaf() const;
  bool emit_rest(const Rest& rest);
  bool emit_float_version(const FloatVersion& version);
  void forget_all_but(const std::vector<uint16_t>& wanted);
  void forget_before_call(uint16_t result);
  void clear_generic_frame(llvm::IRBuilder<>& at);
  void select_fast();
  bool emit_generic(const Generic& generic, bool returns_float);
  void emit_table_finder();
  bool emit_loop_entry(uint32_t loop);

 private:
  struct Version;
  // Facts of a loop that were found to hold where it was entered, by instruction.
  struct Proof {
    const CountedLoop* loop;
    std::vector<bool> facts;
    // Of a strip: turns without polls, behind a head that polled.  If the loop is brief only they have facts.
    const Proof* whole = nullptr;                 // of the head; null: this is no strip
    Version* start = nullptr;                     // behind the test
    llvm::Value* end = nullptr;                   // the limit of the counter for turns that begin there
    std::map<int32_t, Slot> loaded;               // by term, what was loaded where the strip began
    std::vector<std::pair<uint16_t, Slot>> kept;  // registers that were set before the test
  };
  struct Version {
    uint32_t pc;
    bool generic;
    const Proof* proof;       // null: none
    std::vector<Kind> kinds;  // of the registers alive, ascending
    llvm::BasicBlock* block;
    // By register alive.  A companion is null where the kind has none.  A generic version finds all words in memory.
    std::vector<llvm::PHINode*> phis, companions;
  };
  using Words = llvm::ArrayRef<llvm::Value*>;

  // --- Blocks and versions (emitter.cpp)
  void begin(llvm::Function* into);
  void locate(uint32_t pc);
  bool finish();
  void emit_from(uint32_t pc, bool at_start);
  void edge(uint32_t pc, bool generic = false);
  void edge_to_version(uint32_t pc);
  void edge_with_floats(uint32_t pc);
  void edge_with_proof(uint32_t pc);
  std::vector<Kind> kinds_carried_to(uint32_t pc);
  void enter(Version* version);
  std::vector<llvm::Value*> values_for(const Version& version);
  void give(Version* version, Words values);
  void guard_slot(uint16_t reg, Kind kind, llvm::BasicBlock* otherwise);
  void edge_to_generic(uint32_t pc);
  void leave_to_generic(uint32_t pc);
  // A block that guards led to: the generic version does the whole instruction.
  void go_slow(llvm::BasicBlock* slow) {
    cold(slow, [this] { edge_to_generic(pc_); });
  }
  llvm::AllocaInst* generic_frame();
  llvm::Value* generic_place(uint16_t reg);
  void test_wanted(uint32_t pc, llvm::BasicBlock* otherwise);
  bool has_version(uint32_t pc) const;
  bool has_version_to_leave_for(uint32_t pc) const;
  // Registers whose content the version at `pc` gets from the edges: those alive, without constants.
  const std::vector<uint16_t>& carried_to(uint32_t pc);
  void restore_constants(uint32_t pc);
  Version* version_for(uint32_t pc, bool generic, const std::vector<Kind>& kinds, const Proof* proof = nullptr);
  static int knowledge_kept(const std::vector<Kind>& wanted, const std::vector<Kind>& kinds);
  Version* make_version(uint32_t pc, bool generic, std::vector<Kind> kinds, const Proof* proof);
  void refuse(uint32_t pc, const std::string& what);
  llvm::BasicBlock* new_block(const char* name);
  // Goes on where the condition holds; otherwise to `slow`.
  void guard(llvm::Value* condition, llvm::BasicBlock* slow);
  // Emits the block that guards led to, with the registers as they are now.  `emit_block` ends in a terminator.
  template <class EmitBlock>
  void cold(llvm::BasicBlock* slow, EmitBlock emit_block) {
    if (slow->use_empty()) return void(slow->eraseFromParent());
    llvm::BasicBlock* here = b.GetInsertBlock();
    std::vector<Slot> saved = slots_;
    b.SetInsertPoint(slow);
    if (leaf_rest_) b.CreateBr(leaf_rest_);
    else emit_block();
    slots_ = std::move(saved);
    b.SetInsertPoint(here);
  }

  // --- Values (emitter.cpp)
  llvm::Value* word(uint64_t bits) { return b.getInt64(bits); }
  llvm::Value* tagged(uint16_t reg);
  llvm::Value* tagged(const Slot& slot);
  llvm::Value* box_float(llvm::Value* number);
  llvm::Value* boxed_float(llvm::Value* number);
  void box_floats(llvm::Value* places, llvm::Value* mask);
  void set(uint16_t reg, llvm::Value* value, Kind kind = Kind::tagged, int64_t closure = -1) {
    slots_[reg] = {kind, value, closure};
  }
  // From here on every register with this word is known to hold that kind; `as`: how it is held then, if not as the word.
  void know(llvm::Value* word, Kind kind, llvm::Value* companion = nullptr, llvm::Value* as = nullptr);
  llvm::Value* truth(uint16_t reg);
  llvm::Value* is_true(llvm::Value* value);
  llvm::Value* has_tag(llvm::Value* value, uint64_t tag);
  llvm::Value* is_immediate_float_word(llvm::Value* value);
  llvm::Value* float_of_word(llvm::Value* value);
  llvm::Value* field(llvm::Value* tagged_object, int64_t offset, llvm::Type* type = nullptr);
  llvm::Value* field_address(llvm::Value* tagged_object, int64_t offset);
  llvm::Value* context_field(size_t offset, llvm::Type* type = nullptr);
  llvm::Value* context_address(size_t offset);
  llvm::Value* invariant_load(llvm::Type* type, llvm::Value* address);
  llvm::Value* word_of_unit(bool function, uint32_t index);
  llvm::Value* constant_at(uint32_t index);
  // The header word of `value` if it is an object of that kind; else to `slow`.
  llvm::Value* guard_header(llvm::Value* value, ObjectKind kind, llvm::BasicBlock* slow);
  // The same for a register, which is known to hold the kind from here on.
  llvm::Value* guard_kind(uint16_t reg, ObjectKind kind, llvm::BasicBlock* slow);
  void guard_record(uint16_t reg, llvm::Value* type, llvm::BasicBlock* slow);
  // What an index must be below, as an integer: the length, to store nothing if the object is immutable.
  llvm::Value* length_in(llvm::Value* header) { return b.CreateLShr(header, word(16)); }
  llvm::Value* writable_length_in(llvm::Value* header);
  // Stores what register `reg` holds into a field, with the write barrier.
  void store_field(llvm::Value* tagged_object, llvm::Value* address, uint16_t reg);
  void store_word(llvm::Value* address, llvm::Value* value);
  void mark_card(llvm::Value* tagged_object, llvm::Value* address);
  llvm::Value* address_in(llvm::Value* start, size_t offset);
  // `bytes` from the allocation range at `range` of the context, filled by `fill` (start), tagged; if the range is used
  // up, what `slow` calls.
  template <class Fill, class Slow>
  llvm::Value* allocate(size_t range, size_t bytes, uint64_t tag, Fill fill, Slow slow) {
    if (is_rare() && !leaf_rest_) return slow();
    bytes = (bytes + 15) & ~size_t{15};
    llvm::BasicBlock *full = new_block("full"), *done = new_block("allocated");
    llvm::Value* start = take(range, bytes, leaf_rest_ ? leaf_rest_ : full);
    fill(start);
    llvm::Value* object = b.CreateAdd(start, word(tag));
    if (leaf_rest_) {
      full->eraseFromParent();
      done->eraseFromParent();
      return object;
    }
    llvm::BasicBlock* here = b.GetInsertBlock();
    b.CreateBr(done);
    b.SetInsertPoint(full);
    llvm::Value* other = slow();
    full = b.GetInsertBlock();
    b.CreateBr(done);
    b.SetInsertPoint(done);
    llvm::PHINode* result = b.CreatePHI(m.word, 2);
    result->addIncoming(object, here);
    result->addIncoming(other, full);
    return result;
  }
  llvm::Value* take(size_t range, size_t bytes, llvm::BasicBlock* full);
  llvm::Value* array_of(uint16_t first, int64_t count);
  llvm::Value* scratch_array(int64_t count);

  // --- From memory into loops (emit_reentry.cpp)
  llvm::Value* hold(llvm::Value* first, const std::map<uint16_t, Held>& wanted);
  void assume(uint16_t reg, Held held);
  std::map<uint16_t, Held> taken_by(const Version& version);
  void leave_generic(uint32_t pc);

  // --- Loops that count (emit_counted.cpp)
  struct Turns;
  bool is_told(const CountedLoop& loop, uint16_t reg) const;
  bool may_hold(const CountedLoop& loop, int64_t holder, Kind kind) const;
  llvm::Value* know_limit(const CountedLoop& loop);
  std::vector<bool> told_terms(const CountedLoop& loop) const;
  const Slot& slot_of(const Turns& turns, int64_t holder) const;
  void load_term(Turns& turns, int64_t number, Kind kind);
  llvm::Value* load_early(const CountedLoop& loop, const Term& term);
  void find_values(Turns& turns, int32_t number);
  llvm::Value* held_in_last_turn(Turns& turns, uint16_t reg);
  void find_conditions(Turns& turns, const std::vector<const Fact*>& facts);
  void find_index_conditions(Turns& turns, const Fact& fact);
  std::vector<const Fact*> choose_facts(const CountedLoop& loop, Proof* proof) const;
  bool test_conditions(const Turns& turns);
  const Proof* prove(const CountedLoop& loop, llvm::BasicBlock* otherwise);
  const Proof* attempt(const CountedLoop& loop, llvm::BasicBlock* otherwise);
  bool begins_strip(uint32_t pc) const;
  llvm::Value* end_of_strip();
  void edge_to_strip(uint32_t pc);
  bool enter_strip(uint32_t pc, llvm::BasicBlock* otherwise);
  bool keep_for_strip(uint32_t pc, Proof* strip);
  bool use_loaded(const Instruction& instruction);
  void edge_within_strip();
  void unroll(llvm::Instruction* jump_back);
  // Whether the instruction that is being emitted is rarely run: it stands in what only rare values come to, or in a top
  // level outside of its loops.  Then a call of the runtime is better than what is faster and longer.
  bool is_rare() const { return is_generic_part_ || (function_ == 0 && !inlined_ && !analysis_.is_repeated(pc_)); }
  // Whether the instruction that is being emitted needs no test of what is a fact of its loop.
  bool is_proven() const { return proof_ && proof_->facts[pc_]; }

  // --- Calls out (emit_control.cpp)
  llvm::Value* call_runtime(const char* name, Words arguments, llvm::Type* result = nullptr);
  llvm::Value* raise_pending();
  llvm::Value* raise_if_pending(llvm::Value* result);
  // The end of a way on which an error is raised: `raise` comes back to no one.
  void fail(llvm::Value* call);
  void poll();
  void place_arguments(uint16_t first, int64_t argc, llvm::Value* (&registers)[3], int64_t direct = 3);
  std::vector<llvm::Value*> known_arguments(uint32_t function, uint16_t base, int64_t argc,
                                            const FloatVersion* version);
  int64_t known_target(uint16_t base, int64_t argc) const;
  void emit_call(const Instruction& instruction);
  void emit_return(const Slot& slot);
  bool needs_poll() const { return bytecode::needs_poll(code_); }
  void check_tail_callee(llvm::Value* callee, int64_t argc, llvm::Value* (&arguments)[3]);
  void emit_tail_call(const Instruction& instruction);
  void tail_call(llvm::FunctionType* type, llvm::Value* callee, Words arguments, bool float_result = false);
  void emit_prologue(llvm::Function* into);
  llvm::Value* rest_list(uint16_t first, llvm::Function* into);
  void receive(const bytecode::Clause& clause, llvm::Function* into, bool known);
  void emit_right_count(llvm::Function* entry, llvm::Function* known);
  bool is_own_closure(uint16_t base) const;
  void emit_self_tail_call(uint16_t base, int64_t argc);
  void emit_turn_of_copy(const Instruction& instruction);

  // --- Floats across calls (emit_floats.cpp)
  const FloatVersion* version_for_call(uint32_t function, uint16_t base, int64_t argc);
  const FloatVersion* version_for_tail_call(uint32_t function, uint16_t base, int64_t argc);
  std::vector<Kind> kinds_of_arguments(uint16_t base, int64_t argc) const;
  void dispatch_floats();
  void receive_kinds(const std::vector<Kind>& kinds);
  Slot slot_of_result(llvm::Value* call, bool returns_float);
  llvm::Value* bits_of(const Slot& slot);
  llvm::Value* double_of(const Slot& slot);
  llvm::Value* guard_float(llvm::Value* value, llvm::BasicBlock* otherwise);

  // --- Short ways (emit_leaf.cpp)
  static constexpr int leaf_steps_max = 14;  // instructions on the way to a return
  bool has_leaf(uint32_t pc, int steps) const;
  bool ends_leaf(uint32_t pc) const;
  bool is_tiny_leaf() const;
  void emit_leaf(llvm::Function* into, llvm::Function* body);
  void emit_leaf_from(uint32_t pc, int steps);
  void leave_leaf(uint32_t pc);
  bool is_worth_unrolling() const;
  bool is_closure_of(const Instruction& instruction, uint32_t function) const;
  const Rest& rest_for(uint32_t pc, const std::vector<Kind>& kinds);
  void leaf_poll();
  void call_inlining_leaf(uint32_t function, uint16_t base, const Instruction& instruction,
                          const FloatVersion* version);

  // --- Primitives inline (emit_inline.cpp)
  struct PrimitiveArguments {
    uint16_t first = 0, second = 0;  // registers; in a run the second follows the first
    int64_t count = 0;
    bool run = false;
  };
  static const char* function_on_floats(core::Prim primitive);
  bool emit_inline(core::Prim primitive, const PrimitiveArguments& arguments, const Instruction& instruction);
  bool inline_unary(core::Prim primitive, uint16_t x, const Instruction& instruction);
  bool inline_binary(core::Prim primitive, uint16_t x, uint16_t y, const Instruction& instruction);
  void cold_error(llvm::BasicBlock* slow, const Instruction& instruction);
  llvm::Value* call_primitive(const Instruction& instruction, bool raises = false);
  void set_test(uint16_t dst, llvm::Value* condition);
  llvm::Value* has_kind(uint16_t reg, ObjectKind kind);
  void test_kind(uint16_t dst, uint16_t reg, ObjectKind kind);
  bool is_jump_on(uint16_t dst) const;
  template <class OnFixnum, class OnFloat>
  void with_number(uint16_t reg, OnFixnum on_fixnum, OnFloat on_float);
  llvm::Value* fixnum_in(uint16_t reg, llvm::BasicBlock* slow);
  llvm::Value* double_in(uint16_t reg, llvm::BasicBlock* slow);
  llvm::Value* position_below(llvm::Value* limit, uint16_t index, llvm::BasicBlock* slow);
  llvm::Value* word_element(uint16_t object, ObjectKind kind, uint16_t index, bool stores, llvm::BasicBlock* slow);
  bool guard_constant_index(uint16_t object, llvm::Value* header, uint64_t index, bool stores, llvm::BasicBlock* slow);
  struct Reach;
  llvm::Value* guard_for_block(uint16_t object, ObjectKind kind, llvm::BasicBlock* slow);
  Reach highest_indices(uint16_t object, ObjectKind kind) const;
  llvm::Value* is_character(llvm::Value* value);
  void inline_number_test(core::Prim primitive, uint16_t x, const Instruction& instruction);
  void inline_number_unary(core::Prim primitive, uint16_t x, const Instruction& instruction);
  void inline_negate(uint16_t x, uint16_t dst);
  void inline_rounding(core::Prim primitive, uint16_t x, uint16_t dst);
  void inline_exact(uint16_t x, uint16_t dst);
  void inline_transcendental(core::Prim primitive, uint16_t x, uint16_t dst);
  void inline_extremum(core::Prim primitive, uint16_t x, uint16_t y, uint16_t dst);
  bool inline_divide(uint16_t x, uint16_t y, const Instruction& instruction);
  void inline_modulo(uint16_t x, uint16_t y, const Instruction& instruction);
  void inline_bits(core::Prim primitive, uint16_t x, uint16_t y, const Instruction& instruction);
  void inline_character_test(llvm::CmpInst::Predicate predicate, uint16_t x, uint16_t y,
                             const Instruction& instruction);
  void inline_character_code(bool to_integer, uint16_t x, const Instruction& instruction);
  void inline_f64vector_ref(uint16_t vector, uint16_t index, const Instruction& instruction);
  void inline_f64vector_set(uint16_t vector, const Instruction& instruction);
  void inline_bytevector_set(uint16_t vector, const Instruction& instruction);
  void inline_string_set(uint16_t string, const Instruction& instruction);
  void inline_list(uint16_t first, int64_t count, const Instruction& instruction);
  void inline_vector(uint16_t first, int64_t count, const Instruction& instruction);
  void inline_record(uint16_t first, int64_t count, const Instruction& instruction);
  // --- Hash tables (emit_tables.cpp)
  struct TableEntry {
    llvm::Value *entries, *value;  // the vector, and the place of the value
  };
  llvm::Value* fold_hash(llvm::Value* hash, llvm::Value* data);
  llvm::Value* hash_of_key(uint16_t key, llvm::BasicBlock* slow);
  TableEntry find_in_table(uint16_t table, uint16_t key, llvm::BasicBlock* missing, llvm::BasicBlock* slow);
  TableEntry call_table_finder(uint16_t table, uint16_t key, llvm::BasicBlock* missing, llvm::BasicBlock* slow);
  bool inline_table(core::Prim primitive, uint16_t table, uint16_t key, const Instruction& instruction);

  void emit_return_values(const Instruction& instruction);
  void emit_bind_values(const Instruction& instruction);
  llvm::Value* value_address(int64_t index);

  // --- Instructions
  void emit(const Instruction& instruction);
  bool emit_move(Opcode opcode, const Instruction& instruction);  // emit_data.cpp
  bool emit_variable(Opcode opcode, const Instruction& instruction);
  llvm::Value* address_of_global(uint32_t global);
  llvm::Value* address_of_capture(uint16_t index);
  bool emit_data(Opcode opcode, const Instruction& instruction);
  bool emit_primitive(const Instruction& instruction);
  void set_object(uint16_t dst, llvm::Value* result, Kind kind);
  bool emit_number(Opcode opcode, const Instruction& instruction);   // emit_number.cpp
  bool emit_control(Opcode opcode, const Instruction& instruction);  // emit_control.cpp
  void emit_make_closure(const Instruction& instruction);
  void emit_cons(const Instruction& instruction);
  void emit_pair_field(uint16_t dst, uint16_t pair, bool first, const char* slow);
  void emit_pair_field_of_cdr(uint16_t dst, uint16_t pair, bool first, const char* slow);
  void emit_set_pair_field(const Instruction& instruction, bool first, const char* slow);
  void emit_is_eqv(const Instruction& instruction);
  void emit_is_record(const Instruction& instruction);
  void jump_on_record(llvm::BasicBlock* yes, llvm::BasicBlock* no, llvm::Value* object, llvm::Value* type);
  void emit_vector_ref(const Instruction& instruction);
  void emit_vector_set(const Instruction& instruction);
  void emit_length(const Instruction& instruction, ObjectKind kind, const char* slow);
  void emit_string_ref(const Instruction& instruction);
  void emit_bytevector_ref(const Instruction& instruction);
  void emit_record_access(const Instruction& instruction, bool store);
  void emit_arithmetic(Opcode opcode, const Instruction& instruction);
  void emit_add_immediate(const Instruction& instruction);
  void emit_division(Opcode opcode, const Instruction& instruction);
  void emit_comparison(Opcode opcode, const Instruction& instruction);
  struct Operands;
  Slot operand(uint16_t reg);
  template <class OnFixnums>
  llvm::Value* fixnums_or_call(llvm::Value* x, llvm::Value* y, const char* general, OnFixnums on_fixnums);
  llvm::Value* general_sum(llvm::Value* x, llvm::Value* y, bool subtract);
  llvm::Value* general_comparison(llvm::Value* x, llvm::Value* y, const char* general);
  template <class OnFixnums, class OnFloats, class OnOthers>
  void with_operands(Operands operands, OnFixnums on_fixnums, OnFloats on_floats, OnOthers on_others);
  template <class OnFloats>
  void emit_float_operation(const Operands& operands, llvm::BasicBlock* others, OnFloats on_floats);
  // Goes to `if_false` unless the condition holds; the block that follows is where it does.
  void leave_unless(llvm::Value* condition, uint32_t if_false);
  void branch(llvm::Value* condition, uint32_t if_true, uint32_t if_false);

  ModuleEmitter& m;
  uint32_t function_;
  const bytecode::FunctionCode& code_;
  const Analysis& analysis_;
  Wants wants_;
  llvm::IRBuilder<> b;
  llvm::MDNode* likely_;
  llvm::MDNode* invariant_;
  llvm::Function* into_ = nullptr;
  llvm::DISubprogram* subprogram_ = nullptr;
  llvm::Value *context_ = nullptr, *self_ = nullptr;
  llvm::BasicBlock* entry_block_ = nullptr;
  llvm::AllocaInst* generic_frame_ = nullptr;  // by register, what generic versions find; null until there is one
  std::vector<llvm::Value*> found_;            // by register, what was loaded from there and is still the same
  llvm::AllocaInst* scratch_ = nullptr;        // words that pass between this frame and C++, null until they are needed
  int64_t scratch_words_ = 0;
  uint32_t pc_ = 0;  // of the instruction that is being emitted
  bool refused_ = false;
  llvm::BasicBlock* leaf_rest_ = nullptr;  // while a short way is emitted: where everything else goes
  int leaf_steps_ = 0;
  bool outlines_generic_;         // whether generic versions are in a function of their own, and this is not it
  bool is_generic_part_ = false;  // whether this is that function
  bool restarts_ = false;  // whether a short way that goes on in the body begins anew there, not only for rare values
  bool returns_float_ = false;                   // whether what is returned is a float, as a double
  const std::vector<Kind>* received_ = nullptr;  // of the arguments, if they are not all words
  // While a short way, or all of a function that calls itself, is emitted into a caller: where its results come together.
  struct Inlined {
    llvm::BasicBlock* join;
    bool unrolled;            // all of it
    llvm::DebugLoc location;  // of the call
    std::vector<std::pair<Slot, llvm::BasicBlock*>> results;
  };
  Inlined* inlined_ = nullptr;
  bool generic_ = false;  // whether the block that is being emitted belongs to a generic version
  // How many elements an object with that header has at least, and how many that may be stored to; here and after.
  struct Reach {
    uint64_t readable = 0, writable = 0;
    bool is_mutable = false;  // all that there are may be stored to
    bool stores = false;      // whether something is going to be
  };
  std::unordered_map<llvm::Value*, Reach> reach_;
  const Proof* proof_ = nullptr;  // of the version that is being emitted
  std::deque<Proof> proofs_;
  std::vector<Slot> slots_;
  std::deque<Version> versions_;
  std::unordered_map<uint32_t, std::vector<Version*>> versions_at_;
  std::unordered_map<uint32_t, std::vector<uint16_t>> carried_;
  std::vector<Version*> waiting_;
};

}  // namespace tiercel::native
