use super::*;

fn lua_chin() -> HashMap<String, Picture> {
    let picture = Picture {
        uid: "lua-chin".to_owned(),
        width: 1600,
        height: 1067,
        alt: "Ruộng lúa chín".to_owned(),
        caption: "Mùa gặt".to_owned(),
        credit: "Tranh: Lan Tỏa".to_owned(),
        ..Picture::default()
    };
    HashMap::from([(picture.uid.clone(), picture)])
}

fn html(markdown: &str) -> String {
    render(markdown, ContentLanguage::Vi, &lua_chin()).html
}

#[test]
fn no_script_survives_whatever_was_typed() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](<JaVaScRiPt:alert(1)>)",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<svg onload=alert(1)></svg>",
        "<iframe src=https://example.com></iframe>",
        "<style>*{display:none}</style>",
        "<p style=\"position:fixed\">x</p>",
        "![x](media:lua-chin \"\\\" onload=alert(1) x=\\\"\")",
        "![\" onerror=alert(1) x=\"](media:lua-chin)",
        "<div onclick=alert(1)>x</div>",
        "<form action=https://example.com><input name=q></form>",
        "# <b onmouseover=alert(1)>x</b>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ];
    for markdown in hostile {
        let document = scraper::Html::parse_fragment(&html(markdown));
        for element in document.root_element().descendent_elements() {
            let name = element.value().name();
            let forbidden = ["script", "style", "svg", "iframe", "form", "input", "math", "object"];
            assert!(!forbidden.contains(&name), "{markdown}: {name}");
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on") && attribute != "style", "{markdown}");
                let value = value.to_lowercase();
                assert!(
                    !value.trim_start().starts_with("javascript:")
                        && !value.trim_start().starts_with("data:"),
                    "{markdown}: {value}"
                );
            }
        }
    }
}

#[test]
fn a_picture_of_ours_becomes_a_figure_with_caption_and_credit() {
    let html = html("Trước.\n\n![Lúa](media:lua-chin \"Cánh đồng\")\n\nSau.");
    assert!(html.contains("<p>Trước.</p>\n<figure class=\"picture\">"), "{html}");
    assert!(html.contains("/media/lua-chin/640.jpg"), "{html}");
    assert!(html.contains("alt=\"Lúa\""), "{html}");
    assert!(html.contains("<span class=\"caption\">Cánh đồng</span>"), "{html}");
    assert!(html.contains("<span class=\"credit\">Tranh: Lan Tỏa</span>"), "{html}");
    assert!(html.contains("width=\"1600\" height=\"1067\""), "{html}");
    assert!(html.contains("</figure>\n<p>Sau.</p>"), "{html}");
}

#[test]
fn in_another_language_the_credit_says_that_it_is_vietnamese() {
    let html = render("![Rice](media:lua-chin \"A field\")", ContentLanguage::En, &lua_chin()).html;
    assert!(html.contains("<span class=\"credit\" lang=\"vi\">Tranh: Lan Tỏa</span>"), "{html}");
    assert!(html.contains("alt=\"Rice\" loading") && html.contains("caption\">A field"), "{html}");
}

#[test]
fn in_another_language_vietnamese_that_stands_in_says_so() {
    let html = render("![](media:lua-chin)", ContentLanguage::En, &lua_chin()).html;
    assert!(html.contains("alt=\"Ruộng lúa chín\" lang=\"vi\""), "{html}");
    assert!(html.contains("<span class=\"caption\" lang=\"vi\">Mùa gặt</span>"), "{html}");
}

#[test]
fn alt_text_and_caption_of_the_asset_stand_in_where_none_is_written() {
    let html = html("![](media:lua-chin)");
    assert!(html.contains("alt=\"Ruộng lúa chín\""), "{html}");
    assert!(html.contains("Mùa gặt"), "{html}");
}

#[test]
fn a_picture_that_is_not_ours_leaves_its_words_and_no_address() {
    let html =
        html("![Ảnh người khác](https://example.com/a.png) và <img src=\"https://e.com/b.png\">");
    assert!(html.contains("Ảnh người khác"), "{html}");
    assert!(!html.contains("example.com") && !html.contains("e.com"), "{html}");
}

#[test]
fn a_picture_in_raw_html_does_not_pass_by_the_rules_for_pictures() {
    for raw in ["<img src=\"/media/lua-chin/640.jpg\">", "a <IMG src=/media/lua-chin/640.jpg> b"] {
        let html = html(raw);
        assert!(!html.to_lowercase().contains("<img") && !html.contains("/media/"), "{html}");
    }
}

#[test]
fn a_picture_inside_a_sentence_ends_the_paragraph_and_a_new_one_goes_on() {
    let html = html("Trước ![](media:lua-chin) sau.");
    assert!(html.contains("<p>Trước </p>"), "{html}");
    assert!(html.contains("</figure>\n<p> sau.</p>"), "{html}");
}

#[test]
fn headings_begin_below_the_title_and_can_be_linked_to() {
    let html = html("# Mở đầu\n\n## Chính sách\n\n### Chi tiết\n\n## Chính sách");
    assert!(html.contains("<h2 id=\"muc-mo-dau\">Mở đầu</h2>"), "{html}");
    assert!(html.contains("<h2 id=\"muc-chinh-sach\">Chính sách</h2>"), "{html}");
    assert!(html.contains("<h3 id=\"muc-chi-tiet\">"), "{html}");
    assert!(html.contains("<h2 id=\"muc-chinh-sach-2\">"), "{html}");
    assert!(!html.contains("<h1"), "{html}");
}

