use domain::FindingKind::{self, *};
use proptest::prelude::*;

use super::{Contents, DiffOnly, judge};

fn change(path: &str, removed: &[&str], added: &[&str]) -> String {
    let mut text = format!(
        "diff --git a/{path} b/{path}\nindex 1111111..2222222 100644\n--- a/{path}\n+++ b/{path}\n"
    );
    text.push_str(&format!(
        "@@ -10,{} +10,{} @@ fn\n",
        removed.len() + 1,
        added.len() + 1
    ));
    text.push_str(" context\n");
    removed
        .iter()
        .for_each(|line| text.push_str(&format!("-{line}\n")));
    added
        .iter()
        .for_each(|line| text.push_str(&format!("+{line}\n")));
    text
}

fn created(path: &str, mode: &str, lines: &[&str]) -> String {
    let mut text = format!(
        "diff --git a/{path} b/{path}\nnew file mode {mode}\nindex 0000000..1\n--- /dev/null\n+++ b/{path}\n"
    );
    text.push_str(&format!("@@ -0,0 +1,{} @@\n", lines.len()));
    lines
        .iter()
        .for_each(|line| text.push_str(&format!("+{line}\n")));
    text
}

fn deleted(path: &str, lines: &[&str]) -> String {
    let mut text = format!(
        "diff --git a/{path} b/{path}\ndeleted file mode 100644\nindex 1..0\n--- a/{path}\n+++ /dev/null\n"
    );
    text.push_str(&format!("@@ -1,{} +0,0 @@\n", lines.len()));
    lines
        .iter()
        .for_each(|line| text.push_str(&format!("-{line}\n")));
    text
}

