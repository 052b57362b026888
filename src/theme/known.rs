//! What the readers of a theme's files say is wrong, in Vietnamese: our own, those of
//! tera's templates and of fluent's words; the last words on TOML are [`crate::syntax`]'s.

use crate::syntax;

/// `what`, told in Vietnamese. What nobody foresaw is given as it came.
pub(super) fn in_vietnamese(what: &str) -> String {
    let known = [OURS, TEMPLATES, VALUES, WORDS].into_iter().flatten();
    let told = known.into_iter().find_map(|(pattern, told)| Some((holes(pattern, what)?, told)));
    let Some((opening, told)) = told else {
        return syntax::in_vietnamese(what).unwrap_or(what).to_owned();
    };
    let named = |hole: &str| {
        let name = NAMES.into_iter().find(|(name, _)| *name == hole);
        name.map_or(hole.to_owned(), |(_, told)| told.to_owned())
    };
    opening.iter().fold((*told).to_owned(), |told, hole| told.replacen("{}", &named(hole), 1))
}

/// What stands in holes and is no word of the file's.
const NAMES: [(&str, &str); 14] = [
    ("identifier", "một tên"),
    ("string", "chữ"),
    ("bool", "true hoặc false"),
    ("integer", "số nguyên"),
    ("i64", "số nguyên"),
    ("u64", "số nguyên"),
    ("float", "số"),
    ("f64", "số"),
    ("array", "danh sách"),
    ("an array", "danh sách"),
    ("map", "bảng"),
    ("a map", "bảng"),
    ("for loop", "vòng for"),
    ("a-zA-Z", "chữ cái không dấu"),
];

/// What stands in `text` where `pattern` has `{}`, if it is such a text.
fn holes<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts: Vec<&str> = pattern.split("{}").collect();
    let end = if parts.len() > 1 { parts.pop() } else { None };
    let (first, between) = parts.split_first()?;
    let mut rest = text.strip_prefix(first)?;
    let mut holes = Vec::new();
    for part in between {
        let (hole, after) = rest.split_once(part)?;
        holes.push(hole);
        rest = after;
    }
    match end {
        Some(end) => holes.push(rest.strip_suffix(end)?),
        None if !rest.is_empty() => return None,
        None => {}
    }
    Some(holes)
}

/// Texts with `{}` where something stands, each with what it tells, its holes in the
/// same order.
type Known = &'static [(&'static str, &'static str)];

/// Of folders, settings and files.
const OURS: Known = &[
    (
        "there is no theme `{}`; allowed: {}; did you mean `{}`?",
        "không có giao diện `{}`; có: {}; có phải là `{}`?",
    ),
    ("there is no theme `{}`; allowed: {}", "không có giao diện `{}`; có: {}"),
    (
        "`extends` names no theme: `{}`; allowed: {}; did you mean `{}`?",
        "`extends` dựa trên giao diện không có: `{}`; có: {}; có phải là `{}`?",
    ),
    (
        "`extends` names no theme: `{}`; allowed: {}",
        "`extends` dựa trên giao diện không có: `{}`; có: {}",
    ),
    ("`extends` leads back to `{}`", "`extends` dẫn vòng trở lại `{}`"),
    (
        "there is no key `{}`; allowed: {}; did you mean `{}`?",
        "không có mục `{}`; được phép: {}; có phải là `{}`?",
    ),
    ("there is no key `{}`; allowed: {}", "không có mục `{}`; được phép: {}"),
    ("`{}` is missing: a text that is not empty", "thiếu `{}`: phải là một lời, không để trống"),
    (
        "`{}` is {}; allowed: a text that is not empty",
        "`{}` là {}; được phép: một lời, không để trống",
    ),
    ("No such file or directory (os error 2)", "không có tệp hay thư mục này"),
    ("Permission denied (os error 13)", "chương trình không có quyền đọc"),
    ("Is a directory (os error 21)", "đây là thư mục, không phải tệp"),
    ("it is empty: {}", "tệp trống: muốn dùng lại mẫu của giao diện thì xóa tệp này"),
    ("a style sheet may not hold `</`", "tệp kiểu không được chứa `</`"),
    ("it extends `{}`, which there is not", "mẫu dựa trên `{}`, nhưng không có mẫu ấy"),
    ("stream did not contain valid UTF-8", "tệp không phải văn bản UTF-8"),
];

