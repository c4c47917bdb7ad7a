// See promotion.h.
#include "tier/promotion.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <utility>

#include "control/native_code.h"
#include "interp/introspect.h"
#include "interp/snapshot.h"
#include "native/straight.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "tier/library.h"

namespace tiercel {

namespace {

Promotions& promotions_of(Context* ctx) { return *static_cast<Promotions*>(ctx->isolate->hooks[hook_tier]); }

constexpr int64_t instructions_of_batch = 2000;
// A function that was called less than once in so many calls of the wanted one does not run along with it.
constexpr uint64_t calls_along = 16;
constexpr size_t waiting_max = 256;  // requests: a program that makes procedures faster than they compile runs without
constexpr uint64_t calls_between_looks = 1000, loops_between_looks = 10'000;
constexpr uint64_t turns_of_long_loop = 200;
constexpr uint64_t never = UINT64_MAX;
constexpr uint64_t waited_for = UINT64_MAX;  // heat of a request that the running thread waits for

// Symbols of the process's one linker must never collide.
std::atomic<uint64_t> last_serial{0};

// What a piece of code takes outside of the heap: whole pages, and what is known about it.
ptrdiff_t outside_bytes(const NativeRange& range) {
  constexpr size_t page = 4096, about = 1024;
  size_t code = (range.end - range.begin + page - 1) / page * page;
  return static_cast<ptrdiff_t>(code + about + range.sites.size() * sizeof(NativeSite));
}

CodeUnit* unit_of(const Function* function) { return as_code_unit(function->unit); }

// With threshold 0 everything is compiled before it has run once: libraries and what runs only once, the top level of a
// program, get code that is made fast.  Keys of libraries are lists.
bool is_worth_optimizing(const Function* function) {
  Value unit_name = unit_of(function)->name;
  bool of_library = is_string(unit_name) && string_utf8(unit_name).starts_with("(");
  return !of_library && function->index != 0;
}

bool has_bytecode(const Function* function) { return function->code != nullptr; }

// Processor time of this thread: what a loaded machine does not inflate.
double thread_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

Promotions::Promotions(Isolate* isolate) : isolate_(isolate), looked_at_ms_(thread_ms()) {
  isolate->weak_tables.push_back(this);
  no_compiler_ = native_library_problem();
}

Promotions::~Promotions() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  std::erase(isolate_->weak_tables, this);
  isolate_->publish_code = nullptr;
  auto was_made = [](const NativeRange& range) { return range.memory != nullptr; };
  for (const NativeRange& range : native_ranges(isolate_).remove_if(was_made)) {
    if (watchers_) watchers_->remove(range);
    drop_code(range.memory);
  }
  for (const std::unique_ptr<Job>& job : jobs_)
    if (job->result.memory) dead_code_.push_back(job->result.memory);
  for (void* memory : dead_code_) compiler_->release(memory);
}

// --- Settings -------------------------------------------------------------------------------------------------------

void Promotions::set_threshold(std::optional<int64_t> threshold, bool patient) {
  threshold_ = threshold;
  patient_ = patient;
  bool on = threshold && no_compiler_.empty();
  auto calls = on ? std::min(static_cast<uint64_t>(*threshold), (never - 1) / loop_factor) : never;
  isolate_->promotion_trigger = on ? calls + 1 : never;
  isolate_->loop_promotion_trigger = on ? calls * loop_factor + 1 : never;
  each_function(isolate_, [this](Function* function) { arm(function); });
}

// Sets the triggers of a function that was loaded under another threshold.
void Promotions::arm(Function* function) const {
  if (!has_bytecode(function)) return;
  bool may_be_compiled = !is_rejected(function);
  if (!function->native_entry) function->trigger = may_be_compiled ? isolate_->promotion_trigger : never;
  function->loop_trigger = may_be_compiled ? isolate_->loop_promotion_trigger : never;
}

bool Promotions::must_wait() const { return threshold_ == 0 || waits_always_; }

std::string Promotions::obstacle() const {
  if (!no_compiler_.empty()) return "the native tier is not available: " + no_compiler_;
  return threshold_ ? "" : "promotion is off";
}

const Rejection* Promotions::rejection(const Function* function) const {
  for (const Rejection& each : rejections_)
    if (each.function == function) return &each;
  return nullptr;
}

bool Promotions::is_compiling() {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& job : jobs_)
    if (!job->done) return true;
  return opening_;
}

