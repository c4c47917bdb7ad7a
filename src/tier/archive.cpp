// Promotion by code that an earlier run left: a function asks for it at its first call, a loop at its first turn.  What the
// compiler was told about constants must hold now; until it does, the function is asked again at twice the count, and from its
// ordinary trigger on it is compiled like any other.
#include <algorithm>

#include "control/native_code.h"
#include "interp/snapshot.h"
#include "object/allocate.h"
#include "tier/promotion.h"

namespace tiercel {

void Promotions::use_archive(const Function* function, std::shared_ptr<UnitArchive> archive) {
  if (!threshold_ || (threshold_ == 0 && !no_compiler_.empty())) return;
  arm_stored(as_vector(as_code_unit(function->unit)->functions), *archive);
  archives_[function->unit.bits] = std::move(archive);
}

void Promotions::arm_stored(const Vector* functions, const UnitArchive& archive) const {
  for (const StoredPiece& piece : archive.pieces) {
    if (piece.loop >= 0) {
      as_function(functions->elements[piece.selected[0]])->loop_trigger = 1;
      continue;
    }
    for (uint32_t index : piece.selected) as_function(functions->elements[index])->trigger = 1;
  }
}

UnitArchive* Promotions::archive_of(const Function* function) const {
  auto found = archives_.find(function->unit.bits);
  return found == archives_.end() ? nullptr : found->second.get();
}

// A fact that the code does without may hold or not.
bool Promotions::facts_hold(const StoredPiece& piece, const Function* function) const {
  return std::ranges::all_of(piece.facts, [function](const StoredPiece::Fact& each) {
    native::ConstantFact now = constant_fact(function, each.constant);
    return now.kind == each.fact.kind && now.number == each.fact.number;
  });
}

// Whether there was code and it is in place now.  Otherwise the trigger says when to ask again.
bool Promotions::use_stored(Function* function, int64_t loop) {
  UnitArchive* archive = archive_of(function);
  if (!archive || !threshold_) return false;
  bool may_hold_later = false;
  auto index = static_cast<uint32_t>(function->index);
  for (StoredPiece& piece : archive->pieces) {
    bool of_this = loop < 0 ? std::ranges::find(piece.selected, index) != piece.selected.end()
                            : piece.selected[0] == index && piece.loop == loop;
    if (!of_this || piece.in_place || (loop < 0) != (piece.loop < 0)) continue;
    if (!facts_hold(piece, function)) {
      may_hold_later = true;
      continue;
    }
    Job job;
    job.result = place_code(piece);
    if (!job.result.memory) continue;
    placed_.insert(job.result.memory);
    piece.in_place = true;
    fill_job(job, function);
    job.request.selected = piece.selected;
    job.request.loop = loop;
    put_in_place(job);
    isolate_->count(Stat::stored_functions, job.result.functions.size());
    if (loop >= 0 || function->native_entry) return true;
  }
  uint64_t& trigger = loop < 0 ? function->trigger : function->loop_trigger;
  uint64_t ordinary = loop < 0 ? isolate_->promotion_trigger : isolate_->loop_promotion_trigger;
  uint64_t count = loop < 0 ? function->calls : function->loops;
  if (count < ordinary) trigger = may_hold_later ? std::min(2 * count, ordinary) : ordinary;
  return false;
}

// What was made of the same function before, and could not be used, goes.
void Promotions::keep_piece(Job& job) {
  UnitArchive* archive = archive_of(job.functions[job.request.selected[0]]);
  if (!archive || !job.result.blob.complete) return;
  std::unique_lock<std::mutex> changing(archive->mutex);
  std::erase_if(archive->pieces, [&](const StoredPiece& piece) {
    return !piece.in_place && piece.loop == job.request.loop && piece.selected[0] == job.request.selected[0];
  });
  StoredPiece& piece = archive->pieces.emplace_back();
  piece.selected = job.request.selected;
  piece.loop = job.request.loop;
  piece.facts = facts_used(job.request);
  piece.blob = std::move(job.result.blob);
  piece.sites = job.result.sites;
  piece.parts = job.result.parts;
  piece.code_bytes = job.result.code_bytes;
  piece.in_place = true;
  archive->changed = true;
  changing.unlock();
  std::lock_guard<std::mutex> lock(mutex_);
  to_be_kept_ = true;
  changed_.notify_all();
}

// On the compile thread, when it has had nothing to do for a while.
void Promotions::keep_archives(std::unique_lock<std::mutex>& lock) {
  to_be_kept_ = false;
  if (!keeper_) return;
  lock.unlock();
  keeper_();
  lock.lock();
}

void Promotions::drop_code(void* memory) {
  if (placed_.erase(memory)) unplace_code(memory);
  else dead_code_.push_back(memory);
}

}  // namespace tiercel
