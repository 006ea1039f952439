"""The page around the map: calm, dense, nothing decorative."""

STYLE = """<style>
.stMainBlockContainer { padding: 1rem 1.25rem 1.5rem; max-width: none; }
[data-testid="stHeader"] { background: transparent; height: 2.2rem; }
[data-testid="stSidebar"] { min-width: 260px; max-width: 280px; }
[data-testid="stSidebarHeader"] { height: 2rem; padding: 0; margin: 0; }
[data-testid="stSidebarUserContent"] { padding: 0 1.1rem 1rem; }
.mm-head h1 { font-size: 1.35rem; font-weight: 650; padding: 0; margin: 0 0 .45rem; line-height: 1.25; }
dl.mm-stats { padding: 0; display: grid; grid-template-columns: repeat(4, 1fr); gap: .25rem 1.25rem; margin: 0; }
.mm-stats div { margin: 0; border-left: 3px solid #82B5E9; padding-left: .6rem; }
.mm-stats dt { font-size: .78rem; color: #4a5460; line-height: 1.2; font-weight: 400; }
.mm-stats dd { margin: 0; padding: 0; line-height: 1.25; }
.mm-stats b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.mm-stats span { font-size: .75rem; color: #4a5460; }
.mm-newer { margin: .45rem 0 0; font-size: .82rem; color: #7a3b06; }
.mm-doubts { margin: 0 0 .5rem; padding: .4rem .7rem; list-style: none; background: #FFF4E5; font-size: .85rem; }
.mm-facts h2 { font-size: 1.2rem; padding: 0; margin: 0; }
.mm-facts h3, .mm-facts summary { font-size: .85rem; font-weight: 650; padding: 0; margin: .75rem 0 .2rem; color: #1b2733; }
.mm-facts summary { cursor: pointer; }
.mm-facts .mm-sub { color: #4a5460; font-size: .8rem; margin: 0; }
.mm-facts ul { list-style: none; margin: 0; padding: 0; }
.mm-facts li { display: grid; grid-template-columns: 1fr auto; gap: 0 .6rem; font-size: .82rem; margin: 0;
  padding: .2rem 0; border-bottom: 1px solid #eceff2; }
.mm-facts li b { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
.mm-facts li small { grid-column: 1 / -1; color: #4a5460; font-size: .74rem; }
.mm-facts li.mm-soft span { color: #4a5460; font-style: italic; }
.mm-facts li.mm-firm b { color: #14508c; }
.mm-trend { width: 100%; display: block; margin-top: .25rem; }
@media (min-width: 641px) { .mm-facts { max-height: calc(100vh - 11rem); overflow-y: auto; padding-right: .4rem; } }
@media (max-width: 900px) { dl.mm-stats { grid-template-columns: repeat(2, 1fr); } }
@media (max-width: 640px) {
  .st-key-stats { order: 1; }
  .mm-head h1 { font-size: 1.1rem; padding: 1.6rem 0 0; }
}
</style>"""