// An isolate may be run by one thread after the other.  What a thread did between two looks counts if it is still the same.
double Promotions::age_ms() {
  std::thread::id here = std::this_thread::get_id();
  double now = thread_ms();
  if (looked_on_ == here) age_ms_ += now - looked_at_ms_;
  looked_on_ = here;
  looked_at_ms_ = now;
  return age_ms_;
}

// `work`: about how many instructions the function has run.
bool Promotions::is_too_early(uint64_t work) {
  if (work >= work_to_ask && has_second_processor_) return false;
  double age = age_ms();
  if (age < patience_to_open_ms) return true;
  if (age >= patience_ms) return false;
  std::lock_guard<std::mutex> lock(mutex_);
  start_thread();
  return true;
}

// With the mutex held.
void Promotions::start_thread() {
  if (thread_.joinable()) return;
  opening_ = true;
  thread_ = std::thread([this] { compile_in_background(); });
}

// --- On the running thread ------------------------------------------------------------------------------------------

Code Promotions::promote(Function* function) {
  if (function->native_entry) return function->native_entry;
  publish_finished();
  if (function->native_entry) return function->native_entry;
  if (use_stored(function, -1)) return function->native_entry;
  if (function->calls < isolate_->promotion_trigger) {  // stored code was all that it asked for
    if (!archive_of(function)) function->trigger = isolate_->promotion_trigger;
    return nullptr;
  }
  if (!obstacle().empty() || !has_bytecode(function) || is_rejected(function)) {
    function->trigger = never;
    return nullptr;
  }
  function->trigger = function->calls + calls_between_looks;
  if (patient_ && is_too_early(function->calls * static_cast<uint64_t>(instruction_count(function)))) return nullptr;
  return promote_called(function);
}

Code Promotions::promote_called(Function* function) {
  if (must_wait()) compile_and_wait(function, -1);
  else if (asked_.contains(function)) ask_again(function, -1);
  else if (jobs_waiting() < waiting_max) submit(with_waiting(make_job(caller_or_itself(function), -1)));
  return function->native_entry;
}

// Whether its loops turn so little in each call that the next one, in code of the function, is there as soon as code of a loop.
bool Promotions::is_called_often(const Function* function) const {
  return threshold_ > 0 && !function->native_entry && function->loops / turns_of_long_loop < function->calls;
}

LoopCode Promotions::promote_loop(Function* function, int64_t instruction, const Value* registers) {
  publish_finished();
  auto found = loops_.find({function, instruction});
  if (found != loops_.end() && found->second) return found->second;
  if (use_stored(function, instruction)) return loop_code(function, instruction);
  if (function->loops < isolate_->loop_promotion_trigger) {
    if (!archive_of(function)) function->loop_trigger = isolate_->loop_promotion_trigger;
    return nullptr;
  }
  if (!obstacle().empty() || is_rejected(function)) {
    function->loop_trigger = never;
    return nullptr;
  }
  function->loop_trigger = function->loops + loops_between_looks;
  if (patient_ && is_too_early(function->loops * static_cast<uint64_t>(turn_length(function, instruction))))
    return nullptr;
  if (is_called_often(function)) {
    (void)promote_called(function);
    return nullptr;
  }
  if (must_wait()) compile_and_wait(function, instruction, registers);
  else if (found != loops_.end()) ask_again(function, instruction);
  else if (!waits_for_loop(function) && jobs_waiting() < waiting_max)
    submit(make_job(function, instruction, registers));
  return loop_code(function, instruction);
}

// Of loops within loops the innermost asks first, and its code goes on with those around it: they ask for code of their own
// only if they still run in tier 1 when it is there.
bool Promotions::waits_for_loop(Function* function) const {
  for (auto loop = loops_.lower_bound({function, 0}); loop != loops_.end() && loop->first.first == function; ++loop)
    if (!loop->second) return true;
  return false;
}

