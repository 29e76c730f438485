//! Changes the forms of the embeddings and images views, as a person would.

use leptos::prelude::*;

use crate::experiment::document::lab::{Lab, LabKind};
use crate::experiment::embeddings::Input as Texts;
use crate::experiment::images::Input as Images;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::visit::labs::{self, Filled, Labs};

/// The view of a lab that is open.
pub fn kind(desk: Desk) -> Option<LabKind> {
    labs::kind(desk.state.place.view.get_untracked())
}

fn change_lab(kind: LabKind, change: impl FnOnce(&Lab) -> Lab) {
    let labs = Labs::of_page();
    if let Some(Filled { lab, tab }) = labs.now(kind) {
        labs.fill(kind, Some(Filled { lab: change(&lab), tab }));
    }
}

/// Opens a tab of a lab, by its word in links. The form stays as it is.
pub fn open_tab(kind: LabKind, tab: &str) {
    let labs = Labs::of_page();
    if let Some(now) = labs.now(kind) {
        labs.fill(kind, Some(Filled { tab: tab.to_owned(), ..now }));
    }
}

/// Changes the form of the embeddings view.
pub fn change_texts(desk: Desk, change: impl FnOnce(&mut Texts)) {
    let region = desk.state.draft.with_untracked(|draft| draft.region.clone());
    change_lab(LabKind::Embeddings, |lab| {
        let mut texts = Texts::from_lab(lab).0;
        change(&mut texts);
        texts.lab(&region)
    });
}

/// Changes the form of the images view.
pub fn change_images(desk: Desk, change: impl FnOnce(&mut Images)) {
    let region = desk.state.draft.with_untracked(|draft| draft.region.clone());
    change_lab(LabKind::Images, |lab| {
        let mut images = Images::from_lab(lab).0;
        change(&mut images);
        images.lab(&region)
    });
}
