using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

/// <summary>What somebody does.</summary>
internal enum Act
{
    /// <summary>Begins an application and submits it.</summary>
    Apply,

    Withdraw,

    /// <summary>Records that the fund agreed, to all or less.</summary>
    Approve,

    /// <summary>Records that the fund gave it back, and submits it again.</summary>
    Return,

    /// <summary>Begins an amendment that takes the place of a line, and submits it.</summary>
    Amend,

    /// <summary>Orders a line and enters an invoice.</summary>
    Invoice,

    /// <summary>Confirms the spend, on the day after.</summary>
    Confirm,

    /// <summary>Hands a child over to the other council, once nothing of it is under way.</summary>
    HandOver,
}

/// <summary>One act: on which of what is there, and how much.</summary>
internal sealed record Step(Act Act, int Pick, int Pence);

/// <summary>
/// Two children of a family and what several people do to them at once, each one step after another, on what any of them has begun. Whoever is late
/// is refused; after each step the books of all are read.
/// </summary>
internal sealed class Interleaving(FundHost fund) : IAsyncDisposable
{
    private const long Limit = 300_000;
    private static readonly string[] Meant = ["both-are-meant", "retrospective-agreed-by-fund", "late-agreed-by-fund"];
    private readonly HttpClient _one = fund.ClientOf(Roles.SupportFund, 860);
    private readonly HttpClient _other = fund.ClientOf(Roles.SupportFund, 861);
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(fund.Database.ConnectionString);
    private readonly Lock _lock = new();
    private readonly List<(int Council, JsonNode Application)> _begun = [];
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private Family _family = null!;
    private int[] _councils = [];

    /// <summary>How often each act was done, and how often each refusal was given.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    private DateOnly Today => LondonCalendar.Today(fund.Clock);

    public async Task RunAsync(IEnumerable<IReadOnlyList<Step>> people)
    {
        _family = await fund.FamilyAsync(860, children: 2);
        _councils = [860, 860];
        await Task.WhenAll(people.Select(steps => Task.Run(async () =>
        {
            foreach (var step in steps)
            {
                await DoAsync(step);
                await AssertWithinLimitsAsync(step);
            }
        })));
    }

    public async ValueTask DisposeAsync()
    {
        _one.Dispose();
        _other.Dispose();
        await _database.DisposeAsync();
    }

    private Task DoAsync(Step step) => step.Act switch
    {
        Act.Apply => ApplyAsync(step),
        Act.HandOver => HandOverAsync(step.Pick % 2),
        _ => OnOneAsync(step),
    };

    private async Task OnOneAsync(Step step)
    {
        if (Pick(step) is not ({ } council, { } application))
        {
            return;
        }

        var client = ClientOf(council);
        switch (step.Act)
        {
            case Act.Withdraw:
                await DoneAsync(Act.Withdraw, await WithdrawAsync(council, application));
                break;
            case Act.Approve:
                var part = application["lines"]![0]!["funding"]![0]!;
                object[]? less = step.Pick % 3 == 0 ? [new { lineId = application["lines"]![0]!["lineId"], childId = part["childId"], pence = (int)part["pence"]! / 2 }] : null;
                await DoneAsync(Act.Approve, await FundHost.ActAsync(client, council, application, "decision", new { outcome = "approved", decidedOn = Today, portalReference = FundHost.Reference(), awards = less }));
                break;
            case Act.Return:
                if (await DoneAsync(Act.Return, await FundHost.ActAsync(client, council, application, "decision", new { outcome = "returned", decidedOn = Today, reason = "missing-information" })) is not null)
                {
                    await DoneAsync(Act.Apply, await FundHost.SubmitAsync(client, council, application, Meant));
                }

                break;
            case Act.Amend:
                var children = application["children"]!.AsArray().Select(child => (Guid)child!).ToArray();
                await SubmitAsync(Act.Amend, council, await client.PostAsJsonAsync(
                    $"{FundHost.Of(council)}/applications/{application["id"]}/amendments", await ContentAsync(children, step.Pence, (Guid)application["lines"]![0]!["lineId"]!)));
                break;
            case Act.Invoice:
                if (await DoneAsync(Act.Invoice, await client.PostAsJsonAsync($"{FundHost.Of(council)}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"] })) is { } order)
                {
                    await DoneAsync(Act.Invoice, await client.PostAsJsonAsync(
                        $"{FundHost.Of(council)}/invoices",
                        new { orderId = order["id"], reference = FundHost.Reference(), hours = 1, pence = Math.Min(step.Pence, (int)order["pence"]!), periodFrom = Today, periodTo = Today }));
                }

