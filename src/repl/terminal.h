// The terminal as a device: raw mode, bytes in, bytes out, how wide it is.  Knows no keys and no text.
#pragma once

#include <string_view>
#include <termios.h>

namespace tiercel {

class Terminal {
 public:
  struct Size {
    int columns, rows;
  };
  static constexpr int no_byte_yet = -1, hung_up = -2;

  Terminal(int input, int output) : input_(input), output_(output) {}
  ~Terminal() { leave_raw(); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Keys arrive one by one, unechoed, and Ctrl-C is a byte.  Also asks for bracketed paste.  False if the terminal
  // refuses.
  bool enter_raw();
  void leave_raw();

  // The next byte; waits at most `timeout_ms` (negative: for ever).  Reads no further than that byte, so that what was
  // typed ahead is still there for a program that reads standard input.
  int read_byte(int timeout_ms);
  bool has_input() { return wait_for_input(0); }
  void write(std::string_view text);
  Size size() const;
  // Stops the process as Ctrl-Z does; returns when it goes on, in raw mode again.
  void suspend();

 private:
  bool wait_for_input(int timeout_ms);

  int input_, output_;
  bool raw_ = false;
  termios saved_{};
};

}  // namespace tiercel
