//! The library's automaton as a dense table.

use std::collections::VecDeque;

use aho_corasick::{
    Anchored, MatchKind,
    automaton::{Automaton as _, StateID},
    nfa::noncontiguous::NFA,
};

/// A state; those in which literals end have the highest numbers.
pub(super) type State = u16;

/// Where every line starts.
pub(super) const START: State = 0;

/// Kinds of bytes that are told apart: a row of the table is two cache lines.
const KINDS: usize = 64;

/// Literals, up to [`alike`].
pub(super) struct Automaton {
    kinds: [u8; 256],
    /// One row for every number that a state can have: a walk cannot leave the table, and need not check. Rows that no
    /// state has are never touched, so they take no memory.
    next: Box<[[State; KINDS]; 1 << State::BITS]>,
    /// The first state in which literals end.
    first_end: State,
    /// The literals of each such state.
    ends: Vec<Vec<u16>>,
}

/// States whose literals nobody asks for any more.
#[derive(Debug, Default, Clone)]
pub(crate) struct Quiet {
    first: State,
    ends: Vec<bool>,
}

impl Quiet {
    pub(super) fn contains(&self, state: State) -> bool {
        let end = usize::from(state.wrapping_sub(self.first));
        self.ends.get(end).is_some_and(|quiet| *quiet)
    }
}

impl Automaton {
    /// `None` when there are more states than numbers for them, or too many kinds of bytes.
    pub(super) fn new(literals: &[&[u8]]) -> Option<Self> {
        let alike: Vec<Vec<u8>> = literals
            .iter()
            .map(|literal| literal.iter().copied().map(alike).collect())
            .collect();
        let nfa = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(&alike)
            .ok()?;
        let (kinds, bytes) = kinds(&alike)?;
        let reached = Reached::from_start(&nfa, &bytes)?;
        let mut next = vec![[START; KINDS]; 1 << State::BITS];
        let mut ends = vec![Vec::new(); reached.order.len() - usize::from(reached.first_end)];
        for (state, followers) in reached.order.iter().zip(&reached.followers) {
            let number = reached.number(*state);
            let row = &mut next[usize::from(number)];
            for (kind, follower) in row.iter_mut().zip(followers) {
                *kind = reached.number(*follower);
            }
            if nfa.is_match(*state) {
                ends[usize::from(number - reached.first_end)] = literals_of(&nfa, *state)?;
            }
        }
        Some(Self {
            kinds,
            next: next.try_into().ok()?,
            first_end: reached.first_end,
            ends,
        })
    }

    #[inline]
    pub(super) fn next(&self, state: State, byte: u8) -> State {
        let kind = usize::from(self.kinds[usize::from(byte)]);
        self.next[usize::from(state)][kind % KINDS]
    }

    #[inline]
    pub(super) fn is_end(&self, state: State) -> bool {
        state >= self.first_end
    }

    pub(super) fn literals(&self, state: State) -> &[u16] {
        let end = usize::from(state.wrapping_sub(self.first_end));
        self.ends.get(end).map_or(&[], Vec::as_slice)
    }

    pub(super) fn quiet(&self, idle: impl Fn(usize) -> bool) -> Quiet {
        let all_idle =
            |literals: &Vec<u16>| literals.iter().all(|literal| idle(usize::from(*literal)));
        Quiet {
            first: self.first_end,
            ends: self.ends.iter().map(all_idle).collect(),
        }
    }
}

/// Bytes that the search does not tell apart, for a small table: who cares looks at the line again.
fn alike(byte: u8) -> u8 {
    match byte {
        b'[' | b'{' => b'(',
        b']' | b'}' => b')',
        b'"' | b'`' => b'\'',
        b'#' | b'$' | b'%' | b'&' | b'+' | b'?' | b'^' | b'|' | b'~' => b'!',
        0x80.. => 0x80,
        _ => byte.to_ascii_lowercase(),
    }
}

/// The kind of each byte, and a byte of each kind.
fn kinds(literals: &[Vec<u8>]) -> Option<([u8; 256], Vec<u8>)> {
    let mut used = [false; 256];
    for byte in literals.iter().flatten() {
        used[usize::from(*byte)] = true;
    }
    // No literal holds a line end, so it stands for all bytes that none holds.
    let mut bytes = vec![b'\n'];
    bytes.extend((0..=u8::MAX).filter(|byte| used[usize::from(*byte)]));
    let mut kinds = [0; 256];
    for byte in 0..=u8::MAX {
        let kind = bytes.iter().position(|known| *known == alike(byte));
        kinds[usize::from(byte)] = u8::try_from(kind.unwrap_or(0)).ok()?;
    }
    (bytes.len() <= KINDS).then_some((kinds, bytes))
}

/// Every state that can be reached.
struct Reached {
    /// Nearest first.
    order: Vec<StateID>,
    /// What follows each of them, by kind of byte.
    followers: Vec<Vec<StateID>>,
    /// By the library's number. Inner states come first, in the order in which they were met: usual ones lie together.
    numbers: Vec<State>,
    first_end: State,
}

impl Reached {
    fn from_start(nfa: &NFA, bytes: &[u8]) -> Option<Self> {
        let start = nfa.start_state(Anchored::No).ok()?;
        let mut known = vec![false; start.as_usize() + 1];
        known[start.as_usize()] = true;
        let mut queue = VecDeque::from([start]);
        let (mut order, mut followers) = (Vec::new(), Vec::new());
        while let Some(state) = queue.pop_front() {
            let row: Vec<StateID> = bytes
                .iter()
                .map(|byte| nfa.next_state(Anchored::No, state, *byte))
                .collect();
            for next in &row {
                let index = next.as_usize();
                if index >= known.len() {
                    known.resize(index + 1, false);
                }
                if !std::mem::replace(&mut known[index], true) {
                    queue.push_back(*next);
                }
            }
            order.push(state);
            followers.push(row);
        }
        State::try_from(order.len()).ok()?;
        let inner = order.iter().filter(|state| !nfa.is_match(**state));
        let first_end = inner.clone().count();
        let ends = order.iter().filter(|state| nfa.is_match(**state));
        let mut numbers = vec![START; known.len()];
        for (state, number) in inner.chain(ends).zip(START..) {
            numbers[state.as_usize()] = number;
        }
        Some(Self {
            first_end: State::try_from(first_end).ok()?,
            order,
            followers,
            numbers,
        })
    }

    fn number(&self, state: StateID) -> State {
        self.numbers[state.as_usize()]
    }
}

fn literals_of(nfa: &NFA, state: StateID) -> Option<Vec<u16>> {
    (0..nfa.match_len(state))
        .map(|index| u16::try_from(nfa.match_pattern(state, index).as_usize()).ok())
        .collect()
}
