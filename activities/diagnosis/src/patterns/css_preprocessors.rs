//! Sass, Less and Stylus.

use crate::{
    pattern::{
        Condition::Over,
        Family, Pattern,
        Place::{Frame, Heading, Stack},
    },
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "css-preprocessors",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "sass.import",
        Build,
        &["Can't find stylesheet to import", "File to import not found or unreadable"],
        "",
    )
    .at(&[Frame, Stack, Heading])
    .like("Error: Can't find stylesheet to import.\n  ╷\n3 │ @use 'tokens';\n  │ ^^^^^^^^^^^^\n  src/styles/site.scss 3:1  root stylesheet"),
    exact(
        "sass.error",
        Build,
        &["SassError:", "[sass] ", "Undefined variable.", "Undefined mixin.", "Undefined function."],
        r"(?:SassError:|\[sass\]) \S|^\W*(?:Error: |\[ERROR\] )?Undefined (?:variable|mixin|function)\.",
    )
    .at(&[Frame, Heading])
    .like("SassError: Undefined variable."),
    exact(
        "sass.named",
        Build,
        &[
            "There is no module with the namespace", "The target selector was not found", "expected \"", "expected selector",
            "Invalid CSS after", "This file is already being loaded", "Two forwarded modules both define", "This module was already loaded",
            "Private members can't be accessed", "rules must be written before any other rules", "Undefined operation",
            "have incompatible units", "isn't a valid CSS value", "Expected identifier.", "Expected expression.", "Expected digit.",
            "No arguments allowed", "is not a color", "Missing argument $", "This at-rule is not allowed here", "Top-level selectors may not",
            "unmatched \"}\"", "Nothing may be indented", "Inconsistent indentation", "is not a number",
        ],
        r"^\W*(?:Error: |\[ERROR\] )?(?:\S.*)",
    )
    .when(Over("╷"))
    .at(&[Frame, Heading])
    .like("Error: expected \";\".\n  ╷\n3 │ color: red\n  │           ^\n  src/styles/site.scss 3:11  root stylesheet"),
    exact(
        "less.error",
        Build,
        &["[less] ", "lessc: ", "Less Error", "NameError: ", "FileError: ", "ParseError: ", "ArgumentError: "],
        r"\[less\] \S|lessc: |(?:Name|File|Parse|Argument|Syntax|Runtime)Error: .* in (?P<file>\S+\.less) on line \d+",
    )
    .at(&[Frame, Heading])
    .like("[vite:css] [less] variable @brand is undefined\nfile: /work/src/site.less:3:1"),
    exact(
        "less.loader",
        Build,
        &["variable @", "Unrecognised input", "wasn't found. Tried", "Inline JavaScript is not enabled"],
        r"^\W*(?:\w*Error: )?(?:variable @[\w-]+ is undefined|Unrecognised input|'[^']+' wasn't found\. Tried|Inline JavaScript is not enabled)",
    )
    .at(&[Frame, Heading])
    .like("variable @brand is undefined\n      Error in /work/src/site.less (line 3, column 10)"),
    strong(
        "css.parse",
        Build,
        &["Unclosed block", "Unknown word", "Unclosed string", "Missed semicolon", "Unclosed bracket", "Unclosed comment", "Double colon"],
        r"(?:CssSyntaxError|Syntax error|\bat\b|:\d+:\d+)?.*?(?:\(\d+:\d+\) (?P<file>/\S+\.\w+) )?(?:Unclosed (?:block|string|bracket|comment)|Unknown word|Missed semicolon|Double colon)",
    )
    .at(&[Heading, Frame])
    .like("(12:3) Unclosed block"),
    exact(
        "stylus.error",
        Build,
        &["[stylus] ", "failed to locate @"],
        r"\[stylus\] \S|failed to locate @(?:import|require) file (?P<spec>\S+)",
    )
    .at(&[Frame, Heading])
    .like("[vite:css] [stylus] ParseError: src/site.styl:3:1"),
];
