// `read`: the compiler's reader with a sink that makes heap data.
#pragma once

#include "port/port.h"

namespace tiercel {

// Gives the next datum of an open textual input port, or v_pending with T1xxx or T4002; at the end of input the
// end-of-file object.  `interrupted` if an interrupt came while there was more to read: nothing is consumed then.
PortStatus read_datum(Context* ctx, Port* port, Value* datum);

}  // namespace tiercel
