//! `--help` in Vietnamese. The English stands at the commands themselves, where
//! clap reads it.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "\
{about-with-newline}
Cách dùng: {usage}

{all-args}{after-help}
";

const AFTER: &str = "\
Cấu hình lấy theo thứ tự: giá trị mặc định, rồi tệp cấu hình, rồi biến môi trường (LANTOA_LISTEN,
LANTOA_DATA_DIR, LANTOA_DATABASE_URL, LANTOA_SEARCH_URL, LANTOA_SEARCH_KEY, LANTOA_MEDIA_URL,
LANTOA_BASE_URL …); `lantoa config` liệt kê mọi mục cùng giá trị mặc định và giá trị được phép.

Mã kết thúc: 0 xong, 1 không làm được, 2 gọi lệnh sai hoặc cấu hình sai.";

/// What commands do: the path below `lantoa`, a line, and more where there is more.
const COMMANDS: [(&str, &str, &str); 14] = [
    ("", "Lan Tỏa: hệ thống nội dung thông tin giảm nghèo của thành phố.", ""),
    (
        "serve",
        "Chạy trang công khai và bàn biên tập cho đến khi bị dừng",
        "Cập nhật cấu trúc cơ sở dữ liệu trước. Với --setup, cơ sở dữ liệu trống được nạp từ thư \
         mục nội dung, và in ra đường dẫn dùng một lần để quản trị viên đầu tiên đặt mật khẩu.",
    ),
    ("migrate", "Cập nhật cấu trúc cơ sở dữ liệu", ""),
    (
        "import",
        "Nhập một thư mục tệp Markdown, hoặc một tệp JSON Lines",
        "Mọi thứ được kiểm tra trước; nếu có chỗ sai thì báo hết, kèm tệp, dòng và cột, và chưa \
         ghi gì. Những gì đã nhập và không đổi thì được bỏ qua, nên có thể chạy lại bất cứ lúc \
         nào. Định dạng thư mục và tệp ánh xạ có trong content/README.md.",
    ),
    (
        "export",
        "Xuất mọi thứ trừ tài khoản ra một thư mục để `import` đọc lại được",
        "Nội dung với mọi bản và lịch sử, trang, phân loại, cơ quan, địa bàn, ảnh và thông tin \
         của trang; không bao giờ có tài khoản hay bí mật. Thư mục là thư mục mới, trống, hoặc \
         một bản xuất trước chưa bị sửa: bản đó được thay khi bản mới đã trọn vẹn. Nội dung như \
         nhau cho ra tệp như nhau; `sha256sum -c archive/SHA256SUMS` kiểm tra được.",
    ),
    (
        "reindex",
        "Lập lại chỉ mục tìm kiếm, bên cạnh chỉ mục đang dùng",
        "Chỉ cần sau sự cố: thay đổi tự vào chỉ mục.",
    ),
    (
        "doctor",
        "Kiểm tra cấu hình, cơ sở dữ liệu, tìm kiếm, kho ảnh và đồng hồ",
        "Chỗ nào sai thì nói phải làm gì; kết thúc với mã 1 khi có chỗ sai. Không sửa gì.",
    ),
    ("user", "Tài khoản: thêm, đặt mật khẩu, liệt kê", ""),
    (
        "user add",
        "Thêm một tài khoản với vai trò tại một cơ quan và các đơn vị bên dưới",
        "In ra đường dẫn dùng một lần, có hiệu lực 72 giờ, để người đó đặt mật khẩu; với \
         --password-stdin thì đọc mật khẩu. Tài khoản đã có thì được thêm vai trò.\n\n\
         Ví dụ: lantoa user add --email lan@hanoi.gov.vn --name \"Trần Thị Lan\" \
         --organisation so-nong-nghiep-va-moi-truong --role editor",
    ),
    (
        "user set-password",
        "Đặt mật khẩu của một tài khoản, hoặc in đường dẫn dùng một lần để đặt",
        "Đặt mật khẩu mới thì tài khoản bị đăng xuất ở mọi nơi.",
    ),
    ("user list", "Liệt kê tài khoản cùng vai trò", ""),
    ("config", "Liệt kê mọi mục cấu hình cùng giá trị mặc định và giá trị được phép", ""),
    ("help", "In phần trợ giúp này, hoặc của một lệnh", ""),
    ("user help", "In phần trợ giúp này, hoặc của một lệnh", ""),
];

