// SPDX-License-Identifier: MIT
#pragma once

#include <postgres_ext.h>

/// Numbers of PostgreSQL's own types (src/include/catalog/pg_type.dat); they never change.
namespace azoth::drivers::libpq::oid {

inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid character = 18;
inline constexpr Oid name = 19;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int2vector = 22;
inline constexpr Oid int4 = 23;
inline constexpr Oid regproc = 24;
inline constexpr Oid text = 25;
inline constexpr Oid object = 26;
inline constexpr Oid xid = 28;
inline constexpr Oid cid = 29;
inline constexpr Oid oidvector = 30;
inline constexpr Oid json = 114;
inline constexpr Oid xml = 142;
inline constexpr Oid pg_node_tree = 194;
inline constexpr Oid cidr = 650;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid unknown = 705;
inline constexpr Oid macaddr = 829;
inline constexpr Oid inet = 869;
inline constexpr Oid bpchar = 1042;
inline constexpr Oid varchar = 1043;
inline constexpr Oid date = 1082;
inline constexpr Oid time = 1083;
inline constexpr Oid timestamp = 1114;
inline constexpr Oid timestamptz = 1184;
inline constexpr Oid interval = 1186;
inline constexpr Oid timetz = 1266;
inline constexpr Oid bit = 1560;
inline constexpr Oid varbit = 1562;
inline constexpr Oid numeric = 1700;
inline constexpr Oid regclass = 2205;
inline constexpr Oid regtype = 2206;
inline constexpr Oid void_ = 2278;
inline constexpr Oid uuid = 2950;
inline constexpr Oid jsonb = 3802;

/// The type of an array's elements; 0 when the type is no array known here.
[[nodiscard]] constexpr Oid element_of(Oid array) noexcept {
    switch (array) {
        case 1000:
            return boolean;
        case 1001:
            return bytea;
        case 1002:
            return character;
        case 1003:
            return name;
        case 1005:
        case int2vector:
            return int2;
        case 1007:
            return int4;
        case 1009:
            return text;
        case 1014:
            return bpchar;
        case 1015:
            return varchar;
        case 1016:
            return int8;
        case 1021:
            return float4;
        case 1022:
            return float8;
        case 1028:
        case oidvector:
            return object;
        case 1041:
            return inet;
        case 651:
            return cidr;
        case 1115:
            return timestamp;
        case 1182:
            return date;
        case 1183:
            return time;
        case 1185:
            return timestamptz;
        case 1187:
            return interval;
        case 1231:
            return numeric;
        case 1270:
            return timetz;
        case 143:
            return xml;
        case 199:
            return json;
        case 2951:
            return uuid;
        case 3807:
            return jsonb;
        default:
            return 0;
    }
}

/// Types whose binary form is their text.
[[nodiscard]] constexpr bool is_text(Oid type) noexcept {
    switch (type) {
        case text:
        case varchar:
        case bpchar:
        case name:
        case character:
        case unknown:
        case xml:
        case pg_node_tree:
            return true;
        default:
            return false;
    }
}

}  // namespace azoth::drivers::libpq::oid
