// The bodies of library procedures for the optimizer of other units: what core::StoredProcedure promises, kept as bytes.
//
// When a library has been expanded, each constant procedure that is small enough, or that calls its arguments, is kept as
// it came from the expander.  An interface holds the same bytes with numbers of its own.  Bytes are decoded where a call is
// inlined, each time with fresh names, so nothing of this costs anything until then.
//
// A body says where it is from by names and bindings, so the variables of its library that it mentions are reached as
// any imported variable is.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bytecode/byte_stream.h"
#include "core/core.h"
#include "syntax/binding.h"

namespace tiercel::syntax {

struct Library;

constexpr int stored_depth_max = 60;  // of the nodes of a stored body

// How bodies refer to what is shared by a whole library, by number.
class BodyNumbers {
 public:
  virtual ~BodyNumbers() = default;
  virtual uint32_t string(std::string_view text) = 0;
  virtual uint32_t file_number(FileId file) = 0;
  // False: there is no way to say from outside which variable it is.
  virtual bool global(Binding* binding, uint32_t* number) = 0;
};

// And what the numbers mean.  Out-of-range numbers give null.
class BodyParts {
 public:
  virtual ~BodyParts() = default;
  virtual Name name(uint32_t string) = 0;
  virtual FileId file(uint32_t number) = 0;
  virtual Binding* global(uint32_t number) = 0;
};

// Whether a constant of this kind may be in a stored body: equal is the same wherever it is mentioned.  A quoted string or
// pair of a body is one object, and a copy would be another.
bool is_plain_constant(DatumKind kind);

// The clauses of a procedure, or nothing if none of them is worth storing.
std::vector<uint8_t> write_procedure(core::Lambda* lambda, BodyNumbers& numbers);
// A stored procedure again, with the numbers of an interface.
std::vector<uint8_t> write_procedure(core::StoredProcedure& stored, BodyNumbers& numbers);

// What `bytes`, which must outlive it, say.  Made in `arena`.
core::StoredProcedure* stored_procedure(std::span<const uint8_t> bytes, BodyParts& parts, Arena& arena);

// Keeps the bodies of a library that has just been expanded; before any pass has changed its unit.
void keep_procedures(NameTable& names, Library* library);

}  // namespace tiercel::syntax
