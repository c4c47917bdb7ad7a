// Structural equality and hashing without recursion.
//
// equal? first compares trees with a budget of steps.  Data that exhausts it is large or circular, and is compared again
// with union-find over the pairs of objects already assumed equal, which makes it terminate in nearly linear time
// (Adams and Dybvig, "Efficient Nondestructive Equality Checking for Trees and Graphs", ICFP 2008).
#include "prims/equivalence.h"

#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/types.h"
#include "prims/fast.h"

namespace tiercel {

namespace {

constexpr int64_t tree_budget = 20'000;

struct Task {
  Value x, y;
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

enum class Verdict { equal, different, exhausted };

// Compares two objects of one kind that are not pairs; pushes what remains to be compared.
bool compare_objects(Value x, Value y, std::vector<Task>& tasks) {
  ObjectKind kind = object_kind(x);
  if (kind != object_kind(y)) return false;
  switch (kind) {
    case ObjectKind::string: return strings_equal(as_string(x), as_string(y));
    case ObjectKind::bytevector: {
      const Bytevector *a = as_bytevector(x), *b = as_bytevector(y);
      uint64_t length = header_length(a->header);
      return length == header_length(b->header) && std::memcmp(a->bytes, b->bytes, length) == 0;
    }
    case ObjectKind::vector: {
      const Vector *a = as_vector(x), *b = as_vector(y);
      uint64_t length = header_length(a->header);
      if (length != header_length(b->header)) return false;
      for (uint64_t i = length; i-- > 0;)
        if (a->elements[i] != b->elements[i]) tasks.push_back({a->elements[i], b->elements[i]});
      return true;
    }
    default: return slow_is_eqv(x, y);
  }
}

// `budget` below zero means: no limit, and `assumed` is there to end cycles.
Verdict compare(Value x, Value y, int64_t budget, AssumedEqual* assumed) {
  std::vector<Task> tasks;
  for (;;) {
    while (is_pair(x) && is_pair(y) && x != y) {
      if (budget-- == 0) return Verdict::exhausted;
      if (assumed && assumed->join(x, y)) {
        x = y;
        break;
      }
      const Pair *a = as_pair(x), *b = as_pair(y);
      if (a->car != b->car) {
        if (!is_heap_pointer(a->car) || !is_heap_pointer(b->car)) return Verdict::different;
        tasks.push_back({a->cdr, b->cdr});
        x = a->car;
        y = b->car;
      } else {
        x = a->cdr;
        y = b->cdr;
      }
    }
    if (x != y) {
      if (!is_object(x) || !is_object(y)) return Verdict::different;
      if (budget-- == 0) return Verdict::exhausted;
      bool known = assumed && is_vector(x) && is_vector(y) && assumed->join(x, y);
      if (!known && !compare_objects(x, y, tasks)) return Verdict::different;
    }
    if (tasks.empty()) return Verdict::equal;
    x = tasks.back().x;
    y = tasks.back().y;
    tasks.pop_back();
  }
}

// Pairs and vectors are hashed to this many leaves, so that a hash is cheap and ends on cycles.
constexpr int equal_hash_leaves = 32;

}  // namespace

bool values_are_equal(Value x, Value y) {
  if (x == y) return true;
  if (!is_heap_pointer(x) || !is_heap_pointer(y)) return false;
  Verdict verdict = compare(x, y, tree_budget, nullptr);
  if (verdict == Verdict::exhausted) {
    AssumedEqual assumed;
    verdict = compare(x, y, -1, &assumed);
  }
  return verdict == Verdict::equal;
}

Hash hash_by_identity(Value object) {
  if (is_symbol(object)) return {mix_hash(as_symbol(object)->hash), false};
  return {mix_hash(object.bits), may_move(object)};
}

Hash hash_for_eqv(Value object) {
  if (!is_object(object)) return hash_by_identity(object);
  switch (object_kind(object)) {
    case ObjectKind::flonum: return {mix_hash(std::bit_cast<uint64_t>(as_flonum(object)->number)), false};
    case ObjectKind::bignum: {
      const Bignum* bignum = as_bignum(object);
      uint64_t hash = bignum->header;
      for (uint64_t i = 0; i < header_length(bignum->header); i++) hash = combine_hash(hash, bignum->words[i]);
      return {hash, false};
    }
    case ObjectKind::ratnum:
      return {combine_hash(hash_for_eqv(as_ratnum(object)->numerator).bits,
                           hash_for_eqv(as_ratnum(object)->denominator).bits),
              false};
    case ObjectKind::compnum:
      return {
          combine_hash(hash_for_eqv(as_compnum(object)->real).bits, hash_for_eqv(as_compnum(object)->imaginary).bits),
          false};
    default: return hash_by_identity(object);
  }
}

namespace {

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
    } else if (is_bytevector(at)) {
      uint64_t length = header_length(as_bytevector(at)->header);
      for (uint64_t i = 0; i < length; i++) result.bits = combine_hash(result.bits, as_bytevector(at)->bytes[i]);
    } else {
      Hash leaf = hash_leaf(at);
      result.bits = combine_hash(result.bits, leaf.bits);
      result.by_address |= leaf.by_address;
    }
  }
  return result;
}

// The kind of an object that has no content to hash, in place of its address.
Hash hash_of_kind(Value object) {
  if (!is_heap_pointer(object) || is_symbol(object) || type_is_number(object)) return hash_for_eqv(object);
  return {mix_hash(is_object(object) ? static_cast<uint64_t>(object_kind(object)) : object.bits & 7), false};
}

}  // namespace

Hash hash_for_equal(Value object, uint64_t seed) { return hash_structure(object, seed, hash_for_eqv); }

uint64_t stable_hash(Value object) { return hash_structure(object, 0, hash_of_kind).bits; }

Value prim_is_equal(Context*, Value x, Value y) { return boolean(values_are_equal(x, y)); }

// Hashes given to programs are non-negative fixnums.
static Value public_hash(uint64_t bits) { return make_fixnum(static_cast<int64_t>(bits >> 8)); }
Value prim_equal_hash(Context*, Value object) { return public_hash(stable_hash(object)); }
Value prim_string_hash(Context*, Value string) { return public_hash(hash_string(as_string(string))); }
Value prim_symbol_hash(Context*, Value symbol) { return public_hash(mix_hash(as_symbol(symbol)->hash)); }

}  // namespace tiercel
