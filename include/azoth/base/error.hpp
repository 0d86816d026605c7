// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace azoth {

/// What is known about a failure beside its message. Every field may be left empty.
struct ErrorDetails {
    std::string statement{};   ///< the SQL that was being run, without parameter values
    std::string sqlstate{};    ///< five characters (SQL:2016 part 2, clause 24), if any
    std::string constraint{};  ///< name of the violated constraint, as the server spells it
    std::string table{};       ///< table of that constraint
    std::string column{};      ///< column of that constraint
    bool connection_lost = false;
    bool retryable = false;  ///< the same transaction may succeed when it is run again
};

/// Root of everything azoth throws.
///
/// `what()` reads `cannot <do what> for <which>: <why>; <way out>`. `code()` is a stable word such
/// as `unknown-scheme`; docs/errors.md has a paragraph for each.
class Error : public std::exception {
public:
    /// `code` must have static storage: it is kept as a view.
    Error(std::string_view code, std::string message, ErrorDetails details = {});
    Error(const Error&) noexcept = default;
    Error(Error&&) noexcept = default;
    Error& operator=(const Error&) noexcept = default;
    Error& operator=(Error&&) noexcept = default;
    ~Error() override;

    [[nodiscard]] const char* what() const noexcept override;
    [[nodiscard]] std::string_view code() const noexcept { return code_; }
    [[nodiscard]] const std::string& message() const noexcept { return message_; }
    [[nodiscard]] const ErrorDetails& details() const noexcept { return details_; }
    [[nodiscard]] const std::string& statement() const noexcept { return details_.statement; }
    [[nodiscard]] const std::string& sqlstate() const noexcept { return details_.sqlstate; }
    [[nodiscard]] const std::string& constraint() const noexcept { return details_.constraint; }
    [[nodiscard]] bool retryable() const noexcept { return details_.retryable; }
    [[nodiscard]] bool connection_lost() const noexcept { return details_.connection_lost; }

    /// Puts something known further up behind the message, such as the values of parameters.
    void append(std::string_view more) { message_ += more; }

private:
    std::string_view code_;
    std::string message_;
    ErrorDetails details_;
};

/// The program is wrong: the same call fails again.
class UsageError : public Error {
public:
    using Error::Error;
};
class ArgumentError : public UsageError {  ///< a value handed to a call is not usable
public:
    using UsageError::UsageError;
};
class CompileError : public UsageError {  ///< a statement cannot be expressed for this database
public:
    using UsageError::UsageError;
};
class MappingError : public UsageError {  ///< a struct and its table do not fit
public:
    using UsageError::UsageError;
};
class InvalidRequestError : public UsageError {  ///< the call does not fit the present state
public:
    using UsageError::UsageError;
};
class DetachedInstanceError : public UsageError {  ///< session closed, or object expunged
public:
    using UsageError::UsageError;
};
class ObjectDeletedError : public UsageError {  ///< the object's row is gone
public:
    using UsageError::UsageError;
};
class NoResultFound : public UsageError {
public:
    using UsageError::UsageError;
};
class MultipleResultsFound : public UsageError {
public:
    using UsageError::UsageError;
};
class StaleDataError : public UsageError {  ///< someone else changed or deleted the row meanwhile
public:
    using UsageError::UsageError;
};
class PoolTimeoutError : public UsageError {
public:
    using UsageError::UsageError;
};

/// The database, or the way to it, refused.
class DatabaseError : public Error {
public:
    using Error::Error;
};
class IntegrityError : public DatabaseError {  ///< a constraint is violated (SQLSTATE class 23)
public:
    using DatabaseError::DatabaseError;
};
class OperationalError : public DatabaseError {  ///< resources, permissions, locks, administration
public:
    using DatabaseError::DatabaseError;
};
class ProgrammingError : public DatabaseError {  ///< wrong SQL, missing table (SQLSTATE class 42)
public:
    using DatabaseError::DatabaseError;
};
class DataError : public DatabaseError {  ///< a value the database cannot hold (SQLSTATE class 22)
public:
    using DatabaseError::DatabaseError;
};
class SerializationError : public DatabaseError {  ///< serialisation failure or deadlock; retryable
public:
    using DatabaseError::DatabaseError;
};
class ConnectionLost : public OperationalError {
public:
    using OperationalError::OperationalError;
};
class QueryTimeout : public OperationalError {
public:
    using OperationalError::OperationalError;
};

class MigrationError : public Error {
public:
    using Error::Error;
};

}  // namespace azoth
