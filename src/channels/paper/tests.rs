//! The rules of setting, asked of what is laid out: of every leaflet that
//! comes with the program, in each size.

use std::path::Path;

use super::*;
use crate::channels::{Answer, Labels, Palette};
use crate::content::body::blocks;
use crate::content::details::Leaflet;
use crate::names::{ContentLanguage, Language};

/// A text on its way through frames, with what tells what each line is.
struct Text {
    laid: Vec<Laid>,
    tree: Tree,
    /// Of a frame, points.
    height: f32,
}

const PANEL: f32 = (210.0 - 17.0) * MM;

fn sheet(title: &str, body: &str) -> Sheet {
    Sheet {
        language: ContentLanguage::Vi,
        kind: "Tờ rơi".into(),
        title: title.into(),
        marks: Vec::new(),
        illustration: String::new(),
        summary: String::new(),
        sapo: "Chăn trâu sướng lắm chứ, đầu tôi đội nón mê như lọng che.".into(),
        notice: String::new(),
        answers: Vec::new(),
        validity: String::new(),
        ended: false,
        body: blocks::blocks(body, Language::Vi),
        site: "Lan Tỏa".into(),
        agency: "Ủy ban nhân dân thành phố".into(),
        office: "Sở Y tế".into(),
        contact: "024 0000 0000".into(),
        address: "https://lantoa.test/to-roi/mot".into(),
        picture: None,
        embedded: Vec::new(),
        labels: Labels {
            answers: "Trả lời nhanh".into(),
            notes: "Ghi chú".into(),
            scan: "Quét mã".into(),
            code: "Mã".into(),
        },
        palette: Palette::of([0x0b, 0x4a, 0x3e]),
    }
}

/// All leaflets that come with the program, and their pictures.
fn shipped() -> Vec<(Sheet, Vec<Photo>)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folder = std::fs::read_dir(content.join("items/to-roi")).expect("leaflets");
    let mut files: Vec<_> = folder.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let one = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).expect("it is shipped");
        let mut parts = text.splitn(3, "+++").skip(1);
        let front: toml::Table = parts.next().expect("front matter").parse().expect("TOML");
        let leaflet: Leaflet = front["leaflet"].clone().try_into().expect("its fields");
        let lead = front["lead"].as_str().expect("a picture");
        let jpeg = std::fs::read(content.join(format!("media/{lead}.jpg"))).expect("a JPEG");
        let picture = Picture {
            uid: lead.to_owned(),
            width: 1600,
            height: 1067,
            alt: "Tranh".into(),
            ..Picture::default()
        };
        let title = front["title"].as_str().expect("a title");
        let mut sheet = sheet(title, parts.next().expect("a body").trim());
        sheet.sapo = front["sapo"].as_str().expect("a sapo").to_owned();
        sheet.answers = answers(&leaflet);
        sheet.validity = "Có hiệu lực từ 01/01/2026 đến hết 31/12/2026.".into();
        sheet.picture = Some(picture.clone());
        (sheet, vec![Photo { picture, jpeg }])
    };
    let all: Vec<_> = files.iter().map(one).collect();
    assert!(all.len() >= 10, "{} leaflets", all.len());
    all
}

fn answers(leaflet: &Leaflet) -> Vec<Answer> {
    let asked = [
        ("Tôi được gì?", &leaflet.benefits),
        ("Ai được hưởng?", &leaflet.eligibility),
        ("Cần giấy tờ gì?", &leaflet.papers),
        ("Làm ở đâu?", &leaflet.place),
        ("Hạn đến khi nào?", &leaflet.deadline),
        ("Hỏi ai?", &leaflet.contact),
    ];
    let lines = |text: &String| text.lines().map(str::to_owned).collect();
    let one = |(question, text): &(&str, &String)| Answer {
        name: "benefits",
        question: (*question).to_owned(),
        lines: lines(text),
    };
    asked.iter().map(one).collect()
}

/// The sheet in panels, and in pages of either size.
fn texts(sheet: &Sheet, photos: impl Fn() -> Vec<Photo>) -> Vec<Text> {
    let mut workshop = Workshop::new(sheet, photos()).expect("a workshop");
    let mut tree = Tree::default();
    let laid = trifold::text(&mut workshop, &mut tree, Vec::new());
    let mut texts = vec![Text { laid, tree, height: PANEL }];
    for plain in [&plain::A5, &plain::A4] {
        let (laid, tree) = plain::laid(&mut workshop, plain);
        texts.push(Text { laid, tree, height: plain.frame().height });
    }
    texts
}

/// Of each shipped leaflet in each size.
fn each(mut told: impl FnMut(&str, &Text)) {
    for (sheet, photos) in shipped() {
        let again = || {
            photos.iter().map(|one| Photo { picture: one.picture.clone(), jpeg: one.jpeg.clone() })
        };
        for text in texts(&sheet, || again().collect()) {
            told(&sheet.title, &text);
        }
    }
}

