//! Battles of a campaign fought unit by unit: what stands at a place is set out in space, with what is known of its
//! classes, squadrons and command, and what came of it goes back into the figures that the aggregated battle gives.

use crate::engagement::{Fought, Host, battle_rules, engagement};
use crate::mutiny::Mutiny;
use crate::realised::{ClassFigures, Realised, at, class_figures};
use crate::turn::Turn;
use polemos_battle::ship::{Alone, Arm, Body, Figures, Form, Staged, StagedOutcome, Staging, Witness};
use polemos_battle::{Armament, Engagement};
use polemos_war::*;

/// Reaches that the link of a unit carries which commands, where the scenario does not say: over any ordinary field.
const LINK: f64 = 20.0;

impl Realised {
    /// How one unit of a class fights, as this replication has it.
    #[must_use]
    pub fn form(&self, war: &War, class: ClassId) -> Form {
        form(&war.classes[class], &self.classes[class], &self.values)
    }
}

/// What a class fires at the median of the war's numbers.
pub(crate) fn armament(war: &War, class: ClassId) -> Armament {
    let (of, values) = (&war.classes[class], war.numbers.medians());
    form(of, &class_figures(of, values), values).armament(class.0 as u16)
}

/// How one unit of a class fights, by these values of the war's numbers.
fn form(of: &Class, figures: &ClassFigures, values: &[f64]) -> Form {
    let plain = Figures {
        rate: at(values, of.rate),
        accuracy: at(values, of.accuracy),
        damage: at(values, of.damage),
        area: of.area,
        toughness: f64::from(figures.toughness),
        recovery: figures.recovery_per_hour,
        speed: if of.domain.moves() { figures.speed } else { 0.0 },
    };
    with_action(Form::ordinary(&of.id, &plain), &of.action, &plain, values)
}

/// What a scenario says of one unit, over what follows from its class.
fn with_action(mut form: Form, action: &Action, plain: &Figures, values: &[f64]) -> Form {
    let given = |id: Option<NumberId>, or: f64| id.map_or(or, |id| at(values, id));
    if plain.speed > 0.0 {
        form.speed = given(action.speed, form.speed);
        // Whoever is faster than the class comes to speed in the same time.
        let ordinary = form.acceleration * form.speed / plain.speed;
        form.acceleration = given(action.acceleration, ordinary);
    }
    form.sensors = given(action.sensors, form.sensors);
    form.standoff = given(action.standoff, form.standoff);
    form.shield = given(action.shield, form.shield);
    form.recharge = given(action.recharge, form.recharge);
    form.hull = given(action.hull, (plain.toughness - form.shield).max(0.05));
    form.priority = given(action.priority, 1.0);
    form.commands = action.commands;
    form.link = given(action.link, if action.commands { LINK } else { 0.0 });
    form.powered_by = action.powered_by.iter().map(|class| class.0 as u16).collect();
    if !action.weapons.is_empty() {
        form.arms = action.weapons.iter().map(|weapon| arm(weapon, plain, values)).collect();
    }
    form
}

fn arm(weapon: &UnitWeapon, plain: &Figures, values: &[f64]) -> Arm {
    let given = |id: Option<NumberId>, or: f64| id.map_or(or, |id| at(values, id));
    let accuracy = given(weapon.accuracy, plain.accuracy);
    Arm {
        reach: given(weapon.reach, 1.0),
        rate: given(weapon.rate, plain.rate),
        accuracy,
        accuracy_far: given(weapon.accuracy_far, accuracy),
        damage: given(weapon.damage, plain.damage),
        area: weapon.area.unwrap_or(plain.area),
    }
}

/// An engagement at a place, set out to be fought unit by unit.
#[derive(Clone, Debug)]
pub struct Field {
    /// The engagement, as the aggregated model would fight it.
    pub engagement: Engagement,
    /// What that lacks.
    pub staging: Staging,
    /// Class of each group, by side.
    pub classes: [Vec<ClassId>; 2],
    /// The squadron that each body is.
    pub squadrons: Vec<SquadronId>,
}

