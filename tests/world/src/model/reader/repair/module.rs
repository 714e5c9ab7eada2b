//! Modules of the project that cannot be found: wrong case, a slip of the pen, a moved file (TS2307, TS2792, TS1149,
//! webpack's "Can't resolve"). Missing packages are not repaired here.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{
    history::tail,
    names,
    prompt::{Task, normal, pattern},
    source::Change,
    tools,
};

static NOT_FOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:Cannot find module|Module not found: Can't resolve) '([^']+)'"));
static DIFFERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^File name '([^']+)' differs from already included file name '([^']+)' only in casing",
    )
});
const ENDINGS: [&str; 8] = [
    ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".d.ts", ".json",
];

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    if let Some(found) = DIFFERS.captures(sentence) {
        return recase(case, &found[1], &found[2]);
    }
    let wanted = NOT_FOUND.captures(sentence)?.get(1)?.as_str().to_owned();
    let directory = target_directory(&case.source.path, &wanted, case.task)?;
    let name = tail(&wanted);
    let Some(beside) = case.attempt.globbed(&directory, "*") else {
        return Some(Remedy::Look(tools::glob(
            &directory,
            "*",
            &format!("What is there instead of {wanted}?"),
        )));
    };
    if let Some(file) = alike(name, &beside) {
        let fixed = format!(
            "{}{}",
            &wanted[..wanted.len() - name.len()],
            without_ending(name, tail(&file))
        );
        return respell(case, &wanted, &fixed);
    }
    // Somewhere else under the same name.
    let names = format!("**/{name}.*");
    let Some(files) = case.attempt.globbed(&case.task.directory, &names) else {
        return Some(Remedy::Look(tools::glob(
            &case.task.directory,
            &names,
            &format!("Is there a {name} anywhere?"),
        )));
    };
    let file = files
        .iter()
        .find(|file| ENDINGS.iter().any(|ending| file.ends_with(ending)))?;
    respell(case, &wanted, &specifier(&case.source.path, file))
}

/// An import path from one file to another, without ending.
pub(in crate::model::reader) fn specifier(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let (from, file) = (&from[..from.len() - 1], to[to.len() - 1]);
    let to = &to[..to.len() - 1];
    let common = from
        .iter()
        .zip(to)
        .take_while(|(one, other)| one == other)
        .count();
    let up = "../".repeat(from.len() - common);
    let down: String = to[common..].iter().map(|part| format!("{part}/")).collect();
    let stem = ENDINGS
        .iter()
        .find_map(|ending| file.strip_suffix(ending))
        .unwrap_or(file);
    let start = if up.is_empty() { "./" } else { "" };
    let path = format!("{start}{up}{down}{stem}");
    path.strip_suffix("/index")
        .map_or(path.clone(), str::to_owned)
}

/// The files that an import path may mean.
pub(super) fn candidates(from: &str, wanted: &str, task: &Task) -> Vec<String> {
    let Some(directory) = target_directory(from, wanted, task) else {
        return Vec::new();
    };
    let base = format!("{directory}/{}", tail(wanted));
    let stem = [".js", ".jsx", ".mjs"]
        .iter()
        .find_map(|ending| base.strip_suffix(ending))
        .unwrap_or(&base)
        .to_owned();
    let direct = [".ts", ".tsx", "/index.ts", "/index.tsx", ".js"]
        .iter()
        .map(|ending| format!("{stem}{ending}"));
    direct.collect()
}

/// The folder of an imported file: relative ones from the importing file, `@/` and `~/` from `src` or the root.
fn target_directory(from: &str, wanted: &str, task: &Task) -> Option<String> {
    let parent = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    if wanted.starts_with('.') {
        return Some(normal(&format!("{}/{}", parent(from), parent(wanted))));
    }
    let rest = wanted
        .strip_prefix("@/")
        .or_else(|| wanted.strip_prefix("~/"))?;
    let root = if from.starts_with(&format!("{}/src/", task.directory)) {
        format!("{}/src", task.directory)
    } else {
        task.directory.clone()
    };
    Some(normal(&format!("{root}/{}", parent(rest))))
}

/// The file that a name was meant to be.
fn alike(name: &str, files: &[String]) -> Option<String> {
    let stem = |file: &str| {
        let file = tail(file).to_owned();
        ENDINGS
            .iter()
            .find_map(|ending| file.strip_suffix(ending))
            .map_or(file.clone(), str::to_owned)
    };
    let wanted = stem(name);
    let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
    let meant = names::closest(&wanted, stems.iter().map(String::as_str))?;
    files.iter().find(|file| stem(file) == meant).cloned()
}

/// The found name with an ending only where the import had one.
fn without_ending(wanted: &str, found: &str) -> String {
    let stem = ENDINGS
        .iter()
        .find_map(|ending| found.strip_suffix(ending))
        .unwrap_or(found);
    let kept = ENDINGS
        .iter()
        .find(|ending| wanted.ends_with(**ending))
        .copied()
        .unwrap_or_default();
    format!("{stem}{kept}")
}

fn respell(case: &Case<'_>, wanted: &str, fixed: &str) -> Option<Remedy> {
    let at = case.at().unwrap_or(0);
    let from = case.source.line_around(at).start;
    let place = ['"', '\''].iter().find_map(|quote| {
        let spelled = format!("{quote}{wanted}{quote}");
        case.source.text[from..]
            .find(&spelled)
            .map(|found| from + found + 1)
    })?;
    let change = Change::replace(place..place + wanted.len(), fixed);
    case.edit(
        vec![change],
        format!("There is no {wanted}; the file is {fixed}."),
    )
}

/// An import whose spelling differs from the file's name in case only.
fn recase(case: &Case<'_>, one: &str, other: &str) -> Option<Remedy> {
    let line = &case.source.text[case.source.line_around(case.at()?)];
    let stem = |path: &str| {
        ENDINGS
            .iter()
            .find_map(|ending| tail(path).strip_suffix(ending))
            .unwrap_or(tail(path))
            .to_owned()
    };
    let (one, other) = (stem(one), stem(other));
    let (wrong, right) = if line.contains(&format!("/{one}")) {
        (one, other)
    } else {
        (other, one)
    };
    let quoted = line
        .split(['"', '\''])
        .find(|part| tail(part) == wrong)?
        .to_owned();
    let fixed = format!("{}{right}", &quoted[..quoted.len() - wrong.len()]);
    respell(case, &quoted, &fixed)
}
