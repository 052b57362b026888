//! Why a command about accounts was not done, told so that it can be mended.

use super::UserError;
use crate::accounts::password_policy::{MAX_LENGTH, MIN_LENGTH, PasswordProblem};
use crate::accounts::{AccountError, Role};
use crate::cli::words::database;
use crate::names::{Language, say};

/// One line or two.
pub fn refusal(error: &UserError, language: Language) -> String {
    let hint = |nearest: &Option<String>| {
        let hint = nearest
            .as_ref()
            .map(|name| say!(language, "; có phải là `{name}`?", "; did you mean `{name}`?"));
        hint.unwrap_or_default()
    };
    match error {
        UserError::Role { given, nearest } => {
            let hint = hint(nearest);
            let roles = Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
            say!(
                language,
                "không có vai trò `{given}`{hint} (các vai trò: {roles})",
                "there is no role `{given}`{hint} (roles: {roles})"
            )
        }
        UserError::Organisation { given, nearest } => {
            let hint = hint(nearest);
            say!(
                language,
                "không có cơ quan `{given}`{hint} (mã cơ quan có trong content/organisations.toml, danh sách cơ quan ở /desk/organisations)",
                "there is no office `{given}`{hint} (content/organisations.toml lists the slugs, and /desk/organisations the offices)"
            )
        }
        UserError::Account { given, nearest } => {
            let hint = hint(nearest);
            say!(
                language,
                "không có tài khoản `{given}`{hint}",
                "there is no account `{given}`{hint}"
            )
        }
        UserError::Typed { given, source } => {
            let why = account(source, language);
            format!("`{given}`: {why}")
        }
        UserError::Disabled => say!(
            language,
            "tài khoản đang bị khóa: hãy mở lại ở bàn biên tập trước",
            "the account is disabled: enable it at the desk first"
        ),
        UserError::Nothing { email } => say!(
            language,
            "{email} đã có tài khoản và vai trò này: `lantoa user set-password --email {email}` đặt mật khẩu",
            "{email} has an account and this role: `lantoa user set-password --email {email}` sets its password"
        ),
        UserError::Exists { email } => say!(
            language,
            "{email} đã có tài khoản: bỏ --password-stdin để thêm vai trò; đặt mật khẩu bằng `lantoa user set-password`",
            "{email} has an account: the role can be added without --password-stdin, the password set with `lantoa user set-password`"
        ),
        UserError::Password(problem) => {
            let why = password(*problem, language);
            say!(
                language,
                "mật khẩu {why}: cần {MIN_LENGTH} đến {MAX_LENGTH} ký tự, và không nằm trong những gì người ta đoán trước tiên",
                "the password {why}: from {MIN_LENGTH} to {MAX_LENGTH} characters, and none that is guessed first"
            )
        }
        UserError::Hash(error) => format!("argon2: {error}"),
        UserError::Input(error) => {
            say!(language, "đầu vào chuẩn: {error}", "standard input: {error}")
        }
        UserError::Db(error) => database(error, language),
    }
}

fn account(error: &AccountError, language: Language) -> String {
    match (error, language) {
        (AccountError::EmailInvalid, Language::Vi) => "không phải địa chỉ thư điện tử".to_owned(),
        (AccountError::EmailTaken, Language::Vi) => "địa chỉ này đã có tài khoản".to_owned(),
        (AccountError::NameMissing, Language::Vi) => "cần có họ tên".to_owned(),
        (AccountError::NameTooLong, Language::Vi) => "họ tên quá dài".to_owned(),
        (AccountError::Db(error), _) => database(error, language),
        (error, Language::En) => error.to_string(),
    }
}

fn password(problem: PasswordProblem, language: Language) -> String {
    match (problem, language) {
        (PasswordProblem::TooShort, Language::Vi) => "quá ngắn".to_owned(),
        (PasswordProblem::TooLong, Language::Vi) => "quá dài".to_owned(),
        (PasswordProblem::IsEmail, Language::Vi) => "trùng với địa chỉ thư".to_owned(),
        (PasswordProblem::Common, Language::Vi) => "quá phổ biến".to_owned(),
        (PasswordProblem::Pattern, Language::Vi) => "chỉ lặp lại vài ký tự".to_owned(),
        (PasswordProblem::Control, Language::Vi) => "có ký tự không gõ được".to_owned(),
        (problem, Language::En) => problem.to_string(),
    }
}
