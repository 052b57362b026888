//! The words of faults, in the two languages.

use std::io::ErrorKind;

use super::{Expected, Noun, What, problems};
use crate::media::intake::IntakeError;
use crate::media::upload::UploadError;
use crate::names::{Language, say};
use crate::search::synonyms::{MAX_FORM, MAX_FORMS, MAX_WORDS, SynonymError};
use crate::syntax;

impl What {
    /// One line without a full stop.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Unreadable { kind, reason } => {
                let why = unreadable(*kind).unwrap_or(reason);
                say!(language, "không đọc được: {why}", "cannot be read: {reason}")
            }
            Self::ChangedMeanwhile => say!(
                language,
                "tệp đã thay đổi trong lúc nhập; hãy chạy lại",
                "the file has changed meanwhile; run it again"
            ),
            Self::Empty => say!(
                language,
                "thư mục không có gì để nhập (cần items/, pages/, taxonomies/… như trong content/README.md)",
                "there is nothing to import in this folder (items/, pages/, taxonomies/… as told in content/README.md)"
            ),
            Self::NotUtf8 { .. } | Self::LegacyText { .. } | Self::MixedLetters { .. } => {
                self.encoding_message(language)
            }
            Self::UnknownFile { nearest } => {
                let hint = hint(nearest.as_deref(), language);
                say!(
                    language,
                    "không rõ tệp này để làm gì{hint}",
                    "no file of this name is read{hint}"
                )
            }
            Self::FrontMatterMissing => say!(
                language,
                "tệp phải bắt đầu bằng dòng +++ rồi đến phần khai báo TOML",
                "the file must begin with a line +++ and front matter in TOML"
            ),
            Self::FrontMatterOpen => say!(
                language,
                "phần khai báo chưa được đóng bằng một dòng +++",
                "the front matter is not closed by a line +++"
            ),
            Self::Syntax { message } => {
                let fallback =
                    format!("hãy xem lại dấu nháy, dấu ngoặc và dấu = (bộ đọc báo: {message})");
                let why = syntax::in_vietnamese(message).unwrap_or(&fallback);
                say!(language, "sai cú pháp từ chỗ này: {why}", "syntax error: {message}")
            }
            Self::UnknownKey { .. }
            | Self::MissingKey { .. }
            | Self::WrongType { .. }
            | Self::NotInList { .. } => self.key_message(language),
            Self::Unknown { noun, value, nearest } => {
                let (noun, hint) =
                    (noun.absent(value, language), hint(nearest.as_deref(), language));
                format!("{noun}{hint}")
            }
            Self::Duplicate { noun, value, other } => {
                let noun = noun.name(language);
                say!(
                    language,
                    "{noun} \"{value}\" đã có trong {other}",
                    "the {noun} \"{value}\" stands in {other} already"
                )
            }
            Self::Taken { value } => say!(
                language,
                "địa chỉ /{value} đã dành cho phần khác của trang, hãy chọn slug khác",
                "something else stands at /{value}, choose another slug"
            ),
            Self::Circle { slug } => {
                say!(language, "\"{slug}\" nằm dưới chính nó", "\"{slug}\" stands below itself")
            }
            Self::Picture { vi, en } => {
                say!(language, "không nhận được tệp: {vi}", "the file is refused: {en}")
            }
            Self::PictureMissing => say!(
                language,
                "không có tệp ảnh hay bản thu cùng tên (.jpg, .png, .gif, .webp, .mp3 hoặc .m4a)",
                "there is no picture or recording of this name (.jpg, .png, .gif, .webp, .mp3 or .m4a)"
            ),
            Self::Synonym(error) => synonym_message(error, language),
            Self::Problem(problem) => problems::message(problem, language),
            _ => self.item_message(language),
        }
    }

    fn encoding_message(&self, language: Language) -> String {
        match self {
            Self::NotUtf8 { encoding: None } => say!(
                language,
                "không phải UTF-8; hãy lưu lại tệp bằng UTF-8",
                "invalid UTF-8; save the file as UTF-8"
            ),
            Self::NotUtf8 { encoding: Some(encoding) } | Self::LegacyText { encoding } => {
                let name = encoding.name();
                say!(
                    language,
                    "văn bản dùng bảng mã cũ {name}; thêm --convert-legacy để chuyển sang Unicode",
                    "the text is in the old encoding {name}; add --convert-legacy to convert it"
                )
            }
            Self::MixedLetters { encoding } => {
                let name = encoding.name();
                say!(
                    language,
                    "một dòng có cả chữ Unicode lẫn chữ {name}; hãy tách phần chữ cũ ra dòng riêng",
                    "one line has letters of Unicode and of {name}; put the old text on a line of its own"
                )
            }
            _ => String::new(),
        }
    }

    fn key_message(&self, language: Language) -> String {
        match self {
            Self::UnknownKey { key, allowed, nearest } => {
                let hint = hint(nearest.as_deref(), language);
                let allowed = allowed.join(", ");
                say!(
                    language,
                    "không có trường \"{key}\"{hint} (được dùng: {allowed})",
                    "unknown key \"{key}\"{hint} (allowed: {allowed})"
                )
            }
            Self::MissingKey { key } => {
                say!(language, "thiếu trường \"{key}\"", "the key \"{key}\" is missing")
            }
            Self::WrongType { key, expected } => {
                let expected = expected.name(language);
                say!(language, "\"{key}\" phải là {expected}", "\"{key}\" must be {expected}")
            }
            Self::NotInList { key, value, allowed, nearest } => {
                let (hint, allowed) = (hint(nearest.as_deref(), language), allowed.join(", "));
                say!(
                    language,
                    "\"{key}\" không thể là \"{value}\"{hint} (được dùng: {allowed})",
                    "\"{key}\" cannot be \"{value}\"{hint} (allowed: {allowed})"
                )
            }
            _ => String::new(),
        }
    }

    fn item_message(&self, language: Language) -> String {
        match self {
            Self::WrongFolder { expected } => say!(
                language,
                "tệp này phải nằm trong thư mục {expected}",
                "this file belongs into the folder {expected}"
            ),
            Self::WorkingStatus { status } => say!(
                language,
                "bản đang làm (.working.md) không thể có trạng thái \"{status}\" hoặc đi kèm một bản nháp",
                "a file in work (.working.md) cannot have the status \"{status}\" or stand beside a draft"
            ),
            Self::AddressTaken { slug, free } => say!(
                language,
                "địa chỉ \"{slug}\" đã thuộc về một nội dung khác; còn trống: \"{free}\"",
                "the address \"{slug}\" belongs to another item; free: \"{free}\""
            ),
            Self::IdTaken { id } => say!(
                language,
                "id \"{id}\" thuộc về một nội dung hoặc ảnh khác",
                "the id \"{id}\" belongs to another item or picture"
            ),
            Self::ChangedAtDesk => say!(
                language,
                "nội dung đã được sửa tại tòa soạn sau lần nhập trước; hãy xuất ra trước rồi sửa trên bản xuất",
                "the item was changed at the desk since it was imported; export first, then edit that"
            ),
            _ => String::new(),
        }
    }
}

