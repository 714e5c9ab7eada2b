//! The kinds of tokens, one row each.
//!
//! The prefixes are the issuers' own (secret-scanning partner lists, changelogs of the platforms).

use crate::{
    span::{alphanumeric, base64, dotted, hexadecimal, upper, url_safe},
    tokens::{Infix, Token},
};

/// A row: kind, prefixes, what may follow, how much of it at least, and the unbroken run it must hold (see [`Token`]).
macro_rules! rows {
    ($($kind:literal [$($prefix:literal)+] $class:ident $min:literal $run:literal)+) => {
        &[$(Token { kind: $kind, prefixes: &[$($prefix),+], class: $class, min: $min, run: $run }),+]
    };
}

macro_rules! named {
    ($($name:literal $kind:literal [$($prefix:literal)+] $class:ident $min:literal $run:literal)+) => {
        &[$((
            $name,
            Token { kind: $kind, prefixes: &[$($prefix),+], class: $class, min: $min, run: $run },
        )),+]
    };
}

/// All kinds; where two fit, the earlier row names the replacement.
pub(crate) const TOKENS: &[Token] = rows! {
    // Hosts.
    "vercel-token" ["vcp_" "vci_" "vca_" "vcr_" "vck_" "vercel_blob_rw_"] url_safe 16 12
    "cloudflare-token" ["cfut_" "cfat_" "cfk_"] url_safe 20 12
    "cloudflare-token" ["v1.0-"] url_safe 120 24
    "render-token" ["rnd_"] alphanumeric 20 16
    "netlify-token" ["nfp_" "nfc_" "nfo_" "nfu_" "nfb_"] alphanumeric 20 16
    "heroku-key" ["HRKU-"] url_safe 30 0
    "fly-token" ["fm1r_" "fm1a_" "fm2_" "fo1_"] base64 40 0
    "digitalocean-token" ["dop_v1_" "doo_v1_" "dor_v1_"] hexadecimal 40 0
    // Git. Since 2026 installation tokens are long and dotted: ghs_<app>_<JWT>.
    "github-token" ["ghp_" "gho_" "ghu_" "ghs_" "ghr_"] dotted 16 0
    "github-token" ["github_pat_"] url_safe 20 0
    "gitlab-token" ["glpat-" "gldt-" "glrt-" "glrtr-" "glcbt-" "glptt-" "glft-" "glimt-" "glagent-" "glsoat-"
        "gloas-" "glffct-" "glwt-" "GR1348941"] dotted 16 0
    "bitbucket-token" ["ATCTT3" "ATATT3" "ATBB"] base64 20 16
    "sourcegraph-token" ["sgp_"] url_safe 40 16
    // Package registries and builds.
    "npm-token" ["npm_"] alphanumeric 30 30
    "pypi-token" ["pypi-AgE"] url_safe 20 0
    "rubygems-token" ["rubygems_"] hexadecimal 40 0
    "docker-token" ["dckr_pat_" "dckr_oat_"] url_safe 20 0
    "buildkite-token" ["bkua_"] hexadecimal 40 0
    "circleci-token" ["CCIPAT_"] url_safe 40 16
    "sonar-token" ["sqp_" "squ_" "sqa_"] hexadecimal 40 0
    "chromatic-token" ["chpt_"] hexadecimal 12 12
    "pulumi-token" ["pul-"] hexadecimal 40 0
    "postman-key" ["PMAK-"] url_safe 30 0
    // Clouds.
    "aws-access-key" ["AKIA" "ASIA" "ABIA" "ACCA"] upper 16 8
    "aws-session-token" ["IQoJb3JpZ2lu" "FwoGZXIvYXdz"] base64 60 0
    "aws-bearer-token" ["ABSK"] base64 80 20
    "google-key" ["AIza"] url_safe 35 0
    "google-key" ["AQ."] url_safe 40 12
    "google-token" ["ya29."] dotted 20 0
    "google-token" ["1//0"] url_safe 40 12
    "google-token" ["GOCSPX-"] url_safe 20 0
    "databricks-token" ["dapi"] hexadecimal 32 32
    "tailscale-key" ["tskey-"] url_safe 20 12
    // Stores of secrets.
    "doppler-token" ["dp.pt." "dp.st." "dp.ct." "dp.sa." "dp.scim." "dp.audit."] dotted 30 0
    "vault-token" ["hvs." "hvb." "hvr."] url_safe 20 0
    "onepassword-token" ["ops_eyJ"] base64 40 0
    "age-key" ["AGE-SECRET-KEY-1"] upper 40 0
    // A private key in base64: what "-----BEGIN RSA PRIVATE" and its kin begin with.
    "private-key" ["LS0tLS1CRUdJTiBSU0Eg" "LS0tLS1CRUdJTiBQUklW" "LS0tLS1CRUdJTiBPUEVO" "LS0tLS1CRUdJTiBFQyBQ"
        "LS0tLS1CRUdJTiBFTkNS" "LS0tLS1CRUdJTiBEU0Eg" "LS0tLS1CRUdJTiBQR1AgUFJJ"] base64 40 0
    // Talk and mail.
    "slack-token" ["xoxb-" "xoxp-" "xoxa-" "xoxr-" "xoxs-" "xoxe-" "xoxe." "xapp-" "xwfp-"] dotted 16 0
    "sendgrid-key" ["SG."] dotted 40 16
    "twilio-key" ["SK"] hexadecimal 32 32
    "mailgun-key" ["key-"] hexadecimal 32 32
    "brevo-key" ["xkeysib-" "xsmtpsib-"] url_safe 40 0
    "resend-key" ["re_"] url_safe 24 16
    // Payment and shops.
    "stripe-key" ["sk_live_" "sk_test_" "rk_live_" "rk_test_" "sk_org_" "whsec_"] base64 10 0
    "secret-key" ["sk_prod_" "sk_dev_"] url_safe 20 12
    "shopify-token" ["shpat_" "shpss_" "shpca_" "shppa_" "shpua_" "shptka_"] hexadecimal 30 0
    "square-token" ["sq0atp-" "sq0csp-"] url_safe 20 0
    "plaid-token" ["access-production-" "access-development-" "access-sandbox-"] url_safe 36 12
    "easypost-key" ["EZAK" "EZTK"] alphanumeric 50 30
    // Models.
    "anthropic-key" ["sk-ant-"] url_safe 20 0
    "openai-key" ["sk-proj-" "sk-svcacct-" "sk-admin-" "sk-or-v1-"] url_safe 20 6
    "openai-key" ["sk-"] url_safe 20 12
    "groq-key" ["gsk_"] alphanumeric 30 20
    "xai-key" ["xai-"] alphanumeric 40 20
    "perplexity-key" ["pplx-"] alphanumeric 30 20
    "replicate-token" ["r8_"] alphanumeric 30 20
    "huggingface-token" ["hf_"] alphanumeric 30 20
    "together-key" ["tgp_v1_"] url_safe 30 0
    "nvidia-key" ["nvapi-"] url_safe 40 0
    "tavily-key" ["tvly-"] url_safe 24 16
    "cerebras-key" ["csk-"] alphanumeric 40 40
    "langsmith-key" ["lsv2_pt_" "lsv2_sk_"] url_safe 32 32
    "pinecone-key" ["pcsk_"] url_safe 40 16
    "e2b-key" ["e2b_"] hexadecimal 40 40
    "jina-key" ["jina_"] url_safe 40 16
    // Data.
    "supabase-key" ["sbp_" "sb_secret_"] url_safe 20 8
    "planetscale-token" ["pscale_tkn_" "pscale_pw_" "pscale_oauth_"] dotted 20 0
    "neon-key" ["napi_" "npg_"] alphanumeric 12 12
    "contentful-token" ["CFPAT-"] url_safe 40 0
    "typeform-token" ["tfp_"] url_safe 40 8
    // Watching and steering.
    "grafana-token" ["glsa_" "glc_"] base64 30 12
    "newrelic-key" ["NRAK-" "NRII-" "NRRA-" "NRBR-"] url_safe 20 0
    "sentry-token" ["sntrys_" "sntryu_" "sntrya_"] base64 30 0
    "posthog-key" ["phx_"] alphanumeric 30 20
    "inngest-key" ["signkey-prod-" "signkey-test-"] hexadecimal 32 0
    "trigger-key" ["tr_prod_" "tr_dev_" "tr_stg_" "tr_preview_"] alphanumeric 16 16
    // Teams.
    "linear-key" ["lin_api_" "lin_oauth_"] alphanumeric 30 0
    "notion-token" ["ntn_"] alphanumeric 30 20
    "notion-token" ["secret_"] alphanumeric 43 43
    "figma-token" ["figd_" "figo_"] url_safe 30 0
    "mapbox-token" ["sk.eyJ"] dotted 20 0
    // Addresses whose path is the secret.
    "telegram-token" ["api.telegram.org/bot"] bot 30 0
    "slack-webhook" ["hooks.slack.com/services/" "hooks.slack.com/workflows/" "hooks.slack.com/triggers/"] base64 20 0
    "discord-webhook" ["discord.com/api/webhooks/" "discordapp.com/api/webhooks/"] base64 40 0
    "teams-webhook" ["/IncomingWebhook/"] base64 32 0
    "zapier-webhook" ["hooks.zapier.com/hooks/catch/"] base64 8 0
    "deploy-hook" ["api.vercel.com/v1/integrations/deploy/"] base64 20 0
    "deploy-hook" ["api.netlify.com/build_hooks/"] alphanumeric 20 0
    "deploy-hook" ["/pages/webhooks/deploy_hooks/"] url_safe 32 0
};

