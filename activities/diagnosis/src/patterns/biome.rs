//! Biome, Oxlint, and what Prettier and Stylelint say about themselves.

use crate::{
    pattern::{
        Condition::Under,
        Family, Pattern,
        Place::{Frame, FrameAbove},
    },
    rows::{consequence, exact, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "biome",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "biome.key",
        Config,
        &["Found an unknown key"],
        "",
    )
    .when(Under("━━━━━"))
    .at(&[FrameAbove, Frame])
    .like("biome.json:3:5 deserialize ━━━━━━━━━━━━\n\n  × Found an unknown key `formater`."),
    exact(
        "biome.config",
        Config,
        &[
            "Biome couldn't read the configuration", "Biome could not resolve",
            "Biome exited because the configuration", "Found a nested root configuration",
            "Failed to resolve the configuration from", "No files were processed in the specified paths",
        ],
        r"couldn't read the configuration|Biome could not resolve|nested root configuration|Failed to resolve the configuration|No files were processed",
    )
    .at(&[FrameAbove, Frame])
    .like("  × Biome couldn't read the configuration file /work/biome.json."),
    exact(
        "biome.diagnostic",
        Build,
        &["  × ", "  ✖ ", "  x "],
        r"^\s+[×✖x] \S",
    )
    .when(Under("━━━━━"))
    .at(&[FrameAbove])
    .like("src/app.ts:12:7 lint/style/useConst  FIXABLE  ━━━━━━━━━━\n\n  × This let declares a variable that is only assigned once."),
    exact(
        "stylelint.package",
        Dependency,
        &["Could not find \"stylelint-", "Could not find \"postcss-"],
        r#"Could not find "(?P<pkg>(?:stylelint|postcss)-[^"]+)""#,
    )
    .like("Error: Could not find \"stylelint-config-standard\". Do you need to install the package or use the \"configBasedir\" option?"),
    exact(
        "stylelint.config",
        Config,
        &["No configuration provided for /", "Error: No configuration provided", "All input files were ignored because of the ignore pattern"],
        "",
    )
    .like("Error: No configuration provided for /work/src/site.css"),
    exact(
        "prettier.config",
        Config,
        &["[error] "],
        r"^\[error\] (?:Invalid configuration|No (?:parser could be inferred|files matching the pattern|supported files were found)|Couldn't resolve parser|Cannot find package|Cannot find module)",
    )
    .like("[error] No files matching the pattern were found: \"src/**/*.tsx\"."),
    consequence(
        "biome.exit",
        &["Biome exited because", "Some errors were emitted while"],
        "",
    )
    .like("Some errors were emitted while running checks."),
];
