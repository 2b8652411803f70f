/** The report's style sheet: one column, tables with rules, light and dark, and print. */
import { figureVariables } from '../../preload/figures/theme.ts'

const LIGHT =
  '--paper:#fff;--ink:#1b2026;--soft:#3f4851;--muted:#5c6670;--line:#d5dade;--strong:#1b2026;--tint:#f5f6f7;' +
  '--bad:#a3230f;--bad-tint:#fcf0ed;--fair:#7d5b00;--fair-tint:#fbf5e4;--good:#0a6640;--good-tint:#edf6f1;'
const DARK =
  '--paper:#14171b;--ink:#e8eaed;--soft:#c3c9cf;--muted:#9aa4ae;--line:#333a42;--strong:#8b95a0;--tint:#1b1f24;' +
  '--bad:#ff9582;--bad-tint:#2b1a17;--fair:#e0bb4a;--fair-tint:#27210f;--good:#5fce9c;--good-tint:#13251d;'

const SANS = 'ui-sans-serif,system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,"Noto Sans",sans-serif'
const SERIF =
  'Charter,"Bitstream Charter","Iowan Old Style","Sitka Text",Cambria,Georgia,"Noto Serif","DejaVu Serif",serif'
const MONO = 'ui-monospace,"Cascadia Mono",Consolas,"SF Mono",Menlo,"DejaVu Sans Mono",monospace'

