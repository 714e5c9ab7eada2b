use jiff::{SignedDuration, Timestamp};

use super::parse_since;

#[test]
fn a_time_is_given_as_people_think_of_it() {
    let date = parse_since("2026-11-20").unwrap();
    assert_eq!(date.to_string(), "2026-11-20T00:00:00Z");
    assert_eq!(parse_since("2026-11-20T00:00:00Z"), Ok(date));
    for (text, hours) in [("36h", 36), ("7d", 7 * 24), ("2w", 14 * 24), ("0h", 0)] {
        let ago = Timestamp::now().duration_since(parse_since(text).unwrap());
        let off = ago - SignedDuration::from_hours(hours);
        assert!(off.abs() < SignedDuration::from_secs(60), "{text}: {ago:?}");
    }
    for wrong in [
        "",
        "h",
        "-1h",
        "yesterday",
        "7",
        "7y",
        "9999999999999d",
        "1é",
    ] {
        assert!(parse_since(wrong).is_err(), "{wrong}");
    }
}
