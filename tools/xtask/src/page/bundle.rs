//! Bundles the page as Trunk does, by the same `Trunk.toml` and the same `index.html`, where Trunk is not installed.
//!
//! It is the part of Trunk that this page uses, and refuses what it does not know, so that no setting is without effect. A check
//! of `cargo xtask test` compares its output with Trunk's where Trunk is installed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::release::integrity;
use super::split;
use crate::program::{self, cargo};
use crate::{folders, setup};

/// `Trunk.toml`, as far as it concerns a release.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    build: Build,
    #[serde(default)]
    hooks: Vec<Hook>,
    #[serde(rename = "watch")]
    _watch: toml::Value,
    #[serde(rename = "serve")]
    _serve: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Build {
    public_url: String,
    locked: bool,
    offline: bool,
    minify: String,
    filehash: bool,
    pattern_script: String,
    pattern_preload: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hook {
    stage: String,
    command: String,
    command_arguments: Vec<String>,
}

impl Settings {
    fn read() -> Result<Self> {
        let text = std::fs::read_to_string(folders::root().join("Trunk.toml")).context("cannot read Trunk.toml")?;
        let settings: Self = toml::from_str(&text).context("Trunk.toml has a setting that needs Trunk")?;
        let build = &settings.build;
        if build.filehash || build.minify != "never" || !build.pattern_preload.is_empty() {
            bail!("Trunk.toml asks for `filehash`, `minify` or `pattern_preload`, which need Trunk");
        }
        match settings.hooks.iter().find(|hook| hook.stage != "pre_build") {
            Some(hook) => bail!("Trunk.toml has a hook of the stage `{}`, which needs Trunk", hook.stage),
            None => Ok(settings),
        }
    }
}

/// A `<link data-trunk …>` of `index.html`: where it stands, and what it asks for.
#[derive(Debug, PartialEq, Eq)]
struct Link<'a> {
    tag: &'a str,
    rel: &'a str,
    href: &'a str,
    bin: &'a str,
}

fn links(html: &str) -> Vec<Link<'_>> {
    let tags =
        html.match_indices("<link data-trunk ").filter_map(|(at, _)| html.get(at..)?.split_inclusive('>').next());
    tags.map(|tag| {
        let value = |name: &str| {
            let after = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, after)| after);
            after.split('"').next().unwrap_or_default()
        };
        Link { tag, rel: value("rel"), href: value("href"), bin: value("data-bin") }
    })
    .collect()
}

/// Which module is bundled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// The one that the compiler makes of the sources.
    Compiled,
    /// The one that it made last.
    Found,
}

/// Writes the page into `dist`, which is empty, as `trunk build --release` does.
pub fn bundle(dist: &Path, module: Module) -> Result<()> {
    let settings = Settings::read()?;
    std::fs::create_dir_all(dist)?;
    for hook in &settings.hooks {
        program::run(program::program(&hook.command).args(&hook.command_arguments))?;
    }
    let mut html = std::fs::read_to_string(folders::root().join("index.html")).context("cannot read index.html")?;
    let source = html.clone();
    for link in links(&source) {
        let replacement = written(&link, &settings.build, dist, module)
            .with_context(|| format!("index.html asks for {} {}{}", link.rel, link.href, link.bin))?;
        html = html.replacen(link.tag, &replacement, 1);
    }
    std::fs::write(dist.join("index.html"), html)?;
    Ok(())
}

/// Does what a link asks for, and returns what stands in its place.
fn written(link: &Link, build: &Build, dist: &Path, module: Module) -> Result<String> {
    let from = folders::root().join(link.href);
    let name = Path::new(link.href).file_name().unwrap_or_default().to_string_lossy().into_owned();
    match link.rel {
        "copy-file" => {
            std::fs::copy(&from, dist.join(&name))?;
            Ok(String::new())
        }
        "copy-dir" => {
            copy_folder(&from, &dist.join(&name))?;
            Ok(String::new())
        }
        "css" => {
            let sheet = std::fs::read(&from)?;
            std::fs::write(dist.join(&name), &sheet)?;
            let (base, integrity) = (&build.public_url, integrity(&sheet));
            Ok(format!("<link rel=\"stylesheet\" href=\"{base}{name}\" integrity=\"{integrity}\"/>"))
        }
        "rust" => {
            if module == Module::Compiled {
                compile(link.bin, build)?;
            }
            let module = folders::target()?.join("wasm32-unknown-unknown/release").join(format!("{}.wasm", link.bin));
            let staging = module.with_file_name("bound");
            if staging.is_dir() {
                std::fs::remove_dir_all(&staging)?;
            }
            split::bind(&module, &staging, link.bin)?;
            let (script, wasm) = (format!("{}.js", link.bin), format!("{}_bg.wasm", link.bin));
            for file in [&script, &wasm] {
                std::fs::copy(staging.join(file), dist.join(file))
                    .with_context(|| format!("{file} was not written"))?;
            }
            copy_folder(&staging.join(split::FOLDER), &dist.join(split::FOLDER))?;
            let pattern = build.pattern_script.replace("{base}", &build.public_url);
            Ok(pattern.replace("{js}", &script).replace("{wasm}", &wasm))
        }
        other => bail!("`{other}` needs Trunk"),
    }
}

fn compile(bin: &str, build: &Build) -> Result<()> {
    let mut cargo = cargo(["build", "--release", "--target", "wasm32-unknown-unknown", "--bin", bin]);
    cargo.args(build.locked.then_some("--locked")).args(build.offline.then_some("--offline"));
    setup::without_paths(&mut cargo);
    program::run(&mut cargo)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else {
            std::fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Link, Settings, links};

    #[test]
    fn the_page_asks_for_nothing_that_needs_trunk() {
        Settings::read().unwrap();
        let html = std::fs::read_to_string(crate::folders::root().join("index.html")).unwrap();
        let links = links(&html);
        assert!(links.iter().all(|link| ["rust", "css", "copy-file", "copy-dir"].contains(&link.rel)), "{links:?}");
        let count = |rel: &str| links.iter().filter(|link| link.rel == rel).count();
        assert_eq!((count("rust"), count("css")), (1, 1));
        assert_eq!(html.matches("data-trunk").count(), links.len());
    }

    #[test]
    fn a_link_is_read_with_its_attributes() {
        let tag = "<link data-trunk rel=\"rust\" data-bin=\"b\" data-wasm-opt=\"0\">";
        let expected = Link { tag, rel: "rust", href: "", bin: "b" };
        assert_eq!(links(&format!("<head>{tag}</head>")), [expected]);
    }
}
