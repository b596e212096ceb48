using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Profiles;

/// <summary>Writes versions of what may be released, reads and changes them while they are drafts. The same for children and households.</summary>
internal static class KeepProfiles
{
    private const int MostSections = 60;

    /// <param name="Title">Its heading.</param>
    /// <param name="Text">What it says.</param>
    public sealed record Section(string Title, string Text);

    /// <param name="Level">anonymous, summary or full.</param>
    /// <param name="Sections">What it says.</param>
    /// <param name="HoldsCourtPapers">It holds papers of a court or of an expert in proceedings; of a full report only.</param>
    /// <param name="HoldsParentsHealth">It holds a birth parent's health data; of a full report only.</param>
    /// <param name="MedicalAdviserPassedOn">The medical adviser has passed what it holds of a parent's health.</param>
    /// <param name="MedicalAdviser">Who that is.</param>
    public sealed record Request(
        DisclosureLevel Level, IReadOnlyList<Section> Sections, bool HoldsCourtPapers = false, bool HoldsParentsHealth = false, DateOnly? MedicalAdviserPassedOn = null, string? MedicalAdviser = null);

    /// <param name="Id">The version.</param>
    /// <param name="Level">anonymous, summary or full.</param>
    /// <param name="Number">Counted for each level, from 1.</param>
    /// <param name="State">draft, approved or withdrawn.</param>
    /// <param name="WrittenBy">Who wrote it last.</param>
    /// <param name="WrittenAt">When, UTC.</param>
    /// <param name="ApprovedBy">Who approved it.</param>
    /// <param name="ApprovedAs">In which role.</param>
    /// <param name="ApprovedAt">When, UTC.</param>
    public sealed record Entry(
        Guid Id, DisclosureLevel Level, int Number, string State, string WrittenBy, DateTimeOffset WrittenAt, string? ApprovedBy, string? ApprovedAs, DateTimeOffset? ApprovedAt);

    /// <param name="Reader">The reader's reference.</param>
    /// <param name="Basis">rule1273 (Family Procedure Rules 2010, r. 12.73) or courts-permission.</param>
    /// <param name="On">Its day.</param>
    public sealed record Permission(Guid Reader, CourtPermissionBasis Basis, DateOnly On);

    /// <param name="Version">The version.</param>
    /// <param name="Sections">What it says.</param>
    /// <param name="HoldsCourtPapers">It holds papers of a court.</param>
    /// <param name="HoldsParentsHealth">It holds a birth parent's health data.</param>
    /// <param name="MedicalAdviserPassedOn">The medical adviser has passed it.</param>
    /// <param name="MedicalAdviser">Who that is.</param>
    /// <param name="CourtPermissions">Who may see the court's papers, and by what right.</param>
    public sealed record Response(
        Entry Version, IReadOnlyList<Section> Sections, bool HoldsCourtPapers, bool HoldsParentsHealth, DateOnly? MedicalAdviserPassedOn, string? MedicalAdviser,
        IReadOnlyList<Permission> CourtPermissions);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> WriteAsync(
        Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ProfileSubject subject, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Check(request, LondonCalendar.Today(clock));
        if (!await subject.LockAsync(context, ct))
        {
            return subject.NotFound();
        }

        var version = new ProfileVersion
        {
            Id = Guid.NewGuid(),
            ChildId = subject.ChildId,
            HouseholdId = subject.HouseholdId,
            Level = request.Level,
            Number = 1 + (await subject.Versions.Where(known => known.Level == request.Level).MaxAsync(known => (int?)known.Number, ct) ?? 0),
            Titles = [],
            Texts = [],
            Version = 1,
        };
        Apply(version, request, caller, clock);
        db.Add(version);
        await db.SaveChangesAsync(ct);
        audit.About([version.Id]);
        IfMatch.SetETag(context, version.Version);
        return TypedResults.Created($"{context.Request.Path}/{version.Id}", await DescribeAsync(version, db, ct));
    }

