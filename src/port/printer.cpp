// Printing with an explicit stack of what remains to be printed, and labels found by a walk before.
#include "port/printer.h"

#include <span>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "gen/errors.h"
#include "number/arithmetic.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/number_vector.h"
#include "object/types.h"
#include "reader/datum_writer.h"
#include "reader/number_elements.h"

namespace tiercel {
namespace {

bool is_container(Value v) {
  return is_pair(v) || is_kind(v, ObjectKind::vector) || is_kind(v, ObjectKind::record) || is_kind(v, ObjectKind::box);
}

// Where a program is to be told that printing takes long; messages, which are short, have none.
class Watch {
 public:
  explicit Watch(Context* ctx) : ctx_(ctx) {}

  // Asked at every step; looks only now and then.
  bool says_stop(size_t printed) {
    if (!ctx_ || ++steps_ % 1024 != 0) return false;
    if (ctx_->requests.load(std::memory_order_relaxed) & request_interrupt) status_ = PrintStatus::interrupted;
    else if (printed > ctx_->heap->limit()) status_ = PrintStatus::too_large;
    return status_ != PrintStatus::complete;
  }
  Patience patience() const { return ctx_ ? Patience(ctx_->requests, request_interrupt) : Patience(); }
  void interrupt() { status_ = PrintStatus::interrupted; }
  bool stopped() const { return status_ != PrintStatus::complete; }
  PrintStatus status() const { return status_; }

 private:
  Context* ctx_;
  uint32_t steps_ = 0;
  PrintStatus status_ = PrintStatus::complete;
};

std::span<const Value> parts_of(Value container) {
  if (is_box(container)) return {&as_box(container)->content, 1};
  if (is_vector(container)) return {as_vector(container)->elements, header_length(header_of(container))};
  return {as_record(container)->elements, header_length(header_of(container))};
}

// Whether the data under `v`, walked as a tree, end within `budget` parts: then there is no cycle.  Spares such data the
// finder's tables.
bool is_finite_tree(Value root, int64_t budget, Watch& watch) {
  std::vector<Value> waiting{root};
  while (!waiting.empty()) {
    if (budget-- <= 0 || watch.says_stop(0)) return false;
    Value v = waiting.back();
    waiting.pop_back();
    if (is_pair(v)) {
      if (is_container(as_pair(v)->cdr)) waiting.push_back(as_pair(v)->cdr);
      if (is_container(as_pair(v)->car)) waiting.push_back(as_pair(v)->car);
    } else if (is_container(v)) {
      std::span<const Value> parts = parts_of(v);
      budget -= static_cast<int64_t>(parts.size());
      if (budget < 0) return false;
      for (Value part : parts)
        if (is_container(part)) waiting.push_back(part);
    }
  }
  return true;
}

// Finds the containers that need a label: those on a cycle, or (all_shared) those reached twice.
//
// A depth-first walk with an explicit stack; a container that is met again while it is being walked closes a cycle.
class SharingFinder {
 public:
  // At most `budget` containers are looked at: what a bounded print cannot show needs no label.
  SharingFinder(bool all_shared, size_t budget, Watch& watch)
      : all_shared_(all_shared), budget_(budget), watch_(watch) {}

  // Fills `labels`: from the address of a container to its label, -1 while it has no number yet.  False if the budget
  // did not reach.
  bool find(Value root, std::unordered_map<uint64_t, int64_t>* labels) {
    if (is_container(root)) enter(root);
    while (!stack_.empty() && states_.size() < budget_ && !watch_.says_stop(0)) {
      Step& step = stack_.back();
      Value child;
      if (next_child(step, &child)) {
        if (is_container(child)) enter(child);
      } else {
        states_[step.container.bits] = State::done;
        stack_.pop_back();
      }
    }
    *labels = std::move(labels_);
    return stack_.empty();
  }

 private:
  enum class State : uint8_t { open, done };
  struct Step {
    Value container;
    uint64_t next;
  };

  void enter(Value v) {
    auto [state, fresh] = states_.try_emplace(v.bits, State::open);
    if (fresh) {
      stack_.push_back({v, 0});
    } else if (all_shared_ || state->second == State::open) {
      labels_[v.bits] = -1;
    }
  }

  static bool next_child(Step& step, Value* child) {
    Value v = step.container;
    uint64_t index = step.next++;
    if (is_pair(v)) {
      *child = index == 0 ? as_pair(v)->car : as_pair(v)->cdr;
      return index < 2;
    }
    std::span<const Value> parts = parts_of(v);
    if (index >= parts.size()) return false;
    *child = parts[index];
    return true;
  }

  bool all_shared_;
  size_t budget_;
  Watch& watch_;
  std::unordered_map<uint64_t, State> states_;
  std::unordered_map<uint64_t, int64_t> labels_;
  std::vector<Step> stack_;
};

class Printer {
 public:
  Printer(std::string& out, PrintStyle style, size_t limit, Dialect dialect, Context* ctx = nullptr)
      : out_(out), style_(style), limit_(limit), dialect_(dialect), start_(out.size()), watch_(ctx) {}

