//! What events and options do: lists of effects.

use super::Compiler;
use super::numbers::Fallback;
use super::parties::posture;
use crate::diagnostic::Finding;
use crate::ids::Ref;
use crate::source::Mark;
use crate::spec::{EFFECTS, EffectSpec, Kind, Num};
use crate::suggest;
use crate::tree::{Entry, Node, Table};
use crate::walk::{Cell, Provenance, Walker, texts};
use polemos_war::ids::*;
use polemos_war::war::Effect;

/// An effect while it is read.
struct Reader<'n> {
    spec: &'static EffectSpec,
    table: &'n Table,
    mark: Mark,
    /// Where its numbers stand: `event.x.effect.1`.
    path: String,
    /// The coalition that decides, where one does.
    own: Option<u32>,
}

impl Compiler<'_> {
    /// Effects of a list. `own` is the coalition that decides, where one does.
    pub(super) fn effects(&mut self, cell: &Cell<'_>, above: &str, own: Option<u32>) -> Vec<Effect> {
        let nodes = cell.node.list().unwrap_or_default();
        let effects = nodes.iter().enumerate().filter_map(|(at, node)| {
            let table = node.table()?;
            self.effect(node, table, format!("{above}.effect.{}", at + 1), own)
        });
        effects.collect()
    }

    fn effect(&mut self, node: &Node, table: &Table, path: String, own: Option<u32>) -> Option<Effect> {
        let verbs: Vec<(&Entry, &'static EffectSpec)> = table
            .entries
            .iter()
            .filter_map(|entry| Some((entry, EFFECTS.iter().find(|effect| effect.verb == entry.key)?)))
            .collect();
        let spec = match verbs.as_slice() {
            [] => {
                self.no_verb(node, table);
                return None;
            }
            [(_, spec)] => *spec,
            [_, (second, _), ..] => {
                let finding = Finding::error("two-effects", second.key_mark, "two effects in one table");
                self.say(finding.help("give each effect a table of its own: [{ … }, { … }]"));
                return None;
            }
        };
        let reader = Reader { spec, table, mark: node.mark, path, own };
        self.check_args(&reader);
        self.build_effect(&reader)
    }

    fn no_verb(&mut self, node: &Node, table: &Table) {
        let verbs: Vec<&str> = EFFECTS.iter().map(|effect| effect.verb).collect();
        let Some(first) = table.entries.first() else {
            let finding = Finding::error("unknown-effect", node.mark, "an effect that does nothing");
            self.say(finding.help(format!("effects are {}", suggest::list(&verbs))));
            return;
        };
        let finding =
            Finding::error("unknown-effect", first.key_mark, format!("there is no effect `{}`", first.key));
        let finding = finding.label("unknown effect");
        let keys = table.entries.iter().map(|entry| entry.key.as_str());
        let victory = keys
            .clone()
            .any(|key| matches!(key, "victory" | "win" | "wins" | "victor" | "surrender" | "end" | "ends"));
        let near = suggest::nearest(&first.key, verbs.iter().copied());
        self.say(match near {
            _ if victory => finding.help("no effect can say who wins: endings follow from what happens"),
            Some(near) => finding.replace(format!("did you mean `{near}`?"), first.key_mark, near),
            None => finding.help(format!("effects are {}", suggest::list(&verbs))),
        });
    }

    /// Keys that the effect does not have, and those that it lacks.
    fn check_args(&mut self, reader: &Reader<'_>) {
        let spec = reader.spec;
        for entry in &reader.table.entries {
            if entry.key == spec.verb || spec.args.iter().any(|arg| arg.key == entry.key) {
                continue;
            }
            let message = format!("the effect `{}` has no `{}`", spec.verb, entry.key);
            let finding = Finding::error("unknown-key", entry.key_mark, message).label("unknown key");
            let keys: Vec<&str> = spec.args.iter().map(|arg| arg.key).collect();
            self.say(match suggest::nearest(&entry.key, keys.iter().copied()) {
                Some(near) => finding.replace(format!("did you mean `{near}`?"), entry.key_mark, near),
                None => finding.help(format!("for example: {}", spec.example)),
            });
        }
        for arg in spec.args {
            let optional = !arg.required && (arg.key != "coalition" || reader.own.is_some());
            if optional || reader.table.get(arg.key).is_some() {
                continue;
            }
            let message = format!("the effect `{}` needs `{}`", spec.verb, arg.key);
            let finding = Finding::error("missing-argument", reader.mark, message)
                .label(format!("`{}` is missing", arg.key));
            self.say(finding.help(format!("for example: {}", spec.example)));
        }
    }

    /// The value of one key of an effect, of the right shape.
    fn arg<'n>(
        &mut self,
        reader: &Reader<'n>,
        key: &'static str,
        kind: Kind,
    ) -> Option<(&'n Node, Provenance)> {
        let entry = reader.table.get(key)?;
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let (node, origin) = walker.unwrap_claim(&entry.node, kind);
        let node = node?;
        walker.fits_kind(node, kind, key, reader.spec.example).then_some((node, origin))
    }

    fn id_arg(&mut self, reader: &Reader<'_>, key: &'static str, kind: Ref) -> Option<u32> {
        let (node, _) = self.arg(reader, key, Kind::Id(kind))?;
        let (text, mark) = (node.text()?.to_owned(), node.mark);
        self.look_up(kind, &text, mark, true)
    }

    /// What the effect is about, by its first key.
    fn subject(&mut self, reader: &Reader<'_>) -> Option<u32> {
        match reader.spec.kind {
            Kind::Id(kind) => self.id_arg(reader, reader.spec.verb, kind),
            _ => None,
        }
    }

    fn coalition_arg(&mut self, reader: &Reader<'_>) -> Option<CoalitionId> {
        if reader.table.get("coalition").is_none() {
            return reader.own.map(CoalitionId);
        }
        self.id_arg(reader, "coalition", Ref::Coalition).map(CoalitionId)
    }

    fn number_arg(&mut self, reader: &Reader<'_>, key: &'static str) -> Option<NumberId> {
        let kind = if key == reader.spec.verb {
            Some(reader.spec.kind)
        } else {
            reader.spec.args.iter().find(|arg| arg.key == key).map(|arg| arg.kind)
        };
        let Some(Kind::Number(num)) = kind else { return None };
        let (node, origin) = self.arg(reader, key, Kind::Number(num))?;
        Some(self.written(format!("{}.{key}", reader.path), key, node, &num, 1.0, &origin))
    }

    fn build_effect(&mut self, reader: &Reader<'_>) -> Option<Effect> {
        let subject = self.subject(reader);
        Some(match reader.spec.verb {
            "strike" => Effect::Strike(WorksId(subject?)),
            "restore" => Effect::Restore(WorksId(subject?)),
            "open-lane" => Effect::Lane(LaneId(subject?), true),
            "close-lane" => Effect::Lane(LaneId(subject?), false),
            "appear" => Effect::Appear(ForceId(subject?)),
            "leave" => Effect::Leave(FactionId(subject?)),
            "dies" => Effect::Dies(PersonId(subject?)),
            "open" => Effect::Open(DecisionId(subject?)),
            "join" => {
                let coalition = self.id_arg(reader, "coalition", Ref::Coalition).map(CoalitionId)?;
                let faction = FactionId(subject?);
                self.joins.push((faction, coalition));
                Effect::Join(faction, coalition)
            }
            "command" => {
                let person = self.id_arg(reader, "person", Ref::Person).map(PersonId)?;
                Effect::Command(person, ForceId(subject?))
            }
            "calamity" => {
                let share = self.number_arg(reader, "share")?;
                Effect::Calamity(PlaceId(subject?), share)
            }
            "reprisal" => {
                let (by, share) = (self.id_arg(reader, "by", Ref::Faction), self.number_arg(reader, "share"));
                Effect::Reprisal(PlaceId(subject?), FactionId(by?), share?)
            }
            "exterminate" | "relent" => {
                let by = FactionId(self.id_arg(reader, "by", Ref::Faction)?);
                let people = PeopleId(subject?);
                if reader.spec.verb == "relent" {
                    Effect::Relent(people, by)
                } else {
                    Effect::Exterminate(people, by)
                }
            }
            "resolve" => {
                let by = self.number_arg(reader, "by")?;
                Effect::Resolve(FactionId(subject?), by)
            }
            "industry" => {
                let times = self.number_arg(reader, "times")?;
                Effect::Industry(FactionId(subject?), times)
            }
            "incident" | "tension" | "disable" => return self.saga_effect(reader, subject),
            "believe-strength" | "believe-resolve" => return self.belief_effect(reader, subject),
            _ => return self.coalition_effect(reader, subject),
        })
    }

    fn belief_effect(&mut self, reader: &Reader<'_>, subject: Option<u32>) -> Option<Effect> {
        let (by, shift) = (self.id_arg(reader, "by", Ref::Faction), self.number_arg(reader, "shift"));
        let (by, about, shift) = (FactionId(by?), FactionId(subject?), shift?);
        if by == about {
            let finding = Finding::error(
                "belief-about-itself",
                reader.mark,
                "a faction knows its own strength and resolve",
            );
            self.say(finding.help("name another faction in `by`"));
            return None;
        }
        Some(if reader.spec.verb == "believe-strength" {
            Effect::BelieveStrength(by, about, shift)
        } else {
            Effect::BelieveResolve(by, about, shift)
        })
    }

    /// Effects on what goes on between states.
    fn saga_effect(&mut self, reader: &Reader<'_>, subject: Option<u32>) -> Option<Effect> {
        match reader.spec.verb {
            "incident" => {
                let [on, by] = ["on", "by"].map(|key| self.id_arg(reader, key, Ref::Faction).map(FactionId));
                let gravity = match reader.table.get("gravity") {
                    Some(_) => self.number_arg(reader, "gravity")?,
                    None => {
                        let path = format!("{}.gravity", reader.path);
                        let fallback =
                            Fallback { value: 0.5, of: Vec::new(), why: "an incident of some weight" };
                        self.default_number(path, &GRAVITY, reader.mark, fallback)
                    }
                };
                Some(Effect::Incident { place: PlaceId(subject?), on: on?, by: by?, gravity })
            }
            "tension" => {
                let (node, _) = self.arg(reader, "tension", reader.spec.kind)?;
                let named = texts(node);
                let found: Vec<u32> = named
                    .iter()
                    .filter_map(|(id, mark)| self.look_up(Ref::Faction, id, *mark, true))
                    .collect();
                let by = self.number_arg(reader, "by")?;
                match found.as_slice() {
                    [a, b] if a != b => Some(Effect::Tension([FactionId(*a), FactionId(*b)], by)),
                    _ if found.len() < named.len() => None,
                    _ => {
                        let message = "a tension is between two different states";
                        let finding = Finding::error("not-a-pair", node.mark, message);
                        self.say(finding.help(format!("for example: {}", reader.spec.example)));
                        None
                    }
                }
            }
            _ => {
                let of = self.id_arg(reader, "of", Ref::Faction).map(FactionId);
                let share = self.number_arg(reader, "share")?;
                Some(Effect::Disable(PlaceId(subject?), of?, share))
            }
        }
    }

    /// Effects on what a coalition is up to.
    fn coalition_effect(&mut self, reader: &Reader<'_>, subject: Option<u32>) -> Option<Effect> {
        let coalition = self.coalition_arg(reader);
        match reader.spec.verb {
            "posture" => {
                let (node, _) = self.arg(reader, "posture", reader.spec.kind)?;
                Some(Effect::Posture(coalition?, posture(node.text()?)))
            }
            "perimeter" => {
                let (node, _) = self.arg(reader, "perimeter", reader.spec.kind)?;
                let mut places = Vec::new();
                for (id, mark) in texts(node) {
                    places.extend(self.look_up(Ref::Place, id, mark, true).map(PlaceId));
                }
                Some(Effect::Perimeter(coalition?, places))
            }
            "objective" => {
                let weight = match reader.table.get("weight") {
                    Some(_) => self.number_arg(reader, "weight")?,
                    None => {
                        let path = format!("{}.weight", reader.path);
                        let fallback =
                            Fallback { value: 3.0, of: Vec::new(), why: "an objective counts threefold" };
                        self.default_number(path, &WEIGHT, reader.mark, fallback)
                    }
                };
                Some(Effect::Objective(coalition?, PlaceId(subject?), weight))
            }
            "gather" => Some(Effect::Gather(coalition?, PlaceId(subject?))),
            "tolerance" => {
                let share = self.number_arg(reader, "tolerance")?;
                Some(Effect::Tolerance(coalition?, share))
            }
            _ => None,
        }
    }
}

const WEIGHT: Num = Num {
    dimension: polemos_war::quantity::Dimension::Factor,
    scale: None,
    least: 0.0,
    most: 1000.0,
    whole: false,
    unit: "",
};

const GRAVITY: Num =
    Num { dimension: polemos_war::quantity::Dimension::Share, least: 0.0, most: 1.0, ..WEIGHT };
