//! Steering by comments on the pull request: obeyed, refused, and answered.

use domain::{Channel, EndReason, FixSettings, FixStatus, Waiting};
use e2e::{Outside, Project};
use world::CommentSnapshot;

use crate::{
    brains::{by_prompt, edit, file, prompts, repair},
    case::{Case, FAULT, approval, build, write},
    causes::ranked,
    stage::{Stage, play},
};

impl Case {
    /// A failure on the head of somebody's pull request. Returns its number, too.
    pub(crate) async fn on_pull_request(
        stage: &'static Stage,
        name: &str,
        settings: FixSettings,
    ) -> (Self, u64) {
        let project = Self::project(stage, name, settings).await;
        let (commit, number) = Self::pulled(stage, &project).await;
        (Self::of(stage, project, commit).await, number)
    }

    /// A pull request whose newest commit fails, and its number.
    async fn pulled(stage: &'static Stage, project: &Project) -> (String, u64) {
        let name = project.name.as_str();
        let (github, author) = (&stage.outside.github, Outside::signature());
        let folder = write(stage, name, "export const rate = 7;\n", &[]);
        stage
            .outside
            .push(project, "main", &folder, "feat: a rate")
            .await
            .unwrap();
        let repository = project.repository.clone();
        github
            .create_branch(&repository, "typed", "main", "mona")
            .await
            .unwrap();
        let notes = [("NOTES.md", Some("Typed rates.\n"))];
        github
            .foreign_commit(&repository, "typed", &notes, "docs: notes", &author)
            .await
            .unwrap();
        let number = github
            .open_pull_request(&repository, "mona", "Typed rates", "typed", "main")
            .await
            .unwrap();
        let path = file(name);
        let commit = github
            .foreign_commit(
                &repository,
                "typed",
                &[(path.as_str(), Some(FAULT))],
                "feat: a type",
                &author,
            )
            .await
            .unwrap();
        (commit, number)
    }

    /// Writes under a pull request.
    pub(crate) fn says(&self, number: u64, who: &str, text: &str) -> u64 {
        let github = &self.stage.outside.github;
        github
            .comment(&self.project.repository, number, who, text)
            .unwrap()
    }

    /// All comments of a pull request.
    pub(crate) async fn comments(&self, number: u64) -> Vec<CommentSnapshot> {
        let pulls = self.pull_requests().await;
        let pull = pulls.into_iter().find(|pull| pull.number == number);
        pull.unwrap().comments
    }

    /// What regreen thinks of a comment, once it has shown it: the reaction, and its answer in words.
    pub(crate) async fn answer(&self, number: u64, comment: u64) -> (String, Option<String>) {
        let what = format!("{}: comment {comment} is answered", self.name);
        let reaction = self.stage.until(&what, async || {
            let all = self.comments(number).await;
            let mine = all.iter().find(|one| one.id == comment).unwrap();
            let ours = mine
                .reactions
                .iter()
                .find(|one| one.author == "regreen-bot");
            ours.map(|reaction| reaction.content.clone())
        });
        let reaction = reaction.await;
        let marker = format!("regreen:answer:{comment} ");
        // Words follow the reaction.
        let words = async || {
            let all = self.comments(number).await;
            let found = all.iter().find(|one| one.body.contains(&marker));
            found.map(|one| one.body.clone())
        };
        if reaction == "confused" {
            let what = format!("{}: comment {comment} is answered in words", self.name);
            return (reaction, Some(self.stage.until(&what, words).await));
        }
        (reaction, words().await)
    }
}

#[test]
fn a_patch_is_approved_and_the_fix_retried_and_cancelled_by_comments() {
    play(async |stage| {
        let name = "commented";
        let brain = by_prompt([
            (
                "whole numbers",
                edit(name, ": string = 7;", ": number = 8;"),
            ),
            ("", edit(name, ": string = 7;", ": number = 7;")),
        ]);
        stage.brains.set(name, brain);
        let (case, original) = Case::on_pull_request(stage, name, approval()).await;
        case.reaches(FixStatus::Reviewing).await;
        let (reaction, words) = {
            let comment = case.says(original, "mona", "Looks right.\n\n/regreen approve");
            case.answer(original, comment).await
        };
        assert_eq!((reaction.as_str(), words), ("+1", None));
        let open = case.reaches(FixStatus::PrCreated).await;
        let said = "approved by mona (pull request)";
        assert!(
            open.timeline.iter().any(|entry| entry.text.contains(said)),
            "{:?}",
            open.timeline
        );
        let link = open.pull_request.unwrap();
        // A fix that is published is steered on its own pull request, and its hint reaches the agent.
        let comment = case.says(link.number, "mona", "/regreen retry whole numbers, please");
        assert_eq!(case.answer(link.number, comment).await.0, "+1");
        case.when("another attempt is under review", |view| {
            view.status == FixStatus::Reviewing && view.attempts.len() == 2
        })
        .await;
        let asked = prompts(&stage.model.requests(), name);
        assert!(
            asked
                .last()
                .unwrap()
                .contains("```text\nwhole numbers, please\n```"),
            "{asked:?}"
        );
        let help = case.says(link.number, "mona", "/regreen help");
        let (reaction, words) = case.answer(link.number, help).await;
        assert_eq!(reaction, "+1");
        assert!(words.is_none_or(|words| words.contains("/regreen reject")));
        let comment = case.says(link.number, "mona", "/regreen cancel by hand then");
        assert_eq!(case.answer(link.number, comment).await.0, "+1");
        let view = case.ends(EndReason::Cancelled).await;
        let by = view.cancelled_by.unwrap();
        assert_eq!(
            (by.name.as_str(), by.channel),
            ("mona", Channel::PullRequest)
        );
        assert!(view.detail.contains("by hand then"), "{}", view.detail);
    });
}

