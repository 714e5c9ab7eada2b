use super::{Specifier, classify, without_version};

#[test]
fn packages_and_their_paths() {
    for (text, name) in [
        ("left-pad", "left-pad"),
        ("@scope/name", "@scope/name"),
        ("@scope/name/deep/file", "@scope/name"),
        ("lodash/fp", "lodash"),
        ("/work/node_modules/zwitch/index.js", "zwitch"),
        (
            "../lightningcss.linux-x64-gnu.node",
            "lightningcss.linux-x64-gnu.node",
        ),
        ("next-auth/providers/credentials", "next-auth"),
        ("config", "config"),
    ] {
        assert_eq!(
            classify(text),
            Specifier::Package(name.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn files_and_aliases_of_the_project() {
    for text in [
        "./a",
        "../b",
        "/abs/c",
        "@/components/Header",
        "~/lib/x",
        "#imports",
        "components/Header",
        "@components/Header",
        "src/a",
        "$lib/x",
        "@lib/db",
    ] {
        assert_eq!(classify(text), Specifier::Local, "{text}");
    }
    for text in ["fs", "node:util", "crypto", "fs/promises"] {
        assert_eq!(classify(text), Specifier::Builtin, "{text}");
    }
}

#[test]
fn versions_go() {
    assert_eq!(without_version("@scope/name@^1.2.3"), "@scope/name");
    assert_eq!(without_version("name@1"), "name");
    assert_eq!(without_version("name"), "name");
}
