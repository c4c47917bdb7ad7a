// Structural equality and hashing without recursion.
//
// equal? first compares trees with a budget of steps.  Data that exhausts it is large or circular, and is compared
// with union-find over the pairs of objects already assumed equal, which makes it terminate in nearly linear time
// (Adams and Dybvig, "Efficient Nondestructive Equality Checking for Trees and Graphs", ICFP 2008).  The tables cost much
// more than the comparing, so large trees get a second, larger budget before the tables may grow without bound.
#include "prims/equivalence.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/identity_bits.h"
#include "control/poll.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/number_vector.h"
#include "object/types.h"
#include "prims/fast.h"

namespace tiercel {

namespace {

constexpr int64_t tree_budget = 20'000, large_tree_budget = 4'000'000;
constexpr size_t small_graph = 4000;  // objects in the tables of the first attempt at a graph

struct Task {
  Value x, y;
};

// What remains to be compared: a stack whose first part needs no memory of its own, as most comparisons are short.
class Tasks {
 public:
  bool empty() const { return count_ == 0; }
  void push(Value x, Value y) {
    if (count_ < inline_count) first_[count_] = {x, y};
    else rest_.push_back({x, y});
    count_++;
  }
  Task pop() {
    if (--count_ < inline_count) return first_[count_];
    Task last = rest_.back();
    rest_.pop_back();
    return last;
  }

 private:
  static constexpr size_t inline_count = 48;
  size_t count_ = 0;
  Task first_[inline_count];
  std::vector<Task> rest_;
};

// Equivalence classes of objects that are assumed equal while they are being compared.
class AssumedEqual {
 public:
  // Whether the two were already in one class; joins their classes.
  bool join(Value x, Value y) {
    uint64_t a = find(x.bits), b = find(y.bits);
    if (a == b) return true;
    parents_[a] = b;
    return false;
  }
  size_t size() const { return parents_.size(); }

 private:
  uint64_t find(uint64_t bits) {
    auto found = parents_.try_emplace(bits, bits).first;
    while (found->second != found->first) {
      auto parent = parents_.find(found->second);
      found->second = parent->second;
      found = parents_.find(parent->first);
    }
    return found->first;
  }

  std::unordered_map<uint64_t, uint64_t> parents_;
};

enum class Verdict { equal, different, exhausted, interrupted };

template <class Float>
std::span<const Float> floats_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const Float*>(bytes.data()), bytes.size() / sizeof(Float)};
}

template <class Float>
bool floats_equal(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  return std::ranges::equal(floats_of<Float>(a), floats_of<Float>(b),
                            [](Float x, Float y) { return identity_bits(x) == identity_bits(y); });
}

// For elements of one type eqv? is equality of their bits, but for NaNs.
bool number_vectors_equal(Value x, Value y) {
  std::span<const uint8_t> a = number_vector_bytes(x), b = number_vector_bytes(y);
  if (a.size() != b.size()) return false;
  switch (number_vector_type(x)) {
    case ElementType::f32: return floats_equal<float>(a, b);
    case ElementType::f64: return floats_equal<double>(a, b);
    default: return std::memcmp(a.data(), b.data(), a.size()) == 0;
  }
}

// Compares two objects of this kind that hold nothing to be compared further: neither pairs nor vectors.
bool compare_leaves(ObjectKind kind, Value x, Value y) {
  if (kind == ObjectKind::string) return strings_equal(as_string(x), as_string(y));
  return is_number_vector_kind(kind) ? number_vectors_equal(x, y) : slow_is_eqv(x, y);
}

// Compares two objects that are not pairs; pushes what remains to be compared.
bool compare_objects(Value x, Value y, Tasks& tasks) {
  ObjectKind kind = object_kind(x);
  if (kind != object_kind(y)) return false;
  if (kind != ObjectKind::vector) return compare_leaves(kind, x, y);
  const Vector *a = as_vector(x), *b = as_vector(y);
  uint64_t length = header_length(a->header);
  if (length != header_length(b->header)) return false;
  for (uint64_t i = length; i-- > 0;)
    if (a->elements[i] != b->elements[i]) tasks.push(a->elements[i], b->elements[i]);
  return true;
}

