namespace Partnership.LocalHosting.Dashboard;

/// <summary>Whether anything is wrong, the product's own figures, and every resource.</summary>
internal sealed class OverviewPage(IReadOnlyList<IResource> resources, ResourceNotificationService notifications, ResourceUsage usage, ProductFigures figures)
{
    public PageContent Show()
    {
        var all = ResourceStatus.All(resources, notifications).ToList();
        var concerns = Concern.All(all, figures);
        var groups = all.ToLookup(GroupOf);
        return new PageContent(concerns.Count == 0 ? figures.HearsNothing ? "No telemetry" : "All well" : Words.Count(concerns.Count, "concern"), "/", Html.Of($"""
            {Headline(all, concerns)}
            {Tiles(all)}
            {Group("Services", groups[0])}
            {Group("Servers", groups[1])}
            {Group("Ran to their end", groups[2])}
            """));
    }

    private static int GroupOf(ResourceStatus status) => status switch
    {
        { State: "finished", Healthy: true } => 2,
        { Type: "postgres" or "rabbitmq" or "database" or "helper" } => 1,
        _ => 0,
    };

    private Html Headline(List<ResourceStatus> all, IReadOnlyList<Concern> concerns)
    {
        if (concerns.Count == 0 && figures.HearsNothing)
        {
            return Html.Of($"""
                <div class="headline warn"><h1><span class="dot" aria-hidden="true"></span>Every resource is well</h1>
                <p>{Words.Count(all.Count, "resource")}. What becomes of messages and imports is not known: no service sends its telemetry here.</p></div>
                """);
        }

        if (concerns.Count == 0)
        {
            return Html.Of($"""<div class="headline well"><h1><span class="dot" aria-hidden="true"></span>Everything is well</h1><p>{Words.Count(all.Count, "resource")}, nothing waiting that should not.</p></div>""");
        }

        var isGrave = concerns.Any(concern => concern.IsGrave);
        return Html.Of($"""
            <div class="headline {(isGrave ? "ill" : "warn")}"><h1><span class="dot" aria-hidden="true"></span>{(concerns.Count == 1 ? "One thing needs a look" : $"{concerns.Count} things need a look")}</h1>
            <ul class="concerns">{concerns.Take(12).Select(concern => Html.Of($"""<li class="{(concern.IsGrave ? "ill" : "warn")}"><a href="{concern.Link}">{concern.Where}</a> {concern.What}</li>"""))}</ul></div>
            """);
    }

    private Html Tiles(List<ResourceStatus> all)
    {
        var requests = figures.Requests();
        var outbox = figures.Outboxes().Where(row => !row.IsSilent).ToList();
        var imports = figures.Imports();
        var errors = figures.RecentErrors();
        var well = all.Count(status => status.Healthy);
        return Html.Of($"""
            <ul class="tiles" aria-label="At a glance">
            {Tile("/", "Resources well", $"{well} of {all.Count}", null, well < all.Count)}
            {Tile("/metrics?service=gateway", "Requests a second", Words.Number(requests.PerSecond), requests.Points)}
            {Tile("/metrics?service=gateway", "Slowest 5% take", requests.P95 > 0 ? Words.Seconds(requests.P95) : "–", null)}
            {Tile("/flow", "Oldest unsent message", outbox.Count == 0 ? "–" : Words.Seconds(outbox.Max(row => row.OldestAge)), null, outbox.Any(row => row.IsLate))}
            {Tile("/flow", "Waiting in the broker", figures.Queues is { } queues ? Words.Number(queues.Sum(queue => queue.Ready + queue.Unacknowledged)) : "–", figures.QueuedOverTime())}
            {Tile("/flow", "Parked", outbox.Count == 0 ? "–" : Words.Number(outbox.Sum(row => row.Parked)), null, outbox.Any(row => row.Parked > 0))}
            {Tile("/flow", "Imports at work", imports.Count == 0 ? "–" : Words.Number(imports.Sum(row => row.Running + row.Waiting)), null)}
            {Tile("/traces?errors=on", "Failed traces, of the last 200", Words.Number(errors), null)}
            </ul>
            """);
    }

    private static Html Tile(string link, string label, string figure, IReadOnlyList<(long, double)>? points, bool isConcern = false) => Html.Of($"""
        <li><a class="tile{(isConcern ? " concern" : "")}" href="{link}"><span class="label">{label}</span><span class="figure">{figure}</span>{Html.If(points is { Count: > 1 }, () => Charts.Spark(points!))}</a></li>
        """);

    private Html Group(string title, IEnumerable<ResourceStatus> group)
    {
        var rows = group.ToList();
        return Html.If(rows.Count > 0, () => Html.Of($"""
            <section class="card"><h2>{title} <span class="count">{rows.Count}</span></h2>
            <div class="scroll" tabindex="0" role="region" aria-label="{title}"><table class="resources"><thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Processor</th><th scope="col">Memory</th><th scope="col" class="number">Restarts</th><th scope="col">Address</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
            <tbody>{rows.Select(Row)}</tbody></table></div></section>
            """));
    }

    private Html Row(ResourceStatus status)
    {
        var points = usage.Of(status.Name);
        var last = points.LastOrDefault();
        var runs = status.Pid is not null && points.Count > 0;
        return Html.Of($"""
            <tr data-key="{status.Name}"><th scope="row"><a href="/resources/{status.Name}">{status.Name}</a></th>
            <td>{ResourceWords.State(status)}</td>
            <td class="use">{Html.If(runs, () => Html.Of($"""{Charts.Spark(points.ConvertAll(point => (point.At, point.Cores)), 0.1)}<span>{ResourceWords.Cores(last.Cores)}</span>"""))}</td>
            <td class="use">{Html.If(runs, () => Html.Of($"""{Charts.Spark(points.ConvertAll(point => (point.At, (double)point.Memory)))}<span>{Words.Bytes(last.Memory)}</span>"""))}</td>
            <td class="number">{Html.If(status.Restarts > 0, () => Html.Of($"""<span class="warn">{status.Restarts}</span>"""))}</td>
            <td>{ResourceWords.Addresses(status)}</td>
            <td class="actions">{ResourceWords.Actions(status, "/")}</td></tr>
            """);
    }
}
