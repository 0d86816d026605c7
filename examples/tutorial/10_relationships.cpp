// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Relationships of a struct with itself, names and labels that differ from C++.
#include "check.hpp"

#include <azoth/orm.hpp>

// [labels]
enum class Kind { Folder, File };

template <>
struct azoth::enum_labels<Kind> {  // the labels in the database, where they are not the enumerators' names
    static constexpr std::pair<Kind, std::string_view> labels[] = {{Kind::Folder, "folder"}, {Kind::File, "file"}};
};
// [/labels]

inline azoth::DeclarativeBase Base;

// [self]
struct Entry {
    std::int64_t                id = 0;
    std::string                 name{};
    Kind                        kind{};
    std::optional<std::int64_t> parent_id{};
    azoth::One<Entry>           parent{};
    azoth::Many<Entry>          children{};
};

inline const auto entries = Base.map<Entry>("entry",
    azoth::column(&Entry::name, azoth::column_name("file_name")),  // the column is called otherwise
    azoth::column(&Entry::parent_id, azoth::foreign_key(&Entry::id), azoth::indexed),
    azoth::relationship(&Entry::parent, azoth::remote_side(&Entry::id)),
    azoth::relationship(&Entry::children, azoth::order_by(&Entry::name)));
// [/self]

using azoth::col, azoth::select;

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Base.metadata.create_all(engine);
    azoth::Session session{engine};
    // [tree]
    auto root = session.add(Entry{.name = "/", .kind = Kind::Folder,
                                  .children = {Entry{.name = "usr", .kind = Kind::Folder},
                                               Entry{.name = "README", .kind = Kind::File}}});
    session.commit();

    for (azoth::Ref<const Entry> child : root->children) {  // by name: README, usr
        std::printf("%s in %s\n", child->name.c_str(), child->parent->name.c_str());
    }
    auto parent = azoth::alias<Entry>("parent");
    auto names = select(&Entry::name, parent[&Entry::name]).join(&Entry::parent, parent);
    // [/tree]
    check(root->children.size() == 2 && (*root->children.begin())->name == "README");
    check(session.execute(names).all().size() == 2);
    check(azoth::to_sql(names, "sqlite").sql ==
          "SELECT entry.file_name, parent.file_name AS file_name_1 FROM entry JOIN entry AS parent ON entry.parent_id = parent.id");
    const auto kind = azoth::text("select kind from entry where file_name = 'README'").columns<std::string>();
    check(session.execute(azoth::text("select count(*) from entry where file_name = 'README'").columns<std::int64_t>()).one() == 1);
    check(is_on_sqlite() ? session.execute(kind).one() == "file" : true);
}
