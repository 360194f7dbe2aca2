//! The public address of the portal.

use crate::app::App;
use http::HeaderMap;

/// The configured address, or the one by which the request came; without a slash at the end.
///
/// A Host header with anything but letters, digits, dots, dashes, colons and brackets is not repeated.
pub fn of(app: &App, headers: &HeaderMap) -> String {
    let configured = &app.settings.site.url;
    if !configured.is_empty() {
        return configured.trim_end_matches('/').to_owned();
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let listen = app.settings.server.listen.to_string();
    let plain = |host: &&str| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c))
    };
    let host = text("host").filter(plain).unwrap_or(&listen);
    let behind_proxy = !app.settings.server.trusted_proxies.is_empty();
    let scheme = match text("x-forwarded-proto") {
        Some("https") if behind_proxy => "https",
        _ => "http",
    };
    format!("{scheme}://{host}")
}
