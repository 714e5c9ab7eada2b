use super::*;

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn npms_listing() {
    let json = br#"{ "registry": "https://npm.example/", "@team:registry": "https://team.example/", "audit": false, "ca": null }"#;
    let expected = map(&[
        ("registry", "https://npm.example/"),
        ("@team:registry", "https://team.example/"),
    ]);
    assert_eq!(listed(json), expected);
    assert_eq!(listed(b"npm warn"), map(&[]));
}

#[test]
fn files_hold_what_npm_does_not_tell() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".npmrc");
    std::fs::write(
        &file,
        "registry=https://file.example/\n//npm.example/:_authToken=${TOKEN}\n",
    )
    .unwrap();
    let listed = map(&[
        ("registry", "https://npm.example/"),
        ("userconfig", file.to_str().unwrap()),
    ]);
    let settings = merge(&listed, &map(&[("TOKEN", "t0ken")]));
    assert_eq!(settings["registry"], "https://npm.example/");
    assert_eq!(settings["//npm.example/:_authToken"], "t0ken");
}

#[test]
fn without_npm_files_and_environment_count() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join(".npmrc"),
        "registry=https://file.example/\nnoproxy=a\n",
    )
    .unwrap();
    let home = ("HOME", home.path().to_str().unwrap());
    assert_eq!(
        merge(&map(&[]), &map(&[home]))["registry"],
        "https://file.example/"
    );
    let settings = merge(
        &map(&[]),
        &map(&[
            home,
            ("NPM_CONFIG_REGISTRY", "https://variable.example/"),
            ("npm_config_https_proxy", "http://proxy.example:8080"),
            ("npm_config_//Npm.example/:_authToken", "t"),
        ]),
    );
    assert_eq!(settings["registry"], "https://variable.example/");
    assert_eq!(settings["https-proxy"], "http://proxy.example:8080");
    assert_eq!(settings["//Npm.example/:_authToken"], "t");
}

#[test]
fn nothing_names_a_registry() {
    let settings = merge(&map(&[]), &map(&[("HOME", "/nonexistent")]));
    assert!(
        matches!(
            NpmUpstream::from_settings(&settings),
            Err(GatewayError::NoRegistry)
        ),
        "{settings:?}"
    );
}
