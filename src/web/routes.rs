//! The only list of pages.

use super::dataset::{cari, download, resource, show, versi};
use super::kelola::{self, kode, orang, organisasi, topik};
use super::kerja::{antrean, meja, pengajuan, skema, templat, unggah};
use super::{akun, bantuan, masuk, page, umum, undangan};
use crate::app::App;
use crate::http::leftover;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode, Uri};

/// The pages, with the layer that turns failures into pages.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/masuk", get(masuk::get).post(masuk::post))
        .route("/keluar", post(masuk::leave))
        .route(
            "/undangan/{secret}",
            get(undangan::get).post(undangan::post),
        )
        .route("/akun", get(akun::get))
        .route("/akun/sandi", post(akun::password))
        .route("/akun/token", post(akun::create_token))
        .route("/akun/token/{id}/cabut", post(akun::revoke_token))
        .merge(public())
        .merge(work())
        .merge(administration())
        .method_not_allowed_fallback(page_above)
        .fallback(|| async { crate::http::problem::Problem::not_found() })
        .layer(middleware::from_fn_with_state(app.clone(), page::respond))
        .route("/assets/{hash}/{name}", get(asset))
}

// A page that answers a form has the form's address, which can only be sent to. Its links, the language's among them, and
// a reload lead to the page that the form is on.
async fn page_above(method: Method, uri: Uri) -> Response {
    let above = uri.path().rsplit_once('/').map(|(above, _)| above);
    let is_form = ["/kerja/", "/kelola/", "/akun/"]
        .iter()
        .any(|place| uri.path().starts_with(place));
    match above {
        Some(above) if is_form && method == Method::GET => {
            let query = uri
                .query()
                .map_or_else(String::new, |query| format!("?{query}"));
            page::see_other(&format!("{above}{query}"))
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn public() -> Router<App> {
    Router::new()
        .route("/", get(umum::home))
        .route("/dataset", get(cari::get))
        .route("/dataset/{name}", get(show::get))
        .route("/dataset/{name}/versi", get(versi::list))
        .route("/dataset/{name}/versi/{which}", get(versi::get))
        .route("/dataset/{name}/resource/{id}", get(resource::get))
        .route(
            "/dataset/{name}/resource/{id}/download/{file}",
            get(download::get),
        )
        .route("/organization", get(umum::organization_list))
        .route("/organization/{name}", get(umum::organization))
        .route("/group", get(umum::topic_list))
        .route("/group/{name}", get(umum::topic))
        .route("/tentang", get(umum::about))
        .route("/api", get(umum::guide))
        .route("/bantuan/temuan", get(bantuan::list))
        .route("/bantuan/temuan/{code}", get(bantuan::get))
}

fn work() -> Router<App> {
    Router::new()
        .route("/kerja", get(meja::get))
        .route("/kerja/antrean", get(antrean::get))
        .route("/kerja/pengajuan/{id}", get(pengajuan::get))
        .route(
            "/kerja/pengajuan/{id}/berkas/{file}/asli",
            get(pengajuan::original),
        )
        .route("/kerja/pengajuan/{id}/tindakan", post(pengajuan::act))
        .route("/kerja/pengajuan/{id}/putusan", post(pengajuan::decide))
        .route("/kerja/pengajuan/{id}/komentar", post(pengajuan::comment))
        .route("/kerja/skema/{name}", get(skema::list))
        .route(
            "/kerja/skema/{name}/{resource}",
            get(skema::edit).post(skema::save),
        )
        .route("/kerja/templat/{name}", get(templat::list))
        .route("/kerja/templat/{name}/{resource}/{form}", get(templat::get))
        .route("/kerja/unggah", get(unggah::start).post(unggah::start_post))
        .route("/kerja/unggah/{id}", get(unggah::resume))
        .route(
            "/kerja/unggah/{id}/berkas",
            get(unggah::file)
                .post(unggah::file_post)
                .layer(DefaultBodyLimit::disable())
                .layer(middleware::from_fn(leftover::discard)),
        )
        .route(
            "/kerja/unggah/{id}/berkas/{file}/hapus",
            post(unggah::file_remove),
        )
        .route(
            "/kerja/unggah/{id}/berkas/{file}/bertanda",
            get(unggah::annotated),
        )
        .route("/kerja/unggah/{id}/periksa", get(unggah::check))
        .route(
            "/kerja/unggah/{id}/periksa/{file}",
            post(unggah::check_post),
        )
        .route(
            "/kerja/unggah/{id}/periksa/{file}/keadaan",
            get(unggah::check_state),
        )
        .route(
            "/kerja/unggah/{id}/periksa/{file}/batal",
            post(unggah::check_cancel),
        )
        .route(
            "/kerja/unggah/{id}/periksa/{file}/lembar",
            post(unggah::check_sheet),
        )
        .route(
            "/kerja/unggah/{id}/keterangan",
            get(unggah::describe).post(unggah::describe_post),
        )
        .route(
            "/kerja/unggah/{id}/jenis",
            get(unggah::kind).post(unggah::kind_post),
        )
        .route("/kerja/unggah/{id}/ringkasan", get(unggah::summary))
        .route("/kerja/unggah/{id}/kirim", post(unggah::send))
        .route("/kerja/unggah/{id}/terkirim", get(unggah::sent))
        .route("/kerja/unggah/{id}/batal", post(unggah::cancel))
}

fn administration() -> Router<App> {
    Router::new()
        .route("/kelola", get(kelola::get))
        .route("/kelola/orang", get(orang::list).post(orang::create))
        .route("/kelola/orang/baru", get(orang::new))
        .route("/kelola/orang/{id}", get(orang::edit).post(orang::update))
        .route("/kelola/orang/{id}/tautan", post(orang::link))
        .route("/kelola/orang/{id}/nonaktif", post(orang::disable))
        .route(
            "/kelola/organisasi",
            get(organisasi::list).post(organisasi::create),
        )
        .route("/kelola/organisasi/baru", get(organisasi::new))
        .route(
            "/kelola/organisasi/{name}",
            get(organisasi::edit).post(organisasi::update),
        )
        .route(
            "/kelola/kode",
            get(kode::list)
                .post(kode::create)
                .layer(DefaultBodyLimit::max(kode::MOST_BYTES)),
        )
        .route(
            "/kelola/kode/{name}",
            get(kode::edit)
                .post(kode::update)
                .layer(DefaultBodyLimit::max(kode::MOST_BYTES)),
        )
        .route("/kelola/topik", get(topik::list).post(topik::create))
        .route("/kelola/topik/{name}", get(topik::edit).post(topik::update))
}

async fn asset(State(app): State<App>, Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(asset) = app
        .pages
        .assets()
        .by_path(&format!("/assets/{hash}/{name}"))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.bytes.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}
