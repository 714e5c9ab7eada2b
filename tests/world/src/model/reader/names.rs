//! How alike names are.

/// The edit distance of two texts, a swap of neighbours counting as one.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let width = other.len() + 1;
    let mut table = vec![0_usize; (one.len() + 1) * width];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(one[i - 1] != other[j - 1]);
                let mut best = (table[(i - 1) * width + j] + 1).min(table[i * width + j - 1] + 1);
                best = best.min(table[(i - 1) * width + j - 1] + same);
                if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                    best = best.min(table[(i - 2) * width + j - 2] + 1);
                }
                best
            };
        }
    }
    table[one.len() * width + other.len()]
}

/// The candidate most like `name`, where one is like enough to be a slip of the pen.
pub(super) fn closest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let lower = name.to_lowercase();
    let most = if name.chars().count() <= 4 { 1 } else { 2 };
    let scored = candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            let score = distance(&lower, &candidate.to_lowercase());
            // "colour" for "favouriteColour", "getAll" for "getAllUsers": one is part of the other.
            let part = candidate.to_lowercase().contains(&lower) && lower.len() >= 4;
            (if part { score.min(most) } else { score }, candidate)
        });
    scored
        .filter(|(score, _)| *score <= most)
        .min_by_key(|(score, _)| *score)
        .map(|(_, candidate)| candidate)
}
