//! Tests that run as part of the build: Vitest, Jest, Playwright, Cypress, Mocha, Karma, node:test.

use crate::{
    pattern::{
        Condition::UnderTest,
        Family, Pattern,
        Place::{Frame, Stack, StackAbove, Suite},
    },
    rows::{consequence, exact, fair, hint, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "tests",
    rows: ROWS,
};

/// What a test threw: special rows of other tools know some of it better.
pub(super) const THROWN: Family = Family {
    name: "tests-thrown",
    rows: &[
    exact(
        "tests.thrown",
        Runtime,
        &["Error: ", "Error ["],
        r"^\s*(?:\w+\.)*(?:[A-Z]\w*)?Error(?: \[\w+\])?: \S",
    )
    .when(UnderTest)
    .at(&[Frame, Suite, Stack])
    .like(" FAIL  src/cart.test.ts > adds prices\nAssertionError: expected 3 to be 5 // Object.is equality\n ❯ src/cart.test.ts:6:53"),
    fair(
        "tests.assertion",
        Runtime,
        &["AssertionError"],
        r"^\s*(?:Uncaught )?AssertionError(?: \[ERR_ASSERTION\])?(?:: |$)",
    )
    .at(&[Frame, Suite, Stack, StackAbove])
    .like("AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:"),
    ],
};

const ROWS: &[Pattern] = &[
    exact(
        "tests.browser",
        Dependency,
        &["Cypress binary is missing", "Cannot start Chrome", "No binary for Chrome", "No usable sandbox", "missing the dependency: Xvfb"],
        "",
    )
    .named("browser missing")
    .like("The cypress npm package is installed, but the Cypress binary is missing."),
    exact(
        "jest.environment",
        Dependency,
        &["Test environment ", "in the transform option was not found", "in the setupFilesAfterEnv option was not found", "in the setupFiles option was not found", "in the testRunner option was not found", "in the reporters option was not found"],
        r"Test environment (?P<pkg>\S+) cannot be found|Module (?P<spec>\S+) in the \w+ option was not found",
    )
    .by_import()
    .like("● Validation Error:\n\n  Test environment jest-environment-puppeteer cannot be found. Make sure the testEnvironment configuration option points to an existing node module."),
    exact(
        "jest.preset",
        Dependency,
        &["Preset "],
        r"^\W*Preset (?P<spec>\S+) (?:not found|is invalid)",
    )
    .like("● Validation Error:\n\n  Preset ts-jest not found relative to rootDir /work."),
    exact(
        "vitest.dependency",
        Dependency,
        &["MISSING DEPENDENCY", "MISSING DEP "],
        r"MISSING DEP(?:ENDENCY)?\s+(?:Cannot|Can not|Could not) find (?:dependency|package) '(?P<pkg>[^']+)'",
    )
    .like(" MISSING DEPENDENCY  Cannot find dependency 'jsdom'"),
    exact(
        "tests.none",
        Config,
        &["No test files found", "No tests found", "no test files found", "No specs found", "Can't run because no spec files were found", "Can't run because you've entered an invalid"],
        r"^\W*(?:Error: )?(?:No test files found|No tests found(?:,|\.?$)|Can't run because)",
    )
    .like("No test files found, exiting with code 1"),
    exact(
        "jest.module",
        Build,
        &["Cannot find module '"],
        r"Cannot find module '(?P<spec>[^']+)' from '(?P<file>[^']+)'",
    )
    .by_import()
    .like("    Cannot find module './cart' from 'src/cart.test.js'"),
    exact(
        "vitest.load",
        Build,
        &["Failed to load url "],
        r"Failed to load url (?P<spec>\S+) \(resolved id: [^)]*\)(?: in (?P<file>\S+?))?\. Does the file exist",
    )
    .at(&[Suite])
    .by_import()
    .like("Error: Failed to load url ./cart (resolved id: ./cart) in /work/src/cart.test.ts. Does the file exist?"),
    exact(
        "tests.coverage",
        Build,
        &["coverage threshold for", "does not meet global threshold", "does not meet threshold", "does not meet \""],
        r"coverage threshold for \w+|Coverage for \w+ \([\d.]+%\) does not meet|ERROR: Coverage for",
    )
    .like("Jest: \"global\" coverage threshold for branches (80%) not met: 71.2%"),
    exact(
        "cypress.server",
        Config,
        &["Cypress could not verify that this server is running", "Cypress failed to verify that your server is running", "Timed out waiting", "config.webServer was not able to start", "from config.webServer"],
        r"Cypress (?:could not|failed to) verify|Timed out waiting \d+ms from config\.webServer|config\.webServer was not able to start",
    )
    .like("Error: Timed out waiting 60000ms from config.webServer."),
    pointer(
        "jest.validation",
        Config,
        3,
        &["● Validation Error", "● Multiple configurations found", "● Deprecation Error"],
        "",
    )
    .like("● Validation Error:\n\n  Something that no row knows"),
    pointer(
        "jest.suite",
        Build,
        3,
        &["● Test suite failed to run"],
        "",
    )
    .like("FAIL src/cart.test.ts\n  ● Test suite failed to run\n\n    Something that no row knows"),
    pointer(
        "jest.test",
        Runtime,
        3,
        &["  ● "],
        r"^\s+● (?:.* › |[^TC]|T[^e]|C[^o])",
    )
    .like("FAIL src/cart.test.js\n  ● cart › adds prices\n\n    expect(received).toBe(expected) // Object.is equality"),
    pointer(
        "vitest.test",
        Runtime,
        3,
        &["FAIL  "],
        r"^\W*FAIL  \S+\.\w+(?: |$)",
    )
    .like(" FAIL  src/cart.test.ts > adds prices\nSomething that no row knows"),
    pointer(
        "playwright.test",
        Runtime,
        3,
        &[" › "],
        r"^\s*\d+\) (?:\[[\w -]+\] › )?\S+\.\w+:\d+:\d+ › \S",
    )
    .like("  1) [chromium] › tests/home.spec.ts:3:5 › shows the cart ─────\n\n    Something that no row knows"),
    pointer(
        "vitest.startup",
        Config,
        3,
        &[" Startup Error ", " Unhandled Error "],
        r"⎯ (?:Startup|Unhandled) Error ⎯",
    )
    .like("⎯⎯⎯⎯⎯⎯⎯ Startup Error ⎯⎯⎯⎯⎯⎯⎯⎯\nSomething that no row knows"),
    hint(
        "mocha.failing",
        Runtime,
        12,
        &[" failing"],
        r"^\s+\d+ failing$|✖ failing tests:$",
    )
    .like("  1 failing\n\n  1) cart\n       adds prices:\n     Error: something that no row knows"),
    consequence(
        "tests.summary",
        &["Test Files  ", "Test Suites: ", "Tests:  ", "ℹ fail "],
        r"^\s*(?:Test Files  \d+ failed|Test Suites: \d+ failed|Tests:  +\d+ failed|ℹ fail [1-9])",
    )
    .like(" Test Files  1 failed (1)"),
];
