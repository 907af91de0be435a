// SPDX-License-Identifier: Apache-2.0
// The catalog's objects, as plain values: what PostgreSQL keeps in pg_class, pg_attribute, pg_constraint,
// pg_type, pg_proc, as far as it decides locks, rewrites and scans.
//
// They own nothing, so that a revision is a copy of a few bytes, and none of them is ever destroyed. Texts,
// lists and kept values of one that is in the catalog are the catalog's. Those of one that is to be added lie
// where its maker has them, and have to last until it is: in the parse tree, in the statement's scratch
// memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/builtins.h"
#include "model/id_list.h"
#include "model/kept.h"
#include "sql/parsed_code.h"
#include "sql/type_name.h"

namespace lockstep::model {

// Identifies an object for the life of its catalog, through renames. 0 is "none".
template <typename T>
struct Id {
  uint32_t value = 0;

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

struct Attachment;
struct Column;
struct ConstraintObject;
struct Function;
struct Relation;
struct Schema;
struct Type;

using AttachmentId = Id<Attachment>;
using ColumnId = Id<Column>;
using ConstraintId = Id<ConstraintObject>;
using FunctionId = Id<Function>;
using RelationId = Id<Relation>;
using SchemaId = Id<Schema>;
using TypeId = Id<Type>;

// Any object.
using ObjectId = std::variant<AttachmentId, ColumnId, ConstraintId, FunctionId, RelationId, SchemaId, TypeId>;

// Which file made an object: 0 for what was there before the first one, or was only ever referred to.
using FileNumber = uint32_t;

struct Schema {
  std::string_view name;
  FileNumber created_in = 0;
};

// What an expression calls and reads beside columns, so that DROP of one of them knows what goes with it.
struct Uses {
  std::vector<FunctionId> functions = {};
  std::vector<RelationId> relations = {};  // sequences of nextval(), tables and views of subqueries

  bool operator==(const Uses&) const = default;
};

// What CHECK constraints and partition bounds say of columns, in a form that one can be proven from another
// (predicate.h).
struct Predicate {
  // kUnknown stands for whatever is none of the others: nothing follows from it, and it follows from nothing.
  enum class Kind : uint8_t {
    kUnknown,
    kAnd,
    kOr,
    kIsNull,
    kIsNotNull,
    kLess,
    kLessOrEqual,
    kEqual,
    kNotEqual,
    kGreaterOrEqual,
    kGreater,
  };

