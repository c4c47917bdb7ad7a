// A random mutator against a model of what it should see: every shape the collector treats apart, in one object graph,
// with the verifier and poisoning on.  Failures print the seed.
#include <random>
#include <vector>

#include "tests/unit/object/world.h"

namespace tiercel::test {
namespace {

// What we know of each object: its number is in its first field, and these are its references.
struct Shadow {
  std::vector<int> references;  // -1: none
  bool is_pair;
};

class RandomGraph {
 public:
  RandomGraph(uint64_t seed, const HeapOptions& options) : world_(options), random_(seed) {
    roots_.resize(40, -1);
    for (size_t i = 0; i < roots_.size(); i++) handles_.push_back(world_.keep(v_false));
  }

  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      this->step();
      if (world_.ctx->requests & request_collect) collect_gc(world_.ctx, false);
      if (pick(2000) == 0) world_.collect(pick(4) == 0);
    }
    world_.collect(true);
    check();
  }

  void check() {
    std::vector<int> work;
    std::vector<bool> seen(shadows_.size());
    for (size_t i = 0; i < roots_.size(); i++) {
      if (roots_[i] >= 0) check_object(world_.kept(handles_[i]), roots_[i], seen);
      ASSERT_FALSE(::testing::Test::HasFailure());
    }
  }

 private:
  static constexpr int large_length = 3000;

  int pick(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }

  void step() {
    size_t slot = static_cast<size_t>(pick(static_cast<int>(roots_.size())));
    switch (pick(8)) {
      case 0:
      case 1:
      case 2: create(slot, pick(12)); break;
      case 3: create(slot, pick(50) == 0 ? large_length : 40 + pick(400)); break;
      case 4:
      case 5: mutate(slot, static_cast<size_t>(pick(static_cast<int>(roots_.size())))); break;
      case 6: walk(slot); break;
      case 7:
        roots_[slot] = -1;
        world_.put(handles_[slot], v_false);
        break;
    }
  }

  // A new object that refers to what some roots refer to.
  [[gnu::noinline]] void create(size_t slot, int fields) {
    int number = static_cast<int>(shadows_.size());
    Shadow shadow{std::vector<int>(static_cast<size_t>(fields == 0 ? 1 : fields), -1), fields == 0};
    auto value_of_root = [this, &shadow](size_t field) {
      size_t from = static_cast<size_t>(pick(static_cast<int>(roots_.size())));
      shadow.references[field] = roots_[from];
      return world_.kept(handles_[from]);
    };
    Value made;
    if (fields == 0) {
      made = cons(world_.ctx, make_fixnum(number), value_of_root(0));
    } else {
      made = make_vector(world_.ctx, fields + 1, v_false);
      as_vector(made)->elements[0] = make_fixnum(number);
      for (int i = 0; i < std::min(fields, 4); i++) {
        as_vector(made)->elements[i + 1] = value_of_root(static_cast<size_t>(i));
      }
    }
    shadows_.push_back(std::move(shadow));
    roots_[slot] = number;
    world_.put(handles_[slot], made);
  }

  [[gnu::noinline]] void mutate(size_t slot, size_t from) {
    if (roots_[slot] < 0) return;
    Shadow& shadow = shadows_[static_cast<size_t>(roots_[slot])];
    Value v = world_.kept(handles_[slot]);
    int field = pick(static_cast<int>(shadow.references.size()));
    shadow.references[static_cast<size_t>(field)] = roots_[from];
    if (shadow.is_pair) store_field(as_pair(v), &as_pair(v)->cdr, world_.kept(handles_[from]));
    else store_field(as_vector(v), &as_vector(v)->elements[field + 1], world_.kept(handles_[from]));
  }

  // A root moves on to one of its object's references: that makes garbage of paths, not only of roots.
  [[gnu::noinline]] void walk(size_t slot) {
    if (roots_[slot] < 0) return;
    const Shadow& shadow = shadows_[static_cast<size_t>(roots_[slot])];
    size_t field = static_cast<size_t>(pick(static_cast<int>(shadow.references.size())));
    int next = shadow.references[field];
    if (next < 0) return;
    world_.put(handles_[slot], reference(world_.kept(handles_[slot]), shadow, field));
    roots_[slot] = next;
  }

  static Value reference(Value v, const Shadow& shadow, size_t field) {
    return shadow.is_pair ? as_pair(v)->cdr : as_vector(v)->elements[field + 1];
  }

  void check_object(Value first, int first_number, std::vector<bool>& seen) {
    std::vector<std::pair<Value, int>> work{{first, first_number}};
    while (!work.empty()) {
      auto [v, number] = work.back();
      work.pop_back();
      if (seen[static_cast<size_t>(number)]) continue;
      seen[static_cast<size_t>(number)] = true;
      const Shadow& shadow = shadows_[static_cast<size_t>(number)];
      ASSERT_EQ(is_pair(v), shadow.is_pair);
      ASSERT_EQ(shadow.is_pair ? as_pair(v)->car : as_vector(v)->elements[0], make_fixnum(number));
      for (size_t i = 0; i < shadow.references.size(); i++) {
        if (shadow.references[i] >= 0) work.emplace_back(reference(v, shadow, i), shadow.references[i]);
        else ASSERT_EQ(reference(v, shadow, i), v_false);
      }
    }
  }

  World world_;
  std::mt19937_64 random_;
  std::vector<Shadow> shadows_;
  std::vector<int> roots_;
  std::vector<uint32_t> handles_;
};

constexpr size_t megabyte = size_t{1} << 20;

TEST(RandomGraph, SmallNursery) {
  for (uint64_t seed = 1; seed <= 4; seed++) {
    SCOPED_TRACE(seed);
    RandomGraph graph(
        seed, {.limit = 512 * megabyte, .nursery = 128 << 10, .full_min = megabyte, .verify = true, .poison = true});
    graph.run(20'000);
    ASSERT_FALSE(HasFailure());
  }
}

TEST(RandomGraph, CollectionAtEveryAllocation) {
  for (uint64_t seed = 100; seed < 102; seed++) {
    SCOPED_TRACE(seed);
    RandomGraph graph(seed, {.limit = 512 * megabyte,
                             .full_min = megabyte,
                             .stress = true,
                             .stress_full_interval = 7,
                             .verify = true,
                             .poison = true});
    graph.run(1000);
    ASSERT_FALSE(HasFailure());
  }
}

TEST(RandomGraph, LongRunWithDefaults) {
  RandomGraph graph(7, {.limit = 512 * megabyte});
  graph.run(200000);
}

}  // namespace
}  // namespace tiercel::test
