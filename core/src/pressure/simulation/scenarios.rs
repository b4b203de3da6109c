//! Nine kinds of trouble and one of none, four that are also run over real sockets, and some of what headers tell.

use super::{
    server::{Nature, Service},
    world::{Calls, Load, Outcome, Strategy, World},
};

const SEEDS: u64 = 3;

/// A load, a server, and what is bearable: the most that may fail, the most refusals for a success, the fewest successes a second.
struct Scenario {
    name: &'static str,
    load: Load,
    nature: Nature,
    failed: f64,
    wasted: f64,
    goodput: f64,
}

const fn closed(processes: usize, tasks: usize, each: usize) -> Load {
    Load { processes, calls: Calls::Closed { tasks, each, total: usize::MAX } }
}

const fn open(processes: usize, spans: &'static [(f64, f64)]) -> Load {
    Load { processes, calls: Calls::Open(spans) }
}

/// 200 tasks, or a stream of calls, before a server that bears 20 calls a second of 2 s.
fn far() -> Vec<Scenario> {
    let bucket = Nature::default();
    let hinted = Nature { has_hint: true, ..bucket };
    let outage = Nature { outage: Some((60.0, 90.0)), ..bucket };
    let window = Nature { window: Some(15.0), ..hinted };
    let steady = &[(180.0, 12.0)];
    let rush = &[(60.0, 30.0), (180.0, 10.0)];
    [
        ("A: 200 clients", closed(200, 1, 10), bucket, 0.01, 1.3, 15.5),
        ("B: 200 clients, hint", closed(200, 1, 10), hinted, 0.01, 1.3, 16.0),
        ("C: one client", closed(1, 200, 10), bucket, 0.0, 0.05, 17.0),
        ("D: one client, hint", closed(1, 200, 10), hinted, 0.0, 0.05, 17.5),
        ("E: 20 clients", closed(20, 10, 10), bucket, 0.005, 0.8, 17.0),
        ("F: more than it bears for a minute", open(1, rush), bucket, 0.0, 0.05, 15.5),
        ("G: 200 clients, outage", open(200, steady), outage, 0.005, 1.1, 11.0),
        ("H: one client, outage", open(1, steady), outage, 0.005, 0.05, 10.5),
        ("I: fixed window", closed(1, 200, 10), window, 0.0, 0.05, 18.0),
    ]
    .map(Scenario::new)
    .into()
}

/// 400 calls of 150 ms over 50 tasks, on a server near by.
fn near() -> Vec<Scenario> {
    let quota =
        Nature { rate: 5.0, burst: 300.0, service: Service::Always(0.15), refusal_takes: 0.002, ..Nature::default() };
    let all = Load { processes: 1, calls: Calls::Closed { tasks: 50, each: 400, total: 400 } };
    let more = Load { processes: 1, calls: Calls::Closed { tasks: 50, each: 1200, total: 1200 } };
    let apart = Load { processes: 4, calls: Calls::Closed { tasks: 13, each: 100, total: 100 } };
    let advertised = Nature { has_headers: true, has_hint: true, ..quota };
    let late = Nature { tells_late: true, ..advertised };
    let busy = Nature { rate: 1e9, burst: 1e9, most_in_flight: Some(20), ..quota };
    let reading = Nature { tokens: Some((1e6, 1e9)), rate: 50.0, burst: 3000.0, ..advertised };
    let writing = Nature { tokens: Some((1e9, 3e5)), rate: 50.0, burst: 3000.0, ..advertised };
    [
        ("i: advertised", all, advertised, 0.0, 0.0, 18.5),
        ("i, told late", all, late, 0.0, 0.0, 18.5),
        ("i, without a hint", all, Nature { has_hint: false, ..advertised }, 0.0, 0.0, 18.5),
        ("ii: hint only", all, Nature { has_headers: false, ..advertised }, 0.0, 0.05, 18.5),
        ("iii: 20 in flight", all, busy, 0.0, 0.05, 120.0),
        ("iv: four processes", apart, advertised, 0.0, 0.25, 18.5),
        ("iv, told late", apart, late, 0.0, 0.25, 18.5),
        ("iv, without a hint", apart, Nature { has_hint: false, ..advertised }, 0.0, 0.25, 18.5),
        ("v: tokens to read", more, reading, 0.0, 0.0, 4.7),
        ("vi: tokens to write", more, writing, 0.0, 0.02, 9.0),
    ]
    .map(Scenario::new)
    .into()
}

impl Scenario {
    fn new(of: (&'static str, Load, Nature, f64, f64, f64)) -> Self {
        let (name, load, nature, failed, wasted, goodput) = of;
        Self { name, load, nature, failed, wasted, goodput }
    }

    fn run(&self, strategy: Strategy, seed: u64) -> Outcome {
        let outcome = World::run(strategy, self.load, self.nature, seed);
        println!("{:35} {strategy:?} {seed} {}", self.name, outcome.line());
        outcome
    }

    fn is_borne(&self, outcome: &Outcome) -> bool {
        outcome.failed_share() <= self.failed && outcome.wasted() <= self.wasted && outcome.goodput() >= self.goodput
    }
}

#[test]
fn the_scheduler_stays_within_its_bands() {
    let mut outside = Vec::new();
    for scenario in far().into_iter().chain(near()) {
        for seed in 0..SEEDS {
            let outcome = scenario.run(Strategy::Ours, seed);
            if !scenario.is_borne(&outcome) {
                outside.push(format!("{}, seed {seed}: {}", scenario.name, outcome.line()));
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn the_official_formula_falls_outside_of_them() {
    for scenario in far().into_iter().chain(near()) {
        for seed in 0..SEEDS {
            let outcome = scenario.run(Strategy::Official, seed);
            assert!(!scenario.is_borne(&outcome), "{}, seed {seed}: {}", scenario.name, outcome.line());
        }
    }
}

#[test]
fn where_no_limit_is_reached_it_costs_next_to_nothing() {
    let free = Nature { rate: 1000.0, burst: 1000.0, ..Nature::default() };
    let run = |strategy, seed| World::run(strategy, closed(1, 200, 10), free, seed);
    let wall = |strategy| (0..10).map(|seed| run(strategy, seed).wall).sum::<f64>();
    let walls = (wall(Strategy::Ours), wall(Strategy::Official));
    assert!(walls.0 < walls.1 * 1.03, "{walls:?}");
    let outcome = run(Strategy::Ours, 1);
    assert_eq!((outcome.succeeded, outcome.refused), (2000, 0));
}
