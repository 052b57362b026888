//! The other engine: a Meilisearch server, for sites of several machines.
//!
//! It holds what the embedded engine indexes, in two forms: the texts, which
//! it folds itself, and the same in Telex keys, which keep marks apart where
//! folding would lose them. A question is asked in both, the keys weighing
//! more, so an exact match ranks above a folded one here too. Meilisearch
//! reads ten words of a question, and knows misprints only in words that
//! cannot be Vietnamese syllables.

mod ask;
mod filter;
mod form;
mod http;
mod others;
mod spelling;

use super::analyse::parse;
use super::{
    Batches, Change, Engine, Found, Health, Progress, Query, RebuildReason, SearchError, Suggestion,
};
use crate::content::Language;
use crate::text::{is_syllable, single_line, telex, words};
use form::{Form, VERSION, settings};
use futures_util::future::BoxFuture;
use http::Http;
use meilisearch_sdk::client::SwapIndexes;
use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType};
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery, Selectors};
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};

type Client = meilisearch_sdk::client::Client<Http>;
type Index = meilisearch_sdk::indexes::Index<Http>;

/// How often a task is looked at, and how long a change may take. A rebuild
/// waits longer: one batch of documents is a task of its own.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const CHANGE_TIMEOUT: Duration = Duration::from_secs(30);
const BATCH_TIMEOUT: Duration = Duration::from_secs(600);

/// A document as suggestions need it.
#[derive(serde::Deserialize)]
struct Titled {
    id: i64,
    title: String,
}

/// An engine over a Meilisearch server.
pub struct Meilisearch {
    client: Client,
    name: String,
    /// What was applied since a rebuild began; `None` when none is under way.
    since_rebuild: Mutex<Option<Vec<Change>>>,
}

impl Meilisearch {
    /// An engine over the index `name` of the server at `url`. Nothing is sent
    /// yet; `None` when the key cannot be sent at all. The process must have a
    /// default TLS provider.
    pub fn new(url: &str, key: Option<&str>, name: &str) -> Option<Meilisearch> {
        let http = Http::new(key)?;
        let client = Client::new_with_client(url.trim_end_matches('/'), None::<String>, http);
        let name = format!("{name}_v{VERSION}");
        Some(Meilisearch { client, name, since_rebuild: Mutex::default() })
    }

    /// Removes everything this engine keeps on the server.
    pub async fn erase(&self) -> Result<(), SearchError> {
        for name in [self.name.clone(), self.next_name()] {
            self.remove(&name).await?;
        }
        Ok(())
    }

    /// Removes an index if there is one: to remove none is a failure in the server's log.
    async fn remove(&self, name: &str) -> Result<(), SearchError> {
        if self.client.get_index(name).await.is_err() {
            return Ok(());
        }
        let task = self.client.delete_index(name).await.map_err(failure)?;
        self.finished(task, CHANGE_TIMEOUT).await
    }

    fn index(&self) -> Index {
        self.client.index(&self.name)
    }

    fn next_name(&self) -> String {
        format!("{}_next", self.name)
    }

    async fn finished(&self, task: TaskInfo, timeout: Duration) -> Result<(), SearchError> {
        let task = task.wait_for_completion(&self.client, Some(LOOK_EVERY), Some(timeout)).await;
        match task.map_err(failure)? {
            Task::Failed { content } => Err(failure(Error::Meilisearch(content.error))),
            _ => Ok(()),
        }
    }

    async fn parsed(&self, text: &str) -> Result<super::analyse::Parsed, SearchError> {
        let mut doubtful: Vec<String> = words(text)
            .filter(|word| telex::decode(word.text).is_some() && !is_syllable(word.text))
            .map(|word| word.text.to_ascii_lowercase())
            .collect();
        doubtful.sort();
        doubtful.dedup();
        if doubtful.is_empty() {
            return Ok(parse(text, |_| false));
        }
        let known = spelling::known(&self.client, &self.index(), &doubtful).await?;
        Ok(parse(text, |word| {
            doubtful.iter().position(|other| other == word).is_some_and(|at| known[at])
        }))
    }

