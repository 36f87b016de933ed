//! A small invented war, and chronicles of it: one told by hand, others made up by rule.
#![allow(dead_code, clippy::unwrap_used)]

use polemos_chronicle::*;
use polemos_war::calendar::Calendar;
use polemos_war::claim::{Basis, Claim};
use polemos_war::date::{Date, Day};
use polemos_war::distribution::Distribution;
use polemos_war::names::{Names, Pronoun};
use polemos_war::number::{Number, Numbers, Origin};
use polemos_war::quantity::{Dimension, Quantity};
use polemos_war::*;

pub const LEAGUE: CoalitionId = CoalitionId(0);
pub const HOST: CoalitionId = CoalitionId(1);
pub const ORLAN: FactionId = FactionId(0);
pub const TEY: FactionId = FactionId(1);
pub const HOSTS: FactionId = FactionId(2);
pub const REBELS: FactionId = FactionId(3);
pub const VEY: PersonId = PersonId(0);
pub const MARRAN: PersonId = PersonId(1);
pub const QUILL: PersonId = PersonId(2);
pub const SAND: PersonId = PersonId(3);
pub const KARTHI: Option<PeopleId> = Some(PeopleId(0));
/// Places: Orlan, Tey, the Narrows, Karth, Low Karth, Brae.
pub const NARROWS: PlaceId = PlaceId(2);
pub const KARTH: PlaceId = PlaceId(3);

fn names(primary: &str) -> Names {
    Names::plain(primary)
}

fn the(primary: &str) -> Names {
    Names { article: true, ..names(primary) }
}

fn person(primary: &str, short: &str, pronoun: Pronoun) -> Names {
    Names { short: Some(short.into()), pronoun, ..names(primary) }
}

/// Numbers under construction.
#[derive(Default)]
struct Builder {
    numbers: Vec<Number>,
}

impl Builder {
    fn number(&mut self, value: f64) -> NumberId {
        let path = format!("number-{}", self.numbers.len());
        let dimension = Dimension::Factor;
        let claim = Claim::new(value.to_string(), Quantity::Exact(value), Basis::Assumed);
        self.numbers.push(Number {
            path,
            dimension,
            claim,
            factor: Distribution::Point(value),
            of: Vec::new(),
            whole: false,
            least: 0.0,
            most: 1e12,
            dated: false,
            origin: Origin::Assumed,
        });
        NumberId(self.numbers.len() as u32 - 1)
    }

    fn place(
        &mut self,
        id: &str,
        names: Names,
        owner: Option<FactionId>,
        at: (f64, f64),
        value: f64,
    ) -> Place {
        Place {
            id: id.into(),
            names,
            position: Some(at),
            owner,
            people: None,
            population: self.number(2e9),
            hostile: None,
            value: self.number(value),
            home: true,
            lanes: Vec::new(),
            works: Vec::new(),
            removed: false,
        }
    }

    fn faction(&mut self, id: &str, names: Names, leader: Option<PersonId>, belligerent: bool) -> Faction {
        Faction {
            id: id.into(),
            names,
            kind: FactionKind::State,
            leader,
            capital: None,
            people: None,
            resolve: self.number(0.6),
            industry: self.number(1.0),
            intelligence: self.number(0.5),
            skill: self.number(1.0),
            stakes: self.number(1.0),
            support: self.number(0.75),
            belligerent,
            removed: false,
        }
    }

    fn coalition(
        &mut self,
        id: &str,
        names: Names,
        members: &[FactionId],
        commander: Option<PersonId>,
    ) -> Coalition {
        Coalition {
            id: id.into(),
            names,
            members: members.iter().map(|f| Membership { faction: *f, from: None, until: None }).collect(),
            lead: members[0],
            commander,
            posture: Posture::Hold,
            implicit: false,
            by_agreement: false,
        }
    }

