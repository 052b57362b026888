use proptest::prelude::*;

use super::super::samples;
use super::*;

fn read(segments: &[Vec<u8>]) -> Credits {
    Credits::read(Format::Jpeg, &samples::jpeg_with(&samples::jpeg(8, 8), segments))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn creator_credit_and_caption_are_read_from_iptc_in_utf_8() {
    let found = read(&[samples::iptc_segment(&[
        (1, 90, b"\x1b%G"),
        (2, 80, "Nguyễn Thị Hòa".as_bytes()),
        (2, 80, "Trần Văn Đức".as_bytes()),
        (2, 110, "Báo Hà Nội mới".as_bytes()),
        (2, 116, "© 2025 Hà Nội mới".as_bytes()),
        (2, 120, "Phiên chợ việc làm\r\n ở xã Phú Xuyên".as_bytes()),
    ])]);
    assert_eq!(found.creator, some("Nguyễn Thị Hòa, Trần Văn Đức"));
    assert_eq!(found.credit, some("Báo Hà Nội mới"));
    assert_eq!(found.copyright, some("© 2025 Hà Nội mới"));
    assert_eq!(found.caption, some("Phiên chợ việc làm ở xã Phú Xuyên"));
}

#[test]
fn iptc_without_a_marker_is_utf_8_where_it_can_be_and_latin_1_elsewhere() {
    let found = read(&[samples::iptc_segment(&[
        (2, 80, "Lê Đình Quý".as_bytes()),
        (2, 110, b"Agence Fran\xe7aise"),
    ])]);
    assert_eq!(found.creator, some("Lê Đình Quý"));
    assert_eq!(found.credit, some("Agence Française"));
}

#[test]
fn xmp_is_read_from_elements_and_from_attributes() {
    let found = read(&[samples::xmp_segment(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <r:Description r:about="" xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="Sở &amp; Báo"
            xmlns:d="http://purl.org/dc/elements/1.1/">
        <d:creator><r:Seq><r:li>Phạm Thu</r:li><r:li>Đỗ &#x41;nh &lt;nhóm&gt;</r:li></r:Seq></d:creator>
        <d:description><r:Alt><r:li xml:lang="x-default">A loom</r:li>
            <r:li xml:lang="vi-VN">Khung cửi</r:li><r:li xml:lang="fr">Un métier</r:li></r:Alt></d:description>
        </r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>"#,
    )]);
    assert_eq!(found.creator, some("Phạm Thu, Đỗ Anh <nhóm>"));
    assert_eq!(found.credit, some("Sở & Báo"));
    assert_eq!(found.caption, some("Khung cửi"));
}

#[test]
fn xmp_goes_before_iptc_and_iptc_fills_what_is_missing() {
    let xmp = packet(&Credits { creator: some("Từ XMP"), ..Credits::default() });
    let iptc = samples::iptc_segment(&[(2, 80, b"From IPTC"), (2, 110, b"Credit")]);
    let found = read(&[iptc, samples::xmp_segment(&xmp)]);
    assert_eq!((found.creator, found.credit), (some("Từ XMP"), some("Credit")));
}

#[test]
fn a_packet_written_here_reads_back_the_same_from_every_container() {
    let credits = Credits {
        creator: some("Ng. \"Tư\" <b>&amp;</b>"),
        credit: some("Ảnh: TTXVN"),
        caption: some("Mô hình nuôi bò"),
        copyright: some("© 2026"),
        alt_text: some("Ba con bò bên hàng rào tre"),
    };
    let packet = packet(&credits);
    assert_eq!(read(&[samples::xmp_segment(&packet)]), credits);

    let plain = [b"XML:com.adobe.xmp\0\0\0\0\0", packet.as_bytes()].concat();
    let png = samples::png_with(&samples::png(4, 4), &[samples::png_chunk(b"iTXt", &plain)]);
    assert_eq!(Credits::read(Format::Png, &png), credits);
}

#[test]
fn a_packed_xmp_text_in_png_is_read_and_a_bomb_in_its_place_is_not() {
    use std::io::Write;
    let packed = |text: &[u8]| {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zlib.write_all(text).expect("packs");
        let data = [b"XML:com.adobe.xmp\0\x01\0\0\0", &zlib.finish().expect("packs")[..]].concat();
        samples::png_with(&samples::png(4, 4), &[samples::png_chunk(b"iTXt", &data)])
    };
    let credits = Credits { creator: some("Vũ Lan"), ..Credits::default() };
    let honest = packed(packet(&credits).as_bytes());
    assert_eq!(Credits::read(Format::Png, &honest), credits);
    let mut bomb = vec![b' '; 50_000_000];
    bomb.extend(packet(&credits).as_bytes());
    assert!(Credits::read(Format::Png, &packed(&bomb)).is_empty());
}

#[test]
fn texts_are_nfc_on_one_line_without_invisible_characters_and_cut() {
    let messy = "\u{feff}  Hoa\u{300} \u{200b}Bi\u{300}nh\u{ad}\t\u{a0}\n\0 ";
    assert_eq!(tidy(messy, 200), some("Hoà Bình"));
    assert_eq!(tidy(" \u{200b} \n", 200), None);
    assert_eq!(tidy(&"ệ ".repeat(300), 201).map(|text| text.chars().count()), Some(201));
    let long = read(&[samples::iptc_segment(&[(2, 120, "ấ".repeat(9_000).as_bytes())])]);
    assert_eq!(long.caption.map(|text| text.chars().count()), Some(2_000));
}

#[test]
fn camera_and_place_are_not_read() {
    let found = read(&[samples::exif_segment(1), samples::iptc_segment(&[(2, 90, b"Ha Noi")])]);
    assert!(found.is_empty());
}

proptest! {
    #[test]
    fn broken_metadata_gives_no_field_and_no_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..200,
    ) {
        let mut iim = samples::iim(&[(1, 90, b"\x1b%G"), (2, 80, b"A"), (2, 120, b"Caption")]);
        let at = at.min(iim.len());
        iim.splice(at.., noise.iter().copied());
        let resources = [&b"8BIM\x04\x04\0\0\0\0"[..], &[0, noise.len() as u8], &iim].concat();
        iptc::read(&resources);
        iptc::read(&noise);
        xmp::read(&noise);
        let packet = packet(&Credits { creator: some("Ai đó"), ..Credits::default() });
        let cut = packet.as_bytes().get(..at * 2).unwrap_or_default();
        xmp::read(&[cut, &noise].concat());
    }
}
