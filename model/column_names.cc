// SPDX-License-Identifier: Apache-2.0
#include "model/column_names.h"

#include <algorithm>
#include <array>
#include <string>

namespace lockstep::model {

namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// A name that only stands in for a better one: of a cast's type, of CASE.
struct FiguredName {
  std::string_view name = {};
  bool is_strong = false;
};

FiguredName Figure(const ::Node* expression);

std::string_view LastField(const ::List* fields) {
  std::string_view last;
  for (const auto* field : sql::Elements<::Node>(fields)) {
    if (const std::string_view name = sql::StringOf(field); !name.empty()) last = name;
  }
  return last;
}

// EXISTS, ARRAY, or the one column of a scalar subquery.
FiguredName FigureSubquery(const ::SubLink& subquery) {
  if (subquery.subLinkType == EXISTS_SUBLINK) return {"exists", true};
  if (subquery.subLinkType == ARRAY_SUBLINK) return {"array", true};
  if (subquery.subLinkType != EXPR_SUBLINK) return {};
  const auto* select = sql::As<::SelectStmt>(subquery.subselect);
  while (select != nullptr && select->op != SETOP_NONE) select = select->larg;
  if (select == nullptr || sql::Length(select->targetList) == 0) return {};
  const auto* target = sql::As<::ResTarget>(sql::At(select->targetList, 0));
  if (target == nullptr) return {};
  if (target->name != nullptr) return {target->name, true};
  const std::string_view figured = FigureColumnName(target->val);
  return {figured.empty() ? "?column?" : figured, true};
}

std::string_view NameOf(const ::SQLValueFunction& function) {
  switch (function.op) {
    case SVFOP_CURRENT_DATE:
      return "current_date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
      return "current_time";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
      return "current_timestamp";
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N:
      return "localtime";
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N:
      return "localtimestamp";
    case SVFOP_CURRENT_ROLE:
      return "current_role";
    case SVFOP_CURRENT_USER:
      return "current_user";
    case SVFOP_USER:
      return "user";
    case SVFOP_SESSION_USER:
      return "session_user";
    case SVFOP_CURRENT_CATALOG:
      return "current_catalog";
    case SVFOP_CURRENT_SCHEMA:
      return "current_schema";
  }
  return {};
}

std::string_view NameOf(const ::XmlExpr& function) {
  switch (function.op) {
    case IS_XMLCONCAT:
      return "xmlconcat";
    case IS_XMLELEMENT:
      return "xmlelement";
    case IS_XMLFOREST:
      return "xmlforest";
    case IS_XMLPARSE:
      return "xmlparse";
    case IS_XMLPI:
      return "xmlpi";
    case IS_XMLROOT:
      return "xmlroot";
    case IS_XMLSERIALIZE:
    case IS_DOCUMENT:
      return {};
  }
  return {};
}

// What is called after its own kind.
std::string_view NameOfKind(const ::Node& expression) {
  switch (sql::TagOf(&expression)) {
    case T_GroupingFunc:
      return "grouping";
    case T_MergeSupportFunc:
      return "merge_action";
    case T_A_ArrayExpr:
      return "array";
    case T_RowExpr:
      return "row";
    case T_CoalesceExpr:
      return "coalesce";
    case T_XmlSerialize:
      return "xmlserialize";
    case T_JsonParseExpr:
      return "json";
    case T_JsonScalarExpr:
      return "json_scalar";
    case T_JsonSerializeExpr:
      return "json_serialize";
    case T_JsonObjectConstructor:
      return "json_object";
    case T_JsonArrayConstructor:
    case T_JsonArrayQueryConstructor:
      return "json_array";
    case T_JsonObjectAgg:
      return "json_objectagg";
    case T_JsonArrayAgg:
      return "json_arrayagg";
    default:
      return {};
  }
}

FiguredName Figure(const ::Node* expression) {
  if (expression == nullptr) return {};
  if (const auto* reference = sql::As<::ColumnRef>(expression)) return {LastField(reference->fields), true};
  if (const auto* part = sql::As<::A_Indirection>(expression)) {
    const std::string_view field = LastField(part->indirection);
    return field.empty() ? Figure(part->arg) : FiguredName{field, true};
  }
  if (const auto* call = sql::As<::FuncCall>(expression)) return {sql::LastName(call->funcname), true};
  if (const auto* cast = sql::As<::TypeCast>(expression)) {
    const FiguredName inner = Figure(cast->arg);
    if (inner.is_strong || cast->typeName == nullptr) return inner;
    return {sql::LastName(cast->typeName->names), false};
  }
  if (const auto* collate = sql::As<::CollateClause>(expression)) return Figure(collate->arg);
  if (const auto* choice = sql::As<::CaseExpr>(expression)) {
    const FiguredName otherwise = Figure(reinterpret_cast<const ::Node*>(choice->defresult));
    return otherwise.is_strong ? otherwise : FiguredName{"case", false};
  }
  if (const auto* operation = sql::As<::A_Expr>(expression))
    return operation->kind == AEXPR_NULLIF ? FiguredName{"nullif", true} : FiguredName{};
  if (const auto* subquery = sql::As<::SubLink>(expression)) return FigureSubquery(*subquery);
  if (const auto* most = sql::As<::MinMaxExpr>(expression))
    return {most->op == IS_GREATEST ? "greatest" : "least", true};
  if (const auto* value = sql::As<::SQLValueFunction>(expression)) return {NameOf(*value), true};
  if (const auto* xml = sql::As<::XmlExpr>(expression)) return {NameOf(*xml), xml->op != IS_DOCUMENT};
  const std::string_view name = NameOfKind(*expression);
  return {name, !name.empty()};
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The text, in the memory of the list.
std::string_view Keep(std::string_view text, const ColumnNames& names) {
  char* kept = static_cast<char*>(names.get_allocator().resource()->allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), kept);
  return {kept, text.size()};
}

}  // namespace