#[test]
fn no_two_headings_have_one_id() {
    let html = html("## Bước\n\n## Bước\n\n## Bước 2\n\n## Bước");
    for id in ["muc-buoc", "muc-buoc-2", "muc-buoc-2-2", "muc-buoc-3"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {html}");
    }
}

#[test]
fn a_column_is_aligned_without_a_style() {
    let html = html("| Việc | Tiền |\n| --- | ---: |\n| Nộp | 5.000 đ |");
    assert!(html.contains("<th class=\"end\">Tiền</th>"), "{html}");
    assert!(html.contains("<td class=\"end\">5.000 đ</td>"), "{html}");
    assert!(!html.contains("style"), "{html}");
}

#[test]
fn words_in_raw_html_are_found() {
    let rendered =
        render("<div>mười hai</div>\n\nMột <b>hai</b>.", ContentLanguage::Vi, &lua_chin());
    assert_eq!(rendered.text, "mười hai\nMột hai.");
}

#[test]
fn what_a_browser_does_not_show_is_no_text() {
    let hidden = "<!--\nGọi lại bà H\n-->\n\n<div>\n<!-- <p>ghi chú</p> -->mười\n</div>\n\n\
                  Một <!-- nhỏ --> hai.\n\n<script>\nalert(1)\n</script>\n";
    let rendered = render(hidden, ContentLanguage::Vi, &lua_chin());
    assert_eq!(rendered.text, "mười\nMột  hai.");
    let told = format!("{:?}", blocks::blocks(hidden, crate::content::Language::Vi));
    assert!(
        !told.contains("bà H") && !told.contains("ghi chú") && !told.contains("alert"),
        "{told}"
    );
    let quoted = blocks::blocks("<p title=\"a > b\">mười</p>", crate::content::Language::Vi);
    assert!(!format!("{quoted:?}").contains("b\\\""), "{quoted:?}");
}

#[test]
fn callouts_are_named_in_the_readers_language() {
    let note = "> [!NOTE]\n> Mang theo căn cước.";
    assert!(
        html(note).contains("<aside class=\"callout note\"><p class=\"callout-title\">Lưu ý</p>")
    );
    let english = render(note, ContentLanguage::En, &HashMap::new()).html;
    assert!(english.contains("<p class=\"callout-title\">Note</p>"), "{english}");
    let quote = html("> Lời người dân.");
    assert!(quote.contains("<blockquote>"), "{quote}");
}

#[test]
fn a_table_can_be_scrolled_and_reached_by_keyboard() {
    let html = html("| Việc | Nơi |\n| --- | --- |\n| Nộp | UBND xã |");
    assert!(html.contains("<div class=\"table\" role=\"group\" tabindex=\"0\"><table>"), "{html}");
    assert!(html.contains("<td>UBND xã</td>"), "{html}");
}

#[test]
fn a_footnote_leads_there_and_is_found() {
    let html = html("Theo kế hoạch[^1].\n\n[^1]: Kế hoạch 269/KH-UBND.");
    let document = scraper::Html::parse_fragment(&html);
    let link = scraper::Selector::parse("sup a").expect("selector");
    let target = document.select(&link).next().and_then(|a| a.value().attr("href")).expect("link");
    let id = scraper::Selector::parse(&format!("[id='{}']", &target[1..])).expect("selector");
    assert!(document.select(&id).next().is_some(), "{html}");
}

#[test]
fn plain_text_has_a_line_per_block_and_no_markup() {
    let rendered = render(
        "## Mục\n\nMột **hai**\nba.\n\n- bốn\n- năm\n\n![x](media:lua-chin \"Chú thích\")",
        ContentLanguage::Vi,
        &lua_chin(),
    );
    assert_eq!(rendered.text, "Mục\nMột hai ba.\nbốn\nnăm\nChú thích\nx");
}

#[test]
fn pictures_are_renamed_where_they_are_embedded_and_nowhere_else() {
    let before = "media:a và ![x](media:a \"t\") `![y](media:a)`\n\n![](<media:a>) ![z](media:b)";
    let after = rename_assets(before, |uid| (uid == "a").then(|| "UID".to_owned()));
    let expected =
        "media:a và ![x](media:UID \"t\") `![y](media:a)`\n\n![](<media:UID>) ![z](media:b)";
    assert_eq!(after, expected);
    assert_eq!(asset_references(&after), ["UID", "UID", "b"]);
}

#[test]
fn links_keep_their_schemes_and_others_are_dropped() {
    let html = html("[thư](mailto:a@b.vn) [gọi](tel:19001234) [bài](/tin-bai/x) [f](ftp://x)");
    assert!(html.contains("href=\"mailto:a@b.vn\""), "{html}");
    assert!(html.contains("href=\"tel:19001234\""), "{html}");
    assert!(html.contains("href=\"/tin-bai/x\""), "{html}");
    assert!(!html.contains("ftp:"), "{html}");
}

#[test]
fn what_is_nested_deeper_than_anybody_reads_is_flattened_and_keeps_its_words() {
    let html = html(&format!("{} lời trích", ">".repeat(20_000)));
    assert_eq!(html.matches("<blockquote>").count(), MAX_DEPTH);
    assert_eq!(html.matches("</blockquote>").count(), MAX_DEPTH);
    assert!(html.contains("lời trích"), "{html}");
}

#[test]
fn more_tags_than_anybody_types_are_text() {
    let html = html(&"<div>\n\n".repeat(5_000));
    assert_eq!(html.matches("<div>").count(), MAX_TAGS);
    assert!(html.contains("&lt;div&gt;"));
}