LoopCode Promotions::loop_code(Function* function, int64_t instruction) const {
  auto found = loops_.find({function, instruction});
  return found == loops_.end() ? nullptr : found->second;
}

bool Promotions::promote_now(Function* function) {
  if (!has_bytecode(function) || use_stored(function, -1)) return true;
  if (obstacle().empty()) compile_and_wait(function, -1);
  return function->native_entry != nullptr;
}

// A refusal concerns one function of the batch; the others are tried again without it.
void Promotions::compile_and_wait(Function* function, int64_t loop, const Value* registers) {
  publish_finished();
  auto is_there = [&] { return loop < 0 ? function->native_entry != nullptr : loop_code(function, loop) != nullptr; };
  while (!is_there() && !is_rejected(function) && no_compiler_.empty()) {
    Job* job = submit(make_job(function, loop, registers), true);
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return job->done; });
    }
    publish_finished();
  }
}

namespace {

bool is_short_of_floats(const Function* function) {
  if (!has_bytecode(function) || instruction_count(function) > int64_t{native::straight_instructions_max}) return false;
  bytecode::FunctionCode code;
  add_clauses(function, code);
  snapshot_code(function, &code);
  return native::is_straight(code);
}

}  // namespace

// A short procedure of floats is asked for by the procedure that calls it, if that is hot as well: alone it would have to be
// compiled again with that.
Function* Promotions::caller_or_itself(Function* function) const {
  if (!is_short_of_floats(function)) return function;
  const Vector* functions = as_vector(unit_of(function)->functions);
  Function* hottest = function;
  for (int64_t i = 0; i < vector_length(functions); i++) {
    Function* caller = as_function(functions->elements[i]);
    bool is_open = has_bytecode(caller) && !caller->native_entry && !is_rejected(caller) && !asked_.contains(caller);
    if (!is_open || caller == function || caller->calls < isolate_->promotion_trigger) continue;
    if (function->calls < caller->calls / calls_along) continue;
    if (hottest != function && caller->calls <= hottest->calls) continue;
    const std::vector<uint32_t> mentioned = functions_mentioned(caller);
    if (std::ranges::find(mentioned, static_cast<uint32_t>(function->index)) != mentioned.end()) hottest = caller;
  }
  return hottest;
}

// The wanted function, those that it mentions, and they in turn, as far as a batch goes: the ones that run along with it.
// What is rarely called gets code of its own when its time has come.  What waits for its code already is taken along, too:
// calls of it are direct then; so are short procedures of floats that have code.
std::vector<uint32_t> Promotions::select(const native::Request& request, Function* wanted) const {
  const Vector* functions = as_vector(unit_of(wanted)->functions);
  std::vector<uint32_t> selected{static_cast<uint32_t>(wanted->index)};
  std::vector<bool> seen(request.functions.size());
  seen[selected[0]] = true;
  int64_t instructions = 0;
  for (size_t i = 0; i < selected.size() && instructions < instructions_of_batch; i++) {
    for (uint32_t callee : functions_mentioned(as_function(functions->elements[selected[i]]))) {
      Function* function = as_function(functions->elements[callee]);
      if (seen[callee] || is_rejected(function)) continue;
      if (function->native_entry ? !is_short_of_floats(function) : function->calls < wanted->calls / calls_along)
        continue;
      seen[callee] = true;
      instructions += instruction_count(function);
      if (instructions < instructions_of_batch) selected.push_back(callee);
    }
  }
  return selected;
}

namespace {

// What the words tell by themselves: objects are not looked at, since registers that are not alive hold anything.
std::vector<native::SeenKind> kinds_in(const Value* registers, size_t count) {
  std::vector<native::SeenKind> kinds;
  for (size_t i = 0; i < count; i++)
    kinds.push_back(is_fixnum(registers[i])            ? native::SeenKind::fixnum
                    : is_immediate_float(registers[i]) ? native::SeenKind::flonum
                                                       : native::SeenKind::other);
  return kinds;
}

}  // namespace

