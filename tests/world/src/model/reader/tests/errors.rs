//! One error, one edit: for each family, what comes out.

use super::agent::Agent;

/// Runs the reader over one file with one error, checks that it ends green after one edit, and gives the file.
fn mended(file: &str, log: &str) -> String {
    among(&[("src/a.ts", file)], log, "src/a.ts")
}

fn among(files: &[(&str, &str)], log: &str, path: &str) -> String {
    let mut agent = Agent::new(files, &[]);
    let words = agent.run(log);
    assert!(
        words.starts_with("The build passes now."),
        "{words}\n{:#?}",
        agent.calls
    );
    assert_eq!(agent.built, 1, "{:#?}", agent.calls);
    agent.file(path).to_owned()
}

#[test]
fn values_are_converted_where_another_type_is_wanted() {
    for (line, error, expected) in [
        (
            "\treturn items.length;",
            "(1,2): error TS2322: Type 'number' is not assignable to type 'string'.",
            "\treturn String(items.length);",
        ),
        (
            "const port: number = \"3000\";",
            "(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
            "const port: number = 3000;",
        ),
        (
            "const label: string = 42;",
            "(1,7): error TS2322: Type 'number' is not assignable to type 'string'.",
            "const label: string = \"42\";",
        ),
        (
            "const when: Date = \"2026-01-01\";",
            "(1,7): error TS2322: Type 'string' is not assignable to type 'Date'.",
            "const when: Date = new Date(\"2026-01-01\");",
        ),
        (
            "const u: User = { id: \"7\", name };",
            "(1,19): error TS2322: Type 'string' is not assignable to type 'number'.",
            "const u: User = { id: 7, name };",
        ),
        (
            "  return { net, gross, tax };",
            "(1,17): error TS2322: Type 'string' is not assignable to type 'number'.",
            "  return { net, gross: Number(gross), tax };",
        ),
        (
            "greet(age + 1, x);",
            "(1,7): error TS2345: Argument of type 'number' is not assignable to parameter of type 'string'.",
            "greet(String(age + 1), x);",
        ),
        (
            "setCount(n + \"1\");",
            "(1,10): error TS2345: Argument of type 'string' is not assignable to parameter of type 'SetStateAction<number>'.",
            "setCount(Number(n + \"1\"));",
        ),
        (
            "const s: string = name;",
            "(1,7): error TS2322: Type 'string | undefined' is not assignable to type 'string'.\n  Type 'undefined' is not assignable to type 'string'.",
            "const s: string = name ?? \"\";",
        ),
        (
            "const n: number = get();",
            "(1,7): error TS2322: Type 'Promise<number>' is not assignable to type 'number'.",
            "const n: number = await get();",
        ),
        (
            "const ids: string[] = xs.map((x) => x * 2);",
            "(1,7): error TS2322: Type 'number[]' is not assignable to type 'string[]'.",
            "const ids: string[] = xs.map((x) => x * 2).map(String);",
        ),
        (
            "const tags: string[] = \"a\";",
            "(1,7): error TS2322: Type 'string' is not assignable to type 'string[]'.",
            "const tags: string[] = [\"a\"];",
        ),
        (
            "const c: Color = 'gren';",
            "(1,7): error TS2820: Type '\"gren\"' is not assignable to type 'Color'. Did you mean '\"green\"'?",
            "const c: Color = \"green\";",
        ),
        (
            "const c: \"red\" | \"green\" = \"grean\";",
            "(1,7): error TS2322: Type '\"grean\"' is not assignable to type '\"red\" | \"green\"'.",
            "const c: \"red\" | \"green\" = \"green\";",
        ),
        (
            "const q = <Card title=\"x\" count=\"5\" />;",
            "(1,27): error TS2322: Type 'string' is not assignable to type 'number'.",
            "const q = <Card title=\"x\" count={5} />;",
        ),
        (
            "const q = <Card title={42} />;",
            "(1,17): error TS2322: Type 'number' is not assignable to type 'string'.",
            "const q = <Card title={\"42\"} />;",
        ),
        (
            "const t: number = parse(x);",
            "(1,7): error TS2322: Type 'Result' is not assignable to type 'number'.",
            "const t: Result = parse(x);",
        ),
    ] {
        assert_eq!(
            mended(line, &format!("src/a.ts{error}")),
            expected,
            "{error}"
        );
    }
}

#[test]
fn names_are_spelled_as_meant_or_imported() {
    assert_eq!(
        mended(
            "return itmes.length;",
            "src/a.ts(1,8): error TS2552: Cannot find name 'itmes'. Did you mean 'items'?"
        ),
        "return items.length;"
    );
    let exporting = [
        (
            "src/app/a.ts",
            "\"use client\";\n\nexport const x = add(1, 2);",
        ),
        ("src/lib/math.ts", "export function add() {}"),
    ];
    assert_eq!(
        among(
            &exporting,
            "src/app/a.ts(3,18): error TS2304: Cannot find name 'add'.",
            "src/app/a.ts"
        ),
        "\"use client\";\n\nimport { add } from \"../lib/math\";\nexport const x = add(1, 2);"
    );
    assert_eq!(
        mended(
            "const [n] = useState(0);",
            "src/a.ts(1,13): error TS2304: Cannot find name 'useState'."
        ),
        "import { useState } from \"react\";\nconst [n] = useState(0);"
    );
}

