//! What a run of a comparison calls, and what its output costs at most.

use super::{Comparison, Member};
use crate::aws::endpoint::Endpoint;
use crate::bedrock::operation::Api;
use crate::bedrock::prices::PriceTable;
use crate::experiment::form::draft::{Draft, SendAs};
use crate::experiment::run::exchange::Origin;
use crate::experiment::run::session::Call;
use crate::experiment::run::{metrics, requests};

impl Member {
    /// The experiment that this member alone would be.
    pub fn draft(&self, draft: &Draft) -> Draft {
        let send_as = match self.api {
            Api::Converse => SendAs::Converse,
            Api::Invoke => SendAs::Invoke,
        };
        Draft { send_as, ..self.applied(draft) }
    }

    /// The call that this member makes, or why it makes none.
    pub fn call(&self, draft: &Draft, endpoint: &Endpoint) -> Result<Call, String> {
        let own = self.draft(draft);
        let composed = own.compose();
        if let Some(issue) = composed.first_error() {
            return Err(issue.message.clone());
        }
        let model = composed.model.ok_or_else(|| "Choose a model".to_owned())?;
        let twin = requests::build(&model, &composed.conversation, None, own.stream.into(), endpoint);
        if let (Api::Invoke, Err(why)) = (self.api, &twin.invoke) {
            return Err(why.clone());
        }
        twin.calls(own.send_as).into_iter().next().ok_or_else(|| "There is nothing to send".to_owned())
    }
}

impl Comparison {
    /// What the output of a run costs at most, in dollars; `None` where a price or a limit of tokens is not known.
    pub fn most_dollars(&self, draft: &Draft, prices: &PriceTable) -> Option<f64> {
        self.members.iter().try_fold(0.0, |sum, member| {
            let most = member.applied(draft).max_tokens.integer().ok().flatten()?;
            Some(sum + prices.find(&member.model)?.0.cost(0, most) * f64::from(self.repeats.max(1)))
        })
    }

    /// How many calls a run makes, and what their output costs at most, in a sentence.
    pub fn bill(&self, origin: Origin, draft: &Draft, prices: &PriceTable) -> String {
        let calls = self.plan();
        match (origin, self.most_dollars(draft, prices)) {
            (Origin::Simulator, _) => format!("{calls}, simulated: nothing is billed"),
            (Origin::Aws | Origin::Custom, Some(most)) => {
                format!("{calls}, billed: their output costs at most {} (est.)", metrics::dollars(most))
            }
            (Origin::Aws | Origin::Custom, None) => {
                format!("{calls}, billed; a price or a limit of tokens is not known, so there is no estimate")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;
    use crate::bedrock::operation::Operation;
    use crate::experiment::Parameter;

    const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";
    const NOVA: &str = "amazon.nova-lite-v1:0";

    fn endpoint() -> Endpoint {
        Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap())
    }

    fn draft() -> Draft {
        Draft { stream: false, max_tokens: Parameter::sent("1000"), ..Draft::default() }
    }

    fn prices() -> PriceTable {
        PriceTable::parse(&format!("{CLAUDE} 0.25 1.25\n{NOVA} 0.06 0.24")).unwrap()
    }

    #[test]
    fn a_member_makes_one_call_of_its_own_model_and_api() {
        for (member, operation) in [
            (Member::from_model(NOVA), Operation::Converse),
            (Member { api: Api::Invoke, ..Member::from_model(CLAUDE) }, Operation::InvokeModel),
        ] {
            let call = member.call(&draft(), &endpoint()).unwrap();
            assert_eq!((call.model.as_str(), call.operation), (member.model.as_str(), operation));
        }
        let streamed = Member::from_model(NOVA).call(&Draft { stream: true, ..draft() }, &endpoint()).unwrap();
        assert_eq!(streamed.operation, Operation::ConverseStream);
    }

    #[test]
    fn a_member_that_cannot_be_called_says_why() {
        let profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
        let limit = Some(Parameter::sent("many"));
        for (member, part) in [
            (Member::from_model("not a model"), "not a model"),
            (Member { max_tokens: limit, ..Member::from_model(NOVA) }, "“many”"),
            (Member { api: Api::Invoke, ..Member::from_model(profile) }, "family"),
        ] {
            let why = member.call(&draft(), &endpoint()).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }

    #[test]
    fn the_bill_is_the_sum_over_the_members_and_their_repeats() {
        let own_limit = Member { max_tokens: Some(Parameter::sent("500")), ..Member::from_model(NOVA) };
        let comparison = Comparison { members: vec![Member::from_model(CLAUDE), own_limit], repeats: 3 };
        let most = comparison.most_dollars(&draft(), &prices()).unwrap();
        let expected = 3.0 * (1_000.0 * 1.25 + 500.0 * 0.24) / 1_000_000.0;
        assert!((most - expected).abs() < 1e-12, "{most}");
        let bill = comparison.bill(Origin::Aws, &draft(), &prices());
        assert_eq!(
            bill,
            format!("2 × 3 = 6 calls, billed: their output costs at most {} (est.)", metrics::dollars(most))
        );
        let bill = comparison.bill(Origin::Simulator, &draft(), &prices());
        assert_eq!(bill, "2 × 3 = 6 calls, simulated: nothing is billed");
    }

    #[test]
    fn without_a_price_or_a_limit_there_is_no_estimate() {
        let of = |model: &str| Comparison {
            members: vec![Member::from_model(CLAUDE), Member::from_model(model)],
            repeats: 1,
        };
        let unlimited = Draft { max_tokens: Parameter::unsent("1000"), ..draft() };
        for (comparison, draft) in [(of("example.unknown-model-v1:0"), draft()), (of(NOVA), unlimited)] {
            assert_eq!(comparison.most_dollars(&draft, &prices()), None);
            assert!(comparison.bill(Origin::Custom, &draft, &prices()).ends_with("so there is no estimate"));
        }
    }
}
