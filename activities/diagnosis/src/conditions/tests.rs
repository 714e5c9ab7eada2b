use domain::ErrorType;

use crate::Analyzer;

fn files(log: &str) -> Vec<String> {
    let mut analyzer = Analyzer::new(None);
    log.lines().for_each(|line| analyzer.push_line(line));
    analyzer.finish().affected_files
}

/// Each tool names the faulty file in its own place.
#[test]
fn the_faulty_file_is_found_where_the_tool_prints_it() {
    for (log, file) in [
        (
            " FAIL  src/cart.test.ts > adds prices\nAssertionError: expected 3 to be 5\n\n ❯ src/cart.test.ts:6:53",
            "src/cart.test.ts",
        ),
        (
            "FAIL src/cart.test.js\n  cart\n    ✕ adds prices (5 ms)\n\n  ● cart › adds prices\n\n    expect(received).toBe(expected)",
            "src/cart.test.js",
        ),
        (
            "  1) [firefox] › tests/home.spec.ts:5:5 › shows the cart ───\n\n    Error: expect(locator).toHaveText(expected) failed",
            "tests/home.spec.ts",
        ),
        (
            "Error: expected \";\".\n  ╷\n5 │   color: red\n  │             ^\n  ╵\n  src/site.scss 5:13  root stylesheet",
            "src/site.scss",
        ),
        (
            "SassError: File to import not found or unreadable: tokens.\n        on line 1 of src/site.scss",
            "src/site.scss",
        ),
        (
            "Error: Cannot find module 'morgan'\nRequire stack:\n- /work/api.js",
            "api.js",
        ),
        (
            "something odd in the front matter\n  Location:\n    /work/src/content/blog/a.md:2:0",
            "src/content/blog/a.md",
        ),
        (
            "src/app.ts:12:7 lint/style/useConst  FIXABLE  ━━━━━━━━━━\n\n  × This let is only assigned once.",
            "src/app.ts",
        ),
        (
            "failed to load config from /work/vite.config.ts\nerror during build:\nTypeError: react is not a function\n    at file:///work/node_modules/.vite-temp/vite.config.ts.timestamp-1-a.mjs:6:13",
            "vite.config.ts",
        ),
        (
            "WebpackError: Cannot read property 'title' of null\n\n  - course.js:17 Course.render\n    src/templates/course.js:17:52",
            "src/templates/course.js",
        ),
        (
            "ReferenceError: document is not defined\n    at null.<anonymous>\n  (file:///opt/buildhome/repo/src/index.js:5:27)",
            "src/index.js",
        ),
    ] {
        assert_eq!(files(log), [file], "{log}");
    }
}

/// A place in a line of its own belongs to the frame above it, not to another message.
#[test]
fn the_place_of_another_message_is_not_taken() {
    let log = "TypeError: a is not a function\n    at f (/work/node_modules/a/i.js:1:2)\n\n./src/other.tsx:12:3\nsomething else";
    assert_eq!(files(log), [""; 0]);
}

/// Code of compiled pages that throws is the project's, whatever it throws; the stack of another error proves nothing.
#[test]
fn what_compiled_pages_throw_is_runtime() {
    let kind = |log: &str| {
        let mut analyzer = Analyzer::new(None);
        log.lines().for_each(|line| analyzer.push_line(line));
        analyzer.finish().error_type
    };
    let stack = "    at load (/work/.next/server/app/page.js:1:30)\n";
    let thrown = "> Build error occurred\nError: the shop is closed\n";
    assert_eq!(kind(&format!("{thrown}{stack}")), ErrorType::Runtime);
    assert_eq!(kind(thrown), ErrorType::Build);
    let minified = "e: a key is needed to go on\n";
    let wrapper = "Error: Failed to collect page data for /api/orders\n";
    assert_eq!(
        kind(&format!("{minified}{stack}{wrapper}")),
        ErrorType::Runtime
    );
    let other = format!("{thrown}\nTypeError: later\n{stack}");
    assert_eq!(
        crate::analyzer::tests::diagnose(&other).votes[0].pattern,
        "node.error"
    );
}

/// Lines that look like causes but were only warned about, or belong to something that went well.
#[test]
fn what_did_not_end_the_build_is_no_cause() {
    for log in [
        "10:11:12 [vite-plugin-svelte] src/lib/Nav.svelte:3:1 A11y: <a> element should have an href attribute\n✓ built in 3.1s",
        "/work/src/a.ts\n  1:25  warning  Unexpected any  @typescript-eslint/no-explicit-any\n\n✖ 1 problem (0 errors, 1 warning)",
        "PASS src/a.test.js\n  ● Console\n\n    console.error\n      something odd",
        "▲ [WARNING] NG8113: Cart is not used within the template of Shop [plugin angular-compiler]",
    ] {
        assert_eq!(files(log), [""; 0], "{log}");
    }
}
