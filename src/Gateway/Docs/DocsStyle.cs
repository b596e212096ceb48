namespace Partnership.Gateway.Docs;

/// <summary>The pages' one stylesheet.</summary>
internal static class DocsStyle
{
    public const string Css = """
        :root { color-scheme: light; --ink: #0b0c0c; --blue: #1d3b5c; --line: #b1b4b6; --gold: #f5b335; }
        * { box-sizing: border-box; }
        body { font: 1rem/1.55 "Segoe UI", system-ui, sans-serif; color: var(--ink); background: #fff; margin: 0; }
        header { background: var(--blue); color: #fff; padding: 1rem 1.5rem; border-bottom: .4rem solid var(--gold); }
        header a { color: #fff; margin-right: 1.2rem; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: #fff; color: var(--ink); padding: .5rem; }
        .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
        nav { padding: 1.5rem; font-size: .9rem; } nav ul { list-style: none; padding-left: 0; } nav li { margin: .25rem 0; }
        main { padding: 1.5rem; max-width: 60rem; } .landing { margin: 0 auto; }
        h1 { font-size: 1.9rem; margin: .2rem 0 1rem; } h2 { font-size: 1.5rem; border-bottom: 2px solid var(--blue); margin-top: 2.5rem; }
        h3 { font-size: 1.15rem; margin: 0 0 .4rem; } h4 { font-size: 1rem; margin: 1rem 0 .3rem; }
        section.operation { border: 1px solid var(--line); border-left: .4rem solid var(--blue); padding: 1rem; margin: 1.2rem 0; }
        .address { font-family: ui-monospace, Consolas, monospace; overflow-wrap: anywhere; margin: 0 0 .6rem; } .method { font-weight: 700; color: var(--blue); }
        .policy { background: #e6eef6; padding: .15rem .5rem; font-size: .9rem; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; } th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; }
        pre { background: #f3f2f1; padding: .8rem; overflow-x: auto; font-size: .85rem; margin: .3rem 0; } pre:focus, a:focus, summary:focus { outline: .2rem solid var(--gold); outline-offset: 2px; }
        a { color: #1a5fa8; }
        @media (max-width: 50rem) { .columns { grid-template-columns: 1fr; } nav { border-bottom: 1px solid var(--line); } }
        """;
}
