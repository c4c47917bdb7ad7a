// Which of the two notations and truths an isolate has.
//
// In the consair dialect the empty list and nil are one object: it is false, and is read and written as `nil`; vectors
// are written <<1 2 3>>.  Reader, printer and the tests of running code ask; nothing else differs, and compiled code is
// the same in both.
#pragma once

#include <cstdint>

namespace tiercel {

enum class Dialect : uint8_t { scheme, consair };

}  // namespace tiercel