  Kind kind = Kind::kUnknown;
  std::vector<Predicate> arguments = {};  // kAnd, kOr
  ColumnId column = {};
  std::string constant = {};  // that the column is compared with
};

enum class RelationKind : uint8_t {
  kTable,
  kPartitionedTable,
  kIndex,
  kPartitionedIndex,
  kView,
  kMaterializedView,
  kSequence,
  kCompositeType,
  kForeignTable,
  kUnknown,  // referred to, never created: some kind of relation
};

// What makes a relation of kind kIndex or kPartitionedIndex an index.
struct IndexFacts {
  RelationId table;
  IdList<ColumnId> keys = {};      // plain key columns; none for an expression
  IdList<ColumnId> collated = {};  // keys with a collation of their own
  IdList<ColumnId> included = {};
  IdList<ColumnId> expression_columns = {};  // read by key expressions
  IdList<ColumnId> predicate_columns = {};   // read by WHERE
  bool has_expressions = false;
  bool has_predicate = false;
  bool is_unique = false;
  bool is_clustered = false;     // what CLUSTER goes by
  bool is_valid = true;          // ON ONLY a partitioned table: not before all partitions are attached
  ConstraintId constraint = {};  // that owns it
  RelationId parent = {};        // partitioned index it is attached to
  std::string_view access_method = "btree";
  // Its own columns' names joined (JoinColumnNames()), after which copies of it are called.
  std::string_view name_stem = {};
  // Key expressions and WHERE in canonical text: the same text is the same expression.
  std::string_view expressions = {};
};

// What a view or materialized view reads.
struct ViewFacts {
  std::vector<RelationId> reads = {};
  std::vector<RelationId> scans = {};  // those of them that it reads wholly
  std::vector<ColumnId> columns = {};  // that it names, where that is plain
};

// What has nothing to do with what a relation is.
struct Administration {
  std::string tablespace = "pg_default";
  std::string owner = {};  // as ALTER … OWNER TO says; empty: not told
};

enum class Strategy : uint8_t { kNone, kRange, kList, kHash };

// By what subscribers find the rows that an UPDATE or DELETE means (pg_class.relreplident).
enum class ReplicaIdentity : uint8_t { kPrimaryKey, kIndex, kFull, kNothing };

struct Relation {
  RelationKind kind = RelationKind::kTable;
  SchemaId schema;
  std::string_view name;
  // Whether everything about it is known: false for what no file created, of which only what statements
  // showed is here.
  bool is_complete = true;
  bool is_temporary = false;
  bool drops_on_commit = false;  // ON COMMIT DROP
  bool is_unlogged = false;
  bool has_rows = false;  // loaded in the file that made it
  FileNumber created_in = 0;
  Strategy partition_strategy = Strategy::kNone;
  IdList<ColumnId> partition_key = {};  // plain columns of it
  bool is_partition = false;
  bool is_default_partition = false;
  RelationId default_partition = {};
  // One for a partition, any number for inheritance; of a typed table its composite type.
  IdList<RelationId> parents = {};
  IdList<RelationId> children = {};
  IdList<ColumnId> columns = {};  // live ones, in order
  IdList<ConstraintId> constraints = {};
  IdList<ConstraintId> referenced_by = {};  // foreign keys of other tables
  IdList<RelationId> indexes = {};
  ReplicaIdentity replica_identity = ReplicaIdentity::kPrimaryKey;
  RelationId replica_identity_index = {};   // kIndex; none where nothing is known of it
  IdList<RelationId> dependent_views = {};  // views and materialized views that read it
  IdList<RelationId> owned_sequences = {};  // tables
  RelationId owned_by = {};                 // sequences
  ColumnId owned_by_column = {};            // sequences: the column that brought it, or that OWNED BY names
  bool is_of_identity = false;              // sequences: an identity column's, which it makes its numbers for
  IdList<AttachmentId> attachments = {};    // triggers, policies, rules, statistics
  Kept<Uses> uses = {};                     // of a view's query, of an index's expressions
  int hash_modulus = 0;                     // partitions by hash; 0: none
  int hash_remainder = 0;
  Kept<Predicate> bound = {};  // partitions: what every row of it satisfies, as far as it is known
  Kept<IndexFacts> index = {};
  Kept<ViewFacts> view = {};
  Kept<Administration> administration = {};

  bool IsTable() const {
    return kind == RelationKind::kTable || kind == RelationKind::kPartitionedTable ||
           kind == RelationKind::kUnknown || kind == RelationKind::kForeignTable;
  }
  // Whether it has rows, or blocks, of its own: RELKIND_HAS_STORAGE() in PostgreSQL's pg_class.h.
  bool HasStorage() const {
    return kind == RelationKind::kTable || kind == RelationKind::kMaterializedView ||
           kind == RelationKind::kIndex || kind == RelationKind::kSequence || kind == RelationKind::kUnknown;
  }
  bool IsPartitioned() const { return kind == RelationKind::kPartitionedTable; }
  bool IsIndex() const { return kind == RelationKind::kIndex || kind == RelationKind::kPartitionedIndex; }
};

// A type as a column has it: built-in, or an object of the catalog, or not known (neither).
struct ColumnType {
  sql::TypeRef ref;        // `ref.schema` is "pg_catalog" for built-in types, and for those alone
  TypeId user_type = {};   // none for built-in and unknown ones
  RelationId row_of = {};  // of a table's or view's rows, or arrays of them
  std::string_view collation = {};

