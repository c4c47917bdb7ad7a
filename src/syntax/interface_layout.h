// The numbers that the writer and the reader of stored interfaces share.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"

namespace tiercel::syntax::interface_layout {

constexpr uint32_t magic = 0x33664954;  // "TIf3"

// Words of the header: where each table begins (in words) and how many records it has.
enum Header : uint32_t {
  header_magic,
  header_words,
  header_strings,
  header_string_count,
  header_buckets,
  header_bucket_count,
  header_names,
  header_name_count,
  header_entries,
  header_entry_count,
  header_bindings,
  header_binding_count,
  header_sets,
  header_set_count,
  header_set_words,
  header_imports,
  header_import_count,
  header_import_words,
  header_bytes,
  header_byte_count,
  header_steps,  // where in the bytes, + 1, and how long: what is evaluated before macros are used; 0: nothing is
  header_step_bytes,
  header_size,
};

// Record sizes in words.
constexpr uint32_t string_words = 2;   // offset and length in the bytes
constexpr uint32_t name_words = 4;     // string; exported binding + 1; first entry; entries
constexpr uint32_t entry_words = 2;    // scope set; binding
constexpr uint32_t binding_words = 7;  // kind and six operands

enum BindingCode : uint32_t {
  binding_core_form,   // form
  binding_primitive,   // primitive
  binding_constant,    // DatumKind
  binding_global,      // name; flags; handle low; handle high; body; documentation
  binding_rules,       // offset and length in the bytes; frame is always the top level's
  binding_procedural,  // offset and length in the bytes
  binding_foreign,     // import; external name there
};
enum GlobalFlag : uint32_t {
  global_assigned = 1,
  global_immutable = 2,
  global_introduced = 4,
  global_never_returns = 8,
  global_table = 16,
  global_defined_again = 32,
  global_undefined = 64,
  global_syntax_only = 128,
  global_settled = 256
};

// The body of a global: 0, or the offset of its body in the bytes + 1, or with this bit a primitive.
constexpr uint32_t body_is_primitive = 0x8000'0000;

inline uint32_t name_hash(std::string_view text) { return static_cast<uint32_t>(hash_bytes(text)); }

}  // namespace tiercel::syntax::interface_layout
