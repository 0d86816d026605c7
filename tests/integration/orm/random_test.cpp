// SPDX-License-Identifier: MIT
// Random work on a graph of objects, compared with a plain model of it and with the database.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::on_each_database;

namespace {

/// What the tables should hold, by names that do not change: users with their addresses, groups
/// with their users.
struct Model {
    struct Person {
        std::string name{};
        std::optional<std::string> fullname{};
        std::set<std::string> addresses{};
        std::set<std::string> groups{};
        friend bool operator==(const Person&, const Person&) = default;
    };
    std::map<int, Person> people{};  ///< by number
    std::set<std::string> groups{};
    friend bool operator==(const Model&, const Model&) = default;
};

std::ostream& operator<<(std::ostream& out, const Model& model) {
    for (const auto& [number, person] : model.people) {
        out << "\n    " << number << " " << person.name << " " << person.fullname.value_or("-")
            << " {";
        for (const std::string& email : person.addresses) {
            out << " " << email;
        }
        out << " } {";
        for (const std::string& title : person.groups) {
            out << " " << title;
        }
        out << " }";
    }
    for (const std::string& title : model.groups) {
        out << "\n    group " << title;
    }
    return out;
}

/// One story: a session, the model of what it holds, and the model as it was at each savepoint.
class Story {
public:
    Story(Database& database, std::uint32_t seed)
        : database_(database), session_(database.make_session()), random_(seed) {}

    void run(int steps) {
        for (int step = 0; step < steps; ++step) {
            CAPTURE(step);
            one_step();
        }
        end_transaction();
        close_in_the_middle();
    }

private:
    using Step = void (Story::*)();

    void one_step() {
        static constexpr Step steps[] = {
            &Story::add_person,      &Story::add_person,     &Story::add_address,
            &Story::add_address,     &Story::add_group,      &Story::change_person,
            &Story::change_person,   &Story::rename,         &Story::move_address,
            &Story::move_address,    &Story::drop_address,   &Story::remove_address,
            &Story::remove_person,   &Story::join_group,     &Story::join_group,
            &Story::leave_group,     &Story::change_of_mind, &Story::remove_group,
            &Story::take_savepoint,  &Story::end_savepoint,  &Story::roll_back_to,
            &Story::flush,           &Story::look,           &Story::violate,
            &Story::end_transaction,
        };
        (this->*steps[below(std::size(steps))])();
    }

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }
    template <class Container>
    auto any_of(Container& container) {
        auto place = container.begin();
        std::advance(place, static_cast<std::ptrdiff_t>(below(container.size())));
        return place;
    }

    // The graph. Objects are looked up anew each time: rollbacks make some transient.
    Ref<User> user(int number) { return users_.at(number); }
    Ref<Address> address(Ref<User> owner, const std::string& email) {
        for (Ref<Address> found : owner->addresses) {
            if (found->email == email) {
                return found;
            }
        }
        FAIL("no address ", email);
        return {};
    }

