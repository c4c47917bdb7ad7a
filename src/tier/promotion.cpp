// See promotion.h.
#include "tier/promotion.h"

#include <dlfcn.h>
#include <unistd.h>

#include "control/native_code.h"
#include "interp/introspect.h"
#include "interp/snapshot.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "tier/runtime.h"

namespace tiercel {

namespace {

constexpr int64_t instructions_of_batch = 2000;
constexpr size_t waiting_max = 256;  // requests: a program that makes procedures faster than they compile runs without

// What a piece of code takes outside of the heap: whole pages, and what is known about it.
ptrdiff_t outside_bytes(const NativeRange& range) {
  constexpr size_t page = 4096, about = 1024;
  size_t code = (range.end - range.begin + page - 1) / page * page;
  return static_cast<ptrdiff_t>(code + about + range.sites.size() * sizeof(NativeSite));
}

// The library lies beside the executable, or where the build put it.
native::OpenNative find_opener(std::string* problem) {
  char path[4096];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path - 1);
  std::string folder = length > 0 ? std::string(path, static_cast<size_t>(length)) : "";
  folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
  void* library = ::dlopen((folder + "libtiercel_native.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    *problem = ::dlerror();
    return nullptr;
  }
  return reinterpret_cast<native::OpenNative>(::dlsym(library, "tiercel_open_native"));
}

CodeUnit* unit_of(const Function* function) { return as_code_unit(function->unit); }

// The functions that `wanted` calls directly, and they in turn, as far as a batch goes.
std::vector<uint32_t> select(const native::Request& request, const Vector* functions, uint32_t wanted) {
  std::vector<uint32_t> selected{wanted};
  std::vector<bool> seen(request.functions.size());
  seen[wanted] = true;
  int64_t instructions = 0;
  for (size_t i = 0; i < selected.size() && instructions < instructions_of_batch; i++) {
    for (uint32_t callee : functions_mentioned(as_function(functions->elements[selected[i]]))) {
      const Function* function = as_function(functions->elements[callee]);
      if (seen[callee] || function->tier == 2) continue;
      seen[callee] = true;
      instructions += instruction_count(function);
      if (instructions < instructions_of_batch) selected.push_back(callee);
    }
  }
  return selected;
}

}  // namespace

Promotions::Promotions(Isolate* isolate, int64_t threshold) : isolate_(isolate), threshold_(threshold) {
  isolate->weak_tables.push_back(this);
  isolate->promotion_trigger = static_cast<uint64_t>(threshold) + 1;
  isolate->loop_promotion_trigger = static_cast<uint64_t>(threshold) * loop_factor + 1;
}

Promotions::~Promotions() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  std::erase(isolate_->weak_tables, this);
  for (NativeRange& range :
       native_ranges(isolate_).remove_if([](const NativeRange& each) { return each.memory != nullptr; }))
    dead_code_.push_back(range.memory);
  for (const std::unique_ptr<Job>& job : jobs_)
    if (job->result.memory) dead_code_.push_back(job->result.memory);
  for (void* memory : dead_code_) compiler_->release(memory);
}

// --- On the running thread ------------------------------------------------------------------------------------------

Code Promotions::promote(Context* ctx, Function* function) {
  if (function->native_entry) return function->native_entry;
  publish_finished(ctx);
  if (function->native_entry) return function->native_entry;
  constexpr uint64_t calls_between_looks = 1000;
  function->trigger =
      function->primitive >= 0 || is_rejected(function) ? UINT64_MAX : function->calls + calls_between_looks;
  if (threshold_ > 0 && jobs_waiting() >= waiting_max) return nullptr;
  if (function->trigger == UINT64_MAX || !asked_.insert(function).second) return nullptr;
  Job* job = submit(make_job(ctx, function, -1));
  if (threshold_ > 0) return nullptr;
  wait(job);
  publish_finished(ctx);
  return function->native_entry;
}

LoopCode Promotions::promote_loop(Context* ctx, Function* function, int64_t instruction) {
  publish_finished(ctx);
  if (threshold_ > 0 && jobs_waiting() >= waiting_max) {
    function->loop_trigger = function->loops + 10'000;
    return nullptr;
  }
  auto [loop, added] = loops_.try_emplace({function, instruction}, nullptr);
  if (loop->second) return loop->second;
  function->loop_trigger = is_rejected(function) ? UINT64_MAX : function->loops + 10'000;
  if (function->loop_trigger == UINT64_MAX || !added) return nullptr;
  Job* job = submit(make_job(ctx, function, instruction));
  if (threshold_ > 0) return nullptr;
  wait(job);
  publish_finished(ctx);
  return loop->second;
}

bool Promotions::is_rejected(Function* function) const { return rejected_.contains(function); }

bool Promotions::promote_now(Context* ctx, Function* function) {
  if (function->native_entry || function->primitive >= 0) return true;
  asked_.insert(function);
  wait(submit(make_job(ctx, function, -1)));
  publish_finished(ctx);
  return function->native_entry != nullptr;
}

