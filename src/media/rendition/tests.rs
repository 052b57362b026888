use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder};
use moxcms::ColorProfile;
use proptest::prelude::*;

use super::super::samples;
use super::super::upload::inspect;
use super::*;

fn open(bytes: &[u8]) -> Picture {
    Picture::open(bytes, &Limits::default()).expect("opens")
}

fn load(rendition: &Rendition) -> DynamicImage {
    let image = image::load_from_memory(&rendition.bytes).expect("a rendition decodes");
    assert_eq!((image.width(), image.height()), (rendition.width, rendition.height));
    image
}

fn all_of(picture: &Picture, credits: &Credits) -> Vec<Rendition> {
    let variants = picture.variants(credits).map(|made| made.expect("made"));
    variants.chain([picture.master(credits).expect("made")]).collect()
}

fn credits() -> Credits {
    Credits {
        creator: Some("Nguyễn Văn Bình".to_owned()),
        credit: Some("TTXVN".to_owned()),
        caption: Some("Lớp dạy nghề may ở xã Ba Vì".to_owned()),
        ..Credits::default()
    }
}

fn close(found: Rgb<u8>, expected: [u8; 3], by: u8) -> bool {
    found.0.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= by)
}

/// Encodes with a profile or a colour type that the `image` crate does not write.
fn jpeg_of(data: &[u8], side: u16, colour: ColorType, profile: Option<&ColorProfile>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    if let Some(profile) = profile {
        let profile = profile.encode().expect("a profile encodes");
        encoder.add_icc_profile(&profile).expect("a profile fits");
    }
    encoder.encode(data, side, side, colour).expect("encodes");
    bytes
}

#[test]
fn a_picture_of_each_of_the_eight_orientations_stands_upright() {
    for value in 1u8..=8 {
        let mut stored = DynamicImage::from(samples::corners(48, 32));
        let back = match Orientation::from_exif(value).expect("one of eight") {
            Orientation::Rotate90 => Orientation::Rotate270,
            Orientation::Rotate270 => Orientation::Rotate90,
            other => other, // the rest undo themselves
        };
        stored.apply_orientation(back);
        let jpeg = samples::encode(stored.to_rgb8(), ImageFormat::Jpeg);
        let bytes = samples::jpeg_with(&jpeg, &[samples::exif_segment(value.into())]);
        for rendition in all_of(&open(&bytes), &Credits::default()) {
            let seen = load(&rendition).to_rgb8();
            assert_eq!(seen.dimensions(), (48, 32), "orientation {value}");
            assert!(close(*seen.get_pixel(4, 4), [220, 30, 30], 24), "orientation {value}");
            assert!(close(*seen.get_pixel(43, 4), [30, 200, 30], 24), "orientation {value}");
            assert!(close(*seen.get_pixel(4, 27), [30, 30, 220], 24), "orientation {value}");
            let again = inspect(&rendition.bytes, &Limits::default()).expect("accepted");
            assert_eq!(again.orientation, Orientation::NoTransforms);
        }
    }
}

#[test]
fn place_and_camera_are_in_no_rendition_and_the_names_are_in_all() {
    let hidden = b"a note after the picture";
    let jpeg = samples::jpeg_with(
        &samples::jpeg(700, 50),
        &[
            samples::exif_segment(1),
            samples::iptc_segment(&[
                (2, 80, "Nguyễn Văn Bình".as_bytes()),
                (2, 110, b"TTXVN"),
                (2, 120, "Lớp dạy nghề may ở xã Ba Vì".as_bytes()),
            ]),
        ],
    );
    let png = samples::png_with(
        &samples::png(700, 50),
        &[
            samples::png_chunk(b"eXIf", &samples::exif(1)),
            samples::png_chunk(
                b"iTXt",
                &[b"XML:com.adobe.xmp\0\0\0\0\0", packet(&credits()).as_bytes()].concat(),
            ),
        ],
    );
    for (format, bytes) in [(Format::Jpeg, jpeg), (Format::Png, png)] {
        let bytes = [&bytes[..], hidden].concat();
        assert!(samples::contains(&bytes, &samples::LATITUDE));
        let found = Credits::read(format, &bytes);
        assert_eq!(found, credits());
        let made = all_of(&open(&bytes), &found);
        assert_eq!(made.len(), 3 * 2 + 1);
        for rendition in &made {
            for secret in [&samples::LATITUDE[..], samples::CAMERA, hidden, b"Exif", b"8BIM"] {
                assert!(!samples::contains(&rendition.bytes, secret), "{:?}", rendition.format);
            }
            let kept = Credits::read(rendition.format, &rendition.bytes);
            assert_eq!((kept.creator, kept.credit), (found.creator.clone(), found.credit.clone()));
            load(rendition); // written in by hand, and still a good file
        }
        let master = made.last().expect("a master");
        assert_eq!(master.format, format);
        assert_eq!(Credits::read(format, &master.bytes), credits());
    }
}

