use proptest::prelude::*;

use super::*;

fn parsed(text: &str) -> BTreeMap<String, String> {
    parse(text, &|name| (name == "TOKEN").then(|| "t0ken".to_owned()))
}

#[test]
fn settings_of_a_file() {
    let settings = parsed(
        "; a comment\n# another\n[section]\nregistry = https://npm.example/\n\n@team:registry=\"https://team.example/\"\n//npm.example/:_authToken=${TOKEN}\nmissing=${NOTHING}\nempty=${NOTHING?}x\nflag\nregistry=https://later.example/ \n",
    );
    let expected = [
        ("//npm.example/:_authToken", "t0ken"),
        ("@team:registry", "https://team.example/"),
        ("empty", "x"),
        ("flag", "true"),
        ("missing", "${NOTHING}"),
        ("registry", "https://later.example/"),
    ];
    assert_eq!(
        settings,
        expected
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into()
    );
}

#[test]
fn tokens_may_end_with_equal_signs() {
    assert_eq!(parsed("//h/:_auth=dTpw==")["//h/:_auth"], "dTpw==");
}

#[test]
fn open_braces_are_text() {
    assert_eq!(parsed("a=${TOKEN")["a"], "${TOKEN");
    assert_eq!(parsed("a=${TOKEN}${TOKEN}")["a"], "t0kent0ken");
}

proptest! {
    #[test]
    fn no_file_breaks_the_parser(text in "\\PC{0,60}(\\$\\{[A-Z?]{0,6}\\}?|=|\n|\"){0,8}\\PC{0,20}") {
        parsed(&text);
    }
}
