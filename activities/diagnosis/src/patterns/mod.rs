//! The tables: one file per family of tools. Rows are tried in this order; of two equally strong rows that match
//! a line the earlier one names it, so special rows stand before general ones.

mod angular;
mod astro;
mod biome;
mod bun;
mod bundler;
mod bundlers;
mod bundlers_vite;
mod cloudflare;
mod codegen;
mod commands;
mod corepack;
mod css;
mod css_preprocessors;
mod database;
mod deno;
mod docker;
mod dotnet;
mod elixir;
mod exceptions;
mod frameworks;
mod frameworks_static;
mod gatsby;
mod generic;
mod git;
mod go;
mod install_scripts;
mod java;
mod linters;
mod monorepo;
mod native;
mod native_node;
mod netlify;
mod netlify_builds;
mod next_build;
mod next_code;
mod next_config;
mod next_render;
mod node;
mod node_environment;
mod node_start;
mod npm;
mod npm_git;
mod npm_run;
mod nuxt;
mod outages;
mod package_managers;
mod php;
mod pnpm;
mod pnpm_run;
mod prisma;
mod python;
mod python_managers;
mod python_packages;
mod python_tools;
mod python_web;
mod render;
mod render_service;
mod resources;
mod ruby;
mod rust;
mod scripts;
mod site_generators;
mod sites_docs;
mod sites_hugo;
mod sites_templates;
pub(crate) mod sources;
mod spring;
mod sveltekit;
mod system_packages;
mod tests_in_build;
mod turbo;
mod typescript;
mod vercel;
mod vercel_functions;
mod vercel_projects;
mod wrangler;
mod yarn;
mod yarn_run;

use crate::pattern::Family;

/// All families.
pub const FAMILIES: &[Family] = &[
    npm_git::FAMILY,
    git::FAMILY,
    resources::FAMILY,
    outages::FAMILY,
    vercel_functions::FAMILY,
    vercel_projects::FAMILY,
    vercel::FAMILY,
    netlify_builds::FAMILY,
    netlify::FAMILY,
    wrangler::FAMILY,
    cloudflare::FAMILY,
    render_service::FAMILY,
    render::FAMILY,
    npm::FAMILY,
    install_scripts::FAMILY,
    native_node::FAMILY,
    npm_run::FAMILY,
    pnpm::FAMILY,
    pnpm_run::FAMILY,
    yarn::FAMILY,
    yarn_run::FAMILY,
    bun::FAMILY,
    corepack::FAMILY,
    package_managers::FAMILY,
    native::FAMILY,
    python_tools::FAMILY,
    deno::FAMILY,
    biome::FAMILY,
    turbo::FAMILY,
    typescript::FAMILY,
    node_start::FAMILY,
    node_environment::FAMILY,
    prisma::FAMILY,
    tests_in_build::FAMILY,
    database::FAMILY,
    codegen::FAMILY,
    next_config::FAMILY,
    next_build::FAMILY,
    next_render::FAMILY,
    exceptions::FAMILY,
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
    sites_hugo::FAMILY,
    sites_templates::FAMILY,
    sites_docs::FAMILY,
    next_code::FAMILY,
    bundlers::FAMILY,
    bundlers_vite::FAMILY,
    linters::FAMILY,
    tests_in_build::THROWN,
    monorepo::FAMILY,
    docker::FAMILY,
    system_packages::FAMILY,
    bundler::FAMILY,
    ruby::FAMILY,
    python_packages::FAMILY,
    python_managers::FAMILY,
    python_web::FAMILY,
    python::FAMILY,
    php::FAMILY,
    elixir::FAMILY,
    spring::FAMILY,
    java::FAMILY,
    dotnet::FAMILY,
    go::FAMILY,
    rust::FAMILY,
    scripts::FAMILY,
    commands::FAMILY,
    node::FAMILY,
    generic::FAMILY,
];
