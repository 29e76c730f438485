//! Whether the account may call a model: availability, offers, agreement, and the use-case form.
//!
//! All four fields can say yes and a call still be refused: the list is what AWS states, not a promise.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Ask, Plan, Weight, items, some_text, text};

/// The four fields of `GetFoundationModelAvailability`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Each field: its name, its value, whether it is in the caller's favour, and what to do otherwise.
    pub fields: Vec<(&'static str, String, Verdict, &'static str)>,
}

/// Whether a field allows a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Allows,
    /// Not yet.
    Waits,
    /// It does not.
    Forbids,
}

/// The availability of a model.
pub fn availability(model_id: &str) -> Ask {
    Ask::bedrock("GetFoundationModelAvailability", json!({ "modelId": model_id }))
}

/// Reads the availability.
pub fn read_availability(output: &Value) -> Availability {
    let agreement = output.get("agreementAvailability").unwrap_or(&Value::Null);
    let verdict = |value: &str| match value {
        "AVAILABLE" | "AUTHORIZED" => Verdict::Allows,
        "PENDING" => Verdict::Waits,
        _ => Verdict::Forbids,
    };
    let field = |name, value: String, otherwise| (name, value.clone(), verdict(&value), otherwise);
    Availability {
        fields: vec![
            field(
                "Agreement",
                some_text(agreement, "status").unwrap_or_else(|| "ERROR".to_owned()),
                "Accept an offer below. PENDING takes 2 to 15 minutes",
            ),
            field("Authorization", text(output, "authorizationStatus"), "The caller's policy does not allow the model"),
            field(
                "Entitlement",
                text(output, "entitlementAvailability"),
                "The account has no subscription to the model. Accept an offer",
            ),
            field("Region", text(output, "regionAvailability"), "Choose another Region"),
        ],
    }
}

/// An offer of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its token, for the agreement.
    pub token: String,
    /// Its ID.
    pub id: String,
    /// The prices: dimension, price, unit.
    pub rates: Vec<(String, String, String)>,
    /// The address of the legal terms.
    pub terms: String,
    /// The refund policy.
    pub refunds: String,
}

/// The offers of a model.
pub fn offers(model_id: &str) -> Ask {
    Ask::bedrock("ListFoundationModelAgreementOffers", json!({ "modelId": model_id }))
}

/// Reads the offers.
pub fn read_offers(output: &Value) -> Vec<Offer> {
    let one = |offer: &Value| {
        let terms = offer.get("termDetails").unwrap_or(&Value::Null);
        let part = |key: &str| terms.get(key).cloned().unwrap_or_default();
        let prices = part("usageBasedPricingTerm");
        let rates = items(&prices, "rateCard").iter();
        Some(Offer {
            token: some_text(offer, "offerToken")?,
            id: text(offer, "offerId"),
            rates: rates.map(|rate| (text(rate, "dimension"), text(rate, "price"), text(rate, "unit"))).collect(),
            terms: text(&part("legalTerm"), "url"),
            refunds: text(&part("supportTerm"), "refundPolicyDescription"),
        })
    };
    items(output, "offers").iter().filter_map(one).collect()
}

/// Accepts an offer.
pub fn agree(model_id: &str, offer: &Offer) -> Plan {
    Plan {
        title: format!("Accept the offer of {model_id}?"),
        does: vec![
            "Subscribes the account to the model in AWS Marketplace, under the terms of the offer".to_owned(),
            "The agreement is PENDING first; a call may be refused for 2 to 15 minutes".to_owned(),
        ],
        costs: "Nothing by itself. Calls of the model are then billed at the rates of the offer".to_owned(),
        verb: "Accept the offer",
        weight: Weight::Writes,
        ask: Ask::bedrock("CreateFoundationModelAgreement", json!({"modelId": model_id, "offerToken": offer.token})),
    }
}

/// Ends the agreement.
pub fn leave(model_id: &str) -> Plan {
    Plan {
        title: format!("End the agreement for {model_id}?"),
        does: vec!["Nobody in the account can call the model afterwards, until an offer is accepted again".to_owned()],
        costs: "Nothing. What was used until now is billed".to_owned(),
        verb: "End the agreement",
        weight: Weight::Deletes,
        ask: Ask::bedrock("DeleteFoundationModelAgreement", json!({ "modelId": model_id })),
    }
}

