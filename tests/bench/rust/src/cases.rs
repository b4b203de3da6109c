//! The measurements.

use std::{cell::RefCell, env, rc::Rc, time::Duration};

use serde_json::json;
use tokio::{runtime::Builder, task::LocalSet, time::sleep};

use crate::{
    Answer, Ask, Peer, answers,
    clock::{self, Used},
    delays::Delays,
    held::{Held, Memory},
};

const HELD_PIECES: usize = 20;
/// Over so many milliseconds paced streams begin, or all would have their events at once.
const SPREAD: usize = 50;
/// How many held streams begin in one. More at a time than the server's queue takes would wait for the system to knock again.
const A_MILLISECOND: usize = 8;

/// What a measurement gave.
struct Report {
    used: Used,
    units: usize,
    memory: Option<Memory>,
    delays: Option<Delays>,
}

/// Does what the command line says, and prints the report.
pub fn run<P: Peer>() {
    clock::allow_files();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [case, amount, times, url] = arguments.as_slice() else { panic!("usage: program CASE AMOUNT TIMES BASE_URL") };
    let [amount, times] = [amount, times].map(|number| number.parse().expect("a number"));
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let report = LocalSet::new().block_on(&runtime, one::<P>(case, amount, times, url));
    let mut line = json!({
        "cpu": report.used.cpu,
        "wall": report.used.wall,
        "units": report.units,
    });
    if let Some(Memory { before, open }) = report.memory {
        (line["before"], line["open"]) = (before.into(), open.into());
    }
    if let Some(delays) = report.delays {
        line["delays"] = delays.report();
    }
    println!("{line}");
}

async fn one<P: Peer>(case: &str, amount: usize, times: usize, url: &str) -> Report {
    match case {
        "construct" => construct::<P>(times, url),
        "create" => create(&P::new(url), &Ask::Small, times).await,
        "large" => create(&P::new(url), &Ask::long(amount), times).await,
        "images" => create(&P::new(url), &Ask::images(amount), times).await,
        "many" => many(Rc::new(P::new(url)), amount, times).await,
        "raw" | "text" | "fold" => stream(&P::new(url), case, amount, times).await,
        "tool" => tool(&P::new(url), amount, times).await,
        "paced" => paced(Rc::new(P::new(url)), amount, times).await,
        "hold" => hold::<P>(url, times).await,
        other => panic!("there is no case named {other}"),
    }
}

fn construct<P: Peer>(times: usize, url: &str) -> Report {
    drop(P::new(url));
    let before = Used::now();
    let clients: Vec<P> = (0..times).map(|_| P::new(url)).collect();
    let used = before.since();
    Report { used, units: clients.len(), memory: None, delays: None }
}

async fn create<P: Peer>(client: &P, ask: &Ask, times: usize) -> Report {
    check_hello::<P>(&client.create(ask).await);
    let before = Used::now();
    for _ in 0..times {
        check_hello::<P>(&client.create(ask).await);
    }
    Report { used: before.since(), units: times, memory: None, delays: None }
}

async fn many<P: Peer>(client: Rc<P>, width: usize, times: usize) -> Report {
    let mut before = Used::now();
    // The first time opens the connections.
    for each in [1, times.div_ceil(width)] {
        before = Used::now();
        let work = |_| {
            let client = client.clone();
            tokio::task::spawn_local(async move {
                for _ in 0..each {
                    check_hello::<P>(&client.create(&Ask::Small).await);
                }
            })
        };
        for task in (0..width).map(work).collect::<Vec<_>>() {
            task.await.expect("a task to its end");
        }
    }
    Report { used: before.since(), units: times.div_ceil(width) * width, memory: None, delays: None }
}

async fn stream<P: Peer>(client: &P, case: &str, pieces: usize, times: usize) -> Report {
    read::<P>(client, case, pieces).await;
    let (before, mut units) = (Used::now(), 0);
    for _ in 0..times {
        units += read::<P>(client, case, pieces).await;
    }
    Report { used: before.since(), units, memory: None, delays: None }
}

