// SPDX-License-Identifier: Apache-2.0
// The schema as the migrations read so far have made it: PostgreSQL's catalogs, in memory and without a
// server.
//
// Multi-version, like PostgreSQL's own: an object is a chain of revisions, and a snapshot is a number. Taking
// one costs nothing, any number of them can be read side by side, and ROLLBACK appends the old states again
// instead of undoing anything.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/objects.h"

namespace lockstep::model {

// Where temporary objects are: PostgreSQL's own schema for them has the session's number in its name.
inline constexpr std::string_view kTemporarySchema = "pg_temp";

// A state of the catalog, valid as long as the catalog is.
using Snapshot = uint32_t;

// All revisions of all objects of one kind, in memory that is not given back before the catalog goes. Objects
// are handed out as pointers to const that stay valid until then.
template <typename T>
class ObjectTable {
  static_assert(std::is_trivially_destructible_v<T>, "an object owns nothing");

 public:
  explicit ObjectTable(std::pmr::memory_resource* memory) : memory_(memory) {}

  Id<T> Insert(const T& object, Snapshot since) {
    histories_.push_back({.newest = {Store(object), since}});
    return Id<T>{static_cast<uint32_t>(histories_.size())};
  }

  // The newest state, or null when it is dropped.
  const T* Latest(Id<T> id) const { return id ? HistoryOf(id).newest.state : nullptr; }

  const T* At(Id<T> id, Snapshot snapshot) const { return id ? StateAt(HistoryOf(id), snapshot) : nullptr; }

  // The state in which it was entered.
  const T* First(Id<T> id) const { return id ? HistoryOf(id).first().state : nullptr; }

  // The newest state, if it was made after `seen`: no snapshot shows it yet, so that it may be changed in
  // place. Null otherwise.
  T* Unseen(Id<T> id, Snapshot seen) {
    const Revision& newest = HistoryOf(id).newest;
    return newest.since > seen && !newest.is_restored ? newest.state : nullptr;
  }

  // A copy of the newest state as the newest revision, to be changed in place.
  T& Revise(Id<T> id, Snapshot since) {
    History& history = HistoryOf(id);
    Add(history, {Store(*history.newest.state), since});
    return *history.newest.state;
  }

  void Drop(Id<T> id, Snapshot since) { Add(HistoryOf(id), {nullptr, since}); }

  // Makes the state that `id` had at `snapshot` the newest one again.
  void Restore(Id<T> id, Snapshot snapshot, Snapshot since) {
    History& history = HistoryOf(id);
    Add(history, {StateAt(history, snapshot), since, true});
  }

  bool IsNewerThan(Id<T> id, Snapshot snapshot) const { return HistoryOf(id).newest.since > snapshot; }

  uint32_t size() const { return static_cast<uint32_t>(histories_.size()); }

 private:
  struct Revision {
    T* state;  // null: dropped
    Snapshot since;
    bool is_restored = false;  // the state is an older revision's too
  };

  struct History {
    const Revision& first() const { return older == nullptr ? newest : older->front(); }

    Revision newest;
    std::pmr::vector<Revision>* older = nullptr;  // in the memory; most objects never change
  };

  const History& HistoryOf(Id<T> id) const { return histories_[id.value - 1]; }
  History& HistoryOf(Id<T> id) { return histories_[id.value - 1]; }

  static T* StateAt(const History& history, Snapshot snapshot) {
    if (history.newest.since <= snapshot) return history.newest.state;
    if (history.older == nullptr) return nullptr;
    const auto later =
        std::upper_bound(history.older->begin(), history.older->end(), snapshot,
                         [](Snapshot wanted, const Revision& revision) { return wanted < revision.since; });
    return later == history.older->begin() ? nullptr : std::prev(later)->state;
  }

  void Add(History& history, Revision revision) {
    if (history.older == nullptr) history.older = New<std::pmr::vector<Revision>>();
    history.older->push_back(std::exchange(history.newest, revision));
  }

  T* Store(const T& object) { return New<T>(object); }

  template <typename Object, typename... Arguments>
  Object* New(const Arguments&... arguments) {
    return std::pmr::polymorphic_allocator<>(memory_).new_object<Object>(arguments...);
  }

  std::pmr::memory_resource* memory_;
  std::vector<History> histories_;  // by id
};

// Names are looked up by schema and name; which schemas an unqualified name is looked up in is the session's
// business (session.h).
class Catalog {
 public:
  Catalog();

