//! How long each stage takes on one union of about 6 kB, beside a bare pass of the YAML parser over the
//! same text: what matters is the ratio, not the time.

#![expect(clippy::panic, clippy::expect_used, reason = "a bench that cannot start has nothing to tell")]

use std::hint::black_box;
use std::io;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use granit_parser::Parser;
use hegui::engine::{Judge, check_pack};
use hegui::records::{Date, Period, Union, join, read};
use hegui::rulepack::Pack;
use hegui::source::{Input, Source};
use hegui::verdicts::{Chunk, Options, RunInfo, Sink, audit};

const RECORDS: &str = include_str!("../fixtures/township/cotton-mill.yaml");

/// Takes results and does nothing with them.
struct Nobody;

impl Sink for Nobody {
    fn begin(&mut self, _run: &RunInfo, _sources: u64) -> io::Result<()> {
        Ok(())
    }

    fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
        black_box(chunk);
        Ok(())
    }
}

fn pack() -> Pack {
    let mut pack = Pack::builtin().unwrap_or_else(|faults| panic!("{faults:?}"));
    check_pack(&mut pack);
    pack
}

fn union(pack: &Pack) -> Union {
    let source = Arc::new(Source::new("cotton-mill.yaml", RECORDS));
    let fragments = read(&pack.schema, &source, &mut Vec::new());
    join(&pack.schema, fragments, &mut Vec::new()).remove(0)
}

fn options(jobs: usize) -> Options {
    let as_of = Date::new(2026, 12, 31).expect("a day");
    Options { jobs, ..Options::new(as_of, Period::year(2026).expect("a year")) }
}

fn one_union(criterion: &mut Criterion) {
    let pack = pack();
    let mut group = criterion.benchmark_group("one union");
    group.throughput(Throughput::Bytes(RECORDS.len() as u64));
    group.bench_function("bare parser events", |bench| {
        bench.iter(|| Parser::new_from_str(black_box(RECORDS)).map(Result::unwrap).count());
    });
    group.bench_function("read", |bench| bench.iter(|| union(&pack)));
    let union = Arc::new(union(&pack));
    let rules: Vec<usize> = (0..pack.rules.len()).collect();
    let judge = Judge::new(&pack, &rules, options(1).as_of, options(1).period);
    group.bench_function("bind and judge", |bench| bench.iter(|| judge.judge(black_box(&union), None)));
    group.finish();
}

fn many_unions(criterion: &mut Criterion) {
    let pack = pack();
    let input = |number: u32| {
        let text = RECORDS.replace("QX001", &format!("U{number}"));
        Input::from_bytes(format!("{number:04}.yaml"), text.into_bytes())
    };
    let inputs: Vec<Input> = (0..200).map(input).collect();
    let mut group = criterion.benchmark_group("200 unions");
    group.sample_size(20);
    for jobs in [1, 2] {
        group.bench_function(format!("audit, {jobs} threads"), |bench| {
            bench.iter(|| audit(&pack, &options(jobs), &inputs, Vec::new(), &mut Nobody));
        });
    }
    group.finish();
}

fn start(criterion: &mut Criterion) {
    criterion.bench_function("load and check the built-in pack", |bench| bench.iter(pack));
}

criterion_group!(benches, one_union, many_unions, start);
criterion_main!(benches);
