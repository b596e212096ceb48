namespace Partnership.LocalHosting.Dashboard;

/// <summary>Whether work flows: councils, imports, outboxes, queues.</summary>
internal sealed class FlowPage(ProductFigures figures, ParkedPanel parked)
{
    public async Task<PageContent> ShowAsync(CancellationToken ct)
    {
        var outboxes = figures.Outboxes();
        var waiting = await parked.ShowAsync(outboxes, ct);
        return new PageContent("Flow", "/flow", Html.Of($"""
            <h1>Flow</h1>
            <p class="lede">A return comes in, its hub takes it in child by child, messages leave the outbox, pass the broker and reach the region.</p>
            {waiting}
            {Councils()}
            {Imports()}
            {Outboxes(outboxes)}
            {Queues()}
            """));
    }

    private Html Councils() => Section("Freshness by council", "Nobody told of a council yet.", figures.Councils(),
        Html.Of($"""<th scope="col">Council</th><th scope="col">The region is</th><th scope="col" class="number">Last heard of</th><th scope="col" class="number">Oldest unsent</th>"""),
        council => Html.Of($"""
            <tr data-key="{council.Code}"><th scope="row"><a href="/resources/{council.Hub}">{council.Name}</a> <span class="soft">{council.Code}</span></th>
            <td>{CouncilState(council.Freshness)}</td>
            <td class="number">{(council.LastHeardAge is { } age ? $"{Words.Seconds(Math.Max(Math.Round(age), 1))} ago" : council.Freshness == Freshness.Unknown ? "not known" : "never")}</td><td class="number">{(council.OldestUnsentAge is { } unsent ? Words.Seconds(unsent) : "not known")}</td></tr>
            """));

    private static Html CouncilState(Freshness freshness) => freshness switch
    {
        Freshness.UpToDate => State("well", "up to date"),
        Freshness.TakingIn => State("busy", "taking in what waits"),
        Freshness.Behind => State("warn", "behind"),
        Freshness.NeverHeard => State("idle", "nothing heard yet"),
        _ => State("warn", "not known"),
    };

    private Html Imports() => Section("Imports", "No hub tells of imports.", figures.Imports(),
        Html.Of($"""<th scope="col">Hub</th><th scope="col">Now</th><th scope="col">Children</th><th scope="col" class="number">Waiting</th><th scope="col" class="number">Done</th><th scope="col" class="number">Failed</th>"""),
        import => Html.Of($"""
            <tr data-key="{import.Service}"><th scope="row"><a href="/traces{DashboardHtml.Query(("service", import.Service), ("q", "import"))}">{import.Service}</a></th>
            <td>{(import.Running > 0 ? State("busy", "at work") : import.FailedLately ? State("ill", "failed lately") : State("idle", "at rest"))}</td>
            <td>{Html.If(import.ChildrenTotal > 0, () => Html.Of($"""<progress max="{import.ChildrenTotal}" value="{import.ChildrenDone}" aria-label="Children taken in by {import.Service}"></progress> {Words.Number(import.ChildrenDone)} of {Words.Number(import.ChildrenTotal)}"""))}</td>
            <td class="number">{Words.Number(import.Waiting)}</td><td class="number">{Words.Number(import.Done)}</td><td class="number">{Words.Number(import.Failed)}</td></tr>
            """));