  PrintStatus print(Value root) {
    find_labels(root);
    push(What::value, root);
    while (!work_.empty() && !full() && !watch_.stopped() && !watch_.says_stop(out_.size())) step();
    if (full()) {
      out_.resize(cut(start_ + limit_));
      out_ += "...";
    }
    return watch_.status();
  }

 private:
  enum class What : uint8_t { value, tail, vector, record, close_list, close_bracket };
  struct Work {
    What what;
    Value object;
    uint64_t next;  // of a vector or record: the element to come
  };

  // Small data and trees of moderate size, which is nearly all there is, are known to need no labels by a walk without
  // tables; the finder's budget in between is for small data with cycles.
  void find_labels(Value root) {
    constexpr int64_t small_tree = 400, large_tree = 1 << 23;
    constexpr size_t small_graph = 2000;
    if (style_ == PrintStyle::write_simple) return;
    if (style_ == PrintStyle::write_shared) {
      SharingFinder(true, limit_ ? limit_ : SIZE_MAX, watch_).find(root, &labels_);
      return;
    }
    if (is_finite_tree(root, small_tree, watch_)) return;
    if (SharingFinder(false, limit_ ? limit_ : small_graph, watch_).find(root, &labels_) || limit_) return;
    labels_.clear();
    if (is_finite_tree(root, large_tree, watch_)) return;
    SharingFinder(false, SIZE_MAX, watch_).find(root, &labels_);
  }

  bool full() const { return limit_ && out_.size() - start_ > limit_; }

  // Not in the middle of a UTF-8 sequence.
  size_t cut(size_t at) const {
    while (at > start_ && (static_cast<unsigned char>(out_[at]) & 0xC0) == 0x80) at--;
    return at;
  }

  void push(What what, Value object) { work_.push_back({what, object, 0}); }

  // Takes the work on top and leaves what remains of it, with what comes next above.
  void step() {
    Work work = work_.back();
    work_.pop_back();
    switch (work.what) {
      case What::value: value(work.object); break;
      case What::tail: tail(work.object); break;
      case What::vector: element(work); break;
      case What::record: field(work); break;
      case What::close_list: out_ += ')'; break;
      case What::close_bracket: out_ += '>'; break;
    }
  }

  // What follows the car of a pair: the rest of the list.
  void tail(Value pair) {
    Value rest = as_pair(pair)->cdr;
    if (rest == v_empty) {
      out_ += ')';
    } else if (is_pair(rest) && !labels_.contains(rest.bits)) {
      out_ += ' ';
      push(What::tail, rest);
      push(What::value, as_pair(rest)->car);
    } else {
      out_ += " . ";
      push(What::close_list, rest);
      push(What::value, rest);
    }
  }

  void element(Work work) {
    const Vector* vector = as_vector(work.object);
    uint64_t index = work.next++;
    if (index == header_length(vector->header)) {
      out_ += consair() ? ">>" : ")";
      return;
    }
    if (index) out_ += ' ';
    work_.push_back(work);
    push(What::value, vector->elements[index]);
  }

  // #<point x: 1 y: 2>
  void field(Work work) {
    const Record* record = as_record(work.object);
    uint64_t index = work.next++;
    if (index == header_length(record->header)) {
      out_ += '>';
      return;
    }
    out_ += ' ';
    const Vector* fields = as_vector(as_record_type(record->type)->fields);
    out_ += symbol_text(as_pair(fields->elements[index])->car) + ": ";
    work_.push_back(work);
    push(What::value, record->elements[index]);
  }

  void value(Value v) {
    if (!is_container(v)) {
      atom(v);
      return;
    }
    auto label = labels_.find(v.bits);
    if (label != labels_.end()) {
      if (label->second >= 0) {
        out_ += '#' + std::to_string(label->second) + '#';
        return;
      }
      label->second = next_label_++;
      out_ += '#' + std::to_string(label->second) + '=';
    }
    open(v);
  }

  void open(Value v) {
    if (is_pair(v)) {
      out_ += '(';
      push(What::tail, v);
      push(What::value, as_pair(v)->car);
    } else if (is_vector(v)) {
      out_ += consair() ? "<<" : "#(";
      push(What::vector, v);
    } else if (is_box(v)) {
      out_ += "#<box ";
      push(What::close_bracket, v);
      push(What::value, as_box(v)->content);
    } else {
      out_ += "#<" + type_name(as_record(v)->type);
      push(What::record, v);
    }
  }

  static std::string type_name(Value type) {
    std::string name = symbol_text(as_record_type(type)->name);
    // (define-record-type <point> ...): the brackets are there already.
    if (name.size() > 2 && name.front() == '<' && name.back() == '>') return name.substr(1, name.size() - 2);
    return name;
  }
  static std::string symbol_text(Value symbol) { return string_utf8(as_symbol(symbol)->name); }