// What two different words say at once about equal?, without a list of what remains.
enum class Glance { equal, different, structures };
Glance glance(Value x, Value y) {
  if (!is_heap_pointer(x) || tag_of(x) != tag_of(y) || is_procedure(x)) return Glance::different;
  if (is_pair(x)) return Glance::structures;
  ObjectKind kind = object_kind(x);
  if (kind != object_kind(y)) return Glance::different;
  if (kind == ObjectKind::vector) return Glance::structures;
  return compare_leaves(kind, x, y) ? Glance::equal : Glance::different;
}

// The limits of one attempt.
struct Attempt {
  int64_t steps;          // pairs and objects to be looked at
  AssumedEqual* assumed;  // there to end cycles, or null
  size_t objects;         // in `assumed`
  Context* ctx;           // whose interrupts end it, or null

  bool is_over() const { return steps == 0 || (assumed && assumed->size() > objects); }
  bool is_interrupted() const {
    return ctx && steps % 4096 == 0 && (ctx->requests.load(std::memory_order_relaxed) & request_interrupt);
  }
};

Verdict compare(Value x, Value y, Attempt attempt) {
  Tasks tasks;
  AssumedEqual* assumed = attempt.assumed;
  for (;;) {
    while (is_pair(x) && is_pair(y) && x != y) {
      if (attempt.is_over()) return Verdict::exhausted;
      attempt.steps--;
      if (attempt.is_interrupted()) return Verdict::interrupted;
      if (assumed && assumed->join(x, y)) {
        x = y;
        break;
      }
      const Pair *a = as_pair(x), *b = as_pair(y);
      if (a->car != b->car) {
        if (!is_heap_pointer(a->car) || !is_heap_pointer(b->car)) return Verdict::different;
        tasks.push(a->cdr, b->cdr);
        x = a->car;
        y = b->car;
      } else {
        x = a->cdr;
        y = b->cdr;
      }
    }
    if (x != y) {
      if (!is_object(x) || !is_object(y)) return Verdict::different;
      if (attempt.is_over()) return Verdict::exhausted;
      attempt.steps--;
      bool known = assumed && is_vector(x) && is_vector(y) && assumed->join(x, y);
      if (!known && !compare_objects(x, y, tasks)) return Verdict::different;
    }
    if (tasks.empty()) return Verdict::equal;
    Task next = tasks.pop();
    x = next.x;
    y = next.y;
  }
}

Verdict compare_in_attempts(Context* ctx, Value x, Value y) {
  Verdict verdict = compare(x, y, {tree_budget, nullptr, 0, ctx});
  if (verdict != Verdict::exhausted) return verdict;
  AssumedEqual few;
  verdict = compare(x, y, {INT64_MAX, &few, small_graph, ctx});
  if (verdict != Verdict::exhausted) return verdict;
  verdict = compare(x, y, {large_tree_budget, nullptr, 0, ctx});
  if (verdict != Verdict::exhausted) return verdict;
  AssumedEqual many;
  return compare(x, y, {INT64_MAX, &many, SIZE_MAX, ctx});
}

// Pairs and vectors are hashed to this many leaves, so that a hash is cheap and ends on cycles.
constexpr int equal_hash_leaves = 32;

}  // namespace

bool values_are_equal(Value x, Value y) {
  if (x == y) return true;
  Glance seen = glance(x, y);
  if (seen != Glance::structures) return seen == Glance::equal;
  return compare_in_attempts(nullptr, x, y) == Verdict::equal;
}

namespace {

Hash hash_object_for_eqv(Value object, uint64_t seed) {
  switch (object_kind(object)) {
    case ObjectKind::flonum: return {mix_hash(identity_bits(as_flonum(object)->number) ^ seed), false};
    case ObjectKind::bignum: {
      const Bignum* bignum = as_bignum(object);
      uint64_t hash = bignum->header ^ seed;
      for (uint64_t i = 0; i < header_length(bignum->header); i++) hash = combine_hash(hash, bignum->words[i]);
      return {hash, false};
    }
    case ObjectKind::ratnum:
      return {combine_hash(hash_for_eqv(as_ratnum(object)->numerator, seed).bits,
                           hash_for_eqv(as_ratnum(object)->denominator, seed).bits),
              false};
    case ObjectKind::compnum:
      return {combine_hash(hash_for_eqv(as_compnum(object)->real, seed).bits,
                           hash_for_eqv(as_compnum(object)->imaginary, seed).bits),
              false};
    default: return hash_by_identity(object, seed);
  }
}

}  // namespace

