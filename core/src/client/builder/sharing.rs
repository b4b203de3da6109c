//! What a client may have in common with another one.

use super::ClientBuilder;
use crate::client::Client;

/// The clients that others are made from.
#[derive(Clone, Default)]
pub(in crate::client) struct Lenders {
    pub(in crate::client) connections: Option<Client>,
    pub(in crate::client) credential: Option<Client>,
    pub(in crate::client) pressure: Option<Client>,
}

impl Client {
    /// The client that something of this one belongs to. Who borrows from a borrower borrows from the owner: a client that is
    /// made from another again and again must not keep all of them.
    fn owner(&self, of: impl FnOnce(&Lenders) -> &Option<Self>) -> Self {
        of(&self.0.lenders).as_ref().unwrap_or(self).clone()
    }
}

impl ClientBuilder {
    /// Sends over the connections of another client, in place of its own: the options of the network and the time limit for
    /// a connection are that client's, whatever is said here.
    ///
    /// ```
    /// # fn example(client: &tidings::Client) -> Result<(), tidings::Error> {
    /// let patient = tidings::Client::builder()
    ///     .connections_of(client)
    ///     .credential_of(client)
    ///     .pressure_of(client)
    ///     .max_retries(10)
    ///     .build()?;
    /// # let _ = patient;
    /// # Ok(())
    /// # }
    /// ```
    pub fn connections_of(mut self, client: &Client) -> Self {
        let config = client.config();
        self.0.timeouts.connect = config.timeouts.connect;
        self.0.resolved_network = Some(config.network.clone());
        self.1.connections = Some(client.owner(|lenders| &lenders.connections));
        self
    }

    /// Uses the credential of another client, a token that it has fetched included, whatever is said here.
    pub fn credential_of(mut self, client: &Client) -> Self {
        self.0.resolved_credential = Some(client.config().credential.clone());
        self.1.credential = Some(client.owner(|lenders| &lenders.credential));
        self
    }

    /// Waits its turn together with the calls of another client: the options of pressure are that client's, whatever is said
    /// here.
    pub fn pressure_of(mut self, client: &Client) -> Self {
        self.1.pressure = Some(client.owner(|lenders| &lenders.pressure));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_made_from_another_has_its_own_options_and_the_others_credential() {
        let client = Client::builder().api_key("lent").max_retries(7).base_url("http://localhost:1").build().unwrap();
        let other = Client::builder().credential_of(&client).connections_of(&client).base_url("http://localhost:2");
        let other = other.max_retries(1).build().unwrap();
        assert_eq!((other.base_url(), other.max_retries()), ("http://localhost:2/", 1));
        assert_eq!(format!("{:?}", other.config().credential), format!("{:?}", client.config().credential));
    }

    #[test]
    fn a_client_made_from_one_that_was_made_from_another_keeps_only_the_first() {
        use std::sync::Arc;
        let build = |builder: ClientBuilder| builder.api_key("k").base_url("http://localhost:1").build().unwrap();
        let first = build(Client::builder());
        let from =
            |client: &Client| build(Client::builder().connections_of(client).credential_of(client).pressure_of(client));
        let second = from(&first);
        let third = from(&second);
        let weak = Arc::downgrade(&second.0);
        drop(second);
        assert!(weak.upgrade().is_none());
        assert!(third.0.lenders.connections.as_ref().is_some_and(|owner| Arc::ptr_eq(&owner.0, &first.0)));
    }

    #[tokio::test]
    async fn clients_that_share_pressure_and_connections_have_one_pool_of_each() {
        use std::sync::Arc;
        let client = Client::builder().api_key("k").base_url("http://localhost:1").build().unwrap();
        let all = Client::builder().connections_of(&client).credential_of(&client).pressure_of(&client);
        let all = all.base_url("http://localhost:1").build().unwrap();
        let none = Client::builder().api_key("k").base_url("http://localhost:1").build().unwrap();
        let process = std::process::id();
        let (pool, shared, own) = (client.pool(process), all.pool(process), none.pool(process));
        assert!(Arc::ptr_eq(&pool.transport, &shared.transport) && Arc::ptr_eq(&pool.scheduler, &shared.scheduler));
        assert!(Arc::ptr_eq(&pool.credential, &shared.credential));
        assert!(!Arc::ptr_eq(&pool.transport, &own.transport) && !Arc::ptr_eq(&pool.scheduler, &own.scheduler));
    }
}
