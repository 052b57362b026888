//! A small site to search: written for these tests, names nobody.

use crate::content::{Kind, Language};
use crate::search::Document;
use chrono::{TimeZone, Utc};

pub(super) const LOAN: i64 = 1;
pub(super) const BEES: i64 = 2;
pub(super) const TRAINING: i64 = 3;
pub(super) const WATER: i64 = 4;
pub(super) const LEAFLET: i64 = 5;
pub(super) const CRAB: i64 = 6;
pub(super) const PEACE: i64 = 7;
pub(super) const JOBS: i64 = 8;
pub(super) const SEWING: i64 = 9;
pub(super) const HOUSE: i64 = 10;
pub(super) const ENGLISH: i64 = 11;
pub(super) const SCHOOL: i64 = 12;

/// A document with nothing but its number, day and text.
pub(super) fn plain(item_id: i64, title: &str, sapo: &str, body: &str) -> Document {
    let day = 1 + u32::try_from(item_id.rem_euclid(27)).unwrap_or_default();
    Document {
        item_id,
        language: Language::Vi,
        kind: Kind::Article,
        title: title.to_owned(),
        sapo: sapo.to_owned(),
        body: body.to_owned(),
        byline: String::new(),
        topics: Vec::new(),
        audiences: Vec::new(),
        places: Vec::new(),
        year: 2026,
        published_at: Utc.with_ymd_and_hms(2026, 3, day, 1, 0, 0).single().unwrap_or_default(),
        until: None,
    }
}

pub(super) fn texts() -> Vec<Document> {
    let mut texts = vec![
        plain(
            LOAN,
            "Hộ nghèo được vay vốn ưu đãi để chăn nuôi",
            "Ngân hàng cho hộ nghèo vay vốn lãi suất thấp, không cần thế chấp.",
            "Mỗi hộ được vay tối đa một trăm triệu đồng trong ba năm. Cán bộ đến tận nhà hướng dẫn thủ tục.",
        ),
        plain(
            BEES,
            "Nuôi ong lấy mật ở xã Ba Vì: mô hình giảm nghèo bền vững",
            "Mười hai hộ cùng nuôi ong, mỗi năm thu hơn hai tấn mật.",
            "Từ năm đàn ong ban đầu, tổ hợp tác nay có ba trăm đàn. Vốn vay đã trả xong trước hạn.",
        ),
        plain(
            TRAINING,
            "Tập huấn kỹ năng truyền thông cho cán bộ cơ sở",
            "Lớp học kéo dài hai ngày, dành cho cán bộ làm công tác giảm nghèo.",
            "Học viên được thực hành viết tin, chụp ảnh và đọc bản tin trên loa.",
        ),
        plain(
            WATER,
            "Nước sạch về với bản xa",
            "Công trình cấp nước tự chảy hoàn thành sau tám tháng.",
            "Bà con không còn phải gánh nước từ suối. Nguồn nước sạch giúp trẻ em ít ốm đau hơn, và hộ nghèo đỡ được khoản chi mua nước.",
        ),
        plain(
            LEAFLET,
            "Người dân cần biết: bảo hiểm y tế cho hộ cận nghèo",
            "Ngân sách đóng giúp toàn bộ mức phí.",
            "Mang theo căn cước và giấy chứng nhận đến bộ phận một cửa. Thẻ được cấp trong ba ngày.",
        ),
        plain(
            CRAB,
            "Bắt cua đồng trên ruộng bậc thang",
            "Một nghề phụ sau mùa gặt.",
            "Cua đồng bán cho các quán ăn trong vùng, mỗi buổi được hai cân.",
        ),
        plain(
            PEACE,
            "Ngày hội đoàn kết ở thôn Hoà Bình",
            "Cả thôn cùng làm đường, trồng hoa.",
            "Bà Thuỷ, tổ trưởng tổ dân phố, nói rằng đoàn kết là sức khoẻ của thôn.",
        ),
        plain(
            JOBS,
            "Phiên giao dịch việc làm cuối tuần",
            "Ba mươi doanh nghiệp tuyển lao động phổ thông.",
            "Người lao động đến phỏng vấn tại chỗ, có xe đưa đón từ các xã.",
        ),
        plain(
            SEWING,
            "Lớp dạy nghề may mở cửa trở lại",
            "Đào tạo nghề miễn phí cho phụ nữ thuộc hộ nghèo.",
            "Sau ba tháng học nghề, học viên được giới thiệu việc làm tại xưởng may.",
        ),
        plain(
            HOUSE,
            "Xóa nhà tạm trước mùa mưa",
            "Mười căn nhà mới được bàn giao.",
            "Thanh niên góp ngày công, doanh nghiệp góp xi măng, và người nghèo có chỗ ở chắc chắn.",
        ),
        plain(
            ENGLISH,
            "Loans for poor households",
            "The bank lends without security.",
            "Each household may borrow for three years.",
        ),
        plain(
            SCHOOL,
            "Trẻ em đến trường",
            "Học bổng cho học sinh vượt khó.",
            "Nhà trường tặng sách vở, xe đạp. Không để em nào phải bỏ học.",
        ),
    ];
    for text in &mut texts {
        classify(text);
    }
    texts
}

fn classify(text: &mut Document) {
    let (kind, topics, places, year): (Kind, &[&str], &[&str], i32) = match text.item_id {
        BEES => (Kind::Story, &["viec-lam-sinh-ke-ben-vung"], &["xa-ba-vi"], 2026),
        TRAINING => (Kind::Event, &["chuyen-doi-so"], &["xa-ba-vi", "xa-suoi-hai"], 2025),
        LEAFLET => (Kind::Leaflet, &["an-sinh-xa-hoi", "dich-vu-xa-hoi-co-ban"], &[], 2025),
        LOAN => (Kind::Article, &["an-sinh-xa-hoi"], &["xa-ba-vi"], 2026),
        SEWING => (Kind::Article, &["dao-tao-nghe"], &["xa-suoi-hai"], 2024),
        _ => (Kind::Article, &[], &[], 2026),
    };
    text.kind = kind;
    text.topics = topics.iter().map(|&slug| slug.to_owned()).collect();
    text.places = places.iter().map(|&slug| slug.to_owned()).collect();
    text.audiences = vec!["nguoi-dan".to_owned()];
    text.year = year;
    if text.item_id == ENGLISH {
        text.language = Language::En;
    }
}
