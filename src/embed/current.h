// The isolate this thread is inside of, for the C interface and signal paths.  Null outside every evaluation (E18).
#pragma once

namespace tiercel {

void* current_isolate();
// Returns the previous one.
void* exchange_current_isolate(void* isolate);

}  // namespace tiercel