  bool IsBuiltin() const { return ref.schema == "pg_catalog"; }
};

enum class Generated : uint8_t { kNo, kStored, kVirtual };

struct Column {
  RelationId relation;
  std::string_view name;
  std::optional<ColumnType> type = {};  // empty: not known
  bool not_null = false;
  bool has_default = false;
  bool has_literal_default = false;  // a quoted constant, which is of the column's type
  bool is_identity = false;
  bool is_local = true;  // defined on its table, not only inherited (pg_attribute.attislocal)
  Generated generated = Generated::kNo;
  IdList<ColumnId> generated_from = {};
  Kept<Uses> uses = {};  // of its default, or of what it is generated from
  FileNumber created_in = 0;
};

enum class ConstraintKind : uint8_t { kCheck, kNotNull, kPrimaryKey, kUnique, kExclusion, kForeignKey };

enum class ReferentialAction : uint8_t { kNoAction, kRestrict, kCascade, kSetNull, kSetDefault };

struct ConstraintObject {
  ConstraintKind kind = ConstraintKind::kCheck;
  RelationId relation = {};  // none for a domain's
  std::string_view name;
  TypeId domain = {};
  IdList<ColumnId> columns = {};  // that it is on, or that its expression reads
  bool is_valid = true;           // false: NOT VALID
  bool is_enforced = true;
  Kept<Predicate> predicate = {};  // CHECK: what it says, as far as proofs can use it
  Kept<Uses> uses = {};            // CHECK
  RelationId index = {};
  RelationId referenced = {};
  IdList<ColumnId> referenced_columns = {};
  RelationId referenced_index =
      {};                      // foreign key: the unique index that it stands on (pg_constraint.conindid)
  bool is_inherited = false;   // a parent's constraint, on its child or partition
  bool is_local = true;        // defined on its table, whatever parents have (pg_constraint.conislocal)
  bool is_no_inherit = false;  // CHECK … NO INHERIT
  ConstraintId parent = {};    // of the partitioned table, that this one is a part of; CHECK has none
  ReferentialAction on_delete = ReferentialAction::kNoAction;
  ReferentialAction on_update = ReferentialAction::kNoAction;
  bool matches_fully = false;  // MATCH FULL
  bool is_deferrable = false;
  bool is_initially_deferred = false;
  FileNumber created_in = 0;
};

enum class AttachmentKind : uint8_t { kTrigger, kPolicy, kRule, kStatistics, kPublication };

// What has a name of its own but belongs to one table or view. (Statistics are named per schema; one of that
// name on each table is assumed. A publication is one on each of the tables that it names.)
struct Attachment {
  AttachmentKind kind = AttachmentKind::kTrigger;
  RelationId relation = {};
  std::string_view name;
  IdList<ColumnId> columns = {};    // that it names
  bool is_row_trigger = false;      // FOR EACH ROW: partitions get copies of it
  SchemaId schema = {};             // statistics
  std::string_view name_stem = {};  // statistics: what copies of it are called after
  Kept<Uses> uses = {};
};

enum class TypeKind : uint8_t { kEnum, kDomain, kComposite, kRange, kBase };

struct Type {
  TypeKind kind = TypeKind::kBase;
  SchemaId schema = {};
  std::string_view name = {};
  FileNumber created_in = 0;
  Kept<std::vector<std::string>> labels = {};  // enum
  std::optional<ColumnType> base = {};         // domain
  IdList<ConstraintId> constraints = {};       // domain: its own
  bool is_not_null = false;                    // domain: itself, whatever it stands on
  bool has_default = false;                    // domain
  std::string_view volatile_default = {};      // domain: the VOLATILE function that its default calls
  bool default_is_assumed = false;             // nothing is known of that function
  RelationId composite = {};                   // composite: the relation that holds its attributes
  std::string_view extension = {};             // base: the extension that brings it
  bool is_shell = false;                       // base: only its name is there yet
};

// The text of CREATE FUNCTION or CREATE PROCEDURE.
struct RoutineCode {
  // What stands in it, read when the routine is first called and kept for all other calls.
  const std::shared_ptr<const sql::ParsedCode>& Parsed() const {
    if (parsed == nullptr) parsed = std::make_shared<const sql::ParsedCode>(text);
    return parsed;
  }

  std::string text;
  size_t place = 0;      // where it begins in the file that made the routine
  size_t statement = 0;  // number of that file's statement that it stands in
  mutable std::shared_ptr<const sql::ParsedCode> parsed = {};
};

struct Function {
  SchemaId schema;
  std::string_view name;
  size_t arguments = 0;
  size_t output_arguments = 0;  // of a procedure
  size_t arguments_with_defaults = 0;
  bool is_variadic = false;
  std::string_view signature = {};       // argument types, as far as they tell overloads apart
  std::string_view full_signature = {};  // procedures: those of OUT arguments too
  Volatility volatility = Volatility::kVolatile;
  // What a call is worth once the planner has inlined it: a SQL function of one expression is that
  // expression.
  Volatility volatility_inlined = Volatility::kVolatile;
  bool is_procedure = false;
  FileNumber created_in = 0;
  Kept<RoutineCode> code = {};  // null where it is not known, or nothing SQL could be in

  // Whether a call with that many arguments may mean it. CALL gives something for OUT arguments as well.
  bool Takes(size_t count) const {
    const size_t all = arguments + output_arguments;
    return is_variadic || (count <= all && count + arguments_with_defaults >= all);
  }
};

}  // namespace lockstep::model
