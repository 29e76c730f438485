//! What was counted in the two bodies: in a sentence, and which failure is to be explained.

use super::exchange::Failure;
use crate::bedrock::operation::Api;
use crate::text::number;

/// The tokens of a body, or why they were not counted.
pub type Counted = Result<u64, Failure>;

/// Both counts in a sentence, for a screen reader.
pub fn announcement(converse: &Counted, invoke: &Counted) -> String {
    let words = |counted: &Counted| match counted {
        Ok(tokens) => number::count(*tokens, "token"),
        Err(_) => "no count".to_owned(),
    };
    format!("Converse {}, InvokeModel {}", words(converse), words(invoke))
}

/// The failure to explain: one for both, since both calls ask the same of the same service. A body that was not sent is not
/// one of them: its reason stands in place of its count.
pub fn failure<'a>(converse: Option<&'a Counted>, invoke: Option<&'a Counted>) -> Option<(Api, &'a Failure)> {
    let answers = [(Api::Converse, converse), (Api::Invoke, invoke)];
    answers.into_iter().find_map(|(api, counted)| match counted {
        None | Some(Ok(_) | Err(Failure::NotSent(_))) => None,
        Some(Err(failure)) => Some((api, failure)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_counts_are_announced_and_the_first_answered_failure_is_explained() {
        let not_sent: Counted = Err(Failure::NotSent("no region".to_owned()));
        let refused: Counted = Err(Failure::Redirected);
        for (converse, invoke, said, api) in [
            (Ok(1), Ok(20), "Converse 1 token, InvokeModel 20 tokens", None),
            (
                refused.clone(),
                Err(Failure::NoCredentials),
                "Converse no count, InvokeModel no count",
                Some(Api::Converse),
            ),
            (Ok(1), refused.clone(), "Converse 1 token, InvokeModel no count", Some(Api::Invoke)),
            (not_sent.clone(), refused, "Converse no count, InvokeModel no count", Some(Api::Invoke)),
            (Ok(3), not_sent, "Converse 3 tokens, InvokeModel no count", None),
        ] {
            assert_eq!(announcement(&converse, &invoke), said);
            assert_eq!(failure(Some(&converse), Some(&invoke)).map(|(api, _)| api), api, "{said}");
            assert_eq!(failure(None, None), None);
        }
    }
}
