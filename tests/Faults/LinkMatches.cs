using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Partnership.Faults;

/// <summary>
/// Takes one link after the other the whole way: two sisters who are searched for together, or one child; a household of another council; released of up to the whole report; selected,
/// put to panel, heard, decided, and matched with that; moved in; and the placement's end, of two sisters each for another reason. Every third stays. What was accepted is remembered.
/// </summary>
internal sealed class LinkMatches(RunningRegion region, Steps steps, PanelWrites panels, DateOnly today)
{
    private const string Hub = $"/api/v1/councils/{LinkWrites.Home}";
    private const string Worker = $"social.worker.{LinkWrites.Home}";
    private static readonly string[] Levels = ["anonymous", "summary", "full"];
    private static readonly string[] Numbers = ["one", "two"];
    private static readonly string[] Papers = ["child-health-report", "child-health-summary", "permanence-report", "placement-report"];
    private static readonly string[] Stated = ["report-author", "household-approved"];
    private static readonly string[] Reasons = ["disrupted", "planned"];

    private readonly ConcurrentQueue<SearchedChild> _children = new();
    private readonly ConcurrentQueue<AcceptedGroup> _groups = new();
    private readonly ConcurrentQueue<AcceptedLink> _links = new();
    private readonly ConcurrentQueue<SearchedChild> _matched = new();
    private readonly ChildSearches _searches = new(steps, today);
    private readonly LinkHouseholds _households = new(region, steps, today);
    private readonly LinkSteps _steps = new(steps);
    private readonly LinkReleases _releases = new(steps, today);
    private readonly LinkChoices _choices = new(region, steps, today);
    private readonly string _run = Guid.NewGuid().ToString("n")[..8].ToUpperInvariant();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is done when two sisters have been matched, have moved in and have come away: then there is one of each kind to strike at, and to damage in the end.</summary>
    public Task Ended => _ended.Task;

    public IReadOnlyCollection<SearchedChild> Children => _children;

    public IReadOnlyCollection<AcceptedGroup> Groups => _groups;

    public IReadOnlyCollection<AcceptedLink> Links => _links;

    /// <summary>Children whose match has come to its end, or to the placement that stays.</summary>
    public IReadOnlyCollection<SearchedChild> Matched => _matched;

