using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling.Quality;

/// <summary>Somebody says how an item went, in numbers.</summary>
internal static class GiveFeedback
{
    /// <param name="From">member, presenter or attendees.</param>
    /// <param name="Quality">1 (poor) to 4 (very good).</param>
    /// <param name="Timeliness">1 to 4.</param>
    /// <param name="Conduct">1 to 4.</param>
    internal sealed record Request(FeedbackFrom From, short Quality, short Timeliness, short Conduct);

    internal static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid itemId, Request request, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Items.AsNoTracking().SingleOrDefaultAsync(item => item.Id == itemId, ct) is not { } item || !await callers.MayFollowAsync(item.CaseId, ct))
        {
            return ItemReader.NotFound();
        }

        if (new[] { request.Quality, request.Timeliness, request.Conduct }.Any(rating => rating is < 1 or > 4))
        {
            throw new InvalidRequestException("feedback.rating", "A rating is from 1 (poor) to 4 (very good).", "quality");
        }

        if (item.State is not (ItemState.Heard or ItemState.Deferred))
        {
            throw new RuleBrokenException("feedback.not-heard", "Feedback is on an item that was called.");
        }

        db.Feedback.Add(new ItemFeedback
        {
            Id = Guid.CreateVersion7(), ItemId = itemId, Councils = item.Councils, From = request.From, Quality = request.Quality, Timeliness = request.Timeliness, Conduct = request.Conduct,
            GivenAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
