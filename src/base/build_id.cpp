// Found through the program headers in memory, so that no file is opened.
#include "base/build_id.h"

#include <cstring>
#include <elf.h>
#include <link.h>

extern "C" __attribute__((visibility("hidden"))) const ElfW(Ehdr) __ehdr_start;

namespace tiercel {

std::span<const uint8_t> build_id() {
  auto base = reinterpret_cast<const uint8_t*>(&__ehdr_start);
  auto header = reinterpret_cast<const ElfW(Phdr)*>(base + __ehdr_start.e_phoff);
  uintptr_t origin = 0;  // what addresses in the headers count from; 0 for an executable with a fixed place
  for (int i = 0; i < __ehdr_start.e_phnum; i++)
    if (header[i].p_type == PT_LOAD && header[i].p_offset == 0)
      origin = reinterpret_cast<uintptr_t>(base) - header[i].p_vaddr;
  for (int i = 0; i < __ehdr_start.e_phnum; i++) {
    if (header[i].p_type != PT_NOTE) continue;
    auto at = reinterpret_cast<const uint8_t*>(origin + header[i].p_vaddr);
    const uint8_t* end = at + header[i].p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const uint8_t* name = at + sizeof note;
      const uint8_t* content = name + ((note.n_namesz + 3) & ~3u);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0)
        return {content, note.n_descsz};
      at = content + ((note.n_descsz + 3) & ~3u);
    }
  }
  return {};
}

}  // namespace tiercel
