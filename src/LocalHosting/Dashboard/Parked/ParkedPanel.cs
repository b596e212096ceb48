using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>The parked messages on the Flow page, each with a button that has it tried again through the product's own API.</summary>
internal sealed class ParkedPanel(OperatorApi api, TimeProvider clock)
{
    private const string ReplayPath = "/flow/parked/replay";
    private const string ReplayAllPath = "/flow/parked/replay-all";
    private const int MostRows = 50;
    private static readonly TimeSpan SaidFor = TimeSpan.FromMinutes(1);

    private Said? _said;

    public void Map(WebApplication app)
    {
        app.MapPost(ReplayPath, ReplayAsync);
        app.MapPost(ReplayAllPath, ReplayAllAsync);
    }

    /// <summary>
    /// Nothing when nothing is parked and nothing was done lately. A service that tells nothing is asked too: it is then that its messages are looked for, and
    /// one that does not answer keeps nobody from the others'.
    /// </summary>
    public async Task<Html> ShowAsync(IReadOnlyList<OutboxFigures> outboxes, CancellationToken ct)
    {
        var said = _said is { } last && clock.GetUtcNow() - last.At < SaidFor
            ? Html.Of($"""<p class="said" role="status"><time>{last.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time> {last.What}</p>""")
            : Html.None;
        if (!api.IsThere)
        {
            return outboxes.Any(outbox => outbox.Parked > 0) ? Card(Commands()) : Html.If(said != Html.None, () => Card(said));
        }

        // What is asked about next is what this page shows: nothing that is parked after this moment.
        var until = clock.GetUtcNow();
        var answers = await Task.WhenAll(outboxes.Where(outbox => outbox.Parked > 0 || outbox.IsSilent).Select(outbox => AskAsync(outbox.Service, ct)));
        var parked = answers.SelectMany(answer => answer.Messages.Select(message => (answer.Service, message))).ToList();
        var services = answers.Where(answer => answer.Messages.Count > 0).Select(answer => answer.Service).ToList();
        var unasked = answers.Where(answer => answer.Refusal is not null).ToList();
        var notAsked = Html.If(unasked.Count > 0, () => Html.Of($"""<p>Not known: {string.Join(" ", unasked.Select(answer => $"{answer.Service}: {answer.Refusal}"))}</p>"""));
        return parked.Count > 0 ? Card(Html.Of($"{said}{Table(parked, services, until)}{notAsked}"))
            : unasked.Count > 0 ? Card(Html.Of($"{said}{notAsked}{Commands()}"))
            : Html.If(said != Html.None, () => Card(said));
    }

    private async Task<Answer> AskAsync(string service, CancellationToken ct)
    {
        try
        {
            return new Answer(service, await api.ListAsync(service, ct), null);
        }
        catch (OperatorApiException refusal)
        {
            return new Answer(service, [], refusal.Message);
        }
    }

    private static Html Card(Html content) => Html.Of($"""<section class="card" data-key="parked"><h2>Parked messages</h2>{content}</section>""");

    private static Html Commands() => Html.Of($"""
        <p><code>./partnership parked list</code> tells why each is parked, without its content;
        <code>./partnership parked replay ID</code> tries it again, and <code>--all</code> all of them;
        <code>./partnership parked discard ID --reason "…"</code> throws it away and keeps the reason.</p>
        """);

    private static Html Table(List<(string Service, ParkedMessage Message)> parked, List<string> services, DateTimeOffset until) => Html.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="Parked messages"><table><thead><tr><th scope="col">Service</th><th scope="col">Message</th><th scope="col">Way</th><th scope="col">Why</th><th scope="col" class="number">Tried</th><th scope="col">Parked (UTC)</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
        <tbody>{parked.Take(MostRows).Select(one => Row(one.Service, one.Message))}</tbody></table></div>
        {Html.If(parked.Count > MostRows, () => Html.Of($"""<p>{parked.Count - MostRows} more are not shown.</p>"""))}
        <form method="post" action="{ReplayAllPath}" data-confirm="Try every parked message again?">{services.Select(service => Hidden("service", service))}{Hidden("until", Exact(until))}{Key()}<button type="submit">Replay all</button></form>
        <p class="soft">A replayed message is tried again from its first attempt; the audit trail names the operator. To throw one away:
        <code>./partnership parked discard ID --reason "…"</code></p>
        """);

    private static Html Row(string service, ParkedMessage message) => Html.Of($"""
        <tr data-key="{message.MessageId.ToString()}"><th scope="row"><a href="/resources/{service}">{service}</a></th><td>{message.Name}<br><code class="soft">{message.MessageId.ToString()}</code></td>
        <td>{(message.Outgoing ? "out" : "in")}</td><td class="why">{message.Reason}</td><td class="number">{message.Attempts}</td><td><time>{message.ParkedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</time></td>
        <td class="actions"><form method="post" action="{ReplayPath}">{Hidden("service", service)}{Hidden("id", message.MessageId.ToString())}{Hidden("parkedAt", Exact(message.ParkedAt))}{Key()}<button type="submit" class="quiet" aria-label="Replay {message.Name} {message.MessageId.ToString()}">Replay</button></form></td></tr>
        """);

    private static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>Pressed twice, the button is one request.</summary>
    private static Html Key() => Hidden("key", Guid.NewGuid().ToString());

    private static string Exact(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private async Task<IResult> ReplayAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType
            || await request.ReadFormAsync(ct) is not { } form
            || !Guid.TryParse(form["id"], out var id)
            || !Guid.TryParse(form["key"], out var key)
            || !TryReadTime(form["parkedAt"], out var parkedAt))
        {
            return Results.BadRequest();
        }

        return await SayAsync(form["service"].ToString(), async service =>
        {
            await api.ReplayAsync(service, id, parkedAt, key.ToString(), ct);
            return "1 message is tried again.";
        });
    }

    private async Task<IResult> ReplayAllAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType
            || await request.ReadFormAsync(ct) is not { } form
            || !Guid.TryParse(form["key"], out var key)
            || !TryReadTime(form["until"], out var until))
        {
            return Results.BadRequest();
        }

        var said = new List<string>();
        foreach (var service in form["service"].OfType<string>().Distinct(StringComparer.Ordinal))
        {
            await SayAsync(service, async _ => $"{Words.Count(await api.ReplayAllAsync(service, until, key.ToString(), ct), "message")} tried again.");
            said.Add(_said!.What);
        }

        _said = new Said(clock.GetUtcNow(), string.Join(' ', said));
        return TypedResults.LocalRedirect("/flow");
    }

    private async Task<IResult> SayAsync(string service, Func<string, Task<string>> act)
    {
        string outcome;
        try
        {
            outcome = await act(service);
        }
        catch (OperatorApiException refusal)
        {
            outcome = refusal.Message;
        }

        _said = new Said(clock.GetUtcNow(), $"{service}: {outcome}");
        return TypedResults.LocalRedirect("/flow");
    }

    private static bool TryReadTime(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out at);

    /// <summary>What a service has parked, or why it could not be asked.</summary>
    private sealed record Answer(string Service, IReadOnlyList<ParkedMessage> Messages, string? Refusal);

    /// <summary>What came of the last button that was pressed.</summary>
    private sealed record Said(DateTimeOffset At, string What);
}
