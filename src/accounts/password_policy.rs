//! What a new password must be: long, and none that is guessed first.
//!
//! NIST SP 800-63B §5.1.1.2: length and a list of bad ones, no rules about
//! kinds of characters.

use super::password::Password;
use crate::text::fold;

/// Characters after NFC.
pub const MIN_LENGTH: usize = 10;
pub const MAX_LENGTH: usize = 128;

/// Fewer different characters than this are a pattern, not a password.
const MIN_DIFFERENT: usize = 5;

/// A password that has passed the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword(Password);

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    #[error("shorter than {MIN_LENGTH} characters")]
    TooShort,
    #[error("longer than {MAX_LENGTH} characters")]
    TooLong,
    /// The account's address, its first part, or that with numbers around it.
    #[error("is the e-mail address")]
    IsEmail,
    /// Among what is guessed first, or digits only.
    #[error("is very common")]
    Common,
    /// A few characters over and over.
    #[error("is a pattern")]
    Pattern,
    /// A line end or another character that no keyboard types into the field.
    #[error("contains control characters")]
    Control,
}

impl PasswordProblem {
    pub const ALL: [Self; 6] =
        [Self::TooShort, Self::TooLong, Self::IsEmail, Self::Common, Self::Pattern, Self::Control];

    /// The last part of the locale key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::IsEmail => "is-email",
            Self::Common => "common",
            Self::Pattern => "pattern",
            Self::Control => "control",
        }
    }
}

impl NewPassword {
    /// Judges `text` for the account with the address `email`.
    pub fn parse(text: &str, email: &str) -> Result<Self, PasswordProblem> {
        let password = Password::typed(text);
        let letters = password.reveal();
        let length = letters.chars().count();
        if length > MAX_LENGTH {
            return Err(PasswordProblem::TooLong);
        }
        if length < MIN_LENGTH {
            return Err(PasswordProblem::TooShort);
        }
        if letters.chars().any(char::is_control) {
            return Err(PasswordProblem::Control);
        }
        let folded = fold(letters);
        if is_email(&folded, &fold(email)) {
            return Err(PasswordProblem::IsEmail);
        }
        if is_common(&folded) {
            return Err(PasswordProblem::Common);
        }
        if different(&folded) < MIN_DIFFERENT {
            return Err(PasswordProblem::Pattern);
        }
        Ok(Self(password))
    }

    pub(super) fn password(&self) -> &Password {
        &self.0
    }
}

fn is_email(password: &str, email: &str) -> bool {
    let mailbox = email.split('@').next().unwrap_or(email);
    let bare = password.trim_matches(|c: char| !c.is_alphabetic());
    password == email || password == mailbox || (!bare.is_empty() && bare == mailbox)
}

fn different(text: &str) -> usize {
    text.chars().collect::<std::collections::BTreeSet<_>>().len()
}

/// Whether nothing but a common word is left when digits, signs and the usual
/// disguises ("m@tkh4u") are taken off, or there were only digits.
fn is_common(folded: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let undisguised: String = folded.chars().map(undisguise).collect();
    let trimmed = undisguised_core(folded);
    [letters(folded), letters(&undisguised), trimmed].iter().any(|base| {
        base.is_empty() || COMMON.split_whitespace().any(|word| is_repeated(base, word))
    })
}

/// The password without the digits and signs before and after it, undisguised.
fn undisguised_core(folded: &str) -> String {
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    core.chars().map(undisguise).filter(|c| c.is_alphabetic()).collect()
}

