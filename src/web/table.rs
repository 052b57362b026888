//! The public site's routes, and a list of them: tests walk all there are.

use actix_web::Route;
use actix_web::web::ServiceConfig;

/// Registers routes and remembers their patterns.
pub struct Table<'a> {
    config: &'a mut ServiceConfig,
    /// As actix-web has them, such as `/tim-kiem` or `/{slug}`.
    pub patterns: Vec<String>,
}

impl<'a> Table<'a> {
    pub fn of(config: &'a mut ServiceConfig) -> Self {
        Self { config, patterns: Vec::new() }
    }

    pub fn route(&mut self, pattern: &str, route: Route) -> &mut Self {
        self.patterns.push(pattern.to_owned());
        self.config.route(pattern, route);
        self
    }
}
