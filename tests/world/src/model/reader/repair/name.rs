//! Names that do not exist (TS2304, TS2552, TS2663).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy, module::specifier};
use crate::model::reader::{names, prompt::pattern, scan, source::Change, tools};

static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^Cannot find name '([\w$]+)'\.(?: Did you mean (?:the instance member )?'([\w$.]+)'\?)?",
    )
});
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z_$][\w$]*"));
static EXPORTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"export\s+(default\s+)?"));

/// Names that everybody takes from the same module.
const WELL_KNOWN: [(&[&str], &str); 3] = [
    (
        &[
            "useState",
            "useEffect",
            "useMemo",
            "useRef",
            "useCallback",
            "useContext",
            "useReducer",
            "createContext",
        ],
        "react",
    ),
    (
        &[
            "readFileSync",
            "writeFileSync",
            "existsSync",
            "mkdirSync",
            "readdirSync",
        ],
        "node:fs",
    ),
    (&["describe", "it", "expect", "vi"], "vitest"),
];

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = UNKNOWN.captures(sentence)?;
    let name = &found[1];
    let at = case.at()?;
    let place = scan::find_name(&case.source.text, name, at)?;
    if let Some(meant) = found.get(2) {
        let why = format!("{name} does not exist; {} is meant.", meant.as_str());
        return case.edit(vec![Change::replace(place, meant.as_str())], why);
    }
    let expression = format!(
        "export (default )?(async )?(const|let|function|class|interface|type|enum) {name}\\b"
    );
    let Some(matches) = case.attempt.grepped(&expression) else {
        let say = format!("{name} is not known in this file; is it exported somewhere?");
        return Some(Remedy::Look(tools::grep(case.task, &expression, &say)));
    };
    if let Some(export) = matches.iter().find(|found| found.path != case.source.path) {
        let from = specifier(&case.source.path, &export.path);
        let default = EXPORTED
            .captures(&export.text)
            .is_some_and(|found| found.get(1).is_some());
        let import = if default {
            format!("import {name} from \"{from}\";\n")
        } else {
            format!("import {{ {name} }} from \"{from}\";\n")
        };
        return case.edit(
            vec![Change::insert(import_place(&case.source.text), import)],
            format!("{name} was used without being imported."),
        );
    }
    if let Some((_, module)) = WELL_KNOWN.iter().find(|(names, _)| names.contains(&name)) {
        let import = format!("import {{ {name} }} from \"{module}\";\n");
        return case.edit(
            vec![Change::insert(import_place(&case.source.text), import)],
            format!("{name} was used without being imported."),
        );
    }
    let words = WORD.find_iter(&case.source.text).map(|word| word.as_str());
    let meant = names::closest(name, words)?.to_owned();
    let why = format!("{name} does not exist; {meant} is meant.");
    case.edit(vec![Change::replace(place, meant)], why)
}

/// Before the first import, or at the top of the file below directives such as "use client".
fn import_place(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let line_text = line.trim();
        let above = line_text.is_empty()
            || line_text.starts_with(['"', '\''])
            || line_text.starts_with("//")
            || line_text.starts_with("/*");
        if !above {
            return at;
        }
        at += line.len();
    }
    0
}