/// A field of the use-case form: its key, its name, and whether it must be filled in.
pub const USE_CASE: [(&str, &str, Need); 6] = [
    ("companyName", "Company name", Need::Must),
    ("companyWebsite", "Company website", Need::Must),
    ("intendedUsers", "Intended users: 0 internal, 1 external, 2 both", Need::Must),
    ("industryOption", "Industry", Need::Must),
    ("otherIndustryOption", "Other industry", Need::May),
    ("useCases", "Use cases", Need::Must),
];

/// Whether a field must be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Must,
    /// It may stay empty.
    May,
}

/// The form that was sent, if any.
pub fn sent_form() -> Ask {
    Ask::bedrock("GetUseCaseForModelAccess", json!({}))
}

/// Reads a form that was sent: its fields in the order of [`USE_CASE`], or the text if it has another form.
pub fn read_form(output: &Value) -> Vec<(String, String)> {
    let bytes = STANDARD.decode(text(output, "formData")).unwrap_or_default();
    let shown = String::from_utf8_lossy(&bytes).into_owned();
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(Value::Object(members)) => members
            .into_iter()
            .map(|(key, value)| (key, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect(),
        Ok(_) | Err(_) => vec![("form".to_owned(), shown)],
    }
}

/// Sends the form with these values, in the order of [`USE_CASE`].
///
/// # Errors
/// The first field that must be filled in.
pub fn send_form(values: &[String]) -> Result<Plan, String> {
    let mut form = serde_json::Map::new();
    for ((key, name, need), value) in USE_CASE.into_iter().zip(values) {
        let value = value.trim();
        if value.is_empty() && need == Need::Must {
            return Err(format!("Fill in “{name}”"));
        }
        form.insert(key.to_owned(), json!(value));
    }
    let data = Value::Object(form).to_string();
    if data.len() > 16_384 {
        return Err(format!("The form has {} bytes; at most 16,384 are taken", data.len()));
    }
    Ok(Plan {
        title: "Send the use-case form?".to_owned(),
        does: vec![
            "Tells the provider who uses the models and for what. Anthropic's models need it once for an account"
                .to_owned(),
            "A form that was sent before is replaced".to_owned(),
        ],
        costs: "Nothing".to_owned(),
        verb: "Send the form",
        weight: Weight::Writes,
        ask: Ask::bedrock("PutUseCaseForModelAccess", json!({ "formData": STANDARD.encode(data) })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_of_the_availability_has_a_verdict() {
        let read = read_availability(&json!({
            "agreementAvailability": {"status": "PENDING"}, "authorizationStatus": "AUTHORIZED",
            "entitlementAvailability": "NOT_AVAILABLE", "regionAvailability": "AVAILABLE"
        }));
        let verdicts: Vec<_> = read.fields.iter().map(|(name, _, verdict, _)| (*name, *verdict)).collect();
        assert_eq!(
            verdicts,
            [
                ("Agreement", Verdict::Waits),
                ("Authorization", Verdict::Allows),
                ("Entitlement", Verdict::Forbids),
                ("Region", Verdict::Allows)
            ]
        );
    }

    #[test]
    fn an_offer_has_its_rates_and_becomes_an_agreement() {
        let offers = read_offers(&json!({"offers": [{"offerToken": "t", "offerId": "o", "termDetails": {
            "usageBasedPricingTerm": {"rateCard": [{"dimension": "input", "price": "0.001", "unit": "1K"}]},
            "legalTerm": {"url": "https://x"}, "supportTerm": {"refundPolicyDescription": "none"}}}, {}]}));
        assert_eq!(offers.len(), 1);
        assert_eq!(offers[0].rates[0].1, "0.001");
        assert_eq!(agree("m", &offers[0]).ask.input, json!({"modelId": "m", "offerToken": "t"}));
    }

    #[test]
    fn the_form_is_sent_as_base64_and_read_back() {
        let values: Vec<String> = ["Rock", "https://rock.example", "0", "Mining", "", "Chat"].map(str::to_owned).into();
        let plan = send_form(&values).unwrap();
        let read = read_form(&plan.ask.input);
        assert_eq!(read[0], ("companyName".to_owned(), "Rock".to_owned()));
        assert!(send_form(&vec![String::new(); 6]).unwrap_err().contains("Company name"));
        assert_eq!(read_form(&json!({"formData": "bm8="})), [("form".to_owned(), "no".to_owned())]);
    }
}
