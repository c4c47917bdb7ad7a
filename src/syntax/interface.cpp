#include "syntax/interface.h"

namespace tiercel::syntax {

Library* load_interface(System&, std::span<const std::string>, std::span<const uint8_t>) { return nullptr; }

}  // namespace tiercel::syntax
