//! Comments under pull requests, ours and those of others.

/// A comment of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The git host's id.
    pub id: u64,
    /// The page for people.
    pub url: String,
}

/// A comment that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenComment {
    /// The git host's id.
    pub id: u64,
    /// Login of the author.
    pub author: String,
    /// The author is a program.
    pub author_is_bot: bool,
    /// What was written; untrusted.
    pub body: String,
    /// Unix time in milliseconds.
    pub created_at: i64,
}

/// What is answered to a comment without writing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// It was understood.
    Understood,
    /// It was not.
    NotUnderstood,
}
