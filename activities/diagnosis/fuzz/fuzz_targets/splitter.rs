//! Lines are the same however a stream is cut, and as a simple reading of the whole says; blocks are whole lines of
//! bounded size.

#![no_main]

use diagnosis::{CUT_MARK, MAX_LINE_BYTES, fuzzing::split};
use diagnosis_fuzz::first_line;
use libfuzzer_sys::fuzz_target;

/// Of a block, but for one long line.
const MOST_BYTES: usize = 256 * 1024;
/// What one bell stands for, so that small inputs reach the caps: two fill a line.
const RUN: usize = MAX_LINE_BYTES / 2;
/// Bells that count.
const RUNS: usize = 4;

fuzz_target!(|input: &[u8]| {
    let (lengths, text) = first_line(input);
    let text = with_runs(text);
    let whole = lines(&[&text]);
    assert!(whole == expected(&text), "lines of the whole");
    assert!(
        whole == lines(&pieces(lengths, &text)),
        "lines of the pieces"
    );
});

fn with_runs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut runs = 0;
    for byte in text {
        if *byte == 0x07 && runs < RUNS {
            runs += 1;
            out.resize(out.len() + RUN, b'x');
        } else {
            out.push(*byte);
        }
    }
    out
}

/// Cuts after so many bytes; from 128 on a length counts in steps that cut runs, too.
fn pieces<'a>(lengths: &[u8], text: &'a [u8]) -> Vec<&'a [u8]> {
    let mut rest = text;
    let mut pieces = Vec::new();
    for length in lengths {
        let length = match usize::from(*length) {
            short @ 0..128 => short,
            long => (long - 127) * 8_191,
        };
        let (piece, others) = rest.split_at(length.min(rest.len()));
        pieces.push(piece);
        rest = others;
    }
    pieces.push(rest);
    pieces
}

fn lines(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    split(pieces.iter().copied(), |block| {
        assert!(block.ends_with(b"\n"), "a block ends with a line end");
        let before = all.len();
        all.extend(ended(block).map(<[u8]>::to_vec));
        let is_one = all.len() == before + 1;
        assert!(block.len() <= MOST_BYTES || is_one, "a large block");
    });
    all
}

fn expected(text: &[u8]) -> Vec<Vec<u8>> {
    if text.starts_with(&[0xff, 0xfe]) {
        let is_narrow = |byte: &u8| !matches!(byte, 0 | 0xff | 0xfe);
        let narrow: Vec<u8> = text.iter().copied().filter(is_narrow).collect();
        ended(&narrow).map(capped).collect()
    } else {
        ended(text).map(capped).collect()
    }
}

/// Lines without their ends; the last one need not have one.
fn ended(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest);
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[], |end| &rest[end + 1..]);
        (end.is_some() || !line.is_empty()).then_some(line)
    })
}

fn capped(line: &[u8]) -> Vec<u8> {
    if line.len() > MAX_LINE_BYTES {
        [&line[..MAX_LINE_BYTES], CUT_MARK.as_bytes()].concat()
    } else {
        line.to_vec()
    }
}
