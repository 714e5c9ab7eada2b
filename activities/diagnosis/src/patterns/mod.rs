//! The tables: one file per family of tools. Rows are tried in this order; of two equally strong rows that match
//! a line the earlier one names it, so special rows stand before general ones.

mod bun;
mod bundlers;
mod bundlers_vite;
mod cloudflare;
mod codegen;
mod commands;
mod corepack;
mod css;
mod database;
mod docker;
mod frameworks;
mod frameworks_static;
mod generic;
mod git;
mod install_scripts;
mod languages;
mod languages_compiled;
mod linters;
mod monorepo;
mod native;
mod netlify;
mod next_build;
mod next_code;
mod next_render;
mod node;
mod node_environment;
mod node_start;
mod npm;
mod npm_git;
mod npm_run;
mod package_managers;
mod pnpm;
mod pnpm_run;
mod prisma;
mod python;
mod render;
mod resources;
mod turbo;
mod typescript;
mod vercel;
mod yarn;
mod yarn_run;

use crate::pattern::Family;

/// All families.
pub const FAMILIES: &[Family] = &[
    npm_git::FAMILY,
    git::FAMILY,
    resources::FAMILY,
    vercel::FAMILY,
    netlify::FAMILY,
    cloudflare::FAMILY,
    render::FAMILY,
    npm::FAMILY,
    install_scripts::FAMILY,
    native::FAMILY,
    npm_run::FAMILY,
    pnpm::FAMILY,
    pnpm_run::FAMILY,
    yarn::FAMILY,
    yarn_run::FAMILY,
    bun::FAMILY,
    corepack::FAMILY,
    package_managers::FAMILY,
    turbo::FAMILY,
    typescript::FAMILY,
    node_start::FAMILY,
    node_environment::FAMILY,
    prisma::FAMILY,
    database::FAMILY,
    codegen::FAMILY,
    next_build::FAMILY,
    next_render::FAMILY,
    css::FAMILY,
    frameworks::FAMILY,
    frameworks_static::FAMILY,
    next_code::FAMILY,
    bundlers::FAMILY,
    bundlers_vite::FAMILY,
    linters::FAMILY,
    monorepo::FAMILY,
    docker::FAMILY,
    python::FAMILY,
    languages::FAMILY,
    languages_compiled::FAMILY,
    commands::FAMILY,
    node::FAMILY,
    generic::FAMILY,
];
