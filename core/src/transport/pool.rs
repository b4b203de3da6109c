//! A pool of connections: those that are open are used again, and others are opened where there is none.

use std::sync::{Arc, Mutex, PoisonError};

use http::Uri;

use super::{
    connect::Connector,
    connection::{Connection, Protocols},
    failure::{self, Scene},
    route::Route,
};
use crate::error::{Error, ErrorKind, Sent};

/// Clones are the same pool. It lives as long as they, and requests over its connections.
#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    connector: Arc<Connector>,
    protocols: Arc<Protocols>,
    /// Nearly always one.
    routes: Mutex<Vec<Arc<Route>>>,
}

impl Pool {
    /// Without connections.
    pub(super) fn new(connector: Arc<Connector>, protocols: Arc<Protocols>) -> Self {
        Self(Arc::new(Shared { connector, protocols, routes: Mutex::default() }))
    }

    /// The way to the server of `uri`.
    pub(super) fn route(&self, uri: &Uri) -> Result<Arc<Route>, Error> {
        let mut routes = self.0.routes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(route) = routes.iter().find(|route| route.leads_to(uri)) {
            return Ok(route.clone());
        }
        let Some(mut route) = Route::to(uri) else {
            return Err(Error::new(ErrorKind::Connect, "the URL says no server").with_sent(Sent::None).permanent());
        };
        route.authorization = self.0.connector.authorization(&route)?;
        let route = Arc::new(route);
        routes.retain(Route::is_in_use);
        routes.push(route.clone());
        Ok(route)
    }

    /// An open connection, ready for a request.
    pub(super) async fn connection(&self, route: &Arc<Route>) -> Result<Connection, Error> {
        match route.take() {
            Some(connection) => Ok(connection),
            // Its state is large, and seldom needed.
            None => Box::pin(self.open_or_wait(route)).await,
        }
    }

    /// Opens a connection, unless another becomes free before; then the new one is for whoever comes next.
    async fn open_or_wait(&self, route: &Arc<Route>) -> Result<Connection, Error> {
        let waiting = match route.take_or_wait() {
            Ok(connection) => return Ok(connection),
            Err(waiting) => waiting,
        };
        let mut opening = Box::pin(self.clone().open(route.clone()));
        tokio::select! {
            biased;
            free = waiting => {
                let route = route.clone();
                tokio::spawn(async move {
                    if let Ok(connection) = opening.await {
                        route.put_back(connection);
                    }
                });
                Ok(free)
            }
            opened = &mut opening => opened,
        }
    }

    async fn open(self, route: Arc<Route>) -> Result<Connection, Error> {
        let open = self.0.connector.connect(&route).await.map_err(|error| error.with_sent(Sent::None))?;
        let begun = self.0.protocols.begin(open).await;
        let connection = begun.map_err(|cause| failure::before_head(cause, &Scene::before_all()))?;
        Ok(route.opened(connection))
    }
}

#[cfg(test)]
mod tests;
