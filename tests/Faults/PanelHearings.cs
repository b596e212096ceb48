using System.Data.Common;
using Npgsql;

namespace Partnership.Faults;

/// <summary>
/// Takes a case that is on an agenda to its end: the adopters invited, the agenda settled, the panel held, the minutes in every hub of the case and signed, the reasoned record,
/// the decisions, and everybody told. What was accepted is remembered with the case.
/// </summary>
internal sealed class PanelHearings(RunningRegion region, Steps steps, DateOnly today)
{
    private const string Panels = "/api/v1/panels";
    private const string Adviser = "panel.adviser";
    private const string Chair = "panel.chair";
    private static readonly string[] Kinds = ["adopter-approval", "match"];
    private static readonly object Terms = new { routes = "adoption", numbers = "one", ages = "one, two" };
    private int _moved;

    /// <summary>Whose token the chair of the list has.</summary>
    public static string ChairsSubject => Chair;

    /// <summary>A decision maker of each council.</summary>
    public async Task AppointAsync()
    {
        foreach (var council in RunningRegion.Councils)
        {
            _ = await steps.WriteAsync(
                Adviser, HttpMethod.Post, $"{Panels}/decision-makers",
                new
                {
                    council, subject = MakerOf(council), name = "Invented Maker", kinds = Kinds, from = today.AddYears(-1), until = today.AddYears(1), authority = "scheme-of-delegation",
                    authorityOn = today.AddYears(-1), socialWorkerSince = "2001-01-01",
                }) ?? throw new InvalidOperationException($"No decision maker: {string.Join("; ", steps.Refused)}");
        }
    }

    /// <summary>Holds the meeting of a case.</summary>
    /// <param name="case">The case, on the agenda of a meeting of its own.</param>
    /// <param name="members">Everybody of the list, all drawn for it.</param>
    /// <param name="moved">Is told that the meeting is today.</param>
    /// <param name="stop">Ends waiting for what other services hear.</param>
    public async Task RunAsync(RaisedCase @case, IReadOnlyList<Guid> members, Action moved, CancellationToken stop)
    {
        if (await HearAsync(@case, members, moved) && await SignAsync(@case, stop) && await DecideAsync(@case, stop))
        {
            await TellAsync(@case, stop);
        }
    }

    private async Task<bool> HearAsync(RaisedCase @case, IReadOnlyList<Guid> members, Action moved)
    {
        var (meeting, item) = ($"{Panels}/meetings/{@case.Item!.Meeting}", $"{Panels}/agenda-items/{@case.Item.Id}");
        if (await steps.WriteAsync(Adviser, HttpMethod.Put, $"{item}/invitation", new { invitedOn = today }, item) is null
            || await steps.WriteAsync(Adviser, HttpMethod.Post, $"{meeting}/settle", null, meeting) is null)
        {
            return false;
        }

        await LetTheDayComeAsync(@case.Item.Meeting);
        moved();
        if (await SubjectsAsync(@case) is not { } subjects)
        {
            return false;
        }

        @case.Item.IsHeard = await steps.WriteAsync(Adviser, HttpMethod.Put, $"{meeting}/attendance", new { present = members }, meeting) is not null
            && await steps.WriteAsync(Adviser, HttpMethod.Put, $"{item}/sitting", new { sitting = members }, item) is not null
            && await steps.WriteAsync(
                Adviser, HttpMethod.Put, $"{item}/recommendation",
                new { recommendations = subjects.Select(child => new { child, outcome = "yes", @for = members.Count, against = 0, abstained = 0, terms = TermsOf(child) }), advice = new[] { "support" } }, item) is not null;
        return @case.Item.IsHeard;
    }

    private async Task<bool> SignAsync(RaisedCase @case, CancellationToken stop)
    {
        var item = $"{Panels}/agenda-items/{@case.Item!.Id}";
        foreach (var council in @case.Councils)
        {
            if (!await StandsAsync(@case, council, "heard", stop)
                || await steps.WriteAsync(
                    Adviser, HttpMethod.Post, $"/api/v1/councils/{council}/panel-items/{@case.Item.Id}/minutes", new { discussion = "Invented: heard.", reasons = "Invented: for all reasons." }) is null)
            {
                return false;
            }

            @case.Minutes.Add(council);
        }

        if (!await Waiting.UntilAsync(async () => await steps.ReadAsync(Adviser, item) is { } read && read.GetProperty("minutesHeld").GetArrayLength() == @case.Minutes.Count, stop))
        {
            return false;
        }

        @case.IsSigned = await steps.WriteAsync(Chair, HttpMethod.Post, $"{item}/sign", null, item) is not null;
        return @case.IsSigned && await StandsAsync(@case, @case.Council, "minutes-signed", stop);
    }