std::unique_ptr<Promotions::Job> Promotions::make_job(Context* ctx, Function* function, int64_t loop) {
  auto job = std::make_unique<Job>();
  CodeUnit* unit = unit_of(function);
  const Vector* functions = as_vector(unit->functions);
  static uint64_t serial = 0;
  job->request.serial = ++serial;
  job->request.loop = loop;
  shape_snapshot(function, &job->request);
  auto wanted = static_cast<uint32_t>(function->index);
  job->request.selected = loop >= 0 ? std::vector<uint32_t>{wanted} : select(job->request, functions, wanted);
  for (uint32_t index : job->request.selected) {
    Function* selected = as_function(functions->elements[index]);
    snapshot_code(selected, &job->request.functions[index]);
    if (loop < 0) asked_.insert(selected);
  }
  for (int64_t i = 0; i < vector_length(functions); i++) job->functions.push_back(as_function(functions->elements[i]));
  const Vector* constants = as_vector(function->constants);
  for (int64_t i = 0; i < vector_length(constants); i++)
    if (job->request.constants[static_cast<size_t>(i)].kind == native::ConstantFact::closure)
      job->closures.push_back(as_procedure(constants->elements[i]));
  job->constants = const_cast<Value*>(constants->elements);
  job->function_table = const_cast<Value*>(functions->elements);
  job->unit = value_of(unit);
  job->unit_handle = make_handle(isolate_, job->unit);
  (void)ctx;
  return job;
}

Promotions::Job* Promotions::submit(std::unique_ptr<Job> job) {
  std::lock_guard<std::mutex> lock(mutex_);
  Job* submitted = job.get();
  jobs_.push_back(std::move(job));
  queue_.push_back(submitted);
  if (!thread_.joinable()) thread_ = std::thread([this] { compile_in_background(); });
  changed_.notify_all();
  return submitted;
}

size_t Promotions::jobs_waiting() {
  std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size();
}

void Promotions::wait(Job* job) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return job->done; });
}

void Promotions::publish_finished(Context* ctx) {
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
  for (auto& job : finished) publish(ctx, *job);
}

void Promotions::publish(Context* ctx, Job& job) {
  const native::Result& result = job.result;
  release_handle(isolate_, job.unit_handle);
  if (!result.refusal.empty()) {
    for (uint32_t index : job.request.selected) rejected_.insert(job.functions[index]);
    rejections_.push_back({job.functions[result.refused_function], result.refused_instruction, result.refusal});
    return;
  }
  *result.constants_slot = job.constants;
  *result.functions_slot = job.function_table;
  auto begin = reinterpret_cast<uintptr_t>(result.code);
  NativeRange range{begin, begin + result.code_bytes, {}, job.functions, job.unit, result.memory};
  for (const native::ReturnSite& site : result.sites)
    range.sites.push_back({site.offset, site.function, site.instruction});
  isolate_->heap.note_outside(outside_bytes(range));
  native_ranges(isolate_).add(std::move(range));
  for (const native::CompiledFunction& compiled : result.functions) {
    Function* function = job.functions[compiled.function];
    auto code = reinterpret_cast<Code>(compiled.entry);
    function->native_entry = code;
    function->tier = 2;
    function->trigger = 0;  // what still enters tier 1 is forwarded at once
    __atomic_store_n(&function->entry, code, __ATOMIC_RELEASE);
    promoted_++;
  }
  for (Procedure* closure : job.closures) {
    Function* function = function_of(closure);
    if (function->native_entry) __atomic_store_n(&closure->entry, function->native_entry, __ATOMIC_RELEASE);
  }
  if (job.request.loop >= 0 && result.loop_entry) {
    Function* function = job.functions[job.request.selected[0]];
    loops_[{function, job.request.loop}] = reinterpret_cast<LoopCode>(result.loop_entry);
    function->loop_trigger = 0;
  }
  (void)ctx;
}

void Promotions::forget(const std::function<bool(Value)>& is_dead) {
  auto is_dead_function = [&is_dead](Function* function) { return is_dead(value_of(function)); };
  std::erase_if(asked_, is_dead_function);
  std::erase_if(rejected_, is_dead_function);
  std::erase_if(loops_, [&](const auto& loop) { return is_dead_function(loop.first.first); });
  std::erase_if(rejections_, [&](const Rejection& rejection) { return is_dead_function(rejection.function); });
  std::vector<NativeRange> dead = native_ranges(isolate_).remove_if(
      [&is_dead](const NativeRange& range) { return range.memory && is_dead(range.unit); });
  if (dead.empty()) return;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const NativeRange& range : dead) {
    isolate_->heap.note_outside(-outside_bytes(range));
    dead_code_.push_back(range.memory);
  }
  changed_.notify_all();
}

// --- On the compile thread ------------------------------------------------------------------------------------------

native::Compiler* Promotions::open_compiler() {
  static std::mutex once;
  static native::Compiler* compiler = nullptr;
  std::lock_guard<std::mutex> lock(once);
  if (compiler) return compiler;
  std::string problem;
  native::OpenNative open = find_opener(&problem);
  if (open) compiler = open(runtime_functions().data(), runtime_functions().size());
  return compiler;
}

void Promotions::compile_in_background() {
  native::Compiler* compiler = open_compiler();
  std::unique_lock<std::mutex> lock(mutex_);
  compiler_ = compiler;
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || !queue_.empty() || !dead_code_.empty(); });
    if (stop_) return;
    release_dead_code(lock);
    if (queue_.empty()) continue;
    Job* job = queue_.front();
    queue_.pop_front();
    lock.unlock();
    if (compiler) job->result = compiler->compile(job->request);
    else job->result.refusal = "the native tier is not available";
    lock.lock();
    job->done = true;
    changed_.notify_all();
  }
}

void Promotions::release_dead_code(std::unique_lock<std::mutex>& lock) {
  std::vector<void*> dead;
  dead.swap(dead_code_);
  lock.unlock();
  for (void* memory : dead) compiler_->release(memory);
  lock.lock();
}

std::string Promotions::native_text(Function* function, bool assembly) {
  native::Compiler* compiler = open_compiler();
  if (!compiler) return "; the native tier is not available\n";
  native::Request request;
  shape_snapshot(function, &request);
  auto index = static_cast<uint32_t>(function->index);
  request.selected = {index};
  snapshot_code(function, &request.functions[index]);
  return compiler->text(request, assembly);
}

}  // namespace tiercel
