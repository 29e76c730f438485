//! The mistakes that the bench offers, in its order.

use super::Change;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::HttpRequest;
use crate::aws::region::Region;

/// What is to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Nothing.
    Nothing,
    /// The clock.
    Clock,
    /// The region of the scope.
    Region,
    /// The service of the scope.
    Service,
    /// The encoding of the path.
    Path,
    /// The capitals of a header's name.
    HeaderCase,
    /// The spaces around a header's value.
    HeaderSpaces,
    /// A header that is lost.
    HeaderDropped,
    /// A byte of the body.
    BodyByte,
    /// The session token.
    Token,
    /// The secret.
    Secret,
}

impl Choice {
    /// All, each with its name and its explanation.
    pub const ALL: [(Self, &str, &str); 11] = [
        (Self::Nothing, "Nothing, sign correctly", "Every line is the same on both sides"),
        (Self::Clock, "Clock off", "Five minutes either way are forgiven"),
        (Self::Region, "Wrong region in the scope", "The host says another one"),
        (Self::Service, "Wrong service name", "bedrock-runtime where bedrock is meant"),
        (Self::Path, "Encode the path once", "%3A where %253A is expected"),
        (Self::HeaderCase, "Capitals in a header’s name", "Content-Type in the canonical request"),
        (Self::HeaderSpaces, "Spaces around a header’s value", "Signed with them, sent without"),
        (Self::HeaderDropped, "A signed header dropped", "content-type is lost on the way"),
        (Self::BodyByte, "One byte of the body changed", "A letter changes its case on the way"),
        (Self::Token, "No session token", "A temporary key comes alone"),
        (Self::Secret, "Wrong secret", "Its last character is another"),
    ];

    /// The change that it makes to a request for this region; the clock is off by so many minutes.
    pub fn change(self, minutes: i32, region: Region) -> Change {
        let elsewhere = if region.as_str() == "us-west-2" { "us-east-1" } else { "us-west-2" };
        match self {
            Self::Nothing => Change::Nothing,
            Self::Clock => Change::Clock(minutes),
            Self::Region => Region::parse(elsewhere).map_or(Change::Nothing, Change::Region),
            Self::Service => Change::Service("bedrock-runtime".to_owned()),
            Self::Path => Change::PathOnce,
            Self::HeaderCase => Change::HeaderCase,
            Self::HeaderSpaces => Change::HeaderSpaces,
            Self::HeaderDropped => Change::HeaderDropped,
            Self::BodyByte => Change::BodyByte,
            Self::Token => Change::NoToken,
            Self::Secret => Change::WrongSecret,
        }
    }
}

/// The request as it would go to AWS in this region: the simulator plays AWS, so a typed endpoint gives way to the region's.
pub fn for_aws(mut request: HttpRequest, region: Region) -> HttpRequest {
    let model_path = request.url.path.find("/model/").and_then(|at| request.url.path.get(at..)).map(str::to_owned);
    if let Some(path) = model_path {
        request.url = Endpoint::aws("bedrock-runtime", &region).url(&path, None);
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::http::{Method, Scheme, WireUrl};
    use crate::aws::payload::Payload;

    #[test]
    fn each_choice_makes_another_change_and_the_region_is_never_the_requests_own() {
        for region in ["us-west-2", "us-east-1", "eu-central-1"] {
            let region = Region::parse(region).unwrap();
            let changes: Vec<Change> = Choice::ALL.iter().map(|(choice, ..)| choice.change(-6, region)).collect();
            for (place, change) in changes.iter().enumerate() {
                assert!(!changes.iter().skip(place + 1).any(|other| other == change), "{change:?} twice");
            }
            assert!(!changes.contains(&Change::Region(region)), "{region:?}");
            assert!(changes.contains(&Change::Clock(-6)));
        }
    }

    #[test]
    fn a_typed_endpoint_gives_way_to_the_region() {
        let of = |path: &str| HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: Scheme::Http,
                authority: "localhost:4566".to_owned(),
                path: path.to_owned(),
                query: None,
            },
            headers: Vec::new(),
            body: Payload::default(),
        };
        let region = Region::parse("eu-central-1").unwrap();
        let url = |path: &str| for_aws(of(path), region).url.to_string();
        assert_eq!(
            url("/prefix/model/m/converse"),
            "https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse"
        );
        assert_eq!(url("/other"), "http://localhost:4566/other");
    }
}
