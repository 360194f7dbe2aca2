//! `/bantuan/temuan`: what each finding of the inspection means and how it is mended.

use super::page::Ctx;
use crate::error::{Kind, Message};
use crate::http::problem::Problem;
use crate::inspection::codes;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

/// The list of all findings.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    let findings: Vec<Value> = codes::MESSAGES
        .iter()
        .map(|(code, _)| {
            json!({
                "code": code,
                "title": title(&ctx, code),
                "what": words(&ctx, code, "what"),
            })
        })
        .collect();
    ctx.html("bantuan/temuan.html", json!({ "findings": findings }))
        .await
}

/// One finding.
pub async fn get(Path(code): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let known = codes::MESSAGES.iter().find(|(known, _)| *known == code);
    let Some((code, _)) = known else {
        return Err(unknown());
    };
    let steps: Vec<String> = words(&ctx, code, "mend")
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let context = json!({
        "code": code,
        "title": title(&ctx, code),
        "what": words(&ctx, code, "what"),
        "example": words(&ctx, code, "example"),
        "steps": steps,
    });
    ctx.html("bantuan/satu-temuan.html", context).await
}

fn unknown() -> Problem {
    Problem::new(
        Kind::NotFound,
        "help.unknown",
        Message::new("help-unknown"),
        Vec::new(),
    )
}

fn title(ctx: &Ctx, code: &str) -> String {
    ctx.language.format(&format!("finding-title-{code}"), None)
}

fn words(ctx: &Ctx, code: &str, part: &str) -> String {
    ctx.language.format(&format!("help-{code}-{part}"), None)
}

#[cfg(test)]
mod tests {
    use crate::inspection::codes;
    use crate::web::i18n::Language;

    #[test]
    fn every_finding_is_explained_in_both_languages() {
        let mut missing = Vec::new();
        for language in Language::ALL {
            for (code, message) in codes::MESSAGES {
                let ids = [
                    (*message).to_owned(),
                    format!("finding-title-{code}"),
                    format!("help-{code}-what"),
                    format!("help-{code}-example"),
                    format!("help-{code}-mend"),
                ];
                missing.extend(
                    ids.into_iter()
                        .filter(|id| !language.has(id))
                        .map(|id| format!("{} {id}", language.code())),
                );
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
