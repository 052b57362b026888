//! Abbreviations and units, as they are said in full.

/// Written → said. Compared exactly: `TP` is a city, `tp` is nothing.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ANTT", "an ninh trật tự"),
    ("ATGT", "an toàn giao thông"),
    ("ATTP", "an toàn thực phẩm"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("BHTN", "bảo hiểm thất nghiệp"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("BTXH", "bảo trợ xã hội"),
    ("CBCC", "cán bộ công chức"),
    ("CCB", "Cựu chiến binh"),
    ("CCCD", "căn cước công dân"),
    ("CLB", "câu lạc bộ"),
    ("CMND", "chứng minh nhân dân"),
    ("CNTT", "công nghệ thông tin"),
    ("CP", "Chính phủ"),
    ("CSXH", "Chính sách xã hội"),
    ("CTMTQG", "Chương trình mục tiêu quốc gia"),
    ("ĐT", "điện thoại"),
    ("DTTS", "dân tộc thiểu số"),
    ("GD&ĐT", "Giáo dục và Đào tạo"),
    ("HĐND", "Hội đồng nhân dân"),
    ("HTX", "hợp tác xã"),
    ("KCN", "khu công nghiệp"),
    ("KH", "Kế hoạch"),
    ("KHKT", "khoa học kỹ thuật"),
    ("LĐ-TB&XH", "Lao động, Thương binh và Xã hội"),
    ("LĐTBXH", "Lao động, Thương binh và Xã hội"),
    ("LHPN", "Liên hiệp Phụ nữ"),
    ("MBA", "máy biến áp"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("NCT", "người cao tuổi"),
    ("NĐ", "Nghị định"),
    ("NHCSXH", "Ngân hàng Chính sách xã hội"),
    ("NN&MT", "Nông nghiệp và Môi trường"),
    ("NQ", "Nghị quyết"),
    ("NTM", "nông thôn mới"),
    ("NVH", "nhà văn hóa"),
    ("NVQS", "nghĩa vụ quân sự"),
    ("P.", "phường"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("PHHS", "phụ huynh học sinh"),
    ("Q.", "quận"),
    ("QĐ", "Quyết định"),
    ("QĐND", "Quân đội nhân dân"),
    ("QH", "Quốc hội"),
    ("QL", "quốc lộ"),
    ("SĐT", "số điện thoại"),
    ("STK", "số tài khoản"),
    ("SXKD", "sản xuất kinh doanh"),
    ("TBA", "trạm biến áp"),
    ("TDP", "tổ dân phố"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("TNCS", "Thanh niên Cộng sản"),
    ("TP", "thành phố"),
    ("TP.", "thành phố"),
    ("TT", "Thông tư"),
    ("TT.", "thị trấn"),
    ("TTg", "Thủ tướng"),
    ("TTHC", "thủ tục hành chính"),
    ("TW", "Trung ương"),
    ("TX.", "thị xã"),
    ("TYT", "trạm y tế"),
    ("UB", "Ủy ban"),
    ("UBND", "Ủy ban nhân dân"),
    ("UBTVQH", "Ủy ban Thường vụ Quốc hội"),
    ("VBSP", "Ngân hàng Chính sách xã hội"),
    ("VNĐ", "đồng"),
    ("VND", "đồng"),
    ("VSMT", "vệ sinh môi trường"),
    ("XĐGN", "xóa đói giảm nghèo"),
    ("XKLĐ", "xuất khẩu lao động"),
];

/// After a number, or after one and a space.
const UNITS: &[(&str, &str)] = &[
    ("%", "phần trăm"),
    ("'", "phút"),
    ("cm", "xăng-ti-mét"),
    ("g", "gam"),
    ("h", "giờ"),
    ("ha", "héc-ta"),
    ("k", "nghìn"),
    ("Hz", "héc"),
    ("K", "nghìn"),
    ("kg", "ki-lô-gam"),
    ("km", "ki-lô-mét"),
    ("km²", "ki-lô-mét vuông"),
    ("kV", "ki-lô-vôn"),
    ("kVA", "ki-lô-vôn am-pe"),
    ("kW", "ki-lô-oát"),
    ("kWh", "ki-lô-oát giờ"),
    ("l", "lít"),
    ("L", "lít"),
    ("m", "mét"),
    ("m2", "mét vuông"),
    ("m3", "mét khối"),
    ("mg", "mi-li-gam"),
    ("ml", "mi-li-lít"),
    ("mm", "mi-li-mét"),
    ("mm2", "mi-li-mét vuông"),
    ("mmHg", "mi-li-mét thủy ngân"),
    ("mmol", "mi-li-mol"),
    ("m²", "mét vuông"),
    ("m³", "mét khối"),
    ("tr", "triệu"),
    ("V", "vôn"),
    ("W", "oát"),
    ("đ", "đồng"),
    ("°C", "độ C"),
];

/// What is always so much for each.
const SUMMED: [&str; 8] = ["đồng", "lượt", "buổi", "trăm", "nghìn", "triệu", "tỷ", "tấn"];
/// What there is so much of for each: "3 lần/ngày". Words that as often stand for one
/// another ("2 thôn/xóm", "2 ông/bà") are none.
const EACH: [&str; 41] = [
    "giây",
    "phút",
    "giờ",
    "ngày",
    "đêm",
    "tuần",
    "tháng",
    "quý",
    "năm",
    "vụ",
    "kỳ",
    "ca",
    "buổi",
    "bữa",
    "lần",
    "lượt",
    "đợt",
    "chuyến",
    "người",
    "hộ",
    "khẩu",
    "nhân",
    "cháu",
    "trẻ",
    "học",
    "lớp",
    "trường",
    "xe",
    "con",
    "cây",
    "sào",
    "mẫu",
    "suất",
    "bộ",
    "bao",
    "gói",
    "lít",
    "cân",
    "đơn",
    "phòng",
    "hồ",
];

/// Kinds of documents in their numbers (Decree 30/2020, annex III; laws' and the Party's own).
const DOCUMENTS: &[(&str, &str)] = &[
    ("BC", "Báo cáo"),
    ("CT", "Chỉ thị"),
    ("HD", "Hướng dẫn"),
    ("KH", "Kế hoạch"),
    ("KL", "Kết luận"),
    ("NĐ", "Nghị định"),
    ("NQ", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("TB", "Thông báo"),
    ("TT", "Thông tư"),
    ("TTr", "Tờ trình"),
];

/// Roman numerals that follow one of these words are numbers.
const COUNTED: [&str; 8] = ["quý", "khóa", "khoá", "kỳ", "chương", "phần", "thứ", "đợt"];

/// Whether what follows this word is counted, and no month: "quý 4/2026".
pub fn is_counted(before: &str) -> bool {
    COUNTED.contains(&before)
}

/// What an abbreviation stands for.
pub fn abbreviation(written: &str) -> Option<&'static str> {
    ABBREVIATIONS.iter().find(|(short, _)| *short == written).map(|(_, said)| *said)
}

/// The kind of document that letters in its number stand for.
pub fn document(written: &str) -> Option<&'static str> {
    DOCUMENTS.iter().find(|(short, _)| *short == written).map(|(_, said)| *said)
}

/// Who issues a document: an office, which has a name of its own, or after a B the
/// ministry of a field, whose letters stand there without signs between them.
pub fn issuer(written: &str) -> Option<String> {
    let named = ABBREVIATIONS.iter().filter(|(_, full)| full.starts_with(char::is_uppercase));
    let field = written.strip_prefix('B').filter(|field| field.chars().count() > 3);
    let office = |(short, full): &(&str, &str)| match field {
        _ if *short == written => Some((*full).to_owned()),
        Some(field) if short.replace(['&', '-'], "") == field => Some(format!("Bộ {full}")),
        _ => None,
    };
    named.filter_map(office).next()
}

/// What a unit is called.
pub fn unit(written: &str) -> Option<&'static str> {
    UNITS.iter().find(|(short, _)| *short == written).map(|(_, said)| *said)
}

/// The value of a Roman numeral of at most 39 after a word that counts.
pub fn roman(written: &str, before: &str) -> Option<u64> {
    if !is_counted(&before.to_lowercase()) {
        return None;
    }
    const VALUES: [(&str, u64); 5] = [("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)];
    let (mut rest, mut value) = (written, 0);
    for (sign, worth) in VALUES {
        while let Some(after) = rest.strip_prefix(sign) {
            (rest, value) = (after, value + worth);
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// Whether a stroke after this word is "for each" whatever follows.
pub fn is_summed(word: &str) -> bool {
    SUMMED.contains(&word)
        || UNITS.iter().any(|(_, said)| said.split(' ').next_back() == Some(word))
}

/// Whether a stroke before this word is "for each" after a number of something.
pub fn is_each(word: &str) -> bool {
    EACH.contains(&word) || unit(word).is_some()
}
