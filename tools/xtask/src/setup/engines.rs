//! Firefox and `WebKit` for the journeys that run in three engines: what is there, or Debian's packages.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::debian;
use crate::program;

/// An engine beside Chromium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Firefox, which `WebDriver` `BiDi` drives without a program in between.
    Firefox,
    /// `WebKitGTK`'s `MiniBrowser`, driven by `WebKitWebDriver` on a virtual display.
    WebKit,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Firefox, Self::WebKit];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The engine of that name.
    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|engine| engine.name() == name);
        found.with_context(|| format!("there is no engine `{name}`; the engines are firefox and webkit"))
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Firefox => &["firefox-esr", "fonts-dejavu-core"],
            Self::WebKit => &["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb", "fonts-dejavu-core"],
        }
    }

    /// The program files as JSON, if all are there.
    fn programs(self) -> Option<Value> {
        let text = |path: PathBuf| path.to_str().map(str::to_owned);
        match self {
            Self::Firefox => {
                let browser = program::find("firefox-esr").or_else(|| program::find("firefox"))?;
                Some(json!({ "browser": text(browser)? }))
            }
            Self::WebKit => Some(json!({
                "browser": text(mini_browser()?)?,
                "driver": text(program::find("WebKitWebDriver")?)?,
                "display": text(program::find("Xvfb")?)?,
            })),
        }
    }
}

/// The engine's program files as JSON, installed where this user may; the error says what is missing.
pub fn engine(engine: Engine) -> Result<Value> {
    if let Some(programs) = engine.programs() {
        return Ok(programs);
    }
    let packages = engine.packages();
    if debian::can_install() {
        debian::install(packages, "the main journeys run in this engine, too")?;
        if let Some(programs) = engine.programs() {
            return Ok(programs);
        }
    }
    bail!("{} is not here. On Debian or Ubuntu: apt-get install {}", engine.name(), packages.join(" "));
}

/// `WebKitGTK`'s browser, which Debian and Fedora keep outside of PATH.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    let roots = [PathBuf::from("/usr/libexec")].into_iter().chain(below(Path::new("/usr/lib")));
    let folders = roots.flat_map(|root| below(&root)).chain(below(Path::new("/usr/libexec")));
    let is_webkit =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit2gtk-4"));
    folders.filter(is_webkit).map(|folder| folder.join("MiniBrowser")).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::Engine;

    #[test]
    fn an_engine_is_known_by_its_name() {
        for engine in Engine::ALL {
            assert_eq!(Engine::named(engine.name()).unwrap(), engine);
        }
        assert!(Engine::named("chromium").is_err_and(|error| error.to_string().contains("firefox and webkit")));
    }
}
