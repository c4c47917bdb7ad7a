// The one way into the cache's folder: opened once, trusted only if nobody else can have put anything there.
//
// A folder is trusted if every folder on the way to it belongs to root or to this user and cannot be written by others
// (or is sticky, like /tmp), and if it is this user's own.  Symbolic links are resolved before, never while it is opened.
// From then on everything goes through the descriptor, so that what was checked is what is used.
#pragma once

#include <string>

namespace tiercel::cache {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

enum class Access : uint8_t { existing, make };

// Closed, with the reason in `problem`, if there is no such folder, it cannot be made, or it cannot be trusted.
Descriptor open_folder(const std::string& path, Access access, std::string* problem);
// A folder in a trusted one, with the same demands on itself.
Descriptor open_subfolder(const Descriptor& parent, const std::string& name, Access access, std::string* problem);

// Where the cache lies unless the command line says otherwise: TIERCEL_CACHE_DIR, or `tiercel` in the XDG cache folder.
// Empty, with the reason in `problem`: there is none, or the process runs with rights that its caller does not have.
std::string default_folder(std::string* problem);

}  // namespace tiercel::cache
