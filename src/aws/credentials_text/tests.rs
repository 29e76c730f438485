use super::*;
use proptest::prelude::*;

mod instead;
mod wraps;

/// 2025-01-02T03:04:05Z
const NOW: Timestamp = Timestamp(1_735_787_045_000);
const LATER: &str = "2025-01-02T09:00:00Z";
const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJH+x/yzw==";

fn check_parts(text: &str, source: &SourceForm, token: Option<&str>) -> Understood {
    let understood = parse(text, NOW).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(understood.credentials.access_key_id(), ID, "{text}");
    assert_eq!(understood.credentials.secret(), SECRET, "{text}");
    assert_eq!(understood.credentials.session_token(), token, "{text}");
    assert_eq!(&understood.source, source, "{text}");
    understood
}

/// `@I`, `@S`, `@T` are placeholders for the three values.
fn with_values(template: &str) -> String {
    template.replace("@I", ID).replace("@S", SECRET).replace("@T", TOKEN)
}

#[test]
fn understands_what_people_paste() {
    use SourceForm::{BareJson, PlainLines, PosixExport, PowerShell, ProcessJson, StsJson, Values, WindowsSet};
    let profile = |name: &str| SourceForm::Profile(name.to_owned());
    for (source, template) in [
        (
            PosixExport,
            "export AWS_ACCESS_KEY_ID=\"@I\"\nexport AWS_SECRET_ACCESS_KEY=\"@S\"\nexport AWS_SESSION_TOKEN=\"@T\"",
        ),
        (PosixExport, "export AWS_ACCESS_KEY_ID=@I AWS_SECRET_ACCESS_KEY='@S' AWS_SESSION_TOKEN=@T"),
        (PosixExport, "$ export AWS_ACCESS_KEY_ID=@I; export AWS_SECRET_ACCESS_KEY=@S; export AWS_SESSION_TOKEN=@T"),
        (
            PosixExport,
            "me@host:~$ export AWS_ACCESS_KEY_ID=@I\r\nme@host:~$ export AWS_SECRET_ACCESS_KEY=@S\r\n\r\nme@host:~$ export AWS_SESSION_TOKEN=@T\r\n",
        ),
        (PosixExport, "set -gx AWS_ACCESS_KEY_ID @I\nset -gx AWS_SECRET_ACCESS_KEY '@S'\nset -gx AWS_SESSION_TOKEN @T"),
        (PosixExport, "setenv AWS_ACCESS_KEY_ID @I\nsetenv AWS_SECRET_ACCESS_KEY @S\nsetenv AWS_SESSION_TOKEN @T"),
        (
            PosixExport,
            "declare -x AWS_ACCESS_KEY_ID=\"@I\"\ndeclare -x AWS_SECRET_ACCESS_KEY=\"@S\"\ndeclare -x AWS_SESSION_TOKEN=\"@T\"",
        ),
        (
            PosixExport,
            "\u{feff}\u{a0}export\u{a0}AWS_ACCESS_KEY_ID\u{a0}=\u{a0}“@I”\nexport AWS_SECRET_ACCESS_KEY=‘@S’\nexport AWS_SESSION_TOKEN=@T\u{200b}",
        ),
        (PowerShell, "$Env:AWS_ACCESS_KEY_ID=\"@I\"\n$Env:AWS_SECRET_ACCESS_KEY=\"@S\"\n$Env:AWS_SESSION_TOKEN=\"@T\""),
        (
            PowerShell,
            "PS C:\\Users\\me> $env:AWS_ACCESS_KEY_ID = '@I'; ${Env:AWS_SECRET_ACCESS_KEY}='@S'; $env:AWS_SESSION_TOKEN = '@T'",
        ),
        (WindowsSet, "SET AWS_ACCESS_KEY_ID=@I\r\nSET AWS_SECRET_ACCESS_KEY=@S\r\nSET AWS_SESSION_TOKEN=@T"),
        (
            WindowsSet,
            "C:\\>set \"AWS_ACCESS_KEY_ID=@I\"&& set \"AWS_SECRET_ACCESS_KEY=@S\"&& set \"AWS_SESSION_TOKEN=@T\"",
        ),
        (WindowsSet, "setx AWS_ACCESS_KEY_ID @I\nsetx AWS_SECRET_ACCESS_KEY @S\nsetx AWS_SESSION_TOKEN @T"),
        (
            PlainLines,
            "AWS_ACCESS_KEY_ID=@I\nAWS_SECRET_ACCESS_KEY=@S\n# AWS_SESSION_TOKEN=old-old-old-old-old\nAWS_SESSION_TOKEN=@T",
        ),
        (PlainLines, "  aws_access_key_id: @I\n  aws_secret_access_key: @S\n  aws_session_token: @T"),
        (PlainLines, "aws_access_key_id='@I', aws_secret_access_key='@S', aws_session_token='@T',"),
        (PlainLines, "\"AccessKeyId\": \"@I\",\n\"SecretAccessKey\": \"@S\",\n\"SessionToken\": \"@T\""),
        (profile("default"), "[default]\naws_access_key_id = @I\naws_secret_access_key = @S\naws_session_token = @T"),
        (
            profile("123456789012_Reader"),
            "[123456789012_Reader]\naws_access_key_id=@I\naws_secret_access_key=@S\naws_session_token=@T",
        ),
        (
            profile("dev"),
            "[profile dev]\n; old\naws_access_key_id = @I\naws_secret_access_key = @S\naws_session_token = @T\n\n[other]\nregion = us-east-1",
        ),
        (ProcessJson, r#"{"Version": 1, "AccessKeyId": "@I", "SecretAccessKey": "@S", "SessionToken": "@T"}"#),
        (
            StsJson,
            r#"{"Credentials": {"AccessKeyId": "@I", "SecretAccessKey": "@S", "SessionToken": "@T"}, "AssumedRoleUser": {"Arn": "x"}}"#,
        ),
        (
            StsJson,
            r#"{"IdentityId": "r:1", "Credentials": {"AccessKeyId": "@I", "SecretKey": "@S", "SessionToken": "@T"}}"#,
        ),
        (StsJson, r#"{"roleCredentials": {"accessKeyId": "@I", "secretAccessKey": "@S", "sessionToken": "@T"}}"#),
        (BareJson, r#"{"AccessKeyId": "@I", "SecretAccessKey": "@S", "SessionToken": "@T"}"#),
        (
            StsJson,
            "$ aws sts get-session-token\n{\"Credentials\": {\"AccessKeyId\": \"@I\", \"SecretAccessKey\": \"@S\", \"SessionToken\": \"@T\"}}\n$ ",
        ),
        (BareJson, "{\"AccessKeyId\": \"@I\",\n \"SecretAccessKey\": \"@S\",\n \"SessionToken\": \"@T\","),
        (BareJson, "{'AccessKeyId': '@I', 'SecretAccessKey': '@S', 'SessionToken': '@T'}"),
        (Values, "@I\n@S\n@T\n"),
        (Values, "Access key ID,Secret access key,Session token\n@I,@S,@T"),
        (Values, "CREDENTIALS\t@I\t2025-01-02T09:00:00+00:00\t@S\t@T"),
        (
            Values,
            "----------\n||  Credentials  ||\n|+-----+|\n||  AccessKeyId     |  @I  ||\n||  Expiration | 2025-01-02T09:00:00Z ||\n||  SecretAccessKey |  @S  ||\n||  SessionToken    |  @T  ||",
        ),
        (Values, "Access key ID\n@I\nSecret access key\n@S\nSession token\n@T"),
        (
            Values,
            "$ aws configure\nAWS Access Key ID [None]: @I\nAWS Secret Access Key [None]: @S\nAWS Session Token [None]: @T",
        ),
        (Values, "Set-AWSCredential -AccessKey @I -SecretKey @S -SessionToken @T"),
        (
            BareJson,
            r#"{"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "@I", "SecretAccessKey": "@S", "Token": "@T"}"#,
        ),
        (PlainLines, "provider \"aws\" {\n  access_key = \"@I\"\n  secret_key = \"@S\"\n  token      = \"@T\"\n}"),
        (PlainLines, "aws.accessKeyId=@I\naws.secretKey=@S\naws.sessionToken=@T"),
        (PosixExport, "docker run -e AWS_ACCESS_KEY_ID=@I -e AWS_SECRET_ACCESS_KEY=@S -e AWS_SESSION_TOKEN=@T image"),
        (PlainLines, "new Client({ credentials: { accessKeyId: '@I', secretAccessKey: '@S', sessionToken: '@T' } })"),
        (PlainLines, "Credentials:\n  AccessKeyId: @I\n  SecretAccessKey: @S\n  SessionToken: @T"),
    ] {
        check_parts(&with_values(template), &source, Some(TOKEN));
    }
}

#[test]
fn a_long_term_key_without_names_gets_no_token() {
    let id = "AKIAIOSFODNN7EXAMPLE";
    for text in [
        format!(
            "User name,Password,Access key ID,Secret access key,Console login link\nsomebody-with-a-long-name,,{id},{SECRET},https://123456789012.signin.aws.amazon.com/console"
        ),
        format!("{id}\n{SECRET}"),
    ] {
        let understood = parse(&text, NOW).unwrap();
        assert_eq!(understood.credentials.access_key_id(), id);
        assert_eq!((understood.credentials.secret(), understood.credentials.session_token()), (SECRET, None));
        assert_eq!(understood.source, SourceForm::Values);
    }
    let two = format!("{ID}\n{SECRET}\n{TOKEN}\n{id}");
    assert!(parse(&two, NOW).unwrap().warnings.join(" ").contains("More than one access key"));
    // The hash of a commit is not a secret.
    assert_eq!(
        parse(&format!("{ID} {}", "0123456789abcdef".repeat(3).get(..40).unwrap()), NOW).unwrap_err(),
        CredentialsTextError::NoSecret
    );
}

#[test]
fn takes_the_default_profile_or_the_first_whole_one() {
    let keys = "aws_access_key_id = @I\naws_secret_access_key = @S\n";
    let other =
        "aws_access_key_id = AKIAOTHEROTHEROTHER0\naws_secret_access_key = othersecretothersecretothersecretothersec\n";
    let text = with_values(&format!("[a]\n{other}[default]\n{keys}"));
    let understood = check_parts(&text, &SourceForm::Profile("default".to_owned()), None);
    assert!(understood.warnings.iter().any(|w| w.contains("using “default”")), "{:?}", understood.warnings);
    let text = with_values(&format!("[half]\naws_access_key_id = x\n[whole]\n{keys}[third]\n{other}"));
    check_parts(&text, &SourceForm::Profile("whole".to_owned()), None);
}

#[test]
fn reads_region_and_expiration() {
    for (template, region, expires) in [
        ("AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=us-east-1", Some("eu-west-1"), None),
        ("AWS_DEFAULT_REGION=\"us-gov-west-1\"", Some("us-gov-west-1"), None),
        ("region = somewhere", None, None),
        ("AWS_CREDENTIAL_EXPIRATION=2025-01-02T09:00:00+00:00", None, Some(1_735_808_400_000)),
        ("Expiration: 1735808400", None, Some(1_735_808_400_000)),
        ("Expiration: 1735808400.5", None, Some(1_735_808_400_000)),
        ("expiration=1735808400000", None, Some(1_735_808_400_000)),
    ] {
        let text =
            with_values(&format!("AWS_ACCESS_KEY_ID=@I\nAWS_SECRET_ACCESS_KEY=@S\nAWS_SESSION_TOKEN=@T\n{template}"));
        let understood = check_parts(&text, &SourceForm::PlainLines, Some(TOKEN));
        assert_eq!(understood.region.as_deref(), region, "{template}");
        assert_eq!(understood.credentials.expires_at().map(|at| at.0), expires, "{template}");
        assert_eq!(understood.warnings, Vec::<String>::new(), "{template}");
    }
    for (value, expires) in [
        ("1735808400", Some(1_735_808_400_000)),
        ("1.7358084e9", Some(1_735_808_400_000)),
        ("1735808400000", Some(1_735_808_400_000)),
        ("\"2025-01-02T09:00:00Z\"", Some(1_735_808_400_000)),
        ("null", None),
        ("-5", None),
        ("1e300", None),
    ] {
        let text = format!(
            r#"{{"AccessKeyId":"{ID}","SecretAccessKey":"{SECRET}","SessionToken":"{TOKEN}","Expiration":{value}}}"#
        );
        let understood = check_parts(&text, &SourceForm::BareJson, Some(TOKEN));
        assert_eq!(understood.credentials.expires_at().map(|at| at.0), expires, "{value}");
    }
}

#[test]
fn warns_of_what_will_not_work_or_should_not_be_used() {
    let warnings = |id: &str, secret: &str, token: &str, expiration: &str| {
        let text = format!(
            "AWS_ACCESS_KEY_ID={id}\nAWS_SECRET_ACCESS_KEY={secret}\nAWS_SESSION_TOKEN={token}\nexpiration={expiration}"
        );
        parse(&text, NOW).unwrap().warnings.join(" | ")
    };
    assert_eq!(warnings(ID, SECRET, TOKEN, LATER), "");
    assert!(warnings("AKIAIOSFODNN7EXAMPLE", SECRET, "", "").starts_with("This is a long-term key"));
    assert!(warnings("AKIAIOSFODNN7EXAMPLE", SECRET, TOKEN, "").contains("has no session token"));
    assert!(warnings(ID, SECRET, "", "").contains("session token is missing"));
    assert!(warnings(ID, SECRET, TOKEN, "2025-01-02T03:04:05Z").contains("expired at 2025-01-02T03:04:05Z"));
    assert!(warnings(ID, SECRET, TOKEN, "2025-01-02T03:09:00Z").contains("within five minutes"));
    assert!(warnings("LKIAQAAAAAAALFQHNUKP", "short-but-long-enough", TOKEN, "").contains("not have the usual 40"));
    assert!(warnings(ID, SECRET, TOKEN, "tomorrow").contains("expiration could not be read"));
    // Its length shows that nothing of it is missing.
    assert_eq!(warnings(ID, &format!("\"{SECRET}"), TOKEN, ""), "");
}

#[test]
fn errors_name_the_missing_piece() {
    use CredentialsTextError as E;
    for (text, error) in [
        ("", E::Empty),
        (" \u{a0}\r\n\u{200b}", E::Empty),
        ("hello", E::NothingFound),
        ("region=us-east-1", E::NothingFound),
        ("{\"a\": 1}", E::NothingFound),
        ("bedrock-api-key-YmVkcm9jay5hbWF6", E::ApiKey),
        ("export AWS_BEARER_TOKEN_BEDROCK=ABSKabc", E::ApiKey),
        ("AWS_SECRET_ACCESS_KEY=SECRET", E::NoAccessKeyId),
        ("AWS_SESSION_TOKEN=TOKEN", E::NoAccessKeyId),
        ("export AWS_ACCESS_KEY_ID=\nexport AWS_SECRET_ACCESS_KEY=SECRET", E::NoAccessKeyId),
        ("{\"AccessKeyId\": \"ASIA\"}", E::NoSecret),
        ("${Env:AWS_ACCESS_KEY_ID}='ASIA'", E::NoSecret),
        ("[default]\naws_access_key_id = ASIA", E::NoSecret),
        ("{\"AccessKeyId\": \"ASIA\",\n \"Secret", E::Json { line: 2, column: 8 }),
        ("$ aws sts x\n{\"AccessKeyId\": ", E::Json { line: 2, column: 15 }),
        ("AWS_ACCESS_KEY_ID=SECRET\nAWS_SECRET_ACCESS_KEY=ID", E::Swapped),
        ("AWS_ACCESS_KEY_ID=ASIA\nAWS_SECRET_ACCESS_KEY=SECRET", E::BadAccessKeyId),
        ("AWS_ACCESS_KEY_ID=<your-access-key-id>\nAWS_SECRET_ACCESS_KEY=SECRET", E::Instead(Instead::Placeholder)),
        ("AWS_ACCESS_KEY_ID=ID\nAWS_SECRET_ACCESS_KEY=abc", E::BadSecret),
        ("AWS_ACCESS_KEY_ID=ID\nAWS_SECRET_ACCESS_KEY='a secret with spaces'", E::BadSecret),
        ("AWS_ACCESS_KEY_ID=ID\nAWS_SECRET_ACCESS_KEY=SECRET\nAWS_SESSION_TOKEN=short", E::BadToken),
    ] {
        let text: String = text
            .lines()
            .map(|line| match line.split_once('=') {
                Some((name, "SECRET")) => format!("{name}={SECRET}\n"),
                Some((name, "ID")) => format!("{name}={ID}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        assert_eq!(parse(text.trim_end_matches('\n'), NOW).unwrap_err(), error, "{text}");
    }
    assert_eq!(parse(&"x".repeat(LONGEST_TEXT + 1), NOW).unwrap_err(), E::TooLong);
}

#[test]
fn describes_what_it_understood_without_showing_it() {
    let text = with_values(
        "AWS_ACCESS_KEY_ID=@I\nAWS_SECRET_ACCESS_KEY=@S\nAWS_SESSION_TOKEN=@T\nAWS_REGION=eu-west-1\nExpiration: 2025-01-02T09:00:00Z",
    );
    assert_eq!(
        parse(&text, NOW).unwrap().description(),
        "KEY=VALUE lines: access key ASIA…MPLE, secret ••••, session token ••••, until 2025-01-02T09:00:00Z, region eu-west-1"
    );
}

fn shares_a_window(secret: &str, text: &str) -> bool {
    const WINDOW: usize = 8;
    secret.as_bytes().windows(WINDOW).any(|window| text.as_bytes().windows(WINDOW).any(|other| other == window))
}

proptest! {
    #[test]
    fn never_panics(text: String, noise in "[A-Za-z_=:\"'{}\\[\\] \n$>\\-é“]{0,200}") {
        let _ = parse(&text, NOW);
        let _ = parse(&noise, NOW);
        let _ = parse(&format!("AWS_ACCESS_KEY_ID={noise}\nAWS_SECRET_ACCESS_KEY={text}"), NOW);
        let _ = parse(&format!("{{\"AccessKeyId\":{noise}"), NOW);
    }

    /// No message about a pasted text repeats eight characters of its secret or token.
    #[test]
    fn what_is_said_repeats_no_secret(
        secret in "[A-Za-z0-9/+]{40}",
        token in "[A-Za-z0-9/+=]{20,200}",
        form in 0..6_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<char>()), 0..4),
        cut in any::<prop::sample::Index>(),
        at_all: bool,
    ) {
        let templates = [
            "export AWS_ACCESS_KEY_ID=@I\nexport AWS_SECRET_ACCESS_KEY=@S\nexport AWS_SESSION_TOKEN=@T",
            "$Env:AWS_ACCESS_KEY_ID=\"@I\"\n$Env:AWS_SECRET_ACCESS_KEY=\"@S\"\n$Env:AWS_SESSION_TOKEN=\"@T\"",
            "[p]\naws_access_key_id = @I\naws_secret_access_key = @S\naws_session_token = @T\nregion = @S",
            "{\"Credentials\":{\"AccessKeyId\":\"@I\",\"SecretAccessKey\":\"@S\",\"SessionToken\":\"@T\"}}",
            "AWS_ACCESS_KEY_ID=@S\nAWS_SECRET_ACCESS_KEY=@I\nAWS_SESSION_TOKEN=@T",
            "@I\n@S\n@T",
        ];
        let text = templates[form].replace("@I", ID).replace("@S", &secret).replace("@T", &token);
        let mut chars: Vec<char> = text.chars().collect();
        for (at, with) in damage {
            let at = at.index(chars.len());
            chars[at] = with;
        }
        if at_all {
            chars.truncate(cut.index(chars.len()));
        }
        let text: String = chars.into_iter().collect();
        let message = match parse(&text, NOW) {
            Ok(understood) => format!("{} {:?} {understood:?}", understood.description(), understood.warnings),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!shares_a_window(&secret, &message), "{}", message);
        prop_assert!(!shares_a_window(&token, &message), "{}", message);
    }
}
