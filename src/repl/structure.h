// What the lexer sees in an entry that may be unfinished: which parentheses belong together, how to indent, what to
// colour.  The reader alone decides whether an entry is complete; this only helps whoever types it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tiercel {

enum class TextStyle : uint8_t { plain, string, comment, constant, keyword, matched, unmatched };

class Structure {
 public:
  static constexpr size_t npos = ~size_t{0};

  explicit Structure(std::string_view text);

  // A style for each byte; the parenthesis before or at the cursor and its partner stand out.
  std::vector<TextStyle> styles(size_t cursor) const;
  // The columns by which a line that begins at `position` is to be indented.
  size_t indentation(size_t position) const;
  // Where the datum before or after `position` begins or ends; npos if there is none on this level.
  size_t datum_left(size_t position) const;
  size_t datum_right(size_t position) const;
  // Whether `position` lies inside a string.
  bool is_in_string(size_t position) const;
  // What stands at the head of the innermost list around `position`; empty if it is no name.
  std::string_view head_around(size_t position) const;

 private:
  enum class Kind : uint8_t { open, close, prefix, string, constant, name, keyword, unfinished_string, other };
  struct Piece {
    Kind kind;
    uint32_t begin, end;
    size_t partner = npos;  // index of the parenthesis that belongs to this one
  };

  void pair_up();
  // Index of the innermost list's opening parenthesis that is open at `position`.
  size_t open_around(size_t position) const;
  size_t column_of(size_t position) const;
  bool has_body(std::string_view head) const;

  std::string_view text_;
  std::vector<Piece> pieces_;
};

}  // namespace tiercel