    fn person(&mut self, id: &str, names: Names, title: Option<&str>, faction: FactionId) -> Person {
        let traits = Traits {
            boldness: self.number(0.5),
            skill: self.number(1.0),
            loyalty: self.number(0.8),
            ruthlessness: self.number(0.2),
            outlives_defeat: self.number(0.5),
        };
        let title = title.map(str::to_owned);
        Person {
            id: id.into(),
            names,
            title,
            faction: Some(faction),
            traits,
            alive: true,
            born: None,
            lifespan: self.number(31_046.0),
            removed: false,
        }
    }

    fn class(&mut self, id: &str, names: Names, domain: Domain) -> Class {
        Class {
            id: id.into(),
            names,
            domain,
            rate: self.number(0.5),
            accuracy: self.number(0.1),
            damage: self.number(1.0),
            toughness: self.number(3.0),
            recovery: self.number(0.0),
            area: false,
            speed: self.number(1.0),
            crew: self.number(300.0),
            lethality: self.number(0.5),
            build_days: self.number(30.0),
            action: Default::default(),
            removed: false,
        }
    }

    fn force(
        &mut self,
        id: &str,
        names: Names,
        faction: FactionId,
        commander: Option<PersonId>,
        at: u32,
    ) -> Force {
        Force {
            id: id.into(),
            names,
            faction,
            commander,
            place: PlaceId(at),
            arrives: None,
            held_back: false,
            garrison: false,
            units: Vec::new(),
            twin_of: None,
            removed: false,
        }
    }
}

