// The heap sink of reader events, and the text source that lets the reader ask a port for more.
//
// Allocation never collects, so the sink may keep Values in C++ vectors while one datum is read.  A reference to a datum
// that is not complete yet (a cycle) is a placeholder object at first; when the whole is there, one walk puts the datum
// in the place of each.
#include "port/heap_reader.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "number/arithmetic.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/number_vector.h"
#include "reader/reader.h"

namespace tiercel {

namespace {

class HeapSink final : public ReaderSink {
 public:
  explicit HeapSink(Context* ctx) : ctx_(ctx) {}

  // The datum, or v_pending if the heap had no room for a part of it.
  Value take() {
    Value datum = items_.back();
    items_.clear();
    if (failed_) return v_pending;
    if (!placeholders_.empty()) replace_placeholders(&datum);
    return datum;
  }

  void constant(ReaderConstant value, Span) override {
    add(value == ReaderConstant::true_ ? v_true : value == ReaderConstant::false_ ? v_false : v_eof);
  }
  void number(const NumberLiteral& number, Span) override { add(make_number(ctx_, number)); }
  void character(uint32_t scalar, Span) override { add(make_char(scalar)); }
  void string(std::string_view text, Span) override { add(make_string_utf8(ctx_, text)); }
  void symbol(std::string_view name, Span) override { add(intern(ctx_, name)); }
  void number_vector(ElementType type, std::span<const uint8_t> bytes, Span) override {
    add(make_number_vector_of(ctx_, type, bytes));
  }
  void begin_list(Span) override { frames_.push_back({items_.size(), false, false, 0}); }
  void dot() override { frames_.back().dotted = true; }
  void end_list(Span) override {
    Frame frame = pop();
    Value list = v_empty;
    size_t end = items_.size();
    if (frame.dotted) list = items_[--end];
    while (end > frame.first_item) list = cons(ctx_, items_[--end], list);
    items_.resize(frame.first_item);
    add(list);
  }
  void begin_vector(Span) override { frames_.push_back({items_.size(), false, false, 0}); }
  void end_vector(Span) override {
    Frame frame = pop();
    size_t count = items_.size() - frame.first_item;
    Value vector = make_vector(ctx_, static_cast<int64_t>(count), v_false);
    if (vector != v_pending)
      for (size_t i = 0; i < count; i++) as_vector(vector)->elements[i] = items_[frame.first_item + i];
    items_.resize(frame.first_item);
    add(vector);
  }
  void label(uint64_t label, Span) override { frames_.push_back({items_.size(), false, true, label}); }
  void reference(uint64_t label, Span) override {
    auto complete = labels_.find(label);
    if (complete != labels_.end()) return add(complete->second);
    Value& placeholder = waiting_[label];
    if (!is_box(placeholder)) {
      placeholder = make_box(ctx_, v_false);
      placeholders_.insert(placeholder.bits);
    }
    add(placeholder);
  }
  void abandon() override {
    items_.clear();
    frames_.clear();
    labels_.clear();
    waiting_.clear();
    placeholders_.clear();
  }

 private:
  struct Frame {
    size_t first_item;  // in items_
    bool dotted;
    bool is_label;
    uint64_t label;
  };

  Frame pop() {
    Frame frame = frames_.back();
    frames_.pop_back();
    return frame;
  }

  // A datum is complete; the labels before it name it.
  void add(Value datum) {
    if (datum == v_pending) {
      failed_ = true;
      datum = v_false;
    }
    while (!frames_.empty() && frames_.back().is_label) {
      uint64_t label = pop().label;
      labels_[label] = datum;
      auto placeholder = waiting_.find(label);
      if (placeholder != waiting_.end()) as_box(placeholder->second)->content = datum;
    }
    items_.push_back(datum);
  }

  void replace(void* holder, Value* place, std::vector<Value>* unseen) {
    if (placeholders_.contains(place->bits)) store_field(holder, place, as_box(*place)->content);
    if (is_pair(*place) || is_vector(*place)) unseen->push_back(*place);
  }

  void replace_placeholders(Value* datum) {
    std::vector<Value> unseen{*datum};
    std::unordered_set<uint64_t> seen;
    while (!unseen.empty()) {
      Value at = unseen.back();
      unseen.pop_back();
      if (!seen.insert(at.bits).second) continue;
      if (is_pair(at)) {
        replace(as_pair(at), &as_pair(at)->car, &unseen);
        replace(as_pair(at), &as_pair(at)->cdr, &unseen);
      } else if (is_vector(at)) {
        Vector* vector = as_vector(at);
        for (int64_t i = 0; i < vector_length(vector); i++) replace(vector, &vector->elements[i], &unseen);
      }
    }
  }

  Context* ctx_;
  bool failed_ = false;
  std::vector<Value> items_;
  std::vector<Frame> frames_;
  std::unordered_map<uint64_t, Value> labels_;   // complete
  std::unordered_map<uint64_t, Value> waiting_;  // placeholders by label
  std::unordered_set<uint64_t> placeholders_;
};

// The waiting bytes of the port, and more of them on demand.  Reading consumes nothing; read_datum does.  The reader gets
// to see a slice at a time, so that between slices an interrupt is noticed also in text that is all there.
class PortSource final : public TextSource {
 public:
  PortSource(Context* ctx, Port* port) : ctx_(ctx), port_(port) {}

  bool interrupted() const { return interrupted_; }

  std::string_view visible() {
    std::string_view waiting = waiting_bytes(port_);
    if (seen_ > waiting.size()) seen_ = waiting.size();
    return waiting.substr(0, seen_);
  }

  bool more(std::string_view* text) override {
    if (ended_ || interrupted_) return false;
    interrupted_ = ctx_->requests.load(std::memory_order_relaxed) & request_interrupt;
    if (!interrupted_ && seen_ >= waiting_bytes(port_).size()) {
      PortStatus status = fill_port(ctx_, port_);
      interrupted_ = status == PortStatus::interrupted;
      ended_ = status != PortStatus::ok;  // what the system refuses to give is the end of the text
    }
    if (!interrupted_ && !ended_) seen_ += slice_bytes;
    *text = visible();
    return !interrupted_ && !ended_;
  }

 private:
  static constexpr size_t slice_bytes = 64 << 10;
  Context* ctx_;
  Port* port_;
  size_t seen_ = slice_bytes;
  bool ended_ = false;
  bool interrupted_ = false;
};

}  // namespace

PortStatus read_datum(Context* ctx, Port* port, Value* datum) {
  DiagnosticList diagnostics;
  HeapSink sink(ctx);
  PortSource source(ctx, port);
  Reader reader(source.visible(), 0, diagnostics, 0, &source);
  reader.set_dialect(ctx->isolate->dialect);
  reader.set_fold_case(port->flags & port_fold_case);
  ReadStatus status = reader.read(sink);
  if (source.interrupted()) return PortStatus::interrupted;
  consume(port, reader.position());
  if (reader.fold_case()) port->flags |= port_fold_case;
  else port->flags &= ~port_fold_case;
  switch (status) {
    case ReadStatus::datum: *datum = sink.take(); return PortStatus::ok;
    case ReadStatus::end: *datum = v_eof; return PortStatus::end;
    case ReadStatus::incomplete:
    case ReadStatus::error: {
      const Diagnostic& first = diagnostics.first_error();
      *datum = raise_message(ctx, first.code, first.message);
      return PortStatus::ok;
    }
  }
  __builtin_unreachable();
}

}  // namespace tiercel