    /// <summary>One link after the other, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (await SearchAsync(number, ofTwo: number % 2 == 0) is { } children
                && await LinkAsync(children, number, stop) is (var @case, var link)
                && await MatchAsync(@case, link, number, stop)
                && await MoveInAsync(link, stop)
                && (number % 3 == 2 || await ComeAwayAsync(link)))
            {
                children.ForEach(_matched.Enqueue);
                _ended.TrySetResult();
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<List<SearchedChild>?> SearchAsync(int number, bool ofTwo)
    {
        List<SearchedChild> children = [];
        foreach (var letter in ofTwo ? "AB" : "A")
        {
            var born = today.AddYears(-11).AddDays(-(number % 300)).AddYears('A' - letter);
            if (await _searches.EnterAsync(string.Create(CultureInfo.InvariantCulture, $"FAULTSM{_run}{number}{letter}"), born) is not { } child)
            {
                return null;
            }

            _children.Enqueue(child);
            children.Add(child);
            if (!await _searches.DecideAsync(child) || !await _searches.PlanAsync(child))
            {
                return null;
            }
        }

        if (ofTwo && await _searches.GroupAsync(children, _groups.Enqueue) is null)
        {
            return null;
        }

        foreach (var child in children)
        {
            if (!await _searches.SearchAsync(child))
            {
                return null;
            }

            await _releases.WriteAsync(child, Levels);
        }

        return children;
    }

    /// <summary>From the household's entry to the match's case, which is opened before anything of it is accepted.</summary>
    private async Task<(RaisedCase Case, AcceptedLink Link)?> LinkAsync(List<SearchedChild> children, int number, CancellationToken stop)
    {
        var (council, reference) = (LinkWrites.Others[number % LinkWrites.Others.Length], string.Create(CultureInfo.InvariantCulture, $"FAULTS-M-{_run}-{number}"));
        var @case = new RaisedCase { Council = LinkWrites.Home, HouseholdsCouncil = council, Reference = reference };
        panels.Add(@case);
        if (await _households.OpenAsync(council, reference, Numbers, id => @case.Household = id, stop) is not { } household
            || await _steps.ProposeAsync(children, council, household.Reference, stop) is not { } link)
        {
            return null;
        }

        _links.Enqueue(link);
        var other = $"family.finder.{council}";
        return await _steps.TakeAsync(link, other, "considered") && await ReleaseAsync(link, "anonymous", stop)
            && await _steps.TakeAsync(link, other, "interest") && await ReleaseAsync(link, "summary", stop)
            && await _steps.TakeAsync(link, LinkWrites.Finder, "shortlisted") && await ReleaseAsync(link, "full", stop)
            && await _steps.TakeAsync(link, LinkWrites.Finder, "visited") && await _steps.TakeAsync(link, LinkWrites.Finder, "preferred")
            && await _choices.PutToPanelAsync(link, stop)
            ? (@case, link)
            : null;
    }

    /// <summary>Of each child; the whole report is read, and given to the household.</summary>
    private async Task<bool> ReleaseAsync(AcceptedLink link, string level, CancellationToken stop)
    {
        foreach (var child in link.Children)
        {
            if (!await _releases.ReleaseAsync(link, child, level, stop) || (level == "full" && !await _releases.GiveAsync(link, stop)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The case furnished, heard, decided and told; true once the child's hub has the region's word that they are matched.</summary>
    private async Task<bool> MatchAsync(RaisedCase @case, AcceptedLink link, int number, CancellationToken stop)
    {
        var isTold = await FurnishAsync(@case, link, stop) && await panels.TakeMatchAsync(@case, number, stop);
        if (@case.Decisions.Count > 0)
        {
            // Decided, whether or not anybody waits for what follows.
            link.Steps.Add("matched");
            link.Decisions.AddRange(link.Children.Select(_ => "matched"));
        }

        return isTold && await StandsAsync(link, "matched", stop);
    }

    /// <summary>Whether the children's hub has heard how the link stands; false when told to stop before.</summary>
    private Task<bool> StandsAsync(AcceptedLink link, string state, CancellationToken stop) => Waiting.UntilAsync(
        async () => await steps.ReadAsync(Worker, $"{Hub}/links/{link.Id}") is { } read && read.GetProperty("link").GetProperty("state").GetString() == state, stop);

    private async Task<bool> FurnishAsync(RaisedCase @case, AcceptedLink link, CancellationToken stop)
    {
        if (!await StandsAsync(link, "to-panel", stop)
            || await steps.WriteAsync(Worker, HttpMethod.Post, $"{Hub}/panel-cases", new { kind = "match", childIds = link.Children.Select(child => child.Id), linkId = link.Id }) is not { } opened)
        {
            return false;
        }

        @case.Id = opened.GetProperty("caseId").GetGuid();
        var address = $"{Hub}/panel-cases/{@case.Id}";
        foreach (var gate in Stated)
        {
            if (await steps.WriteAsync(Worker, HttpMethod.Put, $"{address}/gates/{gate}", new { on = today.AddDays(-10), reason = "Invented." }, address) is null)
            {
                return false;
            }

            @case.Statements++;
        }

        foreach (var kind in Papers)
        {
            if (await steps.UploadAsync(Worker, $"{address}/papers?kind={kind}&datedOn={today:yyyy-MM-dd}", PanelWrites.Paper) is not { } paper)
            {
                return false;
            }

            @case.Papers.Add(paper.GetProperty("id").GetGuid());
        }

        // The report's receipt comes from the centre's ledger.
        return await Waiting.UntilAsync(async () => await steps.ReadAsync(Worker, address) is { } read && IsReceived(read), stop);
    }

    private async Task<bool> MoveInAsync(AcceptedLink link, CancellationToken stop)
    {
        foreach (var child in link.Children)
        {
            var address = ChildSearches.AddressOf(child);
            if (!await Waiting.UntilAsync(async () => await steps.ReadAsync(Worker, address) is { } read && IsMatched(read), stop)
                || await steps.WriteAsync(Worker, HttpMethod.Post, $"{address}/placements", new { kind = "adoption", from = today }, address) is not { } placed)
            {
                return false;
            }

            if (link.Children.All(each => each.Placement is null))
            {
                link.Decisions.Add("placed");
            }

            child.Placement = placed.GetProperty("placements")[0].GetProperty("id").GetGuid();
        }

        return true;
    }

    private async Task<bool> ComeAwayAsync(AcceptedLink link)
    {
        foreach (var (number, child) in link.Children.Index())
        {
            var (address, reason) = (ChildSearches.AddressOf(child), Reasons[number]);
            if (await steps.WriteAsync(
                    Worker, HttpMethod.Post, $"{address}/placements/{child.Placement}/end", new { on = today, reason, words = "Invented: it did not go well." }, address) is null)
            {
                return false;
            }

            child.PlacementEnd = reason;
        }

        link.Decisions.Add("disrupted");
        return true;
    }

    private static bool IsReceived(JsonElement @case) =>
        @case.GetProperty("gates").EnumerateArray().Any(gate => gate.GetProperty("gate").GetString() == "report-received-by-adopters" && gate.GetProperty("state").GetString() == "met");

    private static bool IsMatched(JsonElement child) => child.GetProperty("milestones").EnumerateArray().Any(milestone => milestone.GetProperty("kind").GetString() == "matched");
}
