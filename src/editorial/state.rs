//! The one transition table.

use crate::content::State;
use crate::names::closed_list;

closed_list! {
    /// What can be done with an item or a revision at the desk.
    #[derive(PartialOrd, Ord)]
    Action {
        /// Look at it at the desk.
        View = "view",
        /// Begin an item (no revision yet).
        Create = "create",
        /// Write the next revision; the one in work gives way.
        Edit = "edit",
        /// Gửi duyệt.
        Submit = "submit",
        /// Trả lại.
        Return = "return",
        /// Duyệt.
        Approve = "approve",
        /// Hẹn giờ.
        Schedule = "schedule",
        /// Take a scheduled time back.
        Unschedule = "unschedule",
        /// Xuất bản.
        Publish = "publish",
        /// Publish without approval, with a reason.
        ForcePublish = "force_publish",
        /// Gỡ bài.
        Withdraw = "withdraw",
        /// Đăng lại.
        Republish = "republish",
        /// Lưu trữ.
        Archive = "archive",
        /// Tin nổi bật.
        Feature = "feature",
        /// Read what readers say of it, and answer for it.
        HearReaders = "hear_readers",
    }
}

/// From which states an action leads where. What is not here cannot be done.
const TRANSITIONS: &[(Action, &[State], State)] = {
    use State::*;
    &[
        (Action::Edit, &[Draft, ChangesRequested, InReview, Approved], Superseded),
        (Action::Submit, &[Draft, ChangesRequested], InReview),
        (Action::Return, &[InReview, Approved], ChangesRequested),
        (Action::Approve, &[InReview], Approved),
        (Action::Schedule, &[Approved], Scheduled),
        (Action::Unschedule, &[Scheduled], Approved),
        (Action::Publish, &[Approved, Scheduled], Published),
        (Action::ForcePublish, &[Draft, ChangesRequested, InReview], Published),
        (Action::Withdraw, &[Published], Withdrawn),
        (Action::Republish, &[Withdrawn, Archived], Published),
        (Action::Archive, &[Draft, ChangesRequested, Published], Archived),
    ]
};

/// States in which nothing is in work, so that an edit begins the next
/// revision and changes the present one in nothing.
const AT_REST: &[State] = &[State::Published, State::Withdrawn, State::Archived, State::Superseded];

/// Where `action` leads from `from`; `None`: it cannot be done there.
pub fn next_state(action: Action, from: State) -> Option<State> {
    match action {
        Action::View | Action::Create | Action::HearReaders => Some(from),
        Action::Feature => (from == State::Published).then_some(from),
        Action::Edit if AT_REST.contains(&from) => Some(from),
        _ => TRANSITIONS
            .iter()
            .find(|(of, sources, _)| *of == action && sources.contains(&from))
            .map(|(_, _, to)| *to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_approved_or_forced_or_was_out_before_can_become_public() {
        for action in Action::ALL {
            for from in State::ALL {
                if next_state(*action, *from) == Some(State::Published) && *from != State::Published
                {
                    assert!(matches!(
                        (action, from),
                        (Action::Publish, State::Approved | State::Scheduled)
                            | (
                                Action::ForcePublish,
                                State::Draft | State::ChangesRequested | State::InReview
                            )
                            | (Action::Republish, State::Withdrawn | State::Archived)
                    ));
                }
            }
        }
    }

    #[test]
    fn a_scheduled_revision_is_not_edited_before_its_time_is_taken_back() {
        assert_eq!(next_state(Action::Edit, State::Scheduled), None);
    }
}
