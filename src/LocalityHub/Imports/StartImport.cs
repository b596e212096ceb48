using System.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Imports;

/// <summary>Takes an upload: 202 once every byte of it is in the hub's database, and a job to follow.</summary>
internal static class StartImport
{
    /// <summary>SSDA903 in its present form begins here.</summary>
    private const int FirstYear = 2005;

    public sealed record Response(Guid Id, ImportState State);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        string code,
        int year,
        HttpRequest request,
        Caller caller,
        LocalityHubDbContext db,
        ImportQueue queue,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct,
        bool dryRun = false)
    {
        var last = YearEnded.Of(LondonCalendar.Today(clock)).Year;
        if (year < FirstYear || year > last)
        {
            throw new InvalidRequestException("import.year", $"year is the calendar year in which the census year ends, {FirstYear} to {last}.", "year");
        }

        var id = Guid.NewGuid();
        var upload = new StagedUpload(id, db);
        try
        {
            await upload.ReceiveAsync(request, ct);
        }
        catch (UploadTooLargeException)
        {
            return Problems.Problem(
                StatusCodes.Status413PayloadTooLarge, "import.file-too-large", "A file is longer than 64 MiB.", next: "Split the return into files of at most 64 MiB.");
        }

        db.Add(new Import
        {
            Id = id,
            Year = (short)year,
            IsDry = dryRun,
            State = ImportState.Queued,
            SubmittedAt = clock.GetUtcNow(),
            SubmittedBy = caller.Subject,
            TraceParent = Activity.Current?.Id,
        });
        db.AddRange(upload.Files);
        await db.SaveChangesAsync(ct);

        // After the answer, hence after the commit: a worker woken earlier would find nothing.
        request.HttpContext.Response.OnCompleted(() =>
        {
            queue.Arrivals.Wake();
            return Task.CompletedTask;
        });
        audit.About([id]);
        return TypedResults.Accepted($"/api/v1/councils/{code}/imports/{id}", new Response(id, ImportState.Queued));
    }

    /// <summary>Raises the request's limit from the server's default to that of an upload.</summary>
    public sealed class AllowLargeBody : IRequestSizeLimitMetadata
    {
        /// <summary>A little more than the files may be: boundaries and headers of parts count too.</summary>
        public long? MaxRequestBodySize => StagedUpload.MaximumRequest + (1024 * 1024);
    }
}