                break;
            case Act.Confirm:
                fund.Clock.Advance(TimeSpan.FromDays(1));
                await DoneAsync(Act.Confirm, await FundHost.ActAsync(client, council, application, "spend-confirmation", new { }));
                break;
        }
    }

    /// <summary>An application that, when it was last seen, could have this done to it; any where there is none.</summary>
    private (int? Council, JsonNode? Application) Pick(Step step)
    {
        var wanted = step.Act is Act.Amend or Act.Invoice or Act.Confirm ? "approved" : "submitted";
        lock (_lock)
        {
            var able = _begun.FindAll(each => (string)each.Application["status"]! == wanted);
            var among = able.Count > 0 ? able : _begun;
            return among.Count == 0 ? default : among[step.Pick % among.Count];
        }
    }

    private async Task ApplyAsync(Step step)
    {
        Guid[] children = (step.Pick % 4) switch { 0 => [_family.Children[0]], 1 => [_family.Children[1]], _ => [.. _family.Children] };
        var council = Volatile.Read(ref _councils[step.Pick % 4 == 1 ? 1 : 0]);
        await SubmitAsync(Act.Apply, council, await ClientOf(council).PostAsJsonAsync(
            $"{FundHost.Of(council)}/applications", new { assessmentId = _family.Assessment, content = await ContentAsync(children, step.Pence, replaces: null) }));
    }

    /// <summary>One line that starts and ends today, of so much for each child.</summary>
    private async Task<object> ContentAsync(Guid[] children, int pence, Guid? replaces) => new
    {
        children,
        lines = new[]
        {
            new
            {
                therapy = "play-therapy", providerId = await fund.ProviderAsync(), hours = pence * children.Length / 10_000m, ratePence = 10_000, starts = Today, ends = Today,
                funding = children.Select(child => new { childId = child, funder = "fund", pence }), replacesId = replaces,
            },
        },
    };

    private async Task SubmitAsync(Act act, int council, HttpResponseMessage begun)
    {
        if (await DoneAsync(act, begun) is { } application)
        {
            lock (_lock)
            {
                _begun.Add((council, application));
            }

            await DoneAsync(act, await FundHost.SubmitAsync(ClientOf(council), council, application, Meant));
        }
    }

    private async Task HandOverAsync(int child)
    {
        var from = Volatile.Read(ref _councils[child]);
        var to = from == 860 ? 861 : 860;
        List<(int Council, JsonNode Application)> own;
        lock (_lock)
        {
            own = _begun.FindAll(each => each.Council == from && each.Application["children"]!.AsArray().Any(one => (Guid)one! == _family.Children[child]));
        }

        foreach (var (council, application) in own)
        {
            await DoneAsync(Act.Withdraw, await WithdrawAsync(council, application));
        }

        if (await DoneAsync(null, await ClientOf(from).PostAsJsonAsync($"{FundHost.Of(from)}/children/{_family.Children[child]}/hand-over", new { to = $"{to}", reason = "family-moved" })) is not { } proposed)
        {
            return;
        }

        var path = $"{FundHost.Of(to)}/hand-overs/{proposed["id"]}";
        if (await DoneAsync(Act.HandOver, await DecideAsync(ClientOf(to), path, "acceptance")) is not null)
        {
            Volatile.Write(ref _councils[child], to);
        }
        else
        {
            await DoneAsync(null, await DecideAsync(ClientOf(to), path, "refusal"));
        }
    }

    private static async Task<HttpResponseMessage> DecideAsync(HttpClient client, string path, string what)
    {
        using var read = await client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/{what}");
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await client.SendAsync(request);
    }

    private Task<HttpResponseMessage> WithdrawAsync(int council, JsonNode application) =>
        FundHost.ActAsync(ClientOf(council), council, application, "withdrawal", new { reason = "made-in-error" });

    /// <summary>The answer of what was done; null of what was refused, which must be for a reason of its own.</summary>
    private async Task<JsonNode?> DoneAsync(Act? act, HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode < 500, $"{act}: {(int)response.StatusCode} {text}");
            var answer = JsonNode.Parse(text)!;
            var what = response.IsSuccessStatusCode ? act?.ToString() : (string)answer["code"]!;
            if (what is not null)
            {
                _counts.AddOrUpdate(what, 1, (_, count) => count + 1);
            }

            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            See(answer);
            return answer;
        }
    }

    /// <summary>Keeps an application as it is now, where the answer is one that was begun.</summary>
    private void See(JsonNode answer)
    {
        lock (_lock)
        {
            if (_begun.FindIndex(each => (string)each.Application["id"]! == (string)answer["id"]!) is >= 0 and var index)
            {
                _begun[index] = _begun[index] with { Application = answer };
            }
        }
    }

    /// <summary>
    /// Of each child: what is awarded and not given up by the ledger, and what submitted applications ask. Of a submitted amendment the part that it asks
    /// beside what it takes the place of, as it was kept apart: when more of that was invoiced since, its approval is refused.
    /// </summary>
    private async Task AssertWithinLimitsAsync(Step after)
    {
        await using var books = _database.CreateCommand(
            $"""
            select coalesce(string_agg(concat_ws(' ', taken.child_id, taken.pence, taken.balance), '; '), '') from (
                select b.child_id, b.therapy as balance,
                    (select coalesce(-sum(p.pence), 0) from posting p where p.child_id = b.child_id and p.funder = 1 and p.account in (2, 3, 7))
                    + (select coalesce(sum(f.pence), 0) from line_funding f join application_line l on l.id = f.line_id join application a on a.id = l.application_id
                        where f.child_id = b.child_id and f.funder = 1 and a.status = 2 and a.amends_id is null)
                    + (select coalesce(sum(u.therapy), 0) from balance_use u join application a on a.id = u.application_id
                        where u.child_id = b.child_id and a.status = 2 and a.amends_id is not null) as pence
                from child_balance b where b.child_id in ({string.Join(", ", _family.Children.Select(child => $"'{child}'"))})) taken
            where taken.pence > {Limit} or taken.pence <> taken.balance
            """);
        var wrong = (string)(await books.ExecuteScalarAsync())!;
        Assert.True(wrong.Length == 0, $"After {after}, child, taken, balance: {wrong}");
    }

    private HttpClient ClientOf(int council) => council == 860 ? _one : _other;
}
