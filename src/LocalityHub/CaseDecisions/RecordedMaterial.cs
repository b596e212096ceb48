using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>
/// Holds the material that a reasoned record names against what the panel had: the record lists what was considered (Hofstetter v London Borough of Barnet
/// [2009] EWHC 3282 (Admin); Re S-F [2017] EWCA Civ 964), and by the panel's recommendation that is all of it. What another council holds this hub knows by a
/// digest alone.
/// </summary>
internal static class RecordedMaterial
{
    /// <exception cref="RuleBrokenException">It is of another case, leaves something out that the panel had, or comes before the panel's final minutes.</exception>
    public static async Task CheckAsync(IReadOnlyList<Guid> material, PanelCase @case, LocalityHubDbContext db, CancellationToken ct)
    {
        var own = await db.CasePapers.Where(paper => paper.CaseId == @case.Id && material.Contains(paper.Id)).Select(paper => paper.Id).ToListAsync(ct);
        var others = material.Distinct().Except(own).ToList();
        var panel = @case.Route.Panel;
        var heard = panel == PanelUse.None
            ? null
            : (await db.CaseItems.AsNoTracking().Where(item => item.CaseId == @case.Id).ToListAsync(ct)).Where(item => item.IsHeard).MaxBy(item => item.MeetsOn);
        // Before the final minutes no other council's papers are known here: whatever else is named is nothing that is there.
        if (panel == PanelUse.Required && heard?.State != AgendaItemState.MinutesSigned)
        {
            throw new RuleBrokenException("decision-record.not-heard", "The reasons follow the panel's recommendation and its final minutes, which are not signed yet.")
            {
                NamesNothingThere = others.Count > 0,
            };
        }

        if (others.Count > 0 && heard?.OtherPapers is null)
        {
            throw new RuleBrokenException("decision-record.material", "What was read is papers of this case; name other things in words.", "material") { NamesNothingThere = true };
        }

        if (heard is null)
        {
            return;
        }

        var leftOut = (await PanelPapers.OfAsync(heard.Id, @case.Id, db, ct)).Select(paper => paper.Id).Except(own).ToList();
        if (leftOut.Count > 0)
        {
            throw new RuleBrokenException("decision-record.left-out", $"The panel had what is left out here: {string.Join(", ", leftOut)}.", "material");
        }

        if (heard.OtherPapers is { } digest && PanelPapers.DigestOf(others) != new AuditHash(digest))
        {
            throw new RuleBrokenException(
                "decision-record.left-out",
                $"The panel had papers of the other council: name each that is listed at /api/v1/released/{@case.HouseholdsCouncil}/panel-papers/{heard.Id}, and no other.", "material");
        }
    }
}
