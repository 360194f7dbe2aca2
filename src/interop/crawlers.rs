//! What search engines and feed readers ask for: `/robots.txt`, `/sitemap.xml`, `/feeds/dataset.atom`.

use super::respond;
use crate::app::App;
use crate::catalog::gather;
use crate::catalog::public::{self, PublicDataset};
use crate::database::clock;
use crate::http::base_url;
use crate::http::problem::Problem;
use crate::{accounts::organizations, catalog::topics};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Addresses in one sitemap, as the protocol allows.
const MOST_ADDRESSES: i64 = 50_000;
/// Entries on a page of the feed.
const PER_PAGE: i64 = 20;
const XML: &str = "application/xml; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The routes of this module.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/feeds/dataset.atom", get(feed))
        .layer(middleware::from_fn(respond::problems))
}

async fn robots(State(app): State<App>, headers: HeaderMap) -> Response {
    let site = base_url::of(&app, &headers);
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /kerja\nDisallow: /kelola\nDisallow: /akun\nDisallow: /masuk\n\
         Crawl-delay: 10\nSitemap: {site}/sitemap.xml\n"
    );
    respond::document(&headers, "text/plain; charset=utf-8", text.into_bytes())
}

type Xml = Writer<Vec<u8>>;

fn begin() -> io::Result<Xml> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    // Characters that XML 1.0 has no way to write.
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    xml.create_element(name)
        .write_text_content(BytesText::new(&plain))?;
    Ok(())
}

fn moment(micros: i64) -> String {
    let at = clock::timestamp(micros);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn unwritten(error: &io::Error) -> Problem {
    tracing::error!(%error, "an XML document could not be written");
    Problem::internal()
}

async fn sitemap(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let datasets = public::newest(&mut tx, MOST_ADDRESSES - 1_000, 0).await?;
    let organizations = organizations::list(&mut tx).await?;
    let topics = topics::list(&mut tx).await?;
    drop(tx);
    let mut pages: Vec<(String, Option<i64>)> = vec![
        ("/".to_owned(), None),
        ("/dataset".to_owned(), None),
        ("/organization".to_owned(), None),
        ("/group".to_owned(), None),
    ];
    let current = organizations.iter().filter(|one| one.archived_at.is_none());
    pages.extend(current.map(|one| (format!("/organization/{}", one.name), None)));
    pages.extend(
        topics
            .iter()
            .map(|one| (format!("/group/{}", one.name), None)),
    );
    let of_datasets = datasets.iter();
    pages.extend(of_datasets.map(|one| (format!("/dataset/{}", one.name), one.released_at)));
    let site = base_url::of(&app, &headers);
    let body = write_sitemap(&site, &pages).map_err(|error| unwritten(&error))?;
    Ok(respond::document(&headers, XML, body))
}

fn write_sitemap(site: &str, pages: &[(String, Option<i64>)]) -> io::Result<Vec<u8>> {
    let mut xml = begin()?;
    let space = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    let urls = xml.create_element("urlset").with_attribute(space);
    urls.write_inner_content(|xml| {
        for (path, changed) in pages {
            xml.create_element("url").write_inner_content(|xml| {
                text(xml, "loc", &format!("{site}{path}"))?;
                match changed {
                    Some(at) => text(xml, "lastmod", &moment(*at)),
                    None => Ok(()),
                }
            })?;
        }
        Ok(())
    })?;
    Ok(xml.into_inner())
}

async fn feed(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let page = pairs.find(|(name, _)| name == "page");
    let page: i64 = page
        .and_then(|(_, text)| text.parse().ok())
        .filter(|page| *page >= 1)
        .unwrap_or(1);
    let mut tx = app.database.begin_read().await?;
    let total = public::figures(&mut tx).await?.datasets;
    let offset = (page - 1).saturating_mul(PER_PAGE);
    let newest = public::newest(&mut tx, PER_PAGE, offset).await?;
    let ids: Vec<String> = newest.iter().map(|one| one.id.to_string()).collect();
    let found = gather::public_datasets(&mut tx, &ids).await?;
    drop(tx);
    let feed = Feed {
        site: base_url::of(&app, &headers),
        title: app.settings.site.name.clone(),
        page,
        last: (total.max(1) - 1) / PER_PAGE + 1,
    };
    let body = feed.write(&found).map_err(|error| unwritten(&error))?;
    Ok(respond::document(&headers, ATOM, body))
}

struct Feed {
    site: String,
    title: String,
    page: i64,
    last: i64,
}

impl Feed {
    fn write(&self, found: &[PublicDataset]) -> io::Result<Vec<u8>> {
        let mut xml = begin()?;
        let space = ("xmlns", "http://www.w3.org/2005/Atom");
        let feed = xml.create_element("feed").with_attribute(space);
        feed.write_inner_content(|xml| {
            text(xml, "title", &self.title)?;
            text(xml, "id", &format!("{}/feeds/dataset.atom", self.site))?;
            let newest = found.iter().map(|one| one.version.released_at).max();
            text(xml, "updated", &moment(newest.unwrap_or(0)))?;
            self.links(xml)?;
            for one in found {
                xml.create_element("entry")
                    .write_inner_content(|xml| self.entry(xml, one))?;
            }
            Ok(())
        })?;
        Ok(xml.into_inner())
    }

    fn links(&self, xml: &mut Xml) -> io::Result<()> {
        let page = |page: i64| format!("{}/feeds/dataset.atom?page={page}", self.site);
        let mut links = vec![
            ("self", page(self.page)),
            ("alternate", format!("{}/dataset", self.site)),
            ("first", page(1)),
            ("last", page(self.last)),
        ];
        if self.page > 1 {
            links.push(("prev", page((self.page - 1).min(self.last))));
        }
        if self.page < self.last {
            links.push(("next", page(self.page + 1)));
        }
        for (relation, address) in links {
            link(xml, relation, &address)?;
        }
        Ok(())
    }

    fn entry(&self, xml: &mut Xml, found: &PublicDataset) -> io::Result<()> {
        let dataset = &found.dataset;
        let site = &self.site;
        text(xml, "title", &dataset.title)?;
        text(xml, "id", &format!("{site}/dataset/{}", dataset.id))?;
        link(
            xml,
            "alternate",
            &format!("{site}/dataset/{}", dataset.name),
        )?;
        let api = format!("{site}/api/3/action/package_show?id={}", dataset.name);
        link(xml, "enclosure", &api)?;
        text(xml, "summary", &dataset.description)?;
        text(xml, "updated", &moment(found.version.released_at))?;
        let first = dataset.first_released_at;
        text(
            xml,
            "published",
            &moment(first.unwrap_or(found.version.released_at)),
        )?;
        xml.create_element("author")
            .write_inner_content(|xml| text(xml, "name", &found.organization.title))?;
        let metadata = found.version.metadata().map_err(io::Error::other)?;
        for tag in &metadata.tags {
            let category = xml.create_element("category");
            category
                .with_attribute(("term", tag.as_str()))
                .write_empty()?;
        }
        Ok(())
    }
}

fn link(xml: &mut Xml, relation: &str, address: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attributes([("rel", relation), ("href", address)])
        .write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_escapes_what_it_names() {
        let pages = [("/dataset/a&b".to_owned(), Some(1_700_000_000_000_000))];
        let text = String::from_utf8(write_sitemap("http://h", &pages).unwrap()).unwrap();
        assert!(
            text.contains("<loc>http://h/dataset/a&amp;b</loc>"),
            "{text}"
        );
        assert!(
            text.contains("<lastmod>2023-11-14T22:13:20Z</lastmod>"),
            "{text}"
        );
    }
}
