//! Licences and sources of the dependencies, by the rules of `deny.toml`.
//!
//! `cargo deny check licenses bans sources` reads the same file and judges more. It is not what runs here, because it is
//! compiled for minutes on every fresh machine to answer what `cargo metadata` knows; the part that earns a tool, the
//! database of advisories, has to be fetched from a host that is no package registry.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use super::tally::Tally;
use crate::folders;
use crate::program::{self, cargo};

/// The part of `deny.toml` that is looked at.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// Licences that one package may have besides.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: BTreeSet<String>,
}

/// What `cargo metadata` says of a package.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for a package of this checkout.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// Judges every package of the lock file, whatever the target. Every package that is refused counts as one failure.
pub fn check() -> Result<Tally> {
    let text = std::fs::read_to_string(folders::root().join("deny.toml")).context("cannot read deny.toml")?;
    let rules: Rules = toml::from_str(&text).context("deny.toml")?;
    let printed = program::output(&mut cargo(["metadata", "--all-features", "--locked", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&printed).context("cargo metadata")?;
    let mut refused = 0;
    for package in &metadata.packages {
        let complaints = rules.complaints(package);
        refused += u32::from(!complaints.is_empty());
        for complaint in complaints {
            println!("{} {}: {complaint}", package.name, package.version);
        }
    }
    for unused in rules.unused(&metadata.packages) {
        println!("deny.toml has an exception for {unused}, which is not among the dependencies");
        refused += 1;
    }
    println!("{} packages looked at", metadata.packages.len());
    Ok(if refused == 0 { Tally::one(true) } else { Tally { failed: refused, ..Tally::default() } })
}

impl Rules {
    fn complaints(&self, package: &Package) -> Vec<String> {
        let Some(source) = &package.source else { return Vec::new() };
        let mut complaints = Vec::new();
        let registry = source.strip_prefix("registry+");
        if !registry.is_some_and(|registry| self.sources.allow_registry.contains(registry)) {
            complaints.push(format!("comes from {source}, which [sources] does not allow"));
        }
        if self.bans.deny.iter().any(|banned| banned.name == package.name) {
            complaints.push("is banned by [bans]".to_owned());
        }
        match package.license.as_deref().map(|text| Expression::parse_mode(text, ParseMode::LAX)) {
            None => complaints.push("names no licence".to_owned()),
            Some(Err(error)) => complaints.push(format!("its licence cannot be read: {}", error.reason)),
            Some(Ok(expression)) => {
                let own = self.licenses.exceptions.iter().filter(|exception| exception.name == package.name);
                let allowed: BTreeSet<&String> =
                    own.flat_map(|exception| &exception.allow).chain(&self.licenses.allow).collect();
                if !expression.evaluate(|required| allowed.contains(&required.to_string())) {
                    complaints.push(format!("[licenses] does not allow `{expression}`"));
                }
            }
        }
        complaints
    }

    fn unused(&self, packages: &[Package]) -> Vec<&str> {
        let known: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
        let names = self.licenses.exceptions.iter().map(|exception| exception.name.as_str());
        names.filter(|name| !known.contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Package, Rules};

    fn rules() -> Rules {
        toml::from_str(
            r#"
            [licenses]
            allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
            exceptions = [{ crate = "jpeg", allow = ["IJG"] }]
            [bans]
            deny = [{ crate = "openssl-sys" }]
            [sources]
            allow-registry = ["https://index"]
            "#,
        )
        .unwrap()
    }

    fn check(name: &str, license: Option<&str>, source: Option<&str>, complaints: usize) {
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: source.map(str::to_owned),
        };
        let found = rules().complaints(&package);
        assert_eq!(found.len(), complaints, "{name}, {license:?}, {source:?}: {found:?}");
    }

    #[test]
    fn a_package_is_judged_by_licence_source_and_name() {
        let index = Some("registry+https://index");
        check("a", Some("MIT"), index, 0);
        check("a", Some("GPL-3.0-only OR MIT"), index, 0);
        check("a", Some("Apache-2.0/MIT"), index, 0);
        check("a", Some("MIT AND GPL-3.0-only"), index, 1);
        check("a", Some("Apache-2.0 WITH LLVM-exception"), index, 0);
        check("a", Some("Apache-2.0"), index, 1);
        check("jpeg", Some("MIT AND IJG"), index, 0);
        check("a", Some("MIT AND IJG"), index, 1);
        check("a", None, index, 1);
        check("a", Some("whatever one likes"), index, 1);
        check("openssl-sys", Some("MIT"), index, 1);
        check("a", Some("MIT"), Some("git+https://index/a"), 1);
        check("ours", None, None, 0);
        assert_eq!(rules().unused(&[]), ["jpeg"]);
    }
}
