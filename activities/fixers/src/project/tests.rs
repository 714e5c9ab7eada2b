use domain::BuildSettings;

use super::{Manager, Project, detect, memory::MemoryFiles, node, with_additions};

fn found(files: &[(&str, &str)], settings: &BuildSettings) -> Project {
    detect(&MemoryFiles::new(files), settings).unwrap()
}

fn plain(files: &[(&str, &str)]) -> Project {
    found(files, &BuildSettings::default())
}

const BUILD: &str = r#"{"scripts":{"build":"tsc"}}"#;

#[test]
fn the_lockfile_tells_the_manager_and_its_version() {
    let cases: &[(&str, &str, Manager, Option<&str>)] = &[
        ("package-lock.json", "{}", Manager::Npm, None),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '9.0'\n",
            Manager::Pnpm,
            Some("10"),
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '6.0'\n",
            Manager::Pnpm,
            Some("8"),
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: 5.4\n",
            Manager::Pnpm,
            Some("7"),
        ),
        (
            "yarn.lock",
            "# yarn lockfile v1\n",
            Manager::Yarn,
            Some("1"),
        ),
        (
            "yarn.lock",
            "__metadata:\n  version: 8\n",
            Manager::Berry,
            Some("4"),
        ),
        ("bun.lock", "{}", Manager::Bun, None),
    ];
    for (lockfile, text, manager, version) in cases {
        let project = plain(&[("package.json", BUILD), (lockfile, text)]);
        assert_eq!(project.packages.manager, *manager, "{lockfile}");
        assert_eq!(
            project.packages.version.as_deref(),
            *version,
            "{lockfile} {text}"
        );
        assert_eq!(project.packages.lockfile.as_deref(), Some(*lockfile));
        assert_eq!(
            project.install.as_deref(),
            Some(format!("{} install", manager.name()).as_str())
        );
        assert_eq!(project.build, format!("{} run build", manager.name()));
    }
}

#[test]
fn without_a_lockfile_it_is_npm() {
    let project = plain(&[("package.json", BUILD)]);
    assert_eq!(
        (project.packages.manager, project.packages.lockfile),
        (Manager::Npm, None)
    );
    assert_eq!(project.install.as_deref(), Some("npm install"));
}

#[test]
fn the_package_manager_field_wins() {
    let manifest = r#"{"packageManager":"pnpm@9.1.4+sha512.abc","scripts":{"build":"x"}}"#;
    let project = plain(&[
        ("package.json", manifest),
        ("package-lock.json", "{}"),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"),
    ]);
    assert_eq!(project.packages.manager, Manager::Pnpm);
    assert_eq!(project.packages.version.as_deref(), Some("9.1.4"));
    assert_eq!(project.packages.lockfile.as_deref(), Some("pnpm-lock.yaml"));
    let hostile = r#"{"packageManager":"pnpm@9; rm -rf /","scripts":{"build":"x"}}"#;
    assert_eq!(plain(&[("package.json", hostile)]).packages.version, None);
}

#[test]
fn settings_come_before_files() {
    let settings = BuildSettings {
        install_command: Some("npm ci".to_owned()),
        build_command: Some("make site".to_owned()),
        ..BuildSettings::default()
    };
    let file = r#"{"installCommand":"pnpm i","buildCommand":"pnpm build"}"#;
    let project = found(&[("package.json", BUILD), ("vercel.json", file)], &settings);
    assert_eq!(
        (project.install.as_deref(), project.build.as_str()),
        (Some("npm ci"), "make site")
    );
    let project = plain(&[("package.json", BUILD), ("vercel.json", file)]);
    assert_eq!(
        (project.install.as_deref(), project.build.as_str()),
        (Some("pnpm i"), "pnpm build")
    );
}

#[test]
fn an_empty_install_command_means_none() {
    let settings = BuildSettings {
        install_command: Some(String::new()),
        ..BuildSettings::default()
    };
    assert_eq!(found(&[("package.json", BUILD)], &settings).install, None);
}