    private static Html Outboxes(List<OutboxFigures> outboxes) => Section("Messages by service", "No service tells of its messages yet.", outboxes,
        Html.Of($"""<th scope="col">Service</th><th scope="col">Sending</th><th scope="col" class="number">Oldest unsent</th><th scope="col">Backlog</th><th scope="col" class="number">Sent a second</th><th scope="col" class="number">Taken in a second</th><th scope="col" class="number">Tried again</th><th scope="col" class="number">Parked</th>"""),
        outbox => outbox.IsSilent ? Silent(outbox) : Html.Of($"""
            <tr data-key="{outbox.Service}"><th scope="row"><a href="/metrics{DashboardHtml.Query(("service", outbox.Service), ("q", "box."))}">{outbox.Service}</a></th>
            <td>{(outbox.IsLate ? State("ill", "late") : outbox.Backlog > 0 ? State("busy", "sending") : State("well", "nothing waits"))}</td>
            <td class="number">{Words.Seconds(outbox.OldestAge)}</td><td class="use">{Charts.Spark(outbox.BacklogPoints)}<span>{Words.Number(outbox.Backlog)}</span></td>
            <td class="number">{Words.Number(outbox.SentPerSecond)}</td><td class="number">{Words.Number(outbox.ConsumedPerSecond)}</td>
            <td class="number">{(outbox.Retrying > 0 ? Html.Of($"""<span class="warn">{Words.Number(outbox.Retrying)}</span>""") : Html.Of($"0"))}</td>
            <td class="number">{(outbox.Parked > 0 ? Html.Of($"""<span class="badge ill">{Words.Number(outbox.Parked)}</span>""") : Html.Of($"0"))}</td></tr>
            """));

    private static Html Silent(OutboxFigures outbox) => Html.Of($"""
        <tr data-key="{outbox.Service}"><th scope="row"><a href="/resources/{outbox.Service}">{outbox.Service}</a></th><td>{State("warn", "not known")}</td>
        <td class="number">–</td><td class="use">–</td><td class="number">–</td><td class="number">–</td><td class="number">–</td><td class="number">–</td></tr>
        """);

    private Html Queues()
    {
        if (figures.Queues is not { } queues)
        {
            return Html.Of($"""<section class="card"><h2>Queues</h2><p class="none">The broker does not answer.</p></section>""");
        }

        var dead = queues.Where(queue => queue.IsDead && queue.Ready + queue.Unacknowledged == 0).Select(queue => queue.Name).ToHashSet();
        return Html.Of($"""
            {Section("Queues", "The broker has no queue.", queues.Where(queue => !dead.Contains(queue.Name)).ToList(),
                Html.Of($"""<th scope="col">Queue</th><th scope="col">State</th><th scope="col" class="number">Ready</th><th scope="col" class="number">On their way</th><th scope="col" class="number">Taken a second</th><th scope="col" class="number">Readers</th>"""),
                queue => Html.Of($"""
                    <tr data-key="{queue.Name}"><th scope="row">{queue.Name}</th><td>{(figures.IsHeld(queue) ? State("ill", "none finished") : QueueState(queue))}</td><td class="number">{Words.Number(queue.Ready)}</td><td class="number">{Words.Number(queue.Unacknowledged)}</td><td class="number">{Words.Number(queue.DeliveredPerSecond)}</td><td class="number">{queue.Consumers}</td></tr>
                    """))}
            {Html.If(dead.Count > 0, () => Html.Of($"""<p class="store">{Words.Count(dead.Count, "queue")} for messages that the broker gives up on: all empty.</p>"""))}
            """);
    }

    private static Html QueueState(QueueDepth queue) => queue switch
    {
        { Ready: > 0, IsDead: true } => State("ill", "given up"),
        { Ready: > 0, Consumers: 0 } => State("ill", "nobody reads"),
        { Consumers: 0, IsDead: false } => State("warn", "no reader"),
        { Ready: 0, Unacknowledged: 0 } => State("well", "empty"),
        _ => State("busy", "flowing"),
    };

    private static Html Section<T>(string title, string none, List<T> rows, Html headings, Func<T, Html> row) => Html.Of($"""
        <section class="card"><h2>{title}</h2>{(rows.Count == 0 ? Html.Of($"""<p class="none">{none}</p>""") : Html.Of($"""<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table><thead><tr>{headings}</tr></thead><tbody>{rows.Select(row)}</tbody></table></div>"""))}</section>
        """);

    private static Html State(string look, string word) => Html.Of($"""<span class="state {look}"><span class="dot" aria-hidden="true"></span>{word}</span>""");
}
