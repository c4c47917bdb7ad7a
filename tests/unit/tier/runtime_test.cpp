// What emitted C takes the functions of the runtime for (include/tiercel/emit.h) is what they are.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "gen/primitives.h"
#include "native/request.h"
#include "tier/runtime.h"

namespace tiercel {
namespace {

std::string emit_header() {
  std::filesystem::path root = std::filesystem::current_path();  // somewhere inside the repository
  while (!std::filesystem::exists(root / "include/tiercel/emit.h") && root != root.root_path())
    root = root.parent_path();
  std::stringstream text;
  text << std::ifstream(root / "include/tiercel/emit.h").rdbuf();
  return text.str();
}

// A type, and perhaps the name of the parameter behind it, as RuntimeFunction::signature has it.
char letter_of(const std::string& type) {
  if (type.find('*') != std::string::npos) return native::pointer_letter;
  std::string word = type.substr(0, type.find(' '));
  if (word == "void") return native::nothing_letter;
  if (word == "double") return native::float_letter;
  if (word == "uint8_t") return native::truth_letter;
  return word == "tc_value" || word == "int64_t" ? native::word_letter : '?';
}

std::string signature_of(const std::string& result, const std::string& parameters) {
  std::string signature{letter_of(result)};
  std::regex parameter("[^, ][^,]*");
  for (std::sregex_iterator each(parameters.begin(), parameters.end(), parameter), end; each != end; ++each)
    signature += letter_of(each->str());
  return signature;
}

std::vector<std::smatch> matches_of(const char* pattern, const std::string& text) {
  std::regex regex(pattern);
  return {std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()};
}

std::map<std::string, std::string> signatures() {
  std::map<std::string, std::string> by_name;
  for (const native::RuntimeFunction& function : runtime_functions()) by_name[function.name] = function.signature;
  return by_name;
}

TEST(RuntimeFunctions, are_declared_for_c_as_they_are) {
  std::string header = emit_header();
  auto functions = signatures();
  auto prototypes = matches_of(R"re((TC_SPARING )?(\w+) (\w+)\(([^)]*)\)\s*TC_SYMBOL\("(\w+)"\);)re", header);
  EXPECT_EQ(prototypes.size(), matches_of(R"re(TC_SYMBOL\("\w+"\);)re", header).size());
  EXPECT_GT(prototypes.size(), 40u);
  for (const std::smatch& prototype : prototypes) {
    std::string name = prototype[5];
    EXPECT_EQ(prototype[3], name);
    EXPECT_EQ(signature_of(prototype[2], prototype[4]), functions[name]) << name;
    EXPECT_EQ(prototype[1].matched, native::keeps_registers(name)) << name;
  }
}

TEST(RuntimeFunctions, primitives_are_declared_for_c_as_they_are) {
  std::string header = emit_header();
  auto functions = signatures();
  auto macros = matches_of(
      R"re(#define PRIMITIVE_(\w)\(f, name\) (\w+) f\(([^)]*)\) TC_SYMBOL\("tc_primitive " name\))re", header);
  std::map<int, std::string> by_shape;
  for (const std::smatch& macro : macros)
    by_shape[macro[1] == "N" ? -1 : std::stoi(macro[1])] = signature_of(macro[2], macro[3]);
  EXPECT_EQ(by_shape.size(), 5u);
  for (int i = 0; i < primitive_count; i++) {
    const PrimitiveInfo& info = primitive_table[i];
    std::string name = std::string("tc_primitive ") + info.name;
    if (is_direct(static_cast<core::Prim>(i))) EXPECT_EQ(by_shape[info.shape], functions[name]) << name;
  }
}

}  // namespace
}  // namespace tiercel
