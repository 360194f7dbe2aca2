//! States, actions, and the two tables that rule them. No I/O.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::text_enum;

text_enum! {
    /// How a submission relates to what is published.
    Kind {
        /// A dataset that does not exist yet.
        New = "new",
        /// The whole table is replaced.
        Replace = "replace",
        /// Rows of a new period are joined to the table.
        Append = "append",
        /// Rows matched by key are changed.
        Correct = "correct",
        /// Only the description changes.
        Metadata = "metadata",
    }
}

impl Kind {
    /// The ways in which a new file updates a published table.
    pub const OF_TABLES: [Self; 3] = [Self::Replace, Self::Append, Self::Correct];

    /// Whether a file updates a published table.
    pub fn updates_table(self) -> bool {
        Self::OF_TABLES.contains(&self)
    }
}

text_enum! {
    /// Where a submission stands.
    State {
        /// Being written by the producer.
        Draft = "draft",
        /// The portal waits for the inspection and compares with the published version.
        Checking = "checking",
        /// The organization's own check.
        AwaitingEndorsement = "awaiting_endorsement",
        /// In the queue, held by nobody.
        Submitted = "submitted",
        /// Claimed by a steward.
        InReview = "in_review",
        /// Waiting for the data authority's second approval.
        AwaitingAuthority = "awaiting_authority",
        /// Approved and held back.
        Approved = "approved",
        /// Approved, to be published at a time.
        Scheduled = "scheduled",
        /// Public.
        Released = "released",
        /// Back with the producer, with reasons.
        Returned = "returned",
        /// Ended by the steward.
        Rejected = "rejected",
        /// Ended by the producer.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// What can be done to a submission, by a person or by the portal itself.
    Action {
        /// Producer: hand it in.
        Submit = "submit",
        /// Portal: nothing blocks, to the queue.
        PassCheck = "pass_check",
        /// Portal: nothing blocks, to the organization's endorser.
        AskEndorsement = "ask_endorsement",
        /// Portal: something blocks, back to the draft.
        FailCheck = "fail_check",
        /// Portal: something blocks, back to the returned submission it was.
        FailRecheck = "fail_recheck",
        /// Producer: take it back before it is claimed.
        Recall = "recall",
        /// Endorser: let it leave the house.
        Endorse = "endorse",
        /// Steward: take it.
        Claim = "claim",
        /// Steward: put it back into the queue.
        Unclaim = "unclaim",
        /// Steward: hand it to another steward.
        Assign = "assign",
        /// Steward or endorser: back to the producer, with reasons.
        Return = "return",
        /// Steward: it may be published.
        Approve = "approve",
        /// Portal: keep the approved submission until its time.
        Schedule = "schedule",
        /// Steward, or the portal at the time set: make it public.
        Publish = "publish",
        /// Steward: end it, with reasons.
        Reject = "reject",
        /// Producer: end it.
        Cancel = "cancel",
        /// Producer: ask that personal data may be published, with the reason.
        AskException = "ask_exception",
        /// Steward: they may, on a legal ground.
        GrantException = "grant_exception",
        /// Steward: they may not.
        RefuseException = "refuse_exception",
    }
}

/// The action does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotNow {
    /// Where the submission stands.
    pub from: State,
    /// What was asked.
    pub action: Action,
}

/// What the rules need to know of the person and the submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one person and one submission"
)]
pub struct Facts {
    /// The person hands in data for the submission's organization.
    pub is_producer: bool,
    /// The person endorses for the submission's organization, and it waits for that.
    pub is_endorser: bool,
    /// The person is a steward.
    pub is_steward: bool,
    /// The person wrote, changed or submitted it: four eyes are counted on the person, not the role.
    pub contributed: bool,
    /// The person holds the claim.
    pub holds_claim: bool,
    /// Findings about personal data block it, and no request for an exception waits.
    pub personal_blocks: bool,
    /// A request for an exception waits.
    pub exception_asked: bool,
}

