//! The pages' style sheet, light and dark.

pub(super) const SHEET: &str = "\
:root{color-scheme:light dark;--text:#1f2328;--quiet:#59636e;--line:#d1d9e0;--back:#fff;--soft:#f6f8fa;--add:#dafbe1;--del:#ffebe9;--hunk:#ddf4ff}
@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--quiet:#9198a1;--line:#3d444d;--back:#0d1117;--soft:#151b23;--add:#12361f;--del:#3c1618;--hunk:#0c2d4d}}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:980px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin:.2rem 0}h2{font-size:1.15rem;margin:2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
a{color:#0969da;text-decoration:none}a:hover{text-decoration:underline}.quiet{color:var(--quiet);font-weight:400}
.badge{display:inline-block;border-radius:2em;padding:.1em .8em;color:#fff;font-weight:600;font-size:.85rem}
.open{background:#1a7f37}.closed{background:#cf222e}.merged{background:#8250df}.draft{background:#59636e}
.label{display:inline-block;border-radius:2em;padding:0 .7em;font-size:.8rem;background:var(--soft);border:1px solid var(--line);margin-right:.3em}
.box{border:1px solid var(--line);border-radius:6px;margin:.8rem 0;overflow:hidden}
.box>header{background:var(--soft);border-bottom:1px solid var(--line);padding:.5rem .9rem;font-size:.9rem}
.box>div{padding:.3rem .9rem}.box img{max-width:100%}
code,pre{font:12.5px/1.45 ui-monospace,monospace}code{background:var(--soft);padding:.1em .35em;border-radius:4px}
pre{background:var(--soft);padding:.7rem;overflow-x:auto;border-radius:6px}pre code{padding:0;background:none}
table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:.25rem .6rem}
.diff{margin:0;padding:0;border-radius:0;background:none}.diff span{display:block;padding:0 .9rem;white-space:pre-wrap;overflow-wrap:anywhere}
.diff .a{background:var(--add)}.diff .d{background:var(--del)}.diff .h{background:var(--hunk);color:var(--quiet)}
.plus{color:#1a7f37}.minus{color:#cf222e}ul.plain,ul.pulls{list-style:none;padding:0}li{margin:.25rem 0}
.state-success{color:#1a7f37}.state-failure,.state-error{color:#cf222e}.state-pending{color:#9a6700}";
