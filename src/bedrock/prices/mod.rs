//! On-demand token prices: a dated list, and the user's own prices.
//!
//! It is for estimates, not for bills. Prices of the `us` and `global` profiles of six models are those of AWS's model
//! cards (read in October 2026) and are marked `card`; all others are those of the open list of the litellm project
//! (1.110.2, `model_prices_and_context_window_backup.json`) and were not checked against AWS. A model or profile without
//! a row has no price, and nothing is guessed from similar ones. Prices are per million tokens in US dollars, without
//! caching, long-context, batch and latency-optimised prices. `cargo xtask current` compares the rows with the newest
//! list.

/// The date of the list.
pub const AS_OF: &str = "2026-11-30";
/// Where to look up prices.
pub const PAGE: &str = "https://aws.amazon.com/bedrock/pricing/";

/// The rows: base id, then `|` and for each price its profile prefixes (`-` for the bare model), input, output. A price of
/// AWS's model card begins with `card`.
const ROWS: &str = include_str!("prices.txt");

/// The price of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// US dollars per million input tokens.
    pub input: f64,
    /// US dollars per million output tokens.
    pub output: f64,
}

impl Source {
    /// Whose price it is and of which day, for a note beside an estimate.
    pub fn words(self) -> String {
        match self {
            Self::Card => format!("AWS’s prices of {AS_OF}"),
            Self::List => format!("litellm’s prices of {AS_OF}"),
            Self::Own => "your own prices".to_owned(),
        }
    }
}

impl Price {
    /// The cost of these tokens, in US dollars.
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens are far below 2^52")]
    pub fn cost(self, input_tokens: u64, output_tokens: u64) -> f64 {
        (self.input * input_tokens as f64 + self.output * output_tokens as f64) / 1e6
    }
}

/// The listed price for a model id; `None` for an ARN.
pub fn find(id: &str) -> Option<Price> {
    listed(id).map(|(price, _)| price)
}

/// The listed price and its source.
fn listed(id: &str) -> Option<(Price, Source)> {
    ROWS.lines().find_map(|row| {
        let (base, prices) = row.split_once('|')?;
        let prefix = id.strip_suffix(base)?;
        let wanted = match prefix {
            "" => "-",
            prefix => prefix.strip_suffix('.')?,
        };
        prices.split('|').find_map(|price| {
            let (source, price) = match price.strip_prefix("card ") {
                Some(price) => (Source::Card, price),
                None => (Source::List, price),
            };
            let (rest, output) = price.rsplit_once(' ')?;
            let (prefixes, input) = rest.rsplit_once(' ')?;
            let fits = prefixes.split(' ').any(|prefix| prefix == wanted);
            fits.then_some((Price { input: input.parse().ok()?, output: output.parse().ok()? }, source))
        })
    })
}

/// The list with the user's changes: `id input output`, one line per model, in dollars per million tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceTable {
    user_rows: Vec<(String, Price)>,
}

impl PriceTable {
    /// Parses the user's rows. The error names the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut user_rows = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let price = |text: &str| text.parse::<f64>().ok().filter(|price| price.is_finite() && *price >= 0.0);
            match fields.as_slice() {
                [] => {}
                [id, input, output] => match (price(input), price(output)) {
                    (Some(input), Some(output)) => user_rows.push(((*id).to_owned(), Price { input, output })),
                    _ => return Err(format!("Line {number}: a price must be a number such as 0.06")),
                },
                _ => return Err(format!("Line {number} must be a model ID and two prices")),
            }
        }
        Ok(Self { user_rows })
    }

    /// The user's rows as text.
    pub fn text(&self) -> String {
        let rows: Vec<String> =
            self.user_rows.iter().map(|(id, price)| format!("{id} {} {}", price.input, price.output)).collect();
        rows.join("\n")
    }

    /// The price of a model, and its source.
    pub fn find(&self, id: &str) -> Option<(Price, Source)> {
        let user_price =
            self.user_rows.iter().rev().find(|(row_id, _)| row_id == id).map(|(_, price)| (*price, Source::Own));
        user_price.or_else(|| listed(id))
    }
}

/// The source of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The dated list, which has it from AWS's model card.
    Card,
    /// The dated list, which has it from litellm only.
    List,
    /// The user.
    Own,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::model_id::ModelId;

    #[test]
    fn every_row_is_read_and_is_of_a_model() {
        for row in ROWS.lines() {
            let (base, prices) = row.split_once('|').unwrap();
            assert!(crate::bedrock::catalogue::find(&ModelId::parse(base).unwrap()).is_some(), "{base}");
            for price in prices.split('|') {
                for prefix in price.strip_prefix("card ").unwrap_or(price).split(' ').rev().skip(2) {
                    let id = if prefix == "-" { base.to_owned() } else { format!("{prefix}.{base}") };
                    let found = find(&id).unwrap_or_else(|| panic!("{id}"));
                    assert!(found.input > 0.0 && found.output >= 0.0 && found.output < 1_000.0, "{id}");
                }
            }
        }
        assert!(ROWS.lines().count() > 60);
    }

    #[test]
    fn a_profile_has_its_own_price_or_none() {
        let of = |id: &str| find(id).map(|price| (price.input, price.output));
        assert_eq!(of("anthropic.claude-haiku-4-5-20251001-v1:0"), Some((1.0, 5.0)));
        assert_eq!(of("us.anthropic.claude-haiku-4-5-20251001-v1:0"), Some((1.1, 5.5)));
        assert_eq!(of("global.anthropic.claude-haiku-4-5-20251001-v1:0"), Some((1.0, 5.0)));
        assert_eq!(of("xx.anthropic.claude-haiku-4-5-20251001-v1:0"), None);
        assert_eq!(of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"), None);
        assert_eq!(of(""), None);
        let cost = find("amazon.nova-lite-v1:0").unwrap().cost(1_000_000, 500_000);
        assert!((cost - 0.18).abs() < 1e-12, "{cost}");
    }

    #[test]
    fn the_readers_price_goes_first() {
        let table = PriceTable::parse("amazon.nova-lite-v1:0 1 2\n\n my.model 0.5 0\n").unwrap();
        assert_eq!(table.find("amazon.nova-lite-v1:0"), Some((Price { input: 1.0, output: 2.0 }, Source::Own)));
        assert!(matches!(table.find("amazon.nova-pro-v1:0"), Some((_, Source::List))));
        assert!(matches!(table.find("us.xai.grok-4.7"), Some((_, Source::Card))));
        assert!(matches!(table.find("us-gov.xai.grok-4.6"), Some((_, Source::List))), "the card does not name it");
        assert_eq!(PriceTable::parse(&table.text()), Ok(table));
        for (text, line) in [("a 1", "Line 1"), ("a 1 2\nb 1 x", "Line 2"), ("a -1 2", "Line 1"), ("a 1 inf", "Line 1")]
        {
            assert!(PriceTable::parse(text).is_err_and(|error| error.starts_with(line)), "{text}");
        }
    }
}
