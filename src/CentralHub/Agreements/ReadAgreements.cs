using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Agreements;

/// <summary>A sharing agreement.</summary>
/// <param name="Agreement">The agreement.</param>
/// <param name="Region">Whether it is that of the region.</param>
/// <param name="Basis">By what right the councils share.</param>
/// <param name="ProposedAt">When it was proposed (UTC).</param>
/// <param name="InForceAt">When the last council accepted (UTC).</param>
/// <param name="EndedAt">When it ended (UTC).</param>
/// <param name="Councils">The councils in it.</param>
internal sealed record ShownAgreement(
    Guid Agreement,
    bool Region,
    DisclosureBasis Basis,
    DateTimeOffset ProposedAt,
    DateTimeOffset? InForceAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<ShownAgreement.Part> Councils)
{
    /// <param name="Council">The council.</param>
    /// <param name="AcceptedAt">When it accepted (UTC).</param>
    /// <param name="LeftAt">When it ended the agreement for itself (UTC).</param>
    internal sealed record Part(CouncilCode Council, DateTimeOffset? AcceptedAt, DateTimeOffset? LeftAt);

    internal static ShownAgreement Of(Agreement agreement, IEnumerable<AgreementCouncil> councils) => new(
        agreement.Id,
        agreement.Region,
        agreement.Basis,
        agreement.ProposedAt,
        agreement.InForceAt,
        agreement.EndedAt,
        [.. councils.OrderBy(part => part.Council).Select(part => new Part(new CouncilCode(part.Council), part.AcceptedAt, part.LeftAt))]);
}

internal static class ReadAgreements
{
    internal static async Task<Ok<IReadOnlyList<ShownAgreement>>> HandleAsync(CentralHubDbContext db, CancellationToken ct)
    {
        var agreements = await db.Agreements.AsNoTracking().OrderByDescending(agreement => agreement.Id).ToListAsync(ct);
        var councils = (await db.AgreementCouncils.AsNoTracking().ToListAsync(ct)).ToLookup(part => part.Agreement);
        return TypedResults.Ok<IReadOnlyList<ShownAgreement>>([.. agreements.Select(agreement => ShownAgreement.Of(agreement, councils[agreement.Id]))]);
    }
}