/// Reads one stream and looks at what it gave, which costs next to nothing; gives the number of its events.
async fn read<P: Peer>(client: &P, case: &str, pieces: usize) -> usize {
    let mut seen = 0;
    let see = |text: &str| seen += text.len();
    let answer = match case {
        "raw" => client.stream(see).await,
        "text" => client.text(see).await,
        _ => client.fold().await,
    };
    assert!(case == "fold" || seen == answer.text.len());
    check::<P>(&answer, pieces, case == "raw");
    pieces + 5
}

async fn tool<P: Peer>(client: &P, pieces: usize, times: usize) -> Report {
    let expected = answers::tool_input(pieces);
    assert_eq!(client.tool().await, expected);
    let (before, mut inputs) = (Used::now(), Vec::new());
    for _ in 0..times {
        inputs.push(client.tool().await);
    }
    let used = before.since();
    assert!(inputs.iter().all(|input| *input == expected));
    Report { used, units: times, memory: None, delays: None }
}

async fn paced<P: Peer>(client: Rc<P>, pieces: usize, width: usize) -> Report {
    let delays = Rc::new(RefCell::new(Delays::default()));
    let before = Used::now();
    let begin = |number: usize| {
        let (client, delays) = (client.clone(), delays.clone());
        tokio::task::spawn_local(async move {
            sleep(Duration::from_micros((number * SPREAD * 1_000 / width) as u64)).await;
            let mut count = 0;
            let answer = client
                .beside_others(|text| {
                    count += 1;
                    // The first of a stream comes with the head of the answer, and waits for what is made once.
                    if count > 1 {
                        delays.borrow_mut().add(text);
                    }
                })
                .await;
            assert_eq!(count, pieces);
            assert_eq!(answer.events, pieces + 5);
            answer.events
        })
    };
    let mut units = 0;
    for task in (0..width).map(begin).collect::<Vec<_>>() {
        units += task.await.expect("a task to its end");
    }
    let used = before.since();
    let delays = Rc::try_unwrap(delays).unwrap_or_else(|_| panic!("all streams are over")).into_inner();
    Report { used, units, memory: None, delays: Some(delays) }
}

/// All streams are open and idle before the first ends; the memory that the process has then is the result.
async fn hold<P: Peer>(url: &str, count: usize) -> Report {
    let (server, _) = url.split_once("/held").expect("a URL of held streams");
    // What is made only once is no part of a stream.
    P::new(&format!("{server}/text/10")).beside_others(|_| {}).await;
    let client = Rc::new(P::new(url));
    let (held, before) = (Rc::new(Held::new(HELD_PIECES * count)), Used::now());
    let begin = |_| {
        let (client, held) = (client.clone(), held.clone());
        tokio::task::spawn_local(async move {
            check::<P>(&client.beside_others(|_| held.see()).await, HELD_PIECES, true);
        })
    };
    let mut tasks = Vec::with_capacity(count);
    for number in 0..count {
        tasks.push(begin(number));
        if number % A_MILLISECOND == 0 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    for task in tasks {
        task.await.expect("a task to its end");
    }
    Report { used: before.since(), units: count, memory: Some(held.memory()), delays: None }
}

fn check_hello<P: Peer>(answer: &Answer) {
    if P::READS {
        assert_eq!((answer.text.as_str(), answer.stop_reason.as_str(), answer.output_tokens), ("Hello", "end_turn", 1));
    }
}

fn check<P: Peer>(answer: &Answer, pieces: usize, knows_events: bool) {
    if knows_events || !P::READS {
        assert_eq!(answer.events, pieces + 5);
    }
    if P::READS {
        assert_eq!(answer.text, answers::text_pieces(pieces).collect::<String>());
        assert_eq!((answer.stop_reason.as_str(), answer.output_tokens), ("end_turn", 9));
    }
}
