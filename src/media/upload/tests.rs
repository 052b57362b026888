use image::ImageFormat;
use image::metadata::Orientation;
use proptest::prelude::*;

use super::super::samples;
use super::*;

fn look(bytes: &[u8]) -> Result<Inspected, UploadError> {
    inspect(bytes, &Limits::default())
}

fn refused_as(bytes: &[u8]) -> Recognised {
    match look(bytes) {
        Err(UploadError::NotAllowed { recognised }) => recognised,
        other => panic!("not refused for its type: {other:?}"),
    }
}

#[test]
fn the_four_types_are_told_by_content_whatever_their_name() {
    let cases = [
        (ImageFormat::Jpeg, Format::Jpeg, false),
        (ImageFormat::Png, Format::Png, true),
        (ImageFormat::Gif, Format::Gif, true),
        (ImageFormat::WebP, Format::WebP, true),
    ];
    for (made_as, format, lossless) in cases {
        let bytes =
            samples::encode(image::DynamicImage::from(samples::disc(40)).to_rgb8(), made_as);
        let found = look(&bytes).expect("accepted");
        assert_eq!((found.format, found.width, found.height), (format, 40, 40));
        assert_eq!((found.lossless, found.bytes), (lossless, bytes.len() as u64));
    }
}

#[test]
fn a_lossy_webp_is_known_as_lossy() {
    let picture = samples::corners(30, 20);
    let bytes = webp::Encoder::from_rgb(&picture, 30, 20).encode(70.0).to_vec();
    let found = look(&bytes).expect("accepted");
    assert_eq!((found.width, found.height, found.lossless), (30, 20, false));
}

#[test]
fn one_pixel_is_a_picture() {
    let found = look(&samples::png(1, 1)).expect("accepted");
    assert_eq!((found.width, found.height), (1, 1));
}

#[test]
fn width_and_height_are_those_seen_after_the_turn() {
    for (value, turned) in (1u16..=8).map(|value| (value, value >= 5)) {
        let bytes = samples::jpeg_with(&samples::jpeg(40, 20), &[samples::exif_segment(value)]);
        let found = look(&bytes).expect("accepted");
        let expected = if turned { (20, 40) } else { (40, 20) };
        assert_eq!((found.width, found.height), expected, "orientation {value}");
        assert_eq!(found.orientation.to_exif(), value as u8);
    }
    let png =
        samples::png_with(&samples::png(40, 20), &[samples::png_chunk(b"eXIf", &samples::exif(6))]);
    assert_eq!(look(&png).expect("accepted").orientation, Orientation::Rotate90);
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let bomb = samples::png_bomb(50_000, 50_000);
    let expected = UploadError::SideTooLong { width: 50_000, height: 50_000, limit: 16_000 };
    assert_eq!(look(&bomb), Err(expected));
    let expected = UploadError::TooManyPixels { width: 9_000, height: 9_000, limit: 50_000_000 };
    assert_eq!(look(&samples::png_bomb(9_000, 9_000)), Err(expected));
}

#[test]
fn a_colour_profile_that_unpacks_to_more_than_any_profile_has_is_refused() {
    let profile = |bytes: usize| {
        use std::io::Write;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&vec![0; bytes]).expect("memory");
        let data = [b"p\0\0".as_slice(), &packed.finish().expect("memory")].concat();
        samples::png_with(&samples::png(10, 10), &[samples::png_chunk(b"iCCP", &data)])
    };
    assert!(look(&profile(3_000_000)).is_ok());
    assert_eq!(look(&profile(5_000_000)), Err(UploadError::Damaged { format: Format::Png }));
}

#[test]
fn a_gif_whose_picture_is_larger_than_its_screen_is_refused() {
    let mut gif = samples::encode(samples::disc(40), ImageFormat::Gif);
    let at = gif.iter().position(|&b| b == 0x2c).expect("an image block");
    gif[at + 5..at + 9].copy_from_slice(&[0x50, 0xc3, 0x50, 0xc3]); // 50,000 × 50,000
    assert!(matches!(look(&gif), Err(UploadError::SideTooLong { .. })));
    gif[at + 5..at + 9].copy_from_slice(&[41, 0, 40, 0]);
    assert_eq!(look(&gif), Err(UploadError::Damaged { format: Format::Gif }));
}

#[test]
fn sixteen_bits_a_channel_are_judged_by_the_memory_they_need() {
    let mut deep = samples::png_bomb(6_500, 6_500);
    deep[24] = 16;
    let expected = UploadError::TooMuchMemory { needed: 338_000_000, limit: 268_435_456 };
    assert_eq!(look(&deep), Err(expected));
}

#[test]
fn a_file_over_the_limit_is_refused_with_both_numbers() {
    let limits = Limits { max_bytes: 100, ..Limits::default() };
    let bytes = samples::jpeg(64, 64);
    let expected = UploadError::TooManyBytes { bytes: bytes.len() as u64, limit: 100 };
    assert_eq!(inspect(&bytes, &limits), Err(expected));
    assert_eq!(look(&[]), Err(UploadError::Empty));
}

