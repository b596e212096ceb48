using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>Takes a release back at the hub itself: it is closed when this is answered, with a broker or without.</summary>
internal static class EndDisclosure
{
    /// <param name="Words">Why; stays in this hub.</param>
    public sealed record Request(string Words);

    public static async Task<Results<Ok<ListDisclosures.Response>, ProblemHttpResult>> HandleAsync(
        Guid disclosureId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ReleaseDoor door, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words");
        if (await door.LockAsync(disclosureId, ct) is not { } disclosure)
        {
            return ListDisclosures.NotFound();
        }

        if (disclosure.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (disclosure.OwnEnd != DisclosureEnd.None || disclosure.AskedEnd != DisclosureEnd.None)
        {
            throw new RuleBrokenException("disclosure.closed", "This release is closed.");
        }

        (disclosure.OwnEnd, disclosure.EndedBy, disclosure.EndWords) = (DisclosureEnd.Revoked, caller.Subject, words);
        disclosure.Version++;
        await door.TellAsync(disclosure, always: false, ct);
        IfMatch.SetETag(context, disclosure.Version);
        return TypedResults.Ok(ListDisclosures.Describe(disclosure, clock.GetUtcNow()));
    }
}
