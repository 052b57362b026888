use proptest::prelude::*;

use super::*;

#[test]
fn dates_are_said_in_full_and_the_word_before_them_once() {
    for (written, said) in [
        (
            "trước 15/12/2026",
            "trước ngày mười lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu",
        ),
        ("ngày 05/4/2026.", "ngày mùng năm tháng tư năm hai nghìn không trăm hai mươi sáu."),
        ("tháng 12/2026", "tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 2/9", "ngày mùng hai tháng chín"),
        ("24/7", "hai mươi tư trên bảy"),
        ("Trước 10/12", "Trước ngày mùng mười tháng mười hai"),
        ("Hạn nộp hồ sơ là 30/11", "Hạn nộp hồ sơ là ngày ba mươi tháng mười một"),
        ("giảm đến 3/4 số hộ", "giảm đến ba trên bốn số hộ"),
        (
            "từ 01/12/2026-05/12/2026",
            "từ ngày mùng một tháng mười hai năm hai nghìn không trăm hai mươi sáu đến ngày mùng năm \
             tháng mười hai năm hai nghìn không trăm hai mươi sáu",
        ),
        (
            "19h ngày 5/12 đến 7/12",
            "mười chín giờ ngày mùng năm tháng mười hai đến ngày mùng bảy tháng mười hai",
        ),
        ("đợt 2/2026", "đợt hai năm hai nghìn không trăm hai mươi sáu"),
        ("Quý I/2026", "Quý một năm hai nghìn không trăm hai mươi sáu"),
        ("45/13/2026", "bốn mươi lăm trên mười ba trên hai nghìn không trăm hai mươi sáu"),
    ] {
        assert_eq!(spoken(written), said, "{written}");
    }
}

#[test]
fn sums_shares_and_measures_are_said_with_their_units() {
    for (written, said) in [
        ("1.500.000 đồng/tháng", "một triệu năm trăm nghìn đồng một tháng"),
        ("50.000đ", "năm mươi nghìn đồng"),
        ("giảm 5,5%", "giảm năm phẩy năm phần trăm"),
        ("0,05 ha", "không phẩy không năm héc-ta"),
        ("12 m²", "mười hai mét vuông"),
        ("3-5 con", "ba đến năm con"),
        ("2022–2025", "hai nghìn không trăm hai mươi hai đến hai nghìn không trăm hai mươi lăm"),
        ("003", "không không ba"),
        ("500k, 2 m", "năm trăm nghìn, hai mét"),
        ("Covid-19, mạng 4G", "Covid mười chín, mạng bốn G"),
    ] {
        assert_eq!(spoken(written), said, "{written}");
    }
}

#[test]
fn times_and_telephone_numbers_are_said_as_such() {
    for (written, said) in [
        ("08:00–11:30", "tám giờ đến mười một giờ ba mươi phút"),
        ("8h30", "tám giờ ba mươi phút"),
        ("lúc 14h", "lúc mười bốn giờ"),
        ("8.30-11.30", "tám giờ ba mươi phút đến mười một giờ ba mươi phút"),
        ("Tổng đài 1022", "Tổng đài một không hai hai"),
        (
            "024.3333.4444. 0912.345.678",
            "không hai bốn, ba ba ba ba, bốn bốn bốn bốn. không chín một hai, ba bốn năm, sáu bảy tám",
        ),
        ("+84 912 345 678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("Gọi 024 3825 3536.", "Gọi không hai bốn, ba tám hai năm, ba năm ba sáu."),
        ("1900 1234", "một chín không không, một hai ba bốn"),
        (
            "Thư: lan-toa@example.gov.vn.",
            "Thư: lan gạch ngang toa a còng example chấm gov chấm vn.",
        ),
    ] {
        assert_eq!(spoken(written), said, "{written}");
    }
}

#[test]
fn abbreviations_and_decrees_are_said_in_full() {
    for (written, said) in [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("thẻ BHYT.", "thẻ bảo hiểm y tế."),
        ("TP. Hà Nội, TP.Hà Nội", "thành phố Hà Nội, thành phố Hà Nội"),
        ("Sở LĐ-TB&XH", "Sở Lao động, Thương binh và Xã hội"),
        ("Kế hoạch 269/KH-UBND", "Kế hoạch hai trăm sáu mươi chín, Kế hoạch, Ủy ban nhân dân"),
        (
            "Nghị định 07/2021/NĐ-CP",
            "Nghị định bảy, năm hai nghìn không trăm hai mươi mốt, Nghị định, Chính phủ",
        ),
        ("quý II", "quý hai"),
        ("vitamin C & I", "vitamin C và I"),
        ("ông/bà", "ông, bà"),
        ("một – hai", "một, hai"),
    ] {
        assert_eq!(spoken(written), said, "{written}");
    }
}

#[test]
fn reading_takes_whole_minutes_at_an_even_pace() {
    assert_eq!(syllables("ki-lô-gam gạo, một."), 5);
    assert_eq!((minutes(0), minutes(130), minutes(131)), (1, 1, 2));
}

proptest! {
    #[test]
    fn no_figure_is_left_whatever_was_written(text in "[0-9a-zđưUBNDkmgh%.,:/ –()+-]{0,60}") {
        let said = spoken(&text);
        prop_assert!(!said.contains(|c: char| c.is_ascii_digit() || c == '%'), "{said}");
    }

    #[test]
    fn every_day_is_said_as_a_day(day in 1_u32..=28, month in 1_u32..=12, year in 1990_i32..2100) {
        let said = spoken(&format!("{day:02}/{month}/{year}"));
        prop_assert!(said.starts_with("ngày ") && said.contains(" tháng ") && said.contains(" năm "), "{said}");
    }
}
