//! Reading files that the user chose.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::experiment::images::chosen::ChosenFile;
use crate::platform::files;

/// Reads the files one after another and passes on all of them, in the caller's context.
pub fn read(chosen: Vec<File>, take: impl FnOnce(Vec<ChosenFile>) + 'static) {
    let owner = Owner::current();
    spawn_local(async move {
        let mut read = Vec::new();
        for file in chosen {
            read.push(files::read(file).await.map_err(|error| error.to_string()));
        }
        match owner {
            Some(owner) => owner.with(|| take(read)),
            None => take(read),
        }
    });
}
