using System.Text.Json;

namespace Partnership.Faults;

/// <summary>
/// Releases of a child what was written of her, level by level, to the household's family finder; lets it be read, takes it back, and has it attested that no
/// papers were kept. What was accepted is remembered with child and link.
/// </summary>
internal sealed class LinkReleases(Steps steps, DateOnly today)
{
    private const string Centre = "/api/v1/region";
    private const string Full = "full";
    private static readonly object[] Sections = [new { title = "About her", text = "A girl who loves rivers and needs time." }];

    // Of the whole report panel's adviser: never whoever wrote it.
    private const string Adviser = "panel.adviser";

    /// <summary>Writes what may be released, level by level, and approves it.</summary>
    public async Task WriteAsync(SearchedChild child, IReadOnlyList<string> levels)
    {
        var versions = $"/api/v1/councils/{LinkWrites.Home}/children/{child.Id}/profile-versions";
        foreach (var level in levels)
        {
            if (await steps.WriteAsync($"social.worker.{LinkWrites.Home}", HttpMethod.Post, versions, new { level, sections = Sections }) is not { } written)
            {
                return;
            }

            var id = written.GetProperty("version").GetProperty("id").GetGuid();
            child.Profiles[id] = (level, await steps.WriteAsync(level == Full ? Adviser : LinkWrites.Finder, HttpMethod.Post, $"{versions}/{id}/approve", null, $"{versions}/{id}") is not null);
        }
    }

    /// <summary>Releases a level, and waits until it is open; the one before is closed with that.</summary>
    public async Task<bool> ReleaseAsync(AcceptedLink link, SearchedChild child, string level, CancellationToken stop)
    {
        var (address, purpose) = ($"{Centre}/links/{link.Id}", level == Full ? "give-report-to-adopters" : "consider-link");
        if (await steps.ReadAsync(LinkWrites.Finder, address) is not { } read
            || await steps.WriteAsync(
                LinkWrites.Finder, HttpMethod.Post, $"{address}/disclosures",
                new { subject = "child", child = child.Reference, level, purpose, basis = "public-task", reader = ReaderOf(read) }) is not { } given)
        {
            return false;
        }

        var release = new AcceptedRelease(given.GetProperty("disclosure").GetGuid(), child, level);
        link.Releases.Add(release);
        return await IsAsync(release, ledger => ledger.TryGetProperty("hub", out var hub) && hub.ValueKind == JsonValueKind.Object && hub.GetProperty("state").GetString() == "open", stop);
    }

    /// <summary>The newest release is read, taken back, and attested.</summary>
    public async Task<bool> TakeBackAsync(AcceptedLink link, CancellationToken stop)
    {
        var (release, reader) = (link.Releases[^1], $"family.finder.{link.HouseholdsCouncil}");
        release.IsRead = await steps.OpenAsync(reader, $"/api/v1/released/{LinkWrites.Home}/disclosures/{release.Id}") is not null;
        var entry = $"{Centre}/disclosures/{release.Id}";
        release.IsTakenBack = await steps.WriteAsync(LinkWrites.Finder, HttpMethod.Post, $"{entry}/end", null, entry) is not null;
        if (!release.IsRead || !release.IsTakenBack || !await IsAsync(release, ledger => ledger.GetProperty("owesAttestation").GetBoolean(), stop))
        {
            return false;
        }

        release.IsAttested = await steps.WriteAsync(reader, HttpMethod.Post, $"{entry}/attestation", new { papers = "none-kept" }) is not null;
        return release.IsAttested;
    }

    /// <summary>The newest release, of the report, is read and given to the household; the child's hub hears of it.</summary>
    public async Task<bool> GiveAsync(AcceptedLink link, CancellationToken stop)
    {
        var (release, reader) = (link.Releases[^1], $"family.finder.{link.HouseholdsCouncil}");
        var entry = $"{Centre}/disclosures/{release.Id}";
        release.IsRead = await steps.OpenAsync(reader, $"/api/v1/released/{LinkWrites.Home}/disclosures/{release.Id}") is not null;
        if (!release.IsRead || !await IsAsync(release, ledger => ledger.GetProperty("read").GetBoolean(), stop))
        {
            return false;
        }

        release.IsReceived = await steps.WriteAsync(reader, HttpMethod.Post, $"{entry}/receipt", new { receivedOn = today }) is not null;
        return release.IsReceived;
    }

    private Task<bool> IsAsync(AcceptedRelease release, Func<JsonElement, bool> isSo, CancellationToken stop) =>
        Waiting.UntilAsync(async () => await steps.ReadAsync(LinkWrites.Finder, $"{Centre}/disclosures/{release.Id}") is { } ledger && isSo(ledger), stop);

    private static string ReaderOf(JsonElement link) =>
        link.GetProperty("workers").EnumerateArray().First(worker => worker.GetProperty("side").GetString() == "household").GetProperty("reference").GetString()!;
}
