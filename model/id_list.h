// SPDX-License-Identifier: Apache-2.0
// Lists of ids, and above all those that an object of the catalog holds, in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace lockstep::model {

// A vector of ids whose copies share what they hold, as revisions of an object differ by little: the ten
// thousandth index of a table costs no copy of the list of the others. Copying costs nothing, adding to the
// newest copy what adding to a vector does; leaving one out makes a list of its own. Iterators stay valid
// while others add to their copies.
template <typename T>
class IdList {
 public:
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = T;

    Iterator() = default;
    Iterator(const std::vector<T>* values, size_t index) : values_(values), index_(index) {}

    T operator*() const { return (*values_)[index_]; }
    T operator[](difference_type offset) const { return *(*this + offset); }
    Iterator& operator++() { return *this += 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    Iterator& operator+=(difference_type offset) {
      index_ += static_cast<size_t>(offset);
      return *this;
    }
    Iterator& operator-=(difference_type offset) { return *this += -offset; }
    friend Iterator operator+(Iterator iterator, difference_type offset) { return iterator += offset; }
    friend Iterator operator-(Iterator iterator, difference_type offset) { return iterator -= offset; }
    friend difference_type operator-(Iterator left, Iterator right) {
      return static_cast<difference_type>(left.index_ - right.index_);
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }
    auto operator<=>(const Iterator& other) const { return index_ <=> other.index_; }

   private:
    const std::vector<T>* values_ = nullptr;
    size_t index_ = 0;
  };
  using const_iterator = Iterator;
  using value_type = T;

  IdList() = default;
  IdList(std::initializer_list<T> values) : IdList(std::vector<T>(values)) {}
  explicit IdList(std::vector<T> values) : size_(values.size()) {
    if (size_ > 0) values_ = std::make_shared<std::vector<T>>(std::move(values));
  }

  Iterator begin() const { return {values_.get(), 0}; }
  Iterator end() const { return {values_.get(), size_}; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T operator[](size_t index) const { return (*values_)[index]; }
  T front() const { return (*values_)[0]; }
  T back() const { return (*values_)[size_ - 1]; }
  bool Contains(T value) const { return std::find(begin(), end(), value) != end(); }

  void push_back(T value) {
    // Another copy may have gone on already.
    if (values_ == nullptr || values_->size() != size_) {
      auto own = std::make_shared<std::vector<T>>();
      own->reserve(size_ + kRoom);
      own->assign(begin(), end());
      values_ = std::move(own);
    }
    values_->push_back(value);
    ++size_;
  }
  void clear() { *this = {}; }
  void Remove(T value) {
    if (!Contains(value)) return;
    if (back() == value) {
      --size_;
      return;
    }
    std::vector<T> rest(begin(), end());
    std::erase(rest, value);
    *this = IdList(std::move(rest));
  }

 private:
  static constexpr size_t kRoom = 4;  // for what is likely to be added next

  std::shared_ptr<std::vector<T>> values_;  // of which the first `size_` are its own
  size_t size_ = 0;
};

template <typename T>
bool Contains(const std::vector<T>& values, T value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace lockstep::model
