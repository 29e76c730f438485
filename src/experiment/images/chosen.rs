//! Pictures out of files that the user chose.

use crate::bedrock::picture::Picture;

/// Name and bytes of a file, or the sentence why it could not be read.
pub type ChosenFile = Result<(String, Vec<u8>), String>;

/// The pictures of a field after files were chosen for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// The pictures that the field holds now.
    pub pictures: Vec<Picture>,
    /// Why some files were not taken, in sentences.
    pub refused: Option<String>,
}

/// The picture of a file, or a sentence that names the file and says why it is not one.
pub fn picture(file: ChosenFile) -> Result<Picture, String> {
    let (name, bytes) = file?;
    Picture::read(&bytes).map_err(|why| format!("{name}: {why}"))
}

/// Takes files into a field that holds at most `most` pictures. A field of one gets the chosen picture in place of its own;
/// in a list the chosen ones stand behind the others.
pub fn take(files: Vec<ChosenFile>, before: Vec<Picture>, most: usize) -> Chosen {
    let mut pictures = if most > 1 { before } else { Vec::new() };
    let mut refusals = Vec::new();
    for file in files {
        let read = match file {
            Ok((name, _)) if pictures.len() == most => {
                Err(format!("{name} was not added: the model takes {most} at most"))
            }
            file => picture(file),
        };
        match read {
            Ok(picture) => pictures.push(picture),
            Err(why) => refusals.push(why),
        }
    }
    Chosen { pictures, refused: (!refusals.is_empty()).then(|| refusals.join(". ")) }
}

#[cfg(test)]
mod tests {
    use super::super::mask::Mask;
    use super::*;

    fn file(side: u32) -> (String, Vec<u8>) {
        (format!("{side}.png"), Mask::new(side, side).png())
    }

    fn widths(chosen: &Chosen) -> Vec<u32> {
        chosen.pictures.iter().map(|picture| picture.width).collect()
    }

    #[test]
    fn a_field_of_one_is_replaced_and_a_list_goes_on() {
        let one = take(vec![Ok(file(8))], Vec::new(), 1);
        assert_eq!((widths(&one), &one.refused), (vec![8], &None));
        let other = take(vec![Ok(file(16))], one.pictures.clone(), 1);
        assert_eq!(widths(&other), [16]);
        let list = take(vec![Ok(file(16)), Ok(file(24))], one.pictures, 3);
        assert_eq!((widths(&list), list.refused), (vec![8, 16, 24], None));
    }

    #[test]
    fn what_is_not_taken_is_named_and_the_rest_is_kept() {
        let files = vec![
            Ok(file(8)),
            Ok(("notes.txt".to_owned(), b"words".to_vec())),
            Err("b.png could not be read".to_owned()),
            Ok(file(16)),
        ];
        let chosen = take(files, Vec::new(), 1);
        assert_eq!(widths(&chosen), [8]);
        let refused = chosen.refused.unwrap();
        for part in ["16.png was not added: the model takes 1 at most", "notes.txt was not added"] {
            assert!(refused.contains(part), "{refused}");
        }
        let read = take(vec![Ok(("notes.txt".to_owned(), b"words".to_vec())), Err("gone".to_owned())], Vec::new(), 2);
        let refused = read.refused.unwrap();
        assert!(refused.starts_with("notes.txt: ") && refused.ends_with(". gone"), "{refused}");
        assert_eq!(picture(Err("gone".to_owned())), Err("gone".to_owned()));
    }
}
