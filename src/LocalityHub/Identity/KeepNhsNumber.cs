using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Identity;

/// <summary>Gives a child the NHS number, which the returns do not carry. It never leaves this hub but as a digest.</summary>
internal static class KeepNhsNumber
{
    /// <param name="NhsNumber">Ten digits, with or without spaces; null to clear.</param>
    public sealed record Request(string? NhsNumber);

    public static async Task<Results<Ok<ReadChild.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, Request request, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var number = string.IsNullOrWhiteSpace(request.NhsNumber) ? null : ChildNumbers.NhsNumber(request.NhsNumber)
            ?? throw new InvalidRequestException("nhs-number.invalid", "An NHS number has ten digits, of which the last checks the others: compare it with its source.", "nhsNumber");
        if (await db.Children.SingleOrDefaultAsync(known => known.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        if (child.Version != expected)
        {
            throw new StaleVersionException();
        }

        child.NhsNumber = number;
        child.Version++;
        child.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadChild.DescribeAsync(child, db, ct));
    }
}