/// What people can do something about, in Vietnamese; the system's own words stand beside it.
/// What the system's error means to who runs the command, if it is a usual one.
pub fn unreadable(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "không có tệp hay thư mục này",
        ErrorKind::PermissionDenied => "không có quyền, hãy cấp quyền cho tài khoản đang chạy",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::StorageFull => "ổ đĩa đã đầy",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::NotADirectory => "đây không phải là thư mục",
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::InvalidInput => {
            "tệp hỏng hoặc chưa sao chép xong"
        }
        _ => return None,
    })
}

/// Why a picture or recording is refused, in Vietnamese.
pub fn refused(error: &IntakeError) -> String {
    let IntakeError::Upload(error) = error else { return error.to_string() };
    match error {
        UploadError::Empty => "tệp rỗng".into(),
        UploadError::TooManyBytes { limit, .. } => {
            format!("tệp quá nặng, nhiều nhất {} MB", limit / 1_000_000)
        }
        UploadError::NotAllowed { .. } => "tệp không phải ảnh JPEG, PNG, GIF hay WebP".into(),
        UploadError::RareCoding { format } => {
            format!("ảnh {} lưu theo cách mà trình duyệt không mở được", format.name())
        }
        UploadError::SideTooLong { width, height, limit } => {
            format!("ảnh {width} × {height} điểm, mỗi cạnh nhiều nhất {limit} điểm")
        }
        UploadError::TooManyPixels { width, height, .. } => {
            format!("ảnh {width} × {height} điểm là quá lớn, hãy thu nhỏ")
        }
        UploadError::TooMuchMemory { .. } => "ảnh cần quá nhiều bộ nhớ để mở".into(),
        UploadError::Truncated { format } => {
            format!("tệp {} bị cụt, có thể chưa sao chép xong", format.name())
        }
        UploadError::Damaged { format } => format!("tệp {} bị hỏng", format.name()),
    }
}

