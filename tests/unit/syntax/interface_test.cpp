// Stored interfaces: a program expands the same against them as against the sources, and damaged bytes are refused.
#include "syntax/interface.h"

#include "optimize/optimize.h"
#include "tests/unit/syntax/fixture.h"

namespace tiercel::syntax {

class InterfaceTest : public ExpanderTest {
 protected:
  class Files final : public bytecode::FileNamer {
    std::string_view file_name(FileId) override { return "some.sld"; }
  };
  std::vector<uint8_t> stored(Library* library) {
    Files files;
    return write_interface(system, library, files);
  }

  InterfaceTest() {
    finder.libraries["(a)"] =
        "(define-library (a) (import (tiercel core) (tiercel primitives)) (export twice count-up counter (rename f g) my-cond)"
        " (begin (define counter 0) (def f (lambda (x) x)) (define (hidden x) (f x))"
        "  (define-syntax make-cell (syntax-rules () ((_ get) (begin (define cell 1) (define-syntax get (syntax-rules () ((_) cell)))))))"
        "  (make-cell count-up)"
        "  (define-syntax helper (syntax-rules () ((_ x y ...) (hidden (cons x (list-of y ...))))))"
        "  (define-syntax list-of (syntax-rules () ((_) '()) ((_ x . r) (cons x (list-of . r)))))"
        "  (define-syntax my-cond (syntax-rules (else) ((_ (else e)) e) ((_ (c e) . r) (if c e (my-cond . r)))))"
        "  (define-syntax twice (syntax-rules () ((_ e) (let ((t e)) (helper t t \"s\" 1.5 #\\a #(1 x))))))))";
    finder.libraries["(b)"] =
        "(define-library (b) (import (tiercel core) (prefix (a) a-)) (export thrice a-counter)"
        " (begin (define-syntax thrice (syntax-rules () ((_ e) (begin (a-twice e) (a-g a-counter)))))))";
  }

  static constexpr const char* program =
      "(import (rename (a) (my-cond my)) (b)) (twice 1) (thrice 2) (count-up) (g 1) (my (1 2) (else 3))"
      " (let ((else 1)) a-counter)";
};

TEST_F(InterfaceTest, SameMeaningAsSource) {
  std::string from_source = expand(program);
  EXPECT_EQ(from_source.substr(0, 5), "(seq ");
  std::string optimized = one_line(core::print(core::optimize(last.unit, {})->body));
  EXPECT_EQ(optimized.find("@f"), std::string::npos) << optimized;  // (g 1) is 1
  std::map<std::string, std::vector<uint8_t>> interfaces;
  for (const char* key : {"(tiercel kernel)", "(a)", "(b)"}) {
    Library* library = system.known_library(key);
    if (library) interfaces[key] = stored(library);
  }
  ASSERT_FALSE(interfaces["(a)"].empty());
  ASSERT_FALSE(interfaces["(b)"].empty());

  System second(names, globals, &finder, nullptr);
  finder.interfaces = interfaces;
  Environment space(second, nullptr), program_space(second, &space);
  DiagnosticList diagnostics;
  for (auto [text, environment] :
       {std::pair{"(import (tiercel core) (tiercel primitives))", &space}, std::pair{program, &program_space}}) {
    auto read = read_all(text, 0, arenas.emplace_back(), names, diagnostics);
    Expander expander(second, environment->space(), arenas.back(), diagnostics, {});
    ASSERT_TRUE(expander.expand_forms(read.data, &last)) << diagnostics.all()[0].message;
  }
  EXPECT_EQ(one_line(core::print(last.unit->body)), from_source);
  EXPECT_EQ(one_line(core::print(core::optimize(last.unit, {})->body)), optimized);
  EXPECT_TRUE(second.known_library("(a)")->from_image);
}

TEST_F(InterfaceTest, DamagedBytesAreRefusedOrHarmless) {
  expand(program);
  std::vector<uint8_t> good = stored(system.known_library("(a)"));
  for (size_t i = 0; i < good.size(); i++) {
    for (uint8_t flip : {0x01, 0x80, 0xFF}) {
      std::vector<uint8_t> bad = good;
      bad[i] ^= flip;
      System other(names, globals, &finder, nullptr);
      other.limits.depth = 15;  // a damaged template may be exponential
      finder.interfaces["(a)"] = bad;
      Environment space(other, nullptr);
      DiagnosticList diagnostics;
      Arena arena;
      auto read = read_all("(import (tiercel core) (a)) (twice 1) (count-up) (g counter) (my-cond (1 2) (else 3))", 0,
                           arena, names, diagnostics);
      Expander expander(other, space.space(), arena, diagnostics, {});
      if (expander.expand_forms(read.data, &last)) core::optimize(last.unit, {});  // any answer, but no crash
    }
  }
  for (size_t size = 0; size < good.size(); size += 7) {
    System other(names, globals, &finder, nullptr);
    finder.interfaces["(a)"].assign(good.begin(), good.begin() + static_cast<ptrdiff_t>(size));
    std::vector<std::vector<std::string>> imports;
    const std::string parts[] = {"a"};
    EXPECT_EQ(load_interface(other, parts, finder.interfaces["(a)"], &imports), nullptr);
  }
}

}  // namespace tiercel::syntax
