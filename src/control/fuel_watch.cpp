// The watch of runs with limited fuel; see fuel.h.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "control/fuel.h"
#include "control/state.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

constexpr std::chrono::milliseconds watch_interval{100};

// Asks its context for a poll again and again until it is destroyed.
class Watch final : public FuelWatch {
 public:
  explicit Watch(Context* ctx) : ctx_(ctx), thread_([this] { run(); }) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  ~Watch() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

 private:
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!changed_.wait_for(lock, watch_interval, [this] { return ending_; })) request(ctx_, request_fuel_watch);
  }

  Context* ctx_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

void limit_fuel(Context* ctx, int64_t fuel) {
  ControlState& state = control_of(ctx);
  ctx->fuel = fuel < 0 ? INT64_MAX : fuel;
  state.fuel_seen = -1;
  if (fuel < 0) end_fuel_watch(state);
  else if (!state.fuel_watch) state.fuel_watch = new Watch(ctx);
}

}  // namespace tiercel
