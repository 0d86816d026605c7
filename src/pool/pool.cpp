// SPDX-License-Identifier: MIT
#include <azoth/pool/pool.hpp>

#include "pool/pool_core.hpp"

#include <utility>

namespace azoth::pool {

Lease::Lease(std::shared_ptr<detail::PoolCore> core,
             std::shared_ptr<detail::PoolItem> item) noexcept
    : core_(std::move(core)), item_(std::move(item)) {}

Lease& Lease::operator=(Lease&& other) noexcept {
    if (this != &other) {
        release();
        core_ = std::move(other.core_);
        item_ = std::move(other.item_);
    }
    return *this;
}

Lease::~Lease() {
    release();
}

PooledConnection& Lease::operator*() const noexcept {
    return item_->pooled;
}

void Lease::invalidate() noexcept {
    if (item_) {
        item_->is_invalid = true;
    }
}

void Lease::release() noexcept {
    if (item_) {
        core_->release(std::move(item_));
        core_.reset();
    }
}

Pool::Pool(const PoolOptions& options, std::unique_ptr<Connector> connector)
    : core_(std::make_shared<detail::PoolCore>(options, std::move(connector))) {}

Pool::~Pool() {
    core_->close();
}

Lease Pool::acquire() {
    return Lease{core_, core_->acquire()};
}

void Pool::dispose() noexcept {
    core_->dispose();
}

void Pool::close() noexcept {
    core_->close();
}

PoolStatus Pool::status() const {
    return core_->status();
}

}  // namespace azoth::pool