    public static async Task<Results<Ok<Page<Entry>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, HttpContext context, ProfileSubject subject, CancellationToken ct)
    {
        if (!await subject.IsThereAsync(context, ct))
        {
            return subject.NotFound();
        }

        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await subject.Versions.AsNoTracking().Where(version => version.Id > after).OrderBy(version => version.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, version => version.Id);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid versionId, HttpContext context, LocalityHubDbContext db, ProfileSubject subject, CancellationToken ct)
    {
        if (!await subject.IsThereAsync(context, ct))
        {
            return subject.NotFound();
        }

        if (await subject.Versions.AsNoTracking().SingleOrDefaultAsync(known => known.Id == versionId, ct) is not { } version)
        {
            return ProfileSubject.VersionNotFound();
        }

        IfMatch.SetETag(context, version.Version);
        return TypedResults.Ok(await DescribeAsync(version, db, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid versionId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ProfileSubject subject, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Check(request, LondonCalendar.Today(clock));
        if (!await subject.LockAsync(context, ct))
        {
            return subject.NotFound();
        }

        if (await subject.Versions.SingleOrDefaultAsync(known => known.Id == versionId, ct) is not { } version)
        {
            return ProfileSubject.VersionNotFound();
        }

        if (version.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (!version.IsDraft)
        {
            throw new RuleBrokenException("profile-version.not-a-draft", "What was approved stays as it was read: write another version.");
        }

        if (version.Level != request.Level)
        {
            throw new InvalidRequestException("profile-version.level", "A version keeps its level: write another one.", "level");
        }

        Apply(version, request, caller, clock);
        version.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, version.Version);
        return TypedResults.Ok(await DescribeAsync(version, db, ct));
    }

    public static async Task<Response> DescribeAsync(ProfileVersion version, LocalityHubDbContext db, CancellationToken ct) => new(
        Describe(version),
        SectionsOf(version),
        version.HoldsCourtPapers,
        version.HoldsParentsHealth,
        version.MedicalAdviserPassedOn,
        version.MedicalAdviser,
        [
            .. (await db.CourtPermissions.AsNoTracking().Where(permission => permission.ProfileVersionId == version.Id).OrderBy(permission => permission.Reader).ToListAsync(ct))
                .Select(permission => new Permission(permission.Reader, permission.Basis, permission.On)),
        ]);

    public static List<Section> SectionsOf(ProfileVersion version) => [.. version.Titles.Zip(version.Texts).Select(section => new Section(section.First, section.Second))];

    private static void Check(Request request, DateOnly today)
    {
        if (request.Level == DisclosureLevel.None)
        {
            throw new InvalidRequestException("profile-version.level", "level is anonymous, summary or full.", "level");
        }

        if (request.Sections.Count is 0 or > MostSections)
        {
            throw new InvalidRequestException("profile-version.sections", $"One to {MostSections} sections.", "sections");
        }

        if (request.Level != DisclosureLevel.Full && (request.HoldsCourtPapers || request.HoldsParentsHealth))
        {
            throw new InvalidRequestException(
                "profile-version.papers", "Papers of a court and a parent's health data are in a full report only.", request.HoldsCourtPapers ? "holdsCourtPapers" : "holdsParentsHealth");
        }

        if (request.MedicalAdviserPassedOn is null != string.IsNullOrWhiteSpace(request.MedicalAdviser) || request.MedicalAdviserPassedOn > today)
        {
            throw new InvalidRequestException("profile-version.medical-adviser", "That the medical adviser has passed it goes with who and when, and not before it has happened.", "medicalAdviser");
        }
    }

    private static void Apply(ProfileVersion version, Request request, Caller caller, TimeProvider clock)
    {
        version.Titles = [.. request.Sections.Select((section, index) => PlainText.Line(section.Title, $"sections[{index}].title") ?? string.Empty)];
        version.Texts = [.. request.Sections.Select((section, index) => PlainText.Required(section.Text, $"sections[{index}].text", 40_000))];
        (version.HoldsCourtPapers, version.HoldsParentsHealth) = (request.HoldsCourtPapers, request.HoldsParentsHealth);
        (version.MedicalAdviserPassedOn, version.MedicalAdviser) = (request.MedicalAdviserPassedOn, PlainText.Line(request.MedicalAdviser, "medicalAdviser"));
        (version.Writers, version.WrittenAt) = ([.. version.Writers.Where(writer => writer != caller.Subject), caller.Subject], clock.GetUtcNow());
    }

    private static Entry Describe(ProfileVersion version) => new(
        version.Id,
        version.Level,
        version.Number,
        version.WithdrawnAt is not null ? "withdrawn" : version.ApprovedAt is not null ? "approved" : "draft",
        version.Writers[^1],
        version.WrittenAt,
        version.ApprovedBy,
        version.ApprovedAs,
        version.ApprovedAt);
}
