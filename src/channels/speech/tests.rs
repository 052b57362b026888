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
        ("Hạn nộp: 30/9.", "Hạn nộp: ngày ba mươi tháng chín."),
        ("Hạn nộp: 1/3.", "Hạn nộp: ngày mùng một tháng ba."),
        ("30/9 hằng năm", "ngày ba mươi tháng chín hằng năm"),
        ("1/5 hằng năm", "ngày mùng một tháng năm hằng năm"),
        ("Chậm nhất 05/10", "Chậm nhất ngày mùng năm tháng mười"),
        (
            "chậm nhất 1/7, nhiều nhất 1/7",
            "chậm nhất ngày mùng một tháng bảy, nhiều nhất một trên bảy",
        ),
        ("Đợt 1: 10/3", "Đợt một: ngày mùng mười tháng ba"),
        ("5, 15 và 25/12", "ngày mùng năm, mười lăm và hai mươi lăm tháng mười hai"),
        ("ngày 05-07/12", "ngày mùng năm đến mùng bảy tháng mười hai"),
        (
            "Thứ Bảy, 1/8 và chủ nhật 2/8",
            "Thứ Bảy, ngày mùng một tháng tám và chủ nhật ngày mùng hai tháng tám",
        ),
        ("nghỉ 30/4 và 1/5", "nghỉ ngày ba mươi tháng tư và ngày mùng một tháng năm"),
        ("1/7 - 15/7", "ngày mùng một tháng bảy đến ngày mười lăm tháng bảy"),
        ("mùng 10/3, đường 30/4", "mùng mười tháng ba, đường ba mươi tháng tư"),
        (
            "1/2 suất, 2/3 số hộ, từ 1/2 số hộ",
            "một trên hai suất, hai trên ba số hộ, từ một trên hai số hộ",
        ),
        ("3/4 diện tích, 1, 2 và 3/4 ha", "ba trên bốn diện tích, một, hai và ba trên bốn héc-ta"),
        ("số 12/5 ngõ 3, 12/5 ngõ 3", "số mười hai trên năm ngõ ba, mười hai trên năm ngõ ba"),
        ("tổ 3/5, tỷ lệ 3/1", "tổ ba trên năm, tỷ lệ ba trên một"),
        ("đạt 9/12 tiêu chí", "đạt chín trên mười hai tiêu chí"),
        ("hết Q4/2026", "hết quý bốn năm hai nghìn không trăm hai mươi sáu"),
        ("Q.4/2026", "quý bốn năm hai nghìn không trăm hai mươi sáu"),
        ("T12/2026", "tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        (
            "Uống sáng 1/2 viên, tối 1/2 viên, mỗi ngày 1/4 kg",
            "Uống sáng một trên hai viên, tối một trên hai viên, mỗi ngày một trên bốn ki-lô-gam",
        ),
        ("Đi mất 2 giờ 3/4 đoạn đường", "Đi mất hai giờ ba trên bốn đoạn đường"),
        ("Nộp 1/2 trước, 1/2 sau", "Nộp một trên hai trước, một trên hai sau"),
        (
            "Mở cửa 24/24 giờ, 7/7 ngày trong tuần",
            "Mở cửa hai mươi tư trên hai mươi tư giờ, bảy trên bảy ngày trong tuần",
        ),
        (
            "Lịch tiêm phòng: 15/12. Tư vấn: 27/12",
            "Lịch tiêm phòng: ngày mười lăm tháng mười hai. Tư vấn: ngày hai mươi bảy tháng mười hai",
        ),
        ("Họp thôn 20/12", "Họp thôn ngày hai mươi tháng mười hai"),
        (
            "Họp lớp 20/11, bàn giao nhà 30/12",
            "Họp lớp ngày hai mươi tháng mười một, bàn giao nhà ngày ba mươi tháng mười hai",
        ),
        (
            "nhà 12/5, lớp 3/4, phòng 3/4, số nhà: 30/12",
            "nhà mười hai trên năm, lớp ba trên bốn, phòng ba trên bốn, số nhà: ba mươi trên mười hai",
        ),
        ("Tiêm phòng 4/5 - 8/5", "Tiêm phòng ngày mùng bốn tháng năm đến ngày mùng tám tháng năm"),
        ("Bản tin số 3/2026", "Bản tin số ba năm hai nghìn không trăm hai mươi sáu"),
        ("Quý 1, 2/2027", "Quý một, hai năm hai nghìn không trăm hai mươi bảy"),
        ("Đợt 1 - 3/2026", "Đợt một - tháng ba năm hai nghìn không trăm hai mươi sáu"),
        (
            "Giỗ Tổ 10/3 âm lịch, tổ dân phố 12/11",
            "Giỗ Tổ ngày mùng mười tháng ba âm lịch, tổ dân phố mười hai trên mười một",
        ),
        ("Quốc tế Thiếu nhi 1/6", "Quốc tế Thiếu nhi ngày mùng một tháng sáu"),
        ("Nghỉ 5-7/12", "Nghỉ ngày mùng năm đến mùng bảy tháng mười hai"),
        (
            "năm học 2026/2027",
            "năm học hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm hai mươi bảy",
        ),
        ("2026-03-02", "ngày mùng hai tháng ba năm hai nghìn không trăm hai mươi sáu"),
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
        ("2021 - 2025", "hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm"),
        ("5 – 7 triệu", "năm đến bảy triệu"),
        ("50.000 đồng - 60.000 đồng", "năm mươi nghìn đồng đến sáu mươi nghìn đồng"),
        (
            "3.500đ/kWh, 2 đồng/người",
            "ba nghìn năm trăm đồng một ki-lô-oát giờ, hai đồng một người",
        ),
        ("Đợt 1 - 10/3", "Đợt một - ngày mùng mười tháng ba"),
        ("năm 2026 – 15 xã", "năm hai nghìn không trăm hai mươi sáu, mười lăm xã"),
        ("1 500 000 đồng", "một triệu năm trăm nghìn đồng"),
        ("20 000 đồng, 20\u{a0}000 đồng", "hai mươi nghìn đồng, hai mươi nghìn đồng"),
        ("20\u{202f}000 đồng", "hai mươi nghìn đồng"),
        ("3,000,000 đồng", "ba triệu đồng"),
        ("50,000đ, 3,125 ha", "năm mươi nghìn đồng, ba phẩy một hai năm héc-ta"),
        ("năm 2026 100 hộ", "năm hai nghìn không trăm hai mươi sáu một trăm hộ"),
        ("30 kWh", "ba mươi ki-lô-oát giờ"),
        ("Phòng 1.02", "Phòng một chấm không hai"),
        ("thu nhập ≤ 2.250.000", "thu nhập không quá hai triệu hai trăm năm mươi nghìn"),
        ("< 16 tuổi, (≥60)", "dưới mười sáu tuổi, (lớn hơn hoặc bằng sáu mươi)"),
        ("> 5, = 3, ± 2", "trên năm, bằng ba, cộng trừ hai"),
        ("-5°C, từ -3 °C", "âm năm độ C, từ âm ba độ C"),
        ("-5 hộ", "-năm hộ"),
        ("003", "không không ba"),
        ("500k, 2 m", "năm trăm nghìn, hai mét"),
        ("1.500.000đ/người/tháng", "một triệu năm trăm nghìn đồng một người một tháng"),
        ("3 lần/ngày, 2 bữa/ngày", "ba lần một ngày, hai bữa một ngày"),
        ("35 học sinh/lớp, 2 ông/bà", "ba mươi lăm học sinh một lớp, hai ông, bà"),
        ("5 tấn/ha, 500 kg/ha", "năm tấn một héc-ta, năm trăm ki-lô-gam một héc-ta"),
        ("1-2 triệu/tháng", "một đến hai triệu một tháng"),
        ("60 km/h, 5.000 đồng/1 xe", "sáu mươi ki-lô-mét một giờ, năm nghìn đồng một xe"),
        ("đạt 5 ha/10 ha", "đạt năm héc-ta trên mười héc-ta"),
        ("tỉ lệ 1:10, tỷ lệ 1:2:3", "tỉ lệ một trên mười, tỷ lệ một trên hai trên ba"),
        ("Thu 9 tháng/năm, 03 bộ/hồ sơ", "Thu chín tháng một năm, ba bộ một hồ sơ"),
        ("3-4kg đạm/sào, 8h/ngày", "ba đến bốn ki-lô-gam đạm một sào, tám giờ một ngày"),
        (
            "500mg x 2 viên/lần, dây 2x2,5mm2",
            "năm trăm mi-li-gam nhân hai viên một lần, dây hai nhân hai phẩy năm mi-li-mét vuông",
        ),
        ("trạm 22kV, QL3", "trạm hai mươi hai ki-lô-vôn, quốc lộ ba"),
        (
            "Đến 30/11 thu được 1,2/1,5 tỷ đồng",
            "Đến ngày ba mươi tháng mười một thu được một phẩy hai trên một phẩy năm tỷ đồng",
        ),
        ("25tr/m2", "hai mươi lăm triệu một mét vuông"),
        ("NPK 16-16-8", "NPK mười sáu, mười sáu, tám"),
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
        ("13h30 - 17h", "mười ba giờ ba mươi phút đến mười bảy giờ"),
        ("8.30 - 11.30", "tám giờ ba mươi phút đến mười một giờ ba mươi phút"),
        ("T2 - T6, T2-T6", "thứ hai đến thứ sáu, thứ hai đến thứ sáu"),
        ("T3, T5 và CN; T7/CN", "thứ ba, thứ năm và chủ nhật; thứ bảy, chủ nhật"),
        ("Thứ Hai - thứ 6, thứ 4", "Thứ Hai đến thứ sáu, thứ tư"),
        ("phòng T2, KCN, ngành CN", "phòng T hai, khu công nghiệp, ngành CN"),
        (
            "22h 14/12 - 5h 15/12",
            "hai mươi hai giờ ngày mười bốn tháng mười hai đến năm giờ ngày mười lăm tháng mười hai",
        ),
        ("14h00', nghỉ 15'", "mười bốn giờ, nghỉ mười lăm phút"),
        (
            "(T7, CN), T4, 16/12, sáng T7, thứ 2-4-6",
            "(thứ bảy, chủ nhật), thứ tư, ngày mười sáu tháng mười hai, sáng thứ bảy, thứ hai, tư, sáu",
        ),
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
            "0987654321/0912345678",
            "không chín tám bảy sáu năm bốn ba hai một, không chín một hai ba bốn năm sáu bảy tám",
        ),
        ("Hỏi ai? 1022.", "Hỏi ai? một không hai hai."),
        ("Số hộ: 111.", "Số hộ: một trăm mười một."),
        (
            "https://hanoi.gov.vn/giam-ngheo",
            "hanoi chấm gov chấm vn gạch chéo giam gạch ngang ngheo",
        ),
        ("Xem www.x1.vn, hanoi.gov.vn.", "Xem x một chấm vn, hanoi chấm gov chấm vn."),
        ("pha 1:500 rồi họp lúc 8:30", "pha một trên năm trăm rồi họp lúc tám giờ ba mươi phút"),
        (
            "số tài khoản 3713015051905",
            "số tài khoản ba bảy một ba không một năm không năm một chín không năm",
        ),
        ("mã số thuế 0101234567", "mã số thuế không một không một hai ba bốn năm sáu bảy"),
        (
            "số thẻ: 9704 3660 1234 5678",
            "số thẻ: chín bảy không bốn, ba sáu sáu không, một hai ba bốn, năm sáu bảy tám",
        ),
        (
            "CCCD 001234567890, mã OTP 4821",
            "căn cước công dân không không một hai ba bốn năm sáu bảy tám chín không, mã OTP bốn tám hai \
             một",
        ),
        ("tài khoản 5000000000 đồng", "tài khoản năm tỷ đồng"),
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
        ("Kế hoạch 269/KH-UBND", "Kế hoạch số hai trăm sáu mươi chín, của Ủy ban nhân dân"),
        ("theo 269/KH-UBND", "theo Kế hoạch số hai trăm sáu mươi chín, của Ủy ban nhân dân"),
        (
            "Nghị định 07/2021/NĐ-CP",
            "Nghị định số bảy, năm hai nghìn không trăm hai mươi mốt, của Chính phủ",
        ),
        (
            "Nghị định số 07/2021/NĐ-CP của Chính phủ",
            "Nghị định số bảy, năm hai nghìn không trăm hai mươi mốt của Chính phủ",
        ),
        (
            "Luật 51/2024/QH15",
            "Luật số năm mươi mốt, năm hai nghìn không trăm hai mươi tư, của Quốc hội khóa mười lăm",
        ),
        ("Thông tư 7/TT-BLĐTBXH", "Thông tư số bảy, của Bộ Lao động, Thương binh và Xã hội"),
        ("Thông tư 7/TT-BTP", "Thông tư số bảy, B T P"),
        ("Quyết định 5/QĐ-TTg", "Quyết định số năm, của Thủ tướng"),
        ("Nghị quyết 5/NQ-HĐND", "Nghị quyết số năm, của Hội đồng nhân dân"),
        (
            "(Nghị định 144/2021/NĐ-CP)",
            "(Nghị định số một trăm bốn mươi tư, năm hai nghìn không trăm hai mươi mốt, của Chính phủ)",
        ),
        ("Chỉ thị 40-CT/TW", "Chỉ thị số bốn mươi, của Trung ương"),
        ("nhà số 12/A, công văn 5/SYT-NV", "nhà số mười hai, A, công văn năm, S Y T, N V"),
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
    fn no_figure_is_left_whatever_was_written(text in "[0-9a-zđưUBNDQHTC%.,:/ –()+<≤=-]{0,60}") {
        let said = spoken(&text);
        prop_assert!(!said.contains(|c: char| c.is_ascii_digit() || c == '%'), "{said}");
    }

    #[test]
    fn every_day_is_said_as_a_day(day in 1_u32..=28, month in 1_u32..=12, year in 1990_i32..2100) {
        let said = spoken(&format!("{day:02}/{month}/{year}"));
        prop_assert!(said.starts_with("ngày ") && said.contains(" tháng ") && said.contains(" năm "), "{said}");
    }
}
