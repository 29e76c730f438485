//! Amazon S3 behind CloudFront: one `CloudFormation` template, and a script that uploads the page.
//!
//! A response headers policy can say every header of the page, so no CloudFront function is needed.

use std::fmt::Write as _;

use super::{File, Kind, SITE};
use crate::page::headers::{HASH_DIGITS, IMMUTABLE, REVALIDATE, everywhere};
use crate::server::MEDIA_TYPES;

pub fn files() -> Vec<File> {
    vec![
        File::text("template.yaml", template()),
        File { path: "upload.sh", text: upload(), kind: Kind::Script },
        File::text("README.md", README.to_owned()),
    ]
}

/// The headers that have a place of their own in a response headers policy.
const WITH_A_PLACE: [&str; 4] =
    ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"];

/// The policy with the headers, as YAML below `ResponseHeadersPolicyConfig`.
fn headers() -> String {
    let quoted = |value: &str| format!("'{}'", value.replace('\'', "''"));
    let named = |wanted: &str| {
        let found = everywhere().into_iter().find(|(name, _)| *name == wanted);
        quoted(&found.map(|(_, value)| value).unwrap_or_default())
    };
    let mut text = format!(
        "        SecurityHeadersConfig:
          ContentSecurityPolicy:
            Override: true
            ContentSecurityPolicy: {}
          ContentTypeOptions:
            Override: true
          FrameOptions:
            Override: true
            FrameOption: {}
          ReferrerPolicy:
            Override: true
            ReferrerPolicy: {}
          StrictTransportSecurity:
            Override: true
            AccessControlMaxAgeSec: 63072000
            IncludeSubdomains: true
            Preload: false
        CustomHeadersConfig:
          Items:
",
        named("Content-Security-Policy"),
        named("X-Frame-Options"),
        named("Referrer-Policy"),
    );
    for (name, value) in everywhere().into_iter().filter(|(name, _)| !WITH_A_PLACE.contains(name)) {
        let value = quoted(&value);
        text.extend([
            "            - Header: ",
            name,
            "\n              Override: true\n              Value: ",
            &value,
            "\n",
        ]);
    }
    text
}

fn template() -> String {
    include_str!("cloudfront.yaml").replace("        #HEADERS\n", &headers())
}

/// The script that uploads the page: what never changes first, the page itself last, so that no visit meets a page
/// whose files are not there yet.
fn upload() -> String {
    let hash = "[0-9a-f]".repeat(HASH_DIGITS);
    let mut text = include_str!("upload.sh").to_owned();
    let mut puts = String::new();
    for (kind, cache) in [("hashed", IMMUTABLE), ("named", REVALIDATE)] {
        for (extension, media_type) in MEDIA_TYPES {
            // Only the modules have something behind their hash: `outcrop-0123456789abcdef_bg.wasm`.
            let pattern = if extension == "wasm" { "*.wasm".to_owned() } else { format!("*-{hash}.{extension}") };
            let which = match kind {
                "hashed" => format!("--include '{pattern}'"),
                _ if extension == "wasm" => continue,
                _ => format!("--include '*.{extension}' --exclude '{pattern}' --exclude index.html"),
            };
            let _ = writeln!(puts, "put '{media_type}' '{cache}' {which}");
        }
    }
    let _ = writeln!(puts, "put 'application/octet-stream' '{REVALIDATE}' --include '*.bin'");
    let _ = writeln!(puts, "put 'text/html; charset=utf-8' '{REVALIDATE}' --include index.html");
    text = text.replace("#PUTS\n", &puts).replace("SITE", SITE);
    text
}

const README: &str = "\
# Outcrop on Amazon S3 and CloudFront

    aws cloudformation deploy --stack-name outcrop --template-file template.yaml --capabilities CAPABILITY_IAM
    ./upload.sh outcrop

The first command makes a private bucket, a distribution that alone may read it, and the policy with the page's headers. The
second uploads `site/` and prints the address. A new version needs only the second; files of earlier versions stay in the bucket,
so that pages that are open keep working.

Put the stack anywhere; with a domain of your own, give `DomainName` and `CertificateArn`, a certificate in us-east-1, and point
the domain to the distribution.

## Guests

    aws cloudformation deploy --stack-name outcrop --template-file template.yaml --capabilities CAPABILITY_IAM \\
      --parameter-overrides GuestAccess=yes GuestModelArns=arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0

makes a Cognito identity pool whose guests may call the named models and nothing else. **Everybody who knows the address can then
call them, and you pay.** Set a budget first. In the page, open Credentials, choose the identity pool, and type the stack's
outputs `GuestPool` and `GuestRole`.

The role is needed because guests get it by the basic (classic) flow. The enhanced flow puts a session policy of Cognito's own on
every guest, AmazonCognitoUnAuthedIdentitiesSessionPolicy, and that has no action of Bedrock
(<https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonCognitoUnAuthedIdentitiesSessionPolicy.html>, version 3,
seen on 2026-11-30).

The template is checked with cfn-lint. It has not been deployed.
";
