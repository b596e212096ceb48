using System.Data.Common;
using Npgsql;

namespace Partnership.Faults;

/// <summary>
/// The child's council decides for the household of a link in its own hub, and takes that back or puts the match to panel: the region follows, and the household is
/// spoken for or free again. What was accepted is remembered with the link.
/// </summary>
internal sealed class LinkChoices(RunningRegion region, Steps steps, DateOnly today)
{
    private const string Worker = $"social.worker.{LinkWrites.Home}";

    /// <summary>Selects the household of a preferred link and withdraws that; false when told to stop before.</summary>
    public async Task<bool> SelectAndWithdrawAsync(AcceptedLink link, CancellationToken stop) =>
        await DecideAsync(link, "selected", "preferred", "Unavailable", stop) && await DecideAsync(link, "selection-withdrawn", "selected", "Available", stop);

    /// <summary>Selects the household of a preferred link and puts the match to panel; false when told to stop before.</summary>
    public async Task<bool> PutToPanelAsync(AcceptedLink link, CancellationToken stop) =>
        await DecideAsync(link, "selected", "preferred", "Unavailable", stop) && await DecideAsync(link, "to-panel", "selected", "Unavailable", stop);

    private async Task<bool> DecideAsync(AcceptedLink link, string decision, string from, string then, CancellationToken stop)
    {
        var address = $"/api/v1/councils/{LinkWrites.Home}/links/{link.Id}";
        if (!await Waiting.UntilAsync(
                async () => await steps.ReadAsync(Worker, address) is { } read && read.GetProperty("link").GetProperty("state").GetString() == from, stop)
            || await steps.WriteAsync(
                Worker, HttpMethod.Post, $"{address}/decision",
                new { decision, decidedBy = "Invented Manager, team manager", decidedOn = today, words = "Invented: they alone live by a river." }, address) is null)
        {
            return false;
        }

        link.Decisions.Add(decision);
        link.Steps.Add(decision == "selection-withdrawn" ? "preferred" : decision);

        // Until the region has heard it of the household too: a child who is searched for next must not be proposed to one that is about to be spoken for.
        return await Waiting.UntilAsync(() => IsAsync(link.Household, then), stop);
    }

    /// <summary>Whether the centre has a household as available, or not: nobody can ask it of another council's.</summary>
    private async Task<bool> IsAsync(Guid household, string availability)
    {
        try
        {
            await using var command = region.Central.CreateCommand("select snapshot ->> 'availability' = $2 from household_offer where reference = $1");
            command.Parameters.Add(new NpgsqlParameter { Value = household });
            command.Parameters.Add(new NpgsqlParameter { Value = availability });
            return await command.ExecuteScalarAsync() is true;
        }
        catch (DbException)
        {
            // The database is away: it is asked again.
            return false;
        }
    }
}