#[test]
fn variants_are_made_at_the_widths_that_pages_expect_in_both_formats() {
    let picture = open(&samples::jpeg(1200, 90));
    let mut made: Vec<_> = picture
        .variants(&Credits::default())
        .map(|made| made.map(|made| (made.width, made.height, made.format)).expect("made"))
        .collect();
    made.sort_by_key(|(width, _, format)| (*width, format.extension()));
    let expected: Vec<_> = widths(1200)
        .into_iter()
        .flat_map(|w| [Format::Jpeg, Format::WebP].map(|f| (w, height_at(w, 1200, 90), f)))
        .collect();
    assert_eq!(made, expected);
    assert_eq!(widths(1200), [320, 640, 1024, 1200]);
}

#[test]
fn no_width_is_above_the_original() {
    assert_eq!(widths(0), Vec::<u32>::new());
    assert_eq!(widths(1), [1]);
    assert_eq!(widths(320), [320]);
    assert_eq!(widths(1024), [320, 640, 1024]);
    assert_eq!(widths(1599), [320, 640, 1024, 1599]);
    assert_eq!(widths(1600), WIDTHS);
    assert_eq!(widths(8000), WIDTHS);
}

#[test]
fn a_picture_of_one_pixel_and_one_of_one_column_have_their_variants() {
    for (width, height) in [(1, 1), (1, 900), (900, 1)] {
        for rendition in all_of(&open(&samples::png(width, height)), &credits()) {
            load(&rendition);
        }
    }
}

#[test]
fn what_is_see_through_stays_so_in_webp_and_turns_white_in_jpeg() {
    let picture = open(&samples::encode(samples::disc(700), ImageFormat::Png));
    assert!(picture.has_alpha());
    for rendition in all_of(&picture, &credits()) {
        let seen = load(&rendition).to_rgba8();
        let (corner, middle) =
            (*seen.get_pixel(1, 1), *seen.get_pixel(seen.width() / 2, seen.height() / 2));
        assert!(close(Rgb([middle[0], middle[1], middle[2]]), [200, 20, 60], 12));
        match rendition.format {
            Format::Jpeg => assert!(corner.0.iter().all(|&v| v >= 252), "{corner:?}"),
            _ => assert_eq!(corner[3], 0),
        }
    }
}

#[test]
fn the_colour_under_see_through_parts_does_not_bleed_into_the_edges() {
    let side = 700;
    let picture = RgbaImage::from_fn(side, side, |x, _| {
        if x % 2 == 0 { Rgba([200, 20, 60, 255]) } else { Rgba([0, 255, 0, 0]) }
    });
    let picture = open(&samples::encode(picture, ImageFormat::Png));
    let small = scale::Scaler::new(&picture.pixels).at_width(320).expect("scales");
    let middle = small.data.chunks_exact(4).nth(320 * 160 + 160).expect("a pixel");
    assert!(close(Rgb([middle[0], middle[1], middle[2]]), [200, 20, 60], 2), "{middle:?}");
    assert!(middle[3].abs_diff(128) < 40, "{middle:?}");
}

