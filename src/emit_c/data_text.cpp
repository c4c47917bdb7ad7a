// The beginning of the file, and read-only data: bytes as string literals, words that hold addresses as arrays.
#include <algorithm>
#include <cstring>
#include <set>

#include "emit_c/emit.h"
#include "emit_c/words.h"
#include "gen/version.h"
#include "native/floats.h"
#include "native/symbol.h"

namespace tiercel::emit_c {

namespace {

constexpr std::string_view prefix = TIERCEL_SYMBOL_PREFIX;

// The C name of what an address leads to: what the runtime has is declared, under another name if its own is no C identifier.
class Symbols {
 public:
  std::string name_of(const std::string& symbol) {
    if (!symbol.starts_with(prefix)) {
      if (symbol.starts_with("tiercel_") && taken_.insert(symbol).second)
        declarations_ += "extern const char " + symbol + "[];\n";
      return symbol;
    }
    std::string plain = symbol.substr(prefix.size()), name = identifier(plain);
    while (!taken_.insert(name).second) name += "_";
    declarations_ += "extern const char " + name + "[] TC_SYMBOL(" + string_literal(plain) + ");\n";
    return name;
  }
  const std::string& declarations() const { return declarations_; }

 private:
  std::set<std::string> taken_;
  std::string declarations_;
};

// Most words are 0, and are not mentioned.
std::string words_text(const native::DataPiece& piece, Symbols& symbols) {
  std::vector<uint64_t> words((piece.bytes.size() + 7) / 8);
  std::memcpy(words.data(), piece.bytes.data(), piece.bytes.size());
  std::vector<std::string> names(words.size());
  for (const native::DataPiece::Address& address : piece.addresses)
    names[address.offset / 8] = "(tc_value)" + symbols.name_of(address.symbol);
  std::string text = "[" + std::to_string(words.size()) + "] = {\n";
  for (size_t i = 0; i < words.size(); i++) {
    std::string word = names[i].empty() && words[i] ? std::to_string(words[i]) + "u" : names[i];
    if (!word.empty()) text += "    [" + std::to_string(i) + "] = " + word + ",\n";
  }
  return text + "}";
}

std::string piece_text(const native::DataPiece& piece, Symbols& symbols) {
  std::string linkage = piece.exported ? "" : "static ";
  if (!piece.addresses.empty() || piece.exported)
    return linkage + "const tc_value " + piece.symbol + words_text(piece, symbols) + ";\n\n";
  return linkage + "const char " + piece.symbol + "[] __attribute__((aligned(8))) =\n    " +
         string_literal(piece.bytes) + ";\n\n";
}

}  // namespace

std::string emit_beginning(std::string_view program, std::span<const native::Request> units) {
  std::string text = comment("Made by Tiercel " + std::string(version_text) + " from " + std::string(program)) + "\n";
  text +=
      "/* The macros are explained in <tiercel/emit.h>.  To compile:\n"
      "     cc -O2 FILE.c -o PROGRAM -l:libtiercel_rt.a -lgmp -lstdc++ -lm -Wl,--gc-sections */\n\n";
  if (!units.empty() && units[0].empty_is_false) text += "#define TIERCEL_EMPTY_IS_FALSE 1\n";
  if (std::ranges::any_of(units, native::uses_floats)) text += "#define TIERCEL_USES_FLOATS 1\n";
  return text +
         "#include <tiercel/emit.h>\n\n"
         "#if TIERCEL_EMIT_VERSION != 2\n"
         "#error \"this text was emitted by another version of Tiercel than the one whose header is used\"\n"
         "#endif\n\n";
}

std::string emit_data(const std::vector<native::DataPiece>& pieces) {
  Symbols symbols;
  std::string first, last;  // what has addresses comes behind what it has addresses of
  for (const native::DataPiece& piece : pieces)
    (piece.addresses.empty() && !piece.exported ? first : last) += piece_text(piece, symbols);
  return "\n/* --- What the program needs at its start and for its messages */\n\n" + symbols.declarations() + "\n" +
         first + last;
}

}  // namespace tiercel::emit_c
