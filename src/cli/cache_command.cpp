// See cache_command.h.  Nothing here makes a folder: looking at the cache does not create one.
#include "cli/cache_command.h"

#include <cstdio>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>

#include "cache/store.h"
#include "source/diagnostics.h"

namespace tiercel {
namespace {

using cache::EntryInfo;
using cache::Kind;
using cache::Listing;
using cache::Store;
using Json = nlohmann::ordered_json;

constexpr const char* verbs[] = {"stats", "list", "clear", "verify", "dir"};

std::string size_text(uint64_t bytes) {
  char text[32];
  if (bytes < 10'000) std::snprintf(text, sizeof text, "%llu B", static_cast<unsigned long long>(bytes));
  else if (bytes < 10'000'000) std::snprintf(text, sizeof text, "%.1f KB", static_cast<double>(bytes) / 1e3);
  else std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

std::string age_text(int64_t used_s) {
  int64_t seconds = ::time(nullptr) - used_s;
  if (seconds < 120) return "just now";
  if (seconds < 7200) return std::to_string(seconds / 60) + " minutes ago";
  if (seconds < 172'800) return std::to_string(seconds / 3600) + " hours ago";
  return std::to_string(seconds / 86'400) + " days ago";
}

void list(const Listing& listing) {
  for (const EntryInfo& entry : listing.entries) {
    std::string reason = entry.reason.empty() ? "" : ": " + escape_for_terminal(entry.reason);
    std::printf("%-8s %10s  %-15s %s%s%s\n", kind_name(entry.kind), size_text(entry.bytes).c_str(),
                age_text(entry.used_s).c_str(), escape_for_terminal(entry.description).c_str(), reason.c_str(),
                entry.current ? "" : "  (of another build)");
  }
  for (const std::string& name : listing.odd) std::printf("unknown  %s\n", escape_for_terminal(name).c_str());
}

void show_stats(const Listing& listing, const CacheOptions& options) {
  size_t current = 0, of_kind[static_cast<int>(Kind::count_)] = {};
  std::map<std::string, size_t> reasons;
  for (const EntryInfo& entry : listing.entries) {
    if (entry.kind == Kind::refused) reasons[entry.reason]++;
    else current += entry.current;
    of_kind[static_cast<int>(entry.kind)] += entry.current || entry.kind == Kind::refused;
  }
  size_t refused = of_kind[static_cast<int>(Kind::refused)];
  std::printf("folder   %s\n", escape_for_terminal(options.folder).c_str());
  std::printf("entries  %zu, of this build %zu: ", listing.entries.size() - refused, current);
  for (int i = 0; i < static_cast<int>(Kind::refused); i++)
    std::printf("%s%zu %s", i ? ", " : "", of_kind[i], kind_name(static_cast<Kind>(i)));
  std::printf("\nsize     %s of %s\n", size_text(listing.bytes).c_str(), size_text(options.bytes_max).c_str());
  std::printf("not kept %zu\n", refused);
  for (const auto& [reason, count] : reasons)
    std::printf("         %zu because %s\n", count, escape_for_terminal(reason).c_str());
}

void show_json(const Listing& listing, const CacheOptions& options) {
  Json object = {{"folder", options.folder}, {"bytes", listing.bytes}, {"limit", options.bytes_max}};
  object["entries"] = object["refused"] = Json::array();
  for (const EntryInfo& entry : listing.entries) {
    if (entry.kind == Kind::refused) {
      object["refused"].push_back({{"source", entry.description}, {"reason", entry.reason}});
      continue;
    }
    object["entries"].push_back({{"kind", kind_name(entry.kind)},
                                 {"source", entry.description},
                                 {"entry", entry.build + "/" + entry.name},
                                 {"bytes", entry.bytes},
                                 {"used", entry.used_s},
                                 {"current", entry.current}});
  }
  std::printf("%s\n", object.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

int verify(Store& store) {
  Store::Verdict verdict = store.verify();
  std::printf("%zu good, %zu damaged and removed, %zu left over by interrupted runs and removed\n", verdict.good,
              verdict.bad, verdict.remains);
  return verdict.bad ? 1 : 0;
}

}  // namespace

bool is_cache_verb(const std::string& verb) {
  for (const char* known : verbs)
    if (verb == known) return true;
  return false;
}

int run_cache_command(const std::string& verb, const CacheOptions& options, bool json) {
  if (options.folder.empty()) {
    std::fputs("tiercel: the cache is off: TIERCEL_CACHE=off, --no-cache, or no home folder\n", stderr);
    return 1;
  }
  if (verb == "dir") {
    std::printf("%s\n", options.folder.c_str());
    return 0;
  }
  Store store(options.folder, cache::Access::existing, options.bytes_max);
  if (!store.is_open() && !store.is_absent()) {
    std::fprintf(stderr, "tiercel: the cache is not used: %s\n", escape_for_terminal(store.problem()).c_str());
    return 1;
  }
  if (verb == "verify") return verify(store);
  if (verb == "clear") {
    std::printf("%zu entries removed\n", store.clear());
    return 0;
  }
  Listing listing = store.list();
  if (verb == "list") list(listing);
  else if (json) show_json(listing, options);
  else show_stats(listing, options);
  return 0;
}

}  // namespace tiercel
