use proptest::prelude::*;

use super::{is_code_frame, last_overwrite, strip, uncoloured};

fn stripped(text: &str) -> String {
    let mut out = Vec::new();
    strip(text.as_bytes(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn colours_go_with_and_without_their_escape_byte() {
    assert_eq!(stripped("\u{1b}[31mx\u{1b}[0m Expected"), "x Expected");
    assert_eq!(
        stripped("[1m[31m✘ [41;31m[[41;97mERROR[41;31m][0m [1mbad[0m"),
        "✘ [ERROR] bad"
    );
    assert_eq!(
        stripped("\u{1b}]8;;https://example.test\u{7}link\u{1b}]8;;\u{7}"),
        "link"
    );
    assert_eq!(stripped("\u{1b}[2K\u{1b}[1Gdone"), "done");
}

#[test]
fn what_only_looks_like_a_colour_stays() {
    assert_eq!(stripped("app/[id]/page.tsx[12]"), "app/[id]/page.tsx[12]");
    assert_eq!(stripped("[ERROR] x"), "[ERROR] x");
}

#[test]
fn the_last_state_of_a_progress_line_counts() {
    assert_eq!(last_overwrite(b"10%\r50%\r100% done\r"), b"100% done");
    assert_eq!(last_overwrite(b"\r\r"), b"");
    assert_eq!(last_overwrite(b"plain"), b"plain");
}

#[test]
fn quoted_source_is_told_from_messages() {
    for frame in [
        "  12 | const a",
        "> 12 |   <div",
        "12 │ import x",
        "     | ^^^",
        "42: let a = 1",
        "   ╵ ~~~~",
    ] {
        assert!(is_code_frame(frame), "{frame}");
    }
    for text in [
        "12:7  error  bad",
        "src/a.ts(1,2): error TS1",
        "npm error",
        "2 errors",
        "  ╰─▶ the root of it",
        "  ├─▶ what came of it",
    ] {
        assert!(!is_code_frame(text), "{text}");
    }
}

#[test]
fn colours_of_many_lines_go_at_once() {
    let mut scratch = Vec::new();
    let block = b"[12:00] a\n\x1b[31mnpm\x1b[39m er[1mror[0m\n\x1b]8;; open\nlast\n";
    assert_eq!(
        uncoloured(block, &mut scratch),
        b"[12:00] a\nnpm error\n8;; open\nlast\n"
    );
    assert_eq!(
        uncoloured(b"\x1b]0;t\x1b\na\x1b[3\n1mb\x1b\n", &mut scratch),
        b"\na3\n1mb\n"
    );
    let plain = b"[12:00] a\n";
    assert_eq!(uncoloured(plain, &mut scratch), plain);
}

#[test]
fn a_line_full_of_codes_costs_no_more_than_its_length() {
    let started = std::time::Instant::now();
    let block = [b"\x1b".repeat(1 << 20).as_slice(), b"x\n"].concat();
    assert_eq!(uncoloured(&block, &mut Vec::new()), b"x\n");
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn lines_stay_lines(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut scratch = Vec::new();
        let ends = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        prop_assert_eq!(ends(uncoloured(&bytes, &mut scratch)), ends(&bytes));
    }

    #[test]
    fn no_escape_byte_survives(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut out = Vec::new();
        strip(&bytes, &mut out);
        prop_assert!(!out.contains(&0x1b));
        prop_assert!(out.len() <= bytes.len());
    }
}