fn kinds(patch: &str) -> Vec<FindingKind> {
    let mut kinds: Vec<FindingKind> = judge(patch.as_bytes(), &[], &DiffOnly)
        .unwrap()
        .findings
        .iter()
        .map(|found| found.kind)
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[test]
fn an_honest_repair_passes() {
    let patch = change(
        "src/index.ts",
        &["const total: string = 1;"],
        &["const total: number = 1;", "// as anyone would"],
    );
    let judged = judge(patch.as_bytes(), &[], &DiffOnly).unwrap();
    assert_eq!(judged.findings, []);
    assert_eq!(
        (judged.files, judged.added, judged.removed),
        (vec!["src/index.ts".to_owned()], 2, 1)
    );
}

#[test]
fn names_that_need_a_person() {
    for (path, kind) in [
        (".github/workflows/ci.yml", CiConfiguration),
        ("packages/a/.gitlab-ci.yml", CiConfiguration),
        ("azure-pipelines-2.yaml", CiConfiguration),
        ("vercel.json", DeployConfiguration),
        ("apps/web/wrangler.jsonc", DeployConfiguration),
        ("Dockerfile.prod", DeployConfiguration),
        ("tsconfig.build.json", BuildConfiguration),
        ("apps/web/next.config.mjs", BuildConfiguration),
        (".eslintrc", BuildConfiguration),
        (".npmrc", BuildConfiguration),
        (".env.production", ProtectedPath),
        (".gitmodules", ProtectedPath),
        (".husky/pre-commit", Scripts),
    ] {
        assert_eq!(kinds(&change(path, &["a"], &["b"])), [kind], "{path}");
    }
}

#[test]
fn ordinary_names_do_not() {
    for path in [
        "src/environment.ts",
        "docs/vercel.json.md",
        "src/docker/file.ts",
        "app/tsconfig/page.tsx",
        "src/next.configuration.ts",
        "README.md",
    ] {
        assert_eq!(kinds(&change(path, &["a"], &["b"])), [], "{path}");
    }
}

#[test]
fn the_settings_protect_paths() {
    let protected = [
        "infra/**".to_owned(),
        "*.sql".to_owned(),
        "legal".to_owned(),
    ];
    for (path, hit) in [
        ("infra/a/b.ts", true),
        ("db/m/1.sql", true),
        ("legal/terms.md", true),
        ("src/infra.ts", false),
    ] {
        let judged = judge(
            change(path, &["a"], &["b"]).as_bytes(),
            &protected,
            &DiffOnly,
        )
        .unwrap();
        assert_eq!(
            judged
                .findings
                .iter()
                .any(|found| found.kind == ProtectedPath),
            hit,
            "{path}"
        );
    }
}

#[test]
fn what_nobody_may_approve() {
    for path in [
        "../evil",
        "a/../../b",
        "/etc/passwd",
        ".git/config",
        "sub/.GIT/hooks/x",
        ".git./config",
        "git~1/config",
        ".g\u{200d}it/config",
    ] {
        let judged = judge(created(path, "100644", &["x"]).as_bytes(), &[], &DiffOnly).unwrap();
        assert!(
            judged
                .findings
                .iter()
                .any(|found| found.refused && found.kind == Traversal),
            "{path}: {:?}",
            judged.findings
        );
    }
    let link = judge(
        created("link", "120000", &["../../etc/passwd"]).as_bytes(),
        &[],
        &DiffOnly,
    )
    .unwrap();
    assert!(
        link.findings
            .iter()
            .any(|found| found.refused && found.kind == Symlink)
    );
    let inner = judge(
        created("link", "120000", &["src/a.ts"]).as_bytes(),
        &[],
        &DiffOnly,
    )
    .unwrap();
    assert!(inner.findings.iter().all(|found| !found.refused) && !inner.findings.is_empty());
    let submodule = judge(
        created("vendor", "160000", &["Subproject commit 123"]).as_bytes(),
        &[],
        &DiffOnly,
    )
    .unwrap();
    assert!(submodule.findings.iter().any(|found| found.refused));
}

#[test]
fn quoted_names_are_read() {
    let patch = "diff --git \"a/.git/h\\303\\244\\\"\" \"b/.git/h\\303\\244\\\"\"\nnew file mode 100644\nindex 0..1\n";
    let judged = judge(patch.as_bytes(), &[], &DiffOnly).unwrap();
    assert_eq!(judged.files, [".git/hä\""]);
    assert!(judged.findings[0].refused);
}

#[test]
fn silenced_checks() {
    for line in [
        "// @ts-ignore",
        "/* @ts-nocheck */",
        "// @ts-expect-error later",
        "// eslint-disable-next-line",
        "const a = b as any;",
        "let x = y as unknown as Foo;",
        "function f(a: any) {}",
        "declare module 'left-pad';",
        "declare module \"*.svg\" {",
        "  typescript: { ignoreBuildErrors: true },",
        "// biome-ignore lint: no",
    ] {
        assert_eq!(
            kinds(&change("src/a.ts", &["x"], &[line])),
            [CheckSilenced],
            "{line}"
        );
    }
    for line in [
        "const anything = 1;",
        "it has company: anyone",
        "module.exports = {}",
        "x || true",
    ] {
        assert_eq!(kinds(&change("src/a.ts", &["x"], &[line])), [], "{line}");
    }
}

#[test]
fn what_was_there_before_is_not_new() {
    assert_eq!(
        kinds(&change(
            "src/a.ts",
            &["  foo(x as any);"],
            &["foo(x as any);"]
        )),
        []
    );
    assert_eq!(
        kinds(&change(
            "src/a.ts",
            &["foo(x as any);"],
            &["foo(y as any);"]
        )),
        []
    );
    assert_eq!(
        kinds(&change(
            "src/a.ts",
            &["foo(x as any);"],
            &["foo(x as any);", "bar(x as any);"]
        )),
        [CheckSilenced]
    );
    assert_eq!(
        kinds(&change("docs/a.md", &["x"], &["never write @ts-ignore"])),
        []
    );
}

#[test]
fn commands_made_to_pass() {
    for (path, line) in [
        ("build.sh", "npm test || true"),
        ("build.sh", "tsc; exit 0"),
        ("scripts/x.yml", "run: lint || exit 0"),
        ("a.sh", "set +e"),
    ] {
        assert_eq!(
            kinds(&change(path, &["x"], &[line])),
            [CheckSilenced],
            "{line}"
        );
    }
}

#[test]
fn weakened_tests() {
    for line in [
        "it.skip('x', () => {})",
        "xit('x')",
        "describe.only('a')",
        "test.todo('later')",
    ] {
        assert!(
            kinds(&change("src/a.test.ts", &["y"], &[line])).contains(&TestsWeakened),
            "{line}"
        );
    }
    assert_eq!(
        kinds(&deleted("src/a.spec.tsx", &["it('works')"])),
        [TestsWeakened]
    );
    assert_eq!(
        kinds(&change("tests/b.ts", &["expect(a).toBe(1);"], &[])),
        [TestsWeakened]
    );
    assert_eq!(
        kinds(&change(
            "tests/b.ts",
            &["expect(a).toBe(1);"],
            &["expect(a).toBe(2);"]
        )),
        [TestsWeakened]
    );
    assert_eq!(
        kinds(&change(
            "tests/b.ts",
            &["import a from 'A'"],
            &["import a from 'a'"]
        )),
        []
    );
    assert_eq!(
        kinds(&change("tests/b.ts", &[], &["expect(a).toBe(1);"])),
        []
    );
    let renamed = "diff --git a/src/a.test.ts b/src/a.old\nsimilarity index 100%\nrename from src/a.test.ts\nrename to src/a.old\n";
    assert_eq!(kinds(renamed), [TestsWeakened]);
}

#[test]
fn secrets_and_binaries() {
    let key = format!("const k = 'ghp_{}';", "a1B2".repeat(9));
    assert_eq!(kinds(&change("src/a.ts", &[], &[&key])), [Secret]);
    let binary = "diff --git a/logo.png b/logo.png\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n\nliteral 3\nKcmZ\n\n";
    assert_eq!(kinds(binary), [Binary]);
    assert_eq!(
        kinds("diff --git a/x y b/x y\nindex 1..2\nBinary files a/x y and b/x y differ\n"),
        [Binary]
    );
}

#[test]
fn size_counts_no_lockfiles() {
    let many: Vec<String> = (0..700).map(|number| format!("line {number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(kinds(&created("src/big.ts", "100644", &many)), [Size]);
    assert_eq!(kinds(&created("package-lock.json", "100644", &many)), []);
}

struct Texts(&'static str, &'static str);

impl Contents for Texts {
    fn before(&self, _: &str) -> Option<String> {
        Some(self.0.to_owned())
    }
    fn after(&self, _: &str) -> Option<String> {
        Some(self.1.to_owned())
    }
    fn known(&self) -> bool {
        true
    }
}

#[test]
fn only_packages_of_a_manifest_may_change() {
    let patch = change("package.json", &["x"], &["y"]);
    for (before, after, expected) in [
        (
            r#"{"dependencies":{"a":"1"}}"#,
            r#"{"dependencies":{"a":"1","b":"^2.0.0"}}"#,
            &[][..],
        ),
        (
            r#"{"devDependencies":{"a":"1"}}"#,
            r#"{"dependencies":{"a":"1"}}"#,
            &[],
        ),
        (
            r#"{}"#,
            r#"{"engines":{"node":">=20"},"packageManager":"pnpm@9.0.0"}"#,
            &[],
        ),
        (
            r#"{"scripts":{"build":"tsc"}}"#,
            r#"{"scripts":{"build":"tsc || true"}}"#,
            &[Scripts],
        ),
        (
            r#"{}"#,
            r#"{"scripts":{"postinstall":"curl x | sh"}}"#,
            &[Scripts],
        ),
        (
            r#"{}"#,
            r#"{"dependencies":{"a":"git+ssh://x/y"}}"#,
            &[BuildConfiguration],
        ),
        (
            r#"{}"#,
            r#"{"dependencies":{"a":"file:./stub"}}"#,
            &[BuildConfiguration],
        ),
        (
            r#"{}"#,
            r#"{"dependencies":{"a":"npm:other@1"}}"#,
            &[BuildConfiguration],
        ),
        (r#"{}"#, r#"{"overrides":{"a":"1"}}"#, &[BuildConfiguration]),
        (r#"{"eslintConfig":{}}"#, r#"{}"#, &[BuildConfiguration]),
    ] {
        let judged = judge(patch.as_bytes(), &[], &Texts(before, after)).unwrap();
        assert_eq!(
            judged
                .findings
                .iter()
                .map(|found| found.kind)
                .collect::<Vec<_>>(),
            expected,
            "{after}"
        );
    }
}

#[test]
fn a_manifest_is_judged_more_strictly_by_its_diff_alone() {
    assert_eq!(
        kinds(&change("package.json", &[], &["    \"zod\": \"^3.22.0\","])),
        []
    );
    assert_eq!(
        kinds(&change(
            "package.json",
            &[],
            &["  \"dependencies\": {", "    \"zod\": \"3.22.0\"", "  }"]
        )),
        []
    );
    assert_eq!(
        kinds(&change(
            "package.json",
            &[],
            &["    \"build\": \"next build\","]
        )),
        [Scripts]
    );
    assert_eq!(
        kinds(&change(
            "package.json",
            &[],
            &["    \"a\": \"git+https://x/y\","]
        )),
        [Scripts]
    );
}

#[test]
fn a_lockfile_must_not_begin_to_download_from_elsewhere() {
    let entry = |host: &str| format!("      \"resolved\": \"https://{host}/a/-/a-1.0.0.tgz\",");
    let (old, new, evil) = (
        entry("packages.example"),
        entry("packages.example"),
        entry("evil.example"),
    );
    assert_eq!(kinds(&change("package-lock.json", &[&old], &[&new])), []);
    assert_eq!(
        kinds(&change("package-lock.json", &[&old], &[&evil])),
        [BuildConfiguration]
    );
    assert_eq!(
        kinds(&change(
            "package-lock.json",
            &[&old],
            &["  \"funding\": {\"url\": \"https://pay.example\"}"]
        )),
        []
    );
}

#[test]
fn what_is_no_diff_is_an_error() {
    for text in [
        "hello",
        "--- a/x\n+++ b/x\n",
        "diff --git a/x b/y\n",
        "diff --git a/x b/x\n@@ -1,2 +1 @@\n-a\n",
        "diff --git a/x b/x\n@@ nonsense\n",
    ] {
        assert!(judge(text.as_bytes(), &[], &DiffOnly).is_err(), "{text}");
    }
    let two_names = "diff --git a/x b/x\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n";
    assert_eq!(
        judge(two_names.as_bytes(), &[], &DiffOnly).unwrap().files,
        ["y"]
    );
}

#[test]
fn a_header_inside_a_hunk_is_text() {
    let patch = change(
        "src/a.ts",
        &["diff --git a/.git/x b/.git/x"],
        &["+++ b/../evil", "@@ -1 +1 @@"],
    );
    let judged = judge(patch.as_bytes(), &[], &DiffOnly).unwrap();
    assert_eq!(
        (judged.files, judged.findings),
        (vec!["src/a.ts".to_owned()], vec![])
    );
}

proptest! {
    #[test]
    fn any_text_is_judged_without_panic(text in "(diff --git a/x b/x\n|@@ -1,2 \\+1 @@\n|[+ -][a-z]{0,9}\n|\\PC{0,20}\n|GIT binary patch\n|--- a/x\n){0,12}") {
        let _ = judge(text.as_bytes(), &["**".to_owned()], &DiffOnly);
    }

    #[test]
    fn what_git_writes_is_read(before in "([a-z+@ -]{0,6}\n){0,12}[a-z]{0,3}", after in "([a-z+@ -]{0,6}\n){0,12}[a-z]{0,3}") {
        let top = tempfile::tempdir().unwrap();
        for (name, text) in [("a", &before), ("b", &after)] {
            std::fs::create_dir(top.path().join(name)).unwrap();
            std::fs::write(top.path().join(name).join("file"), text).unwrap();
        }
        let output = std::process::Command::new("git")
            .args(["diff", "--no-index", "--no-renames", "a/file", "b/file"])
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .current_dir(top.path())
            .output()
            .unwrap();
        // Comparing folders leaves `a/a/file` and `b/b/file`, which a diff between trees never has.
        let text = String::from_utf8(output.stdout).unwrap().replace("a/a/file", "a/file").replace("b/b/file", "b/file");
        let judged = judge(text.as_bytes(), &[], &DiffOnly).unwrap();
        prop_assert_eq!(judged.files.len(), usize::from(before != after));
        let lines = |text: &str| text.split_inclusive('\n').count() as i64;
        prop_assert_eq!(i64::from(judged.added) - i64::from(judged.removed), lines(&after) - lines(&before));
    }
}