/// Of how templates are written (tera).
const TEMPLATES: Known = &[
    (
        "Found {} but expected one of: {}",
        "gặp {} ở chỗ phải là tên biến, số, chữ trong dấu nháy hoặc dấu mở ngoặc",
    ),
    ("Found {} but the only types allowed are: {}", "gặp {}; kiểu được phép: {}"),
    (
        "Found {} but expected identifier after it for {}",
        "sau {} phải là tên một thành phần; so sánh lớn bé thì đặt trong {% if %}",
    ),
    ("Found {} but component default arguments can only be one of: {}", "gặp {}; chỉ được: {}"),
    ("Found {} but `-` can only be followed by {}", "gặp {}; sau dấu `-` phải là số"),
    ("Found {} but was expecting {}.", "gặp {} ở chỗ phải là {}"),
    ("Found {} but expected {}.", "gặp {} ở chỗ phải là {}"),
    ("Found {} but expected {}", "gặp {} ở chỗ phải là {}"),
    (
        "Found invalid field of `loop`: {}. Only {}",
        "`loop` không có `{}`; chỉ có index, index0, first, last, length",
    ),
    ("Expected `{%` or {{expression}} but found {}", "gặp {} ở chỗ phải là một thẻ"),
    ("Unexpected end of input", "tệp hết giữa chừng: còn thẻ chưa đóng"),
    ("Unexpected character", "ký tự này không dùng được ở đây"),
    ("Unexpected token when parsing: {}", "không dùng được ở đây: {}"),
    ("unexpected end of raw block", "thẻ raw chưa đóng bằng endraw"),
    ("unexpected end of string", "đoạn chữ trong dấu nháy chưa đóng"),
    ("unexpected escape character", "sau dấu \\ có ký tự không dùng được"),
    (
        "String opened with `{}` is missing its closing `{}`",
        "đoạn chữ mở bằng {} chưa đóng bằng {}",
    ),
    ("Closing comment tag `{}` not found", "lời chú thích chưa đóng bằng {}"),
    ("Closing tag '{}' doesn't match opening tag '{}'", "thẻ đóng `{}` không khớp thẻ mở `{}`"),
    ("Unclosed component '{}'", "thành phần `{}` chưa đóng"),
    (
        "{} was named `{}` in the opening tag, found `{}` as name in the end tag",
        "{} mở với tên `{}` mà đóng với tên `{}`",
    ),
    ("Unknown tag", "không có thẻ này, hoặc nó không khớp với thẻ đang mở"),
    ("Unknown filter `{}`", "không có bộ lọc `{}`"),
    ("Filter `{}` is not registered", "không có bộ lọc `{}`"),
    ("Unknown function `{}`", "không có hàm `{}`"),
    ("Unknown test `{}`", "không có phép thử `{}`"),
    ("Unknown component `{}`", "không có thành phần `{}`"),
    ("Unknown template `{}`", "không có mẫu `{}`"),
    ("Template '{}' not found", "không có mẫu `{}`"),
    ("Component '{}' not found", "không có thành phần `{}`"),
    ("Block `{}` is not defined in any parent template", "không mẫu gốc nào có khối `{}`"),
    ("Block `{}` not found in template `{}`", "không có khối `{}` trong mẫu `{}`"),
    ("Template already contains a block named `{}`", "khối `{}` có hai lần trong mẫu"),
    ("Template already contains a component named `{}`", "thành phần `{}` có hai lần trong mẫu"),
    ("Component `{}` is defined in both {} and {}", "thành phần `{}` có trong cả {} và {}"),
    ("Template is already extending `{}`", "mẫu đã dựa trên `{}` rồi"),
    (
        "Circular extend detected for template '{}'. Inheritance chain: {}",
        "mẫu `{}` dựa vòng trở lại chính nó: {}",
    ),
    (
        "Circular include detected for template '{}'. Include chain: {}",
        "mẫu `{}` gọi vòng trở lại chính nó: {}",
    ),
    ("`extends` cannot be nested in other tags.", "`extends` không được nằm trong thẻ khác"),
    ("`extends` needs to be the first tag of the template", "`extends` phải là thẻ đầu tiên"),
    (
        "This content would be ignored: only {} are allowed at the top level of a child template.",
        "phần này sẽ bị bỏ qua: trong mẫu dựa trên mẫu khác, ngoài cùng chỉ được có {}",
    ),
    ("Blocks cannot be written inside a {}.", "khối không được nằm trong {}"),
    (
        "Component definitions cannot be written in another tag.",
        "thành phần không được viết trong thẻ khác",
    ),
    (
        "Components with body content must use tag syntax: {}",
        "thành phần có phần trong phải viết: {}",
    ),
    ("Component argument `{}` is defined more than once", "tham số `{}` có hai lần"),
    ("Keyword argument `{}` is defined more than once", "tham số `{}` có hai lần"),
    (
        "Component argument `{}` (type: `{}`) does not match expected type: `{}`",
        "tham số `{}` là {}, phải là {}",
    ),
    ("Default value for `{}` has type `{}` but {} `{}`", "giá trị sẵn của `{}` là `{}`; {} `{}`"),
    ("Unknown argument(s) {} in component call.{}", "thành phần không có tham số {}"),
    ("Argument `{}`{} missing.{}", "thiếu tham số `{}`"),
    ("Implicit argument `{}`{} not found in context or passed directly.", "thiếu tham số `{}`"),
    ("Missing keyword argument `{}`", "thiếu tham số `{}`"),
    ("Rest parameter must be the last {}", "tham số gom phần còn lại phải đứng cuối"),
    ("Rest parameter `{}` conflicts with {}", "tham số `{}` có hai lần"),
    ("The name `body` is reserved for component body content.", "tên `body` dành cho phần trong"),
    ("Invalid syntax for `set`: {}", "sau `set` phải là tên, dấu `=` rồi đến giá trị"),
    ("Invalid Integer", "số này không đọc được"),
    ("Invalid float", "số này không đọc được"),
    ("Invalid {}: this {} should only contain literal values.", "ở đây chỉ được viết giá trị sẵn"),
    ("{} is a reserved keyword of Tera, {}", "`{}` là từ của ngôn ngữ mẫu, không đặt làm tên được"),
    ("{} can only be used in a for loop", "`{}` chỉ dùng trong vòng `for`"),
    ("`{}` cannot be used inside a {}", "`{}` không dùng được trong {}"),
    ("`{}` is not allowed after `~`", "`{}` không đứng sau `~` được"),
    ("`not` is only valid here as part of `not in`", "`not` ở đây chỉ dùng trong `not in`"),
    ("`-` and `not` cannot be used consecutively.", "`-` và `not` không đứng liền nhau được"),
    (
        "Function calls are only allowed at the first element of a chain",
        "chỉ gọi hàm ở đầu một chuỗi",
    ),
    ("List comprehensions support only {}", "ở đây chỉ được có một `for`"),
    ("Arrays can have a maximum of {} dimensions.", "danh sách lồng quá {} tầng"),
    ("Identifiers can only have up to {} nested brackets.", "ngoặc lồng quá {} tầng"),
    ("The expression is too complex", "biểu thức quá phức tạp"),
    ("The template nesting is too deep", "các thẻ lồng nhau quá sâu"),
    ("Maximum render recursion depth for components exceeded.", "thành phần gọi nhau không dứt"),
    ("super() called outside of a block", "`super()` chỉ dùng trong một khối"),
    ("Tried to use super() in the top level block", "khối này không có khối gốc cho `super()`"),
];

