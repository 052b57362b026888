//! What pages are compressed with: bytes in, fewer bytes out.

use std::io::Write;

/// A content coding (RFC 9110 §8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

/// How much of the time is given for how small a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For somebody who waits: a page in a third of a millisecond.
    Quick,
    /// A tenth smaller, in three times as long; what takes longer gains hardly more.
    Dense,
}

/// `bytes`, compressed.
pub fn compress(coding: Coding, effort: Effort, bytes: &[u8]) -> Vec<u8> {
    match (coding, effort) {
        (Coding::Brotli, Effort::Quick) => brotli(bytes, 3),
        (Coding::Brotli, Effort::Dense) => brotli(bytes, 5),
        (Coding::Gzip, Effort::Quick) => gzip(bytes, 3),
        (Coding::Gzip, Effort::Dense) => gzip(bytes, 7),
    }
}

fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let out = Vec::with_capacity(bytes.len() / 3);
    let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::new(level));
    // Writing to a Vec does not fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let size_hint = bytes.len();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 18, size_hint, ..Default::default() };
    // Neither does reading from a slice.
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}
