//! What the aggregated form is told of a war's classes.

use super::roster::Roster;
use crate::bouts::{Armament, Pairs};
use crate::engagement::{Judged, Rules};

/// Coefficients are whole multiples of this.
pub const GRAIN: f64 = 1e-4;

/// A coefficient, and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coefficient {
    /// Its value.
    pub value: f64,
    /// How far off it may be.
    pub error: f64,
}

impl Coefficient {
    /// The mean of what independent samples gave, with its standard error, both in whole grains.
    #[must_use]
    pub fn of(samples: &[f64]) -> Self {
        let n = samples.len().max(1) as f64;
        let mean = samples.iter().sum::<f64>() / n;
        let squares: f64 = samples.iter().map(|x| (x - mean) * (x - mean)).sum();
        let error = (squares / (n - 1.0).max(1.0) / n).sqrt();
        Self { value: quantised(mean), error: quantised(error) }
    }
}

/// The nearest whole multiple of [`GRAIN`].
fn quantised(x: f64) -> f64 {
    libm::round(x / GRAIN) * GRAIN
}

/// How many coefficients hold for all classes.
pub const SHARED: usize = 30;

/// What holds for all classes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared<T> {
    /// Share of its fire that a group out of command coordinates in effect.
    pub alone: T,
    /// The same for one in command.
    pub led: T,
    /// Hours of its coordinated fire for which a side deals out targets.
    pub marks: T,
    /// Hours in which formations come apart.
    pub ties: T,
    /// Hours until uncoordinated fire falls on most of 1,000 ships.
    pub melee: T,
    /// How firing numbers grow beyond the frontage.
    pub exponent: T,
    /// What being the stronger adds.
    pub flanking: T,
    /// How the tough cover the others.
    pub cover: T,
    /// Odds beyond which it adds no more.
    pub odds: T,
    /// How fast it fades, an hour.
    pub fading: T,
    /// Hours before the sides are in range.
    pub approach: T,
    /// Hours more where one of them holds its ground.
    pub closing: T,
    /// Share of its fire that a side gives that holds its ground.
    pub hold: T,
    /// How much more fire what cannot move draws.
    pub screen: T,
    /// Hours of its fire that a ship gives at once when it comes into range.
    pub opening: T,
    /// Hours until most of 1,000 ships have come into range.
    pub deploy: T,
    /// Hours more of that where a side holds its ground.
    pub waits: T,
    /// Hours more of that for the wings of the larger fleet.
    pub wings: T,
    /// Longest bout, hours.
    pub bout: T,
    /// Share of a bout's expected loss that commanders reckon ahead.
    pub foresight: T,
    /// Hours of pursuit.
    pub pursuit: T,
    /// Share of its fire that a retreating side delivers.
    pub rearguard: T,
    /// Share of its coordination that a side keeps in flight.
    pub rout: T,
    /// How speed tells in a pursuit.
    pub chase: T,
    /// How much more of a group out of command lies exposed in flight.
    pub stragglers: T,
    /// Share of its fire that what cannot move gives after its side has fled.
    pub stand: T,
    /// How much of the pursuers' fire it draws.
    pub draw: T,
    /// How far luck carries a side.
    pub swing: T,
    /// How far it does in a pursuit, on top of that.
    pub flurry: T,
    /// How far luck decides how much fire each group draws.
    pub mingle: T,
}

impl<T: Copy> Shared<T> {
    /// Their names, in order.
    pub const NAMES: [&'static str; SHARED] = [
        "alone",
        "led",
        "marks",
        "ties",
        "melee",
        "exponent",
        "flanking",
        "cover",
        "odds",
        "fading",
        "approach",
        "closing",
        "hold",
        "screen",
        "opening",
        "deploy",
        "waits",
        "wings",
        "bout",
        "foresight",
        "pursuit",
        "rearguard",
        "rout",
        "chase",
        "stragglers",
        "stand",
        "draw",
        "swing",
        "flurry",
        "mingle",
    ];

    /// In order.
    #[must_use]
    pub fn list(&self) -> [T; SHARED] {
        [
            self.alone,
            self.led,
            self.marks,
            self.ties,
            self.melee,
            self.exponent,
            self.flanking,
            self.cover,
            self.odds,
            self.fading,
            self.approach,
            self.closing,
            self.hold,
            self.screen,
            self.opening,
            self.deploy,
            self.waits,
            self.wings,
            self.bout,
            self.foresight,
            self.pursuit,
            self.rearguard,
            self.rout,
            self.chase,
            self.stragglers,
            self.stand,
            self.draw,
            self.swing,
            self.flurry,
            self.mingle,
        ]
    }

    /// From a list in order.
    #[must_use]
    pub fn from_list(list: [T; SHARED]) -> Self {
        let [
            alone,
            led,
            marks,
            ties,
            melee,
            exponent,
            flanking,
            cover,
            odds,
            fading,
            approach,
            closing,
            hold,
            screen,
            opening,
            deploy,
            waits,
            wings,
            bout,
            foresight,
            pursuit,
            rearguard,
            rout,
            chase,
            stragglers,
            stand,
            draw,
            swing,
            flurry,
            mingle,
        ] = list;
        Self {
            alone,
            led,
            marks,
            ties,
            melee,
            exponent,
            flanking,
            cover,
            odds,
            fading,
            approach,
            closing,
            hold,
            screen,
            opening,
            deploy,
            waits,
            wings,
            bout,
            foresight,
            pursuit,
            rearguard,
            rout,
            chase,
            stragglers,
            stand,
            draw,
            swing,
            flurry,
            mingle,
        }
    }
}