/// Kinds whose prefixes are too usual to be searched for: they count in lines that hold the issuer's name.
pub(crate) const NAMED: &[(&str, Token)] = named! {
    "airtable" "airtable-token" ["pat"] dotted 79 64
    "cargo" "cargo-token" ["cio"] alphanumeric 32 32
    "crates.io" "cargo-token" ["cio"] alphanumeric 32 32
    "dropbox" "dropbox-token" ["sl."] url_safe 100 16
    "elevenlabs" "elevenlabs-key" ["sk_"] hexadecimal 48 48
    "facebook" "meta-token" ["EAA"] alphanumeric 80 40
    "instagram" "meta-token" ["EAA"] alphanumeric 80 40
    "square" "square-token" ["EAAA"] url_safe 60 10
    "firecrawl" "firecrawl-key" ["fc-"] hexadecimal 32 32
    "launchdarkly" "launchdarkly-key" ["sdk-" "api-" "mob-"] uuid 36 12
};

/// Tokens with their mark in the middle.
pub(crate) const INFIXES: &[Infix] = &[
    Infix {
        kind: "telegram-token",
        infix: ":AA",
        before: |byte| byte.is_ascii_digit(),
        before_min: 8,
        after: url_safe,
        after_min: 33,
    },
    Infix {
        kind: "terraform-token",
        infix: ".atlasv1.",
        before: alphanumeric,
        before_min: 10,
        after: url_safe,
        after_min: 50,
    },
    Infix {
        kind: "azure-secret",
        infix: "Q~",
        before: dotted,
        before_min: 4,
        after: |byte| dotted(byte) || byte == b'~',
        after_min: 31,
    },
    Infix {
        kind: "mailchimp-key",
        infix: "-us",
        before: hexadecimal,
        before_min: 32,
        after: |byte| byte.is_ascii_digit(),
        after_min: 1,
    },
];

fn bot(byte: u8) -> bool {
    url_safe(byte) || byte == b':'
}

fn uuid(byte: u8) -> bool {
    hexadecimal(byte) || byte == b'-'
}
