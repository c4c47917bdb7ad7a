// Bump allocation for the compiler's trees: everything of one compilation dies together.
//
// Knows nothing of Scheme.  Objects placed here must be trivially destructible, because no destructor ever runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tiercel {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() { release(); }

  // `size` bytes, aligned to 16.  Never null: exhaustion of the process's memory ends it.
  void* allocate(size_t size) {
    size = (size + 15) & ~size_t{15};
    if (size > static_cast<size_t>(limit_ - next_)) grow(size);
    void* result = next_;
    next_ += size;
    return result;
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T))) T{std::forward<Args>(args)...};
  }

  template <class T>
  std::span<T> array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* data = static_cast<T*>(allocate(count * sizeof(T)));
    for (size_t i = 0; i < count; i++) new (data + i) T{};
    return {data, count};
  }

  template <class T>
  std::span<T> copy(std::span<const T> source) {
    T* data = static_cast<T*>(allocate(source.size_bytes()));
    if (!source.empty()) std::memcpy(data, source.data(), source.size_bytes());
    return {data, source.size()};
  }

  std::string_view copy(std::string_view text) {
    char* data = static_cast<char*>(allocate(text.size() + 1));
    if (!text.empty()) std::memcpy(data, text.data(), text.size());
    data[text.size()] = 0;
    return {data, text.size()};
  }

  // Taken from the system so far.
  size_t bytes() const { return bytes_; }

  void release() {
    while (chunk_) std::free(std::exchange(chunk_, chunk_->previous));
    bytes_ = 0;
    next_ = limit_ = nullptr;
  }

 private:
  struct Chunk {
    Chunk* previous;
    size_t size;
  };

  void grow(size_t size) {
    size_t wanted = chunk_ ? chunk_->size * 2 : size_t{8} << 10;
    if (wanted > size_t{1} << 20) wanted = size_t{1} << 20;
    if (wanted < size + sizeof(Chunk)) wanted = size + sizeof(Chunk);
    auto* chunk = static_cast<Chunk*>(std::malloc(wanted));
    if (!chunk) std::abort();
    chunk->previous = chunk_;
    chunk->size = wanted;
    bytes_ += wanted;
    chunk_ = chunk;
    next_ = reinterpret_cast<char*>(chunk + 1);
    limit_ = reinterpret_cast<char*>(chunk) + wanted;
  }

  Chunk* chunk_ = nullptr;
  size_t bytes_ = 0;
  char* next_ = nullptr;
  char* limit_ = nullptr;
};

}  // namespace tiercel
