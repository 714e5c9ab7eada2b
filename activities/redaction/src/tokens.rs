//! Secrets that can be told by how they begin: one row per kind.
//!
//! The prefixes are the issuers' own (secret-scanning partner lists, changelogs of the platforms).

use crate::span::{
    Span, alphanumeric, base64, dotted, hexadecimal, run, starts_word, upper, url_safe,
};

/// One kind of token.
pub(crate) struct Token {
    pub(crate) kind: &'static str,
    pub(crate) prefixes: &'static [&'static str],
    /// What may follow the prefix.
    class: fn(u8) -> bool,
    /// At least so many bytes follow.
    min: usize,
    /// The prefix is so short or so usual that it counts only at the start of a word, and only when
    /// what follows holds a digit and an unbroken run of this many letters and digits (0: no such check).
    run: usize,
}

const fn token(
    kind: &'static str,
    prefixes: &'static [&'static str],
    class: fn(u8) -> bool,
    min: usize,
    run: usize,
) -> Token {
    Token {
        kind,
        prefixes,
        class,
        min,
        run,
    }
}

/// All kinds; where two fit, the earlier row names the replacement.
pub(crate) const TOKENS: &[Token] = &[
    token(
        "vercel-token",
        &["vcp_", "vci_", "vca_", "vcr_", "vck_", "vercel_blob_rw_"],
        url_safe,
        16,
        12,
    ),
    // Since 2026 installation tokens are long and dotted: ghs_<app>_<JWT>.
    token(
        "github-token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        dotted,
        16,
        0,
    ),
    token("github-token", &["github_pat_"], url_safe, 20, 0),
    token(
        "gitlab-token",
        &[
            "glpat-",
            "gldt-",
            "glrt-",
            "glcbt-",
            "glptt-",
            "glft-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "gloas-",
            "glffct-",
            "GR1348941",
        ],
        dotted,
        16,
        0,
    ),
    token(
        "bitbucket-token",
        &["ATCTT3", "ATATT3", "ATBB"],
        base64,
        20,
        16,
    ),
    token(
        "cloudflare-token",
        &["cfut_", "cfat_", "cfk_"],
        url_safe,
        20,
        12,
    ),
    token("cloudflare-token", &["v1.0-"], url_safe, 120, 24),
    token("render-token", &["rnd_"], alphanumeric, 20, 16),
    token(
        "netlify-token",
        &["nfp_", "nfc_", "nfo_", "nfu_"],
        alphanumeric,
        20,
        16,
    ),
    token("npm-token", &["npm_"], alphanumeric, 30, 30),
    token("pypi-token", &["pypi-AgE"], url_safe, 20, 0),
    token("rubygems-token", &["rubygems_"], hexadecimal, 40, 0),
    token("docker-token", &["dckr_pat_", "dckr_oat_"], url_safe, 20, 0),
    token(
        "aws-access-key",
        &["AKIA", "ASIA", "ABIA", "ACCA"],
        upper,
        16,
        8,
    ),
    token("google-key", &["AIza"], url_safe, 35, 0),
    token("google-token", &["ya29."], dotted, 20, 0),
    token("google-token", &["GOCSPX-"], url_safe, 20, 0),
    token(
        "slack-token",
        &[
            "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-",
        ],
        dotted,
        16,
        0,
    ),
    token(
        "stripe-key",
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"],
        base64,
        10,
        0,
    ),
    token("anthropic-key", &["sk-ant-"], url_safe, 20, 0),
    token(
        "openai-key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-or-v1-"],
        url_safe,
        20,
        6,
    ),
    token("openai-key", &["sk-"], url_safe, 20, 12),
    token("groq-key", &["gsk_"], alphanumeric, 30, 20),
    token("xai-key", &["xai-"], alphanumeric, 40, 20),
    token("perplexity-key", &["pplx-"], alphanumeric, 30, 20),
    token("replicate-token", &["r8_"], alphanumeric, 30, 20),
    token("huggingface-token", &["hf_"], alphanumeric, 30, 20),
    token("sendgrid-key", &["SG."], dotted, 40, 16),
    token("twilio-key", &["SK"], hexadecimal, 32, 32),
    token("mailgun-key", &["key-"], hexadecimal, 32, 32),
    token("resend-key", &["re_"], url_safe, 24, 16),
    token(
        "shopify-token",
        &["shpat_", "shpss_", "shpca_", "shppa_"],
        hexadecimal,
        30,
        0,
    ),
    token("square-token", &["sq0atp-", "sq0csp-"], url_safe, 20, 0),
    token("supabase-key", &["sbp_", "sb_secret_"], url_safe, 20, 12),
    token(
        "planetscale-token",
        &["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
        dotted,
        20,
        0,
    ),
    token("neon-key", &["napi_", "npg_"], alphanumeric, 12, 12),
    token(
        "digitalocean-token",
        &["dop_v1_", "doo_v1_", "dor_v1_"],
        hexadecimal,
        40,
        0,
    ),
    token("heroku-key", &["HRKU-"], url_safe, 30, 0),
    token(
        "fly-token",
        &["fm1r_", "fm1a_", "fm2_", "fo1_"],
        base64,
        40,
        0,
    ),
    token(
        "doppler-token",
        &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa."],
        dotted,
        30,
        0,
    ),
    token("vault-token", &["hvs.", "hvb.", "hvr."], url_safe, 20, 0),
    token("databricks-token", &["dapi"], hexadecimal, 32, 32),
    token("grafana-token", &["glsa_", "glc_"], base64, 30, 12),
    token("newrelic-key", &["NRAK-"], alphanumeric, 20, 0),
    token("sentry-token", &["sntrys_", "sntryu_"], base64, 30, 0),
    token(
        "linear-key",
        &["lin_api_", "lin_oauth_"],
        alphanumeric,
        30,
        0,
    ),
    token("notion-token", &["ntn_"], alphanumeric, 30, 20),
    token("figma-token", &["figd_"], url_safe, 30, 0),
    token("postman-key", &["PMAK-"], url_safe, 30, 0),
    token("mapbox-token", &["sk.eyJ"], dotted, 20, 0),
    token("age-key", &["AGE-SECRET-KEY-1"], upper, 40, 0),
    token("easypost-key", &["EZAK", "EZTK"], alphanumeric, 50, 30),
    token(
        "telegram-token",
        &["api.telegram.org/bot"],
        |byte| url_safe(byte) || byte == b':',
        30,
        0,
    ),
    token(
        "slack-webhook",
        &["hooks.slack.com/services/", "hooks.slack.com/workflows/"],
        base64,
        20,
        0,
    ),
    token(
        "discord-webhook",
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        base64,
        40,
        0,
    ),
    token(
        "deploy-hook",
        &["api.vercel.com/v1/integrations/deploy/"],
        base64,
        20,
        0,
    ),
    token(
        "deploy-hook",
        &["api.netlify.com/build_hooks/"],
        alphanumeric,
        20,
        0,
    ),
];

/// The token of row `row` whose prefix (of `prefix` bytes) begins at `at`.
pub(crate) fn find(row: &Token, line: &[u8], at: usize, prefix: usize) -> Option<Span> {
    let rest = line.get(at + prefix..)?;
    let mut length = run(rest, row.class);
    // A full stop or dash after a token belongs to the sentence.
    while length > 0 && matches!(rest[length - 1], b'.' | b'-') {
        length -= 1;
    }
    let tail = &rest[..length];
    if length < row.min {
        return None;
    }
    if row.run > 0 {
        let longest = tail
            .split(|byte| !byte.is_ascii_alphanumeric())
            .map(<[u8]>::len)
            .max()
            .unwrap_or(0);
        if !starts_word(line, at) || longest < row.run || !tail.iter().any(u8::is_ascii_digit) {
            return None;
        }
    }
    // Addresses keep their host: only what follows it is secret.
    let start = if row.prefixes.iter().any(|prefix| prefix.contains('/')) {
        at + prefix
    } else {
        at
    };
    Some(Span {
        start,
        end: at + prefix + length,
        kind: row.kind,
    })
}
