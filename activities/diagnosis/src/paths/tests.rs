use super::{heading, project_file, without_position};

#[test]
fn build_folders_and_positions_go() {
    for word in [
        "/vercel/path0/app/(shop)/[id]/page.tsx:12:3",
        "/opt/build/repo/app/(shop)/[id]/page.tsx",
        "./app/(shop)/[id]/page.tsx(12,3)",
        "/opt/render/project/src/app/(shop)/[id]/page.tsx:1",
        "file:///work/app/(shop)/[id]/page.tsx:12:3",
        "(/app/app/(shop)/[id]/page.tsx:12:3)",
        "\"app/(shop)/[id]/page.tsx\"",
        "/vercel/workpath1/app/(shop)/[id]/page.tsx",
        "/vercel/426053f7/app/(shop)/[id]/page.tsx(9,7)",
        "ERROR in app/(shop)/[id]/page.tsx",
    ] {
        assert_eq!(
            project_file(word).as_deref(),
            Some("app/(shop)/[id]/page.tsx"),
            "{word}"
        );
    }
}

#[test]
fn copies_and_requests_lead_to_the_source() {
    for (word, file) in [
        (
            "/work/node_modules/.vite-temp/vite.config.ts.timestamp-1712-abc.mjs:6:9",
            "vite.config.ts",
        ),
        (
            "/work/vite.config.js.timestamp-1712-abc.mjs",
            "vite.config.js",
        ),
        (
            "./node_modules/babel-loader/lib!./src/App.vue?vue&type=script",
            "src/App.vue",
        ),
        (
            "./src/a.css!=!./node_modules/css-loader/index.js!./src/b.css",
            "src/a.css",
        ),
    ] {
        assert_eq!(project_file(word).as_deref(), Some(file), "{word}");
    }
    assert_eq!(project_file("assets/index-!~{001}~.js"), None);
}

#[test]
fn files_of_containers_and_other_languages() {
    for (word, file) in [
        ("deploy/Dockerfile.prod:19", "deploy/Dockerfile.prod"),
        ("/src/Shop/Cart.cs", "Shop/Cart.cs"),
        ("/var/www/html/app/Cart.php:12", "app/Cart.php"),
        ("/home/gradle/src/build.gradle.kts", "build.gradle.kts"),
    ] {
        assert_eq!(project_file(word).as_deref(), Some(file), "{word}");
    }
    for word in [
        "vendor/laravel/framework/src/Kernel.php:12",
        "deps/ecto/lib/ecto/repo.ex:3",
        "ext:deno_os/30_os.js",
    ] {
        assert_eq!(project_file(word), None, "{word}");
    }
}

#[test]
fn the_copy_of_a_configuration_is_the_configuration() {
    let copy = "file:///work/web/vite.config.ts.timestamp-1700000000000-0a1b2c3d4e5f.mjs:6:9";
    assert_eq!(project_file(copy).as_deref(), Some("web/vite.config.ts"));
}

#[test]
fn what_people_did_not_write_is_no_project_file() {
    for word in [
        "/work/node_modules/x/index.js",
        ".next/server/app/page.js",
        "node:internal/x.js",
        "next.js",
        "https://a.test/b.js",
        "/usr/lib/x.js",
        "some words.js",
    ] {
        let found = project_file(word);
        assert!(found.is_none() || word == "next.js", "{word} -> {found:?}");
    }
}

#[test]
fn headings_are_lines_of_one_path() {
    assert_eq!(
        heading("./app/page.tsx:44:35").as_deref(),
        Some("app/page.tsx")
    );
    assert_eq!(
        heading("ERROR in ./src/index.js 3:0-22").as_deref(),
        Some("src/index.js")
    );
    assert_eq!(heading("/work/src/app.ts").as_deref(), Some("src/app.ts"));
    assert_eq!(heading("File: src/a.js:1:2").as_deref(), Some("src/a.js"));
    assert_eq!(heading("Import trace for requested module:"), None);
    assert_eq!(
        heading("See https://nextjs.org/docs/messages/a.md for more"),
        None
    );
}

#[test]
fn positions_of_all_kinds() {
    for text in [
        "a.ts:1:2",
        "a.ts:1",
        "a.ts(1,2)",
        "a.ts:",
        "a.ts:1:2:",
        "a.ts (3:4)",
    ] {
        assert_eq!(without_position(text), "a.ts", "{text}");
    }
}

#[test]
fn modules_of_node_and_what_bundlers_write_are_nobodys_source() {
    for word in [
        "module.js:652:30",
        "internal/url.js:12:3",
        "assets/js/app.10463f7f.js:1:3",
        "/opt/build/repo/.netlify/functions-internal/server.js",
    ] {
        assert_eq!(project_file(word), None, "{word}");
    }
    for (word, file) in [
        ("/app/events.js:3:1", "events.js"),
        ("/opt/render/project/src/internal/db.js", "internal/db.js"),
        ("internal/store/store.go:12:3", "internal/store/store.go"),
        ("src/page.defaced.js", "src/page.defaced.js"),
    ] {
        assert_eq!(project_file(word).as_deref(), Some(file), "{word}");
    }
}
