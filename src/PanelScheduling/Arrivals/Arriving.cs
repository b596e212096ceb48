using Partnership.PanelScheduling.Cases;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>What the consumers of a case's parts share: the parts come in any order, and some come twice.</summary>
internal static class Arriving
{
    /// <summary>A case of which the first part has come.</summary>
    public static PanelCase Case(Guid caseId, short council, CaseKind kind) => new() { Id = caseId, Council = council, Councils = [council], Kind = kind, ChildCount = -1 };

    public static bool IsNewer(int epoch, long version, int knownEpoch, long knownVersion) => (epoch, version).CompareTo((knownEpoch, knownVersion)) > 0;

    /// <summary>A case that is whole is ready: for panel, or at once for the decision maker.</summary>
    public static void MoveOn(PanelCase @case, DateOnly today)
    {
        if (@case.State == CaseState.Arriving && @case.HubVersion > 0 && @case.Children.Count == @case.ChildCount)
        {
            @case.State = @case.Route.Panel == PanelUse.None ? CaseState.ForDecision : CaseState.Ready;
            if (@case.State == CaseState.ForDecision)
            {
                @case.Happened(ClockEvent.RecommendationReceived, today);
            }
        }
    }

    /// <summary>States anew which councils have a part in a case, on all of its rows.</summary>
    public static void ShareWith(this PanelCase @case, short[] councils)
    {
        short[] sorted = [.. councils.Distinct().Order()];
        if (@case.Councils.SequenceEqual(sorted))
        {
            return;
        }

        @case.Councils = sorted;
        @case.Children.ForEach(child => child.Councils = sorted);
        @case.Days.ForEach(day => day.Councils = sorted);
    }
}
