//! Each target, parsed.

use std::collections::BTreeMap;
use std::process::Command;

use super::{SITE, Target, brotli_module, passes, tool, written};
use crate::deploy::{cloudfront, servers};
use crate::page::headers::{self, IMMUTABLE, REVALIDATE, everywhere, over_tls};
use crate::program;
use crate::server::MEDIA_TYPES;

#[test]
fn each_target_has_a_name_a_page_of_instructions_and_sums_that_hold() {
    for target in Target::ALL {
        assert_eq!(Target::ALL.into_iter().filter(|other| other.name() == target.name()).count(), 1);
        let out = written(target);
        assert!(out.join("README.md").is_file(), "{target:?}");
        assert_eq!(out.join("site/index.html").is_file(), target.has_site(), "{target:?}");
        if !target.has_site() {
            continue;
        }
        let sums = std::fs::read_to_string(out.join("SHA256SUMS")).unwrap();
        let names: Vec<&str> = sums.lines().map(|line| line.split_once("  ").unwrap().1).collect();
        for (name, _) in SITE {
            assert!(names.contains(&format!("site/{name}").as_str()), "{target:?}: {name}");
        }
        assert!(names.contains(&"README.md") && names.contains(&"RELEASE-NOTES.md"), "{target:?}");
        if program::find("sha256sum").is_some() {
            passes(Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(&out.0));
        }
    }
}

#[test]
fn release_notes_name_the_commit_and_the_sum_and_are_the_same_twice() {
    let (first, second) = (written(Target::Nginx), written(Target::Nginx));
    let read = |folder: &super::Temporary| std::fs::read_to_string(folder.join("RELEASE-NOTES.md")).unwrap();
    let notes = read(&first);
    assert_eq!(notes, read(&second));
    let sum = crate::deploy::release::sum_of(&super::site().0).unwrap();
    assert!(notes.contains(&format!("| SHA-256 of the page | {sum} |")), "{notes}");
    let mut git = program::program("git");
    if let Ok(commit) = program::output(git.args(["rev-parse", "HEAD"])) {
        assert!(notes.contains(commit.trim()), "{notes}");
    }
}

#[test]
fn cfn_lint_accepts_the_template() {
    let Some(lint) = tool("cfn-lint") else { return };
    let out = written(Target::S3CloudFront);
    passes(Command::new(lint).args(["--regions", "us-east-1", "eu-west-1", "--"]).arg(out.join("template.yaml")));
}

#[test]
fn the_template_has_every_header() {
    let template = cloudfront::files().into_iter().find(|file| file.path == "template.yaml").unwrap().text;
    let unquoted = |value: &str| {
        let value = value.trim();
        let inner = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        inner.unwrap_or(value).replace("''", "'")
    };
    let mut found = BTreeMap::new();
    let mut lines = template.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.trim().strip_prefix("- Header: ") {
            let value = lines.nth(1).unwrap().trim().strip_prefix("Value: ").unwrap();
            found.insert(name.to_owned(), unquoted(value));
        }
        for (key, name) in [
            ("ContentSecurityPolicy: ", "Content-Security-Policy"),
            ("FrameOption: ", "X-Frame-Options"),
            ("ReferrerPolicy: ", "Referrer-Policy"),
        ] {
            if let Some(value) = line.trim().strip_prefix(key) {
                found.insert(name.to_owned(), unquoted(value));
            }
        }
    }
    assert!(template.contains("ContentTypeOptions:\n            Override: true"));
    found.insert("X-Content-Type-Options".to_owned(), "nosniff".to_owned());
    let expected: BTreeMap<String, String> =
        everywhere().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    assert_eq!(found, expected);
    let [seconds, _] = headers::TRANSPORT.1.split("; ").collect::<Vec<_>>()[..] else { panic!() };
    assert!(template.contains(&format!("AccessControlMaxAgeSec: {}\n", seconds.strip_prefix("max-age=").unwrap())));
    assert!(!template.contains("#HEADERS"));
}

/// Whether a name passes the filters of a `put`, of which the last that fits decides, as `aws s3` reads them.
fn passes_filters(words: &[String], name: &str) -> bool {
    words.chunks(2).fold(false, |passes, pair| match pair {
        [option, pattern] if matches(pattern, name) => option == "--include",
        _ => passes,
    })
}

/// Whether a pattern of `*` and `[0-9a-f]` fits a whole name.
fn matches(pattern: &str, name: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix('*') {
        return (0..=name.len()).any(|at| name.is_char_boundary(at) && matches(rest, &name[at..]));
    }
    if let Some(rest) = pattern.strip_prefix("[0-9a-f]") {
        let digit = name.starts_with(|letter: char| matches!(letter, '0'..='9' | 'a'..='f'));
        return digit && matches(rest, &name[1..]);
    }
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some(wanted), Some(letter)) if wanted == letter => {
            matches(&pattern[wanted.len_utf8()..], &name[letter.len_utf8()..])
        }
        _ => false,
    }
}

