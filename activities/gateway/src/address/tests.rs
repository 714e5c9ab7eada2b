use proptest::prelude::*;

use super::*;

fn global(text: &str) -> bool {
    is_global(text.parse().unwrap())
}

#[test]
fn public_addresses() {
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "100.128.0.1",
        "172.32.0.1",
        "192.1.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808",
    ] {
        assert!(global(text), "{text}");
    }
}

#[test]
fn special_addresses() {
    for text in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:a00:1::",
        "3fff::1",
        "5f00::1",
    ] {
        assert!(!global(text), "{text}");
    }
}

proptest! {
    /// Wrapping an address does not make it public.
    #[test]
    fn wrapped_addresses_are_what_they_wrap(octets in any::<[u8; 4]>()) {
        let plain = Ipv4Addr::from(octets);
        prop_assert_eq!(is_global(plain.to_ipv6_mapped().into()), is_global(plain.into()));
        prop_assert!(!is_global(plain.to_ipv6_compatible().into()) || octets[0] != 0);
    }
}
