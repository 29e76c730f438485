//! More forms, secrets, several commands in one text, and text that is meant to do harm.

use proptest::prelude::*;

use super::{HI, NOVA, URL, before, read, says};
use crate::import::{Imported, import};

#[test]
fn each_secret_is_noted_once_and_never_kept() {
    let key = "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t";
    let revoke = |imported: &Imported| imported.notes.iter().filter(|note| note.contains("revoke")).count();
    for (text, count) in [
        (
            format!(
                "export AWS_BEARER_TOKEN_BEDROCK={key}\ncurl {URL} -H \"Authorization: Bearer $AWS_BEARER_TOKEN_BEDROCK\" -d '{HI}'"
            ),
            1,
        ),
        (format!("KEY={key}\ncurl {URL} -H \"Authorization: Bearer $KEY\" -d '{}'", HI.replace("Hi", "'$KEY'")), 1),
        (format!("AWS_BEARER_TOKEN_BEDROCK={key} curl {URL} -d '{HI}'"), 1),
        (format!("curl {URL} -H 'Authorization: Bearer {key}' -d '{HI}'"), 1),
        (format!("set AWS_BEARER_TOKEN_BEDROCK={key}\ncurl {URL} ^\n -d \"{}\"", HI.replace('"', "\\\"")), 1),
        (format!("$env:AWS_BEARER_TOKEN_BEDROCK = '{key}'\nirm -Uri {URL} -Body '{HI}'"), 1),
        (format!("curl {URL} -H \"Authorization: Bearer $KEY\" -d '{HI}'"), 0),
        (format!("curl {URL} -H \"Authorization: Bearer <token>\" -H 'x-api-key: YOUR_KEY' -d '{HI}'"), 0),
        (
            format!(
                "curl {URL} -H 'Authorization: AWS4-****' --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -d '{HI}'"
            ),
            0,
        ),
        (format!("export AWS_BEARER_TOKEN_BEDROCK=<your key>; curl {URL} -d '{HI}'"), 0),
    ] {
        let imported = read(&text);
        assert_eq!(revoke(&imported), count, "{:?}\n{text}", imported.notes);
        assert!(!format!("{imported:?}").contains("YmVkcm9jay5"), "{imported:?}");
    }
}

#[test]
fn the_first_call_to_a_model_is_taken() {
    let text =
        format!("aws sts get-caller-identity\ncurl https://example.com/\ncurl {URL} -d '{HI}'\ncurl {URL} -d '{{}}'");
    says(&text, NOVA, "eu-west-1", "Hi", &["contains 2 commands"]);
    let next = format!("curl https://example.com/ --next {URL} -d '{HI}'");
    says(&next, NOVA, "eu-west-1", "Hi", &["sends 2 requests (--next)"]);
    let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123xyz";
    let raw = format!(
        "curl https://bedrock-runtime.us-east-1.amazonaws.com/model/{arn}/converse -H \"Authorization: Bearer $KEY\" -d '{HI}'"
    );
    assert_eq!(read(&raw).draft.model, arn);
    let options = format!("curl -G -K opts.txt -x http://p:1 --url-query a=b {URL} -d '{HI}'");
    says(&options, NOVA, "eu-west-1", "Hi", &["Ignored -G", "opts.txt", "proxy", "--url-query"]);
}

