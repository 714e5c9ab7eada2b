use super::*;

#[test]
fn the_pages_of_a_github_of_ones_own_are_there() {
    let github = Provider::GitHost(GitHost::Github);
    let own = token_guide(github, Some("https://github.acme.example/api/v3"));
    assert!(
        own.contains("https://github.acme.example/settings/tokens/new?scopes=repo,admin:repo_hook"),
        "{own}"
    );
    for public in [None, Some("https://api.github.com"), Some("nonsense")] {
        assert!(token_guide(github, public).contains("https://github.com/settings/"));
    }
    for provider in Provider::ALL {
        assert!(token_guide(provider, None).starts_with("make one"));
    }
}