#[test]
fn properties_are_spelled_as_meant_or_declared() {
    assert_eq!(
        mended(
            "u.fristName",
            "src/a.ts(1,3): error TS2551: Property 'fristName' does not exist on type 'User'. Did you mean 'firstName'?"
        ),
        "u.firstName"
    );
    let files = [
        ("src/a.ts", "u.email.trim()"),
        ("src/types.ts", "export interface User {\n\tid: number;\n}"),
    ];
    let log = "src/a.ts(1,3): error TS2339: Property 'email' does not exist on type 'User'.";
    assert_eq!(
        among(&files, log, "src/types.ts"),
        "export interface User {\n\temail?: string;\n\tid: number;\n}"
    );
    let log = "src/a.ts(1,3): error TS2339: Property 'colr' does not exist on type '{ color: string; size: number; }'.";
    assert_eq!(mended("u.colr", log), "u.color");
    let log = "src/a.ts(2,26): error TS2353: Object literal may only specify known properties, and 'weight' does not exist in type 'O'.";
    let file = "interface O { size: number }\nconst o: O = { size: 1,  weight: 5 };";
    assert_eq!(
        mended(file, log),
        "interface O { weight?: number; size: number }\nconst o: O = { size: 1,  weight: 5 };"
    );
}

#[test]
fn imports_name_what_the_module_exports() {
    let log = "src/a.ts(1,10): error TS2724: '\"./b\"' has no exported member named 'formatDte'. Did you mean 'formatDate'?";
    let file = "import { formatDte } from \"./b\";\nformatDte(o.formatDte);";
    assert_eq!(
        mended(file, log),
        "import { formatDate } from \"./b\";\nformatDate(o.formatDte);"
    );
    let log = "src/a.ts(1,10): error TS2459: Module '\"./b\"' declares 'hidden' locally, but it is not exported.";
    let files = [
        ("src/a.ts", "import { hidden } from \"./b\";"),
        ("src/b.ts", "function hiddenAway() {}\nfunction hidden() {}"),
    ];
    assert_eq!(
        among(&files, log, "src/b.ts"),
        "function hiddenAway() {}\nexport function hidden() {}"
    );
    let log = "src/a.ts(1,10): error TS2305: Module '\"./b\"' has no exported member 'fromat'.";
    let files = [
        ("src/a.ts", "import { fromat } from \"./b\";"),
        ("src/b.ts", "export const format = 1;"),
    ];
    assert_eq!(
        among(&files, log, "src/a.ts"),
        "import { format } from \"./b\";"
    );
    let log = "src/a.ts(1,10): error TS2614: Module '\"./b\"' has no exported member 'go'. Did you mean to use 'import go from \"./b\"' instead?";
    assert_eq!(
        mended("import { go } from \"./b\";", log),
        "import go from \"./b\";"
    );
    let log = "src/a.ts(1,8): error TS2613: Module '\"/work/src/c\"' has no default export. Did you mean to use 'import { run } from \"/work/src/c\"' instead?";
    assert_eq!(
        mended("import run from \"./c\";", log),
        "import { run } from \"./c\";"
    );
}

#[test]
fn modules_are_found_under_their_true_name() {
    let files = |import: &'static str| {
        [
            ("src/a.ts", import),
            ("src/components/Button.tsx", ""),
            ("src/lib/deep/format.ts", ""),
        ]
    };
    let log = |module: &str| {
        format!(
            "src/a.ts(1,19): error TS2307: Cannot find module '{module}' or its corresponding type declarations."
        )
    };
    for (import, module, expected) in [
        (
            "import { B } from \"./components/button\";",
            "./components/button",
            "import { B } from \"./components/Button\";",
        ),
        (
            "import { B } from '@/components/Buton';",
            "@/components/Buton",
            "import { B } from '@/components/Button';",
        ),
        (
            "import { f } from \"./format\";",
            "./format",
            "import { f } from \"./lib/deep/format\";",
        ),
    ] {
        assert_eq!(among(&files(import), &log(module), "src/a.ts"), expected);
    }
    let next = "./src/a.ts:1:1\nModule not found: Can't resolve './components/button'";
    let import = "import { B } from \"./components/button\";";
    assert_eq!(
        among(&files(import), next, "src/a.ts"),
        "import { B } from \"./components/Button\";"
    );
}

#[test]
fn parameters_get_the_type_of_their_uses() {
    let log = |column: usize, name: &str| {
        format!(
            "src/a.ts(1,{column}): error TS7006: Parameter '{name}' implicitly has an 'any' type."
        )
    };
    assert_eq!(
        mended("function up(s) { return s.toUpperCase(); }", &log(13, "s")),
        "function up(s: string) { return s.toUpperCase(); }"
    );
    assert_eq!(
        mended("const twice = n => n * 2;", &log(15, "n")),
        "const twice = (n: number) => n * 2;"
    );
    assert_eq!(
        mended("const g = (a, b: number) => a - b;", &log(12, "a")),
        "const g = (a: number, b: number) => a - b;"
    );
}