    async fn write(&self, index: &Index, changes: &[Change]) -> Result<(), SearchError> {
        let mut last: HashMap<i64, &Change> = HashMap::new();
        for change in changes {
            last.insert(change.item_id(), change);
        }
        let mut forms = Vec::new();
        let mut removed = Vec::new();
        for (item_id, change) in last {
            match change {
                Change::Put(document) => forms.push(Form::of(document)),
                Change::Remove(_) => removed.push(item_id),
            }
        }
        let mut tasks = Vec::new();
        if !forms.is_empty() {
            tasks.push(index.add_or_replace(&forms, Some("id")).await.map_err(failure)?);
        }
        if !removed.is_empty() {
            tasks.push(index.delete_documents(&removed).await.map_err(failure)?);
        }
        for task in tasks {
            self.finished(task, CHANGE_TIMEOUT).await?;
        }
        Ok(())
    }

    async fn fill(&self, batches: Batches, progress: Progress) -> Result<(), SearchError> {
        let next = self.next_name();
        // one that was begun and never took its place
        self.remove(&next).await?;
        let task = self.client.create_index(&next, Some("id")).await.map_err(failure)?;
        self.finished(task, CHANGE_TIMEOUT).await?;
        let index = self.client.index(&next);
        let task = index.set_settings(&settings()).await.map_err(failure)?;
        self.finished(task, CHANGE_TIMEOUT).await?;
        // documents are read on a thread that may block, one batch ahead
        let (sender, mut receiver) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || {
            for batch in batches {
                if sender.blocking_send(batch).is_err() {
                    break;
                }
            }
        });
        let mut done = 0;
        while let Some(batch) = receiver.recv().await {
            let documents = batch.map_err(SearchError::Source)?;
            let forms: Vec<Form> = documents.iter().map(Form::of).collect();
            if !forms.is_empty() {
                let task = index.add_or_replace(&forms, Some("id")).await.map_err(failure)?;
                self.finished(task, BATCH_TIMEOUT).await?;
            }
            done += documents.len() as u64;
            progress(done);
        }
        Ok(())
    }

    async fn take_place(&self, since: &[Change]) -> Result<u64, SearchError> {
        let next = self.client.index(self.next_name());
        self.write(&next, since).await?;
        if self.client.get_index(&self.name).await.is_err() {
            // swapping needs both
            let task = self.client.create_index(&self.name, Some("id")).await.map_err(failure)?;
            self.finished(task, CHANGE_TIMEOUT).await?;
        }
        let swap = SwapIndexes { indexes: (self.name.clone(), self.next_name()), rename: None };
        let task = self.client.swap_indexes([&swap]).await.map_err(failure)?;
        self.finished(task, CHANGE_TIMEOUT).await?;
        self.remove(&self.next_name()).await?;
        self.documents().await
    }

    async fn documents(&self) -> Result<u64, SearchError> {
        let stats = self.index().get_stats().await.map_err(failure)?;
        Ok(stats.number_of_documents as u64)
    }
}

impl Engine for Meilisearch {
    fn search<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Found, SearchError>> {
        Box::pin(async move {
            if query.text().is_empty() {
                return ask::everything(&self.client, &self.index(), query).await;
            }
            let parsed = self.parsed(query.text()).await?;
            if parsed.tokens.is_empty() {
                return Ok(Found::default());
            }
            ask::answer(&self.client, &self.index(), query, &parsed).await
        })
    }

