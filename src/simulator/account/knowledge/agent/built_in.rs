//! The account's one agent.

use serde_json::{Value, json};

use super::super::names::ACTION_GROUP;

/// Its name.
pub const NAME: &str = "bedrock-helper";
/// What it is for.
pub const DESCRIPTION: &str = "Answers questions about Bedrock, tells the weather and opens tickets";
/// Its instruction.
pub const INSTRUCTION: &str = "You help people who learn Amazon Bedrock. Answer questions from the knowledge base only. Use \
                               the functions for the weather and for tickets, and ask for what they need.";
/// What the knowledge base has.
pub const KNOWLEDGE: &str = "Short passages on the terms of Amazon Bedrock";
/// How long an unused session lives, in seconds.
pub const IDLE_SECONDS: u32 = 600;

/// Its action group, in the form that `InvokeInlineAgent` takes too.
pub fn action_group() -> Value {
    json!({
        "actionGroupName": ACTION_GROUP,
        "description": "The weather, and tickets; the application does the work",
        "actionGroupExecutor": { "customControl": "RETURN_CONTROL" },
        "functionSchema": { "functions": [
            {
                "name": "get_weather",
                "description": "Gets the weather in a city",
                "parameters": {
                    "city": { "type": "string", "description": "The city", "required": true },
                    "day": { "type": "string", "description": "The day, such as tomorrow", "required": false },
                },
                "requireConfirmation": "DISABLED",
            },
            {
                "name": "create_ticket",
                "description": "Opens a support ticket",
                "parameters": {
                    "title": { "type": "string", "description": "The title of the ticket", "required": true },
                },
                "requireConfirmation": "ENABLED",
            },
        ] },
    })
}
