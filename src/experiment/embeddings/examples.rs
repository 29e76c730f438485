//! Example texts. We wrote all of them.

use crate::experiment::document::lab::LabText;

/// Three groups that are easy to tell apart.
const FEW: [(&str, &[&str]); 3] = [
    ("sign-in", &["How do I reset my password?", "I cannot sign in to my account", "The login page rejects my code"]),
    (
        "delivery",
        &["When will my parcel arrive?", "Track the delivery of my order", "The courier left the box outside"],
    ),
    ("payment", &["Refund the second payment", "I was charged twice this month"]),
];

/// Five groups of ten.
const MANY: [(&str, &[&str]); 5] = [
    (
        "weather",
        &[
            "It will rain all afternoon",
            "The storm knocked down two trees",
            "Snow is expected in the mountains tonight",
            "A warm wind blows from the south",
            "The fog lifted before noon",
            "Thunder rolled over the valley",
            "Bring an umbrella, showers are likely",
            "The heat wave lasts until Friday",
            "Ice covered the road this morning",
            "The sky cleared after the hail",
        ],
    ),
    (
        "cooking",
        &[
            "Knead the dough for ten minutes",
            "Simmer the soup on a low flame",
            "Add a pinch of salt to the sauce",
            "Bake the bread until it is golden",
            "Chop the onions and fry them in butter",
            "The cake needs three eggs and sugar",
            "Boil the pasta in plenty of water",
            "Season the fish with lemon and pepper",
            "Let the roast rest before you carve it",
            "Whisk the cream until it is stiff",
        ],
    ),
    (
        "space",
        &[
            "The rocket reached orbit in nine minutes",
            "Astronauts repaired the station's antenna",
            "The telescope saw a distant galaxy",
            "A comet passes the sun next year",
            "The rover drilled into Martian rock",
            "Saturn's rings are mostly ice",
            "The satellite maps the moon's far side",
            "Gravity bends the light of a star",
            "The probe left the solar system",
            "A new planet was found around a red star",
        ],
    ),
    (
        "money",
        &[
            "The bank raised its interest rate",
            "I pay the rent on the first of the month",
            "The invoice is due in thirty days",
            "She saved a tenth of her salary",
            "The company's shares fell sharply",
            "Transfer the amount to my account",
            "The loan is paid back over five years",
            "Taxes are higher this year",
            "He keeps the receipts for the accountant",
            "The budget leaves no room for a car",
        ],
    ),
    (
        "animals",
        &[
            "The dog chased the ball across the lawn",
            "Two cats sleep on the warm stove",
            "A herd of deer crossed the path",
            "The owl hunts mice at night",
            "Bees gather nectar from the clover",
            "The horse jumped over the fence",
            "Salmon swim up the river in autumn",
            "A fox took one of the hens",
            "The puppy learned to sit and stay",
            "Swallows nest under the roof",
        ],
    ),
];

fn texts(groups: &[(&str, &[&str])]) -> Vec<LabText> {
    let of = |(group, texts): &(&str, &[&str])| -> Vec<LabText> {
        let text = |text: &&str| LabText { text: (*text).to_owned(), label: String::new(), group: (*group).to_owned() };
        texts.iter().map(text).collect()
    };
    groups.iter().flat_map(of).collect()
}

/// Eight texts in three groups.
pub fn few() -> Vec<LabText> {
    texts(&FEW)
}

/// Fifty texts in five groups.
pub fn many() -> Vec<LabText> {
    texts(&MANY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eight_and_fifty_and_no_text_twice() {
        assert_eq!((few().len(), many().len()), (8, 50));
        let mut all: Vec<String> = few().into_iter().chain(many()).map(|text| text.text).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 58);
    }
}
