//! Long lines in pieces (RFC 5545 §3.1).

/// Octets of a line, its end not counted.
const LONGEST: usize = 75;

/// `text`, whose lines may be folded already, with every line folded here: at
/// most 75 octets, characters whole, and no blank at a fold, for some programs
/// trim lines before they join them.
pub fn fold_all(text: &str) -> String {
    let whole = text.replace("\r\n ", "");
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in whole.split_terminator("\r\n") {
        fold(line, &mut out);
    }
    out
}

fn fold(line: &str, out: &mut String) {
    let (mut rest, mut room) = (line, LONGEST);
    while rest.len() > room {
        let (piece, after) = rest.split_at(cut(rest, room));
        out.push_str(piece);
        out.push_str("\r\n ");
        // The blank that begins the next line is counted there.
        (rest, room) = (after, LONGEST - 1);
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// The last place within `room` octets that has no blank on either side, or, in
/// a line of blanks, the last between two characters.
fn cut(line: &str, room: usize) -> usize {
    let last = line.floor_char_boundary(room);
    let mut at = last;
    while let Some(before) = line[..at].chars().next_back() {
        if !before.is_whitespace() && !line[at..].starts_with(char::is_whitespace) {
            return at;
        }
        at -= before.len_utf8();
    }
    last
}
