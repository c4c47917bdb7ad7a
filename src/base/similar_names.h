// "Did you mean": which of the names at hand are near to one that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

class SimilarNames {
 public:
  explicit SimilarNames(std::string_view wanted);

  void consider(std::string_view name);
  // The nearest ones, at most three, sorted; none if nothing is near enough.
  std::vector<std::string> take();

 private:
  std::string wanted_;
  size_t best_;  // distance of what was found so far; at first one more than is near
  std::vector<std::string> found_;
};

// How many letters must be inserted, removed, replaced or exchanged with their neighbour to make one word of the other;
// `limit` if that is as many or more.  A letter in the other case, or - for _, counts half.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

// "did you mean 'car'?", "did you mean 'car' or 'cdr'?"; empty for no names.
std::string did_you_mean(const std::vector<std::string>& names);

}  // namespace tiercel
