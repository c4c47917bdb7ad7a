// The entries of this and earlier sessions, newest last.
//
// They are kept in the state folder of the XDG base directory specification, one a line with new lines escaped, readable
// by their owner only.  Sessions that run at once append to the same file.  Without a folder that can be written,
// everything works but nothing is kept.
#pragma once

#include <string>
#include <vector>

namespace tiercel {

class History {
 public:
  // $XDG_STATE_HOME/tiercel/history or ~/.local/state/tiercel/history; empty if there is no home.
  static std::string default_path();

  explicit History(std::string path);

  // Adds an entry, unless it is the same as the one before or begins with a blank, and appends it to the file.
  void add(const std::string& entry);
  const std::vector<std::string>& entries() const { return entries_; }

 private:
  void load();
  void rewrite();
  void append(const std::string& entry);

  std::string path_;
  std::vector<std::string> entries_;
};

}  // namespace tiercel