#[test]
fn an_alpha_channel_that_hides_nothing_is_dropped() {
    let opaque = DynamicImage::from(samples::corners(20, 20)).to_rgba8();
    assert!(!open(&samples::encode(opaque, ImageFormat::Png)).has_alpha());
}

#[test]
fn black_and_white_lines_mix_to_the_grey_seen_from_afar() {
    for width in [640, 4_900] {
        let lines = RgbImage::from_fn(width, 40, |_, y| Rgb([if y % 2 == 0 { 255 } else { 0 }; 3]));
        let picture = open(&samples::encode(lines, ImageFormat::Png));
        let small = scale::Scaler::new(&picture.pixels).at_width(320).expect("scales");
        let middle = small.data[small.data.len() / 2 / 3 * 3];
        assert!(middle.abs_diff(188) <= 3, "half the light is 188 in sRGB, not {middle}");
    }
}

#[test]
fn a_very_wide_picture_keeps_its_parts_in_place_when_it_is_scaled() {
    // wide enough for averaging in blocks, with a column and a row left over
    let picture = open(&samples::png(4_801, 601));
    for rendition in picture.variants(&Credits::default()).map(|made| made.expect("made")) {
        let seen = load(&rendition).to_rgb8();
        let (right, bottom) = (seen.width() - 3, seen.height() - 2);
        assert!(close(*seen.get_pixel(2, 1), [220, 30, 30], 24));
        assert!(close(*seen.get_pixel(right, 1), [30, 200, 30], 24));
        assert!(close(*seen.get_pixel(2, bottom), [30, 30, 220], 24));
        assert!(close(*seen.get_pixel(right, bottom), [250, 250, 250], 24));
    }
}

#[test]
fn grey_cmyk_and_sixteen_bit_pictures_are_opened() {
    let grey = DynamicImage::from(samples::corners(64, 64)).to_luma8();
    let picture = open(&samples::encode(grey, ImageFormat::Jpeg));
    let seen = load(&picture.master(&Credits::default()).expect("made")).to_rgb8();
    let shade = seen.get_pixel(60, 60);
    assert!(close(*shade, [250; 3], 6), "{shade:?}");

    let red = [0u8, 255, 255, 0].repeat(64 * 64);
    let picture = open(&jpeg_of(&red, 64, ColorType::CmykAsYcck, None));
    let seen = load(&picture.master(&Credits::default()).expect("made")).to_rgb8();
    let shade = seen.get_pixel(30, 30);
    assert!(shade[0] > 200 && shade[1] < 60 && shade[2] < 60, "{shade:?}");

    let deep = DynamicImage::from(samples::corners(64, 64)).to_rgb16();
    let picture = open(&samples::encode(deep, ImageFormat::Png));
    assert_eq!(picture.pixels.data.get(..3), Some(&[220, 30, 30][..]));
}

#[test]
fn the_first_picture_of_an_animated_gif_is_taken() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for colour in [[200, 0, 0, 255], [0, 0, 200, 255]] {
        let frame = image::Frame::new(RgbaImage::from_pixel(30, 20, Rgba(colour)));
        encoder.encode_frame(frame).expect("encodes");
    }
    drop(encoder);
    let picture = open(&bytes);
    assert!(close(Rgb([picture.pixels.data[0], picture.pixels.data[1], 0]), [200, 0, 0], 8));
}

#[test]
fn colours_of_a_wider_profile_are_converted_and_those_of_srgb_are_left_alone() {
    let data = [180u8, 90, 90].repeat(32 * 32);
    let pixel = |profile: Option<&ColorProfile>| {
        let picture = open(&jpeg_of(&data, 32, ColorType::Rgb, profile));
        let master = picture.master(&Credits::default()).expect("made");
        assert!(!samples::contains(&master.bytes, b"ICC_PROFILE"));
        [picture.pixels.data[0], picture.pixels.data[1], picture.pixels.data[2]]
    };
    let plain = pixel(None);
    assert_eq!(pixel(Some(&ColorProfile::new_srgb())), plain);
    let wide = pixel(Some(&ColorProfile::new_display_p3()));
    assert!(wide[0] > plain[0] + 5 && wide[1] + 5 < plain[1], "{plain:?} to {wide:?}");
}

