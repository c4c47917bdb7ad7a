// The elements of number vectors as bytes in the machine's order: from number literals, and to text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/element_type.h"
#include "number/literal.h"

namespace tiercel {

// Appends the element that the literal stands for; false if it is none of this type.  A float vector takes every real.
[[nodiscard]] bool append_element(std::vector<uint8_t>& bytes, ElementType type, const NumberLiteral& number);

// Appends the external representation of the element at `bytes`.
void append_element_text(std::string& out, ElementType type, const uint8_t* bytes);

}  // namespace tiercel
