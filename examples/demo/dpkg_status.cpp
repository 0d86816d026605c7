// SPDX-License-Identifier: MIT
#include "dpkg_status.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

namespace demo {

namespace {

using Fields = std::map<std::string, std::string>;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string::npos
               ? ""
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (start <= text.size()) {
        const auto end = std::min(text.find(separator, start), text.size());
        if (auto part = trimmed(text.substr(start, end - start)); !part.empty()) {
            parts.push_back(std::move(part));
        }
        start = end + 1;
    }
    return parts;
}

// `libc6:any (>= 2.36)`  ->  `libc6`
std::string bare_name(const std::string& relation) {
    return relation.substr(0, relation.find_first_of(" (:["));
}

std::vector<std::string> names_in(const std::string& text, char separator) {
    std::vector<std::string> names;
    for (const std::string& part : split(text, separator)) {
        if (std::string name = bare_name(part);
            std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

void read_clauses(const Fields& fields, const std::string& kind, std::vector<Clause>& clauses) {
    const auto field = fields.find(kind);
    if (field == fields.end()) {
        return;
    }
    for (const std::string& clause : split(field->second, ',')) {
        clauses.push_back({kind, clause, names_in(clause, '|')});
    }
}

std::string value_of(const Fields& fields, const std::string& name) {
    const auto field = fields.find(name);
    return field == fields.end() ? "" : field->second;
}

InstalledPackage package_from(const Fields& fields) {
    InstalledPackage package{.name = value_of(fields, "Package"),
                             .version = value_of(fields, "Version"),
                             .architecture = value_of(fields, "Architecture"),
                             .section = value_of(fields, "Section"),
                             .summary = value_of(fields, "Description"),
                             .provides = names_in(value_of(fields, "Provides"), ',')};
    const std::string maintainer = value_of(fields, "Maintainer");
    const auto bracket = maintainer.find('<');
    package.maintainer_name = trimmed(maintainer.substr(0, bracket));
    if (bracket != std::string::npos) {
        package.maintainer_email =
            maintainer.substr(bracket + 1, maintainer.rfind('>') - bracket - 1);
    }
    if (const std::string size = value_of(fields, "Installed-Size"); !size.empty()) {
        package.installed_size = std::stoll(size);
    }
    read_clauses(fields, "Pre-Depends", package.clauses);
    read_clauses(fields, "Depends", package.clauses);
    return package;
}

}  // namespace

std::vector<InstalledPackage> read_status(const std::filesystem::path& file) {
    std::ifstream input{file};
    if (!input) {
        throw std::runtime_error{"cannot read " + file.string() +
                                 ": no such file; name a dpkg status file"};
    }
    std::vector<InstalledPackage> packages;
    Fields fields;
    const auto finish = [&] {
        if (value_of(fields, "Status") == "install ok installed") {
            packages.push_back(package_from(fields));
        }
        fields.clear();
    };
    for (std::string line; std::getline(input, line);) {
        const auto colon = line.find(':');
        if (line.empty()) {
            finish();
        } else if (line[0] != ' ' && line[0] != '\t' && colon != std::string::npos) {
            fields[line.substr(0, colon)] = trimmed(line.substr(colon + 1));
        }
    }
    finish();
    if (packages.empty()) {
        throw std::runtime_error{"cannot load " + file.string() +
                                 ": it holds no installed package"};
    }
    return packages;
}

}  // namespace demo
