// The engine's side of the interfaces through which the front asks the runtime: where variables live, where libraries
// come from, how macros and constants are evaluated.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/engine.h"
#include "interp/load.h"
#include "optimize/optimize.h"
#include "syntax/evaluator.h"

namespace tiercel {

// Variables of image libraries live in the isolate's cell table, all others in Cell objects of their own.
class GlobalPlacer : public syntax::GlobalFactory {
 public:
  explicit GlobalPlacer(Engine::Parts& parts) : parts_(parts) {}
  void place(syntax::GlobalBinding* global, syntax::Namespace* home) override;
  uint64_t stored_handle(const syntax::GlobalBinding& global) override;
  uint64_t loaded_handle(const syntax::GlobalBinding& global, syntax::Namespace* home) override;
  // The handle of a new variable.
  uint32_t make_cell(std::string_view name);

 private:
  Engine::Parts& parts_;
};

// Libraries from the image first, then from DIR/scheme/base.sld for each -I directory and the file's own.
class SourceFinder : public syntax::LibraryFinder {
 public:
  explicit SourceFinder(Engine::Parts& parts) : parts_(parts) {}
  bool find(std::span<const std::string> parts, syntax::FoundLibrary* found, DiagnosticList& diagnostics,
            std::string* message) override;
  bool include(std::string_view path, FileId from, bool fold_case, std::vector<const Datum*>* forms,
               DiagnosticList& diagnostics, std::string* message) override;
  void expands(const syntax::Library* library) override;
  void asked(std::span<const std::string> parts, bool found) override;
  std::vector<std::string> known() override;
  // The same number for the same name; there is no text.
  FileId stored_file(std::string_view name) override;
  // The forms of a file whose text is known.
  bool read_forms(FileId file, bool fold_case, bool from_library, std::vector<const Datum*>* forms,
                  DiagnosticList& diagnostics);
  // The file that would define a library; empty if there is none.
  std::string path_of(std::span<const std::string> parts, std::string* message) const;

 private:
  Engine::Parts& parts_;
  std::vector<FileId> library_files_;
  std::unordered_map<std::string, FileId> stored_files_;
  Arena arena_;  // of the forms: libraries live as long as the isolate
  std::vector<std::vector<const Datum*>> kept_;
};

// Runs macro bodies on the compile-time context, never on the user's (E6).
class MacroEvaluator : public syntax::Evaluator {
 public:
  explicit MacroEvaluator(Engine::Parts& parts) : parts_(parts) {}
  bool evaluate(core::Unit* unit, std::span<syntax::Library* const> libraries, uint64_t* handle,
                std::string* message) override;
  bool is_procedure(uint64_t handle) override;
  const Datum* apply(uint64_t procedure, std::span<const Datum* const> arguments, Arena& arena,
                     syntax::SyntaxServices& services, std::string* message) override;

  // Of the macro that is running; null outside.  Primitives on syntax objects go there.
  syntax::SyntaxServices* services() const { return services_; }
  Arena* arena() const { return arena_; }

 private:
  Engine::Parts& parts_;
  syntax::SyntaxServices* services_ = nullptr;
  Arena* arena_ = nullptr;
};

// Folds foldable primitives on numbers, characters and booleans by calling their bodies.
class ConstantFolder : public core::Folder {
 public:
  explicit ConstantFolder(Engine::Parts& parts) : parts_(parts) {}
  const Datum* fold(core::Prim prim, std::span<const Datum* const> arguments, Arena& arena) override;

 private:
  Engine::Parts& parts_;
};

// What bytecode only names.
class Resolver final : public CellResolver {
 public:
  explicit Resolver(Isolate& isolate) : isolate_(isolate) {}
  Value cell(Context* ctx, uint64_t handle, Name name) override;
  // An odd handle is one of the isolate's, an even one a syntax object of the expander.
  Value opaque(Context* ctx, uint64_t handle) override;

 private:
  Isolate& isolate_;
};

}  // namespace tiercel
