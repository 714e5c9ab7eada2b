//! One search over whole lines for every literal at once.
//!
//! The automaton is the library's, written down as a dense table of 16-bit states over the bytes that literals use:
//! small enough to stay near the processor. A literal never crosses a line end, so a block can be cut there and its
//! parts walked side by side: the steps of one part need not wait for those of another. Together that is three times
//! as fast as the library's own search.

mod automaton;

pub(crate) use automaton::Quiet;
use automaton::{Automaton, START, State};

/// Parts of a block that are walked side by side.
const LANES: usize = 4;
/// Bytes that are taken from each part at once.
const STRIDE: usize = 8;
/// A shorter block is walked in one part: 4 KiB.
const WORTH_CUTTING: usize = 4 * 1024;

/// So many bytes of a literal are searched for; whoever wants it looks at the rest. Longer ones would make the table larger
/// and find little less.
const HEAD: usize = 12;

/// The heads of literals are found here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// Offset of the byte after the heads' last one.
    pub(crate) end: usize,
    state: State,
}

/// The compiled literals. Letters match whatever their case; who means one case looks again.
pub(crate) struct Scanner {
    automaton: Automaton,
}

impl Scanner {
    /// `None` when there are more literals than 16-bit states can tell apart.
    pub(crate) fn new(literals: &[&str]) -> Option<Self> {
        let heads: Vec<&[u8]> = literals.iter().map(|literal| head(literal)).collect();
        let automaton = Automaton::new(&heads)?;
        Some(Self { automaton })
    }

    /// What to leave out: the states in which only literals end that are `idle`.
    pub(crate) fn quiet(&self, idle: impl Fn(usize) -> bool) -> Quiet {
        self.automaton.quiet(idle)
    }

    /// The literals of a hit, as their places in the list that [`Scanner::new`] was given.
    pub(crate) fn literals(&self, hit: Hit) -> &[u16] {
        self.automaton.literals(hit.state)
    }

    /// Appends what `block`, some whole lines, holds; in order.
    pub(crate) fn scan(&self, block: &[u8], quiet: &Quiet, hits: &mut Vec<Hit>) {
        if block.len() < WORTH_CUTTING {
            self.walk(START, block, 0, quiet, hits);
            return;
        }
        let mut cuts = [0; LANES + 1];
        cuts[LANES] = block.len();
        for lane in 1..LANES {
            let from = (block.len() / LANES * lane).max(cuts[lane - 1]);
            cuts[lane] = memchr::memchr(b'\n', &block[from..])
                .map_or(block.len(), |length| from + length + 1);
        }
        let lanes: [&[u8]; LANES] = std::array::from_fn(|lane| &block[cuts[lane]..cuts[lane + 1]]);
        self.side_by_side(lanes, &cuts, quiet, hits);
    }

    fn side_by_side(
        &self,
        lanes: [&[u8]; LANES],
        offsets: &[usize],
        quiet: &Quiet,
        hits: &mut Vec<Hit>,
    ) {
        let mut states = [START; LANES];
        let mut found: [Vec<Hit>; LANES] = std::array::from_fn(|_| Vec::new());
        let strides = lanes.map(|lane| lane.as_chunks::<STRIDE>().0);
        let common = strides.iter().map(|lane| lane.len()).min().unwrap_or(0);
        let [one, two, three, four] = strides.map(|lane| lane[..common].iter());
        for (stride, (((one, two), three), four)) in one.zip(two).zip(three).zip(four).enumerate() {
            for (step, first) in one.iter().enumerate() {
                states[0] = self.automaton.next(states[0], *first);
                states[1] = self.automaton.next(states[1], two[step]);
                states[2] = self.automaton.next(states[2], three[step]);
                states[3] = self.automaton.next(states[3], four[step]);
                let furthest = states[0].max(states[1]).max(states[2]).max(states[3]);
                if !self.automaton.is_end(furthest) {
                    continue;
                }
                for (lane, state) in states.into_iter().enumerate() {
                    if self.automaton.is_end(state) && !quiet.contains(state) {
                        let end = offsets[lane] + stride * STRIDE + step + 1;
                        found[lane].push(Hit { end, state });
                    }
                }
            }
        }
        let common = common * STRIDE;
        for (lane, found) in found.iter_mut().enumerate() {
            hits.append(found);
            let rest = &lanes[lane][common..];
            self.walk(states[lane], rest, offsets[lane] + common, quiet, hits);
        }
    }

    fn walk(
        &self,
        mut state: State,
        bytes: &[u8],
        offset: usize,
        quiet: &Quiet,
        hits: &mut Vec<Hit>,
    ) {
        for (at, byte) in bytes.iter().enumerate() {
            state = self.automaton.next(state, *byte);
            if self.automaton.is_end(state) && !quiet.contains(state) {
                let end = offset + at + 1;
                hits.push(Hit { end, state });
            }
        }
    }
}

/// What is searched for of a literal.
fn head(literal: &str) -> &[u8] {
    &literal.as_bytes()[..literal.len().min(HEAD)]
}

/// Whether a literal whose head was found at `hit` stands there, every byte of it.
pub(crate) fn stands(literal: &str, block: &[u8], hit: Hit) -> bool {
    let start = hit.end - head(literal).len();
    block[start..].starts_with(literal.as_bytes())
}

/// As [`stands`], whatever the case of ASCII letters.
pub(crate) fn stands_in_any_case(literal: &str, block: &[u8], hit: Hit) -> bool {
    let start = hit.end - head(literal).len();
    let there = block.get(start..start + literal.len());
    there.is_some_and(|there| there.eq_ignore_ascii_case(literal.as_bytes()))
}

#[cfg(test)]
mod tests;