/// Why the rules refuse a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// None of the person's roles does this.
    NotYourRole,
    /// Nobody decides on their own submission.
    OwnSubmission,
    /// Somebody else holds the claim.
    ClaimedByOther,
    /// Only the portal itself does this.
    OnlyThePortal,
    /// No finding or no request is there that an exception could be made of.
    NothingToExcept,
}

impl State {
    /// The state after `action`. There is no catch-all arm: a new variant does not compile until it is placed.
    pub const fn after(self, action: Action) -> Result<Self, NotNow> {
        use {Action::*, State::*};
        match (self, action) {
            (Draft | Returned, Submit) => Ok(Checking),
            (Checking, PassCheck) => Ok(Submitted),
            (Checking, AskEndorsement) => Ok(AwaitingEndorsement),
            (Checking, FailCheck) => Ok(Draft),
            (Checking, FailRecheck) => Ok(Returned),
            (Submitted | AwaitingEndorsement, Recall) => Ok(Draft),
            (AwaitingEndorsement, Endorse) => Ok(Submitted),
            (Submitted, Claim) => Ok(InReview),
            (InReview, Unclaim) => Ok(Submitted),
            (InReview, Assign) => Ok(InReview),
            (InReview | AwaitingEndorsement, Return) => Ok(Returned),
            (InReview, Approve) => Ok(Approved),
            (InReview, Reject) => Ok(Rejected),
            (Approved, Schedule) => Ok(Scheduled),
            (Approved | Scheduled, Publish) => Ok(Released),
            (Draft | Returned, Cancel) => Ok(Cancelled),
            // An exception changes what blocks, not where the submission stands.
            (from @ (Draft | Returned), AskException | GrantException | RefuseException) => {
                Ok(from)
            }
            (
                from @ (Draft | Checking | AwaitingEndorsement | Submitted | InReview
                | AwaitingAuthority | Approved | Scheduled | Released | Returned | Rejected
                | Cancelled),
                action @ (Submit | PassCheck | AskEndorsement | FailCheck | FailRecheck | Recall
                | Endorse | Claim | Unclaim | Assign | Return | Approve | Schedule
                | Publish | Reject | Cancel | AskException | GrantException
                | RefuseException),
            ) => Err(NotNow { from, action }),
        }
    }

    /// Whether the producer may still change files and description.
    pub const fn is_editable(self) -> bool {
        use State::*;
        match self {
            Draft | Returned => true,
            Checking | AwaitingEndorsement | Submitted | InReview | AwaitingAuthority
            | Approved | Scheduled | Released | Rejected | Cancelled => false,
        }
    }

    /// Whether nothing can happen any more.
    pub const fn is_final(self) -> bool {
        use State::*;
        match self {
            Released | Rejected | Cancelled => true,
            Draft | Checking | AwaitingEndorsement | Submitted | InReview | AwaitingAuthority
            | Approved | Scheduled | Returned => false,
        }
    }

    /// Whether the review's clock runs: it stands still while the producer has the ball.
    pub const fn clock_runs(self) -> bool {
        use State::*;
        match self {
            Submitted | InReview | AwaitingAuthority => true,
            Draft | Checking | AwaitingEndorsement | Approved | Scheduled | Released | Returned
            | Rejected | Cancelled => false,
        }
    }
}

