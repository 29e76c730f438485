//! The stored form of a view: an experiment file. It also reads what earlier versions of the page stored.
//!
//! The playground's own draft is the one exception: the first paint needs it before this room is loaded, so it stays the
//! plain JSON of [`Draft`].

use serde::Deserialize;
use serde_json::{Map, Value};

use super::file;
use crate::experiment::document::experiment::ViewState;
use crate::experiment::document::lab::Lab;
use crate::experiment::{Draft, Experiment, Subject};

/// Most bytes of pictures in base64 that are stored of a view: a browser gives a site's texts about 5 MB.
pub const MOST_PICTURE_BYTES: usize = 1_000_000;

/// The text that is stored of a sheet.
pub fn write(sheet: &Experiment) -> String {
    match &sheet.subject {
        Subject::Lab(lab) => {
            let lab = lab.clone().within(MOST_PICTURE_BYTES);
            file::write(&Experiment { subject: Subject::Lab(lab), ..sheet.clone() }, None)
        }
        Subject::Playground(_) | Subject::Compare(..) => file::write(sheet, None),
    }
}

/// The sheet that a stored text is: a file, or what earlier versions stored of a draft or of the views of embeddings and
/// images.
pub fn read(text: &str) -> Option<Experiment> {
    /// What was stored of embeddings and images until version 2 of the keys.
    #[derive(Deserialize)]
    struct Filled {
        lab: Lab,
        tab: String,
    }
    if let Ok(opened) = file::read(text.as_bytes()) {
        return Some(opened.experiment);
    }
    if let Ok(Filled { lab, tab }) = serde_json::from_str(text) {
        let view = ViewState { tab, ..ViewState::default() };
        return Some(Experiment { view, ..Experiment::new(Subject::Lab(lab)) });
    }
    // Every member of a draft has a default: any other object would be taken for an empty one.
    let members: Map<String, Value> = serde_json::from_str(text).ok()?;
    if !members.contains_key("messages") || members.contains_key("schemaVersion") {
        return None;
    }
    let draft = Draft::from_value(&Value::Object(members))?;
    Some(Experiment::new(Subject::Playground(draft.repaired().0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::{Comparison, Member};
    use crate::experiment::document::lab::LabPicture;
    use crate::experiment::embeddings::Input;
    use crate::experiment::{Detached, Parameter};

    #[test]
    fn what_is_stored_comes_back_with_title_tab_detached_body_and_unsent_values() {
        let mut lab = Input::default().lab("eu-west-1");
        lab.pictures = vec![LabPicture::from_base64("/texts/0".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap()];
        let native =
            Detached { body: "{ \"a\":1 }".to_owned(), content_type: "text/plain".to_owned(), accept: String::new() };
        let draft = Draft { detached: Some(native), top_k: Parameter::unsent("77"), ..Draft::default() };
        let comparison = Comparison { members: vec![Member::from_model("a"), Member::from_model("b")], repeats: 3 };
        for subject in [Subject::Lab(lab), Subject::Playground(draft), Subject::Compare(Draft::default(), comparison)] {
            let view = ViewState { tab: "map".to_owned(), ..ViewState::default() };
            let described =
                Experiment { title: "T".to_owned(), note: "N".to_owned(), view, ..Experiment::new(subject) };
            assert_eq!(read(&write(&described)), Some(described));
        }
    }

    #[test]
    fn pictures_over_a_megabyte_are_not_stored() {
        let mut lab = Input::default().lab("us-east-1");
        let large = format!("R0lGODdhAQABAAAA{}", "A".repeat(400_000));
        lab.pictures = vec![LabPicture::from_base64("/texts/0".to_owned(), &large).unwrap(); 3];
        let sheet = read(&write(&Experiment::new(Subject::Lab(lab)))).unwrap();
        assert!(matches!(sheet.subject, Subject::Lab(lab) if lab.pictures.len() == 2));
    }

    #[test]
    fn what_earlier_versions_stored_is_read() {
        // As 71d0c2c wrote them, with the unknown member of a later version in each.
        let embeddings = r#"{"lab":{"kind":"embeddings","model":"amazon.titan-embed-text-v2:0","region":"us-east-1","texts":[{"text":"Basalt","label":"","group":"rocks"}],"query":"Which rock?","parameters":{"dimensions":512},"pictures":[{"at":"/texts/0","picture":"R0lGODdhAQABAAAAAA=="}],"later":1},"tab":"neighbours"}"#;
        let sheet = read(embeddings).unwrap();
        let Subject::Lab(lab) = &sheet.subject else { panic!("{sheet:?}") };
        assert_eq!(
            (lab.texts[0].group.as_str(), lab.pictures.len(), sheet.view.tab.as_str()),
            ("rocks", 1, "neighbours")
        );
        let draft = r#"{"model":"amazon.nova-lite-v1:0","region":"eu-west-1","send_as":"both","stream":false,"system":null,"system_blocks":[],"messages":[{"id":4,"role":"user","content":["Hi",{"image":{"format":"png","source":{"bytes":"eA=="}}}]}],"max_tokens":{"sent":false,"text":"9"},"extra_fields":"","more":"","detached":{"body":"{}","content_type":"application/json","accept":""},"later":1}"#;
        let sheet = read(draft).unwrap();
        let Subject::Playground(draft) = &sheet.subject else { panic!("{sheet:?}") };
        assert_eq!(
            (draft.messages[0].id, draft.max_tokens.text.as_str(), draft.messages[0].content.len()),
            (4, "9", 2)
        );
        assert_eq!((draft.detached.is_some(), draft.stream), (true, false));
        let compare = "{\n  \"schemaVersion\": 1,\n  \"kind\": \"compare\",\n  \"messages\": [\"x\"],\n  \"members\": [\"a\", {\"model\": \"b\", \"temperature\": \"0\"}],\n  \"repeats\": 3\n}\n";
        assert!(matches!(read(compare).map(|sheet| sheet.subject), Some(Subject::Compare(_, it)) if it.repeats == 3));
        for unread in ["{\"version\": 99, \"broken", "{}", "{\"schemaVersion\": 99, \"messages\": []}"] {
            assert_eq!(read(unread), None, "{unread}");
        }
    }
}
