// The expander: forms in, core::Unit out.
//
// One Expander serves one expansion and then dies; what persists is in System, Namespace and the bindings.  Forms are
// expanded in one recursive pass straight to Core, so lexical bindings are popped when their form is done and a lookup
// only ever meets bindings that are in reach.  Every function that can fail returns null (or false) after it has
// recorded a diagnostic; the first one of a top-level form wins.  The expander touches no heap and evaluates nothing itself.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "core/core.h"
#include "base/deep_stack.h"
#include "source/diagnostics.h"
#include "syntax/core_forms.h"
#include "syntax/environment.h"
#include "syntax/evaluator.h"
#include "syntax/library.h"
#include "syntax/name_map.h"
#include "syntax/syntax.h"

namespace tiercel::syntax {

struct LoopJumps;  // loops.h

struct Expansion {
  core::Unit* unit = nullptr;
  bool partial = false;              // the expansion failed; the unit holds the forms that did not, and must not run
  std::vector<Library*> libraries;   // to be run before the unit, in this order
  std::vector<Library*> required;    // imported by the forms themselves, in order
  std::vector<UnboundName> unbound;  // filled also if the expansion fails, unless that would mislead
};

struct ExpandOptions {
  std::string_view unit_name;
  bool closed = false;        // names defined once are constants (DESIGN.md §1, "Redefinition")
  bool compile_time = false;  // a transformer or for-syntax definition: sees what exists only while compiling
};

// The words by which expanded forms refer to the kernel; each is a primitive or an export of (tiercel kernel).
// clang-format off
#define TC_KERNEL_NAMES(X) \
  X(cons, "cons") X(list, "list") X(append, "append") X(list_to_vector, "list->vector") X(apply, "apply") \
  X(eqv, "eqv?") X(eq, "eq?") X(make_promise, "%make-promise") X(make_promise_lazy, "%make-promise-lazy") \
  X(parameterize, "%parameterize") X(guard, "%guard") X(run_deferred, "%run-deferred") \
  X(make_record_type, "%make-record-type") X(record, "%record") X(is_record, "%record?") \
  X(record_ref, "%record-ref") X(record_set, "%record-set!") X(call_cc, "call/cc") \
  X(car, "car") X(cdr, "cdr") X(is_pair, "pair?") X(is_null, "null?") X(is_list, "list?") \
  X(is_vector, "vector?") X(vector_ref, "vector-ref") X(vector_length, "vector-length") X(equal, "equal?") \
  X(reverse, "reverse") X(add, "+") X(subtract, "-") X(less, "<") X(greater, ">") X(greater_equal, ">=") \
  X(is_number_equal, "=") X(each, "%each") X(for_step, "%for-step") X(match_failed, "%match-failed") \
  X(match_record, "%match-record?") X(match_count, "%match-count") X(vector_to_list, "vector->list")
// clang-format on

enum class KernelName : uint8_t {
#define X(identifier, name) identifier,
  TC_KERNEL_NAMES(X)
#undef X
};

class Expander : public SyntaxServices {
 public:
  Expander(System& system, Namespace& space, Arena& arena, DiagnosticList& diagnostics, const ExpandOptions& options);
  ~Expander() override;

  // All forms as top-level forms of the namespace.  False: the diagnostics say why.
  bool expand_forms(std::span<const Datum* const> forms, Expansion* expansion);
  // Loads the library unless it is known.  Null: the diagnostics say why.
  Library* load_library(std::span<const std::string> parts, Span span);

  // SyntaxServices
  uint64_t handle_of(Syntax* syntax) override { return system_.syntax_handle(syntax); }
  Syntax* syntax_of(uint64_t handle) override { return system_.syntax_of_handle(handle); }
  const Datum* strip(Syntax* syntax) override { return maker_.strip(syntax); }
  Syntax* from_datum(Syntax* context, const Datum* datum) override;
  const Datum* open(Syntax* syntax) override;
  const Datum* renaming_form(Syntax* form) override;
  Syntax* rename(Name name) override;
  bool same_binding(const Datum* a, const Datum* b) override;
  bool same_identifier(Syntax* a, Syntax* b) override;
  bool is_identifier(Syntax* syntax) override { return syntax->is_identifier(); }
  Name fresh_name(std::string_view stem) override;

