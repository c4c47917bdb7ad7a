// `read`: the compiler's reader with a sink that makes heap data.
#pragma once

#include "object/layouts.h"

namespace tiercel {

// The next datum of an open textual input port, the end-of-file object, or v_pending with T1xxx or T4004.
[[nodiscard]] Value read_datum(Context* ctx, Port* port);

}  // namespace tiercel
