//! The install and build commands a platform would run.

use domain::BuildSettings;
use serde_json::Value;

use super::{Manager, Manifest, PackageManager, ProjectFiles, files::join};

/// Build commands of frameworks for projects without a `build` script, as the platforms default to them.
const FRAMEWORK_COMMANDS: &[(&str, &str, &str)] = &[
    ("next", "nextjs", "next build"),
    ("nuxt", "nuxtjs", "nuxt build"),
    ("astro", "astro", "astro build"),
    ("@sveltejs/kit", "sveltekit", "vite build"),
    ("@remix-run/dev", "remix", "remix build"),
    ("gatsby", "gatsby", "gatsby build"),
    ("@angular/cli", "angular", "ng build"),
    ("react-scripts", "create-react-app", "react-scripts build"),
    ("@vue/cli-service", "vue", "vue-cli-service build"),
    ("@11ty/eleventy", "eleventy", "eleventy"),
    ("vitepress", "vitepress", "vitepress build"),
    ("vite", "vite", "vite build"),
    ("parcel", "parcel", "parcel build"),
];

/// The framework, by what the manifest declares; names as platforms write them.
pub(crate) fn framework(manifest: &Manifest, settings: &BuildSettings) -> Option<String> {
    settings
        .framework
        .clone()
        .filter(|name| !name.is_empty())
        .or_else(|| {
            let found = FRAMEWORK_COMMANDS
                .iter()
                .find(|(package, ..)| manifest.declared(package).is_some());
            found.map(|(_, name, _)| (*name).to_owned())
        })
}

fn setting<'a>(value: &'a Option<String>, file: Option<&'a Value>, key: &str) -> Option<&'a str> {
    let from_file = || file?.get(key)?.as_str();
    value
        .as_deref()
        .or_else(from_file)
        .map(str::trim)
        .filter(|command| !command.is_empty())
}

fn platform_file(files: &dyn ProjectFiles, root: &str) -> Option<Value> {
    let text = files.read(&join(root, "vercel.json"))?;
    jsonc_parser::parse_to_serde_value::<Value>(&text, &jsonc_parser::ParseOptions::default()).ok()
}

/// The install command; `None` when there is nothing to install.
pub(crate) fn install(
    files: &dyn ProjectFiles,
    root: &str,
    settings: &BuildSettings,
    manifest: Option<&Manifest>,
    packages: &PackageManager,
) -> Option<String> {
    let file = platform_file(files, root);
    if let Some(command) = setting(&settings.install_command, file.as_ref(), "installCommand") {
        return Some(command.to_owned());
    }
    // An empty setting means: do not install.
    if settings.install_command.is_some() || manifest.is_none() {
        return None;
    }
    Some(
        match packages.manager {
            Manager::Npm => "npm install",
            Manager::Pnpm => "pnpm install",
            Manager::Yarn | Manager::Berry => "yarn install",
            Manager::Bun => "bun install",
        }
        .to_owned(),
    )
}

/// The build command; `None` when nothing tells one.
pub(crate) fn build(
    files: &dyn ProjectFiles,
    root: &str,
    settings: &BuildSettings,
    manifest: Option<&Manifest>,
    packages: &PackageManager,
) -> Option<String> {
    let file = platform_file(files, root);
    if let Some(command) = setting(&settings.build_command, file.as_ref(), "buildCommand") {
        return Some(command.to_owned());
    }
    let manifest = manifest?;
    let script = ["vercel-build", "build"]
        .into_iter()
        .find(|name| manifest.script(name).is_some());
    if let Some(script) = script {
        return Some(format!("{} run {script}", packages.manager.name()));
    }
    let wanted = framework(manifest, settings)?;
    FRAMEWORK_COMMANDS
        .iter()
        .find(|(_, name, _)| *name == wanted)
        .map(|(.., command)| (*command).to_owned())
}