    fn suggest<'a>(
        &'a self,
        typed: &'a str,
        language: Language,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Suggestion>, SearchError>> {
        Box::pin(async move {
            let parsed = self.parsed(&single_line(typed)).await?;
            if parsed.tokens.is_empty() {
                return Ok(Vec::new());
            }
            let words: Vec<&str> =
                parsed.tokens.iter().map(|token| token.folded.as_str()).collect();
            let (text, filter) = (words.join(" "), format!("language = {}", language.name()));
            let index = self.index();
            let mut search = SearchQuery::new(&index);
            search
                .with_query(&text)
                .with_attributes_to_search_on(&["title"])
                .with_matching_strategy(MatchingStrategies::ALL)
                .with_filter(&filter)
                .with_attributes_to_retrieve(Selectors::Some(&["id", "title"]))
                .with_limit(2 * limit);
            let found = search.execute::<Titled>().await.map_err(failure)?;
            let mut titles: Vec<Suggestion> = Vec::new();
            for hit in found.hits {
                let Titled { id, title } = hit.result;
                if !titles.iter().any(|known| known.title == title) {
                    titles.push(Suggestion { item_id: id, title });
                }
            }
            titles.truncate(limit);
            Ok(titles)
        })
    }

    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'_, Result<(), SearchError>> {
        Box::pin(async move {
            // held while writing, so that a rebuild cannot take its place between
            let mut since_rebuild = self.since_rebuild.lock().await;
            let written = match self.client.get_index(&self.name).await {
                Ok(index) => self.write(&index, &changes).await,
                Err(error) => Err(failure(error)),
            };
            match (since_rebuild.as_mut(), written) {
                (Some(since), Ok(()) | Err(SearchError::NeedsRebuild(_))) => {
                    since.extend(changes);
                    Ok(())
                }
                (_, written) => written,
            }
        })
    }

    fn rebuild(
        &self,
        batches: Batches,
        progress: Progress,
    ) -> BoxFuture<'_, Result<u64, SearchError>> {
        Box::pin(async move {
            {
                let mut since_rebuild = self.since_rebuild.lock().await;
                if since_rebuild.is_some() {
                    return Err(SearchError::Rebuilding);
                }
                *since_rebuild = Some(Vec::new());
            }
            let filled = self.fill(batches, progress).await;
            let mut since_rebuild = self.since_rebuild.lock().await;
            let since = since_rebuild.take().unwrap_or_default();
            filled?;
            self.take_place(&since).await
        })
    }

    fn count(&self) -> BoxFuture<'_, Result<u64, SearchError>> {
        Box::pin(self.documents())
    }

    fn health(&self) -> BoxFuture<'_, Health> {
        Box::pin(async move {
            match self.documents().await {
                Ok(documents) => Health::Ready { documents },
                Err(SearchError::NeedsRebuild(reason)) => Health::NeedsRebuild(reason),
                Err(error) => Health::Unavailable { why: error.to_string() },
            }
        })
    }
}

fn failure(error: Error) -> SearchError {
    match error {
        Error::Meilisearch(error) if error.error_code == ErrorCode::IndexNotFound => {
            SearchError::NeedsRebuild(RebuildReason::Missing)
        }
        // its message holds no key
        Error::Meilisearch(error) => {
            let why = format!("{}: {}", error.error_code, error.error_message);
            match error.error_type {
                ErrorType::InvalidRequest => SearchError::Refused { why },
                ErrorType::Auth => SearchError::Unavailable { why },
                _ => SearchError::Index { why },
            }
        }
        // so are those that are no JSON, such as of a request that is too large
        Error::MeilisearchCommunication(error) if matches!(error.status_code, 400 | 413 | 422) => {
            SearchError::Refused { why: error.to_string() }
        }
        Error::Other(error) => SearchError::Unavailable { why: chain(&*error) },
        error => SearchError::Unavailable { why: error.to_string() },
    }
}

/// An error with what caused it: reqwest tells the reason there.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_is_not_there_is_unavailable_and_its_key_stays_secret() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        // the discard port: nothing listens there
        let engine =
            Meilisearch::new("http://127.0.0.1:9", Some("s3cret"), "test").expect("an engine");
        let query = Query::new("nghèo", Language::Vi).expect("a query");
        let error = engine.search(&query).await.expect_err("no server");
        assert!(matches!(error, SearchError::Unavailable { .. }), "{error:?}");
        assert!(!format!("{error:?} {error} {:?}", engine.client).contains("s3cret"));
        assert!(matches!(engine.health().await, Health::Unavailable { .. }));
    }
}