/// The war over the Narrows: the League of Orlan and Tey against the Host of Karth, and rebels who may rise.
pub fn war() -> War {
    let b = &mut Builder::default();
    let places = [
        b.place("orlan", names("Orlan"), Some(ORLAN), (0.0, 1.0), 3.0),
        b.place("tey", names("Tey"), Some(TEY), (1.0, 3.0), 2.0),
        b.place("narrows", the("Narrows"), Some(ORLAN), (3.0, 1.5), 1.0),
        b.place("karth", names("Karth"), Some(HOSTS), (6.0, 1.0), 4.0),
        b.place("low-karth", names("Low Karth"), Some(HOSTS), (5.0, 3.0), 1.0),
        b.place("brae", names("Brae"), None, (4.0, 4.0), 0.5),
    ];
    let lane_ends = [(0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4), (4, 5)];
    let lanes: Table<LaneId, Lane> = lane_ends
        .iter()
        .map(|(a, c)| Lane {
            id: format!("lane-{a}-{c}"),
            ends: [PlaceId(*a), PlaceId(*c)],
            days: b.number(4.0),
            open: true,
            removed: false,
        })
        .collect();
    let factions = [
        b.faction("orlan", names("Orlan"), Some(VEY), true),
        b.faction(
            "tey",
            Names { adjective: Some("Teyan".into()), plural: true, ..the("Teyans") },
            None,
            true,
        ),
        b.faction(
            "karth",
            Names { adjective: Some("Karthi".into()), ..the("Karthi State") },
            Some(MARRAN),
            true,
        ),
        b.faction("rebels", Names { plural: true, ..the("Lamplighters") }, None, false),
    ];
    let coalitions = [
        b.coalition("league", the("League"), &[ORLAN, TEY], Some(VEY)),
        b.coalition("host", the("Host"), &[HOSTS], Some(MARRAN)),
        Coalition { implicit: true, ..b.coalition("rebels", the("Lamplighters"), &[REBELS], None) },
    ];
    let persons = [
        b.person("vey", person("Ansa Vey", "Vey", Pronoun::She), Some("Admiral"), ORLAN),
        b.person("marran", person("Osric Marran", "Marran", Pronoun::He), Some("First Lord"), HOSTS),
        b.person("quill", person("Iden Quill", "Quill", Pronoun::They), Some("Captain"), HOSTS),
        b.person("sand", person("Tamo Sand", "Sand", Pronoun::He), None, TEY),
    ];
    let classes = [
        b.class("cruiser", names("cruiser"), Domain::Ships),
        b.class("corvette", names("Karthi corvette"), Domain::Ships),
        b.class("battery", names("orbital battery"), Domain::Platforms),
        b.class("troops", names("troops"), Domain::Troops),
    ];
    let forces = [
        b.force("home-fleet", the("Home Fleet"), ORLAN, Some(VEY), 0),
        b.force("teyan-squadron", the("Teyan Squadron"), TEY, Some(SAND), 1),
        b.force("first-host", the("First Host"), HOSTS, Some(MARRAN), 3),
        b.force("second-host", the("Second Host"), HOSTS, Some(QUILL), 4),
        b.force("karth-guard", the("Karth Guard"), HOSTS, None, 3),
        b.force("lamps", the("Lamps"), REBELS, None, 5),
    ];
    let capacity = b.number(1.0);
    let works = |id: &str, n: Names, kind, place| Works {
        id: id.into(),
        names: n,
        kind,
        place: PlaceId(place),
        capacity,
        builds: None,
        removed: false,
    };
    let works = [
        works("karth-yard", the("Karth yards").plural(), WorksKind::Yard, 3),
        works("low-relay", the("relay"), WorksKind::Relay, 4),
        works("narrows-depot", the("depot"), WorksKind::Depot, 2),
    ];
    let events = [Event {
        id: "lamps-rise".into(),
        names: the("rising of the Lamplighters"),
        says: Some("The Lamplighters rose in Low Karth and put out its relay.".into()),
        from: None,
        until: None,
        when: None,
        hazard: None,
        chance: None,
        again: None,
        effects: Vec::new(),
        removed: false,
    }];
    let option = |id: &str, says: Option<&str>| Choice {
        id: id.into(),
        says: says.map(str::to_owned),
        appeal: None,
        effects: Vec::new(),
    };
    let decision = |id: &str, name: &str, kind, coalition, faction, options: Vec<Choice>| Decision {
        id: id.into(),
        names: Names::plain(name),
        kind,
        coalition,
        faction,
        person: None,
        opens: None,
        projects: None,
        options,
        default: 0,
        historical: None,
        historical_dates: Vec::new(),
        belief: None,
        forced: None,
        removed: false,
    };
    let plain = |ids: &[&str]| ids.iter().map(|id| option(id, None)).collect::<Vec<_>>();
    let postures = ["offensive", "hold", "withdraw", "raid"];
    let decisions = [
        decision(
            "press-on",
            "whether to press on",
            DecisionKind::Scenario,
            LEAGUE,
            ORLAN,
            vec![option("press-on", Some("to strike before the yards could work")), option("wait", None)],
        ),
        decision("league.posture", "League posture", DecisionKind::Posture, LEAGUE, ORLAN, plain(&postures)),
        decision("host.posture", "Host posture", DecisionKind::Posture, HOST, HOSTS, plain(&postures)),
        decision(
            "host.answer-terms",
            "Terms",
            DecisionKind::AnswerTerms,
            HOST,
            HOSTS,
            plain(&["accept", "refuse"]),
        ),
    ];
    let facts = vec![
        Fact {
            id: "won".into(),
            line: Some(3),
            says: "The League won.".into(),
            expect: Some(ConditionId(0)),
            record: Vec::new(),
        },
        Fact {
            id: "mood".into(),
            line: None,
            says: "The mood was grim.".into(),
            expect: None,
            record: Vec::new(),
        },
    ];
    let envoys = [Envoy {
        id: "old-friend".into(),
        names: names("Quill's errand"),
        says: None,
        person: QUILL,
        from: LEAGUE,
        to: HOST,
        when: None,
        delay: b.number(0.0),
        hazard: None,
        chance: None,
        gift: b.number(0.4),
        credibility: b.number(0.5),
        asks: b.number(0.0),
        removed: false,
    }];
    War {
        id: "narrows".into(),
        names: Names { article: true, also: vec!["Narrows War".into()], ..names("War of the Narrows") },
        chain: Chain { part_of: None, previous: Some("First War of the Narrows".into()), next: None },
        place_text: Some("the Narrows and Karth".into()),
        about: String::new(),
        digest: [0; 32],
        clock: clock(),
        plane: false,
        saga: None,
        calibration: None,
        numbers: Numbers::new(std::mem::take(&mut b.numbers)).unwrap(),
        places: places.into_iter().collect(),
        lanes,
        factions: factions.into_iter().collect(),
        coalitions: coalitions.into_iter().collect(),
        peoples: [People {
            id: "karthi".into(),
            names: Names { adjective: Some("Karthi".into()), ..names("Karthi").plural() },
        }]
        .into_iter()
        .collect(),
        persons: persons.into_iter().collect(),
        classes: classes.into_iter().collect(),
        forces: forces.into_iter().collect(),
        squadrons: Table::new(),
        works: works.into_iter().collect(),
        events: events.into_iter().collect(),
        rebellions: [rising()].into_iter().collect(),
        sabotages: Table::new(),
        decisions: decisions.into_iter().collect(),
        envoys: envoys.into_iter().collect(),
        conditions: Table::new(),
        beliefs: Vec::new(),
        old_grievances: Vec::new(),
        facts,
        evidence: evidence::Evidence::default(),
        continuities: Vec::new(),
        sources: Vec::new(),
        changes: Vec::new(),
    }
}

