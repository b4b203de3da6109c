//! What holds whatever callers and servers do.

use proptest::{collection::vec, prelude::*};

use super::model::{Step, check_pressure};

fn step() -> impl Strategy<Value = Step> {
    let call = 0..1000_usize;
    prop_oneof![
        3 => call.clone().prop_map(Step::Enter),
        4 => call.clone().prop_map(Step::Want),
        1 => call.clone().prop_map(Step::Unwant),
        2 => (call.clone(), 0..50_u16, any::<u16>()).prop_map(|(call, limit, left)| Step::Answer(call, limit, left)),
        2 => (call.clone(), 0..70_u8, any::<bool>()).prop_map(|(call, hint, busy)| Step::Refuse(call, hint, busy)),
        1 => (call.clone(), 0..50_u16, any::<u16>()).prop_map(|(call, limit, left)| Step::RefuseWith(call, limit, left)),
        1 => call.clone().prop_map(Step::Fail),
        1 => (call.clone(), any::<u16>()).prop_map(|(call, tokens)| Step::Use(call, tokens)),
        2 => call.prop_map(Step::Leave),
        3 => any::<u16>().prop_map(Step::Pass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nobody_is_lost_overtaken_or_let_go_above_the_cap(
        enabled in any::<bool>(),
        cap in prop_oneof![Just(None), (1..5_usize).prop_map(Some)],
        steps in vec(step(), 0..200),
    ) {
        check_pressure(enabled, cap, &steps);
    }
}