/// Of what templates do with values (tera).
const VALUES: Known = &[
    ("Variable `{}` is not defined{}", "không có biến `{}`"),
    ("Field `{}` is not defined{}", "không có trường `{}`"),
    ("Tried to {} undefined{}", "in ra một biến không có giá trị"),
    ("Cannot index into an undefined value", "lấy một phần của thứ không có giá trị"),
    ("Cannot slice an undefined value", "cắt một phần của thứ không có giá trị"),
    ("Index expression is undefined", "chỉ số không có giá trị"),
    ("Slice {} is undefined", "chỉ số để cắt không có giá trị"),
    ("Slice {} must be an integer, got `{}`", "chỉ số để cắt ({}) phải là số nguyên, gặp {}"),
    ("{} index must be an integer, got `{}`.", "chỉ số của {} phải là số nguyên, gặp {}"),
    ("Slicing can only be used on {}, not on `{}`.", "chỉ cắt được danh sách và chữ"),
    ("Slicing step cannot be 0", "bước cắt không được là 0"),
    ("Iteration not possible on type `{}`", "không lặp qua được: đây là {}, không phải danh sách"),
    ("Key/value iteration is not possible on type `{}`{}", "không lặp theo cặp được: đây là {}"),
    ("Cannot compare `{}` with `{}`", "không so sánh được {} với {}"),
    ("Cannot sort: `{}` and `{}` are not comparable", "không xếp được {} với {}"),
    ("Math operations can only be done on numbers, found `{}`", "chỉ tính được với số, gặp {}"),
    ("Only numbers can be {}. This is a `{}`", "chỉ tính được với số; đây không phải số"),
    (
        "`+` requires both operands to be numbers, found `{}` and `{}`",
        "`+` cần hai số, gặp {} và {}",
    ),
    ("This filter can only be used on a number, received `{}`.", "bộ lọc này cần số, gặp {}"),
    ("Cannot divide by 0", "chia cho 0"),
    ("Unable to perform {}", "không tính được {}"),
    ("`in` cannot be used on a container of type `{}`.{}", "`in` không dùng được với {}"),
    ("Spread operator requires {}, found `{}`", "`...` cần {}, gặp {}"),
    ("Map does not have a key {} and no default values were defined", "không có khóa {}"),
    ("Map keys must be strings, integers, or bools, got `{}`.", "khóa không được là {}"),
    ("Invalid type for the value, expected `{}` but got `{}`", "giá trị phải là {}, gặp {}"),
    ("Value `{}` is out of range for `{}`", "giá trị `{}` vượt mức của `{}`"),
    ("Value of type {} cannot be {}", "giá trị kiểu {} không thể {}"),
    ("Value of type {} has no length", "giá trị kiểu {} không có độ dài"),
    ("The string `{}` cannot be converted to {}", "chữ `{}` không đổi được thành {}"),
    ("Invalid UTF-8 characters found while rendering.", "có ký tự không phải UTF-8"),
];

