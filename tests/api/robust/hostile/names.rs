//! Names of files that lead elsewhere, hide their ending or are taken by a system.

use crate::helpers::{BALITA_2023, Place, Server, TestApp, Upload, balita, expect};
use http::StatusCode;

const LONGEST: usize = 150;

#[tokio::test]
async fn names_are_cleaned_and_never_reach_a_path() {
    let place = Place::new(Server::Sqlite).await;
    let portal = TestApp::with_people(&place).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let long = format!("{}.csv", "a".repeat(4000));
    let cases = [
        ("../../../../etc/balita.csv", "balita.csv"),
        ("/etc/balita.csv", "balita.csv"),
        ("C:\\Windows\\balita.csv", "balita.csv"),
        ("balita\u{202e}vsc.exe.csv", "balitavsc.exe.csv"),
        ("bal\u{200b}ita\u{7}%0D%0A.csv", ""),
        ("CON.csv", ""),
        ("NUL", ""),
        ("balita.csv. ", ""),
        (long.as_str(), ""),
        ("..", ""),
        ("'; drop table submission; --.csv", ""),
        ("<script>alert(1)</script>.csv", ""),
    ];
    for (number, (name, shown)) in cases.into_iter().enumerate() {
        let mut body = balita("new");
        body["dataset"] = format!("balita-{number}").into();
        body["title"] = format!("Balita {number}").into();
        let file = Upload {
            name,
            bytes: BALITA_2023,
        };
        let answer = producer.submission(&body, &[file]).await;
        // A form with such a header may be refused; nothing worse.
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY && shown.is_empty() {
            continue;
        }
        expect(&answer, StatusCode::CREATED);
        let submission = answer.json();
        portal.run_jobs().await;
        let path = submission["links"]["self"].as_str().unwrap().to_owned();
        let seen = producer.get(&path).await.json();
        let kept = seen["files"][0]["file"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(!kept.is_empty(), "{name:?}: {seen:#}");
        assert!(kept.chars().count() <= LONGEST, "{name:.40}");
        let is_bad = |c: char| {
            c.is_control()
                || matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!kept.contains(is_bad), "{kept:?}");
        if !shown.is_empty() {
            assert_eq!(kept, shown);
        }
    }
}
