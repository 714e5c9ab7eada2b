//! What the targets share.

/// The pieces in which a log comes, from an input that a person can write: the bytes of its first line are the lengths of
/// the pieces, and what they leave over comes last.
pub fn pieces(input: &[u8]) -> (&[u8], Vec<&[u8]>) {
    let (lengths, text) = first_line(input);
    let mut rest = text;
    let mut pieces = Vec::with_capacity(lengths.len() + 1);
    for length in lengths {
        let (piece, others) = rest.split_at(usize::from(*length).min(rest.len()));
        pieces.push(piece);
        rest = others;
    }
    pieces.push(rest);
    (text, pieces)
}

/// The first line without its end, and everything below it.
pub fn first_line(input: &[u8]) -> (&[u8], &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n');
    end.map_or((input, &[]), |end| (&input[..end], &input[end + 1..]))
}

/// Changes an input as libFuzzer does, and now and then puts one of `words` into it: a search for many words at once
/// compares nothing that libFuzzer could learn them from.
pub fn mutate(words: &[&str], data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let word = words[seed as usize / 4 % words.len()].as_bytes();
    if !seed.is_multiple_of(4) || size + word.len() > max_size {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let at = (seed as usize).wrapping_mul(0x9e37_79b1) % (size + 1);
    data.copy_within(at..size, at + word.len());
    data[at..at + word.len()].copy_from_slice(word);
    size + word.len()
}
