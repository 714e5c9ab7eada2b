//! Imports of what a module does not export (TS2305, TS2724, TS2614, TS2613, TS1192, TS2459).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy, module::candidates};
use crate::model::reader::{names, prompt::pattern, scan, source::Change, tools};

static NO_MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:Module )?'"(.+?)"' (?:has no exported member(?: named)?|declares) '([\w$]+)'(?: locally, but it is not exported)?\.(?: Did you mean '([\w$]+)'\?)?( Did you mean to use 'import)?"#,
    )
});
static NO_DEFAULT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^Module '"(.+?)"' has no default export\."#));
static EXPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)^\s*export\s+(?:declare\s+)?(?:async\s+)?(?:const|let|var|function\*?|class|interface|type|enum|abstract class)\s+([\w$]+)",
    )
});

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    if NO_DEFAULT.is_match(sentence) {
        return braces(case);
    }
    let found = NO_MEMBER.captures(sentence)?;
    let name = &found[2];
    let at = case.at()?;
    let place = scan::find_name(&case.source.text, name, at)?;
    if found.get(4).is_some() {
        return default_import(case, name);
    }
    if let Some(meant) = found.get(3) {
        return rename(case, name, meant.as_str(), place);
    }
    // Read the module itself.
    let paths = candidates(&case.source.path, &found[1], case.task);
    let Some(module) = paths.iter().find_map(|path| case.attempt.source(path)) else {
        let next = paths.iter().find(|path| {
            !case
                .attempt
                .exchanges
                .iter()
                .any(|exchange| exchange.argument("filePath") == **path)
        })?;
        return Some(Remedy::Look(tools::read(
            next,
            1,
            &format!("What does {} export?", &found[1]),
        )));
    };
    if let Some(change) = export_it(&module.text, name) {
        return Some(Remedy::Edit {
            path: module.path,
            changes: vec![change],
            why: format!("{name} was declared but not exported."),
        });
    }
    let exports: Vec<&str> = EXPORT
        .captures_iter(&module.text)
        .filter_map(|found| found.get(1))
        .map(|name| name.as_str())
        .collect();
    rename(case, name, names::closest(name, exports)?, place)
}

/// Imports what is meant, and uses it by that name. Where the file knows that name as something else, the wrong one stays
/// as an alias.
fn rename(
    case: &Case<'_>,
    name: &str,
    meant: &str,
    place: std::ops::Range<usize>,
) -> Option<Remedy> {
    let text = &case.source.text;
    let why = format!("The module exports {meant}, not {name}.");
    if text[place.end..].trim_start().starts_with("as ") {
        return case.edit(vec![Change::replace(place, meant)], why);
    }
    if scan::find_name(text, meant, 0).is_some() {
        return case.edit(
            vec![Change::replace(place, format!("{meant} as {name}"))],
            why,
        );
    }
    let uses = scan::find_names(text, name)
        .into_iter()
        .filter(|range| !text[..range.start].ends_with('.'));
    case.edit(
        uses.map(|range| Change::replace(range, meant)).collect(),
        why,
    )
}

/// `import { a } from` as `import a from`, where nothing else is imported with it.
fn default_import(case: &Case<'_>, name: &str) -> Option<Remedy> {
    let line = case.source.line_around(case.at()?);
    let text = &case.source.text[line.clone()];
    let open = text.find('{')?;
    let close = text.find('}')?;
    (text[open + 1..close].trim() == name).then_some(())?;
    let range = line.start + open..line.start + close + 1;
    case.edit(
        vec![Change::replace(range, name)],
        format!("{name} is the module's default export."),
    )
}

/// `import a from` as `import { a } from`.
fn braces(case: &Case<'_>) -> Option<Remedy> {
    let text = &case.source.text;
    let line = case.source.line_around(case.at()?);
    let start = line.start + text[line.start..line.end].find("import ")? + "import ".len();
    let name = scan::name_at(text, start).filter(|name| name.start == start)?;
    let new = format!("{{ {} }}", &text[name.start..name.end]);
    case.edit(
        vec![Change::replace(name, new)],
        "The module has no default export; it is a named one.",
    )
}

fn export_it(text: &str, name: &str) -> Option<Change> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let declares = [
            "const ",
            "let ",
            "function ",
            "async function ",
            "class ",
            "interface ",
            "type ",
            "enum ",
        ]
        .iter()
        .any(|keyword| {
            line.strip_prefix(keyword).is_some_and(|rest| {
                rest.strip_prefix(name)
                    .is_some_and(|rest| !rest.starts_with(scan::in_name))
            })
        });
        if declares {
            return Some(Change::insert(at, "export "));
        }
        at += line.len();
    }
    None
}