#[test]
fn the_upload_puts_each_file_once_with_its_type_and_its_cache_rule() {
    let out = written(Target::S3CloudFront);
    let script = std::fs::read_to_string(out.join("upload.sh")).unwrap();
    passes(Command::new("sh").arg("-n").arg(out.join("upload.sh")));
    let puts: Vec<Vec<String>> = script
        .lines()
        .filter_map(|line| line.strip_prefix("put '"))
        .map(|line| {
            let (media_type, rest) = line.split_once("' '").unwrap();
            let (cache, filters) = rest.split_once("' ").unwrap();
            let filters = filters.split_whitespace().map(|word| word.trim_matches('\'').to_owned());
            [media_type.to_owned(), cache.to_owned()].into_iter().chain(filters).collect()
        })
        .collect();
    let more =
        ["embedding/tokens.bin", "icon.svg", "manifest.webmanifest", "parts-0123456789abcdef.json", "robots.txt"];
    let names = SITE.into_iter().map(|(name, _)| name).chain(more);
    for name in names.filter(|name| !crate::page::compressed::is_copy(name)) {
        let fits: Vec<&Vec<String>> = puts.iter().filter(|put| passes_filters(&put[2..], name)).collect();
        let [put] = fits[..] else { panic!("{name} is put {} times", fits.len()) };
        let extension = name.rsplit('.').next().unwrap();
        let media_type = MEDIA_TYPES.iter().find(|(known, _)| *known == extension);
        assert_eq!(put[0], media_type.map_or("application/octet-stream", |(_, kind)| kind), "{name}");
        assert_eq!(put[1], headers::cache_control(name), "{name}");
    }
    for name in ["boot-0123456789abcdef.js.br", "_headers"] {
        assert!(!puts.iter().any(|put| passes_filters(&put[2..], name)), "{name}");
    }
    let last = puts.last().unwrap();
    assert_eq!(last[2..], ["--include", "index.html"], "the page comes last");
    assert!([IMMUTABLE, REVALIDATE].iter().all(|rule| script.contains(rule)));
}

#[test]
fn actionlint_accepts_the_workflow() {
    let Some(lint) = tool("actionlint") else { return };
    let out = written(Target::GitHubPages);
    passes(Command::new(lint).args(["-shellcheck=", "-pyflakes="]).arg(out.join(".github/workflows/pages.yml")));
}

#[test]
fn the_settings_of_netlify_and_cloudflare_name_the_folder() {
    let netlify: toml::Table =
        std::fs::read_to_string(written(Target::Netlify).join("netlify.toml")).unwrap().parse().unwrap();
    assert_eq!(netlify["build"]["publish"].as_str(), Some("site"));
    let cloudflare: toml::Table =
        std::fs::read_to_string(written(Target::CloudflarePages).join("wrangler.toml")).unwrap().parse().unwrap();
    assert_eq!(cloudflare["pages_build_output_dir"].as_str(), Some("site"));
    assert!(written(Target::Netlify).join("site/_headers").is_file());
}

#[test]
fn caddy_accepts_the_caddyfile() {
    let Some(caddy) = tool("caddy") else { return };
    let out = written(Target::Caddy);
    let mut command = Command::new(caddy);
    command.args(["validate", "--adapter", "caddyfile", "--config"]).arg(out.join("Caddyfile"));
    passes(command.env("XDG_DATA_HOME", &out.0).env("XDG_CONFIG_HOME", &out.0));
}

/// The server block alone, in a configuration as a package has it. A certificate is a matter of its host, and `http2 on` of
/// its version.
#[test]
fn nginx_accepts_the_server_block() {
    let Some(nginx) = tool("nginx") else { return };
    let out = written(Target::Nginx);
    let block = std::fs::read_to_string(out.join("outcrop.conf")).unwrap();
    for (name, value) in over_tls() {
        assert!(block.contains(&format!("add_header {name} \"{value}\" always;")), "{name}");
    }
    let plain = |line: &&str| !["ssl_certificate", "http2 on"].iter().any(|word| line.trim().starts_with(word));
    let block: Vec<String> =
        block.lines().filter(plain).map(|line| line.replace("listen 443 ssl", "listen 8443")).collect();
    let place = out.0.display();
    let conf = format!(
        "pid {place}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{}\naccess_log off;\n{}\n}}\n",
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {place}/{name};"))
            .join("\n"),
        block.join("\n").replace("listen 80;", "listen 8081;")
    );
    std::fs::write(out.join("test.conf"), conf).unwrap();
    passes(Command::new(nginx).arg("-p").arg(&out.0).arg("-t").arg("-c").arg(out.join("test.conf")));
}

#[test]
fn the_container_copies_what_is_there_and_listens_where_its_health_is_asked() {
    let out = written(Target::Container);
    let dockerfile = std::fs::read_to_string(out.join("Dockerfile")).unwrap();
    let instructions: Vec<&str> =
        dockerfile.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(instructions.first(), Some(&"FROM"));
    let ignore = std::fs::read_to_string(out.join(".dockerignore")).unwrap();
    for copied in dockerfile.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let source = copied.split(' ').next().unwrap();
        assert!(out.join(source).exists() && ignore.contains(&format!("!{source}\n")), "{source}");
    }
    let conf = std::fs::read_to_string(out.join("nginx.conf")).unwrap();
    assert!(
        conf.contains("listen 8080;") && dockerfile.contains("EXPOSE 8080") && dockerfile.contains("127.0.0.1:8080/")
    );
    assert!(dockerfile.contains("COPY site /var/www/outcrop") && conf.contains("root /var/www/outcrop;"));
}

#[test]
fn nginx_accepts_the_containers_configuration() {
    let Some(nginx) = tool("nginx") else { return };
    let Some(module) = brotli_module(&nginx) else {
        println!("skipped: nginx's Brotli module is not on this machine");
        return;
    };
    let out = written(Target::Container);
    let conf =
        servers::whole(module.to_str().unwrap(), out.join("site").to_str().unwrap(), 8082, out.0.to_str().unwrap());
    std::fs::write(out.join("test.conf"), conf).unwrap();
    passes(Command::new(nginx).arg("-p").arg(&out.0).arg("-t").arg("-c").arg(out.join("test.conf")));
}