fn undisguise(letter: char) -> char {
    match letter {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// `word`, or `word` several times over.
fn is_repeated(base: &str, word: &str) -> bool {
    base.len().is_multiple_of(word.len())
        && base.as_bytes().chunks(word.len()).all(|part| part == word.as_bytes())
}

/// What is guessed first at a Vietnamese desk, as letters without marks: the
/// words for password and access, keyboards' rows, greetings, sweethearts,
/// football, the city, the site. Digits and signs around them do not help.
const COMMON: &str = "
    a aa ab abc abcd abcde abcdef abcdefg abcdefgh abcdefghij qwe qwer qwert qwerty qwertyu
    qwertyui qwertyuio qwertyuiop asd asdf asdfg asdfgh asdfghj asdfghjk asdfghjkl zxc zxcv
    zxcvb zxcvbn zxcvbnm qaz qazwsx qazwsxedc qweasd qweasdzxc azerty poiuytrewq lkjhgfdsa
    mnbvcxz password passwords passwd passcode mypassword newpassword changeme letmein
    welcome welcomeback iloveyou ilove admin administrator adminadmin root superuser user
    username guest test tester testing demo default login secret master dragon monkey
    sunshine princess football baseball superman batman pokemon samsung google facebook
    internet computer windows whatever trustno starwars michael jordan hello helloworld
    matkhau matkhaumoi matkhaucu matkhaucuatoi matma doimatkhau khongbiet khongco
    khongcomatkhau quenmatkhau dangnhap taikhoan quantri quantrivien nguoidung nguoiquantri
    bientap bientapvien congtacvien thuky thukytoasoan toasoan xinchao chaoban chaomung
    chaocacban camon camonban anhyeuem emyeuanh yeuem yeuanh toiyeuem iuem anhiuem
    mottinhyeu tinhyeu nguoiyeu conyeu yeucon yeume yeubo bome bomeyeu giadinh giadinhtoi
    giadinhlaso contrai congai honhan hanhphuc maiyeu nhoem embeyeu beyeu becung concung
    changtrai cogai vietnam vietnamvodich vietnamoi toiyeuvietnam yeuvietnam vodich hanoi
    hanoivietnam yeuhanoi toiyeuhanoi thudo thudohanoi saigon tphcm hochiminh bacho
    bachokinhyeu dangcongsan tudo doclap doclaptudo doclaptudohanhphuc congan nhandan ubnd
    ubndhanoi uybannhandan mattrantoquoc giamngheo giamngheobenvung vinguoingheo nongthonmoi
    xoadoi xoadoigiamngheo lantoa ngheo hongheo trangtin tintuc baochi nguyen nguyenvan
    nguyenvana nguyenthi tranvan tranthi levan lethi phamvan hoangvan linh huong phuong thao
    trang tuan hung dung bongda manchester manutd manchesterunited chelsea liverpool arsenal
    barcelona realmadrid ronaldo messi conheo conmeo emoi troioi baomat antoan
    mothaibabonnam motngaydeptroi deptrai xinhgai deptraicogisai buonqua vuive hocsinh
    sinhvien giaovien congty vanphong phongban maytinh dienthoai zalo vinaphone mobifone
    viettel
";

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordProblem::*;

    const EMAIL: &str = "tran.lan@hanoi.example";

    fn problem(text: &str) -> Option<PasswordProblem> {
        NewPassword::parse(text, EMAIL).err()
    }

    #[test]
    fn a_sentence_in_vietnamese_is_a_good_password() {
        for good in ["chín con trâu đỏ", "Mua rau 5 nghìn ở chợ", "k7#Qw-pz0Lm", "tàu hoả chạy đêm"]
        {
            assert_eq!(problem(good), None, "{good}");
        }
    }

    #[test]
    fn nine_characters_are_too_few_and_a_hundred_and_twenty_nine_too_many() {
        assert_eq!(problem("k7#Qw-pz0"), Some(TooShort));
        assert_eq!(problem(&"k7#Qw-pz0L".repeat(12)), None);
        assert_eq!(problem(&"k7#Qw-pz0".repeat(15)), Some(TooLong));
    }

    #[test]
    fn length_counts_characters_composed_not_bytes() {
        assert_eq!(problem("đđđảảảổổ"), Some(TooShort), "8 characters, 20 bytes");
        assert_eq!(
            problem("o\u{302}\u{309}a\u{309}e\u{302}\u{309}u\u{31b}\u{309}"),
            Some(TooShort)
        );
    }

    #[test]
    fn common_passwords_are_refused_however_they_are_dressed_up() {
        for bad in [
            "matkhau123",
            "MatKhau@2026",
            "mật khẩu 2026",
            "m@tkh4u12345",
            "password1234",
            "P@ssw0rd2026",
            "1234567890",
            "09123456789",
            "qwertyuiop",
            "anhyeuem1234",
            "Hanoi@123456",
            "lantoa@2026",
            "123456789a",
            "adminadmin",
            "vietnamvietnam",
            "giảm nghèo bền vững",
            "!!!!123!!!!",
        ] {
            assert_eq!(problem(bad), Some(Common), "{bad}");
        }
    }

    #[test]
    fn the_address_is_no_password_nor_is_its_first_part() {
        for bad in ["tran.lan@hanoi.example", "Tran.Lan@Hanoi.Example", "Trần.Lan2026!"] {
            assert_eq!(problem(bad), Some(IsEmail), "{bad}");
        }
    }

    #[test]
    fn a_pattern_and_a_line_end_are_refused() {
        assert_eq!(problem("xyxyxyxyxyxy"), Some(Pattern));
        assert_eq!(problem("chín con trâu\n đỏ"), Some(Control));
    }

    #[test]
    fn the_list_is_letters_without_marks() {
        let odd: Vec<_> = COMMON
            .split_whitespace()
            .filter(|word| !word.bytes().all(|b| b.is_ascii_lowercase()))
            .collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
