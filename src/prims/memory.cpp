// (tiercel memory): collecting on request, and the heap's figures.
#include <algorithm>
#include <vector>

#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

uint64_t median(std::vector<uint32_t> values) {
  if (values.empty()) return 0;
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Value prim_collect_garbage(Context* ctx, Value kind) {
  bool verify = ctx->heap->options().verify;
  if (kind == intern(ctx, "verify")) ctx->heap->set_verify(true);
  collect_gc(ctx, kind != intern(ctx, "young"));
  ctx->heap->set_verify(verify);
  return v_unspecified;
}

Value prim_fail_allocation(Context* ctx, Value n) {
  uint64_t left = ctx->heap->fail_allocation(is_fixnum(n) ? static_cast<uint64_t>(fixnum_value(n)) : UINT64_MAX);
  // A failure that no poll has told of yet is not to meet whoever comes next.
  ctx->requests.fetch_and(~uint32_t{request_out_of_memory}, std::memory_order_relaxed);
  return make_fixnum(static_cast<int64_t>(left));
}

Value prim_bytes_allocated(Context* ctx) { return make_fixnum(static_cast<int64_t>(ctx->heap->bytes_allocated())); }

Value prim_memory_statistics(Context* ctx) {
  const Heap& heap = *ctx->heap;
  const HeapStatistics& statistics = heap.statistics();
  const std::pair<const char*, uint64_t> figures[] = {
      {"bytes-allocated", heap.bytes_allocated()},
      {"bytes-live", statistics.live_bytes},
      {"bytes-in-use", heap.bytes_in_use()},
      {"heap-limit", heap.limit()},
      {"young-collections", statistics.young_collections},
      {"full-collections", statistics.full_collections},
      {"in-place-collections", statistics.in_place_collections},
      {"pinned-objects", statistics.pinned_objects},
      {"bytes-promoted", statistics.promoted_bytes},
      {"pause-us-total", statistics.pause_ns_total / 1000},
      {"processor-us-total", statistics.cpu_ns_total / 1000},
      {"pause-us-max", statistics.pause_ns_max / 1000},
      {"pause-us-young-median", median(statistics.young_pauses_us)},
  };
  Value list = v_empty;
  for (size_t i = std::size(figures); i-- > 0;) {
    Value entry = cons(ctx, intern(ctx, figures[i].first), make_fixnum(static_cast<int64_t>(figures[i].second)));
    list = cons(ctx, entry, list);
  }
  return list;
}

}  // namespace tiercel
