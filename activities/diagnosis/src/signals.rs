//! Facts beside the failure: framework, package manager, and where the program was started.

/// What a literal tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    /// A framework; higher ranks are more telling.
    Framework(&'static str, u8),
    /// A package manager; higher ranks are more telling.
    Manager(&'static str, u8),
    /// The build is over and the project's program runs.
    Started,
}

/// A literal and its meaning.
pub(crate) struct Signal {
    pub(crate) literals: &'static [&'static str],
    pub(crate) fact: Fact,
}

const fn framework(name: &'static str, rank: u8, literals: &'static [&'static str]) -> Signal {
    Signal {
        literals,
        fact: Fact::Framework(name, rank),
    }
}

const fn manager(name: &'static str, rank: u8, literals: &'static [&'static str]) -> Signal {
    Signal {
        literals,
        fact: Fact::Manager(name, rank),
    }
}

/// All signals. A framework that builds on another one outranks it.
pub(crate) const SIGNALS: &[Signal] = &[
    framework(
        "nextjs",
        9,
        &[
            "▲ Next.js",
            "next build",
            "Detected Next.js version",
            "nextjs.org/docs/messages",
            "next/dist/",
        ],
    ),
    framework(
        "nuxt",
        9,
        &[
            "nuxt build",
            "nuxi build",
            "nuxt generate",
            "Nuxt 3",
            "Nuxt 4",
            "Nitro built",
        ],
    ),
    framework(
        "sveltekit",
        9,
        &["svelte-kit", "@sveltejs/kit", "@sveltejs/adapter"],
    ),
    framework(
        "remix",
        9,
        &["remix build", "remix vite:build", "@remix-run/"],
    ),
    framework(
        "react-router",
        8,
        &["react-router build", "@react-router/dev"],
    ),
    framework("astro", 9, &["astro build", "astro check", "@astrojs/"]),
    framework(
        "gatsby",
        9,
        &["gatsby build", "gatsby-node", "gatsby-plugin"],
    ),
    framework(
        "angular",
        9,
        &[
            " ng build",
            "@angular-devkit/",
            "@angular/build",
            "angular-compiler",
            "Application bundle generation",
        ],
    ),
    framework("vue-cli", 9, &["vue-cli-service build"]),
    framework(
        "create-react-app",
        9,
        &["react-scripts build", "react-scripts@", "craco build"],
    ),
    framework("docusaurus", 9, &["docusaurus build", "@docusaurus/"]),
    framework("eleventy", 9, &["@11ty/eleventy", "eleventy --", "[11ty]"]),
    framework(
        "hugo",
        9,
        &[
            "hugo --",
            "Start building sites",
            "hugo v0.",
            "Installing Hugo",
        ],
    ),
    framework("jekyll", 9, &["jekyll build", "Jekyll "]),
    framework(
        "django",
        8,
        &[
            "manage.py",
            "django/core",
            "import django",
            "Collecting Django",
            "Collecting django=",
        ],
    ),
    framework(
        "flask",
        7,
        &["flask/app.py", "Flask==", "Collecting flask", "Flask-"],
    ),
    framework("fastapi", 7, &["fastapi", "uvicorn"]),
    framework(
        "rails",
        8,
        &["rails assets:precompile", "bin/rails", "railties-"],
    ),
    framework("phoenix", 8, &["mix phx", "phx.digest", "phoenix_live"]),
    framework("laravel", 8, &["artisan ", "laravel/framework"]),
    framework("solidstart", 8, &["@solidjs/start", "vinxi build"]),
    framework("storybook", 6, &["storybook build", "build-storybook"]),
    framework("expo", 8, &["expo export"]),
    framework("cloudflare-workers", 4, &["wrangler deploy", "⛅️ wrangler"]),
    framework("nextjs", 7, &["next-on-pages", "opennextjs"]),
    framework("vite", 3, &["vite@"]),
    framework("vite", 5, &["vite build", "vite v"]),
    framework("express", 4, &["node_modules/express/", "express@"]),
    framework("fastify", 4, &["node_modules/fastify/"]),
    framework("nestjs", 5, &["nest build", "@nestjs/"]),
    framework(
        "spring-boot",
        7,
        &["spring-boot", "org.springframework.boot", "o.s.b."],
    ),
    framework("gin", 5, &["gin-gonic/gin"]),
    framework("echo", 5, &["labstack/echo"]),
    framework("fiber", 5, &["gofiber/fiber"]),
    framework("chi", 5, &["go-chi/chi"]),
    framework("actix", 5, &["actix-web v"]),
    framework("axum", 5, &["Compiling axum v", "Downloaded axum v"]),
    framework("rocket", 5, &["Compiling rocket v", "Downloaded rocket v"]),
    framework("mkdocs", 8, &["mkdocs build", "Collecting mkdocs"]),
    framework("zola", 8, &["zola build"]),
    framework(
        "dotnet",
        3,
        &["dotnet publish", "dotnet restore", "dotnet build"],
    ),
    framework("go", 3, &["go build", "go: downloading"]),
    framework("rust", 3, &["cargo build"]),
    manager(
        "npm",
        3,
        &[
            "npm error",
            "npm ERR!",
            "npm clean-install",
            "npm install",
            "npm ci",
            "found 0 vulnerabilities",
            "packages in ",
        ],
    ),
    manager("npm", 1, &["npm run ", "npm warn", "npm WARN"]),
    manager(
        "pnpm",
        6,
        &[
            "pnpm install",
            "ERR_PNPM",
            "resolution step is skipped",
            "Progress: resolved",
            "using pnpm v",
        ],
    ),
    manager("pnpm", 2, &["pnpm run", "pnpm build", "/.pnpm/", "pnpm@"]),
    manager(
        "yarn",
        6,
        &[
            "yarn install v",
            "yarn run v",
            "➤ YN0",
            "[1/4] Resolving packages",
            "[1/5] Validating",
            "using yarn v",
        ],
    ),
    manager("yarn", 2, &["yarn run ", "yarn build", "yarn install"]),
    manager("bun", 6, &["bun install v", "bun install", "bun.lock"]),
    manager("bun", 2, &["bun run ", "Bun v"]),
    manager(
        "pip",
        2,
        &[
            "pip install",
            "Using cached pip",
            "install -r requirements",
            "Successfully installed ",
        ],
    ),
    manager("poetry", 6, &["poetry install", "poetry.lock"]),
    manager("uv", 6, &["uv sync", "uv pip", "uv.lock"]),
    manager(
        "bundler",
        6,
        &["bundle install", "Bundler", "Bundle complete"],
    ),
    manager(
        "composer",
        6,
        &[
            "composer install",
            "Installing dependencies from lock file (including",
        ],
    ),
    manager("cargo", 4, &["cargo build", "Updating crates.io index"]),
    manager("go", 4, &["go: ", "go build", "go mod "]),
    manager("mix", 4, &["mix deps.get", " files (.ex)", "mix ecto."]),
    manager("pipenv", 6, &["pipenv install", "Pipfile.lock"]),
    manager(
        "maven",
        4,
        &["mvn ", "./mvnw", "[INFO] Scanning for projects"],
    ),
    manager(
        "gradle",
        4,
        &["./gradlew", "gradle build", "Gradle Daemon", "> Task :"],
    ),
    manager(
        "nuget",
        4,
        &["dotnet restore", "dotnet publish", "error NU1"],
    ),
    manager(
        "deno",
        4,
        &["deno cache", "deno install", "https://jsr.io/"],
    ),
    Signal {
        literals: &["==> Deploying...", "==> Running '", "==> Build successful"],
        fact: Fact::Started,
    },
];

/// What the signals of a log add up to.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    framework: Option<(&'static str, u8)>,
    manager: Option<(&'static str, u8)>,
    pub(crate) started: bool,
}

impl Facts {
    pub(crate) fn note(&mut self, fact: Fact) {
        match fact {
            Fact::Framework(name, rank) => raise(&mut self.framework, name, rank),
            Fact::Manager(name, rank) => raise(&mut self.manager, name, rank),
            Fact::Started => self.started = true,
        }
    }

    pub(crate) fn framework(&self) -> &'static str {
        self.framework.map_or("none", |(name, _)| name)
    }

    pub(crate) fn manager(&self) -> &'static str {
        self.manager.map_or("unknown", |(name, _)| name)
    }
}

/// Keeps the more telling one; of equals the first.
fn raise(known: &mut Option<(&'static str, u8)>, name: &'static str, rank: u8) {
    if known.is_none_or(|(_, best)| rank > best) {
        *known = Some((name, rank));
    }
}