#[test]
fn hostile_text_ends_soon_and_stays_small() {
    let doubling = |first: &str, next: &str, call: String| format!("{first}\n{}{call}", format!("{next}\n").repeat(60));
    for text in [
        doubling("A=xxxxxxxxxxxxxxxx", "A=$A$A", format!("curl {URL} -d '{HI}' -H \"a: $A\"")),
        doubling("A=(x y)", "A=(\"${A[@]}\" \"${A[@]}\")", format!("curl {URL} -d '{HI}'")),
        doubling("f() { :; }", "f() { f; f; }", format!("f; curl {URL} -d '{HI}'")),
        doubling(
            "set A=xxxxxxxxxxxxxxxx",
            "set A=%A%%A%",
            format!("curl {URL} ^\n -d \"{}\"", HI.replace('"', "\\\"")),
        ),
        doubling("$a = 'xxxxxxxxxxxxxxxx'", "$a = $a + $a", format!("irm -Uri {URL} -Body '{HI}'")),
        doubling("$a = @(1, 2)", "$a = @($a; $a)", format!("irm -Uri {URL} -Body '{HI}'")),
        doubling("$a = '\"x'", "$a = $a | ConvertTo-Json", format!("irm -Uri {URL} -Body '{HI}'")),
        doubling("$a = @{ b = 1 }", "$a = @{ b = $a; c = $a }", format!("irm -Uri {URL} -Body '{HI}'")),
        doubling("cat > f <<E\nxxxxxxxxxxxxxxxx\nE", "cat f f > g; cat g g > f", format!("curl {URL} -d '{HI}'")),
    ] {
        let imported = read(&text);
        assert_eq!(imported.draft.model, NOVA);
        assert!(format!("{:?}", imported.notes).len() < 10_000);
    }
    for open in [
        "(",
        "$(",
        "{ ",
        "`",
        "\"$(",
        "${a:-",
        "if ",
        "while ",
        "! ",
        "[",
        "@(",
        "@{a=",
        "$a[",
        "<(",
        "((",
        "$((",
        "f() { ",
        "case x in a) ",
        "time ",
    ] {
        for start in ["curl ", "$a = ", "curl ^\"", "irm "] {
            let _ = import(&format!("{start}{}", open.repeat(3_000)), &before());
        }
    }
}

#[test]
fn more_forms_are_read() {
    let tick = HI.replace('"', "`\"");
    for text in [
        format!("curl -X POST {URL} \\\n  -H 'accept: x' \\\n  -d @- << EOF\n{HI}\nEOF"),
        format!("X=Hi\ncurl {URL} -d '{}'", HI.replace("Hi", "'\"$X\"'")),
        format!("X=Hi\ncurl {URL} -d @- << EOF | jq .\n{}\nEOF", HI.replace("Hi", "$X")),
        format!("➜  ~ curl {URL} -d '{HI}'"),
        format!("(venv) [me@host dir]$ curl {URL} -d '{HI}'"),
        format!("PS C:\\> curl.exe -X POST {URL} -d \"{tick}\""),
        format!("curl {URL} \\\n  -d '{HI}' # done\n"),
        format!("case \"$1\" in\n  a) curl {URL} -d '{HI}' ;;\n  *) echo usage ;;\nesac"),
        format!("while true; do curl -s {URL} -d '{HI}'; sleep 1; done"),
        format!("curl {URL} -d \"$(cat <<'EOF'\n{HI}\nEOF\n)\""),
        format!("curl {URL} -d $'{}'", HI.replace("Hi", "H\\u0069")),
        format!("curl {URL} -d \"$(jq -n '{{messages: [{{role: \"user\", content: [{{text: \"Hi\"}}]}}]}}')\""),
    ] {
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_shell_makes_it_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("curl ".to_owned()), Just("aws bedrock-runtime converse ".to_owned()), Just("Invoke-RestMethod ".to_owned()),
                Just("--messages ".to_owned()), Just("role=user,content=[{text=".to_owned()), Just("-d ".to_owned()), Just(URL.to_owned()),
                Just("$(".to_owned()), Just("${A:-".to_owned()), Just("<<E\n".to_owned()), Just("\nE\n".to_owned()), Just("@'\n".to_owned()),
                Just("$a = ".to_owned()), Just("@{".to_owned()), Just("^\"".to_owned()), Just("set A=".to_owned()), Just("%A%".to_owned()),
                Just("A=$A$A\n".to_owned()), Just("| jq -n '{a:$b}' ".to_owned()), Just("xargs -I {} ".to_owned()), Just("printf '%s".to_owned()),
                "[ -~\n\u{e9}\u{fdd0}\u{fdd1}]{0,6}", "['\"`$(){}\\\\^%;|&<>\n-]{0,5}",
            ],
            0..24,
        ),
    ) {
        let _ = import(&pieces.concat(), &before());
    }
}
