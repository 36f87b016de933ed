//! A scenario to start from.

use crate::ids;

/// The text of a small, commented, playable scenario with this name.
pub fn scaffold(name: &str) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(200).collect();
    let name = if name.trim().is_empty() { "A new war".to_owned() } else { name.trim().to_owned() };
    let id = ids::as_id(&name);
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    TEMPLATE.replace("{id}", &id).replace("{name}", &quoted)
}

const TEMPLATE: &str = r#"# {name}. Check it with `polemos check`, play it with `polemos run`.
# What is left out is assumed; `polemos check --explain` lists every assumption.
format = 1
id = "{id}"
name = "{name}"
start = "spring 2410"      # a date may be vague
end = "2 years"            # when an undecided war is left as it stands

# Who fights. Levels are words ("firm", "shaken") or numbers.
[faction.kelmar]
name = "Kelmar"
adjective = "Kelmari"
leader = "orsen"
resolve = "firm"           # will to go on

[faction.tessaly]
name = "Tessaly"
adjective = "Tessalian"
leader = "vask"
resolve = "steady"
industry = "strong"        # what its yards build

[person.orsen]
name = "Ilen Orsen"
title = "Admiral"
pronoun = "she"
boldness = "bold"

[person.vask]
name = "Teodor Vask"
title = "Chancellor"
pronoun = "he"
boldness = "cautious"

# Where. A lane leads both ways; its length is a time, or a word.
[place.kelmar-prime]
owner = "kelmar"
value = "large"            # against an ordinary world
works = ["yard", "depot"]  # a yard builds, a depot feeds and repairs
lanes = { midway = "5 days" }

[place.midway]             # nobody's

[place.tessa]
owner = "tessaly"
works = ["yard", "depot"]
lanes = { midway = "long" }

# With what. Numbers may be as vague as your source.
[force.home-fleet]
name = "Home Fleet"
article = true
faction = "kelmar"
commander = "orsen"
units = { ships = "about 300", troops = "thousands" }

[force.grand-fleet]
name = "Grand Fleet"
article = true
faction = "tessaly"
units = { ships = "somewhat larger than kelmar.fleet", platforms = "dozens" }

# What may happen by itself.
[event.bread-riots]
says = "Bread riots broke out in the cities of Tessa."
when = "faction.tessaly.loss_share > 0.3"
hazard = "0.02 per day"
effects = [{ resolve = "tessaly", by = -0.15 }]

# What someone has to decide.
[decision.sortie]
name = "Whether to sail for Tessa"
coalition = "kelmar"
from = "20 days"
default = "stay"
[decision.sortie.option.sail]
says = "to sail for Tessa"
appeal = "believed.odds - 0.5 + 0.3 * self.boldness"
effects = [{ posture = "offensive" }, { objective = "tessa" }]
[decision.sortie.option.stay]
says = "to hold Midway"
effects = [{ gather = "midway" }]
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, check};

    #[test]
    fn what_is_scaffolded_is_a_war_without_a_fault() {
        for name in ["The war of the two suns", "", "\"Quoted\" \\ name\n", "Ĝis la fino", "3"] {
            let text = scaffold(name);
            let checked = check(&[SourceFile::new("new.toml", text)]);
            assert_eq!(checked.diagnostics, [], "{name}");
            let war = checked.war.unwrap();
            assert_eq!(war.names.primary, if name.trim().is_empty() { "A new war" } else { name.trim() });
        }
    }
}
