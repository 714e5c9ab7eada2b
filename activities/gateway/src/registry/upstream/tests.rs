use super::*;

fn from(settings: &[(&str, &str)]) -> Result<NpmUpstream, GatewayError> {
    NpmUpstream::from_settings(
        &settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn header(upstream: &NpmUpstream, url: &str) -> Option<String> {
    let value = upstream.credential(&Url::parse(url).unwrap())?.header()?;
    assert!(value.is_sensitive());
    Some(value.to_str().unwrap().to_owned())
}

#[test]
fn credentials_belong_to_addresses() {
    let upstream = from(&[
        ("registry", "https://npm.example/api/npm/all"),
        ("//npm.example/api/npm/:_authToken", "wide"),
        ("//npm.example/api/npm/all/:_authToken", "narrow"),
        ("//npm.example:8443/:_auth", "dTpw"),
        ("//old.example/:username", "u"),
        ("//old.example/:_password", "cDpw"),
        ("_authToken", "for nobody"),
    ])
    .unwrap();
    assert_eq!(
        header(&upstream, "https://npm.example/api/npm/all/x").as_deref(),
        Some("Bearer narrow")
    );
    assert_eq!(
        header(&upstream, "https://npm.example/api/npm/other/x").as_deref(),
        Some("Bearer wide")
    );
    assert_eq!(header(&upstream, "https://npm.example/api/npmx/y"), None);
    assert_eq!(header(&upstream, "https://npm.example/"), None);
    assert_eq!(
        header(&upstream, "https://npm.example:8443/x").as_deref(),
        Some("Basic dTpw")
    );
    // u and p:p
    assert_eq!(
        header(&upstream, "https://old.example/x").as_deref(),
        Some("Basic dTpwOnA=")
    );
    assert_eq!(header(&upstream, "https://else.example/x"), None);
}

#[test]
fn scopes_have_registries() {
    let upstream = from(&[
        ("registry", "https://npm.example"),
        ("@team:registry", "https://team.example/x"),
    ])
    .unwrap();
    assert_eq!(upstream.of(None).base.as_str(), "https://npm.example/");
    assert_eq!(
        upstream.of(Some("@team")).base.as_str(),
        "https://team.example/x/"
    );
    assert_eq!(
        upstream.of(Some("@other")).base.as_str(),
        "https://npm.example/"
    );
}

#[test]
fn unusable_addresses_are_refused_without_their_password() {
    for bad in ["", "npm.example", "ftp://npm.example/", "https://"] {
        assert!(
            matches!(
                from(&[("registry", bad)]),
                Err(GatewayError::Address { .. })
            ),
            "{bad}"
        );
    }
    let error = from(&[("registry", "ftp://user:s3cr3t@npm.example/")])
        .unwrap_err()
        .to_string();
    assert!(
        !error.contains("s3cr3t") && error.contains("npm.example"),
        "{error}"
    );
    let kept = from(&[("registry", "https://user:s3cr3t@npm.example/")]).unwrap();
    assert!(!format!("{kept:?}").contains("s3cr3t"));
    assert!(matches!(from(&[]), Err(GatewayError::NoRegistry)));
}

#[test]
fn secrets_do_not_show() {
    let upstream = from(&[
        ("registry", "https://npm.example"),
        ("//npm.example/:_authToken", "s3cr3t"),
    ])
    .unwrap();
    assert!(!format!("{upstream:?}").contains("s3cr3t"));
}

#[test]
fn broken_tokens_are_no_header() {
    assert!(Credential::Bearer("a\nb".into()).header().is_none());
}

#[test]
fn addresses_are_put_back() {
    let upstream = from(&[
        ("registry", "https://npm.example/all"),
        ("@team:registry", "https://team.example"),
    ])
    .unwrap();
    let inside = "http://127.0.0.1:4873/a/-/a-1.tgz http://127.0.0.1:4873/@team/b/-/b-1.tgz http://127.0.0.1:4874/x";
    let outside = "https://npm.example/all/a/-/a-1.tgz https://team.example/@team/b/-/b-1.tgz http://127.0.0.1:4874/x";
    assert_eq!(upstream.outside(inside, 4873), outside);
}

#[test]
fn environment_for_package_managers() {
    let upstream = from(&[
        ("registry", "https://npm.example/all"),
        ("@team:registry", "https://team.example"),
    ])
    .unwrap();
    let environment = super::super::environment(4873, &upstream);
    let lines: Vec<String> = environment
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
