//! What people paste that is something else, and the names and times beside credentials.

use super::*;

#[test]
fn names_what_the_text_is_instead() {
    use Instead as I;
    for (text, instead) in [
        ("export AWS_BEARER_TOKEN_BEDROCK=${api-key}", I::Placeholder),
        ("AWS_BEARER_TOKEN_BEDROCK=<your-api-key>", I::Placeholder),
        ("AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID\nAWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY", I::Placeholder),
        ("AWS_ACCESS_KEY_ID=YOUR_ACCESS_KEY\nAWS_SECRET_ACCESS_KEY=YOUR_SECRET_KEY", I::Placeholder),
        ("aws_access_key_id = xxxxxxxxxxxxxxxxxxxx\naws_secret_access_key = xxxxxxxxxxxxxx", I::Placeholder),
        ("env:\n  AWS_ACCESS_KEY_ID: {{ .Values.key }}\n  AWS_SECRET_ACCESS_KEY: {{ .Values.secret }}", I::Placeholder),
        ("AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=****************MPLE", I::Placeholder),
        (
            r#"{"startUrl": "https://d-1234567890.awsapps.com/start", "region": "eu-west-1", "accessToken": "aoaAAAAAGexample", "expiresAt": "2026-11-30T13:03:59UTC"}"#,
            I::SsoToken,
        ),
        (
            r#"{"accessToken": "aoaAAAAAGexample", "expiresAt": "2026-11-30T13:03:59Z", "refreshToken": "aorAAAA"}"#,
            I::SsoToken,
        ),
        (
            r#"{"clientId": "x", "clientSecret": "eyJraWQiOiJrZXkifQ", "registrationExpiresAt": "2026-11-30T13:03:59Z"}"#,
            I::SsoToken,
        ),
        ("https://d-1234567890.awsapps.com/start/#", I::SsoStartUrl),
        ("SSO start URL\nhttps://my-company.awsapps.com/start\nSSO Region\neu-west-1", I::SsoStartUrl),
        ("sk-ant-api03-abcdefghijklmnopqrstuvwxyz", I::OtherKey("Anthropic")),
        ("export ANTHROPIC_API_KEY=\"sk-ant-api03-abcdefghijkl\"", I::OtherKey("Anthropic")),
        ("OPENAI_API_KEY=sk-proj-abcdefghijklmnop", I::OtherKey("OpenAI or a service that copies its form")),
        ("AIzaSyA-abcdefghijklmnopqrstuvwxyz01234", I::OtherKey("Google")),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", I::OtherKey("GitHub")),
        ("github_pat_11ABCDEFG0abcdefghijkl", I::OtherKey("GitHub")),
        ("{\"type\": \"service_account\", \"project_id\": \"x\"}", I::OtherKey("Google Cloud")),
        (
            "# export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\n# export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            I::OnlyComments,
        ),
        ("; a\n;b", I::OnlyComments),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
            I::PrivateKey,
        ),
        ("-----BEGIN CERTIFICATE-----\nMIIB", I::PrivateKey),
        ("-----BEGIN PGP MESSAGE-----\nhQEMA", I::Encrypted),
        ("$ANSIBLE_VAULT;1.1;AES256\n6262", I::Encrypted),
        ("AWS_SECRET_ACCESS_KEY: ENC[AES256_GCM,data:abc,iv:x,tag:y,type:str]", I::Encrypted),
        (
            "User name,Password,Console sign-in URL\nme,secret1!,https://123456789012.signin.aws.amazon.com/console",
            I::ConsolePassword,
        ),
        ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln", I::WebToken),
        ("[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nregion = eu-west-1", I::ProfileWithoutKeys),
        ("[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base", I::ProfileWithoutKeys),
        ("aws configure export-credentials --format process", I::Command),
        ("$ aws sso login --profile dev", I::Command),
        ("arn:aws:iam::123456789012:role/dev", I::Arn),
    ] {
        assert_eq!(parse(text, NOW).unwrap_err(), CredentialsTextError::Instead(instead), "{text}");
    }
    assert_eq!(parse("ASIAIOSFODNN7EXAMPLE", NOW).unwrap_err(), CredentialsTextError::NoSecret);
    assert_eq!(parse("if (x) { return ${y}; }", NOW).unwrap_err(), CredentialsTextError::NothingFound);
}

