//! Packages that only build, and the commands they bring.

/// Commands of packages that builds call, where both are certain.
pub(super) const COMMANDS: &[(&str, &str)] = &[
    ("tsc", "typescript"),
    ("rimraf", "rimraf"),
    ("cross-env", "cross-env"),
    ("vite", "vite"),
    ("next", "next"),
    ("nuxt", "nuxt"),
    ("astro", "astro"),
    ("webpack", "webpack-cli"),
    ("rollup", "rollup"),
    ("esbuild", "esbuild"),
    ("parcel", "parcel"),
    ("tsup", "tsup"),
    ("tsx", "tsx"),
    ("ts-node", "ts-node"),
    ("eslint", "eslint"),
    ("prettier", "prettier"),
    ("run-s", "npm-run-all"),
    ("run-p", "npm-run-all"),
    ("npm-run-all", "npm-run-all"),
    ("concurrently", "concurrently"),
    ("prisma", "prisma"),
    ("turbo", "turbo"),
    ("sass", "sass"),
    ("shx", "shx"),
    ("copyfiles", "copyfiles"),
    ("env-cmd", "env-cmd"),
    ("dotenv", "dotenv-cli"),
    ("postcss", "postcss-cli"),
    ("babel", "@babel/cli"),
    ("react-scripts", "react-scripts"),
    ("vue-tsc", "vue-tsc"),
    ("vue-cli-service", "@vue/cli-service"),
    ("ng", "@angular/cli"),
    ("svelte-check", "svelte-check"),
    ("del", "del-cli"),
    ("eleventy", "@11ty/eleventy"),
    ("gatsby", "gatsby"),
];

/// Packages that only build: they belong to the development section.
pub(super) fn is_build_tool(package: &str) -> bool {
    package.starts_with("@types/")
        || COMMANDS.iter().any(|(_, known)| {
            *known == package && !matches!(package, "next" | "nuxt" | "react-scripts")
        })
        || [
            "eslint",
            "prettier",
            "postcss",
            "autoprefixer",
            "tailwindcss",
            "@tailwindcss/",
            "vite-plugin",
            "@vitejs/",
            "rollup-plugin",
            "@rollup/",
            "babel-",
            "@babel/",
            "webpack",
            "-loader",
            "vitest",
            "jest",
            "@testing-library/",
            "sass-embedded",
            "terser",
        ]
        .iter()
        .any(|part| package.starts_with(part) || (part.starts_with('-') && package.ends_with(part)))
            && !matches!(package, "@babel/runtime")
}
