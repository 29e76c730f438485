//! Servers that somebody runs: nginx, Caddy, and a container image with nginx.

use super::{File, SITE};
use crate::page::headers::{HASH_DIGITS, IMMUTABLE, REVALIDATE, over_tls};
use crate::server::MEDIA_TYPES;

/// What the page's folder is called on a server.
const ROOT: &str = "/var/www/outcrop";

/// A server block for an nginx that is there already.
pub fn nginx() -> Vec<File> {
    let listen = "listen 443 ssl;
    http2 on;
    server_name outcrop.example;
    ssl_certificate /etc/ssl/outcrop.pem;
    ssl_certificate_key /etc/ssl/outcrop.key;";
    let brotli =
        "# With the module ngx_brotli (Debian: libnginx-mod-http-brotli-static) a first load is a fifth smaller:
    # brotli_static on;";
    let conf = format!(
        "\
# Outcrop behind nginx. Replace outcrop.example and the two certificate files.

{}
server {{
    listen 80;
    server_name outcrop.example;
    return 308 https://$host$request_uri;
}}

{}",
        cache_map(),
        server(listen, ROOT, brotli),
    );
    let readme = format!(
        "\
# Outcrop on nginx

1. Copy `{SITE}/` to `{ROOT}` on the server.
2. Replace `outcrop.example` and the paths of the certificate in `outcrop.conf`, and copy it to where nginx reads its server
   blocks (`/etc/nginx/conf.d/` in most packages).
3. `nginx -t`, then reload nginx.

Needs nginx 1.25.1 or newer for `http2 on`; on an older one remove that line. The compressed copies in `{SITE}/` are served by
`gzip_static`, which most packages have.
"
    );
    vec![File::text("outcrop.conf", conf), File::text("README.md", readme)]
}

/// Caddy, which gets its certificate by itself.
pub fn caddy() -> Vec<File> {
    let readme = format!(
        "\
# Outcrop on Caddy

1. Copy `{SITE}/` to `{ROOT}` on the server.
2. Replace `outcrop.example` in `Caddyfile` by the name of the server, and copy it to `/etc/caddy/Caddyfile`, or import it there.
3. `caddy validate --config /etc/caddy/Caddyfile`, then `caddy reload --config /etc/caddy/Caddyfile`.

Caddy gets the certificate and sends HTTP on to HTTPS by itself.
"
    );
    vec![File::text("Caddyfile", caddyfile("outcrop.example", ROOT)), File::text("README.md", readme)]
}

/// The Caddyfile of a site at `address`, with the page in `root`.
pub fn caddyfile(address: &str, root: &str) -> String {
    let headers = lines(over_tls().iter().map(|(name, value)| format!("		{name} \"{value}\"")));
    format!(
        "\
{address} {{
	root * \"{root}\"
	header {{
{headers}	}}
	@hashed path_regexp \"-[0-9a-f]{{{HASH_DIGITS}}}[._]\"
	header @hashed Cache-Control \"{IMMUTABLE}\"
	@named not path_regexp \"-[0-9a-f]{{{HASH_DIGITS}}}[._]\"
	header @named Cache-Control \"{REVALIDATE}\"
	@hidden path */.* /_headers
	error @hidden 404
	file_server {{
		precompressed br gzip
	}}
	handle_errors {{
		header Cache-Control \"{REVALIDATE}\"
		rewrite * /404.html
		file_server
	}}
}}
"
    )
}

/// An image of Alpine Linux with its nginx.
pub fn container() -> Vec<File> {
    let dockerfile = format!(
        "\
# Outcrop in a container: Alpine Linux, its nginx and the page. Nothing is written while it runs, but to /tmp.
FROM alpine:3.22
RUN apk add --no-cache nginx nginx-mod-http-brotli
COPY nginx.conf /etc/nginx/nginx.conf
COPY {SITE} {ROOT}
USER nginx
EXPOSE {PORT}
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s CMD wget -q -O /dev/null http://127.0.0.1:{PORT}/ || exit 1
CMD [\"nginx\", \"-g\", \"daemon off;\"]
"
    );
    let readme = format!(
        "\
# Outcrop in a container

    docker build --tag outcrop .
    docker run --read-only --tmpfs /tmp --cap-drop ALL --publish 127.0.0.1:{PORT}:{PORT} outcrop

Then open http://127.0.0.1:{PORT}. On a network, put it behind something that ends TLS: over plain HTTP a browser gives a page
no `crypto.subtle` and no service worker, except on `localhost`.

Besides the page, the image holds Alpine Linux, nginx and its Brotli module, a few megabytes. The image has not been built where
this folder was written: a test runs nginx with this `nginx.conf`, with other paths.
"
    );
    let conf = whole("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so", ROOT, PORT, "/tmp");
    let ignore = format!("*\n!nginx.conf\n!{SITE}\n");
    vec![
        File::text("Dockerfile", dockerfile),
        File::text("nginx.conf", conf),
        File::text(".dockerignore", ignore),
        File::text("README.md", readme),
    ]
}

/// The port inside of the container.
const PORT: u16 = 8080;

/// A whole configuration of nginx with plain HTTP, as the container has it.
pub fn whole(brotli_module: &str, root: &str, port: u16, temporary: &str) -> String {
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let folders = lines(folders.iter().map(|name| format!("    {name}_temp_path {temporary}/outcrop_{name};")));
    format!(
        "\
load_module {brotli_module};
worker_processes auto;
pid {temporary}/outcrop.pid;
error_log stderr warn;

events {{
    worker_connections 1024;
}}

http {{
    access_log off;
    server_tokens off;
    sendfile on;
{folders}
{}
{}}}
",
        cache_map(),
        server(&format!("listen {port};"), root, "brotli_static on;"),
    )
}

fn cache_map() -> String {
    format!(
        "map $uri $outcrop_cache {{
    default \"{REVALIDATE}\";
    \"~-[0-9a-f]{{{HASH_DIGITS}}}[._]\" \"{IMMUTABLE}\";
}}
"
    )
}

fn server(listen: &str, root: &str, brotli: &str) -> String {
    // The parameter `charset` is added by nginx, which takes only the type itself here.
    let plain = |media_type: &'static str| media_type.split(';').next().unwrap_or_default();
    let types = lines(MEDIA_TYPES.iter().map(|(extension, kind)| format!("        {} {extension};", plain(kind))));
    let headers = lines(over_tls().iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;")));
    format!(
        "\
server {{
    {listen}

    root {root};
    index index.html;
    charset utf-8;
    charset_types text/css text/javascript text/plain;
    types {{
{types}    }}
    gzip_static on;
    {brotli}
    error_page 404 /404.html;

    location ~ /\\. {{
        return 404;
    }}
    location = /_headers {{
        return 404;
    }}

    add_header Cache-Control $outcrop_cache always;
{headers}}}
"
    )
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.fold(String::new(), |text, line| text + &line + "\n")
}
