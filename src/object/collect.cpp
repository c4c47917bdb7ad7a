// The collector's view of objects; see docs/rooms/heap.md.
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

void collect_gc(Context* ctx, bool) {
  for (Context* each : ctx->isolate->contexts) each->requests.fetch_and(~uint32_t{request_collect}, std::memory_order_relaxed);
}

bool make_room_gc(Context* ctx, size_t bytes) { return has_room(ctx, bytes); }

}  // namespace tiercel