 private:
  friend class MatchCompiler;
  friend class RuleMatcher;
  friend class RuleCompiler;

  // --- What an identifier means (resolve.cpp) ----------------------------------------------------------------------
  struct LocalBinding {
    Scopes scopes;
    Binding binding;
    LocalBinding* previous;  // of the same name
  };
  // Pops the lexical bindings made since its construction.
  class LocalExtent {
   public:
    explicit LocalExtent(Expander& expander) : expander_(expander), mark_(expander.local_stack_.size()) {}
    ~LocalExtent() { expander_.pop_locals(mark_); }
    LocalExtent(const LocalExtent&) = delete;
    LocalExtent& operator=(const LocalExtent&) = delete;

   private:
    Expander& expander_;
    size_t mark_;
  };
  struct Formals {
    std::span<Syntax*> names;  // the rest parameter last
    std::span<core::Variable*> variables;
    bool rest = false;
  };
  // A place where definitions may stand.
  struct Frame {
    uint32_t number;                     // equals Binding::frame of macros defined in it
    std::vector<Scope> use_sites;        // scopes given to the arguments of such macros used in it
    core::Variable* deferred = nullptr;  // bound around the body if `defer` occurs
    bool top_level = false;
  };

  Namespace* namespace_of(Scope scope);
  // Null: unbound, or failed() with an ambiguity.
  Binding* resolve(Syntax* identifier);
  Binding* resolve_name(Name name, Scopes scopes, Span span);
  // free-identifier=?
  bool same_meaning(Name a, Scopes a_scopes, Syntax* b);
  bool is_form(Syntax* syntax, CoreForm form);
  static bool may_assign_from_macro(Syntax* identifier, Binding* binding);
  Binding* bind_local(Syntax* identifier, BindingKind kind);
  void pop_locals(size_t mark);
  // `identifier` without the scopes that marked it as an argument of a macro of this frame.
  Syntax* without_use_sites(Syntax* identifier);

  // --- Core construction (resolve.cpp, build.cpp) ------------------------------------------------------------------
  template <class T, class... Args>
  T* node(Span span, Args&&... args) {
    return arena_.make<T>(core::Node{core::kind_of<T>, span}, std::forward<Args>(args)...);
  }
  core::Variable* new_variable(Name name, Span span);
  core::Node* constant(Span span, const Datum* datum);
  core::Node* constant(Span span, DatumKind kind);
  core::Node* nil(Span span) { return constant(span, DatumKind::nil); }
  core::Node* fixnum(Span span, int64_t value);
  core::Node* sequence(Span span, std::span<core::Node*> body);
  core::Node* sequence(Span span, std::initializer_list<core::Node*> body);
  core::Node* make_call(Span span, core::Node* callee, std::span<core::Node*> arguments);
  core::Node* local_set(Span span, core::Variable* variable, core::Node* value);
  core::Lambda* make_lambda(Span span, std::span<core::Variable*> parameters, bool rest, core::Node* body);
  core::Lambda* thunk(Span span, core::Node* body) { return make_lambda(span, {}, false, body); }
  core::Node* reference(Span span, Binding* binding);
  core::Node* kernel_reference(Span span, KernelName name);
  core::Node* kernel_call(Span span, KernelName name, std::initializer_list<core::Node*> arguments);
  core::Node* kernel_call(Span span, KernelName name, std::span<core::Node*> arguments);
  core::Global* global_of(Binding* binding);
  Binding* unbound_global(Syntax* identifier);
  void note_unbound(Syntax* identifier);
  std::vector<std::string> similar_names(Name name);
  void name_value(core::Node* value, Name name);
  template <class T>
  std::span<T> array(size_t count) {
    return arena_.array<T>(count);
  }
  Name kernel_word(KernelName name);

  // --- Errors (resolve.cpp) -----------------------------------------------------------------------------------------
  std::nullptr_t fail(ErrorCode code, Span span, std::string message, std::vector<std::string> suggestions = {});
  std::nullptr_t bad_syntax(Syntax* form, std::string_view expected);
  bool failed() const { return failed_; }
  static std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

