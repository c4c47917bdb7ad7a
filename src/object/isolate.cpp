// Making isolates and contexts, and the isolate's tables; see isolate.h.
#include "object/isolate.h"

#include <sys/mman.h>
#include <sys/random.h>

#include <cstring>

#include "base/hash.h"
#include "base/memory_limit.h"
#include "base/utf8.h"
#include "object/allocate.h"

namespace tiercel {
namespace {

constexpr int64_t cells_max = int64_t{1} << 20;  // 8 MiB of addresses; the kernel backs what is touched
constexpr size_t symbols_initial = 1024;         // a power of two

constexpr size_t reserve_extra_bytes = size_t{256} << 20;

HeapOptions heap_options(const IsolateOptions& options) {
  HeapOptions heap = options.heap;
  if (options.heap_limit) heap.limit = options.heap_limit;
  if (!heap.limit) heap.limit = available_memory_bytes() / 4 * 3;
  // Survivors need room beside the nursery that they leave, and holes are not always where they are wanted.
  heap.reserve_range = heap.limit + heap.limit / 2 + reserve_extra_bytes;
  return heap;
}

uint64_t random_seed() {
  uint64_t seed = 0;
  if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed) seed = reinterpret_cast<uint64_t>(&seed);
  return seed;
}

void on_heap_request(void* owner, HeapRequest what) {
  auto* isolate = static_cast<Isolate*>(owner);
  Request bit = what == HeapRequest::collect ? request_collect : request_out_of_memory;
  for (Context* ctx : isolate->contexts) request(ctx, bit);
}

bool symbol_is(const Symbol* symbol, std::string_view utf8) {
  const String* name = as_string(symbol->name);
  int64_t length = string_length(name);
  if (static_cast<size_t>(length) == utf8.size()) {  // so every character is one byte, or they differ
    return !is_wide(name) && std::memcmp(narrow_units(name), utf8.data(), utf8.size()) == 0 && is_ascii(utf8);
  }
  size_t at = 0;
  for (int64_t i = 0; i < length; i++) {
    if (at >= utf8.size()) return false;
    DecodedScalar decoded = decode_utf8(utf8, at);
    if (decoded.scalar != string_scalar(name, i)) return false;
    at += decoded.length;
  }
  return at == utf8.size();
}

Value new_symbol(Context* ctx, std::string_view utf8, uint64_t hash, uint64_t flags) {
  Value name = make_immutable_string(ctx, utf8);
  if (name == v_pending) return name;
  auto* symbol = static_cast<Symbol*>(allocate_nonmoving(ctx, sizeof(Symbol)));
  symbol->header = make_header(ObjectKind::symbol, 0, flags);
  symbol->name = name;
  symbol->hash = hash;
  return value_of(symbol);
}

}  // namespace

const char* stat_name(Stat stat) {
  switch (stat) {
    case Stat::vms: return "vms";
    case Stat::registrations: return "registrations";
    case Stat::prelude_loads: return "prelude-loads";
    case Stat::metadata_builds: return "metadata-builds";
    case Stat::library_definitions: return "library-definitions";
    case Stat::evaluations: return "evaluations";
    case Stat::expansions: return "expansions";
    case Stat::macro_uses: return "macro-uses";
    case Stat::compiled_functions: return "compiled-functions";
    case Stat::compiled_loops: return "compiled-loops";
    case Stat::compiled_bytes: return "compiled-bytes";
    case Stat::compile_us: return "compile-us";
    case Stat::refused_functions: return "refused-functions";
    case Stat::stored_functions: return "stored-functions";
    case Stat::count_: break;
  }
  return "";
}

// Functions are old from the start, so a mark bit says where one begins.
void each_function(Isolate* isolate, const std::function<void(Function*)>& visit) {
  isolate->heap.space().for_each([&visit](Block* block) {
    if (block->kind != BlockKind::objects) return;
    for (size_t granule = block_data_begin / granule_size; granule < block_data_end / granule_size; granule++) {
      if (!block->marks.test(granule)) continue;
      auto* object = reinterpret_cast<Function*>(granule_address(block, granule));
      if (header_kind(object->header) == ObjectKind::function) visit(object);
    }
  });
}

// --- Symbols --------------------------------------------------------------------------------------------------------

Value SymbolTable::find(std::string_view utf8, uint64_t hash) const {
  if (slots_.empty()) return v_false;
  size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask; slots_[i] != v_unbound; i = (i + 1) & mask) {
    if (slots_[i] == v_deleted) continue;
    const Symbol* symbol = as_symbol(slots_[i]);
    if (symbol->hash == hash && symbol_is(symbol, utf8)) return slots_[i];
  }
  return v_false;
}

