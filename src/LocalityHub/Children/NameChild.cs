using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Children;

/// <summary>
/// Gives a child the name that the returns do not carry. It never leaves this hub, and what was written of the child for the support fund is looked
/// through again.
/// </summary>
internal static class NameChild
{
    private const int MaximumLength = 100;

    /// <param name="Given">Given names; null to clear. Who clears both clears what the child was called before as well.</param>
    /// <param name="Family">Family name; null to clear.</param>
    public sealed record Request(string? Given, string? Family);

    public static async Task<Results<Ok<ReadChild.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, Request request, HttpContext context, Council council, LocalityHubDbContext db, OutboxSignal outbox, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var given = Checked(request.Given, "given");
        var family = Checked(request.Family, "family");
        var child = await db.Children.SingleOrDefaultAsync(c => c.Id == childId, ct);
        if (child is null)
        {
            return ReadChild.NotFound();
        }

        if (child.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (given is null && family is null)
        {
            child.ForgetNames();
        }
        else
        {
            child.Rename(given, family);
        }

        child.Version++;
        child.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await using (var everything = await HubContexts.BesideAsync(db, ct))
        {
            await FamilyTexts.ChildNamedAsync(childId, council, everything, LondonCalendar.Today(clock), ct);
        }

        // After the answer, hence after the commit, which is the request's and not ours.
        context.Response.OnCompleted(() =>
        {
            outbox.Wake();
            return Task.CompletedTask;
        });
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadChild.DescribeAsync(child, db, ct));
    }

    private static string? Checked(string? name, string field)
    {
        var trimmed = name?.Trim();
        return trimmed switch
        {
            null or "" => null,
            { Length: > MaximumLength } => throw new InvalidRequestException("name.too-long", "A name is at most 100 characters long.", field),
            _ when trimmed.Any(char.IsControl) => throw new InvalidRequestException("name.control-character", "A name is one line of plain text.", field),
            _ => trimmed,
        };
    }
}