/** One style sheet, without anything fetched from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}${figureVariables('light')}--figure-font:${SANS}}
@media (prefers-color-scheme:dark){:root{${DARK}${figureVariables('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 ${SERIF};font-variant-numeric:lining-nums}
main{max-width:66rem;margin:0 auto;padding:3.5rem 2rem 5rem}
p,ul,ol.prose{max-width:42rem;margin:.6em 0;text-wrap:pretty}
ul{padding-left:1.1em}li{margin:.25em 0}
h1,h2,h3,h4{line-height:1.2;text-wrap:balance;break-after:avoid}
h1{font-size:2.5rem;font-weight:600;letter-spacing:-.015em;margin:.35em 0 .3em}
h2{font-size:1.5rem;font-weight:600;letter-spacing:-.01em;margin:3.6rem 0 1rem;padding-top:.7rem;border-top:2px solid var(--strong);display:flex;gap:.75em}
h2 .n{color:var(--muted);font-weight:400;min-width:1.1em}
h3{font-size:1.12rem;font-weight:600;margin:2.2rem 0 .5rem}
h4,.minor{font:600 .78rem/1.3 ${SANS};letter-spacing:.05em;text-transform:uppercase;color:var(--muted);margin:1.8rem 0 .5rem}
.eyebrow,.meta,.sans,table,figcaption,.pairs,.card,.toc,.chip,footer{font-family:${SANS}}
.eyebrow{font-size:.78rem;letter-spacing:.09em;text-transform:uppercase;color:var(--muted);margin:0}
.meta{font-size:.86rem;color:var(--muted);margin:0 0 2rem}
.lead{font-size:1.12rem;max-width:46rem}
.muted{color:var(--muted)}
.small{font-size:.86rem}
code{font-family:${MONO};font-size:.84em}
.hash{font-size:.76rem;overflow-wrap:anywhere;word-break:break-all}
pre{font:12px/1.5 ${MONO};background:var(--tint);border:1px solid var(--line);border-radius:4px;padding:.9rem 1.1rem;white-space:pre-wrap;overflow-wrap:anywhere}
.notes{white-space:pre-wrap;border-left:3px solid var(--line);padding-left:1rem;max-width:44rem}
.toc{font-size:.86rem;columns:2;max-width:44rem;padding:0;list-style:none;margin:1.2rem 0 0}
.toc li{margin:.15em 0;break-inside:avoid}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.18em}a:hover{text-decoration-color:currentcolor}
.scroll{overflow-x:auto;margin:.9rem 0 1.4rem}
table{border-collapse:collapse;font-size:.8rem;line-height:1.35;width:100%;border-top:1.5px solid var(--strong);border-bottom:1.5px solid var(--strong);font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;caption-side:top;font-weight:600;padding:0 0 .45rem}
caption .muted{font-weight:400}
th,td{padding:.36rem .7rem;text-align:left;vertical-align:top}
th:first-child,td:first-child{padding-left:.2rem}th:last-child,td:last-child{padding-right:.2rem}
thead th{font-weight:600;border-bottom:1px solid var(--strong);vertical-align:bottom;color:var(--soft);font-size:.75rem}
tbody tr+tr>*{border-top:1px solid var(--line)}
tbody th{font-weight:500}
tbody tr.group>*{border-top:1px solid var(--strong)}
td.chosen,th.chosen{background:var(--tint);font-weight:600}
tr.rest>*,td.rest,thead th.rest{color:var(--muted)}
th.edge,td.edge{border-left:1px solid var(--line)}
.number{text-align:right;white-space:nowrap}thead .number{white-space:normal;vertical-align:bottom}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(17.5rem,1fr));gap:1.1rem;margin:1.4rem 0 1.6rem;align-items:stretch}
.card{border:1px solid var(--line);border-top:4px solid var(--muted);padding:1rem 1.15rem 1.1rem;break-inside:avoid;font-size:.84rem;line-height:1.45;display:flex;flex-direction:column;gap:.7rem}
.card.good{border-top-color:var(--good)}.card.bad{border-top-color:var(--bad)}
.card header{display:flex;align-items:baseline;gap:.6rem}
.card header b{font-size:1.35rem;letter-spacing:-.01em}
.card p{margin:0;max-width:none}
.badge{font-weight:650;white-space:nowrap}.badge.good{color:var(--good)}.badge.bad{color:var(--bad)}.badge.fair{color:var(--fair)}
.keys{display:grid;margin-top:auto!important;grid-template-columns:repeat(3,auto);gap:.2rem .8rem;margin:0}
.keys dt{grid-row:2;color:var(--muted);font-size:.72rem;line-height:1.25}.keys dd{grid-row:1;margin:0;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.card ul{list-style:none;padding:0;margin:0}.card li{margin:.12em 0}
.mark{font-weight:650}.mark.bad{color:var(--bad)}.mark.fair{color:var(--fair)}.mark.good{color:var(--good)}
.ailment{border-left:4px solid var(--fair);background:var(--fair-tint);padding:.85rem 1.2rem;margin:.9rem 0;max-width:50rem;break-inside:avoid}
.ailment.bad{border-color:var(--bad);background:var(--bad-tint)}
.ailment.good{border-color:var(--good);background:var(--good-tint)}
.ailment p{margin:.35em 0;max-width:none}
.ailment .name{font:650 .74rem/1.3 ${SANS};letter-spacing:.05em;text-transform:uppercase;color:var(--fair);margin:0}
.ailment.bad .name{color:var(--bad)}.ailment.good .name{color:var(--good)}
.ailment .finding{font-weight:600}
.ailment .evidence{font:.8rem/1.45 ${SANS};color:var(--soft);font-variant-numeric:tabular-nums}
.ailment .evidence b,.ailment .why b{font-weight:600}
.ailment .why{font-size:.92rem}
.cleared{font:.8rem/1.45 ${SANS};color:var(--soft);padding:0;list-style:none;max-width:50rem}
.cleared li{padding-left:1.5em;text-indent:-1.5em;margin:.3em 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1.4rem 2rem;align-items:start;margin:1.2rem 0}
.figures.wide{grid-template-columns:repeat(auto-fit,minmax(27rem,1fr))}
figure{margin:0;break-inside:avoid;min-width:0}
figure svg{max-width:100%;height:auto}
figcaption{font-size:.78rem;line-height:1.4;color:var(--muted);margin-top:.5rem;max-width:34rem}
figcaption b{color:var(--ink);font-weight:600}
.pairs{font-size:.82rem;margin:1rem 0;border-top:1px solid var(--line)}
.pairs div{display:grid;grid-template-columns:12rem 1fr;gap:1rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
.pairs dt{color:var(--muted)}.pairs dd{margin:0;min-width:0}
footer{margin-top:4rem;border-top:2px solid var(--strong);padding-top:.8rem;font-size:.78rem;color:var(--muted)}
@media (max-width:40rem){main{padding:1.5rem 1rem}.pairs div{grid-template-columns:1fr;gap:0}.toc{columns:1}h1{font-size:1.9rem}.figures.wide{grid-template-columns:1fr}}
@page{size:A4;margin:18mm 16mm 20mm}
@media print{
:root{color-scheme:light;${LIGHT}${figureVariables('light')}}
body{font-size:10.5pt}main{max-width:none;padding:0}
h2{margin-top:2.2rem}.scroll{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}
table{font-size:7.6pt}th,td{padding:.28rem .4rem}a{text-decoration:none}
.cards{grid-template-columns:repeat(3,1fr);gap:.6rem}.card{padding:.6rem .7rem;font-size:8pt}.keys dd{font-size:11pt}
.figures{grid-template-columns:repeat(2,1fr)}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`