  // --- Expressions (expander.cpp) -----------------------------------------------------------------------------------
  core::Node* expand(Syntax* syntax);
  core::Node* expand_inner(Syntax* syntax);
  core::Node* expand_identifier(Syntax* identifier);
  core::Node* expand_application(Syntax* form);
  core::Node* expand_form(CoreForm form, Syntax* syntax);
  core::Node* expand_sequence(std::span<Syntax*> forms, Span span);  // an expression sequence; empty gives nil
  // The macro's answer to `form`, or null.
  Syntax* expand_macro(Binding* macro, Syntax* form);
  Syntax* apply_procedural(Binding* macro, Syntax* form, Scope introduction);
  // Expands macro uses until the head is no macro; `binding` is what the head of the result means, if anything.
  Syntax* expand_head(Syntax* syntax, Binding** binding);
  bool enter(Span span);
  void leave() { depth_--; }
  // Whether what was expanded so far is within the limit; else tells so.
  bool fits(Span span);

  // --- Bodies and definitions (body.cpp, toplevel.cpp) --------------------------------------------------------------
  struct Item {  // one form of a body or unit whose definitions are being collected
    enum class Kind : uint8_t { expression, definition, values } kind = Kind::expression;
    enum class Shape : uint8_t { expression, procedure, fn, nothing } shape = Shape::expression;
    bool immutable = false;
    Span span{};
    Syntax* name = nullptr;    // definition
    Syntax* value = nullptr;   // expression; procedure: the formals
    std::span<Syntax*> parts;  // procedure: the body; fn: what expand_fn takes
    std::string_view documentation;
    Formals formals;                     // values
    core::Variable* variable = nullptr;  // local definition
    Binding* global = nullptr;           // top-level definition
    std::span<Binding*> globals;         // top-level values
  };
  struct BodyExpansion {
    Frame frame;
    uint32_t first_variable;
    std::vector<Item> items;
    size_t definitions_end = 0;  // items after this index are expressions
  };
  core::Node* expand_body(std::span<Syntax*> forms, Span span);
  bool collect_body(BodyExpansion& body, std::span<Syntax*> forms);
  bool collect_definition(BodyExpansion& body, CoreForm form, Syntax* syntax);
  core::Node* finish_body(BodyExpansion& body, Span span);
  bool parse_definition(CoreForm form, Syntax* syntax, Item* item);
  core::Node* expand_definition_value(Item& item);
  bool define_macro(Syntax* name, Syntax* transformer, Span span);
  bool define_plain_macro(Syntax* form);
  bool define_for_syntax(CoreForm form, Syntax* syntax);
  bool splice_or_definition(CoreForm form, Syntax* syntax, std::vector<Syntax*>* forms, bool* is_splice);
  core::Node* values_assignment(Item& item);
  bool splice(CoreForm form, Syntax* syntax, std::vector<Syntax*>* forms);
  bool include_forms(Syntax* syntax, bool fold_case, std::vector<Syntax*>* forms);
  bool report_syntax_error(Syntax* syntax);
  bool choose_feature_clause(Syntax* syntax, std::span<Syntax*> clauses, std::vector<Syntax*>* forms);
  std::string brief(Syntax* syntax);
  std::string found(Syntax* syntax);
  bool feature_holds(Syntax* requirement, bool* holds);
  bool parse_formals(Syntax* syntax, Formals* formals);
  bool bind_formals(Formals& formals, Scope scope);
  bool bind_variables(std::span<Syntax*> names, std::span<core::Variable*> variables, Scope scope);
  Syntax* with_scope(Syntax* syntax, Scope scope);
  std::span<Syntax*> with_scope(std::span<Syntax*> forms, Scope scope);

  bool collect_top_level(std::vector<Item>& items, std::span<Syntax*> forms);
  bool collect_top_level_form(std::vector<Item>& items, Syntax* syntax, std::vector<Syntax*>* queue);
  bool recover(Frame& frame);
  bool collect_top_level_definition(std::vector<Item>& items, CoreForm form, Syntax* syntax);
  core::Node* expand_item(Item& item);
  void bind_top_level(Syntax* name, Binding* binding);
  void undo_definitions();
  Binding* define_global(Syntax* identifier, bool immutable);
  core::Node* global_define(Span span, Binding* binding, core::Node* value);
  core::Unit* expand_top_level(std::span<Syntax*> forms);
  static void add_with_imports(Library* library, std::vector<Library*>* visited, std::vector<Library*>* order);
  Binding* program_form(Syntax* syntax);
  bool is_still_unbound(const UnboundName& name);
  void settle_globals();

