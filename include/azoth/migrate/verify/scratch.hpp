// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>

namespace azoth::migrate {

enum class Production : std::uint8_t { No, Yes };

/// Where a database is that needs no server: other processes see one in a file only.
enum class ScratchPlace : std::uint8_t { Memory, File };

struct ScratchOptions {
    std::string url{};  ///< `[scratch] url`: a server on which scratch databases may be made
    Production production = Production::No;  ///< never on the server that is migrated
    std::int64_t lifetime_seconds =
        3600;  ///< a scratch database that is older is nobody's any more
    ScratchPlace place = ScratchPlace::Memory;
};

/// What a scratch database holds at the beginning, beside settings and extensions.
enum class ScratchContents : std::uint8_t {
    Resources,  ///< what tables may rest on and no model holds, as far as it can be made
    Nothing
};

/// A database without tables, of the same kind, thrown away at the end: in memory (or a file) where
/// the database can, otherwise `azoth_scratch_EXPIRY_…` on the server (or on that of `url`), with
/// the encoding, the collation, the settings (search_path, …), the extensions, functions,
/// sequences, domains, composite types and collations of the one it stands for. Those left behind
/// by interrupted runs are dropped once their time is over.
class Scratch {
public:
    /// Throws MigrationError (`no-scratch`) that says why there is none and what to do, and what
    /// connecting throws.
    Scratch(const Engine& like,
            const ScratchOptions& options,
            ScratchContents contents = ScratchContents::Resources);
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch();

    [[nodiscard]] const Engine& engine() const noexcept { return *engine_; }

private:
    void refuse_other_kind(const Engine& like) const;
    void refuse_impossible(const ScratchOptions& options) const;
    void create(const Engine& like, const std::string& name);
    void install_extensions(const Engine& like, ScratchContents contents);
    void make_without_server(const std::string& memory_url, const ScratchOptions& options);
    void drop() noexcept;
    static void run_outside(const Engine& engine, const std::vector<std::string>& statements);
    void drop_stale(std::int64_t now) const;

    Engine server_;
    std::optional<Engine> engine_{};
    std::string name_{};
    std::string folder_{};  ///< that holds the file, and goes with it
};

}  // namespace azoth::migrate
