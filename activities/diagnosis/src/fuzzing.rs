//! The door to private parts, for fuzzing alone.

use crate::{clean, splitter::Splitter};

/// Hands the blocks of whole lines that `pieces` of one stream make to `block`.
pub fn split<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, mut block: impl FnMut(&[u8])) {
    let mut splitter = Splitter::default();
    for piece in pieces {
        splitter.push(piece, &mut block);
    }
    splitter.finish(&mut block);
}

/// One line without terminal codes and control characters.
#[must_use]
pub fn strip(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    clean::strip(raw, &mut out);
    out
}

/// Whole lines without terminal codes.
#[must_use]
pub fn uncoloured(block: &[u8]) -> Vec<u8> {
    clean::uncoloured(block, &mut Vec::new()).to_vec()
}
