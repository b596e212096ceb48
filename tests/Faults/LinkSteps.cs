namespace Partnership.Faults;

/// <summary>Proposes households for searches, and takes the steps of links at the centre. What was accepted is remembered with the link.</summary>
internal sealed class LinkSteps(Steps steps)
{
    private const string Centre = "/api/v1/region";

    /// <summary>A link of the children with a household, once the centre has it on their list; null when it was refused, or when told to stop before.</summary>
    public async Task<AcceptedLink?> ProposeAsync(IReadOnlyList<SearchedChild> children, string council, Guid household, CancellationToken stop)
    {
        var (child, search) = (children[0].Reference!.Value, children.Count == 1 ? "alone" : "together");
        return await IsCandidateAsync(child, search, household, stop)
            && await steps.WriteAsync(LinkWrites.Finder, HttpMethod.Post, $"{Centre}/links", new { child, household, search }) is { } proposed
            ? new AcceptedLink(proposed.GetProperty("link").GetGuid(), children, household, council)
            : null;
    }

    public async Task<bool> TakeAsync(AcceptedLink link, string who, string to, string[]? reasons = null)
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
    private Task<bool> IsCandidateAsync(Guid child, string search, Guid household, CancellationToken stop) => Waiting.UntilAsync(
        async () => await steps.ReadAsync(LinkWrites.Finder, $"{Centre}/children/{child}/candidates?search={search}&limit=50") is { } list
            && list.GetProperty("candidates").EnumerateArray().Any(candidate => candidate.GetProperty("household").GetGuid() == household),
        stop);
}