void SymbolTable::insert(Value symbol) {
  if (slots_.empty() || (count_ + 1) * 2 > slots_.size()) grow();
  size_t mask = slots_.size() - 1;
  size_t i = as_symbol(symbol)->hash & mask;
  while (slots_[i] != v_unbound) i = (i + 1) & mask;
  slots_[i] = symbol;
  count_++;
}

void SymbolTable::grow() {
  std::vector<Value> old = std::move(slots_);
  slots_.assign(old.empty() ? symbols_initial : old.size() * 2, v_unbound);
  count_ = 0;
  for (Value symbol : old) {
    if (symbol != v_unbound && symbol != v_deleted) insert(symbol);
  }
}

void SymbolTable::rebuild() {
  std::vector<Value> old = std::move(slots_);
  slots_.assign(old.size(), v_unbound);
  count_ = 0;
  for (Value symbol : old) {
    if (symbol != v_unbound && symbol != v_deleted) insert(symbol);
  }
}

Value intern(Context* ctx, std::string_view utf8) {
  uint64_t hash = hash_bytes(utf8, ctx->isolate->hash_seed);
  SymbolTable& table = ctx->isolate->symbols;
  Value found = table.find(utf8, hash);
  if (found != v_false) return found;
  Value symbol = new_symbol(ctx, utf8, hash, 0);
  if (symbol != v_pending) table.insert(symbol);
  return symbol;
}

Value make_uninterned_symbol(Context* ctx, std::string_view utf8) {
  return new_symbol(ctx, utf8, hash_bytes(utf8, ++ctx->isolate->gensym_counter), symbol_flag_uninterned);
}

std::string symbol_utf8(Value symbol) { return string_utf8(as_symbol(symbol)->name); }

// --- Life -----------------------------------------------------------------------------------------------------------

void attach_context(Isolate* isolate, Context* ctx) {
  std::memset(static_cast<void*>(ctx), 0, sizeof *ctx);
  ctx->isolate = isolate;
  ctx->heap = &isolate->heap;
  ctx->cells = isolate->cells;
  ctx->libraries = isolate->libraries.data();
  ctx->hash_seed = isolate->hash_seed;
  ctx->fuel = INT64_MAX;
  for (Value* list : {&ctx->more, &ctx->more_values, &ctx->winders, &ctx->handlers, &ctx->parameters}) *list = v_empty;
  for (Value* word : {&ctx->pending, &ctx->tail_procedure, &ctx->slices, &ctx->in_place}) *word = v_false;
  for (Value& v : ctx->args) v = v_false;
  for (Value& v : ctx->values) v = v_false;
  for (Value& v : ctx->tail_arguments) v = v_false;
  isolate->contexts.push_back(ctx);
  isolate->heap.add_range(&ctx->objects, BlockKind::objects);
  isolate->heap.add_range(&ctx->pairs, BlockKind::pairs);
}

void detach_context(Isolate* isolate, Context* ctx) {
  isolate->heap.remove_range(&ctx->objects);
  isolate->heap.remove_range(&ctx->pairs);
  std::erase(isolate->contexts, ctx);
}

Isolate::Isolate(const IsolateOptions& options) : heap(heap_options(options)), hash_seed(random_seed()) {
  for (Value& v : roots) v = v_false;
  void* range = mmap(nullptr, cells_max * sizeof(Value), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED || !heap.usable()) return;
  cells = static_cast<Value*>(range);
  heap.set_object_size(object_size);
  heap.request = on_heap_request;
  heap.request_owner = this;
  attach_context(this, &main);
}

Isolate::~Isolate() {
  if (cells) munmap(cells, cells_max * sizeof(Value));
}

int64_t reserve_cells(Isolate* isolate, int64_t count) {
  if (!isolate->cells || count > cells_max - isolate->cells_used) return -1;
  int64_t first = isolate->cells_used;
  for (int64_t i = 0; i < count; i++) isolate->cells[first + i] = v_unbound;
  isolate->cells_used += count;
  return first;
}

void reserve_libraries(Isolate* isolate, size_t count) {
  isolate->libraries.resize(count);
  isolate->library_code.resize(count);
  for (Context* ctx : isolate->contexts) ctx->libraries = isolate->libraries.data();
}

uint32_t make_handle(Isolate* isolate, Value v) {
  if (isolate->free_handles.empty()) {
    isolate->handles.push_back(v);
    return static_cast<uint32_t>(isolate->handles.size() - 1);
  }
  uint32_t handle = isolate->free_handles.back();
  isolate->free_handles.pop_back();
  isolate->handles[handle] = v;
  return handle;
}

void release_handle(Isolate* isolate, uint32_t handle) {
  isolate->handles[handle] = v_unbound;
  isolate->free_handles.push_back(handle);
}

void request(Context* ctx, Request what) {
  ctx->requests.fetch_or(what, std::memory_order_relaxed);
  ctx->stack_limit.store(~uintptr_t{0}, std::memory_order_release);
}

}  // namespace tiercel
