using Partnership.CaseData.Measures;
using Partnership.CaseData.Milestones;
using Partnership.Contracts;

namespace Partnership.LocalityHub.Regional;

/// <summary>All that the region may know of a child today: no date, no name, no identifier.</summary>
/// <param name="Stage">Where the plan stands and how long it has waited; null when there never was a plan.</param>
/// <param name="Adopted">The adoption order is made: the register's reference comes to its end.</param>
/// <param name="Adoption">What the indicators need of an adoption; null when there is none.</param>
/// <param name="Waits">How the wait stood at each 31 March at which the child waited.</param>
internal sealed record RegionalFacts(StageOfChild? Stage, bool Adopted, AdoptionMeasure? Adoption, IReadOnlyList<WaitMeasure> Waits)
{
    /// <summary>Of a child without a plan for adoption.</summary>
    public static readonly RegionalFacts Nothing = new(null, false, null, []);

    /// <summary>Reads them off a child's milestones at a day in England.</summary>
    public static RegionalFacts Of(ChildMilestones milestones, DateOnly today)
    {
        if (milestones.Decisions.Count == 0 && milestones.AdoptionOrder is null)
        {
            return Nothing;
        }

        var adopted = milestones.AdoptionOrder is { } order && order.Date <= today;
        return new RegionalFacts(
            Stages.On(milestones, today),
            adopted,
            adopted ? Measures.OfAdoption(milestones) : null,
            WaitsUntil(milestones, today));
    }

    private static List<WaitMeasure> WaitsUntil(ChildMilestones milestones, DateOnly today)
    {
        var waits = new List<WaitMeasure>();
        if (milestones.Decisions.Count == 0)
        {
            return waits;
        }

        // The year that today lies in has not ended.
        var ended = YearEnded.Of(today).Year - 1;
        for (var year = YearEnded.Of(milestones.Decisions.Min(decision => decision.Decided.Date)).Year; year <= ended; year++)
        {
            if (Measures.OfWait(milestones, new YearEnded(year)) is { } wait)
            {
                waits.Add(wait);
            }
        }

        return waits;
    }
}