    void add_person() {
        const int number = ++last_;
        const std::string name = "u" + std::to_string(number);
        auto& person = now_.people[number];
        person.name = name;
        User made{.name = name};
        for (std::size_t i = below(12); i > 8; --i) {
            const std::string email = "e" + std::to_string(++last_);
            made.addresses.add(Address{.email = email});
            person.addresses.insert(email);
        }
        users_[number] = session_.add(std::move(made));
    }
    void add_address() {
        if (now_.people.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        const std::string email = "e" + std::to_string(++last_);
        person.addresses.insert(email);
        if (below(2) == 0) {
            user(number)->addresses.add(Address{.email = email});
        } else {
            session_.add(Address{.email = email, .user = user(number)});
        }
    }
    void add_group() {
        const std::string title = "g" + std::to_string(++last_);
        groups_[title] = session_.add(Group{.title = title});
        now_.groups.insert(title);
    }
    void change_person() {
        if (now_.people.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        person.fullname =
            below(4) == 0 ? std::nullopt : std::optional{"f" + std::to_string(++last_)};
        user(number)->fullname = person.fullname;
    }
    void rename() {
        if (now_.people.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        person.name = "n" + std::to_string(++last_);
        user(number)->name = person.name;
    }
    void move_address() {
        if (now_.people.size() < 2) {
            return;
        }
        auto from = any_of(now_.people);
        auto to = any_of(now_.people);
        if (from->second.addresses.empty()) {
            return;
        }
        const std::string email = *any_of(from->second.addresses);
        Ref<Address> moved = address(user(from->first), email);
        if (below(2) == 0) {
            moved->user = user(to->first);
        } else {
            user(to->first)->addresses.add(moved);
        }
        from->second.addresses.erase(email);
        to->second.addresses.insert(email);
    }
    /// Out of its owner's list: an orphan, which is deleted.
    void drop_address() { end_address(false); }
    void remove_address() { end_address(true); }
    void end_address(bool by_session) {
        if (now_.people.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        if (person.addresses.empty()) {
            return;
        }
        const std::string email = *any_of(person.addresses);
        Ref<Address> gone = address(user(number), email);
        by_session ? session_.remove(gone)
                   : static_cast<void>(user(number)->addresses.remove(gone));
        person.addresses.erase(email);
    }
    void remove_person() {
        if (now_.people.empty()) {
            return;
        }
        const int number = any_of(now_.people)->first;
        session_.flush();  // a removal cascades along what was flushed
        session_.remove(user(number));
        now_.people.erase(number);
        session_.flush();
    }
    void join_group() {
        if (now_.people.empty() || now_.groups.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        const std::string title = *any_of(now_.groups);
        if (!person.groups.insert(title).second) {
            return;
        }
        if (below(2) == 0) {
            user(number)->groups.add(groups_.at(title));
        } else {
            groups_.at(title)->users.add(user(number));
        }
    }
    void leave_group() {
        if (now_.people.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        if (person.groups.empty()) {
            return;
        }
        const std::string title = *any_of(person.groups);
        CHECK(user(number)->groups.remove(groups_.at(title)));
        person.groups.erase(title);
    }
    /// Made and cut, or cut and made, within one flush.
    void change_of_mind() {
        if (now_.people.empty() || now_.groups.empty()) {
            return;
        }
        auto& [number, person] = *any_of(now_.people);
        const std::string title = *any_of(now_.groups);
        Many<Group>& links = user(number)->groups;
        const bool is_member = person.groups.contains(title);
        CHECK(links.contains(groups_.at(title)) == is_member);
        for (int i = 0; i < 2; ++i) {
            if (links.contains(groups_.at(title))) {
                links.remove(groups_.at(title));
            } else {
                links.add(groups_.at(title));
            }
        }
        CHECK(links.contains(groups_.at(title)) == is_member);
    }
    void remove_group() {
        if (now_.groups.empty()) {
            return;
        }
        const std::string title = *any_of(now_.groups);
        session_.flush();
        session_.remove(groups_.at(title));
        session_.flush();
        now_.groups.erase(title);
        for (auto& [number, person] : now_.people) {
            person.groups.erase(title);
        }
    }

    // Transactions.
    void take_savepoint() {
        if (savepoints_.size() < 3) {
            savepoints_.push_back({session_.begin_nested(), now_});
        }
    }
    void end_savepoint() {
        if (!savepoints_.empty()) {
            savepoints_.back().transaction.commit();
            savepoints_.pop_back();
        }
    }
    void roll_back_to() {
        if (!savepoints_.empty()) {
            savepoints_.back().transaction.rollback();
            now_ = savepoints_.back().model;
            savepoints_.pop_back();
            compare_members();
        }
    }
    void flush() { session_.flush(); }
    void look() {
        CHECK(session_.scalar_one(select(func::count(&User::id))) ==
              static_cast<std::int64_t>(now_.people.size()));
    }
    /// Two users of one name: the flush fails, and everything since the last savepoint is lost.
    void violate() {
        if (now_.people.size() < 2 || below(3) != 0) {
            return;
        }
        session_.flush();
        const std::string taken = any_of(now_.people)->second.name;
        auto doubled = session_.add(User{.name = taken});
        for (std::size_t i = below(20); i > 0; --i) {
            session_.add(User{.name = "v" + std::to_string(++last_)});
        }
        CHECK_THROWS_AS(session_.flush(), IntegrityError);
        CHECK(session_.failed_object<User>() == doubled);
        if (savepoints_.empty()) {
            session_.rollback();
            now_ = committed_;
            return compare_members();
        }
        roll_back_to();
    }
    void end_transaction() {
        savepoints_.clear_committed();
        if (below(3) == 0) {
            session_.rollback();
            now_ = committed_;
        } else {
            session_.commit();
            committed_ = now_;
        }
        compare_members();
        compare_database();
    }

    /// Changes, flushed and not, then rollback and close: nothing is loaded again, so the members
    /// are those that were put back.
    void close_in_the_middle() {
        for (int i = 0; i < 20; ++i) {
            static constexpr Step steps[] = {&Story::change_person, &Story::rename, &Story::flush};
            (this->*steps[below(std::size(steps))])();
        }
        session_.rollback();
        session_.close();
        for (const auto& [number, person] : committed_.people) {
            const Ref<const User> held = user(number);
            CHECK(held->name == person.name);
            CHECK(held->fullname == person.fullname);
        }
        compare_database();
    }

    [[nodiscard]] static Model::Person seen(const User& found) {
        Model::Person person{.name = found.name, .fullname = found.fullname};
        for (Ref<const Address> address : found.addresses) {
            person.addresses.insert(address->email);
        }
        for (Ref<const Group> group : found.groups) {
            person.groups.insert(group->title);
        }
        return person;
    }
    void compare_members() {
        Model members{.groups = now_.groups};
        for (const auto& [number, person] : now_.people) {
            members.people[number] = seen(*user(number));
        }
        CHECK(members == now_);
    }
    void compare_database() {
        auto other = database_.make_session();
        Model stored;
        std::map<std::string, int> numbers;
        for (const auto& [number, person] : committed_.people) {
            numbers[person.name] = number;
        }
        for (Ref<const User> found : other.scalars(select<User>()).all()) {
            stored.people[numbers[found->name]] = seen(*found);
        }
        for (Ref<const Group> found : other.scalars(select<Group>()).all()) {
            stored.groups.insert(found->title);
        }
        CHECK(stored == committed_);
        CHECK(other.scalar_one(select(func::count(&Address::id))) == addresses_of(committed_));
    }
    static std::int64_t addresses_of(const Model& model) {
        std::size_t count = 0;
        for (const auto& [number, person] : model.people) {
            count += person.addresses.size();
        }
        return static_cast<std::int64_t>(count);
    }

    struct Savepoint {
        NestedTransaction transaction;
        Model model;
    };
    /// Inner ones end first.
    struct Savepoints : std::vector<Savepoint> {
        void clear_committed() {
            while (!empty()) {
                back().transaction.commit();
                pop_back();
            }
        }
    };

    Database& database_;
    Session session_;
    std::mt19937 random_;
    Model now_{};
    Model committed_{};
    std::map<int, Ref<User>> users_{};
    std::map<std::string, Ref<Group>> groups_{};
    Savepoints savepoints_{};
    int last_ = 0;
};

}  // namespace

TEST_CASE("random work on objects: members, database and a plain model stay equal") {
    std::uint32_t seed = std::random_device{}();
    if (const char* wanted = std::getenv("AZOTH_TEST_SEED")) {
        seed = static_cast<std::uint32_t>(std::stoul(wanted));
    }
    for (std::uint32_t story = 0; story < 20; ++story) {
        CAPTURE(seed + story);
        on_each_database([&](Database& database) {
            CAPTURE(database.engine.url().dialect);
            Story{database, seed + story}.run(150);
        });
    }
    MESSAGE("seeds ", seed, " to ", seed + 19);
}
