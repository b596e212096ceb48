using System.Data.Common;
using Npgsql;

namespace Partnership.Faults;

/// <summary>
/// Takes a case that is on an agenda to its end: the adopters invited, the agenda settled, the panel held, the minutes in the hub and signed, the reasoned record,
/// the decision, and the adopters told. What was accepted is remembered with the case.
/// </summary>
internal sealed class PanelHearings(RunningRegion region, Steps steps, DateOnly today)
{
    private const string Panels = "/api/v1/panels";
    private const string Adviser = "panel.adviser";
    private const string Chair = "panel.chair";
    private const string Recruitment = "recruitment";
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
                    council, subject = MakerOf(council), name = "Invented Maker", kinds = new[] { "adopter-approval" }, from = today.AddYears(-1), until = today.AddYears(1), authority = "scheme-of-delegation",
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
        @case.Item.IsHeard = await steps.WriteAsync(Adviser, HttpMethod.Put, $"{meeting}/attendance", new { present = members }, meeting) is not null
            && await steps.WriteAsync(Adviser, HttpMethod.Put, $"{item}/sitting", new { sitting = members }, item) is not null
            && await steps.WriteAsync(
                Adviser, HttpMethod.Put, $"{item}/recommendation",
                new { recommendations = new[] { new { child = (Guid?)null, outcome = "yes", @for = members.Count, against = 0, abstained = 0, terms = Terms } }, advice = new[] { "support" } }, item) is not null;
        return @case.Item.IsHeard;
    }

    private async Task<bool> SignAsync(RaisedCase @case, CancellationToken stop)
    {
        var item = $"{Panels}/agenda-items/{@case.Item!.Id}";
        if (!await StandsAsync(@case, "heard", stop)
            || await steps.WriteAsync(
                Adviser, HttpMethod.Post, $"/api/v1/councils/{@case.Council}/panel-items/{@case.Item.Id}/minutes", new { discussion = "Invented: heard.", reasons = "Invented: for all reasons." }) is null)
        {
            return false;
        }

        @case.HasMinutes = true;
        if (!await Waiting.UntilAsync(async () => await steps.ReadAsync(Adviser, item) is { } read && read.GetProperty("minutesHeld").GetArrayLength() > 0, stop))
        {
            return false;
        }

        @case.IsSigned = await steps.WriteAsync(Chair, HttpMethod.Post, $"{item}/sign", null, item) is not null;
        return @case.IsSigned && await StandsAsync(@case, "minutes-signed", stop);
    }

    private async Task<bool> DecideAsync(RaisedCase @case, CancellationToken stop)
    {
        var (maker, atPanels) = (MakerOf(@case.Council), $"{Panels}/cases/{@case.Id}");
        if (await steps.WriteAsync(
                maker, HttpMethod.Post, $"{Address(@case)}/decision-records",
                new { material = @case.Papers, arguments = "Invented: both.", panelReasons = "Invented: all.", ownReasons = "Invented: mine." }) is not { } written)
        {
            return false;
        }

        @case.Record = written.GetProperty("recordId").GetGuid();
        if (!await Waiting.UntilAsync(() => IsHeldAsync(@case.Record.Value), stop)
            || await steps.WriteAsync(
                maker, HttpMethod.Post, $"{atPanels}/decisions",
                new { recordId = @case.Record, reasonsAdopted = "all", reversalReason = "none", decisions = new[] { new { child = (Guid?)null, outcome = "yes", terms = Terms } } }, atPanels) is not { } decided)
        {
            return false;
        }

        @case.Decision = decided.GetProperty("decisions")[0].GetProperty("decisionId").GetGuid();
        return true;
    }

    private async Task TellAsync(RaisedCase @case, CancellationToken stop)
    {
        var decisions = $"{Address(@case)}/decisions";
        if (await Waiting.UntilAsync(async () => await steps.ReadAsync(Recruitment, decisions) is { } read && read.GetProperty("items").GetArrayLength() > 0, stop))
        {
            @case.IsTold = await steps.WriteAsync(
                Recruitment, HttpMethod.Post, $"{decisions}/{@case.Decision}/notices/adopters", new { orallyOn = today, inWritingOn = today }, decisions) is not null;
        }
    }

    /// <summary>Whether the hub has heard how the item stands; false when told to stop before.</summary>
    private Task<bool> StandsAsync(RaisedCase @case, string state, CancellationToken stop) => Waiting.UntilAsync(
        async () => await steps.ReadAsync(Recruitment, Address(@case)) is { } read
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