  // --- Records (records.cpp) ----------------------------------------------------------------------------------------
  bool splice_record(Syntax* syntax, std::vector<Syntax*>* forms);
  bool splice_record_constructor(Syntax* spec, Syntax* type, std::span<Syntax* const> fields,
                                 std::vector<Syntax*>* forms);
  std::nullptr_t unknown_record_field(std::span<Syntax* const> parameters, std::span<Syntax* const> fields);
  void splice_record_field(Syntax* field, Syntax* type, int index, std::vector<Syntax*>* forms);
  Syntax* kernel_identifier(KernelName name, Span span);
  Syntax* form_identifier(CoreForm form, Span span);
  Syntax* form_of(Span span, std::initializer_list<Syntax*> parts);

  // --- Macros (transformer.cpp) -------------------------------------------------------------------------------------
  // Fills `binding` with the meaning of a transformer expression.  `arena` outlives the binding.
  bool make_transformer(Syntax* expression, Arena& arena, Binding* binding, Syntax* name);
  bool evaluate_forms(std::span<Syntax*> forms, std::string_view what, uint64_t* handle);
  bool evaluate_transformer(Syntax* expression, std::string_view name, uint64_t* handle);
  const Datum* syntax_datum(Syntax* syntax);
  Syntax* kept_syntax(Syntax* syntax, ScopeTable& scopes, SyntaxMaker& maker);
  Syntax* kept_source(Syntax* expression);
  bool evaluate_stored_steps(Namespace& home);
  bool evaluate_stored(Binding* macro, std::string_view name);
  Syntax* syntax_of_result(const Datum* datum, Scopes scopes, Span span);
  const Datum* data_of_form(Syntax* form, Scopes plain);

  // --- Libraries (libraries.cpp) ------------------------------------------------------------------------------------
  bool import_sets(std::span<Syntax*> sets);
  bool parse_import_set(Syntax* syntax, ImportSet* set);
  bool parse_library_name(Syntax* syntax, std::vector<std::string>* parts);
  bool check_offered(const ImportSet& set, Name name, Span span);
  void require(Library* library);
  bool expand_library(Library* library, const Datum* form);
  bool library_declarations(std::span<Syntax*> declarations, std::vector<Syntax*>* body);
  bool library_exports(std::span<Syntax*> specs);
  bool library_never_returns(std::span<Syntax*> names);
  bool define_library(Syntax* form);
  std::nullptr_t no_library(const std::string& key, Span span, const std::string& where);
  Library* find_and_load(const std::string& key, std::span<const std::string> parts, Span span);
  Library* load_stored(std::span<const std::string> parts, const FoundLibrary& found, Span span);
  bool library_exists(std::span<const std::string> parts);
  Library* kernel();

  // --- Expression forms, one per row of core_forms.h ----------------------------------------------------------------
#define X(identifier, name, kind) TC_DECLARE_##kind(identifier)
#define TC_DECLARE_expression(identifier) core::Node* expand_##identifier(Syntax* form, std::span<Syntax*> parts);
#define TC_DECLARE_definition(identifier)
#define TC_DECLARE_auxiliary(identifier)
  TC_CORE_FORMS(X)
#undef TC_DECLARE_expression
#undef TC_DECLARE_definition
#undef TC_DECLARE_auxiliary
#undef X
  struct Bindings;
  bool parse_bindings(Syntax* form, Syntax* list, Bindings* bindings);
  core::Node* expand_named_let(Syntax* form, std::span<Syntax*> parts);
  core::Node* expand_recursive_let(Syntax* form, std::span<Syntax*> parts, bool sequential);
  core::Node* letrec_by_assignment(Span span, Bindings& bindings, core::Node* body);
  bool expand_inits(Bindings& bindings);
  void make_variables(Bindings& bindings);
  core::Node* expand_values_clauses(Syntax* form, std::span<Syntax*> parts, bool sequential);
  core::Node* do_loop(Syntax* form, Bindings& bindings, std::span<Syntax*> steps, std::span<Syntax*> exit,
                      std::span<Syntax*> commands);
  // What follows the test of a cond clause is run in its place, or given as a thunk.
  enum class ClauseBody : uint8_t { here, in_thunk };
  core::Node* clause_body(Span span, core::Node* body, ClauseBody place);
  core::Node* expand_cond_clauses(std::span<Syntax*> clauses, core::Node* otherwise, ClauseBody place);
  core::Node* expand_cond_clause(Syntax* clause, core::Node* otherwise, ClauseBody place);
  core::Node* expand_case_clause(Syntax* clause, core::Variable* key, core::Node* otherwise, bool last);
  core::Node* value_or(Span span, core::Node* value, core::Node* otherwise);
  core::Node* case_test(std::span<Syntax*> data, core::Variable* key, Span span);
  core::Node* expand_quasi(Syntax* syntax, int depth);
  core::Node* expand_quasi_list(Syntax* syntax, int depth);
  core::Node* quasi_elements(Syntax* whole, std::span<Syntax* const> elements, core::Node* tail, bool pure, int depth);
  core::Node* expand_hole(Syntax* expression);
  core::Node* requote(const char* keyword, Syntax* syntax, Syntax* argument, int depth);
  core::Node* cons_constants(Span span, core::Node* first, core::Node* rest);
  Syntax* argument_of(Syntax* syntax, CoreForm keyword);
  core::Node* expand_lambda_clauses(std::span<Syntax*> clauses, Span span, Name name, std::string_view documentation);
  bool expand_lambda_clause(Syntax* formals, std::span<Syntax*> body, Span span, core::Clause* clause);
  core::Node* expand_syntax_bindings(Syntax* form, std::span<Syntax*> parts, bool recursive);