impl Text {
    fn frames(&self) -> usize {
        self.laid.last().map_or(0, |last| last.frame + 1)
    }

    /// What is to be seen in a frame.
    fn frame(&self, number: usize) -> Vec<&Laid> {
        let own = self.laid.iter().filter(|one| one.frame == number);
        own.filter(|one| !matches!(one.piece.content, Content::Gap | Content::Room)).collect()
    }

    /// The element that a line is of, and the line's words.
    fn lines<'a>(&'a self, laid: &'a Laid) -> Vec<(Option<usize>, String)> {
        let Content::Lines(lines) = &laid.piece.content else { return Vec::new() };
        lines.iter().map(|set| (set.node, said(&set.line))).collect()
    }

    fn is_heading(&self, laid: &Laid) -> bool {
        let node = self.lines(laid).first().and_then(|(node, _)| *node);
        node.is_some_and(|node| self.tree.nodes[node].tag.title().is_some())
    }
}

fn said(line: &crate::channels::setting::Line) -> String {
    let glyphs = line
        .runs
        .iter()
        .flat_map(|run| run.glyphs.iter().map(|glyph| run.text[glyph.shows.clone()].to_owned()));
    glyphs.collect()
}

/// A table of `rows` rows, as it is written.
fn table(head: &str, rows: usize) -> String {
    let row = |at: usize| format!("| {at} | gieo hạt | tỉa bớt |\n");
    format!("{head}\n| --- | --- | --- |\n{}", (1..=rows).map(row).collect::<String>())
}

#[test]
fn nothing_stands_below_the_end_of_a_frame() {
    each(|title, text| {
        for frame in 0..text.frames() {
            let filled = filled(&text.laid, frame);
            assert!(filled <= text.height + 0.1, "{title}: {filled} of {}", text.height);
        }
    });
}

#[test]
fn no_leaflet_ends_with_a_page_for_hardly_anything() {
    each(|title, text| {
        let last = text.frames() - 1;
        let filled = filled(&text.laid, last) / text.height;
        assert!(last == 0 || filled > 0.3, "{title}: page {} is filled to {filled}", last + 1);
    });
}

#[test]
fn a_heading_never_ends_a_frame_and_no_line_of_a_paragraph_stands_alone() {
    each(|title, text| {
        for frame in 0..text.frames() {
            let own = text.frame(frame);
            let last = own.last().expect("something");
            assert!(!text.is_heading(last), "{title}: {:?}", text.lines(last));
        }
        for (at, pair) in text.laid.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            assert!(
                before.frame == after.frame || before.piece.hold < Hold::Always,
                "{title}: {at}"
            );
        }
    });
}

#[test]
fn a_shipped_leaflet_takes_a_sheet_or_two_and_none_of_its_blocks_is_cut() {
    each(|title, text| {
        // what is in large print may go on upon a second one
        let sides = match text.height {
            PANEL => 4,
            height if height < PANEL => 2,
            _ => 3,
        };
        assert!(text.frames() <= sides, "{title}: {}", text.frames());
        for pair in text.laid.windows(2) {
            let [before, after] = pair else { continue };
            let parted = before.frame < after.frame && before.piece.hold >= Hold::Part;
            assert!(!parted, "{title}: {:?}", text.lines(before));
        }
    });
}

#[test]
fn the_panels_of_a_folded_leaflet_are_filled() {
    each(|title, text| {
        for panel in (0..4).filter(|_| text.height == PANEL) {
            let share = filled(&text.laid, panel) / PANEL;
            assert!(share > if panel == 3 { 0.8 } else { 0.45 }, "{title}, {panel}: {share}");
        }
    });
}

#[test]
fn no_word_is_broken_not_even_in_a_narrow_cell() {
    let wide = "| Tuần | Luống 1 | Luống 2 | Luống 3 | Luống 4 | Luống 5 | Nghiêng |\n\
                | --- | --- | --- | --- | --- | --- | --- |\n\
                | 1 | chăm | nghiêng | chăm | gieo lại | tỉa ăn | nghiêng |\n";
    let mut all = texts(&sheet("Bảng", wide), Vec::new);
    each(|_, text| all.push(Text { laid: text.laid.clone(), tree: Tree::default(), ..*text }));
    let mut seen = 0;
    for text in all {
        for laid in &text.laid {
            let Content::Lines(lines) = &laid.piece.content else { continue };
            let first = lines.iter().filter_map(|set| set.line.runs.first());
            for run in first.filter(|run| !run.text.contains("://")) {
                seen += 1;
                let from = run.glyphs.first().map_or(0, |glyph| glyph.shows.start);
                let before = run.text[..from].chars().next_back();
                assert!(before.is_none_or(char::is_whitespace), "{:?} in {:?}", from, run.text);
            }
        }
    }
    assert!(seen > 100, "{seen} lines");
}

