// An isolate: one world of objects, with everything in it that is not on a stack.
//
// Its threads each have a Context; what they share is here: heap, symbols, the procedures of primitives, the cells of
// image libraries, global values of parameters, roots by name, and counters.  It knows no port, no primitive's body and
// no compiler; rooms above leave what they need in `hooks`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/dialect.h"
#include "gen/primitives.h"
#include "heap/heap.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// Values that C++ finds by name.  Scheme libraries set the procedures among them with (%set-root! 'name value).
enum class Root : uint8_t {
  raise,              // procedure (condition): raise it, never returns
  rewind,             // procedure (continuation, list of values): run winders, then throw
  interrupt_handler,  // procedure () or #f: the default
  interrupt,          // procedure (): what a poll calls on an interrupt; it calls the handler
  leave,              // procedure (status, object): ends the evaluation, after its winders
  raise_object,       // procedure (object): Scheme's `raise`
  stack_overflow,     // procedure (condition): raise it; what a poll calls when the stack is used up
  out_of_memory,      // procedure (condition): the same for the heap
  assign_parameter,   // procedure (parameter, object): what a parameter called with an argument calls
  continuation_function,
  parameter_function,  // Functions of the procedures that control/ makes
  standard_input,
  standard_output,
  standard_error,  // the parameters current-input-port, ... (port/standard.h)
  port_guardian,   // watches ports with a descriptor
  command_line,    // list of strings
  fuel_handler,
  hash_table_operations,  // vector of the procedures for tables with an equivalence of the program's own
  scratch,                // for C++ that must keep one value across a collection
  count_
};
constexpr int root_count = static_cast<int>(Root::count_);

// Counters of (tiercel stats), by name.
enum class Stat : uint8_t {
  vms,
  registrations,
  prelude_loads,
  metadata_builds,
  library_definitions,
  evaluations,
  expansions,
  macro_uses,
  compiled_functions,
  compiled_loops,
  compiled_bytes,
  compile_us,
  refused_functions,
  stored_functions,
  count_
};
constexpr int stat_count = static_cast<int>(Stat::count_);
const char* stat_name(Stat stat);

// Interned symbols: open addressing over the heap's Symbol objects, which never move.  Weak in full collections.
class SymbolTable {
 public:
  Value find(std::string_view utf8, uint64_t hash) const;  // v_false if there is none
  void insert(Value symbol);
  // The collector visits the slots; a dead symbol's slot becomes v_deleted, then rebuild() is called.
  std::vector<Value>& slots() { return slots_; }
  void rebuild();
  size_t count() const { return count_; }

 private:
  void grow();
  std::vector<Value> slots_;
  size_t count_ = 0;
};

// Where scan_stacks reports ranges of words that may or may not be references.
class StackSink {
 public:
  virtual void ambiguous(uintptr_t low, uintptr_t high) = 0;

 protected:
  ~StackSink() = default;
};

// What the collector need not look at in a frame that waits: see FrameMap.
struct FrameShape {
  int64_t slots;  // register slots of the frame, whether the function uses them all or not
  uint64_t live;  // bit i: register i may be read again
  bool calling;   // it waits for a call, and its handler holds no value but those in registers
};

// interp/ says which registers of its frames are still to be read, so that the others keep nothing alive.
class FrameMap {
 public:
  virtual ~FrameMap() = default;
  // Of a frame of `function` that waits in the instruction at `pc`.  False: nothing is known, every word counts.
  virtual bool find(const Function* function, const Instruction* pc, FrameShape* shape) = 0;
  // The distance from the frame pointer of the entry that `return_address` lies in down to its FrameHeader; 0: not
  // the same in every frame of that entry.
  virtual uintptr_t header_distance(uintptr_t return_address) const = 0;
  // Functions may have died: answers given so far are not to be given again.
  virtual void forget() = 0;
};

// Remembers objects that never move without keeping them alive.
class WeakTable {
 public:
  virtual ~WeakTable() = default;
  // A full collection knows what has died: nothing of that may be remembered any longer.
  virtual void forget(const std::function<bool(Value)>& is_dead) = 0;
};

// control/ says to which unit machine code belongs that was made while the program runs.  Such code lives as long as its
// unit; a word on a stack that may be a return address into it keeps the unit alive, which may be all that does.
class NativeCode {
 public:
  virtual ~NativeCode() = default;
  // A return address may lie just behind the code that it belongs to.
  bool may_contain(uintptr_t address) const { return address - low_ <= bytes_; }
  // False where the address lies in no such code.
  virtual Value unit_at(uintptr_t address) const = 0;

 protected:
  uintptr_t low_ = UINTPTR_MAX, bytes_ = 0;  // everything lies in there
};

struct IsolateOptions {
  size_t heap_limit = 0;  // bytes of live data; 0: three quarters of the memory available to the process
  HeapOptions heap;
};

struct LibraryCode;
struct OutsideUse;

struct Isolate {
  explicit Isolate(const IsolateOptions& options);
  ~Isolate();
  Isolate(const Isolate&) = delete;
  Isolate& operator=(const Isolate&) = delete;