fn rising() -> Rebellion {
    Rebellion {
        id: "rising".into(),
        names: the("rising of the Karthi"),
        says: None,
        people: PeopleId(0),
        faction: Some(REBELS),
        leader: Some(SAND),
        against: Vec::new(),
        opens: Opening { from: None, until: None, when: None },
        hazard: None,
        chance: None,
        removed: false,
    }
}

/// The third of October 2375, as everything in a chronicle counts days from the start.
fn clock() -> Clock {
    let start = Day::from_ymd(2375, 10, 3).unwrap();
    let calendar = Calendar::gregorian();
    Clock { start, start_date: Date::of_day(start, &calendar), tick_days: 1, limit_days: 1000, calendar }
}

trait Plural {
    fn plural(self) -> Self;
}

impl Plural for Names {
    fn plural(self) -> Self {
        Names { plural: true, ..self }
    }
}

/// What was kept of the run that [`told`] tells.
pub fn summary() -> RunSummary {
    summary_with(2_140_000.0)
}

/// The same with so many civilians dead.
pub fn summary_with(civilian_dead: f32) -> RunSummary {
    let totals = |opening, lost, military, civilian| FactionTotals {
        opening,
        built: [0; 5],
        lost,
        joined: [0; 5],
        left: [0; 5],
        retired: [0; 5],
        military_dead: military,
        civilian_dead: civilian,
        resolve: 0.4,
    };
    let totals = [
        totals([900, 0, 40, 0, 0], [120, 0, 1, 0, 0], 18_400.0, 0.0),
        totals([300, 0, 0, 0, 0], [31, 0, 0, 0, 0], 4_600.0, 0.0),
        totals([1_100, 0, 60, 0, 25], [420, 0, 20, 0, 25], 61_200.0, civilian_dead),
        totals([40, 0, 0, 0, 0], [0, 0, 0, 0, 0], 0.0, 0.0),
    ];
    let mut summary = RunSummary::new(0, ending(), totals.into_iter(), [Some(0)].into_iter());
    summary.owners = Box::new([0, 1, 0, 0, 0, u16::MAX]);
    summary.facts = Box::new([1]);
    summary
}

pub fn ending() -> Ending {
    Ending {
        kind: EndingKind::Surrender,
        victor: Some(LEAGUE),
        loser: Some(HOST),
        grade: Grade::Decisive,
        day: 77.0,
    }
}