  Snapshot Now() const { return now_; }
  // For keeping: the state as it is now stays readable whatever comes.
  Snapshot TakeSnapshot() { return seen_ = now_; }

  // Objects, as they are now or were at a snapshot; null for none, dropped, or not yet made.
  template <typename T>
  const T* Get(Id<T> id) const {
    return table<T>().Latest(id);
  }
  template <typename T>
  const T* Get(Id<T> id, Snapshot snapshot) const {
    return table<T>().At(id, snapshot);
  }

  // As it was entered first, whatever has become of it.
  template <typename T>
  const T* GetFirst(Id<T> id) const {
    return table<T>().First(id);
  }

  SchemaId FindSchema(std::string_view name) const;
  std::vector<SchemaId> Schemas() const;
  RelationId FindRelation(SchemaId schema, std::string_view name) const {
    return FindRelation(schema, name, now_);
  }
  RelationId FindRelation(SchemaId schema, std::string_view name, Snapshot snapshot) const;
  // The relation or type of that name in the first of the schemas that has one; before them all comes the
  // temporary one.
  template <typename T>
  Id<T> FindInPath(std::span<const std::string> schemas, std::string_view name) const;
  TypeId FindType(SchemaId schema, std::string_view name) const;
  // Whether anybody has ever made a cast, which may be one between any two types.
  bool HasCasts() const { return has_casts_; }
  void NoteCast() { has_casts_ = true; }
  // Whether something may have made or dropped objects that are not told: an extension, dynamic SQL, code
  // that may not have been run. What is not here may be there then, however complete the history is.
  bool HasUntoldObjects() const { return has_untold_objects_; }
  void NoteUntoldObjects() { has_untold_objects_ = true; }
  bool HasFunctions() const { return !function_names_.empty(); }
  // All functions of that name, whatever their arguments.
  std::vector<FunctionId> FindFunctions(SchemaId schema, std::string_view name) const;
  // Columns of the relation's row type, or of arrays of it, now.
  std::vector<ColumnId> ColumnsOfRows(RelationId relation) const;
  // Columns that are of that type now.
  std::vector<ColumnId> ColumnsOfType(TypeId type) const;
  // Domains that stand directly on that type now.
  std::vector<TypeId> DomainsOver(TypeId type) const;
  // Objects whose expressions use it now (objects.h, Uses).
  std::vector<ObjectId> UsersOf(FunctionId function) const;
  std::vector<ObjectId> UsersOf(RelationId relation) const;
  // Of one relation; none where it has no such column (or none that is known).
  ColumnId FindColumn(const Relation& relation, std::string_view name) const;
  ConstraintId FindConstraint(const Relation& relation, std::string_view name) const;
  // Whether any table or domain of the schema has a constraint of that name.
  bool HasConstraint(SchemaId schema, std::string_view name) const;
  AttachmentId FindAttachment(const Relation& relation, AttachmentKind kind, std::string_view name) const;
  // Statistics objects are named apart from their table. Without a schema: in any.
  AttachmentId FindStatistics(SchemaId schema, std::string_view name) const;
  // Relations, types or functions that are in the schema now.
  template <typename T>
  std::vector<Id<T>> MembersOf(SchemaId schema) const;

  // Changes. Each makes a new snapshot. Adding an object keeps a copy of its texts and lists.
  SchemaId Add(Schema schema);
  RelationId Add(Relation relation);
  ColumnId Add(Column column);                    // and to its relation's columns
  ConstraintId Add(ConstraintObject constraint);  // and to its relations' constraints, or its domain's
  AttachmentId Add(Attachment attachment);        // and to its relation's attachments
  TypeId Add(Type type);
  FunctionId Add(Function function);

  // Gives a function another definition, under the name that it has.
  void Replace(FunctionId id, Function function);

  // Copies what an object is to have into the catalog's memory, for as long as the catalog lives.
  std::string_view Keep(std::string_view text);
  template <typename T>
  IdList<T> Keep(const IdList<T>& list) {
    return {list, memory_.get()};
  }
  Kept<IndexFacts> KeepValue(IndexFacts facts);
  template <typename T>
  Kept<T> KeepValue(T value) {
    if constexpr (std::equality_comparable<T>) {
      if (value == T{}) return {};
    }
    return Kept<T>(Own(std::move(value)));
  }

