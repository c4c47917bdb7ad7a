// The process and its surroundings: arguments, environment, clocks, exit; counters.
#include <cstdlib>
#include <ctime>

#include <unistd.h>

#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/outside.h"
#include "port/standard.h"
#include "prims/arguments.h"
#include "text/string.h"

extern "C" char** environ;

namespace tiercel {

namespace {

constexpr int64_t nanoseconds_per_second = 1'000'000'000;
// International Atomic Time has been ahead of UTC by this much since 2017-01-01 (IERS Bulletin C 52).
constexpr double tai_minus_utc_seconds = 37;

double utc_seconds(Context* ctx) {
  note_outside(ctx->isolate, Outside::time);
  timespec time;
  ::clock_gettime(CLOCK_REALTIME, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// What `exit` means by its argument (R7RS 6.14).
int exit_code(Value object) {
  if (object == v_default || object == v_true) return EXIT_SUCCESS;
  if (is_fixnum(object)) return static_cast<int>(fixnum_value(object) & 0xFF);
  return is_false(object) ? EXIT_FAILURE : EXIT_SUCCESS;
}

struct Counter {
  std::string name;
  uint64_t value;
};

std::vector<Counter> counters(Context* ctx) {
  std::vector<Counter> list;
  for (int i = 0; i < stat_count; i++) list.push_back({stat_name(static_cast<Stat>(i)), ctx->isolate->stats[i]});
  const HeapStatistics& heap = ctx->heap->statistics();
  list.push_back({"young-collections", heap.young_collections});
  list.push_back({"full-collections", heap.full_collections});
  list.push_back({"live-bytes", heap.live_bytes});
  list.push_back({"bytes-allocated", ctx->heap->bytes_allocated()});
  list.push_back({"bytes-in-use", ctx->heap->bytes_in_use()});
  list.push_back({"pause-ns-total", heap.pause_ns_total});
  list.push_back({"pause-ns-max", heap.pause_ns_max});
  list.push_back({"symbols", ctx->isolate->symbols.count()});
  return list;
}

// Looks through the heap, so that it is only counted where it is wanted.
Value interpreted_calls(Context* ctx) {
  uint64_t calls = 0;
  each_function(ctx->isolate, [&calls](const Function* function) { calls += function->calls; });
  return make_fixnum(static_cast<int64_t>(calls));
}

}  // namespace

Value prim_features(Context* ctx) {
  Value list = v_empty;
  const std::vector<std::string>& features = ctx->isolate->features;
  for (size_t i = features.size(); i-- > 0;) list = cons(ctx, intern(ctx, features[i]), list);
  return list;
}

Value prim_command_line(Context* ctx) {
  note_outside(ctx->isolate, Outside::arguments);
  return command_line_of(ctx);
}

Value prim_get_environment_variable(Context* ctx, Value name) {
  std::string wanted = string_to_utf8(as_string(name));
  note_environment_variable(ctx->isolate, wanted);
  const char* value = std::getenv(wanted.c_str());
  return value ? make_string_utf8(ctx, value) : v_false;
}

Value prim_get_environment_variables(Context* ctx) {
  note_outside(ctx->isolate, Outside::environment);
  ListBuilder variables(ctx);
  for (char** at = environ; at && *at; at++) {
    std::string_view entry = *at;
    size_t end = entry.find('=');
    if (end == std::string_view::npos) continue;
    Value name = make_string_utf8(ctx, entry.substr(0, end)), value = make_string_utf8(ctx, entry.substr(end + 1));
    if (name == v_pending || value == v_pending) return v_pending;
    variables.add(cons(ctx, name, value));
  }
  return variables.finish();
}

Value prim_exit_code(Context*, Value object) { return make_fixnum(exit_code(object)); }

Value prim_emergency_exit(Context* ctx, Value object) {
  flush_standard_ports(ctx);
  ::_exit(exit_code(object));
}

Value prim_current_second(Context* ctx) { return make_flonum(ctx, utc_seconds(ctx) + tai_minus_utc_seconds); }
Value prim_now(Context* ctx) { return make_flonum(ctx, utc_seconds(ctx)); }

Value prim_current_jiffy(Context* ctx) {
  note_outside(ctx->isolate, Outside::time);
  timespec time;
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return make_fixnum(time.tv_sec * nanoseconds_per_second + time.tv_nsec);
}
Value prim_jiffies_per_second(Context*) { return make_fixnum(nanoseconds_per_second); }

Value prim_stats(Context* ctx, Value name) {
  note_outside(ctx->isolate, Outside::process);
  ListBuilder all(ctx);
  for (const Counter& counter : counters(ctx)) {
    Value value = make_fixnum(static_cast<int64_t>(counter.value));
    Value symbol = intern(ctx, counter.name);
    if (symbol == name) return value;
    all.add(cons(ctx, symbol, value));
  }
  Value lazy = intern(ctx, "interpreted-calls");
  if (name == lazy) return interpreted_calls(ctx);
  if (name == v_default) all.add(cons(ctx, lazy, interpreted_calls(ctx)));
  return name == v_default ? all.finish() : v_false;
}

}  // namespace tiercel