Hash hash_for_eqv(Value object, uint64_t seed) {
  return is_object(object) ? hash_object_for_eqv(object, seed) : hash_by_identity(object, seed);
}

namespace {

template <class Float>
uint64_t hash_floats(std::span<const uint8_t> bytes, uint64_t seed) {
  for (Float x : floats_of<Float>(bytes)) seed = combine_hash(seed, identity_bits(x));
  return seed;
}

uint64_t hash_number_vector(Value vector, uint64_t seed) {
  std::span<const uint8_t> bytes = number_vector_bytes(vector);
  switch (number_vector_type(vector)) {
    case ElementType::f32: return hash_floats<float>(bytes, seed);
    case ElementType::f64: return hash_floats<double>(bytes, seed);
    default: return hash_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, seed);
  }
}

// Pairs, vectors, strings and bytevectors by their contents, the rest by `hash_leaf`.
template <class HashLeaf>
Hash hash_structure(Value object, uint64_t seed, HashLeaf hash_leaf) {
  std::vector<Value> waiting{object};
  Hash result{seed, false};
  for (int leaves = 0; !waiting.empty() && leaves < equal_hash_leaves; leaves++) {
    Value at = waiting.back();
    waiting.pop_back();
    if (is_pair(at)) {
      result.bits = combine_hash(result.bits, 0x70616972);
      waiting.push_back(as_pair(at)->cdr);
      waiting.push_back(as_pair(at)->car);
    } else if (is_vector(at)) {
      uint64_t length = header_length(as_vector(at)->header);
      result.bits = combine_hash(result.bits, length);
      for (uint64_t i = length < equal_hash_leaves ? length : equal_hash_leaves; i-- > 0;)
        waiting.push_back(as_vector(at)->elements[i]);
    } else if (is_string(at)) {
      result.bits = combine_hash(result.bits, hash_string(as_string(at), seed));
    } else if (is_number_vector(at)) {
      result.bits = combine_hash(result.bits, hash_number_vector(at, seed));
    } else {
      Hash leaf = hash_leaf(at, seed);
      result.bits = combine_hash(result.bits, leaf.bits);
      result.by_address |= leaf.by_address;
    }
  }
  return result;
}

// The kind of an object that has no content to hash, in place of its address.
Hash hash_of_kind(Value object, uint64_t seed) {
  if (!is_heap_pointer(object) || is_symbol(object) || type_is_number(object)) return hash_for_eqv(object, seed);
  return {mix_hash(is_object(object) ? static_cast<uint64_t>(object_kind(object)) : object.bits & 7), false};
}

}  // namespace

Hash hash_for_equal(Value object, uint64_t seed) {
  if (is_string(object)) return {hash_string(as_string(object), seed), false};
  if (is_pair(object) || is_vector(object) || is_number_vector(object))
    return hash_structure(object, seed, hash_for_eqv);
  return hash_for_eqv(object, seed);
}

uint64_t stable_hash(Value object) { return hash_structure(object, 0, hash_of_kind).bits; }

Value prim_is_equal(Context* ctx, Value x, Value y) {
  if (x == y) return v_true;
  Glance seen = glance(x, y);
  if (seen != Glance::structures) return boolean(seen == Glance::equal);
  for (;;) {
    Verdict verdict = compare_in_attempts(ctx, x, y);
    if (verdict != Verdict::interrupted) return boolean(verdict == Verdict::equal);
    poll_from_primitive_scheme(ctx);
  }
}

// Hashes given to programs are non-negative fixnums.
static Value public_hash(uint64_t bits) { return make_fixnum(static_cast<int64_t>(bits >> 8)); }
Value prim_equal_hash(Context*, Value object) { return public_hash(stable_hash(object)); }
Value prim_string_hash(Context*, Value string) { return public_hash(hash_string(as_string(string))); }
Value prim_symbol_hash(Context*, Value symbol) { return public_hash(mix_hash(as_symbol(symbol)->hash)); }

}  // namespace tiercel
