//! The frame of a page: head, style, and where the content goes. Nothing is loaded from anywhere.

/// What a page is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    /// Its title, as text.
    pub title: &'a str,
    /// What it is about, as text.
    pub description: &'a str,
    /// Its language: "en".
    pub language: &'a str,
    /// Elements for the head, as HTML.
    pub head: &'a str,
    /// Style besides that of all pages.
    pub style: &'a str,
    /// What stands above the content: ways to other pages, as HTML; empty for none.
    pub above: &'a str,
    /// The content, as HTML.
    pub body: &'a str,
    /// What stands below it, as HTML.
    pub below: &'a str,
}

/// A whole page.
pub fn frame(page: &Frame<'_>) -> String {
    let Frame { title, description, language, head, style, above, body, below } = page;
    let (title, description, language) = (escape(title), escape(description), escape(language));
    let banner =
        if above.is_empty() { String::new() } else { format!("<header class=\"site\">{above}</header>\n") };
    let footer =
        if below.is_empty() { String::new() } else { format!("<footer class=\"site\">{below}</footer>\n") };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<meta name=\"description\" content=\"{description}\">\n\
         <style>\n{STYLE}{style}</style>\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">To the article</a>\n{banner}<main id=\"content\">\n{body}</main>\n{footer}</body>\n</html>\n"
    )
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Signs that no page may hold.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The style of all pages.
pub const STYLE: &str = "\
:root{--paper:#fff;--ink:#1a1a1a;--dim:#555;--line:#b8b8b8;--tint:#f3f1ec;--link:#0b57a4;--side-a:#0072b2;--side-b:#b34700;--side-c:#00785a;--mark:#fff6d6}
@media (prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e8e6e1;--dim:#aaa69e;--line:#4a4d52;--tint:#1f2226;--link:#8fc1f5;--side-a:#6db8ea;--side-b:#f0985c;--side-c:#52c9a4;--mark:#3a3320}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:1.05rem/1.6 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif}
body{margin:0 auto;max-width:66rem;padding:1.5rem}
h1,h2,h3,h4{line-height:1.25;font-weight:600;margin:1.6em 0 .5em}
h1{font-size:2rem;margin:0 0 .2em;border-bottom:1px solid var(--line);padding-bottom:.2em}
h2{font-size:1.4rem;border-bottom:1px solid var(--line)}
h3{font-size:1.15rem}
p{margin:0 0 .9em;max-width:42rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.dim,small{color:var(--dim)}
.also{font-style:italic;color:var(--dim)}
.infobox{float:right;clear:right;width:24rem;max-width:100%;margin:0 0 1.2rem 1.6rem;border:1px solid var(--line);background:var(--tint);border-collapse:collapse;table-layout:fixed;font-size:.86rem;line-height:1.4}
.infobox caption{font-weight:600;font-size:1rem;padding:.5rem;background:var(--tint);border:1px solid var(--line);border-bottom:0}
.infobox th,.infobox td{padding:.35rem .6rem;vertical-align:top;text-align:left;border-top:1px solid var(--line);overflow-wrap:anywhere}
.infobox th[scope=row]{color:var(--dim);font-weight:600}
.infobox th[scope=col]{text-align:center;border-bottom:3px solid var(--line)}
.infobox .band th{text-align:center;color:var(--dim);background:var(--paper)}
.infobox th.a{border-bottom-color:var(--side-a)}.infobox th.b{border-bottom-color:var(--side-b)}.infobox th.c{border-bottom-color:var(--side-c)}
.infobox ul{list-style:none;margin:0;padding:0}
.infobox li+li{margin-top:.15rem}
.infobox .part{padding-left:1em}
.infobox .lead{font-style:italic;color:var(--dim)}
.contents{border:1px solid var(--line);background:var(--tint);display:inline-block;padding:.5rem 1.2rem;margin:.5rem 0 1.2rem}
.contents h2{font-size:1rem;border:0;margin:0}
.contents ol{margin:.2rem 0;padding-left:1.4rem}
.contents .below{margin-left:1.2rem;font-size:.92em}
.note{position:relative;white-space:nowrap;font-size:.75em;vertical-align:super;line-height:0}
.note .tip{display:none;position:absolute;left:0;bottom:1.6em;z-index:2;width:18rem;max-width:70vw;white-space:normal;background:var(--paper);color:var(--ink);border:1px solid var(--line);padding:.5rem .7rem;font-size:.85rem;line-height:1.4;box-shadow:0 2px 10px #0004}
.infobox .note .tip{left:auto;right:0}
.note:hover .tip,.note:focus-within .tip{display:block}
.figure{background:var(--mark);border-bottom:1px dotted var(--dim)}
.traced:hover{border-bottom:1px dotted var(--dim)}
figure{clear:none;margin:1.2rem 0;max-width:42rem}
figure svg{display:block;width:100%;height:auto;border:1px solid var(--line)}
figcaption{font-size:.88rem;color:var(--dim);margin-top:.3rem}
.chart{font-family:system-ui,'Noto Sans','DejaVu Sans',Arial,sans-serif;font-size:13px;background:var(--paper)}
.chart text{fill:var(--ink)}
.chart .grid{stroke:var(--line);stroke-width:.6}
.chart .tick{fill:var(--dim)}
.chart .line{fill:none;stroke-width:2.6}
.chart .side-a{stroke:var(--side-a)}.chart .side-b{stroke:var(--side-b)}.chart .side-c{stroke:var(--side-c)}
.data{border-collapse:collapse;font-size:.88rem;margin:.5rem 0}
.data th,.data td{border:1px solid var(--line);padding:.2rem .6rem;text-align:left;vertical-align:top}
.data td{text-align:right}
.notes{font-size:.9rem}
.notes li:target{background:var(--mark)}
.chronology{display:flex;gap:1rem;justify-content:space-between;max-width:42rem;border-top:1px solid var(--line);padding-top:.6rem}
.terms,.questions{font-size:.9rem;color:var(--dim);max-width:42rem}
.site{font-size:.9rem}
@media (max-width:46rem){.infobox{float:none;width:100%;margin:0 0 1.2rem}}
@media print{:root{--paper:#fff;--ink:#000;--dim:#333;--line:#888;--tint:#fff;--link:#000;--mark:#fff}body{max-width:none;padding:0}html{font-size:10.5pt}.skip,.contents,.tip{display:none!important}.infobox{break-inside:avoid;width:8.5cm}figure{break-inside:avoid}details{display:none}h2,h3{break-after:avoid}a{text-decoration:none}.notes a[href^=http]::after{content:' <' attr(href) '>'}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
";
