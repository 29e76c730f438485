//! Commands: those that send a request, those that make JSON or files, and native programs.

use super::reader::{Argument, Reader};
use super::value::Value;
use crate::import::shell::command::Name;
use crate::import::shell::holes::Kind;
use crate::import::shell::launcher;

impl Reader<'_> {
    /// Runs a command; returns its output.
    pub fn run(&mut self, name: &str, arguments: Vec<Argument>, input: Option<Value>, line: usize) -> Value {
        let is_web = arguments.iter().any(|argument| {
            matches!(argument, Argument::Parameter(name, _) if name.eq_ignore_ascii_case("-Uri") || name.eq_ignore_ascii_case("-Headers"))
        });
        let shown = format!("the output of {name}");
        match name.to_ascii_lowercase().as_str() {
            "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" => self.web(&Parameters::new(arguments)),
            "curl" | "wget" if is_web => self.web(&Parameters::new(arguments)),
            "convertto-json" => {
                let parameters = Parameters::new(arguments);
                let value = input.as_ref().or_else(|| parameters.get("InputObject")).or(parameters.positional.first());
                let mut json = String::new();
                let budget = 8 * 1024 * 1024 + 16 * self.text.len();
                let null = Value::Literal("null".to_owned());
                let value = value.unwrap_or(&null);
                // JSON of JSON doubles its backslashes each time.
                if self.machine.spend(value.size()) {
                    value.json(&mut json, budget);
                } else {
                    json = self.machine.holes.mark("the output of ConvertTo-Json", line, Kind::Unknown);
                }
                return Value::Text(self.machine.afford(json, "the output of ConvertTo-Json", line));
            }
            "write-output" | "write-host" | "echo" => {
                let parameters = Parameters::new(arguments);
                return parameters.positional.first().cloned().or(input).unwrap_or(Value::Text(String::new()));
            }
            "out-string" | "out-null" | "foreach-object" | "%" | "tee-object" => {
                return input.unwrap_or(Value::Text(String::new()));
            }
            "set-content" | "out-file" | "add-content" => {
                let parameters = Parameters::new(arguments);
                let mut positional = parameters.positional.iter();
                let file = parameters.get("Path").or_else(|| parameters.get("FilePath")).or_else(|| positional.next());
                let value = parameters.get("Value").or_else(|| positional.next()).or(input.as_ref());
                if let (Some(file), Some(value)) = (file, value) {
                    self.machine.write(&file.text(), &value.text(), name.eq_ignore_ascii_case("Add-Content"));
                }
                return Value::Text(String::new());
            }
            "get-content" | "gc" => {
                let parameters = Parameters::new(arguments);
                let file =
                    parameters.get("Path").or(parameters.positional.first()).map(Value::text).unwrap_or_default();
                if let Some(content) = self.machine.files.get(&file) {
                    return Value::Text(content.clone());
                }
                return self.hole(&format!("the file {file}"));
            }
            _ => {
                let mut words = vec![name.to_owned()];
                for argument in arguments {
                    match argument {
                        Argument::Parameter(name, value) => {
                            words.push(match value {
                                Some(value) => format!("{name}:{}", value.text()),
                                None => name,
                            });
                        }
                        Argument::Value(Value::List(items)) | Argument::Splat(Value::List(items)) => {
                            words.extend(items.iter().map(|item| native(&item.text())));
                        }
                        Argument::Value(value) | Argument::Splat(value) => words.push(native(&value.text())),
                    }
                }
                for (name, value) in launcher::strip(&mut words) {
                    self.machine.environment(&name, &value);
                }
                let piped = input.map(|value| value.text());
                if let Some(output) = self.machine.run(&words, piped.as_ref(), line) {
                    return Value::Text(output);
                }
            }
        }
        self.hole(&shown)
    }

    /// A request of `Invoke-RestMethod`, with the options of curl that do the same.
    fn web(&mut self, parameters: &Parameters) {
        let mut words = Vec::new();
        let mut add = |option: &str, value: String| words.extend([option.to_owned(), value]);
        let first = parameters.positional.first();
        if let Some(url) = parameters.get("Uri").or(first) {
            add("--url", url.text());
        }
        if let Some(method) = parameters.get("Method") {
            add("--request", method.text());
        }
        if let Some(Value::Map(headers)) = parameters.get("Headers") {
            for (name, value) in headers {
                add("--header", format!("{name}: {}", value.text()));
            }
        }
        if let Some(kind) = parameters.get("ContentType") {
            add("--header", format!("content-type: {}", kind.text()));
        }
        if let Some(token) = parameters.get("Token") {
            add("--oauth2-bearer", token.text());
        }
        if let Some(file) = parameters.get("InFile") {
            add("--data-binary", format!("@{}", file.text()));
        }
        if let Some(body) = parameters.get("Body") {
            add("--data-raw", body.text());
        }
        self.machine.find(Name::PowerShell, &words, None);
    }
}

/// Windows `PowerShell` 5 hands text to a program without a change, so `\"` is a quotation mark for the program.
fn native(text: &str) -> String {
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if text.contains("\\\"") && !is_json { text.replace("\\\"", "\"") } else { text.to_owned() }
}

/// The arguments of a cmdlet, by name.
struct Parameters {
    named: Vec<(String, Value)>,
    positional: Vec<Value>,
}

impl Parameters {
    fn new(arguments: Vec<Argument>) -> Self {
        let (mut named, mut positional) = (Vec::new(), Vec::new());
        let mut arguments = arguments.into_iter().peekable();
        while let Some(argument) = arguments.next() {
            match argument {
                Argument::Parameter(name, Some(value)) => named.push((name, value)),
                Argument::Parameter(name, None) => {
                    let value = match arguments.next_if(|next| matches!(next, Argument::Value(_))) {
                        Some(Argument::Value(value)) => value,
                        _ => Value::Literal("true".to_owned()),
                    };
                    named.push((name, value));
                }
                Argument::Value(value) => positional.push(value),
                Argument::Splat(Value::Map(members)) => {
                    named.extend(members.into_iter().map(|(name, value)| (format!("-{name}"), value)));
                }
                Argument::Splat(Value::List(items)) => positional.extend(items),
                Argument::Splat(_) => {}
            }
        }
        Self { named, positional }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        let is_it = |known: &str| known.strip_prefix('-').is_some_and(|known| known.eq_ignore_ascii_case(name));
        self.named.iter().find(|(known, _)| is_it(known)).map(|(_, value)| value)
    }
}