  // --- Loops (forms_loop.cpp) ---------------------------------------------------------------------------------------
  using MakeNode = std::function<core::Node*()>;
  using MakeNodeOf = std::function<core::Node*(core::Node*)>;
  LoopJumps new_jumps(Span span);
  core::Node* call_with_continuation(Span span, core::Variable* name, core::Node* body);
  core::Node* expand_loop_body(std::span<Syntax*> forms, Span span, LoopJumps& jumps, const MakeNode& go_on,
                               const MakeNodeOf& leave);
  core::Node* expand_round(Syntax* name, core::Node* value, std::span<Syntax*> forms, Span span, LoopJumps& jumps,
                           const MakeNode& go_on, const MakeNodeOf& leave);
  core::Node* finish_loop(Span span, LoopJumps& jumps, core::Node* loop);
  core::Node* loop_of(Span span, core::Variable* loop, std::span<core::Variable*> parameters, core::Node* turn,
                      std::span<core::Node*> values);
  core::Node* for_loop(Span span, Syntax* name, std::span<core::Variable*> bounds, const Datum* known_step,
                       std::span<Syntax*> forms);
  core::Node* walk_vector(Span span, core::Variable* vector, core::Variable* visit, bool may_stop);

  System& system_;
  Namespace& space_;
  Arena& arena_;
  DiagnosticList& diagnostics_;
  ExpandOptions options_;
  ScopeTable scopes_;
  SyntaxMaker maker_;
  core::Unit* unit_;
  uint64_t expansion_;
  bool failed_ = false;   // the form at hand
  bool gave_up_ = false;  // further errors would be consequences of earlier ones
  DeepStack stack_;
  uint32_t depth_ = 0;
  uint32_t frames_ = 0;
  Frame* frame_ = nullptr;
  LoopJumps* loop_ = nullptr;  // the innermost loop around
  uint64_t quasi_holes_ = 0;   // unquoted expressions so far
  NameMap<LocalBinding*> locals_;
  std::vector<LocalBinding**> local_stack_;  // heads of the lists in locals_, which never move
  std::vector<Binding*> globals_used_;
  std::vector<UnboundName> unbound_;
  std::vector<Syntax*> template_assignments_;  // x of (set! x ...) in templates of macros defined here
  std::vector<Library*> required_;
  struct Change {  // of the namespace, taken back if the expansion fails
    Syntax* name;
    Binding* previous;
  };
  std::vector<Change> changes_;
  std::vector<GlobalBinding*> counted_;            // whose definitions were counted
  std::vector<std::pair<Name, Syntax*>> exports_;  // of the library being expanded: external name, identifier
  std::vector<Name> never_returns_;                // so the library being expanded declares
  struct Running {                                 // the procedural macro at work
    Scopes definition;
    Scopes use;
    Scope introduction;
    Span span;
  } running_{};
};

}  // namespace tiercel::syntax
