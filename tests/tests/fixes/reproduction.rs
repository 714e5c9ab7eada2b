//! What cannot be seen failing for the platform's reason is not fixed.

use domain::{EndReason, FixSettings};

use crate::{
    case::{Case, FAULT},
    platform::SAYS,
    stage::play,
};

/// Another failure than the checker finds.
const OTHER: &str = "2\nsrc/elsewhere.ts(4,9): error TS2304: Cannot find name 'basket'.\n";

#[test]
fn red_for_another_reason_is_not_reproduced() {
    play(async |stage| {
        let case = Case::with(
            stage,
            "other-reason",
            FAULT,
            &[(SAYS, OTHER)],
            FixSettings::default(),
        )
        .await;
        let view = case.ends(EndReason::NotReproduced).await;
        assert!(
            view.detail
                .contains("red in the sandbox for another reason"),
            "{}",
            view.detail
        );
        assert!(view.detail.contains("TS2322"), "{}", view.detail);
        assert!(view.attempts.is_empty());
        case.is_private().await;
    });
}

#[test]
fn green_in_the_sandbox_is_not_reproduced() {
    play(async |stage| {
        let source = "export const rate: number = 7;\n";
        let case = Case::with(
            stage,
            "green-here",
            source,
            &[(SAYS, OTHER)],
            FixSettings::default(),
        )
        .await;
        let view = case.ends(EndReason::NotReproduced).await;
        assert!(
            view.detail.contains("green in the sandbox"),
            "{}",
            view.detail
        );
        case.is_private().await;
        case.closes("COMPLETED").await;
    });
}
