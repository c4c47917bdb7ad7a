// Success with a value, or failure: what compiler functions return.  The runtime uses pending conditions instead.
//
// A function that also takes a DiagnosticList has reported what went wrong there and fails with a bare `Failure{}`.
// A function without one puts code and message into the Failure, and its caller makes the diagnostic.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace tiercel {

enum class ErrorCode : uint16_t;  // rows of tables/errors.scm (gen/errors.h)

struct Failure {
  ErrorCode code{};     // 0: already reported as a diagnostic
  std::string message;  // what was expected and found; empty if already reported

  bool is_reported() const { return message.empty(); }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Failure failure) : failure_(std::move(failure)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  T& operator*() & {
    assert(ok());
    return *value_;
  }
  const T& operator*() const& {
    assert(ok());
    return *value_;
  }
  T&& operator*() && {
    assert(ok());
    return std::move(*value_);
  }
  T* operator->() {
    assert(ok());
    return &*value_;
  }
  const T* operator->() const {
    assert(ok());
    return &*value_;
  }

  const Failure& failure() const {
    assert(!ok());
    return failure_;
  }
  Failure take_failure() {
    assert(!ok());
    return std::move(failure_);
  }

 private:
  std::optional<T> value_;
  Failure failure_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : ok_(false), failure_(std::move(failure)) {}

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Failure& failure() const {
    assert(!ok_);
    return failure_;
  }
  Failure take_failure() {
    assert(!ok_);
    return std::move(failure_);
  }

 private:
  bool ok_ = true;
  Failure failure_;
};

}  // namespace tiercel