#[test]
fn frameworks_have_default_commands() {
    let project = plain(&[("package.json", r#"{"dependencies":{"next":"15.0.0"}}"#)]);
    assert_eq!(
        (project.build.as_str(), project.framework.as_deref()),
        ("next build", Some("nextjs"))
    );
    let project = plain(&[(
        "package.json",
        r#"{"scripts":{"vercel-build":"a","build":"b"}}"#,
    )]);
    assert_eq!(project.build, "npm run vercel-build");
}

#[test]
fn a_project_in_a_workspace_uses_the_lockfile_above() {
    let settings = BuildSettings {
        root_directory: "apps/web/".to_owned(),
        ..BuildSettings::default()
    };
    let files = [
        (
            "package.json",
            r#"{"workspaces":["apps/*","packages/*"],"engines":{"node":"20"}}"#,
        ),
        (
            "pnpm-workspace.yaml",
            "packages:\n  - 'apps/*'\n  - packages/**\n",
        ),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"),
        ("apps/web/package.json", BUILD),
        ("apps/web/src/index.ts", ""),
        ("packages/ui/package.json", "{}"),
        ("packages/ui/src/button.tsx", ""),
        ("other/package.json", "{}"),
        (".nvmrc", "v22.1.0\n"),
    ];
    let project = found(&files, &settings);
    assert_eq!(project.root, "apps/web");
    assert_eq!(
        (
            project.packages.directory.as_str(),
            project.packages.lockfile.as_deref()
        ),
        ("", Some("pnpm-lock.yaml"))
    );
    assert_eq!(project.members, ["apps/web", "", "packages/ui"]);
    assert_eq!(
        project.member_of("packages/ui/src/button.tsx"),
        "packages/ui"
    );
    assert_eq!(project.member_of("apps/web/src/index.ts"), "apps/web");
    assert_eq!(
        project.node,
        Some(("22.1.0".to_owned(), ".nvmrc".to_owned()))
    );
}

#[test]
fn what_cannot_be_built_is_said() {
    let none = detect(
        &MemoryFiles::new(&[("index.html", "")]),
        &BuildSettings::default(),
    )
    .unwrap_err();
    assert!(none.to_string().contains("set the build command"), "{none}");
    for root in ["missing", "../up", "a/../../b"] {
        let settings = BuildSettings {
            root_directory: root.to_owned(),
            ..BuildSettings::default()
        };
        assert!(
            detect(&MemoryFiles::new(&[("package.json", BUILD)]), &settings).is_err(),
            "{root}"
        );
    }
}

#[test]
fn outputs_come_from_settings_and_tsconfig() {
    let settings = BuildSettings {
        output_directory: Some("public/site".to_owned()),
        ..BuildSettings::default()
    };
    let tsconfig = "{ // comment\n \"compilerOptions\": { \"outDir\": \"./lib\", \"declarationDir\": \"src\", }, }";
    let project = found(
        &[
            ("package.json", BUILD),
            ("tsconfig.json", tsconfig),
            ("src/a.ts", ""),
        ],
        &settings,
    );
    assert_eq!(
        project.outputs,
        ["lib", "public/site"],
        "a directory with sources is no output"
    );
}

#[test]
fn wishes_for_node_are_understood_as_npm_does() {
    for (wish, version, expected) in [
        ("20", "v20.20.2", Some(true)),
        ("20.x", "v20.20.2", Some(true)),
        ("22.x", "v20.20.2", Some(false)),
        (">=18", "v20.20.2", Some(true)),
        (">= 18.17 < 20", "v20.20.2", Some(false)),
        (">=18 <21", "v20.20.2", Some(true)),
        ("18 || 20", "v20.20.2", Some(true)),
        ("^20.9.0", "v20.20.2", Some(true)),
        ("20.19.0", "v20.20.2", Some(false)),
        ("*", "v20.20.2", Some(true)),
        ("lts/*", "v20.20.2", None),
        ("20", "nonsense", None),
    ] {
        assert_eq!(node::satisfies(wish, version), expected, "{wish}");
    }
}

#[test]
fn packages_are_added_in_the_projects_own_form() {
    for (before, after, expected) in [
        (
            "{\n\t\"dependencies\": {\n\t\t\"b\": \"1\",\n\t\t\"d\": \"1\"\n\t},\n\t\"x\": [1,2]\n}\n",
            r#"{"dependencies":{"b":"1","c":"^2","d":"1"},"x":[1,2]}"#,
            Some(
                "{\n\t\"dependencies\": {\n\t\t\"b\": \"1\",\n\t\t\"c\": \"^2\",\n\t\t\"d\": \"1\"\n\t},\n\t\"x\": [1,2]\n}\n",
            ),
        ),
        (
            r#"{ "dependencies": { "b": "1" } }"#,
            r#"{"dependencies":{"a":"^2","b":"1","c":"3"}}"#,
            Some(r#"{ "dependencies": { "a": "^2", "b": "1", "c": "3" } }"#),
        ),
        // Not in order: at the end.
        (
            r#"{"devDependencies":{"z":"1","b":"1"}}"#,
            r#"{"devDependencies":{"b":"1","c":"2","z":"1"}}"#,
            Some(r#"{"devDependencies":{"z":"1","b":"1","c":"2"}}"#),
        ),
        // More than additions, or no section to add to: the package manager's own text is taken.
        (
            r#"{"dependencies":{"b":"1"}}"#,
            r#"{"dependencies":{"b":"2","c":"1"}}"#,
            None,
        ),
        (
            r#"{"dependencies":{"b":"1"}}"#,
            r#"{"dependencies":{"b":"1"},"scripts":{}}"#,
            None,
        ),
        (
            r#"{"name":"x"}"#,
            r#"{"name":"x","dependencies":{"b":"1"}}"#,
            None,
        ),
        (
            r#"{"dependencies":{}}"#,
            r#"{"dependencies":{"b":"1"}}"#,
            None,
        ),
        ("not json", "{}", None),
    ] {
        assert_eq!(
            with_additions(before, after).as_deref(),
            expected,
            "{after}"
        );
    }
}