fn hint(nearest: Option<&str>, language: Language) -> String {
    nearest.map_or_else(String::new, |nearest| {
        say!(language, "; có phải \"{nearest}\"?", "; did you mean \"{nearest}\"?")
    })
}

impl Noun {
    fn name(self, language: Language) -> &'static str {
        let (vi, en) = match self {
            Noun::Term(_) => ("mục phân loại", "term"),
            Noun::Place => ("địa bàn", "place"),
            Noun::Organisation => ("cơ quan", "organisation"),
            Noun::Picture => ("ảnh", "picture"),
            Noun::Recording => ("bản thu", "recording"),
            Noun::Item => ("nội dung", "item"),
            Noun::Address => ("địa chỉ", "address"),
            Noun::Id => ("id", "id"),
            Noun::Page => ("trang", "page"),
            Noun::Synonym => ("nhóm từ đồng nghĩa", "group of synonyms"),
        };
        match language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    fn absent(self, value: &str, language: Language) -> String {
        let name = self.name(language);
        match self {
            Noun::Term(list) => say!(
                language,
                "không có mục \"{value}\" trong {list}",
                "there is no term \"{value}\" in {list}"
            ),
            _ => say!(language, "không có {name} \"{value}\"", "there is no {name} \"{value}\""),
        }
    }
}

impl Expected {
    fn name(self, language: Language) -> &'static str {
        let (vi, en) = match self {
            Expected::Text => ("một đoạn văn bản trong dấu nháy", "a text in quotes"),
            Expected::Texts => ("danh sách [\"…\", \"…\"]", "a list [\"…\", \"…\"]"),
            Expected::Flag => ("true hoặc false", "true or false"),
            Expected::Count => ("số nguyên không âm", "a whole number, not negative"),
            Expected::Number => ("một số", "a number"),
            Expected::Date => ("ngày, như 2026-03-02", "a date such as 2026-03-02"),
            Expected::DateTime => (
                "thời điểm, như 2026-03-02T08:00:00+07:00",
                "a time such as 2026-03-02T08:00:00+07:00",
            ),
            Expected::Table => ("một bảng", "a table"),
            Expected::Tables => ("danh sách các bảng", "a list of tables"),
            Expected::Uuid => ("một UUID", "a UUID"),
            Expected::Contact => ("tối đa 600 ký tự", "600 characters at most"),
            Expected::Slug => ("chữ a-z, số và dấu gạch nối", "letters a-z, digits and hyphens"),
        };
        match language {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}

fn synonym_message(error: &SynonymError, language: Language) -> String {
    match error {
        SynonymError::TooFew => {
            say!(language, "cần ít nhất hai cách viết", "two forms at least are needed")
        }
        SynonymError::TooMany => {
            say!(language, "tối đa {MAX_FORMS} cách viết", "at most {MAX_FORMS} forms are possible")
        }
        SynonymError::TooLong { form } => say!(
            language,
            "\"{form}…\" dài quá {MAX_FORM} ký tự hoặc {MAX_WORDS} tiếng",
            "\"{form}…\" is longer than {MAX_FORM} characters or {MAX_WORDS} words"
        ),
        SynonymError::NoWord { form } => {
            say!(language, "\"{form}\" không có chữ nào", "\"{form}\" holds no word")
        }
        SynonymError::Taken { form } => say!(
            language,
            "\"{form}\" đã có trong một nhóm khác",
            "\"{form}\" stands in another group"
        ),
    }
}