std::unique_ptr<Promotions::Job> Promotions::make_job(Function* function, int64_t loop, const Value* registers) {
  auto job = std::make_unique<Job>();
  const Vector* functions = as_vector(unit_of(function)->functions);
  job->request.serial = ++last_serial;
  job->request.loop = loop;
  job->request.empty_is_false = isolate_->dialect == Dialect::consair;
  job->request.refuse = refused_always_;
  job->request.unwind_tables = watchers_ && watchers_->wants_unwind_tables();
  shape_snapshot(function, &job->request);
  auto wanted = static_cast<uint32_t>(function->index);
  job->request.selected = loop >= 0 ? std::vector<uint32_t>{wanted} : select(job->request, function);
  // What is worth more than fast code takes along what is not: one request has one code generator.
  const auto worth = [&](uint32_t index) { return is_worth_optimizing(as_function(functions->elements[index])); };
  if (threshold_ == 0 && std::ranges::none_of(job->request.selected, worth)) job->request.optimize = 0;
  if (optimize_always_) job->request.optimize = *optimize_always_;
  if (loop >= 0) loops_[{function, loop}] = nullptr;
  for (uint32_t index : job->request.selected) {
    Function* selected = as_function(functions->elements[index]);
    snapshot_code(selected, &job->request.functions[index]);
    if (loop < 0) asked_.insert(selected);
  }
  if (registers) job->request.seen = kinds_in(registers, job->request.functions[wanted].frame_size);
  fill_job(*job, function);
  job->request.keep_blob = archive_of(function) && (job->request.optimize > 0 || keeps_fast_code_);
  job->unit_handle = make_handle(isolate_, job->unit);
  return job;
}

// What of the unit its code is put in place with.
void Promotions::fill_job(Job& job, const Function* function) const {
  const Vector* functions = as_vector(unit_of(function)->functions);
  for (int64_t i = 0; i < vector_length(functions); i++) job.functions.push_back(as_function(functions->elements[i]));
  const Vector* constants = as_vector(function->constants);
  for (int64_t i = 0; i < vector_length(constants); i++)
    if (constant_fact(function, static_cast<uint32_t>(i)).kind == native::ConstantFact::closure)
      job.closures.push_back(as_procedure(constants->elements[i]));
  job.constants = const_cast<Value*>(constants->elements);
  job.function_table = const_cast<Value*>(functions->elements);
  job.unit = function->unit;
}

Promotions::Job* Promotions::submit(std::unique_ptr<Job> job, bool is_waited_for) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (is_waited_for) job->heat = waited_for;
  Job* submitted = job.get();
  jobs_.push_back(std::move(job));
  queue_.push_back(submitted);
  start_thread();
  changed_.notify_all();
  return submitted;
}

// Requests that wait still and share a procedure with this one become part of it, as far as a batch goes: what they share
// would be compiled twice, and calls between them would not be direct.
std::unique_ptr<Promotions::Job> Promotions::with_waiting(std::unique_ptr<Job> job) {
  std::vector<uint32_t>& selected = job->request.selected;
  const auto is_selected = [&](uint32_t index) { return std::ranges::find(selected, index) != selected.end(); };
  const auto length = [&](const std::vector<uint32_t>& indices) {
    int64_t instructions = 0;
    for (uint32_t index : indices) instructions += instruction_count(job->functions[index]);
    return instructions;
  };
  std::vector<std::unique_ptr<Job>> joined;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (size_t i = 0; i < queue_.size();) {
      Job* waiting = queue_[i++];
      if (waiting->heat == waited_for || waiting->request.loop >= 0 || waiting->unit.bits != job->unit.bits) continue;
      if (std::ranges::none_of(waiting->request.selected, is_selected)) continue;
      if (length(selected) + length(waiting->request.selected) > instructions_of_batch) continue;
      for (uint32_t index : waiting->request.selected) {
        if (is_selected(index)) continue;
        selected.push_back(index);
        snapshot_code(job->functions[index], &job->request.functions[index]);
      }
      job->heat += waiting->heat;
      queue_.erase(queue_.begin() + static_cast<ptrdiff_t>(--i));
      auto owned = std::ranges::find(jobs_, waiting, &std::unique_ptr<Job>::get);
      joined.push_back(std::move(*owned));
      jobs_.erase(owned);
    }
  }
  for (const auto& each : joined) release_handle(isolate_, each->unit_handle);
  return job;
}

