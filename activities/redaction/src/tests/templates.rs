//! One body in many templates.

use crate::{
    Redactor,
    token_rows::{INFIXES, NAMED, TOKENS},
};

/// Bodies are put together here so that no scanner takes this file for a leak.
pub(super) const LOWER: &str = "a9f3k2m5x7q1w8e4r6t0y2u4i6o8p1s3d5f7g9h2";
pub(super) const MIXED: &str = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9d";
pub(super) const HEX: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
pub(super) const UPPER: &str = "Q7W3E9R5T1Y2U4I6";

pub(super) fn planted() -> Vec<(String, String)> {
    let jwt = format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.{MIXED}");
    let app_token = format!("ghs_123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.{MIXED}");
    let mut secrets: Vec<String> = [
        ("vcp_", MIXED),
        ("vci_", MIXED),
        ("vca_", MIXED),
        ("vcr_", MIXED),
        ("vck_", MIXED),
        ("ghp_", MIXED),
        ("gho_", MIXED),
        ("ghu_", MIXED),
        ("ghr_", MIXED),
        ("github_pat_", MIXED),
        ("glpat-", "xY9kL2mN4pQ6rS8tU1vW"),
        ("glrt-", MIXED),
        ("ATCTT3", MIXED),
        ("ATATT3", MIXED),
        ("ATBB", MIXED),
        ("cfut_", MIXED),
        ("rnd_", MIXED),
        ("nfp_", MIXED),
        ("npm_", "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7"),
        ("pypi-AgEIcHlwaS5vcmc", MIXED),
        ("dckr_pat_", MIXED),
        ("AKIA", UPPER),
        ("ASIA", UPPER),
        ("AIza", "SyB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5z"),
        ("ya29.", MIXED),
        ("GOCSPX-", MIXED),
        ("xoxb-", "1234567890-abcdefGHIJKL"),
        ("xapp-1-", MIXED),
        ("sk_live_", MIXED),
        ("rk_test_", MIXED),
        ("whsec_", MIXED),
        ("sk-ant-api03-", MIXED),
        ("sk-proj-", MIXED),
        ("sk-", MIXED),
        ("sk-", HEX),
        ("sk-or-v1-", HEX),
        ("gsk_", MIXED),
        ("hf_", MIXED),
        ("r8_", MIXED),
        ("SK", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        ("re_", "aB3dE5fG_7hJ9kL2mN4pQ6rS8tU1vW3x"),
        ("shpat_", HEX),
        ("sbp_", HEX),
        ("sb_secret_", MIXED),
        ("dop_v1_", HEX),
        ("hvs.", MIXED),
        ("glsa_", MIXED),
        ("NRAK-", "Q7W3E9R5T1Y2U4I6A8B9C1D2E3F"),
        ("sntrys_", MIXED),
        ("lin_api_", MIXED),
        ("ntn_", MIXED),
        ("figd_", MIXED),
    ]
    .iter()
    .map(|(prefix, body)| format!("{prefix}{body}"))
    .collect();
    secrets.push(format!("SG.{}.{MIXED}", &MIXED[..22]));
    secrets.push(jwt);
    secrets.push(app_token);

    let mut lines: Vec<(String, String)> = Vec::new();
    for secret in &secrets {
        lines.push((
            format!("12:00:01.000 cloning with {secret} as token"),
            secret.clone(),
        ));
        lines.push((
            format!("\u{1b}[32m{secret}\u{1b}[39m is not valid."),
            secret.clone(),
        ));
        lines.push((
            format!("{{\"value\":\"{secret}\",\"ok\":false}}"),
            secret.clone(),
        ));
    }
    let named = [
        "DATABASE_PASSWORD={}",
        "export SUPABASE_SERVICE_ROLE_KEY={}",
        "VITE_API_KEY=\"{}\"",
        "JWT_SECRET='{}'",
        "  \"password\": \"{}\",",
        "\"client_secret\":\"{}\"",
        "clientSecret: '{}',",
        "{\\\"apiKey\\\":\\\"{}\\\"}",
        "npm config set _authToken={}",
        "_auth={}",
        "x-api-key: {}",
        "X-Auth-Token: {}",
        "authorization: Bearer {}",
        "Authorization: Basic {}",
        "AUTHORIZATION: token {}",
        "--auth-token {}",
        "wrangler login --api-token={}",
        "curl -u admin:{} https://example.test",
        "aws_secret_access_key = {}",
        "Cookie: session={}",
        "redis://:{}@cache.internal:6379",
        "postgres://app:{}@db.example.test:5432/app",
        "mongodb+srv://root:{}@cluster0.mongodb.net/x?retryWrites=true",
        "https://oauth2:{}@gitlab.com/a/b.git",
        "https://x-access-token:{}@github.com/o/r",
        "amqps://u:{}@mq/vhost",
        "DB_PASS={}",
        "MYSQL_PWD={}",
        "SESSION_COOKIE_TOKEN: {}",
        "https://api.render.com/deploy/srv-abc?key={}",
        "?access_token={}&x=1",
        "https://hooks.slack.com/services/T000/B000/{}",
        "https://discord.com/api/webhooks/123456789012345678/{}",
        "https://api.vercel.com/v1/integrations/deploy/prj_abcdefgh/{}",
        "encryption_key: {}",
        "ENCRYPTION_KEY={}",
        "secretKey={}",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=x",
    ];
    for template in named {
        for secret in [LOWER, MIXED] {
            lines.push((template.replace("{}", secret), secret.to_owned()));
        }
    }
    for password in ["hunter2!x", "Tr0ub4dor&3", "p@ss:w0rd"] {
        lines.push((format!("DB_PASSWORD=\"{password}\""), password.to_owned()));
        lines.push((
            format!("mysql://root:{password}@localhost/app"),
            password.to_owned(),
        ));
        lines.push((
            format!("    \"password\": \"{password}\""),
            password.to_owned(),
        ));
    }
    lines
}

pub(super) fn look_alikes() -> Vec<String> {
    let mut lines: Vec<String> = [
        "HEAD is now at 0f1e2d3 fix token refresh", "integrity sha512-9Jx0aVbM2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u==",
        "commit 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", "added 312 packages, and audited 313 packages in 7s",
        "id 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "dist/assets/index-BkT7w9aC.js   143.21 kB",
        "src/auth/token.ts(12,3): error TS2322: Type 'string' is not assignable to type 'Token'.",
        "Type error: Property 'password' does not exist on type 'User'.", "  password: string;", "  token?: string",
        "const token = await getToken(request)", "apiKey: process.env.API_KEY,", "API_KEY=${API_KEY}", "token: Token | null",
        "Unexpected token `;`. Expected identifier", "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "Module not found: Can't resolve '@/lib/auth/session'", "https://nextjs.org/docs/messages/module-not-found",
        "GET https://example.test/left-pad/-/left-pad-1.3.0.tgz", "npm_config_registry is not set", "npm warn config key=value",
        "git clone https://github.com/acme/web.git", "ssh://git@github.com/acme/web.git", "https://git@github.com/acme/web",
        "http://localhost:3000/@vite/client", "sk-loading-indicator-container", "class sk-circle-fade-dot-1 not found",
        "Restored build cache from previous deployment (5ivbc8H4GygxxcKtZxdNBFKXC5pW)", "cache key: node-18-abcdef0123456789",
        "PWD=/opt/build/repo", "OLDPWD=/vercel/path0", "SSH_AUTH_SOCK=/tmp/agent.sock", "primary_key=id", "CACHE_KEY=linux-x64-v3",
        "max_tokens=4096", "token limit: 8192", "TOKEN_TYPE=bearer", "password: required", "\"token\": null,", "\"secret\": true",
        "import { getServerSession } from 'next-auth/next'", "  at verifyToken (/app/src/auth/token.js:12:9)",
        "Error: Missing required environment variable STRIPE_SECRET_KEY", "Invalid API key provided: ***", "<input type=\"password\">",
        "pnpm@9.12.3+sha512.cce0f9de9c5a7c95bef944169cc5dfe8741abfb145078c0d508b868056848a87c81e626246cb60967cbd7fd29a6c062ef73ff840d96b3c86c40ac92cf4a813ee",
        "digest: '1384489297'", "eyJust an odd word.and.more", "key: 'app/no-options'", "skipping re_export of module", "hf_hub not found",
        "author: A <a@example.test>", "2026-01-09T01:56:48.39691102Z go: go.mod requires go >= 1.25.5", "SKU1234567890 sold out",
        "prj_abcdefghijklmnop is linked", "keyof typeof tokens", "passing tests: 12", "\"passed\": 12", "author=\"token-team\"",
    ]
    .iter()
    .map(|line| (*line).to_owned())
    .collect();
    for version in 0..150 {
        lines.push(match version % 5 {
            0 => format!("left-pad@1.{version}.0 sha1-{}", &HEX[..28]),
            1 => format!("dist/chunk-{}.js 12.{version} kB", &MIXED[..8]),
            2 => format!("sha256:{HEX}{}", &HEX[..24]),
            3 => format!("  \"resolved\": \"https://example.test/a/-/a-{version}.0.0.tgz#{HEX}\","),
            _ => format!("GET /_next/static/chunks/{}.js?v={version} 200", &HEX[..16]),
        });
    }
    lines
}

/// So many bytes that the class of a token allows, letters and digits in turn.
fn body(class: fn(u8) -> bool, length: usize) -> String {
    let pools = [HEX, UPPER, "0123456789"];
    let fits = |pool: &&&str| pool.bytes().all(class);
    let pool = pools.iter().find(fits).expect("a pool for each class");
    pool.chars().cycle().take(length).collect()
}

/// Whatever is added to the table is recognised, with as little behind the prefix as its row wants.
#[test]
fn every_row_of_the_tables_works() {
    let redactor = Redactor::new();
    let mut missed = Vec::new();
    let mut check = |line: String, secret: &str| {
        let clean = redactor.redact(&line);
        if clean.contains(secret) {
            missed.push(format!("{line} -> {clean}"));
        }
    };
    let named = NAMED.iter().map(|(name, token)| (*name, token));
    for (name, token) in TOKENS.iter().map(|token| ("so", token)).chain(named) {
        for prefix in token.prefixes {
            let secret = if (token.class)(b'-') && token.min == 36 {
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0".to_owned()
            } else {
                body(token.class, token.min.max(token.run).max(8))
            };
            check(format!("{name} it is: {prefix}{secret} you see"), &secret);
        }
    }
    for row in INFIXES {
        let before = body(row.before, row.before_min);
        let after = body(row.after, row.after_min);
        check(
            format!("it is: {before}{}{after} you see", row.infix),
            &before,
        );
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
