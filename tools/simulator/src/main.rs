//! Outcrop's Bedrock simulator behind a loopback HTTP server, for SDKs, for command lines and for tests.
//!
//! It is `outcrop::simulator`, byte for byte what answers in the page, with a clock and a socket around it. It listens
//! on 127.0.0.1 only and speaks just enough HTTP/1.1: one request after the other on a connection, a thread each.

mod arguments;
mod connection;
mod cors;
mod incoming;
mod outgoing;
mod record;

use arguments::Arguments;
use connection::Server;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::simulator::{self, TokenTable};
use record::Record;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

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
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port))
        .map_err(|error| format!("Cannot listen on 127.0.0.1:{}: {error}. Choose another --port.", arguments.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Whoever waits for the first line may close the pipe right after it: that is no reason to end.
    let _ = writeln!(
        std::io::stdout(),
        "listening on http://{address}\naccess key ID {}, secret {}, session token {}",
        simulator::EXAMPLE_ACCESS_KEY_ID,
        simulator::EXAMPLE_SECRET_ACCESS_KEY,
        simulator::EXAMPLE_SESSION_TOKEN
    );
    let record = arguments.record.as_deref().map(Record::open).transpose();
    let record = record.map_err(|error| format!("The file of --record cannot be written: {error}."))?;
    let server = Arc::new(Server::new(service_model, token_table, arguments, record));
    for stream in listener.incoming() {
        // A connection that fails while it is accepted is its client's to repeat.
        let Ok(stream) = stream else { continue };
        let server = Arc::clone(&server);
        std::thread::spawn(move || server.converse_with(&stream));
    }
    Ok(())
}
