// Collection as objects see it: how each kind is traced, which roots an isolate has, and what happens to weak
// references, guardians and symbols.  The algorithm is heap/collector.h.
#include <algorithm>
#include <vector>

#include "heap/collector.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/layouts.h"

namespace tiercel {
namespace {

// In a header: this object has moved, the rest of the word is where to.  No kind has this number.
constexpr uint64_t forwarded_kind = 0xFF;
static_assert(object_kind_count < forwarded_kind);

uint64_t* slot_of(Value* v) { return &v->bits; }

class ObjectModel final : public StackSink {
 public:
  using ObjectCollector = Collector<ObjectModel>;

  ObjectModel(Isolate* isolate, Context* running, uintptr_t collector_frame)
      : isolate_(isolate), running_(running), collector_frame_(collector_frame) {}

  // --- Words and objects ----------------------------------------------------------------------------------------------
  static bool is_reference(uint64_t word) { return is_heap_pointer({word}); }
  static uintptr_t address(uint64_t word) { return word & ~tag_mask; }
  static size_t size(const void* object) { return object_size(object); }
  static bool has_tail(const void* object) { return layout_at(object).tail != Tail::none; }

  static bool is_forwarded(const void* object, BlockKind kind) {
    uint64_t word = *static_cast<const uint64_t*>(object);
    return kind == BlockKind::pairs ? word == v_forward.bits : (word & 0xFF) == forwarded_kind;
  }
  static uintptr_t forward_target(const void* object, BlockKind kind) {
    auto* words = static_cast<const uint64_t*>(object);
    return kind == BlockKind::pairs ? words[1] : words[0] >> 8;
  }
  static void forward(void* object, BlockKind kind, uintptr_t target) {
    auto* words = static_cast<uint64_t*>(object);
    if (kind == BlockKind::pairs) {
      words[0] = v_forward.bits;
      words[1] = target;
    } else {
      words[0] = target << 8 | forwarded_kind;
    }
  }

  // --- Tracing --------------------------------------------------------------------------------------------------------
  void trace(void* object, ObjectCollector& collector) {
    uint64_t header = *static_cast<const uint64_t*>(object);
    ObjectKind kind = header_kind(header);
    if (is_special(kind)) return trace_special(object, kind, collector);
    const ObjectLayout& layout = layout_of(kind);
    auto* words = static_cast<uint64_t*>(object);
    for (uint64_t mask = layout.traced_mask; mask; mask &= mask - 1) collector.visit(words + __builtin_ctzll(mask));
    if (layout.tail != Tail::value) return;
    uint64_t* tail = words + layout.fixed_words;
    for (uint64_t i = 0, count = header_length(header); i < count; i++) collector.visit(tail + i);
  }

  void trace_range(void* object, uintptr_t low, uintptr_t high, ObjectCollector& collector) {
    uint64_t header = *static_cast<const uint64_t*>(object);
    if (is_special(header_kind(header))) return trace_special(object, header_kind(header), collector);
    each_reference(object, low, high, [&collector](uint64_t* slot) { collector.visit(slot); });
  }

  // What a stack copy refers to became old with it, and is never written.  Programs that capture much leave many of them
  // beside what is new, and each block that their stale words point into would have to be walked for starts of objects.
  void trace_written(void* object, uintptr_t low, uintptr_t high, ObjectCollector& collector) {
    if (header_kind(*static_cast<const uint64_t*>(object)) == ObjectKind::stack_copy) return;
    trace_range(object, low, high, collector);
  }

  template <class Visit>
  static void each_reference(void* object, Visit visit) {
    each_reference(object, 0, UINTPTR_MAX, visit);
  }

  static const char* defect(const void* object, BlockKind block_kind) {
    if (block_kind == BlockKind::pairs) {
      return static_cast<const uint64_t*>(object)[0] == v_forward.bits ? "a pair is still forwarded" : nullptr;
    }
    uint64_t header = *static_cast<const uint64_t*>(object);
    bool valid = (header & 0xFF) < object_kind_count && header_kind(header) != ObjectKind::pair;
    return valid ? nullptr : "an object has no valid kind";
  }

  static bool tag_fits(uint64_t reference, BlockKind kind) {
    if (kind == BlockKind::pairs) return is_pair({reference});
    auto* object = reinterpret_cast<const void*>(address(reference));
    return layout_at(object).from_address(object).bits == reference;
  }

  // --- Roots ----------------------------------------------------------------------------------------------------------
  void ambiguous_roots(ObjectCollector& collector) {
    collector_ = &collector;
    for (Context* ctx : isolate_->contexts) {
      uintptr_t frame = ctx == running_ ? collector_frame_ : 0;
      if (isolate_->scan_stacks) {
        isolate_->scan_stacks(ctx, *this, frame, collector.full());
      } else if (frame && ctx->stack_base) {
        collector.ambiguous(frame, ctx->stack_base);
      }
    }
  }

