//! What the parsers of TOML and JSON say, in Vietnamese.

/// `message` as toml and serde_json word it; `None`: it is told as it came. Only what
/// people come to by writing by hand is here.
pub fn in_vietnamese(message: &str) -> Option<&'static str> {
    let told = WORDS.iter().find(|(begin, _)| message.starts_with(begin));
    told.map(|(_, told)| *told)
}

/// How a message begins, and what it tells.
const WORDS: [(&str, &str); 27] = [
    ("string values must be quoted", "giá trị là chữ phải nằm trong dấu nháy kép"),
    ("invalid basic string", "đoạn chữ trong dấu nháy chưa đóng hoặc có ký tự không được dùng"),
    ("invalid literal string", "đoạn chữ trong dấu nháy đơn chưa đóng"),
    ("invalid multi-line", "đoạn chữ nhiều dòng chưa đóng bằng ba dấu nháy"),
    ("missing escaped value", "sau dấu \\ thiếu ký tự; muốn viết dấu \\ thì viết hai lần"),
    ("duplicate key", "mục này đã viết ở trên; mỗi mục chỉ viết một lần"),
    ("key with no value", "mục này thiếu dấu = và giá trị"),
    ("missing value", "sau dấu = thiếu giá trị"),
    ("missing assignment", "thiếu dấu = giữa tên mục và giá trị"),
    ("extra `=`", "thừa một dấu ="),
    ("unexpected `=`", "dấu = không dùng được ở đây"),
    ("invalid unquoted key", "tên mục chỉ gồm chữ không dấu, số, dấu _ và dấu -"),
    ("unquoted keys cannot be empty", "trước dấu = thiếu tên mục"),
    ("missing opening quote", "thiếu dấu nháy mở"),
    ("unclosed array", "danh sách [ ] chưa đóng bằng dấu ]"),
    ("missing comma", "thiếu dấu phẩy giữa hai giá trị"),
    ("extra comma", "thừa một dấu phẩy"),
    ("unclosed inline table", "phần trong { } chưa đóng bằng dấu }"),
    ("unclosed table", "tên phần chưa đóng bằng dấu ]"),
    ("unexpected content", "sau giá trị có phần thừa trên cùng một dòng"),
    ("unexpected key or value", "sau giá trị có phần thừa trên cùng một dòng"),
    ("invalid value", "giá trị không đọc được; chữ phải nằm trong dấu nháy kép"),
    ("unexpected leading zero", "số không được bắt đầu bằng 0"),
    ("EOF while parsing", "dòng bị cắt ngang, thiếu phần cuối"),
    ("expected `,` or", "thiếu dấu phẩy hoặc dấu đóng ngoặc"),
    ("trailing characters", "sau phần cuối còn ký tự thừa"),
    ("expected value", "thiếu giá trị, hoặc giá trị là chữ mà không có dấu nháy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The parsers may come to word it otherwise.
    #[test]
    fn what_is_often_written_wrong_is_told_in_vietnamese() {
        for text in [
            "title = Nuôi bò",
            "title = \"Nuôi bò",
            "title = \"a\\q\"",
            "title = 'a",
            "title = \"a\"\ntitle = \"b\"",
            "title",
            "title =",
            "title == \"a\"",
            "tên = \"a\"",
            "= \"a\"",
            "topics = [\"a\"",
            "topics = [\"a\" \"b\"]",
            "topics = [\"a\",, \"b\"]",
            "a = { b = 1",
            "[a",
            "title = \"a\" b",
            "year = 07",
        ] {
            let error = toml::from_str::<toml::Table>(text).expect_err(text);
            assert!(in_vietnamese(error.message()).is_some(), "{text}: {}", error.message());
        }
        for text in ["{\"a\": 1", "{\"a\": 1 \"b\": 2}", "{} x", "{\"a\": b}"] {
            let error = serde_json::from_str::<serde_json::Value>(text).expect_err(text);
            assert!(in_vietnamese(&error.to_string()).is_some(), "{text}: {error}");
        }
    }
}
