//! The names that Python, its modules and boto3 have.

use crate::bedrock::client::Client;

/// Names that every program has, in the order in which Python looks for one that is alike.
pub(super) const NAMES: [&str; 58] = [
    "__name__",
    "abs",
    "all",
    "any",
    "callable",
    "dir",
    "format",
    "getattr",
    "hasattr",
    "hash",
    "id",
    "input",
    "isinstance",
    "iter",
    "len",
    "max",
    "min",
    "next",
    "ord",
    "pow",
    "print",
    "repr",
    "round",
    "sorted",
    "sum",
    "vars",
    "None",
    "False",
    "True",
    "bool",
    "bytes",
    "dict",
    "enumerate",
    "filter",
    "float",
    "int",
    "list",
    "map",
    "object",
    "range",
    "reversed",
    "set",
    "str",
    "super",
    "tuple",
    "type",
    "zip",
    "BaseException",
    "Exception",
    "AttributeError",
    "IndexError",
    "KeyError",
    "NameError",
    "RuntimeError",
    "TypeError",
    "ValueError",
    "open",
    "exit",
];

const CLASSES: [&str; 9] = ["bool", "bytes", "dict", "float", "int", "list", "str", "tuple", "object"];

const EXCEPTIONS: [&str; 14] = [
    "BaseException",
    "Exception",
    "AttributeError",
    "IndexError",
    "KeyError",
    "LookupError",
    "NameError",
    "RuntimeError",
    "TypeError",
    "ValueError",
    "ArithmeticError",
    "ZeroDivisionError",
    "AssertionError",
    "StopIteration",
];

/// Whether a name means something that no program binds.
pub(super) fn is_builtin(name: &str) -> bool {
    NAMES.contains(&name) || EXCEPTIONS.contains(&name)
}

/// Whether a full name is a class of Python.
pub(super) fn is_class(path: &str) -> bool {
    CLASSES.contains(&path) || is_exception(path)
}

/// Whether a full name is an exception.
pub(super) fn is_exception(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or(path);
    EXCEPTIONS.contains(&path) || path.contains("xceptions.") && name.starts_with(char::is_uppercase)
}

/// Modules that a program may import.
pub(super) const MODULES: [&str; 12] = [
    "boto3",
    "boto3.session",
    "json",
    "os",
    "sys",
    "time",
    "base64",
    "botocore",
    "botocore.exceptions",
    "botocore.config",
    "client.exceptions",
    "os.environ",
];

/// Modules of Python that the bench does not have.
pub(super) const STANDARD: [&str; 20] = [
    "argparse",
    "asyncio",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "functools",
    "io",
    "itertools",
    "logging",
    "math",
    "pathlib",
    "pprint",
    "random",
    "re",
    "subprocess",
    "textwrap",
    "typing",
    "urllib",
    "uuid",
];

/// Names in modules.
const IN_MODULES: [(&str, &[&str]); 10] = [
    ("boto3", &["Session", "client", "resource", "session", "setup_default_session"]),
    ("boto3.session", &["Session"]),
    ("json", &["JSONDecodeError", "dump", "dumps", "load", "loads"]),
    ("os", &["environ", "getenv"]),
    ("sys", &["argv", "exit", "stderr", "stdout"]),
    ("sys.stdout", &["flush", "write"]),
    ("time", &["sleep", "time"]),
    ("base64", &["b64decode", "b64encode"]),
    ("botocore", &["config", "exceptions"]),
    ("botocore.config", &["Config"]),
];

/// Exceptions of botocore.
const OF_BOTOCORE: [&str; 9] = [
    "BotoCoreError",
    "ClientError",
    "EventStreamError",
    "NoCredentialsError",
    "NoRegionError",
    "ParamValidationError",
    "ReadTimeoutError",
    "UnknownServiceError",
    "EndpointConnectionError",
];

/// The class of a client.
pub(super) fn class(client: Client) -> &'static str {
    match client {
        Client::Bedrock => "Bedrock",
        Client::Runtime => "BedrockRuntime",
        Client::AgentRuntime => "AgentsforBedrockRuntime",
        Client::Agent => "AgentsforBedrock",
    }
}

/// Names in a module.
pub(super) fn members(module: &str) -> Vec<&'static str> {
    if module == "botocore.exceptions" {
        return OF_BOTOCORE.to_vec();
    }
    IN_MODULES.iter().find(|(known, _)| *known == module).map_or_else(Vec::new, |(_, names)| names.to_vec())
}

/// Whether there is something of this full name.
pub(super) fn exists(path: &str) -> bool {
    let Some((module, name)) = path.rsplit_once('.') else { return false };
    members(module).contains(&name) || module == "client.exceptions" && name.starts_with(char::is_uppercase)
}

/// The name of a method: `list_foundation_models`.
pub(super) fn snake(operation: &str) -> String {
    let chars: Vec<char> = operation.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        let begins = c.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if begins {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
