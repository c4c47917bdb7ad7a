// A small world for expander tests: libraries as text in a map, globals numbered in order of appearance.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <string>

#include "core/printer.h"
#include "reader/datum_sink.h"
#include "syntax/expander.h"

namespace tiercel::syntax {

class Numbered : public GlobalFactory {
 public:
  void place(GlobalBinding* global, Namespace*) override {
    global->storage = core::Global::Storage::cell;
    global->handle = next_++;
  }

 private:
  uint64_t next_ = 0;
};

class Texts : public LibraryFinder {
 public:
  explicit Texts(NameTable& names) : names_(names) {}
  bool find(std::span<const std::string> parts, FoundLibrary* found, DiagnosticList&, std::string*) override {
    if (auto bytes = interfaces.find(library_key(parts)); bytes != interfaces.end()) {
      found->interface = bytes->second;
      found->of_image = true;
      return true;
    }
    auto text = libraries.find(library_key(parts));
    if (text == libraries.end()) return false;
    auto& data = kept_.emplace_back(read_all(text->second, 0, arena_, names_, diagnostics_).data);
    found->forms = data;
    return true;
  }
  bool include(std::string_view path, FileId, bool, std::vector<const Datum*>* forms, DiagnosticList&,
               std::string* message) override {
    auto text = files.find(std::string(path));
    if (text == files.end()) return *message = "no such file", false;
    *forms = read_all(text->second, 0, arena_, names_, diagnostics_).data;
    return true;
  }
  std::vector<std::string> known() override { return {}; }

  std::map<std::string, std::string> libraries;
  std::map<std::string, std::vector<uint8_t>> interfaces;  // these win
  std::map<std::string, std::string> files;

 private:
  NameTable& names_;
  Arena arena_;
  DiagnosticList diagnostics_;
  std::deque<std::vector<const Datum*>> kept_;
};

class ExpanderTest : public ::testing::Test {
 protected:
  ExpanderTest() : finder(names), system(names, globals, &finder, nullptr), base(system, nullptr) {
    finder.libraries["(tiercel kernel)"] =
        "(define-library (tiercel kernel) (import (tiercel core) (tiercel primitives))"
        " (export append dynamic-wind raise-continuable %make-promise %make-promise-lazy %parameterize %guard %run-deferred"
        "  list eqv? eq? list->vector %record %record? %record-ref %record-set! %make-record-type)"
        " (begin (define (append . l) 1) (define (dynamic-wind a b c) 1) (define (raise-continuable x) 1)"
        "  (define (%make-promise d x) 1) (define (%make-promise-lazy x) 1) (define (%parameterize l t) 1)"
        "  (define (%guard h t) 1) (define (%run-deferred t) 1) (define (list . l) l) (define (eqv? a b) #f)"
        "  (define (eq? a b) #f) (define (list->vector l) l) (define (%record . l) l) (define (%record? a b) a)"
        "  (define (%record-ref r t i) r) (define (%record-set! r t i v) r) (define (%make-record-type n f) n)))";
    expand("(import (tiercel core) (tiercel primitives))", base);
  }

  // The printer's line breaks are no matter here.
  static std::string one_line(const std::string& text) {
    std::string line;
    for (char c : text) {
      bool blank = c == ' ' || c == '\n';
      if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
    }
    line.pop_back();
    return line;
  }

  // The Core of the text's forms in one line, or "T2xxx: message".
  std::string expand(std::string_view text, Environment& environment) {
    DiagnosticList diagnostics;
    Arena& arena = arenas.emplace_back();
    auto read = read_all(text, 0, arena, names, diagnostics);
    EXPECT_TRUE(diagnostics.empty());
    Expander expander(system, environment.space(), arena, diagnostics, {.unit_name = "test", .closed = false});
    last = {};
    if (!expander.expand_forms(read.data, &last)) {
      return std::string(error_info(diagnostics.all()[0].code).code_text) + ": " + diagnostics.all()[0].message;
    }
    EXPECT_TRUE(diagnostics.empty());
    return one_line(core::print(last.unit->body));
  }
  std::string expand(std::string_view text) {
    Environment fresh(system, &base);
    return expand(text, fresh);
  }
  // Two texts mean the same Core, up to the numbers of variables.
  void same(std::string_view a, std::string_view b) { EXPECT_EQ(expand(a), expand(b)) << a; }
  void fails(std::string_view text, std::string_view code) {
    std::string result = expand(text);
    EXPECT_EQ(result.substr(0, code.size()), code) << text << "\n" << result;
  }

  NameTable names;
  Numbered globals;
  Texts finder;
  System system;
  Environment base;
  std::deque<Arena> arenas;
  Expansion last;
};

}  // namespace tiercel::syntax
