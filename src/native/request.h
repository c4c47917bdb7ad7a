// What a running program hands to the native compiler, and what it gets back: plain data, without a heap pointer.
//
// A request is an immutable snapshot of some functions of one unit, made by the thread that runs the program.  The
// compile thread never reads the heap: what a constant is, is told here as far as code depends on it, and everything
// else is reached at run time through two tables: their addresses are put beside the code by the loader, or, where the code
// is that of an image library, found in the context.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bytecode/unit.h"
#include "native/blob.h"

namespace tiercel::native {

// All that code may depend on besides the bytecode of its unit: stored code is used again where the facts are the same.
struct ConstantFact {
  enum Kind : uint8_t {
    object,   // only known at run time: loaded from the unit's constants
    word,     // an immediate value: `number` is its word
    closure,  // the static closure of function `number` of the unit
    defined,  // the cell of a global variable that is defined, and will stay so
    real,     // a float that no word holds: `number` is its bits as a double
    last = real,
  };
  Kind kind = object;
  uint64_t number = 0;
};

// For what an object file is made.
struct ObjectTarget {
  std::string triple;           // empty: this machine's
  std::string cpu = "generic";  // or "native", or a name that LLVM knows
};

// What a register of a running loop held when code was asked for.
enum class SeenKind : uint8_t { other, fixnum, flonum };

struct Request {
  std::string unit;                               // for messages and symbol names
  uint64_t serial = 0;                            // makes symbol names unique in the process
  std::vector<bytecode::FunctionCode> functions;  // of the unit; those not selected have clauses only
  std::vector<ConstantFact> constants;            // of the unit
  std::vector<uint32_t> selected;                 // functions to be compiled, the wanted one first
  int64_t loop = -1;           // if not negative: an entry at this loop head of the first function, and nothing else
  std::vector<SeenKind> seen;  // then by register, if it is known: code for these kinds is worth most
  int optimize = 2;            // 0: fast code generation
  // If `here` is not empty: those of the selected whose code is wanted in this object; the others are in other objects of
  // the same program, and called by name.
  std::vector<uint32_t> here;
  int64_t library = -1;         // if not negative: linked code, for every isolate; its number in Context::libraries
  ObjectTarget target;          // of linked code
  bool empty_is_false = false;  // the consair dialect's truth
  // For tests: the name of an opcode that is to be refused, or "module": what is made is not valid.
  std::string refuse;
  bool unwind_tables = false;  // for debuggers
  bool keep_blob = false;      // Result::blob is wanted
};

// Where control is in a call or after it: code offsets against instructions of one function.
struct ReturnSite {
  uint32_t offset;       // of the return address, from the start of the code
  uint32_t function;     // index in the unit
  uint32_t instruction;  // index of the calling instruction
};

struct CompiledFunction {
  uint32_t function;  // index in the unit
  void* entry;        // a Code
};

// The code of one function: two parts if it has an entry that checks the number of arguments.
struct CodePart {
  uint32_t begin, end;  // offsets
  uint32_t function;
  bool entry;
};

struct Result {
  std::string refusal;  // empty, or why nothing was compiled: "JIT does not yet support ..."
  uint32_t refused_function = 0;
  uint32_t refused_instruction = 0;
  std::vector<CompiledFunction> functions;
  void* loop_entry = nullptr;  // Value (*)(Context*, Procedure*, Value* registers)
  void* code = nullptr;        // first byte of the machine code
  size_t code_bytes = 0;
  std::vector<CodePart> parts;
  const void* unwind = nullptr;  // the unwind tables, if they were asked for
  size_t unwind_bytes = 0;
  void* memory = nullptr;           // for Compiler::release
  Blob blob;                        // the same code for another process, if it was asked for
  std::vector<ReturnSite> sites;    // by offset
  void** constants_slot = nullptr;  // the loader stores the address of the unit's first constant here,
  void** functions_slot = nullptr;  // and of its first Function here
};

// The same code as a relocatable object for the linker.
struct ObjectCode {
  std::string refusal;  // as in Result
  uint32_t refused_function = 0;
  uint32_t refused_instruction = 0;
  std::string file;         // the bytes of the object file
  std::string code_symbol;  // at the first byte of the code
  uint64_t code_bytes = 0;
  std::vector<std::pair<uint32_t, uint64_t>> entries;  // function of the unit, offset of its entry
  std::vector<ReturnSite> sites;                       // by offset
  std::vector<CodePart> parts;
};

// Read-only data of an object file: bytes, some words of which are addresses of symbols.
struct DataPiece {
  struct Address {
    size_t offset;
    std::string symbol;
  };
  std::string symbol;
  std::string bytes;
  std::vector<Address> addresses = {};
  bool exported = false;  // else only this object knows it
};

// The library with the compiler inside exports two functions: tiercel_native_agreement, whose answer has to be the caller's
// `agreement` (gen/agreement.h), and tiercel_open_native.
struct RuntimeFunction {
  std::string name;
  void* address;
  std::string signature;  // what it answers, then its parameters, a letter each
};
constexpr char nothing_letter = 'v', word_letter = 'w', pointer_letter = 'p', float_letter = 'd', truth_letter = 'b';

// The functions of the runtime whose calls leave every general register alone (LLVM's preserve_most): all but primitives
// and those with the calling convention of Scheme code.  Those named by keeps_all_registers leave the others alone too.
constexpr bool keeps_registers(std::string_view name) {
  return name.starts_with("tc_") && !name.starts_with("tc_primitive ") && !name.starts_with("tc_call_") &&
         name != "tc_raise" && name != "tc_wrong_arity";
}
constexpr bool keeps_all_registers(std::string_view name) { return name == "tc_poll" || name == "tc_box_floats"; }

struct Compiler {
  virtual Result compile(const Request& request) = 0;
  virtual ObjectCode object(const Request& request) = 0;  // may be called by several threads
  // An object file of data; empty, with `problem`, if there is no such target.
  virtual std::string data(const std::vector<DataPiece>& pieces, const ObjectTarget& target, std::string* problem) = 0;
  // LLVM IR or assembly of all of them, units of one program, as one module; empty, with `problem`, if there is no such target
  // or something is refused.
  virtual std::string text(std::span<const Request> requests, bool assembly, std::string* problem) = 0;
  // Gives back the memory of code that nobody will call and no frame returns into: Result::memory.
  virtual void release(void* memory) = 0;

 protected:
  ~Compiler() = default;
};
using NativeAgreement = const char* (*)();
using OpenNative = Compiler* (*)(const RuntimeFunction* functions, size_t count);

}  // namespace tiercel::native
