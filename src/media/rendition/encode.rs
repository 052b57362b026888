//! From pixels to files, with the credits as the only metadata.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use webp::WebPConfig;

use super::super::container::{JPEG_XMP_HEADER, PNG_XMP_KEYWORD};
use super::super::upload::Format;
use super::{Pixels, Rendition, RenditionError};

/// WebP's quality for variants: at the size of a page nobody tells it from 90.
const WEBP_QUALITY: f32 = 76.0;

/// How a JPEG is coded.
#[derive(Debug, Clone, Copy)]
pub(super) struct JpegCoding {
    quality: u8,
    /// Full colour resolution, for the edges of drawings.
    full_colour: bool,
    /// Shows early on a slow line; costs memory in proportion to the picture.
    progressive: bool,
}

/// The master's coding: visually lossless, written in one pass.
pub(super) const MASTER_JPEG: JpegCoding =
    JpegCoding { quality: 92, full_colour: false, progressive: false };

/// One variant in one format.
pub(super) fn variant(
    pixels: &Pixels,
    format: Format,
    drawing: bool,
    xmp: Option<&str>,
) -> Result<Rendition, RenditionError> {
    match format {
        Format::WebP => webp(pixels, drawing, xmp),
        _ => {
            let coding = JpegCoding { quality: 80, full_colour: drawing, progressive: true };
            jpeg(pixels, coding, xmp)
        }
    }
}

/// A JPEG on a white ground.
pub(super) fn jpeg(
    pixels: &Pixels,
    coding: JpegCoding,
    xmp: Option<&str>,
) -> Result<Rendition, RenditionError> {
    let failed = |reason: String| RenditionError::Unencodable { format: Format::Jpeg, reason };
    let side = |px: u32| u16::try_from(px).map_err(|error| failed(error.to_string()));
    let (width, height) = (side(pixels.width)?, side(pixels.height)?);
    let flat;
    let data = if pixels.alpha {
        flat = on_white(&pixels.data);
        &flat
    } else {
        &pixels.data
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, coding.quality);
    let sampling = if coding.full_colour { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 };
    encoder.set_sampling_factor(sampling);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_progressive(coding.progressive);
    encoder.set_optimized_huffman_tables(coding.progressive);
    if let Some(xmp) = xmp {
        let segment = [JPEG_XMP_HEADER, xmp.as_bytes()].concat();
        encoder.add_app_segment(1, segment).map_err(|error| failed(error.to_string()))?;
    }
    encoder
        .encode(data, width, height, ColorType::Rgb)
        .map_err(|error| failed(error.to_string()))?;
    Ok(rendition(pixels, Format::Jpeg, bytes))
}

/// A PNG, with alpha where the pixels have it.
pub(super) fn png(pixels: &Pixels, xmp: Option<&str>) -> Result<Rendition, RenditionError> {
    let colour = if pixels.alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let mut bytes = Vec::new();
    // higher levels take up to five times as long for a tenth less
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Level(2), FilterType::Adaptive)
        .write_image(&pixels.data, pixels.width, pixels.height, colour)
        .map_err(|error| RenditionError::Unencodable {
            format: Format::Png,
            reason: error.to_string(),
        })?;
    if let Some(xmp) = xmp {
        bytes = png_with_xmp(&bytes, xmp);
    }
    Ok(rendition(pixels, Format::Png, bytes))
}

/// A lossy WebP, with alpha where the pixels have it.
fn webp(pixels: &Pixels, drawing: bool, xmp: Option<&str>) -> Result<Rendition, RenditionError> {
    let failed = |reason: String| RenditionError::Unencodable { format: Format::WebP, reason };
    let mut config = WebPConfig::new().map_err(|()| failed("no configuration".to_owned()))?;
    config.quality = WEBP_QUALITY;
    // WebP halves the resolution of colours; this keeps thin coloured lines crisp
    config.use_sharp_yuv = i32::from(drawing);
    let (width, height) = (pixels.width, pixels.height);
    let encoder = if pixels.alpha {
        webp::Encoder::from_rgba(&pixels.data, width, height)
    } else {
        webp::Encoder::from_rgb(&pixels.data, width, height)
    };
    let file = encoder.encode_advanced(&config).map_err(|error| failed(format!("{error:?}")))?;
    let bytes = match xmp {
        Some(xmp) => webp_with_xmp(&file, width, height, pixels.alpha, xmp),
        None => file.to_vec(),
    };
    Ok(rendition(pixels, Format::WebP, bytes))
}

fn rendition(pixels: &Pixels, format: Format, bytes: Vec<u8>) -> Rendition {
    Rendition { format, width: pixels.width, height: pixels.height, bytes }
}

/// Lays RGBA on white, as a browser does on a white page.
fn on_white(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let lay = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    pixels.iter().flat_map(|&[r, g, b, a]| [lay(r, a), lay(g, a), lay(b, a)]).collect()
}

/// Puts an international text chunk behind the header chunk of a PNG.
fn png_with_xmp(png: &[u8], xmp: &str) -> Vec<u8> {
    const HEADER: usize = 8 + 25; // signature and IHDR
    let (header, rest) = png.split_at(HEADER.min(png.len()));
    let data = [PNG_XMP_KEYWORD, &[0; 5], xmp.as_bytes()].concat();
    let mut crc = flate2::Crc::new();
    crc.update(b"iTXt");
    crc.update(&data);
    let length = (data.len() as u32).to_be_bytes();
    [header, &length, b"iTXt", &data, &crc.sum().to_be_bytes(), rest].concat()
}

/// Puts an XMP chunk at the end of a WebP, which must then be of the extended
/// kind (RFC 9649 §2.7): its flags and its canvas stand in a VP8X chunk.
fn webp_with_xmp(webp: &[u8], width: u32, height: u32, alpha: bool, xmp: &str) -> Vec<u8> {
    const RIFF: usize = 12;
    const EXTENDED: usize = 8 + 10;
    const ALPHA_FLAG: u8 = 0x10;
    const XMP_FLAG: u8 = 0x04;
    let chunks = webp.get(RIFF..).unwrap_or_default();
    let pictures = match chunks.strip_prefix(b"VP8X") {
        Some(_) => chunks.get(EXTENDED..).unwrap_or_default(),
        None => chunks,
    };
    let flags = XMP_FLAG | if alpha { ALPHA_FLAG } else { 0 };
    let mut body = b"WEBPVP8X\x0a\0\0\0".to_vec();
    body.extend([flags, 0, 0, 0]);
    for side in [width, height] {
        body.extend(side.saturating_sub(1).to_le_bytes().iter().take(3));
    }
    body.extend(pictures);
    body.extend(b"XMP ");
    body.extend((xmp.len() as u32).to_le_bytes());
    body.extend(xmp.as_bytes());
    if xmp.len() % 2 == 1 {
        body.push(0);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}
