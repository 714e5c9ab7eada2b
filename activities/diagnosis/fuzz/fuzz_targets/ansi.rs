//! No terminal code survives, lines stay lines, and what has no codes stays as it is.

#![no_main]

use diagnosis::fuzzing::{strip, uncoloured};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|block: &[u8]| {
    let clean = uncoloured(block);
    assert!(!clean.contains(&0x1b), "an escape byte survives in a block");
    assert_eq!(ends(&clean), ends(block), "lines of a block");
    assert!(clean.len() <= block.len(), "a block grew");
    let lines = block.split_inclusive(|byte| *byte == b'\n');
    let alone: Vec<u8> = lines.flat_map(uncoloured).collect();
    assert_eq!(alone, clean, "a line depends on its neighbours");
    // What stood on both sides of a code can make another one, but only around a bracket that stayed.
    if !clean.contains(&b'[') {
        assert_eq!(uncoloured(&clean), clean, "a second pass over a block");
    }

    for line in block.split(|byte| *byte == b'\n') {
        let clean = strip(line);
        let is_text = |byte: &u8| *byte >= b' ' || *byte == b'\t';
        assert!(clean.iter().all(is_text), "a control character survives");
        assert!(clean.len() <= line.len(), "a line grew");
        // The same goes for characters without width, whose bytes are these.
        if !clean.iter().any(|byte| matches!(byte, b'[' | 0xe2 | 0xef)) {
            assert_eq!(strip(&clean), clean, "a second pass over a line");
        }
    }
});

fn ends(block: &[u8]) -> usize {
    block.iter().filter(|byte| **byte == b'\n').count()
}
