use proptest::prelude::*;

use super::*;

fn event(serial: u128, text: &str) -> LogEvent {
    LogEvent {
        id: Some(serial.to_string()),
        at: 1,
        serial,
        level: LogLevel::Info,
        text: Some(text.to_owned()),
    }
}

fn texts(log: &BuildLog) -> Vec<&str> {
    log.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn pages_overlap_and_come_in_any_order() {
    let mut assembly = Assembly::new(1_000);
    assert_eq!(assembly.add(vec![event(4, "d"), event(3, "c")]), 2);
    assert_eq!(
        assembly.add(vec![event(2, "b"), event(3, "c"), event(1, "a")]),
        2
    );
    assert_eq!(assembly.add(vec![event(1, "a")]), 0);
    let log = assembly.finish(true);
    assert_eq!(
        (texts(&log), log.truncated_at_start),
        (vec!["a", "b", "c", "d"], false)
    );
    assert_eq!((log.to_string().as_str(), log.bytes()), ("a\nb\nc\nd\n", 8));
}

#[test]
fn events_without_ids_may_say_the_same_twice() {
    let plain = |text: &str| LogEvent {
        id: None,
        ..event(0, text)
    };
    let mut assembly = Assembly::new(1_000);
    let page = vec![plain("x"), plain("x"), plain("y")];
    assert_eq!((assembly.add(page.clone()), assembly.add(page)), (3, 0));
    assert_eq!(texts(&assembly.finish(true)), ["x", "x", "y"]);
}

#[test]
fn the_start_is_cut_not_the_end() {
    let mut assembly = Assembly::new(6);
    assembly.add(vec![event(1, "one\r\ntwo\n"), event(2, "three")]);
    assert!(assembly.is_full());
    let log = assembly.finish(true);
    assert_eq!((texts(&log), log.truncated_at_start), (vec!["three"], true));
}

#[test]
fn one_endless_line_keeps_its_end_whole_characters_only() {
    let mut assembly = Assembly::new(6);
    assembly.add(vec![event(1, &"ä".repeat(100))]);
    let log = assembly.finish(true);
    assert_eq!((texts(&log), log.truncated_at_start), (vec!["ää"], true));
}

#[test]
fn nothing_stands_before_a_line_that_lost_its_start() {
    let mut assembly = Assembly::new(3);
    assembly.add(vec![event(1, "\néa")]);
    assert_eq!(assembly.finish(true).to_string(), "a\n");
}

proptest! {
    #[test]
    fn never_more_than_the_limit_and_always_the_end(limit in 0usize..200, lines in prop::collection::vec("[a-zé\n]{0,30}", 0..40)) {
        let mut assembly = Assembly::new(limit);
        assembly.add(lines.iter().enumerate().map(|(at, text)| event(at as u128, text)).collect());
        let log = assembly.finish(true);
        prop_assert!(log.bytes() <= limit.max(1));
        let whole = lines.iter().map(|text| format!("{}\n", text.strip_suffix('\n').unwrap_or(text))).collect::<String>();
        prop_assert!(limit == 0 || whole.ends_with(&log.to_string()));
        prop_assert_eq!(log.truncated_at_start, log.bytes() < whole.len());
    }
}
