// See perf_files.h.  The dump's format is that of the Linux kernel's tools/perf/Documentation/jitdump-specification.txt,
// version 1.  `perf record` notes every executable mapping of a file: by one of the dump it knows later which dump is whose.
#include "tier/perf_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tiercel {

namespace {

struct DumpHeader {
  uint32_t magic = 0x4A695444;  // "JiTD"
  uint32_t version = 1;
  uint32_t bytes = sizeof(DumpHeader);
  uint32_t machine = 0;  // as ELF numbers them
  uint32_t padding = 0;
  uint32_t process = 0;
  uint64_t time_ns = 0;
  uint64_t flags = 0;
};

enum class RecordKind : uint32_t { load = 0, lines = 2, close = 3 };

struct RecordHeader {
  RecordKind kind;
  uint32_t bytes;  // of the whole record
  uint64_t time_ns;
};

struct LoadRecord {
  RecordHeader header;
  uint32_t process, thread;
  uint64_t virtual_address, address;
  uint64_t code_bytes;
  uint64_t index;
  // Behind it: the name with its zero, and the code.
};

struct LinesRecord {
  RecordHeader header;
  uint64_t address;
  uint64_t count;
  // Behind it, each: address (8 bytes), line (4), discriminator (4), and the file's name with its zero.
};

// The clock of `perf record -k mono`.
uint64_t now_ns() {
  timespec time;
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

// A new file: what lies there under this name, of an earlier process or a link, is not written to.
std::FILE* new_file(const std::string& path, std::string* problem) {
  ::unlink(path.c_str());
  int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
  if (!file) *problem = "cannot write " + path + ": " + std::strerror(errno);
  return file;
}

template <class Record>
void put(std::string* out, const Record& record) {
  out->append(reinterpret_cast<const char*>(&record), sizeof record);
}

void put_row(std::string* out, uint64_t address, uint32_t line, const std::string& file) {
  put(out, address);
  put(out, line);
  put(out, uint32_t{0});
  out->append(file.c_str(), file.size() + 1);
}

// The lines of the procedure's code; empty if none is known.
std::string lines_record(const CodeDescription& code, const CodeSymbol& symbol, uint64_t time_ns) {
  LinesRecord record{{RecordKind::lines, 0, time_ns}, code.begin + symbol.begin, 0};
  std::string rows;
  uint32_t file = 0, line = 0;
  auto add = [&](uint32_t offset, uint32_t of_file, uint32_t of_line) {
    if (of_line == 0 || (of_file == file && of_line == line)) return;
    put_row(&rows, code.begin + offset, of_line, code.files[of_file]);
    record.count++;
    file = of_file, line = of_line;
  };
  add(symbol.begin, symbol.file, symbol.line);
  auto row = std::lower_bound(code.rows.begin(), code.rows.end(), symbol.begin,
                              [](const CodeRow& each, uint32_t offset) { return each.offset < offset; });
  for (; row != code.rows.end() && row->offset < symbol.end; ++row) add(row->offset, row->file, row->line);
  if (record.count == 0) return "";
  record.header.bytes = static_cast<uint32_t>(sizeof record + rows.size());
  std::string out;
  put(&out, record);
  return out + rows;
}

}  // namespace

PerfFiles::PerfFiles() {
  std::string process = std::to_string(::getpid());
  map_ = new_file("/tmp/perf-" + process + ".map", &problem_);
  begin_dump("/tmp/jit-" + process + ".dump");
}

PerfFiles::~PerfFiles() {
  if (map_) std::fclose(map_);
  if (!dump_) return;
  RecordHeader close{RecordKind::close, sizeof(RecordHeader), now_ns()};
  std::fwrite(&close, sizeof close, 1, dump_);
  std::fclose(dump_);
  ::munmap(mark_, static_cast<size_t>(::sysconf(_SC_PAGESIZE)));
}

void PerfFiles::begin_dump(const std::string& path) {
  dump_ = new_file(path, &problem_);
  if (!dump_) return;
  DumpHeader header;
  header.machine = machine_here;
  header.process = static_cast<uint32_t>(::getpid());
  header.time_ns = now_ns();
  std::fwrite(&header, sizeof header, 1, dump_);
  std::fflush(dump_);
  size_t page_bytes = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  mark_ = ::mmap(nullptr, page_bytes, PROT_READ | PROT_EXEC, MAP_PRIVATE, ::fileno(dump_), 0);
  if (mark_ != MAP_FAILED) return;
  problem_ = "perf will not find " + path + ": " + std::strerror(errno);
  std::fclose(dump_);
  dump_ = nullptr;
}

void PerfFiles::add(const CodeDescription& code) {
  for (const CodeSymbol& symbol : code.symbols) {
    if (map_)
      std::fprintf(map_, "%lx %x %s\n", static_cast<unsigned long>(code.begin + symbol.begin),
                   symbol.end - symbol.begin, symbol.name.c_str());
    if (dump_) dump(code, symbol);
  }
  // A process that is killed leaves what it told.
  if (map_) std::fflush(map_);
  if (dump_) std::fflush(dump_);
}

// The lines of a procedure stand before its code.
void PerfFiles::dump(const CodeDescription& code, const CodeSymbol& symbol) {
  uint64_t time_ns = now_ns();
  std::string out = lines_record(code, symbol, time_ns);
  uint64_t address = code.begin + symbol.begin, bytes = symbol.end - symbol.begin;
  size_t record_bytes = sizeof(LoadRecord) + symbol.name.size() + 1 + bytes;
  put(&out, LoadRecord{{RecordKind::load, static_cast<uint32_t>(record_bytes), time_ns},
                       static_cast<uint32_t>(::getpid()),
                       static_cast<uint32_t>(::syscall(SYS_gettid)),
                       address,
                       address,
                       bytes,
                       ++pieces_});
  out.append(symbol.name.c_str(), symbol.name.size() + 1);
  out.append(reinterpret_cast<const char*>(address), bytes);
  std::fwrite(out.data(), out.size(), 1, dump_);
}

}  // namespace tiercel