/// Entries under construction.
#[derive(Default)]
pub struct Chronicler {
    pub chronicle: Chronicle,
}

impl Chronicler {
    pub fn enter(&mut self, day: f64, causes: &[Seq], what: What) -> Seq {
        // Numbers are not consecutive: what is not kept is counted too.
        let seq = Seq(self.chronicle.entries.len() as u32 * 2 + 1);
        self.chronicle.entries.push(Entry { seq, day, causes: causes.to_vec(), what });
        seq
    }
}

pub fn battle(
    place: PlaceId,
    ordinal: u16,
    day: f64,
    sides: [CoalitionId; 2],
    lost: [u32; 2],
    victor: u8,
) -> Battle {
    let side = |row: usize| {
        let league = sides[row] == LEAGUE;
        let seen = ProjectionSeen { win: 0.62, loss: 0.2, loss_range: [0.1, 0.4] };
        BattleSide {
            coalition: sides[row],
            factions: if league { vec![ORLAN, TEY] } else { vec![HOSTS] },
            forces: if league { vec![ForceId(0), ForceId(1)] } else { vec![ForceId(2)] },
            commander: Some(if league { VEY } else { MARRAN }),
            units: if league {
                vec![(ClassId(0), 640)]
            } else {
                vec![(ClassId(0), 300), (ClassId(1), 200), (ClassId(2), 25)]
            },
            lost: vec![(ClassId(0), lost[row])],
            went_over: Vec::new(),
            dead: f64::from(lost[row]) * 150.0,
            loss_share: f64::from(lost[row]) / if league { 640.0 } else { 525.0 },
            projected: Some(seen),
        }
    };
    Battle {
        ordinal,
        place,
        began: day,
        hours: 44.0,
        sides: [side(0), side(1)],
        victor: Some(victor),
        end: BattleEnd::BrokeOff,
        curve: Vec::new(),
    }
}

fn posture(by: PersonId, decision: u32, option: u16, beliefs: Vec<Believed>) -> What {
    What::Decided(Box::new(Decided {
        decision: DecisionId(decision),
        by: Some(by),
        option,
        utilities: vec![0.0; 4],
        policy: PolicyKind::Doctrine,
        place: None,
        about: None,
        beliefs,
        projection: None,
    }))
}

/// Terms that give up so much.
pub fn offer(concession: f64, envoy: Option<EnvoyId>) -> Box<Offer> {
    let kind = match concession {
        give if give > 0.7 => EndingKind::Surrender,
        give if give > 0.2 => EndingKind::Treaty,
        _ => EndingKind::Armistice,
    };
    Box::new(Offer { kind, concession, ceded: vec![NARROWS], envoy })
}

