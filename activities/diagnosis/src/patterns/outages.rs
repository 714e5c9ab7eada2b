//! Services that a build calls and that do not answer: registries, download hosts, image hosts, error trackers.

use crate::{
    pattern::{
        Family, Pattern,
        Stage::{Deploy, Install},
    },
    rows::{exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "outages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "outage.npm",
        Other,
        &[
            " - GET http", " - PUT http", "npm error 429", "npm error 50", "npm ERR! 50", "npm ERR! 429", "npm error 52", "npm ERR! 52",
        ],
        r"^\W*npm (?:error|ERR!) (?:408|429|5\d\d) [A-Z][\w ]+",
    )
    .named("npm registry down")
    .during(Install)
    .transient()
    .outside()
    .like("npm error 502 Bad Gateway - GET https://packages.example.test/left-pad"),
    exact(
        "outage.pnpm",
        Other,
        &["ERR_PNPM_FETCH_5", "ERR_PNPM_FETCH_429", "ERR_PNPM_FETCH_408"],
        "",
    )
    .named("pnpm registry down")
    .during(Install)
    .transient()
    .outside()
    .like(" ERR_PNPM_FETCH_503  GET https://packages.example.test/left-pad: Service Unavailable - 503"),
    exact(
        "outage.pip",
        Other,
        &["HTTP error 5", "HTTP error 429", "ReadTimeoutError(", "ReadTimeoutError:", "NewConnectionError(", "Server Error: ", "IncompleteRead("],
        r"^\W*(?:ERROR|error|pip\S+):?.*(?:HTTP error (?:429|5\d\d) |ReadTimeoutError|NewConnectionError|(?:5\d\d|429) (?:Server|Client) Error: |IncompleteRead\()|^\S*ReadTimeoutError: HTTPSConnectionPool",
    )
    .named("pip registry down")
    .during(Install)
    .transient()
    .outside()
    .like("ERROR: HTTP error 503 while getting https://packages.example.test/django.whl"),
    exact(
        "outage.gem",
        Other,
        &["Gem::RemoteFetcher::FetchError", "Bundler::HTTPError", "Could not reach host ", "Could not fetch specs from", "Net::OpenTimeout"],
        r"FetchError: bad response .* (?:429|5\d\d)|FetchError: (?:timed out|too many connection|Errno)|Bundler::HTTPError|Could not reach host |Could not fetch specs from|Net::OpenTimeout: ",
    )
    .named("gem registry down")
    .during(Install)
    .transient()
    .outside()
    .like("Gem::RemoteFetcher::FetchError: bad response Service Unavailable 503 (https://packages.example.test/rake.gem)"),
    exact(
        "outage.go",
        Other,
        &["proxy.golang.org", "sum.golang.org"],
        r"(?:proxy|sum)\.golang\.org\S*:? .*(?:i/o timeout|connection re|5\d\d |TLS handshake|EOF|no such host)",
    )
    .named("go registry down")
    .during(Install)
    .transient()
    .outside()
    .like("go: example.test/a@v1.0.0: Get \"https://proxy.golang.org/example.test/a/@v/v1.0.0.mod\": dial tcp 192.0.2.1:443: i/o timeout"),
    exact(
        "outage.cargo",
        Other,
        &["failed to get 200 response from", "failed to download from `http"],
        r"^\W*(?:error: )?failed to (?:get 200 response from `[^`]+`, got (?:429|5\d\d)|download from `http)",
    )
    .named("cargo registry down")
    .during(Install)
    .transient()
    .outside()
    .like("error: failed to get 200 response from `https://packages.example.test/index`, got 503"),
    exact(
        "outage.apt",
        Other,
        &["E: Failed to fetch ", "Temporary failure resolving '", "temporary error (try again later)"],
        r"^\W*(?:E: Failed to fetch \S+ .*(?:5\d\d|Connection|timed out|Temporary|Could not (?:connect|resolve)|Hash Sum mismatch|Unable to connect)|ERROR: \S+: (?:temporary|network) error|Err:.*Temporary failure resolving)",
    )
    .named("apt registry down")
    .during(Install)
    .transient()
    .outside()
    .like("E: Failed to fetch http://packages.example.test/pool/a.deb  503  Service Unavailable"),
    exact(
        "outage.curl",
        Other,
        &["curl: ("],
        r"curl: \((?:5|6|7|18|28|35|52|56|92)\) |curl: \(22\) The requested URL returned error: (?:429|5\d\d)",
    )
    .named("download host down")
    .during(Deploy)
    .transient()
    .outside()
    .like("curl: (22) The requested URL returned error: 503"),
    exact(
        "download.missing",
        Config,
        &["curl: (22)", "ERROR 404: Not Found"],
        r"curl: \(22\) The requested URL returned error: 40[34]|ERROR 404: Not Found",
    )
    .named("download missing")
    .during(Deploy)
    .like("curl: (22) The requested URL returned error: 404"),
    exact(
        "outage.platform",
        Other,
        &[
            "api.vercel.com", "api.netlify.com", "api.cloudflare.com", "api.render.com", "Error: Upload aborted",
            "Error: An error occurred while uploading",
        ],
        r"(?:ENOTFOUND|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|socket hang up|timed? ?out|5\d\d) .{0,60}api\.(?:vercel|netlify|cloudflare|render)\.com|api\.(?:vercel|netlify|cloudflare|render)\.com.{0,80}(?:ENOTFOUND|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|socket hang up|timed? ?out|\b5\d\d\b)|Upload aborted|error occurred while uploading",
    )
    .named("platform service failed")
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: request to https://api.vercel.com/v2/files failed, reason: read ECONNRESET"),
    exact(
        "outage.images",
        Other,
        &[
            "received unexpected HTTP status: 5", "unexpected status from HEAD request to", "unexpected status from GET request to",
            "code = Unavailable desc =", "net/http: request canceled while waiting for connection", "failed to do request: ",
            "TLS handshake timeout", "failed to copy: ", "failed to fetch anonymous token",
        ],
        r"unexpected HTTP status: 5|unexpected status from \w+ request to \S+: (?:429|5\d\d)|rpc error: code = Unavailable|request canceled while waiting|TLS handshake timeout|failed to do request: (?:Head|Get) .*(?:timeout|EOF|reset|refused|no such host)|failed to copy: .*(?:timeout|reset|EOF|50\d)|failed to fetch anonymous token: .*(?:timeout|50\d)",
    )
    .named("image host down")
    .during(Deploy)
    .transient()
    .outside()
    .like("error: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF"),
    exact(
        "sentry.account",
        Config,
        &["sentry reported an error: ", "An organization ID or slug is required", "A project slug is required", "Auth token is required for this request"],
        r"sentry reported an error: (?:Invalid token|.*http status: 40)|organization ID or slug is required|project slug is required|Auth token is required for this request",
    )
    .named("sentry credentials refused")
    .during(Deploy)
    .outside()
    .like("  caused by: sentry reported an error: Invalid token (http status: 401)"),
    fair(
        "outage.rate",
        Other,
        &["API rate limit exceeded", "ate limit exceeded", "have been rate limited", "429 Too Many Requests", "status code 429"],
        r"^\W*(?:\[?\w*Error\]?|error|ERROR|Error)\W.*(?:[Rr]ate limit exceeded|have been rate limited|429 Too Many Requests|status code 429)",
    )
    .named("remote rate limit")
    .during(Deploy)
    .transient()
    .outside()
    .like("HttpError: API rate limit exceeded for 192.0.2.1."),
    strong(
        "browser.download",
        Dependency,
        &["Set \"PUPPETEER_SKIP_", "Failed to set up Chrome", "Failed to set up chrome", "Failed to download Chromium", "Failed to download Chrome for Testing"],
        "",
    )
    .during(Install)
    .transient()
    .like("ERROR: Failed to set up Chrome v121.0.6167.85! Set \"PUPPETEER_SKIP_DOWNLOAD\" env variable to skip download."),
];