#[test]
fn strangers_bots_and_nonsense_change_nothing() {
    play(async |stage| {
        let name = "overheard";
        stage.brains.set(name, repair(name));
        let (case, number) = Case::on_pull_request(stage, name, approval()).await;
        let shown = case.reaches(FixStatus::Reviewing).await;
        stage
            .outside
            .github
            .create_account("stranger", "s@users.example");
        let comment = case.says(number, "stranger", "/regreen approve");
        let what = "the stranger is refused";
        stage
            .until(what, async || {
                let all = case.comments(number).await;
                let theirs = all.iter().find(|one| one.id == comment)?;
                let refused = theirs.reactions.iter().any(|one| one.content == "confused");
                refused.then_some(())
            })
            .await;
        let unknown = case.says(number, "mona", "/regreen merge it @all <b>now</b>");
        let (reaction, words) = case.answer(number, unknown).await;
        assert_eq!(reaction, "confused");
        let words = words.unwrap();
        assert!(
            words.contains("`merge` is not a command") && words.contains("/regreen retry <hint>"),
            "{words}"
        );
        let other = case.says(number, "mona", "/regreen approve 0123456789ab");
        let (reaction, words) = case.answer(number, other).await;
        assert_eq!(reaction, "confused");
        assert!(words.unwrap().contains("under review"));
        // It is a note of the fix as well, with the actor and the channel.
        case.when("the note is there", |view| {
            view.notes.iter().any(|note| {
                note.text
                    .contains("approve by mona (pull request): ignored")
            })
        })
        .await;
        for text in [
            "> /regreen approve",
            "we could say /regreen approve",
            "fine",
        ] {
            case.says(number, "mona", text);
        }
        let view = case.details().await.view;
        assert_eq!((view.status, view.waiting), (shown.status, shown.waiting));
        let rejected = case.says(number, "mona", "/regreen reject not like this");
        assert_eq!(case.answer(number, rejected).await.0, "+1");
        let view = case.ends(EndReason::Rejected).await;
        assert!(
            view.detail
                .contains("by mona (pull request): not like this"),
            "{}",
            view.detail
        );
        case.closes("COMPLETED").await;
        // The one who may write may also wake it again, after its workflow has closed.
        let again = case.says(number, "mona", "/regreen retry");
        assert_eq!(case.answer(number, again).await.0, "+1");
        case.again("it is under review again", |view| {
            view.status == FixStatus::Reviewing && view.run == 2
        })
        .await;
        case.cancel("").await;
        case.again("cancelled", |view| {
            view.reason == Some(EndReason::Cancelled)
        })
        .await;
    });
}

/// Two projects fail on one pull request: what is said there is about the fix that waits for a person, whichever of the
/// two is newer; and what is told there is one comment, brought up to date.
#[test]
fn a_pull_request_hears_of_a_patch_that_waits_and_its_answer_finds_it() {
    play(async |stage| {
        let name = "twice-failed";
        stage.brains.set(name, repair(name));
        let project = Case::project(stage, name, approval()).await;
        let sibling = stage
            .outside
            .sibling(
                &stage.installation,
                &project,
                "twice-failed-docs",
                build(),
                approval(),
            )
            .await
            .unwrap();
        let (commit, number) = Case::pulled(stage, &project).await;
        let one = Case::of(stage, project, commit.clone()).await;
        let other = Case::of(stage, sibling, commit).await;
        let (leader, follower) = ranked(one, other).await;
        let waiting = leader.reaches(FixStatus::Reviewing).await;
        let Some(Waiting::Approval { patch, .. }) = waiting.waiting else {
            panic!("{:?}", waiting.waiting)
        };
        let marker = format!("regreen:{} ", waiting.fix);
        let told = async |words: String| {
            let what = format!("{name}: the failed pull request hears {words}");
            let told = stage.until(&what, async || {
                let all = leader.comments(number).await;
                let mine: Vec<_> = all
                    .into_iter()
                    .filter(|one| one.body.contains(&marker))
                    .collect();
                assert!(mine.len() < 2, "one comment: {mine:?}");
                mine.into_iter().find(|one| one.body.contains(&words))
            });
            told.await.id
        };
        let first = told(format!("`/regreen approve {patch}`")).await;
        let comment = leader.says(number, "mona", &format!("/regreen approve {patch}"));
        assert_eq!(leader.answer(number, comment).await.0, "+1");
        leader.reaches(FixStatus::PrCreated).await;
        assert_eq!(told("repairs it".to_owned()).await, first);
        leader.merged().await;
        assert_eq!(told("which was merged".to_owned()).await, first);
        follower.ends(EndReason::Duplicate).await;
    });
}
