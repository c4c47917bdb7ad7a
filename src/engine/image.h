// The boot image: the libraries in lib/, compiled at build time by stage 0 and embedded in the executable.
//
// It holds each library's interface (exports, bindings, macros; decoded when asked for) and the bytecode of its body.
// At start nothing of it is copied: a library is loaded when something imports it.  The image carries the hash of the
// tables it was made with; one that does not match the running executable is not used (E8).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

struct ImageLibrary {
  std::string_view key;  // "(scheme base)"
  std::span<const uint8_t> interface;
  std::span<const uint8_t> unit;  // empty: nothing to run
};

class Image {
 public:
  // Reads the directory of an image; false if the bytes are no image of this executable's tables.
  bool open(std::span<const uint8_t> bytes);
  const ImageLibrary* find(std::string_view key) const;
  uint64_t cell_count() const { return cell_count_; }
  // A hash of what the image holds, made when it was written: native code made of another image is not for this one.
  uint64_t identity() const { return identity_; }
  // The position in libraries() of one of them.
  size_t number_of(const ImageLibrary* library) const { return static_cast<size_t>(library - libraries_.data()); }
  // What a variable of an image library is called; found by counting, since only messages ask.
  std::string_view cell_name(uint32_t cell) const;
  std::span<const ImageLibrary> libraries() const { return libraries_; }

 private:
  std::vector<ImageLibrary> libraries_;  // sorted by key
  std::span<const uint8_t> cell_names_;
  uint64_t cell_count_ = 0;
  uint64_t identity_ = 0;
};

// The bytes embedded in this executable; empty in stage 0.
std::span<const uint8_t> embedded_image();

// Hash of everything an image depends on besides its sources: primitives, opcodes, objects, core forms.
uint64_t table_hash();

// Of everything that code compiled beside an image depends on: the image, those tables, and the form of compiled files.
uint64_t image_version(const Image& image);

// Compiles every library below `folder` and writes the image, and beside it the sources that were read, as OUTPUT.sources
// (engine/library_sources.h).  Returns an exit code; errors go to standard error.
int make_image(const std::string& folder, const std::string& output);

// Compiles the bodies of all libraries of an image to machine code and writes into `folder` an object file for each, the list
// of these files, and a table for the assembler, table.s (control/library_code.h).  Returns an exit code.
int make_library_objects(const std::string& image, const std::string& folder);

// Leaves a file alone that holds the bytes already, so that what is made of it need not be made again.
bool write_if_changed(const std::string& path, const std::string& bytes);

}  // namespace tiercel