/// What arguments are, by their names; one name means the same everywhere.
const ARGUMENTS: [(&str, &str); 15] = [
    ("config", "Tệp cấu hình; không nêu thì là lantoa.toml, có thể không có"),
    ("language", "Ngôn ngữ của trợ giúp và thông báo: vi hoặc en"),
    ("setup", "Chuẩn bị cơ sở dữ liệu trống trước khi chạy"),
    ("path", "Thư mục do `lantoa export` viết ra, hoặc tệp .jsonl, .jsonl.gz"),
    ("map", "Với JSON Lines: trường nào thành mục nào"),
    ("keep_going", "Nhập phần đúng, bỏ qua phần sai"),
    ("convert_legacy", "Chuyển chữ theo bảng mã cũ TCVN3 và VNI sang Unicode"),
    ("limit", "Nhập nhiều nhất bấy nhiêu nội dung"),
    ("folder", "Xuất ra đâu"),
    ("email", "Địa chỉ thư điện tử dùng để đăng nhập"),
    ("name", "Họ và tên, họ viết trước"),
    ("organisation", "Mã của cơ quan, như mat-tran-to-quoc-thanh-pho-ha-noi"),
    ("role", "contributor, editor, reviewer, publisher hoặc administrator"),
    ("password_stdin", "Đọc mật khẩu từ dòng đầu của đầu vào chuẩn"),
    ("help", "In phần trợ giúp (-h: bản ngắn)"),
];

/// `command` and all below it, with their help in Vietnamese.
pub fn in_vietnamese(command: Command) -> Command {
    let mut command = command;
    command.build();
    translated(command, "").after_help(AFTER)
}

fn translated(command: Command, path: &str) -> Command {
    let names: Vec<String> =
        command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Các lệnh")
        .subcommand_value_name("LỆNH")
        .mut_args(argument_in_vietnamese);
    if let Some((_, about, more)) = COMMANDS.iter().find(|(at, _, _)| *at == path) {
        command = command.about(*about);
        if !more.is_empty() {
            command = command.long_about(format!("{about}\n\n{more}"));
        }
    }
    for name in names {
        let below = format!("{path} {name}").trim().to_owned();
        command = command.mut_subcommand(name, |one| translated(one, &below));
    }
    command
}

fn argument_in_vietnamese(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "Đối số" } else { "Tùy chọn" };
    let name = argument.get_id().to_string();
    let argument = argument.help_heading(heading);
    if matches!(argument.get_action(), ArgAction::Version) {
        return argument.help("In số phiên bản");
    }
    match ARGUMENTS.iter().find(|(known, _)| *known == name) {
        Some((_, told)) => argument.help(*told).long_help(*told),
        None => argument,
    }
}

/// What is wrong with what was typed; `None`: nothing is, or clap tells it.
pub fn refusal(error: &clap::Error) -> Option<String> {
    let told = |kind| error.get(kind).map(ToString::to_string);
    let argument = || told(ContextKind::InvalidArg).unwrap_or_default();
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh `{}`", told(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::UnknownArgument => format!("không có tùy chọn `{}`", argument()),
        ErrorKind::MissingRequiredArgument => format!("thiếu {}", argument()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = told(ContextKind::InvalidValue).unwrap_or_default();
            match value.is_empty() {
                true => format!("sau `{}` thiếu giá trị", argument()),
                false => {
                    let allowed = match argument().starts_with("--language") {
                        true => "; được phép: vi, en",
                        false => "",
                    };
                    format!("`{value}` không dùng được cho `{}`{allowed}", argument())
                }
            }
        }
        ErrorKind::ArgumentConflict => format!("`{}` viết hai lần", argument()),
        _ => return None,
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    let near = near.into_iter().find_map(told).unwrap_or_default();
    // Of several, clap names the nearest last.
    let nearest = match near.rsplit(", ").next().filter(|name| !name.is_empty()) {
        Some(name) => format!("; có phải là `{name}`?"),
        None => String::new(),
    };
    Some(format!("{wrong}{nearest}\nXem `lantoa --help`."))
}