    private async Task<bool> DecideAsync(RaisedCase @case, CancellationToken stop)
    {
        var (maker, atPanels) = (MakerOf(@case.Council), $"{Panels}/cases/{@case.Id}");
        if (await SubjectsAsync(@case) is not { } subjects
            || await steps.WriteAsync(
                maker, HttpMethod.Post, $"{Address(@case)}/decision-records",
                new { material = @case.Papers, arguments = "Invented: both.", panelReasons = "Invented: all.", ownReasons = "Invented: mine." }) is not { } written)
        {
            return false;
        }

        @case.Record = written.GetProperty("recordId").GetGuid();
        if (!await Waiting.UntilAsync(() => IsHeldAsync(@case.Record.Value), stop)
            || await steps.WriteAsync(
                maker, HttpMethod.Post, $"{atPanels}/decisions",
                new { recordId = @case.Record, reasonsAdopted = "all", reversalReason = "none", decisions = subjects.Select(child => new { child, outcome = "yes", terms = TermsOf(child) }) }, atPanels) is not { } decided)
        {
            return false;
        }

        @case.Decisions = [.. decided.GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("decisionId").GetGuid())];
        return true;
    }

    private async Task TellAsync(RaisedCase @case, CancellationToken stop)
    {
        var decisions = $"{Address(@case)}/decisions";
        if (!await Waiting.UntilAsync(
            async () => await steps.ReadAsync(@case.Worker, decisions) is { } read && read.GetProperty("items").GetArrayLength() == @case.Decisions.Count, stop))
        {
            return;
        }

        foreach (var decision in @case.Decisions)
        {
            foreach (var recipient in @case.Recipients)
            {
                if (await steps.WriteAsync(@case.Worker, HttpMethod.Post, $"{decisions}/{decision}/notices/{recipient}", new { orallyOn = today, inWritingOn = today }, decisions) is not null)
                {
                    @case.Told.Add((decision, recipient));
                }
            }
        }
    }

    /// <summary>The children as panels call them, or nobody by name; null where panels do not know the case.</summary>
    private async Task<IReadOnlyList<Guid?>?> SubjectsAsync(RaisedCase @case)
    {
        if (!@case.IsMatch)
        {
            return [null];
        }

        return await steps.ReadAsync(Adviser, $"{Panels}/cases/{@case.Id}") is { } read
            ? [.. read.GetProperty("children").EnumerateArray().Select(child => (Guid?)child.GetProperty("child").GetGuid())]
            : null;
    }

    private static object? TermsOf(Guid? child) => child is null ? Terms : null;

    /// <summary>Whether a hub has heard how the item stands; false when told to stop before.</summary>
    private Task<bool> StandsAsync(RaisedCase @case, string council, string state, CancellationToken stop) => Waiting.UntilAsync(
        async () => await steps.ReadAsync(Adviser, $"/api/v1/councils/{council}/panel-cases/{@case.Id}") is { } read
            && read.GetProperty("items").EnumerateArray().Any(item => item.GetProperty("itemId").GetGuid() == @case.Item!.Id && item.GetProperty("state").GetString() == state),
        stop);

    /// <summary>Makes today the meeting's day, at a time of its own: no person can, and the run does not last for ten days.</summary>
    private async Task LetTheDayComeAsync(Guid meeting)
    {
        var startsAt = new TimeOnly(0, 0).AddMinutes(Interlocked.Increment(ref _moved));
        await Waiting.UntilAsync(
            () => InPanelsAsync("update meeting set date = $1, starts_at = $2 where id = $3", async command =>
            {
                command.Parameters.Add(new NpgsqlParameter { Value = today });
                command.Parameters.Add(new NpgsqlParameter { Value = startsAt });
                command.Parameters.Add(new NpgsqlParameter { Value = meeting });
                return await command.ExecuteNonQueryAsync() == 1;
            }),
            CancellationToken.None);
    }

    /// <summary>Whether panel scheduling has heard of a record: nobody can ask it, and who decides before is refused.</summary>
    private Task<bool> IsHeldAsync(Guid record) => InPanelsAsync("select exists (select from held_record where record = $1)", async command =>
    {
        command.Parameters.Add(new NpgsqlParameter { Value = record });
        return (bool)(await command.ExecuteScalarAsync())!;
    });

    private async Task<bool> InPanelsAsync(string statement, Func<NpgsqlCommand, Task<bool>> run)
    {
        try
        {
#pragma warning disable CA2100 // Constants of this class.
            await using var command = region.Panels.CreateCommand(statement);
#pragma warning restore CA2100
            return await run(command);
        }
        catch (DbException)
        {
            // The database is away: it is asked again.
            return false;
        }
    }

    private static string MakerOf(string council) => $"decision.maker.{council}";

    private static string Address(RaisedCase @case) => $"/api/v1/councils/{@case.Council}/panel-cases/{@case.Id}";
}