/// A war told by hand, with most kinds of entries.
pub fn told() -> Chronicle {
    let c = &mut Chronicler::default();
    let wrong = |by, about, what, believed, so| Believed {
        by,
        about,
        what,
        believed,
        range: [believed * 0.7, believed * 1.5],
        so,
    };
    c.enter(0.0, &[], What::Opened);
    let mood = wrong(HOSTS, ORLAN, BeliefKind::Resolve, 0.31, 0.64);
    let drew = c.enter(0.0, &[], posture(MARRAN, 2, 2, vec![mood]));
    c.enter(0.0, &[drew], What::PostureTaken { coalition: HOST, from: Posture::Hold, to: Posture::Withdraw });
    let leave = |force, from, to, purpose| What::Departed {
        force: ForceId(force),
        from: PlaceId(from),
        to: PlaceId(to),
        purpose,
    };
    c.enter(1.0, &[drew], leave(3, 4, 3, Purpose::Withdraw));
    let strength = wrong(ORLAN, HOSTS, BeliefKind::Strength, 1_900.0, 1_100.0);
    let chose = c.enter(23.0, &[drew], {
        let What::Decided(mut it) = posture(VEY, 0, 0, vec![strength]) else { unreachable!() };
        it.projection = Some(ProjectionSeen { win: 0.66, loss: 0.46, loss_range: [0.28, 0.71] });
        What::Decided(it)
    });
    c.enter(
        23.0,
        &[chose],
        What::PostureTaken { coalition: LEAGUE, from: Posture::Hold, to: Posture::Offensive },
    );
    let offensive = c.enter(
        24.0,
        &[chose],
        What::Offensive {
            coalition: LEAGUE,
            target: KARTH,
            from: NARROWS,
            forces: vec![ForceId(0), ForceId(1)],
            strength: 1100.0,
            units: [1100, 0, 40, 0, 0],
            projected_win: 0.66,
            projected_loss: 0.46,
        },
    );
    let gone = c.enter(25.0, &[offensive], leave(0, 0, 2, Purpose::Gather));
    c.enter(26.0, &[offensive], leave(1, 1, 2, Purpose::Gather));
    c.enter(42.0, &[gone], What::Arrived { force: ForceId(0), place: NARROWS });
    let rose = c.enter(60.0, &[], What::Event { event: EventId(0) });
    let struck = c.enter(60.0, &[rose], What::Struck { works: WorksId(1) });
    c.enter(60.0, &[rose], What::Joined { faction: REBELS, coalition: LEAGUE });
    c.enter(61.0, &[struck], What::OutOfSupply { force: ForceId(3), place: PlaceId(4) });
    let calamity = c.enter(62.0, &[], What::Calamity { place: PlaceId(4), dead: 2_140_000.0 });
    let fought = c.enter(
        64.0,
        &[offensive, struck],
        What::Battle(Box::new(battle(KARTH, 1, 64.0, [LEAGUE, HOST], [90, 210], 0))),
    );
    c.enter(65.0, &[fought], What::Destroyed { force: ForceId(4), place: Some(KARTH) });
    c.enter(65.0, &[fought], What::Fate { person: QUILL, fate: Fate::Killed, place: Some(KARTH) });
    let fell = c.enter(66.0, &[fought], What::Taken { place: KARTH, by: ORLAN, from: Some(HOSTS) });
    c.enter(67.0, &[fell], What::Taken { place: PlaceId(4), by: TEY, from: Some(HOSTS) });
    let sank =
        c.enter(70.0, &[fell, calamity], What::ResolveTurned { faction: HOSTS, level: 0.25, falling: true });
    c.enter(72.0, &[], What::Built { faction: ORLAN, class: ClassId(0), units: 14, force: ForceId(0) });
    let refused = posture(MARRAN, 3, 1, Vec::new());
    let refused = c.enter(73.0, &[sank], refused);
    c.enter(73.0, &[refused], What::Terms { by: LEAGUE, to: HOST, accepted: false, offer: offer(0.4, None) });
    c.enter(77.0, &[sank, fell, fought], What::Ended(ending()));
    std::mem::take(&mut c.chronicle)
}

/// A stream of numbers for chronicles made up by rule.
pub struct Stream(pub u64);

