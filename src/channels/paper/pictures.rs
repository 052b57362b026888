//! The pictures of a sheet of paper, by number.

use krilla::image::Image;

use crate::content::Picture;

/// A picture and its file, a JPEG.
pub struct Photo {
    pub picture: Picture,
    pub jpeg: Vec<u8>,
}

/// Pictures that can be drawn.
pub struct Pictures(Vec<(Picture, Image)>);

impl Pictures {
    /// A file that is none is left out: the words stay.
    pub fn of(photos: Vec<Photo>) -> Self {
        let read = |photo: Photo| {
            let image = Image::from_jpeg(photo.jpeg.into(), true).ok()?;
            Some((photo.picture, image))
        };
        Self(photos.into_iter().filter_map(read).collect())
    }

    /// One more; its number.
    pub fn add(&mut self, picture: Picture, image: Image) -> usize {
        self.0.push((picture, image));
        self.0.len() - 1
    }

    pub fn find(&self, uid: &str) -> Option<usize> {
        self.0.iter().position(|(picture, _)| picture.uid == uid)
    }

    /// What is known of number `at`.
    pub fn picture(&self, at: usize) -> &Picture {
        &self.0[at].0
    }

    /// The largest width and height of number `at` that are within `room` and
    /// show all of it.
    pub fn within(&self, at: usize, (wide, high): (f32, f32)) -> (f32, f32) {
        let (width, height) = self.0[at].1.size();
        let scale = (wide / width.max(1) as f32).min(high / height.max(1) as f32);
        (width as f32 * scale, height as f32 * scale)
    }

    /// What is drawn for number `at`.
    pub fn image(&self, at: usize) -> &Image {
        &self.0[at].1
    }
}
