using System.Collections.Concurrent;
using System.Globalization;

namespace Partnership.Faults;

/// <summary>
/// Searches for child after child of one council, links each with a household of every other, releases of her what the link opens, and takes the links from step
/// to step until they are not progressed; those of the first child stay. Of the others' the first is selected on its way, and the selection withdrawn.
/// What was accepted is remembered.
/// </summary>
internal sealed class LinkWrites(RunningRegion region, Steps steps, DateOnly today)
{
    /// <summary>The children's council: it has agreements with all others (the story family-finding).</summary>
    public const string Home = "860";

    /// <summary>The family finder of the children.</summary>
    public const string Finder = $"family.finder.{Home}";

    private static readonly string[] One = ["one"];
    private static readonly string[] Levels = ["anonymous", "summary"];
    private static readonly string[] Preferred = ["another-family-preferred"];

    private readonly ConcurrentQueue<SearchedChild> _children = new();
    private readonly ConcurrentQueue<AcceptedLink> _links = new();
    private readonly Dictionary<string, Guid> _households = [];
    private readonly ChildSearches _searches = new(steps, today);
    private readonly LinkHouseholds _entered = new(region, steps, today);
    private readonly LinkSteps _steps = new(steps);
    private readonly LinkReleases _releases = new(steps, today);
    private readonly LinkChoices _choices = new(region, steps, today);

    // In capitals, as the hub keeps the ids of case systems.
    private readonly string _run = Guid.NewGuid().ToString("n")[..8].ToUpperInvariant();

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The councils that households are of.</summary>
    public static string[] Others { get; } = [.. RunningRegion.Councils.Where(council => council != Home)];

    /// <summary>The day on which everything is entered.</summary>
    public DateOnly Today => today;

    /// <summary>Is done when a link has gone through all its steps: then there is one of each kind to strike at, and to damage in the end.</summary>
    public Task Ended => _ended.Task;

    public IReadOnlyCollection<SearchedChild> Children => _children;

    public IReadOnlyCollection<AcceptedLink> Links => _links;

    /// <summary>An approved household of each other council, for children of ten and over.</summary>
    public async Task OpenAsync()
    {
        foreach (var council in Others)
        {
            var (_, reference) = await _entered.OpenAsync(council, $"FAULTS-{_run}", One, _ => { }, CancellationToken.None)
                ?? throw new InvalidOperationException($"No household: {string.Join("; ", steps.Refused)}");
            _households.Add(council, reference);
        }
    }

    /// <summary>One child after the other, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (await SearchAsync(number) is { Reference: not null } child)
            {
                await _releases.WriteAsync(child, Levels);
                foreach (var (place, (council, household)) in _households.Index())
                {
                    await LinkAsync(child, council, household, number == 0, isChosen: number > 0 && place == 0, stop);
                }
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SearchedChild?> SearchAsync(int number)
    {
        if (await _searches.EnterAsync(string.Create(CultureInfo.InvariantCulture, $"FAULTS{_run}{number}"), today.AddYears(-11).AddDays(-(number % 300))) is not { } child)
        {
            return null;
        }

        _children.Enqueue(child);
        return await _searches.PlanAsync(child) && await _searches.SearchAsync(child) ? child : null;
    }

    private async Task LinkAsync(SearchedChild child, string council, Guid household, bool stays, bool isChosen, CancellationToken stop)
    {
        var other = $"family.finder.{council}";
        if (await _steps.ProposeAsync([child], council, household, stop) is not { } link)
        {
            return;
        }

        _links.Enqueue(link);
        if (!await _steps.TakeAsync(link, other, "considered") || !await _releases.ReleaseAsync(link, child, "anonymous", stop)
            || !await _steps.TakeAsync(link, other, "interest") || !await _releases.ReleaseAsync(link, child, "summary", stop)
            || (isChosen && !await _releases.TakeBackAsync(link, stop))
            || !await _steps.TakeAsync(link, Finder, "shortlisted") || !await _steps.TakeAsync(link, Finder, "visited")
            || (isChosen && !(await _steps.TakeAsync(link, Finder, "preferred") && await _choices.SelectAndWithdrawAsync(link, stop)))
            || stays)
        {
            return;
        }

        if (await _steps.TakeAsync(link, Finder, "not-progressed", Preferred) && isChosen)
        {
            _ended.TrySetResult();
        }
    }
}
