// Raw mode by termios, the rest by system calls: standard output's port has been flushed before an entry is edited.
#include "repl/terminal.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tiercel {
namespace {

constexpr std::string_view paste_on = "\x1b[?2004h", paste_off = "\x1b[?2004l";
constexpr Terminal::Size size_default = {80, 24};

}  // namespace

bool Terminal::enter_raw() {
  if (raw_) return true;
  if (tcgetattr(input_, &saved_) != 0) return false;
  termios raw = saved_;
  raw.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
  raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  // TCSADRAIN, not TCSAFLUSH: what was typed while a program ran is kept.
  if (tcsetattr(input_, TCSADRAIN, &raw) != 0) return false;
  raw_ = true;
  write(paste_on);
  return true;
}

void Terminal::leave_raw() {
  if (!raw_) return;
  raw_ = false;
  write(paste_off);
  tcsetattr(input_, TCSADRAIN, &saved_);
}

bool Terminal::wait_for_input(int timeout_ms) {
  pollfd wanted = {input_, POLLIN, 0};
  int count;
  do { count = poll(&wanted, 1, timeout_ms); } while (count < 0 && errno == EINTR);
  return count > 0;
}

int Terminal::read_byte(int timeout_ms) {
  if (timeout_ms >= 0 && !wait_for_input(timeout_ms)) return no_byte_yet;
  for (;;) {
    unsigned char byte;
    ssize_t count = read(input_, &byte, 1);
    if (count == 1) return byte;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      // Somebody made the terminal non-blocking.
      wait_for_input(-1);
      continue;
    }
    return hung_up;
  }
}

void Terminal::write(std::string_view text) {
  while (!text.empty()) {
    ssize_t count = ::write(output_, text.data(), text.size());
    if (count < 0 && errno == EAGAIN) {
      pollfd wanted = {output_, POLLOUT, 0};
      poll(&wanted, 1, -1);
      continue;
    }
    if (count < 0 && errno != EINTR) return;
    if (count > 0) text.remove_prefix(static_cast<size_t>(count));
  }
}

Terminal::Size Terminal::size() const {
  winsize window{};
  if (ioctl(output_, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return size_default;
  return {window.ws_col, window.ws_row == 0 ? size_default.rows : window.ws_row};
}

void Terminal::suspend() {
  leave_raw();
  raise(SIGTSTP);
  enter_raw();
}

}  // namespace tiercel