#[test]
fn unused_things_go_away_and_side_effects_stay() {
    let log = |line: usize, column: usize, name: &str| {
        format!(
            "src/a.ts({line},{column}): error TS6133: '{name}' is declared but its value is never read."
        )
    };
    for (file, log, expected) in [
        (
            "import { a, b } from \"./b\";\na();",
            log(1, 13, "b"),
            "import { a } from \"./b\";\na();",
        ),
        (
            "import d, { a as e } from \"./b\";\nd();",
            log(1, 18, "e"),
            "import d from \"./b\";\nd();",
        ),
        ("import c from \"./b\";\nf();", log(1, 1, "c"), "f();"),
        ("const x = 1;\nf();", log(1, 7, "x"), "f();"),
        (
            "  const y = Math.max(1, 2);\nf();",
            log(1, 9, "y"),
            "  Math.max(1, 2);\nf();",
        ),
        (
            "const f = (p: number, q: number) => q;",
            log(1, 12, "p"),
            "const f = (_p: number, q: number) => q;",
        ),
        (
            "import {\n  a,\n  b,\n} from \"./b\";\nf();",
            "src/a.ts(1,1): error TS6192: All imports in import declaration are unused.".to_owned(),
            "f();",
        ),
    ] {
        assert_eq!(mended(file, &log), expected, "{log}");
    }
}

#[test]
fn what_may_be_missing_is_asked_for_with_care() {
    for (line, error, expected) in [
        (
            "u.name",
            "(1,1): error TS18048: 'u' is possibly 'undefined'.",
            "u?.name",
        ),
        (
            "u.n * 2",
            "(1,1): error TS18048: 'u.n' is possibly 'undefined'.",
            "(u.n ?? 0) * 2",
        ),
        (
            "document.getElementById(\"x\").innerHTML",
            "(1,1): error TS2531: Object is possibly 'null'.",
            "document.getElementById(\"x\")?.innerHTML",
        ),
        (
            "x.match(/a/)[0].length",
            "(1,1): error TS2531: Object is possibly 'null'.",
            "x.match(/a/)?.[0].length",
        ),
        (
            "p.onDone();",
            "(1,1): error TS2722: Cannot invoke an object which is possibly 'undefined'.",
            "p.onDone?.();",
        ),
    ] {
        assert_eq!(
            mended(line, &format!("src/a.ts{error}")),
            expected,
            "{error}"
        );
    }
}

#[test]
fn objects_get_what_their_type_requires() {
    let types = "export interface Config {\n  host: string;\n  port: number;\n  mode: \"dev\" | \"prod\";\n  run: (x: Job) => Promise<Result>;\n}";
    let with = |file: &'static str| [("src/a.ts", file), ("src/types.ts", types)];
    let log = "src/a.ts(1,7): error TS2741: Property 'port' is missing in type '{ host: string; }' but required in type 'Config'.";
    assert_eq!(
        among(&with("const c: Config = { host: \"x\" };"), log, "src/a.ts"),
        "const c: Config = { host: \"x\", port: 0 };"
    );
    let log = "src/a.ts(1,7): error TS2739: Type '{ host: string; }' is missing the following properties from type 'Config': port, mode";
    let file = "const c: Config = {\n  host: \"x\",\n};";
    assert_eq!(
        among(&with(file), log, "src/a.ts"),
        "const c: Config = {\n  host: \"x\",\n  port: 0,\n  mode: \"dev\",\n};"
    );
    let log = "src/a.ts(1,12): error TS2741: Property 'port' is missing in type '{ host: string; }' but required in type 'Config'.";
    assert_eq!(
        among(&with("const q = <Card host=\"x\" />;"), log, "src/a.ts"),
        "const q = <Card port={0} host=\"x\" />;"
    );
    let log = "src/a.ts(1,7): error TS2741: Property 'run' is missing in type '{ host: string; }' but required in type 'Config'.";
    assert!(
        among(
            &with("const c: Config = { host: \"x\" };"),
            log,
            "src/types.ts"
        )
        .contains("run?: (x: Job)")
    );
}

#[test]
fn smaller_families_do_their_one_thing() {
    for (file, error, expected) in [
        (
            "const sum = 0;\nsum += 1;",
            "(2,1): error TS2588: Cannot assign to 'sum' because it is a constant.",
            "let sum = 0;\nsum += 1;",
        ),
        (
            "f(1, 2, g(3, 4));",
            "(1,6): error TS2554: Expected 1 arguments, but got 3.",
            "f(1);",
        ),
        (
            "  name: string;",
            "(1,3): error TS2564: Property 'name' has no initializer and is not definitely assigned in the constructor.",
            "  name: string = \"\";",
        ),
        (
            "Math.max(a, 1;",
            "(1,14): error TS1005: ')' expected.",
            "Math.max(a, 1);",
        ),
    ] {
        assert_eq!(
            mended(file, &format!("src/a.ts{error}")),
            expected,
            "{error}"
        );
    }
}
