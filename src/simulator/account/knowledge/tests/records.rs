//! Session management.

use super::*;

#[test]
fn a_session_of_ones_own_lives_ends_and_is_deleted() {
    let mut desk = Desk::new();
    let created = desk.call("CreateSession", &json!({"sessionMetadata": {"team": "a"}}));
    let named = json!({ "sessionIdentifier": created["sessionId"] });
    let by_arn = json!({ "sessionIdentifier": created["sessionArn"] });
    assert_eq!(desk.call("GetSession", &by_arn)["sessionMetadata"], json!({"team": "a"}));
    assert_eq!(desk.call("ListSessions", &json!({}))["sessionSummaries"].as_array().unwrap().len(), 1);
    let invocation = desk.call("CreateInvocation", &named)["invocationId"].clone();
    let step = json!({
        "sessionIdentifier": created["sessionId"], "invocationIdentifier": invocation,
        "invocationStepTime": "2026-11-30T00:00:00Z", "payload": {"contentBlocks": [{"text": "What was asked"}]},
    });
    let id = desk.call("PutInvocationStep", &step)["invocationStepId"].clone();
    let found = desk.call("GetInvocationStep", &with(step.clone(), "invocationStepId", id.clone()));
    assert_eq!(found["invocationStep"]["payload"], step["payload"]);
    let steps = desk.call("ListInvocationSteps", &named);
    assert_eq!(steps["invocationStepSummaries"][0]["invocationStepId"], id);
    assert_eq!(desk.call("ListInvocations", &named)["invocationSummaries"][0]["invocationId"], invocation);
    let again = with(step.clone(), "invocationStepId", id);
    assert!(desk.refused("PutInvocationStep", &again).starts_with("ConflictException"));
    assert!(desk.refused("DeleteSession", &named).contains("End it with EndSession"));
    assert_eq!(desk.call("EndSession", &named)["sessionStatus"], "ENDED");
    assert!(desk.refused("PutInvocationStep", &step).starts_with("ConflictException"));
    desk.call("DeleteSession", &named);
    assert!(desk.refused("GetSession", &named).starts_with("ResourceNotFoundException"));
    let idle = desk.call("CreateSession", &json!({}));
    desk.later(3_601);
    let idle = json!({ "sessionIdentifier": idle["sessionId"] });
    assert_eq!(desk.call("GetSession", &idle)["sessionStatus"], "EXPIRED");
}
