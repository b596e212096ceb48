using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Disclosures;

/// <summary>
/// A worker who acts for the subject releases one level of it to a named worker of the other side, and never to oneself. The ledger checks what it alone knows; the hub
/// that holds the content opens the door, or refuses it at a gate.
/// </summary>
internal static class GrantDisclosure
{
    /// <param name="Subject">child or household.</param>
    /// <param name="Level">anonymous, summary or full; each after the one before.</param>
    /// <param name="Purpose">What for.</param>
    /// <param name="Basis">By what right.</param>
    /// <param name="Reader">A worker of the other side on the link.</param>
    /// <param name="Child">Which child, where the link is for several.</param>
    /// <param name="Expires">From when on it is closed (UTC); the longest that is allowed when left out.</param>
    internal sealed record Request(
        DisclosureSubject Subject,
        DisclosureLevel Level,
        DisclosurePurpose Purpose,
        DisclosureBasis Basis,
        Guid Reader,
        Guid? Child = null,
        DateTimeOffset? Expires = null);

    internal static async Task<Results<Created<ShownDisclosure>, ProblemHttpResult>> HandleAsync(
        Guid linkId,
        Request request,
        HttpContext context,
        Caller caller,
        CentralHubDbContext db,
        LinkBook book,
        LinkTeam team,
        Ledger ledger,
        FamilyFindingSettings settings,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        // Locked: a link that ends meanwhile takes this release with it.
        if (await book.LockAsync(linkId, ct) is not { } link)
        {
            return TakeStep.NoLink();
        }

        var (reference, council) = await SubjectAsync(link, request, db, ct);
        if (!caller.Councils.Contains(new CouncilCode(council)))
        {
            return Refused("disclosure.not-yours", "What is to be released is another council's.", "subject");
        }

        var side = request.Subject == DisclosureSubject.Child ? LinkSide.Child : LinkSide.Household;
        if (!caller.ActsFor(side))
        {
            return Refused(
                "disclosure.not-yours", "Of a child a social worker or family finder of its council releases, of a household recruitment or a family finder of its council.", "subject");
        }

        // Whoever is on both sides would open the report by deciding alone that it is needed.
        if (request.Reader == team.Self.Value)
        {
            return Refused("disclosure.to-oneself", "Nobody releases to oneself: a colleague decides what you are to read.", "reader");
        }

        if (!DisclosureRules.IsReached(request.Level, link.State))
        {
            return Refused("disclosure.level-not-reached", "The link is not far enough for this level: anonymous from proposed, summary from interest, full from shortlisted.", "level");
        }

        if (!DisclosureRules.IsPossible(request.Basis, request.Purpose, request.Subject))
        {
            return Refused("disclosure.basis-not-possible", "legal-obligation is for give-report-to-adopters and prepare-panel; household-agreed is for households.", "basis");
        }

        var now = clock.GetUtcNow();
        var longest = now + settings.LongestRelease(request.Level);
        var expires = new ReleaseExpiry(request.Expires ?? longest);
        if (expires.At <= now || expires.At > longest)
        {
            return Refused("disclosure.too-long", $"This level is released for at most {settings.LongestRelease(request.Level).TotalDays:0} days, and until a time to come.", "expires");
        }

        var reader = await db.LinkWorkers.AsNoTracking()
            .FirstOrDefaultAsync(part => part.Link == linkId && part.Worker == request.Reader && part.Side != side && part.Until == null, ct);
        if (reader is null)
        {
            return Refused("disclosure.reader-not-on-link", "The reader is no worker of the other side on this link.", "reader");
        }

        if (!await db.ShareAsync(council, reader.Council, ct))
        {
            return Refused("disclosure.no-agreement", "The councils have no sharing agreement in force.");
        }

        if (council != reader.Council && AgreementBases.NotCovered(await db.AgreedBasesAsync(council, reader.Council, ct)).Contains(request.Basis))
        {
            return Refused("disclosure.basis-not-agreed", "No agreement in force between the councils covers a release on this basis: public-task is covered by one on public-task alone.", "basis");
        }

        if (request.Level > DisclosureLevel.Anonymous && !await db.Disclosures.AnyAsync(
            before => before.Link == linkId && before.SubjectReference == reference && before.Reader == request.Reader && before.Level == request.Level - 1 && before.OpenedAt != null, ct))
        {
            return Refused("disclosure.level-skipped", "The level before it has to have been open to this reader first.", "level");
        }

        if (!await team.JoinAsync(linkId, side, council, ct))
        {
            return Refused("link.handed-over", "You have handed this link over: a colleague goes on with it.");
        }

        var disclosure = new Disclosure
        {
            Id = Guid.CreateVersion7(),
            Link = linkId,
            Subject = request.Subject,
            SubjectReference = reference,
            Council = council,
            Level = request.Level,
            Purpose = request.Purpose,
            Basis = request.Basis,
            Giver = team.Self.Value,
            Reader = reader.Worker,
            ReaderCouncil = reader.Council,
            GrantedAt = now,
            Expires = expires.At,
        };
        ledger.Grant(disclosure);
        await db.SaveChangesAsync(ct);
        audit.About([disclosure.Id, reference]);
        IfMatch.SetETag(context, disclosure.Version);
        return TypedResults.Created($"/api/v1/region/disclosures/{disclosure.Id}", ShownDisclosure.Of(disclosure, now));
    }

    private static async Task<(Guid Reference, short Council)> SubjectAsync(Link link, Request request, CentralHubDbContext db, CancellationToken ct)
    {
        if (request.Subject == DisclosureSubject.Household)
        {
            return (link.Household, link.HouseholdCouncil);
        }

        var children = await db.LinkChildren.AsNoTracking().Where(child => child.Link == link.Id && child.Part != ChildsPart.Left && (request.Child == null || child.Child == request.Child)).ToListAsync(ct);
        return children is [var only]
            ? (only.Child, only.Council)
            : throw new InvalidRequestException("disclosure.child", "Name one child of the link, as it is for several.", "child");
    }

    private static ProblemHttpResult Refused(string code, string detail, string? field = null) => Problems.Problem(StatusCodes.Status409Conflict, code, detail, field);
}