#[test]
fn reads_what_formats_put_around_a_value() {
    for template in [
        "AWS_ACCESS_KEY_ID=\\\"@I\\\"\nAWS_SECRET_ACCESS_KEY=\\\"@S\\\"\nAWS_SESSION_TOKEN=\\\"@T\\\"",
        "{\\\"AccessKeyId\\\":\\\"@I\\\",\\\"SecretAccessKey\\\":\\\"@S\\\",\\\"SessionToken\\\":\\\"@T\\\"}",
        "\"{\\n  \\\"AccessKeyId\\\": \\\"@I\\\",\\n  \\\"SecretAccessKey\\\": \\\"@S\\\",\\n  \\\"SessionToken\\\": \\\"@T\\\"\\n}\"",
        r#"{"Parameter": {"Value": "{\"accessKeyId\":\"@I\",\"secretAccessKey\":\"@S\",\"sessionToken\":\"@T\"}"}}"#,
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <AssumeRoleResult>\n    <Credentials>\n      <AccessKeyId>@I</AccessKeyId>\n      <SecretAccessKey>@S</SecretAccessKey>\n      <SessionToken>@T</SessionToken>\n    </Credentials>\n  </AssumeRoleResult>\n</AssumeRoleResponse>",
        "<plist version=\"1.0\"><dict>\n<key>AccessKeyId</key>\n<string>@I</string>\n<key>SecretAccessKey</key>\n<string>@S</string>\n<key>SessionToken</key>\n<string>@T</string>\n</dict></plist>",
        "<appSettings><add key=\"AWSAccessKey\" value=\"@I\"/><add key=\"AWSSecretKey\" value=\"@S\"/><add key=\"AWSSessionToken\" value=\"@T\"/></appSettings>",
        "<properties><entry key=\"aws.accessKeyId\">@I</entry><entry key=\"aws.secretAccessKey\">@S</entry><entry key=\"aws.sessionToken\"><![CDATA[@T]]></entry></properties>",
        "env:\n  - name: AWS_ACCESS_KEY_ID\n    value: @I\n  - name: AWS_SECRET_ACCESS_KEY\n    value: \"@S\"\n  - name: AWS_SESSION_TOKEN\n    value: '@T'",
        "os.environ['AWS_ACCESS_KEY_ID'] = '@I'\nos.environ['AWS_SECRET_ACCESS_KEY'] = '@S'\nos.environ[\"AWS_SESSION_TOKEN\"] = \"@T\"",
        "System.setProperty(\"aws.accessKeyId\", \"@I\");\nSystem.setProperty(\"aws.secretAccessKey\", \"@S\");\nSystem.setProperty(\"aws.sessionToken\", \"@T\");",
        "ENV AWS_ACCESS_KEY_ID @I\nENV AWS_SECRET_ACCESS_KEY @S\nENV AWS_SESSION_TOKEN @T",
        "spring:\n  cloud:\n    aws:\n      credentials:\n        access-key: @I\n        secret-key: @S\n        session-token: @T",
        "Hi,\n\nAccess key ID: @I\nSecret access key: @S\nSession token: @T\n\nBest",
        "Set-AWSCredential -AccessKey @I -SecretKey @S -SessionToken @T -StoreAs tmp",
        "java -Daws.accessKeyId=@I -Daws.secretAccessKey=@S -Daws.sessionToken=@T -jar app.jar",
        "new BasicSessionCredentials(\"@I\", \"@S\", \"@T\")",
    ] {
        let text = with_values(template);
        let understood = parse(&text, NOW).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(understood.credentials.access_key_id(), ID, "{text}");
        assert_eq!(understood.credentials.secret(), SECRET, "{text}");
        assert_eq!(understood.credentials.session_token(), Some(TOKEN), "{text}");
    }
}

#[test]
fn an_expired_time_is_known_in_every_format() {
    for (written, expired) in [
        (r#""Expiration": "2024-11-30T13:03:59UTC""#, true),
        (r#""Expiration": "2026-11-30T13:03:59UTC""#, false),
        (r#""Expiration": "11/30/2024 1:03:59 PM""#, true),
        (r#""Expiration": "Sat, 30 Nov 2024 13:03:59 GMT""#, true),
        (r#""Expiration": "\/Date(1732971839000)\/""#, true),
        (r#""Expiration": {"value": "\/Date(1732971839000)\/", "DisplayHint": 2, "DateTime": "x"}"#, true),
        (r#""Expiration": 1732971839"#, true),
        (r#""Expiration": 1932971839000"#, false),
        ("Expiration: new Date(\"2024-11-30T13:03:59.000Z\")", true),
        ("x_security_token_expires = 2024-11-30T18:00:00+01:00", true),
        ("x_security_token_expires = 2026-11-30T18:00:00+01:00", false),
        ("'Expiration': datetime.datetime(2024, 11, 30, 13, 3, 59, tzinfo=tzutc())", true),
        ("Expiration      : 11/30/2024 1:03:59 PM", true),
        ("AWS_SESSION_EXPIRATION=2024-11-30T13:03:59Z", true),
        ("aws_session_expiration = 2024-11-30 13:03:59", true),
    ] {
        let keys = with_values("\"AccessKeyId\": \"@I\",\n\"SecretAccessKey\": \"@S\",\n\"SessionToken\": \"@T\"");
        let text =
            if written.starts_with('"') { format!("{{{keys},\n{written}}}") } else { format!("{keys}\n{written}") };
        let understood = parse(&text, NOW).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(understood.credentials.is_expired(NOW), expired, "{text}");
        assert_eq!(understood.warnings.join(" ").contains("expired at"), expired, "{text}");
        assert!(!understood.warnings.join(" ").contains("could not be read"), "{text}");
    }
    let text = with_values("AWS_ACCESS_KEY_ID=@I\nAWS_SECRET_ACCESS_KEY=@S\nAWS_SESSION_TOKEN=@T\nexpiration=");
    for unread in ["tomorrow", "in 1 hour", "2025-01-02T13:03:59 XYZT", "99/99/2025 10:00:00"] {
        let understood = parse(&format!("{text}{unread}"), NOW).unwrap();
        assert!(understood.warnings.join(" ").contains("could not be read"), "{unread}");
    }
    let understood = parse(&format!("{text}2026-11-30T13:03:59"), NOW).unwrap();
    assert!(understood.warnings.join(" ").contains("read as UTC"));
}

#[test]
fn a_default_of_compose_is_the_region() {
    let text = with_values(
        "environment:\n  - AWS_ACCESS_KEY_ID=@I\n  - \"AWS_SECRET_ACCESS_KEY=@S\"\n  - AWS_SESSION_TOKEN=@T\n  - AWS_REGION=${AWS_REGION:-eu-west-1}",
    );
    assert_eq!(parse(&text, NOW).unwrap().region.as_deref(), Some("eu-west-1"));
}
