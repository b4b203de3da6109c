//! The loads, and what is asked of a client under each.

use serde_json::{Value, json};

use super::table::Row;

/// A number of calls on a server with limits.
pub(super) struct Load {
    pub(super) name: &'static str,
    limits: Limits,
    pub(super) calls: u32,
    pub(super) tasks: u32,
    pub(super) processes: u32,
    pub(super) bounds: Bounds,
}

/// What is asked of a client.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// The most refusals for each success.
    refusals: f64,
    /// The least part of the server's capacity that is used, if that can be asked.
    goodput: Option<f64>,
}

#[derive(Clone, Copy)]
enum Limits {
    /// A bucket of 300 requests a minute that is full at the start, and what the server tells of it.
    Bucket { headers: bool, retry_after: bool },
    /// Twenty at once, and no hint.
    TwentyAtOnce,
}

const SERVICE_MS: u32 = 150;
const AT_ONCE: u32 = 20;
const CAPACITY: u32 = 300;
const REFILL_PER_MINUTE: u32 = 300;

const BASE: Load = Load {
    name: "",
    limits: Limits::TwentyAtOnce,
    calls: 400,
    tasks: 50,
    processes: 1,
    bounds: Bounds { refusals: 0.1, goodput: Some(0.85) },
};

pub(super) const LOADS: [Load; 4] = [
    Load {
        name: "(i) 300 a minute, headers",
        limits: Limits::Bucket { headers: true, retry_after: true },
        // None on a quiet machine, where a busy one may be late with an answer; and at most 15 % longer than the ideal.
        bounds: Bounds { refusals: 0.01, goodput: Some(1.0 / 1.15) },
        ..BASE
    },
    Load {
        name: "(ii) 300 a minute, retry-after",
        limits: Limits::Bucket { headers: false, retry_after: true },
        ..BASE
    },
    Load { name: "(iii) 20 at once, no hint", ..BASE },
    Load {
        name: "(iv) 300 a minute, 4 processes",
        limits: Limits::Bucket { headers: true, retry_after: true },
        processes: 4,
        bounds: Bounds { refusals: 0.5, goodput: Some(0.85) },
        ..BASE
    },
];

impl Load {
    /// What the server is told to allow.
    pub(super) fn limits_json(&self) -> String {
        let limits = match self.limits {
            Limits::Bucket { headers, retry_after } => json!({
                "bucket": {"capacity": CAPACITY, "refill_per_minute": REFILL_PER_MINUTE},
                "headers": headers,
                "retry_after": retry_after,
            }),
            Limits::TwentyAtOnce => json!({"max_in_flight": AT_ONCE}),
        };
        let Value::Object(mut limits) = limits else { return limits.to_string() };
        limits.insert("service_ms".into(), SERVICE_MS.into());
        Value::Object(limits).to_string()
    }

    /// The least time, in seconds, in which so many calls can be answered under this load.
    pub(super) fn ideal(&self, calls: u32) -> f64 {
        let at_once = |places: u32| f64::from(calls) * f64::from(SERVICE_MS) / 1000.0 / f64::from(places);
        match self.limits {
            Limits::TwentyAtOnce => at_once(self.tasks.min(AT_ONCE)),
            Limits::Bucket { .. } => {
                let refilled = f64::from(calls.saturating_sub(CAPACITY)) * 60.0 / f64::from(REFILL_PER_MINUTE);
                refilled.max(at_once(self.tasks))
            }
        }
    }

    /// The bounds without those that a busy machine misses: where the server's clock is not what takes the time.
    pub(super) fn bounds_on_a_busy_machine(&self) -> Bounds {
        let goodput = self.bounds.goodput.filter(|_| matches!(self.limits, Limits::Bucket { .. }));
        Bounds { goodput, ..self.bounds }
    }
}

impl Bounds {
    /// A sentence for each bound that `row` misses; losing a call is always one.
    pub(super) fn faults(&self, load: &Load, row: &Row) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |what: String| faults.push(format!("{}: {what}", load.name));
        if row.answered != load.calls || row.lost != 0 {
            fault(format!("{} of {} calls were answered, {} lost", row.answered, load.calls, row.lost_by_class));
        }
        let refusals = row.refusals_per_success();
        if refusals > self.refusals {
            fault(format!("{refusals:.2} refusals for each success, where {} is the most", self.refusals));
        }
        let goodput = row.goodput();
        if let Some(least) = self.goodput.filter(|least| goodput < *least) {
            fault(format!(
                "{:.0} % of the capacity was used, where {:.0} % is the least",
                goodput * 100.0,
                least * 100.0
            ));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(load: usize, row: &str) -> Vec<String> {
        let load = &LOADS[load];
        load.bounds.faults(load, &Row::read(load, "c", row).unwrap())
    }

    fn row(answered: u32, lost: &str, refused: u32, wall: f64) -> String {
        format!(
            r#"{{"answered": {answered}, "lost": {lost}, "wall": {wall},
                "server": {{"answered": {answered}, "rate_limited": {refused}, "overloaded": 0}}}}"#
        )
    }

    #[test]
    fn the_least_time_is_what_the_bucket_or_the_places_allow() {
        let close = |seconds: f64, expected: f64| (seconds - expected).abs() < 1e-9;
        assert!(LOADS.iter().zip([20.0, 20.0, 3.0, 20.0]).all(|(load, ideal)| close(load.ideal(load.calls), ideal)));
        assert!(close(LOADS[0].ideal(300), 0.9));
    }

    #[test]
    fn a_client_that_keeps_the_bounds_has_no_faults() {
        assert!(faults(0, &row(400, "{}", 0, 22.9)).is_empty());
        assert!(faults(2, &row(400, "{}", 39, 3.5)).is_empty());
        assert!(faults(3, &row(400, "{}", 199, 23.5)).is_empty());
    }

    #[test]
    fn each_bound_that_is_missed_is_named() {
        assert!(faults(0, &row(400, "{}", 5, 20.0))[0].contains("refusals"));
        assert!(faults(0, &row(400, "{}", 0, 23.1))[0].contains("capacity"));
        let lost = faults(1, &row(399, r#"{"RateLimitError": 1}"#, 0, 20.0));
        assert!(lost.len() == 1 && lost[0].contains("1 RateLimitError"), "{lost:?}");
    }

    #[test]
    fn a_busy_machine_is_only_asked_for_time_that_the_server_sets() {
        let asked: Vec<bool> = LOADS.iter().map(|load| load.bounds_on_a_busy_machine().goodput.is_some()).collect();
        assert_eq!(asked, [true, true, false, true]);
    }

    #[test]
    fn the_limits_are_what_the_server_reads() {
        let limits: Value = serde_json::from_str(&LOADS[1].limits_json()).unwrap();
        let bucket = json!({"capacity": 300, "refill_per_minute": 300});
        assert_eq!(limits, json!({"bucket": bucket, "headers": false, "retry_after": true, "service_ms": 150}));
    }
}
