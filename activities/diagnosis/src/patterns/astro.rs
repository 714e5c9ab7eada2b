//! Astro and Starlight.

use crate::{
    pattern::{
        Condition::Without,
        Family, Pattern,
        Place::{Frame, Heading, Stack},
    },
    rows::{consequence, exact, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "astro",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "astro.env",
        Config,
        &[" is invalid", " has an invalid type", " is not valid"],
        r"^\W*- (?P<pkg>[A-Z][A-Z0-9_]+)\W* (?:is invalid|has an invalid type|is not valid)",
    )
    .outside()
    .like("- PUBLIC_SITE_NAME has an invalid type"),
    pointer(
        "astro.env-invalid",
        Config,
        4,
        &["[EnvInvalidVariables]"],
        "",
    )
    .like("[EnvInvalidVariables] The following environment variables defined in `env.schema` are invalid:\n\n- PUBLIC_SITE_NAME is missing"),
    exact(
        "astro.adapter",
        Config,
        &[
            "[NoAdapterInstalled", "[AdapterSupportOutputMismatch]", "[ConfigNotFound]", "[ConfigLegacyKey]",
            "[UnknownConfigError]", "[MissingLocale]", "[MissingIndexForInternationalization]",
            "[UnsupportedConfigTransformError]", "[EnvPrefixConflictsWithSecret]", "[UnknownCLIError]",
            "[ActionsWithoutServerOutputError]", "[i18nNotEnabled]", "[InvalidImageService]",
            "[SessionConfigMissingError]", "[IncorrectStrategyForI18n]", "[CspNotEnabled]",
        ],
        r"^\W*\[[A-Za-z][\w]+\] \S",
    )
    .like("[NoAdapterInstalled] Cannot use server-rendered pages without an adapter."),
    exact(
        "astro.package",
        Dependency,
        &["[MissingSharp]", "[MdxIntegrationMissingError]", "[CannotExtractFontType]", "[MissingPackage"],
        r"^\W*\[\w+\] \S",
    )
    .like("[MissingSharp] Could not find Sharp. Please install Sharp (`sharp`) manually into your project or migrate to another image service."),
    exact(
        "astro.fetch",
        Runtime,
        &["[FailedToFetchRemoteImageDimensions]", "[NoMatchingStaticPathFound]", "[MissingImageDimension]", "[EndpointDidNotReturnAResponse]", "[OnlyResponseCanBeReturned]", "[LocalsNotAnObject]", "[MiddlewareNotAResponse]", "[RenderUndefinedEntryError]", "[UnhandledRejection]", "[CantRenderPage]", "[LiveContentConfigError]"],
        r"^\W*\[\w+\] \S",
    )
    .at(&[Frame, Stack])
    .like("[FailedToFetchRemoteImageDimensions] Failed to get the dimensions for https://img.example.test/a.png."),
    exact(
        "astro.named",
        Build,
        &[
            "[AstroError]", "[UnknownContentCollectionError]", "[NoMatchingRenderer]", "[ImageNotFound]",
            "[InvalidContentEntryDataError]", "[InvalidContentEntryFrontmatterError]", "[GetStaticPaths",
            "[CompilerError]", "[UnknownCompilerError]", "[ContentCollection", "[ContentLoader",
            "[FailedToLoadModuleSSR]", "[CSSSyntaxError]", "[MarkdownFrontmatterParseError]",
            "[LocalImageUsedWrongly]", "[PrerenderDynamicEndpointPathCollide]", "[LegacyContentConfigError]",
            "[InvalidGetStaticPaths", "[PageNumberParamNotFound]", "[ReservedSlotName]", "[InvalidPrerenderExport]",
            "[InvalidComponentArgs]", "[NoClientEntrypoint]", "[NoClientOnlyHint]", "[NoMatchingImport]",
            "[ExpectedImage", "[NoImageMetadata]", "[CouldNotTransformImage]", "[UnsupportedImage",
            "[ImageMissingAlt]", "[AstroGlob", "[InvalidDynamicRoute]", "[InvalidGlob]", "[UnknownViteError]",
            "[UnknownCSSError]", "[UnknownMarkdownError]", "[InvalidFrontmatterInjectionError]",
            "[GenerateContentTypesError]", "[InvalidContentEntrySlugError]", "[ContentSchemaContainsSlugError]",
            "[MixedContentDataCollectionError]", "[DataCollectionEntryParseError]",
            "[DuplicateContentEntrySlugError]", "[FileParserNotFound]", "[FileGlobNotSupported]",
            "[MissingMediaQueryDirective]", "[ClientAddressNotAvailable]", "[RedirectWithNoLocation]",
            "[InvalidRedirectDestination]", "[RouteNotFound]", "[ExpectedNotESMImage]", "[CannotLoadFontProvider]",
        ],
        r"^\W*\[(?P<pkg>[A-Z]\w+)\] \S",
    )
    .at(&[Frame, Heading, Stack])
    .like("[InvalidContentEntryDataError] blog → first-post data does not match collection schema."),
    pointer(
        "astro.config",
        Config,
        4,
        &["Astro found issue(s) with your configuration"],
        r"configuration:\s*$",
    )
    .like("[config] Astro found issue(s) with your configuration:\n\n! site: Invalid url"),
    exact(
        "astro.config-inline",
        Config,
        &["Astro found issue(s) with your configuration:", "without an adapter", "Cannot use `output: 'server'`"],
        r"Astro found issue\(s\) with your configuration: +\S|Cannot use .*without an adapter",
    )
    .like("Cannot use `output: 'server'` without an adapter."),
    pointer(
        "astro.config-load",
        Config,
        3,
        &["Unable to load your Astro config", "Unable to load /"],
        r"Unable to load your Astro config|\[astro\] Unable to load /",
    )
    .like("[astro] Unable to load your Astro config\n\nSomething that no row knows"),
    strong(
        "astro.old-error",
        Build,
        &["error   "],
        r"^ ?error {3}(?:(?P<file>/\S+\.\w+): )?\S",
    )
    .at(&[Frame, Stack])
    .like("error   Could not render `Cart`. No matching import has been found for `Cart`.\n  File:\n    /work/src/pages/index.astro:3:1"),
    consequence(
        "astro.details",
        &["  Location:", "  Stack trace:", "  Hint:"],
        r"^\s+(?:Location|Stack trace|Hint):$",
    )
    .like("  Location:"),
    hint(
        "astro.generating",
        Runtime,
        60,
        &["generating static routes", "prerendering static routes"],
        "",
    )
    .like(" generating static routes \n12:30:01 ▶ src/pages/index.astro\nError: something that no row knows"),
    pointer(
        "astro.error",
        Build,
        6,
        &["[ERROR] [vite]", "[ERROR] [build]", "[ERROR] [content]"],
        r"^\W*(?:\d\d:\d\d:\d\d )?\[ERROR\] \[(?:vite|build|content)\]",
    )
    .when(Without("Failed to call getStaticPaths"))
    .like("[ERROR] [vite] x Build failed in 1.54s\nSomething that no row knows"),
    strong(
        "astro.loader",
        Build,
        &["-loader] ", "[ERROR] [@astrojs"],
        r"^\W*(?:\d\d:\d\d:\d\d )?\[ERROR\] \[(?:[\w-]+-loader|@astrojs/[\w-]+)\] \S",
    )
    .at(&[Frame])
    .like("12:30:01 [ERROR] [glob-loader] Error rendering blog/first.md: the date is odd"),
];