// What goes on being called while it waits is compiled before what is not.
void Promotions::ask_again(const Function* function, int64_t loop) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (Job* job : queue_) {
    auto is_it = [&](uint32_t index) { return job->functions[index] == function; };
    if (job->request.loop != loop || std::ranges::none_of(job->request.selected, is_it)) continue;
    if (job->heat != waited_for) job->heat++;
    return;
  }
}

size_t Promotions::jobs_waiting() {
  std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size();
}

void Promotions::publish_finished() {
  std::vector<std::unique_ptr<Job>> finished;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (size_t i = 0; i < jobs_.size();) {
      if (!jobs_[i]->done) {
        i++;
        continue;
      }
      finished.push_back(std::move(jobs_[i]));
      jobs_.erase(jobs_.begin() + static_cast<ptrdiff_t>(i));
    }
  }
  for (auto& job : finished) publish(*job);
}

void Promotions::publish(Job& job) {
  release_handle(isolate_, job.unit_handle);
  isolate_->count(Stat::compile_us, static_cast<uint64_t>(job.compile_ms * 1000));
  if (!job.no_compiler.empty()) {
    no_compiler_ = job.no_compiler;
    return set_threshold(threshold_, patient_);
  }
  const native::Result& result = job.result;
  if (!result.refusal.empty()) return refuse(job);
  put_in_place(job);
  keep_piece(job);
  tell({job.functions[job.request.selected[0]], job.request.loop, "", result.functions.size(), result.code_bytes,
        job.compile_ms});
}

void Promotions::put_in_place(Job& job) {
  const native::Result& result = job.result;
  isolate_->count(Stat::compiled_functions, result.functions.size());
  if (job.request.loop >= 0) isolate_->count(Stat::compiled_loops);
  isolate_->count(Stat::compiled_bytes, result.code_bytes);
  *result.constants_slot = job.constants;
  *result.functions_slot = job.function_table;
  auto begin = reinterpret_cast<uintptr_t>(result.code);
  NativeRange range{begin, begin + result.code_bytes, {}, job.functions, job.unit, result.memory};
  for (const native::ReturnSite& site : result.sites)
    range.sites.push_back({site.offset, site.function, site.instruction});
  isolate_->heap.note_outside(outside_bytes(range));
  if (watchers_) watchers_->add(range, result);
  native_ranges(isolate_).add(std::move(range));
  for (const native::CompiledFunction& compiled : result.functions) {
    Function* function = job.functions[compiled.function];
    auto code = reinterpret_cast<Code>(compiled.entry);
    function->native_entry = code;
    function->tier = 2;
    function->trigger = 0;  // what still enters tier 1 is forwarded at once
    __atomic_store_n(&function->entry, code, __ATOMIC_RELEASE);
  }
  for (Procedure* closure : job.closures) {
    Function* function = function_of(closure);
    if (function->native_entry) __atomic_store_n(&closure->entry, function->native_entry, __ATOMIC_RELEASE);
  }
  Function* wanted = job.functions[job.request.selected[0]];
  if (job.request.loop >= 0 && result.loop_entry) {
    loops_[{wanted, job.request.loop}] = reinterpret_cast<LoopCode>(result.loop_entry);
    wanted->loop_trigger = 0;
  }
}

// Remembers the one function that is to blame; the rest of the batch asks again.
void Promotions::refuse(Job& job) {
  const native::Result& result = job.result;
  const std::vector<uint32_t>& selected = job.request.selected;
  bool is_known = std::find(selected.begin(), selected.end(), result.refused_function) != selected.end();
  Function* refused = job.functions[is_known ? result.refused_function : selected[0]];
  for (uint32_t index : selected) {
    Function* function = job.functions[index];
    asked_.erase(function);
    if (function != refused && !function->native_entry) function->trigger = function->calls + 1;
  }
  if (!rejected_.insert(refused).second) return;
  rejections_.push_back({refused, result.refused_instruction, result.refusal});
  arm(refused);
  isolate_->count(Stat::refused_functions);
  tell({refused, result.refused_instruction, result.refusal, 0, 0, job.compile_ms});
}

