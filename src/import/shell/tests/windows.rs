//! Commands in the quoting of Windows: cmd and PowerShell.

use super::*;

#[test]
fn cmd_quoting_is_read() {
    let chrome = "curl ^\"https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1^%^3A0/converse^\" ^
  -H ^\"accept: application/json^\" ^
  -H ^\"authorization: Bearer bedrock-api-key-EXAMPLEONLY^\" ^
  -H ^\"content-type: application/json^\" ^
  -H ^\"sec-ch-ua: ^\\^\"Chromium^\\^\";v=^\\^\"145^\\^\"^\" ^
  --data-raw ^\"^{^\\^\"messages^\\^\":^[^{^\\^\"role^\\^\":^\\^\"user^\\^\",^\\^\"content^\\^\":^[^{^\\^\"text^\\^\":^\\^\"100^%^ sure?^\\^\"^}^]^}^]^}^\"";
    says(chrome, NOVA, "us-east-1", "100% sure?", &["header authorization"]);
    says(&chrome.replace('\n', "\r\n"), NOVA, "us-east-1", "100% sure?", &["header authorization"]);
    let json = HI.replace('"', "\\\"");
    for text in [
        format!(
            "aws bedrock-runtime converse ^ \n  --model-id {NOVA} ^\n --region eu-west-1 --messages \"[{{\\\"role\\\":\\\"user\\\",\\\"content\\\":[{{\\\"text\\\":\\\"Hi\\\"}}]}}]\""
        ),
        format!("C:\\Users\\me>curl -d \"{json}\" {URL}", URL = URL.replace("%3A", ":")),
        format!(
            "@echo off\nset M={NOVA}\nset \"R=eu-west-1\"\ncurl https://bedrock-runtime.%R%.amazonaws.com/model/%M%/converse -d \"{json}\""
        ),
        format!("echo {HI} > f.json\ncurl.exe {URL} -d @f.json"),
        format!("echo {HI} | curl {URL} -d @-"),
        format!(
            "set M=us.{NOVA}\nset R=eu-west-1-x\ncurl https://bedrock-runtime.%R:~0,9%.amazonaws.com/model/%M:~3%/converse -d \"{json}\""
        ),
        format!(
            "set U={URL}\nset M=some-model\ncurl %U:Converse=converse% -d \"{}\"",
            json.replace("Hi", "%M:~-5,-5%Hi")
        ),
        format!("set P=a-Ho\ncurl {URL} -d \"{}\"", json.replace("Hi", "%P:*-=%").replace("%P:*-=%", "%P:a-ho=Hi%")),
        format!("set BODY={HI}\r\ncurl ^\r\n -d \"{}\" {URL}", HI.replace('"', "\"\"")),
    ] {
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
    says(
        &format!("set /p P=?\ncurl {URL} ^\n -d \"{}\"", json.replace("Hi", "Hi %P% %Q%")),
        NOVA,
        "eu-west-1",
        "Hi %P% %Q%",
        &["Line 1: only the shell knows the value of %P%", "Line 3: only the shell knows the value of %Q%"],
    );
    says(
        &format!("curl {URL} ^\n -d \"{}\"", json.replace("Hi", "Hi %P:~0,3% 100%")),
        NOVA,
        "eu-west-1",
        "Hi %P:~0,3% 100%",
        &["Line 2: only the shell knows the value of %P:~0,3%"],
    );
}

#[test]
fn powershell_is_read() {
    let messages = r#"[{"role":"user","content":[{"text":"Hi"}]}]"#;
    for text in [
        format!("Invoke-RestMethod -Uri \"{URL}\" -Method Post -ContentType 'application/json' -Body '{HI}'"),
        format!(
            "$body = @'\n{HI}\n'@\nInvoke-WebRequest `\n  -Uri {URL} `\n  -Headers @{{ \"Authorization\" = \"Bearer $env:AWS_BEARER_TOKEN_BEDROCK\" }} -Method POST -Body $body"
        ),
        format!(
            "$region = 'eu-west-1'\n$model = \"{NOVA}\"\n$body = @{{\n  messages = @(\n    @{{ role = 'user'; content = @(@{{ text = 'Hi' }}) }}\n  )\n}} | ConvertTo-Json -Depth 10\n$r = Invoke-RestMethod -Uri \"https://bedrock-runtime.$region.amazonaws.com/model/$model/converse\" -Method Post -Body $body\n$r.output.message"
        ),
        format!(
            "$p = @{{\n  Uri = '{URL}'\n  Method = 'POST'\n  Body = '{HI}'\n}}\nInvoke-RestMethod @p | ConvertTo-Json"
        ),
        format!("PS C:\\Users\\me> curl.exe {URL} -d '{}'", HI.replace('"', "\\\"")),
        format!(
            "$env:AWS_REGION = \"eu-west-1\"\naws bedrock-runtime converse --model-id {NOVA} `\n  --messages '{}'",
            messages.replace('"', "\\\"")
        ),
        format!("$m = '{messages}'\naws bedrock-runtime converse --region eu-west-1 --model-id {NOVA} --messages $m"),
        format!("try {{\n  $r = irm {URL} -Method Post -Body @\"\n{HI}\n\"@\n}} catch {{ Write-Host \"failed\" }}"),
        format!("$json = '{HI}'\n$json | Out-File -FilePath f.json\ncurl.exe {URL} -d \"@f.json\""),
        format!(
            "function Ask {{\n  param([string]$Model = '{NOVA}')\n  Invoke-RestMethod -Method Post -Uri (\"https://bedrock-runtime.eu-west-1.amazonaws.com/model/\" + $Model + \"/converse\") -Body '{HI}'\n}}"
        ),
    ] {
        let imported = read(&text);
        let wanted = if text.contains("aws ") {
            Origin::Cli
        } else if text.contains("curl.exe") {
            Origin::Curl
        } else {
            Origin::PowerShell
        };
        assert_eq!(imported.origin, wanted, "{text}");
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
    for (before, text) in [
        ("$l = @('Hi', 'you')\n", "($l -join ' ')"),
        ("$l = 'Hi', 'you'\n", "$($l -Join \" \")"),
        ("$l = \"Ho you\"\n", "($l -replace 'Ho', 'Hi')"),
        ("$l = 'Hi.you' -split '\\.'\n", "($l -join ' ')"),
        ("$l = @'\nHi\nyou\n'@\n", "($l -replace \"`n\", ' ')"),
        ("$l = @(\n  'H'\n  'i you'\n)\n", "(-join $l)"),
        ("", "([string]::Join(' ', 'Hi', 'you'))"),
        ("$l = '  Hi YOU '\n", "$l.Trim().Replace('YOU', 'you')"),
        ("$l = 'xHi youx'\n", "$l.Substring(1, 6)"),
    ] {
        let text = format!(
            "{before}$body = @{{ messages = @(@{{ role = 'user'; content = @(@{{ text = {text} }}) }}) }} | ConvertTo-Json -Depth 9\nirm -Uri {URL} -Body $body"
        );
        says(&text, NOVA, "eu-west-1", "Hi you", &[]);
    }
    let pattern = format!(
        "$l = 'Hi'\n$body = @{{ messages = @(@{{ role = 'user'; content = @(@{{ text = ($l -replace '[a-z]+', 'o') }}) }}) }} | ConvertTo-Json -Depth 9\nirm -Uri {URL} -Body $body"
    );
    says(
        &pattern,
        NOVA,
        "eu-west-1",
        "-replace '[a-z]+', 'o'",
        &["Line 2: only the shell knows the value of -replace"],
    );
    let unknown = format!(
        "$body = @{{ messages = @(@{{ role = 'user'; content = @(@{{ text = \"Hi $name\" }}) }}); inferenceConfig = @{{ maxTokens = $max; topP = 0.5 }} }} | ConvertTo-Json -Depth 9\nirm -Uri {URL} -Body $body"
    );
    let mut wanted = hi("Hi $name");
    wanted["inferenceConfig"] = json!({ "topP": 0.5 });
    check(
        &unknown,
        NOVA,
        "eu-west-1",
        &wanted,
        &["Line 1: only the shell knows the value of $name", "$max, so inferenceConfig.maxTokens"],
    );
}
