using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
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

    /// <param name="Id">The job; of several years the newest one's.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="Years">The jobs of all years, in the order in which they run.</param>
    public sealed record Response(Guid Id, ImportState State, IReadOnlyList<OfYear> Years);

    public sealed record OfYear(int Year, Guid Id);

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
        Demand(year, last, "year");
        var upload = new StagedUpload(year, db);
        try
        {
            await upload.ReceiveAsync(request, ct);
        }
        catch (UploadTooLargeException)
        {
            return Problems.Problem(
                StatusCodes.Status413PayloadTooLarge, "import.file-too-large", "A file is longer than 64 MiB.", next: "Split the return into files of at most 64 MiB.");
        }

        if (dryRun && upload.Imports.Count > 1)
        {
            throw new InvalidRequestException(
                "import.dry-run-of-years",
                "A dry run is of one year: what a later year would do hangs on the earlier ones, which a dry run does not take in. Run each by itself, and import one before the next is run.",
                "dryRun");
        }

        var map = await db.ReturnMaps.AsNoTracking().SingleAsync(ct);
        foreach (var (ofYear, importId) in upload.Imports)
        {
            Demand(ofYear, last, "files");
            db.Add(new Import
            {
                Id = importId,
                Year = (short)ofYear,
                IsDry = dryRun,
                State = ImportState.Queued,
                SubmittedAt = clock.GetUtcNow(),
                SubmittedBy = caller.Subject,
                TraceParent = Activity.Current?.Id,
            });
            if (map.ConfirmedAt is not null)
            {
                db.Add(new ImportMap { ImportId = importId, Version = map.Version, Headings = map.Headings, Values = map.Values });
            }

            // One by one: jobs run in the order in which they were saved, and a year's rules look at the year before.
            await db.SaveChangesAsync(ct);
        }

        db.AddRange(upload.Files);
        await db.SaveChangesAsync(ct);
        var id = upload.Imports.Last().Value;

        // After the answer, hence after the commit: a worker woken earlier would find nothing.
        request.HttpContext.Response.OnCompleted(() =>
        {
            queue.Arrivals.Wake();
            return Task.CompletedTask;
        });
        audit.About(upload.Imports.Values);
        return TypedResults.Accepted(
            $"/api/v1/councils/{code}/imports/{id}",
            new Response(id, ImportState.Queued, [.. upload.Imports.Select(import => new OfYear(import.Key, import.Value))]));
    }

    private static void Demand(int year, int last, string field)
    {
        if (year < FirstYear || year > last)
        {
            throw new InvalidRequestException("import.year", $"A year is the calendar year in which the census year ends, {FirstYear} to {last}.", field);
        }
    }

    /// <summary>Raises the request's limit from the server's default to that of an upload.</summary>
    public sealed class AllowLargeBody : IRequestSizeLimitMetadata
    {
        /// <summary>A little more than the files may be: boundaries and headers of parts count too.</summary>
        public long? MaxRequestBodySize => StagedUpload.MaximumRequest + (1024 * 1024);
    }
}