  // A new revision of the object, to be changed through the reference before the next call of anything here.
  // Texts, lists and values that it gets have to be kept. For a new name or schema use Rename and Move, which
  // keep the lookup right.
  template <typename T>
  T& Change(Id<T> id) {
    ++now_;
    if (T* unseen = table<T>().Unseen(id, seen_)) return *unseen;
    Note(id);
    return table<T>().Revise(id, now_);
  }

  // The same for a kept value of the object.
  template <typename T, typename Owner>
  T& Edit(Id<Owner> id, Kept<T> Owner::*value) {
    T* edited = Own(T(*(Get(id)->*value)));
    Change(id).*value = Kept<T>(edited);
    return *edited;
  }

  template <typename T>
  void Rename(Id<T> id, std::string_view name);
  template <typename T>
  void Move(Id<T> id, SchemaId schema);

  // Gives a column another type; keeps ColumnsOfType() right.
  void SetType(ColumnId column, ColumnType type);

  // Gives an object other expressions; keeps UsersOf() right.
  template <typename T>
  void SetUses(Id<T> id, const Uses& uses);

  // Appends an id to a list of another object.
  template <typename Owner, typename T>
  void Link(Id<Owner> owner, IdList<Id<T>> Owner::*list, Id<T> id) {
    (Change(owner).*list).Add(id, memory_.get());
  }

  // Takes an id out of a list of another object, where that one is still there and has it.
  template <typename Owner, typename T>
  void Unlink(Id<Owner> owner, IdList<Id<T>> Owner::*list, Id<T> id) {
    const Owner* object = Get(owner);
    if (object != nullptr && (object->*list).Contains(id)) (Change(owner).*list).Remove(id, memory_.get());
  }

  // Removes one object, nothing that belongs to it: what goes with what is for the statement to say.
  template <typename T>
  void Remove(Id<T> id) {
    ++now_;
    Note(id);
    table<T>().Drop(id, now_);
  }

  // ROLLBACK: everything is again as it was at `snapshot`. Snapshots taken since can be read as before, but
  // not be gone back to.
  void RestoreTo(Snapshot snapshot);

  // "public.users", "users" where the schema is not known to be anything but the default; quoted where SQL
  // needs it.
  // Where it is not there at the snapshot, as it was entered first.
  std::string DisplayName(RelationId relation, Snapshot snapshot) const;
  std::string DisplayName(RelationId relation) const { return DisplayName(relation, now_); }

 private:
  enum class Kind : uint8_t { kSchema, kRelation, kColumn, kConstraint, kType, kFunction, kAttachment };

  // Ids of all objects that ever had the name; whether one has it now is asked of the object, whose name is
  // the index's own text then.
  template <typename T>
  using NameIndex = std::pmr::unordered_map<std::string_view, std::pmr::vector<Id<T>>>;
  // Ids of all objects that were ever in a schema, in the same way.
  template <typename T>
  using MemberIndex = std::pmr::unordered_map<uint32_t, std::pmr::vector<Id<T>>>;

  struct JournalEntry {
    Kind kind;
    uint32_t id;
    Snapshot at;
  };

  template <typename T>
  const ObjectTable<T>& table() const;
  template <typename T>
  ObjectTable<T>& table() {
    return const_cast<ObjectTable<T>&>(static_cast<const Catalog*>(this)->table<T>());
  }
  template <typename T>
  const NameIndex<T>& names() const;
  template <typename T>
  NameIndex<T>& names() {
    return const_cast<NameIndex<T>&>(static_cast<const Catalog*>(this)->names<T>());
  }
  template <typename T>
  const MemberIndex<T>& members() const;
  template <typename T>
  MemberIndex<T>& members() {
    return const_cast<MemberIndex<T>&>(static_cast<const Catalog*>(this)->members<T>());
  }
  template <typename T>
  static constexpr Kind KindOf();

