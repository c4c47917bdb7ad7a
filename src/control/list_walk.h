// A walk along a list that the program gives: it notices that the list never ends, and it is no longer than an interrupt
// may wait.
//
// Every so many pairs it looks whether something is requested: a collection, an interrupt, the end of fuel.  Then it polls,
// in the middle of the primitive.  The handler may escape, or be captured, so the primitive's frame must hold nothing
// but words (control/poll.h), and it must expect that its own new objects are old afterwards.
#pragma once

#include "control/poll.h"
#include "object/context.h"
#include "object/value.h"

namespace tiercel {

// How many elements something long goes through before it asks poll_if_requested: a millisecond's work.
constexpr int64_t elements_between_polls = int64_t{1} << 16;

class ListWalk {
 public:
  explicit ListWalk(Context* ctx) : ctx_(ctx) {}

  // Whether the pair `at`, to which the walk has come, was met before.  Brent's cycle finding (1980, "An improved Monte
  // Carlo factorization algorithm", section 2): one comparison a pair.  `after_poll` is called after a poll.
  template <class AfterPoll>
  bool has_come_round(Value at, AfterPoll after_poll) {
    if (at == marked_) return true;
    if (++count_ != pause_) [[likely]]
      return false;
    if (count_ == checkpoint_) {
      checkpoint_ *= 2;
      marked_ = at;
    }
    pause_ = checkpoint_ < count_ + elements_between_polls ? checkpoint_ : count_ + elements_between_polls;
    if (poll_if_requested(ctx_)) after_poll();
    return false;
  }
  bool has_come_round(Value at) {
    return has_come_round(at, [] {});
  }

  // How many pairs were asked about, the one that was met before not among them.
  int64_t count() const { return count_; }

 private:
  static constexpr int64_t first_checkpoint = 256;

  Context* ctx_;
  int64_t count_ = 0, checkpoint_ = first_checkpoint, pause_ = first_checkpoint;
  Value marked_ = v_empty;
};

}  // namespace tiercel
