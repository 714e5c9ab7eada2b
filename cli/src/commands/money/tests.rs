use super::micros;

#[test]
fn dollars_are_read_exactly() {
    for (text, expected) in [
        ("2", 2_000_000),
        ("12.50", 12_500_000),
        ("$0.000001", 1),
        (".5", 500_000),
        ("0", 0),
    ] {
        assert_eq!(micros(text), Ok(expected), "{text}");
    }
    for wrong in [
        "",
        ".",
        "-1",
        "1e3",
        "1,5",
        "0.0000001",
        "99999999999999999999",
    ] {
        assert!(micros(wrong).is_err(), "{wrong}");
    }
}
