//! The SDK's requests over this program's one HTTP and TLS stack.

use futures_util::io::{AsyncRead, AsyncReadExt};
use meilisearch_sdk::errors::Error;
use meilisearch_sdk::request::{HttpClient, Method, parse_response};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// No request of ours takes longer in a healthy server.
const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// A client that carries the key in a header nothing prints.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: reqwest::Client,
}

impl Http {
    /// `None` when the key cannot stand in a header or TLS is not set up.
    pub(super) fn new(key: Option<&str>) -> Option<Http> {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let mut value = HeaderValue::from_str(&format!("Bearer {key}")).ok()?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let client = reqwest::Client::builder()
            .default_headers(headers)
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .ok()?;
        Some(Http { client })
    }
}

#[async_trait::async_trait]
impl HttpClient for Http {
    async fn stream_request<
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    >(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status_code: u16,
    ) -> Result<Output, Error> {
        let verb = match &method {
            Method::Get { .. } => reqwest::Method::GET,
            Method::Post { .. } => reqwest::Method::POST,
            Method::Patch { .. } => reqwest::Method::PATCH,
            Method::Put { .. } => reqwest::Method::PUT,
            Method::Delete { .. } => reqwest::Method::DELETE,
        };
        let parameters = serde_json::to_value(method.query())?;
        let parameters = serde_urlencoded::to_string(flat(&parameters)).map_err(other)?;
        let address =
            if parameters.is_empty() { url.to_owned() } else { format!("{url}?{parameters}") };
        let mut request = self.client.request(verb, address);
        if let Some(body) = method.into_body() {
            let mut bytes = Vec::new();
            Box::pin(body).read_to_end(&mut bytes).await.map_err(other)?;
            request = request.header(CONTENT_TYPE, content_type).body(bytes);
        }
        let response = request.send().await.map_err(|error| other(error.without_url()))?;
        let status = response.status().as_u16();
        let mut body = response.text().await.map_err(|error| other(error.without_url()))?;
        if body.is_empty() {
            "null".clone_into(&mut body);
        }
        parse_response(status, expected_status_code, &body, url.to_owned())
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

/// The fields of a query as pairs of name and plain value.
fn flat(parameters: &serde_json::Value) -> Vec<(&str, String)> {
    let fields = parameters.as_object().into_iter().flatten();
    let plain = fields.filter_map(|(name, value)| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some((name.as_str(), text.clone())),
        value => Some((name.as_str(), value.to_string())),
    });
    plain.collect()
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(Box::new(error))
}
