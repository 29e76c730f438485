//! A shell runs the scripts for the AWS CLI and for curl, with programs of those names that keep what they are called with.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use outcrop::export::Target;
use serde_json::{Value, json};

use super::{Case, Sent, cases};
use crate::python;

/// Keeps its arguments, each with a zero byte after it, and its input.
const KEEPER: &str = "#!/bin/sh
if [ \"$1\" = --version ]; then
  echo 'curl 8.14.1 (a test)'
  exit
fi
printf '%s\\0' \"$@\" > args
case \"$*\" in *'@-'*) cat > stdin ;; esac
";

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("outcrop-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Runs a script; gives the folder that it ran in.
    fn run(&self, index: usize, script: &str) -> PathBuf {
        let folder = self.0.join(index.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("script.sh"), script).unwrap();
        let path = std::env::join_paths(
            [self.0.clone()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        );
        let output = Command::new("sh")
            .arg("script.sh")
            .current_dir(&folder)
            .env("PATH", path.unwrap())
            .env_remove("AWS_ENDPOINT_URL_BEDROCK")
            .envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        folder
    }

    fn keeper(&self, name: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let file = self.0.join(name);
        std::fs::write(&file, KEEPER).unwrap();
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn arguments(folder: &Path) -> Vec<String> {
    let kept = std::fs::read_to_string(folder.join("args")).unwrap();
    kept.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn curl_is_called_with_the_request_of_the_page() {
    let home = Folder::new("curl-operations");
    home.keeper("curl");
    for (index, case) in cases(Target::Curl, 1, 34, |_, _| true).iter().enumerate() {
        let folder = home.run(index, case.program.as_ref().unwrap());
        curl_sent(&folder, case).assert_is(&case.request, &case.name);
    }
}

/// The request that these arguments make curl send.
fn curl_sent(folder: &Path, case: &Case) -> Sent {
    let arguments = arguments(folder);
    let after = |option: &str| {
        let at = arguments.iter().position(|argument| argument == option);
        at.and_then(|at| arguments.get(at + 1)).map(String::as_str)
    };
    let url = arguments.iter().find(|argument| argument.starts_with("https://")).unwrap();
    let signed = url.strip_prefix(&format!("https://{}", case.request.url.authority)).unwrap();
    let target = after("--request-target").unwrap_or(signed);
    // A curl of this version encodes the path once more by itself.
    assert_eq!(signed, target, "{}", case.name);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs: Vec<&str> = query.split('&').collect();
    assert!(pairs.is_sorted(), "an older curl signs the query as it stands: {query}");
    let options = arguments.windows(2).filter(|pair| pair[0] == "--header");
    let headers = options.map(|pair| match pair[1].split_once(": ") {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (pair[1].trim_end_matches(';').to_owned(), String::new()),
    });
    assert_eq!(after("--aws-sigv4"), Some("aws:amz:us-east-1:bedrock"));
    let file = match after("--data-binary") {
        Some("@-") => Some("stdin"),
        Some(file) => file.strip_prefix('@'),
        None => None,
    };
    Sent {
        method: after("--request").unwrap().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.collect(),
        body: file.map(|file| std::fs::read(folder.join(file)).unwrap()).unwrap_or_default(),
    }
}

/// Version 1 of the CLI, of which the registry has no other: it reads bytes inside a request as text, so those stay out.
#[test]
fn the_cli_sends_the_request_of_the_page() {
    let home = Folder::new("cli-operations");
    home.keeper("aws");
    let (mut asked, mut lines) = (Vec::new(), String::new());
    for (index, case) in cases(Target::Cli, 1, 35, |_, index| index % 3 == 0).into_iter().enumerate() {
        let script = match &case.program {
            Ok(script) => script,
            Err(reason) => {
                assert!(reason.contains("a stream of events, which the AWS CLI does not print"), "{reason}");
                continue;
            }
        };
        if script.contains("Version 1 of the CLI") {
            continue;
        }
        let folder = home.run(index, script);
        lines.push_str(&(json!({ "args": arguments(&folder), "folder": folder }).to_string() + "\n"));
        asked.push(case);
    }
    assert!(asked.len() > 60);
    let printed = String::from_utf8(python::run("code_oracle.py", &["cli"], lines.as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), asked.len());
    for (line, case) in printed.lines().zip(&asked) {
        let sent: Value = serde_json::from_str(line).unwrap();
        let script = case.program.as_ref().unwrap();
        assert_eq!(sent.as_array().map(Vec::len), Some(1), "{}\n{script}\n{sent:#}", case.name);
        Sent::from_json(&sent[0]).assert_is(&case.request, &format!("{}\n{script}", case.name));
    }
}

#[test]
fn what_the_cli_would_take_for_a_file_or_cannot_take_goes_through_a_document() {
    let home = Folder::new("cli-hostile");
    home.keeper("aws");
    let service = super::services().remove(0);
    for text in ["file:///etc/passwd", "https://example.com/a", "-x", "a\r\n'b'\n", &"long ".repeat(30_000), ""] {
        let input = json!({ "name": text, "blockedInputMessaging": "no", "blockedOutputsMessaging": "no" });
        let script = outcrop::export::operation::write(
            Target::Cli,
            service.client,
            "CreateGuardrail",
            &input,
            "us-east-1",
            &service.model,
        );
        let folder = home.run(0, &script.unwrap());
        let arguments = arguments(&folder);
        let name = match arguments.iter().position(|argument| argument == "--cli-input-json") {
            Some(at) => {
                let file = arguments[at + 1].strip_prefix("file://").unwrap();
                let document: Value = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
                document["name"].as_str().unwrap().to_owned()
            }
            None => arguments
                .iter()
                .find_map(|argument| argument.strip_prefix("--name="))
                .or_else(|| {
                    let at = arguments.iter().position(|argument| argument == "--name")?;
                    arguments.get(at + 1).map(String::as_str)
                })
                .unwrap()
                .to_owned(),
        };
        assert_eq!(name, text);
        assert!(arguments.iter().all(|argument| argument.len() < 100_001 && !argument.starts_with("-x")));
    }
    let base64 = base64::engine::general_purpose::STANDARD.encode([0, 255, 10]);
    let input = json!({ "formData": base64 });
    let script = outcrop::export::operation::write(
        Target::Cli,
        service.client,
        "PutUseCaseForModelAccess",
        &input,
        "us-east-1",
        &service.model,
    );
    let folder = home.run(1, &script.unwrap());
    assert_eq!(std::fs::read(folder.join("formData.bin")).unwrap(), [0, 255, 10]);
}
