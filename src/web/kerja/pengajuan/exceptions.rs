//! Requests to publish personal data all the same, as producers and stewards see them.

use super::Case;
use crate::accounts::Actor;
use crate::submission::Action;
use crate::submission::exceptions::PrivacyException;
use crate::submission::state;
use crate::web::page::Fields;
use serde_json::{Value, json};

/// The requests and what the person may do about them; nothing for others, since the reason is for stewards alone.
pub(super) fn view(case: &Case, actor: &Actor, typed: &Fields) -> Value {
    if !actor.is_steward() && !case.facts.is_producer {
        return Value::Null;
    }
    let possible = state::possible(case.submission.state, case.facts);
    let may_ask = possible.contains(&Action::AskException);
    let may_decide = possible.contains(&Action::GrantException);
    if case.exceptions.is_empty() && !may_ask {
        return Value::Null;
    }
    let typed_here = typed.get("action").ends_with("_exception");
    json!({
        "items": case.exceptions.iter().map(item).collect::<Vec<_>>(),
        "may_ask": may_ask,
        "may_decide": may_decide,
        "reason": if typed_here { typed.get("reason") } else { "" },
    })
}

/// A request as the pages show it.
pub(super) fn item(exception: &PrivacyException) -> Value {
    json!({
        "place": exception.place,
        "kind": exception.kind,
        "cells": exception.cell_count,
        "state": exception.state,
        "reason": exception.reason,
        "asked_by": exception.asked_by,
        "asked_at": exception.asked_at,
        "answer": exception.answer,
        "decided_by": exception.decided_by,
        "decided_at": exception.decided_at,
    })
}
