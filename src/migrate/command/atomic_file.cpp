// SPDX-License-Identifier: MIT
#include "migrate/command/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/file_name.hpp>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace azoth::migrate {

namespace {

[[noreturn]] void fail(const std::string& path, int reason) {
    throw MigrationError{
        "file-not-written",
        "cannot write " + text_utility::quoted(path) + ": " +
            std::generic_category().message(reason) +
            "; check that its folder exists and may be written to, and the space left"};
}

[[noreturn]] void fail_existing(const std::string& path) {
    throw MigrationError{"file-exists",
                         "cannot write " + text_utility::quoted(path) +
                             ": there is such a file already; remove it, or choose another name"};
}

/// A file of its own beside the wanted one, taken away unless it was put in place.
class DraftFile {
public:
    explicit DraftFile(const std::string& wanted) : wanted_(wanted) {
        const auto target = std::filesystem::path{wanted};
        draft_ =
            (target.parent_path() / ('.' + target.filename().string() + '.' + new_revision_id()))
                .string();
        descriptor_ = open(draft_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ < 0) {
            fail(wanted_, errno);
        }
    }
    DraftFile(const DraftFile&) = delete;
    DraftFile& operator=(const DraftFile&) = delete;
    ~DraftFile() {
        if (descriptor_ >= 0) {
            close(descriptor_);
        }
        unlink(draft_.c_str());
    }

    void write(std::string_view text) const {
        while (!text.empty()) {
            const auto count = ::write(descriptor_, text.data(), text.size());
            if (count < 0 && errno != EINTR) {
                fail(wanted_, errno);
            }
            text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
        }
    }

    /// A hard link fails where a rename would quietly replace a file that appeared meanwhile.
    void put_in_place() {
        if (fsync(descriptor_) != 0) {
            fail(wanted_, errno);
        }
        if (link(draft_.c_str(), wanted_.c_str()) == 0) {
            return;
        }
        if (errno == EEXIST) {
            fail_existing(wanted_);
        }
        const bool has_no_links = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS;
        if (!has_no_links || std::rename(draft_.c_str(), wanted_.c_str()) != 0) {
            fail(wanted_, errno);
        }
    }

private:
    std::string wanted_;
    std::string draft_;
    int descriptor_ = -1;
};

}  // namespace

void write_new_file(const std::string& path, std::string_view text) {
    if (access(path.c_str(), F_OK) == 0) {
        fail_existing(path);
    }
    DraftFile draft{path};
    draft.write(text);
    draft.put_in_place();
}

}  // namespace azoth::migrate
