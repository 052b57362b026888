//! Pictures that the tests make: real files, with the blocks a camera or a
//! picture desk would put into them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// The GPS latitude written into every EXIF block here, as it stands in the file.
pub const LATITUDE: [u8; 8] = *b"N21.0285";
/// The camera named in every EXIF block here.
pub const CAMERA: &[u8] = b"Nikon Z6 no. 2001234";

/// A smooth picture of `width` × `height` px whose four corners are red (top
/// left), green (top right), blue (bottom left) and white.
pub fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x * 2 < width, y * 2 < height) {
        (true, true) => Rgb([220, 30, 30]),
        (false, true) => Rgb([30, 200, 30]),
        (true, false) => Rgb([30, 30, 220]),
        (false, false) => Rgb([250, 250, 250]),
    })
}

/// A disc on a transparent ground.
pub fn disc(side: u32) -> RgbaImage {
    let centre = f64::from(side) / 2.0;
    RgbaImage::from_fn(side, side, |x, y| {
        let away = (f64::from(x) - centre).hypot(f64::from(y) - centre);
        if away < centre * 0.8 { Rgba([200, 20, 60, 255]) } else { Rgba([0, 0, 0, 0]) }
    })
}

/// Encodes with the `image` crate.
pub fn encode(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("a picture made here encodes");
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(corners(width, height), ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encode(corners(width, height), ImageFormat::Png)
}

/// One JPEG segment: marker, length, data.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a segment is small").to_be_bytes();
    [&[0xff, marker], &length[..], data].concat()
}

/// A JPEG with segments put right after its start marker.
pub fn jpeg_with(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// EXIF from its TIFF header on: orientation, camera, and a GPS directory.
pub fn exif(orientation: u16) -> Vec<u8> {
    let camera_at = 8 + 2 + 3 * 12 + 4;
    let gps_at = camera_at + CAMERA.len() as u32;
    let latitude_at = gps_at + 2 + 12 + 4;
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()]
            .concat()
    };
    let main = [
        entry(0x0110, 2, CAMERA.len() as u32, camera_at),
        entry(0x0112, 3, 1, u32::from(orientation) << 16),
        entry(0x8825, 4, 1, gps_at),
    ];
    let gps = entry(0x0002, 2, LATITUDE.len() as u32, latitude_at);
    tiff.extend(3u16.to_be_bytes());
    tiff.extend(main.concat());
    tiff.extend([0; 4]);
    tiff.extend(CAMERA);
    tiff.extend(1u16.to_be_bytes());
    tiff.extend(gps);
    tiff.extend([0; 4]);
    tiff.extend(LATITUDE);
    tiff
}

/// The APP1 segment that holds `exif`.
pub fn exif_segment(orientation: u16) -> Vec<u8> {
    segment(0xe1, &[b"Exif\0\0", &exif(orientation)[..]].concat())
}

/// The APP13 segment of an IPTC record with these (record, dataset, value).
pub fn iptc_segment(datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let iim = iim(datasets);
    let mut resources = b"Photoshop 3.0\0".to_vec();
    // another resource before it, with an odd name and odd data, as Photoshop writes
    resources.extend(b"8BIM\x04\x25\x02ab\0\0\0\0\x03xyz\0");
    resources.extend(b"8BIM\x04\x04\0\0");
    resources.extend((iim.len() as u32).to_be_bytes());
    resources.extend(iim);
    segment(0xed, &resources)
}

/// An IPTC IIM record.
pub fn iim(datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let dataset = |(record, number, value): &(u8, u8, &[u8])| {
        let length = (value.len() as u16).to_be_bytes();
        [&[0x1c, *record, *number][..], &length, value].concat()
    };
    datasets.iter().flat_map(dataset).collect()
}

/// The APP1 segment that holds an XMP packet.
pub fn xmp_segment(packet: &str) -> Vec<u8> {
    segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat())
}

/// One PNG chunk with its checksum.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG with chunks put right after its header chunk.
pub fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// A header that promises `width` × `height` px, and a few bytes of data.
pub fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let zlib = [0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1];
    let chunks = [png_chunk(b"IHDR", &header), png_chunk(b"IDAT", &zlib), png_chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}

/// Whether `part` stands anywhere in `bytes`.
pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