  void ambiguous(uintptr_t low, uintptr_t high) override { collector_->ambiguous(low, high); }

  // Machine code dies with its unit, in full collections only: units are old from the start.
  bool is_code(uintptr_t word) const { return isolate_->native_code && isolate_->native_code->may_contain(word); }
  void code_address(uintptr_t word, ObjectCollector& collector) {
    Value unit = isolate_->native_code->unit_at(word);
    collector.visit(slot_of(&unit));
  }

  void roots(ObjectCollector& collector) {
    auto visit_all = [&collector](Value* values, size_t count) {
      for (size_t i = 0; i < count; i++) collector.visit(slot_of(values + i));
    };
    visit_all(isolate_->roots, root_count);
    visit_all(isolate_->primitives.data(), isolate_->primitives.size());
    visit_all(isolate_->parameters.data(), isolate_->parameters.size());
    visit_all(isolate_->handles.data(), isolate_->handles.size());
    visit_all(isolate_->cells, static_cast<size_t>(isolate_->cells_used));
    for (Context* ctx : isolate_->contexts) context_roots(ctx, collector);
  }

  // --- Weak references, guardians, symbols ----------------------------------------------------------------------------
  void finish_tracing(ObjectCollector& collector) {
    do {
      while (keep_ephemerons(collector)) {}
    } while (revive_guarded(collector));
    for (Ephemeron* ephemeron : ephemerons_) ephemeron->key = ephemeron->content = v_broken_weak;
    for (WeakPair* pair : weak_pairs_) {
      if (collector.is_dead(pair->key.bits)) pair->key = v_broken_weak;
      else collector.visit(slot_of(&pair->key));
    }
    ephemerons_.clear();
    weak_pairs_.clear();
    guardians_.clear();
    if (!collector.full()) return;
    sweep_symbols(collector);
    for (WeakTable* table : isolate_->weak_tables)
      table->forget([&collector](Value v) { return collector.is_dead(v.bits); });
  }

 private:
  static const ObjectLayout& layout_at(const void* object) {
    return layout_of(header_kind(*static_cast<const uint64_t*>(object)));
  }

  static bool is_special(ObjectKind kind) {
    constexpr uint64_t mask =
        uint64_t{1} << static_cast<int>(ObjectKind::weak_pair) |
        uint64_t{1} << static_cast<int>(ObjectKind::ephemeron) | uint64_t{1} << static_cast<int>(ObjectKind::guardian) |
        uint64_t{1} << static_cast<int>(ObjectKind::slice) | uint64_t{1} << static_cast<int>(ObjectKind::stack_copy);
    static_assert(object_kind_count <= 64);
    return mask >> static_cast<int>(kind) & 1;
  }

  void trace_special(void* object, ObjectKind kind, ObjectCollector& collector) {
    if (kind == ObjectKind::weak_pair) {
      auto* pair = static_cast<WeakPair*>(object);
      collector.visit(slot_of(&pair->content));
      weak_pairs_.push_back(pair);
    } else if (kind == ObjectKind::ephemeron) {
      ephemerons_.push_back(static_cast<Ephemeron*>(object));
    } else if (kind == ObjectKind::guardian) {
      auto* guardian = static_cast<Guardian*>(object);
      collector.visit(slot_of(&guardian->ready));
      guardians_.push_back(guardian);
    } else if (kind == ObjectKind::slice) {
      auto* slice = static_cast<Slice*>(object);
      for (Value* v : {&slice->next, &slice->copy, &slice->older}) collector.visit(slot_of(v));
      auto displaced = reinterpret_cast<uintptr_t>(&slice->return_address);
      if (collector.full()) collector.ambiguous(displaced, displaced + sizeof slice->return_address);
    } else if (!collector.moving()) {
      // While things move, every stack copy is old, and so is all that it refers to: see Heap::forbid_moving.
      auto* copy = static_cast<StackCopy*>(object);
      auto low = reinterpret_cast<uintptr_t>(copy->bytes);
      collector.ambiguous(low, low + header_length(copy->header));
    }
  }

  // Visits the references of an object that lie in [low, high), as its layout says.
  template <class Visit>
  static void each_reference(void* object, uintptr_t low, uintptr_t high, Visit visit) {
    uint64_t header = *static_cast<const uint64_t*>(object);
    const ObjectLayout& layout = layout_of(header_kind(header));
    auto* words = static_cast<uint64_t*>(object);
    for (uint64_t mask = layout.traced_mask; mask; mask &= mask - 1) {
      uint64_t* slot = words + __builtin_ctzll(mask);
      auto at = reinterpret_cast<uintptr_t>(slot);
      if (at >= low && at < high) visit(slot);
    }
    if (layout.tail != Tail::value) return;
    uint64_t* tail = words + layout.fixed_words;
    uint64_t* end = tail + header_length(header);
    auto* first = std::max(tail, reinterpret_cast<uint64_t*>(low));
    auto* last = std::min(end, reinterpret_cast<uint64_t*>(high));
    for (uint64_t* slot = first; slot < last; slot++) visit(slot);
  }

