//! The reads of `bedrock-agent`.

use super::*;
use crate::simulator::account::tests::reply_at_host;

#[test]
fn every_read_fits_the_service_model_and_unknown_ids_are_not_found() {
    let desk = Desk::new();
    let service = model("bedrock-agent");
    let base = json!({"knowledgeBaseId": KNOWLEDGE_BASE_ID, "dataSourceId": "OUTCROPDS1"});
    let agent = json!({"agentId": AGENT_ID, "agentAliasId": AGENT_ALIAS_ID, "agentVersion": "DRAFT",
        "knowledgeBaseId": KNOWLEDGE_BASE_ID, "actionGroupId": "OUTCROPAC1"});
    let flow = json!({"flowIdentifier": FLOW_ID, "aliasIdentifier": FLOW_ALIAS_ID, "promptIdentifier": "OUTCROPPR1"});
    for (operation, input, member) in [
        ("ListKnowledgeBases", &base, None),
        ("GetKnowledgeBase", &base, Some("knowledgeBaseId")),
        ("ListDataSources", &base, Some("knowledgeBaseId")),
        ("GetDataSource", &base, Some("dataSourceId")),
        ("ListAgents", &agent, None),
        ("GetAgent", &agent, Some("agentId")),
        ("ListAgentAliases", &agent, Some("agentId")),
        ("GetAgentAlias", &agent, Some("agentAliasId")),
        ("ListAgentActionGroups", &agent, Some("agentId")),
        ("GetAgentActionGroup", &agent, Some("actionGroupId")),
        ("ListAgentKnowledgeBases", &agent, Some("agentId")),
        ("GetAgentKnowledgeBase", &agent, Some("knowledgeBaseId")),
        ("ListPrompts", &json!({}), None),
        ("GetPrompt", &flow, Some("promptIdentifier")),
        ("ListFlows", &flow, None),
        ("GetFlow", &flow, Some("flowIdentifier")),
        ("ListFlowAliases", &flow, Some("flowIdentifier")),
        ("GetFlowAlias", &flow, Some("aliasIdentifier")),
    ] {
        let (status, output) = call_at(&desk.account, "bedrock-agent", operation, input, desk.now);
        assert_eq!(status, service.operation(operation).unwrap().status, "{operation}: {output}");
        let report = service.inspect_output(operation, &output);
        let wrong: Vec<_> = report.violations.iter().map(|violation| &violation.message).collect();
        assert!(wrong.is_empty() && report.unknown.is_empty(), "{operation}: {wrong:?} {:?}", report.unknown);
        if let Some(member) = member {
            let input = with(input.clone(), member, json!("NOSUCHONE1"));
            let (status, refused) = call_at(&desk.account, "bedrock-agent", operation, &input, desk.now);
            assert_eq!(status, 404, "{operation}: {refused}");
        }
    }
}

#[test]
fn what_is_not_played_says_so() {
    let desk = Desk::new();
    let (status, refused) =
        call_at(&desk.account, "bedrock-agent", "DeleteAgent", &json!({"agentId": AGENT_ID}), desk.now);
    assert!(status == 501 && refused["message"].as_str().unwrap().contains("does not play DeleteAgent"));
    let flow = json!({"flowIdentifier": FLOW_ID});
    let (status, refused) = call_at(&desk.account, SERVICE, "ListFlowExecutions", &flow, desk.now);
    assert!(status == 501 && refused["message"].as_str().unwrap().contains("does not play ListFlowExecutions"));
}

#[test]
fn another_client_does_not_know_the_operations() {
    let desk = Desk::new();
    let retrieve = json!({"knowledgeBaseId": KNOWLEDGE_BASE_ID, "retrievalQuery": {"text": "x"}});
    let agent = json!({"agentId": AGENT_ID});
    for (host, service, operation, input) in [
        ("bedrock-runtime", SERVICE, "Retrieve", &retrieve),
        ("bedrock-agent", SERVICE, "Retrieve", &retrieve),
        (SERVICE, "bedrock-agent", "GetAgent", &agent),
    ] {
        let reply = reply_at_host(host, &desk.account, service, operation, input, desk.now);
        let code = reply.headers.iter().find(|header| header.name == "x-amzn-errortype").unwrap();
        assert_eq!((reply.status, code.value.as_str()), (404, "UnknownOperationException"), "{host} {operation}");
    }
}
