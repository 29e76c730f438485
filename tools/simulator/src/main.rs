//! Outcrop's Bedrock simulator behind a loopback HTTP server, for SDKs, for command lines and for tests.
//!
//! It is `outcrop::simulator`, byte for byte what answers in the page, with a clock and a socket around it. It listens
//! on 127.0.0.1 only and speaks HTTP/1.1 and cleartext HTTP/2. One thread reads and writes; a few compute answers.

mod account;
mod arguments;
mod connection;
mod cors;
mod exchange;
mod limits;
mod lingering;
mod origins;
mod outgoing;
mod pool;
mod record;
mod simulating;
#[cfg(test)]
mod tests;

use account::Kept;
use arguments::Arguments;
use exchange::Shared;
use limits::Limits;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::simulator::{self, TokenTable};
use pool::Pool;
use record::Record;
use simulating::Simulating;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

const SERVICE_MODEL: &str = include_str!("../../../assets/service-model/bedrock-runtime.json");
const TOKEN_TABLE: &[u8] = include_bytes!("../../../assets/embedding/tokens.bin");

fn main() -> ExitCode {
    let arguments = Arguments::read(lexopt::Parser::from_env()).map_err(|error| error.to_string());
    match arguments.and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if let Some(text) = &arguments.print {
        println!("{text}");
        return Ok(());
    }
    let service_model = ServiceModel::from_json(SERVICE_MODEL).map_err(|error| error.to_string())?;
    let token_table = TokenTable::from_bytes(TOKEN_TABLE.to_vec()).map_err(|error| error.to_string())?;
    let record = arguments.record.as_deref().map(Record::open).transpose();
    let record = record.map_err(|error| format!("The file of --record cannot be written: {error}."))?;
    let account = Kept::open(arguments.account.as_deref(), arguments.time_scale)?;
    let pool = Pool::start().map_err(|error| format!("This system gives no thread to compute on: {error}."))?;
    let simulating = Simulating::new(service_model, token_table, arguments, record, account);
    let limits = Limits::default();
    let shared = Shared {
        answers: Arc::new(move |request| simulating.answer(request)),
        pool,
        origins: arguments.origins.clone(),
        limits,
        held: Arc::new(Semaphore::new(usize::try_from(limits.held_kib).unwrap_or(usize::MAX))),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("This system cannot wait for connections: {error}."))?;
    runtime.block_on(listen(arguments.port, shared))
}

async fn listen(port: u16, shared: Shared) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("Cannot listen on 127.0.0.1:{port}: {error}. Choose another --port."))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Whoever waits for the first line may close the pipe right after it: that is no reason to end.
    let _ = writeln!(
        std::io::stdout(),
        "listening on http://{address}\naccess key ID {}, secret {}, session token {}",
        simulator::EXAMPLE_ACCESS_KEY_ID,
        simulator::EXAMPLE_SECRET_ACCESS_KEY,
        simulator::EXAMPLE_SESSION_TOKEN
    );
    connection::accept(listener, shared).await.map_err(|error| error.to_string())
}
