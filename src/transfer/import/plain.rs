//! Plain text as Markdown that says the same and nothing more.

/// Each line that holds something becomes a paragraph; letters that Markdown
/// would take for its own are escaped.
pub fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// Paragraphs as a Markdown body.
pub fn markdown(paragraphs: &[String]) -> String {
    let escaped: Vec<String> = paragraphs.iter().map(|line| escape(line)).collect();
    escaped.join("\n\n")
}

/// One line of text as one paragraph of Markdown (CommonMark 0.31 §2.4).
pub fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let line = line.trim();
    let rest = escape_start(line, &mut out);
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' => true,
            '&' => letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '#'),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// What only means something at the beginning of a line: headings, lists,
/// quotations, rules, numbers with a dot. Returns what is left of the line.
fn escape_start<'a>(line: &'a str, out: &mut String) -> &'a str {
    if line.starts_with(['#', '>', '-', '+', '=']) {
        out.push('\\');
        out.push_str(&line[..1]);
        return &line[1..];
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) {
        out.push_str(&line[..digits]);
        out.push('\\');
        out.push_str(&rest[..1]);
        return &rest[1..];
    }
    line
}

/// The longest lead paragraph, in characters.
const SAPO: usize = 600;

/// Takes the lead paragraph from the front of a text. The only paragraph, or
/// one too long, stays and lends its first sentences.
pub fn take_sapo(paragraphs: &mut Vec<String>) -> String {
    match paragraphs.first() {
        None => String::new(),
        Some(first) if paragraphs.len() > 1 && first.chars().count() <= SAPO => {
            paragraphs.remove(0)
        }
        Some(first) => shorten(first, SAPO),
    }
}

/// The beginning of `text`, at most `limit` characters: up to the end of a
/// sentence where there is one, else of a word, with an ellipsis.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let head = &text[..cut];
    let sentence = head.rmatch_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|end| {
        text[*end..].starts_with(char::is_whitespace) && head[..*end].chars().count() * 3 > limit
    });
    if let Some(end) = sentence {
        return head[..end].to_owned();
    }
    let word = head.rfind(char::is_whitespace).unwrap_or(cut);
    let kept = head[..word].trim_end_matches([',', ';', ':', '-', '–', ' ']);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::ContentLanguage;
    use crate::content::body::render;
    use proptest::prelude::*;

    /// Quotation marks and dashes get their typographic form on every page.
    fn plain(text: &str) -> String {
        let mut out = String::new();
        for letter in text.chars() {
            match letter {
                '“' | '”' => out.push('"'),
                '‘' | '’' => out.push('\''),
                '–' => out.push_str("--"),
                '—' => out.push_str("---"),
                '…' => out.push_str("..."),
                letter => out.push(letter),
            }
        }
        out
    }

    fn reads_as(text: &str) -> String {
        render(&markdown(&paragraphs(text)), ContentLanguage::Vi, &Default::default()).text
    }

    #[test]
    fn what_looks_like_markdown_in_news_stays_what_it_is() {
        for line in [
            "# 1 thế giới",
            "* Bài viết",
            "- vị lãnh đạo chia sẻ",
            "+ Thêm",
            "1. Mở đầu",
            "2) Tiếp",
            "> 50%",
            "a < b & c &amp; d",
            "[1] Chú thích",
            "![x](y)",
            "---",
            "===",
            "```",
            "| a | b |",
            "_nghiêng_ và **đậm** ~~gạch~~",
            "<script>alert(1)</script>",
            "C:\\thư mục\\",
            "[^1]: chú",
        ] {
            assert_eq!(plain(&reads_as(line)), plain(line), "{line}");
        }
    }

    #[test]
    fn each_line_is_a_paragraph() {
        let html = render(
            &markdown(&paragraphs("Một\n\n  Hai \n")),
            ContentLanguage::Vi,
            &Default::default(),
        );
        assert_eq!(html.html, "<p>Một</p>\n<p>Hai</p>\n");
    }

    #[test]
    fn the_lead_paragraph_is_taken_unless_it_is_all_there_is() {
        let mut two = paragraphs("Mở đầu.\nThân bài.");
        assert_eq!((take_sapo(&mut two).as_str(), two.len()), ("Mở đầu.", 1));
        let mut one = paragraphs("Chỉ một đoạn.");
        assert_eq!((take_sapo(&mut one).as_str(), one.len()), ("Chỉ một đoạn.", 1));
    }

    #[test]
    fn a_long_text_is_cut_after_a_sentence_or_a_word() {
        assert_eq!(shorten("Câu thứ nhất. Câu thứ hai rất dài", 20), "Câu thứ nhất.");
        assert_eq!(shorten("một hai ba bốn năm sáu", 14), "một hai ba…");
        assert_eq!(shorten("ngắn", 14), "ngắn");
    }

    proptest! {
        #[test]
        fn any_line_reads_as_itself(line in "[a-zA-Zàđ0-9 #*+.()!<>&;_~`|=\\[\\]{}\\\\:/^$%@-]{1,40}") {
            let expected = plain(&paragraphs(&line).join("\n"));
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeezed(&plain(&reads_as(&line))), squeezed(&expected));
        }

        #[test]
        fn a_shortened_text_keeps_to_its_limit(text in "[a-z .,]{0,200}", limit in 10usize..100) {
            prop_assert!(shorten(&text, limit).chars().count() <= limit);
        }
    }
}
