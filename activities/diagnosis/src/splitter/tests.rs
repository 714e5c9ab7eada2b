use proptest::prelude::*;

use super::{CUT_MARK, MAX_LINE_BYTES, Splitter};

fn lines(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut splitter = Splitter::default();
    let mut lines = Vec::new();
    for piece in pieces {
        splitter.push(piece, |block| take(block, &mut lines));
    }
    splitter.finish(|block| take(block, &mut lines));
    lines
}

fn take(block: &[u8], lines: &mut Vec<Vec<u8>>) {
    let ended = block
        .strip_suffix(b"\n")
        .expect("a block ends with its last line");
    lines.extend(ended.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
}

#[test]
fn lines_end_where_they_end() {
    assert_eq!(
        lines(&[b"a\nb", b"c\n\nd"]),
        [b"a".to_vec(), b"bc".to_vec(), b"".to_vec(), b"d".to_vec()]
    );
}

#[test]
fn a_long_line_is_cut_and_marked() {
    let long = vec![b'x'; MAX_LINE_BYTES + 100];
    let got = lines(&[&long, b"tail\nnext"]);
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].len(), MAX_LINE_BYTES + CUT_MARK.len());
    assert!(got[0].ends_with(CUT_MARK.as_bytes()));
    assert_eq!(got[1], b"next");
}

#[test]
fn sixteen_bit_text_is_read() {
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("error\nx".bytes().flat_map(|byte| [byte, 0]))
        .collect();
    let expected = [b"error".to_vec(), b"x".to_vec()];
    assert_eq!(lines(&[&wide]), expected);
    for cut in 0..wide.len() {
        let (head, tail) = wide.split_at(cut);
        assert_eq!(lines(&[head, b"", tail]), expected, "cut at {cut}");
    }
}

#[test]
fn half_a_mark_is_text() {
    assert_eq!(lines(&[b"\xff"]), [b"\xff".to_vec()]);
    assert_eq!(
        lines(&[b"\xff", b"a\nb"]),
        [b"\xffa".to_vec(), b"b".to_vec()]
    );
}

proptest! {
    #[test]
    fn pieces_do_not_matter(text in "[a-z\\n]{0,200}", cut in 0_usize..200) {
        let cut = cut.min(text.len());
        let (head, tail) = text.as_bytes().split_at(cut);
        prop_assert_eq!(lines(&[head, tail]), lines(&[text.as_bytes()]));
    }
}
