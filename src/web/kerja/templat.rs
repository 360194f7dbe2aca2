//! `/kerja/templat/{dataset}`: templates that know the published version, for those who produce the dataset.

use super::unggah::send_workbook;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{ResourceId, VersionResource};
use crate::database::Tx;
use crate::error::Message;
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::inspection::{ColumnKind, Limits};
use crate::query::{ColumnInfo, ColumnType};
use crate::web::i18n::Language;
use crate::web::page::Ctx;
use crate::workbook::{
    self, Fill, Form, MOST_ROWS, Mark, MarkColumn, Role, Template, TemplateRequest, TemplateWords,
};
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

/// The templates of a dataset.
pub async fn list(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let found = own(&mut tx, &ctx, &name).await?;
    drop(tx);
    let context = json!({
        "name": found.dataset.name,
        "title": found.dataset.title,
        "number": found.version.number,
        "most": MOST_ROWS,
        "templates": of(&found),
    });
    ctx.html("kerja/templat.html", context).await
}

/// The tables of a dataset for which there are templates.
pub(super) fn of(found: &PublicDataset) -> Vec<Value> {
    let with_table = found
        .resources
        .iter()
        .filter(|one| one.table_blob.is_some());
    with_table
        .map(|one| {
            json!({
                "dataset": found.dataset.name,
                "resource": one.resource_id,
                "name": one.name,
                "rows": one.row_count,
            })
        })
        .collect()
}

