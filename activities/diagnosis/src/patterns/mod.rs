//! The tables: one file per family of tools. Rows are tried in this order; of two equally strong rows that match
//! a line the earlier one names it, so special rows stand before general ones.

mod bundlers;
mod bundlers_vite;
mod cloudflare;
mod commands;
mod css;
mod docker;
mod frameworks;
mod frameworks_static;
mod generic;
mod git;
mod languages;
mod languages_compiled;
mod linters;
mod monorepo;
mod netlify;
mod netlify_builds;
mod next_build;
mod next_code;
mod next_render;
mod node;
mod node_environment;
mod npm;
mod outages;
mod package_managers;
mod pnpm;
mod prisma;
mod python;
mod render;
mod render_service;
mod resources;
mod sites_docs;
mod sites_hugo;
mod sites_templates;
mod typescript;
mod vercel;
mod vercel_projects;
mod wrangler;
mod yarn;

use crate::pattern::Family;

/// All families.
pub const FAMILIES: &[Family] = &[
    git::FAMILY,
    resources::FAMILY,
    outages::FAMILY,
    vercel_projects::FAMILY,
    vercel::FAMILY,
    netlify_builds::FAMILY,
    netlify::FAMILY,
    wrangler::FAMILY,
    cloudflare::FAMILY,
    render_service::FAMILY,
    render::FAMILY,
    npm::FAMILY,
    pnpm::FAMILY,
    yarn::FAMILY,
    package_managers::FAMILY,
    typescript::FAMILY,
    node_environment::FAMILY,
    prisma::FAMILY,
    next_build::FAMILY,
    next_render::FAMILY,
    css::FAMILY,
    frameworks::FAMILY,
    frameworks_static::FAMILY,
    sites_hugo::FAMILY,
    sites_templates::FAMILY,
    sites_docs::FAMILY,
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
