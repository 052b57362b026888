//! From a file to upright sRGB pixels.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageResult};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::super::upload::{Format, Limits, inspect};
use super::{Picture, Pixels, RenditionError};

/// Pixels converted at a time, so that a conversion needs no second picture.
const STRIP: usize = 16 * 1024;

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Picture, RenditionError> {
    let found = inspect(bytes, limits)?;
    let format = found.format;
    let undecodable = |reason: String| RenditionError::Undecodable { format, reason };
    // a decoder that panics on a hostile file must not take a worker with it
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(format, bytes, limits)));
    let (mut image, profile) = decoded
        .map_err(|_| undecodable("the decoder gave up".to_owned()))?
        .map_err(|error| undecodable(error.to_string()))?;
    image.apply_orientation(found.orientation);
    let pixels = to_srgb(image, profile.as_deref());
    if (pixels.width, pixels.height) != (found.width, found.height) {
        // pages were promised the size in the headers
        return Err(undecodable("the sizes in it differ".to_owned()));
    }
    Ok(Picture { pixels, drawing: found.lossless })
}

type Decoded = (DynamicImage, Option<Vec<u8>>);

/// Decodes the first picture of a file, and takes its colour profile out.
fn decode(format: Format, bytes: &[u8], limits: &Limits) -> ImageResult<Decoded> {
    let mut allowed = image::Limits::default();
    allowed.max_image_width = Some(limits.max_side);
    allowed.max_image_height = Some(limits.max_side);
    // beside the pixels: the decoders' own tables and one frame of a GIF
    allowed.max_alloc = Some(limits.max_decoded_bytes.saturating_mul(2));
    let input = Cursor::new(bytes);
    match format {
        Format::Jpeg => pixels_of(JpegDecoder::new(input)?, allowed),
        Format::Png => pixels_of(PngDecoder::with_limits(input, allowed.clone())?, allowed),
        Format::Gif => pixels_of(GifDecoder::new(input)?, allowed),
        Format::WebP => pixels_of(WebPDecoder::new(input)?, allowed),
    }
}

fn pixels_of(mut decoder: impl ImageDecoder, mut allowed: image::Limits) -> ImageResult<Decoded> {
    // the decoders check sizes, but not what their output takes
    allowed.reserve(decoder.total_bytes())?;
    decoder.set_limits(allowed)?;
    let profile = decoder.icc_profile().unwrap_or_default();
    Ok((DynamicImage::from_decoder(decoder)?, profile))
}

/// 8-bit pixels in sRGB. Pictures without a usable profile are sRGB already, by
/// the web's convention; the profile of CMYK does not fit what the decoder gave.
fn to_srgb(image: DynamicImage, profile: Option<&[u8]>) -> Pixels {
    let profile = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok());
    let grey = !image.color().has_color();
    let (width, height) = (image.width(), image.height());
    let alpha = image.color().has_alpha();
    let data = if alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    let mut pixels = Pixels { width, height, alpha, data };
    pixels.drop_opaque_alpha();
    if let Some(profile) = profile {
        match (profile.color_space, grey) {
            (DataColorSpace::Rgb, false) => convert_colours(&mut pixels, &profile),
            (DataColorSpace::Gray, true) => convert_greys(&mut pixels, &profile),
            _ => {}
        }
    }
    pixels
}

fn convert_colours(pixels: &mut Pixels, profile: &ColorProfile) {
    let layout = if pixels.alpha { Layout::Rgba } else { Layout::Rgb };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return; // a profile that makes no sense is as good as none
    };
    let probe = probes(pixels.channels());
    let mut seen = vec![0; probe.len()];
    let same = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 1;
    if transform.transform(&probe, &mut seen).is_err() || probe.iter().zip(&seen).all(same) {
        return; // nearly every profile in use is sRGB under some name
    }
    let strip = STRIP * pixels.channels();
    let mut before = Vec::with_capacity(strip);
    for part in pixels.data.chunks_mut(strip) {
        before.clear();
        before.extend_from_slice(part);
        // lengths are equal and whole pixels, so this does not fail
        let _ = transform.transform(&before, part);
    }
}

/// Opaque colours spread over the cube, to try a profile on.
fn probes(channels: usize) -> Vec<u8> {
    let steps = || (0..=255u8).step_by(51);
    let colours =
        steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b, 255])));
    colours.flat_map(|colour| colour.into_iter().take(channels)).collect()
}

/// 256 greys are few: one table serves every pixel.
fn convert_greys(pixels: &mut Pixels, profile: &ColorProfile) {
    let greys: Vec<u8> = (0..=255).collect();
    let mut table = [0; 256 * 3];
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let done = profile
        .create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options)
        .and_then(|transform| transform.transform(&greys, &mut table));
    if done.is_err() {
        return;
    }
    let (table, _) = table.as_chunks::<3>();
    let channels = pixels.channels();
    for pixel in pixels.data.chunks_exact_mut(channels) {
        if let [r, g, b, ..] = pixel
            && let Some([to_r, to_g, to_b]) = table.get(usize::from(*r))
        {
            (*r, *g, *b) = (*to_r, *to_g, *to_b);
        }
    }
}

impl Pixels {
    pub(super) fn channels(&self) -> usize {
        if self.alpha { 4 } else { 3 }
    }

    /// Screenshots often have an alpha channel that hides nothing.
    fn drop_opaque_alpha(&mut self) {
        let (pixels, _) = self.data.as_chunks::<4>();
        if !self.alpha || pixels.iter().any(|[.., alpha]| *alpha != 255) {
            return;
        }
        let opaque = pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
        self.data = opaque;
        self.alpha = false;
    }
}
