//! The type checker: tsc and everything that runs it (vue-tsc, svelte-check, astro check, loaders, Next.js).

use crate::{
    pattern::{
        Condition::{UnderPosition, Without},
        Family, Pattern,
        Place::{Frame, Heading},
    },
    rows::{exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "typescript",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    pointer(
        "tsc.by-position",
        Typescript,
        2,
        &["ERROR in /"],
        r"^\W*ERROR in /\S+\(\d+,\d+\):$",
    )
    .at(&[Heading])
    .like("/work/lib/schema.ts\nERROR in /work/lib/schema.ts(9,7):\n9:7 Property 'model' does not exist on type 'Builder'."),
    exact(
        "tsc.types-missing",
        Dependency,
        &["TS2688"],
        r"error TS2688: Cannot find type definition file for '(?P<pkg>[^']+)'",
    )
    .like("error TS2688: Cannot find type definition file for 'vite/client'."),
    exact(
        "tsc.module-at",
        Typescript,
        &["TS2307", "TS2792", "TS2882"],
        r"^[^\w./@(\[]*(?:Error: )?(?P<file>\S.*?)(?:\(\d+,\d+\):|:\d+:\d+ -|:\d+:\d+:)\s+(?:\[?ERROR\]?|error)?:?\s*TS(?:2307|2792|2882): Cannot find module (?:or type declarations for side-effect import of )?'(?P<spec>[^']+)'",
    )
    .by_import()
    .like("src/server.ts(3,20): error TS2307: Cannot find module 'dotenv' or its corresponding type declarations."),
    exact(
        "tsc.module",
        Typescript,
        &["TS2307", "TS2792", "TS2882"],
        r"TS(?:2307|2792|2882): Cannot find module '(?P<spec>[^']+)'",
    )
    .at(&[Heading, Frame])
    .by_import()
    .like("✘ [ERROR] TS2307: Cannot find module '@acme/charts' or its corresponding type declarations. [plugin angular-compiler]\n\n    src/app/app.component.ts:4:28:\n      4 │ import { Chart } from '@acme/charts';"),
    exact(
        "tsc.helper-package",
        Dependency,
        &["TS2354", "TS2875", "TS7026: JSX element implicitly"],
        r"(?:^[^\w./@(\[]*(?P<file>\S+?)(?:\(\d+,\d+\):|:\d+:\d+ -).*)?TS(?:2354|2875): This .* requires .* '(?P<spec>[^']+)'",
    )
    .by_import()
    .like("src/app.tsx(3,20): error TS2875: This JSX tag requires the module path 'react/jsx-runtime' to exist, but none could be found."),
    exact(
        "tsc.option",
        Config,
        &["error TS5", "error TS18002", "error TS18003", "error TS6046", "error TS6044", "error TS6064"],
        r"^(?:(?P<file>\S.*?)(?:\(\d+,\d+\):|:\d+:\d+ -) )?.{0,12}error TS(?:5\d{3}|18002|18003|6046|6044|6064): (?:(?:Cannot read file|No inputs were found in config file) '(?P<file2>[^']+)')?",
    )
    .like("tsconfig.json(12,5): error TS5023: Unknown compiler option 'moduleResolutions'."),
    exact(
        "tsc.project-reference",
        Typescript,
        &["error TS6305"],
        r"error TS6305: Output file '[^']+' has not been built from source file '(?P<file>[^']+)'",
    )
    .like("error TS6305: Output file '/work/web/vite.config.d.ts' has not been built from source file '/work/web/vite.config.ts'."),
    exact(
        "tsc.rollup",
        Typescript,
        &["@rollup/plugin-typescript TS", "(plugin rpt2) Error"],
        r"(?:@rollup/plugin-typescript TS\d+: \S|\(plugin rpt2\) Error: (?P<file>\S+?\.tsx?)[(:]\d+)",
    )
    .at(&[Frame])
    .like("[!] (plugin typescript) RollupError: @rollup/plugin-typescript TS2339: Property 'x' does not exist on type 'Y'."),
    exact(
        "tsc.at",
        Typescript,
        &["error TS", "error ts("],
        r"^[^\w./@(\[]*(?:Error: |ERROR in )?(?P<file>[^\s(].*?)(?:\(\d+,\d+\):|:\d+:\d+ -|:\d+:\d+:) (?:semantic |syntax )?error (?:TS\d+|ts\(\d+\)): \S",
    )
    .like("src/components/Cart.tsx(37,30): error TS2353: Object literal may only specify known properties, and 'total' does not exist in type 'Cart'."),
    exact(
        "tsc.bare",
        Typescript,
        &["error TS"],
        r"^\W*error TS\d+: \S",
    )
    .at(&[Heading])
    .like("error TS2318: Cannot find global type 'Array'."),
    exact(
        "tsc.loader",
        Typescript,
        &["TS1", "TS2", "TS4", "TS7", "TS8", "TS9"],
        r"^\W*(?:\[?(?:ERROR|tsl|TypeScript)\]?\W*)?(?:Error: )?TS(?:1|2|4|7|8|9|17|18|80)\d{3}: \S",
    )
    .at(&[Heading, Frame])
    .like("ERROR in src/App.tsx:12:7\nTS2322: Type 'string' is not assignable to type 'number'.\n    10 |"),
    exact(
        "tsc.deno",
        Typescript,
        &[" [ERROR]: "],
        r"^\W*(?:error: )?TS\d{4} \[ERROR\]: \S",
    )
    .at(&[Frame])
    .like("error: TS2304 [ERROR]: Cannot find name 'fetchUser'.\n    at file:///work/src/app.ts:3:9"),
    exact(
        "next.type-module",
        Typescript,
        &["Type error: Cannot find module"],
        r"^\W*Type error: Cannot find module '(?P<spec>[^']+)'",
    )
    .at(&[Heading])
    .by_import()
    .like("./lib/session.ts:3:33\nType error: Cannot find module 'jose' or its corresponding type declarations."),
    exact(
        "next.type-definitions",
        Dependency,
        &["Type error: Cannot find type definition file"],
        r"Type error: Cannot find type definition file for '(?P<pkg>[^']+)'",
    )
    .like("Type error: Cannot find type definition file for 'node'."),
    exact(
        "next.page-field",
        Typescript,
        &["is not a valid Page", "is not a valid Route", "is not a valid Layout", "has an invalid \"default\" export"],
        r#""(?P<pkg>\w+)" is not a valid (?:Page|Route|Layout)\b|(?:Page|Layout|Route) "(?P<file>[^"]+)" has an invalid "\w+" export"#,
    )
    .at(&[Heading])
    .like("app/about/page.tsx\nType error: Page \"app/about/page.tsx\" does not match the required types of a Next.js Page.\n  \"helper\" is not a valid Page export field."),
    exact(
        "next.page-types",
        Typescript,
        &["does not match the required types of a Next.js"],
        r#"(?:Page|Layout|Route) "(?P<file>[^"]+)" does not match the required types of a Next\.js"#,
    )
    .at(&[Heading])
    .like("Type error: Page \"app/about/page.tsx\" does not match the required types of a Next.js Page.\n  \"helper\" is not a valid Page export field."),
    exact(
        "tsc.help",
        Config,
        &["tsc: The TypeScript Compiler - Version"],
        "",
    )
    .named("tsconfig missing")
    .like("tsc: The TypeScript Compiler - Version 5.6.3"),
    exact(
        "next.type",
        Typescript,
        &["Type error: "],
        r"^\W*Type error: \S",
    )
    .when(Without("does not match the required types of a Next.js"))
    .at(&[Heading])
    .like("./app/orders/page.tsx:44:35\nType error: Argument of type 'Money' is not assignable to parameter of type 'string | number'."),
    exact(
        "next.typescript-packages",
        Dependency,
        &["Please install typescript", "Please install @types/"],
        r"^\W*Please install (?P<pkg>typescript|@types/[\w.-]+)\b.*by running:",
    )
    .named("typescript packages missing")
    .like("Please install typescript and @types/node by running:"),
    pointer(
        "next.typescript-setup",
        Dependency,
        6,
        &["trying to use TypeScript but do not have the required package"],
        "",
    )
    .like("It looks like you're trying to use TypeScript but do not have the required package(s) installed.\n\nPlease install typescript and @types/node by running:"),
    exact(
        "tsc.not-installed",
        Dependency,
        &["This is not the tsc command you are looking for"],
        "",
    )
    .named("typescript packages missing")
    .like("                This is not the tsc command you are looking for"),
    exact(
        "tsc.cra",
        Typescript,
        &["  TS1", "  TS2", "  TS4", "  TS6", "  TS7"],
        r"^\s*\S.*\.  TS\d{4,5}$",
    )
    .at(&[Heading])
    .like("TypeScript error in /work/src/App.tsx(12,7):\nProperty 'total' does not exist on type 'Cart'.  TS2339"),
    pointer(
        "tsc.cra-at",
        Typescript,
        2,
        &["TypeScript error in "],
        r"^\W*TypeScript error in \S+\(\d+,\d+\):$",
    )
    .like("TypeScript error in /work/src/App.tsx(12,7):\nSomething that no row knows"),
    exact(
        "tsc.crash",
        Build,
        &["Error: Debug Failure."],
        r"^\W*Error: Debug Failure\.",
    )
    .like("Error: Debug Failure. False expression."),
    exact(
        "svelte-check.error",
        Typescript,
        &["(ts)", "(js)"],
        r"^\s*Error: .*\((?:ts|js)\)\s*$",
    )
    .at(&[Heading])
    .like("/work/src/routes/+page.svelte:12:9\nError: Property 'user' does not exist on type 'PageData'. (ts)"),
    exact(
        "svelte-check.long",
        Typescript,
        &["Error: "],
        r"^Error: \S",
    )
    .when(UnderPosition("/"))
    .at(&[Heading])
    .like("/work/src/routes/+page.svelte:12:9\nError: Argument of type 'string' is not assignable to parameter of type 'User'.\n  Something more (ts)"),
    exact(
        "svelte-check.machine",
        Typescript,
        &[" ERROR \""],
        r#"^\d+ ERROR "(?P<file>[^"]+)" \d+:\d+ "#,
    )
    .like("1712345678901 ERROR \"src/routes/+page.svelte\" 12:9 \"Property 'user' does not exist on type 'PageData'.\""),
    exact(
        "vite-checker.error",
        Typescript,
        &["ERROR(TypeScript)", "ERROR(vue-tsc)"],
        r"ERROR\((?:TypeScript|vue-tsc)\)\s+\S",
    )
    .at(&[Frame])
    .like(" ERROR(TypeScript)  Property 'name' does not exist on type '{}'.\n FILE  /work/src/App.tsx:8:12"),
    pointer(
        "tsc.ts-node",
        Typescript,
        3,
        &["Unable to compile TypeScript"],
        "",
    )
    .like("TSError: ⨯ Unable to compile TypeScript:\nsrc/index.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'."),
    strong(
        "nest.errors",
        Typescript,
        &["Found "],
        r"^\W*Found \d+ errors? in (?P<file>\S+\.tsx?):\d+",
    )
    .like("Found 1 error in src/main.ts:12"),
];
