//! The roles of the desk.

use crate::names::closed_list;

closed_list! {
    /// What a person may do at an organisation and below it.
    #[derive(PartialOrd, Ord)]
    Role {
        /// Cộng tác viên: writes drafts of their own.
        Contributor = "contributor",
        /// Biên tập viên: writes and edits everything of the organisation.
        Editor = "editor",
        /// Thư ký tòa soạn: returns and approves.
        Reviewer = "reviewer",
        /// Người duyệt xuất bản: publishes, schedules, withdraws.
        Publisher = "publisher",
        /// Quản trị: accounts and organisations.
        Administrator = "administrator",
    }
}
