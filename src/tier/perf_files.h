// What perf reads about machine code of this process: /tmp/perf-PID.map has names for `perf report`; /tmp/jit-PID.dump has the
// bytes and lines of the code too, from which `perf inject --jit` makes object files that `perf annotate` shows.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "tier/code_description.h"

namespace tiercel {

class PerfFiles {
 public:
  PerfFiles();
  ~PerfFiles();
  PerfFiles(const PerfFiles&) = delete;
  PerfFiles& operator=(const PerfFiles&) = delete;

  // Why perf will see less than it could, for a person; else empty.
  const std::string& problem() const { return problem_; }

  // The code is in its place and has not run yet: what ran before is of no procedure for perf.
  void add(const CodeDescription& code);

 private:
  void begin_dump(const std::string& path);
  void dump(const CodeDescription& code, const CodeSymbol& symbol);

  std::FILE* map_ = nullptr;
  std::FILE* dump_ = nullptr;
  void* mark_ = nullptr;  // the page of the dump whose mapping tells perf of it
  uint64_t pieces_ = 0;   // in the dump
  std::string problem_;
};

}  // namespace tiercel
