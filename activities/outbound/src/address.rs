//! Which addresses belong to the public internet. Nothing here resolves a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[cfg(test)]
mod tests;

/// Whether an address is globally reachable, after the IANA special-purpose registries (RFC 6890 and successors).
///
/// IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64) are judged by the address they carry. Everything
/// outside `2000::/3` is refused, so a range that is assigned tomorrow is not trusted today.
#[must_use]
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_global_v4(v4),
        IpAddr::V6(v6) => is_global_v6(v6),
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // "This network", private, loopback, multicast and reserved.
        (0 | 10 | 127 | 224..=255, _, _) => true,
        // Carrier-grade NAT, link-local (cloud metadata), private.
        (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Protocol assignments, documentation, deprecated 6to4 relay, benchmarking.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18..=19, _) | (198, 51, 100) | (203, 0, 113) => {
            true
        }
        _ => false,
    };
    !special
}

fn is_global_v6(address: Ipv6Addr) -> bool {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_global_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (s0, s1) {
        // ::ffff:a.b.c.d
        (0, 0) if [s2, s3, s4, s5] == [0, 0, 0, 0xffff] => embedded(s6, s7),
        // 64:ff9b::a.b.c.d
        (0x64, 0xff9b) if [s2, s3, s4, s5] == [0; 4] => embedded(s6, s7),
        // 6to4
        (0x2002, _) => embedded(s1, s2),
        // Teredo, ORCHID and other protocol assignments; documentation.
        (0x2001, 0..=0x1ff | 0x0db8) | (0x3fff, 0..=0x0fff) => false,
        _ => s0 & 0xe000 == 0x2000,
    }
}
