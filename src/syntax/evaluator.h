// What the expander asks of the rest of the system.  The engine implements these; syntax/ never sees a heap value.
//
// Data crosses as Datums.  A syntax object inside such data is an `opaque` Datum with an even handle (System knows what
// it stands for, and when it does not any more: a macro may keep a syntax object longer than its expansion lasts).
// Handles of the engine's own objects have their lowest bit set, so the two cannot be confused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "core/core.h"
#include "reader/datum.h"
#include "source/diagnostics.h"

namespace tiercel::syntax {

struct Syntax;
struct Library;
struct GlobalBinding;
class Namespace;
class SyntaxServices;

inline bool is_syntax_handle(uint64_t handle) { return handle != 0 && (handle & 1) == 0; }

// Runs code while compiling.  The results' lifetime is the isolate's: macros keep their transformers.
class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // Runs `unit` after the bodies of `libraries` (in this order, those that have not run yet) and gives a handle of its
  // value.  False: `message` says what went wrong.
  virtual bool evaluate(core::Unit* unit, std::span<Library* const> libraries, uint64_t* handle,
                        std::string* message) = 0;
  // The procedure that `handle` denotes, for a library whose image is loaded: transformers are stored by the index of
  // their place in the library's compile-time table.
  virtual bool is_procedure(uint64_t handle) = 0;
  // Applies the procedure to the arguments; the result, made in `arena`, or null with a message.  While it runs,
  // primitives on syntax objects go to `services`.
  virtual const Datum* apply(uint64_t procedure, std::span<const Datum* const> arguments, Arena& arena,
                             SyntaxServices& services, std::string* message) = 0;
};

// What a running transformer may ask of the expander.
class SyntaxServices {
 public:
  virtual ~SyntaxServices() = default;
  virtual uint64_t handle_of(Syntax* syntax) = 0;
  virtual Syntax* syntax_of(uint64_t handle) = 0;  // null: its expansion is over
  // syntax->datum
  virtual const Datum* strip(Syntax* syntax) = 0;
  // datum->syntax: symbols get the scopes of the identifier `context`; syntax objects inside stay as they are.
  virtual Syntax* from_datum(Syntax* context, const Datum* datum) = 0;
  // One level of a syntax object as data: a pair or vector of syntax objects, an atom, a symbol for an identifier.
  virtual const Datum* open(Syntax* syntax) = 0;
  // The form as an explicit-renaming macro sees it: data, in which the identifiers with the scopes of the macro's
  // keyword are symbols and all others syntax objects.
  virtual const Datum* renaming_form(Syntax* form) = 0;
  // `name` as it is at the definition of the running macro, with this use's own scope.
  virtual Syntax* rename(Name name) = 0;
  // free-identifier=? and bound-identifier=?; symbols among the arguments mean "as at the macro's use".
  virtual bool same_binding(const Datum* a, const Datum* b) = 0;
  virtual bool same_identifier(Syntax* a, Syntax* b) = 0;
  virtual bool is_identifier(Syntax* syntax) = 0;
  virtual Name fresh_name(std::string_view stem) = 0;
};

// Decides where a new top-level variable lives: sets `storage` and `handle`.
class GlobalFactory {
 public:
  virtual ~GlobalFactory() = default;
  virtual void place(GlobalBinding* global, Namespace* home) = 0;
  // A handle as a stored interface holds it, and what it means in this process for a variable of `home`.
  virtual uint64_t stored_handle(const GlobalBinding& global) { return handle_of(global); }
  virtual uint64_t loaded_handle(const GlobalBinding& global, Namespace*) { return handle_of(global); }

 private:
  static uint64_t handle_of(const GlobalBinding& global);
};

// What a search for a library found: a stored interface, or the forms of a file whose define-library is to be expanded.
struct FoundLibrary {
  std::span<const uint8_t> interface;  // not empty: syntax/interface.h bytes, which outlive the isolate's use
  bool of_image = false;               // they come with the executable
  std::span<const Datum* const> forms;
};

class LibraryFinder {
 public:
  virtual ~LibraryFinder() = default;
  // `parts` are the library name's parts as text: {"scheme", "base"}.  False if there is none; then `message` says where
  // it was looked for, or why its file could not be opened.  False with errors in `diagnostics`: it could not be read.
  virtual bool find(std::span<const std::string> parts, FoundLibrary* found, DiagnosticList& diagnostics,
                    std::string* message) = 0;
  // The forms of a file named by `include`, relative to the file `from`.  False as above.
  virtual bool include(std::string_view path, FileId from, bool fold_case, std::vector<const Datum*>* forms,
                       DiagnosticList& diagnostics, std::string* message) = 0;
  // The number of a file that a stored library was made of, for the places of its inlined procedures; 0: unknown.
  virtual FileId stored_file(std::string_view) { return 0; }
  // From here on the body of this library is expanded, or, if it is null, the forms of whoever imports it.
  virtual void expands(const Library*) {}
  // A form was expanded as it was because there is, or is not, such a library.
  virtual void asked(std::span<const std::string>, bool) {}
  // Names of libraries that could be found, as "(scheme base)".
  virtual std::vector<std::string> known() = 0;
};

}  // namespace tiercel::syntax
