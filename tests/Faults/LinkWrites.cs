using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;

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

    private const string Centre = "/api/v1/region";
    private static readonly string[] Adoption = ["adoption"];
    private static readonly string[] One = ["one"];
    private static readonly string[] TenOrOver = ["ten-or-over"];
    private static readonly string[] None = [];
    private static readonly string[] Preferred = ["another-family-preferred"];

    private readonly ConcurrentQueue<SearchedChild> _children = new();
    private readonly ConcurrentQueue<AcceptedLink> _links = new();
    private readonly Dictionary<string, Guid> _households = [];
    private readonly LinkReleases _releases = new(steps);
    private readonly LinkChoices _choices = new(region, steps, today);

    // In capitals, as the hub keeps the ids of case systems.
    private readonly string _run = Guid.NewGuid().ToString("n")[..8].ToUpperInvariant();

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The day on which everything is entered.</summary>
    public DateOnly Today => today;

    /// <summary>Is done when a link has gone through all its steps: then there is one of each kind to strike at, and to damage in the end.</summary>
    public Task Ended => _ended.Task;

    public IReadOnlyCollection<SearchedChild> Children => _children;

    public IReadOnlyCollection<AcceptedLink> Links => _links;

    /// <summary>An approved household of each other council, for children of ten and over.</summary>
    public async Task OpenAsync()
    {
        foreach (var council in RunningRegion.Councils.Where(council => council != Home))
        {
            var (households, reference) = ($"/api/v1/councils/{council}/households", $"FAULTS-{_run}");
            var opened = await MakeAsync("recruitment", HttpMethod.Post, households, new
            {
                members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" } }, home = new { address = "1 Nowhere Lane", postcode = "B1 1AA", livesIn = council }, assessment = new { }, reference,
            });
            var id = opened.GetProperty("id").GetGuid();
            await MakeAsync(CarefulClient.CaseSystemOf(council), HttpMethod.Post, $"{households}/approvals", new
            {
                reference, sourceDocument = "Invented list of approvals", decision = "approved", decidedOn = today.AddDays(-90), routes = Adoption, numbers = One, ages = TenOrOver,
            });
            await MakeAsync(
                "recruitment", HttpMethod.Put, $"{households}/{id}/offer",
                new
                {
                    numbers = new { yes = One, couldConsider = None }, ages = new { yes = TenOrOver, couldConsider = None }, routes = Adoption, answers = Array.Empty<object>(), identitySupport = None,
                    unavailable = (string?)null,
                },
                $"{households}/{id}");
            _households.Add(council, await ReferenceAsync(council, id));
        }
    }

    /// <summary>One child after the other, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (await SearchAsync(number) is { Reference: { } reference } child)
            {
                await _releases.WriteAsync(child);
                foreach (var (place, (council, household)) in _households.Index())
                {
                    await LinkAsync(reference, council, household, number == 0, isChosen: number > 0 && place == 0, stop);
                }
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SearchedChild?> SearchAsync(int number)
    {
        var (children, worker) = ($"/api/v1/councils/{Home}/children", $"social.worker.{Home}");
        var localId = string.Create(CultureInfo.InvariantCulture, $"FAULTS{_run}{number}");
        object change = new
        {
            la_child_id = localId, purge = false,
            child_details = new { first_name = "Merrily", surname = "Inventedchild", date_of_birth = today.AddYears(-11).AddDays(-(number % 300)), sex = "F", ethnicity = "WBRI", purge = false },
        };
        if (await steps.WriteAsync(CarefulClient.CaseSystemOf(Home), HttpMethod.Post, $"/api/v1/councils/{Home}/changes", new[] { change }) is null
            || await steps.WriteAsync(worker, HttpMethod.Post, $"{children}/search", new { localId }) is not { } found)
        {
            return null;
        }

        var searched = new SearchedChild(found.GetProperty("items")[0].GetProperty("id").GetGuid(), localId);
        _children.Enqueue(searched);
        var child = $"{children}/{searched.Id}";
        if (await steps.WriteAsync(
                worker, HttpMethod.Put, $"{child}/permanence",
                new { plan = "adoption", agreedOn = today.AddDays(-30), reason = "Invented: no relative can care for her.", owner = new { name = "Wren Oakapple", manager = "Invented Manager", subject = worker } }, child) is not null
            && await steps.WriteAsync(worker, HttpMethod.Post, $"{child}/search", null, child) is { } started)
        {
            searched.Reference = started.GetProperty("reference").GetGuid();
        }

        return searched;
    }

    private async Task LinkAsync(Guid child, string council, Guid household, bool stays, bool isChosen, CancellationToken stop)
    {
        var (own, other) = ($"family.finder.{Home}", $"family.finder.{council}");
        if (!await IsCandidateAsync(own, child, household, stop)
            || await steps.WriteAsync(own, HttpMethod.Post, $"{Centre}/links", new { child, household, search = "alone" }) is not { } proposed)
        {
            return;
        }

        var link = new AcceptedLink(proposed.GetProperty("link").GetGuid(), child, household, council);
        _links.Enqueue(link);
        if (!await StepAsync(link, other, "considered") || !await _releases.ReleaseAsync(link, "anonymous", stop)
            || !await StepAsync(link, other, "interest") || !await _releases.ReleaseAsync(link, "summary", stop)
            || (isChosen && !await _releases.TakeBackAsync(link, stop))
            || !await StepAsync(link, own, "shortlisted") || !await StepAsync(link, own, "visited")
            || (isChosen && !(await StepAsync(link, own, "preferred") && await _choices.SelectAndWithdrawAsync(link, stop)))
            || stays)
        {
            return;
        }

        if (await StepAsync(link, own, "not-progressed", Preferred) && isChosen)
        {
            _ended.TrySetResult();
        }
    }

    private async Task<bool> StepAsync(AcceptedLink link, string who, string to, string[]? reasons = null)
    {
        var address = $"{Centre}/links/{link.Id}";
        if (await steps.WriteAsync(who, HttpMethod.Post, $"{address}/steps", reasons is null ? new { to } : (object)new { to, reasons }, address) is null)
        {
            return false;
        }

        link.Steps.Add(to);
        return true;
    }

    /// <summary>Whether the centre has the household on the child's list; false when told to stop before.</summary>
    private Task<bool> IsCandidateAsync(string who, Guid child, Guid household, CancellationToken stop) => Waiting.UntilAsync(
        async () => await steps.ReadAsync(who, $"{Centre}/children/{child}/candidates?search=alone&limit=50") is { } list
            && list.GetProperty("candidates").EnumerateArray().Any(candidate => candidate.GetProperty("household").GetGuid() == household),
        stop);

    /// <summary>How the centre knows a household, from its hub's sealed table.</summary>
    private async Task<Guid> ReferenceAsync(string council, Guid household)
    {
        await using var command = region.Hubs[council].CreateCommand("select reference from sealed.regional_reference where household_id = $1 and purpose = 5");
        command.Parameters.Add(new NpgsqlParameter { Value = household });
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    private async Task<JsonElement> MakeAsync(string who, HttpMethod method, string path, object body, string? versionOf = null) =>
        await steps.WriteAsync(who, method, path, body, versionOf) ?? throw new InvalidOperationException($"No household: {string.Join("; ", steps.Refused)}");
}
