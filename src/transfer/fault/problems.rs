//! The desk's problems in an importer's words; the desk's own pages say them with the
//! locale's.

use crate::content::check::Problem;
use crate::names::{Language, say};

pub(super) fn message(problem: &Problem, language: Language) -> String {
    let field = &problem.field;
    let arg = |name: &str| {
        problem.args.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value.as_str())
    };
    match problem.key {
        "problem-title-missing" => say!(language, "thiếu tít", "the title is missing"),
        "problem-too-long" => {
            let (length, limit) = (arg("length"), arg("limit"));
            say!(
                language,
                "\"{field}\" dài {length} ký tự, tối đa {limit}",
                "\"{field}\" has {length} characters, at most {limit}"
            )
        }
        "problem-address" => {
            say!(language, "\"{field}\" không phải địa chỉ web", "\"{field}\" is no web address")
        }
        "problem-ends-before-start" => {
            say!(language, "\"{field}\" sớm hơn lúc bắt đầu", "\"{field}\" is before the start")
        }
        "problem-published-ahead" => say!(
            language,
            "\"{field}\" chưa tới: bài để đăng sau có status = \"scheduled\" và publish_at",
            "\"{field}\" has not come: what is to be published later has status = \"scheduled\" and publish_at"
        ),
        "problem-slug-empty" => {
            let value = arg("value");
            say!(
                language,
                "địa chỉ \"{value}\" không có chữ hay số nào",
                "the address \"{value}\" has no letter and no digit"
            )
        }
        "problem-missing" => say!(
            language,
            "thiếu \"{field}\", không thể đưa ra công chúng",
            "without \"{field}\" it cannot go out"
        ),
        "problem-topic-missing" => {
            say!(language, "cần ít nhất một chủ đề (topics)", "at least one of topics is needed")
        }
        "problem-picture-elsewhere" => {
            let value = arg("value");
            say!(
                language,
                "ảnh \"{value}\" không nằm trong gói nên không trang nào hiện; đặt vào media/ và chèn bằng media:TÊN",
                "the picture \"{value}\" is not among those imported, so no page shows it; put it into media/ and embed it by media:NAME"
            )
        }
        "problem-alt-missing" => {
            let value = arg("value");
            say!(
                language,
                "ảnh \"{value}\" chưa có mô tả (alt)",
                "the picture \"{value}\" has no description (alt)"
            )
        }
        "problem-recording-consent" => say!(
            language,
            "bản thu cần mọi nhân vật đồng ý phát loa (purposes = [\"loudspeaker\"])",
            "a recording needs everybody's consent to the loudspeaker (purposes = [\"loudspeaker\"])"
        ),
        "problem-source-incomplete" => say!(
            language,
            "nguồn đăng lại cần cả tên (source_name) và thời gian gốc (source_published_at)",
            "a source needs its name (source_name) and its time (source_published_at)"
        ),
        "problem-consent-missing" => say!(
            language,
            "nhân vật có thật cần sự đồng ý cho trang (consents) hoặc illustration = true",
            "a real person needs consent for the page (consents) or illustration = true"
        ),
        "problem-consent-page" => {
            let person = arg("person");
            say!(
                language,
                "\"{person}\" chưa đồng ý cho trang (purposes = [\"page\"])",
                "\"{person}\" has not consented to the page (purposes = [\"page\"])"
            )
        }
        "problem-consent-nobody" => {
            let number = arg("number");
            say!(
                language,
                "sự đồng ý thứ {number} chưa có tên (person)",
                "consent number {number} names nobody (person)"
            )
        }
        "problem-consent-undated" => {
            let person = arg("person");
            say!(
                language,
                "chưa ghi \"{person}\" đồng ý ngày nào (given_on)",
                "it is not said when \"{person}\" consented (given_on)"
            )
        }
        "problem-consent-ahead" => {
            let (person, date) = (arg("person"), arg("date"));
            say!(
                language,
                "ngày đồng ý của \"{person}\" ({date}) chưa đến",
                "the consent of \"{person}\" is of a day to come ({date})"
            )
        }
        "problem-consent-unproved" => {
            let person = arg("person");
            say!(
                language,
                "sự đồng ý của \"{person}\" chưa có căn cứ (evidence)",
                "nothing proves the consent of \"{person}\" (evidence)"
            )
        }
        "problem-consent-expired" => {
            let (person, date) = (arg("person"), arg("date"));
            say!(
                language,
                "sự đồng ý của \"{person}\" đã hết hạn ngày {date}",
                "the consent of \"{person}\" ended on {date}"
            )
        }
        key => {
            let value = arg("value");
            format!("{field}: {key} {value}").trim_end().to_owned()
        }
    }
}
