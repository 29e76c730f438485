//! `cargo xtask deploy TARGET`: everything that one kind of host needs, in a folder.
//!
//! Each host's files are made from the page's own list of headers ([`crate::page::headers`]) and its policy
//! ([`crate::page::policy`]), which is made from the one region table. Nothing of it is stored a second time; a copy that is
//! committed would be one that can be out of date.

mod cloudfront;
mod pages;
mod release;
mod servers;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::Arg::{Long, Value};
use lexopt::{Parser, ValueExt as _};

use crate::{folders, page};

/// The folder of the page inside of what is written.
const SITE: &str = "site";

/// A kind of host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    S3CloudFront,
    GitHubPages,
    Netlify,
    CloudflarePages,
    Nginx,
    Caddy,
    Container,
}

impl Target {
    const ALL: [Self; 7] = [
        Self::S3CloudFront,
        Self::GitHubPages,
        Self::Netlify,
        Self::CloudflarePages,
        Self::Nginx,
        Self::Caddy,
        Self::Container,
    ];

    /// Its name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::S3CloudFront => "s3-cloudfront",
            Self::GitHubPages => "github-pages",
            Self::Netlify => "netlify",
            Self::CloudflarePages => "cloudflare-pages",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Container => "container",
        }
    }

    /// What is written for it, besides the page itself.
    fn files(self) -> Vec<File> {
        match self {
            Self::S3CloudFront => cloudfront::files(),
            Self::GitHubPages => pages::github(),
            Self::Netlify => pages::netlify(),
            Self::CloudflarePages => pages::cloudflare(),
            Self::Nginx => servers::nginx(),
            Self::Caddy => servers::caddy(),
            Self::Container => servers::container(),
        }
    }

    /// Whether the page goes with it; on GitHub the workflow builds it.
    fn has_site(self) -> bool {
        self != Self::GitHubPages
    }
}

/// A file to write.
struct File {
    /// Its path in the folder.
    path: &'static str,
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// A script that its reader runs.
    Script,
}

impl File {
    fn text(path: &'static str, text: String) -> Self {
        Self { path, text, kind: Kind::Text }
    }
}

/// `cargo xtask deploy TARGET [--out DIR] [--no-build]`.
pub fn run(mut parser: Parser) -> Result<ExitCode> {
    let (mut target, mut out, mut builds) = (None, None, true);
    let names = || Target::ALL.map(Target::name).join(", ");
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if target.is_none() => {
                let name = name.string()?;
                let found = Target::ALL.into_iter().find(|target| target.name() == name);
                target =
                    Some(found.with_context(|| format!("there is no target `{name}`; the targets are {}", names()))?);
            }
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("no-build") => builds = false,
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(target) = target else { bail!("name a target: {}", names()) };
    let out = out.unwrap_or_else(|| folders::root().join(".generated/deploy").join(target.name()));
    if builds && target.has_site() {
        page::build()?;
    }
    write(target, &page::dist(), &out)?;
    println!("{} is ready; start with {}", out.display(), out.join("README.md").display());
    Ok(ExitCode::SUCCESS)
}

/// Writes the folder of a target. Files that are there already and that it does not write stay, but for the page's own
/// folder, which is replaced.
fn write(target: Target, dist: &Path, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let mut written = Vec::new();
    for file in target.files() {
        let path = out.join(file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))?;
        if file.kind == Kind::Script {
            make_executable(&path)?;
        }
        written.push(file.path.to_owned());
    }
    if target.has_site() {
        written.extend(release::copy_site(dist, &out.join(SITE))?.into_iter().map(|file| format!("{SITE}/{file}")));
        let notes = release::notes(dist)?;
        std::fs::write(out.join(release::NOTES), notes)?;
        written.push(release::NOTES.to_owned());
        written.sort();
        std::fs::write(out.join(release::SUMS), release::sums(out, &written)?)?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
