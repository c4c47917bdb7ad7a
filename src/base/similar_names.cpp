// Optimal string alignment (Damerau 1964, restricted) over bytes, with costs in halves.
#include "base/similar_names.h"

#include <algorithm>
#include <cstdlib>

namespace tiercel {
namespace {

constexpr size_t names_max = 3;
constexpr size_t letters_max = 64;  // longer words are not compared

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c + 32);
  return c == '_' ? '-' : c;
}

// In halves.
size_t replacement_cost(char a, char b) {
  if (a == b) return 0;
  return folded(a) == folded(b) ? 1 : 2;
}

// In halves: a word of one letter is near to nothing, a long one may have several slips.
size_t near_enough(size_t length) {
  if (length < 2) return 0;
  if (length < 4) return 2;
  return length < 8 ? 4 : 6;
}

size_t distance_in_halves(std::string_view a, std::string_view b, size_t limit) {
  size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (2 * difference >= limit || a.size() > letters_max || b.size() > letters_max) return limit;
  size_t rows[3][letters_max + 1];
  size_t *before = rows[0], *previous = rows[1], *current = rows[2];
  for (size_t j = 0; j <= b.size(); j++) previous[j] = 2 * j;
  for (size_t i = 1; i <= a.size(); i++) {
    current[0] = 2 * i;
    for (size_t j = 1; j <= b.size(); j++) {
      size_t best = previous[j - 1] + replacement_cost(a[i - 1], b[j - 1]);
      best = std::min({best, previous[j] + 2, current[j - 1] + 2});
      bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) best = std::min(best, before[j - 2] + 2);
      current[j] = best;
    }
    size_t* oldest = before;
    before = previous;
    previous = current;
    current = oldest;
  }
  return std::min(previous[b.size()], limit);
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  return (distance_in_halves(a, b, 2 * limit) + 1) / 2;
}

SimilarNames::SimilarNames(std::string_view wanted) : wanted_(wanted), best_(near_enough(wanted.size()) + 1) {}

void SimilarNames::consider(std::string_view name) {
  // A short name is not near to one that shares no letter with it.
  if (name.size() < 2 || name == wanted_) return;
  size_t distance = distance_in_halves(wanted_, name, best_ + 1);
  if (distance > best_ || distance > near_enough(std::min(wanted_.size(), name.size()))) return;
  if (distance < best_) found_.clear();
  best_ = distance;
  found_.emplace_back(name);
}

std::vector<std::string> SimilarNames::take() {
  std::sort(found_.begin(), found_.end());
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  if (found_.size() > names_max) found_.resize(names_max);
  return std::move(found_);
}

std::string did_you_mean(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  std::string text = "did you mean ";
  for (size_t i = 0; i < names.size(); i++) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += "'" + names[i] + "'";
  }
  return text + "?";
}

}  // namespace tiercel
