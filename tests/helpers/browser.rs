//! A browser without a screen: keeps cookies, and the token of the form it saw last.

use super::{Answer, PASSWORD};
use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use std::collections::BTreeMap;
use tower::ServiceExt;

const BOUNDARY: &str = "----lumbung-tests-8e1f";

/// A browser.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) csrf: String,
    pub(crate) once: String,
}

/// A file of a form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upload<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            csrf: String::new(),
            once: String::new(),
        }
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let value = pairs.join("; ").parse().unwrap();
            request.headers_mut().insert("cookie", value);
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let answer = Answer::read(response).await;
        for cookie in answer.headers.get_all("set-cookie") {
            self.keep(cookie.to_str().unwrap());
        }
        if let Some(token) = answer.field("csrf").filter(|token| !token.is_empty()) {
            self.csrf = token;
        }
        if let Some(once) = answer.field("once") {
            self.once = once;
        }
        answer
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.to_lowercase().contains("max-age=0") || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header("accept", "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the form seen last.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.post_as_is(path, &fields).await
    }

    /// Sends exactly these fields.
    pub(crate) async fn post_as_is(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends files in the form's field `berkas`, its tokens before them.
    pub(crate) async fn upload(&mut self, path: &str, files: &[Upload<'_>]) -> Answer {
        let mut form = vec![
            ("csrf", None, self.csrf.clone().into_bytes()),
            ("once", None, self.once.clone().into_bytes()),
        ];
        form.extend(
            files
                .iter()
                .map(|file| ("berkas", Some(file.name), file.bytes.to_vec())),
        );
        let request = multipart(Request::post(path), form);
        self.send(request).await
    }

    /// Signs in over the form.
    pub(crate) async fn sign_in(&mut self, name: &str) {
        self.get("/masuk").await;
        let answer = self
            .post("/masuk", &[("nama", name), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.get("/kerja").await;
    }
}

/// A multipart request of parts with their name, file name and bytes.
pub(crate) fn multipart(
    request: http::request::Builder,
    parts: Vec<(&str, Option<&str>, Vec<u8>)>,
) -> Request<Body> {
    let mut body = Vec::new();
    for (name, file_name, bytes) in parts {
        let file = file_name
            .map(|file| format!("; filename=\"{file}\""))
            .unwrap_or_default();
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    request
        .header("content-type", kind)
        .body(Body::from(body))
        .unwrap()
}