/// Sets out what two hosts have at a place.
pub fn set_out(t: &Turn<'_>, place: PlaceId, hosts: &[Host; 2], ways_out: [bool; 2]) -> Field {
    let classes = [0, 1].map(|which: usize| hosts[which].classes());
    let forms = [0, 1].map(|which: usize| classes[which].iter().map(|c| t.real.form(t.war, *c)).collect());
    let (mut bodies, mut squadrons) = (Vec::new(), Vec::new());
    for (side, host) in hosts.iter().enumerate() {
        for (group, id) in host.squadrons(t) {
            let state = &t.s.squadrons[id];
            let body = Body {
                id: body_id(t.war, id),
                side,
                group,
                units: state.units,
                cut_off: !t.in_command(state.force),
                arrives: 0.0,
            };
            bodies.push(body);
            squadrons.push(id);
        }
    }
    let names = [0, 1].map(|which: usize| t.war.coalitions[hosts[which].side].names.the());
    let name = t.war.places[place].names.primary.clone();
    let staging = Staging { name, sides: names, forms, bodies, plane: t.war.plane };
    // Every unit fights by the war's own rules: what calibration tells is for the aggregated form.
    let engagement = Engagement { rules: battle_rules(t.real), ..engagement(t, place, hosts, ways_out) };
    Field { engagement, staging, classes, squadrons }
}

/// A squadron's lasting identity: rows may shift when a war is changed, its own luck may not.
fn body_id(war: &War, squadron: SquadronId) -> String {
    let of = &war.squadrons[squadron];
    format!("{}/{:08x}", war.forces[of.force].id, of.entity)
}

/// Who watches a battle of a campaign unit by unit: strengths over time, and who goes over.
pub struct UnitWatch<'a, 'b> {
    /// Hours, and the strength of either side on the field.
    pub curve: Vec<[f32; 3]>,
    worth: [Vec<f64>; 2],
    mutiny: Mutiny<'a, 'b>,
    squadrons: Vec<SquadronId>,
}

impl<'a, 'b> UnitWatch<'a, 'b> {
    /// Someone who watches this field.
    pub fn new(t: &'a Turn<'b>, hosts: &[Host; 2], field: &Field) -> Self {
        let worth = [0, 1].map(|side: usize| {
            field.classes[side].iter().map(|class| t.real.classes[*class].value).collect()
        });
        let mut watch = Self {
            curve: Vec::new(),
            worth,
            mutiny: Mutiny::of(t, hosts),
            squadrons: field.squadrons.clone(),
        };
        watch.enter(&field.engagement, 0.0);
        watch
    }

    fn enter(&mut self, engagement: &Engagement, hours: f64) {
        let strength = [0, 1].map(|side: usize| {
            let groups = engagement.sides[side].groups.iter().zip(&self.worth[side]);
            groups.map(|(group, worth)| f64::from(group.ships()) * worth).sum::<f64>()
        });
        self.curve.push([hours as f32, strength[0] as f32, strength[1] as f32]);
    }
}

impl Witness for UnitWatch<'_, '_> {
    fn look(&mut self, battle: &mut Staged, hours: f64) {
        for (_, turned) in self.mutiny.look(battle, &self.squadrons) {
            let worth = self.worth[turned.which][turned.group];
            let other = &mut self.worth[1 - turned.which];
            if other.len() <= turned.mirror {
                other.resize(turned.mirror + 1, worth);
            }
        }
        self.enter(battle.engagement(), hours);
    }

    fn over(&mut self, battle: &Staged) {
        self.enter(&battle.on_field(), battle.hours());
    }
}

/// Fights a battle unit by unit; what comes out is settled as after an aggregated one. None where it cannot be fought
/// so: a side has nothing there that fights in space, or there are more groups than classes of a scene.
pub fn fight(t: &Turn<'_>, place: PlaceId, hosts: &[Host; 2], ways_out: [bool; 2]) -> Option<Fought> {
    let field = set_out(t, place, hosts, ways_out);
    let mut watch = UnitWatch::new(t, hosts, &field);
    let battle = Staged::new(field.engagement, &field.staging).ok()?;
    let fought = battle.fight(&Alone, &mut watch);
    Some(watch.settled(fought))
}

impl UnitWatch<'_, '_> {
    /// Strengths over time, and how many squadrons went over.
    pub fn seen(self) -> (Vec<[f32; 3]>, usize) {
        (self.curve, self.mutiny.gone.len())
    }

    /// What is settled afterwards.
    pub fn settled(self, fought: StagedOutcome) -> Fought {
        let StagedOutcome { engagement, outcome, .. } = fought;
        Fought { engagement, outcome, curve: self.curve, gone: self.mutiny.gone }
    }
}
