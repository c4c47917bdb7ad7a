// The types of the elements of homogeneous number vectors (SRFI 4), by the tags that their names and their external
// representation carry: an f64vector is written #f64(...).  A u8vector is a bytevector.
#pragma once

#include <cstdint>
#include <string_view>

namespace tiercel {

enum class ElementType : uint8_t { u8, s8, u16, s16, u32, s32, u64, s64, f32, f64 };

struct ElementInfo {
  const char* tag;
  uint8_t bytes;       // of one element
  const char* phrase;  // what may be an element, as messages say it
  bool is_float;
  bool is_signed;
};

constexpr ElementInfo element_table[] = {
    {"u8", 1, "exact integers from 0 to 255", false, false},
    {"s8", 1, "exact integers from -128 to 127", false, true},
    {"u16", 2, "exact integers from 0 to 65535", false, false},
    {"s16", 2, "exact integers from -32768 to 32767", false, true},
    {"u32", 4, "exact integers from 0 to 4294967295", false, false},
    {"s32", 4, "exact integers from -2147483648 to 2147483647", false, true},
    {"u64", 8, "exact integers from 0 to 18446744073709551615", false, false},
    {"s64", 8, "exact integers from -9223372036854775808 to 9223372036854775807", false, true},
    {"f32", 4, "real numbers", true, true},
    {"f64", 8, "real numbers", true, true},
};
constexpr int element_type_count = sizeof element_table / sizeof element_table[0];

constexpr const ElementInfo& element_info(ElementType type) { return element_table[static_cast<int>(type)]; }

// The type with that tag; false if there is none.
inline bool find_element_type(std::string_view tag, ElementType* type) {
  for (int i = 0; i < element_type_count; i++) {
    if (tag != element_table[i].tag) continue;
    *type = static_cast<ElementType>(i);
    return true;
  }
  return false;
}

}  // namespace tiercel