  void atom(Value v) {
    if (is_fixnum(v) || type_is_number(v)) return number(v);
    if (is_char(v)) {
      if (style_ == PrintStyle::display) append_utf8(out_, char_scalar(v));
      else append_character_literal(out_, char_scalar(v));
      return;
    }
    if (is_procedure(v)) return procedure(v);
    if (is_number_vector(v)) return number_vector(v);
    if (is_object(v)) return object(v);
    out_ += constant_text(v);
  }

  // A number too long for a message is not computed, which can take seconds; its beginning would say little.
  void number(Value v) {
    constexpr uint64_t message_bits = 1 << 20;
    uint64_t bits = number_bit_count(v);
    if (limit_ && bits > message_bits) out_ += "#<number of " + std::to_string(bits) + " bits>";
    else if (!append_number_text(out_, v, 10, watch_.patience())) watch_.interrupt();
  }

  bool consair() const { return dialect_ == Dialect::consair; }

  const char* constant_text(Value v) const {
    if (v == v_true) return "#t";
    if (v == v_false) return "#f";
    if (v == v_nil) return "nil";
    if (v == v_empty) return consair() ? "nil" : "()";
    if (v == v_eof) return "#<eof>";
    if (v == v_unspecified) return "#<unspecified>";
    if (v == v_default) return "#<default>";
    if (v == v_multiple) return "#<values>";
    if (v == v_broken_weak) return "#<broken>";
    return "#<undefined>";
  }

  void procedure(Value v) {
    Value name = function_of(as_procedure(v))->name;
    out_ += "#<procedure";
    if (type_is_symbol(name)) out_ += ' ' + symbol_text(name);
    out_ += '>';
  }

  void object(Value v) {
    switch (object_kind(v)) {
      case ObjectKind::string:
        if (style_ == PrintStyle::display) out_ += string_utf8(v);
        else append_string_literal(out_, string_utf8(v));
        break;
      case ObjectKind::symbol:
        if (style_ == PrintStyle::display) out_ += symbol_text(v);
        else append_symbol(out_, symbol_text(v), dialect_);
        break;
      case ObjectKind::record_type: out_ += "#<record-type " + type_name(v) + '>'; break;
      case ObjectKind::condition: condition(as_condition(v)); break;
      case ObjectKind::environment: out_ += "#<environment>"; break;
      case ObjectKind::foreign: out_ += "#<foreign " + symbol_text(as_foreign(v)->type) + '>'; break;
      case ObjectKind::promise: out_ += "#<promise>"; break;
      case ObjectKind::hash_table: out_ += "#<hash-table " + std::to_string(as_hash_table(v)->count) + '>'; break;
      case ObjectKind::port: port(as_port(v)); break;
      default: out_ += std::string("#<") + object_layouts[static_cast<int>(object_kind(v))].name + '>'; break;
    }
  }

  void port(const Port* port) {
    out_ += port->flags & port_input ? "#<input-port" : "#<output-port";
    if (is_string(port->name)) {
      out_ += ' ';
      append_string_literal(out_, string_utf8(port->name));
    }
    out_ += '>';
  }

  void number_vector(Value v) {
    ElementType type = number_vector_type(v);
    std::span<const uint8_t> bytes = number_vector_bytes(v);
    out_.append("#").append(element_info(type).tag) += '(';
    for (size_t i = 0; i < bytes.size() && !full(); i += element_info(type).bytes) {
      if (i) out_ += ' ';
      append_element_text(out_, type, bytes.data() + i);
    }
    out_ += ')';
  }

  // The row's name, or for conditions made by `error` the message; the rest is for whoever asks.
  void condition(const Condition* condition) {
    out_ += "#<condition ";
    if (is_string(condition->message)) {
      append_string_literal(out_, string_utf8(condition->message));
    } else if (is_symbol(condition->kind)) {
      out_ += symbol_text(condition->kind);
    }
    out_ += '>';
  }

  std::string& out_;
  PrintStyle style_;
  size_t limit_;
  Dialect dialect_;
  size_t start_;
  Watch watch_;
  std::unordered_map<uint64_t, int64_t> labels_;
  int64_t next_label_ = 0;
  std::vector<Work> work_;
};

}  // namespace

bool is_atomic(Value v) { return !is_container(v); }

void print_value(std::string& out, Value v, PrintStyle style, size_t limit, Dialect dialect) {
  (void)Printer(out, style, limit, dialect).print(v);
}

PrintStatus print_value_interruptibly(Context* ctx, std::string& out, Value v, PrintStyle style) {
  if (is_fixnum(v)) {
    append_fixnum(out, fixnum_value(v));
    return PrintStatus::complete;
  }
  return Printer(out, style, 0, ctx->isolate->dialect, ctx).print(v);
}

std::string write_value(Value v, size_t limit, Dialect dialect) {
  std::string text;
  print_value(text, v, PrintStyle::write, limit, dialect);
  return text;
}

std::string display_value(Value v, size_t limit, Dialect dialect) {
  std::string text;
  print_value(text, v, PrintStyle::display, limit, dialect);
  return text;
}

}  // namespace tiercel