  // False if the address range could not be had: then nothing else may be called.
  bool usable() const { return cells != nullptr; }

  Heap heap;
  Context main;  // the context of the thread that made the isolate
  std::vector<Context*> contexts;
  SymbolTable symbols;
  Value roots[root_count];
  std::vector<Value> primitives;            // procedure objects, by core::Prim; empty until they are registered
  std::vector<Value> parameters;            // global values of parameters, by index
  uint64_t promotion_trigger = UINT64_MAX;  // of new functions: the number of calls that asks for native code
  uint64_t loop_promotion_trigger = UINT64_MAX;
  std::vector<Value> handles;  // values that C++ keeps: engine cells, transformers; v_unbound where free
  std::vector<uint32_t> free_handles;
  Value* cells = nullptr;  // reserved address range: the base never moves
  int64_t cells_used = 0;
  // By number of the unit: a library of the boot image, then those of a program that was built.  Sized before code of them runs.
  std::vector<LibraryTables> libraries;
  std::vector<const LibraryCode*> library_code;  // control/library_code.h; null where there is none
  uint64_t stats[stat_count] = {};
  OutsideUse* outside = nullptr;  // object/outside.h: what running code asks of the world; null if nobody wants to know
  uint64_t gensym_counter = 0;
  std::vector<std::string> features;  // what `(features)` lists
  // Of a built program, whose kernel is no unit of its own: a byte for each function of its unit, not 0 for the kernel's.
  std::string_view hidden_functions;
  Dialect dialect = Dialect::scheme;  // settled before anything is loaded
  uint64_t hash_seed;                 // for tables whose keys a stranger may choose
  void* hooks[8] = {};                // rooms above: see Hook
  // engine/: a standard port is about to write; null if nobody wants to know.
  void (*before_output)(Isolate*) = nullptr;

  // --- What higher rooms do for the collector; all may be null ---------------------------------------------------------
  // control/: reports the parts of a context's stacks that may hold references.  `collector_frame` is the lowest address
  // of interest on the running stack.  A young collection (full false) may leave out what lies above the watermark.
  // Null: [collector_frame, stack_base).
  void (*scan_stacks)(Context*, StackSink&, uintptr_t collector_frame, bool full) = nullptr;
  // interp/: null until something was loaded.
  std::unique_ptr<FrameMap> frame_map;
  std::unique_ptr<NativeCode> native_code;  // null until there is some
  std::vector<WeakTable*> weak_tables;
  // control/: after each collection, before anything runs again: the place to move the watermark.
  void (*after_collection)(Context*, bool full) = nullptr;
  // control/: a condition was made: fill in location and backtrace.
  void (*describe_condition)(Context*, Condition*) = nullptr;
  // tier/: puts finished native code in place, at a poll.
  void (*publish_code)(Isolate*) = nullptr;
  // interp/: the register that holds what a loaded call instruction calls; -1 if it is none.
  int (*callee_register)(const Instruction*) = nullptr;
  // interp/: the function that an instruction calls as far as the code says, else null: for frames of native code.
  Function* (*called_function)(const Function*, int64_t instruction) = nullptr;

  // The object that `nil` names.  In the consair dialect it is the empty list.
  Value nil() const { return dialect == Dialect::consair ? v_empty : v_nil; }
  bool is_false_here(Value v) const { return is_false(v) || (dialect == Dialect::consair && is_false_or_empty(v)); }
  Value root(Root r) const { return roots[static_cast<int>(r)]; }
  void set_root(Root r, Value v) { roots[static_cast<int>(r)] = v; }
  void count(Stat s, uint64_t by = 1) { stats[static_cast<int>(s)] += by; }
};

// Which room keeps what in Isolate::hooks.
enum Hook { hook_ports = 0, hook_engine = 1, hook_interp = 2, hook_tier = 3, hook_embed = 4 };

// Sets every field of `ctx`, registers its allocation ranges and lists it in the isolate.
void attach_context(Isolate* isolate, Context* ctx);
void detach_context(Isolate* isolate, Context* ctx);

// The symbol of that name; the same object every time.
Value intern(Context* ctx, std::string_view utf8);
std::string symbol_utf8(Value symbol);
Value make_uninterned_symbol(Context* ctx, std::string_view utf8);

// Cells of image libraries: returns the index of `count` new ones, all unbound; -1 if the reserve is used up.
int64_t reserve_cells(Isolate* isolate, int64_t count);

// Makes room for the tables of that many image libraries.
void reserve_libraries(Isolate* isolate, size_t count);

// Values kept for C++ across collections.
uint32_t make_handle(Isolate* isolate, Value v);
inline Value handle_value(Isolate* isolate, uint32_t handle) { return isolate->handles[handle]; }
void release_handle(Isolate* isolate, uint32_t handle);

// Every function that was loaded, dead ones until they are collected included.
void each_function(Isolate* isolate, const std::function<void(Function*)>& visit);

// Asks every thread of the isolate to poll.
void request(Context* ctx, Request what);

}  // namespace tiercel
