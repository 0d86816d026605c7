// SPDX-License-Identifier: MIT
#include <azoth/schema/metadata.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

namespace azoth {

struct MetaData::Storage {
    std::vector<std::unique_ptr<schema::Table>> tables{};
    std::map<std::string, schema::Table*, std::less<>> by_name{};
    std::vector<schema::View> views{};
    std::vector<schema::UnmodelledPart> unmodelled{};
    std::atomic<bool> complete{false};
    bool populating = false;
    std::optional<ArgumentError> problem{};
};

namespace {

/// One for the program: taken only until a MetaData is complete. Recursive, because the hook adds
/// tables.
std::recursive_mutex& populating_mutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

std::string full_name_of(const schema::View& view) {
    return view.schema.empty() ? view.name : view.schema + '.' + view.name;
}

[[noreturn]] void refuse_duplicate(std::string_view name) {
    throw ArgumentError{"duplicate-table",
                        "cannot add table " + text_utility::quoted(name) +
                            " to the metadata: it holds one of that name; map or define it "
                            "once, or give one of the two another name or schema"};
}

}  // namespace

MetaData::MetaData(MetaData&& other) noexcept
    : naming_(other.naming_),
      populate_(std::exchange(other.populate_, nullptr)),
      source_(std::exchange(other.source_, nullptr)),
      storage_(std::exchange(other.storage_, nullptr)) {}

MetaData& MetaData::operator=(MetaData&& other) noexcept {
    std::swap(naming_, other.naming_);
    std::swap(populate_, other.populate_);
    std::swap(source_, other.source_);
    std::swap(storage_, other.storage_);
    return *this;
}

MetaData::~MetaData() {
    delete storage_;
}

MetaData::Storage& MetaData::storage() const {
    const std::atomic_ref<Storage*> shared{storage_};
    if (auto* known = shared.load(std::memory_order_acquire);
        known != nullptr && known->complete.load(std::memory_order_acquire)) {
        return *known;
    }
    const std::lock_guard lock{populating_mutex()};
    if (storage_ == nullptr) {
        shared.store(new Storage, std::memory_order_release);
    }
    if (!storage_->complete.load(std::memory_order_relaxed) && !storage_->populating) {
        run_populate();
    }
    return *storage_;
}

MetaData::Storage& MetaData::storage_for_adding() const {
    const std::atomic_ref<Storage*> shared{storage_};
    if (auto* known = shared.load(std::memory_order_acquire)) {
        return *known;
    }
    const std::lock_guard lock{populating_mutex()};
    if (storage_ == nullptr) {
        shared.store(new Storage, std::memory_order_release);
    }
    return *storage_;
}

/// A hook that throws leaves nothing of its own behind, so that the next look reports the same
/// error.
void MetaData::run_populate() const {
    auto& storage = *storage_;
    if (storage.problem) {
        throw ArgumentError{*storage.problem};
    }
    storage.populating = true;
    const std::size_t tables_before = storage.tables.size();
    const std::size_t views_before = storage.views.size();
    try {
        if (populate_ != nullptr) {
            populate_(const_cast<MetaData&>(*this),
                      source_);  // the hook is part of making this object
        }
    } catch (...) {
        while (storage.tables.size() > tables_before) {
            storage.by_name.erase(storage.tables.back()->full_name());
            storage.tables.pop_back();
        }
        storage.views.resize(std::min(views_before, storage.views.size()));
        storage.populating = false;
        throw;
    }
    storage.populating = false;
    storage.complete.store(true, std::memory_order_release);
}

schema::Table& MetaData::add(schema::Table table, NamePolicy names) {
    auto& storage = storage_for_adding();
    auto name = table.full_name();
    if (storage.by_name.contains(name)) {
        refuse_duplicate(name);
    }
    if (names == NamePolicy::Apply) {
        schema::complete_primary_key(table);
        schema::apply_naming(table, naming_);
    }
    auto& kept = *storage.tables.emplace_back(std::make_unique<schema::Table>(std::move(table)));
    storage.by_name.emplace(std::move(name), &kept);
    return kept;
}

void MetaData::refuse(const ArgumentError& problem) {
    auto& storage = storage_for_adding();
    if (storage.complete.load(std::memory_order_acquire)) {
        throw ArgumentError{problem};
    }
    const std::lock_guard lock{populating_mutex()};
    if (!storage.problem) {
        storage.problem = problem;
    }
}

void MetaData::add(schema::View view) {
    auto& storage = this->storage();
    const auto name = full_name_of(view);
    if (storage.by_name.contains(name) ||
        std::ranges::find(storage.views, name, full_name_of) != storage.views.end()) {
        refuse_duplicate(name);
    }
    storage.views.push_back(std::move(view));
}

void MetaData::note_unmodelled(schema::UnmodelledPart part) {
    storage().unmodelled.push_back(std::move(part));
}

std::vector<schema::UnmodelledPart> MetaData::unmodelled() const {
    auto parts = storage().unmodelled;
    std::ranges::sort(
        parts, {}, [](const auto& part) { return std::tie(part.table, part.what, part.name); });
    return parts;
}

void MetaData::leave_out_unmodelled() {
    storage().unmodelled.clear();
}

void MetaData::remove(std::string_view full_name) {
    auto& storage = this->storage();
    std::erase_if(storage.unmodelled, [&](const auto& part) { return part.table == full_name; });
    std::erase_if(storage.views, [&](const auto& view) { return full_name_of(view) == full_name; });
    const auto found = storage.by_name.find(full_name);
    if (found == storage.by_name.end()) {
        return;
    }
    std::erase_if(storage.tables, [&](const auto& table) { return table.get() == found->second; });
    storage.by_name.erase(found);
}

void MetaData::clear() {
    auto& storage = this->storage();
    storage.by_name.clear();
    storage.tables.clear();
    storage.views.clear();
    storage.unmodelled.clear();
}

std::vector<const schema::Table*> MetaData::tables() const {
    std::vector<const schema::Table*> result;
    for (const auto& table : storage().tables) {
        result.push_back(table.get());
    }
    return result;
}

std::vector<const schema::Table*> MetaData::sorted_tables() const {
    return schema::sort_by_dependency(tables()).tables;
}

std::vector<schema::View> MetaData::views() const {
    return storage().views;
}

const schema::Table* MetaData::find(std::string_view full_name) const {
    const auto& known = storage().by_name;
    const auto found = known.find(full_name);
    return found == known.end() ? nullptr : found->second;
}

schema::Table* MetaData::find(std::string_view full_name) {
    return const_cast<schema::Table*>(std::as_const(*this).find(full_name));
}

}  // namespace azoth
