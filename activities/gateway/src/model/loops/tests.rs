use serde_json::json;

use super::*;

fn round(name: &str, id: u32, result: &str) -> [Value; 2] {
    [
        json!({ "role": "assistant", "tool_calls": [{ "id": id.to_string(), "function": { "name": name, "arguments": "{}" } }] }),
        json!({ "role": "tool", "tool_call_id": id.to_string(), "content": result }),
    ]
}

#[test]
fn repeated_rounds_at_the_end_count() {
    let same: Vec<Value> = (0..5).flat_map(|id| round("read", id, "text")).collect();
    assert_eq!(repeated(&same), 5);
    let other = [
        same.clone(),
        round("edit", 9, "text").to_vec(),
        round("read", 10, "text").to_vec(),
    ]
    .concat();
    assert_eq!(repeated(&other), 1);
    let progress: Vec<Value> = (0..5)
        .flat_map(|id| round("wait", id, &id.to_string()))
        .collect();
    assert_eq!(repeated(&progress), 1);
    let spoken = [
        same.clone(),
        vec![json!({ "role": "user", "content": "go on" })],
        same[..4].to_vec(),
    ]
    .concat();
    assert_eq!(repeated(&spoken), 2);
    assert_eq!(repeated(&[]), 0);
}

#[test]
fn limits_close_the_circle() {
    let limits = LoopLimits {
        same_request: 2,
        same_tool_calls: 3,
        cut_streams: 1,
    };
    let loops = Loops::default();
    assert!(!loops.closes(limits, b"a", &[]));
    loops.answered(b"a");
    loops.answered(b"b");
    assert!(!loops.closes(limits, b"a", &[]));
    loops.answered(b"a");
    assert!(loops.closes(limits, b"a", &[]) && !loops.closes(limits, b"b", &[]));
    loops.cut();
    assert!(loops.closes(limits, b"c", &[]));
}