void Promotions::tell(const PromotionEvent& event) const {
  if (observer_) observer_(event);
}

void Promotions::forget(const std::function<bool(Value)>& is_dead) {
  auto is_dead_function = [&is_dead](Function* function) { return is_dead(value_of(function)); };
  std::erase_if(asked_, is_dead_function);
  std::erase_if(rejected_, is_dead_function);
  std::erase_if(loops_, [&](const auto& loop) { return is_dead_function(loop.first.first); });
  std::erase_if(rejections_, [&](const Rejection& rejection) { return is_dead_function(rejection.function); });
  std::erase_if(archives_, [&](const auto& each) { return is_dead(Value{each.first}); });
  std::vector<NativeRange> dead = native_ranges(isolate_).remove_if(
      [&is_dead](const NativeRange& range) { return range.memory && is_dead(range.unit); });
  if (dead.empty()) return;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const NativeRange& range : dead) {
    isolate_->heap.note_outside(-outside_bytes(range));
    if (watchers_) watchers_->remove(range);
    if (watchers_ && watchers_->needs_unique_addresses()) continue;
    drop_code(range.memory);
  }
  changed_.notify_all();
}

// --- On the compile thread ------------------------------------------------------------------------------------------

void Promotions::compile_in_background() {
  double counted_ms = thread_ms();  // opening the library counts with the first job
  std::string problem;
  native::Compiler* compiler = open_native_compiler(&problem);
  std::unique_lock<std::mutex> lock(mutex_);
  compiler_ = compiler;
  opening_ = false;
  for (;;) {
    auto has_work = [&] { return stop_ || !queue_.empty() || !dead_code_.empty(); };
    changed_.wait(lock, [&] { return has_work() || to_be_kept_; });
    if (!has_work() && !changed_.wait_for(lock, keep_after, has_work)) keep_archives(lock);
    if (stop_) return;
    release_dead_code(lock);
    if (queue_.empty()) continue;
    auto hottest = std::ranges::max_element(queue_, {}, &Job::heat);  // of equals the one that waits longest
    Job* job = *hottest;
    queue_.erase(hottest);
    lock.unlock();
    if (compiler) job->result = compiler->compile(job->request);
    else job->no_compiler = problem;
    double now_ms = thread_ms();
    job->compile_ms = now_ms - std::exchange(counted_ms, now_ms);
    lock.lock();
    job->done = true;
    changed_.notify_all();
    if (job->heat != waited_for) request(&isolate_->main, request_publish);
  }
}

void Promotions::release_dead_code(std::unique_lock<std::mutex>& lock) {
  std::vector<void*> dead;
  dead.swap(dead_code_);
  lock.unlock();
  for (void* memory : dead) compiler_->release(memory);
  lock.lock();
}

std::string Promotions::native_text(Function* function, bool assembly, std::string* problem) {
  native::Compiler* compiler = open_native_compiler(problem);
  if (!compiler) return "";
  native::Request request;
  request.serial = ++last_serial;
  request.empty_is_false = isolate_->dialect == Dialect::consair;
  shape_snapshot(function, &request);
  const Vector* functions = as_vector(unit_of(function)->functions);
  for (uint32_t index = 0; index < request.functions.size(); index++) {
    request.selected.push_back(index);
    snapshot_code(as_function(functions->elements[index]), &request.functions[index]);
  }
  return compiler->text({&request, 1}, assembly, problem);
}

void use_promotions(Isolate* isolate, InterpreterHooks* hooks, Promotions* promotions) {
  isolate->hooks[hook_tier] = promotions;
  hooks->promote = [](Context* ctx, Function* function) { return promotions_of(ctx).promote(function); };
  hooks->promote_loop = [](Context* ctx, Function* function, int64_t instruction, const Value* registers) {
    return promotions_of(ctx).promote_loop(function, instruction, registers);
  };
  isolate->publish_code = [](Isolate* whose) { static_cast<Promotions*>(whose->hooks[hook_tier])->settle(); };
}

}  // namespace tiercel