impl Shared<f64> {
    /// The least and the most that each may be.
    pub const BOUNDS: [[f64; 2]; SHARED] = [
        [0.0, 1.0],
        [0.0, 1.0],
        [0.0, 24.0],
        [0.0, 200.0],
        [0.0, 200.0],
        [0.0, 1.0],
        [0.0, 1.5],
        [0.0, 1.0],
        [1.0, 100.0],
        [0.0, 2.0],
        [0.0, 24.0],
        [0.0, 24.0],
        [0.0, 1.0],
        [0.0, 50.0],
        [0.0, 24.0],
        [0.0, 24.0],
        [0.0, 24.0],
        [0.0, 24.0],
        [0.1, 240.0],
        [0.0, 1.0],
        [0.0, 48.0],
        [0.0, 1.0],
        [0.0, 1.0],
        [0.0, 12.0],
        [0.0, 1.0],
        [0.0, 4.0],
        [0.0, 4.0],
        [0.0, 1.0],
        [0.0, 1.0],
        [0.0, 2.0],
    ];

    /// The same within bounds.
    #[must_use]
    pub fn bounded(self) -> Self {
        let mut list = self.list();
        for (x, [least, most]) in list.iter_mut().zip(Self::BOUNDS) {
            *x = x.clamp(least, most);
        }
        Self::from_list(list)
    }

    /// Rules of battle that have been told these. They are for the aggregated form alone: what is fought unit by unit
    /// keeps the war's own.
    #[must_use]
    pub fn tune(&self, rules: &Rules) -> Rules {
        let of = self.bounded();
        Rules {
            coordination: [of.alone, of.led],
            marks: of.marks,
            ties: of.ties,
            melee: of.melee,
            frontage_exponent: of.exponent,
            flanking: of.flanking,
            cover: of.cover,
            odds: of.odds,
            fading: of.fading,
            approach: of.approach,
            closing: of.closing,
            hold: of.hold,
            screen: of.screen,
            opening: of.opening,
            deploy: of.deploy,
            late: [of.waits, of.wings],
            bout_hours: of.bout,
            foresight: of.foresight,
            pursuit: of.pursuit,
            rearguard: of.rearguard,
            rout: of.rout,
            chase: of.chase,
            stragglers: of.stragglers,
            stand: [of.stand, of.draw],
            swing: of.swing,
            flurry: of.flurry,
            mingle: of.mingle,
            judged: Some(Judged {
                coordination: rules.coordination,
                frontage_exponent: rules.frontage_exponent,
                flanking: rules.flanking,
            }),
            ..*rules
        }
    }
}

/// Everything that calibration has found out about a war's classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What holds for all classes.
    pub shared: Shared<Coefficient>,
    /// Classes, as [`Pairs`] numbers them, with their names.
    pub classes: Vec<(u16, String)>,
    /// What a hit of each class (first) counts on each (second), in the order of `classes`.
    pub pairs: Vec<Vec<Coefficient>>,
    /// What each of them fires.
    pub armaments: Vec<Armament>,
}

impl Calibration {
    /// The values of what holds for all classes.
    #[must_use]
    pub fn values(&self) -> Shared<f64> {
        Shared::from_list(self.shared.list().map(|coefficient| coefficient.value))
    }

    /// The table of what hits count.
    #[must_use]
    pub fn table(&self) -> Pairs {
        let mut table = Pairs::new(self.armaments.clone());
        for ((from, _), row) in self.classes.iter().zip(&self.pairs) {
            for ((on, _), coefficient) in self.classes.iter().zip(row) {
                table.set(*from, *on, coefficient.value);
            }
        }
        table
    }

    /// Rules of battle of the aggregated form that have been told all this.
    #[must_use]
    pub fn tune(&self, rules: &Rules) -> Rules {
        self.values().tune(rules)
    }

    /// A calibration that changes nothing, for the classes of a roster: where to start from.
    #[must_use]
    pub fn neutral(roster: &Roster) -> Self {
        let one = Coefficient { value: 1.0, error: 0.0 };
        let plain = |value: f64| Coefficient { value, error: 0.0 };
        let rules = &roster.rules;
        let shared = Shared {
            alone: plain(rules.coordination[0]),
            led: plain(rules.coordination[1]),
            marks: plain(rules.marks),
            ties: plain(rules.ties),
            melee: plain(rules.melee),
            exponent: plain(rules.frontage_exponent),
            flanking: plain(rules.flanking),
            cover: plain(rules.cover),
            odds: plain(rules.odds),
            fading: plain(rules.fading),
            approach: plain(rules.approach),
            closing: plain(rules.closing),
            hold: plain(rules.hold),
            screen: plain(rules.screen),
            opening: plain(rules.opening),
            deploy: plain(rules.deploy),
            waits: plain(rules.late[0]),
            wings: plain(rules.late[1]),
            bout: plain(rules.bout_hours),
            foresight: plain(rules.foresight),
            pursuit: plain(rules.pursuit),
            rearguard: plain(rules.rearguard),
            rout: plain(rules.rout),
            chase: plain(rules.chase),
            stragglers: plain(rules.stragglers),
            stand: plain(rules.stand[0]),
            draw: plain(rules.stand[1]),
            swing: plain(rules.swing),
            flurry: plain(rules.flurry),
            mingle: plain(rules.mingle),
        };
        let classes: Vec<(u16, String)> =
            roster.kinds.iter().map(|kind| (kind.class, kind.form.id.clone())).collect();
        let pairs = vec![vec![one; classes.len()]; classes.len()];
        let armaments = roster.kinds.iter().map(|kind| kind.form.armament(kind.class)).collect();
        Self { shared, classes, pairs, armaments }
    }
}
