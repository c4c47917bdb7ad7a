// define-record-type, as definitions over the record primitives.
//
// Every procedure it defines is an ordinary lambda around one primitive call, so that uses can be inlined.
#include <algorithm>

#include "base/similar_names.h"
#include "syntax/expander.h"

namespace tiercel::syntax {

Syntax* Expander::kernel_identifier(KernelName name, Span span) {
  return maker_.identifier(kernel_word(name), system_.built_in().scopes(), span);
}

Syntax* Expander::form_identifier(CoreForm form, Span span) {
  return maker_.identifier(system_.names.intern(core_form_info(form).name), system_.built_in().scopes(), span);
}

Syntax* Expander::form_of(Span span, std::initializer_list<Syntax*> parts) {
  return maker_.list(std::span<Syntax* const>(parts.begin(), parts.size()), nullptr, span);
}

namespace {

Datum* fixnum_datum(Arena& arena, int64_t value, Span span) {
  auto* datum = arena.make<Datum>(DatumKind::fixnum);
  datum->span = span;
  datum->fixnum = value;
  return datum;
}

// A macro may make fields of equal names that are not the same identifier.
bool is_same_field(Syntax* a, Syntax* b) {
  return a->is_identifier() && a->name() == b->name() && same_scopes(a->scopes, b->scopes);
}

}  // namespace

// (define-record-type name constructor predicate (field accessor [modifier]) ...)
bool Expander::splice_record(Syntax* syntax, std::vector<Syntax*>* forms) {
  Span span = syntax->span;
  List list = maker_.take_list(syntax);
  auto parts = list.parts;
  auto malformed = [&] {
    return bad_syntax(syntax,
                      "(define-record-type name (constructor field ...) predicate (field accessor [modifier]) ...)"),
           false;
  };
  if (!list.proper() || parts.size() < 4) return malformed();
  Syntax* type = parts[1]->is_pair() ? maker_.first(parts[1]) : parts[1];
  if (!type->is_identifier()) return malformed();

  std::vector<Syntax*> fields, descriptions;
  for (Syntax* spec : parts.subspan(4)) {
    List field = maker_.take_list(spec);
    if (spec->is_identifier()) {
      fields.push_back(spec);
      descriptions.push_back(form_of(span, {spec}));
      continue;
    }
    if (!spec->is_pair() || !field.proper() || field.parts.size() > 3) return malformed();
    for (Syntax* part : field.parts) {
      if (!part->is_identifier()) return malformed();
    }
    for (Syntax* other : fields) {
      if (!is_same_field(other, field.parts[0])) continue;
      fail(ErrorCode::T2007, spec->span, "define-record-type: the field is there twice");
      return false;
    }
    fields.push_back(field.parts[0]);
    descriptions.push_back(field.parts.size() == 3 ? field.parts[0] : form_of(span, {field.parts[0]}));
  }
  Syntax* define = form_identifier(CoreForm::define, span);
  Syntax* quote = form_identifier(CoreForm::quote, span);
  Syntax* shape = maker_.list(descriptions, nullptr, span);
  // The procedures hold the type through a name of its own: the program's name for it may be defined anew, or be a field's.
  Syntax* name = type;
  type = with_scope(maker_.identifier(system_.names.intern("%record-type"), name->scopes, span), space_.new_scope());
  forms->push_back(form_of(span, {define, type,
                                  form_of(span, {kernel_identifier(KernelName::make_record_type, span),
                                                 form_of(span, {quote, name}), form_of(span, {quote, shape})})}));
  forms->push_back(form_of(span, {define, name, type}));
  if (!splice_record_constructor(parts[2], type, fields, forms)) return false;
  if (parts[3]->is_identifier()) {
    Syntax* object = maker_.identifier(system_.names.intern("object"), system_.built_in().scopes(), span);
    Syntax* test = form_of(span, {kernel_identifier(KernelName::is_record, span), object, type});
    forms->push_back(form_of(parts[3]->span, {define, form_of(span, {parts[3], object}), test}));
  }
  for (size_t i = 4; i < parts.size(); i++) {
    if (parts[i]->is_pair()) splice_record_field(parts[i], type, static_cast<int>(i - 4), forms);
  }
  return true;
}

// (constructor field ...), or a bare name that takes all fields, or #f.
bool Expander::splice_record_constructor(Syntax* spec, Syntax* type, std::span<Syntax* const> fields,
                                         std::vector<Syntax*>* forms) {
  Span span = spec->span;
  if (spec->kind == SyntaxKind::atom) return true;
  List list = maker_.take_list(spec);
  std::span<Syntax* const> parameters = fields;
  Syntax* name = spec;
  if (spec->is_pair()) {
    if (!list.proper()) return bad_syntax(spec, "(constructor field ...)"), false;
    name = list.parts[0];
    parameters = list.parts.subspan(1);
  }
  std::vector<Syntax*> call = {kernel_identifier(KernelName::record, span), type};
  size_t matched = 0;
  for (Syntax* field : fields) {
    Syntax* value = maker_.atom(DatumKind::false_, span);
    for (Syntax* parameter : parameters) {
      if (!is_same_field(parameter, field)) continue;
      value = parameter;
      matched++;
    }
    call.push_back(value);
  }
  if (matched != parameters.size()) { return unknown_record_field(parameters, fields), false; }
  Syntax* head = maker_.list(parameters, nullptr, span);
  forms->push_back(form_of(span, {form_identifier(CoreForm::define, span), maker_.pair(name, head, span),
                                  maker_.list(call, nullptr, span)}));
  return true;
}

std::nullptr_t Expander::unknown_record_field(std::span<Syntax* const> parameters, std::span<Syntax* const> fields) {
  for (Syntax* parameter : parameters) {
    if (!parameter->is_identifier()) {
      return fail(ErrorCode::T2001, parameter->span, "define-record-type: expected the name of a field");
    }
    auto known = [&](Syntax* field) { return is_same_field(parameter, field); };
    if (std::any_of(fields.begin(), fields.end(), known)) continue;
    SimilarNames similar(parameter->name()->text);
    for (Syntax* field : fields) similar.consider(field->name()->text);
    std::string names;
    for (Syntax* field : fields) names += (names.empty() ? "" : " ") + std::string(field->name()->text);
    return fail(ErrorCode::T2001, parameter->span,
                "define-record-type: the constructor names " + quoted(parameter->name()->text) + ", which is no field",
                {did_you_mean(similar.take()), names.empty() ? "" : "the fields are: " + names});
  }
  return fail(ErrorCode::T2001, parameters[0]->span, "define-record-type: the constructor names a field twice");
}

void Expander::splice_record_field(Syntax* spec, Syntax* type, int index, std::vector<Syntax*>* forms) {
  Span span = spec->span;
  auto parts = maker_.take_list(spec).parts;
  Syntax* define = form_identifier(CoreForm::define, span);
  Syntax* object = maker_.identifier(system_.names.intern("record"), system_.built_in().scopes(), span);
  Syntax* value = maker_.identifier(system_.names.intern("value"), system_.built_in().scopes(), span);
  Syntax* position = maker_.wrap(fixnum_datum(arena_, index, span), nullptr);
  if (parts.size() > 1) {
    Syntax* call = form_of(span, {kernel_identifier(KernelName::record_ref, span), object, type, position});
    forms->push_back(form_of(span, {define, form_of(span, {parts[1], object}), call}));
  }
  if (parts.size() > 2) {
    Syntax* call = form_of(span, {kernel_identifier(KernelName::record_set, span), object, type, position, value});
    forms->push_back(form_of(span, {define, form_of(span, {parts[2], object, value}), call}));
  }
}

}  // namespace tiercel::syntax
