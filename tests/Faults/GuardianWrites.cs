using System.Collections.Concurrent;

namespace Partnership.Faults;

/// <summary>A record that its council's guardian restricts.</summary>
/// <param name="Council">Whose.</param>
/// <param name="Of">Why it is there: each kind is told to another service.</param>
/// <param name="Id">The hub's id.</param>
internal sealed record GuardedRecord(string Council, GuardedKind Of, Guid Id)
{
    public bool IsHousehold => Of == GuardedKind.Household;
}

/// <summary>What is told of a restricted record, and to whom.</summary>
internal enum GuardedKind
{
    /// <summary>A child who is searched for: its profile, to the centre.</summary>
    Searched,

    /// <summary>A child of a match: its part in the link to the centre, the case to panels.</summary>
    Matched,

    /// <summary>A child of a family that asks for support: to the fund.</summary>
    Supported,

    /// <summary>A household that goes to panel: its offer to the centre, the case to panels.</summary>
    Household,
}

/// <summary>
/// The councils' guardians restrict children's and households' records while others work on them, change who may see some of them, and lift some. Everybody who works on one is listed: to the
/// others it would be gone. What was accepted last is remembered.
/// </summary>
internal sealed class GuardianWrites(Steps steps, LinkWrites links, LinkMatches matches, PanelWrites panels, FundWrites fund)
{
    private static readonly string[] OfChildren =
        ["case-system", "social-worker", "family-finder", "support-worker", "support-fund", "recruitment", "panel-adviser", "panel-chair", "decision-maker"];

    private static readonly string[] OfHouseholds = ["social-worker", "family-finder", "recruitment", "panel-adviser", "panel-chair", "decision-maker"];
    private readonly ConcurrentDictionary<GuardedRecord, IReadOnlyList<string>?> _accepted = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is done when a record of each kind is restricted.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Who may still see a record, as was accepted last; null where the restriction was lifted.</summary>
    public IReadOnlyDictionary<GuardedRecord, IReadOnlyList<string>?> Accepted => _accepted;

    /// <summary>One record after the other, as they come to be, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Of the kind that has the fewest: no kind waits for another to come to an end.
            if (Found().Where(record => !_accepted.ContainsKey(record)).MinBy(CountOf) is { } next)
            {
                await GuardAsync(next, CountOf(next));
                if (Enum.GetValues<GuardedKind>().All(kind => _accepted.Any(each => each.Key.Of == kind && each.Value is not null)))
                {
                    _ended.TrySetResult();
                }
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The first of each kind stays restricted; of the others some are lifted again, and of some it is changed who sees them.</summary>
    private async Task GuardAsync(GuardedRecord record, int number)
    {
        var all = record.IsHousehold ? OfHouseholds : OfChildren;

        // Kept before it is asked for: what is refused is refused for good, and a step that is reported.
        _accepted[record] = null;
        if (!await RestrictAsync(record, all))
        {
            return;
        }

        switch (number % 3)
        {
            case 1 when await steps.WriteAsync(GuardianOf(record), HttpMethod.Post, $"{AddressOf(record)}/restriction/lift", new { reason = "no-longer-needed" }, AddressOf(record)) is not null:
                _accepted[record] = null;
                break;
            case 2:
                // Recruitment has no part in a child's own record; and of a household whose case is raised the adviser goes on.
                await RestrictAsync(record, record.IsHousehold ? [.. all.Where(role => role != "social-worker")] : [.. all.Where(role => role != "recruitment")]);
                break;
        }
    }

    private async Task<bool> RestrictAsync(GuardedRecord record, string[] roles)
    {
        if (await steps.WriteAsync(GuardianOf(record), HttpMethod.Put, $"{AddressOf(record)}/restriction", new { roles, reason = "staff-or-relative" }, AddressOf(record)) is null)
        {
            return false;
        }

        _accepted[record] = roles;
        return true;
    }

    private int CountOf(GuardedRecord record) => _accepted.Keys.Count(each => each.Of == record.Of);

    private IEnumerable<GuardedRecord> Found() =>
    [
        .. matches.Matched.Select(child => new GuardedRecord(LinkWrites.Home, GuardedKind.Matched, child.Id)),
        .. fund.Families.Where(family => family is { InCare: not null, Assessment: not null }).Select(family => new GuardedRecord(family.Council, GuardedKind.Supported, family.InCare!.Value)),
        .. panels.Cases.Where(@case => @case is { RaisedOn: not null, IsMatch: false }).Select(@case => new GuardedRecord(@case.Council, GuardedKind.Household, @case.Household!.Value)),
        .. links.Children.Where(child => child.Reference is not null).Select(child => new GuardedRecord(LinkWrites.Home, GuardedKind.Searched, child.Id)),
    ];

    private static string GuardianOf(GuardedRecord record) => $"caldicott.guardian.{record.Council}";

    private static string AddressOf(GuardedRecord record) => $"/api/v1/councils/{record.Council}/{(record.IsHousehold ? "households" : "children")}/{record.Id}";
}
