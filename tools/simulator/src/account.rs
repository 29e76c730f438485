//! The account behind the port: in memory, or in a file that follows each change.

use outcrop::aws::http::HttpRequest;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::simulator::account::{Account, Control};
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// With this a guardrail is READY within a second, Provisioned Throughput `InService` within ten, and a job Completed
/// within forty.
pub const TIME_SCALE: f64 = 240.0;

/// The services beside the runtime. Nobody waits for them who only calls models.
static SERVICES: LazyLock<Vec<Arc<ServiceModel>>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../../assets/service-model/bedrock.json"),
        include_str!("../../../assets/service-model/bedrock-agent-runtime.json"),
        include_str!("../../../assets/service-model/bedrock-agent.json"),
    ];
    texts.into_iter().filter_map(|text| ServiceModel::from_json(text).ok()).map(Arc::new).collect()
});

/// The account, one request at a time.
#[derive(Debug)]
pub struct Kept {
    account: Mutex<RefCell<Account>>,
    file: Option<PathBuf>,
}

impl Kept {
    /// A new account, or the one of a file; a file that does not exist is made at the first change.
    ///
    /// # Errors
    /// When the file is damaged, or a newer version wrote it. It stays as it is.
    pub fn open(file: Option<&Path>, time_scale: f64) -> Result<Self, String> {
        let named = |file: &Path, error: String| format!("--account {}: {error}", file.display());
        let mut account = match file.map(|file| (file, std::fs::read_to_string(file))) {
            None => Account::default(),
            Some((file, Ok(text))) => Account::from_json(&text)
                .map_err(|error| named(file, format!("{error}. Move it away, or name another file.")))?,
            Some((_, Err(error))) if error.kind() == io::ErrorKind::NotFound => Account::default(),
            Some((file, Err(error))) => return Err(named(file, error.to_string())),
        };
        account.clock.scale = time_scale;
        let kept = Self { account: Mutex::new(RefCell::new(account)), file: file.map(Path::to_owned) };
        Ok(kept)
    }

    /// Answers a request with the account, and saves the account if the request changed it. If the file cannot be
    /// written, a line on standard error says so; the change stays in memory.
    pub fn with<T>(&self, request: &HttpRequest, answer: impl FnOnce(Control<'_>) -> T) -> T {
        let lock = || self.account.lock().unwrap_or_else(PoisonError::into_inner);
        if ["/model/", "/guardrail/"].iter().any(|path| request.url.path.starts_with(path)) {
            // A call of a model only reads the account, so other requests need not wait for it.
            let account = lock().clone();
            return answer(Control { services: &[], account: &account });
        }
        let account = lock();
        let before = account.borrow().clone();
        let answered = answer(Control { services: &SERVICES, account: &account });
        let after = account.borrow();
        if let Some(file) = self.file.as_deref().filter(|_| *after != before)
            && let Err(error) = write(file, &after.to_json())
        {
            eprintln!("The account cannot be saved to {}: {error}.", file.display());
        }
        drop(after);
        answered
    }
}

/// Writes a file beside the old one, then takes its place: an interrupted write loses nothing.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    std::fs::write(&name, text)?;
    std::fs::rename(&name, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcrop::aws::http::{Method, Scheme, WireUrl};
    use outcrop::aws::payload::Payload;

    fn request(path: &str) -> HttpRequest {
        let (authority, path) = ("127.0.0.1:1".to_owned(), path.to_owned());
        let url = WireUrl { scheme: Scheme::Http, authority, path, query: None };
        HttpRequest { method: Method::Get, url, headers: Vec::new(), body: Payload::default() }
    }

    #[test]
    fn every_service_model_is_read() {
        let names: Vec<&str> = SERVICES.iter().map(|service| service.service.as_str()).collect();
        assert_eq!(names, ["bedrock", "bedrock-agent-runtime", "bedrock-agent"]);
    }

    #[test]
    fn a_change_is_saved_and_read_again_and_a_damaged_or_newer_file_stays_as_it_is() {
        let folder = std::env::temp_dir().join(format!("outcrop-account-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("account.json");
        let kept = Kept::open(Some(&file), 2.0).unwrap();
        kept.with(&request("/guardrails"), |_| ());
        assert!(!file.exists(), "nothing changed");
        kept.with(&request("/guardrails"), |control| control.account.borrow_mut().clock.forward(7_000));
        let again = Kept::open(Some(&file), 2.0).unwrap();
        let ahead = again.with(&request("/model/a/converse"), |control| control.account.borrow().clock.ahead_ms);
        assert_eq!(ahead, 7_000);
        for (text, part) in [("{\n\"version\": 1,\n\"ids\": \"x\"}", "line 3"), ("{\"version\": 99}", "newer version")]
        {
            std::fs::write(&file, text).unwrap();
            let refused = Kept::open(Some(&file), 1.0).unwrap_err();
            assert!(refused.contains(part) && refused.contains("account.json"), "{refused}");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
