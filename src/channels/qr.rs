//! An address as a QR code (ISO/IEC 18004), for who has it on paper or on
//! another screen. A code that is damaged to 15 % is still read.

use std::fmt::Write;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code, as the standard asks (§9.1).
const QUIET: usize = 4;
/// Pixels a module where the code is a bitmap: 400 dpi at 30 mm.
const PIXELS: u32 = 10;

/// A code, with the white around it; row after row.
pub struct Code {
    /// Modules on each side.
    pub side: usize,
    dark: Vec<bool>,
}

impl Code {
    /// # Errors
    /// When the address is too long for a code (some 2,300 bytes).
    pub fn of(address: &str) -> Result<Self, String> {
        let code = QrCode::with_error_correction_level(address, EcLevel::M)
            .map_err(|error| format!("no QR code: {error}"))?;
        let (width, side) = (code.width(), code.width() + 2 * QUIET);
        let mut dark = vec![false; side * side];
        for (at, color) in code.to_colors().into_iter().enumerate() {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            dark[y * side + x] = color == Color::Dark;
        }
        Ok(Self { side, dark })
    }

    /// One path of dark runs on white, one unit a module.
    pub fn svg(&self) -> String {
        let side = self.side;
        let mut path = String::new();
        for (y, row) in self.dark.chunks(side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    let long = run.len();
                    // Writing to a String does not fail.
                    let _ = write!(path, "M{x} {y}h{long}v1h-{long}z");
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path d=\"{path}\"/></svg>"
        )
    }

    /// A PNG in grey, and its sides in px.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn png(&self) -> Result<(Vec<u8>, u32), String> {
        let side = u32::try_from(self.side).map_err(|error| error.to_string())? * PIXELS;
        let picture = GrayImage::from_fn(side, side, |x, y| {
            let (x, y) = ((x / PIXELS) as usize, (y / PIXELS) as usize);
            let dark = self.dark.get(y * self.side + x).is_some_and(|dark| *dark);
            Luma([if dark { 0 } else { 255 }])
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).map_err(|error| error.to_string())?;
        Ok((bytes.into_inner(), side))
    }
}
