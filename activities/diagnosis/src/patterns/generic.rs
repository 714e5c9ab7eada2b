//! The last resort: lines that look like an error of a tool that no other table knows.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading},
    },
    rows::{exact, pointer, types::*, weak},
};

pub(super) const FAMILY: Family = Family {
    name: "generic",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    pointer(
        "generic.announced",
        Build,
        3,
        &["following error", "following reason", "following problem"],
        r"(?i)(?:due to|because of|with|for|by|encountered|got|caught) (?:the|an?) following (?:errors?|reasons?|problems?)(?: \w+)?:\s*$",
    )
    .like("Could not make the pages due to the following error:\nsomething that no row knows"),
    exact(
        "generic.option",
        Config,
        &[
            "unknown flag: -", "unknown shorthand flag", "unexpected argument '-", "unrecognized arguments: -", "No such option: -",
            "Unknown option: -", "unknown option '-", "unrecognized option '-", "unknown command \"", "unrecognized subcommand '",
        ],
        r#"^\W*(?:[\w./-]+: )?(?:[Ee]rror: )?(?:unknown flag: -|unknown shorthand flag|unexpected argument '-|unrecognized arguments: -|No such option: -|Unknown option: -|unknown option '-|unrecognized option '-|unknown command "|unrecognized subcommand ')"#,
    )
    .like("Error: unknown flag: --minifyy"),
    weak(
        "generic.bracketed",
        Build,
        &["[ERROR]", "[error]", "[Error]", "[FATAL]", "[fatal]"],
        r"^\W{0,4}\[(?:ERROR|error|Error|FATAL|fatal)\]:? \S",
    )
    .at(&[Frame, Heading])
    .like("[ERROR] the generator gave up"),
    weak(
        "generic.labelled",
        Build,
        &[
            "error:", "ERROR:", "error -", "Error -", "ERROR ", "Fatal error:", "fatal:", "FATAL:", "panic:",
            "error ",
        ],
        r"^\W{0,6}(?:error|ERROR|Error|Fatal error|fatal|FATAL|panic)(?::| -)? {1,2}\S",
    )
    .at(&[Frame, Heading])
    .like("error: the generator gave up"),
    weak(
        "generic.failed",
        Build,
        &["failed", "Failed", "FAILED"],
        r"^\W{0,6}(?:[\w./-]+ ){0,3}(?:[Ff]ailed|FAILED)(?: to | with |:|!|$)",
    )
    .like("Failed to generate the site map"),
    weak(
        "generic.cannot",
        Build,
        &["annot ", "ould not ", "nable to ", "not found", "No such file"],
        r"^\W{0,6}(?:Cannot|Could not|Unable to) \S|: (?:command not found|No such file or directory|not found)$",
    )
    .like("Could not open the theme folder"),
];