std::string_view FigureColumnName(const ::Node* expression) { return Figure(expression).name; }

bool IsSystemColumn(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::pmr::vector<const ::IndexElem*> IndexElements(const ::List* parameters, const ::List* including,
                                                   std::pmr::memory_resource* memory) {
  std::pmr::vector<const ::IndexElem*> elements(memory);
  elements.reserve(sql::Length(parameters) + sql::Length(including));
  for (const ::List* list : {parameters, including}) {
    for (const auto* element : sql::Elements<::IndexElem>(list)) {
      if (element != nullptr) elements.push_back(element);
    }
  }
  return elements;
}

ColumnNames IndexColumnNames(std::span<const ::IndexElem* const> elements,
                             std::pmr::memory_resource* memory) {
  ColumnNames names(memory);
  names.reserve(elements.size());
  for (const ::IndexElem* element : elements) {
    const std::string_view name =
        element->name != nullptr ? sql::Text(element->name) : FigureColumnName(element->expr);
    names.emplace_back(name.empty() ? "expr" : name);
  }
  MakeDistinct(names);
  return names;
}

void MakeDistinct(ColumnNames& names) {
  for (size_t i = 1; i < names.size(); ++i) {
    const std::span<const std::string_view> earlier(names.data(), i);
    if (!Contains(earlier, names[i])) continue;
    std::string distinct;
    for (int number = 1; distinct.empty() || Contains(earlier, distinct); ++number) {
      const std::string suffix = std::to_string(number);
      distinct = std::string(Clip(names[i], kMaximumNameLength - suffix.size())) + suffix;
    }
    names[i] = Keep(distinct, names);
  }
}

std::string_view JoinColumnNames(const ColumnNames& names) {
  if (names.size() == 1) return names.front();
  std::pmr::string joined(names.get_allocator());
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += '_';
    joined += name;
    if (joined.size() > kMaximumNameLength) break;
  }
  return Keep(joined, names);
}

std::string_view Clip(std::string_view name, size_t bytes) {
  if (name.size() <= bytes) return name;
  while (bytes > 0 && IsContinuation(name[bytes])) --bytes;
  return name.substr(0, bytes);
}

}  // namespace lockstep::model
