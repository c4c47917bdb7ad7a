// Libraries as bytes: what importers need to know, without the body.
//
// An interface holds the exports, the bodies of procedures that may be inlined (stored_procedure.h) and, for macros, the
// meanings of the names their templates mention.  Decoding is lazy:
// loading checks the frame and keeps the bytes; a name costs a hash probe when it is first looked up, and a syntax-rules
// macro is decoded when something first asks for it.  So a stored library costs nothing until something refers to it.
//
// Layout, in 32-bit little-endian words (interface_layout.h has the numbers): header; strings; hash buckets; names;
// entries; bindings; scope sets; imports; then the bytes of strings and rules.  Scopes name their library by its place
// among the imports, so that the same bytes mean the same in every process.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bytecode/serialize.h"
#include "syntax/library.h"

namespace tiercel::syntax {

// The bytes, or none if the library cannot be stored: a macro refers to what only this process has.
std::vector<uint8_t> write_interface(System& system, Library* library, bytecode::FileNamer& files);

// The same for what a program has defined in its environment, so that `eval` finds it there; none if it cannot be stored.
std::vector<uint8_t> write_environment(System& system, Namespace& space, bytecode::FileNamer& files);

// The library, known to `system` from now on but not ready: its imports, whose names are given, are still to be loaded
// into `Library::imports`, in this order.  Null if the bytes are damaged.  They must outlive the system.
Library* load_interface(System& system, std::span<const std::string> parts, std::span<const uint8_t> bytes,
                        std::vector<std::vector<std::string>>* imports);

// The definitions of an environment, which from now on supplies them to `space`; null if the bytes are damaged.  The
// libraries that its macros refer to are still to be put into `imports`, in the order of `names`.
struct StoredEnvironment {
  virtual ~StoredEnvironment() = default;
  std::vector<std::vector<std::string>> names;
  std::vector<Library*> imports;
};
std::unique_ptr<StoredEnvironment> load_environment(System& system, Namespace& space, std::span<const uint8_t> bytes);

// Changes whenever bytes of another build could be misread.
uint64_t interface_version();

}  // namespace tiercel::syntax
