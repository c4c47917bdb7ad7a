// The libraries in lib/ expand, leave nothing undefined, and the macro prelude obeys its rule.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "syntax/macro_file.h"
#include "tests/unit/syntax/fixture.h"

namespace tiercel::syntax {

class LibraryFilesTest : public ExpanderTest {
 protected:
  LibraryFilesTest() {
    finder.libraries.clear();
    std::filesystem::path root = std::filesystem::current_path();  // somewhere inside the repository
    while (!std::filesystem::exists(root / "lib/tiercel/macros.sld") && root != root.root_path())
      root = root.parent_path();
    root /= "lib";
    for (auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      std::filesystem::path path = std::filesystem::relative(entry.path(), root);
      std::ifstream stream(entry.path());
      std::stringstream text;
      text << stream.rdbuf();
      if (path.extension() == ".sld") {
        std::string key = path.replace_extension("").string();
        std::replace(key.begin(), key.end(), '/', ' ');
        finder.libraries["(" + key + ")"] = text.str();
      } else if (path.extension() == ".scm") {
        std::filesystem::path from_folder;  // includes are relative to the including file, wherever that is
        for (auto part = path.end(); part != path.begin();) {
          from_folder = from_folder.empty() ? *--part : *--part / from_folder;
          finder.files[from_folder.string()] = finder.files[".." / from_folder] = text.str();
        }
      }
    }
  }
};

TEST_F(LibraryFilesTest, EveryLibraryExpands) {
  auto libraries = finder.libraries;
  for (auto& [key, text] : libraries) {
    std::string result = expand("(import " + key + ")");
    EXPECT_EQ(result, "(constant unspecified)") << key;
    Library* library = system.known_library(key);
    if (!library) continue;
    for (const UnboundName& name : library->unbound) ADD_FAILURE() << key << " uses " << name.name->text;
  }
}

TEST_F(LibraryFilesTest, E4MacroPreludeHoldsMacrosOnly) {
  DiagnosticList diagnostics;
  auto read = read_all(finder.files.at("prelude-macros.scm"), 0, arenas.emplace_back(), names, diagnostics);
  EXPECT_TRUE(check_macro_definitions(read.data, "prelude-macros.scm", diagnostics).ok());
  auto more = read_all("(define-syntax m (syntax-rules ())) (define (f) 1)", 0, arenas.back(), names, diagnostics);
  EXPECT_FALSE(check_macro_definitions(more.data, "prelude-macros.scm", diagnostics).ok());
  EXPECT_EQ(diagnostics.all().at(0).code, ErrorCode::T2020);
}

TEST_F(LibraryFilesTest, PreludeForms) {
  const std::string import = "(import (tiercel core) (tiercel primitives) (tiercel macros)) ";
  EXPECT_EQ(expand(import + "(-> 1 (cons 2) car)"), "(car (cons 1 2))");
  EXPECT_EQ(expand(import + "(->> 1 (cons 2) car)"), "(car (cons 2 1))");
  EXPECT_EQ(expand(import + "(defn f (x) \"doc\" (f x))"), "(define @f (lambda f (x.0) (call @f x.0)))");
  EXPECT_EQ(expand(import + "(defn f ((x) x) ((x y) y))"), "(define @f (case-lambda f ((x.0) x.0) ((x.1 y.2) y.2)))");
  EXPECT_EQ(expand(import + "(protect 1)"),
            "(call @%guard (lambda #f (object.0) (if #t (lambda #f () (list #f object.0)) #f))"
            " (lambda #f () (list #t 1)))");
  EXPECT_EQ(expand(import + "(lambda (x) (defer (car x)) x)"),
            "(lambda #f (x.0) (call @%run-deferred (lambda #f (defer.1)"
            " (seq (call defer.1 (lambda #f () (car x.0))) x.0))))");
  EXPECT_EQ(expand(import + "(defer 1)").substr(0, 5), "T2026");
  EXPECT_EQ(expand(import + "(try 1 (catch e 2) (finally 3))").substr(0, 20), "(call @dynamic-wind ");
}

}  // namespace tiercel::syntax
