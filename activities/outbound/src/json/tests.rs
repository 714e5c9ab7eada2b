use serde_json::json;

use super::*;

#[test]
fn scalars_are_read_in_every_form_that_occurs() {
    let value = json!({"s": "x", "n": 7, "f": 7.0, "half": 7.5, "t": "42", "b": true, "one": "1", "e": "", "z": null, "o": {"k": "v"}, "a": [1, 2]});
    assert_eq!(text(&value, "/s").as_deref(), Some("x"));
    assert_eq!(text(&value, "/n").as_deref(), Some("7"));
    assert_eq!(text(&value, "/o/k").as_deref(), Some("v"));
    assert_eq!(
        (
            number(&value, "/n"),
            number(&value, "/f"),
            number(&value, "/t")
        ),
        (Some(7), Some(7), Some(42))
    );
    assert_eq!(
        (flag(&value, "/b"), flag(&value, "/one")),
        (Some(true), Some(true))
    );
    assert_eq!(list(&value, "/a").len(), 2);
}

#[test]
fn everything_else_is_absent() {
    let value = json!({"s": "x", "half": 7.5, "e": "", "z": null, "o": {}, "big": 1e300});
    for pointer in ["/e", "/z", "/o", "/missing", "/s/deeper", "not a pointer"] {
        assert_eq!(text(&value, pointer), None, "{pointer}");
        assert_eq!(number(&value, pointer), None, "{pointer}");
        assert_eq!(flag(&value, pointer), None, "{pointer}");
        assert!(list(&value, pointer).is_empty(), "{pointer}");
    }
    assert_eq!(
        (
            number(&value, "/half"),
            number(&value, "/big"),
            number(&value, "/s")
        ),
        (None, None, None)
    );
}

#[test]
fn strings_and_numbers_are_told_apart_where_it_matters() {
    let value = json!({"s": "x", "e": "", "n": 7, "zero": 0, "below": -7, "t": "42", "o": {}});
    assert_eq!(string(&value, "/s").as_deref(), Some("x"));
    assert_eq!(
        (positive(&value, "/n"), positive(&value, "/t")),
        (Some(7), Some(42))
    );
    for pointer in ["/e", "/n", "/below", "/o", "/missing"] {
        assert_eq!(string(&value, pointer), None, "{pointer}");
    }
    for pointer in ["/s", "/zero", "/below", "/o", "/missing"] {
        assert_eq!(positive(&value, pointer), None, "{pointer}");
    }
}