#[test]
fn greys_of_a_linear_profile_are_converted() {
    let data = [64u8; 32 * 32];
    let profile = ColorProfile::new_gray_with_gamma(1.0);
    let picture = open(&jpeg_of(&data, 32, ColorType::Luma, Some(&profile)));
    let shade = Rgb([picture.pixels.data[0], picture.pixels.data[1], picture.pixels.data[2]]);
    assert!(close(shade, [137; 3], 3), "{shade:?}");
}

#[test]
fn a_broken_profile_is_as_good_as_none() {
    let plain = samples::jpeg(32, 32);
    let profile = [&b"ICC_PROFILE\0\x01\x01"[..], &[7; 200]].concat();
    let bytes = samples::jpeg_with(&plain, &[samples::segment(0xe2, &profile)]);
    assert_eq!(open(&bytes).pixels, open(&plain).pixels);
}

#[test]
fn whole_headers_over_damaged_pixels_are_undecodable() {
    let found = Picture::open(&samples::png_bomb(3_000, 3_000), &Limits::default());
    assert!(matches!(found, Err(RenditionError::Undecodable { format: Format::Png, .. })));
}

#[test]
fn a_jpeg_with_two_sizes_is_not_opened_as_either() {
    let bytes = samples::jpeg(64, 64);
    let small = [8, 0, 16, 0, 16, 1, 1, 0x11, 0];
    let found = samples::jpeg_with(&bytes, &[samples::segment(0xc0, &small)]);
    assert!(matches!(
        Picture::open(&found, &Limits::default()),
        Err(RenditionError::Undecodable { format: Format::Jpeg, .. } | RenditionError::Refused(_))
    ));
}

#[test]
fn what_the_checks_refuse_is_not_opened() {
    let found = Picture::open(&samples::png_bomb(50_000, 50_000), &Limits::default());
    assert!(matches!(found, Err(RenditionError::Refused(UploadError::SideTooLong { .. }))));
}

#[test]
fn the_master_of_a_master_is_the_same_size_and_of_the_same_type() {
    for bytes in [samples::jpeg(90, 60), samples::png(90, 60)] {
        let master = open(&bytes).master(&credits()).expect("made");
        let again = open(&master.bytes).master(&credits()).expect("made");
        assert_eq!((again.format, again.width, again.height), (master.format, 90, 60));
    }
}

#[test]
fn a_master_with_more_bytes_than_an_upload_may_have_is_opened() {
    let bytes = samples::jpeg(64, 64);
    let limits = Limits { max_bytes: bytes.len() as u64, ..Limits::default() };
    let picture = Picture::open(&bytes, &limits).expect("opens");
    let long = Credits { caption: Some("ộ\"\u{1}".repeat(9_000)), ..Credits::default() };
    let master = picture.master(&long).expect("a caption of any length fits");
    assert!(Picture::open(&master.bytes, &limits).is_err());
    assert!(Picture::open(&master.bytes, &limits.for_master()).is_ok());
    let kept = Credits::read(Format::Jpeg, &master.bytes).caption;
    assert_eq!(kept.map(|text| text.chars().count()), Some(2_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn widths_rise_and_end_with_what_is_there(original in 1u32..20_000) {
        let found = widths(original);
        prop_assert!(found.is_sorted_by(|a, b| a < b));
        prop_assert_eq!(found.last().copied(), Some(original.min(1600)));
    }

    #[test]
    fn a_damaged_file_is_refused_or_opened_and_never_a_panic(
        at in 12usize..2_000, value in any::<u8>(), kind in 0usize..4,
    ) {
        let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
        let mut bytes = samples::encode(samples::corners(33, 21), formats[kind]);
        let at = at % bytes.len();
        bytes[at] = value;
        let limits = Limits { max_pixels: 100_000, ..Limits::default() };
        if let Ok(picture) = Picture::open(&bytes, &limits) {
            prop_assert!(picture.variants(&Credits::default()).all(|made| made.is_ok()));
        }
    }
}