#[test]
fn a_table_too_long_for_a_frame_goes_on_below_its_head_and_stays_one_table() {
    let body = table("| Tuần | Luống một | Luống hai |", 120);
    for text in texts(&sheet("Lịch", &body), Vec::new) {
        let mut begun = 0;
        for frame in 0..text.frames() {
            let own = text.frame(frame);
            let rows: Vec<_> = own.iter().filter(|one| !text.lines(one).is_empty()).collect();
            let cells = |at: usize| text.lines(rows[at]).into_iter().map(|(_, words)| words);
            let heads =
                (0..rows.len()).filter(|at| cells(*at).eq(["Tuần", "Luống một", "Luống hai"]));
            let heads: Vec<_> = heads.collect();
            let has_rows = rows.iter().any(|row| text.lines(row).len() == 3);
            assert_eq!(heads.len(), usize::from(has_rows), "frame {frame}");
            let again = heads.iter().all(|at| text.lines(rows[*at])[0].0.is_none());
            assert!(begun == 0 || again, "only the first is text; the others stand there again");
            begun += heads.len();
        }
        assert!(begun > 1, "it was split");
        let tables = text
            .tree
            .nodes
            .iter()
            .filter(|node| matches!(node.tag, krilla::tagging::TagKind::Table(_)));
        assert_eq!(tables.count(), 1);
    }
}

#[test]
fn a_row_to_be_written_in_by_hand_is_high_enough_in_every_size() {
    let body = "| Tên | Có thẻ | Hết hạn ngày |\n| --- | --- | --- |\n| | | |\n| | | |\n| | | |\n";
    for text in texts(&sheet("Thẻ", body), Vec::new) {
        let rules: Vec<f32> = text
            .laid
            .iter()
            .filter(|one| matches!(one.piece.content, Content::Rule(_)))
            .map(|one| one.y)
            .collect();
        for pair in rules[1..5].windows(2) {
            assert!(pair[1] - pair[0] >= table::BY_HAND * MM, "{pair:?}");
        }
    }
}

#[test]
fn a_column_stands_at_the_side_that_was_asked_for() {
    let body = "| Việc | Tiền | Ai |\n| --- | ---: | :---: |\n| Nộp | 5.000 đ | Ba |\n\
                | Thuê | 125.000 đ | Cả nhà |\n";
    for text in texts(&sheet("Chi phí", body), Vec::new) {
        let rows = text.laid.iter().filter_map(|laid| match &laid.piece.content {
            Content::Lines(lines) if lines.len() == 3 => Some(lines),
            _ => None,
        });
        let edges = |column: usize| -> Vec<(f32, f32, f32)> {
            let cells = rows.clone().map(|row| &row[column]);
            let edges = cells.map(|cell| (cell.x, cell.x + cell.line.width));
            edges.map(|(start, end)| (start, (start + end) / 2.0, end)).collect()
        };
        let same = |edges: Vec<f32>| edges.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.1);
        let [starts, ends, middles] = [
            edges(0).iter().map(|edges| edges.0).collect::<Vec<_>>(),
            edges(1).iter().map(|edges| edges.2).collect(),
            edges(2).iter().map(|edges| edges.1).collect(),
        ];
        assert_eq!(starts.len(), 3, "the head and two rows");
        assert!(same(starts) && same(ends) && same(middles), "{:?}", edges(1));
    }
}

#[test]
fn what_is_struck_out_is_drawn_struck_and_nothing_else_is() {
    let body =
        "Mức vay **~~cũ 12 triệu~~** 15 triệu.\n\n| A | B |\n| --- | --- |\n| ~~sai~~ đúng | |\n";
    for text in texts(&sheet("Vay vốn", body), Vec::new) {
        let lines = text.laid.iter().filter_map(|laid| match &laid.piece.content {
            Content::Lines(lines) => Some(lines),
            _ => None,
        });
        let runs = lines.flatten().flat_map(|set| &set.line.runs).filter(|run| run.struck);
        let shown = |run: &crate::channels::setting::Run| -> String {
            run.glyphs.iter().map(|glyph| &run.text[glyph.shows.clone()]).collect()
        };
        assert_eq!(runs.map(shown).collect::<Vec<_>>(), ["cũ 12 triệu", "sai"]);
    }
}

#[test]
fn a_picture_is_shown_whole() {
    for (sheet, photos) in shipped() {
        let workshop = Workshop::new(&sheet, photos).expect("a workshop");
        for room in [(100.0, 10.0), (10.0, 100.0)] {
            let (width, height) = workshop.pictures.within(0, room);
            assert!((width / height - 1600.0 / 1067.0).abs() < 0.01, "{width} × {height}");
            assert!(width <= room.0 + 0.01 && height <= room.1 + 0.01);
        }
    }
}
