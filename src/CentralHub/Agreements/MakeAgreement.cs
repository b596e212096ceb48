using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Agreements;

/// <summary>Proposes an agreement. The proposer's own councils have accepted by it.</summary>
internal static class MakeAgreement
{
    // Any number.
    private const long ProposalLock = 0x4147_5245_454d_454e;

    /// <param name="Councils">Two councils, one of them one's own; none for the agreement of the region.</param>
    /// <param name="Basis">public-task or legal-obligation.</param>
    internal sealed record Request(IReadOnlyList<CouncilCode> Councils, DisclosureBasis Basis);

    internal static async Task<Results<Created<ShownAgreement>, ProblemHttpResult>> HandleAsync(
        Request request, Caller caller, CentralHubDbContext db, Region region, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var ofRegion = request.Councils.Count == 0;
        var councils = ofRegion ? [.. region.Councils] : request.Councils.Distinct().Order().ToArray();
        if (councils.Length < 2 || (!ofRegion && councils.Length > 2) || councils.Except(region.Councils).Any())
        {
            throw new InvalidRequestException("agreement.councils", "councils names two different councils of the region, or none for the region's agreement.", "councils");
        }

        if (!councils.Any(caller.Councils.Contains))
        {
            throw new InvalidRequestException("agreement.not-yours", "One of the councils must be your own.", "councils");
        }

        if (request.Basis == DisclosureBasis.HouseholdAgreed)
        {
            throw new InvalidRequestException("agreement.basis", "basis is public-task or legal-obligation: a household agrees to a release, not for councils.", "basis");
        }

        // Of two who propose the same at once the second waits here, and finds the first's: a second agreement would outlive the end of the first.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({ProposalLock})", ct);
        short[] numbers = [.. councils.Select(council => (short)council.Number)];
        if (await db.Agreements.AnyAsync(other => other.EndedAt == null && other.Region == ofRegion && other.Councils == numbers, ct))
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "agreement.exists", "These councils have an agreement already, or one that waits to be accepted: whoever has left it accepts it again.");
        }

        var now = clock.GetUtcNow();
        var agreement = new Agreement { Id = Guid.CreateVersion7(), Councils = numbers, Region = ofRegion, Basis = request.Basis, ProposedAt = now };
        AgreementCouncil[] parts =
        [
            .. councils.Select(council => new AgreementCouncil
            {
                Agreement = agreement.Id, Council = (short)council.Number, AcceptedAt = caller.Councils.Contains(council) ? now : null,
            }),
        ];
        db.Add(agreement);
        await db.SaveChangesAsync(ct);

        // A council's part is open to those who see the agreement.
        db.AddRange(parts);
        Terms.Settle(db, agreement, parts, now);
        await db.SaveChangesAsync(ct);
        audit.About([agreement.Id]);
        return TypedResults.Created($"/api/v1/region/agreements/{agreement.Id}", ShownAgreement.Of(agreement, parts));
    }
}

/// <summary>When an agreement is in force, and when it has ended.</summary>
internal static class Terms
{
    /// <summary>Notes what follows from the councils' parts, and lets every list follow it.</summary>
    internal static void Settle(CentralHubDbContext db, Agreement agreement, IReadOnlyCollection<AgreementCouncil> parts, DateTimeOffset now)
    {
        var staying = parts.Where(part => part.LeftAt is null).ToList();
        if (staying.Count < 2)
        {
            agreement.EndedAt ??= now;
        }
        else if (staying.TrueForAll(part => part.AcceptedAt is not null))
        {
            agreement.InForceAt ??= now;
        }

        RegisterDue.Mark(db, DueKind.Rules);
    }
}