  static void context_roots(Context* ctx, ObjectCollector& collector) {
    for (Value* v : {&ctx->pending, &ctx->winders, &ctx->handlers, &ctx->parameters, &ctx->slices, &ctx->in_place}) {
      collector.visit(slot_of(v));
    }
    // What is under way from a call to its callee's entry, or from a return to whom it comes back, is read there at once:
    // nothing of it is in the context at a poll, and what is left there of earlier ones would be kept alive.
    ctx->more = ctx->more_values = v_empty;
    ctx->tail_procedure = v_false;
    for (Value& v : ctx->args) v = v_false;
    for (Value& v : ctx->values) v = v_false;
    for (Value& v : ctx->tail_arguments) v = v_false;
  }

  // Keeps the contents of ephemerons whose key is alive; true if there was one.
  bool keep_ephemerons(ObjectCollector& collector) {
    std::vector<Ephemeron*> waiting;
    waiting.swap(ephemerons_);
    bool kept = false;
    for (Ephemeron* ephemeron : waiting) {
      if (collector.is_dead(ephemeron->key.bits)) {
        ephemerons_.push_back(ephemeron);
        continue;
      }
      collector.visit(slot_of(&ephemeron->key));
      collector.visit(slot_of(&ephemeron->content));
      kept = true;
    }
    collector.drain();
    return kept;
  }

  // A cell of a guardian's list, before anything is decided about it.
  struct Watched {
    Guardian* guardian;
    Value cell;
    bool dead;
  };

  // Moves what only guardians refer to from their watched to their ready lists, and keeps it alive.  True if there was
  // something: it may have made other things reachable.  Lists grow at the front, so from the first cell on that is in
  // a block without young objects, cells and what they hold are old, and a young collection leaves them alone.
  bool revive_guarded(ObjectCollector& collector) {
    if (guardians_.empty()) return false;
    std::sort(guardians_.begin(), guardians_.end());
    guardians_.erase(std::unique(guardians_.begin(), guardians_.end()), guardians_.end());
    std::vector<Watched> cells;
    std::vector<std::pair<Guardian*, Value>> tails;
    for (Guardian* guardian : guardians_) {
      Value cell = guardian->watched;
      while (is_pair(cell) && !ObjectCollector::surely_old(cell.bits)) {
        auto* pair = reinterpret_cast<const Pair*>(collector.current_address(cell.bits));
        cells.push_back({guardian, cell, collector.is_dead(pair->car.bits)});
        cell = pair->cdr;
      }
      guardian->watched = cell;
    }
    bool revived = false;
    for (size_t i = cells.size(); i-- > 0;) {  // backwards: each list keeps its order
      Watched& watched = cells[i];
      collector.visit(slot_of(&watched.cell));
      Value& list = watched.dead ? watched.guardian->ready : watched.guardian->watched;
      as_pair(watched.cell)->cdr = list;
      list = watched.cell;
      revived |= watched.dead;
    }
    collector.drain();
    return revived;
  }

  void sweep_symbols(ObjectCollector& collector) {
    bool removed = false;
    for (Value& slot : isolate_->symbols.slots()) {
      if (!is_object(slot) || !collector.is_dead(slot.bits)) continue;
      slot = v_deleted;
      removed = true;
    }
    if (removed) isolate_->symbols.rebuild();
  }

  Isolate* isolate_;
  Context* running_;
  uintptr_t collector_frame_;
  ObjectCollector* collector_ = nullptr;
  std::vector<WeakPair*> weak_pairs_;
  std::vector<Ephemeron*> ephemerons_;
  std::vector<Guardian*> guardians_;
};

// The frame of this function lies below the caller's, with all registers that survive calls spilled there.
[[gnu::noinline]] void collect_below(Context* ctx, bool full) {
  Isolate* isolate = ctx->isolate;
  ObjectModel model(isolate, ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  Collector<ObjectModel> collector(isolate->heap, model);
  uint64_t fulls = isolate->heap.statistics().full_collections;
  for (Context* each : isolate->contexts)
    each->requests.fetch_and(~uint32_t{request_collect}, std::memory_order_relaxed);
  collector.collect(full);
  bool was_full = isolate->heap.statistics().full_collections != fulls;
  if (!isolate->after_collection) return;
  for (Context* each : isolate->contexts) isolate->after_collection(each, was_full);
}

}  // namespace

[[gnu::noinline]] void collect_gc(Context* ctx, bool full) {
  __builtin_unwind_init();  // every callee-saved register goes into this frame
  collect_below(ctx, full);
  asm volatile("" ::: "memory");  // no tail call: the frame must stay
}

bool make_room_gc(Context* ctx, size_t bytes) {
  if (has_room(ctx, bytes)) return true;
  collect_gc(ctx, true);
  return has_room(ctx, bytes);
}

}  // namespace tiercel