impl Action {
    /// Whether a person of whom `facts` hold may do this.
    pub const fn allowed_to(self, facts: Facts) -> Result<(), Refusal> {
        use Action::*;
        match self {
            Submit | Recall | Cancel => {
                if facts.is_producer {
                    Ok(())
                } else {
                    Err(Refusal::NotYourRole)
                }
            }
            Endorse => match facts {
                Facts {
                    is_endorser: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts { .. } => Ok(()),
            },
            Claim => match facts {
                Facts {
                    is_steward: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts { .. } => Ok(()),
            },
            Return => match facts {
                Facts {
                    is_steward: false,
                    is_endorser: false,
                    ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts {
                    is_endorser: true,
                    is_steward: false,
                    ..
                } => Ok(()),
                Facts {
                    holds_claim: false, ..
                } => Err(Refusal::ClaimedByOther),
                Facts { .. } => Ok(()),
            },
            Unclaim | Assign | Approve | Reject => match facts {
                Facts {
                    is_steward: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts {
                    holds_claim: false, ..
                } => Err(Refusal::ClaimedByOther),
                Facts { .. } => Ok(()),
            },
            Publish => match facts {
                Facts {
                    is_steward: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts { .. } => Ok(()),
            },
            AskException => match facts {
                Facts {
                    is_producer: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    personal_blocks: false,
                    ..
                } => Err(Refusal::NothingToExcept),
                Facts { .. } => Ok(()),
            },
            GrantException | RefuseException => match facts {
                Facts {
                    is_steward: false, ..
                } => Err(Refusal::NotYourRole),
                Facts {
                    contributed: true, ..
                } => Err(Refusal::OwnSubmission),
                Facts {
                    exception_asked: false,
                    ..
                } => Err(Refusal::NothingToExcept),
                Facts { .. } => Ok(()),
            },
            PassCheck | AskEndorsement | FailCheck | FailRecheck | Schedule => {
                Err(Refusal::OnlyThePortal)
            }
        }
    }

    /// Whether the act, on a submission in the queue, takes the claim in the same step.
    pub const fn claims_first(self, state: State) -> bool {
        matches!(state, State::Submitted)
            && matches!(self, Self::Approve | Self::Return | Self::Reject)
    }

    /// Whether the act needs a reason in words.
    pub const fn needs_reason(self) -> bool {
        use Action::*;
        match self {
            Return | Reject | AskException | GrantException | RefuseException => true,
            Submit | PassCheck | AskEndorsement | FailCheck | FailRecheck | Recall | Endorse
            | Claim | Unclaim | Assign | Approve | Schedule | Publish | Cancel => false,
        }
    }
}

/// The actions that both tables allow now, in the order of their declaration.
pub fn possible(state: State, facts: Facts) -> Vec<Action> {
    let fits = |action: &Action| {
        let claims = action.claims_first(state);
        let facts = Facts {
            holds_claim: facts.holds_claim || claims,
            ..facts
        };
        (claims || state.after(*action).is_ok()) && action.allowed_to(facts).is_ok()
    };
    Action::ALL.iter().copied().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCER: Facts = Facts {
        is_producer: true,
        is_endorser: false,
        is_steward: false,
        contributed: true,
        holds_claim: false,
        personal_blocks: true,
        exception_asked: false,
    };
    const STEWARD: Facts = Facts {
        is_producer: false,
        is_steward: true,
        contributed: false,
        exception_asked: true,
        ..PRODUCER
    };
    const EXCEPTIONS: [Action; 3] = [
        Action::AskException,
        Action::GrantException,
        Action::RefuseException,
    ];

    #[test]
    fn exceptions_leave_a_draft_where_it_stands() {
        for state in State::ALL {
            for action in EXCEPTIONS {
                let after = state.after(action);
                assert_eq!(after.is_ok(), state.is_editable(), "{state} {action}");
                assert!(after.is_err() || after == Ok(*state));
                assert!(action.needs_reason());
            }
        }
    }

    #[test]
    fn producers_ask_and_stewards_who_had_no_part_decide() {
        let [ask, grant, refuse] = EXCEPTIONS;
        assert_eq!(ask.allowed_to(PRODUCER), Ok(()));
        assert_eq!(ask.allowed_to(STEWARD), Err(Refusal::NotYourRole));
        for decide in [grant, refuse] {
            assert_eq!(decide.allowed_to(STEWARD), Ok(()));
            assert_eq!(decide.allowed_to(PRODUCER), Err(Refusal::NotYourRole));
            let own = Facts {
                contributed: true,
                ..STEWARD
            };
            assert_eq!(decide.allowed_to(own), Err(Refusal::OwnSubmission));
            let nothing = Facts {
                exception_asked: false,
                ..STEWARD
            };
            assert_eq!(decide.allowed_to(nothing), Err(Refusal::NothingToExcept));
        }
        let clean = Facts {
            personal_blocks: false,
            ..PRODUCER
        };
        assert_eq!(ask.allowed_to(clean), Err(Refusal::NothingToExcept));
    }
}
