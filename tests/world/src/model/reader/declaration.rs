//! Finding where a type is declared, and its members.

use std::ops::Range;

use super::{
    repair::{Case, Remedy},
    scan,
    source::Source,
    tools,
};

/// A declaration of an interface, class or object type.
pub(super) struct Declaration {
    pub(super) source: Source,
    /// Between its braces.
    pub(super) body: Range<usize>,
}

/// One member line of a declaration.
pub(super) struct Member {
    pub(super) name: String,
    /// The name with its question mark.
    pub(super) head: Range<usize>,
    pub(super) optional: bool,
    /// The type, as far as it stands on the line.
    pub(super) kind: String,
}

/// Finds the declaration of a type: by searching, then reading. `Err` is what to look at next, or nothing to be found.
pub(super) fn find(case: &Case<'_>, name: &str) -> Result<Declaration, Option<Box<Remedy>>> {
    let name = name.split('<').next().unwrap_or(name).trim();
    if name.is_empty() || !name.chars().all(scan::in_name) {
        return Err(None);
    }
    if let Some(declaration) = within(&case.source, name) {
        return Ok(declaration);
    }
    let expression = format!("(interface|type|class) {name}\\b");
    let Some(matches) = case.attempt.grepped(&expression) else {
        let say = format!("Where is {name} declared?");
        return Err(Some(Box::new(Remedy::Look(tools::grep(
            case.task,
            &expression,
            &say,
        )))));
    };
    let place = matches
        .into_iter()
        .find(|found| !found.path.contains("/node_modules/"))
        .ok_or(None)?;
    match case.attempt.source(&place.path) {
        Some(source) => within(&source, name).ok_or(None),
        None => {
            let say = format!("{name} is declared in {}.", place.path);
            Err(Some(Box::new(Remedy::Look(tools::read(
                &place.path,
                place.line,
                &say,
            )))))
        }
    }
}

fn within(source: &Source, name: &str) -> Option<Declaration> {
    let text = &source.text;
    let at = ["interface ", "type ", "class "]
        .iter()
        .find_map(|keyword| {
            let at = text.find(&format!("{keyword}{name}"))?;
            let end = at + keyword.len() + name.len();
            (!text[end..].starts_with(scan::in_name)).then_some(end)
        })?;
    let open = at + text[at..].find(['{', ';'])?;
    if !text[open..].starts_with('{') {
        return None;
    }
    let end = scan::bracket_end(text, open);
    Some(Declaration {
        body: open + 1..end.saturating_sub(1).max(open + 1),
        source: source.clone(),
    })
}

impl Declaration {
    /// Members of the form `name: type` or `name?: type`, at the outermost level.
    pub(super) fn members(&self) -> Vec<Member> {
        let text = &self.source.text;
        let mut members = Vec::new();
        let mut at = self.body.start;
        while at < self.body.end {
            let skipped = text[at..self.body.end].len()
                - text[at..self.body.end]
                    .trim_start_matches([' ', '\t', '\n', ';', ','])
                    .len();
            at += skipped;
            if at >= self.body.end {
                break;
            }
            let end = scan::expression_end(text, at).clamp(at + 1, self.body.end);
            members.extend(member(text, at, end));
            at = end;
        }
        members
    }

    /// The blanks before the first member, or two more than the declaration's own.
    pub(super) fn member_indent(&self) -> String {
        match self.members().first() {
            Some(member) => self.source.indent(member.head.start).to_owned(),
            None => format!("{}  ", self.source.indent(self.body.start)),
        }
    }

    /// Whether the braces stand on one line.
    pub(super) fn is_flat(&self) -> bool {
        !self.source.text[self.body.clone()].contains('\n')
    }
}

fn member(text: &str, start: usize, end: usize) -> Option<Member> {
    let piece = &text[start..end];
    let piece_start = start
        + ["readonly ", "public ", "private ", "protected "]
            .iter()
            .filter(|word| piece.starts_with(**word))
            .map(|word| word.len())
            .sum::<usize>();
    let name = scan::name_at(text, piece_start)?;
    if name.start != piece_start {
        return None;
    }
    let rest = &text[name.end..end];
    let optional = rest.starts_with('?');
    let kind = rest
        .trim_start_matches('?')
        .strip_prefix(':')?
        .trim()
        .to_owned();
    Some(Member {
        name: text[name.clone()].to_owned(),
        head: name.start..name.end + usize::from(optional),
        optional,
        kind,
    })
}
