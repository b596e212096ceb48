using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Partnership.Faults;

/// <summary>A child of the stream who is searched for.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="LocalId">As the case system calls the child.</param>
/// <param name="Reference">The search's, at the centre; null until it was accepted.</param>
internal sealed record SearchedChild(Guid Id, string LocalId, Guid? Reference);

/// <summary>A link that was accepted, and the steps that were.</summary>
internal sealed record AcceptedLink(Guid Id, Guid Child, Guid Household, string HouseholdsCouncil)
{
    public List<string> Steps { get; } = ["proposed"];
}

/// <summary>
/// Searches for child after child of one council, links each with a household of every other, and takes the links from step to step until they are not
/// progressed; those of the first child stay. What was accepted is remembered.
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
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentQueue<SearchedChild> _children = new();
    private readonly ConcurrentQueue<AcceptedLink> _links = new();
    private readonly Dictionary<string, Guid> _households = [];

    // In capitals, as the hub keeps the ids of case systems.
    private readonly string _run = Guid.NewGuid().ToString("n")[..8].ToUpperInvariant();

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
            if (await SearchAsync(number) is { } child)
            {
                foreach (var (council, household) in _households)
                {
                    await LinkAsync(child, council, household, number == 0, stop);
                }
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Guid?> SearchAsync(int number)
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

        var id = found.GetProperty("items")[0].GetProperty("id").GetGuid();
        var child = $"{children}/{id}";
        Guid? reference = null;
        if (await steps.WriteAsync(
                worker, HttpMethod.Put, $"{child}/permanence",
                new { plan = "adoption", agreedOn = today.AddDays(-30), reason = "Invented: no relative can care for her.", owner = new { name = "Wren Oakapple", manager = "Invented Manager", subject = worker } }, child) is not null
            && await steps.WriteAsync(worker, HttpMethod.Post, $"{child}/search", null, child) is { } started)
        {
            reference = started.GetProperty("reference").GetGuid();
        }

        _children.Enqueue(new SearchedChild(id, localId, reference));
        return reference;
    }

    private async Task LinkAsync(Guid child, string council, Guid household, bool stays, CancellationToken stop)
    {
        var (own, other) = ($"family.finder.{Home}", $"family.finder.{council}");
        if (!await IsCandidateAsync(own, child, household, stop)
            || await steps.WriteAsync(own, HttpMethod.Post, $"{Centre}/links", new { child, household, search = "alone" }) is not { } proposed)
        {
            return;
        }

        var link = new AcceptedLink(proposed.GetProperty("link").GetGuid(), child, household, council);
        _links.Enqueue(link);
        var address = $"{Centre}/links/{link.Id}";
        foreach (var (who, to) in new[] { (other, "considered"), (other, "interest"), (own, "shortlisted"), (own, "visited") })
        {
            if (await steps.WriteAsync(who, HttpMethod.Post, $"{address}/steps", new { to }, address) is null)
            {
                return;
            }

            link.Steps.Add(to);
        }

        if (!stays && await steps.WriteAsync(own, HttpMethod.Post, $"{address}/steps", new { to = "not-progressed", reasons = Preferred }, address) is not null)
        {
            link.Steps.Add("not-progressed");
            _ended.TrySetResult();
        }
    }

    /// <summary>Whether the centre has the household on the child's list; false when told to stop before.</summary>
    private async Task<bool> IsCandidateAsync(string who, Guid child, Guid household, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await steps.ReadAsync(who, $"{Centre}/children/{child}/candidates?search=alone&limit=50") is { } list
                && list.GetProperty("candidates").EnumerateArray().Any(candidate => candidate.GetProperty("household").GetGuid() == household))
            {
                return true;
            }

            await Task.Delay(Poll, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

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
