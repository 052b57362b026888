//! Scaling down in linear light, where the mean of black and white is the grey
//! that the eye sees from afar. Colours are premultiplied with alpha, so that
//! what is see-through does not bleed.

use std::sync::LazyLock;

use fast_image_resize::images::Image;
use fast_image_resize::pixels::{U16x3, U16x4};
use fast_image_resize::{FilterType, PixelTrait, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::{Pixels, WIDTHS, height_at};

/// A picture this many times wider than the widest variant is first averaged in
/// whole blocks, which keeps the 16-bit copy small and costs no quality.
const SPARE: f32 = 1.5;

/// sRGB to linear light, 8 to 16 bits (IEC 61966-2-1).
static LINEAR: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let v = value as f32 / 255.0;
        let linear = if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        (linear * 65_535.0).round() as u16
    })
});

/// Linear light to sRGB, 16 to 8 bits.
static GAMMA: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..=u16::MAX)
        .map(|value| {
            let v = f32::from(value) / 65_535.0;
            let gamma =
                if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
            (gamma * 255.0).round() as u8
        })
        .collect()
});

/// Makes smaller copies of one picture.
pub(super) struct Scaler<'a> {
    original: &'a Pixels,
    /// The widest variant in linear light, from which the others are made.
    base: Result<Image<'static>, String>,
}

impl<'a> Scaler<'a> {
    pub(super) fn new(original: &'a Pixels) -> Self {
        let widest = WIDTHS.into_iter().max().unwrap_or(1);
        let blocks = (original.width as f32 / (widest as f32 * SPARE)).floor().max(1.0) as usize;
        let linear = linear(original, blocks);
        let base = if original.width <= widest {
            linear
        } else {
            let height = height_at(widest, original.width, original.height);
            linear.and_then(|image| resize(&image, widest, height))
        };
        Self { original, base }
    }

    /// The picture at one of its widths.
    pub(super) fn at_width(&self, width: u32) -> Result<Pixels, String> {
        if width == self.original.width {
            return Ok(self.original.clone());
        }
        let height = height_at(width, self.original.width, self.original.height);
        let base = self.base.as_ref().map_err(Clone::clone)?;
        let pixels = if (base.width(), base.height()) == (width, height) {
            gamma(base)
        } else {
            gamma(&resize(base, width, height)?)
        };
        Ok(pixels)
    }
}

fn resize(image: &Image<'_>, width: u32, height: u32) -> Result<Image<'static>, String> {
    let mut smaller = Image::new(width, height, image.pixel_type());
    // By name: the general call compiles every filter for thirteen kinds of pixel
    match image.pixel_type() {
        PixelType::U16x4 => fill::<U16x4>(image, &mut smaller),
        _ => fill::<U16x3>(image, &mut smaller),
    }?;
    Ok(smaller)
}

fn fill<P: PixelTrait>(image: &Image<'_>, smaller: &mut Image<'static>) -> Result<(), String> {
    let kinds = "the picture has pixels of another kind";
    let from = image.typed_image::<P>().ok_or(kinds)?;
    let mut to = smaller.typed_image_mut::<P>().ok_or(kinds)?;
    // Catmull-Rom: sharper filters leave dark rings around lights in linear light
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        .use_alpha(false);
    Resizer::new().resize_typed(&from, &mut to, &options).map_err(|error| error.to_string())
}

/// The means of `blocks` × `blocks` px in linear light, 16 bits, premultiplied.
/// Columns and rows left over at the far edges are fewer than `blocks` and are
/// averaged among themselves.
fn linear(pixels: &Pixels, blocks: usize) -> Result<Image<'static>, String> {
    let channels = pixels.channels();
    let width = (pixels.width as usize).div_ceil(blocks);
    let height = (pixels.height as usize).div_ceil(blocks);
    let mut out = Vec::with_capacity(width * height * channels * 2);
    let row = pixels.width as usize * channels;
    let mut sums = vec![[0u32; 4]; width];
    let table: &[u16; 256] = &LINEAR;
    for rows in pixels.data.chunks(row * blocks) {
        sums.fill([0; 4]);
        for row in rows.chunks(row) {
            for (sum, block) in sums.iter_mut().zip(row.chunks(blocks * channels)) {
                block.chunks_exact(channels).for_each(|pixel| add(sum, pixel, table));
            }
        }
        let rows = rows.len() / row;
        for (column, sum) in sums.iter().enumerate() {
            let columns = blocks.min(pixels.width as usize - column * blocks);
            let count = (rows * columns) as u32;
            for value in sum.iter().take(channels) {
                out.extend(((value / count) as u16).to_ne_bytes());
            }
        }
    }
    let kind = if pixels.alpha { PixelType::U16x4 } else { PixelType::U16x3 };
    Image::from_vec_u8(width as u32, height as u32, out, kind).map_err(|error| error.to_string())
}

fn add(sum: &mut [u32; 4], pixel: &[u8], table: &[u16; 256]) {
    let light = |value: &u8| table.get(usize::from(*value)).copied().map_or(0, u32::from);
    match pixel {
        [r, g, b] => {
            for (sum, value) in sum.iter_mut().zip([r, g, b]) {
                *sum += light(value);
            }
        }
        [r, g, b, alpha] => {
            for (sum, value) in sum.iter_mut().zip([r, g, b]) {
                *sum += light(value) * u32::from(*alpha) / 255;
            }
            sum[3] += u32::from(*alpha) * 257;
        }
        _ => {}
    }
}

/// Back to 8-bit sRGB, with the colours freed of alpha.
fn gamma(image: &Image<'_>) -> Pixels {
    let alpha = image.pixel_type() == PixelType::U16x4;
    let (bytes, _) = image.buffer().as_chunks::<2>();
    let values = bytes.iter().map(|pair| u16::from_ne_bytes(*pair));
    let table: &[u8] = &GAMMA;
    let shade = |value: u16| table.get(usize::from(value)).copied().unwrap_or(u8::MAX);
    let data = if alpha {
        let (pixels, _) = image.buffer().as_chunks::<8>();
        pixels.iter().flat_map(|pixel| freed(pixel, shade)).collect()
    } else {
        values.map(shade).collect()
    };
    Pixels { width: image.width(), height: image.height(), alpha, data }
}

/// One pixel without its premultiplication.
fn freed(pixel: &[u8; 8], shade: impl Fn(u16) -> u8) -> [u8; 4] {
    let [r0, r1, g0, g1, b0, b1, a0, a1] = *pixel;
    let alpha = u32::from(u16::from_ne_bytes([a0, a1]));
    let colour = |pair: [u8; 2]| {
        let full = u32::from(u16::from_ne_bytes(pair)) * 65_535 / alpha.max(1);
        shade(full.min(65_535) as u16)
    };
    let opacity = ((alpha + 128) / 257) as u8;
    [colour([r0, r1]), colour([g0, g1]), colour([b0, b1]), opacity]
}
