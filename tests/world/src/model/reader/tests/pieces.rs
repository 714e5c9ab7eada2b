//! The small parts: edits, scanning, types, names.

use crate::model::reader::{
    names::{closest, distance},
    repair::specifier,
    scan::{bracket_end, expression_end, find_name},
    source::{Change, Source},
    tools::{found_lines, shown_file},
    types::{convert, default_value, union},
};

fn source(text: &str) -> Source {
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    Source::new("/work/a.ts", 1, &lines)
}

#[test]
fn an_edit_grows_until_its_old_text_is_unique() {
    let source = source("a {\n  x\n}\nb {\n  x\n}");
    let at = source.offset(5, 3).unwrap();
    let (old, new) = source.edit(&[Change::replace(at..at + 1, "y")]).unwrap();
    assert_eq!((old.as_str(), new.as_str()), ("b {\n  x\n}", "b {\n  y\n}"));
    assert_eq!(
        source.edit(&[Change::replace(at..at + 1, "x")]),
        None,
        "nothing would change"
    );
    assert_eq!(super::pieces::source("x\nx").offset(3, 1), None);
}

#[test]
fn a_part_of_a_file_keeps_its_line_numbers() {
    let shown = "<path>/work/a.ts</path>\n<type>file</type>\n<content>\n40: one\n41: \n42: \tthree\n\n(Showing lines 40-42 of 99. Use offset=43 to continue.)\n</content>";
    let source = shown_file("/work/a.ts", shown).unwrap();
    assert_eq!(source.text, "one\n\n\tthree");
    assert_eq!(&source.text[source.line(42).unwrap()], "\tthree");
    assert_eq!(source.line(39), None);
    let padded = shown_file(
        "/a",
        "<file>\n00001| x\n00002| y\n\n(End of file - total 2 lines)\n</file>",
    )
    .unwrap();
    assert_eq!(padded.text, "x\ny");
    assert_eq!(shown_file("/work/b.ts", "File not found: /work/b.ts"), None);
    let grep = "Found 1 matches\n/work/src/t.ts:\n  Line 3: export interface User {\n";
    assert_eq!(
        (
            found_lines(grep)[0].path.as_str(),
            found_lines(grep)[0].line
        ),
        ("/work/src/t.ts", 3)
    );
}

#[test]
fn expressions_end_where_typescript_ends_them() {
    for (text, expression) in [
        ("f(a, [b, c]), d", "f(a, [b, c])"),
        ("\"a,b\" + `;${x}`; y", "\"a,b\" + `;${x}`"),
        ("xs\n  .map(f)\n  .join()\nnext", "xs\n  .map(f)\n  .join()"),
        ("a)", "a"),
        ("one\ntwo", "one"),
    ] {
        assert_eq!(&text[..expression_end(text, 0)], expression);
    }
    assert_eq!(bracket_end("(\")\" + (1))x", 0), 11);
    assert_eq!(find_name("itemsX items", "items", 0), Some(7..12));
}

#[test]
fn types_split_convert_and_default() {
    assert_eq!(
        union("\"a|b\" | (x | y)[] | Map<string, a | b>"),
        ["\"a|b\"", "(x | y)[]", "Map<string, a | b>"]
    );
    assert_eq!(
        convert("a + b", "number | undefined", "number").as_deref(),
        Some("(a + b) ?? 0")
    );
    assert_eq!(convert("user", "User", "number"), None);
    for (kind, value) in [
        ("\"dev\" | \"prod\"", "\"dev\""),
        ("string | null", "null"),
        ("Item[]", "[]"),
        ("() => void", "() => {}"),
    ] {
        assert_eq!(default_value(kind).as_deref(), Some(value));
    }
    assert_eq!(default_value("Promise<string>"), None);
}

#[test]
fn slips_of_the_pen_are_near_and_other_words_are_not() {
    assert_eq!((distance("nmae", "name"), distance("a", "abc")), (1, 2));
    assert_eq!(closest("lenght", ["width", "length"]), Some("length"));
    assert_eq!(closest("id", ["name", "price"]), None);
}

#[test]
fn import_paths_lead_from_file_to_file() {
    for (from, to, path) in [
        ("/w/src/app/a.ts", "/w/src/lib/b.ts", "../lib/b"),
        ("/w/src/a.ts", "/w/src/b.tsx", "./b"),
        ("/w/src/a.ts", "/w/src/lib/index.ts", "./lib"),
    ] {
        assert_eq!(specifier(from, to), path);
    }
}
