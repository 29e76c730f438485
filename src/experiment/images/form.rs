//! The form of an image task as it is filled in: what a change of the model, the task or a picture does to the settings, and
//! where the mask begins anew.

use serde_json::{Value, json};

use super::mask::Mask;
use crate::bedrock::form::{Field, Kind, Settings};
use crate::bedrock::image::{self, Format, Role, Task};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::picture::Picture;

/// What is chosen when a result is to be used and the model takes no picture.
pub const TAKES_PICTURES: &str = "stability.sd3-5-large-v1:0";

/// The form of a task: which fields there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The body's format.
    pub format: Format,
    /// What is asked for.
    pub task: Task,
}

/// The task that counts: a chosen one that the model does not know gives way to its first.
pub fn task_of(format: Option<Format>, chosen: Task) -> Task {
    let tasks = format.map_or(&[][..], Format::tasks);
    let known = Some(chosen).filter(|task| tasks.contains(task));
    known.or(tasks.first().copied()).unwrap_or(Task::TextToImage)
}

/// The pictures that a field holds: one, or those of a list.
pub fn pictures(settings: &Settings, pointer: &str) -> Vec<Picture> {
    let (list, one) = match settings.get(pointer) {
        Some(Value::Array(list)) => (list.as_slice(), None),
        one => (&[][..], one),
    };
    list.iter().chain(one).filter_map(|value| Picture::from_base64(value.as_str()?).ok()).collect()
}

/// How a result becomes the next input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextInput {
    /// The model that is chosen for it, where the one before takes no picture.
    pub other_model: Option<&'static str>,
    /// The task that takes it.
    pub task: Task,
}

impl NextInput {
    /// Of this task, or of the first one of the model that takes a picture; a model that takes no picture, or is not known,
    /// gives way to one that does. `None` where none does.
    pub fn of(format: Option<Format>, chosen: Task) -> Option<Self> {
        let task_in = |format: Format| {
            let takes = |task: &Task| Form { format, task: *task }.field(Role::Picture).is_some();
            let now = Some(task_of(Some(format), chosen)).filter(takes);
            now.or_else(|| format.tasks().iter().copied().find(takes))
        };
        if let Some(task) = format.and_then(task_in) {
            return Some(Self { other_model: None, task });
        }
        let other = ModelId::parse(TAKES_PICTURES).ok().as_ref().and_then(Format::for_model);
        Some(Self { other_model: Some(TAKES_PICTURES), task: other.and_then(task_in)? })
    }
}

impl Form {
    /// The field of this role.
    pub fn field(self, role: Role) -> Option<Field> {
        image::fields(self.format, self.task).into_iter().find(|field| image::role(field) == role)
    }

    /// The picture that is worked on.
    pub fn picture(self, settings: &Settings) -> Option<Picture> {
        pictures(settings, self.field(Role::Picture)?.pointer).into_iter().next()
    }

    /// A white mask of the picture's size, or none; the field is unset until something is painted.
    pub fn fresh_mask(self, settings: &mut Settings) -> Option<Mask> {
        if let Some(field) = self.field(Role::Mask) {
            settings.unset(field.pointer);
        }
        self.picture(settings).map(|picture| Mask::new(picture.width, picture.height))
    }

    /// The mask of the settings as one that can be painted on, a white one where the settings have no mask. Where it cannot be read it is
    /// taken out, and the sentence says so.
    pub fn read_mask(self, settings: &mut Settings) -> (Option<Mask>, Option<String>) {
        let given = self.field(Role::Mask).and_then(|field| pictures(settings, field.pointer).into_iter().next());
        match given.map(|given| Mask::from_png(&given.bytes())) {
            None => (self.fresh_mask(settings), None),
            Some(None) => (self.fresh_mask(settings), Some("The mask could not be read and was left out.".to_owned())),
            Some(read) => (read, None),
        }
    }

    /// The settings of this form become those of another: words, picture and seed are taken along, and the mask begins anew.
    pub fn carry(self, settings: &mut Settings, to: Self) -> Option<Mask> {
        image::carry(settings, (self.format, self.task), (to.format, to.task));
        to.fresh_mask(settings)
    }

    /// Makes a picture the one that is worked on; the mask begins anew.
    pub fn use_as_input(self, settings: &mut Settings, picture: &Picture) -> Option<Mask> {
        image::use_as_input(settings, self.format, self.task, picture);
        self.fresh_mask(settings)
    }
}

/// Puts pictures into a field in place of those that it has; none takes them out.
pub fn set_pictures(settings: &mut Settings, field: &Field, pictures: &[Picture]) {
    let texts: Vec<&str> = pictures.iter().map(|picture| picture.base64.as_str()).collect();
    match (texts.first(), field.kind) {
        (Some(_), Kind::Pictures { .. }) => settings.set(field.pointer, json!(texts)),
        (Some(first), _) => settings.set(field.pointer, json!(first)),
        (None, _) => settings.unset(field.pointer),
    }
}

/// Whether a mask is painted on the picture of this field: it goes when the picture does.
pub fn bears_mask(field: &Field) -> bool {
    image::role(field) == Role::Picture || field.member() == "sourceImage"
}

