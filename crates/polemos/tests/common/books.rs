//! What is built, joins, is lost and leaves adds up to what stands.

use polemos::Campaign;
use polemos::campaign::Whereabouts;
use polemos::war::Domain;

/// Opening + built + joined − lost − left − retired = what stands, for every faction and domain, over all wars of a saga and
/// the peace between them; otherwise where it is not so.
pub fn books_balance(campaign: &Campaign) -> Result<(), String> {
    let (war, s) = (campaign.war(), campaign.situation());
    for (id, faction) in s.factions.pairs() {
        for domain in Domain::ALL {
            let own = s.forces.pairs().filter(|(_, f)| f.faction == id && f.at != Whereabouts::Away);
            let squadrons = own.flat_map(|(force, _)| campaign.squadrons(force));
            let fits = squadrons.filter(|sq| war.classes[war.squadrons[*sq].class].domain == domain);
            let standing: i64 = fits.map(|sq| i64::from(s.squadrons[sq].units)).sum();
            let sum =
                |all: &[&[u32; 5]]| all.iter().map(|units| i64::from(units[domain as usize])).sum::<i64>();
            let past = s.saga.as_ref().map(|saga| saga.states[id].past);
            let opening = past.map_or(faction.opening, |past| past.opening);
            let past = past.unwrap_or_default();
            let books = sum(&[&opening, &past.built, &past.joined, &faction.built, &faction.joined])
                - sum(&[&past.lost, &past.left, &past.retired, &faction.lost, &faction.left]);
            if standing != books {
                let (id, domain) = (&war.factions[id].id, domain.id());
                let day = campaign.day();
                return Err(format!("{id} {domain} on day {day}: {standing} stand, the books say {books}"));
            }
        }
    }
    Ok(())
}
