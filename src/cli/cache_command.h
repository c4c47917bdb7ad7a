// `tiercel cache ...`: what is kept between runs, for people and for tools.
#pragma once

#include <string>

#include "engine/engine.h"

namespace tiercel {

// stats, list, clear, verify or dir; the exit code.
int run_cache_command(const std::string& verb, const CacheOptions& options, bool json);
// Whether there is such a verb.
bool is_cache_verb(const std::string& verb);

}  // namespace tiercel
