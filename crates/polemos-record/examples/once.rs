fn main() {
    let mut p = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let mut n = 0;
    while p.len() < 1_000_000 {
        n += 1;
        p.push_str(&format!("\n== Part {n} ==\nThe [[League of the Quays|League]] had long held the passage, and nobody in its councils thought that it could be taken from the landward side.<ref>Brandt, ''The Quays'', p. {n}.</ref> Its captains went on as they had been used to, and the masters of the yards went home.\n\nThe Reeve, who had seen the harbour herself, wrote that the chain was rusted through and that its keepers slept. Her letter lay unread.\n\nIn the spring of {}, about {},500 men of the [[League]] crossed the river, and perhaps hundreds drowned.<ref name=\"r{n}\">Vey, ''Annals'', p. {n}.</ref> A year later the Host came back with '''many thousands''' of ships; it had lost over 40 % of them by 3 October {}. Nobody knew what the Reeve had meant to do, and those who asked were told that she had never said.\n", 1000+n%900, n%90+1, 1000+n%900));
    }
    for _ in 0..std::env::args().nth(2).and_then(|it| it.parse().ok()).unwrap_or(20) {
        let t = std::time::Instant::now();
        let r = polemos_record::import::import(&p, &Default::default());
        std::hint::black_box(&r);
        eprintln!("{:?}", t.elapsed());
    }
}