/// Writes a painted mask into its field; one without black is not sent.
pub fn put_mask(settings: &mut Settings, field: &Field, mask: Option<&Mask>) {
    let painted = mask.filter(|mask| mask.share() > 0.0).and_then(|mask| Picture::read(&mask.png()).ok());
    match painted {
        Some(picture) => settings.set(field.pointer, json!(picture.base64)),
        None => settings.unset(field.pointer),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mask::Ink;
    use super::*;

    fn picture(side: u32) -> Picture {
        Picture::read(&Mask::new(side, side).png()).unwrap()
    }

    const INPAINTING: Form = Form { format: Format::NovaCanvas, task: Task::Inpainting };

    fn painted() -> Mask {
        let mut mask = Mask::new(64, 64);
        mask.rectangle([10, 10, 40, 40], Ink::Dark);
        mask
    }

    #[test]
    fn a_task_that_the_model_does_not_know_gives_way_to_its_first() {
        for (format, chosen, task) in [
            (Some(Format::NovaCanvas), Task::Inpainting, Task::Inpainting),
            (Some(Format::StableImageCore), Task::Inpainting, Task::TextToImage),
            (None, Task::Inpainting, Task::TextToImage),
        ] {
            assert_eq!(task_of(format, chosen), task, "{format:?}");
        }
    }

    #[test]
    fn a_result_goes_to_this_task_or_the_first_that_takes_one_or_to_another_model() {
        let other = |task| NextInput { other_model: Some(TAKES_PICTURES), task };
        let here = |task| NextInput { other_model: None, task };
        for (format, chosen, next) in [
            (Some(Format::NovaCanvas), Task::Inpainting, here(Task::Inpainting)),
            (Some(Format::StableDiffusion3), Task::TextToImage, here(Task::ImageToImage)),
            (Some(Format::StableImageCore), Task::TextToImage, other(Task::ImageToImage)),
            (None, Task::TextToImage, other(Task::ImageToImage)),
        ] {
            assert_eq!(NextInput::of(format, chosen), Some(next), "{format:?}");
        }
        let task = NextInput::of(Some(Format::NovaCanvas), Task::TextToImage).unwrap().task;
        assert!(Form { format: Format::NovaCanvas, task }.field(Role::Picture).is_some());
    }

    #[test]
    fn a_mask_is_sent_once_something_is_black() {
        let field = INPAINTING.field(Role::Mask).unwrap();
        let mut settings = Settings::default();
        put_mask(&mut settings, &field, Some(&painted()));
        assert_eq!(pictures(&settings, field.pointer).first().map(|mask| (mask.width, mask.height)), Some((64, 64)));
        for mask in [Some(&Mask::new(64, 64)), None] {
            put_mask(&mut settings, &field, Some(&painted()));
            put_mask(&mut settings, &field, mask);
            assert!(!settings.has(field.pointer));
        }
    }

    #[test]
    fn another_picture_task_or_model_starts_the_mask_anew() {
        let (image, mask) = (INPAINTING.field(Role::Picture).unwrap(), INPAINTING.field(Role::Mask).unwrap());
        assert!(bears_mask(&image) && !bears_mask(&mask));
        let mut settings = Settings::default();
        assert_eq!(INPAINTING.fresh_mask(&mut settings), None, "there is no picture to paint on");
        set_pictures(&mut settings, &image, &[picture(64)]);
        put_mask(&mut settings, &mask, Some(&painted()));
        let to = Form { task: Task::Outpainting, ..INPAINTING };
        let carried = INPAINTING.carry(&mut settings, to);
        assert_eq!(carried, Some(Mask::new(64, 64)));
        assert!(!settings.has(to.field(Role::Mask).unwrap().pointer));
        assert_eq!(to.picture(&settings), Some(picture(64)));
        assert_eq!(to.use_as_input(&mut settings, &picture(32)), Some(Mask::new(32, 32)));
        set_pictures(&mut settings, &to.field(Role::Picture).unwrap(), &[]);
        assert_eq!((to.picture(&settings), to.fresh_mask(&mut settings)), (None, None));
    }

    #[test]
    fn a_mask_that_arrives_is_read_and_one_that_cannot_be_read_is_left_out() {
        let (image, mask) = (INPAINTING.field(Role::Picture).unwrap(), INPAINTING.field(Role::Mask).unwrap());
        let mut settings = Settings::default();
        set_pictures(&mut settings, &image, &[picture(64)]);
        assert_eq!(INPAINTING.read_mask(&mut settings), (Some(Mask::new(64, 64)), None));
        put_mask(&mut settings, &mask, Some(&painted()));
        let (read, why) = INPAINTING.read_mask(&mut settings);
        assert!(read.is_some_and(|mask| mask.share() > 0.0) && why.is_none() && settings.has(mask.pointer));
        // The head of a PNG, and nothing behind it.
        let head = Picture::read(painted().png().get(..40).unwrap()).unwrap();
        set_pictures(&mut settings, &mask, &[head]);
        let (read, why) = INPAINTING.read_mask(&mut settings);
        assert_eq!(read, Some(Mask::new(64, 64)));
        assert!(why.unwrap().contains("could not be read") && !settings.has(mask.pointer));
    }

    #[test]
    fn a_list_takes_all_pictures_and_a_field_of_one_the_first() {
        let list = Form { format: Format::NovaCanvas, task: Task::Variation }.field(Role::Picture).unwrap();
        let one = INPAINTING.field(Role::Picture).unwrap();
        let mut settings = Settings::default();
        for (field, count) in [(&list, 2), (&one, 1)] {
            set_pictures(&mut settings, field, &[picture(32), picture(64)]);
            assert_eq!(pictures(&settings, field.pointer).len(), count, "{}", field.pointer);
        }
    }
}
