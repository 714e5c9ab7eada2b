use super::*;

fn global(text: &str) -> bool {
    is_global(text.parse().unwrap())
}

#[test]
fn public_addresses_are_global() {
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "140.82.112.3",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
    ] {
        assert!(global(address), "{address}");
    }
}

#[test]
fn private_and_special_addresses_are_not() {
    for address in [
        "0.0.0.0",
        "10.1.2.3",
        "127.0.0.1",
        "127.255.255.254",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "3fff::1",
    ] {
        assert!(!global(address), "{address}");
    }
}

proptest::proptest! {
    #[test]
    fn a_mapped_address_is_judged_like_the_address_it_carries(bits: u32) {
        let v4 = Ipv4Addr::from(bits);
        proptest::prop_assert_eq!(is_global(IpAddr::V4(v4)), is_global(IpAddr::V6(v4.to_ipv6_mapped())));
    }
}
