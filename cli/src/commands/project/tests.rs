use domain::{GitHost, Platform, Repository};
use operations::ProjectLine;

use super::row;

#[test]
fn a_project_says_why_it_has_no_repository() {
    let linked = ProjectLine {
        connection: "vercel".to_owned(),
        platform: Platform::Vercel,
        id: "prj_1".to_owned(),
        name: "web".to_owned(),
        framework: Some("nextjs".to_owned()),
        repository: Some(Repository {
            host: GitHost::Github,
            owner: "acme".to_owned(),
            name: "web".to_owned(),
        }),
        unlinked: None,
        production_branch: Some("main".to_owned()),
        subscription: None,
    };
    assert_eq!(
        row(&linked),
        ["web", "nextjs", "github:acme/web", "no", "vercel", "prj_1"]
    );
    let unlinked = ProjectLine {
        framework: None,
        repository: None,
        unlinked: Some("it is deployed by hand".to_owned()),
        ..linked
    };
    assert_eq!(
        row(&unlinked),
        [
            "web",
            "",
            "none: it is deployed by hand",
            "no",
            "vercel",
            "prj_1"
        ]
    );
}
