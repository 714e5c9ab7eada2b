//! The tables: one file per family of tools. Rows are tried in this order; of two equally strong rows that match
//! a line the earlier one names it, so special rows stand before general ones.

mod angular;
mod astro;
mod biome;
mod bundlers;
mod bundlers_vite;
mod cloudflare;
mod commands;
mod css;
mod css_preprocessors;
mod docker;
mod frameworks;
mod frameworks_static;
mod gatsby;
mod generic;
mod git;
mod languages;
mod languages_compiled;
mod linters;
mod monorepo;
mod netlify;
mod next_build;
mod next_code;
mod next_render;
mod node;
mod node_environment;
mod npm;
mod nuxt;
mod package_managers;
mod pnpm;
mod prisma;
mod python;
mod render;
mod resources;
mod site_generators;
mod sveltekit;
mod tests_in_build;
mod typescript;
mod vercel;
mod yarn;

use crate::pattern::Family;

/// All families.
pub const FAMILIES: &[Family] = &[
    git::FAMILY,
    resources::FAMILY,
    vercel::FAMILY,
    netlify::FAMILY,
    cloudflare::FAMILY,
    render::FAMILY,
    npm::FAMILY,
    pnpm::FAMILY,
    yarn::FAMILY,
    package_managers::FAMILY,
    typescript::FAMILY,
    node_environment::FAMILY,
    prisma::FAMILY,
    tests_in_build::FAMILY,
    next_build::FAMILY,
    next_render::FAMILY,
    css::FAMILY,
    css_preprocessors::FAMILY,
    angular::FAMILY,
    astro::FAMILY,
    gatsby::FAMILY,
    nuxt::FAMILY,
    sveltekit::FAMILY,
    site_generators::FAMILY,
    frameworks::FAMILY,
    frameworks_static::FAMILY,
    biome::FAMILY,
    next_code::FAMILY,
    bundlers::FAMILY,
    bundlers_vite::FAMILY,
    linters::FAMILY,
    monorepo::FAMILY,
    docker::FAMILY,
    python::FAMILY,
    languages::FAMILY,
    languages_compiled::FAMILY,
    tests_in_build::THROWN,
    commands::FAMILY,
    node::FAMILY,
    generic::FAMILY,
];