/// One template; `?isi=` says which rows stand ready in it.
pub async fn get(
    Path((name, resource, form)): Path<(String, String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let id = ResourceId::parse(&resource).map_err(|_| Problem::not_found())?;
    let form = Form::parse(&form).ok_or_else(Problem::not_found)?;
    let wanted = ctx.param("isi").and_then(|text| Fill::parse(&text));
    let mut tx = ctx.app.database.begin_read().await?;
    let found = own(&mut tx, &ctx, &name).await?;
    drop(tx);
    let resource = found.resource(&id).ok_or_else(Problem::not_found)?;
    let open = tables::open(&ctx.app, resource).await?;
    let open = open.ok_or_else(Problem::not_found)?;
    let fill = wanted.unwrap_or(Fill::Next);
    let request = TemplateRequest {
        template: template(&ctx, &found, resource, &open, fill),
        table: std::path::absolute(&open.table.path).map_err(workbook::Error::from)?,
        form,
        limits: Limits::from_settings(&ctx.app.settings),
        scratch: ctx.app.settings.data_dir.join("scratch"),
    };
    let made = workbook::template(&ctx.app.lanes, request).await?;
    drop(open);
    let mut file_name = format!("{}-templat", found.dataset.name);
    if found.resources.len() > 1 {
        file_name = format!("{file_name}-{}", resource.ordinal);
    }
    send_workbook(&made, &file_name).await
}

// A published dataset of the actor's own organization, or any for a steward.
async fn own(tx: &mut Tx, ctx: &Ctx, name: &str) -> Result<PublicDataset, Problem> {
    let actor = ctx.actor()?;
    let missing = |_| Problem::not_found();
    let found = public::dataset(tx, name, None).await.map_err(missing)?;
    if actor.produces_for(&found.dataset.organization_id) || actor.is_steward() {
        Ok(found)
    } else {
        Err(Problem::not_found())
    }
}

fn template(
    ctx: &Ctx,
    found: &PublicDataset,
    resource: &VersionResource,
    open: &OpenTable,
    fill: Fill,
) -> Template {
    let mut columns: Vec<MarkColumn> = Vec::new();
    for column in &open.table.columns {
        let known = mark_column(open, column, &columns);
        columns.push(known);
    }
    let words = words(ctx.language, found, fill, &columns);
    Template {
        mark: Mark {
            dataset: found.dataset.id.to_string(),
            resource: resource.resource_id.to_string(),
            version: found.version.id.to_string(),
            number: found.version.number,
            fill,
            sheet: ctx.text(&Message::new("template-sheet")),
            others: Vec::new(),
            columns,
        },
        region: ctx.app.settings.site.region_code.clone(),
        words,
    }
}

// Heads must differ: columns are known by them again. Of two with the same title the later one has its name behind it.
fn mark_column(open: &OpenTable, column: &ColumnInfo, before: &[MarkColumn]) -> MarkColumn {
    let report = open.report.iter().flat_map(|report| &report.columns);
    let mut known = report.filter(|known| known.name == column.name);
    let title = column.title.as_deref().unwrap_or(&column.name);
    let is_taken = before.iter().any(|other| other.title == title);
    MarkColumn {
        name: column.name.clone(),
        title: if is_taken {
            format!("{title} ({})", column.name)
        } else {
            title.to_owned()
        },
        kind: known
            .next()
            .map_or_else(|| kind_of(column.column_type), |known| known.kind),
        unit: column.unit.clone().unwrap_or_default(),
        role: Role::Key,
    }
}

fn kind_of(column_type: ColumnType) -> ColumnKind {
    match column_type {
        ColumnType::Integer => ColumnKind::Integer,
        ColumnType::Decimal { .. } | ColumnType::Float => ColumnKind::Decimal,
        ColumnType::Text => ColumnKind::Text,
        ColumnType::Date => ColumnKind::Date,
        ColumnType::Boolean => ColumnKind::Boolean,
    }
}

fn words(
    language: Language,
    found: &PublicDataset,
    fill: Fill,
    columns: &[MarkColumn],
) -> TemplateWords {
    let say = |id: &'static str| language.text(&Message::new(id));
    let kind = |column: &MarkColumn| language.format(&format!("type-{}", column.kind), None);
    let way = match fill {
        Fill::Next => "template-note-next",
        Fill::All => "template-note-all",
    };
    let version = Message::new("template-note-version").with("number", found.version.number);
    let capped =
        Message::new("template-capped").with("most", i64::try_from(MOST_ROWS).unwrap_or(i64::MAX));
    TemplateWords {
        title: found.dataset.title.clone(),
        help: say("template-sheet-help"),
        last: say("template-sheet-last"),
        notes: vec![
            language.text(&version),
            say(way),
            say("template-note-lists"),
            say("template-note-heads"),
        ],
        capped: language.text(&capped),
        unprepared: say("template-unprepared"),
        heads: [
            "template-head-column",
            "template-head-kind",
            "template-head-unit",
            "template-head-role",
        ]
        .map(say),
        roles: [
            "template-role-key",
            "template-role-period",
            "template-role-figure",
        ]
        .map(say),
        kinds: columns.iter().map(kind).collect(),
        comments: columns
            .iter()
            .map(|column| comment(language, column))
            .collect(),
        author: say("corrections-author"),
        refusal: say("template-refusal"),
        truth: [say("yes"), say("no")],
    }
}

fn comment(language: Language, column: &MarkColumn) -> String {
    let kind = language.format(&format!("type-{}", column.kind), None);
    let mut lines = vec![language.text(&Message::new("template-comment-kind").with("kind", kind))];
    if !column.unit.is_empty() {
        let unit = Message::new("template-comment-unit").with("unit", column.unit.as_str());
        lines.push(language.text(&unit));
    }
    let hint = match column.kind {
        ColumnKind::Percent => "template-hint-percent",
        ColumnKind::Date => "template-hint-date",
        ColumnKind::Code | ColumnKind::RegionCode => "template-hint-code",
        ColumnKind::RegionName | ColumnKind::Boolean => "template-hint-list",
        ColumnKind::Integer | ColumnKind::Decimal | ColumnKind::Money => "template-hint-number",
        ColumnKind::Year => "template-hint-year",
        ColumnKind::Text | ColumnKind::Period | ColumnKind::Time | ColumnKind::Sex => {
            return lines.join("\n");
        }
    };
    lines.push(language.text(&Message::new(hint)));
    lines.join("\n")
}
