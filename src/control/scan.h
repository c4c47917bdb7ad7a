// Which words of the stacks the collector has to look at.
#pragma once

#include <cstdint>

#include "object/context.h"
#include "object/isolate.h"

namespace tiercel {

// Isolate::scan_stacks.  Everything counts but what interpreter frames will not read again (Isolate::frame_map).
void scan_stacks(Context* ctx, StackSink& sink, uintptr_t collector_frame, bool full);

}  // namespace tiercel
