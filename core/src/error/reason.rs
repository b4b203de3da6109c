//! The finer word under a kind: why there was no connection, which limit ran out, how an answer broke.

/// Declares the reasons once: variant and name stay side by side.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What exactly went wrong below the HTTP status, where the [`ErrorKind`](crate::ErrorKind) is a family of causes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The reason's name in `snake_case`, for logs and for the bindings.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

reasons! {
    /// The name of the server or of the proxy was not found.
    Dns = "dns";
    /// Nobody listens at the address.
    Refused = "refused";
    /// There is no way to the address.
    Unreachable = "unreachable";
    /// TLS could not be agreed on.
    Tls = "tls";
    /// The server's certificate is not to be trusted, or the server does not trust the client's.
    Certificate = "certificate";
    /// The proxy refused, or spoke something else than HTTP.
    Proxy = "proxy";
    /// This machine has no file descriptor or no port left.
    Resource = "resource";
    /// No connection within the connect limit.
    ConnectLimit = "connect_limit";
    /// The call's whole time passed while it waited for one of the client's connections.
    PoolLimit = "pool_limit";
    /// The server took nothing of the request for the write limit.
    WriteLimit = "write_limit";
    /// No head of an answer within the head limit.
    HeadLimit = "head_limit";
    /// No byte of the answer for the idle limit.
    IdleLimit = "idle_limit";
    /// The whole call took too long.
    TotalLimit = "total_limit";
    /// The connection or the stream was reset.
    Reset = "reset";
    /// The connection was closed before the answer was whole.
    Closed = "closed";
    /// What came is no HTTP, or breaks its rules.
    Protocol = "protocol";
    /// The body came in a coding that was not asked for.
    Decode = "decode";
    /// The head of the answer was larger than the client takes.
    HeadSize = "head_size";
    /// Too many interim answers (1xx) came before the head.
    InterimAnswers = "interim_answers";
    /// The body of the answer was larger than the client takes.
    BodySize = "body_size";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_name_of_its_own() {
        let names: std::collections::HashSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
    }
}