/// Of the words on screen (fluent).
const WORDS: Known = &[
    ("Expected a token starting with \"{}\"", "thiếu dấu `{}`"),
    ("Expected one of \"{}\"", "ở đây phải là một trong: {}"),
    ("Expected a message field for \"{}\"", "câu `{}` không có lời: sau dấu = phải có chữ"),
    ("Expected a term field for \"{}\"", "từ `{}` không có lời: sau dấu = phải có chữ"),
    ("Expected a value", "thiếu giá trị"),
    (
        "Expected an inline expression",
        "trong { } phải là tên biến, tên câu, số hoặc chữ trong dấu nháy",
    ),
    ("Expected a simple expression as selector", "trước `->` chỉ được là tên một biến"),
    ("Expected a string or number literal", "ở đây phải là số hoặc chữ trong dấu nháy"),
    ("Callee is not allowed here", "không gọi hàm ở đây được"),
    (
        "The select expression must have a default variant",
        "phải có một lựa chọn mặc định, bắt đầu bằng dấu *",
    ),
    (
        "A select expression can only have one default variant",
        "chỉ một lựa chọn được bắt đầu bằng dấu *",
    ),
    ("{} can't be used as a selector", "trước `->` phải là tên một biến ($…)"),
    ("Unterminated string literal", "đoạn chữ trong dấu nháy chưa đóng"),
    ("Positional arguments must come before named arguments", "tham số không tên phải đứng trước"),
    ("The \"{}\" argument appears twice", "tham số `{}` có hai lần"),
    ("Unknown escape sequence", "sau dấu \\ có ký tự không dùng được"),
    ("Invalid unicode escape sequence, \"{}\"", "mã ký tự `{}` không đúng"),
    ("Unbalanced closing brace", "thừa dấu } hoặc thiếu dấu {"),
    ("Attempt to override an existing message: \"{}\".", "câu `{}` có hai lần"),
    ("Attempt to override an existing {}: \"{}\".", "{} `{}` có hai lần"),
];

#[cfg(test)]
mod tests;