#[test]
fn a_truncated_file_of_each_type_is_refused_wherever_it_is_cut() {
    let picture = image::DynamicImage::from(samples::corners(64, 48));
    let lossy = webp::Encoder::from_rgb(&samples::corners(64, 48), 64, 48).encode(80.0).to_vec();
    let whole = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP]
        .map(|format| samples::encode(picture.clone(), format));
    for bytes in whole.iter().chain([&lossy]) {
        let format = look(bytes).expect("accepted whole").format;
        // the trailer of GIF and the checksum of the last chunk are no part of the picture
        for cut in 12..bytes.len() - 3 {
            let found = look(&bytes[..cut]);
            assert_eq!(found, Err(UploadError::Truncated { format }), "cut at {cut}");
        }
    }
}

#[test]
fn a_jpeg_cut_after_the_end_of_its_thumbnail_is_truncated() {
    let thumbnail = samples::jpeg(8, 8);
    let exif = [b"Exif\0\0", &samples::exif(1)[..], &thumbnail].concat();
    let bytes = samples::jpeg_with(&samples::jpeg(40, 40), &[samples::segment(0xe1, &exif)]);
    let after_thumbnail = 2 + 4 + exif.len();
    assert!(bytes[..after_thumbnail].ends_with(&[0xff, 0xd9]));
    let expected = Err(UploadError::Truncated { format: Format::Jpeg });
    assert_eq!(look(&bytes[..after_thumbnail]), expected);
}

#[test]
fn what_a_phone_appends_after_the_picture_does_no_harm() {
    for extra in [&b"SEFT trailer of a phone"[..], &[0; 300], &samples::jpeg(8, 8)] {
        let bytes = [&samples::jpeg(40, 40), extra].concat();
        assert_eq!(look(&bytes).map(|found| found.width), Ok(40));
    }
}

#[test]
fn an_svg_is_refused_as_svg_and_its_script_is_noticed() {
    let plain = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><g/></svg>"#;
    assert_eq!(refused_as(plain), Recognised::Svg { scripted: false });
    let scripted: [&[u8]; 4] = [
        b"<svg xmlns='http://www.w3.org/2000/svg'><SCRIPT>alert(1)</SCRIPT></svg>",
        b"\xef\xbb\xbf<svg><a href='javascript:alert(1)'/></svg>",
        b"<svg\n onload=alert(1) />",
        b"<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script/></x:svg>",
    ];
    for bytes in scripted {
        assert_eq!(refused_as(bytes), Recognised::Svg { scripted: true });
    }
    let wide: Vec<u8> =
        "\u{feff}<svg><script/></svg>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused_as(&wide), Recognised::Svg { scripted: true });
}

#[test]
fn what_else_people_send_is_called_by_its_name() {
    let cases: [(&[u8], Recognised); 12] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Recognised::Heic),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Recognised::Avif),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Recognised::Video),
        (b"%PDF-1.7\n", Recognised::Pdf),
        (b"\n\n%PDF-1.4\n", Recognised::Pdf),
        (b"II*\0\x08\0\0\0", Recognised::Tiff),
        (b"BM\x36\0", Recognised::Bmp),
        (b"PK\x03\x04\x14\0", Recognised::Archive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Recognised::OldOffice),
        (b"<!DOCTYPE html><html><body><svg/></body></html>", Recognised::Html),
        (b"8BPS\0\x01", Recognised::Photoshop),
        ("Kính gửi tòa soạn".as_bytes(), Recognised::Unknown),
    ];
    for (bytes, expected) in cases {
        assert_eq!(refused_as(bytes), expected);
    }
}

#[test]
fn a_jpeg_that_browsers_do_not_show_is_refused_as_such() {
    let mut bytes = samples::jpeg(16, 16);
    let frame = bytes.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame");
    bytes[frame + 1] = 0xc9; // arithmetic coding
    assert_eq!(look(&bytes), Err(UploadError::RareCoding { format: Format::Jpeg }));
}

#[test]
fn a_picture_without_any_size_is_damaged() {
    let expected = Err(UploadError::Damaged { format: Format::Png });
    assert_eq!(look(&samples::png_bomb(0, 10)), expected);
    let no_pixels = samples::png_bomb(10, 10);
    let header_and_end = [&no_pixels[..33], &samples::png_chunk(b"IEND", &[])].concat();
    assert_eq!(look(&header_and_end), expected);
}

proptest! {
    #[test]
    fn no_bytes_make_the_check_panic(
        start in 0usize..5,
        noise in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let starts: [&[u8]; 5] =
            [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\xff\0\0\0WEBP"];
        let _ = look(&[starts[start], &noise].concat());
    }

    #[test]
    fn a_changed_byte_never_makes_the_check_panic(at in 0usize..400, value in any::<u8>()) {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let mut bytes = samples::encode(samples::corners(20, 20), format);
            let at = at % bytes.len();
            bytes[at] = value;
            let _ = look(&bytes);
        }
    }
}
