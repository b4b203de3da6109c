//! Where the calls of the fault table are sent to, and the clients that know the way there.

use tidings::{Client, ClientBuilder};
use tidings_test_server::{Answer, Ground, Place};

use crate::server::{BUSY, the_server};

/// A place, for as long as a call needs it.
pub(crate) async fn ground(place: &Place, script: &[Answer]) -> Ground {
    the_server().ground(place, script).await.unwrap()
}

/// A client of the place.
pub(crate) fn builder(ground: &Ground) -> ClientBuilder {
    let way = ground.way();
    let mut builder = Client::builder().trust_env(false).connect_timeout(BUSY).base_url(&way.base_url);
    if let Some(authority) = &way.ca_bundle {
        builder = builder.ca_bundle(authority.as_str());
    }
    if let Some(proxy) = &way.proxy {
        builder = builder.proxy(proxy);
    }
    if let Some(address) = way.local_address {
        builder = builder.local_address(address);
    }
    builder
}
