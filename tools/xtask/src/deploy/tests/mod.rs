//! What is written for each host, read by that host's own tools, and served by real servers.

mod observatory;
mod parsed;
mod served;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Target, write};

/// The folders with the tools of hosts, as in `PATH`; `cargo xtask test` sets it.
const TOOLS: &str = "OUTCROP_HOSTING_TOOLS";

/// A folder that goes with the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("outcrop-deploy-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is no test's concern.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const SITE: [(&str, &str); 8] = [
    ("index.html", "<!doctype html>page"),
    ("404.html", "<!doctype html>not here"),
    ("offline.js", "offline"),
    ("boot-0123456789abcdef.js", "boot"),
    ("boot-0123456789abcdef.js.br", "boot, packed"),
    ("boot-0123456789abcdef.js.gz", "boot, zipped"),
    ("outcrop-0123456789abcdef_bg.wasm", "module"),
    ("service-model/bedrock-agent-runtime.json", "{}"),
];

/// A small page.
fn site() -> Temporary {
    let folder = Temporary::new();
    for (name, text) in SITE {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    std::fs::write(folder.join("_headers"), "/*\n").unwrap();
    folder
}

/// The folder of a target with that page.
fn written(target: Target) -> Temporary {
    let (page, out) = (site(), Temporary::new());
    write(target, &page.0, &out.0).unwrap();
    out
}

/// The program file of a host's tool; the line that it prints otherwise counts the test as skipped.
fn tool(name: &str) -> Option<PathBuf> {
    let path = [TOOLS, "PATH"].into_iter().filter_map(std::env::var_os).collect::<Vec<_>>();
    let mut folders = path.iter().flat_map(std::env::split_paths);
    let found = folders.find_map(|folder| Some(folder.join(name)).filter(|file| file.is_file()));
    if found.is_none() {
        println!("skipped: {name} is not on this machine");
    }
    found
}

/// Runs a tool to its end; what it prints is in the message if it ends badly.
fn passes(command: &mut Command) {
    let output = command.output().unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{command:?} ended with {}\n{printed}", output.status);
}

/// nginx's Brotli module, which lies beside the program.
fn brotli_module(nginx: &Path) -> Option<PathBuf> {
    let beside = nginx.parent()?.parent()?.join("lib/nginx/modules");
    let folders = [beside, PathBuf::from("/usr/lib/nginx/modules")];
    folders.into_iter().map(|folder| folder.join("ngx_http_brotli_static_module.so")).find(|file| file.is_file())
}