  template <typename T>
  void Note(Id<T> id) {
    journal_.push_back({KindOf<T>(), id.value, now_});
  }
  std::pmr::polymorphic_allocator<> Allocator() const { return {memory_.get()}; }
  void KeepTexts(ColumnType& type);
  void KeepTexts(Function& function);
  template <typename T>
  T* Own(T value) {
    if constexpr (std::is_trivially_destructible_v<T>) {
      return Allocator().new_object<T>(value);
    } else {
      const auto owned = std::allocate_shared<T>(Allocator(), std::move(value));
      owned_.push_back(owned);
      return owned.get();
    }
  }
  template <typename T>
  Id<T> Insert(const T& object);
  // What has a name in a schema.
  template <typename T>
  Id<T> AddMember(T object);
  void NoteType(ColumnId column, const ColumnType& type);
  void NoteUses(ObjectId user, const Uses& uses);
  // Of the newest state of an object; null where it has none, or is dropped.
  const Uses* UsesOf(ObjectId id) const;
  // As part of the ROLLBACK that began at `began`.
  template <typename T>
  void Restore(uint32_t id, Snapshot snapshot, Snapshot began);

  // Nothing is given back before the catalog goes.
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_ =
      std::make_unique<std::pmr::monotonic_buffer_resource>();
  std::pmr::vector<std::shared_ptr<const void>> owned_{memory_.get()};  // kept values that own something
  Snapshot now_ = 0;
  Snapshot seen_ = 0;  // the newest snapshot taken
  bool has_casts_ = false;
  bool has_untold_objects_ = false;
  std::vector<JournalEntry> journal_;
  ObjectTable<Schema> schemas_{memory_.get()};
  ObjectTable<Relation> relations_{memory_.get()};
  ObjectTable<Column> columns_{memory_.get()};
  ObjectTable<ConstraintObject> constraints_{memory_.get()};
  ObjectTable<Type> types_{memory_.get()};
  ObjectTable<Function> functions_{memory_.get()};
  ObjectTable<Attachment> attachments_{memory_.get()};
  NameIndex<Schema> schema_names_{memory_.get()};
  NameIndex<Relation> relation_names_{memory_.get()};
  NameIndex<Type> type_names_{memory_.get()};
  NameIndex<Function> function_names_{memory_.get()};
  NameIndex<Attachment> statistics_names_{memory_.get()};
  NameIndex<ConstraintObject> constraint_names_{memory_.get()};
  std::vector<uint32_t> column_fingerprints_;  // by id: of the newest names
  MemberIndex<Relation> schema_relations_{memory_.get()};
  MemberIndex<Type> schema_types_{memory_.get()};
  MemberIndex<Function> schema_functions_{memory_.get()};
  // Columns by the user type that they had at any time; whether one has it now is asked of the column.
  std::pmr::unordered_map<uint32_t, std::pmr::vector<ColumnId>> columns_by_type_{memory_.get()};
  std::pmr::unordered_map<uint32_t, std::pmr::vector<ColumnId>> columns_by_row_type_{memory_.get()};
  std::pmr::unordered_map<uint32_t, std::pmr::vector<TypeId>> domains_by_base_{memory_.get()};
  // Users of functions and relations, in the same way.
  std::pmr::unordered_map<uint32_t, std::pmr::vector<ObjectId>> function_users_{memory_.get()};
  std::pmr::unordered_map<uint32_t, std::pmr::vector<ObjectId>> relation_users_{memory_.get()};
};

template <>
inline const ObjectTable<Schema>& Catalog::table<Schema>() const {
  return schemas_;
}
template <>
inline const ObjectTable<Relation>& Catalog::table<Relation>() const {
  return relations_;
}
template <>
inline const ObjectTable<Column>& Catalog::table<Column>() const {
  return columns_;
}
template <>
inline const ObjectTable<ConstraintObject>& Catalog::table<ConstraintObject>() const {
  return constraints_;
}
template <>
inline const ObjectTable<Type>& Catalog::table<Type>() const {
  return types_;
}
template <>
inline const ObjectTable<Function>& Catalog::table<Function>() const {
  return functions_;
}

template <>
inline const ObjectTable<Attachment>& Catalog::table<Attachment>() const {
  return attachments_;
}

template <>
inline constexpr Catalog::Kind Catalog::KindOf<Schema>() {
  return Kind::kSchema;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<Relation>() {
  return Kind::kRelation;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<Column>() {
  return Kind::kColumn;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<ConstraintObject>() {
  return Kind::kConstraint;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<Type>() {
  return Kind::kType;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<Function>() {
  return Kind::kFunction;
}
template <>
inline constexpr Catalog::Kind Catalog::KindOf<Attachment>() {
  return Kind::kAttachment;
}

}  // namespace lockstep::model
