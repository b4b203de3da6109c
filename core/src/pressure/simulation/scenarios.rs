//! Ten scenarios of many kinds of trouble, and four that are also run over real sockets.

use super::{
    server::{Nature, Service},
    world::{Calls, Load, Outcome, Strategy, World},
};

struct Scenario {
    name: &'static str,
    load: Load,
    nature: Nature,
}

fn scenarios() -> Vec<Scenario> {
    let bucket = Nature::default();
    let hinted = Nature { has_hint: true, ..bucket };
    let outage = Nature { outage: Some((60.0, 90.0)), ..bucket };
    let window = Nature { window: Some(15.0), ..hinted };
    let free = Nature { rate: 1000.0, burst: 1000.0, ..bucket };
    let closed = |processes, tasks, each| Load { processes, calls: Calls::Closed { tasks, each, total: usize::MAX } };
    let open = |processes, spans| Load { processes, calls: Calls::Open(spans) };
    let steady: &[(f64, f64)] = &[(180.0, 12.0)];

    let near = Nature { rate: 5.0, burst: 300.0, service: Service::Always(0.15), refusal_takes: 0.002, ..bucket };
    let four_hundred = Load { processes: 1, calls: Calls::Closed { tasks: 50, each: 400, total: 400 } };
    let apart = Load { processes: 4, calls: Calls::Closed { tasks: 13, each: 100, total: 100 } };
    let busy = Nature { rate: 1e9, burst: 1e9, most_in_flight: Some(20), ..near };
    [
        ("A", closed(200, 1, 10), bucket),
        ("B", closed(200, 1, 10), hinted),
        ("C", closed(1, 200, 10), bucket),
        ("D", closed(1, 200, 10), hinted),
        ("E", closed(20, 10, 10), bucket),
        ("F", open(1, &[(60.0, 30.0), (180.0, 10.0)]), bucket),
        ("G", open(200, steady), outage),
        ("H", open(1, steady), outage),
        ("I", closed(1, 200, 10), window),
        ("J", closed(1, 200, 10), free),
        ("i", four_hundred, Nature { has_headers: true, has_hint: true, ..near }),
        ("ii", four_hundred, Nature { has_hint: true, ..near }),
        ("iii", four_hundred, busy),
        ("iv", apart, Nature { has_headers: true, has_hint: true, ..near }),
    ]
    .map(|(name, load, nature)| Scenario { name, load, nature })
    .into()
}

#[test]
#[ignore = "prints the table"]
fn table() {
    let only = std::env::var("ONLY").ok();
    let seeds: u64 = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(4);
    for scenario in scenarios() {
        if only.as_ref().is_some_and(|only| only != scenario.name) {
            continue;
        }
        for strategy in [Strategy::Official, Strategy::Ours] {
            let all: Vec<Outcome> =
                (0..seeds).map(|seed| World::run(strategy, scenario.load, scenario.nature, seed)).collect();
            let mean = |value: &dyn Fn(&Outcome) -> f64| all.iter().map(value).sum::<f64>() / all.len() as f64;
            let worst = |value: &dyn Fn(&Outcome) -> f64| all.iter().map(value).fold(0.0, f64::max);
            println!(
                "{:4} {:9} ok {:6.0} failed {:5.1}% refused {:6.0} wasted {:6.3} (max {:6.3}) goodput {:6.2} wall {:6.2} (max {:6.2}) p50 {:5.1} p99 {:5.1} amp {:4.2}",
                scenario.name,
                format!("{strategy:?}"),
                mean(&|o| f64::from(o.succeeded)),
                mean(&|o| o.failed_share() * 100.0),
                mean(&|o| f64::from(o.refused)),
                mean(&Outcome::wasted),
                worst(&Outcome::wasted),
                mean(&Outcome::goodput),
                mean(&|o| o.wall),
                worst(&|o| o.wall),
                mean(&|o| o.percentile(0.5)),
                mean(&|o| o.percentile(0.99)),
                mean(&|o| o.in_outage),
            );
        }
    }
}