impl Stream {
    /// A whole number below `n` (Steele and others 2014, splitmix64).
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// A chronicle of any happenings in any order, with causes among the earlier ones.
pub fn made_up(seed: u64, entries: usize) -> Chronicle {
    let s = &mut Stream(seed);
    let c = &mut Chronicler::default();
    c.enter(0.0, &[], What::Opened);
    let mut day = 0.0;
    for _ in 0..entries {
        day += s.below(40) as f64 / 10.0;
        let last = c.chronicle.entries.len() as u64;
        let causes: Vec<Seq> =
            (0..s.below(3)).map(|_| c.chronicle.entries[s.below(last) as usize].seq).collect();
        let what = happening(s, day);
        let mut causes = causes;
        causes.sort();
        causes.dedup();
        c.enter(day, &causes, what);
    }
    let kind = EndingKind::ALL[s.below(6) as usize];
    let (victor, loser) = if s.below(3) == 0 { (None, None) } else { (Some(LEAGUE), Some(HOST)) };
    let ended = Ending { kind, victor, loser, grade: Grade::Marginal, day };
    let last = c.chronicle.entries.len() - 1;
    let causes = [c.chronicle.entries[last / 2].seq, c.chronicle.entries[last].seq];
    c.enter(day, &causes[usize::from(last == last / 2)..], What::Ended(ended));
    std::mem::take(&mut c.chronicle)
}

fn happening(s: &mut Stream, day: f64) -> What {
    let place = PlaceId(s.below(6) as u32);
    let force = ForceId(s.below(6) as u32);
    let faction = FactionId(s.below(4) as u32);
    let person = PersonId(s.below(4) as u32);
    let sides = if s.below(2) == 0 { [LEAGUE, HOST] } else { [HOST, LEAGUE] };
    let truth = s.below(2) == 0;
    match s.below(46) {
        0 => What::Event { event: EventId(0) },
        1 => posture(
            person,
            s.below(4) as u32,
            s.below(2) as u16,
            vec![Believed {
                by: ORLAN,
                about: HOSTS,
                what: if truth { BeliefKind::Strength } else { BeliefKind::Resolve },
                believed: if truth { 900.0 } else { 0.2 },
                range: if truth { [500.0, 1400.0] } else { [0.1, 0.4] },
                so: if truth { 2_000_000.0 } else { 0.8 },
            }],
        ),
        2 => What::PostureTaken {
            coalition: sides[0],
            from: Posture::Hold,
            to: Posture::ALL[s.below(4) as usize],
        },
        3 => What::Offensive {
            coalition: sides[0],
            target: place,
            from: PlaceId(s.below(6) as u32),
            forces: vec![force],
            strength: 10.0,
            units: [s.below(3) as u32, 0, s.below(2) as u32, 0, 1],
            projected_win: s.below(100) as f64 / 100.0,
            projected_loss: s.below(100) as f64 / 100.0,
        },
        4 => What::Departed { force, from: PlaceId(0), to: place, purpose: Purpose::Gather },
        5 => What::Arrived { force, place },
        6 => What::Appeared { force, place },
        7 => What::Declined { place, coalition: sides[0], before: sides[1] },
        8 => {
            let lost = [s.below(300) as u32, s.below(300) as u32];
            What::Battle(Box::new(battle(place, 1 + s.below(4) as u16, day, sides, lost, s.below(2) as u8)))
        }
        9 => What::Taken { place, by: faction, from: truth.then_some(HOSTS) },
        10 => What::Destroyed { force, place: truth.then_some(place) },
        11 => What::OutOfSupply { force, place },
        12 => What::Struck { works: WorksId(s.below(3) as u32) },
        13 => What::Restored { works: WorksId(s.below(3) as u32) },
        14 => What::LaneChanged { lane: LaneId(s.below(7) as u32), open: truth },
        15 => {
            What::Built { faction, class: ClassId(s.below(4) as u32), units: 1 + s.below(30) as u32, force }
        }
        16 => What::ResolveTurned { faction, level: [0.25, 0.5, 0.75][s.below(3) as usize], falling: truth },
        17 => What::Fate {
            person,
            fate: [
                Fate::Killed,
                Fate::Captured,
                Fate::Defected,
                Fate::Deposed,
                Fate::Resigned,
                Fate::Overthrown,
                Fate::Died,
            ][s.below(7) as usize],
            place: truth.then_some(place),
        },
        18 => {
            let envoy = truth.then_some(EnvoyId(0));
            What::Terms {
                by: sides[0],
                to: sides[1],
                accepted: truth,
                offer: offer(s.below(11) as f64 / 10.0, envoy),
            }
        }
        19 => What::Rose { rebellion: RebellionId(0), against: truth.then_some(faction) },
        20 => What::OrderedAgainst { by: faction, people: KARTHI, place: truth.then_some(place) },
        21 => What::Refused {
            force,
            by: faction,
            people: KARTHI,
            place: truth.then_some(place),
            soldiers: 1.0 + s.below(90_000) as f64,
            share: s.below(101) as f64 / 100.0,
        },
        22 => What::Reprisal {
            place,
            by: faction,
            dead: s.below(2) as f64 * s.below(3_000_000) as f64,
            share: s.below(101) as f64 / 100.0,
        },
        23 => {
            let dead = 1.0 + s.below(1_000_000_000) as f64;
            let total = dead * (1 + s.below(3)) as f64;
            What::Killing { people: PeopleId(0), by: faction, dead, days: 30.0, total, over: truth }
        }
        24 => What::Relented { people: PeopleId(0), by: faction },
        25 => What::EnvoySent { envoy: EnvoyId(0), person, to: sides[0], place: truth.then_some(place) },
        34 => What::GivenUp { place, from: faction, to: HOSTS },
        26 => What::Ceded { place, from: faction, to: HOSTS },
        27 => What::Succeeded {
            person,
            post: if truth { Post::Leader { faction } } else { Post::Theatre { coalition: sides[0] } },
        },
        28 => What::Left {
            faction,
            coalition: sides[0],
            reason: [
                LeftReason::Scenario,
                LeftReason::SeparatePeace,
                LeftReason::Overrun,
                LeftReason::GaveUp,
            ][s.below(4) as usize],
        },
        29 => What::Raided {
            lane: LaneId(s.below(7) as u32),
            by: sides[0],
            on: sides[1],
            strikes: s.below(40) as u32,
            flow: s.below(100) as f64 / 100.0,
            loss: s.below(100) as f64 / 100.0,
            lost: s.below(9) as u32,
        },
        30 => What::Invested { place, by: sides[0], closed: truth },
        31 => What::SiegeLifted { place, by: sides[0] },
        32 => What::Landed { place, by: sides[0], units: 1 + s.below(50) as u32, against: 7 },
        33 => What::GroundFought {
            place,
            by: sides[0],
            on: sides[1],
            units: [s.below(50) as u32, 7],
            lost: [0, s.below(8) as u32],
            dead: [0.0, s.below(90_000) as f64],
            days: 1.0 + s.below(60) as f64,
            won: truth,
            surrendered: s.below(2) == 0,
        },
        35 => What::Incident { place, on: faction, by: HOSTS, gravity: s.below(101) as f64 / 100.0 },
        36 => What::Allied {
            faction,
            coalition: sides[0],
            against: truth.then_some(HOSTS),
            founds: s.below(2) == 0,
        },
        37 => What::Parted { faction, coalition: sides[0] },
        38 => What::Armed { faction, rebellion: RebellionId(0), against: HOSTS },
        39 => What::Exposed { faction, rebellion: RebellionId(0), against: HOSTS, place },
        40 => What::Abandoned { place, coalition: sides[0] },
        41 => What::Disabled { place, faction, units: 1 + s.below(30) as u32, of: 31 },
        42 => What::Subjected { faction, to: HOSTS, spoils: Spoils::ALL[s.below(3) as usize] },
        43 => What::Renounced { faction, to: HOSTS, place, rebellion: RebellionId(0) },
        44 => What::WarBegan(Box::new(WarBegan {
            number: s.below(5) as u16,
            sides,
            members: [vec![faction], vec![HOSTS]],
            series: None,
            ordinal: 1 + s.below(4) as u16,
            ground: match s.below(4) {
                0 => Ground::Opening,
                1 => Ground::Incident { place },
                2 => Ground::Outgrowth { number: 0 },
                _ => Ground::Rising { rebellion: RebellionId(0) },
            },
        })),
        _ => What::Calamity { place, dead: s.below(1_000_000) as f64 },
    }
}
